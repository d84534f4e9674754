"""The agreement of a study in tables, and what to be wary of."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from stemmen.agreement.differences import confusion, differences, where_from
from stemmen.agreement.figures import (
    COEFFICIENTS,
    FEWEST_TRANSCRIPTS,
    SETS,
    Basis,
    bounded,
    code_row,
    draws,
    total_row,
    transcript_rows,
)
from stemmen.agreement.units import Level, finished_by, given_codes, units_of
from stemmen.codebook import Codebook
from stemmen.coding import Method
from stemmen.errors import Problem, StudyError

_WHERE = "overeenstemming"
SETTLED = "consensus"  # who settles differences is no coder to compare
FEWEST_UNITS = (
    10  # with the code, by any coder; our choice: with fewer, one judgement makes or breaks the figure
)
TENTATIVE = 0.667  # Krippendorff (2004, p. 241): below this, not even tentative conclusions


@dataclass(frozen=True)
class Agreement:
    """How far coders agree. Tables have Dutch columns.

    Each coefficient has `_laag` and `_hoog`, the bounds of its 95% interval by a bootstrap over transcripts;
    NaN when it can't be given.

    Args:
        coders: who are compared.
        level: "beurt", "zin" or "teken".
        transcripts: those that two or more of them finished.
        units: how many turns, sentences or characters of respondents these have.
        codes: a row a code: `code`, `naam`, `eenheden` (units compared), `met_code` (of those, given the code
            by anyone), the coefficients, `alpha_u` (for stretches; without an interval), `waarschuwing`.
        total: one row: all codes taken together, and sets of codes with `alpha_masi` and `alpha_jaccard`.
        by_transcript: a row a transcript in the order of coding, all codes taken together.
        differences: see `differences.differences`.
        confusion: see `differences.confusion`.
        sources: see `differences.where_from`.
        notes: what to know before using the figures, in Dutch.
    """

    coders: tuple[str, ...]
    level: str
    transcripts: tuple[str, ...]
    units: int
    codes: pd.DataFrame
    total: pd.DataFrame
    by_transcript: pd.DataFrame
    differences: pd.DataFrame
    confusion: pd.DataFrame
    sources: pd.DataFrame
    notes: tuple[str, ...]


def agreement(
    turns: pd.DataFrame,
    codings: pd.DataFrame,
    codebook: Codebook,
    marked: Mapping[str, Collection[str]],
    *,
    coders: Sequence[str] = (),
    level: str = Level.TURN.value,
    order: Sequence[str] = (),
    seed: int = 0,
) -> Agreement:
    """Compare coders on the transcripts that they finished.

    Args:
        turns: as in `docs/architectuur.md`.
        codings: as there.
        codebook: for names, and for which code is under which.
        marked: by coder the transcripts that were marked as finished.
        coders: whom to compare; all who coded by hand, but "consensus", when empty.
        level: "beurt", "zin" or "teken".
        order: of the transcripts, by when they were coded.
        seed: of the draws.

    Raises: StudyError when there are no two coders who finished the same transcript.
    """
    hand = codings[codings["methode"] == Method.HAND.value]
    basis = _basis(turns, hand, codebook, marked, coders, _level(level))
    used = set(basis.given["code"])
    keys = [code.key for code in codebook.walk() if code.key in used]
    weights = draws(len(basis.units), seed)
    codes = pd.DataFrame([code_row(basis, key, weights) for key in keys])
    codes.insert(1, "naam", [codebook[key].name for key in keys])
    figures = zip(codes["krippendorff_alpha"], codes["met_code"], strict=True)
    codes["waarschuwing"] = [_warning(alpha, number) for alpha, number in figures]
    apart, mixed = differences(basis), confusion(basis)
    return Agreement(
        coders=tuple(basis.coders),
        level=level,
        transcripts=tuple(basis.units),
        units=sum(map(len, basis.units.values())),
        codes=codes,
        total=pd.DataFrame([total_row(basis, keys, weights)]),
        by_transcript=pd.DataFrame(transcript_rows(basis, keys, order)),
        differences=apart,
        confusion=mixed,
        sources=where_from(apart, mixed, codebook),
        notes=tuple(_notes(basis, hand, codebook, marked, coders)),
    )


def _level(level: str) -> Level:
    if level not in list(Level):
        what = f"Er is geen niveau '{level}'."
        raise StudyError(Problem(_WHERE, what, repair=f"Kies uit: {', '.join(Level)}."))
    return Level(level)


def _basis(
    turns: pd.DataFrame,
    hand: pd.DataFrame,
    codebook: Codebook,
    marked: Mapping[str, Collection[str]],
    coders: Sequence[str],
    level: Level,
) -> Basis:
    who = _coders(hand, coders)
    finished = finished_by(who, hand, marked)
    units = {name: spans for name, spans in units_of(turns, level).items() if len(spans)}
    shared = [name for name in units if sum(name in finished[coder] for coder in who) > 1]
    if not shared:
        what = f"Er is geen interview dat twee codeurs helemaal codeerden. Codeurs zijn: {_listed(who)}."
        repair = "Zet in het codeerscherm bij zo'n interview het vinkje ‘Ik ben klaar met dit interview’."
        raise StudyError(Problem(_WHERE, what, "Er valt nog niets te vergelijken.", repair))
    finished = {coder: finished[coder] & set(shared) for coder in who if finished[coder] & set(shared)}
    given = given_codes(hand, codebook.lineage)
    pairs = zip(given["codeur"], given["transcript"], strict=True)
    given = given[[name in finished.get(coder, ()) for coder, name in pairs]]
    if given.empty:
        what = f"In wat {_listed(list(finished))} allebei afmaakten, gaf niemand een code van dit codeboek."
        repair = "Controleer of de codes van de coderingen nog in het codeboek staan."
        raise StudyError(Problem(_WHERE, what, "Er valt nog niets te vergelijken.", repair))
    return Basis(turns, given, list(finished), finished, {name: units[name] for name in shared})


def _coders(hand: pd.DataFrame, wanted: Sequence[str]) -> list[str]:
    known = sorted(set(hand["codeur"]))
    unknown = [coder for coder in wanted if coder not in known]
    if unknown:
        what = f"Er zijn geen coderingen met de hand van: {', '.join(unknown)}."
        raise StudyError(Problem(_WHERE, what, repair=f"Kies uit: {', '.join(known) or 'nog niemand'}."))
    chosen = list(dict.fromkeys(wanted)) or [coder for coder in known if coder != SETTLED]
    if len(chosen) < 2:
        what = "Er zijn geen twee codeurs om te vergelijken."
        repair = "Laat een tweede codeur dezelfde interviews coderen, los van de eerste."
        raise StudyError(Problem(_WHERE, what, repair=repair))
    return chosen


def _warning(alpha: float, number: int) -> str:
    """What to be wary of in the alpha of a code that so many units got; "" for nothing."""
    if np.isnan(alpha):
        return "niet te zeggen: overal hetzelfde oordeel"
    if number < FEWEST_UNITS:
        return "te weinig om iets te zeggen"
    return "lage overeenstemming" if alpha < TENTATIVE else ""


def _notes(
    basis: Basis,
    hand: pd.DataFrame,
    codebook: Codebook,
    marked: Mapping[str, Collection[str]],
    coders: Sequence[str],
) -> list[str]:
    return [
        *_unmarked([coder for coder in basis.coders if not marked.get(coder)]),
        *_alone([coder for coder in _coders(hand, coders) if coder not in basis.coders]),
        *_few(len(basis.units)),
        *_lost(hand[hand["codeur"].isin(basis.coders)]["code"], codebook),
    ]


def _unmarked(coders: list[str]) -> list[str]:
    if not coders:
        return []
    them = "die codeur" if len(coders) == 1 else "een van hen"
    return [
        f"Van {_listed(coders)} is van geen interview gezegd dat het af is. Daarom telt elk interview mee "
        f"waarin {them} iets codeerde."
    ]


def _alone(coders: list[str]) -> list[str]:
    words = "Er is geen interview dat {} en een ander allebei helemaal codeerden. Die codeur doet niet mee."
    return [words.format(coder) for coder in coders]


def _few(number: int) -> list[str]:
    if number >= FEWEST_TRANSCRIPTS:
        return []
    are = "is maar 1 interview" if number == 1 else f"zijn maar {number} interviews"
    return [f"Er {are} vergeleken: te weinig om te zeggen hoe zeker de getallen zijn."]


def _lost(codes: pd.Series, codebook: Codebook) -> list[str]:
    numbers = Counter(code for code in codes if code not in codebook)
    which = ", ".join(f"{code} ({numbers[code]})" for code in sorted(numbers))
    return (
        [f"Coderingen met deze codes tellen niet mee, want het codeboek heeft ze niet: {which}."]
        if which
        else []
    )


def _listed(names: Sequence[str]) -> str:
    return " en ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


__all__ = ["COEFFICIENTS", "FEWEST_UNITS", "SETS", "TENTATIVE", "Agreement", "agreement", "bounded"]
