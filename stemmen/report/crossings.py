"""Themes beside groups of respondents and beside topics: what the codebook does not see."""

from typing import Any

import pandas as pd

from stemmen.bands import in_print
from stemmen.quotes import records, whole_turns
from stemmen.report.material import Material
from stemmen.report.model import Figure, Line, Matrix, Part, Run, Table, Topic
from stemmen.report.words import decimal, number, of_total, people, plural
from stemmen.topics import UNASSIGNED

SMALLEST_GROUP = 3  # respondents: a smaller group could point to a person
MOST_COLUMNS = 8  # groups that a figure can show beside each other


def _told(material: Material) -> list[str]:
    return [code.key for code in material.codebook.codes if material.fragments[code.key]]


def _colours(material: Material, codes: list[str]) -> tuple[str, ...]:
    return tuple(material.codebook[code].colour for code in codes)


def groups(material: Material) -> Part | None:
    """Each theme by each attribute of respondents."""
    table = material.themes.code_attribute
    table = table[table["code"].isin(_told(material)) & (table["van"] >= SMALLEST_GROUP)]
    each = (_group_figure(material, str(name), table[table["kenmerk"] == name]) for name in material.bands)
    figures = tuple(figure for figure in each if figure)
    if not figures:
        return None
    lines = (
        "Per groep staat hoeveel respondenten over een thema vertellen, en hoeveel er in die groep zijn. De "
        "groepen zijn klein; een verschil van enkele personen zegt niets over andere mensen.",
        f"Groepen van minder dan {SMALLEST_GROUP} respondenten staan er niet bij, om niemand herkenbaar te "
        "maken.",
    )
    return Part(
        "groepen", "Thema’s en groepen respondenten", tuple((Run(words),) for words in lines), figures=figures
    )


def _group_figure(material: Material, attribute: str, table: pd.DataFrame) -> Figure | None:
    allowed = [value for value in sorted(set(material.bands[attribute])) if value]
    values = [value for value in allowed if value in set(table["waarde"])][:MOST_COLUMNS]
    if not values:
        return None
    codes = _told(material)
    cells = {
        (row["code"], row["waarde"]): (int(row["respondenten"]), int(row["van"])) for row in records(table)
    }
    counts = tuple(tuple(cells[code, value][0] for value in values) for code in codes)
    whole = tuple(tuple(cells[code, value][1] for value in values) for code in codes)
    names = tuple(material.codebook[code].name for code in codes)
    shown = tuple(in_print(value) for value in values)
    caption = f"Respondenten per thema, naar {attribute}"
    searched = attribute in {name for name, _ in material.search}
    rows = tuple(
        (
            Run(name, f"thema-{code}"),
            *(
                Run(of_total(*cells[code, value]), f"beurten-{code}", f"{attribute}={in_print(value)}")
                if searched and cells[code, value][0]
                else Run(of_total(*cells[code, value]))
                for value in values
            ),
        )
        for name, code in zip(names, codes, strict=True)
    )
    return Figure(
        id=f"figuur-groep-{list(material.bands).index(attribute) + 1}",
        caption=caption,
        alt="Per thema en groep een balk die langer is naarmate een groter deel van de groep erover vertelt. "
        f"De groepen zijn: {', '.join(shown)}. Alle aantallen staan in de tabel hieronder.",
        drawing=Matrix(names, shown, counts, whole, _colours(material, codes), name_whole=True),
        table=Table(caption, ("Thema", *shown), rows, tuple(range(1, len(shown) + 1))),
    )


def blind_spots(material: Material) -> Part:
    """What topics show that the codebook does not, and codes that hold several topics."""
    topics, spots = material.topics.topics, material.themes.blind_spots
    if topics.empty:
        why = str(material.topics.meta.get("opmerking") or "Er zijn geen onderwerpen bepaald.")
        return Part("blinde-vlekken", "Blinde vlekken", ((Run(why),),))
    intro = (
        "De computer heeft ook zonder codeboek gezocht waar respondenten over praten. Elke groep beurten met "
        "dezelfde soort woorden heet een onderwerp. "
    )
    lines: list[Line] = [(Run(intro), Run("Alle onderwerpen staan in de bijlage", "onderwerpen"), Run("."))]
    if spots.empty:
        words = "Er is geen onderwerp gevonden waar het codeboek bijna geen code voor heeft."
    else:
        words = (
            f"{plural(len(spots), 'onderwerp heeft', 'onderwerpen hebben')} bijna geen beurten met een code. "
            "Dat is een voorstel om het codeboek na te lopen, geen uitkomst."
        )
    lines.append((Run(words),))
    return Part("blinde-vlekken", "Blinde vlekken", tuple(lines), tables=_spread(material))


