"""The verantwoording and the appendices: how it was done, with what, and within which limits."""

import pandas as pd

from stemmen.bands import in_print
from stemmen.quotes import CHOICE_RULE
from stemmen.report.crossings import code_topic
from stemmen.report.material import Material
from stemmen.report.model import Line, Part, Run, Table
from stemmen.report.words import decimal, number, plural

_METHODS = {"hand": "met de hand", "regel": "door een regel", "model": "door een model"}


def _lines(*words: str) -> tuple[Line, ...]:
    return tuple((Run(text),) for text in words)


def _table(caption: str, head: tuple[str, ...], rows: list[tuple[str, ...]], note: str = "") -> Table:
    """A table of words and, after the first column, numbers."""
    cells = tuple(tuple(Run(cell) for cell in row) for row in rows)
    return Table(caption, head, cells, tuple(range(1, len(head))), note)


def account(material: Material) -> tuple[Part, ...]:
    """How the figures came about."""
    parts = (_data, _coding, _comparison, _quotes, _topics, _limits, _versions)
    return tuple(part for make in parts if (part := make(material)))


def _data(material: Material) -> Part:
    turns = material.turns
    rows = [
        (str(role), number(len(group)), number(int(group["tekst"].str.split().str.len().sum())))
        for role, group in turns.groupby("rol", sort=True)
    ]
    lines = ["Alleen beurten van respondenten krijgen een code. Woorden van de interviewer tellen nooit mee."]
    if unknown := int((turns["rol"] == "onbekend").sum()):
        lines.append(
            f"Van {plural(unknown, 'beurt', 'beurten')} is de rol van de spreker niet bekend. Die tellen niet mee."
        )
    table = _table("Beurten en woorden per rol", ("Rol", "Beurten", "Woorden"), rows)
    return Part("gegevens", "De gesprekken", _lines(*lines), tables=(table,))


def _coding(material: Material) -> Part:
    book, codings = material.codebook, material.codings
    rows = [
        (_METHODS.get(str(method), str(method)), str(coder), str(version) or "onbekend", number(len(group)),
         number(int(group["ontkend"].sum())))
        for (method, coder, version), group in codings.groupby(["methode", "codeur", "codeboekversie"], sort=True)
    ]  # fmt: skip
    rules = sum(len(code.rules) for code in book.walk())
    lines = [
        f"Dit rapport telt: {material.method}.",
        f"Het codeboek is {book.name}, versie {book.version}, met {plural(len(book.codes), 'thema', 'thema’s')} en "
        f"{plural(sum(1 for _ in book.walk()), 'code', 'codes')} in totaal, en {plural(rules, 'regel', 'regels')}.",
        "Een codering waarin het thema wordt ontkend, blijft bewaard maar telt niet mee.",
    ]
    if material.by_rules:
        lines.append("Een regel kijkt naar woorden in de beurt. Bij elke codering staat welke regel dat was, en "
                     "welke woorden.")  # fmt: skip
    head = ("Methode", "Codeur", "Codeboek", "Coderingen", "Ontkend")
    cells = tuple(tuple(Run(cell) for cell in row) for row in rows)
    table = Table("Coderingen in dit rapport", head, cells, (3, 4))
    return Part("coderen", "Hoe is gecodeerd?", _lines(*lines), tables=(table,) if rows else ())


def _comparison(material: Material) -> Part | None:
    found = material.comparison
    if found is None or found.empty:
        return None
    rows = []
    for row in found.to_dict("records"):
        key = str(row["code"])
        name = material.codebook[key].name if key in material.codebook else key
        counts = [number(int(row[column])) for column in ("met_de_hand", "machine", "beide")]
        scores = [decimal(float(row[column])) for column in ("precisie", "recall", "f1")]
        rows.append(tuple(Run(cell) for cell in (name, str(row["codeur"]), *counts, *scores)))
    head = ("Thema", "Codeur", "Met de hand", "Door regels", "Beide", "Precisie", "Recall", "F1")
    note = (
        "De eerste drie aantallen zijn beurten. Precisie: welk deel van wat de regels aanwijzen, wees de codeur ook "
        "aan. Recall: welk deel van wat de codeur aanwees, vinden de regels. F1 vat beide samen; 1 is het hoogst."
    )
    words = "Een deel van de gesprekken is ook met de hand gecodeerd. De tabel legt de regels daarnaast, per thema."
    table = Table("Regels naast coderen met de hand", head, tuple(rows), tuple(range(2, 8)), note)
    return Part("vergelijking", "Regels naast mensen", _lines(words), tables=(table,))


def _quotes(material: Material) -> Part:
    most = plural(material.settings.quotes.per_theme, "citaat", "citaten")
    line = f"Per thema staan er ten hoogste {most}. De computer kiest ze met deze regels:"
    return Part("citaatkeuze", "Hoe zijn de citaten gekozen?", _lines(line), points=CHOICE_RULE)


def _topics(material: Material) -> Part:
    meta, topics = material.topics.meta, material.topics.topics
    lines = []
    if topics.empty:
        lines.append(str(meta.get("opmerking") or "Er zijn geen onderwerpen bepaald."))
    else:
        lines.append(f"Er zijn {plural(len(topics), 'onderwerp', 'onderwerpen')} gevonden met BERTopic.")
    if "aandeel_niet_ingedeeld" in meta:
        share = round(100 * float(meta["aandeel_niet_ingedeeld"]))
        lines.append(f"Van de {number(int(meta['beurten']))} beurten van respondenten zijn er "
                     f"{number(int(meta['niet_ingedeeld']))} niet ingedeeld ({share}%): ze hebben te weinig woorden "
                     "met inhoud, of passen nergens bij.")  # fmt: skip
    if "zaad" in meta:
        lines.append(f"Het zaad (de beginwaarde voor het toeval) is {meta['zaad']}. Met hetzelfde zaad en dezelfde "
                     "gesprekken komen er dezelfde onderwerpen uit.")  # fmt: skip
    return Part(
        "onderwerpen-zoeken", "Hoe zijn de onderwerpen gevonden?", _lines(*lines), tables=_curve(material)
    )


