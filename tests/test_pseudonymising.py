"""Names replaced in a whole study: through the real store, the files and the command."""

import getpass
import io
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stemmen
from stemmen import pseudonymising
from stemmen.coding import Coding, Method
from stemmen.errors import StudyError
from stemmen.files import written_aside
from stemmen.privacy.check import Finding, check
from stemmen.privacy.coarse import Dates
from stemmen.privacy.decisions import Choice, Decision, key_of
from stemmen.privacy.hits import Kind
from stemmen.privacy.keyfile import Key
from stemmen.privacy.pseudonyms import Choices, plan
from stemmen.store import Store
from stemmen.transcript import Role, Transcript, Utterance
from tests.conftest import CODEBOOK

NAMES = ["Fatima El Amrani", "Fatima", "Anna", "Anne", "Zwaluwburg"]
KINDS = {"Zwaluwburg": Kind.PLACE, "0612345678": Kind.PHONE}
PHRASE = "een zin van woorden"
INTERVIEW = """\
Vooraf: gesprek met Fatima El Amrani in Zwaluwburg.
Anna: Hoe ging dat, Fatima?
Fatima: Ze geloofden me niet in Zwaluwburg, op 12 maart 2019. Fatima's formulier was weg.
Anna: En Anne?
Fatima: Fatima El Amrani belde 0612345678, dat was vriendelijk van Anne.
"""


def decided(*texts: str, **replacements: str) -> dict[str, Decision]:
    named = dict.fromkeys(texts, "") | {text.replace("_", " "): new for text, new in replacements.items()}
    return {key_of(text): Decision(text, Choice.REPLACE, new) for text, new in named.items()}


def finding(text: str, kind: Kind = Kind.NAME, reason: str = "Dit is een naam.") -> Finding:
    return Finding("p01", "p01.txt", 1, "", 0, len(text), text, kind, 2, reason, text)


def planned(said, *texts: str, key: Key | None = None, choices: Choices | None = None, **replacements):
    talks = [said] if isinstance(said, str) else said
    versions = {
        (f"p{number}", 1): Transcript.of(f"p{number}", [Utterance("R", talk)])
        for number, talk in enumerate(talks, 1)
    }
    decisions = decided(*texts, **replacements)
    found = [finding(one.text, KINDS.get(one.text, Kind.NAME)) for one in decisions.values()]
    return plan(versions, found, decisions, key or Key(), choices or Choices())


def replaced(said: str, *texts: str, **more) -> str:
    return planned(said, *texts, **more).reword(said)


# ---- what comes in the place of what


def test_numbers_follow_the_first_appearance():
    assert (
        replaced("Anne zag Anna in Zwaluwburg.", "Anna", "Anne", "Zwaluwburg")
        == "[naam 1] zag [naam 2] in [plaats 1]."
    )


def test_what_the_researcher_chose_comes_first():
    assert replaced("Anna en Anne's fiets", Anna="Bo", Anne="Karel") == "Bo en Karels fiets"


def test_the_key_is_believed_and_its_numbers_are_not_given_again():
    key = Key({"Anne": "[naam 4]"})
    assert replaced("Anna en Anne", "Anna", "Anne", key=key) == "[naam 5] en [naam 4]"


def test_first_names_are_of_the_same_gender_new_and_each_given_once():
    choices = Choices(aliases=True, seed="studie")
    said = "Fatima zag Anna, Jan en de Samira van Bram."
    made = planned(said, "Fatima", "Anna", "Jan", choices=choices)
    assert made.pseudonyms == planned(said, "Fatima", "Anna", "Jan", choices=choices).pseudonyms
    from stemmen.privacy.names import gender

    given_ = list(made.pseudonyms.values())
    assert [gender(name) for name in given_] == ["v", "v", "m"]
    assert len(set(given_)) == 3
    assert not {"Samira", "Bram"} & set(given_)
    assert list(made.readable) == sorted(given_)


def test_a_replacement_with_a_name_that_must_go_is_refused():
    with pytest.raises(StudyError, match="vervangen_door"):
        planned("Anna", Anna="Anna B.")


