"""A backup holds all of a study, is known to be whole, and opens; a broken database is told at once."""

import datetime
import json
import os
import shutil
import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest

import stemmen
from stemmen import backup
from stemmen.backup import CONTENTS, back_up, restore
from stemmen.coding import Coding, Method
from stemmen.errors import StudyError
from stemmen.settings import Settings
from stemmen.store import Store
from stemmen.transcript import Transcript, Utterance
from tests.conftest import CODEBOOK, SETTINGS


def quiet(_done: int, _total: int) -> None:
    pass


@pytest.fixture
def coded(study):
    """A study with codings, one taken back, a report and a file of the user's own."""
    p01 = study.transcripts[0]
    words = p01.segment(p01.turn(2))
    uid = study.store.judge(
        "anna", "coderen", add=[Coding(words, "bejegening", "anna", Method.HAND, memo="é")]
    )[0]
    study.store.judge("anna", "weghalen", remove=[uid])
    study.store.judge("anna", "coderen", add=[Coding(words, "formulieren", "anna", Method.HAND)])
    (study.folder / "rapport").mkdir()
    (study.folder / "rapport" / "citaten.xlsx").write_bytes(b"x" * 3000)
    (study.folder / "mijn notities.txt").write_text("één", encoding="utf-8")
    return study


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def make(study, target: Path) -> backup.Backup:
    return back_up(study.folder, study.settings, study.store, target, quiet)


def test_what_is_put_back_is_what_there_was(coded, tmp_path):
    made = make(coded, tmp_path / "kopie.zip")
    back = restore(made.path, tmp_path / "terug", quiet)
    old, new = files(coded.folder), files(tmp_path / "terug")
    assert old.keys() == new.keys()
    assert {name for name in old if old[name] != new[name]} <= {"stemmen.db"}
    again = stemmen.open_study(tmp_path / "terug")
    assert again.store.codings() == coded.store.codings()
    assert again.store.undo("anna").what == "coderen"  # the history came along
    assert (back.files, back.rows) == (made.files, made.rows)
    assert made.rows["codings"] == 2
    assert list(tmp_path.glob(".stemmen-*")) == []


@pytest.mark.skipif(os.name == "nt", reason="rights are those of the folder there")
def test_only_the_owner_can_read_it(coded, tmp_path):
    made = make(coded, tmp_path / "kopie.zip")
    assert made.path.stat().st_mode & 0o777 == 0o600
    restore(made.path, tmp_path / "terug", quiet)
    for path in (tmp_path / "terug").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


def test_what_programs_make_anew_is_left_out(coded, tmp_path):
    for name in (
        ".stemmen-abc/x",
        "__pycache__/x.pyc",
        ".ipynb_checkpoints/x",
        "env/pyvenv.cfg",
        "env/lib",
        "~$p01.docx",
    ):
        (coded.folder / name).parent.mkdir(exist_ok=True)
        (coded.folder / name).write_text("x", encoding="utf-8")
    make(coded, tmp_path / "kopie.zip")
    names = set(zipfile.ZipFile(tmp_path / "kopie.zip").namelist())
    assert names == {
        "stemmen.db", "studie.yaml", "codeboek.yaml", "respondenten.csv", "transcripten/p01.txt",
        "transcripten/p02.txt", "rapport/citaten.xlsx", "mijn notities.txt", CONTENTS,
    }  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_files_behind_a_link_are_in_it(coded, tmp_path):
    (coded.folder / "transcripten").rename(tmp_path / "schijf")
    (coded.folder / "transcripten").symlink_to(tmp_path / "schijf")
    (tmp_path / "schijf" / "rond").symlink_to(coded.folder)
    restore(make(coded, tmp_path / "kopie.zip").path, tmp_path / "terug", quiet)
    assert (tmp_path / "terug" / "transcripten" / "p01.txt").is_file()


def test_a_backup_is_of_one_moment_while_others_code(coded, tmp_path):
    p02 = coded.transcripts[1]
    stop = threading.Event()

    def code() -> None:
        store, number = Store(coded.folder / "stemmen.db"), 0
        while not stop.is_set():
            number += 1
            words = p02.segment(p02.turn(2), p02.turn(2).start, p02.turn(2).start + 1 + number % 40)
            store.judge(
                "bram", "x", add=[Coding(words, "formulieren", "bram", Method.HAND, memo=str(number))]
            )

    coder = threading.Thread(target=code)
    coder.start()
    try:
        for number in range(3):
            made = make(coded, tmp_path / f"{number}.zip")
            assert restore(made.path, tmp_path / str(number), quiet).rows == made.rows
    finally:
        stop.set()
        coder.join()


