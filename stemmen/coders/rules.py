"""The rules coder: the codebook's rules on what respondents say, each coding with the words that fired."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from stemmen.codebook import Codebook, Rule
from stemmen.coders import prefilter
from stemmen.coders.matching import Compiled, Lexicon, Match, Sentence, surfaces
from stemmen.coders.negation import is_denied
from stemmen.coding import Coding, Method, Valence
from stemmen.language import fold, sentences
from stemmen.patterns import parse
from stemmen.transcript import Role, Segment

if TYPE_CHECKING:
    import pandas as pd

CODER = "regels"
_BATCH = 1000  # turns that are searched in one go


@dataclass(frozen=True, slots=True)
class _CompiledRule:
    code: str
    rule: Rule
    near: list[Compiled]
    not_near: list[Compiled]


class _Hit(NamedTuple):
    """A rule that fired: where (offsets in the turn), on what words, and whether it is denied."""

    start: int
    end: int
    rule: _CompiledRule
    words: str
    negated: bool
    valence: Valence | None


class RuleCoder:
    """Applies the rules of a codebook.

    >>> import pandas as pd
    >>> book = Codebook.parse('''
    ... codeboek: proef
    ... versie: "1"
    ... codes:
    ...   - sleutel: formulieren
    ...     naam: Formulieren
    ...     definitie: Formulieren en bewijs.
    ...     regels:
    ...       - naam: invullen
    ...         patronen: ["{formulier in+vullen}"]
    ... ''')
    >>> turns = pd.DataFrame([("p01", 2, "respondent", "Ja. Ik vul zo'n formulier altijd in, hoor.", 14)],
    ...                      columns=["transcript", "beurt", "rol", "tekst", "begin"])
    >>> [coding] = RuleCoder(book).code(turns)
    >>> coding.segment.text, coding.evidence
    ("Ik vul zo'n formulier altijd in, hoor.", 'invullen: “vul … formulier … in”')
    """

    def __init__(self, codebook: Codebook) -> None:
        self._version = codebook.version
        self._parents = {code.key: codebook.lineage(code.key)[:-1] for code in codebook.walk()}
        self._lexicon = Lexicon()
        self._matchers: list[tuple[_CompiledRule, Compiled]] = []
        anchors = []
        for code in codebook.walk():
            for rule in code.rules:
                compiled = _CompiledRule(
                    code.key,
                    rule,
                    [self._compile(pattern) for pattern in rule.near],
                    [self._compile(pattern) for pattern in rule.not_near],
                )
                for pattern in rule.patterns:
                    self._matchers.append((compiled, self._compile(pattern)))
                    anchors.append(prefilter.anchor(parse(pattern)))
        self._prefilter = prefilter.Prefilter(anchors)
        self._codebook = codebook

    def _compile(self, pattern: str) -> Compiled:
        return Compiled.of(parse(pattern), self._lexicon)

    def code(self, turns: "pd.DataFrame", progress: Callable[[int, int], None] | None = None) -> list[Coding]:
        """Codings of the respondents' turns, sorted by transcript, turn, place and code.

        Args:
            turns: table with columns transcript, beurt, rol, tekst and begin (see docs/architectuur.md).
            progress: told how many turns of how many are done.
        """
        spoken = turns[turns["rol"] == Role.RESPONDENT.value].sort_values(
            ["transcript", "beurt"], kind="stable"
        )
        columns = [spoken[name].tolist() for name in ("transcript", "beurt", "begin", "tekst")]
        codings: list[Coding] = []
        for done in range(0, len(spoken), _BATCH):
            transcripts, numbers, begins, texts = (column[done : done + _BATCH] for column in columns)
            for index, folded, candidates in self._candidates(texts):
                hits = _Turn(texts[index], folded, self._lexicon).hits(candidates, self._matchers)
                place = (transcripts[index], int(numbers[index]), int(begins[index]))
                codings += self._codings(hits, texts[index], *place)
            if progress:
                progress(min(done + _BATCH, len(spoken)), len(spoken))
        return codings

    def _candidates(self, texts: list[str]) -> Iterator[tuple[int, str, dict[int, list[int]]]]:
        """Per text that may match: its index, its folded text, and offsets in it with the patterns there."""
        starts, position = [], 0
        for text in texts:
            starts.append(position)
            position += len(text) + 1
        found: dict[int, dict[int, list[int]]] = defaultdict(dict)
        folded = fold("\n".join(texts))
        for offset, patterns in self._prefilter.hits(folded):
            index = bisect_right(starts, offset) - 1
            found[index].setdefault(offset - starts[index], []).extend(patterns)
        for index, candidates in sorted(found.items()):
            yield index, folded[starts[index] : starts[index] + len(texts[index])], candidates

    def _codings(
        self, hits: Iterable[_Hit], text: str, transcript: str, number: int, begin: int
    ) -> Iterator[Coding]:
        """One coding for each place and code; a subcode's hits count for the codes above it too."""
        groups: dict[tuple[int, int, str], list[_Hit]] = defaultdict(list)
        for hit in hits:
            for code in (hit.rule.code, *self._parents[hit.rule.code]):
                groups[hit.start, hit.end, code].append(hit)
        for (start, end, code), group in sorted(groups.items(), key=lambda item: item[0]):
            yield Coding(
                Segment(transcript, number, begin + start, begin + end, text[start:end]),
                code,
                CODER,
                Method.RULE,
                evidence="; ".join(dict.fromkeys(f"{hit.rule.rule.name}: “{hit.words}”" for hit in group)),
                negated=all(hit.negated for hit in group),
                valence=_joint(
                    [hit.valence for hit in group if not hit.negated] or [h.valence for h in group]
                ),
                codebook_version=self._version,
            )

    def word_list(self) -> "pd.DataFrame":
        """All words that the rules look for: a row a pattern, with columns code, regel, patroon, woordvormen.

        A star stands for the rest of a compound or for any letters.
        """
        import pandas as pd

        rows = [
            (code.key, rule.name, pattern, ", ".join(surfaces(parse(pattern))))
            for code in self._codebook.walk()
            for rule in code.rules
            for pattern in (*rule.patterns, *rule.near, *rule.not_near)
        ]
        return pd.DataFrame(rows, columns=["code", "regel", "patroon", "woordvormen"])


