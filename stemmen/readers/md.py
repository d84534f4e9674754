"""Markdown: a talk with labels, or a report in which people are quoted (see `blocks.py`)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stemmen.errors import Problem, ReadError
from stemmen.readers import html
from stemmen.readers.blocks import Block, as_report, is_report
from stemmen.readers.found import Found, Line, Proposal
from stemmen.readers.pieces import BOLD, ITALIC, Piece, line_of, table_of
from stemmen.readers.roles import role_word
from stemmen.readers.txt import decode
from stemmen.settings import RoleWord
from stemmen.yamlfile import Part, parse_model

if TYPE_CHECKING:
    from markdown_it.token import Token

_MAX = 5_000_000  # characters; an interview of a day has about 1 million
_MANY = 10_000  # brackets; more are no links, and to look for links in them takes long
_DEEPEST = 100  # blocks in blocks
_FRONT = re.compile(r"\s*?---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_REPORT = (
    "Gelezen als een verslag: wat als citaat is gezet (met >) heeft iemand gezegd, de andere tekst is van de "
    "schrijver."
)
_KEY = re.compile(r"^([\w-]{1,40}):(?=\s|$)", re.M)
_YAML_LINE = re.compile(r"[\w-]{1,40}:(?:\s|$)|\s|-(?:\s|$)|#|$")
_SPEAKERS = re.compile(r"^sprekers:.*(?:\n(?:[ \t]+.*|[ \t]*))*", re.M)
_MAX_SPEAKERS = 10_000  # characters
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
# "**I:**Hoe": the library sees no bold letters here, since no space follows.
_TIGHT = re.compile(r"^([ \t>+-]*)(\*{1,3}|_{1,3})([^\s*_][^*_\n]{0,60}[:.)\]])\2(?=\w)", re.M)
_LINK = re.compile(r"[/:#@.]")
# What else stands in <> was typed by a person ("<onverstaanbaar>").
_TAGS = """
a abbr address article aside audio b big blockquote body br button caption center cite code col colgroup
dd del details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header
hr html i iframe img input ins kbd label legend li link main mark meta nav noscript object ol option p
picture pre q s samp script section select small source span strong style sub summary sup svg table tbody
td template textarea tfoot th thead time title tr u ul var video wbr
"""
_TAG = re.compile(rf"(?<!\\)<(?!/?(?:{'|'.join(_TAGS.split())})(?:[\s/>]|$))(?=/?[a-zA-Z][\w-]*[\s/>])", re.I)
_TYPED = "\ufdd0"  # such a < while the library reads: no text may have this sign


def read(data: bytes, where: str) -> Found:
    r"""Read a Markdown file; its front matter is its introduction, and may tell who is who.

    >>> read("**I:** Hoe *ging* dat?\n\nR: Goed.\n".encode(), "a.md").lines[0].text
    'I: Hoe ging dat?'
    """
    text, notes = decode(data, where)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(text) > _MAX:
        what = "Dit bestand is te groot voor een interview."
        raise ReadError(Problem(where, what, repair="Zet elk interview in een eigen bestand."))
    front, body = _front_matter(text)
    body, comments = _COMMENT.subn("", body)
    if comments:
        what = "1 opmerking" if comments == 1 else f"{comments} opmerkingen"
        notes = (*notes, f"{what} tussen <!-- en --> {'is' if comments == 1 else 'zijn'} niet ingelezen.")
    document = _Document(_tokens(body, where), where)
    roles = _roles(front, where)
    lines = [line for block in document.blocks for line in block.lines]
    told = as_report(document.blocks)
    notes = (*notes, *document.notes)
    if front and not roles and is_report(document.blocks):
        return Found(told.lines, front, (*notes, _REPORT), roles=told.roles)
    weaker = told if any(block.quote for block in document.blocks) else Found([])
    roles = {**weaker.roles, **document.roles, **roles}
    return Found(lines, front, notes, roles=roles, otherwise=weaker.lines)


class _Front(Part):
    sprekers: dict[str, RoleWord]


def _front_matter(text: str) -> tuple[str, str]:
    """The block of YAML above the text, if any, and the text."""
    match = _FRONT.match(text)
    if not match or not all(map(_YAML_LINE.match, match["yaml"].split("\n"))):
        return "", text
    keys = Counter(_KEY.findall(match["yaml"]))
    if not keys or max(keys.values()) > 1 or any(len(key) < 3 and role_word(key) for key in keys):
        # Labels, and not names of fields: a talk between two lines.
        return "", text
    return match["yaml"].strip("\n"), text[match.end() :]


def _roles(front: str, where: str) -> dict[str, Proposal]:
    """The roles under `sprekers` in the front matter; ReadError when these are not clear."""
    match = _SPEAKERS.search(front)
    if not match:
        return {}
    above = "\n" * (1 + front[: match.start()].count("\n"))  # so that line numbers are those of the file
    try:
        if "&" in match[0] or len(match[0]) > _MAX_SPEAKERS:  # anchors: a small file can be a huge one
            raise RecursionError
        told = parse_model(_Front, above + match[0], where, ReadError)
    except RecursionError:
        what = "Onder 'sprekers' staat geen gewone lijst van sprekers met hun rol."
        raise ReadError(Problem(where, what, repair="Schrijf regels als '  Anna: interviewer'.")) from None
    return {
        label: Proposal(role, "dat boven in het bestand onder 'sprekers' staat")
        for label, role in told.sprekers.items()
    }


def _tokens(text: str, where: str) -> "Sequence[Token]":
    """The text in Markdown's parts.

    Some rules are out, for in a talk they are mistakes: "[Anna]: ja" is no address of a link, a line above
    dashes is no heading, and an indented line is no computer code.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.enable("table").disable(["code", "lheading", "reference"])
    if text.count("[") > _MANY:
        parser.disable(["link", "image"])
    # Else "[R1](lacht)" would lose its laugh.
    parser.validateLink = lambda url: bool(_LINK.search(url))  # type: ignore[method-assign]
    tokens = parser.parse(_TIGHT.sub(r"\1\2\3\2 ", _TAG.sub(_TYPED, text)))
    if any(token.level >= _DEEPEST - 2 for token in tokens):
        what = "In dit bestand staan te veel lijsten of citaten in elkaar."
        raise ReadError(Problem(where, what, repair="Haal streepjes of > weg aan het begin van regels."))
    return tokens


