"""The verantwoording and the appendices: how it was done, with what, and within which limits."""

from collections.abc import Sequence

from stemmen.bands import in_print
from stemmen.nonspeech import count_words
from stemmen.quotes import CHOICE_RULE
from stemmen.report.agreeing import agreement_part
from stemmen.report.crossings import code_topic, striking
from stemmen.report.groups import sizes, who_are_others
from stemmen.report.material import Material
from stemmen.report.model import Line, Part, Run, Table
from stemmen.report.traceable import traceability
from stemmen.report.words import METHODS, decimal, number, plural

_MOST_PAIRS = 15


def _lines(*words: str) -> tuple[Line, ...]:
    return tuple((Run(text),) for text in words)


def _table(
    caption: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]], words: int = 1, note: str = ""
) -> Table:
    """A table whose first `words` columns are words and whose other columns are numbers."""
    cells = tuple(tuple(Run(cell) for cell in row) for row in rows)
    return Table(caption, head, cells, tuple(range(words, len(head))), note)


def account(material: Material) -> tuple[Part, ...]:
    """How the figures came about."""
    parts = (_data, _coding, _comparison, agreement_part, _quotes, traceability, _topics, _limits, _versions)
    return tuple(part for make in parts if (part := make(material)))


def _data(material: Material) -> Part:
    turns = material.turns
    rows = [
        (str(role), number(len(group)), number(sum(map(count_words, group["tekst"]))))
        for role, group in turns.groupby("rol", sort=True)
    ]
    lines = ["Alleen beurten van respondenten tellen mee: bij de thema’s, bij de onderwerpen en als citaat."]
    if unknown := int((turns["rol"] == "onbekend").sum()):
        what = plural(unknown, "beurt", "beurten")
        lines.append(f"Van {what} is de rol van de spreker niet bekend. Die tellen niet mee.")
    table = _table("Beurten en woorden per rol", ("Rol", "Beurten", "Woorden"), rows)
    return Part("gegevens", "De gesprekken", _lines(*lines), tables=(table,))


def _coding(material: Material) -> Part:
    book = material.codebook
    codes = list(book.walk())
    themes = plural(len(book.codes), "thema", "thema’s")
    rules = plural(sum(len(code.rules) for code in codes), "regel", "regels")
    lines = [
        f"Dit rapport telt: {material.method}.",
        f"Het codeboek is {book.name}, versie {book.version}. Het heeft {themes}, met in totaal "
        f"{plural(len(codes), 'code', 'codes')} en {rules}.",
        "Een codering waarin het thema wordt ontkend, blijft bewaard maar telt niet mee.",
    ]
    if material.lost:
        which = ", ".join(f"{key} ({number(material.lost[key])})" for key in sorted(material.lost))
        count = sum(material.lost.values())
        verb = "codering telt" if count == 1 else "coderingen tellen"
        lines.append(
            f"{number(count)} {verb} niet mee, omdat de code niet in het codeboek staat: {which}. Heeft zo’n "
            "code nu een andere sleutel? Zet dan de oude sleutel terug."
        )
    if material.by_rules:
        lines.append(
            "Een regel kijkt naar woorden in de beurt. Bij elke codering staat welke regel dat was, en welke "
            "woorden."
        )
    return Part("coderen", "Hoe is gecodeerd?", _lines(*lines), tables=_codings(material))


def _codings(material: Material) -> tuple[Table, ...]:
    if material.codings.empty:
        return ()
    rows = []
    by = ["methode", "codeur", "codeboekversie"]
    for (method, coder, version), group in material.judgements.groupby(by):
        how = METHODS[str(method)]
        counts = (number(len(group)), number(int(group["ontkend"].sum())))
        rows.append((how, str(coder), str(version) or "onbekend", *counts))
    head = ("Methode", "Codeur", "Versie van het codeboek", "Coderingen", "Waarvan ontkend")
    note = "Een codering met een subcode telt één keer, bij het thema."
    return (_table("Coderingen in dit rapport", head, rows, words=3, note=note),)


