"""A coding: somebody or something judged that a code fits a segment, and why; and a mark of a coder."""

from dataclasses import dataclass
from enum import StrEnum

from stemmen.transcript import Segment


class Method(StrEnum):
    """How a coding was made; the values are the words that users read."""

    HAND = "hand"
    RULE = "regel"
    MODEL = "model"


class Valence(StrEnum):
    """Whether the respondent tells of it as good, bad, or both."""

    POSITIVE = "+"
    NEGATIVE = "-"
    MIXED = "±"


@dataclass(frozen=True, slots=True)
class Coding:
    """A judgement, with its evidence. It is appended to the study and never changed.

    Args:
        segment: the words that the judgement is about.
        code: key of a code in the codebook.
        coder: who judged: a person's name, or the machine coder's.
        method: by hand, by a rule or by a model.
        evidence: why; for a rule its name and the words that fired.
        confidence: 0-1 for a model, None for a person or a rule.
        negated: what the words say is denied ("geen wantrouwen"): kept, but not counted.
        valence: for codes that have one.
        memo: the researcher's own note.
        codebook_version: of the codebook that the judgement was made with.
        striking: worth showing as a quote.
        doubt: the coder is not sure and wants to come back to it.

    >>> s = Segment("p01", 2, 0, 20, "ze geloofden me niet")
    >>> Coding(s, "wantrouwen", "regels", Method.RULE, evidence="niet_geloofd: geloofden niet").negated
    False
    """

    segment: Segment
    code: str
    coder: str
    method: Method
    evidence: str = ""
    confidence: float | None = None
    negated: bool = False
    valence: Valence | None = None
    memo: str = ""
    codebook_version: str = ""
    striking: bool = False
    doubt: bool = False

    def __post_init__(self) -> None:
        if not self.code or not self.coder:
            raise ValueError("a coding names its code and its coder")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence lies between 0 and 1, not {self.confidence}")


class MarkKind(StrEnum):
    """What a mark says; the values are kept in databases."""

    MEMO = "memo"  # a note on a turn or a transcript
    DONE = "klaar"  # nothing more to code: "ja"
    REJECTED = "verworpen"  # this code does not fit this stretch, whatever was proposed: "ja"


MarkPlace = tuple[str, int, str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a coder noted of a turn, of a whole transcript or of a proposal. The last one of a place holds.

    Args:
        transcript: id.
        turn: number from 1; 0 for the whole transcript.
        kind: what it says.
        coder: whose it is.
        text: the memo, or "ja"; "" takes back what was noted before.
        code: of the proposal that was turned down; "" for other kinds.
        start, end: of that proposal, offsets in the transcript's text; 0 for other kinds.

    >>> Mark("p01", 3, MarkKind.DONE, "anna", "ja").place
    ('p01', 3, 'klaar', 'anna', '', 0, 0)
    """

    transcript: str
    turn: int
    kind: MarkKind
    coder: str
    text: str
    code: str = ""
    start: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        if self.turn < 0 or not self.coder or not 0 <= self.start <= self.end:
            raise ValueError("a mark has a coder, and a turn and a stretch that can be")

    @property
    def place(self) -> MarkPlace:
        """Where a coder can have noted one thing at a time."""
        return self.transcript, self.turn, self.kind.value, self.coder, self.code, self.start, self.end
