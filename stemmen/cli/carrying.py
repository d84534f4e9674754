"""The command for what has no sure place since its text changed."""

from pathlib import Path

import click
import pandas as pd

from stemmen.cli.commands import app
from stemmen.cli.options import as_json_option, study_folder
from stemmen.cli.output import print_json, records, say
from stemmen.dutch_click import DutchCommand
from stemmen.study import open_study


@app.command("terugplaatsen", cls=DutchCommand)
@study_folder
@click.argument("number", metavar="[NUMMER]", required=False)
@click.option("--beurt", "turn", metavar="N", type=int, help="De beurt waar het nu bij hoort.")
@click.option(
    "--woorden",
    "words",
    metavar="WOORDEN",
    default="",
    help="De woorden in die beurt. Standaard: de hele beurt.",
)
@click.option("--vervalt", "drop", is_flag=True, help="Laat het vervallen; het blijft in de database staan.")
@as_json_option
def put_back(
    folder: Path, number: str | None, turn: int | None, words: str, drop: bool, as_json: bool
) -> None:
    """Toon wat een plaats zoekt sinds een tekst veranderde, en geef het er een."""
    study = open_study(folder)
    if number is None:
        if turn is not None or words or drop:
            raise click.UsageError("Noem ook het nummer: stemmen terugplaatsen STUDIE NUMMER.")
        _show(study.unplaced(), folder, as_json)
        return
    if drop == (turn is not None) or (drop and words):
        raise click.UsageError("Kies een beurt met --beurt, of kies --vervalt.")
    if turn is not None:
        study.put_back(number, turn, words)
    else:
        study.drop_unplaced(number)
    left = len(study.unplaced())
    if as_json:
        print_json(nummer=number, vervallen=drop, wachten=left)
        return
    done = "telt niet meer mee, maar staat nog in de database" if drop else f"staat nu bij beurt {turn}"
    say(f"Nummer {number} {done}.")
    say("Alles heeft nu een plaats." if not left else f"{left} {_wait(left)} nog.")


def _wait(number: int) -> str:
    return "wacht" if number == 1 else "wachten"


def _show(waiting: pd.DataFrame, folder: Path, as_json: bool) -> None:
    if as_json:
        print_json(wachten=records(waiting))
        return
    if waiting.empty:
        say("Alles heeft een plaats.")
        return
    for row in records(waiting):
        now = f", nu waarschijnlijk beurt {row['beurt_nu']}" if row["beurt_nu"] else ""
        what = f"code {row['code']}" if row["soort"] == "codering" else "memo"
        where = f"{row['transcript']}, eerst beurt {row['beurt']}{now}"
        say(f"\nNummer {row['nummer']}: {what} van {row['codeur']}, {where}")
        say(f"  {_one_line(row['ervoor'])}«{_one_line(row['tekst'])}»{_one_line(row['erna'])}")
        if row["memo"]:
            say(f"  Memo: {row['memo']}")
    number = len(waiting)
    say(f"\n{number} {_wait(number)} op een plaats. De woorden tussen « en » zijn van de oude tekst.")
    say(f'Een plaats geven: stemmen terugplaatsen {folder} NUMMER --beurt 12 --woorden "de woorden"')
    say(f"Laten vervallen: stemmen terugplaatsen {folder} NUMMER --vervalt")


def _one_line(text: str) -> str:
    return text.replace("\n", " / ")
