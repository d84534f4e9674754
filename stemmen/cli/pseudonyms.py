"""The command that puts pseudonyms in the place of names."""

import difflib
import getpass
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.text import Text

from stemmen.cli.commands import app
from stemmen.cli.options import as_json_option, study_folder
from stemmen.cli.output import OUT, complain, print_json, progress_bar, say, warn
from stemmen.dutch_click import DutchCommand
from stemmen.errors import Problem, StudyError
from stemmen.privacy.check import Checked
from stemmen.privacy.coarse import Dates
from stemmen.privacy.edits import Edit, apply, carry
from stemmen.privacy.keyfile import Key, check_place, key_path, read_key
from stemmen.privacy.pseudonyms import Plan
from stemmen.pseudonymising import check_move, move_originals, still_named
from stemmen.study import Study, open_study
from stemmen.transcript import Transcript

PHRASE = "STEMMEN_WACHTWOORDZIN"
_SHORTEST = 12  # characters of a pass-phrase


@app.command("pseudonimiseer", cls=DutchCommand)
@study_folder
@click.option("--bekijk", "look", is_flag=True, help="Laat zien wat er verandert; er wordt niets geschreven.")
@click.option(
    "--schuilnamen", "aliases", is_flag=True, help="Geef mensen een voornaam in plaats van [naam 1]."
)
@click.option(
    "--datums",
    "dates",
    metavar="HOE",
    type=click.Choice([one.value for one in Dates]),
    default=Dates.COARSER.value,
    help="Datums en tijden: vergroven (standaard), verschuiven of laten.",
)
@click.option(
    "--sleutel",
    "key_file",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Waar de sleutel komt. Standaard: naast de map van de studie.",
)
@click.option(
    "--verplaats",
    "move_to",
    metavar="MAP",
    type=click.Path(path_type=Path),
    help="Zet de bestanden uit transcripten daarna in deze map, buiten de studie.",
)
@as_json_option
def pseudonymise(
    folder: Path,
    look: bool,
    aliases: bool,
    dates: str,
    key_file: Path | None,
    move_to: Path | None,
    as_json: bool,
) -> None:
    """Vervang namen en andere gegevens waarvan u dat hebt besloten."""
    study = open_study(folder)
    path = key_file or key_path(folder)
    check_place(path, folder)
    if move_to:
        check_move(folder, move_to)
    checked = _checked(study)
    first = study.plan_pseudonyms(checked, Key(), aliases=aliases, dates=dates).plan
    if look:
        _look(study, first, as_json)
        return
    if key_file is None and not path.exists() and study.store.replaced():
        raise StudyError(_no_key(path, folder))
    if first.is_empty and not (first.absent and path.exists()):
        _show_nothing(checked, first, as_json)
    else:
        _replace(study, checked, path, as_json, aliases=aliases, dates=dates, moves=bool(move_to))
    if move_to:
        moved = move_originals(folder, move_to)
        if not as_json:
            say(f"Uit transcripten verplaatst naar {move_to}: {len(moved)}. De studie werkt zonder.")


def _no_key(path: Path, folder: Path) -> Problem:
    """In a study that was moved or renamed, a new key would make two people of one."""
    return Problem(
        str(path),
        "In deze studie is al vervangen, maar hier staat geen sleutel.",
        "Met een nieuwe sleutel krijgt dezelfde persoon een andere aanduiding. Er is niets gewijzigd.",
        f"Wijs hem aan: stemmen pseudonimiseer {folder} --sleutel BESTAND. Is hij weg? Geef een nieuwe naam.",
    )


def _replace(
    study: Study, checked: Checked, path: Path, as_json: bool, *, aliases: bool, dates: str, moves: bool
) -> None:
    phrase = _phrase(path)
    key = read_key(path, phrase) if path.exists() else Key()
    prepared = study.plan_pseudonyms(checked, key, aliases=aliases, dates=dates)
    if prepared.plan.is_empty:
        _show_nothing(checked, prepared.plan, as_json)
    else:
        notes = [*prepared.plan.notes, *study.pseudonymise(prepared, path, phrase)]
        named = still_named(study.folder, prepared.plan.reword)
        _show(open_study(study.folder), prepared.plan, notes, named, path, as_json, moves=moves)


def _checked(study: Study) -> Checked:
    with progress_bar("Transcripten controleren") as progress:
        return study.check(progress)


def _phrase(path: Path) -> str:
    """The pass-phrase: of the environment, or asked for; twice when it is a new one."""
    phrase = os.environ.get(PHRASE, "")
    if not phrase:
        phrase = _ask("Wachtwoordzin van de sleutel") if path.exists() else _ask_twice()
    if not path.exists() and len(phrase) < _SHORTEST:
        what = f"De wachtwoordzin is te kort: {len(phrase)} tekens, minstens {_SHORTEST}."
        repair = "Kies een zin van een paar woorden, en bewaar hem op een andere plek dan de sleutel."
        raise StudyError(Problem(str(path), what, "Er is niets gewijzigd.", repair))
    return phrase


