"""Word files: all text in order, with tracked changes accepted; what is left out is counted and told."""

from collections.abc import Iterator
from typing import Any

from stemmen.readers.docx_parts import Parts, Styles, W, first_if
from stemmen.readers.found import Found, Line
from stemmen.readers.office import HIDDEN, Gathered, lines_of_paragraph, number
from stemmen.readers.pieces import Piece

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_P, _R, _T, _TABLE, _ROW, _CELL = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
_P_SETTINGS, _R_SETTINGS = f"{W}pPr", f"{W}rPr"
_INSERTED, _DELETED, _MOVED = f"{W}ins", f"{W}del", f"{W}moveFrom"
_BOX, _SYMBOL = f"{W}txbxContent", f"{W}sym"
_LETTERS = {
    f"{W}{name}": letter
    for name, letter in (("tab", "\t"), ("ptab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"))
}
# What Word itself makes of ==>, <==, <=> and :) in a font with symbols, and its ticks and bullets.
_SYMBOLS = {"f0e0": "→", "f0df": "←", "f0f3": "↔", "f04a": "☺", "f04c": "☹", "f0fc": "✓", "f0b7": "•"}
# Settings, field codes, what is no text; the reading aid of `w:ruby` is its text a second time.
_NOT_TEXT_NAMES = """
pPr rPr sectPr tblPr tblGrid tblPrEx trPr tcPr sdtPr sdtEndPr delText instrText delInstrText fldChar
proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak softHyphen rt
"""
_NOT_TEXT = frozenset(f"{W}{name}" for name in _NOT_TEXT_NAMES.split())
_COUNTED = {
    "footnoteReference": "noot", "endnoteReference": "noot", "commentReference": "opmerking",
    "blip": "plaatje", "imagedata": "plaatje", "chart": "plaatje", "relIds": "plaatje",
    "altChunk": "ingevoegd",
}  # fmt: skip
_MAX_SPAN = 12  # columns; of a row over a whole table it does not matter how many


def read(data: bytes, where: str) -> Found:
    """Read a Word file; `where` is its name in errors."""
    parts = Parts(data, where)
    walk, lines = _walked(parts, columns=True)
    if not walk.is_talk_in_tables(lines):
        walk, lines = _walked(parts, columns=False)
    margins = [" ".join(line.text for line in _Walk(parts.styles).lines(part)) for part in parts.margins()]
    return walk.found(lines, margins)


def _walked(parts: Parts, *, columns: bool) -> "tuple[_Walk, list[Line]]":
    walk = _Walk(parts.styles, columns=columns)
    return walk, walk.lines(parts.body)


