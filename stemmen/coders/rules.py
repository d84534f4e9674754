"""The rules coder: the codebook's rules on what respondents say, each coding with the words that fired."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from stemmen.codebook import Code, Codebook
from stemmen.coders.firing import CompiledRule, Hit, Turn
from stemmen.coders.lexicon import NOWHERE, Lexicon, surfaces
from stemmen.coders.matching import Matcher, compile_pattern, either
from stemmen.coders.prefilter import Prefilter
from stemmen.coding import Coding, Method, Valence
from stemmen.language import fold, sentence_starts
from stemmen.nonspeech import spoken
from stemmen.patterns import parse
from stemmen.transcript import Role, Segment

if TYPE_CHECKING:
    import pandas as pd

CODER = "regels"
_BATCH = 3000  # turns that are searched in one go


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
        self._codebook = codebook
        self._parents = {code.key: codebook.lineage(code.key)[:-1] for code in codebook.walk()}
        self._lexicon = Lexicon()
        self._patterns = [pattern for code in codebook.walk() for pattern in self._compile(code)]
        self._prefilter = Prefilter([matcher.need or NOWHERE for _, matcher in self._patterns], self._lexicon)

    def _compile(self, code: Code) -> Iterator[tuple[CompiledRule, Matcher]]:
        for rule in code.rules:
            near, not_near = (list(map(self._matcher, patterns)) for patterns in (rule.near, rule.not_near))
            compiled = CompiledRule(
                code.key, rule, either(near) if near else None, either(not_near) if not_near else None
            )
            for pattern in rule.patterns:
                yield compiled, self._matcher(pattern)

    def _matcher(self, pattern: str) -> Matcher:
        return compile_pattern(parse(pattern), self._lexicon)

    def code(self, turns: "pd.DataFrame", progress: Callable[[int, int], None] | None = None) -> list[Coding]:
        """Codings of the respondents' turns, sorted by transcript, turn, place and code.

        Args:
            turns: table with columns transcript, beurt, rol, tekst and begin (see docs/architectuur.md).
            progress: told how many turns of how many are done.
        """
        spoken = turns[turns["rol"] == Role.RESPONDENT.value]
        spoken = spoken.sort_values(["transcript", "beurt"], kind="stable")
        columns = [spoken[name].tolist() for name in ("tekst", "transcript", "beurt", "begin")]
        codings: list[Coding] = []
        for done in range(0, len(spoken), _BATCH):
            texts, *places = (column[done : done + _BATCH] for column in columns)
            for index, hits in self._hits(texts):
                transcript, number, begin = (column[index] for column in places)
                codings += self._codings(hits, texts[index], transcript, int(number), int(begin))
            if progress:
                progress(min(done + _BATCH, len(spoken)), len(spoken))
        return codings

    def _hits(self, texts: list[str]) -> Iterator[tuple[int, list[Hit]]]:
        """The index of each text in which a rule fired, with what fired there; on what was said only."""
        joined = spoken("\n".join(texts))
        folded = fold(joined)
        begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
        starts = sorted({*begins[:-1], *sentence_starts(joined)})
        candidates = self._prefilter.candidates(folded, starts)
        for index, here in groupby(candidates, key=lambda number: bisect_right(begins, starts[number]) - 1):
            begin, end = begins[index], begins[index] + len(texts[index])
            first, last = bisect_left(starts, begin), bisect_left(starts, end + 1)
            bounds = [start - begin for start in starts[first:last]]
            turn = Turn(texts[index], folded[begin:end], bounds, self._lexicon)
            hits = [
                hit
                for number in here
                for hit in turn.hits(number - first, map(self._patterns.__getitem__, candidates[number]))
            ]
            yield index, hits

    def _codings(
        self, hits: Iterable[Hit], text: str, transcript: str, number: int, begin: int
    ) -> Iterator[Coding]:
        """One coding for each place and code; a subcode's hits count for the codes above it too."""
        groups: dict[tuple[int, int, str], list[Hit]] = defaultdict(list)
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
                codebook_version=self._codebook.version,
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


def _joint(valences: list[Valence | None]) -> Valence | None:
    """One valence for several hits: mixed when they differ."""
    known = {valence for valence in valences if valence}
    return Valence.MIXED if len(known) > 1 else next(iter(known), None)
