"""Where the codes of a codebook stand in its text, line by line, so that lines can come and go.

Writing the whole file anew from what was read would break its lines elsewhere than the researcher did.
So a change is made in the text itself, and all other bytes stay. Offsets are of characters.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

ORDER = (
    "sleutel", "naam", "kleur", "waardering", "definitie", "wel", "niet", "voorbeelden", "regels", "subcodes",
)  # fmt: skip


class Place(NamedTuple):
    """A code in the text: its block, and the list that it is in with the block and field of that list."""

    block: Any
    items: Any
    number: int
    owner: Any
    field: str


class Lines:
    """The text of a codebook and where its parts stand. Each change gives a new text."""

    def __init__(self, text: str) -> None:
        from ruamel.yaml import YAML

        self.text = text
        self.root = YAML(typ="safe", pure=True).compose(text)
        tokens = list(YAML(typ="safe", pure=True).scan(text))
        self._dashes = [token.start_mark.index for token in tokens if token.id == "-"]
        self._names = list(_names(tokens, text))
        self._newline = "\r\n" if "\r\n" in text else "\n"

    @property
    def width(self) -> int:
        """How long lines are in this file, within reason."""
        return min(max(80, *map(len, self.text.splitlines())), 120)

    def find(self, key: str) -> Place:
        """Where a code is; StopIteration when it is nowhere."""
        places = self._walk(self.root, "codes")
        return next(place for place in places if value_of(place.block, "sleutel").value == key)

    def _walk(self, owner: Any, field: str) -> Iterator[Place]:
        items = value_of(owner, field)
        for index, block in enumerate(items.value if items else []):
            yield Place(block, items, index, owner, field)
            yield from self._walk(block, "subcodes")

    def list_under(self, key: str) -> tuple[Any, str]:
        """The block and field of the codes under this one; "" for the top of the codebook."""
        return (self.find(key).block, "subcodes") if key else (self.root, "codes")

    def without(self, place: Place) -> str:
        """The text without an item of a block list; without the field when it was the only one."""
        if len(place.items.value) == 1:
            return self.without_list(place.owner, place.field)
        start, end = self._span(place.items, place.number)
        if self._is_blank(above := self._line_start(start - 1)):
            if place.number == len(place.items.value) - 1 or self._is_blank(end):
                start = above
        elif place.number == 0 and self._is_blank(end):
            end = self._line_end(end)
        return self._cut(start, end)

    def without_list(self, owner: Any, field: str) -> str:
        """The text without a field that holds a block list."""
        items = value_of(owner, field)
        start = self._line_start(_name_of(owner, field).start_mark.index)
        return self._cut(start, self._span(items, len(items.value) - 1)[1])

    def _cut(self, start: int, end: int) -> str:
        shared = self._shared(start, end)
        later = [name for name in self._names if name.start >= end and name.of in shared]
        first = {name.of: name for name in reversed(later)}
        edits = [name._replace(words=f"&{name.of} {name.words}") for name in first.values()]
        return self.text[:start] + self._spelled_out(end, len(self.text), edits)

    def _shared(self, start: int, end: int) -> set[str]:
        """The names that a stretch gives with & and that are used outside it too."""
        given = {name.of for name in self._names if name.gives and start <= name.start < end}
        return given & {name.of for name in self._names if not start <= name.start < end}

    def _spelled_out(self, start: int, end: int, names: Iterable["_Name"]) -> str:
        """A stretch of the text with what these names stand for in their place."""
        parts, at = [], start
        for name in names:
            if name.words is not None:
                pad = self._newline + " " * (self._column(name.start) + 2)
                parts += [self.text[at : name.start], re.sub(r"\r?\n *", pad, name.words)]
                at = name.end
        return "".join([*parts, self.text[at:end]])

    def with_item(self, owner: Any, field: str, item: str) -> str:
        """The text with an item (its dash at the margin) at the end of a block list, that may be new."""
        items = value_of(owner, field)
        if items is None:
            margin = self._margin(owner)
            lines = f"{' ' * margin}{field}:\n" + shifted(item, margin + self._step())
            return self._put(self._place_for(owner, field), lines)
        start, end = self._span(items, len(items.value) - 1)
        apart = len(items.value) > 1 and self._is_blank(self._line_start(start - 1))
        lines = shifted(item, self._column(items.start_mark.index))
        return self._put(end, "\n" * apart + lines)

    def lines(self, items: Any, first: int, last: int) -> str:
        """The lines of items of a block list, with their dashes at the margin, that can stand anywhere.

        In the place of what YAML names outside them with & and * comes what that stands for.
        """
        start, end = self._span(items, first)[0], self._span(items, last)[1]
        inside = [name for name in self._names if start <= name.start < end]
        own = {name.of for name in inside if name.gives} - self._shared(start, end)
        lines = self._spelled_out(start, end, [name for name in inside if name.of not in own])
        return shifted(lines.rstrip("\r\n") + "\n", -self._column(items.start_mark.index))

    def in_block_form(self, owner: Any, field: str) -> str:
        """The text with a list between square brackets written with an item a line; an empty one goes."""
        items = value_of(owner, field)
        if not items.value:
            name = self._line_start(_name_of(owner, field).start_mark.index)
            return self.text[:name] + self.text[self._line_end(items.end_mark.index) :]
        start, end = items.start_mark.index, items.end_mark.index
        pad = self._newline + " " * (self._margin(owner) + self._step())
        parts = list(self._parts(items))
        listed = "".join(f"{pad}- " + re.sub(r"\r?\n *", f"{pad}  ", part) for part in parts)
        behind = self.text[end : self._line_end(end)].rstrip()  # a comment
        return self.text[:start].rstrip(" ") + behind + listed + self.text[end + len(behind) :]

    def _parts(self, items: Any) -> Iterator[str]:
        """The items of a list between brackets as written; of one with * the place is that of its &."""
        names = {name.start: name.of for name in self._names if name.gives}
        at = items.start_mark.index
        for item in items.value:
            start, end = item.start_mark.index, item.end_mark.index
            here = at < start < items.end_mark.index
            yield self.text[start:end] if here else f"*{names[start]}"
            at = start if here else at

    def with_scalar(self, block: Any, field: str, value: str) -> str:
        """The text with another value of a field, quoted as the old one was."""
        old = value_of(block, field)
        start, end = old.start_mark.index, old.end_mark.index
        if old.style in ("|", ">"):
            end = self._back(end, start, -1)
            return self.text[:start] + quoted(value) + self._newline + self.text[end:]
        return self.text[:start] + quoted(value, old.style or "") + self.text[end:]

    def with_comment(self, block: Any, field: str, lines: Sequence[str]) -> str:
        """The text with lines of comment above a field; below it when it stands behind a dash."""
        index = next(index for index, (name, _) in enumerate(block.value) if name.value == field)
        name, _ = block.value[index]
        pad = " " * self._margin(block)
        at = self._line_start(name.start_mark.index)
        if self.text[at : name.start_mark.index].strip():
            at = self._end_of(block, index)
        return self._put(at, "".join(f"{pad}# {line}\n" for line in lines))

    def _put(self, at: int, lines: str) -> str:
        if at and self.text[at - 1] != "\n":  # the last line of a file, without an end
            lines = "\n" + lines.rstrip("\n")
        lines = lines.replace("\r\n", "\n").replace("\n", self._newline)
        return self.text[:at] + lines + self.text[at:]

    def _place_for(self, owner: Any, field: str) -> int:
        """Where the lines of a new field come: behind the last field that is before it in the order."""
        before = ORDER[: ORDER.index(field)]
        last = max(index for index, (name, _) in enumerate(owner.value) if name.value in before)
        return self._end_of(owner, last)

    def _end_of(self, block: Any, index: int) -> int:
        """The end of the last line of a field."""
        following = block.value[index + 1 :]
        upper = following[0][0].start_mark.index if following else block.end_mark.index
        return self._back(upper, _solid(block.value[index][1]), self._margin(block))

    def _span(self, items: Any, index: int) -> tuple[int, int]:
        """From the comment right above an item of a block list to the end of its last line."""
        column = self._column(items.start_mark.index)
        start = self._dash(items, index)
        upper = self._dash(items, index + 1) if index + 1 < len(items.value) else items.end_mark.index
        end = self._back(upper, _solid(items.value[index]), column)
        while start and self._is_comment(above := self._line_start(start - 1), column):
            start = above
        return start, end

    def _dash(self, items: Any, index: int) -> int:
        """The start of the line with the dash of an item."""
        start, end = items.start_mark.index, items.end_mark.index
        column = self._column(start)
        dashes = [dash for dash in self._dashes if start <= dash < end and self._column(dash) == column]
        return self._line_start(dashes[index])

    def _back(self, upper: int, solid: int, column: int) -> int:
        """The end of the last line before `upper` that is not empty and no comment up to this column.

        What is before `solid` belongs to a value, whatever it looks like.
        """
        start = self._line_start(upper)
        end = upper if self.text[start:upper].strip() else start
        while end > self._line_end(solid):
            above = self._line_start(end - 1)
            if not (self._is_blank(above) or self._is_comment(above, column)):
                break
            end = above
        return end

    def _is_blank(self, start: int) -> bool:
        return not self.text[start : self._line_end(start)].strip()

    def _is_comment(self, start: int, column: int) -> bool:
        """Whether a line is a comment that begins at this column or to the left of it."""
        line = self.text[start : self._line_end(start)]
        return line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= column

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, max(at, 0)) + 1

    def _line_end(self, at: int) -> int:
        return self.text.find("\n", at) + 1 or len(self.text)

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _margin(self, block: Any) -> int:
        return self._column(block.value[0][0].start_mark.index)

    def _step(self) -> int:
        """How far the dashes of a list stand to the right of its field."""
        codes = value_of(self.root, "codes")
        return 2 if codes.flow_style else self._column(codes.start_mark.index)


class _Name(NamedTuple):
    """A place where YAML gives something a name (&) or uses it (*); the words are None when it is a block."""

    of: str
    gives: bool
    start: int
    end: int
    words: str | None


def _names(tokens: Sequence[Any], text: str) -> Iterator[_Name]:
    given: dict[str, str | None] = {}
    for token, following in pairwise(tokens):
        start, end = token.start_mark.index, token.end_mark.index
        if token.id == "<anchor>":
            is_line = following.id == "<scalar>" and following.style not in ("|", ">")
            end = following.end_mark.index if is_line else end
            given[token.value] = text[following.start_mark.index : end] if is_line else None
            yield _Name(token.value, True, start, end, given[token.value])
        elif token.id == "<alias>":
            yield _Name(token.value, False, start, end, given.get(token.value))


def value_of(block: Any, field: str) -> Any:
    """What a block has in a field; None when it does not have it."""
    return next((value for name, value in block.value if name.value == field), None)


def _name_of(block: Any, field: str) -> Any:
    return next(name for name, _ in block.value if name.value == field)


def _solid(node: Any) -> int:
    """Up to where a value certainly goes; one in | or > form goes further, as far as its margin does."""
    if isinstance(node.value, str):
        return int((node.start_mark if node.style in ("|", ">") else node.end_mark).index)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _solid(last[1] if isinstance(last, tuple) else last)


def shifted(lines: str, columns: int) -> str:
    r"""Lines further to the right, or to the left; empty ones as they are.

    >>> shifted("- a\n  b\n", 2)
    '  - a\n    b\n'
    """
    return "".join(_shifted(line, columns) for line in lines.splitlines(keepends=True))


def _shifted(line: str, columns: int) -> str:
    if columns > 0:
        return " " * columns + line if line.strip() else line
    margin = len(line) - len(line.lstrip(" "))
    return line[min(margin, -columns) :]


_PLAIN = re.compile(r"[^\W\d_](?:[\w .,()/’-]*[\w.)])?")
_NO_STRINGS = {"y", "n", "yes", "no", "true", "false", "on", "off", "null"}


def quoted(value: str, style: str = "") -> str:
    r"""A text of one line as a value in YAML, with quotes of this style, or where it needs them.

    >>> quoted("Steeds een ander"), quoted("Let op: nee"), quoted("no"), quoted("auto's", "'")
    ('Steeds een ander', '"Let op: nee"', '"no"', "'auto''s'")
    """
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    if not style and _PLAIN.fullmatch(value) and value.lower() not in _NO_STRINGS:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
