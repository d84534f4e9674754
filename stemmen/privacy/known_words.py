"""What lists tell of a word in lower case: a name, a name or a word, a word, or in no list at all."""

import re
from functools import cache
from typing import NamedTuple

from stemmen.language import fold, is_finite_verb, is_known
from stemmen.privacy import names
from stemmen.privacy.speech_words import (
    DETERMINERS,
    DOUBTFUL,
    EMPLOYERS,
    EVERYDAY,
    HOUSES,
    LAND_ENDS,
    NAMES,
    SPOKEN_PLACES,
    STREET_ENDS,
    SURNAME_PARTICLES,
    unlisted,
)

_NUMBER = re.compile("(?:tig|honderd|duizend|tiende|tigste|tigers?)$")
# Ends and forms that names do not have: a word with one is made after a rule, and in no list for that.
_FORMED = re.compile(
    "(?:heid|heden|baar|bare|lijke?|ische?|isme|aties?|iteit|iteiten|achtige?|schap|schappen|loos|loze|matige?"
    "|eren|eerde?|eringe?n?|logie|ssen|jes|ende?)$"
    "|^(?:af|in|uit|aan|op|over|mee|voor|door|om|toe|be)?ge[a-zë]{3,}(?:d|de|den|t|te)$"
)
_PARTICIPLE = re.compile(
    "(?:af|aan|uit|in|op|over|mee|voor|door|om|toe|terug|weg|na|bij)?ge([a-zë]{2,}(?:t|d|en))$"
)
_FILLED = re.compile(r"(\w)\1{2,}|(?:ha|he|hi|ho|bla|la|na|ja){2,}h?$|[hmgxbrpfst]+$|(?:u|e|h|m|o|a)+$")


class Known(NamedTuple):
    """What the lists tell of a word.

    Args:
        sort: "zeker" a name and nothing else; "twijfel" also a rarer word; "gewoon" an everyday word too;
            "onbekend" in no list of words; "samengesteld" of known words, in no list; "straat"; "bedrijf".
        first, last, place: whether it is in the list of first names, surnames, places.
        length: of the word without its "'s" or "s".
    """

    sort: str
    first: bool
    last: bool
    place: bool
    length: int


class Lists(NamedTuple):
    """Names in lower case; `several` has places of several words, by their first two, the longest first."""

    first: frozenset[str]
    last: frozenset[str]
    place: frozenset[str]
    several: dict[tuple[str, str], list[tuple[str, ...]]]


@cache
def lists() -> Lists:
    """First names, the heads of surnames ("vries"), places, and places of more words by their first two."""
    places = {place.replace("-", " ") for place in names.places()} | names.places() | SPOKEN_PLACES
    several: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for place in sorted(places, key=lambda place: (-place.count(" "), place)):
        if len(parts := tuple(place.split())) > 1:
            several.setdefault((parts[0], parts[1]), []).append(parts)
    last = {surname.split()[-1] for surname in names.surnames()}
    return Lists(names.first_names(), frozenset(last), frozenset(places), several)


_SMALL = (SURNAME_PARTICLES | DETERMINERS) - {"ben"}


@cache
def known(word: str) -> Known | None:
    """What is known of a word in lower case; None for an ordinary word."""
    base = re.sub(r"(?:'s?|\*x)$", "", word)
    if not base or base in _SMALL:
        return None
    if base == word and _possessive(word):
        base = word[:-1]
    first, last, place, _ = lists()
    here = (base in first or (base in NAMES and base not in place), base in last, base in place)
    sort = _sort(base, here)
    return Known(sort, *here, len(base)) if sort else None


def _possessive(word: str) -> bool:
    return word.endswith("s") and not ordinary(word) and not _listed(word) and _listed(word[:-1])


def _listed(word: str) -> bool:
    first, last, place, _ = lists()
    return word in first or word in last or word in place


def ordinary(word: str) -> bool:
    """Whether a word in lower case is known as an ordinary word; names may be too."""
    return word in unlisted() or is_known(word) or bool(_NUMBER.search(word)) or is_known(fold(word))


def _sort(word: str, here: tuple[bool, bool, bool]) -> str:
    if word in NAMES:
        return "zeker"
    if "*" in word or word[0] in "'‘":
        return "zeker" if word in lists().place else ""
    if word in HOUSES or (word in EMPLOYERS and not any(here)):
        return "bedrijf"
    return _listed_sort(word, here) if any(here) else _unlisted_sort(word)


def _unlisted_sort(word: str) -> str:
    participle = _PARTICIPLE.match(word)
    if ordinary(word) or len(word) < 3 or _FILLED.match(word) or (participle and is_known(participle[1])):
        return ""
    if word.endswith(STREET_ENDS) and len(word) > 7:
        return "straat"
    if word.endswith(LAND_ENDS) and len(word) > 7 and not _compound(word):
        return "straat"
    formed = len(word) > 7 and _FORMED.search(word)
    return "samengesteld" if formed or _compound(word) else "onbekend"


def _listed_sort(word: str, here: tuple[bool, bool, bool]) -> str:
    if word in DOUBTFUL:
        return "twijfel"
    if word in EVERYDAY or word in unlisted() or len(word) < 3:
        return "gewoon"
    if is_known(word):
        return "twijfel" if here[0] and not is_finite_verb(word) else "gewoon"
    return "zeker"


def _compound(word: str) -> bool:
    """Whether a word is made of two ordinary words: "schoolkosten", "eindejaarsbrief"."""
    if "-" in word:
        return ordinary(word.rsplit("-", 1)[1])
    return any(
        ordinary(word[cut:])
        and (ordinary(word[:cut]) or (word[cut - 1] in "se" and ordinary(word[: cut - 1])))
        for cut in range(3, len(word) - 3)
    )
