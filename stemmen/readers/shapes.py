"""The ways in which a line shows who speaks: each way turns a line into a label and the words after it.

What is a label here only may be one; `speakers.py` decides by what recurs in the file.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from stemmen.readers.found import Line
from stemmen.readers.labels import is_short, looks_like_label
from stemmen.readers.roles import label_key, role_word
from stemmen.readers.times import IN_BRACKETS, TIME, seconds

_BULLET = re.compile(r"[-–—•*·>]+[ \t]+")
_START_TIME = re.compile(rf"({TIME})[ \t:;,-]*")
_AFTER = rf"(?:[ \t]*[,|-]?[ \t]*(?P<after>{TIME}))?"
_NAME = r"[^\W\d_](?:[^:\t\[\]{}<>()|]|\([^()\n]{1,60}\)){0,40}?"
_COLON = re.compile(rf"(?P<label>{_NAME}){_AFTER}[ ]*(?:(?<!\d):|:(?!\d))(?P<rest>.*)", re.S)
_SPACED_COLON = re.compile(rf"(?P<label>{_NAME}){_AFTER}[ ]*:(?!\S)(?P<rest>.*)", re.S)
_TAB = re.compile(rf"(?P<label>{_NAME}){_AFTER}(?:[ ]*\t|[ ]{{3,}}|[ ]*\|)(?P<rest>.*)", re.S)
_BRACKET = re.compile(
    rf"(?:\[(?P<a>{_NAME})\]|<(?P<b>{_NAME})>|\((?P<c>{_NAME})\)|\{{(?P<d>{_NAME})\}})"
    rf"{_AFTER}[ ]*:?(?P<rest>.*)",
    re.S,
)
_ALONE = re.compile(rf"(?P<label>{_NAME}){_AFTER}(?P<rest>)$")
_DASH = re.compile(rf"(?P<label>{_NAME}){_AFTER}(?:[ ]+[-–—=>|]+|[–—])[ ]+(?P<rest>\S.*)", re.S)
_POINT = re.compile(rf"(?P<label>{_NAME}){_AFTER}[.)>;=]+[ ]*(?P<rest>(?![a-z]\.|\([^()]*\)[.;)])\S.*)", re.S)
_STAMPED = re.compile(rf"(?P<label>{_NAME})[ \t]*(?P<after>{IN_BRACKETS})[ :]*(?P<rest>\S.*)", re.S)
_SPACE = re.compile(
    r"(?P<label>(?:[^\W\d_][\w.]{0,3}|[^\W\d_]\w+[ _]?\d{1,2}|[^\W\d_]\w+\.?)"
    r"(?:[ ]\((?:\d{1,3}|[^()\n]{1,30},[^()\n]{1,30})\))?)"
    r"[ ]+(?P<rest>\S.*)",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Mark:
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
    match = _QUESTION.fullmatch(mark.label)
    return replace(mark, label=match["label"], section=mark.label) if match else mark


Shape = Callable[[Line], Mark | None]


def colon(line: Line) -> Mark | None:
    """As in `Anna: Hoe ging dat?`, with a time before or after the name; tight only behind a role."""
    return _inline(line, _SPACED_COLON) or _if_role(_inline(line, _COLON))


def _if_role(mark: Mark | None) -> Mark | None:
    return mark if mark and role_word(mark.label) else None


def tight(line: Line) -> Mark | None:
    """As in `Anna:Hoe ging dat?`, a slip of the pen, for a name that is known already."""
    return _inline(line, _COLON)


def tab(line: Line) -> Mark | None:
    """A name, a tab, the words; also three spaces, a bar, or a colon after all."""
    marks = (colon(line), _inline(line, _TAB))
    return next((mark for mark in marks if mark and looks_like_label(mark.label)), None)


def bracket(line: Line) -> Mark | None:
    """As in `[Anna] Hoe ging dat?`, with or without a colon."""
    time, text = _start(line)
    match = _BRACKET.match(text)
    if not match:
        return None
    label = match["a"] or match["b"] or match["c"] or match["d"]
    return Mark(label.strip(), match["rest"].strip(), _time(match["after"], time))


def timed(line: Line) -> Mark | None:
    """As in `Anna 0:49` or `0:49 Anna`, on a line of its own."""
    mark = alone(line)
    return mark if mark and mark.time is not None else None


def alone(line: Line) -> Mark | None:
    """A name on a line of its own; what is said stands on the next."""
    mark = _inline(line, _ALONE)
    return mark if mark and looks_like_label(mark.label) else None


def dash(line: Line) -> Mark | None:
    """As in `MK - Hoe ging dat?`."""
    return _inline(line, _DASH)


def point(line: Line) -> Mark | None:
    """As in `I. Hoe ging dat?`."""
    return _inline(line, _POINT)


def stamped(line: Line) -> Mark | None:
    """As in `Anna (00:12:31) Hoe ging dat?`: the time parts the name from the words."""
    return _inline(line, _STAMPED)


def space(line: Line) -> Mark | None:
    """As in `R1 Hoe ging dat?`, only for labels that are no word of a sentence."""
    time, text = _start(line)
    match = _SPACE.match(text)
    if not match or not is_short(match["label"]):
        return None
    return Mark(match["label"], match["rest"], time)


def marked(line: Line) -> Mark | None:
    """A name in bold, italic or underlined, with or without a colon."""
    label = line.marked.strip()
    if not label or not line.text.startswith(line.marked):
        return None
    rest = line.text[len(line.marked) :].lstrip(" ").removeprefix(":").strip()
    time, label = _start(Line(label, line.time))
    inner = re.fullmatch(rf"(?P<label>{_NAME}){_AFTER}[ ]*:?", label)
    if not inner:
        return None
    after = re.match(rf"[ ]*({TIME})[ :]*", rest) if inner["after"] is None else None
    rest = rest[after.end() :] if after else rest
    return Mark(inner["label"].strip(), rest, _time(inner["after"] or (after[1] if after else None), time))


def _inline(line: Line, pattern: re.Pattern[str]) -> Mark | None:
    time, text = _start(line)
    match = pattern.match(text)
    if not match:
        return None
    return Mark(match["label"].strip(), match["rest"].strip(), _time(match["after"], time))


def _start(line: Line) -> tuple[float | None, str]:
    """The time that a line starts with, and the line without it and without a bullet."""
    text = line.text.strip()
    if bullet := _BULLET.match(text):
        text = text[bullet.end() :]
    match = _START_TIME.match(text)
    if not match:
        return line.time, text
    return seconds(match[1]), text[match.end() :]


def _time(clock: str | None, otherwise: float | None) -> float | None:
    return seconds(clock) if clock else otherwise