def test_a_copy_of_any_database_opens_as_a_file(any_database, tmp_path):
    store = Store(any_database)
    text = Transcript.of("p01", [Utterance("R", f"Zin {number}.") for number in range(30)])
    store.put_transcripts([text])
    for number in (1, 2, 3):
        coding = Coding(text.segment(text.turn(number)), "a", "anna", Method.HAND)
        uid = store.judge("anna", "x", add=[coding])[0]
    folder = tmp_path / "studie"
    folder.mkdir()
    place = any_database if isinstance(any_database, str) else str(any_database)
    (folder / "studie.yaml").write_text(f"{SETTINGS}database: '{place}'  # van ons\n", encoding="utf-8")
    (folder / "codeboek.yaml").write_text(CODEBOOK, encoding="utf-8")
    made = back_up(folder, Settings.load(folder / "studie.yaml"), store, tmp_path / "kopie.zip", quiet)
    back = restore(made.path, tmp_path / "terug", quiet)
    new = stemmen.open_study(tmp_path / "terug")
    assert new.settings.database == "stemmen.db"
    assert "eigen bestand: stemmen.db" in back.notes[0]
    assert f"# Voor het terugzetten stond hier: {place}\ndatabase: 'stemmen.db'  # van ons\n" in (
        tmp_path / "terug" / "studie.yaml"
    ).read_text(encoding="utf-8")
    assert new.store.transcripts() == store.transcripts()
    assert new.store.entries() == store.entries()
    old, now = store.history(uid)[0][0], new.store.history(uid)[0][0]
    assert _utc(old) == _utc(now)


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)


def test_a_codebook_outside_the_folder_comes_along(coded, tmp_path):
    (coded.folder / "codeboek.yaml").rename(tmp_path / "ons codeboek.yaml")
    (coded.folder / "studie.yaml").write_text(
        SETTINGS + "codeboek: '../ons codeboek.yaml'\n", encoding="utf-8"
    )
    study = stemmen.open_study(coded.folder)
    restore(make(study, tmp_path / "kopie.zip").path, tmp_path / "ver" / "weg" / "terug", quiet)
    assert "wantrouwen" in stemmen.open_study(tmp_path / "ver" / "weg" / "terug").codebook


def test_the_key_stays_apart(coded, tmp_path):
    (tmp_path / "studie-sleutel.age").write_bytes(b"x")
    [note] = make(coded, tmp_path / "kopie.zip").notes
    assert "sleutel van de schuilnamen zit er niet in" in note


def test_nothing_is_written_over(coded, tmp_path):
    (tmp_path / "er.zip").write_bytes(b"van mij")
    with pytest.raises(StudyError, match="is er al"):
        make(coded, tmp_path / "er.zip")
    with pytest.raises(StudyError, match="niet in de map"):
        make(coded, coded.folder / "transcripten" / "kopie.zip")
    made = make(coded, tmp_path / "kopie.zip")
    with pytest.raises(StudyError, match="Hier staat al iets"):
        restore(made.path, coded.folder, quiet)
    (tmp_path / "leeg").mkdir()
    with pytest.raises(StudyError, match="Hier staat al iets"):
        restore(made.path, tmp_path / "leeg", quiet)


def _changed(path: Path, name: str, data: bytes) -> None:
    """Put something else in a zip under a name, as a good zip."""
    with zipfile.ZipFile(path) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for one, content in (parts | {name: data}).items():
            new.writestr(one, content)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-500])


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def _other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.txt", "a")


def _outside(path: Path) -> None:
    with zipfile.ZipFile(path) as made:
        contents = json.loads(made.read(CONTENTS))
    contents["bestanden"]["../../weg.txt"] = "0" * 64
    _changed(path, CONTENTS, json.dumps(contents).encode())


