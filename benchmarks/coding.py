"""Coding by hand, without a browser: how long a transcript takes to open, and an act to be kept and answered.

A made-up transcript of 2,000 turns with 1,500 codings, among nine that are half as long. Beside it in the
same run the obvious way: read the whole transcript again after each act.
"""

import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from stemmen.coding import Coding, Method
from stemmen.notebook.session import Session
from stemmen.study import Study
from stemmen.transcript import Role, Transcript, Utterance

TURNS, CODINGS, ACTS = 2000, 1500, 200
WORDS = "ik kreeg een formulier van de gemeente en ze geloofden me niet dat was heel vervelend"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        study = _study(Path(folder) / "studie")
        opening = [_seconds(lambda: _opened(study)) for _ in range(5)]
        print(f"opening: a transcript of {TURNS} turns with {CODINGS} codings, and the study around it")
        print(f"  median {statistics.median(opening):.2f} s, slowest {max(opening):.2f} s (aim 1 s)")
        for name, again in (("an act", False), ("an act, all read again", True)):
            times = sorted(1000 * seconds for seconds in _acts(study, again=again))
            middle, slow = statistics.median(times), times[int(0.95 * len(times))]
            print(f"{name}: median {middle:.1f} ms, p95 {slow:.1f} ms")


def _study(folder: Path) -> Study:
    study = Study.create(folder)
    chance = random.Random(1)
    long = _transcript("p00", TURNS, chance)
    study.store.put_transcripts([long, *(_transcript(f"p{n:02}", TURNS // 2, chance) for n in range(1, 10))])
    codes = [code.key for code in study.codebook.walk()]
    said = [turn for turn in long.turns if turn.role is Role.RESPONDENT]
    codings = {
        Coding(long.segment(turn), code, "anna", Method.HAND)
        for turn, code in ((chance.choice(said), chance.choice(codes)) for _ in range(CODINGS + 200))
    }
    study.store.append(sorted(codings, key=repr)[:CODINGS], "meting")
    study.code()
    return study


def _transcript(name: str, turns: int, chance: random.Random) -> Transcript:
    talk = [Utterance("IR"[n % 2], " ".join(chance.choices(WORDS.split(), k=20))) for n in range(turns)]
    return Transcript.of(name, talk, roles={"I": Role.INTERVIEWER, "R": Role.RESPONDENT}, source=name)


def _opened(study: Study) -> Session:
    session = Session(study, "anna")
    for command in ({"do": "open"}, {"do": "transcript", "transcript": "p00"}):
        json.dumps(session.handle(command))
    return session


def _acts(study: Study, *, again: bool) -> list[float]:
    """Seconds of each act, from the command to the text of its answer."""
    session, chance = _opened(study), random.Random(2)
    codes = [code.key for code in study.codebook.walk()]
    times = []
    for _ in range(ACTS):
        start = chance.randrange(30)
        stretch = {"turn": 2 * chance.randrange(1, TURNS // 2), "start": start, "end": start + 20}
        command = {"transcript": "p00", "stretches": [stretch], "code": chance.choice(codes)}

        def act(command: dict = command) -> None:
            answer = session.handle({"do": "code", **command})
            if answer["kind"] != "changed":
                raise SystemExit(answer["say"])
            if again:
                study.store.entries(transcript="p00")
                answer = session.handle({"do": "transcript", "transcript": "p00"})
            json.dumps(answer)

        times.append(_seconds(act))
    return times


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
