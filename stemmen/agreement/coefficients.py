"""Coefficients of agreement, from tallies. One that is not defined, because nobody varied, is NaN."""

import numpy as np

from stemmen.agreement.tallies import Array, Tallies


def percentage(counts: Tallies) -> Array:
    """The mean share of pairs of coders that agree, 0-1, for each first axis of the tallies."""
    return ratio(counts.agreed, counts.compared)


def cohen_kappa(counts: Tallies) -> Array:
    """Cohen's kappa (1960); with more than two coders the mean over their pairs (Light 1971)."""
    met = counts.pairs
    number = met.sum(axis=(2, 3))
    observed = ratio(np.trace(met, axis1=2, axis2=3), number)
    by_chance = ratio((met.sum(axis=3) * met.sum(axis=2)).sum(axis=2), number**2)
    kappas = ratio(observed - by_chance, 1 - by_chance)
    known = ~np.isnan(kappas)
    return ratio(np.where(known, kappas, 0).sum(axis=1), known.sum(axis=1).astype(float))


def fleiss_kappa(counts: Tallies) -> Array:
    """Fleiss' kappa (1971); with missing ratings as Gwet (2014) generalises it."""
    shares = counts.shares / np.maximum(counts.rated, 1)[:, None]
    by_chance = (shares**2).sum(axis=1)
    return ratio(percentage(counts) - by_chance, 1 - by_chance)


def gwet_ac1(counts: Tallies) -> Array:
    """Gwet's AC1 (2008), which does not fall apart when a code is rare or common."""
    shares = counts.shares / np.maximum(counts.rated, 1)[:, None]
    by_chance = (shares * (1 - shares)).sum(axis=1) / (shares.shape[1] - 1)
    return ratio(percentage(counts) - by_chance, 1 - by_chance)


def krippendorff_alpha(counts: Tallies, distance: Array | None = None) -> Array:
    """Krippendorff's alpha (2004, 2011), also with missing ratings.

    Args:
        counts: the tallies.
        distance: between each two categories (q x q), 0 on the diagonal; nominal without.
    """
    coincidences = counts.coincidences
    apart = 1 - np.eye(coincidences.shape[1]) if distance is None else distance
    by_value = coincidences.sum(axis=2)
    number = by_value.sum(axis=1)
    observed = (coincidences * apart).sum(axis=(1, 2))
    expected = np.einsum("tc,ck,tk->t", by_value, apart, by_value)
    return 1 - ratio(observed * (number - 1), expected)


def jaccard_distance(one: frozenset[str], other: frozenset[str]) -> float:
    """One less the share of all codes that both sets have; 0 for two empty sets."""
    both = one | other
    return 1 - len(one & other) / len(both) if both else 0.0


def masi_distance(one: frozenset[str], other: frozenset[str]) -> float:
    """MASI of Passonneau (2006): 1 - Jaccard x monotonicity, as NLTK computes it.

    Other software multiplies the Jaccard *distance* by monotonicity, which gives other figures. Monotonicity
    is 1 for equal sets, 2/3 when one holds the other, 1/3 when they overlap, 0 when they share nothing.
    """
    if one == other:
        return 0.0
    shared = one & other
    monotonicity = 0.0 if not shared else 2 / 3 if shared in (one, other) else 1 / 3
    return 1 - (1 - jaccard_distance(one, other)) * monotonicity


def ratio(above: Array, below: Array) -> Array:
    """NaN where nothing can be said."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(below) > 1e-12, above / below, np.nan)
