"""Dutch number plates: all sidecodes of the RDW, with dashes, with spaces or together.

Source: RDW and kentekenkennis.nl, sidecodes 1 to 14 (1 is XX-99-99, 14 is 999-XX-9); from sidecode 4 no
vowels, no C and no Q but in special series. With dashes any letters count; spaced or together the letters
must be ones that make no words, or a cue must be near.
"""

import re
from collections.abc import Iterator

from stemmen.language import word_set
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.marks import COUNTED, DASHES, SPACES, S, cue_before
from stemmen.privacy.spoken_numbers import ROOTS

_SIDECODES = (
    "XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9", "9-XXX-99",
    "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9",
)  # fmt: skip
_BETWEEN = rf"[{SPACES}]?[{DASHES}][{SPACES}]?|[{SPACES}]|[.·]|"


def _pattern(sidecode: str) -> str:
    groups = [
        f"[A-Za-z]{{{len(part)}}}" if part[0] == "X" else rf"\d{{{len(part)}}}"
        for part in sidecode.split("-")
    ]
    return f"(?:{_BETWEEN})".join(groups)


_PLATE = re.compile(
    rf"(?<![\w€{DASHES}@.,/])(?:{'|'.join(_pattern(code) for code in _SIDECODES)})(?![\w@%]|[{DASHES}/:]\w"
    rf"|[.,]\d)",
    re.ASCII,
)
_CUE = re.compile(r"(?:kenteken\w*|nummerplaat|nummerbord|platen?)\b|\bplaat\b", re.IGNORECASE)
# After a cue also what is foreign or spelled out: "kenteken is x s twaalf j k".
_ANY = re.compile(
    rf"(?:kenteken(?:nummer|plaat)?|nummerplaat|nummerbord)(?:{S}+(?:is|was|heeft|heb|had|van|die|dat|en"
    rf"|mijn|zijn|haar|nummer|ook|dan|dus)(?!\w)){{0,6}}{S}*[:=,]?{S}+"
    rf"(?P<plate>[A-Za-z0-9]{{1,4}}(?:[{SPACES}.·{DASHES}]{{0,2}}[A-Za-z0-9]{{1,4}}){{1,3}})(?!\w)",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"(?:kenteken\w*|nummerplaat|nummerbord)(?:{S}+(?:is|was|heeft|heb|had|van|die|dat|en|mijn|zijn|haar"
    rf"|nummer|ook|dan|dus)(?!\w)){{0,6}}{S}*[:=,]?{S}+"
    rf"(?P<plate>(?:(?:[a-z]{{1,3}}|\d{{1,3}}|{ROOTS}[a-zë]*)[{SPACES},{DASHES}]{{1,2}}){{2,5}}"
    rf"(?:[a-z]{{1,3}}|\d{{1,3}}|{ROOTS}[a-zë]*))(?!\w)",
    re.IGNORECASE,
)
_VOWELS = set("AEIOUCQY")
_MONTHS = {"JAN", "FEB", "MRT", "APR", "MEI", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEC"}
# Abbreviations and units that stand between numbers in talk.
_WORDS = word_set(
    """
 KM CM MM KG MG ML DL CL GB MB TB KB KW PK TV WC VS EU NL BV NV HR DR MR NR WW ZW WIA WAO WGA IVA UWV
 WMO AOW BSN IQ PC CD DJ ZZP GGZ VWO MBO HBO HTS MTS LTS LBO KV LV PGB ST VB BTW PTSS ADHD HIV NVT TM
 BMI DM HT VH SP VVD PVV CDA NS
    """
)


def find(text: str, lower: str) -> Iterator[Hit]:
    """Number plates."""
    hit = _PLATE.search(text)
    while hit:
        good = _is_plate(text, hit)
        if good:
            yield _hit(text, *hit.span())
        hit = _PLATE.search(text, hit.end() if good else hit.start() + 1)  # "is gz 45 kl" begins at gz
    if any(word in lower for word in ("kenteken", "nummerplaat", "nummerbord")):
        yield from _after_cue(text)


def _hit(text: str, start: int, end: int) -> Hit:
    return Hit(start, end, text[start:end], Kind.PLATE, 1, "Dit heeft de vorm van een kenteken.")


def _is_plate(text: str, hit: re.Match[str]) -> bool:
    letters = re.findall("[A-Za-z]+", hit.group())
    dashes = len(re.findall(f"[{DASHES}]", hit.group()))
    if {part.lower() for part in letters} & {"is", "en", "de", "ik", "in", "op", "of", "ze", "we"}:
        return False
    if cue_before(_CUE, text, hit.start(), 40):
        return True
    if any(part.upper() in _MONTHS for part in letters) or re.match(
        rf"{S}+(?:{COUNTED})(?!\w)", text[hit.end() :]
    ):
        return False
    if dashes == 2:
        return True
    return _no_words(letters, hit.group())


def _no_words(letters: list[str], plate: str) -> bool:
    """Whether letters without dashes around them are no ordinary words or abbreviations."""
    known = any(part.upper() in _WORDS for part in letters)
    upper = all(part.isupper() for part in letters)
    together = not re.search(r"[^A-Za-z0-9]", plate)
    separators = [part for part in re.split("[A-Za-z0-9]", plate) if part]
    if len(separators) not in (0, 2) or {"SS", "SD", "SA"} & {part.upper() for part in letters}:
        return False
    if known or re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", plate):
        return False
    if together and len(letters) == 2:
        return upper or not _VOWELS & set("".join(letters).upper())
    if together and upper and re.match(r"\d\d?[A-Z]{2,3}\d", plate):
        return True
    if upper and not together and len(letters) == 1 and len(letters[0]) == 2:
        return not _VOWELS & set(letters[0]) or letters[0] in ("AB", "CD")
    return not _VOWELS & set("".join(letters).upper()) and (upper or len("".join(letters)) > 2)


def _after_cue(text: str) -> Iterator[Hit]:
    for hit in [*_ANY.finditer(text), *_SPELLED.finditer(text)]:
        plate = hit["plate"]
        symbols = re.sub(r"[^A-Za-z0-9]", "", plate)
        spelled = hit.re is _SPELLED
        digits = sum(symbol.isdigit() for symbol in symbols)
        if (spelled and _spelled_plate(plate)) or (
            not spelled
            and digits
            and digits < len(symbols)
            and len(symbols) in range(5, 9)
            and not _worded(plate)
        ):
            yield _hit(text, *hit.span("plate"))


def _worded(plate: str) -> bool:
    return any(len(part) > 3 for part in re.findall("[a-z]+", plate))


def _spelled_plate(plate: str) -> bool:
    """Single letters and numbers in turn, of six symbols or so."""
    from stemmen.privacy.spoken_numbers import number_words

    known = number_words()
    total, letters = 0, 0
    for part in re.findall(r"[^\W_]+", plate.lower()):
        number = part if part.isdigit() else known.get(part)
        letters += number is None and len(part)
        total += len(part) if number is None else len(str(number))
    return total == 6 and 0 < letters < 5
