"""How firm topics are: clustering subsamples again, for the number of topics and for each topic."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from stemmen.embeddings import Vectors

Labels = npt.NDArray[np.int64]
Sample = tuple[Labels, Vectors]  # row numbers, and where the clusterer works (one row each)

CURVE = ["k", "ari", "gekozen"]
CANDIDATES = (4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 30, 35, 40)  # numbers of topics that are tried
TURNS_PER_TOPIC = 25  # on average, at the largest number that is tried
NEARLY = 0.05  # a number that is this much less stable than the best, as a share, is as good
SUBSAMPLES, SHARE = 8, 0.8


def kmeans(number: int, seed: int, starts: int = 10) -> Any:
    """A seeded clusterer that has not been fitted."""
    from sklearn.cluster import KMeans

    return KMeans(number, n_init=starts, random_state=seed)


def subsamples(size: int, seed: int) -> list[Labels]:
    """Row numbers of each subsample in order, drawn without putting back.

    >>> [len(rows) for rows in subsamples(100, seed=1)][:2]
    [80, 80]
    """
    rng = np.random.default_rng(seed)
    return [np.sort(rng.choice(size, int(SHARE * size), replace=False)) for _ in range(SUBSAMPLES)]


def no_curve() -> pd.DataFrame:
    """The curve of a clusterer that finds the number of topics itself."""
    return pd.DataFrame(columns=CURVE)


def candidates(size: int, number: int | None) -> list[int]:
    """The numbers of topics to try with `size` turns, with the one that is asked for.

    >>> candidates(200, number=7)
    [4, 5, 6, 7, 8]
    """
    largest = max(size // TURNS_PER_TOPIC, CANDIDATES[0])
    asked = {min(number, size // 2)} if number else set()
    return sorted({k for k in CANDIDATES if k <= largest} | asked)


def stability_curve(
    size: int, samples: list[Sample], number: int | None, seed: int, step: Callable[[], None]
) -> pd.DataFrame:
    """For each number of topics, how well clusterings of subsamples agree on the turns that they share.

    Args:
        size: how many turns there are.
        samples: what to cluster.
        number: the one to choose; None chooses by the curve.
        seed: of the clusterer.
        step: called when a number is done.

    Returns:
        a row a number: `k`, `ari` (mean adjusted Rand index), `gekozen` (True in one row).
    """
    numbers = candidates(size, number)
    scores = []
    for k in numbers:
        scores.append(_agreement(size, samples, k, seed))
        step()
    chosen = min(number, size // 2) if number else choose(numbers, scores)
    return pd.DataFrame({"k": numbers, "ari": scores, "gekozen": [k == chosen for k in numbers]})


def choose(numbers: list[int], scores: list[float]) -> int:
    """The largest number that is nearly as stable as the most stable: more topics tell more.

    >>> choose([4, 8, 12], [0.80, 0.78, 0.60])
    8
    """
    enough = max(scores) - NEARLY * abs(max(scores))
    return max(k for k, score in zip(numbers, scores, strict=True) if score >= enough)


def _agreement(size: int, samples: list[Sample], number: int, seed: int) -> float:
    """Mean adjusted Rand index of each subsample with the next."""
    from sklearn.metrics import adjusted_rand_score

    labels = np.full((len(samples), size), -1)
    for place, (rows, space) in enumerate(samples):
        labels[place, rows] = kmeans(number, seed, starts=3).fit(space).labels_
    scores = []
    for one, other in itertools.pairwise(labels):
        both = (one >= 0) & (other >= 0)
        scores.append(adjusted_rand_score(one[both], other[both]))
    return float(np.mean(scores))


def topic_stability(labels: Labels, samples: list[Sample], clusterer: Any) -> dict[int, float]:
    """Per topic: mean Jaccard overlap with its best match when subsamples are clustered afresh (0-1).

    Source: Hennig, Cluster-wise assessment of cluster stability (2007).
    """
    from sklearn.base import clone

    found: dict[int, list[float]] = {int(topic): [] for topic in np.unique(labels[labels >= 0])}
    for rows, space in samples:
        again = clone(clusterer).fit(space).labels_
        for topic, overlaps in found.items():
            overlaps.append(_best_overlap(labels[rows] == topic, again))
    return {topic: float(np.mean(overlaps)) for topic, overlaps in found.items()}


def _best_overlap(mine: npt.NDArray[np.bool_], clusters: Labels) -> float:
    """Largest Jaccard overlap of a set of rows with one of the clusters."""
    sizes = np.bincount(clusters[clusters >= 0])
    shared = np.bincount(clusters[mine & (clusters >= 0)], minlength=len(sizes))
    return float((shared / np.maximum(sizes + mine.sum() - shared, 1)).max(initial=0))
