"""The parts that a report is made of, free of any form: HTML, Excel and later Word and PDF say the same.

All text is plain text. `to` names the part of the report that stands behind words: an anchor.
"""

from dataclasses import dataclass

from stemmen.fragments import Quote


@dataclass(frozen=True, slots=True)
class Run:
    """Words, with the anchor of what they rest on; `only` narrows that ("code=...")."""

    text: str
    to: str = ""
    only: str = ""


Line = tuple[Run, ...]


def line(*parts: str | Run) -> Line:
    """A line of words and runs.

    >>> line("Zie ", Run("Kern", "kern"))
    (Run(text='Zie ', to='', only=''), Run(text='Kern', to='kern', only=''))
    """
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the researcher's own text: a paragraph ("p") or a list ("ul", "ol") of items."""

    kind: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person writes: the file, what belongs there, and what it holds by now."""

    file: str
    invitation: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column holds the row heads. `numeric` are the columns set to the right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of `parts` laid end to end (one part, or negative, both and positive)."""

    label: str
    value: str
    parts: tuple[int, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars on one axis that runs to `total`; `names` are those of the parts."""

    bars: tuple[Bar, ...]
    total: int
    axis: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """A column a respondent, highest first, each of parts (as `Bars`)."""

    heights: tuple[tuple[int, ...], ...]
    colour: str
    axis: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts in cells, each with its share of `whole` (same shape); `name_whole` writes "3 van 4".

    A count that may not be shown is None.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    whole: tuple[tuple[int, ...], ...]
    colours: tuple[str, ...]
    name_whole: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, with the words that replace it and the table of its numbers."""

    id: str
    caption: str
    alt: str
    drawing: Bars | Columns | Matrix
    table: Table


@dataclass(frozen=True, slots=True)
class Theme:
    """A section about one theme, with every fragment that its counts rest on.

    `parts` are its subcodes: key, name and what each is.
    """

    key: str
    name: str
    colour: str
    definition: str
    lines: tuple[Line, ...]
    place: Place | None
    figure: Figure | None
    parts: tuple[tuple[str, str, str], ...]
    subcodes: Table | None
    quotes: tuple[Quote, ...]
    fragments: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that no code covers, with typical fragments and all its turns."""

    id: str
    name: str
    lines: tuple[Line, ...]
    quotes: tuple[Quote, ...]
    turns: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A code in the codebook appendix; `level` is 1 for a theme."""

    key: str
    name: str
    level: int
    colour: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    examples: tuple[tuple[str, bool, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A titled piece of the verantwoording or an appendix."""

    id: str
    title: str
    lines: tuple[Line, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the report says."""

    title: str
    date: str
    fictional: bool
    draft: bool
    figures_in_short: tuple[tuple[str, str], ...]
    kern: tuple[Line, ...]
    most_told: tuple[Line, ...]
    kern_place: Place
    overview: Figure | None
    background: Place
    question: Place
    guide: tuple[Line, ...]
    before_themes: tuple[Line, ...]
    scale: Table
    themes: tuple[Theme, ...]
    groups: Part | None
    blind_spots: Part
    topics: tuple[Topic, ...]
    blind_place: Place
    conclusions: Place
    search: tuple[tuple[str, tuple[str, ...]], ...]
    account: tuple[Part, ...]
    account_place: Place
    entries: tuple[Entry, ...]
    appendices: tuple[Part, ...]
