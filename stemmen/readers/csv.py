"""CSV files: the delimiter is the one that gives the most even rows."""

import csv
import io
from collections import Counter
from collections.abc import Sequence

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found
from stemmen.readers.sheets import MAX_CELLS, read_rows, too_large
from stemmen.readers.txt import decode

_DELIMITERS = ";,\t|"
_SAMPLE = 100_000  # characters in which the delimiter shows


def read(data: bytes, where: str) -> Found:
    r"""Read a table with one row a turn or one row a respondent; `where` is its name in errors.

    >>> read("wie;tekst\nI;Hoe ging dat?".encode(), "a.csv").lines[0].speaker
    'I'
    """
    text, notes = decode(data, where)
    first, _, rest = text.partition("\n")
    given = first.strip().strip('"').lower()
    if given.startswith("sep=") and len(given) == 5:  # Excel's own line
        delimiter, text = given[-1], rest
    else:
        delimiter = _delimiter(text)
    rows, remarks = _rows(text, delimiter, where)
    return read_rows(rows, where, (*notes, *remarks))


def _delimiter(text: str) -> str:
    evenness = {delimiter: _evenness(text[:_SAMPLE], delimiter) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: evenness[delimiter])


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """The part of the rows that is as wide as the first, where that has several cells; and how wide."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        return 0.0, 0
    widths = Counter(map(len, rows))
    width = len(rows[0]) if rows else 0
    return (widths[width] / len(rows), width) if width > 1 else (0.0, width)


def _rows(text: str, delimiter: str, where: str) -> tuple[list[list[str]], tuple[str, ...]]:
    try:
        return _even(_parsed(text, delimiter, where, strict=True), delimiter, where, ())
    except csv.Error as error:
        if "unexpected end" in str(error) or "field larger" in str(error):
            raise _not_closed(where) from None
    try:
        rows = _parsed(text, delimiter, where, strict=False)
    except csv.Error:  # a cell that is larger than any
        raise _not_closed(where) from None
    note = 'In sommige cellen staan losse aanhalingstekens ("). Controleer of hun tekst klopt.'
    return _even(rows, delimiter, where, (note,))


def _not_closed(where: str) -> ReadError:
    what = "Een aanhalingsteken dat een cel opent, wordt nergens gesloten."
    repair = 'Sluit de cel met ", en schrijf een " binnen een cel twee keer.'
    return ReadError(Problem(where, what, repair=repair))


def _parsed(text: str, delimiter: str, where: str, *, strict: bool) -> list[list[str]]:
    rows, cells = [], 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict):
        cells += len(row)
        if cells > MAX_CELLS:
            raise too_large(where)
        if any(cell.strip() for cell in row):
            rows.append(row)
    return rows


def _even(
    rows: list[list[str]], delimiter: str, where: str, notes: tuple[str, ...]
) -> tuple[list[list[str]], tuple[str, ...]]:
    """Put a text that was cut at its commas together, where it is in the last column."""
    width = max((len(row) for row in rows[:1]), default=0)
    long = [number for number, row in enumerate(rows) if any(cell.strip() for cell in row[width:])]
    if not long or width < 2:
        return rows, notes
    if not _last_is_longest(rows, width):
        which = ", ".join(str(number + 1) for number in long[:10])
        what = f"Deze rijen hebben meer cellen dan de kopregel: {which}."
        repair = f"Zet een tekst waar '{delimiter}' in staat tussen aanhalingstekens."
        raise ReadError(Problem(where, what, repair=repair))
    for number in long:
        rows[number][width - 1 :] = [delimiter.join(rows[number][width - 1 :])]
    told = "1 rij had" if len(long) == 1 else f"{len(long)} rijen hadden"
    return rows, (*notes, f"{told} te veel cellen; wat over was, is bij de laatste kolom gezet.")


def _last_is_longest(rows: Sequence[Sequence[str]], width: int) -> bool:
    lengths = [sum(len(row[column]) for row in rows if len(row) > column) for column in range(width)]
    return lengths[-1] == max(lengths)