@dataclass
class _Document:
    """The blocks of a document, in order; `roles` and `notes` are what its tables told."""

    tokens: "Sequence[Token]"
    where: str
    blocks: list[Block] = field(default_factory=list)
    roles: Mapping[str, Proposal] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._top = 0
        self._quotes: list[int] = []
        self._in_list = 0
        self._number = ""
        self._rows: list[list[list[Line]]] = []
        for at, token in enumerate(self.tokens):
            self._top += token.level == 0 and token.nesting >= 0
            self._take(token, self.tokens[at - 1].type if at else "")

    def _take(self, token: "Token", before: str) -> None:
        if token.type == "blockquote_open":
            self._quotes.append(self._quotes[0] if self._quotes else token.map[0] + 1 if token.map else 1)
        elif token.type == "blockquote_close":
            self._quotes.pop()
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            self._in_list += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._in_list -= 1
        elif token.type == "list_item_open":
            self._number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "tr_open":
            self._rows.append([])
        elif token.type == "table_close":
            self._table()
        elif token.type == "inline" and before in ("td_open", "th_open"):
            self._rows[-1].append(list(_lines(token)))
        elif token.type == "inline":
            self._paragraph(token, before == "heading_open")
        elif token.type == "fence":
            self._add([Line(_typed(line)) for line in token.content.splitlines()])
        elif token.type == "html_block":
            self._html(token.content)

    def _paragraph(self, token: "Token", heading: bool) -> None:
        lines = list(_lines(token, self._number, heading))
        self._number = ""
        if len(lines) > 1 and set(lines[1].text) == {"="}:  # a line under a heading
            self._add([replace(lines[0], heading=True)])
            lines = lines[2:]
        self._add(lines)

    def _html(self, content: str) -> None:
        page = html.page_of(_typed(content), self.where)
        self._add(page.lines)
        self.notes += page.notes

    def _table(self) -> None:
        table, self._rows = table_of(self._rows), []
        self._add(table.lines)
        self.notes += table.notes
        self.roles = {**self.roles, **table.roles}

    def _add(self, lines: Sequence[Line]) -> None:
        kept = tuple(line for line in lines if line.text.strip())
        if kept:
            quote = self._quotes[0] if self._quotes else 0
            self.blocks.append(Block(kept, self._top, quote, bool(self._in_list)))


def _typed(text: str) -> str:
    return text.replace(_TYPED, "<")


def _lines(token: "Token", number: str = "", heading: bool = False) -> Iterator[Line]:
    """The lines of a paragraph, without the signs that make letters bold or italic."""
    pieces: list[Piece] = [(0, number)] if number else []
    looks = 0
    for child in token.children or []:
        if child.type in ("strong_open", "strong_close", "em_open", "em_close"):
            look = BOLD if child.type.startswith("strong") else ITALIC
            looks += look * child.nesting
        elif child.type in ("softbreak", "hardbreak") or _is_break(child):
            yield line_of(pieces, heading=heading)
            pieces = []
        else:
            pieces.append((looks, _typed(_text(child))))
    yield line_of(pieces, heading=heading)


def _is_break(token: "Token") -> bool:
    return token.type == "html_inline" and bool(re.match(r"<br\b", token.content, re.I))


def _text(token: "Token") -> str:
    """What a reader sees of a part of a line; of a picture, what it is said to show."""
    if token.type == "image":
        shown = "".join(_text(child) for child in token.children or [])
        return f"[{shown}]" if shown.strip() else ""
    return "" if token.type == "html_inline" else token.content
