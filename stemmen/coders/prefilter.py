"""Which patterns can match which sentences, before any sentence is cut into tokens.

Most sentences match nothing. One pass over the words of many sentences notes which word is in which
sentence; then the need of every pattern is worked out for all those sentences at once. (Aho-Corasick over
the text took more than twice as long as this pass: codebooks of speech hang on common words, so that
nearly every word is a hit.)
"""

from collections import defaultdict
from collections.abc import Collection

from stemmen.coders.lexicon import Lexicon
from stemmen.coders.needs import Need, Places, compile_test
from stemmen.language import token_texts

_IN_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789'-")
_SPACED = bytes(code if code in _IN_WORD else 32 for code in range(256))


class Prefilter:
    """Tells which patterns may match which sentences."""

    def __init__(self, needs: list[Need], lexicon: Lexicon) -> None:
        """`needs` has one for each pattern, in places of the lexicon."""
        sets: dict[Places, int] = {}
        self._tests = [
            compile_test(need, lambda places: sets.setdefault(places, len(sets))) for need in needs
        ]
        self._sets_of = defaultdict(list)
        for places, number in sets.items():
            for place in places:
                self._sets_of[place].append(number)
        self._number_of_sets = len(sets)
        self._lexicon = lexicon
        self._sets_of_word: dict[str, Collection[int]] = {}

    def candidates(self, folded: str, starts: list[int]) -> dict[int, list[int]]:
        """Numbers of sentences, in order, with those of the patterns that may match there.

        Args:
            folded: the folded text.
            starts: where each sentence in it begins.
        """
        found = defaultdict(list)
        bits = self._bits(folded, starts)
        for pattern, test in enumerate(self._tests):
            left = test(bits)
            while left:
                lowest = left & -left
                found[lowest.bit_length() - 1].append(pattern)
                left ^= lowest
        return dict(sorted(found.items()))

    def _bits(self, folded: str, starts: list[int]) -> list[int]:
        """For each set of places, the sentences that can fill one: bit n is for sentence n."""
        spaced = folded.encode("ascii").translate(_SPACED).decode("ascii")
        by_word: dict[str, int] = defaultdict(int)
        bit = 1
        for start, end in zip(starts, [*starts[1:], len(folded)], strict=True):
            for word in spaced[start:end].split():
                by_word[word] |= bit
            bit <<= 1
        bits = [0] * self._number_of_sets
        for word, sentences in by_word.items():
            for number in self._sets(word):
                bits[number] |= sentences
        return bits

    def _sets(self, word: str) -> Collection[int]:
        """The sets of places that a word fills; it may be more than one token ("'zo'n'")."""
        sets = self._sets_of_word.get(word)
        if sets is None:
            tokens = token_texts(word) if "'" in word or "-" in word else [word]
            places = [place for token in tokens for place in self._lexicon[token]]
            sets = {number for place in places for number in self._sets_of.get(place, ())} if places else ()
            self._sets_of_word[word] = sets
        return sets
