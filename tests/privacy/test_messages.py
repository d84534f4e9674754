"""What goes wrong is told without a word of what was said: not on stderr, in no log, in no error of ours.

Canary words stand in every turn, question and attribute. On stdout they may be where a command is there to
show text.
"""

import json
import logging
import sqlite3
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from stemmen.cli import _tell_of_bug, app
from stemmen.errors import Problem, StudyError
from tests.conftest import Run

pytestmark = pytest.mark.slow  # seconds each, all together most of a minute

CANARIES = ("kanariegeel", "wielewaal", "roerdomp", "pimpelmees", "grutto", "ijsvogel")
SHOW_TEXT = {"bekijk", "controleer", "pseudonimiseer", "terugplaatsen"}
TALK = (
    "I: Hoe was de kanariegeel balie in grutto straat?\n"
    "R: Ze geloofden me niet, zei roerdomp tegen pimpelmees. Het formulier was wielewaal.\n"
)


def bad_files(folder: Path) -> None:
    """Files that can be read with remarks or questions, or cannot be read at all."""
    files = folder / "transcripten"
    texts = {
        "a.txt": TALK * 3 + "Einde opname, aldus grutto.\n",
        "b.txt": "Beste wielewaal,\nhet formulier van roerdomp is kanariegeel.\nPimpelmees: ja\n",
        "c.txt": "Anna: Hoe ging kanariegeel?\nBert: Het roerdomp.\nAnna: Wielewaal?\nBert: a.\n",
        "d.txt": TALK * 2 + "dus: kanariegeel\nR: wielewaal\nI: grutto?\nen zo: pimpelmees\n",
        "e.srt": "1\n00:00:01,000 --> kanariegeel\nI: roerdomp?\n",
        "f.vtt": "WEBVTT\n\nNOTE wielewaal\n\nkanariegeel zegt\n00:01.000 --> 00:02.000\n<v R>roerdomp</v>",
        "g.csv": "kanariegeel is wat hij zei;roerdomp vond van wel of niet\n1;2\n3;4\n",
        "h.csv": 'spreker;tekst\nI;"kanariegeel\nR;roerdomp\n',
        "i.csv": "spreker;tekst\nI;wielewaal;roerdomp;kanariegeel\nR;grutto\n",
        "j.json": '{"segments": [{"text": "kanariegeel roerdomp", "start": "wielewaal"}]',
        "k.json": '{"iets": "kanariegeel roerdomp grutto wielewaal"}',
        "l.xml": "<a><b>kanariegeel roerdomp</b>",
        "m.eaf": "<ANNOTATION_DOCUMENT><kanariegeel/></ANNOTATION_DOCUMENT>",
        "n.rtf": r"{\rtf1 kanariegeel",
        "o.md": "# kanariegeel\n\n<!-- roerdomp -->\n**I:** grutto\n\n**R:** wielewaal\n",
        "p.html": "<p hidden>kanariegeel</p><p>I: grutto?</p><p>R: wielewaal</p><p>I: a</p><p>R: b</p>",
        "q.csv": "respondent;Wat vindt u van grutto?;leeftijd\nr1;een roerdomp is het;30\nr2;wielewaal;40\n",
        "r.txt": "I: cafÃ© kanariegeel Ã©Ã« en roerdompÃ¶ en zo\nR: wielewaalÃ©grutto\n" * 2,
    }
    for name, text in texts.items():
        (files / name).write_text(text, encoding="utf-8")
    for name in ("s.docx", "t.pdf", "u.odt", "v.xlsx", "w.doc"):
        (files / name).write_bytes(b"PK\3\4 kanariegeel roerdomp %PDF wielewaal")
    (files / "x.txt").write_bytes("I: kanariegeel\nR: roerdomp\n".encode("utf-16-le")[1:])
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Vertrouwelijk: kanariegeel roerdomp"
    for line in TALK.splitlines() * 2:
        made.add_paragraph(line)
    made.save(str(files / "y.docx"))


