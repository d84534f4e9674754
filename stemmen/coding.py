"""A coding: somebody or something judged that a code fits a segment, and why."""

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

    def __post_init__(self) -> None:
        if not self.code or not self.coder:
            raise ValueError("a coding names its code and its coder")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence lies between 0 and 1, not {self.confidence}")
