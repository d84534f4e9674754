"""One sentence as the matchers see it: folded words, fillers, clause boundaries."""

from functools import cached_property
from operator import eq
from string import punctuation

from stemmen import language
from stemmen.coders.clauses import FILLER_PHRASES, FILLERS, opens_clause
from stemmen.coders.lexicon import Lexicon

_ALL_MARKS = frozenset([*punctuation, "..", "..."])
_SKIPPABLE = FILLERS | FILLER_PHRASES.keys() | {"-"}


class Sentence:
    """The tokens of one sentence, folded, with the places that each can fill."""

    def __init__(self, folded: str, offset: int, lexicon: Lexicon) -> None:
        """`offset` is added to the positions in `folded`."""
        self._folded, self._offset = folded, offset
        self.words = language.token_texts(folded)
        self.ids = [lexicon[word] for word in self.words]
        self._has_fillers = not _SKIPPABLE.isdisjoint(self.words) or any(map(eq, self.words, self.words[1:]))

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each token begins and ends."""
        offset = self._offset
        return [(start + offset, end + offset) for start, end in language.token_spans(self._folded)]

    @cached_property
    def is_word(self) -> list[bool]:
        """Whether each token is a word that counts: no mark and no filler."""
        if not self._has_fillers:
            return [word not in _ALL_MARKS for word in self.words]
        fillers = self.is_filler
        return [word not in _ALL_MARKS and not fillers[index] for index, word in enumerate(self.words)]

    @cached_property
    def is_filler(self) -> list[bool]:
        """Whether each token is a filler, a repeated or broken-off word, or a comma beside one."""
        words = self.words
        marked = [word in FILLERS for word in words]
        if not self._has_fillers:
            return marked
        for index, word in enumerate(words):
            if index and word == words[index - 1]:
                marked[index] = True
            if word in FILLER_PHRASES:
                for phrase in FILLER_PHRASES[word]:
                    if words[index : index + len(phrase)] == phrase:
                        marked[index : index + len(phrase)] = [True] * len(phrase)
            elif word == "-":  # broken off: "geloof- geloofden"
                marked[max(0, index - 1)] = marked[index] = True
        if "," in words:
            beside = [False, *marked, False]
            for index in (index for index, word in enumerate(words) if word == ","):
                marked[index] = beside[index] or beside[index + 2]
        return marked

    @cached_property
    def _after_fillers(self) -> list[int]:
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
        if index >= len(self.words):
            return ()
        if not self._has_fillers:
            return (index,)
        after = self._after_fillers[index]
        return (index,) if after in {index, len(self.words)} else (index, after)