CODINGS = {
    "geen.csv": "",
    "kolommen.csv": "kanariegeel zei tegen roerdomp,grutto vond van niet\n1,2\n",
    "cellen.csv": (
        "transcript,beurt,code,begin,eind,ontkend,waardering\n"
        "ze zeiden kanariegeel tegen roerdomp,2,wantrouwen,,,,\n"
        "p01,dat was wielewaal,wantrouwen,,,,\n"
        "p01,2,en toen zei roerdomp grutto,,,,\n"
        "p01,2,wantrouwen,kanariegeel,grutto,,\n"
        "p01,2,wantrouwen,,,kanariegeel,roerdomp\n"
        "p01,2,wantrouwen,,,,kanariegeel\n"
        "p01,2,wantrouwen,3,4,,\n"
    ),
    "rijen.csv": "transcript,beurt,code\np01,2,wantrouwen,kanariegeel,roerdomp\np01\n",
    "quotes.csv": 'transcript,beurt,code\np01,2,"kanariegeel\n',
}


@pytest.fixture
def folder(run: Run, study_folder: Path) -> Path:
    """A study with canaries in what is said and asked, coded by hand."""
    (study_folder / "transcripten" / "p01.txt").write_text(TALK * 6)
    (study_folder / "transcripten" / "p02.txt").write_text(TALK.replace("niet", "nooit") * 6)
    (study_folder / "respondenten.csv").write_text(
        "respondent,transcript,spreker,vogel\nAns,p01,R,ijsvogel\nBo,p02,R,ijsvogel\n"
    )
    assert run("inlezen", study_folder).code == 0
    (study_folder / "anna.csv").write_text("transcript,beurt,code,memo\np01,2,wantrouwen,kanariegeel\n")
    assert run("importeer", study_folder, study_folder / "anna.csv", "--codeur", "anna").code == 0
    return study_folder


@pytest.fixture
def told(run: Run, caplog: pytest.LogCaptureFixture):
    """Run a command; what it said apart from its outcome holds no canary, and neither does its outcome."""
    caplog.set_level(logging.DEBUG)

    def checked(command: str, *arguments: str | Path) -> int:
        outcome = run(command, *arguments)
        said = {"stderr": outcome.err, "log": caplog.text}
        if command not in SHOW_TEXT:
            said["stdout"] = outcome.out
        for where, text in said.items():
            assert [word for word in CANARIES if word in text.lower()] == [], (
                command,
                arguments,
                where,
                text,
            )
        return outcome.code

    return checked


def commands(folder: Path) -> list[tuple[str, ...]]:
    """Every command that works in a study."""
    return [
        ("inlezen", folder), ("inlezen", folder, "--opnieuw", "p01"), ("codeer", folder),
        ("controleer", folder),
        ("onderwerpen", folder), ("themas", folder), ("rapport", folder), ("rapport", folder, "--concept"),
        ("citaten", folder), ("exporteer", folder, folder.parent / "uit.csv"), ("verwijder", folder, "p01"),
        ("importeer", folder, folder / "anna.csv", "--codeur", "anna"), ("intrekken", folder, "R99"),
        ("importeer", folder, folder / "anna.csv", "--codeur", "bram"), ("overeenstemming", folder),
        ("overeenstemming", folder, "--codeurs", "x"), ("samenvoegen", folder, folder), ("codeboek", folder),
        ("codeboek", folder, "--hernoem", "formulieren=papier"), ("terugplaatsen", folder),
        ("reservekopie", folder, folder.parent / "kopie.zip"), ("reservekopie", folder, folder / "a.zip"),
        ("terugzetten", folder.parent / "kopie.zip", folder),
        ("besluit", folder, "Karel", "misschien"), ("besluit", folder, "Karel", "toestaan", "--door", "x"),
        ("pseudonimiseer", folder, "--bekijk"), ("nieuw", folder), ("schoon", folder / "studie.yaml"),
        ("intrekken", folder, "Ans"), ("intrekken", folder, "Bo"),
    ]  # fmt: skip


