"""The commands that read, code, count and report."""

from collections import Counter
from itertools import groupby
from pathlib import Path

import click
import pandas as pd
from rich.text import Text

from stemmen.cli.options import (
    METHODS,
    analysis_options,
    as_json_option,
    codebook_option,
    coder_option,
    draft_option,
    section_option,
    study_folder,
)
from stemmen.cli.output import OUT, print_json, progress_bar, records, say, show_paths, show_table, warn
from stemmen.dutch_click import DutchCommand, DutchGroup
from stemmen.errors import StudyError
from stemmen.preview import Preview, PreviewTurn, preview_file
from stemmen.study import Study, open_study

_MANY = 8  # speakers: more are counted


@click.group(cls=DutchGroup)
@click.version_option(package_name="stemmen", message="stemmen %(version)s", help="Toon de versie.")
def app() -> None:
    """Van interviews naar een rapport met thema's en citaten."""


@app.command("nieuw", cls=DutchCommand)
@click.argument("folder", metavar="MAP", type=click.Path(path_type=Path))
@as_json_option
def new(folder: Path, as_json: bool) -> None:
    """Maak een map voor een nieuwe studie."""
    study = Study.create(folder)
    if as_json:
        print_json(map=str(folder))
        return
    say(f"De studie staat in {study.folder}. Zet de interviews in {study.folder / 'transcripten'}.")
    say(f"Doe daarna: stemmen inlezen {study.folder}")


@app.command("inlezen", cls=DutchCommand)
@study_folder
@click.option(
    "--opnieuw",
    "again",
    metavar="TRANSCRIPT",
    multiple=True,
    help="Lees dit transcript in, ook als de meeste coderingen er geen plaats in hebben.",
)
@as_json_option
def read(folder: Path, again: tuple[str, ...], as_json: bool) -> None:
    """Lees de interviews in de map transcripten."""
    study = open_study(folder)
    with progress_bar("Bestanden lezen") as progress:
        intake = study.read(again, progress)
    if as_json:
        print_json(
            bestanden=records(intake.files),
            opmerkingen=[{"bestand": file, "opmerking": note} for file, note in intake.notes],
            vragen=[str(doubt) for doubt in intake.doubts],
            fouten=[str(problem) for problem in intake.problems],
            coderingen=[
                {"transcript": name, "meegegaan": moved, "wachten": waiting}
                for name, (moved, waiting) in intake.carried.items()
            ],
        )
    else:
        show_table(_readable_files(intake.files), "Ingelezen")
        for file, noted in groupby(intake.notes, key=lambda about: about[0]):
            say(f"\n{file}")
            for _, note in noted:
                say(f"- {note}")
        for doubt in intake.doubts:
            warn(str(doubt))
        say(_sum_of_files(intake.files, len({problem.where for problem in intake.problems})))
    warn_of_returned(study)
    if intake.problems:
        raise StudyError(*intake.problems)


@app.command("bekijk", cls=DutchCommand)
@click.argument("path", metavar="BESTAND", type=click.Path(path_type=Path))
@as_json_option
def show(path: Path, as_json: bool) -> None:
    """Laat zien hoe een bestand wordt gelezen, beurt voor beurt; er wordt niets opgeslagen."""
    preview = preview_file(path)
    if as_json:
        print_json(**preview.as_dict())
        return
    _show_head(preview)
    section = ""
    for turn in preview.turns:
        if turn.section != section:
            section = turn.section
            OUT.print(Text(f"\n{section or 'Zonder onderdeel'}", style="bold"))
        time = "" if turn.time is None else f"{_clock(turn.time)}  "
        OUT.print(Text(f"\n{turn.number}  {time}{turn.speaker} ({turn.role.value})", style="bold"))
        _indented(_dimmed(turn))


@app.command("verwijder", cls=DutchCommand)
@study_folder
@click.argument("transcript", metavar="TRANSCRIPT")
@as_json_option
def remove(folder: Path, transcript: str, as_json: bool) -> None:
    """Laat een interview niet meer meetellen; er wordt niets gewist."""
    study = open_study(folder)
    study.remove(transcript)
    if as_json:
        print_json(verwijderd=transcript)
        return
    say(f"{transcript} telt niet meer mee. De tekst en de coderingen staan nog in de database.")
    say("Staat het bestand weer in transcripten en leest u het in, dan telt alles weer mee.")
    say(f"Staat {transcript} in respondenten.csv? Haal dan ook die regel weg.")
    say(f"Trekt iemand zijn toestemming in? Doe dan niet dit, maar: stemmen intrekken {folder} RESPONDENT")


