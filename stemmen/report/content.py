"""What the report says: counts as plain sentences, tables and figures, each with the words behind it.

Nothing here interprets. Where interpretation belongs there is a `Place`, filled from `teksten/`.
"""

from collections import Counter, defaultdict

from stemmen.codebook import Code
from stemmen.fragments import Quote
from stemmen.report.account import account, appendices
from stemmen.report.crossings import blind_spots, blind_topics, groups
from stemmen.report.material import Material
from stemmen.report.model import Bar, Bars, Columns, Entry, Figure, Line, Place, Report, Run, Table, Theme
from stemmen.report.places import check_texts, place, read_blocks, theme_place
from stemmen.report.words import (
    FEW,
    PERCENT_FROM,
    SCALE,
    first_sentence,
    lower_first,
    number,
    number_word,
    of_total,
    people,
    plural,
)  # fmt: skip

__all__ = ["Material", "build"]

VALENCES = (
    "alleen negatief",
    "positief en negatief",
    "alleen positief",
    "zonder waardering",
)  # in order of the parts


def build(material: Material) -> Report:
    """Everything that the report says; StudyError when a text of the researcher has no place."""
    check_texts(material.texts, material.codebook)
    settings, texts = material.settings, material.texts
    return Report(
        title=settings.title,
        date=settings.date,
        fictional=settings.fictional,
        figures_in_short=_in_short(material),
        kern=_kern(material),
        most_told=_most_told(material),
        kern_place=place("kern", texts),
        overview=_overview(material),
        background=_own_or("aanleiding", settings.background, texts),
        question=_own_or("vraag", settings.question, texts),
        guide=_guide(material),
        before_themes=_before_themes(material),
        scale=_scale(),
        themes=tuple(_theme(material, code) for code in material.codebook.codes),
        groups=groups(material),
        blind_spots=blind_spots(material),
        topics=blind_topics(material),
        blind_place=place("blinde-vlekken", texts),
        conclusions=place("conclusies", texts),
        search=material.search,
        account=account(material),
        account_place=place("verantwoording", texts),
        entries=tuple(_entry(material, code) for code in material.codebook.walk()),
        appendices=appendices(material),
    )


def _line(*parts: str | Run) -> Line:
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


def _own_or(name: str, from_settings: str, texts: dict[str, str]) -> Place:
    """What `studie.yaml` says, unless a text file says more."""
    found = place(name, texts)
    if found.blocks or not from_settings.strip():
        return found
    return Place(found.file, found.invitation, tuple(read_blocks(from_settings)))


def _in_short(material: Material) -> tuple[tuple[str, str], ...]:
    coded = {(q.transcript, q.turn) for quotes in material.fragments.values() for q in quotes}
    found = sum(1 for quotes in material.fragments.values() if quotes)
    return (
        (number(material.turns["transcript"].nunique()), "gesprekken"),
        (number(material.total), "respondenten"),
        (number(found), f"van de {len(material.codebook.codes)} thema’s komen voor"),
        (number(len(coded)), "beurten met een code"),
    )


def _kern(material: Material) -> tuple[Line, ...]:
    talks = plural(material.turns["transcript"].nunique(), "gesprek", "gesprekken")
    heard = plural(material.total, "respondent", "respondenten")
    lines = [_line(f"Dit rapport gaat over {talks} met {heard}. Het telt bij elk thema hoeveel respondenten "
                   "erover vertellen, en laat zien in welke woorden.")]  # fmt: skip
    if not any(material.fragments.values()):
        return (*lines, _line("Er zijn geen fragmenten met een code. Dit rapport kan dus nog niets tellen."))
    spots = len(material.themes.blind_spots)
    if spots:
        what = plural(spots, "groep beurten", "groepen beurten")
        words = f"Los van het codeboek vond de computer {what} waar bijna geen code bij hoort: "
        lines.append(_line(words, Run("zie Blinde vlekken", "blinde-vlekken"), "."))
    return (*lines, _line(_caution(material)))


