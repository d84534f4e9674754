"""The report: one content model (`content.py`), written in several forms."""

from pathlib import Path

from stemmen.files import written_aside
from stemmen.report.content import Material, build

__all__ = ["Material", "build", "write_quotes", "write_report"]


def write_report(material: Material, folder: Path) -> list[Path]:
    """Write `rapport.html` and `citaten.xlsx` into `folder`, each whole or not at all; their paths."""
    from stemmen.report.html import render

    page = render(build(material))
    path = folder / "rapport.html"
    with written_aside(path) as aside:
        aside.write_text(page, encoding="utf-8", newline="\n")
    return [path, write_quotes(material, folder / "citaten.xlsx")]


def write_quotes(material: Material, path: Path) -> Path:
    """Write the quote overview, an Excel file, to `path`."""
    from stemmen.report.xlsx import write_workbook

    with written_aside(path) as aside:
        write_workbook(material, aside)
    return path
