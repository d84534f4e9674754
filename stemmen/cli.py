"""The command line: parse, call, print, and turn errors into sentences. No logic of its own."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import click
import pandas as pd
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from stemmen.errors import StemmenError, StudyError
from stemmen.study import Study, open_study

app = typer.Typer(
    help="Van interviews naar een rapport met thema's en citaten.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
_out = Console()
_err = Console(stderr=True)

Folder = Annotated[Path, typer.Argument(metavar="STUDIE", help="De map van de studie.")]
Json = Annotated[bool, typer.Option("--json", help="Geef de uitkomst als JSON.")]
CodebookPath = Annotated[
    Path | None,
    typer.Option(
        "--codeboek", metavar="BESTAND", help="Gebruik dit codeboek in plaats van dat van de studie."
    ),
]
Coder = Annotated[
    str | None, typer.Option("--codeur", metavar="NAAM", help="Alleen de coderingen van deze codeur.")
]


class MethodWord(StrEnum):
    """Which codings count."""

    RULE = "regel"
    HAND = "hand"
    MODEL = "model"
    ALL = "alle"


class What(StrEnum):
    """What to export."""

    TURNS = "beurten"
    CODINGS = "coderingen"


Counted = Annotated[MethodWord, typer.Option("--methode", help="Welke coderingen tellen.")]


def _method(word: MethodWord) -> str | None:
    return None if word is MethodWord.ALL else word.value


@app.command("nieuw")
def new(folder: Annotated[Path, typer.Argument(metavar="MAP", help="De map die gemaakt wordt.")]) -> None:
    """Maak een map voor een nieuwe studie."""
    study = Study.create(folder)
    _say(f"De studie staat in {study.folder}. Zet de interviews in {study.folder / 'transcripten'}.")
    _say(f"Doe daarna: stemmen inlezen {study.folder}")


@app.command("inlezen")
def read(
    folder: Folder,
    again: Annotated[
        list[str] | None,
        typer.Option("--opnieuw", metavar="TRANSCRIPT", help="Lees dit gewijzigde transcript opnieuw in."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Lees de interviews in de map transcripten."""
    study = open_study(folder)
    with _progress("Bestanden lezen") as progress:
        intake = study.read(again or (), progress)
    if as_json:
        _json(
            bestanden=_records(intake.files),
            opmerkingen=[{"bestand": file, "opmerking": note} for file, note in intake.notes],
            vragen=[str(doubt) for doubt in intake.doubts],
            fouten=[str(problem) for problem in intake.problems],
        )
    else:
        _table(intake.files, "Ingelezen")
        for file, note in intake.notes:
            _say(f"{file}: {note}")
        for doubt in intake.doubts:
            _warn(str(doubt))
        _say(f"{len(intake.files)} transcripten, {int(intake.files['beurten'].sum())} beurten.")
    if intake.problems:
        raise StudyError(*intake.problems)


@app.command("codeer")
def code(folder: Folder, codebook: CodebookPath = None, as_json: Json = False) -> None:
    """Pas de regels van het codeboek toe op wat respondenten zeggen."""
    study = open_study(folder, codebook)
    with _progress("Beurten coderen") as progress:
        added, gone = study.code(progress)
    _warn_of_unknown_roles(study)
    counts = _count_codings(study)
    if as_json:
        _json(nieuw=added, vervallen=gone, codes=_records(counts))
    else:
        _table(counts, "Coderingen door regels")
        _say(f"{added} coderingen nieuw, {gone} vervallen.")


@app.command("onderwerpen")
def topics(folder: Folder, as_json: Json = False) -> None:
    """Zoek onderwerpen in wat respondenten zeggen."""
    study = open_study(folder)
    with _progress("Onderwerpen zoeken") as progress:
        model = study.topics(progress)
    if as_json:
        _json(
            onderwerpen=_records(model.topics), stabiliteit=_records(model.curve), verantwoording=model.meta
        )
        return
    names = ["onderwerp", "label", "aantal_beurten", "aantal_respondenten", "stabiliteit"]
    _table(model.topics[names], "Onderwerpen")
    if note := model.meta.get("opmerking"):
        _warn(str(note))


