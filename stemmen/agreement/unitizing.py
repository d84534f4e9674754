"""Krippendorff's alpha for stretches of text (1995; 2004, section 11.6): do coders mark the same words?

Two stretches that overlap differ by the squares of the distances between their beginnings and between
their ends; a stretch that another coder left blank differs by the square of its own length.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

import numpy as np

Stretch = tuple[int, int]
Coded = Mapping[str, Sequence[Sequence[Stretch]]]


def unitizing_alpha(coded: Coded, length: int) -> dict[str, float]:
    """Alpha by code, and over all codes under ""; NaN where nobody marked anything.

    Args:
        coded: by code, for each coder the stretches [start, end) in order; those of one coder do not
            overlap (see `joined`).
        length: of the text, in characters.
    """
    parts = {code: _differences([joined(one) for one in coders], length) for code, coders in coded.items()}
    alphas = {code: _alpha(observed, expected) for code, (observed, expected) in parts.items()}
    together = _alpha(sum(o for o, _ in parts.values()), sum(e for _, e in parts.values()))
    return {**alphas, "": together}


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches in order, those that touch or overlap made one.

    >>> joined([(5, 9), (0, 3), (8, 12)])
    [(0, 3), (5, 12)]
    """
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _alpha(observed: float, expected: float) -> float:
    return 1 - observed / expected if expected else float("nan")


def _differences(coders: list[list[Stretch]], length: int) -> tuple[float, float]:
    """(observed, expected) disagreement of one code."""
    if not length:
        return 0.0, 0.0
    observed = sum(_observed(one, other) for one in coders for other in coders if one is not other) / (
        len(coders) * (len(coders) - 1) * length**2
    )
    return observed, _expected(coders, length)


def _observed(one: list[Stretch], other: list[Stretch]) -> float:
    """What stretches of one coder differ from what another marked, or left blank."""
    total = 0.0
    starts, ends = [start for start, _ in other], [end for _, end in other]
    for start, end in one:
        met = other[bisect_right(ends, start) : bisect_left(starts, end)]
        total += sum((start - s) ** 2 + (end - e) ** 2 for s, e in met) if met else 2 * (end - start) ** 2
    return total


def _expected(coders: list[list[Stretch]], length: int) -> float:
    """What they would differ when all stretches, and the blanks between them, lay anywhere."""
    long = np.array([end - start for one in coders for start, end in one], dtype=float)
    if not len(long):
        return 0.0
    blank = np.sort(np.array([gap for one in coders for gap in _gaps(one, length)], dtype=float))
    overlapping = (len(long) - 1) / 3 * (2 * long**3 - 3 * long**2 + long)
    first = np.searchsorted(blank, long)  # of the blanks that the stretch fits in
    fitting = np.append(np.cumsum(blank[::-1])[::-1], 0)[first]
    within = long**2 * (fitting - (len(blank) - first) * (long - 1))
    all_places = len(coders) * length
    below = all_places * (all_places - 1) - (long * (long - 1)).sum()
    return float(2 / length * (overlapping + within).sum() / below)


def _gaps(stretches: list[Stretch], length: int) -> list[int]:
    edges = [0, *(edge for stretch in stretches for edge in stretch), length]
    return [end - start for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]
