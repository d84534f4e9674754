"""Arguments and options that several commands share."""

from collections.abc import Callable
from pathlib import Path

import click

study_folder = click.argument("folder", metavar="STUDIE", type=click.Path(path_type=Path))
as_json_option = click.option("--json", "as_json", is_flag=True, help="Geef de uitkomst als JSON.")
codebook_option = click.option(
    "--codeboek",
    "codebook",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Gebruik dit codeboek in plaats van dat van de studie.",
)
section_option = click.option(
    "--onderdeel",
    "section",
    metavar="NAAM",
    help="Alleen dit onderdeel: een vraag van een enquête, of een kopje.",
)
draft_option = click.option(
    "--concept",
    "draft",
    is_flag=True,
    help="Maak een concept voor uzelf: met alle woorden, en met een merk op wat nog een besluit vraagt.",
)
coder_option = click.option("--codeur", "coder", metavar="NAAM", help="Alleen de coderingen van deze codeur.")


METHODS = ["regel", "hand", "model", "alle"]
method_option = click.option(
    "--methode",
    "method",
    metavar="METHODE",
    type=click.Choice(METHODS),
    help=f"Welke coderingen meetellen: {', '.join(METHODS[:-1])} of alle. "
    "Standaard: regel; met --codeur alle van die codeur.",
)


def analysis_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of all commands that count codings: with which codebook, whose, made how, of which part."""
    return codebook_option(method_option(coder_option(section_option(command))))