def _most_told(material: Material) -> tuple[Line, ...]:
    """The themes that most respondents tell about: the first four, and all that share the last place."""
    told = [(material.count(code.key), code) for code in material.codebook.codes]
    told.sort(key=lambda pair: -pair[0])
    limit = max(1, told[min(4, len(told)) - 1][0])
    return tuple(
        _line(Run(code.name, f"thema-{code.key}"), f": {lower_first(people(count, material.total))}")
        for count, code in told
        if count >= limit
    )


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
    parts = _valence_parts(material, code) if code.has_valence else (count,)
    return Bar(code.name, of_total(count, material.total), parts, code.colour)


def _valence_parts(material: Material, code: Code) -> tuple[int, ...]:
    """Respondents by valence, as `VALENCES`; together all who tell about it."""
    told = [material.count(code.key, name) for name in ("negatief", "wisselend", "positief")]
    return (*told, material.count(code.key) - sum(told))


def _overview_table(material: Material, codes: list[Code]) -> Table:
    rows = tuple(
        (
            Run(code.name, f"thema-{code.key}"),
            Run(number_word(material.count(code.key), material.total) or "–"),
            Run(of_total(material.count(code.key), material.total)),
            Run(number(material.count(code.key, "beurten")), f"beurten-{code.key}"),
        )
        for code in codes
    )
    rated = [f"{code.name}: {_valence_list(material, code)}." for code in codes if code.has_valence]
    note = f"Respondenten naar waardering. {' '.join(rated)}" if rated else ""
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
    return tuple(_line(words) for words in lines)


def _before_themes(material: Material) -> tuple[Line, ...]:
    if not material.by_rules:
        return ()
    return (
        _line(
            "De beurten en citaten hieronder zijn aangewezen door regels. Of een beurt echt bij het thema "
            "hoort, kan alleen een mens beoordelen."
        ),
    )


def _scale() -> Table:
    rows = tuple((Run(step.word), Run(step.share)) for step in SCALE)
    return Table("Woorden voor aantallen", ("Woord", "Deel van de respondenten"), rows)


def _theme(material: Material, code: Code) -> Theme:
    found = material.fragments[code.key]
    return Theme(
        key=code.key,
        name=code.name,
        colour=code.colour,
        definition=first_sentence(code.definition),
        lines=tuple(_theme_lines(material, code, found)),
        place=theme_place(code.key, code.name, material.texts) if found or _written(material, code) else None,
        figure=_per_person(material, code, found),
        parts=tuple((part.key, part.name, first_sentence(part.definition)) for part in _below(code)),
        subcodes=_subcodes(material, code),
        quotes=material.quotes[code.key],
        fragments=found,
    )


def _written(material: Material, code: Code) -> bool:
    return bool(material.texts.get(f"thema-{code.key}", "").strip())


def _theme_lines(material: Material, code: Code, found: tuple[Quote, ...]) -> list[Line]:
    if not found:
        return [_line("Bij dit thema zijn geen beurten gevonden.")]
    count = material.count(code.key)
    verb = "vertelt" if count == 1 else "vertellen"
    turns = Run(plural(len(found), "beurt", "beurten"), f"beurten-{code.key}")
    lines = [_line(f"{people(count, material.total)} {verb} hierover, in ", turns, ".")]
    if code.has_valence:
        lines.append(_line(f"Respondenten naar waardering: {_valence_list(material, code)}."))
    if denied := material.denied[code.key]:
        what = "wordt het thema ontkend. Die telt" if denied == 1 else "wordt het thema ontkend. Die tellen"
        lines.append(_line(f"In {plural(denied, 'codering', 'coderingen')} {what} niet mee."))
    return [*lines, *(_line(words) for words in _checked(material, code))]


