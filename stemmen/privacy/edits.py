"""Stretches of a text that are replaced, and where all else stands afterwards.

Offsets are code points, as everywhere. A stretch is never empty, and neither is what comes in its place,
so that what was marked in a text stays marked.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """The text from `start` to `end` becomes `new`."""

    start: int
    end: int
    new: str


def in_order(edits: Iterable[Edit], length: int) -> list[Edit]:
    """The edits sorted; ValueError when they do not fit a text of this length, or overlap."""
    ordered = sorted(edits)
    position = 0
    for edit in ordered:
        if not (position <= edit.start < edit.end <= length and edit.new):
            raise ValueError(f"the edit of {edit.start}:{edit.end} overlaps, is empty or outside the text")
        position = edit.end
    return ordered


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits done; they are in order and apart.

    >>> apply("Fatima zag Bo.", [Edit(0, 6, "Sa"), Edit(11, 13, "Karel")])
    'Sa zag Karel.'
    """
    parts, position = [], 0
    for edit in edits:
        parts += [text[position : edit.start], edit.new]
        position = edit.end
    return "".join([*parts, text[position:]])


def carry(start: int, end: int, edits: Sequence[Edit]) -> tuple[int, int]:
    """Where the words from `start` to `end` are after the edits; over a part of one, they grow to all of it.

    >>> carry(7, 14, [Edit(0, 6, "Sa"), Edit(11, 13, "Karel")]), carry(3, 6, [Edit(0, 6, "Sa")])
    ((3, 13), (0, 2))
    """
    return _place(start, edits, at_end=False), _place(end, edits, at_end=True)


def _place(position: int, edits: Sequence[Edit], *, at_end: bool) -> int:
    shift = 0
    for edit in edits:
        if position <= edit.start:
            break
        if position < edit.end:
            return edit.start + shift + (len(edit.new) if at_end else 0)
        shift += len(edit.new) - (edit.end - edit.start)
    return position + shift


def compose(first: Sequence[Edit], second: Sequence[Edit], between: str) -> list[Edit]:
    """One list that does what `first` and then `second` do; `between` is the text after `first`.

    >>> compose([Edit(0, 6, "[naam 1]")], [Edit(0, 8, "Samira"), Edit(13, 16, "Bo")], "[naam 1] zag Jan")
    [Edit(start=0, end=6, new='Samira'), Edit(start=11, end=14, new='Bo')]
    """
    back = inverse(first, between)
    spans: list[tuple[int, int]] = []
    for start, end in sorted([*((e.start, e.end) for e in back), *((e.start, e.end) for e in second)]):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return [Edit(*carry(start, end, back), _within(between, start, end, second)) for start, end in spans]


def inverse(edits: Sequence[Edit], after: str) -> list[Edit]:
    """The stretches of the text after the edits, each as long in its place as what it came in the place of.

    What stood there is not known any more: blanks stand for it.
    """
    back, shift = [], 0
    for edit in edits:
        start = edit.start + shift
        back.append(Edit(start, start + len(edit.new), " " * (edit.end - edit.start)))
        shift += len(edit.new) - (edit.end - edit.start)
    return in_order(back, len(after))


def _within(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    inside = [Edit(e.start - start, e.end - start, e.new) for e in edits if start <= e.start and e.end <= end]
    return apply(text[start:end], inside)
