"""Quotes: which words the report shows, who says them (in bands), and what stands around them.

A quote's text is always a stretch of the transcript, exactly as it is there.
"""

import hashlib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

import pandas as pd

from stemmen.bands import attribution, bands, speaker_bands
from stemmen.codebook import Codebook

SHORTEST, LONGEST = 8, 80  # words of a readable quote
PLEASANT = (15, 60)  # words that read best
FIRM = 3  # from this many grounds on, more do not make a fragment surer
CUT = "[…]"
CHOICE_RULE = (
    "Een citaat is een fragment met een code die niet wordt ontkend, aangevuld tot hele zinnen.",
    f"Citaten van {SHORTEST} tot en met {LONGEST} woorden gaan voor.",
    "Van elke respondent komt er één citaat bij een thema voordat iemand een tweede krijgt.",
    "Elke waardering die bij het thema voorkomt, krijgt ten minste één citaat; de rest volgt de verhouding "
    "in alle beurten bij dat thema.",
    "Daarna gaan fragmenten voor die op meer gronden een code hebben, zoals twee regels in plaats van een.",
    f"Dan gaan citaten van {PLEASANT[0]} tot en met {PLEASANT[1]} woorden voor, dan een subcode die nog geen "
    "citaat heeft, dan woorden die nog niet bij een ander thema staan, dan een respondent die in het hele "
    "rapport het minst is geciteerd, en ten slotte de volgorde van de gesprekken.",
    "Er is geen citaat met de hand gekozen of weggelaten.",
)

_SENTENCE_END = re.compile(r"[.?!…]+[\"'”’)\]]*\s+|\n+")
_SPACE = re.compile(r"\s+")


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
        evidence: why, per coding.
        anchor: short mark of the turn, the same in HTML and Excel and after a next run.
        transcript, turn, start, end: place of the fragment (not of `text`).
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

    @property
    def attribution(self) -> str:
        """Who says it, in bands: "vrouw, 40–49 jaar, bijstand"."""
        return attribution(self.groups)

    @property
    def words(self) -> int:
        """Number of words shown."""
        return len(self.text.split())

    @property
    def printed(self) -> str:
        """The words, with […] where something is left out."""
        return " ".join(part for part in (CUT * self.cut_before, self.text, CUT * self.cut_after) if part)


def choose(
    turns: pd.DataFrame, codings: pd.DataFrame, respondents: pd.DataFrame, codebook: Codebook, per_theme: int
) -> list[Quote]:
    """The quotes for a report, at most `per_theme` a theme, by `CHOICE_RULE`; in codebook order."""
    return choose_from(fragments(turns, codings, respondents, codebook), codebook, per_theme)


def choose_from(quotes: Sequence[Quote], codebook: Codebook, per_theme: int) -> list[Quote]:
    """Choose among `fragments`."""
    chosen: list[Quote] = []
    for code in codebook.codes:
        chosen += _choose_theme([quote for quote in quotes if quote.theme == code.key], chosen, per_theme)
    return chosen


def _choose_theme(candidates: list[Quote], elsewhere: list[Quote], number: int) -> list[Quote]:
    among = Counter(quote.valence for quote in candidates)
    chosen: list[Quote] = []
    while len(chosen) < number:
        free = [quote for quote in candidates if not any(_overlap(quote, other) for other in chosen)]
        if not free:
            break
        chosen.append(min(free, key=_rank(chosen, elsewhere, among)))
    return sorted(chosen, key=lambda quote: _VALENCE_ORDER.index(quote.valence))


