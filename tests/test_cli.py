"""The command line as a researcher meets it: exit codes, Dutch sentences, never a traceback."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

import stemmen
import stemmen.store
from tests.conftest import CODEBOOK, INTERVIEWS

# Words of Python, Click, SQLAlchemy and pydantic that no user should ever see.
FOREIGN = (
    "Traceback", "Error", "Exception", "Usage", "Invalid", "invalid", "Missing", "No such", "sqlalchemy",
    "pydantic", "None", "should be", "field required", "Options", "Show this message",
)  # fmt: skip

UNKNOWN = (
    "Anna: Hoe ging het?\nBert: Ze geloofden me niet.\nAnna: Echt?\nBert: Ja, en dat formulier ook nog.\n"
)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def wrong(outcome, code: int = 1) -> str:
    """The message of a run that had to fail: in Dutch, with what to do, and with this exit code."""
    assert outcome.code == code, (outcome.code, outcome.out, outcome.err)
    assert outcome.err.strip(), "it failed without a word"
    assert [word for word in FOREIGN if word in outcome.err] == []
    assert "Wat te doen: " in outcome.err
    return outcome.err


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(run, study_folder) -> Path:
    """A study that was read by the command line."""
    outcome = run("inlezen", study_folder)
    assert (outcome.code, outcome.err) == (0, "")
    return study_folder


@pytest.fixture
def blocked(tmp_path) -> Path:
    """A place where nothing can be written, for root neither: below a file."""
    return write(tmp_path / "bestand.txt", "x") / "uit"


# ---- the road from files to tables


def test_from_a_new_study_to_codings(run, tmp_path):
    folder = tmp_path / "nieuw"
    outcome = run("nieuw", folder)
    assert outcome.code == 0
    assert f"stemmen inlezen {folder}" in outcome.out
    for name, text in INTERVIEWS.items():
        write(folder / "transcripten" / name, text)

    outcome = run("inlezen", folder)
    assert outcome.code == 0
    assert "2 transcripten, 10 beurten." in outcome.out

    outcome = run("codeer", folder)
    assert outcome.code == 0
    assert "coderingen nieuw, 0 vervallen." in outcome.out


def test_reading_twice_is_no_mistake(run, folder):
    again = run("inlezen", folder, "--json")
    assert again.code == 0
    assert [row["stand"] for row in again.json["bestanden"]] == ["ongewijzigd", "ongewijzigd"]


def test_what_reading_prints_as_json(run, study_folder):
    write(study_folder / "transcripten" / "p03.txt", UNKNOWN)
    outcome = run("inlezen", study_folder, "--json")
    assert set(outcome.json) == {"bestanden", "opmerkingen", "vragen", "fouten", "coderingen"}
    assert outcome.json["bestanden"][0] == {
        "bestand": "p01.txt", "transcript": "p01", "stand": "nieuw", "beurten": 6,
        "woorden": len(" ".join(line[3:] for line in INTERVIEWS["p01.txt"].splitlines()).split()),
        "sprekers": "I: interviewer; R: respondent", "minuten": None, "opmerkingen": 0, "vragen": 0,
    }  # fmt: skip
    assert any("Bert" in question for question in outcome.json["vragen"])


def test_the_table_of_files_fits_a_window_of_80_columns(run, study_folder, monkeypatch):
    monkeypatch.setattr("stemmen.cli.output.OUT", Console(width=80))
    write(study_folder / "transcripten" / "een_lange_naam_van_een_bestand_met_een_groepsgesprek.txt", UNKNOWN)
    write(
        study_folder / "transcripten" / "p03.vtt",
        "WEBVTT\n\n00:00:02.000 --> 00:01:00.000\n<v Interviewer>Hoe ging dat?</v>\n\n"
        "00:12:31.000 --> 00:12:33.000\n<v Respondent>Nou, slecht.</v>\n",
    )
    outcome = run("inlezen", study_folder)
    assert outcome.code == 0
    table = [line for line in outcome.out.splitlines() if line[:1] in "┏┃┡│└"]
    assert {len(line) for line in table} == {80}
    words = " ".join(table)
    for word in ("bestand en sprekers", "beurten", "woorden", "minuten", "opmer-", "kingen", "vragen"):
        assert word in words
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in table if line[0] == "│"]
    assert "".join(row[0] for row in cells[:4]).startswith(
        "een_lange_naam_van_een_bestand_met_een_groepsgesprek.txtAnna: onbekendBert: onbekend"
    )
    vtt = [row[0] for row in cells].index("p03.vtt")
    assert cells[vtt][1:] == ["2", "5", "12", "0", "0"]
    assert [row[0] for row in cells[vtt + 1 :]] == ["Interviewer: interviewer", "Respondent: respondent"]
    assert cells[0][1:] == ["4", "14", "", "0", "1"]
    assert "4 transcripten, 16 beurten. Nieuw: 4." in outcome.out


def test_many_speakers_are_counted(run, study_folder):
    people = (
        "".join(f"R{number}: Nou, dat was wat, nummer {number}.\nI: En u?\n" for number in range(1, 10)) * 2
    )
    write(study_folder / "transcripten" / "p03.txt", people)
    out = run("inlezen", study_folder).out
    assert "│   1 spreker: interviewer" in out
    assert "│   9 sprekers: respondent" in out


def test_one_is_told_as_one(run, study_folder):
    (study_folder / "transcripten" / "p02.txt").unlink()
    path = write(study_folder / "transcripten" / "p01.txt", "R: Ja, dat was wat.\n")
    write(study_folder / "studie.yaml", 'titel: Proef\nsprekers: {"*": {R: respondent}}\n')
    assert "1 transcript, 1 beurt. Nieuw: 1." in run("inlezen", study_folder).out
    write(path, "R: Ja, dat was niks.\n")
    assert "1 transcript, 1 beurt. Gewijzigd: 1 (p01.txt)." in run("inlezen", study_folder).out


def test_a_file_is_shown_before_it_is_stored(run, study_folder, monkeypatch):
    monkeypatch.setattr("stemmen.cli.output.OUT", Console(width=80))
    text = (
        "Bij haar thuis.\n"
        + INTERVIEWS["p01.txt"].replace("Boos was", "(lacht) Boos was")
        + "Nog iets. " * 20
    )
    path = write(study_folder / "transcripten" / "p01.txt", text)
    outcome = run("bekijk", path)
    assert (outcome.code, outcome.err) == (0, "")
    assert max(map(len, outcome.out.splitlines())) <= 80
    shown = " ".join(outcome.out.split())
    for words in (
        "p01.txt wordt gelezen als het transcript p01.",
        "Inleiding, die niet meetelt Bij haar thuis.",
        "1 I (interviewer) Hoe ging het bij de gemeente?",
        "4 R (respondent) (lacht) Boos was ik niet,",
        "omdat de naam dat zegt",
    ):
        assert words in shown
    assert not (study_folder / "stemmen.db").exists()


def test_questions_times_and_sections_are_shown(run, tmp_path):
    path = write(tmp_path / "p01.txt", UNKNOWN)
    assert "Vraag. p01.txt: Welke rol heeft elk van deze sprekers?" in run("bekijk", path).out
    path = write(
        tmp_path / "p02.vtt",
        "WEBVTT\n\n01:12:31.000 --> 01:12:33.000\n<v Respondent>[b]Nou[/b], slecht.</v>\n",
    )
    assert "1  1:12:31  Respondent (respondent)\n   [b]Nou[/b], slecht.\n" in run("bekijk", path).out


def test_sections_and_what_is_known_of_speakers_are_shown(run, tmp_path):
    answers = "".join(
        f"r{number},Arts,{30 + number},Dat duurt lang hier {number}.,Meer tijd voor de mensen {number}.\n"
        for number in range(5)
    )
    head = "nr,Functie,Leeftijd,Wat gaat er slecht in uw werk?,Wat zou u willen veranderen?\n"
    shown = run("bekijk", write(tmp_path / "enquete.csv", head + answers)).out
    assert "Kenmerken van r4: Functie: Arts; Leeftijd: 34.\n" in shown
    assert shown.index("\nWat gaat er slecht in uw werk?\n") < shown.index("   Dat duurt lang hier 0.\n")
    assert "\nWat zou u willen veranderen?\n" in shown


def test_what_showing_prints_as_json(run, study_folder):
    outcome = run("bekijk", study_folder / "transcripten" / "p01.txt", "--json")
    assert outcome.code == 0
    assert outcome.json == json.loads(
        json.dumps(stemmen.preview_file(study_folder / "transcripten" / "p01.txt").as_dict())
    )


@pytest.mark.parametrize("name", ["weg.txt", ".", "p03.docx"])
def test_a_file_that_cannot_be_shown(run, study_folder, name):
    write(study_folder / "transcripten" / "p03.docx", "geen docx")
    assert name in wrong(run("bekijk", study_folder / "transcripten" / name)) or name == "."


def test_json_also_parses_when_a_file_is_wrong(run, study_folder):
    write(study_folder / "transcripten" / "p03.pages", "x")
    outcome = run("inlezen", study_folder, "--json")
    assert outcome.code == 1
    assert len(outcome.json["bestanden"]) == 2
    assert "p03.pages" in outcome.json["fouten"][0]


def test_what_coding_prints_as_json(run, folder):
    outcome = run("codeer", folder, "--json")
    assert outcome.code == 0
    assert (outcome.json["nieuw"] > 0, outcome.json["vervallen"]) == (True, 0)
    assert {row["code"] for row in outcome.json["codes"]} >= {"van_instantie", "formulieren"}


@pytest.mark.parametrize(
    ("command", "keys"),
    [
        ("onderwerpen", {"onderwerpen", "stabiliteit", "verantwoording"}),
        ("themas", {"codes", "code_onderwerp", "blinde_vlekken", "spreiding", "samen", "code_kenmerk"}),
        ("rapport", {"bestanden"}),
        ("citaten", {"bestanden"}),
    ],
)
def test_each_later_step_does_what_comes_before_and_its_json_parses(run, study_folder, command, keys):
    if command == "onderwerpen":
        run("inlezen", study_folder)
    outcome = run(command, study_folder, "--json")
    assert outcome.code == 0, outcome.err
    assert set(outcome.json) == keys
    plain = run(command, study_folder)
    assert plain.code == 0, plain.err
    assert plain.out.strip()


def test_the_report_stands_where_it_was_asked(run, folder, tmp_path):
    outcome = run("rapport", folder, "--uit", tmp_path / "daar", "--json")
    assert outcome.code == 0, outcome.err
    assert {Path(name) for name in outcome.json["bestanden"]} == {
        tmp_path / "daar" / "rapport.html", tmp_path / "daar" / "citaten.xlsx",
    }  # fmt: skip
    assert all(Path(name).stat().st_size > 1000 for name in outcome.json["bestanden"])
    assert run("rapport", folder).code == 0
    assert (folder / "rapport" / "rapport.html").is_file()


def test_small_commands_print_json_too(run, folder, tmp_path):
    made = run("nieuw", tmp_path / "nieuw", "--json").json
    assert made == {"map": str(tmp_path / "nieuw")}
    out = tmp_path / "uit.csv"
    assert run("exporteer", folder, out, "--json").json == {"bestand": str(out), "rijen": 10}
    table = write(tmp_path / "a.csv", "transcript,beurt,code\np01,2,wantrouwen\n")
    imported = run("importeer", folder, table, "--codeur", "anna", "--json")
    assert imported.json == {"nieuw": 1, "vervangen": 0}


# ---- out and in


def test_exported_turns(run, folder, tmp_path):
    outcome = run("exporteer", folder, tmp_path / "beurten.csv", "--wat", "beurten")
    assert outcome.code == 0
    assert "10 beurten geschreven" in outcome.out
    table = rows(tmp_path / "beurten.csv")
    assert list(table[0]) == [
        "transcript", "beurt", "spreker", "rol", "tekst", "begin", "eind", "onderdeel", "respondent",
    ]  # fmt: skip
    assert table[0] == {
        "transcript": "p01", "beurt": "1", "spreker": "I", "rol": "interviewer",
        "tekst": "Hoe ging het bij de gemeente?", "begin": "0", "eind": "29", "onderdeel": "",
        "respondent": "",
    }  # fmt: skip


def test_exported_codings_by_coder_and_method(run, folder, tmp_path):
    run("codeer", folder)
    hand = write(tmp_path / "anna.csv", "transcript,beurt,code,waardering\np01,6,bejegening,+\n")
    assert run("importeer", folder, hand, "--codeur", "anna").code == 0
    out = tmp_path / "coderingen.csv"

    def coders(*options: str) -> set[tuple[str, str]]:
        assert run("exporteer", folder, out, "--wat", "coderingen", *options).code == 0
        return {(row["codeur"], row["methode"]) for row in rows(out)}

    assert coders() == {("anna", "hand"), ("regels", "regel")}
    assert coders("--methode", "regel") == {("regels", "regel")}
    assert coders("--codeur", "anna") == {("anna", "hand")}
    assert coders("--codeur", "anna", "--methode", "regel") == set()
    coders("--methode", "hand")
    [row] = rows(out)
    assert row == {
        "transcript": "p01", "beurt": "6", "begin": "229", "eind": "294", "code": "bejegening",
        "codeur": "anna", "methode": "hand", "ontkend": "nee", "waardering": "+", "bewijs": "",
        "memo": "", "opvallend": "nee", "twijfel": "nee",
    }  # fmt: skip


def test_imported_codings_with_and_without_begin_and_end(run, folder, tmp_path):
    table = write(
        tmp_path / "a.csv", "transcript,beurt,begin,eind,code\np01,2,30,51,wantrouwen\np02,2,,,formulieren\n"
    )
    outcome = run("importeer", folder, table, "--codeur", "anna")
    assert outcome.code == 0
    assert "2 nieuwe coderingen van anna, 0 oude vervangen." in outcome.out
    whole = write(tmp_path / "b.csv", "transcript,beurt,code\np01,4,bejegening\n")
    assert "1 nieuwe codering van anna, 0 oude" in run("importeer", folder, whole, "--codeur", "anna").out

    codings = stemmen.open_study(folder).codings()
    turns = stemmen.open_study(folder).turns.set_index(["transcript", "beurt"])["tekst"]
    assert list(codings["tekst"]) == ["Ze geloofden me niet.", turns["p01", 4], turns["p02", 2]]


def test_a_corrected_file_takes_the_place_of_what_it_corrects(run, folder, tmp_path):
    table = write(tmp_path / "a.csv", "transcript,beurt,code,waardering\np01,6,bejegening,+\n")
    run("importeer", folder, table, "--codeur", "anna ")
    write(table, "transcript,beurt,code,waardering\np01,6,bejegening,-\np01,2,wantrouwen,\n")
    outcome = run("importeer", folder, table, "--codeur", "anna")
    assert "2 nieuwe coderingen van anna, 1 oude vervangen." in outcome.out
    codings = stemmen.open_study(folder).codings(coder="anna")
    assert list(codings["waardering"]) == ["", "-"]


def test_coding_with_another_codebook(run, folder, tmp_path):
    small = write(tmp_path / "klein.yaml", CODEBOOK[: CODEBOOK.index("  - sleutel: bejegening")])
    outcome = run("codeer", folder, "--codeboek", small, "--json")
    assert {row["code"] for row in outcome.json["codes"]} <= {"wantrouwen", "van_instantie"}


def test_both_coder_and_method_are_honoured(run, folder, tmp_path):
    table = write(tmp_path / "a.csv", "transcript,beurt,code\np01,2,wantrouwen\n")
    run("importeer", folder, table, "--codeur", "anna")

    def turns(*options: str) -> int:
        return sum(row["beurten"] for row in run("themas", folder, *options, "--json").json["codes"])

    assert turns("--codeur", "anna") == 1
    assert turns("--codeur", "anna", "--methode", "regel") == 0
    assert turns("--methode", "hand") == 1
    assert turns() > 1


def test_codes_that_the_codebook_lost_are_told(run, folder, tmp_path):
    table = write(tmp_path / "a.csv", "transcript,beurt,code\np01,2,bejegening\np02,2,formulieren\n")
    run("importeer", folder, table, "--codeur", "anna")
    small = write(tmp_path / "klein.yaml", CODEBOOK[: CODEBOOK.index("  - sleutel: bejegening")])
    for command in ("themas", "rapport", "citaten"):
        outcome = run(command, folder, "--codeur", "anna", "--codeboek", small)
        assert outcome.code == 0
        assert "2 coderingen tellen niet mee" in outcome.err
        assert "bejegening (1), formulieren (1)" in outcome.err
    assert "tellen niet mee" not in run("themas", folder, "--codeboek", small).err


# ---- wrong input: exit code 1


@pytest.mark.parametrize(
    "command",
    [
        ["inlezen"],
        ["codeer"],
        ["onderwerpen"],
        ["themas"],
        ["rapport"],
        ["citaten"],
        ["exporteer", "uit.csv"],
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("what", ["lege map", "geen map"])
def test_a_folder_that_is_no_study(run, tmp_path, command, what):
    folder = tmp_path / "leeg"
    if what == "lege map":
        folder.mkdir()
    message = wrong(run(command[0], folder, *command[1:]))
    assert ("Dit is geen studie" if what == "lege map" else "Deze map is er niet") in message
    assert ("stemmen nieuw" if what == "lege map" else "aanhalingstekens") in message
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.parametrize("command", ["codeer", "onderwerpen"])
def test_a_study_that_was_not_read_yet(run, study_folder, command):
    assert "stemmen inlezen" in wrong(run(command, study_folder))


@pytest.mark.parametrize(
    ("settings", "line", "words"),
    [
        ("titel: [\n", "regel 2", "YAML"),
        ("titel: a\nvraag: b\nsprekers:\n  p01: {R: oma}\n", "regel 4", "'oma'"),
        ("title: a\n", "regel 1", "'title' is geen bekend veld"),
        ("titel: a\ndatum: 2024-02-30\n", "", "datum"),
        ("", "", "geen velden"),
    ],
)
def test_broken_settings(run, study_folder, settings, line, words):
    write(study_folder / "studie.yaml", settings)
    message = wrong(run("inlezen", study_folder))
    assert "studie.yaml" in message
    assert line in message
    assert words in message


def test_a_broken_codebook_gives_all_its_errors_at_once_with_lines(run, folder):
    text = CODEBOOK.replace("patronen: [vriendelijk]", "patronen: []").replace(
        "naam: Formulieren", "nam: Formulieren"
    )
    write(folder / "codeboek.yaml", text)
    message = wrong(run("codeer", folder))
    lines = text.splitlines()
    for word in ("patronen: []", "- sleutel: formulieren", "nam: Formulieren"):
        number = next(number for number, line in enumerate(lines, 1) if word in line)
        assert f"codeboek.yaml, regel {number}: Code '" in message


def test_a_pattern_that_is_not_well_formed_is_named_with_its_line(run, folder):
    text = CODEBOOK.replace("patronen: [vriendelijk]", 'patronen: ["(vriendelijk"]')
    write(folder / "codeboek.yaml", text)
    message = wrong(run("codeer", folder))
    number = next(number for number, line in enumerate(text.splitlines(), 1) if "(vriendelijk" in line)
    assert f"codeboek.yaml, regel {number}" in message
    assert "bejegening" in message


def test_a_codebook_that_is_not_there(run, folder, tmp_path):
    message = wrong(run("codeer", folder, "--codeboek", tmp_path / "weg.yaml"))
    assert str(tmp_path / "weg.yaml") in message


def test_no_transcripts(run, study_folder):
    for path in (study_folder / "transcripten").iterdir():
        path.unlink()
    for command in ("inlezen", "rapport"):
        message = wrong(run(command, study_folder))
        assert "geen transcripten" in message
        assert str(study_folder / "transcripten") in message


def test_an_unknown_type_of_file_is_named_and_the_others_are_read(run, study_folder):
    write(study_folder / "transcripten" / "p03.xyz", "x")
    write(study_folder / "transcripten" / "p04.docx", "dit is geen docx")
    outcome = run("inlezen", study_folder)
    message = wrong(outcome)
    assert "p03.xyz" in message
    assert "p04.docx" in message
    assert ".docx, .odt, " in message
    assert "2 transcripten" in outcome.out
    assert len(stemmen.open_study(study_folder).transcripts) == 2


def test_a_name_that_is_no_text_is_told_and_the_others_are_read(run, study_folder):
    """As an old Windows zip gives them on Linux: André in Latin-1."""
    try:
        Path(os.fsdecode(os.fsencode(study_folder / "transcripten") + b"/Andr\xe9.txt")).write_text(
            "I: Ja?\n"
        )
    except OSError:
        pytest.skip("this file system takes no such name")
    message = wrong(run("inlezen", study_folder))
    assert "Andr?.txt: De naam van dit bestand heeft een teken dat niet te lezen is." in message
    assert len(run("inlezen", study_folder, "--json").json["bestanden"]) == 2


def test_a_path_that_the_computer_refuses(run, tmp_path):
    assert "lukt niet" in wrong(run("inlezen", tmp_path / ("x" * 300)))


def test_a_text_of_the_researcher_that_is_not_utf8(run, folder):
    path = write(folder / "teksten" / "conclusie.md", "x")
    path.write_bytes("privé".encode("cp1252"))
    assert "conclusie.md: Dit bestand is geen UTF-8-tekst." in wrong(run("rapport", folder))


def test_two_files_with_one_name(run, study_folder):
    write(study_folder / "transcripten" / "p01.md.txt", UNKNOWN)  # another name: no problem
    write(study_folder / "transcripten" / "p01.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nR: Ja.\n")
    message = wrong(run("inlezen", study_folder))
    assert message.count("Er zijn meer bestanden met de naam 'p01'") == 2
    assert "p01.txt" in message
    assert "p01.vtt" in message
    assert {t.id for t in stemmen.open_study(study_folder).transcripts} == {"p01.md", "p02"}


def test_wrong_rows_come_all_at_once_and_nothing_is_imported(run, folder, tmp_path):
    table = write(
        tmp_path / "a.csv",
        "transcript,beurt,code\np01,2,wantrouwen\np09,2,wantrouwen\np01,99,wantrouwen\np01,2,spijt\n",
    )
    message = wrong(run("importeer", folder, table, "--codeur", "anna"))
    assert [f"regel {line}:" in message for line in range(2, 6)] == [False, True, True, True]
    assert len(stemmen.open_study(folder).codings()) == 0


@pytest.mark.parametrize("content", ["", "transcript;beurt\n", 'transcript,beurt,code\np01,2,"open\n'])
def test_a_table_that_is_none(run, folder, tmp_path, content):
    assert "a.csv" in wrong(run("importeer", folder, write(tmp_path / "a.csv", content), "--codeur", "anna"))


def test_a_table_that_is_not_there(run, folder, tmp_path):
    assert "is er niet" in wrong(run("importeer", folder, tmp_path / "weg.csv", "--codeur", "anna"))


def test_a_coder_without_a_name(run, folder, tmp_path):
    table = write(tmp_path / "a.csv", "transcript,beurt,code\np01,2,wantrouwen\n")
    assert "codeur is leeg" in wrong(run("importeer", folder, table, "--codeur", ""))


def test_wrong_respondents_come_all_at_once(run, folder):
    write(folder / "respondenten.csv", "respondent,transcript,spreker\nAns,p01,R\nBo,p07,R\nCor,p02,X\n")
    for command in (["codeer"], ["exporteer", folder / "uit.csv"], ["rapport"]):
        message = wrong(run(command[0], folder, *command[1:]))
        assert "respondenten.csv, regel 3: Er is geen transcript 'p07'." in message
        assert "respondenten.csv, regel 4: Spreker 'X' komt niet voor in 'p02'." in message


@pytest.mark.parametrize("command", ["nieuw", "exporteer", "rapport", "citaten"])
def test_a_place_where_nothing_can_be_written(run, folder, blocked, command):
    arguments = {
        "nieuw": ["nieuw", blocked],
        "exporteer": ["exporteer", folder, blocked],
        "rapport": ["rapport", folder, "--uit", blocked],
        "citaten": ["citaten", folder, "--uit", blocked],
    }
    message = wrong(run(*arguments[command]))
    assert str(blocked) in message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(run, folder, tmp_path):
    (tmp_path / "dicht").mkdir(mode=0o500)
    for arguments in (
        ["exporteer", folder, tmp_path / "dicht" / "uit.csv"],
        ["rapport", folder, "--uit", tmp_path / "dicht" / "rapport"],
        ["nieuw", tmp_path / "dicht" / "studie"],
    ):
        assert "dicht" in wrong(run(*arguments))


def test_a_folder_in_the_place_of_the_file(run, folder, tmp_path):
    (tmp_path / "map.csv" / "vol").mkdir(parents=True)
    assert "map.csv" in wrong(run("exporteer", folder, tmp_path / "map.csv"))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_new_study_where_something_stands(run, study_folder):
    before = (study_folder / "studie.yaml").read_bytes()
    assert "Hier staat al iets" in wrong(run("nieuw", study_folder))
    assert (study_folder / "studie.yaml").read_bytes() == before


def test_a_database_that_is_damaged(run, folder):
    (folder / "stemmen.db").write_bytes(b"kapot " * 5000)
    assert "stemmen.db" in wrong(run("codeer", folder))


def test_a_database_that_is_in_use(run, folder, monkeypatch):
    monkeypatch.setattr(stemmen.store.engine, "WAIT", 0.05)
    other = sqlite3.connect(folder / "stemmen.db", isolation_level=None)
    other.execute("begin exclusive")
    try:
        assert "Een ander programma gebruikt deze database" in wrong(run("codeer", folder))
    finally:
        other.close()


# ---- files that come, go and are wrong between two runs


@pytest.mark.parametrize("command", ["rapport", "citaten", "themas"])
def test_a_file_that_cannot_be_read_stops_each_run_and_not_only_the_first(run, study_folder, command):
    write(study_folder / "transcripten" / "p03.docx", "dit is geen docx")
    for _ in range(2):
        assert "p03.docx" in wrong(run(command, study_folder))
    (study_folder / "transcripten" / "p03.docx").unlink()
    assert run(command, study_folder).code == 0


def test_a_file_that_came_later_is_in_the_report(run, folder):
    assert run("rapport", folder).code == 0
    write(folder / "transcripten" / "p03.txt", UNKNOWN)
    outcome = run("rapport", folder)
    assert outcome.code == 0
    assert "Bert" in outcome.err
    assert "p03" in {t.id for t in stemmen.open_study(folder).transcripts}


def test_a_file_that_is_gone_is_no_reason_to_stop(run, folder):
    for path in (folder / "transcripten").iterdir():
        path.unlink()
    assert run("rapport", folder).code == 0
    assert "stemmen verwijder" in run("inlezen", folder).out


def test_removing_a_transcript(run, folder):
    assert "p01.txt staat nog in transcripten" in wrong(run("verwijder", folder, "p01"))
    (folder / "transcripten" / "p01.txt").unlink()
    outcome = run("verwijder", folder, "p01")
    assert outcome.code == 0
    assert "respondenten.csv" in outcome.out
    write(folder / "respondenten.csv", "respondent,transcript\nBo,p02\n")
    assert run("rapport", folder).code == 0
    assert {t.id for t in stemmen.open_study(folder).transcripts} == {"p02"}
    assert "Kies uit: p02." in wrong(run("verwijder", folder, "p01"))


# ---- a file that changed after it was coded by hand


def test_what_lost_its_place_is_listed_and_put_back_or_dropped(run, folder, tmp_path):
    table = write(
        tmp_path / "a.csv", "transcript,beurt,code\np01,2,wantrouwen\np01,4,wantrouwen\np01,6,bejegening\n"
    )
    run("importeer", folder, table, "--codeur", "anna")
    changed = INTERVIEWS["p01.txt"].replace("formulier", "boekje")
    changed = changed.replace("Boos was ik niet, ik was vooral moe van al dat wachten aan de balie.", "Nee.")
    changed = changed.replace(
        "De mevrouw aan de balie was heel vriendelijk, dat moet ik zeggen.", "Ja, zeker."
    )
    write(folder / "transcripten" / "p01.txt", changed)
    outcome = run("inlezen", folder)
    assert (outcome.code, outcome.err) == (0, "")
    assert "1 codering of memo is meegegaan naar de nieuwe tekst." in outcome.out
    assert (
        "2 coderingen en memo's hebben geen zekere plaats in de nieuwe tekst en tellen niet mee."
        in outcome.out
    )

    waiting = run("terugplaatsen", folder, "--json").json["wachten"]
    assert [row["code"] for row in waiting] == ["wantrouwen", "bejegening"]
    first, second = (row["nummer"] for row in waiting)
    shown = run("terugplaatsen", folder).out
    assert f"Nummer {first}: code wantrouwen van anna, p01, eerst beurt 4" in shown
    assert "«Boos was ik niet, ik was vooral moe van al dat wachten aan de balie.»" in shown
    assert "stemmen terugplaatsen" in run("rapport", folder).err

    assert run("terugplaatsen", folder, first).code == 2
    assert run("terugplaatsen", folder, first, "--beurt", "4", "--vervalt").code == 2
    assert run("terugplaatsen", folder, "--beurt", "4").code == 2
    assert "heeft geen beurt 40" in wrong(run("terugplaatsen", folder, first, "--beurt", "40"))
    assert "staan hier niet" in wrong(
        run("terugplaatsen", folder, first, "--beurt", "4", "--woorden", "Boos")
    )
    done = run("terugplaatsen", folder, first, "--beurt", "4", "--woorden", "Nee.").out
    assert f"Nummer {first} staat nu bij beurt 4.\n1 wacht nog." in done
    assert run("terugplaatsen", folder, second, "--vervalt", "--json").json == {
        "nummer": second, "vervallen": True, "wachten": 0,
    }  # fmt: skip
    assert "Alles heeft een plaats." in run("terugplaatsen", folder).out
    assert f"Er wacht niets met nummer '{first}'" in wrong(run("terugplaatsen", folder, first, "--vervalt"))
    texts = list(stemmen.open_study(folder).codings(method="hand")["tekst"])
    assert len(texts) == 2
    assert texts[1] == "Nee."


def test_reading_again_what_is_not_there(run, folder):
    assert "Kies uit: p01, p02." in wrong(run("inlezen", folder, "--opnieuw", "p1"))


# ---- who is who


def test_an_unknown_role_is_asked_for_and_stays_uncoded_with_a_warning(run, folder):
    write(folder / "transcripten" / "p03.txt", UNKNOWN)
    read = run("inlezen", folder)
    assert read.code == 0
    assert "Bert" in read.err
    assert "'Bert', vanaf beurt 2" in read.err
    assert "studie.yaml" in read.err

    coded = run("codeer", folder)
    assert coded.code == 0
    assert "4 beurten" in coded.err
    assert "onbekende rol" in coded.err
    assert "p03" in coded.err
    assert "p03" not in set(stemmen.open_study(folder).codings()["transcript"])


def test_a_role_settled_in_the_settings_holds_at_the_next_reading(run, folder):
    write(folder / "transcripten" / "p03.txt", UNKNOWN)
    run("inlezen", folder)
    settings = (folder / "studie.yaml").read_text(encoding="utf-8")
    write(folder / "studie.yaml", settings + "sprekers:\n  p03: {Anna: interviewer, Bert: respondent}\n")

    read = run("inlezen", folder, "--json")
    assert read.json["vragen"] == []
    assert read.json["bestanden"][2]["sprekers"] == "Anna: interviewer; Bert: respondent"
    coded = run("codeer", folder)
    assert (coded.code, coded.err) == (0, "")
    assert "p03" in set(stemmen.open_study(folder).codings()["transcript"])


# ---- wrong usage: exit code 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["codeeer", "x"], "codeeer"),
        (["codeer", "x", "--codebook", "y"], "--codebook"),
        (["codeer"], "STUDIE"),
        (["exporteer", "x"], "BESTAND"),
        (["importeer", "x", "y.csv"], "--codeur"),
        (["bekijk"], "BESTAND"),
        (["exporteer", "x", "y.csv", "--wat", "alles"], "beurten, coderingen"),
        (["themas", "x", "--methode", "gok"], "regel, hand, model, alle"),
        (["rapport", "x", "--uit"], "--uit"),
        (["nieuw", "x", "y"], "te veel"),
        (["demo", "--jason"], "--jason"),
        (["--versie"], "--versie"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_in_dutch(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    outcome = run(*arguments)
    assert words in wrong(outcome, code=2)
    assert outcome.out == ""
    assert list(tmp_path.iterdir()) == []


def test_without_a_command_there_is_help_and_exit_code_two(run):
    outcome = run()
    assert outcome.code == 2
    assert "inlezen" in outcome.out + outcome.err


def test_help_is_dutch_for_every_command(run):
    top = run("--help")
    assert top.code == 0
    commands = [
        "demo",
        "nieuw",
        "inlezen",
        "bekijk",
        "codeer",
        "onderwerpen",
        "themas",
        "rapport",
        "citaten",
        "exporteer",
        "verwijder",
    ]
    assert [command for command in [*commands, "importeer"] if command not in top.out] == []
    for shown in [top, *(run(command, "--help") for command in [*commands, "importeer"])]:
        assert shown.code == 0
        assert [word for word in (*FOREIGN, "[required]", "default", "Commands") if word in shown.out] == []


# ---- as a program


@pytest.mark.slow
def test_the_program_itself_gives_the_exit_codes(study_folder, tmp_path):
    def outcome(*arguments: str | Path, encoding: str = "utf-8") -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "stemmen.cli", *map(str, arguments)],
            capture_output=True,
            encoding=encoding,
            env=os.environ | {"PYTHONIOENCODING": encoding},
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    code, out, err = outcome("inlezen", study_folder, "--json")
    assert (code, err) == (0, "")
    assert len(json.loads(out)["bestanden"]) == 2
    code, _, err = outcome("inlezen", tmp_path)
    assert (code, "Traceback" in err) == (1, False)
    write(study_folder / "transcripten" / "Zoë 😀.txt", INTERVIEWS["p01.txt"].replace("huur", "bus"))
    code, out, _ = outcome("inlezen", study_folder, "--json", encoding="ascii")
    assert (code, json.loads(out)["bestanden"][0]["transcript"]) == (0, "Zoë 😀")
    code, out, err = outcome("inlezen", study_folder, encoding="ascii")  # a terminal that knows no ë
    assert (code, err) == (0, "")
    assert "3 transcripten" in out
    code, _, err = outcome("inlezzen")
    assert (code, "Traceback" in err) == (2, False)
