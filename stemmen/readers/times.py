r"""Time codes of transcripts: read into seconds, and taken out of the words.

Conventions met: [00:12:31], (12:31), 0:49, #00:01:23-4# (f4), [00:12:31 - 00:12:40], 0:0:3.5 --> 0:0:9.
"""

import re

CLOCK = r"(?:\d{1,2}:\d{1,2}:\d{1,2}(?:[.,:-]\d{1,3})?|\d{1,3}:\d{2}(?:[.,]\d{1,3})?)"
_LONG = r"\d{1,2}:\d{1,2}:\d{1,2}(?:[.,:-]\d{1,3})?"
_DOTS = r"\d{1,2}\.\d{2}\.\d{2}"  # bare, this is more likely a date
_TO = rf"(?:[ ]?(?:-->|→|[-–—]|tot)[ ]?#?{CLOCK})?"
# At the start of a line, or behind a name: with or without brackets.
IN_BRACKETS = rf"[\[({{<#](?:{CLOCK}|{_DOTS}){_TO}[\])}}>#]"
TIME = rf"(?:{IN_BRACKETS}|{CLOCK}{_TO})"
# Within what is said, only what nobody says: hours, minutes and seconds, or what stands in square brackets.
_STAMP = re.compile(rf"[ \t]?(?:[#\[{{]{CLOCK}{_TO}[#\]}}]|[(<]{_LONG}{_TO}[)>])")
_BARE = re.compile(rf"{_LONG}{_TO}(?=\s|$)")
_ALONE = re.compile(rf"{TIME}$")
_PARTS = re.compile(
    r"(?:(?P<hours>\d{1,2})(?P<dot>[:.]))?(?P<minutes>\d{1,3})(?(dot)(?P=dot)|:)(?P<seconds>\d{1,2})"
    r"(?:[.,-](?P<part>\d{1,3}))?"
)


def seconds(text: str) -> float | None:
    """Seconds from the start, by the first clock time in `text`; None when it has none.

    >>> seconds("[1:02:03,5]"), seconds("#00:01:23-4#"), seconds("0:49"), seconds("nee")
    (3723.5, 83.4, 49.0, None)
    """
    found = _PARTS.search(text)
    if not found:
        return None
    whole = int(found["hours"] or 0) * 3600 + int(found["minutes"]) * 60 + int(found["seconds"])
    return whole + float(f"0.{found['part'] or 0}")


def is_time(text: str) -> bool:
    """Whether a line holds nothing but a time."""
    return bool(_ALONE.match(text.strip()))


def without_times(text: str) -> tuple[str, int]:
    """The words of a line, and how many time codes were taken out of it.

    >>> without_times("Nou, [00:12:31] slecht. Om 10:30 stond ik daar. #00:12:40-2#")
    ('Nou, slecht. Om 10:30 stond ik daar.', 2)
    """
    count = 0
    if ":" not in text and "." not in text:
        return text, count
    bare = _BARE.match(text)
    if bare:
        text, count = text[bare.end() :].lstrip(), 1
    if not any(mark in text for mark in "[#{(<"):
        return text, count
    words, stamps = _STAMP.subn("", text)
    return (words.strip(), count + stamps) if stamps else (text, count)
