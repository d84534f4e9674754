"""The command line: parse, call, print, and turn errors into sentences. No logic of its own."""

import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from stemmen.dutch_click import DutchCommand, DutchGroup, usage_message
from stemmen.errors import Problem, StemmenError, StudyError
from stemmen.preview import Preview, PreviewTurn, preview_file
from stemmen.study import Study, open_study

_out = Console()
_err = Console(stderr=True)
_MANY = 8  # speakers: more are counted

_folder = click.argument("folder", metavar="STUDIE", type=click.Path(path_type=Path))
_json_option = click.option("--json", "as_json", is_flag=True, help="Geef de uitkomst als JSON.")
_codebook = click.option(
    "--codeboek",
    "codebook",
    metavar="BESTAND",
    type=click.Path(path_type=Path),
    help="Gebruik dit codeboek in plaats van dat van de studie.",
)
_section = click.option(
    "--onderdeel",
    "section",
    metavar="NAAM",
    help="Alleen dit onderdeel: een vraag van een enquête, of een kopje.",
)
_coder = click.option("--codeur", "coder", metavar="NAAM", help="Alleen de coderingen van deze codeur.")


_methods = ["regel", "hand", "model", "alle"]
_method = click.option(
    "--methode",
    "method",
    metavar="METHODE",
    type=click.Choice(_methods),
    help=f"Welke coderingen meetellen: {', '.join(_methods[:-1])} of alle. "
    "Standaard: regel; met --codeur alle van die codeur.",
)


def _analysis(command: Callable[..., None]) -> Callable[..., None]:
    """The options of all commands that count codings: with which codebook, whose, made how, of which part."""
    return _codebook(_method(_coder(_section(command))))


@click.group(cls=DutchGroup)
@click.version_option(package_name="stemmen", message="stemmen %(version)s", help="Toon de versie.")
def app() -> None:
    """Van interviews naar een rapport met thema's en citaten."""


@app.command("nieuw", cls=DutchCommand)
@click.argument("folder", metavar="MAP", type=click.Path(path_type=Path))
@_json_option
def new(folder: Path, as_json: bool) -> None:
    """Maak een map voor een nieuwe studie."""
    study = Study.create(folder)
    if as_json:
        _json(map=str(folder))
        return
    _say(f"De studie staat in {study.folder}. Zet de interviews in {study.folder / 'transcripten'}.")
    _say(f"Doe daarna: stemmen inlezen {study.folder}")


@app.command("inlezen", cls=DutchCommand)
@_folder
@click.option(
    "--opnieuw",
    "again",
    metavar="TRANSCRIPT",
    multiple=True,
    help="Lees dit gewijzigde transcript opnieuw in.",
)
@_json_option
def read(folder: Path, again: tuple[str, ...], as_json: bool) -> None:
    """Lees de interviews in de map transcripten."""
    study = open_study(folder)
    with _progress("Bestanden lezen") as progress:
        intake = study.read(again, progress)
    if as_json:
        _json(
            bestanden=_records(intake.files),
            opmerkingen=[{"bestand": file, "opmerking": note} for file, note in intake.notes],
            vragen=[str(doubt) for doubt in intake.doubts],
            fouten=[str(problem) for problem in intake.problems],
        )
    else:
        _table(_readable_files(intake.files), "Ingelezen")
        for file, noted in groupby(intake.notes, key=lambda about: about[0]):
            _say(f"\n{file}")
            for _, note in noted:
                _say(f"- {note}")
        for doubt in intake.doubts:
            _warn(str(doubt))
        _say(_sum_of_files(intake.files, len({problem.where for problem in intake.problems})))
    if intake.problems:
        raise StudyError(*intake.problems)


@app.command("bekijk", cls=DutchCommand)
@click.argument("path", metavar="BESTAND", type=click.Path(path_type=Path))
@_json_option
def show(path: Path, as_json: bool) -> None:
    """Laat zien hoe een bestand wordt gelezen, beurt voor beurt; er wordt niets opgeslagen."""
    preview = preview_file(path)
    if as_json:
        _json(**preview.as_dict())
        return
    _show_head(preview)
    section = ""
    for turn in preview.turns:
        if turn.section != section:
            section = turn.section
            _out.print(Text(f"\n{section or 'Zonder onderdeel'}", style="bold"))
        time = "" if turn.time is None else f"{_clock(turn.time)}  "
        _out.print(Text(f"\n{turn.number}  {time}{turn.speaker} ({turn.role.value})", style="bold"))
        _indented(_dimmed(turn))


