"""ELAN: what is said stands in tiers, a tier or more for each speaker, in time order over all of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found, Line
from stemmen.readers.xmltree import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

# What else people put in tiers, by the name of the tier.
_BESIDE = re.compile(
    r"(?<![^\W_])(?:kijkrichting|blik|gaze|gebaren|gebaar|gestures?|mimiek|pos|lemmas?|gloss|vertaling|translation"
    r"|commentaar|comments?|opmerking(?:en)?|notities?|notes?)(?![^\W_])",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{2}")
_TAIL = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\))$")


@dataclass(frozen=True, slots=True)
class _Said:
    """An annotation; `after` is the last known time before it, which puts it in order."""

    text: str
    after: float
    time: float | None


@dataclass(frozen=True, slots=True)
class _Tier:
    name: str
    parent: str
    speaker: str
    said: Sequence[_Said]

    @property
    def may_be_speech(self) -> bool:
        """Whether it holds words, and its name does not tell that these are something else."""
        named = _BESIDE.search(self.name) or _BESIDE.search(self.speaker)
        return not named and any(_WORD.search(part.text) for part in self.said)


def read(data: bytes, where: str) -> Found:
    """Read an ELAN file; `where` is its name in errors."""
    root, notes = parse(data, where)
    if root.tag != "ANNOTATION_DOCUMENT":
        repair = "Sla het in ELAN op als .eaf."
        raise ReadError(Problem(where, "Dit is geen bestand van ELAN.", repair=repair))
    return found_in(root, notes)


def found_in(root: "_Element", notes: tuple[str, ...]) -> Found:
    """What an ELAN document holds: each annotation of a tier with speech is a turn."""
    starts = _starts(root)
    tiers = [_tier(element, starts) for element in root.iterchildren("TIER")]
    spoken = _spoken(tiers)
    said = sorted(((part, tier.speaker) for tier in spoken for part in tier.said if part.text), key=_after)
    lines = [Line(part.text, part.time, speaker=speaker) for part, speaker in said]
    return Found(lines, notes=(*notes, *_left_out(tiers, spoken)))


def _after(pair: tuple[_Said, str]) -> float:
    return pair[0].after


def _starts(root: "_Element") -> dict[str, tuple[float, float | None]]:
    """By the id of an annotation: the last known time before its start, and its start, in seconds."""
    slots, last = {}, 0.0
    for slot in root.iterfind("TIME_ORDER/TIME_SLOT"):
        time = _seconds(slot.get("TIME_VALUE"))
        last = last if time is None else time
        slots[slot.get("TIME_SLOT_ID", "")] = (last, time)
    own = {
        element.get("ANNOTATION_ID", ""): slots.get(element.get("TIME_SLOT_REF1", ""), (0.0, None))
        for element in root.iter("ALIGNABLE_ANNOTATION")
    }
    for element in root.iter("REF_ANNOTATION"):  # these follow what they refer to
        own[element.get("ANNOTATION_ID", "")] = own.get(element.get("ANNOTATION_REF", ""), (0.0, None))
    return own


def _seconds(milliseconds: str | None) -> float | None:
    return int(milliseconds) / 1000 if milliseconds and re.fullmatch(r"[0-9]{1,12}", milliseconds) else None


def _tier(element: "_Element", starts: Mapping[str, tuple[float, float | None]]) -> _Tier:
    name = element.get("TIER_ID", "")
    said = [
        _Said(_words(part), *starts.get(part.get("ANNOTATION_ID", ""), (0.0, None)))
        for part in element.iterfind("ANNOTATION/*")
    ]
    speaker = " ".join(element.get("PARTICIPANT", "").split())
    return _Tier(name, element.get("PARENT_REF", ""), speaker or _plain_name(name), said)


def _words(annotation: "_Element") -> str:
    return " ".join((annotation.findtext("ANNOTATION_VALUE") or "").split())


def _plain_name(name: str) -> str:
    """The name of a tier without what programs put behind it.

    >>> _plain_name("spreker1 [v] (TIE0)")
    'spreker1'
    """
    short = name
    while (shorter := _TAIL.sub("", short)) != short and shorter:
        short = shorter
    return " ".join(short.split())


def _spoken(tiers: Sequence[_Tier]) -> list[_Tier]:
    """The tiers that hold what is said: not those that tell more of another, as a translation does."""
    by_name = {tier.name: tier for tier in tiers}
    return [tier for tier in tiers if tier.may_be_speech and not _tells_of_speech(tier, by_name)]


def _tells_of_speech(tier: _Tier, by_name: Mapping[str, _Tier]) -> bool:
    seen = {tier.name}
    above = by_name.get(tier.parent)
    while above and above.name not in seen:
        if above.may_be_speech:
            return True
        seen.add(above.name)
        above = by_name.get(above.parent)
    return False


def _left_out(tiers: Sequence[_Tier], spoken: Sequence[_Tier]) -> list[str]:
    notes = []
    beside = [(tier.name, sum(bool(part.text) for part in tier.said)) for tier in tiers if tier not in spoken]
    names = ", ".join(f"'{name}' ({count} keer tekst)" for name, count in beside if count)
    if names:
        lines = "Deze laag is" if names.count(" keer tekst)") == 1 else "Deze lagen zijn"
        notes.append(f"{lines} niet ingelezen, omdat er geen beurten in staan: {names}.")
    if empty := sum(not part.text for tier in spoken for part in tier.said):
        notes.append(f"{'1 leeg blokje is' if empty == 1 else f'{empty} lege blokjes zijn'} weggelaten.")
    return notes
