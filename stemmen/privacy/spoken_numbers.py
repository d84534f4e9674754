"""Numbers as they are said: number words to digits, and runs of digits and words that make one number."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from stemmen.privacy.marks import DASHES, SPACES, D, S

_UNITS = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
]
_UNITS += ["dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"]
_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()  # noqa: SIM905


@cache
def number_words() -> dict[str, int]:
    """Dutch number words, 0 to 9999 as far as they are one word; years too ("negentienvierenzeventig")."""
    below = {word: number for number, word in enumerate(_UNITS)}
    below["één"] = below["eén"] = 1
    for tens, word in enumerate(_TENS, 2):
        below[word] = tens * 10
        for unit in range(1, 10):
            for joint in ("en", "ën"):
                below[f"{_UNITS[unit]}{joint}{word}"] = tens * 10 + unit
    found = dict(below)
    for hundreds in range(1, 20):
        start = f"{_UNITS[hundreds] if hundreds > 1 else ''}honderd"
        found |= _joined(start, hundreds * 100, below)
    for thousands in range(1, 10):
        start = f"{_UNITS[thousands] if thousands > 1 else ''}duizend"
        found |= _joined(start, thousands * 1000, below)
    found |= {f"negentien{word}": 1900 + number for word, number in below.items() if number >= 10}
    return found | {f"twintig{word}": 2000 + number for word, number in below.items() if 10 <= number < 40}


def _joined(start: str, base: int, below: dict[str, int]) -> dict[str, int]:
    both = {
        f"{start}{joint}{word}": base + number for word, number in below.items() for joint in ("", "en", "ën")
    }
    return both | {start: base}


# What a number word may begin with; whether it is one is looked up.
ROOTS = r"(?:nul|[eé][eé]n|elf|twee|drie|d[ue]|v[ei][ei]r|vijf|ze[sv]|acht|negen|t[iwa]|honderd)"
_WORD = re.compile(rf"(?<!\w)(?:dubbele?{S}+\w+|{ROOTS}[a-zë]*)(?!\w)", re.IGNORECASE)
_DIGITS = re.compile(r"(?<!\w)\d+(?!\w)")


class Atom(NamedTuple):
    """Digits that stand together, or one number word; offsets in the text."""

    start: int
    end: int
    digits: str
    spoken: bool


def atoms(text: str, spoken: bool) -> list[Atom]:
    """All numbers of a text in order; those in words too when `spoken`.

    >>> [atom.digits for atom in atoms("nul zes twaalf 34 dubbel vijf", True)]
    ['0', '6', '12', '34', '55']
    """
    found = [Atom(*hit.span(), hit.group(), False) for hit in _DIGITS.finditer(text)]
    return sorted([*found, *_said(text)]) if spoken else found


def _said(text: str) -> Iterator[Atom]:
    words = number_words()
    for hit in _WORD.finditer(text):
        first, *second = hit.group().lower().split()
        number = words.get(second[0] if second else first)
        if number is not None and number < 1000:
            yield Atom(*hit.span(), str(number) * (2 if second else 1), True)


# Between the parts of one number: marks, and what a speaker says while thinking.
_FILLER = rf"(?:e+h+m*|e+u+h*m*|u+h+m*|ja|en|dan|en{S}dan|streepje|spatie|puntje)"
_LOOSE = re.compile(
    rf"(?:[{SPACES}.…;/){DASHES}]|\(|,(?=[{SPACES}])){{0,6}}(?:{_FILLER}[{SPACES},.…]{{1,4}}){{0,2}}"
)
_FAR = 30
_TIGHT = re.compile(rf"(?:[{SPACES}./){DASHES}]|\(){{0,4}}")


@lru_cache(maxsize=4)  # several finders ask for those of one text
def runs(text: str, spoken: bool) -> tuple[tuple[Atom, ...], ...]:
    """Atoms that may be parts of one number, together."""
    found: list[list[Atom]] = []
    for atom in atoms(text, spoken):
        if found and atom.start - found[-1][-1].end < _FAR and _joined_by(_LOOSE, text, found[-1][-1], atom):
            found[-1].append(atom)
        else:
            found.append([atom])
    return tuple(tuple(run) for run in found)


def tight(text: str, first: Atom, second: Atom) -> bool:
    """Whether only a space or a mark stands between two atoms."""
    return _joined_by(_TIGHT, text, first, second)


def _joined_by(between: re.Pattern[str], text: str, first: Atom, second: Atom) -> bool:
    """Whether the gap is as it should be; it opens a bracket only for the nul of +31 (0)6."""
    gap = between.fullmatch(text, first.end, second.start)
    return bool(gap) and (second.digits == "0" or "(" not in text[first.end : second.start])


_NUMBER_WORDS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_CUES = ("nul", "bsn", "numm", "sofi", "postcode")


def says_numbers(lower: str) -> bool:
    """Whether a text in lower case may hold a long number in words; cheap."""
    return any(cue in lower for cue in _CUES) or sum(word in lower for word in _NUMBER_WORDS) > 2


__all__ = ["Atom", "D", "atoms", "number_words", "runs", "says_numbers", "tight"]
