"""Figures as inline SVG: the same bytes each time, real text, and no styles that a strict CSP blocks.

Drawn 360 wide, so that words stay readable on a phone; the page scales them. Words and lines take the
page's own colour (`currentColor`), so that they also read in the dark. Parts of a bar differ in
lightness as well as in place, so that they read without colour.
"""

import io
import re
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from stemmen.report.model import Bars, Columns, Figure, Matrix

WIDTH = 360  # units of the SVG; about the pixels of a phone, so that words stay readable there
INK, FAINT = "#010203", "#040506"  # stand for the page's text colour, full and faint
HIDDEN = "×"
SHADES = (1.0, 0.55, 0.22, 0.0)  # of the parts of a bar: how much of the colour, the rest is white
_SETTINGS: Any = {
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
_NEEDED = {
    "fill", "stroke", "stroke-width", "stroke-linejoin", "stroke-linecap", "fill-opacity", "stroke-opacity",
    "font-size", "font-weight", "text-anchor",
}  # fmt: skip


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
        FigureCanvasSVG(canvas).print_svg(file, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    return _clean(file.getvalue(), figure)


def _canvas(height: float) -> tuple[Canvas, Axes]:
    """An empty drawing, 360 wide, whose axes have the same units as the SVG, from the top left."""
    canvas = Canvas(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor="none")
    axes = canvas.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    axes.axis("off")
    return canvas, axes


def _box(axes: Axes, x: float, y: float, width: float, height: float, colour: str) -> None:
    axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor="none"))


def _part(axes: Axes, x: float, y: float, width: float, height: float, colour: str, shade: float) -> None:
    """A part of a bar: a tint within a line of the full colour, so that it shows on any background."""
    tint = tuple(1 - shade * (1 - value) for value in to_rgb(colour))
    inside = (x + 0.5, y + 0.5), max(width - 1, 0.1), max(height - 1, 0.1)
    axes.add_patch(Rectangle(*inside, facecolor=tint, edgecolor=colour, linewidth=1))


def _word(axes: Axes, x: float, y: float, text: str, size: float = 13, **how: Any) -> None:
    axes.text(x, y, text, fontsize=size, **{"va": "baseline", **how})


def _fitting(label: str, room: int) -> str:
    """A label of at most `room` letters."""
    return label if len(label) <= room else f"{label[: room - 1].rstrip()}…"


def _ticks(largest: int) -> list[int]:
    """Whole numbers for an axis from 0."""
    found = MaxNLocator(nbins=6, integer=True, min_n_ticks=2).tick_values(0, max(largest, 1))
    return [int(tick) for tick in found if 0 <= tick <= max(largest, 1)]


def _bars(drawing: Bars) -> Canvas:
    row = 44
    top = _legend_height(drawing.names)
    bottom = top + row * len(drawing.bars)
    canvas, axes = _canvas(bottom + 34)
    scale = (WIDTH - 12) / max(drawing.total, 1)
    _legend(axes, drawing.names, "#555555")
    for tick in _ticks(drawing.total):
        x = 6 + tick * scale
        for y in range(top, bottom, row):
            axes.plot([x, x], [y + 20, y + 36], color=FAINT, linewidth=1, zorder=0.5)
        _word(axes, x, bottom + 10, str(tick), 11, ha="center")
    _word(axes, WIDTH - 6, bottom + 27, drawing.axis, 11, ha="right")
    for y, bar in zip(range(top, bottom, row), drawing.bars, strict=True):
        room = int((WIDTH - 30 - 7.2 * len(bar.value)) / 7.8)
        _word(axes, 6, y + 14, _fitting(bar.label, room), weight="bold")
        _word(axes, WIDTH - 6, y + 14, bar.value, ha="right")
        for start, size, shade in _stack(bar.parts, scale):
            _part(axes, 6 + start, y + 21, size, 14, bar.colour, shade)
    return canvas