class _Turn:
    """One turn: cut into sentences, and those into tokens, only where a pattern may be."""

    def __init__(self, text: str, folded: str, lexicon: Lexicon) -> None:
        self._text, self._folded, self._lexicon = text, folded, lexicon
        self._spans = sentences(text)
        self._starts = [start for start, _ in self._spans]
        self._sentences: dict[int, Sentence] = {}

    def sentence(self, index: int) -> Sentence:
        """The tokens of sentence `index`, with offsets in the turn."""
        if index not in self._sentences:
            start, end = self._spans[index]
            self._sentences[index] = Sentence(self._folded[start:end], start, self._lexicon)
        return self._sentences[index]

    def hits(
        self, candidates: dict[int, list[int]], matchers: list[tuple[_CompiledRule, Compiled]]
    ) -> Iterator[_Hit]:
        """What fires in this turn, sentence by sentence, in the order of the codebook."""
        by_sentence: dict[int, set[int]] = defaultdict(set)
        for offset, patterns in candidates.items():
            by_sentence[bisect_right(self._starts, offset) - 1].update(patterns)
        for index, patterns_here in sorted(by_sentence.items()):
            sentence = self.sentence(index)
            for pattern in sorted(patterns_here):
                rule, matcher = matchers[pattern]
                for match in matcher.matches(sentence):
                    yield from self._fire(rule, index, match)

    def _fire(self, rule: _CompiledRule, index: int, match: Match) -> Iterator[_Hit]:
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
        yield _Hit(start, end, rule, self._words(self.sentence(index), match), negated, valence)

    def _nearest(self, matchers: list[Compiled], within: int, index: int, match: Match) -> int | None:
        """The sentence, own one first, that has one of these among so many words around the match."""
        start, end = self._words_before(index, match.start), self._words_before(index, match.end)
        for other in sorted(range(len(self._spans)), key=lambda other: (abs(other - index), other)):
            for near in (near for matcher in matchers for near in matcher.matches(self.sentence(other))):
                near_start, near_end = (self._words_before(other, place) for place in (near.start, near.end))
                if max(near_start - end, start - near_end) < within:
                    return other
        return None

    def _words_before(self, index: int, place: int) -> int:
        """How many words of the turn stand before token `place` of sentence `index`."""
        return self._first_words[index] + sum(self.sentence(index).is_word[:place])

    @cached_property
    def _first_words(self) -> list[int]:
        counts = [sum(self.sentence(index).is_word) for index in range(len(self._spans))]
        return list(accumulate(counts, initial=0))

    def _words(self, sentence: Sentence, match: Match) -> str:
        """The words that fired, with "…" where others stand between."""
        places = sorted(set(match.used))
        parts = []
        for before, place in zip([places[0] - 1, *places], places, strict=False):
            if place != before + 1:
                parts.append("…")
            parts.append(self._text[slice(*sentence.spans[place])])
        return " ".join(parts)


def _joint(valences: list[Valence | None]) -> Valence | None:
    """One valence for several hits: mixed when they differ."""
    known = {valence for valence in valences if valence}
    return Valence.MIXED if len(known) > 1 else next(iter(known), None)
