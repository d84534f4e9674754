"""Themes beside topics: what the codebook does not see."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from stemmen.fragments import whole_turns
from stemmen.report.material import Material
from stemmen.report.model import Figure, Line, Matrix, Part, Run, Table, Topic
from stemmen.report.words import decimal, number, of_total, plural
from stemmen.topics import FIRM

MOST_TOPICS = 12  # topics that a figure can show beside each other, largest first


def told(material: Material) -> list[str]:
    """The themes that somebody tells of."""
    return [code.key for code in material.codebook.codes if material.unguarded[code.key]]


def colours(material: Material, codes: list[str]) -> tuple[str, ...]:
    """The colours of themes."""
    return tuple(material.codebook[code].colour for code in codes)


def blind_spots(material: Material) -> Part:
    """What topics show that the codebook does not, and codes that hold several topics."""
    topics, spots = material.topics.topics, material.themes.blind_spots
    if topics.empty:
        why = str(material.topics.meta.get("opmerking") or "Er zijn geen onderwerpen bepaald.")
        return Part("blinde-vlekken", "Blinde vlekken", ((Run(why),),))
    intro = (
        "De computer heeft de beurten ook zonder codeboek in groepen verdeeld, naar hun woorden. "
        "Zo’n groep heet een onderwerp; de naam is een rij woorden, geen duiding. "
    )
    lines: list[Line] = [(Run(intro), Run("Alle onderwerpen staan in de bijlage", "onderwerpen"), Run("."))]
    if spots.empty:
        words = "Er is geen onderwerp gevonden waar het codeboek bijna geen code voor heeft."
    else:
        words = (
            f"{plural(len(spots), 'onderwerp heeft', 'onderwerpen hebben')} bijna geen beurten met een code. "
            "Dat is een voorstel om het codeboek na te lopen, geen uitkomst."
        )
    lines += [(Run(words),), (Run(_how_stable(material)),)]
    return Part("blinde-vlekken", "Blinde vlekken", tuple(lines), tables=_spread(material))


def _how_stable(material: Material) -> str:
    """How far the topics can be trusted, by the bound of Hennig (2007) for clusters that dissolve."""
    firm = int((material.topics.topics["stabiliteit"] >= FIRM).sum())
    total = plural(len(material.topics.topics), "onderwerp", "onderwerpen")
    found = f"Van de {total} blijven er {number(firm)} herkenbaar als een deel van de beurten wegvalt."
    bound = f"onder {decimal(FIRM, 1)} is een onderwerp niet stevig (Hennig, 2007)"
    return f"Stabiliteit loopt van 0 tot 1; {bound}. {material.topics.meta.get('opmerking') or found}"


def _spread(material: Material) -> tuple[Table, ...]:
    """Codes that several topics hold a part of: a proposal for subcodes."""
    rows = tuple(
        (
            Run(row["naam"]),
            Run("; ".join(f"{part['label']} ({part['beurten']})" for part in row["verdeling"])),
            Run(number(row["beurten"])),
        )
        for row in material.themes.spread.to_dict("records")
    )
    if not rows:
        return ()
    note = "Bij elk onderwerp staat het aantal beurten. Een onderwerp kan een voorstel zijn voor een subcode."
    head = ("Code", "Onderwerpen, grootste eerst", "Beurten")
    return (Table("Codes die over meer onderwerpen zijn verdeeld", head, rows, (2,), note),)


def blind_topics(material: Material) -> tuple[Topic, ...]:
    """The topics that no code covers, each with its words."""
    return tuple(_blind_topic(material, row) for row in material.themes.blind_spots.to_dict("records"))


def _blind_topic(material: Material, row: dict[Hashable, Any]) -> Topic:
    number_ = row["onderwerp"]
    assigned = material.topics.assignments
    mine = assigned[assigned["onderwerp"] == number_]
    typical = pd.DataFrame(row["fragmenten"], columns=["transcript", "beurt"])
    stable = dict(
        zip(material.topics.topics["onderwerp"], material.topics.topics["stabiliteit"], strict=True)
    )
    who = of_total(row["respondenten"], material.total)
    coded = plural(round(row["aandeel_gecodeerd"] * len(mine)), "beurt", "beurten")
    turns = Run(plural(len(mine), "beurt", "beurten"), f"beurten-onderwerp-{number_}")
    rest = f" van {who} respondenten. Bij {coded} hoort een code. Stabiliteit: {decimal(stable[number_])}."
    return Topic(
        id=f"onderwerp-{number_}",
        name=row["label"],
        lines=((Run("In dit onderwerp vallen "), turns, Run(rest)),),
        quotes=material.gate.quotes(
            filter(material.gate.may_quote, whole_turns(material.turns, material.disclosed.shown, typical))
        ),
        turns=material.gate.listed(whole_turns(material.turns, material.disclosed.shown, mine)),
    )


def code_topic(material: Material) -> tuple[Figure, ...]:
    """Codes by the largest topics, in turns."""
    labels = {row["onderwerp"]: row["label"] for row in material.topics.topics.to_dict("records")}
    topics, codes = list(labels)[:MOST_TOPICS], told(material)
    if not topics or not codes:
        return ()
    cells = _cells(material)
    counts = tuple(tuple(int(cells[code, topic]["beurten"]) for topic in topics) for code in codes)
    whole = tuple((max(1, *row),) * len(topics) for row in counts)
    names = tuple(material.codebook[code].name for code in codes)
    caption = "Beurten per thema en onderwerp"
    if len(labels) > len(topics):
        caption += f", voor de {len(topics)} grootste onderwerpen"
    shown = tuple(str(topic) for topic in topics)
    rows = tuple(
        (Run(name), *(Run(number(count)) for count in row)) for name, row in zip(names, counts, strict=True)
    )
    note = (
        "De nummers zijn die van de lijst. De beurten staan in citaten.xlsx: kies een thema en een onderwerp."
    )
    return (
        Figure(
            id="figuur-onderwerpen",
            caption=caption,
            alt="Per thema en onderwerp een balk die langer is naarmate er meer beurten van het thema in het "
            "onderwerp vallen. Alle aantallen staan in de tabel hieronder.",
            drawing=Matrix(names, shown, counts, whole, colours(material, codes)),
            table=Table(caption, ("Thema", *shown), rows, tuple(range(1, len(shown) + 1)), note),
        ),
    )


def _cells(material: Material) -> dict[tuple[str, int], dict[Hashable, Any]]:
    return {(row["code"], row["onderwerp"]): row for row in material.themes.code_topic.to_dict("records")}


def striking(material: Material) -> tuple[Table, ...]:
    """Codes that a topic holds clearly more, or less, of than others do."""
    found = [
        (code, topic, cell)
        for (code, topic), cell in _cells(material).items()
        if code in told(material) and cell["opvallend"] and cell["beurten"]
    ]
    rows = tuple(
        tuple(
            Run(words)
            for words in (
                material.codebook[code].name,
                material.topic_names[topic],
                number(cell["beurten"]),
                number(cell["respondenten"]),
                decimal(cell["lift"], 1),
                f"{decimal(cell['laag'], 1)} tot {decimal(cell['hoog'], 1)}",
            )
        )
        for code, topic, cell in found
    )
    note = (
        "Verhouding: hoeveel keer zo vaak het thema in dit onderwerp voorkomt als in alle ingedeelde "
        "beurten. De marge is een 95%-interval uit een bootstrap over gesprekken, en sluit 1 uit."
    )
    head = ("Thema", "Onderwerp", "Beurten", "Respondenten", "Verhouding", "Marge")
    table = Table("Opvallende paren van thema en onderwerp", head, rows, (2, 3, 4, 5), note)
    return (table,) if rows else ()
