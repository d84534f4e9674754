"""A small study that is coded by hand, and a screen without a browser."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from stemmen.coding import Coding, Method, Valence
from stemmen.notebook.session import Session

P01 = """\
I: Hoe ging het bij de gemeente?
R: Het was 😀 druk. Ze geloofden me niet, en dat formulier was lang.
I: En daarna?
R: De mevrouw aan de balie was heel vriendelijk.
I: Verder nog iets?
R: Nee hoor.
"""


@pytest.fixture
def study(study_folder: Path) -> Any:
    """Two interviews, read and coded by rules; in turn 2 of p01 an emoji stands before what is coded."""
    return _prepared(study_folder)


@pytest.fixture
def any_study(study_folder: Path, any_database: Path | str) -> Any:
    """As `study`, in each kind of database."""
    with (study_folder / "studie.yaml").open("a", encoding="utf-8") as file:
        file.write(f"database: {json.dumps(str(any_database))}\n")
    return _prepared(study_folder)


def _prepared(study_folder: Path) -> Any:
    import stemmen

    (study_folder / "transcripten" / "p01.txt").write_text(P01, encoding="utf-8")
    opened = stemmen.open_study(study_folder)
    assert not opened.read().problems
    opened.code()
    return opened


class Screen:
    """Sends commands as a browser would, and keeps what it saw last of each turn."""

    def __init__(self, study: Any, coder: str = "anna", **choices: Any) -> None:
        self.session = Session(study, coder, **choices)
        self._numbers = itertools.count(1)
        self.judged: dict[str, Any] = {}
        self.study = self.ask("open")
        self.open("p01")

    def ask(self, command: str, /, **arguments: Any) -> Any:
        number = next(self._numbers)
        answer = self.session.handle({"id": number, "do": command, **arguments})
        assert answer["re"] == number
        answer = json.loads(json.dumps(answer))
        self.judged |= answer.get("judged", {})
        return answer

    def open(self, transcript: str) -> Any:
        self.judged = {}
        return self.ask("transcript", transcript=transcript)

    def do(self, command: str, /, **arguments: Any) -> Any:
        """An act that must go well."""
        answer = self.ask(command, **arguments)
        assert answer["kind"] == "changed", answer
        return answer

    def refused(self, command: str, /, **arguments: Any) -> str:
        """An act that must not go well: what the screen says."""
        before = self.session._desk.study.store.last_batch()
        answer = self.ask(command, **arguments)
        assert answer["kind"] == "error", answer
        assert self.session._desk.study.store.last_batch() == before
        return str(answer["say"])

    def code(self, code: str, turn: int = 2, start: int = 0, end: int = 3, **more: Any) -> Any:
        stretch = {"turn": turn, "start": start, "end": end}
        return self.do("code", transcript="p01", stretches=[stretch], code=code, **more)

    def codings(self, turn: int = 2) -> list[Any]:
        return self.judged[str(turn)]["codings"]

    def codes(self, turn: int = 2) -> list[str]:
        return [coding["code"] for coding in self.codings(turn)]

    def proposed(self, turn: int = 2) -> list[tuple[str, str]]:
        return [(p["code"], p["coder"]) for p in self.judged[str(turn)]["proposals"]]


@pytest.fixture
def screen(study: Any) -> Screen:
    return Screen(study)


def give(study: Any, coder: str, code: str, turn: int, words: str, **more: Any) -> Coding:
    """A coding of another coder, straight into the store."""
    transcript = next(t for t in study.transcripts if t.id == "p01")
    there = transcript.turn(turn)
    start = transcript.text.index(words, there.start)
    segment = transcript.segment(there, start, start + len(words))
    valence = Valence(more.pop("valence")) if more.get("valence") else None
    coding = Coding(segment, code, coder, Method.HAND, valence=valence, **more)
    study.store.append([coding], "importeer")
    return coding
