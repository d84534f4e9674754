"""The files of `transcripten/`: what they hold beside the talk, and which of them nobody can check."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from stemmen.errors import Problem
from stemmen.privacy.check import Checked, Uncheckable, check
from stemmen.privacy.decisions import Decisions
from stemmen.readers.leftovers import Beside, leftovers
from stemmen.transcript import Transcript

_GONE = (
    "Het bestand staat niet meer in de map transcripten. Alleen de tekst die is ingelezen, is gecontroleerd."
)
_NO_TRANSCRIPT = "Dit is geen transcript van deze studie. Wat erin staat, is niet gecontroleerd."
_OURS = frozenset([".gitkeep", ".gitignore", ".leesmij"])


def check_folder(
    folder: Path,
    transcripts: Sequence[Transcript],
    problems: Iterable[Problem],
    decisions: Decisions,
    progress: Callable[[int, int], None] | None = None,
) -> Checked:
    """Check the transcripts with all that is in their folder.

    Args:
        folder: `transcripten/`.
        transcripts: of the study.
        problems: files that could not be taken in, as reading tells them.
        decisions: see `decisions.read_decisions`.
        progress: is told how many transcripts are done, and of how many.
    """
    outside = {transcript.id: _beside(folder / transcript.source) for transcript in transcripts}
    checked = check(transcripts, outside, decisions, progress)
    return replace(checked, uncheckable=(*checked.uncheckable, *_others(folder, transcripts, problems)))


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
