"""Nothing leaves the computer: every command does its work while no socket can be used."""

import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stemmen.cli import app
from tests.conftest import Run

pytestmark = pytest.mark.slow  # seconds each, all together most of a minute

# What Python tells before it connects, looks a name up, sends or listens; making a socket reaches nobody.
_REACHES_OUT = {
    "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
    "socket.getnameinfo", "socket.sendto", "socket.sendmsg", "socket.bind", "urllib.Request",
    "ftplib.connect", "smtplib.connect", "http.client.connect",
}  # fmt: skip
# urllib3, where it is installed, asks at import whether this computer knows IPv6: it takes an address of its
# own, and reaches nobody.
_OWN_ADDRESS = ("socket.bind", (("::1", 0),))
# What switches telemetry or downloads off must not be what keeps it quiet.
_SWITCHES = ("DO_NOT_TRACK", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE", "NO_PROXY")


class Guard:
    """An audit hook, which no library goes round; it cannot be taken away, so it is switched."""

    def __init__(self) -> None:
        self.on = False
        self.tried: list[str] = []
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event in _REACHES_OUT and (event, arguments[1:]) != _OWN_ADDRESS:
            self.tried.append(f"{event} {arguments[1:]}")
            raise PermissionError(event)


GUARD = Guard()


@pytest.fixture
def blocked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in _SWITCHES:
        monkeypatch.delenv(name, raising=False)
    GUARD.tried.clear()
    GUARD.on = True
    yield
    GUARD.on = False
    assert GUARD.tried == []


# Each command with what it is given.
CASES: dict[str, list[str]] = {
    "nieuw": ["{new}"],
    "inlezen": ["{study}"],
    "bekijk": ["{study}/transcripten/p01.txt"],
    "verwijder": ["{study}", "{gone}"],
    "controleer": ["{study}"],
    "besluit": ["{study}", "Ans", "vervangen"],
    "pseudonimiseer": ["{study}"],
    "intrekken": ["{study}", "Bo"],
    "schoon": ["{study}/a.ipynb"],
    "terugplaatsen": ["{study}"],
    "samenvoegen": ["{study}", "{other}"],
    "codeboek": ["{study}"],
    "reservekopie": ["{study}", "{new}.zip"],
    "terugzetten": ["{zip}", "{new}"],
    "overeenstemming": ["{study}", "--codeurs", "anna,bram"],
    "codeer": ["{study}"],
    "onderwerpen": ["{study}"],
    "themas": ["{study}"],
    "rapport": ["{study}"],
    "citaten": ["{study}"],
    "exporteer": ["{study}", "{study}/beurten.csv"],
    "importeer": ["{study}", "{study}/anna.csv", "--codeur", "anna"],
    "demo": [],
}


@pytest.fixture
def study(run: Run, study_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study with a notebook, two coders, a decision and a transcript whose file is gone; and copies."""
    extra = study_folder / "transcripten" / "p09.txt"
    extra.write_text("I: Wie kent u daar?\nR: Ans Bakker kent het formulier.\nI: Ja?\nR: Ja, Ans Bakker.\n")
    assert run("inlezen", study_folder).code == 0
    extra.unlink()
    assert run("besluit", study_folder, "Ans Bakker", "vervangen").code == 0
    (study_folder / "a.ipynb").write_text('{"cells": [{"cell_type": "code", "outputs": [{}]}]}')
    (study_folder / "anna.csv").write_text("transcript,beurt,code\np01,2,wantrouwen\n")
    for coder in ("anna", "bram"):
        assert run("importeer", study_folder, study_folder / "anna.csv", "--codeur", coder).code == 0
    shutil.copytree(study_folder, study_folder.parent / "andere")
    assert run("reservekopie", study_folder, study_folder.parent / "kopie.zip").code == 0
    monkeypatch.setenv("STEMMEN_WACHTWOORDZIN", "een lange zin die niemand raadt")
    monkeypatch.chdir(study_folder.parent)
    return study_folder


def test_every_command_has_a_case():
    assert set(CASES) == set(app.commands)


@pytest.mark.parametrize("command", sorted(set(CASES) - {"demo"}))
def test_a_command_works_without_any_network(run: Run, study: Path, blocked, command: str):
    beside = {"new": "nieuw", "other": "andere", "zip": "kopie.zip"}
    places = {"study": str(study), "gone": "p09"} | {k: str(study.parent / v) for k, v in beside.items()}
    outcome = run(command, *(word.format(**places) for word in CASES[command]))
    assert outcome.code == 0, outcome.err


@pytest.mark.slow
def test_the_sample_study_works_without_any_network(run: Run, tmp_path, monkeypatch, blocked):
    monkeypatch.chdir(tmp_path)
    assert run("demo").code == 0


def test_the_guard_stops_sockets(tmp_path):
    GUARD.on = True
    try:
        with socket.socket() as one, pytest.raises(PermissionError):
            one.connect(("127.0.0.1", 9))
        if hasattr(socket, "AF_UNIX"):
            with socket.socket(socket.AF_UNIX) as one, pytest.raises(PermissionError):
                one.connect(str(tmp_path / "s"))
        with pytest.raises(PermissionError):
            socket.getaddrinfo("localhost", 80)
        with pytest.raises(PermissionError):
            socket.create_connection(("127.0.0.1", 9))
    finally:
        GUARD.on = False
        GUARD.tried.clear()
