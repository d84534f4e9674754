"""Where decided strings stand in a text, in all ways to write them, with what makes them a possessive."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stemmen.privacy.decisions import base_of, key_of

_TOKENS = re.compile(r"[^\W\d_]+|\d+")
_BETWEEN = r"(?:\s+|\s?[-‐-―'’/@_:]{1,3}\s?|\.|(?<!\w\w)\.\s+)"  # a dot and a space: after an initial only
_BETWEEN_DIGITS = r"[\s\-‐-―./()_:,]{0,3}"
_POSSESSIVE = r"(?P<s>['’`´]s(?!\w)|(?<=[sxzSXZ])['’`´](?=\s+\w))?"


@dataclass(frozen=True, slots=True)
class Spot:
    """A decided string in a text: `end` is after the possessive, if any; `key` is that of the decision."""

    start: int
    end: int
    key: str
    possessive: bool


class Spotter:
    """Finds decided strings as whole words, the longest first.

    A string with a capital is not the word in lower case (Roos, roos), unless somebody wrote it so where
    it is a name, or the text has no capitals.

    Args:
        spellings: by key of the decision, in all ways that it was found written.
    """

    def __init__(self, spellings: Mapping[str, Iterable[str]]) -> None:
        self._spelled = {key: {base_of(text) for text in texts} for key, texts in spellings.items()}
        texts = {text for spelled in self._spelled.values() for text in spelled if _TOKENS.search(text)}
        ordered = sorted(texts, key=lambda text: (-len(text), text))
        either = "|".join(dict.fromkeys(map(_pattern, ordered)))
        self._pattern = (
            re.compile(rf"(?<!\w)(?:{either})(?!\w){_POSSESSIVE}", re.IGNORECASE) if either else None
        )

    def spots(self, text: str, *, any_case: bool) -> Iterator[Spot]:
        """In order; with `any_case`, in capitals or not."""
        for found in self._pattern.finditer(text) if self._pattern else ():
            start, end, possessive = found.start(), found.end(), found["s"] is not None
            if (
                possessive
                and len(found["s"]) == 1
                and text[max(0, start - 1) : start] in ("'", "‘", "’", "`")
            ):
                end, possessive = found.start("s"), False  # ‘Hans’ between quotes
            words = text[start : found.start("s") if found["s"] else end]
            key = key_of(words)
            if key in self._spelled and (any_case or self._is_meant(words, key)):
                yield Spot(start, end, key, possessive)

    def _is_meant(self, words: str, key: str) -> bool:
        letter = next((letter for letter in words if letter.isalnum()), "")
        return not letter.islower() or " ".join(words.split()) in self._spelled[key]


def _pattern(text: str) -> str:
    """A pattern for a string in its ways: spaces, hyphens, numbers in groups."""
    tokens = _TOKENS.findall(text)
    numbers = any(token.isdigit() for token in tokens)
    between = _BETWEEN_DIGITS if numbers else _BETWEEN
    parts = [
        _BETWEEN_DIGITS.join(token) if token.isdigit() and len(token) > 1 else re.escape(token)
        for token in tokens
    ]
    first = re.match(r"[^\w]+", text)
    lead = f"(?:{re.escape(first[0])})?" if first else ""
    return lead + between.join(parts)