@app.command("themas")
def themes(
    folder: Folder,
    codebook: CodebookPath = None,
    method: Counted = MethodWord.RULE,
    coder: Coder = None,
    as_json: Json = False,
) -> None:
    """Tel de thema's, en zet ze naast de onderwerpen."""
    study = open_study(folder, codebook)
    _prepare(study)
    found = study.themes(coder=coder, method=_method(method))
    names = ("codes", "code_topic", "blind_spots", "spread", "co_occurrence", "code_attribute")
    dutch = ("codes", "code_onderwerp", "blinde_vlekken", "spreiding", "samen", "code_kenmerk")
    if as_json:
        _json(**{word: _records(getattr(found, name)) for name, word in zip(names, dutch, strict=True)})
        return
    _table(found.codes, "Thema's en codes")
    _table(found.blind_spots.drop(columns="fragmenten", errors="ignore"), "Onderwerpen zonder code")


@app.command("rapport")
def report(
    folder: Folder,
    out: Annotated[Path | None, typer.Option("--uit", metavar="MAP", help="Waar het rapport komt.")] = None,
    codebook: CodebookPath = None,
    method: Counted = MethodWord.RULE,
    coder: Coder = None,
    as_json: Json = False,
) -> None:
    """Maak het rapport en het citatenoverzicht."""
    study = open_study(folder, codebook)
    _prepare(study)
    paths = study.report(out, coder=coder, method=_method(method))
    _show_paths(paths, as_json)


@app.command("citaten")
def quotes(
    folder: Folder,
    out: Annotated[Path | None, typer.Option("--uit", metavar="BESTAND", help="Het Excel-bestand.")] = None,
    codebook: CodebookPath = None,
    method: Counted = MethodWord.RULE,
    coder: Coder = None,
    as_json: Json = False,
) -> None:
    """Maak alleen het citatenoverzicht in Excel."""
    study = open_study(folder, codebook)
    _prepare(study)
    _show_paths([study.write_quotes(out, coder=coder, method=_method(method))], as_json)


@app.command("exporteer")
def export(
    folder: Folder,
    path: Annotated[Path, typer.Argument(metavar="BESTAND", help="Het CSV-bestand dat gemaakt wordt.")],
    what: Annotated[What, typer.Option("--wat", help="Wat u wilt exporteren.")] = What.TURNS,
    coder: Coder = None,
    method: Counted = MethodWord.ALL,
) -> None:
    """Schrijf beurten of coderingen naar een CSV-bestand."""
    number = open_study(folder).export(path, what.value, coder=coder, method=_method(method))
    _say(f"{number} {what.value} geschreven naar {path}.")


@app.command("importeer")
def import_codings(
    folder: Folder,
    path: Annotated[Path, typer.Argument(metavar="BESTAND", help="Het CSV-bestand met coderingen.")],
    coder: Annotated[str, typer.Option("--codeur", metavar="NAAM", help="Wie de coderingen maakte.")],
    codebook: CodebookPath = None,
) -> None:
    """Lees coderingen met de hand uit een CSV-bestand."""
    number = open_study(folder, codebook).import_codings(path, coder)
    _say(f"{number} nieuwe coderingen van {coder}.")


@app.command("demo")
def demo(
    out: Annotated[Path, typer.Option("--uit", metavar="MAP", help="Waar het rapport komt.")] = Path(
        "stemmen-demo"
    ),
) -> None:
    """Doe het hele werk op de voorbeeldstudie (verzonnen interviews)."""
    from stemmen.demo import prepare_demo

    study = prepare_demo()
    _say("De voorbeeldstudie: 12 verzonnen interviews.")
    _prepare(study)
    _table(_count_codings(study), "Coderingen door regels")
    _show_paths(study.report(out), as_json=False)


