"""A theme's section: how many tell of it, how sure that is, and in which words."""

from collections import Counter, defaultdict

from stemmen.codebook import Code
from stemmen.fragments import Quote
from stemmen.report.material import Material
from stemmen.report.model import Columns, Figure, Line, Run, Table, Theme, line
from stemmen.report.places import theme_place
from stemmen.report.words import first_sentence, listed, number, of_total, people, plural, verb

VALENCES = (
    "alleen negatief",
    "positief en negatief",
    "alleen positief",
    "zonder waardering",
)  # in order of the parts
NUMBERS = {2: "Twee", 3: "Drie", 4: "Vier"}


def theme_section(material: Material, code: Code) -> Theme:
    """All that the report says about one theme."""
    found = material.unguarded[code.key]
    return Theme(
        key=code.key,
        name=code.name,
        colour=code.colour,
        definition=first_sentence(code.definition),
        lines=tuple(_theme_lines(material, code, found)),
        place=theme_place(code.key, code.name, material.texts, material.texts_folder)
        if found or _written(material, code)
        else None,
        figure=_per_person(material, code, found),
        parts=tuple((part.key, part.name, first_sentence(part.definition)) for part in _below(code)),
        subcodes=_subcodes(material, code),
        quotes=material.quotes[code.key],
        fragments=material.listed[code.key],
    )


def _written(material: Material, code: Code) -> bool:
    return bool(material.texts.get(f"thema-{code.key}", "").strip())


def _theme_lines(material: Material, code: Code, found: tuple[Quote, ...]) -> list[Line]:
    if not found:
        return [line("Bij dit thema zijn geen beurten gevonden.")]
    count = material.count(code.key)
    tell = verb(count, material.total, "vertelt", "vertellen")
    turns = Run(plural(len(found), "beurt", "beurten"), f"beurten-{code.key}")
    lines = [line(f"{people(count, material.total)} {tell} hierover, in ", turns, ".")]
    if code.has_valence:
        lines.append(line(f"Respondenten naar waardering: {valence_list(material, code)}."))
    if denied := material.denied[code.key]:
        what = "wordt het thema ontkend. Die telt" if denied == 1 else "wordt het thema ontkend. Die tellen"
        lines.append(line(f"In {plural(denied, 'codering', 'coderingen')} {what} niet mee."))
    quality = _quality(material, code)
    return [*lines, line(quality)] if quality else lines


def _quality(material: Material, code: Code) -> str:
    """What hand codings say of the rules on this theme, in counts; "" when no rule coded."""
    if not material.by_rules:
        return ""
    if material.is_unknown(code.key):
        return "Niemand codeerde dit thema met de hand. Hoe goed de regels het herkennen, is dus niet bekend."
    rows = material.checked[code.key]
    by_hand, machine, both = (
        [number(int(row[name])) for row in rows] for name in ("met_de_hand", "machine", "beide")
    )
    machine = machine[:1] if len(set(machine)) == 1 else machine
    many = f"{NUMBERS.get(len(rows), len(rows))} codeurs codeerden"
    who = "Eén codeur codeerde" if len(rows) == 1 else many
    they = "Die wees" if len(rows) == 1 else "Zij wezen"
    return (
        f"{who} dit thema ook met de hand. {they} {listed(by_hand)} "
        f"{'beurt' if by_hand == ['1'] else 'beurten'} aan, de regels {listed(machine)}; "
        f"daarvan dezelfde: {listed(both)}."
    )


def valence_parts(material: Material, code: Code) -> tuple[int, ...]:
    """Respondents by valence, as `VALENCES`; together all who tell about it."""
    told = [material.count(code.key, name) for name in ("negatief", "wisselend", "positief")]
    return (*told, material.count(code.key) - sum(told))


def valence_list(material: Material, code: Code) -> str:
    """Respondents by valence: "4 alleen negatief, 5 positief en negatief, en 2 alleen positief"."""
    counted = zip(VALENCES, valence_parts(material, code), strict=True)
    parts = [f"{number(count)} {word}" for word, count in counted if count]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, en {parts[-1]}"


def _per_person(material: Material, code: Code, found: tuple[Quote, ...]) -> Figure | None:
    """How many turns each respondent has on this theme: does one voice carry it, or many?"""
    if not found:
        return None
    order = ["-", "±", "+", ""] if code.has_valence else None
    each: dict[str, list[int]] = defaultdict(lambda: [0] * (len(order) if order else 1))
    for quote in found:
        each[quote.respondent][order.index(quote.valence) if order else 0] += 1
    heights = sorted((tuple(parts) for parts in each.values()), key=lambda parts: (-sum(parts), parts))
    silent = material.total - len(heights)
    most = sum(heights[0])
    names = ("Negatief", "Beide", "Positief", "Zonder waardering") if order else ()
    alt = (f"Een kolom per respondent, van veel naar weinig beurten over {code.name}. De hoogste kolom telt "
           f"{plural(most, 'beurt', 'beurten')}; {plural(silent, 'respondent heeft', 'respondenten hebben')} "
           "er geen.")  # fmt: skip
    return Figure(
        id=f"figuur-thema-{code.key}",
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
    if not below or not material.unguarded[code.key]:
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
