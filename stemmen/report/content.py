"""What the report says: counts as plain sentences, tables and figures, each with the words behind it.

Nothing here interprets. Where interpretation belongs there is a `Place`, filled from `teksten/`.
"""

from collections.abc import Iterable

from stemmen.codebook import Code
from stemmen.report.account import account, appendices
from stemmen.report.crossings import blind_spots, blind_topics
from stemmen.report.groups import groups
from stemmen.report.material import Material
from stemmen.report.model import Bar, Bars, Entry, Figure, Line, Place, Report, Run, Table, line
from stemmen.report.places import check_texts, place, read_blocks
from stemmen.report.sections import VALENCES, theme_section, valence_list, valence_parts
from stemmen.report.words import (
    FEW,
    PERCENT_FROM,
    SCALE,
    lower_first,
    number,
    number_word,
    of_total,
    people,
    plural,
)  # fmt: skip

__all__ = ["Material", "build"]


def build(material: Material) -> Report:
    """Everything that the report says; StudyError when a text of the researcher has no place."""
    check_texts(material.texts, material.texts_folder, material.codebook)
    settings, texts = material.settings, material.texts
    return Report(
        title=settings.title,
        date=settings.date,
        fictional=settings.fictional,
        draft=material.gate.draft,
        figures_in_short=_in_short(material),
        kern=_kern(material),
        most_told=_most_told(material),
        kern_place=place("kern", texts, material.texts_folder),
        overview=_overview(material),
        background=_own_or("aanleiding", settings.background, material),
        question=_own_or("vraag", settings.question, material),
        guide=_guide(material),
        before_themes=_before_themes(material),
        scale=_scale(),
        themes=tuple(theme_section(material, code) for code in material.codebook.codes),
        groups=groups(material),
        blind_spots=blind_spots(material),
        topics=blind_topics(material),
        blind_place=place("blinde-vlekken", texts, material.texts_folder),
        conclusions=place("conclusies", texts, material.texts_folder),
        search=material.search,
        account=account(material),
        account_place=place("verantwoording", texts, material.texts_folder),
        entries=tuple(_entry(material, code) for code in material.codebook.walk()),
        appendices=appendices(material),
    )


def _own_or(name: str, from_settings: str, material: Material) -> Place:
    """What `studie.yaml` says, unless a text file says more."""
    found = place(name, material.texts, material.texts_folder)
    if found.blocks or not from_settings.strip():
        return found
    return Place(found.file, found.invitation, tuple(read_blocks(from_settings)))


def _in_short(material: Material) -> tuple[tuple[str, str], ...]:
    coded = {(q.transcript, q.turn) for quotes in material.unguarded.values() for q in quotes}
    found = sum(1 for quotes in material.unguarded.values() if quotes)
    talks = int(material.turns["transcript"].nunique())
    return (
        (number(talks), "gesprek" if talks == 1 else "gesprekken"),
        (number(material.total), "respondent" if material.total == 1 else "respondenten"),
        (number(found), f"van de {len(material.codebook.codes)} thema’s komen voor"),
        (number(len(coded)), "beurten met een code"),
    )


def _kern(material: Material) -> tuple[Line, ...]:
    talks = plural(material.turns["transcript"].nunique(), "gesprek", "gesprekken")
    heard = plural(material.total, "respondent", "respondenten")
    part = f"Dit gaat alleen over het onderdeel ‘{material.section}’. " if material.section else ""
    part += "Wat in andere onderdelen is gezegd, telt hier niet mee. " if part else ""
    lines = [line(f"{part}Dit rapport gaat over {talks} met {heard}. Het telt bij elk thema hoeveel "
                   "respondenten erover vertellen, en laat zien in welke woorden.")]  # fmt: skip
    if not any(material.unguarded.values()):
        return (*lines, line("Er zijn geen beurten met een code. Dit rapport kan dus nog niets tellen."))
    if unsure := _unsure(material, _top(material)):
        lines.append(line(unsure))
    spots = len(material.themes.blind_spots)
    if spots:
        what = plural(spots, "groep beurten", "groepen beurten")
        words = (
            f"Los van het codeboek vond de computer {what} waar bijna geen code bij hoort. Dat is een "
            "voorstel om na te lopen: "
        )
        lines.append(line(words, Run("zie Blinde vlekken", "blinde-vlekken"), "."))
    return (*lines, line(_caution(material)))


def _top(material: Material) -> list[Code]:
    """The themes that most respondents tell about: the first four, and all that share the last place."""
    told = sorted(material.codebook.codes, key=lambda code: -material.count(code.key))
    limit = max(1, material.count(told[min(4, len(told)) - 1].key))
    return [code for code in told if material.count(code.key) >= limit]


def _most_told(material: Material) -> tuple[Line, ...]:
    return tuple(
        line(
            Run(code.name, f"thema-{code.key}"),
            f": {lower_first(people(material.count(code.key), material.total))}{_mark(material, code)}",
        )
        for code in _top(material)
    )


