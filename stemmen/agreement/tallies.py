"""Counts of who gave what, transcript by transcript: every coefficient follows from their sum.

A bootstrap over transcripts only weighs them, so that a thousand draws take no longer than one.
"""

from typing import NamedTuple

import numpy as np

Array = np.ndarray
MISSING = -1


class Tallies(NamedTuple):
    """Counts, with transcripts (or draws of them) along the first axis, and categories along the others."""

    rated: Array  # (T,) units with at least one rating
    compared: Array  # (T,) units with at least two
    agreed: Array  # (T,) sum over those of the share of pairs of coders that agree
    shares: Array  # (T, q) sum over rated units of the share of ratings in each category
    coincidences: Array  # (T, q, q) pairs of values within units, as Krippendorff counts them
    pairs: Array  # (T, p, q, q) for each pair of coders, how often the one gave this and the other that

    def drawn(self, weights: Array) -> "Tallies":
        """The sums over transcripts, each as often as `weights` (draws x transcripts) says."""
        return Tallies(*(np.tensordot(weights, part, axes=1) for part in self))

    def total(self) -> "Tallies":
        """The sum over all transcripts, with a first axis of one."""
        return self.drawn(np.ones((1, len(self.rated))))


def tally(ratings: list[Array], categories: int) -> Tallies:
    """The counts of each transcript.

    Args:
        ratings: for each transcript, units x coders: the number of a category from 0, or `MISSING`.
        categories: how many there are.

    >>> one = tally([np.array([[0, 0], [1, 1], [0, 1]])], 2)
    >>> one.compared.tolist(), one.agreed.tolist(), one.coincidences[0].tolist()
    ([3.0], [2.0], [[2.0, 1.0], [1.0, 2.0]])
    """
    parts = [_tally(one, categories) for one in ratings]
    return Tallies(*(np.stack(same) for same in zip(*parts, strict=True)))


def _tally(ratings: Array, categories: int) -> tuple[Array, ...]:
    values = np.arange(categories)
    given = ratings[:, :, None] == values  # units x coders x categories
    counts = given.sum(axis=1).astype(float)
    number = counts.sum(axis=1)
    counts, number = counts[number > 0], number[number > 0]
    several = number > 1
    twice, of = counts[several], number[several][:, None]
    pairs_in_unit = (of * (of - 1))[:, 0]
    agreed = ((twice * (twice - 1)).sum(axis=1) / pairs_in_unit).sum()
    weighed = twice / (of - 1)
    coincidences = weighed.T @ twice - np.diag(weighed.sum(axis=0))
    coders = range(ratings.shape[1])
    both = [(a, b) for a in coders for b in coders if a < b]
    met = np.array([given[:, a].T.astype(float) @ given[:, b] for a, b in both])
    shares = (counts / number[:, None]).sum(axis=0)
    sums = (np.array(float(len(number))), np.array(float(several.sum())), np.array(agreed))
    return *sums, shares, coincidences, met.reshape(len(both), categories, categories)
