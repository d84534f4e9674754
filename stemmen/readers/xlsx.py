"""Excel files: the sheet that has the data; formulas are not computed, macros never run."""

import contextlib
import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stemmen.errors import ReadError
from stemmen.readers.found import Found
from stemmen.readers.package import check_package, damaged
from stemmen.readers.sheets import MAX_CELLS, read_rows, too_large

_ERRORS = frozenset(
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#N/B", "#VERW!", "#WAARDE!"]
)
# A formula without a value behind it.
_FORMULA = re.compile(rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    hidden: bool
    rows: list[list[str]]
    errors: int

    @property
    def size(self) -> int:
        return sum(len(cell) for row in self.rows for cell in row)


def read(data: bytes, where: str) -> Found:
    """Read the fullest sheet that is not hidden; `where` is the name of the file in errors."""
    check_package(data, where, "[Content_Types].xml")
    sheets = _sheets(data, where)
    chosen = max(sheets, key=lambda sheet: (not sheet.hidden and sheet.size > 0, sheet.size), default=None)
    if chosen is None:
        raise damaged(where)
    return read_rows(chosen.rows, where, (*_told(sheets, chosen), *_uncomputed(data)))


def _sheets(data: bytes, where: str) -> list[_Sheet]:
    import openpyxl

    try:
        # It warns of what Excel knows and it does not, and prints what is wrong with styles.
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return [_sheet(sheet, where) for sheet in book.worksheets]
    except ReadError:
        raise
    except Exception:  # the library fails in many ways on a file that it does not understand
        raise damaged(where) from None


def _sheet(sheet: Any, where: str) -> _Sheet:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows, errors, cells = [], 0, 0
    for row in sheet.iter_rows():
        cells += len(row) + 1
        if cells > MAX_CELLS:  # the file may say that it has a cell at the end of a million rows
            raise too_large(where)
        texts = [_text(cell) for cell in row]
        errors += sum(text in _ERRORS for text in texts)
        if any(texts):
            rows.append(["" if text in _ERRORS else text for text in texts])
    return _Sheet(str(sheet.title), sheet.sheet_state != "visible", rows, errors)


def _text(cell: Any) -> str:
    """The value of a cell as Excel shows it, about."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ") if value.time() != datetime.time() else value.date().isoformat()
    if isinstance(value, datetime.time | datetime.timedelta):
        return _clock(value, "s" in str(cell.number_format).lower())
    return str(value)


def _clock(value: datetime.time | datetime.timedelta, with_seconds: bool) -> str:
    """A time as it is shown: 0:49 typed in Excel is 49 minutes to Excel, and 49 seconds to who typed it."""
    if isinstance(value, datetime.timedelta):
        total = round(value.total_seconds())
    else:
        total = value.hour * 3600 + value.minute * 60 + value.second
    hours, minutes, seconds = total // 3600, total // 60 % 60, total % 60
    shown = f"{hours}:{minutes:02}"
    return f"{shown}:{seconds:02}" if with_seconds or seconds else shown


def _told(sheets: list[_Sheet], chosen: _Sheet) -> Iterator[str]:
    """What is not read."""
    for sheet in sheets:
        if sheet is not chosen and sheet.rows:
            hidden = "verborgen blad" if sheet.hidden else "blad"
            count = "1 rij" if len(sheet.rows) == 1 else f"{len(sheet.rows)} rijen"
            yield f"Alleen blad '{chosen.name}' is ingelezen, niet het {hidden} '{sheet.name}' ({count})."
    if chosen.hidden:
        yield f"Blad '{chosen.name}' is verborgen, maar wel ingelezen: er is geen ander blad met tekst."
    if chosen.errors == 1:
        yield "1 cel heeft een fout van Excel (zoals #N/B) en is leeg gelaten."
    elif chosen.errors:
        yield f"{chosen.errors} cellen hebben een fout van Excel (zoals #N/B) en zijn leeg gelaten."


def _uncomputed(data: bytes) -> Iterator[str]:
    """Formulas of which the file does not hold the outcome, because no program computed it yet."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        empty = sum(len(_FORMULA.findall(package.read(name))) for name in sheets)
    if empty:
        cells = "1 cel met een formule is leeg" if empty == 1 else f"{empty} cellen met een formule zijn leeg"
        yield f"{cells}: de uitkomst staat niet in het bestand. Open het in Excel en sla het op."