@app.command("codeer", cls=DutchCommand)
@study_folder
@codebook_option
@as_json_option
def code(folder: Path, codebook: Path | None, as_json: bool) -> None:
    """Pas de regels van het codeboek toe op wat respondenten zeggen."""
    study = open_study(folder, codebook)
    with progress_bar("Beurten coderen") as progress:
        added, gone = study.code(progress)
    _warn_of_unknown_roles(study)
    counts = _count_codings(study)
    if as_json:
        print_json(nieuw=added, vervallen=gone, codes=records(counts))
    else:
        show_table(counts, "Coderingen door regels")
        say(f"{added} coderingen nieuw, {gone} vervallen.")


@app.command("onderwerpen", cls=DutchCommand)
@study_folder
@section_option
@as_json_option
def topics(folder: Path, section: str | None, as_json: bool) -> None:
    """Zoek onderwerpen in wat respondenten zeggen."""
    study = open_study(folder, section=section)
    _warn_of_unknown_roles(study)
    with progress_bar("Onderwerpen zoeken") as progress:
        model = study.topics(progress)
    if as_json:
        print_json(
            onderwerpen=records(model.topics), stabiliteit=records(model.curve), verantwoording=model.meta
        )
        return
    names = ["onderwerp", "label", "aantal_beurten", "aantal_respondenten", "stabiliteit"]
    show_table(model.topics[names], "Onderwerpen")
    if note := model.meta.get("opmerking"):
        warn(str(note))


@app.command("themas", cls=DutchCommand)
@study_folder
@analysis_options
@as_json_option
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
        print_json(
            codes=records(found.codes),
            code_onderwerp=records(found.code_topic),
            blinde_vlekken=records(found.blind_spots),
            spreiding=records(found.spread),
            samen=records(found.co_occurrence),
            code_kenmerk=records(found.code_attribute),
        )
        return
    show_table(_readable_codes(found.codes), "Thema's en codes")
    if len(found.blind_spots):
        show_table(found.blind_spots.drop(columns="fragmenten"), "Onderwerpen die het codeboek mist")
    else:
        say("Er zijn geen onderwerpen die het codeboek mist.")


@app.command("rapport", cls=DutchCommand)
@study_folder
@click.option("--uit", "out", metavar="MAP", type=click.Path(path_type=Path), help="Waar het rapport komt.")
@draft_option
@analysis_options
@as_json_option
def report(
    folder: Path,
    out: Path | None,
    draft: bool,
    codebook: Path | None,
    method: str | None,
    coder: str | None,
    section: str | None,
    as_json: bool,
) -> None:
    """Maak het rapport en het citatenoverzicht; doet eerst wat nog niet gedaan is."""
    study = open_study(folder, codebook, section)
    _prepare(study, coder, method)
    _look_through(study)
    show_paths(study.report(out, coder=coder, method=method, draft=draft, tell=warn), as_json)


@app.command("citaten", cls=DutchCommand)
@study_folder
@click.option("--uit", "out", metavar="BESTAND", type=click.Path(path_type=Path), help="Het Excel-bestand.")
@draft_option
@analysis_options
@as_json_option
def quotes(
    folder: Path,
    out: Path | None,
    draft: bool,
    codebook: Path | None,
    method: str | None,
    coder: str | None,
    section: str | None,
    as_json: bool,
) -> None:
    """Maak alleen het citatenoverzicht in Excel."""
    study = open_study(folder, codebook, section)
    _prepare(study, coder, method)
    _look_through(study)
    show_paths([study.write_quotes(out, coder=coder, method=method, draft=draft, tell=warn)], as_json)


@app.command("exporteer", cls=DutchCommand)
@study_folder
@click.argument("path", metavar="BESTAND", type=click.Path(path_type=Path))
@click.option(
    "--wat",
    "what",
    metavar="WAT",
    type=click.Choice(["beurten", "coderingen"]),
    default="beurten",
    help="beurten of coderingen. Standaard: beurten.",
)
@coder_option
@click.option(
    "--methode",
    "method",
    metavar="METHODE",
    type=click.Choice(METHODS),
    default="alle",
    help=f"Welke coderingen: {', '.join(METHODS[:-1])} of alle. Standaard: alle.",
)
@section_option
@as_json_option
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
        print_json(bestand=str(path), rijen=number)
        return
    say(f"{number} {what} geschreven naar {path}.")


@app.command("importeer", cls=DutchCommand)
@study_folder
@click.argument("path", metavar="BESTAND", type=click.Path(path_type=Path))
@click.option("--codeur", "coder", metavar="NAAM", required=True, help="Wie de coderingen maakte.")
@codebook_option
@as_json_option
def import_codings(folder: Path, path: Path, coder: str, codebook: Path | None, as_json: bool) -> None:
    """Lees coderingen die met de hand zijn gemaakt uit een CSV-bestand."""
    added, replaced = open_study(folder, codebook).import_codings(path, coder)
    if as_json:
        print_json(nieuw=added, vervangen=replaced)
        return
    codings = "nieuwe codering" if added == 1 else "nieuwe coderingen"
    say(f"{added} {codings} van {coder}, {replaced} oude vervangen.")