def _rank(
    chosen: list[Quote], elsewhere: list[Quote], among: Counter[str]
) -> Callable[[Quote], tuple[object, ...]]:
    """How late a quote's turn comes, given what is chosen already: `CHOICE_RULE`."""
    people = Counter(quote.respondent for quote in chosen)
    valences = Counter(quote.valence for quote in chosen)
    codes = Counter(code for quote in chosen for code in quote.codes)
    quoted = Counter(quote.respondent for quote in elsewhere)
    return lambda quote: (
        not SHORTEST <= quote.words <= LONGEST,
        people[quote.respondent],
        _turn_of_valence(valences[quote.valence], among[quote.valence]),
        -min(len(quote.evidence), FIRM),
        not PLEASANT[0] <= quote.words <= PLEASANT[1],
        min(codes[code] for code in quote.codes),
        any(_overlap(quote, other) for other in elsewhere),
        quoted[quote.respondent],
    )


_VALENCE_ORDER = ["-", "±", "+", ""]


def _turn_of_valence(chosen: int, among: int) -> tuple[bool, float]:
    """First each valence once, the rarest first; then by the highest-averages method (Sainte-Laguë)."""
    return (True, (chosen + 0.5) / among) if chosen else (False, among)


def _overlap(one: Quote, other: Quote) -> bool:
    return (
        (one.transcript, one.turn) == (other.transcript, other.turn)
        and len(one.before) < len(other.before) + len(other.text)
        and len(other.before) < len(one.before) + len(one.text)
    )


def fragments(
    turns: pd.DataFrame, codings: pd.DataFrame, respondents: pd.DataFrame, codebook: Codebook
) -> list[Quote]:
    """Every coded turn under every theme that it counts for (denied codings do not), in reading order.

    One item a turn and theme, so that their number is that of `Themes.codes["beurten"]`.
    """
    people = bands(respondents)
    said = _Turns(turns, codings)
    order = {code.key: place for place, code in enumerate(codebook.walk())}
    counted = [row for row in records(codings) if not row["ontkend"] and row["code"] in order]
    counted.sort(key=itemgetter("transcript", "beurt", "begin", "eind", "code", "codeur", "bewijs"))
    together: dict[tuple[str, int, str], list[dict[str, Any]]] = defaultdict(list)
    for row in counted:
        together[row["transcript"], row["beurt"], codebook.theme(row["code"])].append(row)
    return [_fragment(said, people, key[2], together[key], order) for key in sorted(together)]


def _fragment(
    said: "_Turns", people: pd.DataFrame, theme: str, rows: list[dict[str, Any]], order: dict[str, int]
) -> Quote:
    """What the codings of one turn under one theme come to."""
    transcript, turn, person = (rows[0][name] for name in ("transcript", "beurt", "respondent"))
    start, end = min(row["begin"] for row in rows), max(row["eind"] for row in rows)
    evidence = tuple(dict.fromkeys(row["bewijs"] for row in rows if row["bewijs"]))
    return replace(
        said.quote(transcript, turn, start, end, " ".join(evidence)),
        theme=theme,
        codes=tuple(sorted({row["code"] for row in rows}, key=order.__getitem__)),
        respondent=person or transcript,
        groups=speaker_bands(people, person),
        valence=one_valence(row["waardering"] for row in rows),
        methods=tuple(sorted({row["methode"] for row in rows})),
        evidence=evidence,
    )


def whole_turns(turns: pd.DataFrame, respondents: pd.DataFrame, places: pd.DataFrame) -> list[Quote]:
    """A quote for each turn in `places` (columns `transcript`, `beurt`), as they stand there; no theme."""
    people = bands(respondents)
    spots = places[["transcript", "beurt"]].merge(turns, on=["transcript", "beurt"], how="left")
    said = _Turns(turns, spots)
    return [
        replace(
            said.quote(row["transcript"], row["beurt"], row["begin"], row["eind"], ""),
            respondent=row["respondent"] or row["transcript"],
            groups=speaker_bands(people, row["respondent"]) or (("rol", row["rol"]),),
        )
        for row in records(spots)
    ]


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table by column name; what is in them is the table's business."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def one_valence(valences: Iterable[str]) -> str:
    """The valence of several codings on one fragment: both kinds make it mixed.

    >>> one_valence(["+", "", "-"]), one_valence(["+", ""]), one_valence([""])
    ('±', '+', '')
    """
    given = sorted({valence for valence in valences if valence})
    return "±" if len(given) > 1 else "".join(given)


