"""Tier 1: what identifies a person by its form alone, found by pattern, check digit and cue.

A text without digits, "@", a spoken number or a cue is done at once. Where two finds overlap, the surer kind wins:
the order of `_FINDERS`.
"""

import re
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
)
from stemmen.privacy.hits import Hit
from stemmen.privacy.spoken_numbers import says_numbers

_DIGIT = re.compile("[0-9]")
_CUES = (
    "punt dot apenst apest bsn burgerserv sofi numm reken giro iban kenteken postcode geb jarig verjaar straat laan plein gracht"
    " insta snap tok facebook twitter telegram discord skype gebruikersnaam accountnaam username nickname www (at) [at]"
    " reddit twitch strava marktplaats"
).split() + [" is van", " ben van"]


def find(text: str) -> list[Hit]:
    """What identifies by its form, in order, not overlapping.

    >>> [(hit.text, hit.kind.value) for hit in find("Ik woon op Kerkstraat 12, bel 06-12345678.")]
    [('Kerkstraat 12', 'adres'), ('06-12345678', 'telefoon')]
    """
    lower = text.lower()
    digits = bool(_DIGIT.search(text))
    if not (
        digits or "@" in text or "." in text or says_numbers(lower) or any(cue in lower for cue in _CUES)
    ):
        return []
    kept: list[Hit] = []
    for hit in _all(text, lower):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _all(text: str, lower: str) -> Iterator[Hit]:
    """Finds of all kinds, the surest first."""
    for finder in _FINDERS:
        yield from finder(text, lower)


_FINDERS: tuple[Callable[[str, str], Iterator[Hit]], ...] = (
    online.find,
    accounts.find,
    file_numbers.find_cued,
    phones.find,
    birth_dates.find,
    postcodes.find,
    plates.find,
    addresses.find,
    file_numbers.find_bare,
)
