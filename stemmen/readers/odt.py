"""OpenDocument text: all text in order, tracked changes accepted; what is left out is counted and told."""

import contextlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found, Line
from stemmen.readers.odt_styles import Styles, attribute, local
from stemmen.readers.office import HIDDEN, Gathered, lines_of_paragraph, number
from stemmen.readers.package import Package, damaged, too_large
from stemmen.readers.pieces import Piece

_MANIFEST = "META-INF/manifest.xml"
_MAX_TAGS = 250_000  # the library is slow: this takes seconds; an interview of a day has about 40,000
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_BESIDE = {"annotation": "opmerking", "note": "noot"}
_NOT_TEXT_NAMES = (
    "annotation annotation-end note tracked-changes sequence-decls title desc number ruby-text script"
)
_NOT_TEXT = frozenset(_NOT_TEXT_NAMES.split())
_CHANGES = {("change-start", "insertion"): "invoeging", ("change", "deletion"): "verwijdering"}
_SHAPES = frozenset(["frame", "custom-shape", "rect", "ellipse", "circle", "caption", "path", "polygon"])
_PICTURES = frozenset(["image", "object", "object-ole"])
_SPACE = re.compile("[ \t\r\n]+")
_MAX_SPAN = 12  # columns; of a row over a whole table it does not matter how many
_MAX_SPACES = 1000


def read(data: bytes, where: str) -> Found:
    """Read an OpenDocument text file; `where` is its name in errors."""
    package = Package(data, where, "content.xml", _MANIFEST)
    if b"encryption-data" in package.part(_MANIFEST):
        repair = "Open het in LibreOffice en sla het op zonder wachtwoord."
        raise ReadError(Problem(where, "Op dit bestand zit een wachtwoord.", repair=repair))
    document = _document(package)
    try:
        return _found(document)
    except RecursionError:  # no program puts so many things in each other
        raise damaged(where) from None


def _document(package: Package) -> Any:
    """The document, of the parts with text only: pictures are not unpacked."""
    from odf.opendocument import load

    parts = {name: package.part(name) for name in ("content.xml", "styles.xml") if name in package}
    if sum(data.count(b"<") for data in parts.values()) > _MAX_TAGS:
        raise too_large(package.where)
    complaints = io.StringIO()  # the library prints what it cannot parse, and goes on with half a document
    try:
        with contextlib.redirect_stdout(complaints):
            document = load(_repacked(parts))
    except Exception:  # it fails in many ways on a file that it does not understand
        raise damaged(package.where) from None
    if complaints.getvalue() or _body(document) is None:
        raise damaged(package.where)
    return document


def _repacked(parts: Mapping[str, bytes]) -> io.BytesIO:
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>' for name in parts)
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(_MANIFEST, f'<m:manifest xmlns:m="{space}">{entries}</m:manifest>')
        for name, data in parts.items():
            package.writestr(name, data)
    buffer.seek(0)
    return buffer


def _body(document: Any) -> Any:
    return next((node for node in document.body.childNodes if local(node) == "text"), None)


def _found(document: Any) -> Found:
    styles = Styles([document.automaticstyles, document.styles])
    walk, lines = _walked(document, styles, columns=True)
    if not walk.is_talk_in_tables(lines):
        walk, lines = _walked(document, styles, columns=False)
    margins = [
        " ".join(line.text for line in _Walk(styles).lines(margin))
        for page in document.masterstyles.childNodes
        for margin in page.childNodes
        if local(margin).startswith(("header", "footer"))
    ]
    return walk.found(lines, margins)


def _walked(document: Any, styles: Styles, *, columns: bool) -> "tuple[_Walk, list[Line]]":
    walk = _Walk(styles, columns=columns)
    return walk, list(walk.lines(_body(document)))


