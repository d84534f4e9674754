"""Which patterns can match which sentences: one pass of Aho-Corasick over many turns at once.

Of each pattern there is a condition on the words of a sentence, such as "one form of *brief* and one of
*begrijpen*". The pass finds those words; then every condition is worked out for all sentences at the
same time, on whole numbers with a bit for each sentence. Only the sentences that are left are cut into
tokens. The figures are in `docs/metingen.md`.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from stemmen.coders.lexicon import Surfaces, verb_forms
from stemmen.language import fold
from stemmen.patterns import AnyOrder, Choice, Gap, Item, Sequence, Word, Words

# The commonest words of spoken Dutch, commonest first, as they are when folded.
_COMMON = """
ja ik en dat de het een is die van in je niet maar te dan ook op zo er met we wel was ze nou uh nee heb
als om aan
voor of hij wat daar dus nog naar zijn hebben mijn al bij me heel goed moet geen weer want kan eh had gaat
weet toch
hoor zeg gewoon echt meer heeft uit over toen doen gaan ga nu even dit alles deze hun waar mensen moeten
hier veel
iets keer door zei jij mij zij hem haar ons onze u hoe wie zou kunnen wil willen worden wordt werd zeggen
zegt gezegd
komen komt kwam krijgen krijg krijgt kreeg staan staat stond zitten zit zat zien ziet zag maken maakt
laten laat liet
vinden vind vindt vond denken denk denkt dacht weten wist doe doet deed gedaan geweest waren hadden konden
kon moest
moesten mag zal jaar tijd dag week geld man vrouw kinderen eigenlijk helemaal altijd nooit niks niets
iemand niemand
andere ander een eerste twee drie steeds bijna beetje best terug weg af mee toe hele alle elke helpen hulp
werk werken
vragen vraag vraagt bellen bel gebeld gemeente leven geven gegeven nemen horen gehoord dingen ding nodig zelf
"""
_WEIGHT = {word: 30000 // rank for rank, word in reversed(list(enumerate(_COMMON.split(), 1)))}
_RARE, _LETTER = 10, 3000  # of other words, and of what is left of "'n"
_NOT_WORD = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))


def spaced(folded: str) -> bytes:
    """A folded text with a space for every mark and one on both sides: a word is " word "."""
    return b" " + folded.encode("ascii").translate(_NOT_WORD) + b" "


class All(NamedTuple):
    """Every part must hold; the rarest first."""

    parts: tuple["Condition", ...]


class Any(NamedTuple):
    """One part must hold."""

    parts: tuple["Condition", ...]


# A set is of words, written as `spaced` does: the sentence must have one of them.
Condition = frozenset[bytes] | All | Any
_Test = Callable[[list[int]], int]


def condition(part: Item | Sequence) -> Condition | None:
    """What the words of a sentence must be for this to match; None when it may be anything."""
    match part:
        case Words():
            return _literals(part)
        case Gap():
            return None
        case Choice():
            options = [condition(option) for option in part.options]
            return None if part.optional else _any([option for option in options if option])
        case AnyOrder():
            return _all([condition(item) for item in part.parts])
        case Sequence():
            return _all([condition(item) for item in part.items])


def _all(conditions: list[Condition | None]) -> Condition | None:
    parts = sorted((part for part in conditions if part), key=_weight)
    return parts[0] if len(parts) == 1 else All(tuple(parts)) if parts else None


def _any(options: list[Condition]) -> Condition:
    """Sets of words among the options become one set."""
    words = frozenset[bytes]().union(*(option for option in options if isinstance(option, frozenset)))
    others = [option for option in options if not isinstance(option, frozenset)]
    parts = [words, *others] if words else others
    return parts[0] if len(parts) == 1 else Any(tuple(parts))


def _weight(part: Condition) -> int:
    """About how many in a million words meet it."""
    match part:
        case All():
            return _weight(part.parts[0])
        case Any():
            return sum(_weight(option) for option in part.parts)
        case _:
            return sum(_word_weight(word) for word in part)


def _word_weight(literal: bytes) -> int:
    return min(_WEIGHT.get(word, _LETTER if len(word) == 1 else _RARE) for word in literal.decode().split())


def _literals(words: Words) -> frozenset[bytes]:
    surfaces = Surfaces.of(words)
    literals = [spaced(word) for word in surfaces.exact]
    literals += [spaced(word)[1:] for word in surfaces.heads | surfaces.suffixes]
    literals += [spaced(word)[:-1] for word in surfaces.prefixes]
    return frozenset(literals).union(*(_verb(word) for word in words.options if word.kind == "verb"))


def _verb(word: Word) -> frozenset[bytes]:
    """Of a separable verb: its forms in one word, and the particle or all forms apart from it."""
    joined, apart = verb_forms(word)
    particle = frozenset([spaced(fold(word.particle))])
    return min(particle, frozenset(map(spaced, apart)), key=_weight).union(map(spaced, joined))


class Prefilter:
    """Tells which patterns may match which sentences."""

    def __init__(self, conditions: list[Condition]) -> None:
        """`conditions` has one for each pattern."""
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        self._sets: dict[frozenset[bytes], int] = {}
        self._tests = [self._test(condition) for condition in conditions]
        sets_of = defaultdict(list)
        for words, number in self._sets.items():
            for word in words:
                sets_of[word].append(number)
        literals = sorted(sets_of)
        self._sets_of = [sets_of[literal] for literal in literals]
        # From the end of a hit back to the last letter of its word, and one for the space before the text.
        self._tails = [3 if literal.endswith(b" ") else 2 for literal in literals]
        self._search = BytesAhoCorasick(literals, implementation=Implementation.DFA)

    def _test(self, condition: Condition) -> _Test:
        """A function from the bits of each set of words to those of the condition."""
        if isinstance(condition, frozenset):
            number = self._sets.setdefault(condition, len(self._sets))
            return lambda bits: bits[number]
        tests = [self._test(part) for part in condition.parts]
        return _both(tests) if isinstance(condition, All) else _one(tests)

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
        """For each set of words, the sentences that have one: bit n is for sentence n."""
        by_literal: dict[int, int] = defaultdict(int)
        tails = self._tails
        for literal, _, end in self._search.find_matches_as_indexes(spaced(folded), overlapping=True):
            by_literal[literal] |= 1 << (bisect_right(starts, end - tails[literal]) - 1)
        bits = [0] * len(self._sets)
        for literal, sentences in by_literal.items():
            for number in self._sets_of[literal]:
                bits[number] |= sentences
        return bits


def _both(tests: list[_Test]) -> _Test:
    def test(bits: list[int]) -> int:
        left = tests[0](bits)
        for other in tests[1:]:
            if not left:
                break
            left &= other(bits)
        return left

    return test


def _one(tests: list[_Test]) -> _Test:
    def test(bits: list[int]) -> int:
        left = 0
        for other in tests:
            left |= other(bits)
        return left

    return test
