"""Explicit dates and clock times in Dutch text, in digits and in words, at their exact places.

A year alone is no date, and a month alone neither. The article of "de twaalfde maart" belongs to the date,
the preposition of "om 9.05 uur" does not belong to the time.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from stemmen.privacy.marks import APOSTROPHES, COUNTED, DASHES, SPACES, S
from stemmen.privacy.spoken_numbers import ROOTS, number_words


class DateFound(NamedTuple):
    """A date in a text; what it does not tell is None."""

    start: int
    end: int
    text: str
    year: int | None
    month: int | None
    day: int | None


class TimeFound(NamedTuple):
    """A clock time in a text; the hour as it is said, so that "half drie" is 2:30."""

    start: int
    end: int
    text: str
    hour: int
    minute: int


_MONTHS = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "febr": 2, "maart": 3, "mrt": 3, "april": 4,
    "apr": 4, "mei": 5,
    "juni": 6, "jun": 6, "juli": 7, "jul": 7, "augustus": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "oktober": 10, "okt": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_ORDINALS = [
    "eerste",
    "tweede",
    "derde",
    "vierde",
    "vijfde",
    "zesde",
    "zevende",
    "achtste",
    "negende",
    "tiende",
    "elfde",
    "twaalfde",
]
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_A = f"[{APOSTROPHES}]"
_SEP = rf"[{SPACES}]?[{DASHES}/.][{SPACES}]?"

_NUMERIC = re.compile(
    rf"(?<![\w.,/{DASHES}])(?P<a>\d{{1,2}})(?P<s>{_SEP}|{S})(?P<b>\d{{1,2}})(?P<t>{_SEP}"
    rf"|{S})(?P<c>{_A}?\d\d(?:\d\d)?)"
    rf"(?![\w%]|[{DASHES}/.,]\d)"
)
_ISO = re.compile(
    rf"(?<![\w.,/{DASHES}])(\d{{4}})({_SEP}|{S})(\d{{1,2}})({_SEP}|{S})(\d{{1,2}})(?![\w%]|[{DASHES}/.,:]\d)"
)
_WORD = rf"{ROOTS}[a-zë]*"
_DAY = rf"\d{{1,2}}(?:{S}?(?:ste|de|e))?|{_WORD}"
_GAP = rf"[{SPACES}.{DASHES}]{{1,3}}"
_YEAR = rf"\d{{4}}|{_A}{S}?\d\d|\d\d|{_WORD}(?:{S}+{_WORD})?"
_WRITTEN = re.compile(
    rf"(?<![\w])(?P<month>{_MONTH})(?!\w)(?:\.?,?(?:{_GAP})?(?:van{S}+|in{S}+)?(?P<year>{_YEAR})(?![\w%]"
    rf"|[.,:]\d))?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<![\w,.:€])(?:de{S}+)?(?:\d{{1,2}}{S}?(?:[{DASHES}]|t/m|tot(?:{S}en{S}met)?|en|of){S}?)?"
    rf"(?P<day>{_DAY}){_GAP}(?:van{S}+)?$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(rf"(?<![\w,.:€])(?P<year>\d{{4}}|{_A}\d\d){_GAP}$")
_DAY_AFTER = re.compile(rf"{_GAP}(\d{{1,2}})(?![\w%]|[.,:]\d)")
_COUNTED = re.compile(rf"{S}*(?:{COUNTED}|°|{_A}s)(?!\w)", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(rf"\.{S}")


def find_dates(text: str) -> list[DateFound]:
    """Dates in order, not overlapping.

    >>> [found[2:] for found in find_dates("Op 12-3-'74 en de twaalfde maart, in juni 2019.")]
    [("12-3-'74", 1974, 3, 12), ('de twaalfde maart', None, 3, 12), ('juni 2019', 2019, 6, None)]
    """
    if not _MAY_BE.search(text):
        return []
    found: list[DateFound] = []
    for date in sorted(
        [*_numeric(text), *_iso(text), *_written(text)], key=lambda date: (date.start, -date.end)
    ):
        if not found or date.start >= found[-1].end:
            found.append(date)
    return found


_MAY_BE = re.compile(rf"\d|\b(?:{_MONTH})\b", re.IGNORECASE)


def _numeric(text: str) -> Iterator[DateFound]:
    for hit in _NUMERIC.finditer(text):
        year = _year(hit["c"])
        spaced = not hit["s"].strip() or not hit["t"].strip()
        dotted = "." in hit["s"] + hit["t"]
        short = len(hit["c"]) == 2
        if short and (spaced or (dotted and len(hit["a"] + hit["b"]) < 4)):
            continue  # 2.3.12 is a chapter
        yield from _valid(text, hit.start(), hit.end(), year, int(hit["b"]), int(hit["a"]))


def _iso(text: str) -> Iterator[DateFound]:
    for hit in _ISO.finditer(text):
        yield from _valid(text, hit.start(), hit.end(), _year(hit[1]), int(hit[3]), int(hit[5]))


def _valid(text: str, start: int, end: int, year: int | None, month: int, day: int) -> Iterator[DateFound]:
    if year and 1 <= month <= 12 and 1 <= day <= 31:
        yield DateFound(start, end, text[start:end], year, month, day)


def _written(text: str) -> Iterator[DateFound]:
    """Dates with the name of a month: the day before it, the year after it, or the other way round."""
    for hit in _WRITTEN.finditer(text):
        start, end, year, day = hit.start(), hit.end("month"), None, None
        if hit["year"] and (year_end := _year_end(text, hit)):
            end, year = year_end, _year(text[hit.start("year") : year_end])
        window = max(0, start - 45)
        if before := _BEFORE.search(text[window:start]):
            day = _day(before["day"])
        if day:
            start = window + (before.start() if before else 0)
        elif turned := _turned(text, start, hit.end("month")):
            start, end, year, day = turned
        if day or year:
            yield DateFound(start, end, text[start:end], year, _MONTHS[hit["month"].lower()], day)


def _turned(text: str, start: int, end: int) -> tuple[int, int, int, int | None] | None:
    """2019 augustus 1."""
    window = max(0, start - 8)
    before = _YEAR_BEFORE.search(text[window:start])
    after = _DAY_AFTER.match(text, end)
    if not before or not after or not (year := _year(before["year"])) or not 1 <= int(after[1]) <= 31:
        return None
    return window + before.start(), after.end(), year, int(after[1])


def _year_end(text: str, hit: re.Match[str]) -> int | None:
    """Where the year after a month ends, when it is a year: "3 juni 12 uur" has none."""
    start = hit.start("year")
    between = text[hit.end("month") : start]
    for end in _ends(hit["year"], start):
        year = text[start:end]
        if _year(year) is None or _COUNTED.match(text, end):
            continue
        bare = re.fullmatch(r"\d\d", year)
        if (bare and int(year) < 32) or (bare and _ENDS_SENTENCE.search(between)):
            continue
        if not year[0].isdigit() and year[0] not in APOSTROPHES and (_said(year) or 0) < 32:
            continue
        return end
    return None


def _ends(year: str, start: int) -> list[int]:
    """All of it, else its first word."""
    first = re.match(r"\S+", year)
    return list(dict.fromkeys([start + len(year), start + (first.end() if first else 0)]))


def _year(words: str) -> int | None:
    """The year that digits or words tell; two digits up to 30 are of this century.

    >>> [_year(words) for words in ("1974", "'74", "12", "negentien vierenzeventig", "tweeduizend twaalf")]
    [1974, 1974, 2012, 1974, 2012]
    """
    digits = words.strip(APOSTROPHES + " \u00a0\n")
    number = int(digits) if digits.isdigit() else _said(digits)
    if number is None:
        return None
    if number < 100:
        return number + (2000 if number <= 30 else 1900)
    return number if 1900 <= number <= 2100 else None


def _said(words: str) -> int | None:
    """A number in one word or two: "negentien vierenzeventig", "tweeduizend en twaalf"."""
    known = number_words()
    numbers = [known.get(word) for word in words.lower().split() if word != "en"]
    if len(numbers) == 1:
        return numbers[0]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None or numbers[1] > 99:
        return None
    return numbers[0] * 100 + numbers[1] if numbers[0] in (19, 20) else _added(numbers[0], numbers[1])


def _added(first: int, second: int) -> int | None:
    return first + second if first in (1900, 2000) else None


def _day(words: str) -> int | None:
    digits = re.match(r"\d+", words)
    day = int(digits.group()) if digits else _day_words().get(words.lower())
    return day if day and 1 <= day <= 31 else None


@cache
def _day_words() -> dict[str, int]:
    plain = {word: number for word, number in number_words().items() if number <= 31}
    ordinals = {word: number for number, word in enumerate(_ORDINALS, 1)}
    later = {f"{word}{end}": number for word, number in plain.items() if number > 12 for end in ("de", "ste")}
    return plain | ordinals | later


# --- clock times ---

_HOUR = rf"(?:[01]?\d|2[0-4])(?![\d.,:]\d|\d)|(?:{_WORD})"
_TO = {"over": 1, "na": 1, "voor": -1}
_DIGITAL = re.compile(
    rf"(?<![\w.,:#/€{DASHES}])(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>[:.])|(?P<letter>[uh]))(?P<minute>[0-5]\d)"
    rf"(?![\w%]|[:.,]\d|{S}?(?:%|procent|euro))(?P<uur>{S}?(?:uur|u\.?|h)(?!\w))?",
    re.IGNORECASE,
)
_AT = re.compile(rf"\b(?:om|rond|tegen|vanaf|tot|omstreeks|klokslag|uiterlijk|van){S}+$", re.IGNORECASE)
_SAID = re.compile(
    rf"(?<!\w)(?:(?P<minute>kwart|vijf|tien|twintig|\d{{1,2}}(?:{S}minuten)?|{_WORD}(?:{S}minuten)){S}+"
    rf"(?P<to>over|voor|na){S}+)?(?:(?P<half>half){S}+)?(?P<hour>{_HOUR})(?!\w)(?P<uur>{S}uur(?!\w))?",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(
    rf"{S}+(?:{_A}s{S}+|in{S}de{S})(?:ochtend|morgen|middag|avond|nacht)", re.IGNORECASE
)
_CLOCK = re.compile(r"\d|\buur\b|\bhalf\b|\bkwart\b|\b(?:over|voor)\b", re.IGNORECASE)


def find_times(text: str) -> list[TimeFound]:
    """Clock times in order, not overlapping.

    >>> [found[2:] for found in find_times("Om 14.35 uur, half drie, kwart over acht of om 9:05.")]
    [('14.35 uur', 14, 35), ('half drie', 2, 30), ('kwart over acht', 8, 15), ('9:05', 9, 5)]
    """
    if not _CLOCK.search(text):
        return []
    found: list[TimeFound] = []
    for time in sorted([*_digital(text), *_clock(text)], key=lambda time: (time.start, -time.end)):
        if not found or time.start >= found[-1].end:
            found.append(time)
    return found


def _digital(text: str) -> Iterator[TimeFound]:
    for hit in _DIGITAL.finditer(text):
        sure = hit["uur"] or hit["letter"] or hit["mark"] == ":"
        if sure or _AT.search(text[max(0, hit.start() - 14) : hit.start()]):
            yield TimeFound(*hit.span(), hit.group(), int(hit["hour"]), int(hit["minute"]))


def _clock(text: str) -> Iterator[TimeFound]:
    for hit in _SAID.finditer(text):
        hour = _number(hit["hour"])
        if hour is None or hour > 24 or _COUNTED_NOT_HOUR.match(text, hit.end()):
            continue
        if not (hit["to"] or hit["half"]) and not _whole_hour(text, hit):
            continue
        if (hit["to"] or hit["half"]) and not 1 <= hour <= 12:
            continue
        minutes = _minutes(hit)
        yield TimeFound(*hit.span(), hit.group(), (hour * 60 + minutes) // 60 % 24, minutes % 60)


_COUNTED_NOT_HOUR = re.compile(
    rf"{S}+(?:{COUNTED.replace('|uur', '').replace('|tot', '')})(?!\w)|[,.]\d", re.IGNORECASE
)


def _whole_hour(text: str, hit: re.Match[str]) -> bool:
    """Whether "drie uur" is a time: om drie uur, 3 uur 's middags; not a while."""
    at = _AT.search(text[max(0, hit.start() - 14) : hit.start()])
    van = at and at.group().lower().startswith(("van ", "tot "))
    later = bool(_PART_OF_DAY.match(text, hit.end()))
    return bool(hit["uur"] and at and not van) or (later and bool(hit["uur"] or at))


def _minutes(hit: re.Match[str]) -> int:
    words = (hit["minute"] or "").split()
    minute = 15 if words[:1] == ["kwart"] else (_number(words[0]) or 0) if words else 0
    return minute * _TO.get((hit["to"] or "").lower(), 0) - (30 if hit["half"] else 0)


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else number_words().get(word.lower())
