"""Reading files that are broken: every input ends in a transcript or in a sentence for the user, and soon.

    python -m benchmarks fuzz --per-reader 10000
    python -m benchmarks fuzz --format docx --first 1234 --per-reader 1 --save inputs

An input is a real file, changed at random (see `mutations.py`) by its number, so that it can be made again.
What is wrong: another exception than ReadError, a warning, something printed, over 5 seconds of processor
time, over 1 GB of memory, a process that dies or hangs, or a transcript that cannot be stored.
"""

import argparse
import contextlib
import io
import math
import multiprocessing
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from benchmarks.mutations import mutated
from stemmen.errors import ReadError
from stemmen.readers import FORMATS, Reading, read_file
from stemmen.transcript import Role

ROOT = Path(__file__).parents[1]
FOLDERS = (
    ROOT / "tests/data/transcripten",
    ROOT / "data/voorbeeldstudie/transcripten",
    ROOT.parent / "shared/data/ifadv",
    ROOT.parent / "shared/data/handelingen_tk/xml",
    ROOT.parent / "shared/data/gebruikersonderzoeken_nlds/md",
)
SECONDS, MEMORY, WATCHDOG = 5, 1_000_000_000, 90
BATCH = 500  # inputs, after which the process starts anew: memory is measured from its start
LARGEST = 450_000  # bytes of a real file
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Outcome(NamedTuple):
    """What came of one input; `wrong` is empty when all is well."""

    number: int
    kind: str
    read: bool
    seconds: float
    wrong: str = ""


