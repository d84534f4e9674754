"""Which patterns can occur where: one pass of Aho-Corasick over the text, for the rarest words of each.

Of each pattern the rarest word that it cannot do without is looked for, in all its forms. Only where
one stands is the text cut into sentences and tokens. The figures are in `docs/metingen.md`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from stemmen.coders.matching import Surfaces, verb_forms
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


def anchor(part: Item | Sequence) -> frozenset[bytes]:
    """Words, as `spaced` gives them, of which a text must hold one to match; empty when there are none."""
    match part:
        case Words():
            return _literals(part)
        case Gap():
            return frozenset()
        case Choice():
            options = [anchor(option) for option in part.options]
            return frozenset() if part.optional or not all(options) else frozenset().union(*options)
        case AnyOrder():
            return _rarest(anchor(item) for item in part.parts)
        case Sequence():
            return _rarest(anchor(item) for item in part.items)


def _literals(words: Words) -> frozenset[bytes]:
    surfaces = Surfaces.of(words)
    literals = [spaced(word) for word in surfaces.exact]
    literals += [spaced(word)[1:] for word in surfaces.heads | surfaces.suffixes]
    literals += [spaced(word)[:-1] for word in surfaces.prefixes]
    return frozenset(literals).union(*(_verb(word) for word in words.options if word.kind == "verb"))


def _verb(word: Word) -> frozenset[bytes]:
    """Of a separable verb: its forms in one word, and the particle or all other forms."""
    joined, apart = verb_forms(word)
    loose = _rarest([frozenset([spaced(fold(word.particle))]), frozenset(map(spaced, apart))])
    return loose.union(map(spaced, joined))


def _rarest(anchors: Iterable[frozenset[bytes]]) -> frozenset[bytes]:
    return min(
        filter(None, anchors),
        key=lambda words: (sum(map(_weight, words)), sorted(words)),
        default=frozenset(),
    )


def _weight(literal: bytes) -> int:
    return min(_WEIGHT.get(word, _LETTER if len(word) == 1 else _RARE) for word in literal.decode().split())


class Prefilter:
    """Finds in a text the places where patterns may be."""

    def __init__(self, anchors: list[frozenset[bytes]]) -> None:
        """`anchors` has the words of each pattern."""
        from ahocorasick_rs import BytesAhoCorasick

        patterns_of = defaultdict(list)
        for number, words in enumerate(anchors):
            for word in words:
                patterns_of[word].append(number)
        literals = sorted(patterns_of)
        self._patterns = [patterns_of[literal] for literal in literals]
        # From the end of a hit back to the last letter of its word, and one for the space before the text.
        self._tails = [3 if literal.endswith(b" ") else 2 for literal in literals]
        self._search = BytesAhoCorasick(literals)

    def hits(self, folded: str) -> Iterator[tuple[int, list[int]]]:
        """Offsets within a word of a folded text, with the numbers of the patterns that may be there."""
        for literal, _, end in self._search.find_matches_as_indexes(spaced(folded), overlapping=True):
            yield end - self._tails[literal], self._patterns[literal]