class _Walk(Gathered):
    """Goes through a document in order."""

    def __init__(self, styles: Styles, *, columns: bool = False) -> None:
        super().__init__(columns=columns)
        self._styles = styles
        self._open: list[Piece] = []  # of a paragraph whose end was deleted: the next goes on in its line
        self._boxes: list[Any] = []  # text boxes of the paragraph at hand

    def lines(self, element: Any) -> list[Line]:
        """The lines of all paragraphs and tables below `element`, whatever they are wrapped in."""
        return self._blocks(element) + self._close()

    def _blocks(self, element: Any) -> list[Line]:
        lines: list[Line] = []
        for child in element:
            tag = child.tag
            if tag == _P:
                lines += self._paragraph(child)
            elif tag == _TABLE:
                lines += self._close()
                lines += self.table([self._cells(row) for row in _within(child, _ROW)])
            elif self._is_kept(child):
                lines += self._blocks(_chosen(child))
        return lines

    def _close(self, *, heading: bool = False) -> list[Line]:
        """The lines of the paragraph that is open, and then those of its text boxes."""
        lines = lines_of_paragraph(self._open, heading=heading)
        boxes, self._boxes, self._open = self._boxes, [], []
        for box in boxes:
            in_box = self.lines(box)
            self.counts["tekstvak"] += bool(in_box)
            lines += in_box
        return lines

    def _cells(self, row: Any) -> list[list[Line]]:
        """The cells of a row; those that are wider than a column are followed by empty ones."""
        cells: list[list[Line]] = [[] for _ in range(_number(row.find(f"{W}trPr/{W}gridBefore")))]
        for cell in _within(row, _CELL):
            cells.append(self.lines(cell))
            cells.extend([] for _ in range(_number(cell.find(f"{W}tcPr/{W}gridSpan")) - 1))
        return cells

    def _paragraph(self, p: Any) -> list[Line]:
        settings = first_if(p, _P_SETTINGS)
        look, heading = self._styles.of_paragraph(settings)
        self._add(p, look)
        gone = settings is not None and _end_is_gone(settings)
        return [] if gone else self._close(heading=heading)

    def _add(self, element: Any, look: int) -> None:
        """Add the text in a paragraph, with how it looks."""
        for child in element:
            tag = child.tag
            if tag == _R:
                self._add_run(child, look)
            elif tag == _FORMULA:
                self._open.append((look, child.text or ""))
            elif self._is_kept(child):
                self._add(_chosen(child), look)

    def _add_run(self, run: Any, look: int) -> None:
        settings = first_if(run, _R_SETTINGS)
        looks = look if settings is None else self._styles.of_letters(settings, look)
        text = self._text(run)
        if not looks & HIDDEN:
            self._open.append((looks, text))
        elif text.strip():
            self.counts["verborgen"] += 1

    def _text(self, run: Any) -> str:
        """The text of letters that look alike; text boxes among them are laid aside."""
        text = ""
        for child in run:
            tag = child.tag
            if tag == _T:
                text += (child.text or "").replace("\n", " ")  # a line break is an element
            elif tag in _LETTERS:
                text += _LETTERS[tag]
            elif tag == _SYMBOL:
                text += self._symbol(child)
            elif tag == _BOX:
                self._boxes.append(child)
            elif self._is_kept(child):
                text += self._text(_chosen(child))
        return text

    def _symbol(self, element: Any) -> str:
        known = _SYMBOLS.get(element.get(f"{W}char", "").casefold(), "")
        self.counts["symbool"] += not known
        return known

    def _is_kept(self, element: Any) -> bool:
        """Whether there may be text below; counts what is told in notes."""
        tag = element.tag
        if tag in _NOT_TEXT or not isinstance(tag, str):  # comments and the like have a function as tag
            return False
        if tag == _INSERTED:
            self.counts["invoeging"] += next(element.iter(_T), None) is not None
        elif tag == _DELETED:
            self.counts["verwijdering"] += next(element.iter(f"{W}delText"), None) is not None
        elif tag == _MOVED:
            self.counts["verplaatsing"] += next(element.iter(_T, f"{W}delText"), None) is not None
        else:
            kind = _COUNTED.get(tag.rpartition("}")[2])
            if kind:
                self.counts[kind] += 1
        return tag not in (_DELETED, _MOVED)


def _within(element: Any, tag: str) -> Iterator[Any]:
    """Rows or cells, also those in a content control or a tracked insertion."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _NOT_TEXT and isinstance(child.tag, str):
            yield from _within(child, tag)


def _chosen(element: Any) -> Any:
    """Of what a file has in two forms, the one to read: the newer, unless the older is plain text (emoji)."""
    if element.tag != f"{_MC}AlternateContent":
        return element
    choice, fallback = element.find(f"{_MC}Choice"), element.find(f"{_MC}Fallback")
    if choice is None or (fallback is not None and fallback.find(_T) is not None):
        return fallback if fallback is not None else ()
    return choice


def _end_is_gone(settings: Any) -> bool:
    letters = settings.find(f"{W}rPr")
    return letters is not None and (letters.find(_DELETED) is not None or letters.find(_MOVED) is not None)


def _number(element: Any) -> int:
    return number(element.get(f"{W}val", ""), _MAX_SPAN) if element is not None else 0
