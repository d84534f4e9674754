"""Finding patterns in sentences: words become numbered places, patterns become small matchers.

A matcher takes a sentence and a position and gives, one by one, where it can end and which tokens it used.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

from stemmen import language
from stemmen.coders.clauses import AUXILIARIES, FILLER_PHRASES, FILLERS, is_particle, opens_clause
from stemmen.language import fold, is_compound
from stemmen.patterns import GAP, AnyOrder, Choice, Gap, Item, Sequence, Word, Words

Used = tuple[int, ...]
Matcher = Callable[["Sentence", int], Iterator[tuple[int, Used]]]
_NONE: frozenset[int] = frozenset()
_VERB_REACH = 10  # words between a verb and its particle


class Match(NamedTuple):
    """Tokens `start` to `end` (exclusive) of a sentence, and those that the pattern names."""

    start: int
    end: int
    used: Used


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
                if len(word.text) >= language.COMPOUND_HEAD:
                    by_kind["heads"] |= {form for form in forms if len(form) >= language.COMPOUND_HEAD}
            else:
                by_kind[word.kind].add(fold(word.text))
        kinds = ("exact", "heads", "prefix", "suffix")
        return cls(*(frozenset(by_kind[kind]) for kind in kinds))

    @property
    def readable(self) -> list[str]:
        """All of them, with an asterisk for what may stand before or after."""
        starred = [f"*{word}" for word in self.heads | self.suffixes] + [f"{word}*" for word in self.prefixes]
        return [*self.exact, *starred]


class Lexicon(dict[str, frozenset[int]]):
    """Folded word -> the places of patterns that it can fill; looked up once and kept."""

    def __init__(self) -> None:
        self._numbers: dict[Surfaces, int] = {}
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._heads: dict[str, set[int]] = defaultdict(set)
        self._prefixes: dict[str, set[int]] = defaultdict(set)
        self._suffixes: dict[str, set[int]] = defaultdict(set)

    def place(self, surfaces: Surfaces) -> int:
        """The number of the place that these words fill; the same words get the same number."""
        number = self._numbers.setdefault(surfaces, len(self._numbers))
        tables = (self._exact, self._heads, self._prefixes, self._suffixes)
        kinds = (surfaces.exact, surfaces.heads, surfaces.prefixes, surfaces.suffixes)
        for table, words in zip(tables, kinds, strict=True):
            for word in words:
                table[word].add(number)
        return number

    def __missing__(self, word: str) -> frozenset[int]:
        self[word] = places = frozenset(self._find(word)) or _NONE
        return places

    def _find(self, word: str) -> set[int]:
        found = set(self._exact.get(word, ()))
        for cut in range(1, len(word) + 1):
            found |= self._prefixes.get(word[:cut], _NONE)
            found |= self._suffixes.get(word[cut - 1 :], _NONE)
            if (heads := self._heads.get(word[cut:])) and is_compound(word, word[cut:]):
                found |= heads
        return found


class Sentence:
    """The tokens of one sentence, folded, with the places that each can fill."""

    def __init__(self, folded: str, offset: int, lexicon: Lexicon) -> None:
        """`offset` is added to the positions in `folded`."""
        self._folded, self._offset = folded, offset
        self.words = language.token_texts(folded)
        self.ids = [lexicon[word] for word in self.words]
        self.present = _NONE.union(*self.ids)  # the places that some token can fill

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each token begins and ends."""
        found = language.tokens(self._folded)
        return [(token.start + self._offset, token.end + self._offset) for token in found]

    @cached_property
    def is_word(self) -> list[bool]:
        """Whether each token is a word that counts: no mark and no filler."""
        return [
            not filler and (word[0].isalnum() or word[0] == "'")
            for word, filler in zip(self.words, self.is_filler, strict=True)
        ]

    @cached_property
    def is_filler(self) -> list[bool]:
        """Whether each token is a filler, a repeated or broken-off word, or a comma beside one."""
        words = self.words
        marked = [
            word in FILLERS or (index > 0 and word == words[index - 1]) for index, word in enumerate(words)
        ]
        for index in range(len(words) - 1):
            for phrase in FILLER_PHRASES.get(words[index], ()):
                if words[index : index + len(phrase)] == phrase:
                    marked[index : index + len(phrase)] = [True] * len(phrase)
        for index, word in enumerate(words):
            if word == "," and (any(marked[max(0, index - 1) : index]) or any(marked[index + 1 : index + 2])):
                marked[index] = True
            if word == "-":  # broken off: "geloof- geloofden"
                marked[max(0, index - 1) : index + 1] = [True] * (index - max(0, index - 1) + 1)
        return marked

    @cached_property
    def after_fillers(self) -> list[int]:
        """For each position the first one from there that is not a filler."""
        result = list(range(len(self.words) + 1))
        for index in range(len(self.words) - 1, -1, -1):
            if self.is_filler[index]:
                result[index] = result[index + 1]
        return result

    def opens_clause(self, index: int) -> bool:
        """Whether a clause begins with this token; a comma beside a filler does not."""
        return opens_clause(self.words, index) and not (self.words[index] == "," and self.is_filler[index])

    def positions(self, index: int) -> tuple[int, ...]:
        """Where the next word may stand: here, or after the fillers that stand here."""
        after = self.after_fillers[index]
        return (index,) if after == index else (index, after)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern ready for use: its matcher, and sets of places of each of which a sentence must fill one."""

    matcher: Matcher
    required: tuple[frozenset[int], ...]

    @classmethod
    def of(cls, sequence: Sequence, lexicon: Lexicon) -> "Compiled":
        """Compile a parsed pattern; `lexicon` learns its words."""
        return cls(compile_sequence(sequence, lexicon), tuple(_required(sequence, lexicon)))

    def matches(self, sentence: Sentence) -> Iterator[Match]:
        """All matches from left to right, at most one from each token."""
        for places in self.required:
            if places.isdisjoint(sentence.present):
                return
        for start, ids in enumerate(sentence.ids):
            if ids:
                for _, used in self.matcher(sentence, start):
                    yield Match(min(used), max(used) + 1, used)
                    break


def _required(part: Item | Sequence, lexicon: Lexicon) -> list[frozenset[int]]:
    match part:
        case Words():
            return [_places(part, lexicon)]
        case Sequence():
            return [places for item in part.items for places in _required(item, lexicon)]
        case AnyOrder():
            return [places for item in part.parts for places in _required(item, lexicon)]
        case Choice() if not part.optional:
            options = [_required(option, lexicon) for option in part.options]
            return [_NONE.union(*(places[0] for places in options))] if all(options) else []
        case _:
            return []


def _places(words: Words, lexicon: Lexicon) -> frozenset[int]:
    """The places that stand for these words."""
    single = tuple(word for word in words.options if word.kind != "verb")
    verbs = [_verb_places(word, lexicon)[:2] for word in words.options if word.kind == "verb"]
    own = [lexicon.place(Surfaces.of(Words(single)))] if single else []
    return frozenset(own).union(*verbs)


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


def compile_sequence(sequence: Sequence, lexicon: Lexicon) -> Matcher:
    """A matcher for items that follow each other."""
    return _chain([_compile(item, lexicon) for item in sequence.items])


def _chain(matchers: list[Matcher]) -> Matcher:
    if len(matchers) == 1:
        return matchers[0]
    first, rest = matchers[0], _chain(matchers[1:])

    def match(sentence: Sentence, index: int) -> Iterator[tuple[int, Used]]:
        for middle, used in first(sentence, index):
            for end, more in rest(sentence, middle):
                yield end, used + more

    return match


def _compile(item: Item, lexicon: Lexicon) -> Matcher:
    match item:
        case Words():
            return _words(item, lexicon)
        case Gap():
            return _gap(item.longest)
        case Choice():
            options = [compile_sequence(option, lexicon) for option in item.options]
            return _either([*options, _nothing] if item.optional else options)
        case AnyOrder():
            parts = [_compile(part, lexicon) for part in item.parts]
            return _either([_chain(_with_gaps(order)) for order in permutations(parts)])


def _with_gaps(matchers: tuple[Matcher, ...]) -> list[Matcher]:
    gap = _gap(GAP)
    return [step for matcher in matchers for step in (gap, matcher)][1:]


def _nothing(sentence: Sentence, index: int) -> Iterator[tuple[int, Used]]:
    yield index, ()


def _either(matchers: list[Matcher]) -> Matcher:
    if len(matchers) == 1:
        return matchers[0]

    def match(sentence: Sentence, index: int) -> Iterator[tuple[int, Used]]:
        for matcher in matchers:
            yield from matcher(sentence, index)

    return match


def _gap(longest: int) -> Matcher:
    def match(sentence: Sentence, index: int) -> Iterator[tuple[int, Used]]:
        count = 0
        yield index, ()
        for place in range(index, len(sentence)):
            count += sentence.is_word[place]
            if count > longest:
                return
            yield place + 1, ()

    return match


def _words(words: Words, lexicon: Lexicon) -> Matcher:
    single = tuple(word for word in words.options if word.kind != "verb")
    matchers = [_verb(word, lexicon) for word in words.options if word.kind == "verb"]
    if single:
        matchers.insert(0, _place(lexicon.place(Surfaces.of(Words(single)))))
    return _either(matchers)


def _place(number: int) -> Matcher:
    def match(sentence: Sentence, index: int) -> Iterator[tuple[int, Used]]:
        for place in sentence.positions(index):
            if place < len(sentence) and number in sentence.ids[place]:
                yield place + 1, (place,)

    return match


def verb_forms(word: Word) -> tuple[frozenset[str], frozenset[str]]:
    """Of a separable verb: the forms in one word, and those that stand apart from the particle."""
    particle, apart = fold(word.particle), {fold(form) for form in language.verb_forms(word.text)}
    joined = {fold(form) for form in language.forms(word.particle + word.text)}
    joined |= {particle + form for form in apart} | {f"{particle}te{fold(word.text)}"}
    return frozenset(joined), frozenset(apart)


def _is_finite(form: str, infinitive: str) -> bool:
    participle = form.startswith("ge") and not infinitive.startswith("ge")
    return not participle and not form.endswith(("end", "ende")) and not form.startswith("gege")


def _verb_places(word: Word, lexicon: Lexicon) -> tuple[int, int, int, int]:
    """The places of the joined forms, the forms apart, the finite ones of these, and the particle."""
    joined, apart = verb_forms(word)
    finite = frozenset(form for form in apart if _is_finite(form, word.text))
    joined_id, apart_id, finite_id, particle_id = (
        lexicon.place(Surfaces(forms)) for forms in (joined, apart, finite, frozenset([fold(word.particle)]))
    )
    return joined_id, apart_id, finite_id, particle_id


def _verb(word: Word, lexicon: Lexicon) -> Matcher:
    """As "ingevuld", "in te vullen", "in moest vullen" and "vult … in"."""
    joined_id, apart_id, finite_id, particle_id = _verb_places(word, lexicon)
    particle = fold(word.particle)

    def match(sentence: Sentence, index: int) -> Iterator[tuple[int, Used]]:
        for place in sentence.positions(index):
            if place >= len(sentence):
                continue
            if joined_id in sentence.ids[place]:
                yield place + 1, (place,)
            if particle_id in sentence.ids[place]:
                yield from _cluster(sentence, place, apart_id)
            if finite_id in sentence.ids[place]:
                yield from _split(sentence, place, particle)

    return match


def _cluster(sentence: Sentence, particle: int, apart: int) -> Iterator[tuple[int, Used]]:
    """As "in te vullen", "in had moeten vullen": at most three auxiliaries between."""
    for place in range(particle + 1, min(particle + 5, len(sentence))):
        if apart in sentence.ids[place]:
            yield place + 1, (particle, place)
        if sentence.words[place] not in AUXILIARIES:
            return


def _split(sentence: Sentence, verb: int, particle: str) -> Iterator[tuple[int, Used]]:
    """As "vult dat formulier in": what follows in the pattern comes after the particle, or after the verb."""
    count = 0
    for place in range(verb + 1, len(sentence)):
        if sentence.words[place] == particle and is_particle(sentence.words, place):
            yield place + 1, (verb, place)
            yield verb + 1, (verb, place)
            return
        count += sentence.is_word[place]
        if count > _VERB_REACH or sentence.opens_clause(place):
            return
