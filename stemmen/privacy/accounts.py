"""Bank accounts: IBANs by length and check digits, and old account numbers after a cue."""

import re
from collections.abc import Iterator
from functools import cache

from stemmen.privacy.checkdigits import IBAN_LENGTHS, is_iban
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.marks import DASHES, SPACES, cue_before, is_count
from stemmen.privacy.spoken_numbers import runs, says_numbers

_SEPARATOR = f"[{SPACES}.{DASHES}]"
_START = re.compile(
    rf"(?<![^\W_])([A-Za-z]{{2}}){_SEPARATOR}{{0,3}}\d{_SEPARATOR}?\d(?=[{SPACES}.{DASHES}A-Za-z0-9])"
)
_NEXT = re.compile("[A-Za-z0-9]")
_CUE = re.compile(
    rf"\b(?:iban|(?:bank|giro|spaar|post|betaal)?[{SPACES}-]?rekening[{SPACES}-]?(?:nummer|nr)\w*"
    rf"|bankrekening|spaarrekening|"
    r"giro(?:rekening|nummer|nr)?|rek\.?\s?nr|banknummer|postbank(?:nummer)?|rekening)\b",
    re.IGNORECASE,
)
_DUTCH = re.compile(r"NL\d\d[A-Z]{4}\d{7,11}")


def find(text: str, lower: str) -> Iterator[Hit]:
    """IBANs and old account numbers."""
    for start in _START.finditer(text):
        end = _iban_end(text, start)
        if end:
            yield _hit(text, start.start(), end, "Dit is een IBAN.")
    if any(word in lower for word in ("reken", "giro", "iban", "rek", "bank")):
        yield from _old(text, lower)


def _hit(text: str, start: int, end: int, reason: str) -> Hit:
    return Hit(start, end, text[start:end], Kind.IBAN, 1, reason)


@cache
def _symbols(length: int) -> re.Pattern[str]:
    """As many letters and digits as an IBAN may have, two more at most, for one that is too long."""
    return re.compile(rf"(?:{_SEPARATOR}{{0,3}}[A-Za-z0-9]){{{min(length, 13)},{length + 2}}}")


def _iban_end(text: str, start: re.Match[str]) -> int | None:
    """Where an IBAN that begins here ends; a Dutch one with a typing error is somebody's too."""
    length = IBAN_LENGTHS.get(start[1].upper())
    if length is None:
        return None
    found = _symbols(length).match(text, start.start())
    if not found:
        return None
    ends = [symbol.end() for symbol in _NEXT.finditer(text, *found.span())]
    letters = "".join(text[end - 1] for end in ends).upper()
    whole = len(letters) >= length and not text[ends[length - 1] : ends[length - 1] + 1].isalnum()
    if whole and is_iban(letters[:length]) and sum(letter.isdigit() for letter in letters[:length]) > 8:
        return ends[length - 1]
    return _mistyped(text, letters, ends, start.start())


def _mistyped(text: str, letters: str, ends: list[int], start: int) -> int | None:
    dutch = _DUTCH.match(letters)
    if dutch:
        return ends[dutch.end() - 1]
    digits = re.match(r"[A-Z]{2}\d\d(?:[A-Z]{4})?\d{8,}", letters)
    return ends[digits.end() - 1] if digits and cue_before(_CUE, text, start, 20) else None


def _old(text: str, lower: str) -> Iterator[Hit]:
    """Numbers of 4 digits and more after a cue; after "rekening" alone of 7 and more."""
    for run in runs(text, says_numbers(lower)):
        start, end = run[0].start, run[-1].end
        digits = "".join(atom.digits for atom in run)
        cue = cue_before(_CUE, text, start, 30).lower()
        if not cue or is_count(text, start, end) or len(digits) > 12:
            continue
        if len(digits) >= (7 if cue == "rekening" else 4) and not re.fullmatch("(?:19|20)..", digits):
            yield _hit(text, start, end, "Dit getal staat bij een woord als rekeningnummer.")
