"""The ways in which a line shows who speaks: each way turns a line into a label and the words after it.

What is a label here only may be one; `speakers.py` decides by what recurs in the file.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from stemmen.readers.found import Line
from stemmen.readers.labels import is_short, looks_like_label
from stemmen.readers.roles import label_key, role_word
from stemmen.readers.times import IN_BRACKETS, TIME, seconds

_BULLET = re.compile(r"[-–—•*·>]+[ \t]+")
_START_TIME = re.compile(rf"({TIME})[ \t:;,-]*")
# "*+" gives nothing back: else a line of spaces is tried in far too many ways.
_AFTER = rf"(?:[ \t]*+[,|-]?[ \t]*+(?P<after>{TIME}))?"
_NAME = r"[^\W\d_](?:[^:\t\[\]{}<>()|]|\([^()\n]{1,60}\)){0,40}?"
_COLON = re.compile(rf"(?P<label>{_NAME}){_AFTER}[ ]*+(?:(?<!\d):|:(?!\d))(?P<rest>.*)", re.S)
_SEMICOLON = re.compile(rf"(?P<label>{_NAME}){_AFTER}[ ]*;(?P<rest>.*)", re.S)
_TAB = re.compile(rf"(?P<label>{_NAME}){_AFTER}(?:[ ]*+\t|[ ]{{3,}}|[ ]*+\|)(?P<rest>.*)", re.S)
_BRACKET = re.compile(
    rf"(?:\[(?P<a>{_NAME})\]|<(?P<b>{_NAME})>|\((?P<c>{_NAME})\)|\{{(?P<d>{_NAME})\}})"
    rf"{_AFTER}[ ]*:?(?P<rest>.*)",
    re.S,
)
_ALONE = re.compile(rf"(?P<label>{_NAME}){_AFTER}(?P<rest>)$")
_DASH = re.compile(rf"(?P<label>{_NAME}){_AFTER}(?:[ ]+[-–—=>|]+[ ]*|[–—][ ]+)(?P<rest>\S.*)", re.S)
_POINT = re.compile(rf"(?P<label>{_NAME}){_AFTER}[.)>;=]+[ ]*(?P<rest>(?![a-z]\.|\([^()]*\)[.;)])\S.*)", re.S)
_STAMPED = re.compile(rf"(?P<label>{_NAME})[ \t]*(?P<after>{IN_BRACKETS})[ :]*(?P<rest>\S.*)", re.S)
_SPACE = re.compile(
    r"(?P<label>(?:[^\W\d_][\w.]{0,3}|[^\W\d_]\w+[ _]?\d{1,2}|[^\W\d_]\w+\.?)"
    r"(?:[ ]\((?:\d{1,3}|[^()\n]{1,30},[^()\n]{1,30})\))?)"
    r"[ ]+(?P<rest>\S.*)",
    re.S,
)


_MARKED = re.compile(rf"(?P<label>{_NAME}){_AFTER}[ ]*:?")
_AT_START = re.compile(rf"[ ]*({TIME})[ :]*")
_DASHED = re.compile(r"^[-–—|][ \t]+")
# What Teams writes behind a name in bold.
_EVENT = re.compile(
    r"(?:heeft|is|has)? ?(?:de |the )?(?:transcriptie|opname|transcription|started|stopped)\b"
)
_BRACKETS = re.compile(r"[\[({<#]")
_HEAD = 120  # characters, in which a label with its time has ended


class Mark(NamedTuple):  # there are thousands: a tuple is made quicker than a dataclass
    """The label that a line may start with, the rest of the line, and its time, in seconds.

    `section` is the number of a question, where the label has it ("Vraag 3").
    """

    label: str
    rest: str
    time: float | None = None
    section: str = ""

    @property
    def key(self) -> str:
        """What labels of one speaker have in common."""
        return label_key(self.label)


_QUESTION = re.compile(r"(?P<label>vraag|antwoord|v|a|q|question|answer)[ .]*(?P<number>\d{1,3}[a-z]?)", re.I)


def question_number(mark: Mark) -> Mark:
    """The mark with the number of a question as its section: "Vraag 3" is asked by who asks "Vraag 4".

    >>> question_number(Mark("Vraag 3", "Hoe ging dat?"))
    Mark(label='Vraag', rest='Hoe ging dat?', time=None, section='Vraag 3')
    """
    label = _asked(mark.label)
    return mark._replace(label=label, section=mark.label[:1].upper() + mark.label[1:]) if label else mark


@lru_cache(maxsize=10_000)
def _asked(label: str) -> str:
    match = _QUESTION.fullmatch(label)
    return match["label"] if match else ""


class Start(NamedTuple):
    """A line as the shapes look at it: without the time, bullet and spaces that it starts with."""

    line: Line
    text: str
    time: float | None


def start_of(line: Line) -> Start:
    """The line made ready, once for all shapes."""
    text = line.text.strip()
    if text[:1].isalpha():
        return Start(line, text, line.time)
    if bullet := _BULLET.match(text):
        text = text[bullet.end() :]
    match = _START_TIME.match(text)
    if not match:
        return Start(line, text, line.time)
    return Start(line, text[match.end() :], seconds(match[1]))


Shape = Callable[[Start], Mark | None]


def colon(start: Start) -> Mark | None:
    """As in `Anna: Hoe ging dat?`, with a time before or after the name; tight only behind a role."""
    match = _COLON.match(start.text) if ":" in start.text[:_HEAD] else None
    if not match or (match["rest"][:1].strip() and not role_word(match["label"].strip())):
        return None
    return _mark(match, start)


def tight(start: Start) -> Mark | None:
    """As in `Anna:Hoe ging dat?`, a slip of the pen, for a name that is known already."""
    return _mark(_COLON.match(start.text), start) if ":" in start.text[:_HEAD] else None


def semicolon(start: Start) -> Mark | None:
    """As in `Anna; Hoe ging dat?`, a slip of the pen too."""
    return _mark(_SEMICOLON.match(start.text), start) if ";" in start.text[:_HEAD] else None


def tab(start: Start) -> Mark | None:
    """A name, a tab, the words; also three spaces, a bar, or a colon after all."""
    mark = colon(start)
    if mark and looks_like_label(mark.label):
        return mark
    head = start.text[:_HEAD]
    signs = "\t" in head or "   " in head or "|" in head
    mark = _mark(_TAB.match(start.text), start) if signs else None
    return mark if mark and looks_like_label(mark.label) else None


def bracket(start: Start) -> Mark | None:
    """As in `[Anna] Hoe ging dat?`, with or without a colon."""
    match = _BRACKET.match(start.text) if start.text[:1] in "[<({" else None
    if not match:
        return None
    label = match["a"] or match["b"] or match["c"] or match["d"]
    return Mark(label.strip(), match["rest"].strip(), _time(match["after"], start.time))


def timed(start: Start) -> Mark | None:
    """As in `Anna 0:49` or `0:49 Anna`, on a line of its own."""
    mark = alone(start) if start.time is not None or ":" in start.text else None
    return mark if mark and mark.time is not None else None


def alone(start: Start) -> Mark | None:
    """A name on a line of its own; what is said stands on the next."""
    mark = _mark(_ALONE.match(start.text), start) if len(start.text) < _HEAD else None
    return mark if mark and looks_like_label(mark.label) else None


def dash(start: Start) -> Mark | None:
    """As in `MK - Hoe ging dat?`."""
    return _mark(_DASH.match(start.text), start)


def point(start: Start) -> Mark | None:
    """As in `I. Hoe ging dat?`."""
    return _mark(_POINT.match(start.text), start)


def stamped(start: Start) -> Mark | None:
    """As in `Anna (00:12:31) Hoe ging dat?`: the time parts the name from the words."""
    return _mark(_STAMPED.match(start.text), start) if _BRACKETS.search(start.text, 0, _HEAD) else None


def space(start: Start) -> Mark | None:
    """As in `R1 Hoe ging dat?`, only for labels that are no word of a sentence."""
    match = _SPACE.match(start.text)
    if not match or not is_short(match["label"]):
        return None
    return Mark(match["label"], match["rest"], start.time)


def marked(start: Start) -> Mark | None:
    """A name in bold, italic or underlined, with or without a colon."""
    line, label = start.line, start.line.marked.strip()
    if not label or len(label) > _HEAD or not line.text.startswith(line.marked):
        return None
    inner = start_of(Line(label, line.time))
    match = _MARKED.fullmatch(inner.text)
    if not match:
        return None
    behind = line.text[len(line.marked) :].lstrip(" ").removeprefix(":")
    rest = behind.strip() if behind[:1] == "\t" else _DASHED.sub("", behind.strip())
    if _EVENT.match(rest):
        return None
    after = _AT_START.match(rest) if match["after"] is None and behind[:1] != "\t" else None
    rest = rest[after.end() :] if after else rest
    return Mark(match["label"].strip(), rest, _time(match["after"] or (after and after[1]), inner.time))


def _mark(match: re.Match[str] | None, start: Start) -> Mark | None:
    if not match:
        return None
    return Mark(match["label"].strip(), match["rest"].strip(), _time(match["after"], start.time))


def _time(clock: str | None, otherwise: float | None) -> float | None:
    return seconds(clock) if clock else otherwise
