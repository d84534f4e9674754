"""A line made of pieces that look different: which words stand out at its start."""

from collections.abc import Sequence
from itertools import takewhile

from stemmen.readers.columns import Table, table_lines
from stemmen.readers.found import Line

BOLD, ITALIC, UNDERLINED = 1, 2, 4  # how a piece looks is a sum of these, 0 for plain letters

Piece = tuple[int, str]


def line_of(pieces: Sequence[Piece], *, time: float | None = None, heading: bool = False) -> Line:
    """A line with what stands out at its start: all words that look like the first.

    White space counts as what is before it; in bold, a word in bold and italic belongs to it.

    >>> line_of([(BOLD, "Anna"), (0, " "), (BOLD, "de Wit"), (0, " zei ja.")]).marked
    'Anna de Wit'
    """
    text = "".join(part for _, part in pieces)
    first = next((looks for looks, part in pieces if part.strip()), 0)
    same = takewhile(lambda piece: piece[0] & first == first or not piece[1].strip(), pieces)
    marked = "".join(part for _, part in same) if first else ""
    return Line(text.strip(), time, marked.strip(), heading=heading)


def row_lines(cells: Sequence[Sequence[Line]]) -> list[Line]:
    """A table row as a line, its cells with tabs between them: who speaks often stands in one of its own."""
    filled = [kept for cell in cells if (kept := [line for line in cell if line.text.strip()])]
    if len(filled) < 2:
        return [line for cell in filled for line in cell]
    rows = "\t".join("\n".join(line.text for line in cell) for cell in filled).split("\n")
    return [Line(rows[0], marked=filled[0][0].marked), *map(Line, rows[1:])]


def table_of(rows: Sequence[Sequence[Sequence[Line]]]) -> Table:
    """A table, its cells as lines: its turns where it has a row a turn, else each row as a line."""
    told = table_lines([["\n".join(line.text for line in cell) for cell in row] for row in rows])
    return told or Table([line for row in rows for line in row_lines(row)])
