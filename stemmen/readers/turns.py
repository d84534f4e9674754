"""The lines of a file put together as turns, with what stands around them kept apart."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from stemmen.readers import shapes
from stemmen.readers.found import Found, Line, Proposal
from stemmen.readers.hyphens import joined, mended_note, words_of
from stemmen.readers.labels import is_title, looks_like_label
from stemmen.readers.layout import heading, only_times, stands_out, wrapped
from stemmen.readers.shapes import Mark
from stemmen.readers.times import CLOCK, IN_BRACKETS, is_time, seconds, without_times
from stemmen.transcript import Utterance


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who said what.

    Args:
        introduction: what stands before the first turn, and remarks below the last.
        utterances: the turns.
        first_turns: by speaker, the number of the first turn.
        passed: by what may be a label, the number of a turn in which a line with it was read as text.
        notes: what was left out of the words.
        roles: what the file itself tells of speakers, by label.
    """

    introduction: str
    utterances: tuple[Utterance, ...]
    first_turns: dict[str, int]
    passed: dict[str, int]
    notes: tuple[str, ...]
    roles: Mapping[str, Proposal]


@dataclass(slots=True)
class _Turn:
    speaker: str
    time: float | None
    section: str
    parts: list[str] = field(default_factory=list)


@dataclass
class _Talk:
    """The turns so far.

    Args:
        merged: whether lines of one speaker that follow each other are one turn.
        vocabulary: how often each word occurs, where words may have been cut at the end of a line.
    """

    merged: bool
    vocabulary: Counter[str]
    turns: list[_Turn] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)
    time_codes: int = 0
    mended: int = 0
    _names: dict[str, str] = field(default_factory=dict)

    def begin(self, line: Line, mark: Mark, section: str) -> None:
        """A turn begins, or goes on in a next segment of the same speaker."""
        name = self._names.setdefault(mark.key, mark.label)
        last = self.turns[-1] if self.turns else None
        if self.merged and last and (last.speaker, last.section) == (name, section):
            self._add(mark.rest, " ")
        else:
            self.turns.append(_Turn(name, mark.time, section))
            self._add(mark.rest, "")

    def go_on(self, line: Line, glue: str) -> None:
        """A line continues the turn before it; it is remembered when it may start with a name."""
        self._add(line.text.strip(), glue)
        candidate = shapes.colon(shapes.start_of(line))
        if candidate and not line.speaker and looks_like_label(candidate.label):
            self.passed.setdefault(candidate.label, len(self.turns))

    def take_times_of_labels(self) -> None:
        """Take the times that stand behind the labels of many turns, with the words on the next line."""
        found = [turn for turn in self.turns if len(turn.parts) > 1 and is_time(turn.parts[0])]
        if len(found) < max(_FEWEST_TIMES, len(self.turns) / 2):
            return
        for turn in found:
            turn.time = seconds(turn.parts.pop(0)) if turn.time is None else turn.time
            turn.parts[0] = turn.parts[0].lstrip()

    def take_out_bare_times(self) -> None:
        """Take out times such as 0:41 that start a sentence and lie between those of two turns.

        oTranscribe writes them so; what somebody says ("om 10:30") seldom lies there.
        """
        for turn, after in pairwise(self.turns):
            if turn.time is None or after.time is None:
                continue
            for number, part in enumerate(turn.parts):
                for time in _BARE.findall(part):
                    if turn.time < (seconds(time) or 0) <= after.time:
                        turn.parts[number] = turn.parts[number].replace(f"{time} ", "", 1)
                        self.time_codes += 1

    def _add(self, text: str, glue: str) -> None:
        turn = self.turns[-1]
        if not turn.parts and is_time(text):  # the time of the turn, or all that is said: many may tell
            turn.parts.append(text)
            return
        if not turn.parts and (at_start := _AT_START.match(text)):
            turn.time = seconds(at_start[1]) if turn.time is None else turn.time
            text = text[at_start.end() :]
        words, time_codes = without_times(text)
        self.time_codes += time_codes
        parts = turn.parts
        if self.vocabulary and parts and glue == " " and parts[-1].endswith("-"):
            parts[-1], cut = joined(parts[-1], words, self.vocabulary)
            self.mended += cut
        elif words:
            parts.append(f"{glue}{words}" if parts else words)


def put_together(
    found: Found,
    lines: Sequence[Line],
    marks: Sequence[Mark | None],
    notes: Sequence[str],
    roles: Mapping[str, Proposal],
) -> Spoken:
    """The lines put together as turns; a line without a mark continues the turn before it."""
    start, end = _start(marks), _end(lines, marks)
    above = [found.introduction, *_filled(lines[:start])] if found.introduction else _filled(lines[:start])
    below = _filled(lines[end:])
    flowing_on = set() if found.flowing else wrapped(lines)
    vocabulary = words_of(line.text for line in lines) if flowing_on else Counter()
    talk = _Talk(found.merged or found.flowing, vocabulary)
    _fill(talk, found, lines[:end], marks, flowing_on)
    talk.take_times_of_labels()
    talk.take_out_bare_times()
    utterances = tuple(
        Utterance(turn.speaker, "".join(turn.parts), turn.time, turn.section) for turn in talk.turns
    )
    told = (*notes, *_of_times(talk.time_codes), *mended_note(talk.mended), *_of_end(below))
    speakers = list(reversed([turn.speaker for turn in talk.turns]))
    first = {speaker: len(speakers) - number for number, speaker in enumerate(speakers)}
    return Spoken("\n".join([*above, *below]), utterances, first, talk.passed, told, roles)