class _Turns:
    """The turns of a study, to find the words around a coding."""

    def __init__(self, turns: pd.DataFrame, codings: pd.DataFrame) -> None:
        self._rows: dict[tuple[str, int], tuple[str, int, str]] = {}
        question, last = "", ""
        for row in records(turns):
            question = question if row["transcript"] == last else ""
            last = row["transcript"]
            self._rows[last, row["beurt"]] = (row["tekst"], row["begin"], question)
            if row["rol"] == "interviewer":
                question = row["tekst"]
        self._marks = self._mark(codings)

    def _mark(self, codings: pd.DataFrame) -> dict[tuple[str, int], str]:
        """A mark for each coded turn: from the words alone, so that it tells nothing of the person."""
        places = codings[["transcript", "beurt"]].drop_duplicates()
        marks: dict[tuple[str, int], str] = {}
        taken: set[str] = set()
        for place in sorted(places.itertuples(index=False, name=None)):
            text, _, question = self._rows[place]
            tries = (
                hashlib.sha256(f"{question}\n{text}\n{n}".encode()).hexdigest()[:8] for n in itertools.count()
            )
            mark = next(name for name in tries if name not in taken)
            taken.add(mark)
            marks[place] = mark
        return marks

    def quote(self, transcript: str, turn: int, start: int, end: int, evidence: str) -> Quote:
        """The quote at this place, with its words and context; who and why are not yet filled in."""
        text, offset, question = self._rows[transcript, turn]
        begin, stop = start - offset, end - offset
        first, last = readable(text, begin, stop, evidence)
        return Quote(
            theme="",
            codes=(),
            text=text[first:last],
            cut_before=bool(text[begin:first].strip()) or _cuts_sentence(text, first),
            cut_after=bool(text[last:stop].strip()) or _cuts_sentence(text, last),
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
        )


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text`, without the white space between them.

    >>> [("Nee. Dat was...  raar, hè?")[a:b] for a, b in sentences("Nee. Dat was...  raar, hè?")]
    ['Nee.', 'Dat was...', 'raar, hè?']
    """
    ends = [found.end() for found in _SENTENCE_END.finditer(text)] + [len(text)]
    spans, start = [], 0
    for end in ends:
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(piece.strip())))
        start = end
    return spans


def first_sentence(text: str) -> str:
    """The first sentence of a longer text."""
    spans = sentences(text)
    return text[slice(*spans[0])] if spans else text


def readable(text: str, begin: int, end: int, evidence: str = "") -> tuple[int, int]:
    """Offsets of whole sentences around ``text[begin:end]``: 8 to 80 words where that is possible.

    A longer fragment is cut around the words that `evidence` names, else at its begin.

    >>> turn = "Nou ja. Ze geloofden me niet. Toen moest ik alles nog een keer laten zien, alles."
    >>> a, b = readable(turn, 8, 29)
    >>> turn[a:b]
    'Ze geloofden me niet. Toen moest ik alles nog een keer laten zien, alles.'
    """
    spans = sentences(text)
    touched = [place for place, (a, b) in enumerate(spans) if a < end and b > begin]
    if not touched:
        return begin, end
    first, last = touched[0], touched[-1]
    if _count(text, spans, first, last) > LONGEST:
        focus = _focus(text, begin, end, evidence)
        first = last = next((i for i in touched if spans[i][1] > focus), first)
        if _count(text, spans, first, last) > LONGEST:
            return _window(text, *spans[first], focus)
        return _grow(text, spans, (first, last), (touched[0], touched[-1]), LONGEST)
    if _count(text, spans, first, last) < SHORTEST:
        return _grow(text, spans, (first, last), (0, len(spans) - 1), SHORTEST)
    return spans[first][0], spans[last][1]


def _grow(
    text: str, spans: list[tuple[int, int]], part: tuple[int, int], within: tuple[int, int], aim: int
) -> tuple[int, int]:
    """Add sentences, the next before the previous, until there are `aim` words; never over 80."""
    (first, last), grown = part, True
    while grown and _count(text, spans, first, last) < aim:
        grown = False
        for a, b in ((first, last + 1), (first - 1, last)):
            if within[0] <= a and b <= within[1] and _count(text, spans, a, b) <= LONGEST:
                (first, last), grown = (a, b), True
                break
    return spans[first][0], spans[last][1]


def _count(text: str, spans: list[tuple[int, int]], first: int, last: int) -> int:
    return len(text[spans[first][0] : spans[last][1]].split())


def _focus(text: str, begin: int, end: int, evidence: str) -> int:
    """Where the first word (of 4+ letters) that `evidence` names stands in the fragment; else its begin."""
    fragment = text[begin:end].lower()
    words = re.findall(r"\w{4,}", evidence.partition(":")[2].lower())
    return begin + next((fragment.find(word) for word in words if word in fragment), 0)


def _window(text: str, begin: int, end: int, focus: int) -> tuple[int, int]:
    """At most 80 words of one endless sentence, a third of them before `focus`."""
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", text[begin:end])]
    here = next((i for i, (_, b) in enumerate(words) if begin + b > focus), 0)
    first = max(0, min(here - LONGEST // 3, len(words) - LONGEST))
    last = min(len(words), first + LONGEST) - 1
    return begin + words[first][0], begin + words[last][1]


def _cuts_sentence(text: str, place: int) -> bool:
    """Whether `place` lies within a sentence."""
    return any(a < place < b for a, b in sentences(text))


def overview(
    turns: pd.DataFrame, codings: pd.DataFrame, respondents: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """All codings that can be quoted from, a row a coding, in codebook order; for the researcher.

    Columns: `kenmerk` (the mark that the report shows), `thema`, `code` (names), `citaat` (the coded
    words), `vraag`, `context` (the turn), the respondents' bands, `transcript`, `beurt`, `begin`,
    `eind`, `methode`, `codeur`, `bewijs`, `zekerheid`, `waardering`, `ontkend`, `memo`.
    """
    people, said = bands(respondents), _Turns(turns, codings)
    known: dict[Any, Any] = people.to_dict("index")
    codes = {code.key: (place, code.name) for place, code in enumerate(codebook.walk())}
    themes = {key: codes[codebook.theme(key)][1] for key in codes}
    rows = []
    for row in records(codings[codings["code"].isin(list(codes))]):
        quote = said.quote(row["transcript"], row["beurt"], row["begin"], row["eind"], row["bewijs"])
        who = known.get(row["respondent"], {})
        rows.append(
            {
                "_order": codes[row["code"]][0],
                "kenmerk": quote.anchor,
                "thema": themes[row["code"]],
                "code": codes[row["code"]][1],
                "citaat": row["tekst"],
                "vraag": quote.question,
                "context": quote.before + quote.text + quote.after,
                **{str(name): who.get(name, "") for name in people.columns},
                **{name: row[name] for name in _PLACE},
                "ontkend": "ja" if row["ontkend"] else "nee",
                "memo": row["memo"],
            }
        )
    columns = ["kenmerk", "thema", "code", "citaat", "vraag", "context", *people, *_PLACE, "ontkend", "memo"]
    table = pd.DataFrame(rows, columns=["_order", *columns])
    return table.sort_values(["_order", "transcript", "begin"], kind="stable", ignore_index=True)[columns]


_PLACE = ["transcript", "beurt", "begin", "eind", "methode", "codeur", "bewijs", "zekerheid", "waardering"]
