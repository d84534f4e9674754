"""Dutch postcodes: four digits from 1000, two letters but SA, SD and SS; with the house number that follows.

Source: PostNL; since 2005 all other letters are in use. "2020 WW" is rather a year and a law: letters that
are a word or an abbreviation need another sign, such as the word postcode, a street before or a place
after.
"""

import re
from collections.abc import Iterator

from stemmen.language import word_set
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.marks import COUNTED, DASHES, SPACES, S, cue_before
from stemmen.privacy.spoken_numbers import number_words, runs

_POSTCODE = re.compile(
    rf"(?<![\w€$.,/{DASHES}])([1-9]\d{{3}})([{SPACES}]{{0,3}}|{S}?[{DASHES}]{S}?)([A-Za-z]{{2}})(?![\w@]"
    rf"|[{DASHES}/][\dA-Z]|\.\w)"
)
_HOUSE = re.compile(
    rf"(?:[,;]?{S}+(?:en{S}+)?(?:dan{S}+)?(?:op{S}+)?(?:het{S}+)?(?:huis)?(?:nummer"
    rf"|nr\.?){S}+(?:is{S}+)?\d{{1,5}}(?:[{DASHES}{SPACES}]?[a-zA-Z](?!\w))?"
    rf"|{S}?[{DASHES}/,]?{S}?\d{{1,4}}(?:[{DASHES}]?[a-zA-Z](?!\w))?(?!{S}+(?:{COUNTED})(?!\w)|[.,:]\d"
    rf"|{S}?%))(?!\w)",
    re.IGNORECASE,
)
_CUE = re.compile(r"\bpost\s?codes?(?:gebied)?\b|\bpc\b", re.IGNORECASE)
_HOUSE_BEFORE = re.compile(rf"[^\W\d_]{{3,}}\.?{S}+\d{{1,5}}{S}?[a-zA-Z]{{0,2}}[,;]?{S}+(?:in{S}+)?$")
_PLACE_AFTER = re.compile(
    rf",?{S}+(?!(?:{COUNTED})\b)(?:in{S}+|te{S}+)?[A-Z][a-z]{{2,}}|,?{S}*(?:huis)?nummer"
)
_WORDS = word_set(
    """
 ja je ze we me te de en er ik in is it of om op na nu zo al as af ga ha he ho hè hm uh eh uw wc tv vs
 bv nv pc hr ov eu an at am pm ad ao ww zw iq id ai cv dj cd gb mb tb kb kw pk km cm mm kg mg ml dl cl
 hz st dr mr ir nr no ok vo po bb wa ps gs mw uk nl be bc vc nc vn vk up so my go do to by or if pp cc
 el ex co gr ct db lt nt ot rt wo wk mn sp bm us jr jl jh
    """
)
_LONE = re.compile(
    rf"\bpost\s?code{S}*(?:[:=]|{S}(?:is|was|van|mijn|zijn|haar|ons|het"
    rf"|dat)(?!\w)){{0,3}}{S}*([1-9]\d{{3}})(?!\w|{S}?[%€])",
    re.IGNORECASE,
)


def find(text: str, lower: str) -> Iterator[Hit]:
    """Postcodes, with the house number where it follows."""
    for hit in _POSTCODE.finditer(text):
        if _is_postcode(text, hit):
            yield _with_house(text, hit.start(), hit.end(), "Dit is een postcode.")
    if "postcode" in lower or "post code" in lower:
        yield from _after_cue(text)


def _with_house(text: str, start: int, end: int, reason: str) -> Hit:
    house = _HOUSE.match(text, end)
    end = house.end() if house else end
    return Hit(start, end, text[start:end], Kind.POSTCODE, 1, reason)


def _is_postcode(text: str, hit: re.Match[str]) -> bool:
    letters = hit[3]
    if letters.upper() in ("SA", "SD", "SS") or letters not in (letters.upper(), letters.lower()):
        return False
    if letters.lower() not in _WORDS and (letters.isupper() or not hit[2] or not _year(hit[1])):
        return True
    together = letters.isupper() and not hit[2] and not _year(hit[1]) and letters.lower() not in _UNITS
    return together or _other_sign(text, hit)


_UNITS = word_set(
    """
 km cm mm kg mg ml dl cl gb mb tb kb kw pk ha hz cc gr ct db
    """
)


def _year(digits: str) -> bool:
    return digits[:2] in ("19", "20")


def _other_sign(text: str, hit: re.Match[str]) -> bool:
    if cue_before(_CUE, text, hit.start(), 25):
        return True
    before = text[max(0, hit.start() - 30) : hit.start()]
    return hit[3].isupper() and bool(_HOUSE_BEFORE.search(before) or _PLACE_AFTER.match(text, hit.end()))


def _after_cue(text: str) -> Iterator[Hit]:
    """After the word postcode: four digits alone, or all of it in words."""
    for hit in _LONE.finditer(text):
        yield Hit(hit.start(1), hit.end(1), hit[1], Kind.POSTCODE, 1, "Dit zijn de cijfers van een postcode.")
    for run in runs(text, True):
        digits = "".join(atom.digits for atom in run[:4])
        if run[0].spoken and len(digits) == 4 and cue_before(_CUE, text, run[0].start, 25):
            last = run[min(len(run), 4) - 1].end
            letters = re.match(
                rf"[{SPACES},.]{{1,3}}[a-z][{SPACES},.]{{0,2}}[a-z](?!\w)", text[last:], re.IGNORECASE
            )
            end = last + (letters.end() if letters else 0)
            yield _with_house(text, run[0].start, end, "Dit is een postcode.")


__all__ = ["find", "number_words"]