def _unsure(material: Material, told: Iterable[Code]) -> str:
    """What it means for these themes, in this order, that nobody knows how well the rules find them."""
    if not any(material.is_unknown(code.key) for code in told):
        return ""
    which = "Van de thema’s met een * is niet" if material.checked else "Van geen van de thema’s is"
    return (
        f"{which} bekend hoe goed de regels ze herkennen. Hun aantallen, en hun plaats in de volgorde, zijn "
        "daarom onzeker."
    )


def _mark(material: Material, code: Code) -> str:
    """The star of a theme that is less sure than others."""
    return " *" if material.checked and material.is_unknown(code.key) else ""


def _caution(material: Material) -> str:
    words = "De aantallen gelden voor de mensen die hier aan het woord komen; ze zijn niet representatief."
    if material.by_rules:
        words += (
            " De codes zijn toegekend met regels, door de computer. Zulke regels missen beurten en wijzen er "
            "soms een ten onrechte aan."
        )
    return words


def _overview(material: Material) -> Figure | None:
    told = [code for code in material.codebook.codes if material.count(code.key)]
    if not told:
        return None
    told.sort(key=lambda code: -material.count(code.key))
    bars = tuple(_bar(material, code) for code in told)
    rated = any(len(bar.parts) > 1 for bar in bars)
    alt = "Staven met het aantal respondenten per thema. " + "; ".join(f"{b.label}: {b.value}" for b in bars)
    return Figure(
        id="figuur-themas",
        caption="Hoeveel respondenten vertellen over elk thema?",
        alt=f"{alt}.",
        drawing=Bars(bars, material.total, "Aantal respondenten", VALENCES if rated else ()),
        table=_overview_table(material, told),
    )


def _bar(material: Material, code: Code) -> Bar:
    count = material.count(code.key)
    parts = valence_parts(material, code) if code.has_valence else (count,)
    return Bar(f"{code.name}{_mark(material, code)}", of_total(count, material.total), parts, code.colour)


def _overview_table(material: Material, codes: list[Code]) -> Table:
    rows = tuple(
        (
            Run(f"{code.name}{_mark(material, code)}", f"thema-{code.key}"),
            Run(number_word(material.count(code.key), material.total) or "–"),
            Run(of_total(material.count(code.key), material.total)),
            Run(number(material.count(code.key, "beurten")), f"beurten-{code.key}"),
        )
        for code in codes
    )
    rated = [f"{code.name}: {valence_list(material, code)}." for code in codes if code.has_valence]
    valences = f"Respondenten naar waardering. {' '.join(rated)}" if rated else ""
    note = " ".join(part for part in (_unsure(material, codes), valences) if part)
    head = ("Thema", "Hoeveel", "Respondenten", "Beurten")
    return Table("Thema’s, naar aantal respondenten", head, rows, (2, 3), note)


def _guide(material: Material) -> tuple[Line, ...]:
    total = material.total
    lines = [
        "Een thema is een code uit het codeboek. Een beurt is wat iemand zegt tot een ander het woord neemt. "
        "Een beurt telt mee bij een thema als er ten minste één code van dat thema bij hoort; een thema met "
        "subcodes telt die mee.",
        "De aantallen gaan over respondenten. Iemand telt mee bij een thema vanaf één beurt. Hoe vaak iemand "
        "erover vertelt, maakt dan niet uit.",
        "Wie niet meetelt bij een thema, heeft er niet over verteld, of zei het op een manier die niet als "
        "dit "
        "thema is herkend. Er volgt niet uit dat die persoon het niet heeft meegemaakt.",
        _caution(material),
        "Bij een citaat staat wie het zegt, in groepen en zonder naam. De woorden zijn precies die van het "
        "gesprek. Waar woorden zijn weggelaten, staat […].",
        "Achter elk aantal beurten staat een lijst van die beurten. Elke beurt heeft een kenmerk van acht "
        "tekens; "
        "hetzelfde kenmerk staat in citaten.xlsx.",
    ]
    if total < FEW:
        lines.append(f"Er zijn minder dan {FEW} respondenten. Daarom staan er alleen aantallen.")
    if total < PERCENT_FROM:
        lines.append(f"Er staan geen percentages, omdat er minder dan {PERCENT_FROM} respondenten zijn.")
    return tuple(line(words) for words in lines)


def _before_themes(material: Material) -> tuple[Line, ...]:
    if not material.by_rules:
        return ()
    return (
        line(
            "De beurten en citaten hieronder zijn aangewezen door regels. Of een beurt echt bij het thema "
            "hoort, kan alleen een mens beoordelen."
        ),
    )


def _scale() -> Table:
    rows = tuple((Run(step.word), Run(step.share)) for step in SCALE)
    return Table("Woorden voor aantallen", ("Woord", "Deel van de respondenten"), rows)


def _entry(material: Material, code: Code) -> Entry:
    examples = tuple((material.gate.example(e.text), e.counts, e.comment) for e in code.examples)
    level = len(material.codebook.lineage(code.key))
    return Entry(
        code.key, code.name, level, code.colour, code.definition, code.include, code.exclude, examples
    )
