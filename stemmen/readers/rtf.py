r"""Rich Text Format, as Word, LibreOffice, TextEdit and f4transkript write it.

striprtf decodes the letters, but drops what the letters look like and keeps what was deleted. So the file
is first cut down to its body (`rtf_body`), with marks for bold letters and table cells, taken out after.
"""

import re
from collections import Counter
from collections.abc import Iterator

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found, Line
from stemmen.readers.package import damaged
from stemmen.readers.pieces import Piece, line_of, row_lines
from stemmen.readers.rtf_body import (
    AFTER,
    BESIDE,
    CELL,
    DELETED,
    EDGE,
    FORMAT,
    INVISIBLE,
    ROW_ENDS,
    ROW_STARTS,
    Body,
)

_MAX_BODY = 15_000_000  # characters; an interview of a day has about 1 million
_CUT = re.compile(f"([\ufdd0-\ufdd7\n{CELL}{ROW_ENDS}{ROW_STARTS}])")


def read(data: bytes, where: str) -> Found:
    r"""Read a file in Rich Text Format; `where` is its name in errors.

    >>> read(rb"{\rtf1\ansi{\b I:} Hoe ging dat?\par R: Caf\'e9.\par}", "a.rtf").lines[0].marked
    'I:'
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise damaged(where)
    body = Body(data)
    if body.open:
        raise damaged(where)
    if sum(map(len, body.parts)) > _MAX_BODY:
        what = "De tekst in dit bestand is te groot voor een interview."
        raise ReadError(Problem(where, what, repair="Zet elk interview in een eigen bestand."))
    text: str = rtf_to_text(  # type: ignore[no-untyped-call]
        "".join(body.parts), encoding=body.encoding, errors="replace"
    )
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Found(_lines(text), notes=_notes(body.left_out, text.count("\ufffd")))


def _lines(text: str) -> list[Line]:
    """The lines of paragraphs and table rows, in order."""
    lines: list[Line] = []
    cell: list[Line] = []
    row: list[list[Line]] = []
    in_row = False
    for line, end in _cut_lines(text):
        if end == ROW_STARTS and not in_row:
            lines += [line] if line.text else []
            in_row = True
        elif end == ROW_ENDS:
            lines += row_lines([*row, [*cell, line]])
            row, cell, in_row = [], [], False
        elif end == CELL:
            row.append([*cell, line])
            cell = []
        elif in_row:
            cell.append(line)
        else:
            lines.append(line)
    return [*lines, *row_lines([*row, cell])]


def _cut_lines(text: str) -> Iterator[tuple[Line, str]]:
    """Each line with the sign that ends it."""
    format_, pieces = 0, list[Piece]()
    for part in [*_CUT.split(text), "\n"]:
        if len(part) == 1 and 0 <= ord(part) - FORMAT < 8:
            format_ = ord(part) - FORMAT
        elif _CUT.fullmatch(part):
            yield line_of(pieces), part
            pieces = []
        elif part:
            pieces.append((format_, part))


def _notes(left_out: Counter[str], unreadable: int) -> tuple[str, ...]:
    """What was left out, and how often."""
    told = {
        BESIDE: (
            "1 voetnoot of opmerking is niet ingelezen",
            "{} voetnoten en opmerkingen zijn niet ingelezen",
        ),
        DELETED: (
            "1 verwijderd stuk tekst is niet ingelezen",
            "{} verwijderde stukken tekst zijn niet ingelezen",
        ),
        INVISIBLE: (
            "1 verborgen stuk tekst is niet ingelezen",
            "{} verborgen stukken tekst zijn niet ingelezen",
        ),
    }
    notes = [
        f"{one if left_out[reason] == 1 else more.format(left_out[reason])}."
        for reason, (one, more) in told.items()
        if left_out[reason]
    ]
    if left_out[EDGE]:
        notes.append("Kopteksten en voetteksten zijn niet ingelezen.")
    if left_out[AFTER]:
        notes.append("Wat na het einde van het document staat, is niet ingelezen.")
    if unreadable:
        notes.append(f"Tekens die niet te lezen waren: {unreadable}. Daar staat nu �.")
    return tuple(notes)
