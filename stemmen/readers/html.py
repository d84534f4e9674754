"""Web pages, as noScribe, Word and Google Docs save them: paragraphs, headings and table rows in order."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found, Line, Proposal
from stemmen.readers.package import damaged
from stemmen.readers.pieces import BOLD, ITALIC, UNDERLINED, Piece, line_of, table_of
from stemmen.readers.txt import decode

_MAX = 30_000_000  # bytes; an interview of a day has about 1 million
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w:-]{1,40})", re.I)
_BLOCK_WORDS = """
address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody td tfoot
th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_WORDS.split())
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_NO_TEXT_WORDS = "audio head iframe math noscript object script select style svg template video"
_NO_TEXT = frozenset(_NO_TEXT_WORDS.split())
_LOOKS = {"b": BOLD, "strong": BOLD, "i": ITALIC, "em": ITALIC, "u": UNDERLINED}
_STYLES = (
    (BOLD, re.compile(r"font-weight\s*:\s*(bold|[6-9]00)")),
    (ITALIC, re.compile(r"font-style\s*:\s*(italic|oblique)")),
    (UNDERLINED, re.compile(r"text-decoration(-line)?\s*:\s*underline")),
)
_RULE = re.compile(r"\.([\w-]{1,80})\s*\{([^{}]{0,2000})\}")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NOSCRIBE = re.compile(r"ts_(\d{1,10})_\d{1,10}_")  # thousandths of seconds: from, to, who


def read(data: bytes, where: str) -> Found:
    r"""Read a web page; `where` is its name in errors.

    >>> read(b"<p><b>I:</b> Hoe ging dat?<p>R: Caf&eacute;.", "a.html").lines[1].text
    'R: Café.'
    """
    if len(data) > _MAX:
        repair = "Kopieer de tekst naar een nieuw document, zonder plaatjes, en sla dat op."
        raise ReadError(Problem(where, "Dit bestand is te groot voor een interview.", repair=repair))
    text, notes = _decoded(data, where)
    page = page_of(text, where)
    if page.hidden:
        what = (
            "1 verborgen stuk tekst is" if page.hidden == 1 else f"{page.hidden} verborgen stukken tekst zijn"
        )
        notes = (*notes, f"{what} niet ingelezen.")
    return Found(page.lines, notes=(*notes, *page.notes), roles=page.roles)


def _decoded(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """The text in the letters that the page itself names, if it is right."""
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = named[1].decode().casefold()
        latin = name in ("iso-8859-1", "latin1", "us-ascii", "ascii")  # browsers take these for Windows-1252
        try:
            return data.decode("cp1252" if latin else name), ()
        except (LookupError, ValueError):  # no such letters, or not those
            pass
    return decode(data, where)


@dataclass
class Page:
    """What stands on a page; `hidden` counts the parts that a browser does not show."""

    lines: list[Line] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    roles: Mapping[str, Proposal] = field(default_factory=dict)
    hidden: int = 0


def page_of(text: str, where: str) -> Page:
    """What stands on a page or on a part of one; ReadError when the library gives up half-way."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # there is nothing in it
        return Page()
    if parser.error_log.filter_from_fatals():  # elements in elements without end: the rest is not there
        raise damaged(where)
    if root is None:
        return Page()
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    builder = _Builder(_classes(root))
    for event, element in walk:
        if event == "comment":
            builder.add(element.tail)
        elif event == "end":
            builder.end(element)
        elif not builder.start(element):
            walk.skip_subtree()
    return builder.finish()


def _classes(root: Any) -> dict[str, int]:
    """How the letters of a class look, as its style sheet tells."""
    sheets = "\n".join(style.text or "" for style in root.iter("style"))[:1_000_000]
    return {name: looks for name, style in _RULE.findall(sheets) if (looks := _styled(style))}


def _styled(style: str) -> int:
    return sum(look for look, pattern in _STYLES if pattern.search(style))


class _Builder:
    """Makes lines of elements, in the order of the page."""

    def __init__(self, classes: Mapping[str, int]) -> None:
        self._classes = classes
        self._page = Page()
        self._target = self._page.lines
        self._pieces: list[Piece] = []
        self._time: float | None = None
        self._looks = [0]
        self._heading = False
        self._as_typed = 0
        self._tables = 0
        self._rows: list[list[list[Line]]] = []

    def start(self, element: Any) -> bool:
        """Begin an element; False when nothing below it is text."""
        tag = element.tag
        if _is_out(element):
            self._page.hidden += tag not in _NO_TEXT and bool("".join(element.itertext()).strip())
            return False
        self._looks.append(self._looks[-1])
        if tag in _BLOCKS:
            self._end_line()
        self._as_typed += tag == "pre"
        self._heading = self._heading or tag in _HEADINGS
        self._start_table(tag)
        looks = _LOOKS.get(tag, 0) | _styled(element.get("style", ""))
        for name in element.get("class", "").split():
            looks |= self._classes.get(name, 0)
        self._looks[-1] |= looks
        self._note_time(element)
        self.add(element.text)
        return True

    def end(self, element: Any) -> None:
        """End an element, and take what stands after it."""
        if not _is_out(element):
            self._end(element.tag)
        self.add(element.tail)

    def _end(self, tag: str) -> None:
        self._looks.pop()
        if tag in _BLOCKS:
            self._end_line()
        self._as_typed -= tag == "pre"
        self._heading = self._heading and tag not in _HEADINGS
        self._end_table(tag)

    def add(self, text: str | None) -> None:
        """Add letters to the line."""
        if not text:
            return
        first, *more = text.splitlines() if self._as_typed else [_SPACES.sub(_space, text)]
        self._add(first)
        for line in more:
            self._end_line()
            self._add(line)

    def _add(self, text: str) -> None:
        if not self._pieces or self._pieces[-1][1].endswith(" "):
            text = text.lstrip(" ")
        if text:
            self._pieces.append((self._looks[-1], text))

    def finish(self) -> Page:
        """The page, when all its elements have ended."""
        self._end_line()
        return self._page

    def _end_line(self) -> None:
        if any(part.strip() for _, part in self._pieces):
            self._target.append(line_of(self._pieces, time=self._time, heading=self._heading))
        self._pieces, self._time = [], None

    def _note_time(self, element: Any) -> None:
        match = _NOSCRIBE.match(element.get("name", ""))
        if match and self._time is None and not self._pieces:
            self._time = int(match[1]) / 1000

    def _start_table(self, tag: str) -> None:
        self._tables += tag == "table"
        if self._tables != 1:  # a table in a cell is lines of that cell
            return
        if tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._end_line()
            self._target = []
            self._rows = self._rows or [[]]
            self._rows[-1].append(self._target)

    def _end_table(self, tag: str) -> None:
        if self._tables == 1 and tag in ("td", "th", "table"):
            self._end_line()
            self._target = self._page.lines
        if self._tables == 1 and tag == "table":
            table, self._rows = table_of(self._rows), []
            self._page.lines += table.lines
            self._page.notes += table.notes
            self._page.roles = {**self._page.roles, **table.roles}
        self._tables -= tag == "table"


def _is_out(element: Any) -> bool:
    """Whether a browser does not show an element."""
    hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style", ""))
    return element.tag in _NO_TEXT or bool(hidden)


def _space(spaces: re.Match[str]) -> str:
    """A tab in a line was typed; one after a newline only makes the source easy to read."""
    return "\t" if "\t" in spaces[0] and "\n" not in spaces[0] else " "
