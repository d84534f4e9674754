"""The report: one content model (`content.py`), written in several forms."""

from collections.abc import Callable
from pathlib import Path

from stemmen.files import written_aside
from stemmen.report.content import Material, build
from stemmen.report.prose import check_prose
from stemmen.report.traceable import to_tell

__all__ = ["Material", "build", "write_quotes", "write_report"]

Tell = Callable[[str], None]


def _silent(words: str) -> None:
    pass


def write_report(material: Material, folder: Path, tell: Tell = _silent) -> list[Path]:
    """Write `rapport.html` and `citaten.xlsx` into `folder`, both or neither; their paths.

    A draft gets names of its own ("rapport-concept.html"). `tell` hears what its maker must know: what is
    left out, and why. StudyError when what people wrote themselves holds something that identifies.
    """
    from stemmen.report.html import render
    from stemmen.report.xlsx import write_workbook

    notices = check_prose(material)
    page, workbook = (_named(folder / name, material) for name in ("rapport.html", "citaten.xlsx"))
    with written_aside(page) as new_page, written_aside(workbook) as new_workbook:
        new_page.write_text(render(build(material)), encoding="utf-8", newline="\n")
        write_workbook(material, new_workbook)
    for words in (*notices, *to_tell(material)):
        tell(words)
    return [page, workbook]


def write_quotes(material: Material, path: Path, tell: Tell = _silent) -> Path:
    """Write the quote overview, an Excel file, to `path` (as a draft: "citaten-concept.xlsx")."""
    from stemmen.report.xlsx import write_workbook

    notices = check_prose(material)
    path = _named(path, material)
    with written_aside(path) as aside:
        write_workbook(material, aside)
    for words in (*notices, *to_tell(material)):
        tell(words)
    return path


def _named(path: Path, material: Material) -> Path:
    """The name of a file: nobody may take a draft for what is published."""
    if not material.gate.draft or path.stem.endswith("-concept"):
        return path
    return path.with_stem(f"{path.stem}-concept")