class _Walk(Gathered):
    """Goes through a document in order."""

    def __init__(self, styles: Styles, *, columns: bool = False) -> None:
        super().__init__(columns=columns)
        self._styles = styles
        self._changes: dict[str, str] = {}  # tracked change -> its kind
        self._boxes: list[Any] = []  # shapes and frames of the paragraph at hand

    def lines(self, node: Any) -> Iterator[Line]:
        """The lines of all paragraphs and tables below `node`."""
        for child in node.childNodes:
            yield from self._block(child)

    def _block(self, node: Any) -> Iterator[Line]:
        name = local(node)
        if name in ("p", "h"):
            yield from self._paragraph(node)
        elif name == "table":
            yield from self.table([self._cells(row) for row in _rows(node)])
        elif name in _SHAPES:
            yield from self._box(node)
        elif name == "section" and attribute(node, "display") == "none":
            self.counts["verborgen"] += any(_Walk(self._styles).lines(node))
        elif name and self._is_kept(node):
            yield from self.lines(node)

    def _box(self, node: Any) -> Iterator[Line]:
        if any(local(child) in _PICTURES for child in node.childNodes):
            self.counts["plaatje"] += 1
            return
        lines = list(self.lines(node))
        self.counts["tekstvak"] += bool(lines)
        yield from lines

    def _cells(self, row: Any) -> list[list[Line]]:
        """The cells of a row; a repeated one is followed by empty ones."""
        cells: list[list[Line]] = []
        for cell in row.childNodes:
            if local(cell) in ("table-cell", "covered-table-cell"):
                cells.append(list(self.lines(cell)))
                repeated = number(attribute(cell, "number-columns-repeated"), _MAX_SPAN)
                cells.extend([] for _ in range(repeated - 1))
        return cells

    def _paragraph(self, node: Any) -> Iterator[Line]:
        style = attribute(node, "style-name")
        heading = local(node) == "h" or self._styles.is_title(style)
        pieces = list(self._pieces(node, self._styles.look("paragraph", style, 0)))
        boxes, self._boxes = self._boxes, []
        yield from lines_of_paragraph(pieces, heading=heading)
        for box in boxes:
            yield from self._block(box)

    def _pieces(self, node: Any, look: int) -> Iterator[Piece]:
        """The text in a paragraph, with how it looks."""
        for child in node.childNodes:
            name = local(child)
            if not name:
                yield from self._letters(str(child.data), look)
            elif name == "span":
                style = attribute(child, "style-name")
                yield from self._pieces(child, self._styles.look("text", style, look))
            elif name in ("s", "tab", "line-break"):
                yield look, _letter(child, name)
            elif child.qname[0] == _DRAW:
                self._boxes.append(child)
            elif self._is_kept(child):
                yield from self._pieces(child, look)

    def _letters(self, data: str, look: int) -> Iterator[Piece]:
        """White space in the file itself counts as one space."""
        if not look & HIDDEN:
            yield look, _SPACE.sub(" ", data)
        elif data.strip():
            self.counts["verborgen"] += 1

    def _is_kept(self, node: Any) -> bool:
        """Whether there may be text below; counts what is told in notes."""
        name = local(node)
        if name == "tracked-changes":
            self._changes = dict(_tracked(node))
        elif name in ("change", "change-start"):
            kind = _CHANGES.get((name, self._changes.get(attribute(node, "change-id"), "")))
            self.counts.update([kind] if kind else [])
        elif name in _BESIDE:
            self.counts[_BESIDE[name]] += 1
        return name not in _NOT_TEXT


def _tracked(node: Any) -> Iterator[tuple[str, str]]:
    """The tracked changes and their kinds."""
    for region in node.childNodes:
        for change in region.childNodes:
            yield attribute(region, "id"), local(change)


def _rows(node: Any) -> Iterator[Any]:
    """The rows of a table; a row that is repeated holds nothing in a text, so it counts once."""
    for child in node.childNodes:
        name = local(child)
        if name == "table-row":
            yield child
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _letter(node: Any, name: str) -> str:
    if name == "s":
        return " " * (number(attribute(node, "c"), _MAX_SPACES) or 1)
    return "\t" if name == "tab" else "\n"
