"""Kernels that code as fast as they can, in processes of their own, so that a test can kill them."""

import json
import multiprocessing
import random
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import stemmen
from stemmen.notebook.session import Session

CODES = ("wantrouwen", "van_instantie", "bejegening", "formulieren")
# A server from which processes are forked that have imported all they need, so that a start costs little.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["__main__", __name__])


class Kernel:
    """One such process. It says what it is asked and what it answered, each at once."""

    def __init__(self, work: Callable[..., None], *arguments: object) -> None:
        self._ear, mouth = _processes.Pipe(duplex=False)
        self._process = _processes.Process(target=work, args=(mouth, *arguments), daemon=True)
        self._process.start()
        mouth.close()

    def hear(self) -> Any:
        """What it says next; nothing when it is dead and said all."""
        with suppress(EOFError, OSError):  # half of a message is none
            return json.loads(self._ear.recv())
        return {}

    def kill(self) -> None:
        """As `kill -9` does."""
        self._process.kill()
        self._process.join()

    def close(self) -> None:
        self._process.join()
        self._process.close()
        self._ear.close()


def seen(session: Session) -> Any:
    """What the screen shows of p01: without ids, as these are others after undoing."""
    answer = json.loads(json.dumps(session.handle({"do": "transcript", "transcript": "p01"})))
    for judged in answer["judged"].values():
        for part in ("codings", "proposals", "others"):
            rows = [{name: row[name] for name in row if name != "id"} for row in judged[part]]
            judged[part] = sorted(rows, key=json.dumps)
    return {name: answer[name] for name in ("judged", "memo", "finished")}


def act_at_random(mouth: Connection, folder: str, seed: int) -> None:
    """All kinds of acts, until it is killed; after each answer, what the screen shows."""
    session, chance = Session(stemmen.open_study(Path(folder)), "anna"), random.Random(seed)
    mouth.send(json.dumps({"seen": seen(session)}))
    while True:
        answer = session.handle({"do": "transcript", "transcript": "p01"})
        command = _any_command(chance, answer)
        mouth.send(json.dumps({"asked": command}))
        session.handle({"id": 1, **command})
        mouth.send(json.dumps({"seen": seen(session)}))


def _any_command(chance: random.Random, shown: Any) -> Any:
    judged = list(shown["judged"].values())
    codings = [one["id"] for turn in judged for one in turn["codings"]]
    proposals = [one["id"] for turn in judged for one in turn["proposals"]]
    turn, text = chance.choice([(t["n"], t["text"]) for t in shown["turns"] if t["codable"]])
    start, end = sorted(chance.sample(range(len(text)), 2))
    place = {"turn": turn, "start": start, "end": end + 1}
    code, on, words = chance.choice(CODES), chance.random() < 0.7, chance.choice(["", "moe", "boos 😀"])
    always = [
        {"do": "code", "transcript": "p01", "stretches": [place], "code": code},
        {"do": "memo_turn", "transcript": "p01", "turn": turn, "text": words},
        {"do": "memo_transcript", "transcript": "p01", "text": words},
        {"do": "done", "transcript": "p01", "turn": turn, "on": on},
        {"do": "finish", "transcript": "p01", "on": on},
        {"do": "undo"}, {"do": "undo"}, {"do": "redo"},
    ]  # fmt: skip
    about = [{"do": name, "proposal": chance.choice(proposals)} for name in ("accept", "reject") if proposals]
    if codings:
        coding = chance.choice(codings)
        about += [
            {"do": "recode", "ids": [coding], "code": code},
            {"do": "remove", "ids": chance.sample(codings, min(2, len(codings)))},
            {"do": "striking", "coding": coding, "on": on},
            {"do": "doubt", "coding": coding, "on": on},
            {"do": "memo", "coding": coding, "text": words},
        ]
    return chance.choice(always + about)


def code_all(mouth: Connection, folder: str, coder: str, first: int, last: int, at_once: int) -> None:
    """Give the codings `first` to `last` of this coder, in order, `at_once` in an act; says how far it is."""
    session = Session(stemmen.open_study(Path(folder)), coder)
    turns = [
        t["n"] for t in session.handle({"do": "transcript", "transcript": "p01"})["turns"] if t["codable"]
    ]
    for number in range(first, last, at_once):
        which, code = divmod(number, len(CODES) * at_once)
        stretches = [{"turn": turns[which * at_once + step], "start": 0, "end": 3} for step in range(at_once)]
        command = {"do": "code", "transcript": "p01", "stretches": stretches, "code": CODES[code // at_once]}
        answer = session.handle({"id": number, **command})
        if answer["kind"] != "changed":
            mouth.send(json.dumps({"refused": answer["say"]}))
            return
        mouth.send(json.dumps({"done": number + at_once}))
