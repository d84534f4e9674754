"""From what was decided to be replaced to what comes in its place, the same in the whole study.

A person, place or organisation gets a number in order of first appearance: [naam 3]; or a person a first name
of the same gender; or what the researcher chose. A number, an address and such become what they are:
[telefoonnummer]. A string that the key knows keeps its pseudonym.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stemmen.errors import Problem, StudyError
from stemmen.privacy.aliases import aliases
from stemmen.privacy.check import Finding
from stemmen.privacy.clues import has_capitals
from stemmen.privacy.coarse import Dates, birth_years, coarser
from stemmen.privacy.decisions import Choice, Decision, Decisions, key_of
from stemmen.privacy.edits import Edit, apply
from stemmen.privacy.hits import Kind
from stemmen.privacy.keyfile import Key
from stemmen.privacy.names import first_names, gender
from stemmen.privacy.people import Named, one_person, title_before
from stemmen.privacy.spotting import Spot, Spotter
from stemmen.transcript import Transcript

_PLAIN = {
    Kind.BSN: "bsn", Kind.IBAN: "rekeningnummer", Kind.PHONE: "telefoonnummer", Kind.EMAIL: "e-mailadres",
    Kind.URL: "webadres", Kind.POSTCODE: "postcode", Kind.ADDRESS: "adres", Kind.PLATE: "kenteken",
    Kind.FILE_NUMBER: "dossiernummer", Kind.ACCOUNT: "account",
}  # fmt: skip
_NUMBERED = re.compile(r"\[(\w+) (\d{1,6})\]")
_WORDS = re.compile(r"\w+")
_PEOPLE = (Kind.NAME, Kind.UNKNOWN)
_UNSURE = (Kind.UNKNOWN,)
_WITHIN = (Kind.NAME, Kind.ORGANISATION, Kind.PLACE)  # what a longer string is too when it holds one of these

Versions = Mapping[tuple[str, int], Transcript]


@dataclass(frozen=True)
class Plan:
    """What is to be replaced.

    Args:
        pseudonyms: by the string as it is written, what comes in its place.
        edits: by transcript id and version.
        reword: does the same to words that stand elsewhere.
        counts: how many places by kind, in the newest versions ("datum of tijd" for those).
        readable: pseudonyms that look like a name or a word, and are none to decide on.
        absent: decided strings that stand in no transcript.
        notes: remarks in Dutch.
    """

    pseudonyms: Mapping[str, str]
    edits: Mapping[tuple[str, int], Sequence[Edit]]
    reword: Callable[[str], str]
    counts: Mapping[str, int]
    readable: Sequence[str] = ()
    absent: Sequence[str] = ()
    notes: Sequence[str] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to replace."""
        return not self.pseudonyms and not any(self.edits.values())


@dataclass(frozen=True)
class Choices:
    """How to replace.

    Args:
        aliases: whether people get first names rather than numbers.
        dates: what is done with dates and times.
        shifts: days by transcript id, where dates are shifted.
        seed: for the order of first names.
    """

    aliases: bool = False
    dates: Dates = Dates.COARSER
    shifts: Mapping[str, int] = field(default_factory=dict)
    seed: str = ""


def plan(
    versions: Versions,
    findings: Iterable[Finding],
    decisions: Decisions,
    key: Key,
    choices: Choices,
    beside: Sequence[str] = (),
) -> Plan:
    """Plan what is replaced where; StudyError when a decision cannot be carried out.

    Args:
        versions: all of the study's, also the old ones.
        findings: of the check.
        decisions: by key of the string.
        key: the pseudonyms that were given before.
        choices: how.
        beside: texts of the study's own files, such as `respondenten.csv`.
    """
    wanted = {name: one for name, one in decisions.items() if one.choice is Choice.REPLACE}
    findings = list(findings)
    found = [one for one in findings if key_of(one.text) in wanted]
    spellings = {name: {one.text} for name, one in wanted.items()}
    for one in found:
        if one.reason != "U hebt besloten dit te vervangen.":
            spellings[key_of(one.text)].add(one.text)
    spotter = Spotter(spellings)
    _check_replacements(wanted.values(), spotter)
    newest = _newest(versions)
    seen = _Seen.of(newest, versions, spotter, beside)
    kinds = {**_of_parts(findings, spotter), **_kinds(found)}
    given, notes = _Giver(wanted, kinds, seen, key, choices, versions).give()
    low = any(not has_capitals(transcript.text) for transcript in versions.values())
    edits, dated = {}, 0
    for place, transcript in versions.items():
        edits[place], number = _edits(transcript, spotter, given, choices)
        dated += number if newest.get(transcript.id) is transcript else 0
    counts = Counter[str]()
    for name, number in seen.counts.items():
        counts[kinds.get(name, Kind.UNKNOWN).value] += number
    if dated:
        counts["datum of tijd"] += dated
    return Plan(
        {wanted[name].text: new for name, new in given.items()},
        edits,
        lambda text: apply(text, _spotted(text, spotter, given, any_case=low)),
        dict(sorted(counts.items())),
        sorted({new for new in given.values() if not new.startswith("[")}),
        sorted(wanted[name].text for name in wanted if name not in given),
        notes,
    )