def _comparison(material: Material) -> Part | None:
    found = material.comparison
    if found is None or found.empty:
        return None
    rows = []
    for row in found.to_dict("records"):
        name = material.codebook[row["code"]].name if row["code"] in material.codebook else row["code"]
        counts = [number(int(row[column])) for column in ("met_de_hand", "machine", "beide")]
        scores = [decimal(row[column]) for column in ("precisie", "recall", "f1")]
        rows.append((name, str(row["codeur"]), *counts, *scores))
    head = ("Thema", "Codeur", "Met de hand", "Door regels", "Beide", "Precisie", "Recall", "F1")
    note = (
        "De eerste drie aantallen zijn beurten. Precisie: welk deel van wat de regels aanwijzen, wees de "
        "codeur ook aan. Recall: welk deel van wat de codeur aanwees, vinden de regels. F1 vat beide samen; "
        "1 is het hoogst."
    )
    lines = _lines(
        "Een deel van de gesprekken is ook met de hand gecodeerd. De tabel zet de regels daarnaast."
    )
    table = _table("Regels naast coderen met de hand", head, rows, words=2, note=note)
    return Part("vergelijking", "Regels naast coderen met de hand", lines, tables=(table,))


def _quotes(material: Material) -> Part:
    most = plural(material.settings.quotes.per_theme, "citaat", "citaten")
    line = f"Per thema staan er ten hoogste {most}. De computer kiest ze volgens deze afspraken:"
    return Part("citaatkeuze", "Hoe zijn de citaten gekozen?", _lines(line), points=CHOICE_RULE)


def _topics(material: Material) -> Part:
    meta, topics = material.topics.meta, material.topics.topics
    lines = []
    if topics.empty:
        lines.append(str(meta.get("opmerking") or "Er zijn geen onderwerpen bepaald."))
    else:
        found = plural(len(topics), "onderwerp", "onderwerpen")
        lines.append(
            f"Er zijn {found} gevonden met BERTopic, zonder codeboek en zonder taalmodel van buiten."
        )
        lines += [str(meta["opmerking"])] if "opmerking" in meta else []
    if "aandeel_niet_ingedeeld" in meta:
        out, share = number(int(meta["niet_ingedeeld"])), round(100 * float(meta["aandeel_niet_ingedeeld"]))
        lines.append(
            f"Van de {number(int(meta['beurten']))} beurten van respondenten zijn er {out} niet ingedeeld "
            f"({share}%): ze hebben te weinig woorden met inhoud, of passen nergens bij."
        )
    if "zaad" in meta:
        lines.append(
            f"Het zaad (de beginwaarde voor het toeval) is {meta['zaad']}. Met hetzelfde zaad en dezelfde "
            "gesprekken komen er dezelfde onderwerpen uit."
        )
    return Part(
        "onderwerpen-zoeken", "Hoe zijn de onderwerpen gevonden?", _lines(*lines), tables=_curve(material)
    )


def _curve(material: Material) -> tuple[Table, ...]:
    curve = material.topics.curve
    if curve.empty:
        return ()
    rows = [
        (str(row["k"]), decimal(row["ari"]), "gekozen" if row["gekozen"] else "")
        for row in curve.to_dict("records")
    ]
    note = (
        "Stabiliteit: hoe goed twee indelingen van steeds een ander deel van de beurten overeenkomen "
        "(Adjusted Rand Index; 1 is gelijk, 0 is toeval)."
    )
    return (_table("Hoeveel onderwerpen?", ("Aantal onderwerpen", "Stabiliteit", "Keuze"), rows, note=note),)


