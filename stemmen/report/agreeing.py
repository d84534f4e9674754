"""How far coders agree, for the verantwoording: one sentence and one table."""

from stemmen.agreement import TENTATIVE, Agreement
from stemmen.report.material import Material
from stemmen.report.model import Part, Run, Table
from stemmen.report.words import decimal, number, plural

_NOTE = (
    "Vergeleken per beurt: {units}, ook die zonder code. Gelijk: het deel van de beurten waarover de codeurs "
    "het eens zijn. Kappa (Cohen 1960) en alfa (Krippendorff 2004) trekken af wat toeval zou geven: 1 is "
    "volledig gelijk, 0 is toeval. AC1 (Gwet 2008) doet dat ook, en blijft bruikbaar bij zeldzame codes. "
    "Tussen haakjes staat het 95%-interval, door steeds opnieuw interviews te trekken."
)
_FIGURES = ("percentage", "cohen_kappa", "gwet_ac1")


def agreement_part(material: Material) -> Part | None:
    """None when no two coders finished the same transcript."""
    found = material.agreement
    if found is None:
        return None
    head = ("Code", "Met code", "Gelijk", "Kappa", "AC1", "Alfa", "Let op")
    rows = [_row(row) for row in found.codes.to_dict("records")]
    note = _NOTE.format(units=plural(int(found.codes["eenheden"].max()), "beurt", "beurten"))
    cells = tuple(tuple(Run(cell) for cell in row) for row in rows)
    table = Table("Overeenstemming per code", head, cells, tuple(range(1, len(head) - 1)), note)
    lines = tuple((Run(words),) for words in [_sentence(found), *_warnings(found), *found.notes])
    return Part("overeenstemming", "Hoe vaak codeurs hetzelfde coderen", lines, tables=(table,))


def _row(row: dict[object, object]) -> tuple[str, ...]:
    figures = [decimal(float(str(row[name]))) for name in _FIGURES]
    alpha, count = _with_interval(row, "krippendorff_alpha"), number(int(str(row["met_code"])))
    return str(row["naam"]), count, *figures, alpha, str(row["waarschuwing"])


def _with_interval(row: dict[object, object], name: str) -> str:
    value, low, high = (float(str(row[f"{name}{end}"])) for end in ("", "_laag", "_hoog"))
    bounds = "" if decimal(low) == "–" else f" ({decimal(low)} tot {decimal(high)})"
    return f"{decimal(value)}{bounds}"


def _sentence(found: Agreement) -> str:
    who = plural(len(found.coders), "codeur", "codeurs")
    talks = plural(len(found.transcripts), "gesprek", "gesprekken")
    [total] = found.total.to_dict("records")
    return (
        f"{who} ({', '.join(found.coders)}) codeerden dezelfde {talks}. Over alle codes samen is hun "
        f"overeenstemming: alfa {_with_interval(total, 'krippendorff_alpha')}."
    )


def _warnings(found: Agreement) -> list[str]:
    low = found.codes.loc[found.codes["waarschuwing"].str.startswith("lage"), "naam"]
    if low.empty:
        return []
    return [
        f"Bij {', '.join(low)} is alfa lager dan {decimal(TENTATIVE)}. Trek uit de aantallen bij die codes "
        "geen conclusies voordat de codeurs hun verschillen hebben besproken."
    ]
