"""Transcripts and their parts: values that check themselves when made and never change after.

Offsets are Unicode code points, 0-based, end exclusive, in text with LF newlines.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What a speaker is in the interview; the values are the words that users read."""

    INTERVIEWER = "interviewer"
    RESPONDENT = "respondent"
    PROFESSIONAL = "professional"
    OTHER = "overig"
    UNKNOWN = "onbekend"


class Attribute(NamedTuple):
    """What a file says of a respondent, such as the answer to a closed question."""

    speaker: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a reader finds in a file: who said what, when (seconds from the start), in which part."""

    speaker: str
    text: str
    time: float | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one speaker; `start` and `end` are offsets in the transcript's text.

    `section` is the part that it is in, where the file has parts: a heading, or a question of a survey.
    """

    number: int
    speaker: str
    role: Role
    start: int
    end: int
    time: float | None = None
    section: str = ""

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"turns are numbered from 1, not {self.number}")
        if not 0 <= self.start <= self.end:
            raise ValueError(f"turn {self.number} has offsets {self.start}:{self.end}")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a transcript's text, within one turn.

    >>> Segment("p01", turn=2, start=3, end=6, text="nee")
    Segment(transcript='p01', turn=2, start=3, end=6, text='nee')
    """

    transcript: str
    turn: int
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or not self.text:
            raise ValueError(f"{self.start}:{self.end} does not fit a text of {len(self.text)} characters")


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview: its text, its turns, and where it came from.

    Args:
        id: name within the study, from the file name without its ending.
        text: the words of all turns, one turn a line or more, without speaker labels.
        turns: in order, not overlapping, each within `text`.
        source: file name within `transcripten/`.
        source_sha256: of the bytes of that file.
        introduction: what stood before the first speaker label, and remarks below the last turn; kept,
            never analysed.
        attributes: what the file itself says of its respondents.

    >>> t = Transcript.of("p01", [Utterance("I", "Hoe ging dat?"), Utterance("R", "Nou, slecht.")],
    ...                   roles={"I": Role.INTERVIEWER, "R": Role.RESPONDENT})
    >>> t.segment(t.turns[1]).text
    'Nou, slecht.'
    """

    id: str
    text: str
    turns: tuple[Turn, ...]
    source: str = ""
    source_sha256: str = ""
    introduction: str = ""
    attributes: tuple[Attribute, ...] = ()
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        if "\r" in self.text:
            raise ValueError("a transcript's text has LF newlines only")
        position = 0
        for expected, turn in enumerate(self.turns, 1):
            if turn.number != expected or turn.start < position or turn.end > len(self.text):
                raise ValueError(f"{self.id}: turn {turn.number} is out of order or outside the text")
            position = turn.end
        object.__setattr__(self, "sha256", hashlib.sha256(self.text.encode()).hexdigest())

    @classmethod
    def of(
        cls,
        id: str,  # noqa: A002 - the field's own name
        utterances: Iterable[Utterance],
        *,
        roles: dict[str, Role] | None = None,
        source: str = "",
        source_sha256: str = "",
        introduction: str = "",
        attributes: tuple[Attribute, ...] = (),
    ) -> "Transcript":
        """Build a transcript from utterances; speakers that `roles` lacks are unknown."""
        roles = roles or {}
        utterances = list(utterances)
        turns, position = [], 0
        for number, utterance in enumerate(utterances, 1):
            end = position + len(utterance.text)
            role = roles.get(utterance.speaker, Role.UNKNOWN)
            speaker, time, section = utterance.speaker, utterance.time, utterance.section
            turns.append(Turn(number, speaker, role, position, end, time, section))
            position = end + 1
        text = "\n".join(utterance.text for utterance in utterances)
        return cls(id, text, tuple(turns), source, source_sha256, introduction, attributes)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Speaker labels in order of first appearance."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns))

    def same_words(self, other: "Transcript") -> bool:
        """Whether the text, the turns and the speakers are the same: a coding of one then fits the other.

        >>> spoken = [Utterance("R", "Nou, slecht.")]
        >>> Transcript.of("p01", spoken).same_words(Transcript.of("p01", [Utterance("I", "Nou, slecht.")]))
        False
        """
        return self.sha256 == other.sha256 and self._layout() == other._layout()

    def _layout(self) -> list[tuple[str, int, int]]:
        return [(turn.speaker, turn.start, turn.end) for turn in self.turns]

    def turn(self, number: int) -> Turn:
        """The turn with this number (from 1); IndexError when there is none."""
        if number < 1:
            raise IndexError(number)
        return self.turns[number - 1]

    def segment(self, turn: Turn, start: int | None = None, end: int | None = None) -> Segment:
        """A stretch of `turn` from `start` to `end` (offsets in the transcript), by default all of it."""
        start = turn.start if start is None else start
        end = turn.end if end is None else end
        if not turn.start <= start < end <= turn.end:
            raise ValueError(f"{self.id}: {start}:{end} is not within turn {turn.number}")
        return Segment(self.id, turn.number, start, end, self.text[start:end])
