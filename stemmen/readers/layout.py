"""The layout of a page that is not speech: line numbers, wrapped lines, headings, lines with only a time."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from stemmen.readers.found import Line
from stemmen.readers.times import is_time

_NUMBER = re.compile(r"\s*[\[(]?(?P<number>\d{1,5})[\])]?[.:)]?(?:[ \t]+|$)(?P<rest>.*)", re.S)
_WIDEST = 100  # characters; a longer line was not wrapped by hand
_NARROWEST = 50
_RAGGED = 20  # characters that a wrapped line may be shorter than the widest
_HEADING = re.compile(
    r"(?:#{1,6}[ ]+|[=~*_-]{2,}[ ]*)(?P<a>[^=~*#]{2,80}?)[ ]*[=~*#_-]*"
    r"|(?P<b>(?:thema|deel|onderdeel|blok|hoofdstuk|onderwerp|topic|vragenblok|sessie)"
    r"(?:[ ]+(?:\d{1,2}|[A-Z]|[IVX]{1,4})\b)?[ ]*(?:[:.–-][ ]*\S.{0,80}|))",
    re.I,
)
_END = (".", "?", "!", "…", ",", ";")


def without_numbers(lines: Sequence[Line]) -> tuple[list[Line], str]:
    """The lines without the numbers that a program put before them, and a note when there were such."""
    filled = [(at, match) for at, line in enumerate(lines) if (match := _NUMBER.match(line.text))]
    text = sum(bool(line.text.strip()) for line in lines)
    numbers = [int(match["number"]) for _, match in filled]
    rising = sum(second - first in (1, 5) for first, second in pairwise(numbers))
    if len(filled) < 5 or rising < 0.9 * (len(numbers) - 1) or not _is_layout(numbers, text):
        return list(lines), ""
    stripped = list(lines)
    for at, match in filled:
        stripped[at] = replace(lines[at], text=match["rest"], marked=_after(lines[at].marked))
    return stripped, f"{len(filled)} regelnummers zijn weggelaten."


def _is_layout(numbers: Sequence[int], filled: int) -> bool:
    """Whether nearly every line has a number, or each fifth."""
    step = 5 if numbers[1] - numbers[0] == 5 else 1
    return len(numbers) * step >= 0.8 * filled


def _after(marked: str) -> str:
    match = _NUMBER.match(marked)
    return match["rest"] if match else marked


def wrapped(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that go on in the next, because the file is wrapped at a fixed width."""
    widths = [len(line.text.rstrip()) for line in lines]
    widest = max(widths, default=0)
    full = [number for number, width in enumerate(widths) if width >= widest - _RAGGED]
    if (
        not _NARROWEST <= widest <= _WIDEST
        or len(full) < 10
        or len(full) < 0.3 * sum(width > 0 for width in widths)
    ):
        return set()
    return {number for number in full if number + 1 < len(lines) and lines[number + 1].text.strip()}


def heading(line: Line) -> str:
    """The heading that a line is, by its style or its signs; "" when it is none.

    >>> heading(Line("== Schulden ==")), heading(Line("Deel 2: Werk")), heading(Line("Deel 2 was lastig."))
    ('Schulden', 'Deel 2: Werk', '')
    """
    text = line.text.strip()
    if line.heading:
        return text
    if not text[:1].isalnum() and text[:1] not in "#=~*_-":  # "(lacht)"
        return ""
    match = _HEADING.fullmatch(text) if len(text) < 100 and not text.endswith(_END) else None
    return (match["a"] or match["b"]).strip() if match else ""


def stands_out(line: Line) -> str:
    """The few words of a line that stand out as a whole, as those of a heading do; else ""."""
    text = line.text.strip()
    whole = line.marked.strip() == text and text[:1].isalnum()
    return text if whole and len(text.split()) <= 8 and not text.endswith((*_END, ":")) else ""


def only_times(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that hold only a time; two digits and two digits may be an answer."""
    found = {number for number, line in enumerate(lines) if is_time(line.text)}
    sure = {
        number for number in found if lines[number].text.count(":") > 1 or not lines[number].text[0].isdigit()
    }
    return found if len(found) > 2 else sure
