"""Official records of parliament (officielebekendmakingen.nl): who spoke stands in a tag of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from stemmen.errors import Problem, ReadError
from stemmen.readers import eaf
from stemmen.readers.found import Found, Line, Proposal
from stemmen.readers.xmltree import broken, parse
from stemmen.transcript import Role

if TYPE_CHECKING:
    from lxml.etree import _Element

_RECORDER = "Verslag"  # who speaks in a part of the record in which nobody speaks
_SPEECHES = ("spreekbeurt", "motie-info")  # a motion has remarks of the chair inside it
_REMARKS = ("tekst", "divisie")  # outside a speech, these are of the one who keeps the record
_PARAGRAPHS = ("al", "titel", "li", "spreker")
_OFFICIAL = Proposal(Role.OTHER, "dit een officieel verslag is en geen interview")
# Where tags meet, white space may be of the layout: before a comma and inside brackets nobody types it.
_SEAM = re.compile(r"\s*\0\s*(?=[.,;:!?)])|(?<=\()\s*\0\s*")


@dataclass(frozen=True, slots=True, eq=False)
class _Speech:
    """What is said without being broken off; nobody says it where `speaker` is empty."""

    speaker: str
    section: str


_Piece = tuple[_Speech, str]


def read(data: bytes, where: str) -> Found:
    """Read the XML of an official record (or of ELAN); `where` is its name in errors."""
    root, notes = parse(data, where)
    if root.tag == "ANNOTATION_DOCUMENT":
        return eaf.found_in(root, notes)
    if next(root.iter("handelingen", "spreekbeurt"), None) is None:
        raise _other(where, str(root.tag))
    try:
        pieces = list(_pieces(root, _Speech("", "")))
    except RecursionError:  # hundreds of tags in each other
        raise broken(where) from None
    parts = [
        (speech, "\n".join(text for _, text in group)) for speech, group in groupby(pieces, itemgetter(0))
    ]
    return _found(parts, notes)


def _pieces(element: "_Element", speech: _Speech) -> Iterator[_Piece]:
    """The paragraphs of an element in order, each with the speech that it is part of."""
    speech = _speech(element, speech)
    if _is_paragraph(element):
        yield from _piece(_text(element), speech)
        return
    yield from _piece(element.text, speech)
    for child in element:
        if child.tag != "spreker" or element.tag not in _SPEECHES:
            yield from _pieces(child, speech)
        yield from _piece(child.tail, speech)


def _piece(text: str | None, speech: _Speech) -> Iterator[_Piece]:
    if words := " ".join((text or "").split()):
        yield speech, words


def _speech(element: "_Element", speech: _Speech) -> _Speech:
    """The speech that an element is part of: one of its own, or that of what is around it."""
    title = element.find("item-titel")
    section = _text(title) if title is not None else speech.section
    speaker = element.find("spreker") if element.tag in _SPEECHES else None
    if speaker is not None:
        return _Speech(_text(speaker).rstrip(": ") or _RECORDER, section)
    if element.tag in _REMARKS and not speech.speaker:
        return _Speech(_RECORDER, section)
    return speech if section == speech.section else _Speech(speech.speaker, section)


def _is_paragraph(element: "_Element") -> bool:
    """Whether it is one run of text: not a part that holds paragraphs, or a speech."""
    own = [element.text, *(child.tail for child in element)]
    whole = element.tag in _PARAGRAPHS or not len(element) or any(text and text.strip() for text in own)
    return whole and next(element.iterdescendants(*_SPEECHES), None) is None


def _text(element: "_Element") -> str:
    if element.tag == "li":  # its number and its text are two, also without white space between them
        return " ".join(filter(None, ((element.text or "").strip(), *map(_text, element))))
    pieces = "\0".join(str(piece) for piece in element.itertext())
    return " ".join(_SEAM.sub("", pieces).replace("\0", "").split())


def _found(parts: list[_Piece], notes: tuple[str, ...]) -> Found:
    """Text above the first speaker is the introduction; remarks between speeches are those of the chair."""
    named = [speech.speaker for speech, _ in parts if speech.speaker not in ("", _RECORDER)]
    chair = next((name for name in named if "voorzitter" in name.casefold()), _RECORDER)
    introduction, remarks = [], 0
    lines: list[Line] = []
    for speech, text in parts:
        remark = speech.speaker == _RECORDER
        if not speech.speaker or (remark and named and not lines):
            introduction.append(text)
            continue
        remarks += remark
        lines.append(Line(text, speaker=chair if remark else speech.speaker, section=speech.section))
    roles = {line.speaker: _OFFICIAL for line in lines}
    return Found(lines, "\n".join(introduction), (*notes, *_of_remarks(remarks, chair)), roles=roles)


def _of_remarks(count: int, speaker: str) -> list[str]:
    if not count:
        return []
    what = "1 stuk tekst zonder spreker is" if count == 1 else f"{count} stukken tekst zonder spreker zijn"
    return [f"{what} bij '{speaker}' gezet."]


def _other(where: str, tag: str) -> ReadError:
    what = f"Dit soort XML ('{tag[:40]}') is niet te lezen als transcript."
    repair = (
        "Wel te lezen zijn verslagen van de Tweede en Eerste Kamer (officielebekendmakingen.nl) en bestanden "
        "van ELAN. Exporteer het anders als .docx, .txt of .vtt."
    )
    return ReadError(Problem(where, what, repair=repair))
