"""The command that takes out of notebooks what a run left in them."""

from pathlib import Path

import click

from stemmen.cli.commands import app
from stemmen.cli.options import as_json_option
from stemmen.cli.output import complain, print_json, say
from stemmen.dutch_click import DutchCommand
from stemmen.notebooks import Stripped, notebooks_in, strip


@app.command("schoon", cls=DutchCommand)
@click.argument("places", metavar="NOTEBOOK", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--controleer", "check", is_flag=True, help="Wijzig niets; geef code 1 als er iets weg te halen is."
)
@as_json_option
@click.pass_context
def clean(context: click.Context, places: tuple[Path, ...], check: bool, as_json: bool) -> None:
    """Haal uitkomsten uit notebooks, van bestanden of uit een hele map."""
    found = notebooks_in(places)
    stripped = strip(found, write=not check)
    if as_json:
        print_json(notebooks=len(found), weggehaald=[_as_dict(one) for one in stripped], gewijzigd=not check)
    else:
        for one in stripped:
            say(f"{one.path}: {_told(one)} {'staat er nog in' if check else 'weggehaald'}.")
        clean_ones = len(found) - len(stripped)
        say(f"{clean_ones} {'notebook was' if clean_ones == 1 else 'notebooks waren'} al schoon.")
    if check and stripped:
        complain("Wat te doen: stemmen schoon " + " ".join(str(one.path) for one in stripped))
        context.exit(1)


def _told(one: Stripped) -> str:
    parts = [
        (one.outputs, "uitkomst", "uitkomsten"),
        (one.counts, "nummer", "nummers"),
        (one.marks, "ander spoor", "andere sporen"),
    ]
    told = [f"{number} {single if number == 1 else more}" for number, single, more in parts if number]
    return ", ".join(told)


def _as_dict(one: Stripped) -> dict[str, object]:
    return {
        "notebook": str(one.path),
        "uitkomsten": one.outputs,
        "nummers": one.counts,
        "andere_sporen": one.marks,
    }