@app.command("verwijder", cls=DutchCommand)
@_folder
@click.argument("transcript", metavar="TRANSCRIPT")
@_json_option
def remove(folder: Path, transcript: str, as_json: bool) -> None:
    """Laat een interview niet meer meetellen; er wordt niets gewist."""
    study = open_study(folder)
    study.remove(transcript)
    if as_json:
        _json(verwijderd=transcript)
        return
    _say(f"{transcript} telt niet meer mee. De tekst en de coderingen staan nog in de database.")
    _say("Staat het bestand weer in transcripten en leest u het in, dan telt alles weer mee.")
    _say(f"Staat {transcript} in respondenten.csv? Haal dan ook die regel weg.")


@app.command("codeer", cls=DutchCommand)
@_folder
@_codebook
@_json_option
def code(folder: Path, codebook: Path | None, as_json: bool) -> None:
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


@app.command("onderwerpen", cls=DutchCommand)
@_folder
@_section
@_json_option
def topics(folder: Path, section: str | None, as_json: bool) -> None:
    """Zoek onderwerpen in wat respondenten zeggen."""
    study = open_study(folder, section=section)
    _warn_of_unknown_roles(study)
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


@app.command("themas", cls=DutchCommand)
@_folder
@_analysis
@_json_option
def themes(
    folder: Path,
    codebook: Path | None,
    method: str | None,
    coder: str | None,
    section: str | None,
    as_json: bool,
) -> None:
    """Tel de thema's, en zet ze naast de onderwerpen."""
    study = open_study(folder, codebook, section)
    _prepare(study, coder, method)
    found = study.themes(coder=coder, method=method)
    if as_json:
        _json(
            codes=_records(found.codes),
            code_onderwerp=_records(found.code_topic),
            blinde_vlekken=_records(found.blind_spots),
            spreiding=_records(found.spread),
            samen=_records(found.co_occurrence),
            code_kenmerk=_records(found.code_attribute),
        )
        return
    _table(_readable_codes(found.codes), "Thema's en codes")
    if len(found.blind_spots):
        _table(found.blind_spots.drop(columns="fragmenten"), "Onderwerpen die het codeboek mist")
    else:
        _say("Er zijn geen onderwerpen die het codeboek mist.")


@app.command("rapport", cls=DutchCommand)
@_folder
@click.option("--uit", "out", metavar="MAP", type=click.Path(path_type=Path), help="Waar het rapport komt.")
@_analysis
@_json_option
def report(
    folder: Path,
    out: Path | None,
    codebook: Path | None,
    method: str | None,
    coder: str | None,
    section: str | None,
    as_json: bool,
) -> None:
    """Maak het rapport en het citatenoverzicht; doet eerst wat nog niet gedaan is."""
    study = open_study(folder, codebook, section)
    _prepare(study, coder, method)
    _show_paths(study.report(out, coder=coder, method=method), as_json)


@app.command("citaten", cls=DutchCommand)
@_folder
@click.option("--uit", "out", metavar="BESTAND", type=click.Path(path_type=Path), help="Het Excel-bestand.")
@_analysis
@_json_option
def quotes(
    folder: Path,
    out: Path | None,
    codebook: Path | None,
    method: str | None,
    coder: str | None,
    section: str | None,
    as_json: bool,
) -> None:
    """Maak alleen het citatenoverzicht in Excel."""
    study = open_study(folder, codebook, section)
    _prepare(study, coder, method)
    _show_paths([study.write_quotes(out, coder=coder, method=method)], as_json)


@app.command("exporteer", cls=DutchCommand)
@_folder
@click.argument("path", metavar="BESTAND", type=click.Path(path_type=Path))
@click.option(
    "--wat",
    "what",
    metavar="WAT",
    type=click.Choice(["beurten", "coderingen"]),
    default="beurten",
    help="beurten of coderingen. Standaard: beurten.",
)
@_coder
@click.option(
    "--methode",
    "method",
    metavar="METHODE",
    type=click.Choice(_methods),
    default="alle",
    help=f"Welke coderingen: {', '.join(_methods[:-1])} of alle. Standaard: alle.",
)
@_section
@_json_option
def export(
    folder: Path,
    path: Path,
    what: str,
    coder: str | None,
    method: str | None,
    section: str | None,
    as_json: bool,
) -> None:
    """Schrijf beurten of coderingen naar een CSV-bestand."""
    number = open_study(folder, section=section).export(path, what, coder=coder, method=method)
    if as_json:
        _json(bestand=str(path), rijen=number)
        return
    _say(f"{number} {what} geschreven naar {path}.")


