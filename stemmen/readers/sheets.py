"""Rows of cells of a CSV or Excel file: a row a turn, or a row a respondent."""

from stemmen.errors import Problem, ReadError
from stemmen.readers.columns import Rows, table_lines
from stemmen.readers.found import Found, Line
from stemmen.readers.survey import is_survey, survey

MAX_CELLS = 300_000  # a survey among 1000 people with 300 questions
_MAX_COLUMNS = 2000


def read_rows(rows: Rows, where: str, notes: tuple[str, ...] = ()) -> Found:
    """What a table says; ReadError, with its columns, when it is neither of the two kinds."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        what = "In dit bestand staat geen tekst."
        raise ReadError(Problem(where, what, repair="Haal het weg of vul het aan."))
    if max(map(len, filled)) > _MAX_COLUMNS:
        raise too_large(where)
    talk = None if is_survey(filled[0]) else _talk(filled)
    if found := talk or survey(filled) or _one_column(filled):
        return Found(
            found.lines, notes=(*notes, *found.notes), roles=found.roles, attributes=found.attributes
        )
    raise _neither(filled, where)


def too_large(where: str) -> ReadError:
    """The error for a table with more cells than interviews and surveys have."""
    what = "Deze tabel heeft te veel cellen voor interviews of een enquête."
    repair = "Kopieer de rijen en kolommen met tekst naar een nieuw bestand."
    return ReadError(Problem(where, what, repair=repair))


def _talk(rows: Rows) -> Found | None:
    table = table_lines(rows)
    return Found(table.lines, notes=table.notes, roles=table.roles) if table else None


def _one_column(rows: Rows) -> Found | None:
    """A file with one column is a text, line by line."""
    if any(cell.strip() for row in rows for cell in row[1:]):
        return None
    return Found([Line(row[0]) for row in rows])


def _neither(rows: Rows, where: str) -> ReadError:
    names = [" ".join(cell.split()) for cell in rows[0][:20] if cell.strip()]
    what = f"Niet te zien is wat er in de {len(names)} kolommen van deze tabel staat."
    if all(len(name) <= 40 and name.count(" ") < 3 for name in names):  # else they may be somebody's words
        shown = ", ".join(f"'{name}'" for name in names)
        what = f"{what} De eerste rij is: {shown}."
    repair = (
        "Is elke rij een beurt? Noem de kolommen dan 'tijd', 'spreker' en 'tekst'. "
        "Is elke rij een respondent? Zet dan 'open:' voor de naam van elke open vraag."
    )
    return ReadError(Problem(where, what, repair=repair))
