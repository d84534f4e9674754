"""Rules at work on one turn: where they match, what is near, and whether it is denied."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from stemmen.codebook import Rule
from stemmen.coders.lexicon import Lexicon
from stemmen.coders.matching import Match, Matcher
from stemmen.coders.negation import is_denied
from stemmen.coders.sentence import Sentence
from stemmen.coding import Valence
from stemmen.language import trim


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its patterns of what must be, and must not be, near."""

    code: str
    rule: Rule
    near: Matcher | None
    not_near: Matcher | None


class Hit(NamedTuple):
    """A rule that fired: where (offsets in the turn), on what words, and whether it is denied."""

    start: int
    end: int
    rule: CompiledRule
    words: str
    negated: bool
    valence: Valence | None


class Turn:
    """The sentences of one turn, cut into tokens when asked for."""

    def __init__(self, text: str, folded: str, starts: list[int], lexicon: Lexicon) -> None:
        """`starts` has where the sentences begin in the text, and so in the folded text."""
        self._text, self._folded, self._lexicon = text, folded, lexicon
        self._spans = [
            trim(text, start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        ]
        self._sentences: dict[int, Sentence] = {}
        self._counts: dict[int, list[int]] = {}  # words before each token, by sentence
        self._found: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def sentence(self, index: int) -> Sentence:
        """The tokens of sentence `index`, with offsets in the turn."""
        if index not in self._sentences:
            start, end = self._spans[index]
            self._sentences[index] = Sentence(self._folded[start:end], start, self._lexicon)
        return self._sentences[index]

    def hits(self, index: int, patterns: Iterable[tuple[CompiledRule, Matcher]]) -> Iterator[Hit]:
        """What fires in sentence `index`, in the order of the patterns."""
        sentence = self.sentence(index)
        for rule, matcher in patterns:
            for match in matcher.matches(sentence):
                yield from self._fire(rule, index, match)

    def _fire(self, rule: CompiledRule, index: int, match: Match) -> Iterator[Hit]:
        """The hit of a match, unless what is near it or its denial forbids."""
        denied = is_denied(self.sentence(index), match)
        if rule.rule.negation == "nodig" and not denied:
            return
        first = last = index
        if rule.near:
            found = self._nearest(rule.near, rule.rule.within, index, match)
            if found is None:
                return
            first, last = min(index, found), max(index, found)
        if rule.not_near and self._nearest(rule.not_near, rule.rule.within, index, match) is not None:
            return
        valence = rule.rule.valence
        if denied and rule.rule.negation == "telt" and valence:
            valence = Valence.MIXED
        start, end = self._spans[first][0], self._spans[last][1]
        negated = denied and rule.rule.negation == "vlag"
        yield Hit(start, end, rule, self._words(self.sentence(index), match), negated, valence)

    def _nearest(self, matcher: Matcher, within: int, index: int, match: Match) -> int | None:
        """The sentence, own one first, that has this among so many words around the match."""
        start, end = self._count(index, match.start), self._count(index, match.end)
        for other, first_word in self._around(index, start - within, end + within):
            for near_start, near_end in self._places(matcher, other):
                if max(first_word + near_start - end, start - first_word - near_end) < within:
                    return other
        return None

    def _places(self, matcher: Matcher, index: int) -> list[tuple[int, int]]:
        """Where a pattern matches in sentence `index`, counted in words; looked for once."""
        key = (id(matcher), index)
        if key not in self._found:
            self._found[key] = [
                (self._count(index, match.start), self._count(index, match.end))
                for match in matcher.matches(self.sentence(index))
            ]
        return self._found[key]

    def _around(self, index: int, lowest: int, highest: int) -> Iterator[tuple[int, int]]:
        """Sentences from `index` outwards, with the number of their first word; that of `index` is 0."""
        yield index, 0
        first, other = 0, index
        while first > lowest and other > 0:
            other -= 1
            first -= self._count(other)
            yield other, first
        first, other = self._count(index), index + 1
        while first < highest and other < len(self._spans):
            yield other, first
            first += self._count(other)
            other += 1

    def _count(self, index: int, place: int | None = None) -> int:
        """How many words stand before token `place` of sentence `index`; by default in all of it."""
        if index not in self._counts:
            self._counts[index] = list(accumulate(self.sentence(index).is_word, initial=0))
        return self._counts[index][-1 if place is None else place]

    def _words(self, sentence: Sentence, match: Match) -> str:
        """The words that fired, with "…" where others stand between."""
        places = sorted(set(match.used))
        parts = []
        for before, place in zip([places[0] - 1, *places], places, strict=False):
            if place != before + 1:
                parts.append("…")
            parts.append(self._text[slice(*sentence.spans[place])])
        return " ".join(parts)
