"""Patterns as small matchers over the tokens of a sentence.

A matcher takes a sentence and a position and gives, one by one, where it can end and which tokens it used.
"""

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import NamedTuple

from stemmen.coders.clauses import AUXILIARIES, is_particle
from stemmen.coders.lexicon import NOWHERE, Lexicon, Surfaces, verb_forms
from stemmen.coders.needs import Need, all_of, any_of
from stemmen.coders.sentence import Sentence
from stemmen.language import fold
from stemmen.patterns import GAP, AnyOrder, Choice, Gap, Item, Sequence, Word, Words

Used = tuple[int, ...]
Found = Iterator[tuple[int, Used]]
_VERB_REACH = 10  # words between a verb and its particle


class Match(NamedTuple):
    """Tokens `start` to `end` (exclusive) of a sentence, and those that the pattern names."""

    start: int
    end: int
    used: Used


class Matcher(NamedTuple):
    """A pattern or a part of one, ready for use.

    Args:
        run: finds it from one position.
        starts: the places of which its first token fills one.
        need: what the words of a sentence must be for it; None when it can do without any.
    """

    run: Callable[[Sentence, int], Found]
    starts: frozenset[int]
    need: Need | None

    def matches(self, sentence: Sentence) -> Iterator[Match]:
        """All matches from left to right, at most one from each token."""
        starts = self.starts
        for start in [index for index, ids in enumerate(sentence.ids) if not starts.isdisjoint(ids)]:
            for _, used in self.run(sentence, start):
                yield Match(min(used), max(used) + 1, used)
                break


def compile_pattern(part: Item | Sequence, lexicon: Lexicon) -> Matcher:
    """A matcher for a parsed pattern; `lexicon` learns its words."""
    match part:
        case Words():
            return _words(part, lexicon)
        case Sequence():
            return _chain([_step(item, lexicon) for item in part.items])
        case Choice():
            options = [compile_pattern(option, lexicon) for option in merged(part.options)]
            return either([*options, _NOTHING] if part.optional else options)
        case AnyOrder():
            parts = [compile_pattern(item, lexicon) for item in part.parts]
            return either([_chain(_with_gaps(order)) for order in permutations(parts)])
        case Gap():
            raise ValueError("a gap is no pattern of its own")


def merged(options: tuple[Sequence, ...]) -> list[Words | Sequence]:
    """Options of one word taken together: they fill one place."""
    single = [item for option in options for item in option.items if len(option.items) == 1]
    words = [word for item in single if isinstance(item, Words) for word in item.options]
    others = [
        option for option in options if not (len(option.items) == 1 and isinstance(option.items[0], Words))
    ]
    return [Words(tuple(words)), *others] if words else list(others)


def _step(item: Item, lexicon: Lexicon) -> "Matcher | Gap":
    return item if isinstance(item, Gap) else compile_pattern(item, lexicon)


def _with_gaps(matchers: tuple[Matcher, ...]) -> list[Matcher | Gap]:
    return [step for matcher in matchers for step in (Gap(GAP), matcher)][1:]


def _chain(steps: list[Matcher | Gap]) -> Matcher:
    """Steps that follow each other; the last one is no gap."""
    first, *others = steps
    if isinstance(first, Gap):
        return _after_gap(first.longest, _chain(others))
    return _then(first, _chain(others)) if others else first


def _then(first: Matcher, rest: Matcher) -> Matcher:
    run_first, run_rest = first.run, rest.run

    def run(sentence: Sentence, index: int) -> Found:
        for middle, used in run_first(sentence, index):
            for end, more in run_rest(sentence, middle):
                yield end, used + more

    starts = first.starts if first.need else first.starts | rest.starts
    return Matcher(run, starts, all_of([first.need, rest.need]))


def _after_gap(longest: int, rest: Matcher) -> Matcher:
    run_rest, starts, need = rest

    def run(sentence: Sentence, index: int) -> Found:
        if not need:
            yield from run_rest(sentence, index)
        count = 0
        for place in range(index, len(sentence.words)):
            if not starts.isdisjoint(sentence.ids[place]):
                yield from run_rest(sentence, place)
            count += sentence.is_word[place]
            if count > longest:
                return

    return Matcher(run, starts, need)


def either(options: list[Matcher]) -> Matcher:
    """A matcher for any of several, in their order."""
    if len(options) == 1:
        return options[0]

    def run(sentence: Sentence, index: int) -> Found:
        here = NOWHERE.union(*(sentence.ids[place] for place in sentence.positions(index)))
        for option in options:
            if option.need is None or not option.starts.isdisjoint(here):
                yield from option.run(sentence, index)

    starts = NOWHERE.union(*(option.starts for option in options))
    return Matcher(run, starts, any_of([option.need for option in options]))


def _nothing(sentence: Sentence, index: int) -> Found:
    yield index, ()


_NOTHING = Matcher(_nothing, NOWHERE, None)


def _words(words: Words, lexicon: Lexicon) -> Matcher:
    single = tuple(word for word in words.options if word.kind != "verb")
    options = [_verb(word, lexicon) for word in words.options if word.kind == "verb"]
    return either([_place(lexicon.place(Surfaces.of(Words(single)))), *options] if single else options)


def _place(number: int) -> Matcher:
    def run(sentence: Sentence, index: int) -> Found:
        ids = sentence.ids
        for place in sentence.positions(index):
            if number in ids[place]:
                yield place + 1, (place,)

    return Matcher(run, frozenset([number]), frozenset([number]))


def _is_finite(form: str, infinitive: str) -> bool:
    participle = form.startswith("ge") and not infinitive.startswith("ge")
    return not participle and not form.endswith(("end", "ende")) and not form.startswith("gege")


def _verb(word: Word, lexicon: Lexicon) -> Matcher:
    """As "ingevuld", "in te vullen", "in moest vullen" and "vult … in"."""
    particle = fold(word.particle)
    joined, apart = verb_forms(word)
    finite = frozenset(form for form in apart if _is_finite(form, word.text))
    joined_id, apart_id, finite_id, particle_id = (
        lexicon.place(Surfaces(forms)) for forms in (joined, apart, finite, frozenset([particle]))
    )

    def run(sentence: Sentence, index: int) -> Found:
        for place in sentence.positions(index):
            ids = sentence.ids[place]
            if joined_id in ids:
                yield place + 1, (place,)
            if particle_id in ids:
                yield from _cluster(sentence, place, apart_id)
            if finite_id in ids:
                yield from _split(sentence, place, particle)

    in_two = all_of([frozenset([apart_id]), frozenset([particle_id])])
    starts = frozenset([joined_id, finite_id, particle_id])
    return Matcher(run, starts, any_of([frozenset([joined_id]), in_two]))


def _cluster(sentence: Sentence, particle: int, apart: int) -> Found:
    """As "in te vullen", "in had moeten vullen": at most three auxiliaries between."""
    for place in range(particle + 1, min(particle + 5, len(sentence.words))):
        if apart in sentence.ids[place]:
            yield place + 1, (particle, place)
        if sentence.words[place] not in AUXILIARIES:
            return


def _split(sentence: Sentence, verb: int, particle: str) -> Found:
    """As "vult dat formulier in": what follows in the pattern comes after the particle, or after the verb."""
    count = 0
    for place in range(verb + 1, len(sentence.words)):
        if sentence.words[place] == particle and is_particle(sentence.words, place):
            yield place + 1, (verb, place)
            yield verb + 1, (verb, place)
            return
        count += sentence.is_word[place]
        if count > _VERB_REACH or sentence.opens_clause(place):
            return