@dataclass
class Tally:
    """What came of all inputs of one format."""

    name: str
    inputs: int = 0
    readings: int = 0
    slowest: tuple[float, int] = (0.0, 0)  # with the number of the input
    wrong: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one input."""
        self.inputs += 1
        self.readings += outcome.read
        self.slowest = max(self.slowest, (outcome.seconds, outcome.number))
        self.wrong += [outcome] if outcome.wrong else []


class TooLate(BaseException):
    """The time is up; not an Exception, so that no reader takes it for an error of a library."""


def main(arguments: Sequence[str] = ()) -> int:
    """Print a row per format and what is wrong; 1 when anything is."""
    options = _options(arguments)
    print(f"{'format':8}{'inputs':>8}{'read':>8}{'refused':>9}{'wrong':>7}  slowest", flush=True)
    with ThreadPoolExecutor(options.processes) as pool:
        tallies = list(pool.map(lambda name: _campaign(name, options), options.format))
    found = sum(len(tally.wrong) for tally in tallies)
    print(f"{sum(tally.inputs for tally in tallies)} inputs, {found} wrong")
    return int(found > 0)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks fuzz", description=__doc__)
    parser.add_argument("--per-reader", type=int, default=100, help="inputs per format")
    parser.add_argument("--format", nargs="+", choices=FORMATS, default=FORMATS)
    parser.add_argument("--first", type=int, default=1, help="number of the first input")
    parser.add_argument("--save", type=Path, help="folder for the inputs in which something is wrong")
    parser.add_argument("--processes", type=int, choices=(1, 2), default=1)
    return parser.parse_args(arguments)


def _campaign(name: str, options: argparse.Namespace) -> Tally:
    tally = Tally(name)
    if not _seeds(name):
        print(f"{name:8} no file to start from", flush=True)
        return tally
    end = options.first + options.per_reader
    for start in range(options.first, end, BATCH):
        for outcome in _outcomes(name, range(start, min(start + BATCH, end))):
            tally.add(outcome)
            if outcome.wrong and options.save:
                _save(name, outcome.number, options.save)
    wrong, (seconds, slowest) = len(tally.wrong), tally.slowest
    refused = tally.inputs - tally.readings - wrong
    print(
        f"{name:8}{tally.inputs:8}{tally.readings:8}{refused:9}{wrong:7}  {seconds:.1f} s (input {slowest})",
        *_told(tally),
        sep="\n    ",
        flush=True,
    )
    return tally


def _told(tally: Tally) -> list[str]:
    """What is wrong, once for each way in which it is, with the number of the first input."""
    counts = Counter(re.sub(r"\d+", "9", outcome.wrong) for outcome in tally.wrong)
    first = {re.sub(r"\d+", "9", outcome.wrong): outcome for outcome in reversed(tally.wrong)}
    return [
        f"{count} x, input {first[key].number} ({first[key].kind}): {first[key].wrong}"
        for key, count in counts.items()
    ]


# The process that reads, and the one that watches it


def _outcomes(name: str, numbers: range) -> Iterator[Outcome]:
    """The outcome of each input; a process that dies or hangs is one too, and the next goes on behind it."""
    while numbers:
        here, there = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("spawn").Process(target=_work, args=(there, name, numbers))
        process.start()
        there.close()
        done = 0
        try:
            while done < len(numbers) and here.poll(WATCHDOG):
                yield here.recv()
                done += 1
            wrong = f"hangs for over {WATCHDOG} s"
        except EOFError:
            process.join()
            wrong = f"the process dies, exit code {process.exitcode}"
        process.kill()
        process.join()
        if done < len(numbers):
            yield Outcome(numbers[done], "?", False, 0, wrong)
        numbers = numbers[done + 1 :]


def _work(there: Connection, name: str, numbers: range) -> None:
    """Read each input, and send what came of it."""
    warnings.simplefilter("error")
    signal.signal(signal.SIGPROF, _late)
    seeds = _seeds(name)
    with tempfile.TemporaryDirectory() as folder:
        _measured(Path(folder) / f"p01.{name}", seeds[0])  # it imports the libraries
        memory = _peak()
        resource.setrlimit(resource.RLIMIT_AS, (8 * MEMORY, 8 * MEMORY))
        for number in numbers:
            kind, ending, data = _input(name, number, seeds)
            outcome = Outcome(number, kind, *_measured(Path(folder) / f"p01.{ending}", data))
            if _peak() - memory > MEMORY:
                there.send(outcome._replace(wrong=f"over {MEMORY // 10**9} GB of memory"))
                return
            there.send(outcome)


def _late(signal_number: int, frame: FrameType | None) -> None:
    raise TooLate


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _measured(path: Path, data: bytes) -> tuple[bool, float, str]:
    """Whether the input was read, the seconds it took, and what is wrong."""
    path.write_bytes(data)
    start, read, wrong, printed = time.process_time(), False, "", io.StringIO()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            reading = read_file(path)
        wrong = _wrong_in(reading)
        read = not wrong
    except ReadError as error:
        wrong = _wrong_in_texts([str(error)], "the message")
    except TooLate:
        wrong = f"over {SECONDS} s, in {_place()}"
    except BaseException as error:
        wrong = f"{type(error).__name__}: {str(error)[:100]!r} in {_place()}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    wrong = wrong or (f"prints {printed.getvalue()[:100]!r}" if printed.getvalue() else "")
    return read and not wrong, time.process_time() - start, wrong


def _place() -> str:
    """The function of the package in which the exception at hand was raised."""
    frames = [frame for frame in traceback.extract_tb(sys.exc_info()[2]) if "/stemmen/" in frame.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno} {frames[-1].name}" if frames else "?"


# What holds of all that is read


def _wrong_in(reading: Reading) -> str:
    transcript = reading.transcript
    known = set(transcript.speakers)
    if not transcript.turns or not all(map(str.strip, known)):
        return "no turns, or a speaker without a name"
    if any(
        turn.role not in Role or not 0 <= turn.start <= turn.end <= len(transcript.text)
        for turn in transcript.turns
    ):
        return "a role or an offset is wrong"
    if any(turn.time is not None and not 0 <= turn.time < math.inf for turn in transcript.turns):
        return "a time is no time"
    if not {*reading.reasons, *reading.unknown} <= known:
        return "a reason or a doubt about nobody"
    parts = [transcript.text, transcript.introduction, *known, *(turn.section for turn in transcript.turns)]
    attributes = [value for attribute in transcript.attributes for value in attribute]
    told = [*reading.notes, *map(str, reading.doubts), *reading.reasons.values(), *reading.unknown.values()]
    return _wrong_in_texts([*parts, *attributes], "the transcript") or _wrong_in_texts(told, "the remarks")


def _wrong_in_texts(texts: Sequence[str], where: str) -> str:
    """Whether a text is none, or has signs that no store, page or screen can take."""
    if not all(isinstance(text, str) for text in texts):
        return f"what is no text in {where}"
    found = next(filter(None, map(_CONTROL.search, texts)), None)
    return f"the sign {found[0]!r} in {where}" if found else ""


# Inputs


def _seeds(name: str) -> list[bytes]:
    """The real files of a format, always in the same order."""
    paths = sorted(
        path
        for folder in FOLDERS
        for path in folder.rglob(f"*.{name}")
        if path.stat().st_size <= LARGEST
        and not path.name.endswith(tuple(f".{known}.json" for known in FORMATS))
    )
    return [path.read_bytes() for path in paths]


def _input(name: str, number: int, seeds: list[bytes]) -> tuple[str, str, bytes]:
    """How the input with this number is made, the ending of its name, and its bytes."""
    chosen = random.Random(f"{name} {number}")
    data, other = chosen.choice(seeds), chosen.choice(seeds)
    kind, changed = mutated(data, other, name, chosen)
    return kind, "doc" if name == "rtf" and number % 5 == 0 else name, changed


def _save(name: str, number: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _, ending, data = _input(name, number, _seeds(name))
    (folder / f"{name}-{number}.{ending}").write_bytes(data)
