"""Figures as inline SVG: the same bytes each time, real text, and no styles that a strict CSP blocks.

Drawn 420 wide, so that words stay readable on a phone; the page scales them. Words and lines take the
page's own colour (`currentColor`), so that they also read in the dark. Parts of a bar differ in
lightness as well as in place, so that they read without colour.
"""

import io
import re
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from stemmen.report.model import Bars, Columns, Figure, Matrix

WIDTH = 420  # units of the SVG, pixels at full size
INK, FAINT = "#010203", "#040506"  # stand for the page's text colour, full and faint
SHADES = (1.0, 0.6, 0.3, 0.12)  # of the parts of a bar
_SETTINGS = {
    "svg.hashsalt": "stemmen",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.parse_math": False,
}
_SVG = "http://www.w3.org/2000/svg"
_NEEDED = {"fill", "stroke", "stroke-width", "stroke-linejoin", "stroke-linecap", "stroke-dasharray", "opacity",
           "fill-opacity", "stroke-opacity", "font-size", "font-weight", "text-anchor"}  # fmt: skip


def draw(figure: Figure) -> str:
    """The figure as an SVG element with title and description, to put in a page."""
    drawing = figure.drawing
    with mpl.rc_context(_SETTINGS):
        if isinstance(drawing, Bars):
            canvas = _bars(drawing)
        elif isinstance(drawing, Columns):
            canvas = _columns(drawing)
        else:
            canvas = _matrix(drawing)
        file = io.BytesIO()
        FigureCanvasSVG(canvas).print_svg(file, metadata={"Date": None, "Creator": None})
    return _clean(file.getvalue(), figure)


def _canvas(height: float) -> tuple[Canvas, Axes]:
    """An empty drawing, 420 wide, whose axes have the same units as the SVG, from the top left."""
    canvas = Canvas(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor="none")
    axes = canvas.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.axis("off")
    return canvas, axes


def _box(
    axes: Axes, x: float, y: float, width: float, height: float, colour: str, shade: float = 1.0
) -> None:
    axes.add_patch(Rectangle((x, y), width, height, facecolor=(colour, shade), edgecolor="none"))


def _word(axes: Axes, x: float, y: float, text: str, size: float = 13, **how: Any) -> None:
    axes.text(x, y, text, fontsize=size, **{"va": "baseline", **how})


def _ticks(largest: int) -> list[int]:
    """Whole numbers for an axis from 0."""
    found = MaxNLocator(nbins=6, integer=True, min_n_ticks=2).tick_values(0, max(largest, 1))
    return [int(tick) for tick in found if 0 <= tick <= max(largest, 1)]


def _bars(drawing: Bars) -> Canvas:
    row, top = 44, 26 if drawing.names else 4
    height = top + row * len(drawing.bars) + 34
    canvas, axes = _canvas(height)
    scale = (WIDTH - 12) / max(drawing.total, 1)
    if drawing.names:
        _legend(axes, drawing.names, "#555555")
    bottom = top + row * len(drawing.bars)
    for tick in _ticks(drawing.total):
        axes.plot([6 + tick * scale] * 2, [top, bottom], color=FAINT, linewidth=1, zorder=0.5)
        _word(axes, 6 + tick * scale, bottom + 13, str(tick), 11, ha="center")
    _word(axes, WIDTH, bottom + 29, drawing.axis, 11, ha="right")
    for place, bar in enumerate(drawing.bars):
        y = top + row * place
        _word(axes, 6, y + 14, textwrap.shorten(bar.label, 40, placeholder="…"), weight="bold")
        _word(axes, WIDTH - 6, y + 14, bar.value, ha="right")
        _stack(
            bar.parts,
            bar.colour,
            scale,
            lambda start, size, c, s, y=y: _box(axes, 6 + start, y + 21, size, 14, c, s),
        )
    return canvas


def _stack(
    parts: tuple[int, ...], colour: str, scale: float, box: Callable[[float, float, str, float], None]
) -> None:
    """Boxes end to end, each part lighter than the one before, with a hair of space between."""
    start = 0.0
    for part, shade in zip(parts, SHADES, strict=False):
        if part:
            gap = 1.5 if start else 0
            box(start + gap, part * scale - gap, colour, shade)
        start += part * scale


def _legend(axes: Axes, names: tuple[str, ...], colour: str) -> None:
    x = 6.0
    for name, shade in zip(names, SHADES, strict=False):
        _box(axes, x, 4, 11, 11, colour, shade)
        _word(axes, x + 15, 14, name, 11)
        x += 27 + 6.1 * len(name)


