"""The coefficients of a study with their intervals: per code, per transcript and of all codes together."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from stemmen.agreement import coefficients
from stemmen.agreement.tallies import MISSING, Array, Tallies, runs, tally
from stemmen.agreement.unitizing import Stretch, unitizing_alpha
from stemmen.agreement.units import ratings

COEFFICIENTS: dict[str, Callable[[Tallies], Array]] = {
    "percentage": coefficients.percentage,
    "cohen_kappa": coefficients.cohen_kappa,
    "fleiss_kappa": coefficients.fleiss_kappa,
    "krippendorff_alpha": coefficients.krippendorff_alpha,
    "gwet_ac1": coefficients.gwet_ac1,
}
SETS: dict[str, Callable[[frozenset[str], frozenset[str]], float]] = {
    "alpha_masi": coefficients.masi_distance,
    "alpha_jaccard": coefficients.jaccard_distance,
}
Sets = tuple[Array, Array]  # numbers of sets, combinations x coders; and how many units got that
DRAWS = 1000
FEWEST_TRANSCRIPTS = 5  # with fewer, draws of transcripts say nothing of how sure a figure is


class Basis(NamedTuple):
    """What is compared: the codings of the coders in the transcripts that they finished."""

    turns: pd.DataFrame
    given: pd.DataFrame  # as `units.given_codes`
    coders: list[str]
    finished: Mapping[str, set[str]]
    units: dict[str, Array]  # as `units.units_of`

    def ratings(self, code: str) -> list[Array]:
        """For each transcript, units x coders: who gave this code."""
        of_code = self.given[self.given["code"] == code]
        return ratings(self.units, of_code, self.coders, self.finished)


def bounded(names: Sequence[str]) -> list[str]:
    """The columns of these coefficients: the figure, and the bounds of its interval."""
    return [f"{name}{end}" for name in names for end in ("", "_laag", "_hoog")]


def draws(transcripts: int, seed: int) -> Array:
    """How often each transcript is in each draw with replacement: draws x transcripts; none when too few."""
    if transcripts < FEWEST_TRANSCRIPTS:
        return np.zeros((0, transcripts))
    taken = np.random.default_rng(seed).integers(0, transcripts, (DRAWS, transcripts))
    return np.stack([np.bincount(row, minlength=transcripts) for row in taken]).astype(float)


def with_bounds(figure: Callable[[Tallies], Array], counts: Tallies, weights: Array) -> list[float]:
    """A coefficient over all transcripts, and the 2.5% and 97.5% points of its draws.

    A draw without variation gives no figure; when more than one in twenty does not, there is no interval.
    """
    whole = float(figure(counts.total())[0])
    return _bounds(whole, figure(counts.drawn(weights)) if len(weights) else np.array([]))


def _bounds(whole: float, drawn: Array) -> list[float]:
    known = drawn[~np.isnan(drawn)]
    if np.isnan(whole) or not len(drawn) or len(known) < 0.95 * len(drawn):
        return [whole, np.nan, np.nan]
    return [whole, *map(float, np.percentile(known, [2.5, 97.5]))]


def code_row(basis: Basis, code: str, weights: Array) -> dict[str, object]:
    """The figures of one code."""
    rated = basis.ratings(code)
    counts = tally(rated, 2)
    row: dict[str, object] = {
        "code": code,
        "eenheden": int(counts.compared.sum()),
        "met_code": sum(int((one.max(axis=1) == 1).sum()) for one in rated if one.size),
    }
    for name, figure in COEFFICIENTS.items():
        row |= dict(zip(bounded([name]), with_bounds(figure, counts, weights), strict=True))
    return row | {"alpha_u": alpha_of_stretches(basis, [code])[code]}


def continuum(basis: Basis) -> tuple[dict[tuple[str, int], int], int]:
    """What respondents say laid in one line: by turn how far its words move; and how long the line is.

    A place between turns keeps apart what was given to one turn and to the next.

    Only transcripts that all of these coders finished take part.
    """
    turns = basis.turns[
        (basis.turns["rol"] == "respondent") & basis.turns["transcript"].isin(list(basis.units))
    ]
    shifts: dict[tuple[str, int], int] = {}
    length = 0
    columns = ("transcript", "beurt", "begin", "eind")
    for transcript, turn, begin, end in zip(*(turns[name] for name in columns), strict=True):
        if all(transcript in basis.finished[coder] for coder in basis.coders):
            shifts[transcript, int(turn)] = length - int(begin)
            length += int(end) - int(begin) + 1
    return shifts, length


def alpha_of_stretches(basis: Basis, codes: Sequence[str]) -> dict[str, float]:
    """Alpha of the stretches by code, and of all codes together under ""."""
    shifts, length = continuum(basis)
    found: dict[str, list[list[Stretch]]] = {code: [[] for _ in basis.coders] for code in codes}
    columns = ("transcript", "beurt", "code", "codeur", "begin", "eind")
    for transcript, turn, code, coder, begin, end in zip(*(basis.given[c] for c in columns), strict=True):
        shift = shifts.get((transcript, int(turn)))
        if shift is not None and code in found:
            found[code][basis.coders.index(coder)].append((int(begin) + shift, int(end) + shift))
    return unitizing_alpha(found, length)


def total_row(basis: Basis, codes: Sequence[str], weights: Array) -> dict[str, object]:
    """All codes together: each unit and code a judgement, and each unit with its set of codes."""
    rated = [basis.ratings(code) for code in codes]
    counts = tally([np.concatenate(parts) for parts in zip(*rated, strict=True)], 2)
    row: dict[str, object] = {"eenheden": int(counts.compared.sum())}
    for name, figure in COEFFICIENTS.items():
        row |= dict(zip(bounded([name]), with_bounds(figure, counts, weights), strict=True))
    sets, values = _sets(rated, codes)
    for name, distance in SETS.items():
        apart = np.array([[distance(one, other) for other in values] for one in values])
        row |= dict(zip(bounded([name]), _set_alpha(sets, apart, weights), strict=True))
    return row | {"alpha_u": alpha_of_stretches(basis, codes)[""]}


def _sets(rated: Sequence[Sequence[Array]], codes: Sequence[str]) -> tuple[list[Sets], list[frozenset[str]]]:
    """For each transcript what coders gave together, and the sets of codes that there are."""
    values: dict[frozenset[str], int] = {frozenset(): 0}
    found = []
    for parts in zip(*rated, strict=True):
        rows, times = runs(np.stack(parts).transpose(1, 2, 0))  # units x coders x codes
        numbers = np.full(rows.shape[:2], MISSING)
        for unit, coder in np.argwhere(rows[:, :, 0] != MISSING):
            given = frozenset(code for code, one in zip(codes, rows[unit, coder], strict=True) if one == 1)
            numbers[unit, coder] = values.setdefault(given, len(values))
        found.append((numbers, times))
    return found, list(values)


def _set_alpha(sets: Sequence[Sets], apart: Array, weights: Array) -> list[float]:
    """Krippendorff's alpha with these distances between sets, and its bounds.

    Not by tallies: there are as many values as sets, and a table of all pairs of those would not fit.
    """
    observed, given = np.zeros(len(sets)), np.zeros((len(sets), len(apart)))
    for index, (numbers, times) in enumerate(sets):
        for unit, often in zip(numbers, times, strict=True):
            values = unit[unit != MISSING]
            if len(values) > 1:
                observed[index] += often * apart[np.ix_(values, values)].sum() / (len(values) - 1)
                np.add.at(given[index], values, often)
    whole = np.ones((1, len(sets)))
    figures = [
        1
        - coefficients.ratio(
            (w @ observed) * ((n := w @ given).sum(axis=1) - 1), ((n @ apart) * n).sum(axis=1)
        )
        for w in (whole, weights)
    ]
    return _bounds(float(figures[0][0]), figures[1])


def transcript_rows(basis: Basis, codes: Sequence[str], order: Sequence[str]) -> list[dict[str, object]]:
    """The figures of each transcript, all codes together, in the order in which they were coded."""
    rated = [basis.ratings(code) for code in codes]
    counts = tally([np.concatenate(parts) for parts in zip(*rated, strict=True)], 2)
    figures = {name: figure(counts) for name, figure in COEFFICIENTS.items()}
    places = {name: place for place, name in enumerate(order)}
    rows = [
        {"transcript": name, "eenheden": int(counts.compared[index])}
        | {key: float(values[index]) for key, values in figures.items()}
        for index, name in enumerate(basis.units)
    ]
    return sorted(rows, key=lambda row: places.get(str(row["transcript"]), len(places)))
