"""The command that brings together what people coded apart."""

from pathlib import Path

import click

from stemmen.cli.commands import app
from stemmen.cli.options import as_json_option, study_folder
from stemmen.cli.output import print_json, say, warn
from stemmen.coding import Coding
from stemmen.dutch_click import DutchCommand
from stemmen.merging import Left, Merged
from stemmen.study import open_study


@app.command("samenvoegen", cls=DutchCommand)
@study_folder
@click.argument("other", metavar="ANDERE_STUDIE", type=click.Path(path_type=Path))
@click.option(
    "--proef", "trial", is_flag=True, help="Laat alleen zien wat er zou komen; er wordt niets opgeslagen."
)
@as_json_option
def merge(folder: Path, other: Path, trial: bool, as_json: bool) -> None:
    """Haal erbij wat anderen in een kopie van deze studie met de hand codeerden."""
    merged = open_study(folder).merge(other, trial=trial)
    if as_json:
        print_json(**_as_dict(merged))
    else:
        _show(merged, folder, other)


def _as_dict(merged: Merged) -> dict[str, object]:
    brought = merged.brought
    return {
        "coderingen": brought.codings,
        "teruggenomen": brought.retractions,
        "notities": brought.marks,
        "handelingen": brought.batches,
        "meegegaan": {name: counts._asdict() for name, counts in brought.carried.items()},
        "dubbel": [_place(pair[0]) for pair in brought.both],
        "memos_samen": brought.memos,
        "niet_overgenomen": [left._asdict() for left in merged.left],
        "andere_naam": dict(merged.renamed),
        "onbekende_codes": dict(merged.unknown),
        "verschillen": list(merged.notes),
        "proef": merged.trial,
    }


def _show(merged: Merged, folder: Path, other: Path) -> None:
    for line in _told(merged):
        say(line)
    for left in merged.left:
        warn(_why_left(left, folder, other))
    if merged.unknown:
        codes = ", ".join(f"{code} ({number})" for code, number in merged.unknown.items())
        warn(
            f"Deze codes staan niet in het codeboek hier: {codes}. De coderingen zijn bewaard, maar tellen "
            f"niet mee.\n  Wat te doen: neem de codes over uit het codeboek van {other}."
        )
    for note in merged.notes:
        warn(note)
    if merged.trial:
        say(f"Er is niets opgeslagen. Akkoord? Doe dan: stemmen samenvoegen {folder} {other}")


def _told(merged: Merged) -> list[str]:
    brought, would = merged.brought, "zou komen" if merged.trial else "is erbij gekomen"
    told = [
        f"Wat {would}: {_some(brought.codings, 'codering', 'coderingen')}, "
        f"{_some(brought.retractions, 'teruggenomen codering', 'teruggenomen coderingen')}, "
        f"{_some(brought.marks, 'notitie', 'notities')}."
    ]
    if not brought.batches:
        told = ["Er is niets nieuws: alles van de andere studie staat hier al."]
    told += [f"{theirs} heeft dezelfde tekst als {own} hier." for theirs, own in merged.renamed.items()]
    for name, (moved, waiting) in brought.carried.items():
        told.append(
            f"De tekst van {name} is hier nieuwer: {moved} meegegaan, "
            f"{waiting} zonder zekere plaats (zie stemmen terugplaatsen)."
        )
    if brought.both:
        told.append(
            "Op deze plaatsen oordeelde dezelfde codeur in de twee studies anders. Beide blijven staan:"
        )
        told += [f"- {_place(pair[0])}" for pair in brought.both]
    if brought.memos:
        told.append(
            _some(brought.memos, "memo", "memo's") + " verschilde van hier; de teksten staan nu onder elkaar."
        )
    return told


def _some(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _place(coding: Coding) -> str:
    segment = coding.segment
    return f"{segment.transcript}, beurt {segment.turn}: {coding.code} van {coding.coder}"


def _why_left(left: Left, folder: Path, other: Path) -> str:
    number = _some(left.codings, "codering", "coderingen")
    if not left.own_source:
        return (
            f"{left.transcript} is niet overgenomen ({number}): dit interview is er hier niet.\n"
            f"  Wat te doen: zet {left.source} in {folder / 'transcripten'}, doe stemmen inlezen {folder}, "
            "en voeg opnieuw samen."
        )
    return (
        f"{left.transcript} is niet overgenomen ({number}): de tekst verschilt. Hier komt hij uit "
        f"{folder / 'transcripten' / left.own_source}, daar uit {other / 'transcripten' / left.source}.\n"
        "  Wat te doen: maak de bestanden gelijk, doe stemmen inlezen in beide, en voeg opnieuw samen."
    )
