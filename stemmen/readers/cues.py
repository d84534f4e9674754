"""Subtitles, in WebVTT and SubRip alike: a name or number, two times, and what is said between them."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found, Line
from stemmen.readers.txt import split_lines

_CLOCK = r"(?:([0-9]{1,4}):)?([0-9]{1,3}):([0-5]?[0-9](?:[.,][0-9]{1,4})?)"
_TIMES = re.compile(rf"{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?")
_MEANT_AS_TIMES = re.compile(r"[0-9][0-9.,:\s]*-->")
_CODE = re.compile(r"(?=\S*[0-9])\S+")  # a number, or what a program makes of one
_NUMBER = re.compile(r"[0-9]+")
_ASIDE = re.compile(r"(NOTE|STYLE|REGION)(?:\s|$)")
_HEAD = re.compile(r"WEBVTT(?:[\s:-]+(.*))?")
_SETTING = re.compile(r"(?:Kind|Language|Region|X-[\w-]+)\s*[:=].*", re.I)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s+([^<>]*))?>|</v>")
# Only the tags of the formats: what else stands in <> was typed by a person ("<onverstaanbaar>").
_TAG = re.compile(
    r"</?(?:[cbiu]|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<(?:\d+:)?\d\d:\d\d\.\d{3}>|\{\\[a-z][^{}]*\}", re.I
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")


@dataclass(frozen=True, slots=True)
class _Cue:
    time: float
    name: str
    rows: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    """What is in a file of subtitles; `head` stands above the first cue, `remarks` between the cues."""

    cues: list[_Cue] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def found_in(text: str, where: str, notes: tuple[str, ...]) -> Found | None:
    r"""What subtitles tell; None when there are none, ReadError for times that cannot be read.

    >>> found = found_in("00:01.500 --> 00:02.000\n<v Anna>Nou &amp; of</v>", "a.vtt", ())
    >>> found.lines
    [Line(text='Nou & of', time=1.5, marked='', speaker='Anna', section='', heading=False)]
    """
    rows = [row.strip() for row in split_lines(text)]
    _check_times(rows, where)
    file = _parsed(rows)
    if not file.cues:
        return None
    lines = [line for cue in file.cues for line in _lines(cue)]
    return Found(lines, "\n".join(file.head), (*notes, *_left_out(file)), flowing=True)


def _check_times(rows: Sequence[str], where: str) -> None:
    """ReadError for each line with times that cannot be read: its words would go to another time."""
    wrong = [
        Problem(
            f"{where}, regel {number}",
            "Deze tijden zijn niet te lezen.",
            repair="Schrijf ze als 00:01:02.000 --> 00:01:04.500.",
        )
        for number, row in enumerate(rows, 1)
        if _MEANT_AS_TIMES.match(row) and not _TIMES.fullmatch(row)
    ]
    if wrong:
        raise ReadError(*wrong)


def _parsed(rows: Sequence[str]) -> _File:
    file, aside, before = _File(), "", ""
    for number, row in enumerate(rows):
        after = rows[number + 1] if number + 1 < len(rows) else ""
        if times := _TIMES.fullmatch(row):
            file.cues.append(
                _Cue(_seconds(*times.groups()[:3]), before if _is_name(rows, number - 1) else "")
            )
            aside = ""
        elif not row:
            aside = ""
        elif not before and (opened := _ASIDE.match(row)):
            aside = opened[1]
            _aside(file, aside, row.removeprefix(aside).strip())
        elif aside:
            _aside(file, aside, row)
        elif not (_TIMES.fullmatch(after) and _is_name(rows, number)):
            _said(file, row)
        before = row
    return file


def _seconds(hours: str | None, minutes: str, seconds: str) -> float:
    return round(int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", ".")), 4)


def _is_name(rows: Sequence[str], number: int) -> bool:
    """Whether a line above times names a cue: a number, or the one line after an empty one."""
    if number < 0 or not rows[number] or _HEAD.fullmatch(rows[number]):
        return False
    return bool(_NUMBER.fullmatch(rows[number])) or number == 0 or not rows[number - 1]


def _aside(file: _File, kind: str, row: str) -> None:
    """Keep a remark; style and place on the screen are no text."""
    if kind == "NOTE" and row:
        (file.remarks if file.cues else file.head).append(row)


def _said(file: _File, row: str) -> None:
    """A line of text: of the cue above it, also after an empty line, or above them all."""
    if file.cues:
        file.cues[-1].rows.append(row)
    elif head := _HEAD.fullmatch(row):
        file.head.extend(filter(None, [head[1]]))
    elif not _SETTING.fullmatch(row):
        file.head.append(row)


def _lines(cue: _Cue) -> Iterator[Line]:
    """The lines of a cue, cut at each voice tag; a voice without an end is that of all that follows."""
    speaker = ""
    for row in cue.rows:
        first, *voiced = _VOICE.split(row)
        for name, text in zip((speaker, *voiced[::2]), (first, *voiced[1::2]), strict=True):
            speaker = _plain(name or "")
            if plain := _plain(text):
                yield Line(plain, cue.time, speaker=speaker)


def _plain(text: str) -> str:
    without = _ENTITY.sub(lambda entity: html.unescape(entity[0]), _TAG.sub("", text))
    return " ".join(without.splitlines()).strip()


def _left_out(file: _File) -> list[str]:
    notes = []
    if file.remarks:
        count = len(file.remarks)
        what = "1 regel opmerkingen (NOTE) is" if count == 1 else f"{count} regels opmerkingen (NOTE) zijn"
        notes.append(f"{what} niet ingelezen.")
    named = [cue.name for cue in file.cues if cue.name and not _CODE.fullmatch(cue.name)]
    if named:
        what = "1 naam van een blok is" if len(named) == 1 else f"{len(named)} namen van blokken zijn"
        notes.append(f"{what} niet ingelezen.")
    return notes
