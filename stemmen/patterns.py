"""The pattern language of rules, parsed. `docs/regels.md` tells it to researchers; this file reads it.

pattern  = item {" " item}
item     = words | gap | "(" options ")" | "[" options "]" | "{" items "}"
words    = word {"|" word}          one place in the text, without spaces
word     = lemma | "=" exact | prefix "*" | "*" suffix | particle "+" infinitive
gap      = "..." [number]
options  = pattern {"|" pattern}    within brackets "|" divides whole stretches
"""

import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from stemmen.language import fold

GAP = 4  # words, for a bare "..." and between the parts of { }
LONGEST_GAP = 20
SHORTEST_STEM = 3  # letters before or after *


@dataclass(frozen=True, slots=True)
class Word:
    """A word: by its forms, exactly so, by its beginning or end, or a separable verb with its particle."""

    kind: Literal["forms", "exact", "prefix", "suffix", "verb"]
    text: str
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Alternatives for one place in the text."""

    options: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """At most this many words in between."""

    longest: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several stretches; none of them when optional."""

    options: tuple["Sequence", ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class AnyOrder:
    """All parts, in any order, with at most GAP words between two."""

    parts: tuple["Item", ...]


Item = Words | Gap | Choice | AnyOrder


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items that follow each other."""

    items: tuple[Item, ...]


class PatternError(ValueError):
    """A pattern is wrong; the text is a Dutch sentence that shows where."""


_PIECE = re.compile(r"(?P<gap>\.\.\.(?P<longest>\d*))|(?P<word>[^\s|()\[\]{}]+)|(?P<mark>[|()\[\]{}])|\s+")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|'[^\W_]+", re.ASCII)
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def parse(pattern: str) -> Sequence:
    """Read a pattern; PatternError when it is wrong.

    >>> parse("=mij niet")
    Sequence(items=(Words(options=(Word(kind='exact', text='mij', particle=''),)), \
Words(options=(Word(kind='forms', text='niet', particle=''),))))
    >>> parse("heel boos (man")
    Traceback (most recent call last):
    stemmen.patterns.PatternError: Patroon "heel boos (man", teken 11: het haakje ( wordt niet gesloten.
    """
    return _Parser(pattern.replace("’", "'")).whole()


def check(pattern: str) -> str:
    """The pattern itself when it is right, for pydantic; PatternError when not."""
    parse(pattern)
    return pattern


class _Parser:
    """Recursive descent over the pieces of one pattern."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.pieces = [piece for piece in _PIECE.finditer(pattern) if not piece.group().isspace()]
        self.index = 0

    def fail(self, message: str, place: int | None = None) -> NoReturn:
        place = self.place if place is None else place
        raise PatternError(f'Patroon "{self.pattern}", teken {place + 1}: {message}')

    @property
    def place(self) -> int:
        return self.pieces[self.index].start() if self.index < len(self.pieces) else len(self.pattern)

    @property
    def next(self) -> str:
        return self.pieces[self.index].group() if self.index < len(self.pieces) else ""

    def whole(self) -> Sequence:
        sequence = self.sequence(in_choice=False)
        if self.next == "|":
            self.fail("zet haakjes om stukken waaruit u kiest, zoals (niet serieus | niet echt).")
        if self.next:
            self.fail(f"het haakje {self.next} sluit niets.")
        if not _needs_a_word(sequence):
            self.fail("er moet minstens één woord in staan dat niet mag ontbreken.", 0)
        return sequence

    def sequence(self, *, in_choice: bool) -> Sequence:
        places, items = [], []
        while self.next and self.next not in "|)]}":
            places.append(self.place)
            items.append(self.item(in_choice=in_choice))
        if not items:
            self.fail("hier ontbreekt een woord.")
        for end in (0, -1):
            if isinstance(items[end], Gap):
                self.fail("... hoort tussen twee woorden, niet aan het begin of eind.", places[end])
        if not _needs_a_word(items[0]) and len(items) > 1 and isinstance(items[1], Gap):
            self.fail("[ ] aan het begin kan niet voor ... staan; laat beide weg.", places[1])
        return Sequence(tuple(items))

    def item(self, *, in_choice: bool) -> Item:
        piece, text = self.pieces[self.index], self.next
        if text in _CLOSING:
            return self.group(text)
        self.index += 1
        if piece["gap"]:
            return self.gap(piece)
        options = [self.word(text, piece.start())]
        while not in_choice and self.alternative_follows():
            self.index += 2
            options.append(
                self.word(self.pieces[self.index - 1].group(), self.pieces[self.index - 1].start())
            )
        return Words(tuple(options))

    def alternative_follows(self) -> bool:
        """Whether "|word" follows without spaces."""
        if self.next != "|" or self.index + 1 >= len(self.pieces):
            return False
        before, bar, after = self.pieces[self.index - 1 : self.index + 2]
        return before.end() == bar.start() and bar.end() == after.start() and bool(after["word"])

    def gap(self, piece: re.Match[str]) -> Gap:
        longest = int(piece["longest"] or GAP)
        if longest > LONGEST_GAP:
            self.fail(f"... springt over hoogstens {LONGEST_GAP} woorden.", piece.start())
        return Gap(longest)

    def group(self, opening: str) -> Item:
        start, closing = self.place, _CLOSING[opening]
        self.index += 1
        options = [self.sequence(in_choice=opening != "{")]
        while opening != "{" and self.next == "|":
            self.index += 1
            options.append(self.sequence(in_choice=True))
        if self.next != closing:
            self.fail(f"het haakje {opening} wordt niet gesloten.", start)
        self.index += 1
        return self.any_order(options[0], start) if opening == "{" else Choice(tuple(options), opening == "[")

    def any_order(self, sequence: Sequence, start: int) -> AnyOrder:
        parts = sequence.items
        if any(isinstance(part, Gap) for part in parts) or not 2 <= len(parts) <= 4:
            message = "tussen { en } staan twee tot vier woorden of stukken, zonder ... ertussen"
            self.fail(f"{message}; zet ( ) om woorden die één stuk zijn.", start)
        if not all(_needs_a_word(part) for part in parts):
            self.fail("tussen { en } mag niets ontbreken; zet [ ] erbuiten.", start)
        return AnyOrder(parts)

    def word(self, text: str, place: int) -> Word:
        text = text.lower()
        if text.count("+") == 1 and not text.startswith("="):
            particle, verb = text.split("+")
            if self.plain(particle, place) and self.plain(verb, place) and not verb.endswith("n"):
                self.fail(f"schrijf na + het hele werkwoord, zoals in+vullen; '{verb}' is dat niet.", place)
            return Word("verb", verb, particle)
        if text.startswith("="):
            return Word("exact", self.plain(text[1:], place))
        if "*" in text and len(text.strip("*")) < SHORTEST_STEM:
            self.fail(f"bij * horen minstens {SHORTEST_STEM} letters.", place)
        if text.endswith("*"):
            return Word("prefix", self.plain(text[:-1], place))
        if text.startswith("*"):
            return Word("suffix", self.plain(text[1:], place))
        return Word("forms", self.plain(text, place))

    def plain(self, text: str, place: int) -> str:
        if not _WORD.fullmatch(fold(text)):
            self.fail(
                f"'{text}' is geen woord dat in een patroon kan (wel: letters, cijfers, ' en -).", place
            )
        return text


def _needs_a_word(part: Item | Sequence) -> bool:
    """Whether a text must hold a word to match this."""
    match part:
        case Gap():
            return False
        case Choice():
            return not part.optional and all(_needs_a_word(option) for option in part.options)
        case Sequence():
            return any(_needs_a_word(item) for item in part.items)
        case _:
            return True
