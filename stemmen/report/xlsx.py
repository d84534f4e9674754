"""The quotes in Excel: what the gate lets through, to publish, or all of it for the researcher."""

import datetime
import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import xlsxwriter

from stemmen.codebook import Codebook
from stemmen.fragments import CUT, REFUSED, Quote, whole_turns
from stemmen.quotes import apart, coded, overview
from stemmen.report.gate import CONTEXT_GAP
from stemmen.report.material import Material
from stemmen.report.words import METHODS, number
from stemmen.topics import UNASSIGNED

LONGEST_CELL = 32_000  # characters; Excel holds 32,767
_WIDTHS = {
    "kenmerk": 11, "thema": 20, "code": 22, "citaat": 70, "vraag": 40, "context": 70, "transcript": 14,
    "beurt": 8, "begin": 8, "eind": 8, "methode": 10, "codeur": 12, "bewijs": 32, "zekerheid": 10,
    "waardering": 11, "ontkend": 9, "memo": 24, "onderwerp": 24, "in het rapport": 11, "tekst": 90,
    "definitie": 60, "wel": 50, "niet": 50, "voorbeelden": 60, "wat": 28, "uitleg": 90,
    "let op": 110, "te besluiten": 24, "toestemming": 18,
}  # fmt: skip
_CREATED = datetime.datetime(2000, 1, 1)


DRAFT = "CONCEPT – niet verspreiden"


