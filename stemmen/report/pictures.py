"""The pictures of the report one at a time, for a notebook: each shows itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from stemmen.report.figures import draw
from stemmen.report.model import Figure, Report


@dataclass(frozen=True, repr=False)
class Picture:
    """A picture of the report; in a notebook it is drawn, elsewhere its caption is printed."""

    figure: Figure

    def __repr__(self) -> str:
        return self.figure.caption

    def _repr_html_(self) -> str:
        caption = f"<figcaption><strong>{escape(self.figure.caption)}</strong></figcaption>"
        return f'<figure style="max-width: 36em; margin: 1em 0">{caption}{draw(self.figure)}</figure>'


def pictures(report: Report) -> dict[str, Picture]:
    """All pictures of the report by name: "themas", "thema-wantrouwen", "groep-1", "onderwerpen"."""
    return {figure.id.removeprefix("figuur-"): Picture(figure) for figure in _figures(report)}


def _figures(report: Report) -> Iterator[Figure]:
    if report.overview:
        yield report.overview
    for theme in report.themes:
        if theme.figure:
            yield theme.figure
    for part in (report.groups, *report.appendices):
        if part:
            yield from part.figures