@app.command("demo", cls=DutchCommand)
@click.option(
    "--uit",
    "out",
    metavar="MAP",
    type=click.Path(path_type=Path),
    default=Path("stemmen-demo"),
    help="Waar het rapport komt. Standaard: stemmen-demo.",
)
@as_json_option
def demo(out: Path, as_json: bool) -> None:
    """Doe het hele werk op de voorbeeldstudie (verzonnen interviews)."""
    from stemmen.demo import prepare_demo

    study = prepare_demo()
    _prepare(study)
    if not as_json:
        say("De voorbeeldstudie: 12 verzonnen interviews.")
        show_table(_count_codings(study), "Coderingen door regels")
    show_paths(study.report(out, tell=warn), as_json)


def warn_of_returned(study: Study) -> None:
    """Say when the words of somebody who withdrew are in the study again."""
    for one in study.returned:
        what = "is weer ingelezen"
        if one.transcript:
            what = f"{'hetzelfde bestand' if one.same else 'een bestand met dezelfde naam'} is ingelezen als"
        other = f"geef het bestand een andere naam, en doe: stemmen verwijder {study.folder} {one.transcript}"
        warn(
            f"{one.respondent} trok zich eerder terug (zie intrekkingen.csv), maar "
            f"{f'{what} {one.transcript}'.rstrip()}. De woorden van {one.respondent} mag u niet gebruiken.\n"
            f"  Wat te doen: stemmen intrekken {study.folder} {one.name or 'RESPONDENT'}"
            + (f"\n  Is dit iemand anders? Dan: {other}" if one.transcript and not one.same else "")
        )


def _prepare(study: Study, coder: str | None = None, method: str | None = None) -> None:
    """Do the steps before a report that were not done yet, and say what is wrong."""
    study.require_no_withdrawal()
    with progress_bar("Bestanden lezen") as progress:
        intake = study.refresh(progress)
    for doubt in intake.doubts if intake else ():
        warn(str(doubt))
    with progress_bar("Beurten coderen") as progress:
        study.present_codings(progress)
    _warn_of_unknown_roles(study)
    _warn_of_lost_codes(study.lost(coder=coder, method=method))
    _warn_of_unplaced(study)
    warn_of_returned(study)
    with progress_bar("Onderwerpen zoeken") as progress:
        study.topics(progress)


def _look_through(study: Study) -> None:
    """Look for what may identify somebody: the longest step of a report on a large study."""
    with progress_bar("Namen en nummers zoeken") as progress:
        study.gate(progress)


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
    say(f"{transcript.source} wordt gelezen als het transcript {transcript.id}.")
    speakers = pd.DataFrame(
        [(who.speaker, who.role.value, who.turns, who.words, who.reason) for who in preview.speakers],
        columns=["spreker", "rol", "beurten", "woorden", "reden"],
    )
    show_table(speakers, "Sprekers")
    for speaker, told in groupby(transcript.attributes, key=lambda about: about.speaker):
        say(f"Kenmerken van {speaker}: {'; '.join(f'{about.name}: {about.value}' for about in told)}.")
    for note in preview.reading.notes:
        say(f"Opmerking. {note}")
    for doubt in preview.reading.doubts:
        say(f"Vraag. {doubt}")
    if transcript.introduction:
        OUT.print(Text("\nInleiding, die niet meetelt", style="bold"))
        _indented(Text(transcript.introduction))


def _dimmed(turn: PreviewTurn) -> Text:
    """The words of a turn, with less light on what was not said."""
    text = Text(turn.text)
    for start, end, _ in turn.non_speech:
        text.stylize("dim", start, end)
    return text


def _indented(text: Text) -> None:
    for line in text.wrap(OUT, max(20, OUT.width - 3)):
        line.rstrip()
        OUT.print(Text("   ") + line, soft_wrap=True)


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
        warn(
            f"{len(unknown)} beurten zijn van sprekers met een onbekende rol en tellen niet mee ({where}).\n"
            "  Wat te doen: zet de rollen in studie.yaml onder 'sprekers', en doe opnieuw: stemmen inlezen."
        )


def _warn_of_lost_codes(lost: dict[str, int]) -> None:
    if lost:
        codes = ", ".join(f"{code} ({count})" for code, count in lost.items())
        warn(
            f"{sum(lost.values())} coderingen tellen niet mee, omdat hun code niet in het codeboek staat: "
            f"{codes}.\n"
            "  Wat te doen: zet deze codes terug in het codeboek, of codeer die beurten met een andere code."
        )


def _warn_of_unplaced(study: Study) -> None:
    if number := len(study.unplaced()):
        what = "codering of memo telt" if number == 1 else "coderingen en memo's tellen"
        warn(
            f"{number} {what} niet mee: in een tekst die veranderde, is er geen zekere plaats voor.\n"
            f"  Wat te doen: bekijk ze en kies een plaats met: stemmen terugplaatsen {study.folder}"
        )