def _ask(words: str) -> str:
    """What is typed, unseen; where nobody types it may come through a pipe."""
    try:
        with warnings.catch_warnings():  # in English: that a pipe cannot hide what is typed
            warnings.simplefilter("ignore", getpass.GetPassWarning)
            answer: str = click.prompt(words, hide_input=True, err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        what = "Er is geen wachtwoordzin gegeven."
        repair = f"Zet hem in {PHRASE}, of typ hem in een terminal."
        raise StudyError(Problem("De sleutel", what, "Er is niets gewijzigd.", repair)) from None
    return answer


def _ask_twice() -> str:
    """Click's own second question would speak English."""
    while (phrase := _ask("Kies een wachtwoordzin voor de sleutel")) != _ask("Nog een keer"):
        complain("De twee zijn niet gelijk. Probeer het opnieuw.")
    return phrase


def _look(study: Study, plan: Plan, as_json: bool) -> None:
    newest = {key[0]: (key, transcript) for key, transcript in sorted(study.store.versions().items())}
    changes = [
        (transcript, number, old, new)
        for key, transcript in newest.values()
        for number, old, new in _changes(transcript, plan.edits.get(key, ()))
    ]
    if as_json:
        names = ("transcript", "beurt", "oud", "nieuw")
        rows = [dict(zip(names, (one.id, *rest), strict=True)) for one, *rest in changes]
        print_json(wijzigingen=rows, aantallen=plan.counts, opmerkingen=list(plan.notes))
        return
    for transcript, number, old, new in changes:
        speaker = transcript.turn(number).speaker
        OUT.print(Text(f"\n{transcript.id}, beurt {number} ({plan.reword(speaker)})", style="bold"))
        _show_difference(old, new)
    _show_counts(plan, "Er zou worden vervangen")
    for note in plan.notes:
        say(f"- {note}")
    say("Er is niets geschreven. Is er al een sleutel, dan kunnen de nummers nog anders worden.")


def _changes(transcript: Transcript, edits: Sequence[Edit]) -> Iterator[tuple[int, str, str]]:
    """The turns that change: number, old and new text."""
    after = apply(transcript.text, edits)
    for turn in transcript.turns:
        start, end = carry(turn.start, turn.end, edits)
        old, new = transcript.text[turn.start : turn.end], after[start:end]
        if old != new:
            yield turn.number, old, new


def _show_difference(old: str, new: str) -> None:
    """A line with the old words and a line with the new ones, what differs in colour."""
    before, after = Text("- "), Text("+ ")
    one, other = _pieces(old), _pieces(new)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        before.append("".join(one[a:b]), style="" if tag == "equal" else "red strike")
        after.append("".join(other[c:d]), style="" if tag == "equal" else "bold green")
    OUT.print(before, soft_wrap=True)
    OUT.print(after, soft_wrap=True)


def _pieces(text: str) -> list[str]:
    """Words and the spaces between them."""
    pieces = text.replace("\n", " ").split(" ")
    return [piece for word in pieces for piece in (word, " ")][:-1]


def _show(
    study: Study,
    plan: Plan,
    notes: Sequence[str],
    named: Sequence[Path],
    path: Path,
    as_json: bool,
    *,
    moves: bool,
) -> None:
    checked = study.check()
    study.list_decisions(checked)
    still = len({finding.text for finding in checked.open})
    if as_json:
        print_json(
            vervangen=plan.counts,
            sleutel=str(path),
            opmerkingen=list(notes),
            niet_in_de_tekst=list(plan.absent),
            nog_in=[str(one) for one in named],
            open=still,
        )
        return
    _show_counts(plan, "Vervangen")
    for note in notes:
        say(f"- {note}")
    say(f"De sleutel staat in {path}. Zonder sleutel en wachtwoordzin komen de namen nooit terug.")
    if not moves:
        say("De bestanden in transcripten zijn niet gewijzigd: daar staan de namen nog in. Bewaar ze apart,")
        say(f"of doe: stemmen pseudonimiseer {study.folder} --verplaats MAP. De studie werkt zonder.")
    if named:
        warn("In deze bestanden staan nog woorden die zijn vervangen: " + ", ".join(map(str, named)) + ".")
        say("Maak rapporten opnieuw, en pas andere bestanden zelf aan.")
    _show_absent(plan)
    _show_open(still, study.folder)


def _show_absent(plan: Plan) -> None:
    if plan.absent:
        warn("Dit staat in geen tekst, maar misschien wel in een bestand zelf:")
        say(", ".join(plan.absent))


def _show_open(still: int, folder: Path) -> None:
    if still:
        strings = "1 tekst" if still == 1 else f"{still} teksten"
        say(f"U moet nog beslissen over {strings}. Doe: stemmen controleer {folder}")
    else:
        say("Er staat niets meer open.")


def _show_nothing(checked: Checked, plan: Plan, as_json: bool) -> None:
    still = len({finding.text for finding in checked.open})
    if as_json:
        print_json(vervangen={}, niet_in_de_tekst=list(plan.absent), open=still)
        return
    say("Er is niets te vervangen. Zet in besluiten.csv 'vervangen' bij wat weg moet.")
    _show_absent(plan)
    if still:
        say(f"Nog open: {still}.")


def _show_counts(plan: Plan, what: str) -> None:
    parts = ", ".join(f"{number} keer {kind}" for kind, number in plan.counts.items() if number)
    say(f"\n{what}: {parts or 'niets in de tekst'}.")
