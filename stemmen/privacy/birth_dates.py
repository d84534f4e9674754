"""Dates of birth: a date near a cue, or a full numeric date of long ago that stands by itself.

Without a cue a date in running talk is of an event ("op 5 mei 1945"), whatever its year. Only a full date
in digits up to 1990 that stands alone between marks, such as "Fatima (12-03-1974)", is one: interviews are
of people, and such a date beside them is hardly anything else. A year of birth alone is not found here.
"""

import re
from collections.abc import Iterator

from stemmen.privacy.dates import DateFound, find_dates
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.marks import DASHES, SPACES, S
from stemmen.privacy.spoken_numbers import ROOTS, number_words

_BORN = re.compile(
    r"\b(?:geboren|geboorte\w*|geb\.|gebdat|verjaardag|verjaar\w*|(?<![\w-])jarig\b|ter wereld)",
    re.IGNORECASE,
)
_KIN = (
    "zoon|zoontje|dochter|dochtertje|kind|man|vrouw|moeder|vader|broer|broertje|zus|zusje|jongste|oudste"
    "|middelste|partner|vriend"
    "|vriendin|tweeling|baby|opa|oma|kleinzoon|kleindochter|kleinkind|neef|nicht|ex|collega|hij|zij|ze|kleine"
)
_IS_OF = re.compile(
    rf"(?:(?i:\bik{S}+ben|\bben{S}+(?:ik|je|jij)|\b(?:{_KIN}){S}+(?:is|zijn)|\b(?:is|zijn){S}+(?:hij|zij"
    rf"|ze)|\b(?:{_KIN}))"
    rf"|\b(?!(?:Dat|Dit|Het|Die|Deze|Alles|Wat|Er)\b)(?<!De{S})(?<!Het{S})[A-Z][a-zë]+{S}+is){S}+"
    rf"(?:er{S}+(?:een|eentje){S}+)?van{S}+(?:de{S}+)?$"
)
_OWN = rf"(?:mijn|m['’]n|zijn|z['’]n|haar|d['’]r|hun|die|de|een){S}+"
_DOCUMENT = re.compile(
    rf"(?i:\b(?:(?:{_OWN}pas|\w*pasje|verblijfs\w+|\w*paspoort|\w*rijbewijs|id(?:-?(?:kaart|bewijs))?|identiteits\w+)"
    rf"(?:{S}+(?!de{S}|een{S})\w+){{0,3}}"
    rf"|(?:systeem|formulier|registratie|brp|computer|dossier|akte){S}+(?:staat|stond){S}+(?:nog{S}+|toch{S}+)?"
    rf"(?:dat{S}+(?:ik|hij|ze|zij){S}+van)?){S}*)$"
)
_GROWN = 2008  # who is interviewed was born before; a pass has no other date of so long ago
_SENTENCE_END = re.compile(rf"(?<!\bgeb)(?<!\bdat)[.?!]{S}+(?=[A-Z])|\n{S}*\n")
_ALONE_BEFORE = re.compile(r"(?:^|[(\[;|–:]|,[ \u00a0])\s?$|\n$")
_ALONE_AFTER = re.compile(r"\s?(?:$|[)\],;|\n])|\.(?:\s|$)")
_LONG_AGO = 1990

# Said as three numbers after a cue: "twaalf drie vierenzeventig", "twaalf nul drie negentienvierenzeventig".
_W = rf"(?:{ROOTS}[a-zë]*|\d{{1,4}})"
_THREE = re.compile(
    rf"(?<!\w)(?:de{S}+)?{_W}(?:{S}+(?:van{S}+(?:de{S}+)?)?|[{SPACES}]?[{DASHES}/.,][{SPACES}]?){_W}"
    rf"(?:(?:{S}+|[{SPACES}]?[{DASHES}/.,][{SPACES}]?){_W}){{1,3}}(?!\w)",
    re.IGNORECASE,
)