def test_what_stands_in_no_text_is_told():
    assert list(planned("Niets.", "Anna").absent) == ["Anna"]


def test_labels_and_old_versions_are_counted_on_too():
    versions = {
        ("p1", 1): Transcript.of("p1", [Utterance("Anna", "Oud: Anne.")]),
        ("p1", 2): Transcript.of("p1", [Utterance("Anna", "Nieuw.")]),
    }
    made = plan(versions, [finding("Anna")], decided("Anna", "Anne"), Key(), Choices())
    assert made.pseudonyms == {"Anna": "[naam 1]", "Anne": "[woord 1]"}
    assert [edit.new for edit in made.edits["p1", 1]] == ["[woord 1]"]


@pytest.mark.parametrize(
    ("said", "text", "new"),
    [
        ("Toen kwam Bartholomeus van Dongen langs.", "Bartholomeus van Dongen", "[naam 1]"),
        ("Ik zag Dongen, en Bartholomeus van Dongen ook.", "Bartholomeus van Dongen", "[naam 1]"),
        ("We gingen met de kwiebelkar van Dongen weg.", "kwiebelkar van Dongen", "[plaats 1]"),
        ("Bartholomeus had een kwiebelkar.", "kwiebelkar", "[woord 1]"),
        ("Bel Bartholomeus: 0612345678.", "Bartholomeus: 0612345678", "[naam 1]"),
    ],
)
def test_a_whole_that_is_found_in_parts_is_what_its_parts_are(said, text, new):
    versions = {("p1", 1): Transcript.of("p1", [Utterance("R", said)])}
    decisions = decided(text)
    found = check(list(versions.values()), {}, decisions).findings
    assert plan(versions, found, decisions, Key(), Choices()).pseudonyms == {text: new}


# ---- codings stay on their words

WORDS = st.sampled_from(
    ["ze", "geloofden", "me", "niet", "Fatima", "Anna", "Anne", "😀", "e\u0301", "op 3 mei 2019", "."]
)
TURNS = st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=4)


@pytest.mark.slow
@given(TURNS, st.data())
@settings(max_examples=25, deadline=None)
def test_codings_stay_on_their_words_through_the_real_store(turns, data):
    transcript = Transcript.of("p01", [Utterance("R", text) for text in turns], roles={"R": Role.RESPONDENT})
    codings = []
    for number in range(data.draw(st.integers(1, 5))):
        turn = data.draw(st.sampled_from(transcript.turns))
        start = data.draw(st.integers(turn.start, turn.end - 1))
        end = data.draw(st.integers(start + 1, turn.end))
        method = data.draw(st.sampled_from([Method.HAND, Method.RULE]))
        codings.append(Coding(transcript.segment(turn, start, end), f"c{number}", "anna", method))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "a.db")
        store.put_transcripts([transcript])
        store.append(codings, "proef")
        names = ["Fatima", "Anna", "Anne"]
        made = plan(store.versions(), map(finding, names), decided(*names), Key(), Choices())
        store.rewrite(made.edits, made.reword, edition=store.edition())
        after = {coding.code: coding.segment for coding in store.codings()}
        edits = made.edits["p01", 1]
        covered = {place for edit in edits for place in range(edit.start, edit.end)}
        new, shift = set(), 0
        for edit in edits:
            new |= set(range(edit.start + shift, edit.start + shift + len(edit.new)))
            shift += len(edit.new) - (edit.end - edit.start)
        for coding in codings:
            old, now = coding.segment, after[coding.code]
            said = [transcript.text[place] for place in range(old.start, old.end) if place not in covered]
            [text] = [found.text for found in store.transcripts()]
            assert said == [text[place] for place in range(now.start, now.end) if place not in new]
            assert now.turn == old.turn
        assert not any(name in text for name in names)


