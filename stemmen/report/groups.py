"""Groups of respondents: how many are in each, and how many tell of each theme. No small count is shown."""

from stemmen.bands import in_print
from stemmen.privacy.cells import hidden
from stemmen.report.crossings import colours, told
from stemmen.report.material import Material
from stemmen.report.model import Figure, Matrix, Part, Run, Table
from stemmen.report.words import of_total

MOST_COLUMNS = 8  # groups that a figure can show beside each other
OTHERS = "ander of onbekend"
NOT_SHOWN = "niet getoond"


def groups(material: Material) -> Part | None:
    """Each theme by each attribute of respondents."""
    if not told(material) or not material.groups:
        return None
    figures = tuple(_figure(material, place, name) for place, name in enumerate(material.groups, 1))
    lines = (
        "Per groep staat hoeveel respondenten over een thema vertellen, en hoeveel er in die groep zijn. De "
        "groepen zijn klein; een verschil van enkele personen zegt niets over andere mensen.",
        who_are_others(material),
    )
    return Part(
        "groepen", "Thema’s en groepen respondenten", tuple((Run(words),) for words in lines), figures=figures
    )


def who_are_others(material: Material) -> str:
    """Who are counted without the name of their group, and why."""
    return (
        f"Onder ‘{OTHERS}’ vallen groepen van minder dan {material.smallest} respondenten, en mensen van wie "
        "dit niet bekend is. Zijn dat er samen te weinig, dan telt ook de kleinste andere groep daar mee. Zo "
        "is niemand te herkennen."
    )


def sizes(material: Material, attribute: str, most: int | None = None) -> list[tuple[str, int]]:
    """The groups of an attribute with how many respondents are in each; all others are one group, last."""
    counts = material.bands[attribute].value_counts()
    found = [(value, int(counts[value])) for value in material.groups[attribute][:most]]
    rest = material.total - sum(size for _, size in found)
    return [*found, (OTHERS, rest)] if rest else found


def _figure(material: Material, place: int, attribute: str) -> Figure:
    found, codes = sizes(material, attribute, MOST_COLUMNS), told(material)
    whole = tuple(size for _, size in found)
    shown = tuple(in_print(value) for value, _ in found)
    names = tuple(material.codebook[code].name for code in codes)
    counts = tuple(_counts(material, code, attribute, found) for code in codes)
    missing = any(count is None for row in counts for count in row)
    cross = " Een kruisje betekent dat het aantal niet wordt getoond." if missing else ""
    caption = f"Respondenten per thema, naar {attribute}"
    rows = tuple(
        (Run(name, f"thema-{code}"), *map(_cell, row, whole))
        for name, code, row in zip(names, codes, counts, strict=True)
    )
    numeric = tuple(range(1, len(shown) + 1))
    return Figure(
        id=f"figuur-groep-{place}",
        caption=caption,
        alt="Per thema en groep een balk die langer is naarmate een groter deel van de groep erover vertelt. "
        f"De groepen zijn: {', '.join(shown)}.{cross} Alle aantallen staan in de tabel hieronder.",
        drawing=Matrix(
            names, shown, counts, (whole,) * len(codes), colours(material, codes), name_whole=True
        ),
        table=Table(caption, ("Thema", *shown), rows, numeric, _why(material) if missing else ""),
    )


def _counts(
    material: Material, code: str, attribute: str, found: list[tuple[str, int]]
) -> tuple[int | None, ...]:
    """How many of each group tell of a theme, None where that may not be shown."""
    rows = material.themes.code_attribute
    mine = rows[(rows["code"] == code) & (rows["kenmerk"] == attribute)].set_index("waarde")["respondenten"]
    named = found[: len(material.groups[attribute])][:MOST_COLUMNS]
    counts, total = [int(mine[value]) for value, _ in named], material.count(code)
    gone = hidden(counts, [size for _, size in named], total, material.total, material.smallest)
    shown = [None if place in gone else count for place, count in enumerate(counts)]
    rest = [] if len(named) == len(found) else [None if gone else total - sum(counts)]
    return (*shown, *rest)


def _cell(count: int | None, size: int) -> Run:
    """A count in a table; without a link, for what is said of people beside quotes is wider than groups."""
    return Run(NOT_SHOWN if count is None else of_total(count, size))


def _why(material: Material) -> str:
    return (
        f"Waar ‘{NOT_SHOWN}’ staat (in de figuur een kruisje), zijn het minder dan {material.smallest} "
        "respondenten, of is het aantal weggelaten omdat zo’n klein aantal er anders uit te berekenen is."
    )
