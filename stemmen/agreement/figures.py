"""The coefficients of a study with their intervals: per code, per transcript and of all codes together."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from stemmen.agreement import coefficients
from stemmen.agreement.tallies import MISSING, Array, Tallies, tally
from stemmen.agreement.unitizing import Stretch, unitizing_alpha
from stemmen.agreement.units import Span, ratings

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
DRAWS = 1000
FEWEST_TRANSCRIPTS = 5  # with fewer, draws of transcripts say nothing of how sure a figure is


class Basis(NamedTuple):
    """What is compared: the codings of the coders in the transcripts that they finished."""

    turns: pd.DataFrame
    given: pd.DataFrame  # as `units.hand_codings`
    coders: list[str]
    finished: Mapping[str, set[str]]
    units: dict[str, list[Span]]

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
    drawn = figure(counts.drawn(weights)) if len(weights) else np.array([])
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
    return row | {"alpha_u": unitizing_alpha({code: stretches(basis, code)}, length(basis))[code]}


def length(basis: Basis) -> int:
    """How many characters are compared on."""
    return sum(spans[-1][1] - spans[0][0] for spans in basis.units.values())


def stretches(basis: Basis, code: str) -> list[list[Stretch]]:
    """For each coder what got this code, with all transcripts laid behind each other.

    Only transcripts that all of these coders finished take part.
    """
    of_code = basis.given[basis.given["code"] == code]
    found: list[list[Stretch]] = [[] for _ in basis.coders]
    offset = 0
    for name, spans in basis.units.items():
        shift = offset - spans[0][0]
        offset += spans[-1][1] - spans[0][0]
        if not all(name in basis.finished[coder] for coder in basis.coders):
            continue
        here = of_code[of_code["transcript"] == name]
        for coder, begin, end in zip(here["codeur"], here["begin"], here["eind"], strict=True):
            found[basis.coders.index(coder)].append((int(begin) + shift, int(end) + shift))
    return found


def total_row(basis: Basis, codes: Sequence[str], weights: Array) -> dict[str, object]:
    """All codes together: each unit and code a judgement, and each unit with its set of codes."""
    rated = [basis.ratings(code) for code in codes]
    counts = tally([np.concatenate(parts) for parts in zip(*rated, strict=True)], 2)
    row: dict[str, object] = {"eenheden": int(counts.compared.sum())}
    for name, figure in COEFFICIENTS.items():
        row |= dict(zip(bounded([name]), with_bounds(figure, counts, weights), strict=True))
    sets, values = _sets(rated, codes)
    counts = tally(sets, len(values))
    for name, distance in SETS.items():
        apart = np.array([[distance(one, other) for other in values] for one in values])
        found = with_bounds(lambda t, d=apart: coefficients.krippendorff_alpha(t, d), counts, weights)  # type: ignore[misc]
        row |= dict(zip(bounded([name]), found, strict=True))
    of_stretches = {code: stretches(basis, code) for code in codes}
    return row | {"alpha_u": unitizing_alpha(of_stretches, length(basis))[""]}


def _sets(rated: Sequence[Sequence[Array]], codes: Sequence[str]) -> tuple[list[Array], list[frozenset[str]]]:
    """For each transcript, units x coders: which set of codes; and the sets."""
    values: dict[frozenset[str], int] = {frozenset(): 0}
    found = []
    for parts in zip(*rated, strict=True):
        stacked = np.stack(parts)  # codes x units x coders
        numbers = np.full(stacked.shape[1:], MISSING)
        for unit, coder in np.argwhere(stacked[0] != MISSING):
            given = frozenset(
                code for code, one in zip(codes, stacked[:, unit, coder], strict=True) if one == 1
            )
            numbers[unit, coder] = values.setdefault(given, len(values))
        found.append(numbers)
    return found, list(values)


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
