"""Cutting a quote out of a turn: whole sentences of a readable length around what was coded."""

import re

from stemmen import language
from stemmen.nonspeech import count_words, spoken

SHORTEST, LONGEST = 8, 80  # words of a readable quote


def sentences(text: str) -> list[tuple[int, int]]:
    r"""Offsets of the sentences of `text`; a new line begins a new one.

    >>> text = "Nou... dat weet ik niet. Dhr. Bos wel?\nJa"
    >>> [text[a:b] for a, b in sentences(text)]
    ['Nou... dat weet ik niet.', 'Dhr. Bos wel?', 'Ja']
    """
    said = spoken(text)  # in "(onverst.) toen" no sentence ends
    lines = [found.span() for found in re.finditer(r"[^\n]+", text)]
    starts = [start + place for start, end in lines for place in language.sentence_starts(said[start:end])]
    ends = [*starts[1:], len(text)]
    spans = [language.trim(text, start, end) for start, end in zip(starts, ends, strict=True)]
    return [(start, end) for start, end in spans if start < end]


def readable(text: str, begin: int, end: int, words: str = "") -> tuple[int, int]:
    """Offsets of whole sentences around ``text[begin:end]``: 8 to 80 words where that is possible.

    A longer stretch is cut around the first of `words` (those that a rule fired on), else at its begin.

    >>> turn = "Nou ja. Ze geloofden me niet. Toen moest ik alles nog een keer laten zien, alles."
    >>> a, b = readable(turn, 8, 29)
    >>> turn[a:b]
    'Ze geloofden me niet. Toen moest ik alles nog een keer laten zien, alles.'
    """
    spans = sentences(text)
    touched = [place for place, (a, b) in enumerate(spans) if a < end and b > begin]
    if not touched:
        return begin, end
    first, last = touched[0], touched[-1]
    if _count(text, spans, first, last) > LONGEST:
        focus = _focus(text, begin, end, words)
        first = last = next((i for i in touched if spans[i][1] > focus), first)
        if _count(text, spans, first, last) > LONGEST:
            return _window(text, *spans[first], focus)
        return _grow(text, spans, (first, last), (touched[0], touched[-1]), LONGEST)
    if _count(text, spans, first, last) < SHORTEST:
        return _grow(text, spans, (first, last), (0, len(spans) - 1), SHORTEST)
    return spans[first][0], spans[last][1]


def _grow(
    text: str, spans: list[tuple[int, int]], part: tuple[int, int], within: tuple[int, int], aim: int
) -> tuple[int, int]:
    """Add sentences, the next before the previous, until there are `aim` words; never over 80."""
    (first, last), grown = part, True
    while grown and _count(text, spans, first, last) < aim:
        grown = False
        for a, b in ((first, last + 1), (first - 1, last)):
            if within[0] <= a and b <= within[1] and _count(text, spans, a, b) <= LONGEST:
                (first, last), grown = (a, b), True
                break
    return spans[first][0], spans[last][1]


def _count(text: str, spans: list[tuple[int, int]], first: int, last: int) -> int:
    return count_words(text[spans[first][0] : spans[last][1]])


def _focus(text: str, begin: int, end: int, words: str) -> int:
    """Where the first of `words` (of 4+ letters) stands in the stretch; else its begin."""
    stretch = text[begin:end].lower()
    found = (stretch.find(word) for word in re.findall(r"\w{4,}", words.lower()))
    return begin + next((place for place in found if place >= 0), 0)


def _window(text: str, begin: int, end: int, focus: int) -> tuple[int, int]:
    """At most 80 words of one endless sentence, a third of them before `focus`."""
    words = [found.span() for found in re.finditer(r"\S+", spoken(text[begin:end]))]
    here = next((i for i, (_, b) in enumerate(words) if begin + b > focus), 0)
    first = max(0, min(here - LONGEST // 3, len(words) - LONGEST))
    last = min(len(words), first + LONGEST) - 1
    return begin + words[first][0], begin + words[last][1]


def cuts_sentence(text: str, place: int) -> bool:
    """Whether `place` lies within a sentence."""
    return any(a < place < b for a, b in sentences(text))