def test_every_command_is_here(tmp_path):
    assert {command for command, *_ in commands(tmp_path)} | {"bekijk", "demo"} == set(app.commands)


def test_a_study_that_is_as_it_should_be(told, folder, monkeypatch):
    monkeypatch.setenv("STEMMEN_WACHTWOORDZIN", "een lange zin die niemand raadt")
    told("controleer", folder)
    told("besluit", folder, "Ze", "vervangen")
    told("pseudonimiseer", folder)
    for command in commands(folder):
        told(*command)


def test_files_that_cannot_be_read_or_must_be_asked_about(told, folder):
    bad_files(folder)
    assert told("inlezen", folder) == 1
    for path in sorted((folder / "transcripten").iterdir()):
        told("bekijk", path)
    for command in commands(folder):
        told(*command)


def test_a_file_that_changed_after_it_was_coded(told, folder):
    (folder / "transcripten" / "p01.txt").write_text(TALK.replace("zei", "riep") * 6)
    assert told("inlezen", folder) == 0  # its codings move along
    (folder / "transcripten" / "kopie.txt").write_text(TALK * 6)
    for command in commands(folder):
        told(*command)


@pytest.mark.parametrize("name", CODINGS)
def test_codings_that_are_wrong(told, folder, name):
    (folder / name).write_text(CODINGS[name])
    assert told("importeer", folder, folder / name, "--codeur", "anna") == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "respondenten.csv",
            "respondent,transcript,spreker,vogel\n,p01,Q,ijsvogel\n",
        ),
        ("respondenten.csv", "respondent,transcript\nAns,p01,ijsvogel,roerdomp\n"),
        ("besluiten.csv", "tekst;besluit\nkarel;kanariegeel wielewaal\n;toestaan\n"),
        ("besluiten.csv", "kanariegeel;roerdomp wielewaal\n1;2\n"),
        ("codeboek.yaml", "codeboek: [\n"),
    ],
)
def test_files_of_the_study_that_are_wrong(told, folder, name, content):
    (folder / name).write_text(content)
    for command in commands(folder):
        told(*command)


@pytest.mark.parametrize("harm", ["table", "cut", "refused", "locked"])
def test_a_database_that_is_damaged_or_locked(told, folder, harm, monkeypatch):
    import stemmen.store.engine

    path = folder / "stemmen.db"
    monkeypatch.setattr(stemmen.store.engine, "WAIT", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    if harm == "table":
        other.execute("drop table turns")
    if harm == "refused":
        other.execute("create trigger t before insert on batches begin select raise(abort, 'nee'); end")
    if harm == "locked":
        other.execute("begin exclusive")
    if harm == "cut":
        other.close()
        path.write_bytes(path.read_bytes()[:5000])
    for command in commands(folder):
        told(*command)
    other.close()


def test_an_error_of_ours_shows_places_and_no_words(capsys):
    def read(line: str) -> int:
        return int(line)

    try:
        read("kanariegeel")
    except ValueError as error:
        _tell_of_bug(type(error), error, error.__traceback__)
    said = capsys.readouterr()
    assert said.out == ""
    assert "ValueError" in said.err
    assert "tests/privacy/test_messages.py, regel" in said.err
    assert "kanariegeel" not in said.err


def test_that_is_what_the_command_does_with_an_error_of_ours(tmp_path):
    code = (
        "import sys, stemmen.cli.commands as c, stemmen.cli as cli\n"
        "def broken(*a, **k): raise KeyError('kanariegeel')\n"
        "c.preview_file = broken\n"
        "sys.argv = ['stemmen', 'bekijk', 'a.txt']\n"
        "cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "KeyError" in done.stderr
    assert "kanariegeel" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_notebook_shows_the_sentences_of_an_error_alone():
    error = StudyError(Problem("a.txt", "Dit bestand is leeg."))
    assert json.dumps(error._render_traceback_()) == '["a.txt: Dit bestand is leeg."]'