def _newest(versions: Versions) -> dict[str, Transcript]:
    return {place[0]: versions[place] for place in sorted(versions)}


def _check_replacements(decisions: Iterable[Decision], spotter: Spotter) -> None:
    """StudyError when what comes in the place of a string holds a string that is to go."""
    problems = [
        Problem(
            "besluiten.csv",
            f"Voor '{one.text}' komt '{one.replacement}' in de plaats; daarin staat een tekst die weg moet.",
            "Er is niets gewijzigd.",
            "Kies iets anders in de kolom 'vervangen_door'.",
        )
        for one in decisions
        if any(True for _ in spotter.spots(one.replacement, any_case=True))
    ]
    if problems:
        raise StudyError(*problems)


def _kinds(findings: Iterable[Finding]) -> dict[str, Kind]:
    """The kind of each string that has a known one: that of the lowest tier."""
    kinds: dict[str, tuple[int, Kind]] = {}
    for one in findings:
        if one.kind not in _UNSURE:
            name, rank = key_of(one.text), (one.tier, one.kind)
            kinds[name] = min(kinds.get(name, rank), rank)
    return {name: rank[1] for name, rank in kinds.items()}


def _of_parts(findings: Iterable[Finding], spotter: Spotter) -> dict[str, Kind]:
    """The kind of decided strings in which something else was found: a name before a place."""
    kinds: dict[str, Kind] = {}
    for one in findings:
        if one.kind in _WITHIN:
            for spot in spotter.spots(one.context, any_case=True):
                if one.text in one.context[spot.start : spot.end]:
                    kinds[spot.key] = min(kinds.get(spot.key, one.kind), one.kind, key=_WITHIN.index)
    return kinds


@dataclass(frozen=True)
class _Seen:
    """In order of first appearance how often strings stand where, and with which titles."""

    counts: Counter[str]
    places: Mapping[str, set[str]]
    titles: Mapping[str, set[str]]

    @classmethod
    def of(
        cls,
        newest: Mapping[str, Transcript],
        versions: Versions,
        spotter: Spotter,
        beside: Sequence[str],
    ) -> "_Seen":
        counts = Counter[str]()
        places: dict[str, set[str]] = {}
        titles: dict[str, set[str]] = {}
        current = [(transcript, 1) for transcript in newest.values()]
        older = [(old, 0) for old in versions.values() if newest[old.id] is not old]
        for transcript, number in [*current, *older]:
            loose = [*transcript.speakers, transcript.introduction, *_beside(transcript)]
            low = not has_capitals(transcript.text)
            for text, any_case in [*((said, low) for said in loose), (transcript.text, low)]:
                for spot in spotter.spots(text, any_case=any_case):
                    counts[spot.key] += number
                    places.setdefault(spot.key, set()).add(transcript.id)
                    titles.setdefault(spot.key, set()).update(title_before(text, spot.start))
        for text in beside:
            for spot in spotter.spots(text, any_case=False):
                places.setdefault(spot.key, set())
                titles.setdefault(spot.key, set())
        return cls(counts, places, titles)


def _beside(transcript: Transcript) -> list[str]:
    sections = dict.fromkeys(turn.section for turn in transcript.turns)
    return [*sections, *(part for said in transcript.attributes for part in said[1:])]


