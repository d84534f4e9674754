"""Quotes: which fragments the report shows, by a rule that it prints, and all codings for the researcher."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from stemmen.bands import bands, heard, speaker_bands
from stemmen.codebook import Codebook
from stemmen.cutting import LONGEST, SHORTEST
from stemmen.fragments import Quote, Said, fragments, of_respondents

__all__ = ["CHOICE_RULE", "Quote", "apart", "choose", "choose_from", "coded", "overview"]

PLEASANT = (15, 60)  # words that read best
FIRM = 3  # from this many grounds on, more do not make a fragment surer
CHOICE_RULE = (
    "Een citaat is een beurt met een code die niet wordt ontkend: de woorden van de code, aangevuld tot hele "
    f"zinnen of ingekort tot ten hoogste {LONGEST} woorden.",
    "Wie geen toestemming gaf om te citeren, doet niet mee bij de keuze. Een citaat waarover nog een besluit "
    "nodig is, blijft gekozen; op die plek staan dan geen woorden.",
    "De computer kiest de citaten bij een thema een voor een. Wat hieronder eerder staat, weegt zwaarder.",
    f"Citaten van {SHORTEST} tot en met {LONGEST} woorden gaan voor.",
    "Van elke respondent komt er één citaat bij een thema voordat iemand een tweede krijgt.",
    "Een waardering die nog geen citaat heeft, gaat voor, de minst voorkomende eerst. Daarna volgt de keuze "
    "de verhouding in alle beurten bij dat thema.",
    "Beurten met meer gronden gaan voor. Een grond is een regel met de woorden waarop hij aansloeg; meer dan "
    f"{FIRM} tellen als {FIRM}. Een codering met de hand telt alleen als grond als er een bewijs bij staat.",
    f"Citaten van {PLEASANT[0]} tot en met {PLEASANT[1]} woorden gaan voor.",
    "De code die bij dit thema het minst is geciteerd, gaat voor.",
    "Woorden die nog niet bij een ander thema staan, gaan voor.",
    "De respondent die bij de thema’s hiervoor het minst is geciteerd, gaat voor.",
    "Is dan nog alles gelijk, dan beslist de volgorde van de gesprekken.",
    "Er is geen citaat met de hand gekozen of weggelaten.",
)
_BEFORE = ["kenmerk", "thema", "code", "citaat", "vraag", "context"]  # of the overview, around the bands
_AFTER = [
    "respondent", "transcript", "beurt", "begin", "eind", "methode", "codeur", "bewijs", "zekerheid",
    "waardering", "ontkend", "memo",
]  # fmt: skip
_ADDED = ["genoemd als", "te besluiten", "toestemming", "onderwerp", "in het rapport"]  # in the workbook


def choose(
    turns: pd.DataFrame, codings: pd.DataFrame, people: pd.DataFrame, codebook: Codebook, per_theme: int
) -> list[Quote]:
    """The quotes for a report, at most `per_theme` a theme, by `CHOICE_RULE`; in codebook order."""
    return choose_from(fragments(turns, codings, people, codebook), codebook, per_theme)


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


def overview(
    turns: pd.DataFrame, codings: pd.DataFrame, respondents: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """All codings that can be quoted from, a row a coding, in codebook order; for the researcher.

    Columns: `kenmerk` (the mark that the report shows), `thema`, `code` (names), `citaat` (the coded
    words), `vraag`, `context` (the turn), the respondents' bands, `respondent`, `transcript`, `beurt`,
    `begin`, `eind`, `methode`, `codeur`, `bewijs`, `zekerheid`, `waardering`, `ontkend`, `memo`. An attribute
    with the name of such a column gets a name of its own: "kenmerk: thema".
    """
    people, said = _named_apart(bands(heard(respondents, turns))), Said(turns, codings)
    bands_of: dict[Any, Any] = people.to_dict("index")
    nobody = dict.fromkeys(people, "")
    names = {code.key: code.name for code in codebook.walk()}
    rows = []
    for row in _in_order(of_respondents(codings, turns), list(names)).to_dict("records"):
        text, question, mark = said.around(row["transcript"], row["beurt"])
        rows.append(
            {
                **{name: row[name] for name in _AFTER},
                **bands_of.get(row["respondent"], nobody),
                "kenmerk": mark,
                "thema": names[codebook.theme(row["code"])],
                "code": names[row["code"]],
                "citaat": row["tekst"],
                "vraag": question,
                "context": text,
                "ontkend": "ja" if row["ontkend"] else "nee",
            }
        )
    return pd.DataFrame(rows, columns=[*_BEFORE, *people, *_AFTER])


def _in_order(codings: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The codings with these codes, in the order of the codes and then of the text."""
    known = codings[codings["code"].isin(keys)]
    known = known.assign(order=known["code"].map(keys.index))
    return known.sort_values(["order", "transcript", "begin"], kind="stable")


def _named_apart(people: pd.DataFrame) -> pd.DataFrame:
    """The bands, without columns that are named like those of the overview or the workbook."""
    return people.rename(columns=apart)


def apart(name: str) -> str:
    """The name of an attribute as a column, never one of the overview's or the workbook's own."""
    return f"kenmerk: {name}" if name in {*_BEFORE, *_AFTER, *_ADDED} else name


def coded(
    turns: pd.DataFrame, codings: pd.DataFrame, people: pd.DataFrame, codebook: Codebook
) -> list[tuple[Quote, bool]]:
    """Each coding as a quote of just its words, with whether it is denied; in codebook order."""
    said = Said(turns, codings)
    names = [code.key for code in codebook.walk()]
    return [
        (
            replace(
                said.quote(row["transcript"], row["beurt"], row["begin"], row["eind"], exact=True),
                theme=codebook.theme(row["code"]),
                codes=(row["code"],),
                respondent=row["respondent"],
                groups=speaker_bands(people, row["respondent"]),
                valence=row["waardering"],
                methods=(row["methode"],),
                evidence=tuple(filter(None, [row["bewijs"]])),
            ),
            bool(row["ontkend"]),
        )
        for row in _in_order(of_respondents(codings, turns), names).to_dict("records")
    ]
