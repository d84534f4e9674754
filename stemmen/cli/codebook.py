"""The command that shows the codes of a study, and changes them with their codings."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click
import pandas as pd

from stemmen.cli.commands import app
from stemmen.cli.options import as_json_option, study_folder
from stemmen.cli.output import print_json, progress_bar, records, say, show_table, warn
from stemmen.codebook_edits import CodebookFile
from stemmen.dutch_click import DutchCommand
from stemmen.recoding import Before, Plan, carry_out, drop, look, merge, moved_texts, of_whom, rename, split
from stemmen.study import Study, open_study

_YES = "ja"
Choice = tuple[str, Callable[[Before], Plan]]


@app.command("codeboek", cls=DutchCommand)
@study_folder
@click.option("--hernoem", "renamed", metavar="OUD=NIEUW", help="Geef een code een andere sleutel.")
@click.option("--naam", "name", metavar="NAAM", help="Bij --hernoem: geef de code ook deze naam.")
@click.option("--voegsamen", "merged", metavar='"A,B=C"', help="Maak van codes een code.")
@click.option(
    "--splits", "parted", metavar='"OUD=EEN,TWEE"', help="Maak subcodes, en kies daarna per codering."
)
@click.option(
    "--verwijder", "dropped", metavar="CODE", help="Haal een code weg, en neem de coderingen terug."
)
@click.option("--ja", "sure", is_flag=True, help="Doe het zonder het eerst te vragen.")
@as_json_option
def codebook(
    folder: Path,
    renamed: str | None,
    name: str | None,
    merged: str | None,
    parted: str | None,
    dropped: str | None,
    sure: bool,
    as_json: bool,
) -> None:
    """Toon de codes en hun coderingen, of verander een code met zijn coderingen."""
    study = open_study(folder)
    asked = {"hernoem": renamed, "voegsamen": merged, "splits": parted, "verwijder": dropped}
    chosen = [(option, value) for option, value in asked.items() if value is not None]
    if len(chosen) > 1:
        raise click.UsageError("Kies een van deze: " + ", ".join(f"--{option}" for option, _ in chosen) + ".")
    if name is not None and renamed is None:
        raise click.UsageError("--naam hoort bij --hernoem.")
    if not chosen:
        _show_codes(study, as_json)
        return
    _change(study, *chosen[0], name, sure, as_json)


def _change(study: Study, option: str, value: str, name: str | None, sure: bool, as_json: bool) -> None:
    file = CodebookFile.read(study.codebook_path)
    plan = _plan(look(file, study.store), option, value, name)
    texts = moved_texts(plan, study.folder)
    todo = bool(plan.changes or plan.marks or texts) or plan.text != file.text
    if not as_json:
        _show_plan(study, plan, [f"{old} heet voortaan {new.name}." for old, new in texts], todo)
        if not file.path.is_relative_to(study.folder.resolve()):
            warn(f"Het codeboek staat buiten deze studie: {file.path}. Gebruiken andere studies het ook?")
    done = todo and (sure or (not as_json and _is_meant()))
    if done:
        carry_out(plan, file, study.store, study.folder)
        _code_again(study)
    if as_json:
        taken = sum(coding is None for coding in plan.changes.values())
        print_json(gedaan=done, zegt=list(plan.says), gewijzigd=len(plan.changes) - taken, teruggenomen=taken)
    elif done:
        say("Gedaan. De oude coderingen staan nog in de geschiedenis van de database.")
        say("Geef het codeboek een nieuwe 'versie', en lees de definities na.")
    elif todo:
        say("Er is nog niets gewijzigd. Klopt het zo? Doe het dan nog eens met --ja erachter.")


def _plan(before: Before, option: str, value: str, name: str | None) -> Plan:
    if option == "verwijder":
        return drop(before, value.strip())
    left, sign, right = (part.strip() for part in value.partition("="))
    if not (left and sign and right):
        raise click.UsageError(f"Bij --{option} hoort een =-teken met aan beide kanten een code.")
    if option == "hernoem":
        return rename(before, left, right, name)
    if option == "voegsamen":
        return merge(before, _names(left), right)
    return split(before, left, _names(right))


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _show_plan(study: Study, plan: Plan, texts: list[str], todo: bool) -> None:
    if not todo:
        say("Er is niets te doen: het codeboek en de coderingen zijn al zo.")
        return
    for line in (*plan.says, *texts):
        say(f"- {line}")
    say("- De coderingen door regels worden opnieuw gemaakt.")
    if any(coding is None for coding in plan.changes.values()):
        say(f"Wilt u nog terug kunnen, maak dan eerst een kopie: stemmen reservekopie {study.folder}")


def _is_meant() -> bool:
    if not sys.stdin.isatty():
        return False
    answer = click.prompt(f"Typ {_YES} om dit te doen", default="", show_default=False, err=True)
    return bool(answer.strip().lower() == _YES)


def _code_again(study: Study) -> None:
    """By rules, when they were applied before."""
    if study.store.derived("regels") is not None:
        with progress_bar("Regels toepassen") as progress:
            open_study(study.folder).code(progress)


def _show_codes(study: Study, as_json: bool) -> None:
    with progress_bar("Regels toepassen") as progress:
        codings = study.present_codings(progress)
    table = _codes(study, codings)
    lost = look(CodebookFile.read(study.codebook_path), study.store).lost()
    if as_json:
        print_json(codes=records(table), niet_in_codeboek={code: dict(of) for code, of in lost.items()})
        return
    shown = table.assign(code=["  " * (len(study.codebook.lineage(key)) - 1) + key for key in table["code"]])
    shown = shown.drop(columns=[name for name in ("model", "twijfel") if not table[name].any()])
    show_table(shown, f"Codeboek {study.codebook.name}, versie {study.codebook.version}")
    for code, of in lost.items():
        _show_lost(study, code, of)


def _codes(study: Study, codings: pd.DataFrame) -> pd.DataFrame:
    """A row a code: its key, name, and how many codings it has."""
    counts = Counter(zip(codings["code"], codings["methode"], strict=True))
    doubts = Counter(codings.loc[codings["twijfel"], "code"])
    rows = [
        {
            "code": code.key,
            "naam": code.name,
            **{method: counts[code.key, method] for method in ("hand", "regel", "model")},
            "twijfel": doubts[code.key],
        }
        for code in study.codebook.walk()
    ]
    return pd.DataFrame(rows)


def _show_lost(study: Study, code: str, of: Counter[str]) -> None:
    start = f"stemmen codeboek {study.folder}"
    warn(
        f"{of_whom(of)} met de code '{code}', die niet in het codeboek staat. Ze tellen niet mee.\n"
        f"  Heet de code nu anders, of is hij opgegaan in een andere? {start} --hernoem {code}=SLEUTEL\n"
        f"  Moeten de coderingen weg? {start} --verwijder {code}"
    )