def _prepare(study: Study) -> None:
    """Do the steps before a report that were not done yet, and say so."""
    if not study.store.transcripts():
        with _progress("Bestanden lezen") as progress:
            intake = study.read(progress=progress)
        for doubt in intake.doubts:
            _warn(str(doubt))
        if intake.problems:
            raise StudyError(*intake.problems)
    if not study.is_coded:
        with _progress("Beurten coderen") as progress:
            study.code(progress)
    _warn_of_unknown_roles(study)
    with _progress("Onderwerpen zoeken") as progress:
        study.topics(progress)


def _count_codings(study: Study) -> pd.DataFrame:
    codings = study.codings(method="regel")
    counts = codings.groupby("code", sort=True).agg(
        coderingen=("code", "size"), ontkend=("ontkend", "sum"), transcripten=("transcript", "nunique")
    )
    return counts.reset_index()


def _warn_of_unknown_roles(study: Study) -> None:
    turns = study.turns
    unknown = turns[turns["rol"] == "onbekend"]
    if len(unknown):
        where = ", ".join(sorted(set(unknown["transcript"])))
        _warn(
            f"{len(unknown)} beurten hebben een spreker met een onbekende rol; die tellen niet mee ({where}).\n"
            "  Wat te doen: zet de rollen in studie.yaml onder 'sprekers', en doe opnieuw: stemmen inlezen."
        )


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=_err, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _show_paths(paths: list[Path], as_json: bool) -> None:
    if as_json:
        _json(bestanden=[str(path) for path in paths])
        return
    for path in paths:
        _say(f"Gemaakt: {path}")


def _table(frame: pd.DataFrame, title: str) -> None:
    table = Table(title=title, title_justify="left")
    for name in frame.columns:
        table.add_column(str(name), justify="right" if frame[name].dtype.kind in "if" else "left")
    for row in frame.itertuples(index=False):
        table.add_row(*(escape(_cell(value)) for value in row))
    _out.print(table)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:.2f}".replace(".", ",")
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    text = frame.to_json(orient="records", force_ascii=False, double_precision=6)
    records: list[dict[str, Any]] = json.loads(text)
    return records


def _json(**parts: Any) -> None:
    sys.stdout.write(json.dumps(parts, ensure_ascii=False, indent=1, default=str) + "\n")


def _say(text: str) -> None:
    _out.print(text, markup=False, highlight=False, soft_wrap=True)


def _warn(text: str) -> None:
    _err.print(f"Let op. {text}", markup=False, highlight=False, soft_wrap=True)


def main() -> None:
    """Run the command; exit code 0 fine, 1 the user's input is wrong, 2 wrong usage."""
    try:
        code = app(standalone_mode=False)
    except StemmenError as error:
        _err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
    except click.exceptions.NoArgsIsHelpError as error:
        _say(error.format_message())
        sys.exit(2)
    except click.UsageError as error:
        _err.print(_usage(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _err.print("Afgebroken. Wat al was opgeslagen, staat er nog; er is niets half geschreven.")
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _usage(error: click.UsageError) -> str:
    name = error.ctx.command_path if error.ctx else "stemmen"
    if isinstance(error, click.NoSuchOption):
        what = f"De optie {error.option_name} bestaat niet."
    elif isinstance(error, click.MissingParameter):
        names = error.param.make_metavar(error.ctx) if error.param and error.ctx else "een argument"
        option = f"{error.param.opts[0]} " if isinstance(error.param, click.Option) else ""
        what = f"Hier ontbreekt: {option}{names}."
    elif isinstance(error, click.BadParameter):
        choices = getattr(getattr(error.param, "type", None), "choices", ())
        allowed = f" Kies uit: {', '.join(str(getattr(c, 'value', c)) for c in choices)}." if choices else ""
        option = error.param.opts[0] if error.param else "een argument"
        what = f"De waarde bij {option} kan niet.{allowed}"
    else:
        what = "Dit commando is niet goed."
    return f"{what}\n  Wat te doen: {name} --help laat zien hoe het wel moet."


if __name__ == "__main__":
    main()
