"""The commands that copy a whole study into a zip, and put it back."""

import datetime
from pathlib import Path

import click

from stemmen.backup import Backup, back_up, default_place, restore
from stemmen.cli.commands import app
from stemmen.cli.options import as_json_option, study_folder
from stemmen.cli.output import print_json, progress_bar, say, warn
from stemmen.dutch_click import DutchCommand
from stemmen.errors import Problem, StudyError
from stemmen.study import open_study


@app.command("reservekopie", cls=DutchCommand)
@study_folder
@click.argument("target", metavar="[NAAR]", required=False, type=click.Path(path_type=Path))
@as_json_option
def make_backup(folder: Path, target: Path | None, as_json: bool) -> None:
    """Maak een reservekopie van de hele studie, in een zip-bestand."""
    study = open_study(folder)
    if respondent := study.unfinished_withdrawal:
        what = f"De intrekking van {respondent} is nog niet af."
        repair = f"Maak die eerst af: stemmen intrekken {folder} {respondent}"
        raise StudyError(Problem(str(folder), what, repair=repair))
    place = default_place(folder, datetime.datetime.now())
    target = place if target is None else target / place.name if target.is_dir() else target
    with progress_bar("Reservekopie maken") as progress:
        made = back_up(study.folder, study.settings, study.store, target, progress)
    if as_json:
        _print(made)
        return
    size = made.path.stat().st_size / 1e6
    say(f"Gemaakt en nagekeken: {made.path} ({f'{size:.1f}'.replace('.', ',')} MB)")
    say(f"{_what_is_in(made)}.")
    for note in made.notes:
        warn(note)
    say("Bewaar de kopie op een andere schijf, en zo veilig als de interviews zelf: de teksten staan erin.")
    say(f"Terugzetten doet u met: stemmen terugzetten {made.path} MAP")


@app.command("terugzetten", cls=DutchCommand)
@click.argument("path", metavar="ZIP", type=click.Path(path_type=Path))
@click.argument("folder", metavar="MAP", type=click.Path(path_type=Path))
@as_json_option
def put_back(path: Path, folder: Path, as_json: bool) -> None:
    """Zet een reservekopie terug in een nieuwe map."""
    with progress_bar("Terugzetten") as progress:
        made = restore(path, folder, progress)
    if as_json:
        _print(made)
        return
    say(f"De studie staat in {made.path}, zoals die was op {_day(made.at)}.")
    say(f"{_what_is_in(made)}.")
    for note in made.notes:
        warn(note)
    warn(
        "Wat na die dag is gewist of vervangen, staat hier weer in. Trok iemand sindsdien de toestemming in? "
        f"Doe dat hier opnieuw: stemmen intrekken {folder} RESPONDENT"
    )


def _what_is_in(made: Backup) -> str:
    rows = made.rows
    parts = [
        (made.files, "bestand", "bestanden"),
        (rows["transcripts"], "transcript", "transcripten"),
        (rows["codings"], "codering", "coderingen"),
    ]
    words = [f"{count} {one if count == 1 else more}" for count, one, more in parts]
    return f"{', '.join(words[:-1])} en {words[-1]}. Coderingen die zijn teruggenomen, tellen hier mee"


def _day(at: str) -> str:
    return f"{datetime.datetime.fromisoformat(at):%d-%m-%Y, %H:%M}"


def _print(made: Backup) -> None:
    print_json(
        pad=str(made.path),
        gemaakt=made.at,
        bestanden=made.files,
        rijen=made.rows,
        opmerkingen=list(made.notes),
    )
