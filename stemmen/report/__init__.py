"""The report: one content model (`content.py`), written in several forms."""

from pathlib import Path

from stemmen.files import written_aside
from stemmen.report.content import Material, build

__all__ = ["Material", "build", "write_quotes", "write_report"]


def write_report(material: Material, folder: Path) -> list[Path]:
    """Write `rapport.html` and `citaten.xlsx` into `folder`, both or neither; their paths."""
    from stemmen.report.html import render
    from stemmen.report.xlsx import write_workbook

    page, workbook = folder / "rapport.html", folder / "citaten.xlsx"
    with written_aside(page) as new_page, written_aside(workbook) as new_workbook:
        new_page.write_text(render(build(material)), encoding="utf-8", newline="\n")
        write_workbook(material, new_workbook)
    return [page, workbook]


def write_quotes(material: Material, path: Path) -> Path:
    """Write the quote overview, an Excel file, to `path`."""
    from stemmen.report.xlsx import write_workbook

    with written_aside(path) as aside:
        write_workbook(material, aside)
    return path
