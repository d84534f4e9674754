"""The words of patterns: all surface forms of each, and which places in patterns a word can fill."""

from collections import defaultdict
from dataclasses import dataclass

from stemmen import language
from stemmen.language import COMPOUND_HEAD, fold, is_compound
from stemmen.patterns import SHORTEST_STEM, AnyOrder, Choice, Gap, Item, Sequence, Word, Words

NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Surfaces:
    """The folded words that fill one place: as they are, as compound heads, beginnings and endings."""

    exact: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    suffixes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, words: Words) -> "Surfaces":
        """All that the options which are one word can look like."""
        by_kind: dict[str, set[str]] = defaultdict(set)
        for word in words.options:
            if word.kind == "forms":
                forms = {fold(form) for form in language.forms(word.text)}
                by_kind["exact"] |= forms
                if len(word.text) >= COMPOUND_HEAD:
                    by_kind["heads"] |= {form for form in forms if len(form) >= COMPOUND_HEAD}
            else:
                by_kind[word.kind].add(fold(word.text))
        kinds = ("exact", "heads", "prefix", "suffix")
        return cls(*(frozenset(by_kind[kind]) for kind in kinds))

    @property
    def readable(self) -> list[str]:
        """All of them, with an asterisk for what may stand before or after."""
        starred = [f"*{word}" for word in self.heads | self.suffixes] + [f"{word}*" for word in self.prefixes]
        return [*self.exact, *starred]


def verb_forms(word: Word) -> tuple[frozenset[str], frozenset[str]]:
    """Of a separable verb: the forms in one word, and those that stand apart from the particle."""
    particle, apart = fold(word.particle), {fold(form) for form in language.verb_forms(word.text)}
    joined = {fold(form) for form in language.forms(word.particle + word.text)}
    joined |= {particle + form for form in apart} | {f"{particle}te{fold(word.text)}"}
    return frozenset(joined), frozenset(apart)


class Lexicon(dict[str, frozenset[int]]):
    """Folded word -> the places of patterns that it can fill; looked up once and kept."""

    def __init__(self) -> None:
        self._numbers: dict[Surfaces, int] = {}
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._prefixes: dict[str, set[int]] = defaultdict(set)
        # By the end of a word: places for any word that ends so, and for compounds with this head.
        self._suffixes: dict[str, set[int]] = defaultdict(set)
        self._heads: dict[str, set[int]] = defaultdict(set)
        # The first or last letters of these: most words begin and end otherwise.
        self._prefix_letters: set[str] = set()
        self._suffix_letters: set[str] = set()
        self._head_letters: set[str] = set()

    def place(self, surfaces: Surfaces) -> int:
        """The number of the place that these words fill; the same words get the same number."""
        if surfaces in self._numbers:
            return self._numbers[surfaces]
        number = self._numbers[surfaces] = len(self._numbers)
        tables = (self._exact, self._heads, self._prefixes, self._suffixes)
        kinds = (surfaces.exact, surfaces.heads, surfaces.prefixes, surfaces.suffixes)
        for table, words in zip(tables, kinds, strict=True):
            for word in words:
                table[word].add(number)
        self._prefix_letters |= {word[:SHORTEST_STEM] for word in surfaces.prefixes}
        self._suffix_letters |= {word[-SHORTEST_STEM:] for word in surfaces.suffixes}
        self._head_letters |= {word[-COMPOUND_HEAD:] for word in surfaces.heads}
        return number

    def __missing__(self, word: str) -> frozenset[int]:
        found = self._exact.get(word, NOWHERE)
        sizes = range(SHORTEST_STEM, len(word) + 1)
        if word[:SHORTEST_STEM] in self._prefix_letters:
            found = found.union(*(self._prefixes.get(word[:size], ()) for size in sizes))
        if word[-SHORTEST_STEM:] in self._suffix_letters:
            found = found.union(*(self._suffixes.get(word[-size:], ()) for size in sizes))
        if word[-COMPOUND_HEAD:] in self._head_letters:
            heads = [word[-size:] for size in sizes if word[-size:] in self._heads]
            found = found.union(*(self._heads[head] for head in heads if is_compound(word, head)))
        self[word] = places = frozenset(found) if found else NOWHERE
        return places


def surfaces(part: Item | Sequence) -> list[str]:
    """All words that a pattern looks for, sorted; a star is the rest of a compound or any letters."""
    match part:
        case Words():
            verbs = [verb_forms(word) for word in part.options if word.kind == "verb"]
            found = [
                *Surfaces.of(part).readable,
                *(form for pair in verbs for forms in pair for form in forms),
            ]
        case Gap():
            found = []
        case Choice():
            found = [word for option in part.options for word in surfaces(option)]
        case AnyOrder():
            found = [word for item in part.parts for word in surfaces(item)]
        case Sequence():
            found = [word for item in part.items for word in surfaces(item)]
    return sorted(set(found), key=lambda word: (word.strip("*"), "*" in word))
