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


def runs(rows: Array) -> tuple[Array, Array]:
    """Rows that are the same as the one before taken together, with how many: characters come in long runs.

    >>> [part.tolist() for part in runs(np.array([[0, 1], [0, 1], [1, 1]]))]
    [[[0, 1], [1, 1]], [2, 1]]
    """
    differs = (rows[1:] != rows[:-1]).any(axis=tuple(range(1, rows.ndim)))
    starts = np.flatnonzero(np.append(True, differs))
    return rows[starts], np.diff(np.append(starts, len(rows)))


def _tally(ratings: Array, categories: int) -> tuple[Array, ...]:
    rows, times = runs(ratings)
    given = rows[:, :, None] == np.arange(categories)  # rows x coders x categories
    counts = given.sum(axis=1).astype(float)
    number = counts.sum(axis=1)
    rated, several = number > 0, number > 1
    shares = (counts / np.maximum(number, 1)[:, None] * times[:, None]).sum(axis=0)
    twice, of, often = counts[several], number[several], times[several]
    agreed = (often * (twice * (twice - 1)).sum(axis=1) / (of * (of - 1))).sum()
    weighed = twice * (often / (of - 1))[:, None]
    coincidences = weighed.T @ twice - np.diag(weighed.sum(axis=0))
    coders = range(ratings.shape[1])
    both = [(a, b) for a in coders for b in coders if a < b]
    met = np.array([(given[:, a].T * times) @ given[:, b].astype(float) for a, b in both])
    sums = (np.array(float(times[rated].sum())), np.array(float(often.sum())), np.array(agreed))
    return *sums, shares, coincidences, met.reshape(len(both), categories, categories)