# ---- a whole study


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "studie"
    (made / "transcripten").mkdir(parents=True)
    (made / "transcripten" / "p01.txt").write_text(INTERVIEW, "utf-8")
    speakers = 'sprekers:\n  "*": {Anna: interviewer}\n  p01:\n    Fatima: respondent\n'
    (made / "studie.yaml").write_text(f"titel: Proef\n{speakers}", "utf-8")
    (made / "codeboek.yaml").write_text(CODEBOOK, "utf-8")
    (made / "respondenten.csv").write_text("respondent,transcript,spreker\nR1,p01,Fatima\n", "utf-8")
    study = stemmen.open_study(made)
    study.read()
    study.code()
    for name in [*NAMES, "0612345678"]:
        study.decide(name, "vervangen")
    return made


@pytest.fixture
def quick_key(monkeypatch):
    """A key without the second that scrypt takes."""

    def write(path: Path, phrase: str, key: Key) -> None:
        with written_aside(path) as aside:
            aside.write_text(json.dumps([phrase, dict(key.pseudonyms), dict(key.shifts)]), "utf-8")

    monkeypatch.setattr(pseudonymising, "write_key", write)


def read_quick(path: Path) -> Key:
    if not path.exists():
        return Key()
    _, pseudonyms, shifts = json.loads(path.read_text("utf-8"))
    return Key(pseudonyms, shifts)


def replace_all(folder: Path, **more) -> list[str]:
    study = stemmen.open_study(folder)
    path = folder.parent / "sleutel.age"
    prepared = study.plan_pseudonyms(study.check(), read_quick(path), **more)
    return study.pseudonymise(prepared, path, PHRASE)


def everything(folder: Path) -> bytes:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return b"".join(path.read_bytes() for path in files if path.parent.name != "transcripten")


def test_no_name_is_left_in_the_study_and_the_originals_are_as_they_were(folder, quick_key):
    original = folder / "transcripten" / "p01.txt"
    before = original.read_bytes(), original.stat().st_mtime_ns
    assert replace_all(folder) == []
    assert (original.read_bytes(), original.stat().st_mtime_ns) == before
    left = everything(folder)
    assert [name for name in [*NAMES, "Amrani", "0612345678", "12 maart"] if name.encode() in left] == []
    study = stemmen.open_study(folder)
    assert study.turns["tekst"].iloc[1] == (
        "Ze geloofden me niet in [plaats 1], op [voorjaar 2019]. [naam 2]'s formulier was weg."
    )
    assert list(study.turns["respondent"]) == ["", "R1", "", "R1"]
    assert list(study.turns["rol"]) == ["interviewer", "respondent"] * 2
    assert set(study.codings()["transcript"]) == {"p01"}


def test_reading_the_same_file_again_changes_nothing(folder, quick_key):
    replace_all(folder)
    study = stemmen.open_study(folder)
    turns = study.turns
    for _ in range(2):
        assert list(study.read().files["stand"]) == ["ongewijzigd"]
        assert stemmen.open_study(folder).turns.equals(turns)
        os.utime(folder / "transcripten" / "p01.txt")  # written anew with the same words


def test_a_file_that_did_change_says_that_names_may_be_back(folder, quick_key):
    replace_all(folder)
    path = folder / "transcripten" / "p01.txt"
    path.write_text(INTERVIEW.replace("belde", "sprak"), "utf-8")
    intake = stemmen.open_study(folder).read(["p01"])
    assert any("kunnen weer in de studie staan" in note for _, note in intake.notes)


def test_a_copy_of_a_replaced_file_is_still_a_copy(folder, quick_key):
    replace_all(folder)
    (folder / "transcripten" / "p02.txt").write_text(INTERVIEW, "utf-8")
    [problem] = stemmen.open_study(folder).read().problems
    assert "dezelfde tekst" in problem.what


