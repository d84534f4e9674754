"""The files of `transcripten/`: what they hold beside the talk, and which of them nobody can check."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from stemmen.errors import Problem, StudyError
from stemmen.files import read_table
from stemmen.privacy.check import Cell, Checked, Uncheckable, check
from stemmen.privacy.decisions import Decisions
from stemmen.readers.leftovers import Beside, leftovers
from stemmen.respondents import CONSENT, NAMED
from stemmen.transcript import Transcript

_GONE = (
    "Het bestand staat niet meer in de map transcripten. Alleen de tekst die is ingelezen, is gecontroleerd."
)
_NO_TRANSCRIPT = "Dit is geen transcript van deze studie. Wat erin staat, is niet gecontroleerd."
_NO_TABLE = "Dit is geen goed CSV-bestand. Wat erin staat, is niet gecontroleerd."
_NOT_THESE = frozenset(["respondent", "transcript", "spreker", CONSENT, NAMED])  # columns that must be so
_OURS = frozenset([".gitkeep", ".gitignore", ".leesmij"])


def check_folder(
    folder: Path,
    transcripts: Sequence[Transcript],
    problems: Iterable[Problem],
    decisions: Decisions,
    progress: Callable[[int, int], None] | None = None,
) -> Checked:
    """Check the transcripts with all that is in their folder, and `respondenten.csv` beside it.

    Args:
        folder: `transcripten/`.
        transcripts: of the study.
        problems: files that could not be taken in, as reading tells them.
        decisions: see `decisions.read_decisions`.
        progress: is told how many transcripts are done, and of how many.
    """
    outside = {transcript.id: _beside(folder / transcript.source) for transcript in transcripts}
    people = folder.parent / "respondenten.csv"
    closed = _others(folder, transcripts, problems)
    try:
        cells = _cells(people)
    except StudyError:
        cells, closed = [], [*closed, Uncheckable("", people.name, _NO_TABLE)]
    checked = check(transcripts, outside, decisions, progress, cells)
    return replace(checked, uncheckable=(*checked.uncheckable, *closed))


def _cells(path: Path) -> list[Cell]:
    """What a table of respondents says of them, and the names of its columns."""
    if not path.is_file():
        return []
    table = read_table(path)
    names = [str(name) for name in table if name not in _NOT_THESE]
    head = [Cell(path.name, "", "", "kopregel", name) for name in names]
    return head + [
        Cell(path.name, row.get("transcript", ""), row.get("spreker", ""), f"kolom {name}", row[name])
        for row in table.to_dict("records")
        for name in names
        if row[name]
    ]


def _beside(path: Path) -> Beside:
    return leftovers(path) if path.is_file() else Beside(closed=(_GONE,))


def _others(
    folder: Path, transcripts: Iterable[Transcript], problems: Iterable[Problem]
) -> list[Uncheckable]:
    """What lies in the folder and is no transcript: recordings, folders, files that could not be read."""
    ids = {transcript.source: transcript.id for transcript in transcripts}
    told: dict[str, str] = {}
    for problem in problems:
        told.setdefault(Path(problem.where).name, f"{problem.what} {problem.meaning}".strip())
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    names = [name for name in found if name in told or name not in ids]
    return [
        Uncheckable(ids.get(name, ""), _shown(name), told.get(name, _NO_TRANSCRIPT))
        for name in names
        if name not in _OURS
    ]


def _shown(name: str) -> str:
    return name.encode(errors="replace").decode()
