"""Word files: paragraphs and table rows in order, with changes accepted."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from stemmen.readers.found import Found, Line
from stemmen.readers.package import check_package, damaged

if TYPE_CHECKING:
    from docx.text.run import Run

# Moved text stands in a file twice; what is deleted or an older copy of a text box stays out.
_RUNS = ".//w:r[not(ancestor::w:del or ancestor::w:moveFrom or ancestor::*[local-name()='Fallback'])]"


def read(data: bytes, where: str) -> Found:
    """Read a Word file; `where` is its name in errors."""
    import docx

    check_package(data, where, "[Content_Types].xml")
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        lines = [line for block in _blocks(body) for line in _block_lines(block, document)]
        beside = len(body.xpath(".//w:footnoteReference | .//w:endnoteReference | .//w:commentReference"))
    except Exception:  # the library fails in many ways on a file that it does not understand
        raise damaged(where) from None
    notes = (f"{beside} voetnoten en opmerkingen zijn niet ingelezen.",) if beside else ()
    return Found(lines, notes=notes)


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and table rows in order, also those in a content control or a tracked insertion.

    python-docx's own `iter_inner_content` passes over what stands in such a wrapper.
    """
    for child in element:
        tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if tag in ("p", "tr"):
            yield child
        elif tag not in ("del", "moveFrom", ""):
            yield from _blocks(child)


def _block_lines(block: Any, document: Any) -> list[Line]:
    if block.tag.endswith("}p"):
        return _paragraph_lines(block, document)
    cells = [
        [line for p in cell.xpath(".//w:p") for line in _paragraph_lines(p, document)]
        for cell in block.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc")
    ]
    return _row_lines([cell for cell in cells if cell])


def _row_lines(cells: Sequence[Sequence[Line]]) -> list[Line]:
    """A row as a line: who speaks often stands in a cell of its own."""
    if len(cells) < 2:
        return [line for cell in cells for line in cell]
    rows = "\t".join("\n".join(line.text for line in cell) for cell in cells).split("\n")
    return [Line(rows[0], marked=cells[0][0].marked), *map(Line, rows[1:])]


def _paragraph_lines(p: Any, document: Any) -> list[Line]:
    """The lines of a paragraph that have text."""
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    paragraph = Paragraph(p, document)
    runs = [Run(element, paragraph) for element in p.xpath(_RUNS)]
    texts = [line for line in "".join(run.text for run in runs).splitlines() if line.strip()]
    if not texts:
        return []
    return [Line(texts[0].lstrip(), marked=_bold_start(runs)), *map(Line, texts[1:])]


def _bold_start(runs: "Sequence[Run]") -> str:
    """What is in bold at the start of a paragraph; spaces count as what is before them."""
    bold = ""
    for run in runs:
        if run.text.strip() and not _is_bold(run):
            break
        bold += run.text
    return bold.strip().partition("\n")[0]


def _is_bold(run: "Run") -> bool:
    if run.bold is not None:
        return bool(run.bold)
    return bool(run.style is not None and run.style.font.bold)