def _stack(parts: tuple[int, ...], scale: float) -> Iterator[tuple[float, float, float]]:
    """Begin, size and shade of each part, end to end, each lighter than the one before."""
    start = 0.0
    for part, shade in zip(parts, SHADES, strict=False):
        if part:
            yield start, part * scale - 1, shade
        start += part * scale


def _legend_lines(names: tuple[str, ...]) -> list[list[int]]:
    """Places of the names, over as many lines as they need."""
    lines: list[list[int]] = []
    used = float(WIDTH)
    for place, name in enumerate(names):
        wide = 30 + 6.4 * len(name)
        if used + wide > WIDTH:
            lines.append([])
            used = 0.0
        lines[-1].append(place)
        used += wide
    return lines


def _legend_height(names: tuple[str, ...]) -> int:
    return 18 * len(_legend_lines(names)) + (8 if names else 4)


def _legend(axes: Axes, names: tuple[str, ...], colour: str) -> None:
    for number, line in enumerate(_legend_lines(names)):
        x = 6.0
        for place in line:
            _part(axes, x, 4 + 18 * number, 11, 11, colour, SHADES[place])
            _word(axes, x + 16, 14 + 18 * number, names[place], 11)
            x += 30 + 6.4 * len(names[place])


def _columns(drawing: Columns) -> Canvas:
    plot, left = 110, 34
    base = _legend_height(drawing.names) + 6 + plot
    canvas, axes = _canvas(base + 24)
    most = max(sum(parts) for parts in drawing.heights)
    scale, step = plot / max(most, 1), (WIDTH - left - 6) / len(drawing.heights)
    _legend(axes, drawing.names, drawing.colour)
    for tick in _ticks(most):
        y = base - tick * scale
        axes.plot([left, WIDTH], [y, y], color=FAINT, linewidth=1, zorder=0.5)
        _word(axes, left - 6, y + 4, str(tick), 11, ha="right")
    wide = min(step * 0.72, 44)
    for place, parts in enumerate(drawing.heights):
        x = left + place * step + (step - wide) / 2
        for start, size, shade in _stack(parts, scale):
            _part(axes, x, base - start - size, wide, size, drawing.colour, shade)
    axes.plot([left, WIDTH], [base, base], color=INK, linewidth=1)
    _word(axes, left, base + 18, drawing.axis, 11)
    return canvas


def _matrix(drawing: Matrix) -> Canvas:
    wide, row = WIDTH / len(drawing.columns), 46
    heads = [textwrap.wrap(name, max(3, int(wide / 6.6))) or [""] for name in drawing.columns]
    top = 14 * max(len(lines) for lines in heads) + 10
    canvas, axes = _canvas(top + row * len(drawing.rows) + 2)
    for place, lines in enumerate(heads):
        for number, line in enumerate(lines):
            _word(axes, place * wide + 1, 13 + 14 * number, line, 11)
    for number, name in enumerate(drawing.rows):
        y = top + row * number
        _word(axes, 1, y + 14, _fitting(name, int(WIDTH / 7.4)), 12, weight="bold")
        for place, count in enumerate(drawing.counts[number]):
            if count is None:  # one mark, without a bar: a length would tell the count
                _word(axes, place * wide + 1, y + 31, HIDDEN, 11)
                continue
            total = drawing.whole[number][place]
            words = f"{count} van {total}" if drawing.name_whole and wide > 44 else str(count)
            share = count / max(total, 1)
            _cell(axes, place * wide + 1, y + 20, wide - 4, share, words, drawing.colours[number])
    return canvas


def _cell(axes: Axes, x: float, y: float, wide: float, share: float, words: str, colour: str) -> None:
    """The count, and below it a bar as long as the share, on a faint track."""
    _word(axes, x, y + 11, words, 11)
    _box(axes, x, y + 16, wide, 5, FAINT)
    if share:
        _box(axes, x, y + 16, wide * share, 5, colour)


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