def _limits(material: Material) -> Part:
    points = [
        "De respondenten zijn geen steekproef. De aantallen zeggen niet hoe vaak iets voorkomt bij andere "
        "mensen.",
        "Een gesprek is een momentopname: niet alles wat iemand meemaakt, komt ter sprake.",
        "Onderwerpen volgen uit woorden die vaak samen voorkomen. De naam van een onderwerp is een rij "
        "woorden, geen duiding.",
    ]
    if material.by_rules:
        points.append(
            "Regels herkennen woorden, geen bedoelingen. Ironie, en een antwoord dat alleen met de vraag "
            "erbij te begrijpen is, kunnen ze missen."
        )
    if material.settings.fictional:
        points.insert(
            0, "De gesprekken zijn verzonnen. Dit rapport zegt niets over echte mensen of instanties."
        )
    return Part("beperkingen", "Wat dit rapport niet kan zeggen", points=tuple(points))


def _versions(material: Material) -> Part:
    rows = list(material.shown_versions.items())
    line = "Dezelfde gesprekken, hetzelfde codeboek en dezelfde versies geven hetzelfde rapport."
    table = _table("Gebruikte versies", ("Onderdeel", "Versie"), rows)
    return Part("versies", "Versies", _lines(line), tables=(table,) if rows else ())


def appendices(material: Material) -> tuple[Part, ...]:
    """The tables at the end, after the codebook: respondents, topics, codes together."""
    return (_respondents(material), _topic_list(material), _together(material))


def _respondents(material: Material) -> Part:
    who = plural(material.total, "respondent", "respondenten")
    lines = [
        f"Het gaat om {who}. Per kenmerk staat hoeveel respondenten in elke groep vallen. De kenmerken staan "
        "los van elkaar, om niemand herkenbaar te maken."
    ]
    tables = []
    for name in material.groups:
        rows = [(in_print(value), number(size)) for value, size in sizes(material, name)]
        tables.append(_table(name.capitalize(), (name.capitalize(), "Respondenten"), rows))
    if tables:
        lines.append(who_are_others(material))
    else:
        lines.append("Er zijn geen kenmerken van respondenten die in dit rapport kunnen staan.")
    return Part("respondenten", "Respondenten", _lines(*lines), tables=tuple(tables))


def _topic_list(material: Material) -> Part:
    topics = material.topics.topics
    if topics.empty:
        return Part("onderwerpen", "Onderwerpen", _lines("Er zijn geen onderwerpen bepaald."))
    rows = [
        (
            material.topic_names[row["onderwerp"]],
            ", ".join(row["woorden"]),
            number(row["aantal_beurten"]),
            number(row["aantal_respondenten"]),
            decimal(row["stabiliteit"]),
        )
        for row in topics.to_dict("records")
    ]
    note = f"Stabiliteit: {material.topics.meta.get('stabiliteit', 'van 0 (toeval) tot 1 (steeds gelijk)')}."
    head = ("Onderwerp", "Woorden", "Beurten", "Respondenten", "Stabiliteit")
    line = "De beurten van elk onderwerp staan in citaten.xlsx."
    table = _table("Lijst van onderwerpen", head, rows, words=2, note=note)
    tables = (table, *striking(material))
    return Part("onderwerpen", "Onderwerpen", _lines(line), tables=tables, figures=code_topic(material))


def _together(material: Material) -> Part:
    name = {code.key: code.name for code in material.codebook.codes}
    found = material.themes.co_occurrence
    found = found[found["code_a"].isin(list(name)) & found["code_b"].isin(list(name))]
    found = found.sort_values(["respondenten", "beurten"], ascending=False, kind="stable").head(_MOST_PAIRS)
    title = "Thema’s in dezelfde beurt"
    if found.empty:
        return Part("samen", title, _lines("Er zijn geen beurten met twee thema’s."))
    rows = [
        (
            f"{name[row['code_a']]} en {name[row['code_b']]}",
            number(row["respondenten"]),
            number(row["beurten"]),
        )
        for row in found.to_dict("records")
    ]
    line = (
        f"Soms horen er twee thema’s bij één beurt. De tabel toont ten hoogste {_MOST_PAIRS} paren: die met "
        "de meeste respondenten."
    )
    table = _table("Paren van thema’s", ("Thema’s", "Respondenten", "Beurten"), rows)
    return Part("samen", title, _lines(line), tables=(table,))