def test_a_next_run_gives_the_same_string_the_same_pseudonym(folder, quick_key):
    replace_all(folder)
    second = INTERVIEW.replace("En Anne?", "En Karel of Anne?").replace("niet", "wel")
    (folder / "transcripten" / "p02.txt").write_text(second, "utf-8")
    study = stemmen.open_study(folder)
    for name in ["Anne", "Karel"]:
        study.decide(name, "vervangen")
    before = set(read_quick(folder.parent / "sleutel.age").pseudonyms.items())
    replace_all(folder)
    after = dict(read_quick(folder.parent / "sleutel.age").pseudonyms)
    assert before <= set(after.items())
    assert after["Karel"] not in dict(before).values()
    assert f"En {after['Karel']} of {after['Anne']}?" in set(stemmen.open_study(folder).turns["tekst"])


def test_dates_of_one_respondent_are_shifted_by_what_the_key_has(folder, quick_key):
    replace_all(folder, dates=Dates.SHIFT)
    shift = read_quick(folder.parent / "sleutel.age").shifts["p01"]
    assert 15 <= abs(shift) <= 183
    assert "12 maart 2019" not in stemmen.open_study(folder).turns["tekst"].iloc[1]


def test_first_names_are_allowed_from_then_on(folder, quick_key):
    replace_all(folder, aliases=True)
    study = stemmen.open_study(folder)
    names = set(read_quick(folder.parent / "sleutel.age").pseudonyms.values())
    readable = {name for name in names if not name.startswith("[")}
    assert len(readable) == 3
    assert not readable & {one.text for one in study.check().open}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_run_that_is_killed_is_mended_by_the_next(folder, quick_key, tmp_path):
    import shutil

    moments = random.Random(5)
    states = set()
    for number in range(15):
        copy = tmp_path / str(number) / "studie"
        shutil.copytree(folder, copy)
        study = stemmen.open_study(copy)
        key = copy.parent / "sleutel.age"
        prepared = study.plan_pseudonyms(study.check(), Key())
        child = os.fork()
        if not child:
            try:
                study.pseudonymise(prepared, key, PHRASE)
            finally:
                os._exit(0)
        time.sleep(moments.uniform(0, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        texts = " ".join(one.text for one in Store(copy / "stemmen.db").transcripts())
        old, new = ("Fatima" in texts), ("[naam 2]" in texts)
        assert old != new  # all or nothing
        if new:
            assert read_quick(key).pseudonyms["Fatima"] == "[naam 2]"
        states.add((key.exists(), new, "Fatima" in (copy / "studie.yaml").read_text("utf-8")))
        replace_all(copy)
        left = everything(copy)
        assert [name for name in NAMES if name.encode() in left] == []
        assert list(stemmen.open_study(copy).turns["respondent"]) == ["", "R1", "", "R1"]
    assert len(states) > 1, "no kill fell within the run: the moments are not random enough"


# ---- the command


def test_the_preview_shows_what_changes_and_writes_nothing(folder, run):
    before = everything(folder)
    seen = run("pseudonimiseer", str(folder), "--bekijk")
    assert "+ Hoe ging dat, [naam 2]?" in seen.out
    assert everything(folder) == before
    rows = json.loads(run("pseudonimiseer", str(folder), "--bekijk", "--json").out)["wijzigingen"]
    assert rows[0] == {
        "transcript": "p01",
        "beurt": 1,
        "oud": "Hoe ging dat, Fatima?",
        "nieuw": "Hoe ging dat, [naam 2]?",
    }


@pytest.mark.slow
def test_the_command_replaces_moves_the_originals_and_works_without_them(folder, run, monkeypatch, tmp_path):
    monkeypatch.setenv("STEMMEN_WACHTWOORDZIN", PHRASE)
    away = tmp_path / "origineel"
    seen = run("pseudonimiseer", str(folder), "--verplaats", str(away))
    assert seen.code == 0, seen.err
    assert "studie-sleutel.age" in seen.out
    assert (away / "p01.txt").read_text("utf-8") == INTERVIEW
    assert [path for path in folder.rglob("*") if path.is_file() and b"Fatima" in path.read_bytes()] == []
    assert len(stemmen.open_study(folder).turns) == 4
    monkeypatch.setenv("STEMMEN_WACHTWOORDZIN", "een heel andere zin")
    stemmen.open_study(folder).decide("Anne", "vervangen")
    wrong = run("pseudonimiseer", str(folder))
    assert wrong.code == 1
    assert "de wachtwoordzin klopt niet" in wrong.err


def test_who_moves_the_originals_is_not_told_to_move_them(folder, run, monkeypatch, tmp_path, quick_key):
    monkeypatch.setenv("STEMMEN_WACHTWOORDZIN", PHRASE)
    seen = run("pseudonimiseer", str(folder), "--verplaats", str(tmp_path / "origineel"))
    assert "--verplaats" not in seen.out and "niet gewijzigd" not in seen.out
    assert "Uit transcripten verplaatst naar" in seen.out


def test_nothing_is_replaced_when_there_is_nothing_to_move(folder, run, monkeypatch, tmp_path):
    monkeypatch.setenv("STEMMEN_WACHTWOORDZIN", PHRASE)
    (folder / "transcripten").rename(tmp_path / "weg")
    before = everything(folder)
    seen = run("pseudonimiseer", str(folder), "--verplaats", str(tmp_path / "origineel"))
    assert seen.code == 1
    assert "Er is geen map transcripten" in seen.err
    assert everything(folder) == before
    assert not (tmp_path / "origineel").exists()


def test_originals_that_cannot_be_moved_are_told_plainly(folder, run, monkeypatch, tmp_path, quick_key):
    monkeypatch.setenv("STEMMEN_WACHTWOORDZIN", PHRASE)
    (tmp_path / "bestand").write_text("dit is geen map")
    seen = run("pseudonimiseer", str(folder), "--verplaats", str(tmp_path / "bestand" / "origineel"))
    assert seen.code == 1
    assert "Niet alle bestanden zijn verplaatst." in seen.err
    assert (folder / "transcripten" / "p01.txt").is_file()


def test_without_a_terminal_and_a_pass_phrase_dutch_is_spoken(folder, run, monkeypatch):
    monkeypatch.delenv("STEMMEN_WACHTWOORDZIN", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    before = everything(folder)
    seen = run("pseudonimiseer", str(folder))
    assert seen.code == 1
    assert "Er is geen wachtwoordzin gegeven." in seen.err
    assert "STEMMEN_WACHTWOORDZIN" in seen.err
    assert everything(folder) == before


def test_a_pass_phrase_from_a_pipe_is_read_without_english(folder, run, monkeypatch, quick_key):
    monkeypatch.delenv("STEMMEN_WACHTWOORDZIN", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PHRASE}\n{PHRASE}\n"))

    def piped(prompt: str = "", stream: object = None) -> str:
        warnings.warn("Can not control echo on the terminal.", getpass.GetPassWarning, stacklevel=2)
        return sys.stdin.readline().rstrip("\n")

    monkeypatch.setattr("getpass.getpass", piped)
    assert run("pseudonimiseer", str(folder)).code == 0


def test_a_short_pass_phrase_and_a_key_in_the_study_are_refused(folder, run, monkeypatch):
    monkeypatch.setenv("STEMMEN_WACHTWOORDZIN", "kort")
    before = everything(folder)
    assert "te kort" in run("pseudonimiseer", str(folder)).err
    assert "niet in de map" in run("pseudonimiseer", str(folder), "--sleutel", str(folder / "a.age")).err
    assert everything(folder) == before
    with sqlite3.connect(folder / "stemmen.db") as connection:
        assert connection.execute("select count(*) from replacements").fetchone() == (0,)
    connection.close()


def test_a_new_pass_phrase_is_asked_twice_until_both_are_the_same(folder, run, monkeypatch, quick_key):
    answers = iter([PHRASE, "een andere zin", PHRASE, PHRASE])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    monkeypatch.delenv("STEMMEN_WACHTWOORDZIN", raising=False)
    seen = run("pseudonimiseer", str(folder), "--json")
    assert "niet gelijk" in seen.err
    assert seen.json["vervangen"]["naam"] > 3
    assert list(answers) == []
