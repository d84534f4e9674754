"""The command that tells how far coders agree."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pandas as pd

from stemmen.cli.commands import app
from stemmen.cli.options import as_json_option, study_folder
from stemmen.cli.output import print_json, say, show_table, warn
from stemmen.dutch_click import DutchCommand
from stemmen.exchange import write_table
from stemmen.report.words import decimal, plural
from stemmen.study import open_study

if TYPE_CHECKING:
    from stemmen.agreement import Agreement

_LEVELS = ("beurt", "zin", "teken")
_NAMES = {"Gelijk": "percentage", "Kappa": "cohen_kappa", "AC1": "gwet_ac1"}
_PLURALS = {"beurt": "beurten", "zin": "zinnen", "teken": "tekens"}


@app.command("overeenstemming", cls=DutchCommand)
@study_folder
@click.option(
    "--codeurs", default="", metavar="NAMEN", help="Wie, met komma's ertussen. Standaard: iedereen."
)
@click.option(
    "--niveau", "level", type=click.Choice(_LEVELS), default="beurt", show_default=True,
    help="Waarop u vergelijkt.",
)  # fmt: skip
@click.option(
    "--verschillen", type=click.Path(path_type=Path), metavar="BESTAND",
    help="Schrijf de plekken waar codeurs verschillen naar een CSV-bestand.",
)  # fmt: skip
@as_json_option
def agree(folder: Path, codeurs: str, level: str, verschillen: Path | None, as_json: bool) -> None:
    """Meet hoe vaak codeurs hetzelfde coderen, en laat zien waar niet."""
    coders = [name.strip() for name in codeurs.split(",") if name.strip()]
    found = open_study(folder).agreement(coders, level)
    if verschillen:
        write_table(found.differences, verschillen)
    if as_json:
        print_json(**as_dict(found))
    else:
        _show(found, verschillen)


def as_dict(found: "Agreement") -> dict[str, Any]:
    """All figures, with intervals as [low, high], and None where nothing can be said."""
    return {
        "codeurs": list(found.coders),
        "niveau": found.level,
        "transcripten": list(found.transcripts),
        "eenheden": found.units,
        "codes": {str(row.pop("code")): _with_intervals(row) for row in _rows(found.codes)},
        "totaal": _with_intervals(_rows(found.total)[0]),
        "per_transcript": [_with_intervals(row) for row in _rows(found.by_transcript)],
        "verwisseld": _rows(found.confusion),
        "verschillen_per_code": _rows(found.sources),
        "waarschuwingen": [*found.notes, *_warned(found)],
    }


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _with_intervals(row: dict[str, Any]) -> dict[str, Any]:
    """A row with each pair of bounds as one interval."""
    clean: dict[str, Any] = {}
    for name, value in row.items():
        if name.endswith("_laag"):
            bounds = [_number(value), _number(row[name.removesuffix("_laag") + "_hoog"])]
            clean[name.removesuffix("_laag") + "_interval"] = None if None in bounds else bounds
        elif not name.endswith("_hoog"):
            clean[name] = _number(value) if isinstance(value, float) else value
    return clean


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _warned(found: "Agreement") -> list[str]:
    return [f"{row['naam']}: {row['waarschuwing']}." for row in _rows(found.codes) if row["waarschuwing"]]


def _show(found: "Agreement", path: Path | None) -> None:
    say(f"{', '.join(found.coders)}: {_talks(found)} die af zijn, vergeleken per {found.level}.")
    units = _PLURALS[found.level].capitalize()
    rows = [
        [row["naam"], str(row["met_code"]), *_figures(row), row["waarschuwing"]] for row in _rows(found.codes)
    ]
    [total] = _rows(found.total)
    rows.append(["Alle codes samen", "", *_figures(total), ""])
    head = ["Code", f"{units} met code", *_NAMES, "Alfa (95%-interval)", "Let op"]
    show_table(pd.DataFrame(rows, columns=head), "Overeenstemming")
    masi, jaccard = (_with_bounds(total, name) for name in ("alpha_masi", "alpha_jaccard"))
    say(f"De codes van een {found.level} als één geheel: alfa met MASI (Passonneau 2006) {masi}.")
    say(f"Met Jaccard: {jaccard}.")
    for row in _rows(found.sources)[:3]:
        other = "geen code" if row["vooral_tegenover"] == "geen" else f"de code {row['vooral_tegenover']}"
        times = plural(int(row["verschillen"]), "verschil", "verschillen")
        say(f"{row['naam']}: {times}, meestal tegenover {other}. Kijk naar de definitie.")
    for note in found.notes:
        warn(note)
    say(f"Waar ze verschillen: {path or '--verschillen BESTAND.csv'}. Alle getallen: --json")


def _talks(found: "Agreement") -> str:
    return plural(len(found.transcripts), "interview", "interviews")


def _figures(row: dict[str, Any]) -> list[str]:
    return [*(decimal(row[name]) for name in _NAMES.values()), _with_bounds(row, "krippendorff_alpha")]


def _with_bounds(row: dict[str, Any], name: str) -> str:
    """A figure with its interval, in Dutch."""
    value, low, high = (decimal(row[name + end]) for end in ("", "_laag", "_hoog"))
    return value if low == "–" else f"{value} ({low}–{high})"
