"""`citaten.xlsx`: every coding with its words and its place, for the researcher's own use."""

import datetime
import math
from pathlib import Path

import pandas as pd
import xlsxwriter

from stemmen.fragments import CUT
from stemmen.quotes import overview
from stemmen.report.material import Material
from stemmen.report.words import number
from stemmen.topics import UNASSIGNED

LONGEST_CELL = 32_000  # characters; Excel holds 32,767
_WIDTHS = {
    "kenmerk": 11, "thema": 20, "code": 22, "citaat": 70, "vraag": 40, "context": 70, "transcript": 14,
    "beurt": 8, "begin": 8, "eind": 8, "methode": 10, "codeur": 12, "bewijs": 32, "zekerheid": 10,
    "waardering": 11, "ontkend": 9, "memo": 24, "onderwerp": 24, "in het rapport": 11, "tekst": 90,
    "definitie": 60, "wel": 50, "niet": 50, "voorbeelden": 60, "wat": 28, "uitleg": 90,
}  # fmt: skip
_CREATED = datetime.datetime(2000, 1, 1)


def write_workbook(material: Material, path: Path) -> None:
    """Write the workbook: sheets Citaten, Toelichting, Codeboek and Onderwerpen."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": material.settings.title, "created": _CREATED})
        _sheet(book, "Citaten", quote_table(material))
        _sheet(book, "Toelichting", _explanation(material))
        _sheet(book, "Codeboek", _codebook(material))
        if len(material.topics.topics):
            _sheet(book, "Onderwerpen", _topics(material))


def quote_table(material: Material) -> pd.DataFrame:
    """`quotes.overview`, with the topic of each turn and whether the report quotes it."""
    table = overview(material.turns, material.codings, material.respondents, material.codebook)
    shown = {(material.codebook[key].name, q.anchor) for key, found in material.quotes.items() for q in found}
    assigned = material.topics.assignments[["transcript", "beurt", "onderwerp"]]
    topics = {(name, turn): topic for name, turn, topic in assigned.itertuples(index=False, name=None)}
    places = zip(table["transcript"], table["beurt"], strict=True)
    table["onderwerp"] = [
        material.topic_names.get(topics.get(place, UNASSIGNED), "niet ingedeeld") for place in places
    ]
    marks = zip(table["thema"], table["kenmerk"], table["ontkend"], strict=True)
    table["in het rapport"] = [
        "ja" if (a, b) in shown and denied == "nee" else "nee" for a, b, denied in marks
    ]
    return table


def _topics(material: Material) -> pd.DataFrame:
    """Every turn that has a topic, by topic."""
    table = material.topics.assignments.merge(material.turns, on=["transcript", "beurt"])
    table = table[table["onderwerp"] != UNASSIGNED].sort_values(
        ["onderwerp", "transcript", "beurt"], kind="stable"
    )
    table["onderwerp"] = table["onderwerp"].map(material.topic_names)
    return table[["onderwerp", "tekst", "transcript", "beurt"]]


def _codebook(material: Material) -> pd.DataFrame:
    rows = [
        {
            "thema": material.codebook[material.codebook.theme(code.key)].name,
            "code": code.name,
            "sleutel": code.key,
            "definitie": code.definition,
            "wel": "\n".join(f"- {words}" for words in code.include),
            "niet": "\n".join(f"- {words}" for words in code.exclude),
            "voorbeelden": "\n".join(f"{'+' if e.counts else '–'} {e.text}" for e in code.examples),
            "regels": len(code.rules),
        }
        for code in material.codebook.walk()
    ]
    return pd.DataFrame(rows)


def _explanation(material: Material) -> pd.DataFrame:
    judged = material.judgements
    denied = int(judged["ontkend"].sum())
    rows = [
        ("Studie", material.settings.title),
        ("Datum", material.settings.date or "niet ingevuld"),
        *([("Let op", "De gesprekken zijn verzonnen.")] * material.settings.fictional),
        *([("Onderdeel", f"Alleen: {material.section}")] if material.section else []),
        ("Wat dit is", "Alle coderingen die in het rapport meetellen, met de woorden en de plaats. Een rij "
                       "is "
                       "een code bij een plaats; bij een subcode is er vaak ook een rij voor het thema "
                       "erboven. Ontkende coderingen staan erbij, maar tellen niet mee."),
        ("Voor wie", "Voor de onderzoeker. In dit bestand staan namen van transcripten; publiceer het niet "
                     "zo."),
        ("Welke coderingen", material.method),
        ("Codeboek", f"{material.codebook.name}, versie {material.codebook.version}"),
        ("Hoeveel", f"{number(len(judged))} coderingen, waarvan {number(denied)} ontkend, "
                    "elk één keer geteld bij het thema, in "
                    f"{number(material.turns['transcript'].nunique())} gesprekken met "
                    f"{number(material.total)} respondenten"),
        ("kenmerk", "Hetzelfde kenmerk staat in het rapport bij deze beurt."),
        ("citaat", "De woorden die de code kregen, precies als in het transcript."),
        ("vraag", "Wat de interviewer het laatst zei voor deze beurt."),
        ("context", "De hele beurt."),
        ("transcript, beurt", "De plaats: het bestand, en het nummer van de beurt daarin."),
        ("begin, eind", "De plaats in de tekst van het transcript, in tekens vanaf 0."),
        ("bewijs", "Waarom: bij een regel de naam van de regel en de woorden waarop hij aansloeg."),
        ("waardering", "+ positief, - negatief, ± allebei."),
        ("onderwerp", "Het onderwerp waarin de beurt is ingedeeld, zonder codeboek."),
        ("in het rapport", "Of de woorden als citaat in het rapport staan."),
        *material.shown_versions.items(),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["wat", "uitleg"])


def _sheet(book: xlsxwriter.Workbook, name: str, table: pd.DataFrame) -> None:
    """A sheet with a frozen head, filters, and words that wrap."""
    sheet = book.add_worksheet(name)
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
