"""Fragments: the coded turns under each theme, with who says it (in bands) and what stands around it.

A quote's text is always a stretch of the transcript, exactly as it is there.
"""

import hashlib
import itertools
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

import pandas as pd

from stemmen.bands import attribution, speaker_bands
from stemmen.codebook import Codebook
from stemmen.cutting import cuts_sentence, readable
from stemmen.nonspeech import count_words
from stemmen.transcript import Role

CUT = "[…]"
PENDING = "wacht op een besluit"
REFUSED = "geen toestemming om te citeren"
PARAPHRASE = "alleen parafrase"
GAPS = {  # what stands where words are withheld, by reason
    PENDING: "[Deze woorden staan er nog niet: er staat misschien een naam in, of iets anders dat herkenbaar "
    "is. Besluit eerst, zie besluiten.csv.]",
    REFUSED: "[Deze beurt telt mee, maar de woorden staan er niet: de respondent gaf geen toestemming om te "
    "citeren.]",
    PARAPHRASE: "[Deze beurt telt mee, maar de woorden staan er niet: de respondent wil niet letterlijk "
    "worden geciteerd.]",
}
_NEXT_GROUND = re.compile(r"(?<=”); ")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a respondent under one theme.

    Args:
        theme: key of the top-level code.
        codes: keys of all codes on this turn within the theme, in the codebook's order.
        text: the words to show: whole sentences around the fragment, at most 80 words.
        cut_before, cut_after: whether words of the fragment or of a sentence are left out there.
        question: what the interviewer said last before this turn; "" when nothing.
        before, after: the rest of the turn, around `text`.
        respondent: id of the person, to spread quotes; never for print.
        groups: what the report may say of that person, as (attribute, band).
        valence: "+", "-", "±" or "".
        methods: how it was coded: "hand", "regel", "model".
        evidence: the grounds, each once: a rule with the words that it fired on.
        anchor: short mark of the turn, the same in HTML and Excel and after a next run.
        transcript, turn, start, end: place of the fragment (not of `text`).
        asked: number of the turn of `question`; 0 when there is none.
        named: how somebody who chose to be named is called, with a role; "" for others.
        label: the letter of the speaker within a theme (or the report); "" when none may be shown.
        withheld: why the words may not be shown; then there are none in any of these fields. "" when they
            may.
        context_withheld: whether what stands around `text` may not be shown, and is not here.
        doubts: words in this quote that nobody decided on yet, to mark in a draft.
    """

    theme: str
    codes: tuple[str, ...]
    text: str
    cut_before: bool
    cut_after: bool
    question: str
    before: str
    after: str
    respondent: str
    groups: tuple[tuple[str, str], ...]
    valence: str
    methods: tuple[str, ...]
    evidence: tuple[str, ...]
    anchor: str
    transcript: str
    turn: int
    start: int
    end: int
    asked: int = 0
    named: str = ""
    label: str = ""
    withheld: str = ""
    context_withheld: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def attribution(self) -> str:
        """Who says it: in bands ("vrouw, 40–49 jaar"), with a letter if any, or by a name that was chosen."""
        if self.named or not self.label:
            return self.named or attribution(self.groups)
        return ", ".join([f"respondent {self.label}", *(value for _, value in self.groups if value)])

    @property
    def refused(self) -> bool:
        """Whether who says it gave no consent to quote: then nothing is said of them either."""
        return self.withheld in (REFUSED, PARAPHRASE)

    @property
    def words(self) -> int:
        """Number of words shown that were said."""
        return count_words(self.text)

    @property
    def printed(self) -> str:
        """The words, with […] where something is left out; a marked gap when they may not be shown."""
        if self.withheld:
            return GAPS[self.withheld]
        return " ".join(part for part in (CUT * self.cut_before, self.text, CUT * self.cut_after) if part)


def of_respondents(codings: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """The codings on turns of respondents: no others are counted or quoted."""
    spoken = turns.loc[turns["rol"] == Role.RESPONDENT.value, ["transcript", "beurt"]]
    return codings.merge(spoken, on=["transcript", "beurt"])


def fragments(
    turns: pd.DataFrame, codings: pd.DataFrame, people: pd.DataFrame, codebook: Codebook
) -> list[Quote]:
    """Every coded turn of a respondent under every theme that it counts for, in reading order.

    `people` is what may stand beside a quote of each (`bands.shown`).

    One item a turn and theme, so that their number is that of `Themes.codes["beurten"]`; denied codings
    do not count.
    """
    said = Said(turns, codings)
    order = {code.key: place for place, code in enumerate(codebook.walk())}
    rows = of_respondents(codings, turns).to_dict("records")
    counted = [row for row in rows if not row["ontkend"] and row["code"] in order]
    counted.sort(key=itemgetter("transcript", "beurt", "begin", "eind", "code", "codeur", "bewijs"))
    together: dict[tuple[str, int, str], list[dict[Hashable, Any]]] = defaultdict(list)
    for row in counted:
        together[row["transcript"], row["beurt"], codebook.theme(row["code"])].append(row)
    return [_fragment(said, people, key[2], together[key], order) for key in sorted(together)]


def _fragment(
    said: "Said", people: pd.DataFrame, theme: str, rows: list[dict[Hashable, Any]], order: dict[str, int]
) -> Quote:
    """What the codings of one turn under one theme come to."""
    transcript, turn, person = (rows[0][name] for name in ("transcript", "beurt", "respondent"))
    start, end = min(row["begin"] for row in rows), max(row["eind"] for row in rows)
    grounds = _grounds(row["bewijs"] for row in rows)
    return replace(
        said.quote(transcript, turn, start, end, " ".join(ground.partition(":")[2] for ground in grounds)),
        theme=theme,
        codes=tuple(sorted({row["code"] for row in rows}, key=order.__getitem__)),
        respondent=person,
        groups=speaker_bands(people, person),
        valence=one_valence(row["waardering"] for row in rows),
        methods=tuple(sorted({row["methode"] for row in rows})),
        evidence=grounds,
    )


def _grounds(evidence: Iterable[str]) -> tuple[str, ...]:
    """Each rule with the words that it fired on, once: a parent's coding repeats those of its subcodes.

    >>> _grounds(["a: “bot”; b: “kil”", "a: “bot”", ""])
    ('a: “bot”', 'b: “kil”')
    """
    return tuple(dict.fromkeys(ground for why in evidence for ground in _NEXT_GROUND.split(why) if ground))


def whole_turns(turns: pd.DataFrame, people: pd.DataFrame, places: pd.DataFrame) -> list[Quote]:
    """A quote for each turn of a respondent in `places` (columns `transcript`, `beurt`); no theme."""
    spots = of_respondents(places[["transcript", "beurt"]], turns).merge(turns, on=["transcript", "beurt"])
    said = Said(turns, spots)
    return [
        replace(
            said.quote(row["transcript"], row["beurt"], row["begin"], row["eind"]),
            respondent=row["respondent"],
            groups=speaker_bands(people, row["respondent"]),
        )
        for row in spots.to_dict("records")
    ]


def one_valence(valences: Iterable[str]) -> str:
    """The valence of several codings on one fragment: both kinds make it mixed.

    >>> one_valence(["+", "", "-"]), one_valence(["+", ""]), one_valence([""])
    ('±', '+', '')
    """
    given = sorted({valence for valence in valences if valence})
    return "±" if len(given) > 1 else "".join(given)


class Said:
    """The turns of a study, to find the words around a coding."""

    def __init__(self, turns: pd.DataFrame, codings: pd.DataFrame) -> None:
        self._rows: dict[tuple[str, int], tuple[str, int, str, int]] = {}
        asked, last = ("", 0), ""
        for row in turns.to_dict("records"):
            asked = asked if row["transcript"] == last else ("", 0)
            last = row["transcript"]
            self._rows[last, row["beurt"]] = (row["tekst"], row["begin"], *asked)
            if row["rol"] == "interviewer":
                asked = row["tekst"], row["beurt"]
        self._whole = {
            name: hashlib.sha256("\n".join(said["tekst"]).encode()).hexdigest()
            for name, said in turns.groupby("transcript")
        }
        self._marks = self._mark(codings)

    def _mark(self, codings: pd.DataFrame) -> dict[tuple[str, int], str]:
        """A mark for each coded turn: from the words alone, so that it tells nothing of the person.

        All words of the interview are in it: else who has a guess at what was left out around a quote could
        see by the mark whether it is right.
        """
        places = codings[["transcript", "beurt"]].drop_duplicates()
        marks: dict[tuple[str, int], str] = {}
        taken: set[str] = set()
        for place in sorted(places.itertuples(index=False, name=None)):
            text, _, question, _ = self._rows[place]
            words = f"{self._whole[place[0]]}\n{question}\n{text}"
            tries = (hashlib.sha256(f"{words}\n{n}".encode()).hexdigest()[:8] for n in itertools.count())
            mark = next(name for name in tries if name not in taken)
            taken.add(mark)
            marks[place] = mark
        return marks

    def around(self, transcript: str, turn: int) -> tuple[str, str, str]:
        """The words of a turn, the question before it and its mark."""
        text, _, question, _ = self._rows[transcript, turn]
        return text, question, self._marks[transcript, turn]

    def quote(
        self, transcript: str, turn: int, start: int, end: int, words: str = "", *, exact: bool = False
    ) -> Quote:
        """The quote at this place, with its words and context; who and why are not yet filled in.

        With `exact`, its words are those of the place, however long, not whole sentences around them.
        """
        text, offset, question, asked = self._rows[transcript, turn]
        begin, stop = start - offset, end - offset
        first, last = (begin, stop) if exact else readable(text, begin, stop, words)
        return Quote(
            theme="",
            codes=(),
            text=text[first:last],
            cut_before=not exact and (bool(text[begin:first].strip()) or cuts_sentence(text, first)),
            cut_after=not exact and (bool(text[last:stop].strip()) or cuts_sentence(text, last)),
            question=question,
            before=text[:first],
            after=text[last:],
            respondent="",
            groups=(),
            valence="",
            methods=(),
            evidence=(),
            anchor=self._marks[transcript, turn],
            transcript=transcript,
            turn=turn,
            start=start,
            end=end,
            asked=asked,
        )
