"""Words with a capital that identify nobody: agencies, laws, shops, holidays, languages, words of offices.

The lists are in `allowed.txt`; here is what they tell of a word.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from stemmen import language
from stemmen.privacy import names, speech_words
from stemmen.privacy.speech_words import peoples, unlisted

_ALLOWED = [
    "instanties",
    "wetten",
    "bedrijven",
    "dagen en geloof",
    "talen en volken",
    "rollen en formulieren",
]
# Words of offices that no list can hold all of: "Energietoeslag", "Zorgloket".
_OFFICE = re.compile(
    r"(?:toeslag|toeslagen|wet|loket|uitkering|regeling|formulier|budget|dienst|belasting|consulent|manager|matrix|norm"
    r"|verzekering|subsidie|vergoeding|bijstand|fonds|krediet|nummer|plan|beleid|ambtenaar|medewerker|coach|meter)(?:en|s)?$"
)
_CONTRACTED = language.word_set(
    "m'n z'n d'r zo'n da's dat's 't 'n 'k ie m'n mn zn 't's hij's wie's zo'ne t'is hoezo"
)
_FEWEST = 3  # letters in a part of a compound; its last part has one more


@cache
def _lists() -> dict[str, list[str]]:
    return names.sections(Path(__file__).with_name("allowed.txt").read_text("utf-8"))


@cache
def listed(heading: str) -> frozenset[str]:
    """The words and phrases under a heading, case-folded."""
    return frozenset(word.casefold() for word in _lists()[heading])


@cache
def _words() -> dict[str, bool]:
    """Word, case-folded -> whether it is only meant in capitals throughout."""
    found = dict.fromkeys(names.countries(), False)
    known = peoples() | speech_words.listed("kenmerken.txt", "landen")
    found.update((word, False) for word in known if not is_listed(word))
    for heading in _ALLOWED:
        for word in _lists()[heading]:
            folded = word.casefold()
            found[folded] = word.isupper() and found.get(folded, True)
    return found


@cache
def _phrases() -> dict[str, list[str]]:
    """First word -> phrases that begin with it, the longest first, all case-folded."""
    found: dict[str, list[str]] = {}
    for phrase in sorted((word for word in _words() if " " in word), key=len, reverse=True):
        found.setdefault(phrase.split()[0], []).append(phrase)
    return found


@cache
def _long_places() -> dict[str, list[str]]:
    """First word -> places of more words that begin with it, the longest first."""
    found: dict[str, list[str]] = {}
    for place in sorted((name for name in names.places() if " " in name), key=len, reverse=True):
        found.setdefault(place.split()[0], []).append(place)
    return found


def place_end(text: str, start: int, word: str) -> int:
    """Where a place of more words ends that starts at this word of the text; 0 when there is none.

    >>> place_end("In Bergen op Zoom.", 3, "Bergen")
    17
    """
    return _end(text, start, _long_places().get(word.casefold(), ()))


def phrase_end(text: str, start: int, word: str) -> int:
    """Where the longest allowed phrase ends that starts at this word of the text; 0 when there is none.

    >>> phrase_end("Het Leger des Heils.", 4, "Leger")
    19
    """
    return _end(text, start, _phrases().get(word.casefold(), ()))


def _end(text: str, start: int, phrases: Iterable[str]) -> int:
    for phrase in phrases:
        end = start + len(phrase)
        if text[start:end].casefold() == phrase and not text[end : end + 1].isalnum():
            return end
    return 0


@lru_cache(100_000)
def is_allowed(word: str) -> bool:
    """Whether a word is on the list, or a compound with one that is.

    >>> [is_allowed(word) for word in ("UWV", "Uwv", "Wmo-consulent", "Energietoeslag", "MO", "Mo", "Fatima")]
    [True, True, True, True, True, False, False]
    """
    folded = word.casefold().replace("’", "'")
    shouted = _words().get(folded)
    if shouted is not None:
        return not shouted or word.isupper() or not is_listed(folded)
    first, *rest = re.split(r"[-']", word)
    if rest and first and not is_listed(folded) and is_allowed(first):
        return all(is_allowed(part) or is_word(part.casefold()) or len(part) < _FEWEST for part in rest)
    return not is_listed(folded) and bool(_OFFICE.search(folded)) and is_word(folded)


def is_listed(folded: str) -> bool:
    """Whether a case-folded word is a first name, surname or place."""
    return folded in names.first_names() or folded in names.surnames() or folded in names.places()


@lru_cache(100_000)
def is_word(folded: str) -> bool:
    """Whether this is a Dutch word, or a compound of Dutch words.

    >>> [is_word(word) for word in ("schaamte", "bijstandsmoeders", "lindestraat", "hoekstra", "z'n")]
    [True, True, False, False, True]
    """
    return is_plain(folded) or _is_compound(folded)


@lru_cache(100_000)
def is_plain(folded: str) -> bool:
    """Whether a dictionary has this word, or everybody says it."""
    return (
        folded in unlisted()
        or bool(_SOUND.match(folded))
        or folded in _CONTRACTED
        or folded in listed("woorden die woordenboeken missen")
        or language.is_known(folded)
        or (bool(_DUTCH_END.search(folded)) and len(folded) >= _LONG_ENOUGH and not is_listed(folded))
        or (folded != (bare := folded.translate(_ACUTE)) and not is_listed(folded) and is_plain(bare))
    )


# Dutch by its end, for words that no dictionary has: "bereikbaarheid", "intensieve".
_DUTCH_END = re.compile(
    r"(?:heid|heden|iteit|iteiten|isme|atie|aties|schap|lijke?|loos|loze|bare?|isch|ische|erij|achtige?|ieve|matige?|ingen"
    r"|eerde?n?|gericht|gerichte|eren|(?<!l)ing|ende?|tig|ste)$"
)
_SOUND = re.compile(
    r"(?:[hjmnpstw]*([aeiou])\1*h*|h?m+h*|[hjm]w?[aeiou]+h+|p+f+|[a-z]*([a-z])\2{2,}[a-z]{0,2})$"
)  # hmm, mwah, jaaa
_LONG_ENOUGH = 9  # letters, to tell by the end: "Koning" and "Berende" are names
_ACUTE = str.maketrans("áéíóú", "aeiou")


_SURNAME_ENDS = (
    "stra",
    "sma",
    "ema",
    "inga",
    "kerk",
    "poort",
    "kamp",
    "hof",
    "berg",
    "brink",
    "boer",
    "mans",
    "huis",
)


@lru_cache(100_000)
def _is_compound(folded: str) -> bool:
    plain = folded.replace("-", "")
    if is_listed(folded) or ends_as("plaatsen: einde", folded) or folded.endswith(_SURNAME_ENDS):
        return False
    return any(
        is_plain(plain[at:]) and _is_modifier(plain[:at])
        for at in range(_FEWEST, len(plain) - _FEWEST + (len(plain) > _LONG_ENOUGH - 2))
    )


def _is_modifier(part: str) -> bool:
    joined = (part, part[:-1] if part[-1] == "s" else part, part[:-2] if part.endswith("en") else part)
    return any(len(word) >= _FEWEST and is_plain(word) for word in joined) or (
        len(part) > 2 * _FEWEST and _is_compound(part.removesuffix("s"))
    )


@lru_cache(100_000)
def ends_as(heading: str, folded: str) -> bool:
    """Whether a word is longer than one of the ends under a heading, and ends so ("Korreweg").

    >>> ends_as("plaatsen: einde", "korreweg"), ends_as("plaatsen: einde", "weg")
    (True, False)
    """
    ends = tuple(listed(heading))
    return folded.endswith(ends) and folded not in listed(heading)


_INHABITANT = re.compile(r"(?:se?|e?ne?n?aa?rs?|m?ers?|aa?rs?|ze)$")


@lru_cache(100_000)
def is_of_place(folded: str) -> bool:
    """Whether a word is made from a place: "Rotterdammer", "Antwerpse".

    >>> is_of_place("rotterdammer"), is_of_place("emmense"), is_of_place("bakker")
    (True, True, False)
    """
    bare = _INHABITANT.sub("", folded)
    return bare != folded and len(bare) > _FEWEST and bare in names.places() and not language.is_known(bare)