@app.command("importeer", cls=DutchCommand)
@_folder
@click.argument("path", metavar="BESTAND", type=click.Path(path_type=Path))
@click.option("--codeur", "coder", metavar="NAAM", required=True, help="Wie de coderingen maakte.")
@_codebook
@_json_option
def import_codings(folder: Path, path: Path, coder: str, codebook: Path | None, as_json: bool) -> None:
    """Lees coderingen die met de hand zijn gemaakt uit een CSV-bestand."""
    added, replaced = open_study(folder, codebook).import_codings(path, coder)
    if as_json:
        _json(nieuw=added, vervangen=replaced)
        return
    _say(f"{added} nieuwe coderingen van {coder}, {replaced} oude vervangen.")


@app.command("demo", cls=DutchCommand)
@click.option(
    "--uit",
    "out",
    metavar="MAP",
    type=click.Path(path_type=Path),
    default=Path("stemmen-demo"),
    help="Waar het rapport komt. Standaard: stemmen-demo.",
)
@_json_option
def demo(out: Path, as_json: bool) -> None:
    """Doe het hele werk op de voorbeeldstudie (verzonnen interviews)."""
    from stemmen.demo import prepare_demo

    study = prepare_demo()
    _prepare(study)
    if not as_json:
        _say("De voorbeeldstudie: 12 verzonnen interviews.")
        _table(_count_codings(study), "Coderingen door regels")
    _show_paths(study.report(out), as_json)


def _prepare(study: Study, coder: str | None = None, method: str | None = None) -> None:
    """Do the steps before a report that were not done yet, and say what is wrong."""
    with _progress("Bestanden lezen") as progress:
        intake = study.refresh(progress)
    for doubt in intake.doubts if intake else ():
        _warn(str(doubt))
    with _progress("Beurten coderen") as progress:
        study.present_codings(progress)
    _warn_of_unknown_roles(study)
    _warn_of_lost_codes(study.lost(coder=coder, method=method))
    with _progress("Onderwerpen zoeken") as progress:
        study.topics(progress)


def _count_codings(study: Study) -> pd.DataFrame:
    codings = study.codings(method="regel")
    counts = codings.groupby("code", sort=True).agg(
        coderingen=("code", "size"), ontkend=("ontkend", "sum"), transcripten=("transcript", "nunique")
    )
    return counts.reset_index()


def _readable_files(files: pd.DataFrame) -> pd.DataFrame:
    """The files as a table that fits a screen of 80 columns: the speakers under the name of the file."""
    numbers = files[["beurten", "woorden", "minuten", "opmerkingen", "vragen"]]
    names = files["bestand"] + files["sprekers"].map(_speaker_lines)
    numbers.insert(0, "bestand en sprekers", names)
    return numbers.rename(columns={"opmerkingen": "opmer-\nkingen"})


def _speaker_lines(speakers: str) -> str:
    """A line a speaker; a line a role when there are many, as in a survey."""
    each = speakers.split("; ")
    if len(each) > _MANY:
        roles = Counter(speaker.rpartition(": ")[2] for speaker in each)
        each = [
            f"{number} {'spreker' if number == 1 else 'sprekers'}: {role}" for role, number in roles.items()
        ]
    return "".join(f"\n  {line}" for line in each)


def _sum_of_files(files: pd.DataFrame, refused: int) -> str:
    changed = ", ".join(files.loc[files["stand"] == "gewijzigd", "bestand"])
    states = files["stand"].value_counts()
    told = [
        f"{state.capitalize()}: {states[state]}{f' ({changed})' if state == 'gewijzigd' else ''}."
        for state in ("nieuw", "gewijzigd", "ongewijzigd")
        if state in states
    ]
    number, turns = len(files), int(files["beurten"].sum())
    counts = (
        f"{number} {'transcript' if number == 1 else 'transcripten'}, "
        f"{turns} {'beurt' if turns == 1 else 'beurten'}."
    )
    left_out = [f"Niet ingelezen: {refused}."] if refused else []
    return " ".join([counts, *told, *left_out])


