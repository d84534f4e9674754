"""Notebooks without what a run left in them: outputs, counts, state of widgets. Nothing else changes."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stemmen.errors import Problem, StudyError
from stemmen.files import written_aside

_OF_A_RUN = ("execution", "ExecuteTime", "collapsed", "scrolled")  # in the metadata of a cell


@dataclass(frozen=True)
class Stripped:
    """What a run left in a notebook: how many `outputs`, `counts`, and other `marks` such as widgets."""

    path: Path
    outputs: int
    counts: int
    marks: int


def notebooks_in(places: Sequence[Path]) -> list[Path]:
    """The notebooks among these files and below these folders; StudyError for a place that is not there."""
    missing = [
        Problem(str(place), "Dit is er niet.", repair="Controleer de naam.")
        for place in places
        if not place.exists()
    ]
    if missing:
        raise StudyError(*missing)
    found = [
        path for place in places for path in (sorted(place.rglob("*.ipynb")) if place.is_dir() else [place])
    ]
    return list(dict.fromkeys(path for path in found if path.is_file()))


def strip(paths: Sequence[Path], *, write: bool = True) -> list[Stripped]:
    """What is taken out of these notebooks (or would be, without `write`); those that are clean are left out.

    StudyError names all that are no notebooks; then nothing is written.
    """
    problems: list[Problem] = []
    news: list[tuple[Path, str, Stripped]] = []
    for path in paths:
        try:
            text, book = _read(path)
        except (ValueError, OSError):
            repair = "Open het in Jupyter, sla het op en probeer het opnieuw."
            problems.append(Problem(str(path), "Dit is geen notebook die te lezen is.", repair=repair))
            continue
        taken = _take_out(book)
        if taken.total():
            new = _as_written(book, like=text)
            news.append((path, new, Stripped(path, taken["outputs"], taken["counts"], taken["marks"])))
    if problems:
        raise StudyError(*problems)
    for path, new, _ in news if write else ():
        _replace(path, new)
    return [stripped for _, _, stripped in news]


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    text = path.read_bytes().decode("utf-8")
    book = json.loads(text)
    if not isinstance(book, dict) or not isinstance(book.get("cells"), list):
        raise ValueError("no cells")
    return text, book


def _take_out(book: dict[str, Any]) -> Counter[str]:
    """Empty the notebook of a run; how much there was."""
    taken: Counter[str] = Counter()
    for cell in book["cells"]:
        taken["outputs"] += len(cell.get("outputs") or ())
        taken["counts"] += cell.get("execution_count") is not None
        cell |= {name: empty for name, empty in (("outputs", []), ("execution_count", None)) if name in cell}
        taken["marks"] += sum(1 for _ in _marks_taken(cell.get("metadata"), _OF_A_RUN))
    taken["marks"] += sum(1 for _ in _marks_taken(book.get("metadata"), ("widgets",)))
    return taken


def _marks_taken(metadata: object, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        if isinstance(metadata, dict) and metadata.pop(name, None) is not None:
            yield name


def _as_written(book: dict[str, Any], like: str) -> str:
    """JSON with the indent, the letters and the ends of lines of another."""
    indent = re.search(r"\{\r?\n([ \t]+)", like)
    newline = "\r\n" if "\r\n" in like else "\n"
    text = json.dumps(book, indent=indent[1] if indent else None, ensure_ascii=like.isascii())
    end = like[len(like.rstrip()) :]
    return text.replace("\n", newline) + end


def _replace(path: Path, text: str) -> None:
    rights = path.stat().st_mode
    with written_aside(path) as aside:
        aside.write_bytes(text.encode("utf-8"))
    path.chmod(rights)  # the user's own file, which others may read