def _checked(material: Material, code: Code) -> list[str]:
    """What hand codings say of the rules on this theme, in counts."""
    if material.comparison is None or not material.by_rules:
        return []
    return [
        f"In de gesprekken die {row['codeur']} met de hand codeerde, wezen regels bij dit thema "
        f"{plural(int(row['machine']), 'beurt', 'beurten')} aan en {row['codeur']} "
        f"{number(int(row['met_de_hand']))}; {number(int(row['beide']))} daarvan zijn dezelfde."
        for row in material.comparison.to_dict("records")
        if row["code"] == code.key
    ]


def _valence_list(material: Material, code: Code) -> str:
    """Respondents by valence: "4 alleen negatief, 5 positief en negatief en 2 alleen positief"."""
    counted = zip(VALENCES, _valence_parts(material, code), strict=True)
    parts = [f"{number(count)} {word}" for word, count in counted if count]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, en {parts[-1]}"


def _per_person(material: Material, code: Code, found: tuple[Quote, ...]) -> Figure | None:
    """How many turns each respondent has on this theme: does one voice carry it, or many?"""
    if not found or not material.total:
        return None
    order = ["-", "±", "+", ""] if code.has_valence else None
    each: dict[str, list[int]] = defaultdict(lambda: [0] * (len(order) if order else 1))
    for quote in found:
        each[quote.respondent][order.index(quote.valence) if order else 0] += 1
    heights = sorted((tuple(parts) for parts in each.values()), key=lambda parts: (-sum(parts), parts))
    silent = max(0, material.total - len(heights))
    most = sum(heights[0])
    names = ("Negatief", "Beide", "Positief", "Zonder waardering") if order else ()
    alt = (f"Een kolom per respondent, van veel naar weinig beurten over {code.name}. De hoogste kolom telt "
           f"{plural(most, 'beurt', 'beurten')}; {plural(silent, 'respondent heeft', 'respondenten hebben')} "
           "er geen.")  # fmt: skip
    return Figure(
        id=f"figuur-{code.key}",
        caption=f"{code.name}: hoeveel beurten per respondent?",
        alt=alt,
        drawing=Columns(
            (*heights, *([(0,)] * silent)),
            code.colour,
            f"{plural(material.total, 'respondent', 'respondenten')}, van veel naar weinig beurten",
            names,
        ),
        table=_per_person_table(heights, silent, names),
    )


def _per_person_table(heights: list[tuple[int, ...]], silent: int, names: tuple[str, ...]) -> Table:
    """How many respondents have each number of turns (and, with valence, each mix)."""
    alike = Counter(heights)
    rows = [
        (Run(number(sum(parts))), *(Run(number(part)) for part in parts * bool(names)), Run(number(count)))
        for parts, count in alike.items()
    ]
    if silent:
        rows.append((Run("0"), *(Run("0") for _ in names), Run(number(silent))))
    head = ("Beurten", *names, "Aantal respondenten")
    return Table("Beurten per respondent", head, tuple(rows), tuple(range(1, len(head))))


def _below(code: Code) -> list[Code]:
    return [part for part in code.walk() if part is not code]


def _subcodes(material: Material, code: Code) -> Table | None:
    below = _below(code)
    if not below or not material.fragments[code.key]:
        return None
    rows = tuple(
        (
            Run(part.name),
            Run(of_total(material.count(part.key), material.total)),
            Run(number(material.count(part.key, "beurten")), f"beurten-{code.key}", f"code={part.key}"),
        )
        for part in below
    )
    note = "Iemand kan bij meer subcodes meetellen."
    head = ("Subcode", "Respondenten", "Beurten")
    return Table(f"Subcodes van {code.name}", head, rows, (1, 2), note)


def _entry(material: Material, code: Code) -> Entry:
    examples = tuple((e.text, e.counts, e.comment) for e in code.examples)
    level = len(material.codebook.lineage(code.key))
    return Entry(
        code.key, code.name, level, code.colour, code.definition, code.include, code.exclude, examples
    )