def write_workbook(material: Material, path: Path) -> None:
    """Write the workbook: sheets Citaten, Toelichting, Codeboek and Onderwerpen.

    A draft begins with a sheet that says so, and says it on every printed page.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    draft = material.gate.draft
    sheets = {
        **({"CONCEPT": _warning()} if draft else {}),
        "Citaten": quote_table(material) if draft else published_table(material),
        "Toelichting": explanation(material),
        "Codeboek": _codebook(material),
        **({"Onderwerpen": _topics(material)} if len(material.topics.topics) else {}),
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        title = material.settings.title
        book.set_properties({"title": f"{DRAFT}: {title}" if draft else title, "created": _CREATED})
        for name, table in sheets.items():
            _sheet(book, name, table, draft=draft)


def _warning() -> pd.DataFrame:
    lines = [
        f"{DRAFT}.",
        "Dit bestand is voor de onderzoekers. Er staan namen van transcripten in, en woorden waar nog niet "
        "over is besloten. Die woorden staan op het blad Citaten ook in de kolom ‘te besluiten’.",
        "Wat u mag publiceren, maakt: stemmen citaten.",
    ]
    return pd.DataFrame({"let op": lines})


def quote_table(material: Material) -> pd.DataFrame:
    """`quotes.overview` for the researcher, with what must be decided, the topic and whether it is quoted."""
    table = overview(material.turns, material.codings, material.respondents, material.codebook)
    places = list(zip(table["transcript"], table["beurt"], strict=True))
    topic, quoted = _topic_of(material), _quoted(material)
    table["te besluiten"] = ["; ".join(material.gate.doubts(*place)) for place in places]
    table["toestemming"] = [material.gate.refused.get(who, "") for who in table["respondent"]]
    words = ["citaat", "vraag", "context", "bewijs", "memo", "te besluiten"]
    table.loc[table["toestemming"] == REFUSED, words] = ""
    table["onderwerp"] = [topic(*place) for place in places]
    marks = zip(table["thema"], table["kenmerk"], table["ontkend"], strict=True)
    table["in het rapport"] = ["ja" if (a, b) in quoted and c == "nee" else "nee" for a, b, c in marks]
    return table


def _topic_of(material: Material) -> Callable[[str, int], str]:
    """The name of the topic of a turn."""
    assigned = material.topics.assignments[["transcript", "beurt", "onderwerp"]]
    topics = {(name, turn): topic for name, turn, topic in assigned.itertuples(index=False, name=None)}
    names = material.topic_names
    return lambda name, turn: names.get(topics.get((name, turn), UNASSIGNED), "niet ingedeeld")


def _quoted(material: Material) -> set[tuple[str, str]]:
    """The quotes of the report that have words, by the name of the theme and their mark."""
    return {
        (material.codebook[key].name, quote.anchor)
        for key, found in material.quotes.items()
        for quote in found
        if not quote.withheld
    }


def published_table(material: Material) -> pd.DataFrame:
    """What may be published of all codings, a row a coding.

    Without what tells which talk a row is of, so that nobody can put all that one person said together. That
    is why the rows are not in the order of the talks, but by code and then by mark. Columns: `kenmerk`,
    `thema`, `code`, `citaat`, `vraag`, `context`, what may be said of the respondent, `methode`, `bewijs`,
    `waardering`, `ontkend`, `onderwerp`, `in het rapport`.
    """
    quoted, topic, names = _quoted(material), _topic_of(material), material.codebook
    found = coded(material.turns, material.codings, material.disclosed.shown, material.codebook)
    shown = [
        (material.gate.quote(quote), denied, topic(quote.transcript, quote.turn)) for quote, denied in found
    ]
    attributes = list(dict.fromkeys(name for quote, _, _ in shown for name, _ in quote.groups))
    named = ["genoemd als"] if any(quote.named for quote, _, _ in shown) else []
    rows = []
    for quote, denied, about in shown:
        theme, groups = names[quote.theme].name, dict(quote.groups)
        rows.append(
            {
                "kenmerk": quote.anchor,
                "thema": theme,
                "code": names[quote.codes[0]].name,
                "citaat": quote.printed,
                "vraag": quote.question,
                "context": _context(quote),
                "genoemd als": quote.named,
                **{apart(name): groups.get(name, "") for name in attributes},
                "methode": METHODS[quote.methods[0]],
                "bewijs": "; ".join(quote.evidence),
                "waardering": quote.valence,
                "ontkend": "ja" if denied else "nee",
                "onderwerp": "" if quote.withheld else about,
                "in het rapport": "ja" if (theme, quote.anchor) in quoted and not denied else "nee",
            }
        )
    return _in_order(pd.DataFrame(rows, columns=[*_FIRST, *named, *map(apart, attributes), *_LAST]), names)


_FIRST = ["kenmerk", "thema", "code", "citaat", "vraag", "context"]
_LAST = ["methode", "bewijs", "waardering", "ontkend", "onderwerp", "in het rapport"]


def _context(quote: Quote) -> str:
    if quote.withheld:
        return ""
    return CONTEXT_GAP if quote.context_withheld else _whole(quote)


def _in_order(table: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """By code, as in the codebook, then by mark; gaps, which have none, last."""
    codes = [code.name for code in codebook.walk()]
    keys = table.assign(order=table["code"].map(codes.index), gap=table["kenmerk"] == "")
    order = ["order", "gap", "kenmerk", "citaat", "waardering", "methode", "bewijs"]
    return table.loc[keys.sort_values(order, kind="stable").index].reset_index(drop=True)


def _topics(material: Material) -> pd.DataFrame:
    """The turns of each topic; to publish, just those that are typical of it, without their place.

    All turns together are nearly all that was said: that is for the researcher.
    """
    placed = _assigned(material) if material.gate.draft else _typical(material)
    topics = {(name, turn): topic for name, turn, topic in placed[_PLACED].itertuples(index=False, name=None)}
    found = material.gate.quotes(whole_turns(material.turns, material.disclosed.shown, placed))
    draft = material.gate.draft
    rows = [
        (
            topics[quote.transcript, quote.turn],
            _whole(quote),
            *((quote.transcript, quote.turn) if draft else (quote.anchor or "~",)),
        )
        for quote in found
    ]
    table = pd.DataFrame(rows, columns=["onderwerp", "tekst", *(_PLACE if draft else ["kenmerk"])])
    table = table.sort_values(["onderwerp", *table.columns[2:]], kind="stable", ignore_index=True)
    table["onderwerp"] = table["onderwerp"].map(material.topic_names)
    return table if draft else table[["onderwerp", "tekst"]]


def _assigned(material: Material) -> pd.DataFrame:
    assigned = material.topics.assignments
    return assigned[assigned["onderwerp"] != UNASSIGNED]


def _typical(material: Material) -> pd.DataFrame:
    rows = [
        {**place, "onderwerp": topic["onderwerp"]}
        for topic in material.topics.topics.to_dict("records")
        for place in topic["fragmenten"]
    ]
    return pd.DataFrame(rows, columns=_PLACED)


_PLACE = ["transcript", "beurt"]
_PLACED = [*_PLACE, "onderwerp"]


def _whole(quote: Quote) -> str:
    """All words of a turn; as far as they may be shown."""
    return quote.printed if quote.context_withheld else f"{quote.before}{quote.text}{quote.after}"


def _codebook(material: Material) -> pd.DataFrame:
    rows = [
        {
            "thema": material.codebook[material.codebook.theme(code.key)].name,
            "code": code.name,
            "sleutel": code.key,
            "definitie": code.definition,
            "wel": "\n".join(f"- {words}" for words in code.include),
            "niet": "\n".join(f"- {words}" for words in code.exclude),
            "voorbeelden": "\n".join(
                f"{'+' if e.counts else '–'} {material.gate.example(e.text)}" for e in code.examples
            ),
            "regels": len(code.rules),
        }
        for code in material.codebook.walk()
    ]
    return pd.DataFrame(rows)


def explanation(material: Material) -> pd.DataFrame:
    """What the workbook is and what its columns are, a row a subject."""
    judged = material.judgements
    denied = int(judged["ontkend"].sum())
    rows = [
        ("Studie", material.settings.title),
        ("Datum", material.settings.date or "niet ingevuld"),
        *([("Let op", "De gesprekken zijn verzonnen.")] * material.settings.fictional),
        *([("Onderdeel", f"Alleen: {material.section}")] if material.section else []),
        ("Wat dit is", "Alle coderingen die in het rapport meetellen, met de woorden. Een rij is "
                       "een code bij een plaats; bij een subcode is er vaak ook een rij voor het thema "
                       "erboven. Ontkende coderingen staan erbij, maar tellen niet mee."),
        *(_FOR_RESEARCHERS if material.gate.draft else _FOR_ALL),
        ("Welke coderingen", material.method),
        ("Codeboek", f"{material.codebook.name}, versie {material.codebook.version}"),
        ("Hoeveel", f"{number(len(judged))} coderingen, waarvan {number(denied)} ontkend, "
                    "elk één keer geteld bij het thema, in "
                    f"{number(material.turns['transcript'].nunique())} gesprekken met "
                    f"{number(material.total)} respondenten"),
        ("kenmerk", "Hetzelfde kenmerk staat in het rapport bij deze beurt. Een beurt heeft bij elk thema "
                    "hetzelfde kenmerk."),
        ("citaat", "De woorden die de code kregen, precies als in het transcript."),
        ("vraag", "Wat de interviewer het laatst zei voor deze beurt."),
        ("context", "De hele beurt."),
        *(_PLACES if material.gate.draft else []),
        ("bewijs", "Waarom: bij een regel de naam van de regel en de woorden waarop hij aansloeg."),
        ("waardering", "+ positief, - negatief, ± allebei."),
        ("onderwerp", "Het onderwerp waarin de beurt is ingedeeld, zonder codeboek."),
        ("in het rapport", "Of de woorden als citaat in het rapport staan."),
        *material.shown_versions.items(),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["wat", "uitleg"])


_FOR_RESEARCHERS = [
    ("Voor wie", "Voor de onderzoekers alleen. Er staan namen van transcripten in, en woorden waar nog niet "
                 "over is besloten. Publiceer dit bestand niet."),
    ("te besluiten", "Wat in deze beurt nog een besluit vraagt; zie besluiten.csv."),
    ("toestemming", "Leeg als de respondent mag worden geciteerd. Bij ‘alleen parafrase’ mag u de woorden "
                    "lezen en navertellen. Van wie geen toestemming gaf, staan de woorden er niet."),
]  # fmt: skip
_PLACES = [
    ("transcript, beurt", "De plaats: het bestand, en het nummer van de beurt daarin."),
    ("begin, eind", "De plaats in de tekst van het transcript, in tekens vanaf 0."),
]
_FOR_ALL = [
    ("Voor wie", "Voor lezers van het rapport. Lees het na voor u het publiceert."),
    ("Wat er niet in staat", "Uit welk gesprek een rij komt, waar in het gesprek, wie codeerde en wat die "
                             "erbij noteerde. De rijen staan niet in de volgorde van de gesprekken. Zo kan "
                             "niemand bij elkaar zoeken wat één persoon zei."),
    ("Wat is weggelaten", "Woorden waar misschien een naam in staat of iets anders dat herkenbaar is, tot "
                          "daarover is besloten, en woorden van wie niet geciteerd wil worden. Die rijen "
                          "staan er wel: ze tellen mee."),
]  # fmt: skip


def _sheet(book: xlsxwriter.Workbook, name: str, table: pd.DataFrame, *, draft: bool) -> None:
    """A sheet with a frozen head, filters, and words that wrap."""
    sheet = book.add_worksheet(name)
    if draft:
        whole = {"scale_with_doc": False}  # else it is too small to see on a sheet that is fit to the page
        sheet.set_header(f"&C&14{DRAFT}", whole)
        sheet.set_footer(f"&C&14{DRAFT}", whole)
        sheet.set_tab_color("#8f1d1d")
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, title in enumerate(table.columns):
        sheet.set_column(column, column, _WIDTHS.get(str(title), 16), words)
        sheet.write_string(0, column, str(title), head)
        for row, value in enumerate(table[title], 1):
            _cell(sheet, row, column, value, words)


def _cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, style: object) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isnan(value):
            sheet.write_number(row, column, value, style)
        return
    text = str(value)
    sheet.write_string(
        row, column, text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]} {CUT}", style
    )
