"""Dates and clock times made less exact, or dates shifted.

"vergroven" (coarser): a day becomes a season with its year ("[voorjaar 2019]"; a winter has the year of its
January), a date of birth the ten years that it is in ("[geboortejaar 1970-1979]"); a month with its year
stays. "verschuiven" (shifted): a date becomes another, as many days on for all dates of one respondent, so
that the time between them is kept; a date of birth becomes ten years all the same. A clock time beside a date
becomes a part of the day in both; other clock times stay ("om zes uur op"): they are what a day is like, not
when something happened, and words that tell nothing of who speaks are not to be bent.
Days that are the same for everybody ("5 mei") stay when no year is with them, and so does what stands between
square brackets: that is our own work of an earlier time, or no speech.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from stemmen.privacy.birth_dates import find as find_births
from stemmen.privacy.dates import DateFound, TimeFound, find_dates, find_times
from stemmen.privacy.edits import Edit


class Dates(StrEnum):
    """What is done with dates and times; the values are the words that users write."""

    COARSER = "vergroven"
    SHIFT = "verschuiven"
    LEAVE = "laten"


_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip
_SEASONS = ("winter", "voorjaar", "zomer", "najaar")
_EVERYBODYS = {
    (1, 1),
    (1, 4),
    (27, 4),
    (1, 5),
    (4, 5),
    (5, 5),
    (5, 12),
    (24, 12),
    (25, 12),
    (26, 12),
    (31, 12),
}
_END = re.compile(r"[.!?…](?=\s|$)")
_BRACKETS = re.compile(r"\[[^\[\]\n]*\]")
_TWELVE_HOURS = re.compile(r"(?<!\d)0\d|1[3-9]|2[0-4]")
_PART_SAID = re.compile(r"\s+(?:['’]s\s+|in\s+de\s+)(?:ochtend|morgen|middag|avond|nacht)s?", re.IGNORECASE)


def coarser(text: str, how: Dates, days: int = 0) -> list[Edit]:
    """The edits in the text of a turn; `days` is how far dates are shifted.

    >>> [edit.new for edit in coarser("Op 12 maart 2019 om 14.35 uur.", Dates.COARSER)]
    ['[voorjaar 2019]', '[middag]']
    >>> [edit.new for edit in coarser("Op 12 maart 2019.", Dates.SHIFT, 30)]
    ['[11 april 2019]']
    """
    if how is Dates.LEAVE:
        return []
    edits: list[Edit] = []
    dated = list(_dates(text, how, days))
    for edit in sorted([*dated, *_times(text, dated)], key=lambda edit: (edit.start, -edit.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    bracketed = [found.span() for found in _BRACKETS.finditer(text)]
    return [edit for edit in edits if not any(a <= edit.start and edit.end <= b for a, b in bracketed)]


def birth_years(text: str) -> str:
    """What comes in the place of a date of birth.

    >>> birth_years("12 maart 1974"), birth_years("de twaalfde maart")
    ('[geboortejaar 1970-1979]', '[geboortedatum]')
    """
    years = [date.year for date in find_dates(text) if date.year]
    if not years:
        return "[geboortedatum]"
    first = years[0] // 10 * 10
    return f"[geboortejaar {first}-{first + 9}]"


def _dates(text: str, how: Dates, days: int) -> Iterator[Edit]:
    births = [(hit.start, hit.end) for hit in find_births(text, text.lower())]
    for start, end in births:
        yield Edit(start, end, birth_years(text[start:end]))
    for date in find_dates(text):
        of_birth = any(start < date.end and date.start < end for start, end in births)
        if not of_birth and not _everybodys(date) and (date.day or how is Dates.SHIFT):
            new = _shifted(date, days) if how is Dates.SHIFT else None
            yield Edit(date.start, date.end, new or _season(date))


def _everybodys(date: DateFound) -> bool:
    return date.year is None and (date.day, date.month) in _EVERYBODYS


def _season(date: DateFound) -> str:
    """A season, with the year; the winter that starts in December has the year of its January."""
    if date.month is None:
        return f"[{date.year}]" if date.year else "[datum]"
    year = date.year + (date.month == 12) if date.year else ""
    return f"[{_SEASONS[date.month % 12 // 3]} {year}".rstrip() + "]"


def _shifted(date: DateFound, days: int) -> str | None:
    """The date some days on, as exact as it was; None when it is no day that there is."""
    try:
        day = datetime.date(date.year or 2001, date.month or 7, date.day or 15)
        day += datetime.timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    parts = [str(day.day) if date.day else "", _MONTHS[day.month - 1], str(day.year) if date.year else ""]
    return f"[{' '.join(filter(None, parts))}]"


def _times(text: str, dated: Sequence[Edit]) -> Iterator[Edit]:
    """The clock times in a sentence with a date."""
    near = [_sentence(text, edit.start, edit.end) for edit in dated]
    for time in find_times(text):
        if any(start <= time.start < end for start, end in near):
            yield Edit(time.start, time.end, f"[{_part_of_day(time, text)}]")


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """From the sign that ends a sentence before this stretch to the next one after it."""
    first = max((found.end() for found in _END.finditer(text, 0, start)), default=0)
    last = _END.search(text, end)
    return first, last.start() if last else len(text)


def _part_of_day(time: TimeFound, text: str) -> str:
    """The part of the day, when the time tells it: half drie may be night or day."""
    said = _PART_SAID.match(text, time.end)
    if said or not _TWELVE_HOURS.match(time.text):
        return "tijdstip"
    return ("nacht", "ochtend", "middag", "avond")[time.hour % 24 // 6]
