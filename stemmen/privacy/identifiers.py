"""Tier 1: what identifies a person by its form alone, found by pattern, check digit and cue.

A text without digits, "@", a number in words or a cue is done at once. Where two finds overlap, the surer
kind wins: the order in which they are made.
"""

import re
from bisect import bisect
from collections.abc import Callable, Iterator

from stemmen.privacy import (
    accounts,
    addresses,
    birth_dates,
    file_numbers,
    online,
    phones,
    plates,
    postcodes,
    social,
)
from stemmen.privacy.hits import Hit
from stemmen.privacy.spoken_numbers import says_numbers

_DIGIT = re.compile("[0-9]")
# Beside which a number may be said in words.
_SAID = (
    *(
        "rekening",
        "giro",
        "kenteken",
        "plaat",
        "geb",
        "jarig",
        "verjaar",
        "straat",
        "laan",
        "weg ",
        "plein",
        "gracht",
    ),
    *("singel", "kade", "dreef", "dijk", "hof ", " van "),
)


def find(text: str) -> list[Hit]:
    """What identifies by its form, in order, not overlapping.

    >>> [(hit.text, hit.kind.value) for hit in find("Ik woon op Kerkstraat 12, bel 06-12345678.")]
    [('Kerkstraat 12', 'adres'), ('06-12345678', 'telefoon')]
    """
    lower = text.lower()
    kept: list[Hit] = []
    for hit in _all(text, lower):
        place = bisect(kept, hit.start, key=lambda other: other.start)
        free = place == 0 or kept[place - 1].end <= hit.start
        if free and (place == len(kept) or hit.end <= kept[place].start):
            kept.insert(place, hit)
    return kept


def _all(text: str, lower: str) -> Iterator[Hit]:
    """Finds of all kinds, the surest first."""
    yield from online.find(text, lower)
    yield from social.find(text, lower)
    if _DIGIT.search(text) or says_numbers(lower) or any(cue in lower for cue in _SAID):
        for finder in _OF_NUMBERS:
            yield from finder(text, lower)


_OF_NUMBERS: tuple[Callable[[str, str], Iterator[Hit]], ...] = (
    accounts.find,
    file_numbers.find_cued,
    phones.find,
    birth_dates.find,
    postcodes.find,
    plates.find,
    addresses.find,
    file_numbers.find_bare,
)
