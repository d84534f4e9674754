"""What stemmen writes is for its owner alone, whatever the user's umask says."""

import os
import sqlite3
import stat

import pytest

from stemmen.files import readable_by_others, written_aside
from stemmen.study import open_study
from tests.conftest import INTERVIEWS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")


@pytest.fixture(autouse=True)
def everybody_may_read():
    old = os.umask(0o000)
    yield
    os.umask(old)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.slow
def test_all_that_commands_write_in_a_study(run, tmp_path):
    folder = tmp_path / "studie"
    assert run("nieuw", folder).code == 0
    mine = {}
    for name, text in INTERVIEWS.items():
        mine[folder / "transcripten" / name] = 0o666
        (folder / "transcripten" / name).write_text(text)
    for words in (["inlezen"], ["codeer"], ["controleer"], ["rapport"], ["rapport", "--concept"]):
        assert run(words[0], folder, *words[1:]).code == 0
    assert run("besluit", folder, "Ans", "toestaan").code == 0
    assert run("exporteer", folder, folder / "beurten.csv").code == 0
    assert [oct(mode(one)) for one in (folder, folder / "rapport")] == ["0o700", "0o700"]
    made = [path for path in folder.rglob("*") if path.is_file() and path not in mine]
    assert len(made) >= 8
    assert {path.name: oct(mode(path)) for path in made if mode(path) != 0o600} == {}


def test_all_folders_that_are_made_for_a_file(tmp_path):
    there = tmp_path / "al"
    there.mkdir(mode=0o755)
    with written_aside(there / "een" / "twee" / "a.txt") as aside:
        aside.write_text("klaar")
    assert [oct(mode(there / name)) for name in (".", "een", "een/twee")] == ["0o755", "0o700", "0o700"]


def test_the_journal_of_the_database(study_folder):
    store = open_study(study_folder).store
    path = study_folder / "stemmen.db"
    assert mode(path) == 0o600
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("begin immediate")
    connection.execute("insert into study values ('a', 'b')")
    assert [oct(mode(one)) for one in study_folder.glob("stemmen.db*")] == ["0o600", "0o600"]
    connection.execute("rollback")
    connection.close()
    assert store.transcripts() == []


def test_a_database_that_was_there_keeps_the_rights_that_its_owner_gave(study_folder):
    assert open_study(study_folder).store.transcripts() == []
    (study_folder / "stemmen.db").chmod(0o660)
    assert open_study(study_folder).store.transcripts() == []
    assert mode(study_folder / "stemmen.db") == 0o660


def test_a_file_that_others_could_read_is_private_when_written_again(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("oud")
    path.chmod(0o644)
    with written_aside(path) as aside:
        aside.write_text("nieuw")
    assert mode(path) == 0o600


@pytest.mark.parametrize(
    ("above", "here", "readable"),
    [(0o755, 0o755, True), (0o700, 0o777, False), (0o755, 0o700, False), (0o710, 0o750, True),
     (0o701, 0o750, False), (0o701, 0o705, True)],
)  # fmt: skip
def test_whether_others_can_look_into_a_folder(tmp_path, monkeypatch, above, here, readable):
    folder = tmp_path / "boven" / "studie"
    folder.mkdir(parents=True)
    (tmp_path / "boven").chmod(above)
    folder.chmod(here)
    open_above = [tmp_path, *tmp_path.parents]  # those of the machine are not ours to change
    real = type(folder).stat

    def stat_of(path, **rest):
        found = real(path, **rest)
        return os.stat_result((0o40755, *found[1:])) if path in open_above else found

    monkeypatch.setattr(type(folder), "stat", stat_of)
    assert readable_by_others(folder) is readable


def test_controleer_says_so_once_and_changes_nothing(run, study_folder, monkeypatch):
    import stemmen.cli.privacy

    settings = study_folder / "studie.yaml"
    settings.write_text(settings.read_text().replace("fictief: true\n", ""))
    monkeypatch.setattr(stemmen.cli.privacy, "readable_by_others", lambda path: True)
    before = mode(study_folder)
    outcome = run("controleer", study_folder)
    assert outcome.err.count("Andere gebruikers van deze computer") == 1
    assert f"chmod -R go= {study_folder}" in outcome.err
    assert mode(study_folder) == before
