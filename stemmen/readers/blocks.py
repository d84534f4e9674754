"""A report with quotes: block quotes are what people said, the text around them is the report's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from stemmen.readers.found import Found, Line, Proposal
from stemmen.readers.labels import looks_like_label
from stemmen.readers.roles import role_word
from stemmen.readers.shapes import colon, start_of
from stemmen.transcript import Role

QUOTE, REPORT, TEXT = "citaat", "verslag", "tekstblok"
_FEWEST = 5  # headings
_OPEN, _CLOSE = "\"“”„‟«»'‘’‚", "\"“”»«'’‘"
_BY_LINE = re.compile(r"\s*(?:-{1,3}|[–—―~])\s*(?P<by>[^\W\d_].{0,99})")
_BY_BEHIND = re.compile(
    rf"(?P<said>.*[{_CLOSE}.!?…][{_CLOSE}]?)\s+(?:-{{2,3}}|[–—―])\s*(?P<by>[^\W\d_][^.!?]{{0,79}})"
)
_NAME = re.compile(r"(?P<name>[^,;:(.!?]{1,40}?)\s*(?P<rest>[,;:(].*)?")
_LETTER = re.compile(
    r"onderwerp\s?:|(?:beste|geachte|hallo|dag) [^.!?]{1,40},\s*$|met vriendelijke groet|hoogachtend"
    r"|betreft\s?:|let op\s?[:!]|tip\s?[:!]|nb\s?:|\[!\w+\]|\[name=|[•◦▪]",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or item of a document.

    Args:
        lines: with text, one or more.
        top: number of the block of the document that it is in: a list or table is one.
        quote: number of the block quote that it is in; 0 outside.
        listed: whether it stands in a list.
    """

    lines: tuple[Line, ...]
    top: int
    quote: int = 0
    listed: bool = False


def is_report(blocks: Sequence[Block]) -> bool:
    """Whether these are the parts of a report: in a talk the turns outnumber the headings by far."""
    headings = sum(block.lines[0].heading for block in blocks)
    marks = [colon(start_of(block.lines[0])) for block in blocks]
    labels = sum(bool(mark and mark.rest and looks_like_label(mark.label)) for mark in marks)
    return headings >= _FEWEST and labels <= 1.5 * headings


def as_report(blocks: Sequence[Block]) -> Found:
    """All text in order with who speaks, a line a turn, and their roles.

    Each block outside quotes is a turn of the report; so is what stands behind a name under a quote.

    >>> quote = Block((Line("“Duidelijk.”"), Line("-Erik, over de folder")), top=1, quote=1)
    >>> for line in as_report([quote]).lines:
    ...     print(line.speaker, "|", line.text)
    Erik | “Duidelijk.”
    verslag | Erik, over de folder
    """
    lines: list[Line] = []
    section = ""
    for (quote, _), group in groupby(blocks, lambda block: (block.quote, 0 if block.quote else block.top)):
        part = list(group)
        if part[0].lines[0].heading and not quote:
            section = part[0].lines[0].text
        spoken = (
            _quote_lines(part) if quote else [_turn([line for block in part for line in block.lines], REPORT)]
        )
        lines += [replace(line, section=section) for line in spoken]
    return Found(lines, roles=_roles(lines))


def _turn(lines: Sequence[Line], speaker: str) -> Line:
    """The lines as one turn, in one line of text with newlines, so that none is taken for a heading."""
    return Line("\n".join(line.text for line in lines), speaker=speaker)


def _quote_lines(blocks: Sequence[Block]) -> list[Line]:
    """A block quote as turns, a paragraph each, of who is named under it."""
    if _is_text(blocks):
        return [_turn(block.lines, TEXT) for block in blocks]
    spoken: list[Line] = []
    waiting: list[Sequence[Line]] = []  # paragraphs above the name of who said them
    for block in blocks:
        said, by = _attributed(block.lines)
        waiting += [said] if said else []
        if by:
            spoken += _said(waiting, by)
            waiting = []
    return spoken + _said(waiting, "")


def _is_text(blocks: Sequence[Block]) -> bool:
    """Whether this is clearly a letter, a list or a remark to the reader rather than speech."""
    lines = [line for block in blocks for line in block.lines]
    return any(block.listed for block in blocks) or any(
        line.heading or _LETTER.match(line.text) for line in lines
    )


def _attributed(lines: Sequence[Line]) -> tuple[list[Line], str]:
    """What was said, and who said it, where that is told on the last line or behind the quote."""
    last = lines[-1]
    alone = _BY_LINE.fullmatch(last.text)
    if alone and _name(alone["by"]) and (len(lines) == 1 or not _is_open(lines[:-1])):
        return list(lines[:-1]), alone["by"].strip()
    behind = _BY_BEHIND.fullmatch(last.text)
    if behind and _name(behind["by"]) and lines[0].text[0] in _OPEN:
        return [*lines[:-1], replace(last, text=behind["said"], marked="")], behind["by"].strip()
    return list(lines), ""


def _is_open(lines: Sequence[Line]) -> bool:
    """Whether a quote that began has not ended yet, so that a dash may belong to it."""
    return lines[0].text[0] in _OPEN and lines[-1].text[-1] not in _CLOSE


def _name(by: str) -> str:
    """The name that an attribution begins with, or "" when it is rather a sentence."""
    match = _NAME.fullmatch(by.strip())
    if not match or len(match["name"].split()) > 4 or not match["name"][:1].isupper():
        return ""
    return match["name"].strip()


def _said(paragraphs: Sequence[Sequence[Line]], by: str) -> list[Line]:
    name = _name(by)
    spoken = [_turn(lines, name or QUOTE) for lines in paragraphs]
    rest = [Line(by, speaker=REPORT)] if by != name else []
    return spoken + rest


def _roles(lines: Sequence[Line]) -> dict[str, Proposal]:
    own = "het de tekst van een verslag is, en geen citaat"
    told = {REPORT: Proposal(Role.OTHER, own), TEXT: Proposal(Role.OTHER, "het een brief, lijst of tip is")}
    why = "het een citaat is in een verslag"
    speakers = dict.fromkeys(line.speaker for line in lines if line.speaker)
    return {
        speaker: told.get(speaker) or Proposal(role_word(speaker) or Role.RESPONDENT, why)
        for speaker in speakers
    }
