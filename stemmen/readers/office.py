"""What Word and OpenDocument have in common: lines of paragraphs and tables, and what is told in notes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from stemmen.readers.found import Found, Line, Proposal
from stemmen.readers.pieces import Piece, line_of, row_lines, table_of

HIDDEN = 8  # beside the looks of `pieces`: letters that the program does not show

_BREAK = re.compile("[\n\r\v\f\x85\u2028\u2029]")
_LONG = 3  # lines in a cell
# The header or footer of most documents: "Pagina 1 van 12", "- 3 -".
_PAGE_NUMBER = re.compile(r"(?:pagina|page|pag|bladzijde|blz|p|van|of|[\d\W_])*", re.IGNORECASE)
_TOLD = {  # kind -> what is told of one, what is told of more
    "invoeging": ("1 bijgehouden invoeging is overgenomen", "{} bijgehouden invoegingen zijn overgenomen"),
    "verwijdering": (
        "1 bijgehouden verwijdering is weggelaten",
        "{} bijgehouden verwijderingen zijn weggelaten",
    ),
    "verplaatsing": (
        "1 verplaatst stuk tekst is gelezen op de nieuwe plaats",
        "{} verplaatste stukken tekst zijn gelezen op de nieuwe plaats",
    ),
    "verborgen": (
        "1 verborgen stuk tekst is niet ingelezen",
        "{} verborgen stukken tekst zijn niet ingelezen",
    ),
    "tekstvak": (
        "De tekst van 1 tekstvak is gelezen na de alinea waar het bij staat",
        "De tekst van {} tekstvakken is gelezen na de alinea waar ze bij staan",
    ),
    "noot": ("1 voetnoot of eindnoot is niet ingelezen", "{} voetnoten en eindnoten zijn niet ingelezen"),
    "opmerking": (
        "1 opmerking in de kantlijn is niet ingelezen",
        "{} opmerkingen in de kantlijn zijn niet ingelezen",
    ),
    "plaatje": ("1 plaatje is niet ingelezen", "{} plaatjes zijn niet ingelezen"),
    "symbool": (
        "1 teken uit een lettertype met symbolen is niet ingelezen",
        "{} tekens uit een lettertype met symbolen zijn niet ingelezen",
    ),
    "ingevoegd": ("1 ingevoegd bestand is niet ingelezen", "{} ingevoegde bestanden zijn niet ingelezen"),
}


class Gathered:
    """What is met on the way through a document: how often something was left out, what tables told.

    Args:
        columns: whether to look for tables with a row a turn.
    """

    def __init__(self, *, columns: bool) -> None:
        self.counts: Counter[str] = Counter()
        self._columns = columns
        self._in_tables = 0  # characters of turns
        self._notes: list[str] = []
        self._roles: dict[str, Proposal] = {}

    def table(self, rows: Sequence[Sequence[Sequence[Line]]]) -> list[Line]:
        """The lines of a table, given as rows of cells of lines."""
        rows = [row for row in rows if any(row)]
        if _is_layout(rows):
            return [line for row in rows for cell in row for line in cell]
        if not self._columns:
            return [line for row in rows for line in row_lines(row)]
        table = table_of(rows)
        if any(line.speaker for line in table.lines):
            self._in_tables += sum(len(line.text) for line in table.lines)
        self._notes += table.notes
        self._roles.update(table.roles)
        return table.lines

    def is_talk_in_tables(self, lines: Sequence[Line]) -> bool:
        """Whether the tables that have turns are the talk, if there are such tables.

        Where more is said outside them, or after them, they must not hide who speaks there.
        """
        if not self._in_tables:
            return True
        lengths = [len(line.text) for line in lines]
        first = next(number for number, line in enumerate(lines) if line.speaker)
        return sum(lengths) < 2 * self._in_tables and sum(lengths[first:]) < 1.2 * self._in_tables

    def found(self, lines: Sequence[Line], margins: Iterable[str]) -> Found:
        """All that was found; `margins` are the texts of headers and footers."""
        counted = [
            f"{one if self.counts[kind] == 1 else more.format(self.counts[kind])}."
            for kind, (one, more) in _TOLD.items()
            if self.counts[kind]
        ]
        return Found(lines, notes=(*self._notes, *counted, *_margin_notes(margins)), roles=self._roles)


def _is_layout(rows: Sequence[Sequence[Sequence[Line]]]) -> bool:
    """Whether the cells only say where things stand on a page: columns of text, or other tables."""
    columns = len(rows) == 1 and sum(len(cell) > _LONG for cell in rows[0]) > 1
    return columns or any(line.speaker for row in rows for cell in row for line in cell)


def _margin_notes(margins: Iterable[str]) -> list[str]:
    texts = [" ".join(text.split()) for text in margins]
    told = {text for text in texts if not _PAGE_NUMBER.fullmatch(text)}
    what = "1 kop- of voettekst is" if len(told) == 1 else f"{len(told)} kop- en voetteksten zijn"
    return [f"{what} niet ingelezen."] if told else []


def number(value: str, most: int) -> int:
    """A number in an attribute, at most `most`; 0 when it is none.

    >>> number("3", 12), number("9" * 5000, 12), number("-1", 12)
    (3, 12, 0)
    """
    return min(int(value[:9]), most) if value.isdecimal() else 0


def lines_of_paragraph(pieces: Sequence[Piece], *, heading: bool = False) -> list[Line]:
    r"""The lines of a paragraph that have text; each knows what stands out at its start.

    >>> for line in lines_of_paragraph([(1, "I:"), (0, " Hoe ging dat?\n"), (2, "Nou,"), (0, " slecht.")]):
    ...     print((line.text, line.marked))
    ('I: Hoe ging dat?', 'I:')
    ('Nou, slecht.', 'Nou,')
    """
    whole = "".join(text for _, text in pieces)
    if not whole or whole.isspace():
        return []
    rows = _rows(pieces) if _BREAK.search(whole) else [pieces]
    return [line_of(row, heading=heading) for row in rows]


def _rows(pieces: Iterable[Piece]) -> list[Sequence[Piece]]:
    """The pieces of each line that has text."""
    rows: list[list[Piece]] = [[]]
    for look, text in pieces:
        first, *more = _BREAK.split(text)
        rows[-1].append((look, first))
        rows.extend([(look, part)] for part in more)
    return [row for row in rows if any(text.strip() for _, text in row)]
