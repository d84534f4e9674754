"""OpenDocument text: paragraphs, headings and table rows in order, with changes accepted."""

import contextlib
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found, Line
from stemmen.readers.package import check_package, damaged

_BESIDE = ("annotation", "note")
_NOT_TEXT = (*_BESIDE, "tracked-changes", "annotation-end", "sequence-decls")


def read(data: bytes, where: str) -> Found:
    """Read an OpenDocument text file; `where` is its name in errors."""
    check_package(data, where, "content.xml", "META-INF/manifest.xml")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if b"encryption-data" in package.read("META-INF/manifest.xml"):
            repair = "Open het in LibreOffice en sla het op zonder wachtwoord."
            raise ReadError(Problem(where, "Op dit bestand zit een wachtwoord.", repair=repair))
    body = _body(data, where)
    beside = sum(_local(node) in _BESIDE for node in _all(body))
    notes = (f"{beside} voetnoten en opmerkingen zijn niet ingelezen.",) if beside else ()
    return Found([Line(text) for text in _texts(body)], notes=notes)


def _body(data: bytes, where: str) -> Any:
    from odf.opendocument import load

    complaints = io.StringIO()  # the library prints what it cannot parse, and goes on with half a document
    try:
        with contextlib.redirect_stdout(complaints):
            body = load(io.BytesIO(data)).text
    except Exception:  # it fails in many ways on a file that it does not understand
        raise damaged(where) from None
    if complaints.getvalue():
        raise damaged(where)
    return body


def _local(node: Any) -> str:
    return str(node.qname[1]) if hasattr(node, "qname") else ""


def _all(node: Any) -> Iterator[Any]:
    yield node
    for child in node.childNodes:
        yield from _all(child)


def _texts(node: Any) -> Iterator[str]:
    """The lines below `node`, in order; a table row is a line."""
    for child in node.childNodes:
        name = _local(child)
        if name in ("p", "h"):
            yield from _text(child).splitlines()
        elif name == "table-row":
            cells = ["\n".join(_texts(cell)) for cell in child.childNodes]
            yield from "\t".join(cell for cell in cells if cell.strip()).splitlines()
        elif name not in _NOT_TEXT:
            yield from _texts(child)


def _text(node: Any) -> str:
    """The text in a paragraph; white space in the file itself counts as one space."""
    name = _local(node)
    if not name:
        return re.sub(r"[ \t\r\n]+", " ", str(node.data))
    if name == "s":
        return " " * min(int(node.getAttribute("c") or 1), 1000)
    if name in ("tab", "line-break"):
        return "\t" if name == "tab" else "\n"
    return "" if name in _NOT_TEXT else "".join(_text(child) for child in node.childNodes)