def _curve(material: Material) -> tuple[Table, ...]:
    curve = material.topics.curve
    if curve.empty:
        return ()
    rows = [
        (str(row.k), decimal(float(row.ari)), "gekozen" if row.gekozen else "") for row in curve.itertuples()
    ]
    note = (
        "Stabiliteit: hoe goed twee indelingen van steeds een ander deel van de beurten overeenkomen (Adjusted Rand "
        "Index; 1 is gelijk, 0 is toeval)."
    )
    return (_table("Hoeveel onderwerpen?", ("Aantal onderwerpen", "Stabiliteit", "Keuze"), rows, note),)


def _limits(material: Material) -> Part:
    points = [
        "De respondenten zijn geen steekproef. De aantallen zeggen niet hoe vaak iets voorkomt bij andere mensen.",
        "Een gesprek is een momentopname: niet alles wat iemand meemaakt, komt ter sprake.",
    ]
    if material.by_rules:
        points.append("Regels herkennen woorden, geen bedoelingen. Wat iemand tussen de regels zegt, ironie en een "
                      "antwoord dat alleen met de vraag erbij te begrijpen is, kunnen ze missen.")  # fmt: skip
    points.append("Onderwerpen volgen uit woorden die vaak samen voorkomen. De naam van een onderwerp is een rij "
                  "woorden, geen duiding.")  # fmt: skip
    if material.settings.fictional:
        points.insert(
            0, "De gesprekken zijn verzonnen. Dit rapport zegt niets over echte mensen of instanties."
        )
    return Part("beperkingen", "Wat dit rapport niet kan zeggen", points=tuple(points))


def _versions(material: Material) -> Part:
    rows = [(name, version) for name, version in material.versions.items()]
    line = "Dezelfde gesprekken, hetzelfde codeboek en dezelfde versies geven hetzelfde rapport."
    table = _table("Versies", ("Onderdeel", "Versie"), rows)
    return Part("versies", "Versies", _lines(line), tables=(table,) if rows else ())


def appendices(material: Material) -> tuple[Part, ...]:
    """The tables at the end, after the codebook: respondents, topics, codes together."""
    return (_respondents(material), _topic_list(material), _together(material))


def _respondents(material: Material) -> Part:
    lines = [
        f"Er zijn {plural(material.total, 'respondent', 'respondenten')}. Per kenmerk staat hoeveel respondenten in "
        "elke groep vallen. De kenmerken staan los van elkaar, om niemand herkenbaar te maken."
    ]
    tables = []
    for name in material.bands:
        counts = material.bands[name].replace("", "onbekend").value_counts()
        rows = [(in_print(str(value)), number(int(counts[value]))) for value in sorted(counts.index)]
        tables.append(_table(str(name).capitalize(), (str(name).capitalize(), "Respondenten"), rows))
    if not tables:
        lines.append("Er zijn geen kenmerken van respondenten die in dit rapport kunnen staan.")
    return Part("respondenten", "Respondenten", _lines(*lines), tables=tuple(tables))


def _topic_list(material: Material) -> Part:
    topics = material.topics.topics
    if topics.empty:
        return Part("onderwerpen", "Onderwerpen", _lines("Er zijn geen onderwerpen bepaald."))
    rows = tuple(
        (Run(f"{row.onderwerp}. {row.label}"), Run(", ".join(row.woorden)), Run(number(int(row.aantal_beurten))),
         Run(number(int(row.aantal_respondenten))), Run(decimal(float(row.stabiliteit))))
        for row in topics.itertuples()
    )  # fmt: skip
    note = f"Stabiliteit: {material.topics.meta.get('stabiliteit', 'van 0 (toeval) tot 1 (steeds gelijk)')}."
    head = ("Onderwerp", "Woorden", "Beurten", "Respondenten", "Stabiliteit")
    line = "De beurten van elk onderwerp staan in citaten.xlsx."
    table = Table("Onderwerpen", head, rows, (2, 3, 4), note)
    return Part("onderwerpen", "Onderwerpen", _lines(line), tables=(table,), figures=code_topic(material))


def _together(material: Material) -> Part:
    themes = {code.key for code in material.codebook.codes}
    found: pd.DataFrame = material.themes.co_occurrence
    found = found[found["code_a"].isin(themes) & found["code_b"].isin(themes)]
    found = found.sort_values(["respondenten", "beurten"], ascending=False, kind="stable").head(15)
    if found.empty:
        return Part("samen", "Thema’s in dezelfde beurt", _lines("Er zijn geen beurten met twee thema’s."))
    name = {code.key: code.name for code in material.codebook.codes}
    rows = [(f"{name[row.code_a]} en {name[row.code_b]}", number(row.respondenten), number(row.beurten))
            for row in found.itertuples()]  # fmt: skip
    line = "Soms horen er twee thema’s bij één beurt. De tabel toont ten hoogste 15 paren, met de meeste respondenten."
    table = _table("Thema’s in dezelfde beurt", ("Thema’s", "Respondenten", "Beurten"), rows)
    return Part("samen", "Thema’s in dezelfde beurt", _lines(line), tables=(table,))
