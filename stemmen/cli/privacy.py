"""The commands that find what may identify somebody, and that decide on it."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pandas as pd

from stemmen.cli.commands import app, warn_of_returned
from stemmen.cli.options import as_json_option, study_folder
from stemmen.cli.output import print_json, progress_bar, say, show_table, warn
from stemmen.dutch_click import DutchCommand
from stemmen.files import readable_by_others
from stemmen.privacy.decisions import Choice
from stemmen.study import Study, open_study

if TYPE_CHECKING:
    from stemmen.privacy.check import Checked, Finding

_MOST = {1: 20, 2: 20, 3: 5}  # strings that are shown of each tier
_WIDE = 140  # characters of an example
_TITLES = {
    1: "Laag 1: hiermee is iemand rechtstreeks te vinden",
    2: "Laag 2: namen, plaatsen en andere woorden waarover u moet beslissen",
    3: "Laag 3: hints, hoeft u niet over te beslissen",
}


@app.command("controleer", cls=DutchCommand)
@study_folder
@as_json_option
def check(folder: Path, as_json: bool) -> None:
    """Zoek wat iemand herkenbaar maakt, ook buiten het gesprek."""
    study = open_study(folder)
    with progress_bar("Transcripten controleren") as progress:
        checked = study.check(progress)
    path = study.list_decisions(checked)
    if as_json:
        print_json(**_as_dict(checked, study, path))
    else:
        _show(checked, path)
    if readable_by_others(study.folder) and not study.settings.fictional:
        warn(
            "Andere gebruikers van deze computer kunnen in de map van de studie kijken.\n"
            f"  Wat te doen: chmod -R go= {folder}"
        )
    if who := study.unfinished_withdrawal:
        warn(
            f"De intrekking van {who} is niet afgemaakt. Er staan misschien nog woorden van {who} in.\n"
            f"  Wat te doen: stemmen intrekken {folder} {who}"
        )
    warn_of_returned(study)
    if _is_past(study):
        warn(
            f"De bewaartermijn is voorbij. U mocht de studie bewaren tot {study.settings.keep_until}.\n"
            f"  Wat te doen: wis de map {folder}, of zet in studie.yaml een latere datum bij 'bewaren_tot'."
        )


@app.command("besluit", cls=DutchCommand)
@study_folder
@click.argument("text", metavar="TEKST")
@click.argument("choice", metavar="BESLUIT", type=click.Choice([Choice.ALLOW.value, Choice.REPLACE.value]))
@click.option("--door", "replacement", metavar="WOORD", default="", help="Wat er in de plaats komt.")
@as_json_option
def decide(folder: Path, text: str, choice: str, replacement: str, as_json: bool) -> None:
    """Besluit over een tekst, in de hele studie: toestaan of vervangen."""
    known = open_study(folder).decide(text, choice, replacement)
    if as_json:
        print_json(tekst=text, besluit=choice, vervangen_door=replacement, gevonden=known)
        return
    say(f"Opgeslagen in besluiten.csv: '{text}' {choice}{f' door {replacement!r}' if replacement else ''}.")
    if not known:
        warn(
            f"'{text}' stond nog niet in besluiten.csv. Voortaan wordt ernaar gezocht.\n"
            f"  Wat te doen: controleer de spelling, en doe: stemmen controleer {folder}"
        )


def today() -> datetime.date:
    """The date of today; a test may say another."""
    return datetime.date.today()


def _is_past(study: Study) -> bool:
    until = study.settings.keep_until
    return until is not None and until < today()


def _as_dict(checked: "Checked", study: Study, path: Path) -> dict[str, Any]:
    until = study.settings.keep_until
    return {
        "treffers": [_finding(one) for one in checked.findings if one.choice is not Choice.ALLOW],
        "toegestaan": [_finding(one) for one in checked.findings if one.choice is Choice.ALLOW],
        "niet_controleerbaar": [
            {"transcript": one.transcript, "bestand": one.file, "reden": one.reason}
            for one in checked.uncheckable
        ],
        "open": len({finding.text for finding in checked.open}),
        "besluiten": str(path),
        "bewaren_tot": until.isoformat() if until else None,
        "bewaartermijn_voorbij": _is_past(study),
    }


def _finding(one: "Finding") -> dict[str, Any]:
    return {
        "transcript": one.transcript,
        "bestand": one.file,
        "beurt": one.turn,
        "plaats": one.place,
        "begin": one.start,
        "eind": one.end,
        "tekst": one.text,
        "soort": one.kind.value,
        "laag": one.tier,
        "reden": one.reason,
        "context": one.context,
        "besluit": one.choice.value,
        "vervangen_door": one.decision.replacement if one.decision else "",
    }


def _show(checked: "Checked", path: Path) -> None:
    strings = checked.by_string()
    undecided = strings[strings["besluit"] == ""]
    show_table(_numbers(strings), "Wat iemand herkenbaar kan maken")
    for tier, most in _MOST.items():
        _show_tier(undecided[undecided["laag"] == tier], tier, most)
    _show_uncheckable(checked)
    _show_next(undecided, checked, path)


def _numbers(strings: pd.DataFrame) -> pd.DataFrame:
    """Per tier and kind how many strings there are, how many of them open, in how many places."""
    counts = strings.assign(open=(strings["besluit"] == "") & (strings["laag"] < 3)).groupby(
        ["laag", "soort"]
    )
    return counts.agg(
        verschillend=("tekst", "size"), open=("open", "sum"), plaatsen=("aantal", "sum")
    ).reset_index()


def _show_tier(strings: pd.DataFrame, tier: int, most: int) -> None:
    if strings.empty:
        return
    shown = strings.head(most)[["tekst", "soort", "aantal", "voorbeeld"]]
    show_table(shown.assign(voorbeeld=shown["voorbeeld"].map(_short)), _TITLES[tier])
    if len(strings) > most:
        say(f"En nog {len(strings) - most}; alles staat in besluiten.csv.")


def _short(text: str) -> str:
    return text if len(text) <= _WIDE else f"{text[:_WIDE].rpartition(' ')[0]}…"


def _show_uncheckable(checked: "Checked") -> None:
    if not checked.uncheckable:
        return
    say("\nNiet te controleren (dat is niet hetzelfde als in orde):")
    for one in checked.uncheckable:
        say(f"- {one.file or one.transcript}: {one.reason}")


def _show_next(undecided: pd.DataFrame, checked: "Checked", path: Path) -> None:
    number = int((undecided["laag"] < 3).sum())
    folder = path.parent
    if number:
        strings = "1 tekst" if number == 1 else f"{number} teksten"
        say(f"\nU moet nog beslissen over {strings}.")
        say(f"Vul in {path} de kolom 'besluit' in: toestaan of vervangen.")
        say(f"Of doe per tekst: stemmen besluit {folder} TEKST vervangen --door WOORD")
    elif any(one.choice is Choice.REPLACE for one in checked.findings):
        say("\nOver alles wat gevonden is, is beslist.")
    elif checked.uncheckable:
        say("\nIn wat te controleren was, staat niets meer open.")
    else:
        say("\nEr staat niets meer open. Een controle vindt nooit alles: lees zelf ook mee.")
    if any(one.choice is Choice.REPLACE for one in checked.findings):
        say(f"Vervangen doet u met: stemmen pseudonimiseer {folder}")