def _columns(drawing: Columns) -> Canvas:
    top, plot, left = 34 if drawing.names else 10, 110, 34
    canvas, axes = _canvas(top + plot + 34)
    most = max(sum(parts) for parts in drawing.heights)
    scale, step = plot / max(most, 1), (WIDTH - left - 6) / len(drawing.heights)
    if drawing.names:
        _legend(axes, drawing.names, drawing.colour)
    for tick in _ticks(most):
        y = top + plot - tick * scale
        axes.plot([left, WIDTH], [y, y], color=FAINT, linewidth=1, zorder=0.5)
        _word(axes, left - 6, y + 4, str(tick), 11, ha="right")
    wide = min(step * 0.72, 44)
    for place, parts in enumerate(drawing.heights):
        x = left + place * step + (step - wide) / 2
        _stack(
            parts,
            drawing.colour,
            scale,
            lambda start, size, c, s, x=x: _box(axes, x, top + plot - start - size, wide, size, c, s),
        )
    axes.plot([left, WIDTH], [top + plot] * 2, color=INK, linewidth=1)
    _word(
        axes,
        left,
        top + plot + 18,
        f"{drawing.axis}: {len(drawing.heights)}, van veel naar weinig beurten",
        11,
    )
    return canvas


def _matrix(drawing: Matrix) -> Canvas:
    wide = WIDTH / len(drawing.columns)
    heads = [textwrap.wrap(name, max(3, int(wide / 6.6))) or [""] for name in drawing.columns]
    top = 14 * max(len(lines) for lines in heads) + 8
    row = 46
    canvas, axes = _canvas(top + row * len(drawing.rows) + 4)
    for place, lines in enumerate(heads):
        for number, line in enumerate(lines):
            _word(axes, place * wide + 2, 13 + 14 * number, line, 11)
    shares = any(len(set(whole)) > 1 or whole[0] != max(counts, default=0)
                 for whole, counts in zip(drawing.whole, drawing.counts, strict=True))  # fmt: skip
    for line_, (name, counts, whole, colour) in enumerate(
        zip(drawing.rows, drawing.counts, drawing.whole, drawing.colours, strict=True)
    ):
        y = top + row * line_
        _word(axes, 2, y + 14, name, 12, weight="bold")
        for place, (count, total) in enumerate(zip(counts, whole, strict=True)):
            _cell(axes, place * wide + 1, y + 19, wide - 3, count, total, colour, shares)
    return canvas


def _cell(
    axes: Axes, x: float, y: float, wide: float, count: int, total: int, colour: str, shares: bool
) -> None:
    """A bar as long as the share, on a faint ground, with the count above the end of it."""
    _box(axes, x, y + 15, wide, 5, FAINT, 0.99)
    if count:
        _box(axes, x, y + 15, wide * count / max(total, 1), 5, colour)
    _word(axes, x + 1, y + 11, f"{count} van {total}" if shares and wide > 44 else str(count), 11)


def _clean(svg: bytes, figure: Figure) -> str:
    """Styles become attributes, ids get the figure's name, and title and description come first."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)  # noqa: S314 - matplotlib's own, not a user's
    for name in ("metadata", "defs"):
        for unused in [child for child in root if child.tag == f"{{{_SVG}}}{name}"]:
            root.remove(unused)
    for element in root.iter():
        _plain(element, figure.id)
    root.attrib = {
        "viewBox": root.get("viewBox", ""),
        "role": "img",
        "aria-labelledby": f"{figure.id}-titel {figure.id}-tekst",
        "stroke-linejoin": "round",
    }
    for place, (tag, text) in enumerate((("title", figure.caption), ("desc", figure.alt))):
        words = ET.Element(
            f"{{{_SVG}}}{tag}", {"id": f"{figure.id}-{'titel' if tag == 'title' else 'tekst'}"}
        )
        words.text = text
        root.insert(place, words)
    return ET.tostring(root, encoding="unicode")


def _plain(element: ET.Element, figure: str) -> None:
    """One element without style attribute, and without an id that other figures have too."""
    element.attrib.pop("id", None)
    element.attrib.pop("clip-path", None)
    if element.get("transform", "").startswith("rotate(-0"):
        element.attrib.pop("transform")
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font":
            element.attrib.update(_font(value))
        elif name in _NEEDED:
            element.set(name, value)
    for name in ("fill", "stroke"):
        if element.get(name) in {INK, FAINT}:
            if element.get(name) == FAINT:
                element.set(f"{name}-opacity", "0.16")
            element.set(name, "currentColor")
    if element.tag == f"{{{_SVG}}}text" and element.get("fill") is None:
        element.set("fill", "currentColor")
    element.tail = None if element.tail is None or not element.tail.strip() else element.tail


def _font(value: str) -> dict[str, str]:
    """Size and weight of a CSS font; the family is the page's."""
    size = re.search(r"([\d.]+)px", value)
    weight = re.search(r"\b(bold|[1-9]00)\b", value)
    return {**({"font-size": size[1]} if size else {}), **({"font-weight": weight[1]} if weight else {})}
