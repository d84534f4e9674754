"""The command that takes out all of somebody who withdraws."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stemmen.backup import beside
from stemmen.cli.commands import app
from stemmen.cli.options import as_json_option, study_folder
from stemmen.cli.output import print_json, say, warn
from stemmen.dutch_click import DutchCommand
from stemmen.privacy.keyfile import key_path
from stemmen.study import Study, open_study

if TYPE_CHECKING:
    from stemmen.withdrawal import Plan, Withdrawn

_YES = "ja"


@app.command("intrekken", cls=DutchCommand)
@study_folder
@click.argument("respondent", metavar="RESPONDENT")
@as_json_option
def withdraw(folder: Path, respondent: str, as_json: bool) -> None:
    """Wis alles van een respondent die zijn toestemming intrekt."""
    study = open_study(folder)
    plan = study.plan_withdrawal(respondent)
    if not as_json:
        _show_plan(plan)
    if sys.stdin.isatty() and not _is_meant():
        raise click.Abort
    done = study.withdraw(plan)
    others = _elsewhere(study)
    if as_json:
        print_json(**_as_dict(done, others))
        return
    _show(done, others)
    if plan.respondent != respondent and respondent not in {part.transcript for part in plan.parts}:
        warn(
            f"Dit was een eerdere intrekking, die niet was afgemaakt. {respondent} is nog niet gewist.\n"
            f"  Wat te doen: stemmen intrekken {folder} {respondent}"
        )


def _is_meant() -> bool:
    answer = click.prompt(f"Dit is niet terug te draaien. Typ {_YES} om door te gaan", default="", err=True)
    return bool(answer.strip().lower() == _YES)


def _show_plan(plan: "Plan") -> None:
    whole = [part.transcript for part in plan.parts if not part.labels]
    some = [part.transcript for part in plan.parts if part.labels]
    go = "gaat" if plan.turns == 1 else "gaan"
    say(f"Respondent {plan.respondent}: {_number(plan.turns, 'beurt', 'beurten')} {go} weg.")
    if whole:
        say(f"Helemaal weg: {', '.join(whole)}.")
    if some:
        say(f"Hier spreken ook andere respondenten; wat zij zeggen blijft: {', '.join(some)}.")


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _show(done: "Withdrawn", others: list[str]) -> None:
    plan = done.plan
    say(
        f"Gewist: {_number(plan.turns, 'beurt', 'beurten')} en "
        f"{_number(plan.codings, 'codering', 'coderingen')}, met wat daarvan was gemaakt."
    )
    for path in done.made:
        say(f"Opnieuw gemaakt, met de gewone keuzes: {path}")
    for note in done.notes:
        warn(note)
    if done.left:
        warn("In deze bestanden staan nog woorden van deze persoon. Haal ze daar zelf weg:")
        for one in done.left:
            say(f"- {one.path}{_where(one.lines)} ({_number(one.places, 'plek', 'plekken')})")
    if done.closed:
        warn("Deze bestanden zijn niet te doorzoeken. Kijk zelf of er iets van deze persoon in staat:")
        for path in done.closed:
            say(f"- {path}")
    if not done.left and not done.closed:
        say("In de map van de studie zijn geen woorden van deze persoon meer gevonden.")
    say("Hier kan stemmen niet bij. Kijk dit zelf na:")
    for other in others:
        say(f"- {other}")
    say("Wat er is gedaan, staat zonder inhoud in intrekkingen.csv.")


def _where(lines: tuple[int, ...]) -> str:
    return f", {'regel' if len(lines) == 1 else 'regels'} {', '.join(map(str, lines))}" if lines else ""


def _elsewhere(study: Study) -> list[str]:
    """What no program on this computer can do, or this one may not."""
    key = key_path(study.folder)
    places = [
        "oudere reservekopieën: daarin staan de woorden nog. Wis ze, en doe: stemmen reservekopie",
        *(f"deze reservekopie: {path}" for path in beside(study.folder)),
        "de prullenbak en andere kopieën van de map van de studie",
        "rapporten en citaten die al zijn gedeeld, gepubliceerd of gemaild",
        "de opname, en bestanden en coderingen die buiten de map van de studie staan",
    ]
    if key.exists():
        places.append(f"de sleutel van de schuilnamen ({key}): daarin staan misschien namen van deze persoon")
    if any((above / ".git").exists() for above in (study.folder, *study.folder.resolve().parents)):
        places.append("de geschiedenis in git: daarin blijven oude versies van bestanden staan")
    if "://" in study.settings.database:
        places.append("reservekopieën van de database op de server")
    return places


def _as_dict(done: "Withdrawn", others: list[str]) -> dict[str, Any]:
    plan = done.plan
    return {
        "respondent": plan.respondent,
        "transcripten": [part.transcript for part in plan.parts],
        "beurten": plan.turns,
        "coderingen": plan.codings,
        "opnieuw_gemaakt": [str(path) for path in done.made],
        "opmerkingen": list(done.notes),
        "nog_in": [
            {"bestand": str(one.path), "regels": list(one.lines), "plekken": one.places} for one in done.left
        ],
        "niet_te_doorzoeken": [str(path) for path in done.closed],
        "elders": others,
    }
