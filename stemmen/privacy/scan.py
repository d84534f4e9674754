"""All finders over one text: what may identify somebody in it, none of it twice."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from stemmen.privacy import capitals, casing, entities, hints, identifiers, lowercase
from stemmen.privacy.clues import NO_CLUES, Clues, clues_of
from stemmen.privacy.hits import Hit
from stemmen.transcript import Transcript

__all__ = ["NO_CLUES", "Clues", "clues_of", "scan", "why_uncheckable"]

Finder = Callable[[str, Clues], Iterable[Hit]]


def _identifiers(text: str, _: Clues) -> Iterable[Hit]:
    return identifiers.find(text)


FINDERS: tuple[Finder, ...] = (_identifiers, capitals.find, entities.find, lowercase.find, hints.find)


def scan(text: str, clues: Clues = NO_CLUES) -> list[Hit]:
    """What may identify somebody in a text, in order and not overlapping.

    Where finders overlap, the lowest tier wins, then the longest; what sticks out of the other stays a
    hit too. What is not speech ("[lacht]") is text on file all the same.
    """
    return apart(hit for find in FINDERS for hit in find(text, clues))


def apart(hits: Iterable[Hit]) -> list[Hit]:
    """The same places, without overlap."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.tier, -len(hit.text), hit.start, hit.kind)):
        kept += _outside(hit, kept)
    return sorted(kept, key=lambda hit: hit.start)


def _outside(hit: Hit, taken: Sequence[Hit]) -> Iterator[Hit]:
    """What of a hit is outside those that are `taken`; all of it, mostly."""
    position = hit.start
    for other in sorted(taken, key=lambda hit: hit.start):
        if other.start < hit.end and hit.start < other.end:
            yield from _cut(hit, position, other.start)
            position = other.end
    yield from _cut(hit, position, hit.end)


_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)


def _cut(hit: Hit, start: int, end: int) -> Iterator[Hit]:
    """A part of a hit, without the spaces and marks around it; nothing of a letter or less."""
    if (start, end) == (hit.start, hit.end):
        yield hit
    elif (core := _CORE.search(hit.text[max(0, start - hit.start) : max(0, end - hit.start)])) and (
        len(core[0]) > 1
    ):
        start += core.start()
        yield replace(hit, start=start, end=start + len(core[0]), text=core[0])


def why_uncheckable(transcript: Transcript) -> str:
    """Why a transcript cannot be checked in full, as Dutch sentences; "" when it can."""
    turns = [transcript.text[turn.start : turn.end] for turn in transcript.turns]
    reasons = [casing.why_not(turns)] if turns else []
    if not _is_dutch(transcript.text):
        reasons.append(
            "Dit lijkt geen Nederlands. In een andere taal wordt maar een deel gevonden: lees het na."
        )
    return " ".join(filter(None, reasons))


# Words that no talk in Dutch goes without, and that its neighbours write in another way.
_DUTCH = frozenset("de het een en ik dat niet van je ze maar ook zijn met voor ja".split())  # noqa: SIM905
_LEAST_DUTCH = 0.1  # of the words; in a Dutch talk it is about a quarter
_ENOUGH = 50  # words, to tell by


def _is_dutch(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return len(words) < _ENOUGH or sum(word in _DUTCH for word in words) >= _LEAST_DUTCH * len(words)