def _show_head(preview: Preview) -> None:
    """What is said of a file before its turns: introduction, speakers, repairs, questions."""
    transcript = preview.transcript
    _say(f"{transcript.source} wordt gelezen als het transcript {transcript.id}.")
    speakers = pd.DataFrame(
        [(who.speaker, who.role.value, who.turns, who.words, who.reason) for who in preview.speakers],
        columns=["spreker", "rol", "beurten", "woorden", "reden"],
    )
    _table(speakers, "Sprekers")
    for speaker, told in groupby(transcript.attributes, key=lambda about: about.speaker):
        _say(f"Kenmerken van {speaker}: {'; '.join(f'{about.name}: {about.value}' for about in told)}.")
    for note in preview.reading.notes:
        _say(f"Opmerking. {note}")
    for doubt in preview.reading.doubts:
        _say(f"Vraag. {doubt}")
    if transcript.introduction:
        _out.print(Text("\nInleiding, die niet meetelt", style="bold"))
        _indented(Text(transcript.introduction))


def _dimmed(turn: PreviewTurn) -> Text:
    """The words of a turn, with less light on what was not said."""
    text = Text(turn.text)
    for start, end, _ in turn.non_speech:
        text.stylize("dim", start, end)
    return text


def _indented(text: Text) -> None:
    for line in text.wrap(_out, max(20, _out.width - 3)):
        line.rstrip()
        _out.print(Text("   ") + line, soft_wrap=True)


def _clock(seconds: float) -> str:
    """Hours, minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _readable_codes(codes: pd.DataFrame) -> pd.DataFrame:
    """The codes as a table that fits a screen."""
    return pd.DataFrame(
        {
            "thema": [
                "  " * (level - 1) + name for level, name in zip(codes["niveau"], codes["naam"], strict=True)
            ],
            "respondenten": [
                f"{n} van {of}" for n, of in zip(codes["respondenten"], codes["van"], strict=True)
            ],
            "beurten": codes["beurten"],
            "positief": codes["positief"],
            "negatief": codes["negatief"],
            "wisselend": codes["wisselend"],
        }
    )


def _warn_of_unknown_roles(study: Study) -> None:
    turns = study.turns
    unknown = turns[turns["rol"] == "onbekend"]
    if len(unknown):
        where = ", ".join(sorted(set(unknown["transcript"])))
        _warn(
            f"{len(unknown)} beurten zijn van sprekers met een onbekende rol en tellen niet mee ({where}).\n"
            "  Wat te doen: zet de rollen in studie.yaml onder 'sprekers', en doe opnieuw: stemmen inlezen."
        )


def _warn_of_lost_codes(lost: dict[str, int]) -> None:
    if lost:
        codes = ", ".join(f"{code} ({count})" for code, count in lost.items())
        _warn(
            f"{sum(lost.values())} coderingen tellen niet mee, omdat hun code niet in het codeboek staat: "
            f"{codes}.\n"
            "  Wat te doen: zet deze codes terug in het codeboek, of codeer die beurten met een andere code."
        )


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal) as bar:
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
        right = frame[name].dtype.kind in "if"
        table.add_column(str(name), justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in frame.itertuples(index=False):
        table.add_row(*(escape(_cell(value)) for value in row))
    _out.print(table)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if pd.isna(value):
        return ""
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else str(value)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    text = frame.to_json(orient="records", force_ascii=False, double_precision=6)
    records: list[dict[str, Any]] = json.loads(text)
    return records


def _json(**parts: Any) -> None:
    """In ASCII, so that it parses whatever the encoding of the terminal or the file."""
    sys.stdout.write(json.dumps(parts, indent=1, default=str) + "\n")


def _say(text: str) -> None:
    _out.print(text, markup=False, highlight=False, soft_wrap=True)


def _warn(text: str) -> None:
    _complain(f"Let op. {text}")


def _complain(text: str) -> None:
    _err.print(text, markup=False, highlight=False, soft_wrap=True)


def main() -> None:
    """Run the command; exit code 0 fine, 1 the user's input is wrong, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a word that the terminal cannot show is no reason to stop
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
    except StemmenError as error:
        _complain(str(error))
        sys.exit(1)
    except click.exceptions.NoArgsIsHelpError as error:
        _say(error.format_message())
        sys.exit(2)
    except click.UsageError as error:
        _complain(usage_message(error))
        sys.exit(2)
    except OSError as error:
        repair = "Controleer de naam, de rechten en de ruimte op de schijf."
        what = f"Lezen of schrijven lukt niet ({error.strerror})."
        _complain(str(Problem(str(error.filename or "stemmen"), what, repair=repair)))
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        _complain("Afgebroken. Wat al was opgeslagen, staat er nog; er is niets half geschreven.")
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