@pytest.mark.parametrize(
    "harm",
    [
        _cut,
        _flipped,
        _other_zip,
        _outside,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("geen zip", encoding="utf-8"),
        lambda path: _changed(path, "codeboek.yaml", b"anders"),
        lambda path: _changed(path, CONTENTS, b"[]"),
        lambda path: _changed(path, CONTENTS, b'{"soort": "reservekopie van stemmen"}'),
    ],
)
def test_a_zip_that_is_not_whole_puts_nothing_back(coded, tmp_path, harm):
    made = make(coded, tmp_path / "kopie.zip")
    harm(made.path)
    with pytest.raises(StudyError, match="geen reservekopie"):
        restore(made.path, tmp_path / "terug", quiet)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kopie.zip", "studie"]


def test_a_backup_that_goes_wrong_leaves_nothing(coded, tmp_path, monkeypatch):
    def wrong(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_copied", wrong)
    with pytest.raises(StudyError, match="No space left"):
        make(coded, tmp_path / "kopie.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["studie"]


def test_the_commands(coded, tmp_path, run):
    made = run("reservekopie", coded.folder)
    assert made.code == 0, made.err
    [path] = tmp_path.glob("studie-reservekopie-*.zip")
    assert str(path) in made.out
    assert "2 transcripten en 2 coderingen" in made.out
    back = run("terugzetten", path, tmp_path / "terug")
    assert (back.code, "stemmen intrekken" in back.err) == (0, True)
    assert run("codeboek", tmp_path / "terug").code == 0
    (tmp_path / "stick").mkdir()
    made = run("reservekopie", coded.folder, tmp_path / "stick", "--json")
    assert Path(made.json["pad"]).parent == tmp_path / "stick"
    assert (
        run("terugzetten", made.json["pad"], tmp_path / "terug2", "--json").json["rijen"]
        == made.json["rijen"]
    )
    assert run("terugzetten", tmp_path / "x.zip", tmp_path / "terug3").code == 1


def test_an_unfinished_withdrawal_goes_first(coded, tmp_path, run, monkeypatch):
    monkeypatch.setattr(stemmen.study.Study, "unfinished_withdrawal", "Ans")
    refused = run("reservekopie", coded.folder)
    assert (refused.code, "stemmen intrekken" in refused.err) == (1, True)
    assert list(tmp_path.glob("*.zip")) == []


def _cut_database(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _no_database(path: Path) -> None:
    path.write_bytes(b"Dit is geen database. " * 500)


def _empty(path: Path) -> None:
    path.write_bytes(b"")
    os.utime(path, (0, 0))


def _torn(path: Path) -> None:
    """Pages of an index are others': reading goes well for long, but SQLite's own look sees it."""
    with sqlite3.connect(path) as connection:
        root = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_codings_uid'"
        ).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = os.urandom(size)
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [_cut_database, _no_database, _empty, _torn])
@pytest.mark.parametrize("command", ["codeboek", "reservekopie", "inlezen"])
def test_a_damaged_database_is_told_at_opening(coded, run, harm, command):
    path = coded.folder / "stemmen.db"
    harm(path)
    was = path.read_bytes()
    told = run(command, coded.folder)
    assert told.code == 1
    assert "beschadigd" in told.err or "leeg" in told.err
    for word in ("stemmen terugzetten", "stemmen reservekopie", "Gooi dit bestand niet weg"):
        assert word in told.err
    assert path.read_bytes() == was


def test_an_empty_file_that_is_being_made_is_no_damage(tmp_path):
    (tmp_path / "stemmen.db").touch()
    assert Store(tmp_path / "stemmen.db").transcripts() == []


def test_the_sample_study_comes_back(tmp_path, run):
    folder = tmp_path / "a" / "b" / "voorbeeld"
    shutil.copytree(Path(__file__).parents[1] / "data" / "voorbeeldstudie", folder)
    shutil.copytree(Path(__file__).parents[1] / "codebooks", tmp_path / "a" / "codebooks")
    assert run("reservekopie", folder, tmp_path / "kopie.zip").code == 0
    assert run("terugzetten", tmp_path / "kopie.zip", tmp_path / "terug").code == 0
    old, new = (stemmen.open_study(where).store for where in (folder, tmp_path / "terug"))
    assert old.entries() == new.entries()


def test_withdrawing_names_older_backups(coded, tmp_path, run):
    run("reservekopie", coded.folder)
    [path] = tmp_path.glob("*.zip")
    (coded.folder / "rapport" / "citaten.xlsx").unlink()
    done = run("intrekken", coded.folder, "Ans")
    assert done.code == 0, done.err
    assert "oudere reservekopieën: daarin staan de woorden nog" in done.out
    assert f"deze reservekopie: {path}" in done.out