class _Giver:
    """Gives each string its pseudonym."""

    def __init__(
        self,
        wanted: Mapping[str, Decision],
        kinds: Mapping[str, Kind],
        seen: _Seen,
        key: Key,
        choices: Choices,
        versions: Versions,
    ) -> None:
        self._wanted, self._kinds, self._seen, self._choices = wanted, kinds, seen, choices
        self._known = {key_of(old): new for old, new in key.pseudonyms.items()}
        texts = [text for one in versions.values() for text in (one.text, one.introduction, *one.speakers)]
        self._last = Counter[str]()
        for text in [*texts, *key.pseudonyms.values()]:
            for found in _NUMBERED.finditer(text):
                self._last[found[1]] = max(self._last[found[1]], int(found[2]))
        words = (_WORDS.findall(text) for text in [*texts, *key.pseudonyms, *key.pseudonyms.values()])
        self._taken = {word.casefold() for found in words for word in found}
        self._taken |= {word.casefold() for one in wanted.values() for word in _WORDS.findall(one.text)}
        self._taken |= {
            word.casefold() for one in wanted.values() for word in _WORDS.findall(one.replacement)
        }

    def give(self) -> tuple[dict[str, str], list[str]]:
        """By key of the string what comes in its place; and notes.

        A string that the key knows is among them though it stands nowhere now: a run may have been cut short.
        """
        named = [
            Named(name, self._wanted[name].text, frozenset(places), frozenset(self._seen.titles[name]))
            for name, places in self._seen.places.items()
            if self._kind(name) in _PEOPLE
        ]
        shared, notes = one_person(named)
        groups: dict[str, list[str]] = {}  # in order of first appearance
        for name in self._seen.places:
            groups.setdefault(shared.get(name, name), []).append(name)
        given: dict[str, str] = {}
        for leader, names in groups.items():
            own = [self._chosen(name) for name in names]
            one = next(filter(None, own), "") or self._new(leader, names)
            given |= {name: mine or one for name, mine in zip(names, own, strict=True)}
        given |= {
            name: new for name, new in self._known.items() if name in self._wanted and name not in given
        }
        return given, [*notes, *_doubles(given, shared, self._wanted)]

    def _kind(self, name: str) -> Kind:
        return self._kinds.get(name, Kind.UNKNOWN)

    def _chosen(self, name: str) -> str:
        return self._known.get(name) or self._wanted[name].replacement

    def _new(self, leader: str, names: Sequence[str]) -> str:
        kinds = [self._kind(name) for name in names]
        kind = next((kind for kind in kinds if kind not in _UNSURE), Kind.UNKNOWN)
        if kind is Kind.BIRTH_DATE:
            return birth_years(self._wanted[leader].text)
        if kind in _PLAIN:
            return f"[{_PLAIN[kind]}]"
        if kind is Kind.NAME and self._choices.aliases and (alias := self._alias(names)):
            return alias
        word = "woord" if kind is Kind.UNKNOWN else kind.value
        self._last[word] += 1
        return f"[{word} {self._last[word]}]"

    def _alias(self, names: Sequence[str]) -> str:
        """A first name for somebody whose first name is known; "" otherwise."""
        firsts = [self._wanted[name].text.split()[0] for name in names]
        firsts = [first for first in firsts if first.casefold() in first_names()]
        if not firsts:
            return ""
        free = aliases(gender(firsts[0]), self._choices.seed, lambda name: name.casefold() not in self._taken)
        alias = next(free, "")
        self._taken.add(alias.casefold())
        return alias


def _doubles(given: Mapping[str, str], shared: Mapping[str, str], wanted: Decisions) -> list[str]:
    """What the researcher gave to two strings that are not surely one."""
    by_new: dict[str, list[str]] = {}
    for name, new in given.items():
        if new == wanted[name].replacement:
            by_new.setdefault(new, []).append(name)
    return [
        f"{' en '.join(repr(wanted[name].text) for name in names)} krijgen allemaal '{new}'. "
        "In de studie zijn zij daarna niet meer te onderscheiden."
        for new, names in by_new.items()
        if len({shared.get(name, name) for name in names}) > 1
    ]


def _edits(
    transcript: Transcript, spotter: Spotter, given: Mapping[str, str], choices: Choices
) -> tuple[list[Edit], int]:
    """The edits in a text, and how many of them are of dates and times."""
    low = not has_capitals(transcript.text)
    edits, dated = [], 0
    for turn in transcript.turns:
        text = transcript.text[turn.start : turn.end]
        named = _spotted(text, spotter, given, any_case=low)
        times = [
            edit
            for edit in coarser(text, choices.dates, choices.shifts.get(transcript.id, 0))
            if not any(edit.start < one.end and one.start < edit.end for one in named)
        ]
        dated += len(times)
        edits += [
            Edit(turn.start + one.start, turn.start + one.end, one.new) for one in sorted([*named, *times])
        ]
    return edits, dated


def _spotted(text: str, spotter: Spotter, given: Mapping[str, str], *, any_case: bool) -> list[Edit]:
    return [
        Edit(spot.start, spot.end, _with_possessive(given[spot.key], spot))
        for spot in spotter.spots(text, any_case=any_case)
        if spot.key in given
    ]


def _with_possessive(new: str, spot: Spot) -> str:
    """As Dutch writes it: Samira's, Floris', Karels, [naam 3]'s."""
    if not spot.possessive:
        return new
    last = new[-1].casefold()
    if last in "sxz":
        return f"{new}'"
    return f"{new}'s" if last in "aiouy]" or not last.isalpha() else f"{new}s"