def _fill(
    talk: _Talk,
    found: Found,
    lines: Sequence[Line],
    marks: Sequence[Mark | None],
    flowing_on: Collection[int],
) -> None:
    """Give the lines to the talk, from the first mark on."""
    start = _start(marks)
    times = set() if any(line.speaker for line in lines) else only_times(lines)
    section = _section_before(lines, start, titled=bool(found.introduction))
    time = seconds(lines[start - 1].text) if start - 1 in times else None
    for number in range(start, len(lines)):
        line, mark = lines[number], marks[number]
        if mark:
            section = mark.section or section
            talk.begin(line, _timed(mark, time), line.section or section)
            time = None
        elif number in times:
            time = seconds(line.text)
        elif named := _section(lines, marks, number):
            section = named
        elif any(letter.isalnum() for letter in line.text):  # else a line such as "* * *"
            talk.go_on(line, " " if found.flowing or number - 1 in flowing_on else "\n")
            time = None


def _start(marks: Sequence[Mark | None]) -> int:
    return next((number for number, mark in enumerate(marks) if mark), len(marks))


def _filled(lines: Sequence[Line]) -> list[str]:
    return [line.text.strip() for line in lines if line.text.strip()]


_FEWEST_TIMES = 3
_BARE = re.compile(rf"(?:(?<=[.?!…)] )|(?<=\n)|^)(\({CLOCK}\)|{CLOCK})(?= [^\W\d])")
_AT_START = re.compile(rf"({IN_BRACKETS})(?:[ ]*[-–:])?(?:\s+|$)")
_OF_WHAT = r"(?:van )?(?:de |het |dit )?(?:opname|interview|gesprek|transcript|band|fragment|bijeenkomst)"
_BELOW = re.compile(
    r"\W*(?:(?:verslag|notulen)(?: door)?:|n\.?b\.?:"
    r"|(?:aantekening|opmerking|notitie|noot|toelichting|memo)(?:en)?\b[^:.]{0,40}:"
    rf"|(?:einde?|stop|slot|sluiting) {_OF_WHAT}\b[^?,]*$|einde\W*$|sluiting \d"
    r"|transcri(?:bed|pt|ptie|bent)\b|getranscribeerd\b|(?:opname|band) (?:stopt|gestopt)\b"
    r"|.{0,60}heeft (?:de )?transcriptie gestopt|$)"
    r"|[(\[](?:einde?|stop|de rest|het vervolg|hierna|daarna|verder)\b.*[)\]]$",
    re.I,
)


def _end(lines: Sequence[Line], marks: Sequence[Mark | None]) -> int:
    """Number of the first line below the talk that is a remark about it."""
    last = max((number for number, mark in enumerate(marks) if mark), default=len(lines))
    below = (
        number
        for number in range(last + 1, len(lines))
        if lines[number].text.strip() and _BELOW.match(lines[number].text)
    )
    return next(below, len(lines))


def _of_end(below: Sequence[str]) -> list[str]:
    if not below:
        return []
    what = "1 regel" if len(below) == 1 else f"{len(below)} regels"
    return [f"Onder het gesprek staat nog {what}. Dat is bij de introductie gezet."]


def _timed(mark: Mark, waiting: float | None) -> Mark:
    """The mark with its time: of its own line, at the start of its words, or on the line above."""
    if mark.time is not None:
        return mark
    at_start = _AT_START.match(mark.rest) if mark.rest[:1] in "[({<#" else None
    if at_start is None and waiting is None:
        return mark
    return mark._replace(time=seconds(at_start[1]) if at_start else waiting)


def _of_times(count: int) -> list[str]:
    if not count:
        return []
    return [f"{'1 tijdcode is' if count == 1 else f'{count} tijdcodes zijn'} uit de tekst gehaald."]


def _section(lines: Sequence[Line], marks: Sequence[Mark | None], number: int) -> str:
    """The heading that a line between turns is; "" when it belongs to what is said."""
    named = heading(lines[number]) or stands_out(lines[number])
    if not named:  # looking on from each of many lines takes long
        return ""
    after = next((n for n in range(number + 1, len(lines)) if lines[n].text.strip()), None)
    return named if lines[number].heading or (after is not None and marks[after]) else ""


def _section_before(lines: Sequence[Line], start: int, *, titled: bool) -> str:
    """The heading right above the first turn, unless it is the title of the file."""
    above = [line for line in lines[:start] if line.text.strip()]
    if len(above) < 2 - titled or not (named := heading(above[-1])):
        return ""
    later = [line.text for line in lines[start:] if line.heading]
    alike = any(text.split()[:1] == named.split()[:1] for text in later)  # "Gesprek A", "Gesprek B"
    return "" if is_title(named) and not alike else named
