"""What a checker finds in a text: a stretch that may identify a person, of which kind, and why."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing identifies; the values are the words that users read."""

    BSN = "bsn"
    IBAN = "iban"
    PHONE = "telefoon"
    EMAIL = "e-mail"
    URL = "webadres"
    POSTCODE = "postcode"
    ADDRESS = "adres"
    BIRTH_DATE = "geboortedatum"
    PLATE = "kenteken"
    FILE_NUMBER = "dossiernummer"
    ACCOUNT = "account"
    NAME = "naam"
    PLACE = "plaats"
    ORGANISATION = "organisatie"
    UNKNOWN = "onbekend"
    JOB = "beroep"
    ILLNESS = "ziekte"
    EVENT = "gebeurtenis"
    FAMILY = "gezin"
    AGE = "leeftijd"
    MUNICIPALITY = "gemeente"
    ORIGIN = "herkomst"


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text that may identify somebody.

    Args:
        start, end: offsets in the text, code points, end exclusive.
        text: the words there.
        kind: what sort of thing it is.
        tier: 1 blocks publishing, 2 must be decided on, 3 is a hint.
        reason: why, as a Dutch sentence for the researcher.

    >>> Hit(4, 10, "Fatima", Kind.NAME, 2, "Dit is een voornaam.").kind.value
    'naam'
    """

    start: int
    end: int
    text: str
    kind: Kind
    tier: int
    reason: str

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or not self.text or self.start < 0:
            raise ValueError(f"{self.start}:{self.end} does not fit a text of {len(self.text)} characters")
        if self.tier not in (1, 2, 3):
            raise ValueError(f"there is no tier {self.tier}")
