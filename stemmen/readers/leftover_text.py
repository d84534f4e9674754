"""All text of files that are no XML: RTF, PDF, JSON, tables, subtitles, plain text."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from stemmen.readers.leftover import (
    COMMENT,
    DELETED,
    HIDDEN,
    LINK,
    MARGIN,
    NOTE,
    PROPERTIES,
    UNREAD,
    Leftover,
    beside,
)
from stemmen.readers.leftover_xml import FILE_INSIDE, pictures_in
from stemmen.readers.txt import decode, split_lines

Looked = tuple[list[Leftover], list[str]]

_CUE_ID = re.compile(r"[0-9a-f]+(?:-[0-9a-f]+)*(?:/[\d-]+)?")
_KEY = re.compile(r"[a-z][A-Za-z0-9_]*")  # as a program names a field
_HTML_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


def in_lines(data: bytes, where: str) -> Looked:
    """The lines of a text, and comments in it."""
    text, _ = decode(data, where)
    found = [piece for comment in _HTML_COMMENT.findall(text) for piece in beside(COMMENT, comment)]
    return [*found, *(piece for line in split_lines(text) for piece in beside(UNREAD, line))], []


def in_subtitles(data: bytes, where: str) -> Looked:
    """The lines of subtitles; a note goes on until an empty line."""
    found, place = [], UNREAD
    for line in split_lines(decode(data, where)[0]):
        if not line.strip():
            place = UNREAD
        elif line.startswith(("NOTE", "STYLE", "REGION", "WEBVTT")):
            place = COMMENT
        if line.strip() != "WEBVTT" and "-->" not in line and not _CUE_ID.fullmatch(line.strip()):
            found += beside(place, html.unescape(line.removeprefix("NOTE")))
    return found, []


def in_table(data: bytes, where: str) -> Looked:
    """The cells of a table in text."""
    text, _ = decode(data, where)
    delimiter = max(";,\t|", key=text[:100_000].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return in_lines(data, where)
    return [piece for row in rows for cell in row for piece in beside(UNREAD, cell)], []


def in_json(data: bytes, where: str) -> Looked:
    """All texts and numbers in JSON."""
    return [
        piece for text in _texts(json.loads(decode(data, where)[0])) for piece in beside(UNREAD, text)
    ], []


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*reversed(value.values()), *(key for key in value if not _KEY.fullmatch(key))]
        elif isinstance(value, list):
            waiting += reversed(value)
        elif value is not None and not isinstance(value, bool | float):
            yield str(value)


_RTF = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)"
)
_RTF_PLACES = {
    **dict.fromkeys(("info", "userprops", "docvar"), PROPERTIES),
    **dict.fromkeys(("annotation", "atnid", "atnauthor"), COMMENT),
    **dict.fromkeys(("footnote",), NOTE),
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), MARGIN),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), MARGIN),
    "fldinst": LINK,
    **dict.fromkeys(
        (
            "fonttbl", "stylesheet", "colortbl", "pict", "themedata", "datastore", "generator", "listtable",
            "rsidtbl", "latentstyles", "xmlnstbl", "colorschememapping", "listoverridetable", "pnseclvl",
            "mmathPr", "pgdsctbl", "pgdsc", "objdata", "fontemb", "blipuid", "creatim", "revtim", "printim",
            "buptim",
        ),
        "",
    ),
}  # fmt: skip
_RTF_PERSONS = frozenset(["author", "operator", "manager", "atnauthor"])
_RTF_ENDS = frozenset(["par", "line", "cell", "row", "sect", "page", "tab"])


def in_rtf(data: bytes, where: str) -> Looked:
    """The text of all groups of a file in Rich Text Format."""
    reader = _Rtf()
    for token in _RTF.finditer(data.decode("latin-1")):
        reader.take(token)
    reader.flush()
    return reader.found, pictures_in(len(re.findall(rb"\\pict\b", data)))


class _Rtf:
    """On the way through RTF: the place and kind of the group that one is in, and the text of a line."""

    def __init__(self) -> None:
        self.found: list[Leftover] = []
        self._groups = [(UNREAD, False, UNREAD)]  # place, whether it names a person, place of the group
        self._text: list[str] = []
        self._skip = 0

    def take(self, token: re.Match[str]) -> None:
        if brace := token["brace"]:
            self._brace(brace)
        elif word := token["word"]:
            self._word(word, token["number"])
        elif self._skip:
            self._skip -= 1
            self._text.append((token["text"] or "")[1:])
        elif token["hex"]:
            self._text.append(bytes.fromhex(token["hex"]).decode("cp1252", "replace"))
        else:
            self._text.append({"~": " ", "_": "-", "-": ""}.get(token["sign"] or "", token["text"] or ""))

    def _brace(self, brace: str) -> None:
        before = self._groups[-1]
        if brace == "{":
            self._groups.append(before)
        elif len(self._groups) > 1:
            if self._groups[-2] != before:
                self.flush()
            self._groups.pop()

    def _word(self, word: str, number: str | None) -> None:
        place, person, outer = self._groups[-1]
        self._skip = 0
        if word == "u" and number:
            self._text.append(chr(int(number) % 65536))
            self._skip = 1
        elif word in ("v", "deleted", "revised"):
            if word != "revised":
                marked = HIDDEN if word == "v" else DELETED
                self._become(outer if number == "0" else marked, person, outer)
        elif word in ("plain", "pard"):
            self._become(outer, person, outer) if word == "plain" else None
        elif word in _RTF_ENDS:
            self.flush()
        elif word in _RTF_PLACES or word in _RTF_PERSONS:
            new = _RTF_PLACES.get(word, place)
            self._become(new, word in _RTF_PERSONS, new)

    def _become(self, place: str, person: bool, outer: str) -> None:
        if self._groups[-1][:2] != (place, person):
            self.flush()
        self._groups[-1] = (place, person, outer)

    def flush(self) -> None:
        place, person, _ = self._groups[-1]
        text = "".join(self._text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self._text = []
        if place:
            self.found += beside(place, text, person=person)


_CUT = re.compile("[\x02\ufffe\xad]\r?\n?|(?<=\\w)-\r?\n")


def in_pdf(data: bytes, where: str) -> Looked:
    """The text of a PDF, its properties, comments and forms; what is a picture can not be looked into."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        found = [
            piece
            for key, value in document.get_metadata_dict(skip_empty=True).items()
            if key not in ("Producer", "Creator", "CreationDate", "ModDate", "Trapped")
            for piece in beside(PROPERTIES, value, person=key == "Author")
        ]
        found += [piece for mark in document.get_toc() for piece in beside(UNREAD, mark.get_title())]
        pictures = 0
        for page in document:
            found += [*_annotations(page), *_page_lines(page)]
            pictures += sum(1 for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
        attached = document.count_attachments()
    finally:
        document.close()
    files = [FILE_INSIDE] if attached else []
    return found, [*pictures_in(pictures), *files]


def _page_lines(page: Any) -> list[Leftover]:
    text = _CUT.sub("", page.get_textpage().get_text_bounded())
    return [piece for line in text.splitlines() for piece in beside(UNREAD, line)]


def _annotations(page: Any) -> Iterator[Leftover]:
    from pypdfium2 import raw

    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        for key, person in ((b"Contents", False), (b"T", True), (b"V", False), (b"RC", False)):
            yield from beside(COMMENT, _value(annotation, key), person=person)
        raw.FPDFPage_CloseAnnot(annotation)


def _value(annotation: Any, key: bytes) -> str:
    import ctypes

    from pypdfium2 import raw

    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