def find(text: str, lower: str) -> Iterator[Hit]:
    """Dates of birth."""
    cued = any(word in lower for word in ("geb", "jarig", "verjaar", "ter wereld"))
    is_of = " van" in lower
    dates = find_dates(text) if cued or is_of or any(letter in "0123456789" for letter in lower) else []
    for date in dates:
        if cued and _near_birth(text, date.start, date.end) and (date.day or date.year):
            yield _hit(text, date.start, date.end, "Deze datum staat bij een woord als geboren.")
        elif date.day and _IS_OF.search(text[max(0, date.start - 50) : date.start]):
            yield _hit(text, date.start, date.end, "Iemand is van deze datum.")
        elif (
            date.day
            and (date.year or _GROWN) < _GROWN
            and _DOCUMENT.search(text[max(0, date.start - 80) : date.start])
        ):
            yield _hit(text, date.start, date.end, "Deze datum staat op een pas of bewijs.")
        elif _stands_alone(text, date):
            yield _hit(text, date.start, date.end, "Deze volledige datum van lang geleden staat op zichzelf.")
    if cued:
        yield from _three_numbers(text)
        yield from _together(text)


def _hit(text: str, start: int, end: int, reason: str) -> Hit:
    return Hit(start, end, text[start:end], Kind.BIRTH_DATE, 1, reason)


def _near_birth(text: str, start: int, end: int) -> bool:
    """Whether a word of birth stands before or after, in the same sentence."""
    before, after = text[max(0, start - 60) : start], text[end : end + 50]
    before = _SENTENCE_END.split(before)[-1]
    after = re.split(rf"[.?!;]{S}|\n{S}*\n|,{S}+(?:en|maar|toen)\b", after)[0]
    return bool(_BORN.search(before) or _BORN.search(after))


def _stands_alone(text: str, date: DateFound) -> bool:
    if not (date.day and date.year and date.year <= _LONG_AGO and date.text[0].isdigit()):
        return False
    if any(letter.isalpha() for letter in date.text):
        return False
    before = _ALONE_BEFORE.search(text[max(0, date.start - 3) : date.start])
    return bool(before and _ALONE_AFTER.match(text, date.end))


def _three_numbers(text: str) -> Iterator[Hit]:
    """A day, a month and a year in words or loose numbers, after a cue."""
    for hit in _THREE.finditer(text):
        before = _SENTENCE_END.split(text[max(0, hit.start() - 40) : hit.start()])[-1]
        if _BORN.search(before) and _is_date(hit.group()):
            yield _hit(text, *hit.span(), "Deze datum staat bij een woord als geboren.")


_TOGETHER = re.compile(
    r"(?<![\w.,])(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\w]|[.,]\d)"
)


def _together(text: str) -> Iterator[Hit]:
    """Dates without marks: geboortedatum 24061970."""
    for hit in _TOGETHER.finditer(text):
        if _near_birth(text, *hit.span()):
            yield _hit(text, *hit.span(), "Deze datum staat bij een woord als geboren.")


_DAY_MOST, _MONTH_MOST = 31, 12


def _is_date(words: str) -> bool:
    known = number_words()
    said = re.findall(r"[^\W_]+", words.lower())
    numbers = [
        int(word) if word.isdigit() else _ordinal(word, known) for word in said if word not in ("de", "van")
    ]
    plain = [number for number in numbers if number != 0]
    if len(plain) not in (3, 4) or plain[0] is None or plain[1] is None or plain[-1] is None:
        return False
    return plain[0] <= _DAY_MOST and plain[1] <= _MONTH_MOST and (plain[-1] >= 10 or len(plain) == 4)


def _ordinal(word: str, known: dict[str, int]) -> int | None:
    ordinals = {"eerste": 1, "derde": 3, "achtste": 8}
    stem = re.sub(r"(?:de|ste)$", "", word)
    return known.get(word) if word in known else ordinals.get(word, known.get(stem))
