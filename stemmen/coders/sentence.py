"""One sentence as the matchers see it: folded words, fillers, clause boundaries."""

from functools import cached_property

from stemmen import language
from stemmen.coders.clauses import FILLER_PHRASES, FILLERS, opens_clause
from stemmen.coders.lexicon import Lexicon

_SKIPPABLE = FILLERS | FILLER_PHRASES.keys() | {",", "-"}


class Sentence:
    """The tokens of one sentence, folded, with the places that each can fill."""

    def __init__(self, folded: str, offset: int, lexicon: Lexicon) -> None:
        """`offset` is added to the positions in `folded`."""
        self._folded, self._offset = folded, offset
        self.words = language.token_texts(folded)
        self.ids = [lexicon[word] for word in self.words]

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
        marked = [word in FILLERS for word in words]
        for index, word in enumerate(words):
            if index and word == words[index - 1]:
                marked[index] = True
            for phrase in FILLER_PHRASES.get(word, ()):
                if words[index : index + len(phrase)] == phrase:
                    marked[index : index + len(phrase)] = [True] * len(phrase)
            if word == "-":  # broken off: "geloof- geloofden"
                marked[max(0, index - 1)] = marked[index] = True
        if "," in words:
            beside = [*marked[1:], False]
            for index in (index for index, word in enumerate(words) if word == ","):
                marked[index] = beside[index] or (index > 0 and marked[index - 1])
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
        words = self.words
        if index >= len(words):
            return ()
        word, following = words[index], words[index + 1 : index + 2]
        if word not in _SKIPPABLE and following != ["-"] and (index == 0 or word != words[index - 1]):
            return (index,)
        after = self._after_fillers[index]
        return (index,) if after in {index, len(words)} else (index, after)