def _spread(material: Material) -> tuple[Table, ...]:
    """Codes that several topics hold a part of: a proposal for subcodes."""
    rows = tuple(
        (
            Run(row["naam"]),
            Run("; ".join(f"{part['label']} ({part['beurten']})" for part in row["verdeling"])),
            Run(number(row["beurten"])),
        )
        for row in records(material.themes.spread)
    )
    if not rows:
        return ()
    note = "Bij elk onderwerp staat het aantal beurten. Een onderwerp kan een voorstel zijn voor een subcode."
    head = ("Code", "Onderwerpen, grootste eerst", "Beurten")
    return (Table("Codes die over meer onderwerpen zijn verdeeld", head, rows, (2,), note),)


def blind_topics(material: Material) -> tuple[Topic, ...]:
    """The topics that no code covers, each with its words."""
    return tuple(_blind_topic(material, row) for row in records(material.themes.blind_spots))


def _blind_topic(material: Material, row: dict[str, Any]) -> Topic:
    assigned = material.topics.assignments
    mine = assigned[assigned["onderwerp"] == row["onderwerp"]]
    typical = pd.DataFrame(row["fragmenten"], columns=["transcript", "beurt"])
    told = people(row["respondenten"], material.total)
    verb = "praat" if row["respondenten"] == 1 else "praten"
    turns = Run(plural(len(mine), "beurt", "beurten"), f"beurten-onderwerp-{row['onderwerp']}")
    coded = round(row["aandeel_gecodeerd"] * len(mine))
    have = "heeft" if coded == 1 else "hebben"
    return Topic(
        id=f"onderwerp-{row['onderwerp']}",
        name=row["label"],
        lines=(
            (
                Run(f"{told} {verb} hierover, in "),
                turns,
                Run(f". Daarvan {have} er {number(coded)} een code."),
            ),
        ),
        quotes=tuple(whole_turns(material.turns, material.respondents, typical)),
        turns=tuple(whole_turns(material.turns, material.respondents, mine)),
    )


def code_topic(material: Material) -> tuple[Figure, ...]:
    """Codes by topics, in turns."""
    topics = [int(number_) for number_ in material.topics.topics["onderwerp"] if number_ != UNASSIGNED]
    codes = _told(material)
    if not topics or not codes:
        return ()
    table = material.themes.code_topic
    cells = {(row["code"], row["onderwerp"]): row for row in records(table)}
    counts = tuple(tuple(int(cells[code, topic]["beurten"]) for topic in topics) for code in codes)
    whole = tuple((max(1, *row),) * len(topics) for row in counts)
    names = tuple(material.codebook[code].name for code in codes)
    shown = tuple(str(topic) for topic in topics)
    return (
        Figure(
            id="figuur-onderwerpen",
            caption="Beurten per thema en onderwerp",
            alt="Per thema en onderwerp een balk die langer is naarmate er meer beurten van het thema in het "
            "onderwerp vallen. Alle aantallen staan in de tabel hieronder.",
            drawing=Matrix(names, shown, counts, whole, _colours(material, codes)),
            table=_code_topic_table(material, codes, topics, cells),
        ),
    )


def _code_topic_table(
    material: Material, codes: list[str], topics: list[int], cells: dict[tuple[str, int], dict[str, Any]]
) -> Table:
    """Every cell with turns: how many, of how many respondents, and the lift with its interval."""
    labels = {row["onderwerp"]: row["label"] for row in records(material.topics.topics)}
    rows = tuple(
        (Run(material.codebook[code].name), Run(f"{topic}. {labels[topic]}"), *_cell(cells[code, topic]))
        for code in codes
        for topic in topics
        if cells[code, topic]["beurten"]
    )
    note = (
        "Verhouding: hoeveel keer zo vaak het thema in dit onderwerp voorkomt als in alle ingedeelde "
        "beurten. "
        "De marge is een 95%-interval uit een bootstrap over gesprekken. Opvallend: de marge sluit 1 uit. De "
        "beurten zelf staan in citaten.xlsx: kies daar een thema en een onderwerp."
    )
    head = ("Thema", "Onderwerp", "Beurten", "Respondenten", "Verhouding", "Marge", "Opvallend")
    return Table("Beurten per thema en onderwerp", head, rows, (2, 3, 4, 5), note)


def _cell(cell: dict[str, Any]) -> tuple[Run, ...]:
    margin = f"{decimal(cell['laag'], 1)} tot {decimal(cell['hoog'], 1)}"
    words = (number(cell["beurten"]), number(cell["respondenten"]), decimal(cell["lift"], 1), margin)
    return (*(Run(word) for word in words), Run("ja" if cell["opvallend"] else "nee"))
