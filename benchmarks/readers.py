"""Reading Word interviews: seconds beside opening the same files with python-docx alone.

50 interviews of 10,000 words in 400 paragraphs, made for the occasion: three in four start with who speaks,
in bold.
One thread, processor time; the best of a few runs, since whatever else the machine does only adds.
"""

import cProfile
import pstats
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx

from stemmen.readers import read_file

FILES, PARAGRAPHS, WORDS, RUNS = 50, 400, 25, 3
SPOKEN = """
ik je het de een en dat niet van maar toen zei ze nou ja brief gemeente toeslag wachten bellen formulier
twee maanden geld huis kinderen werk altijd weer opnieuw eerlijk gezegd moeilijk goed geholpen
""".split()  # noqa: SIM905 - easier to read


def main() -> None:
    """Print the seconds, the ratio, and which step of reading costs what."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [_interview(Path(folder) / f"p{number:02}.docx", number) for number in range(1, FILES + 1)]
        opened = _seconds(lambda path: docx.Document(str(path)), paths)
        read = _seconds(read_file, paths)
        print(f"{FILES} Word interviews of {PARAGRAPHS * WORDS} words")
        print(f"  opened by python-docx {opened:6.2f} s")
        print(f"  read by stemmen       {read:6.2f} s  ratio {read / opened:.2f}")
        _profile(paths)


def _interview(path: Path, seed: int) -> Path:
    chosen, document = random.Random(seed), docx.Document()
    for number in range(PARAGRAPHS):
        asks = number % 4 == 0
        paragraph = document.add_paragraph()
        if number % 4 != 3:  # else the turn of the respondent goes on
            paragraph.add_run("Interviewer:" if asks else "Respondent:").bold = True
        words = " ".join(chosen.choices(SPOKEN, k=WORDS - 1))
        paragraph.add_run(f" {words.capitalize()}{'?' if asks else '.'}")
    document.save(str(path))
    return path


def _seconds(work: Callable[[Path], object], paths: list[Path]) -> float:
    """The best time for all files, after one that is not counted: it imports the libraries."""
    work(paths[0])
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        for path in paths:
            work(path)
        times.append(time.process_time() - start)
    return min(times)


def _profile(paths: list[Path]) -> None:
    """The share of each module of the package in the time that `read_file` takes."""
    profile = cProfile.Profile()
    profile.enable()
    for path in paths[:10]:
        read_file(path)
    profile.disable()
    spent: dict[str, float] = {}
    for (file, _, _), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        name = Path(file).name if "stemmen" in Path(file).parts else "libraries"
        spent[name] = spent.get(name, 0) + own
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1])[:8]:
        print(f"  {name:21} {seconds / sum(spent.values()):6.0%}")
