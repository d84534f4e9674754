"""Small counts in tables: hidden, and not to be worked out from all that is published."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from stemmen.privacy.cells import countable, hidden

Row = tuple[list[int], list[int], int, int, int]


@st.composite
def rows(draw: st.DrawFn, most: int = 12) -> Row:
    """A row of groups that `countable` lets through: counts, sizes, total, people, k."""
    k = draw(st.integers(2, 4))
    sizes = draw(st.lists(st.integers(k, most), min_size=1, max_size=4))
    counts = [draw(st.integers(0, size)) for size in sizes]
    rest = draw(st.just(0) | st.integers(k, most))
    return counts, sizes, sum(counts) + draw(st.integers(0, rest)), sum(sizes) + rest, k


def bounds(row: Row) -> list[tuple[int, int]]:
    """What a reader knows of each count, that of the people in no group last."""
    counts, sizes, _, people, _ = row
    gone = hidden(*row)
    shown = [
        (0, size) if place in gone else (count, count)
        for place, (count, size) in enumerate(zip(counts, sizes, strict=True))
    ]
    return [*shown, (0, people - sum(sizes))]


@given(rows())
def test_a_small_count_is_hidden_and_zero_and_large_rows_are_not(row: Row) -> None:
    counts, sizes, total, people, k = row
    gone = hidden(*row)
    rest = total - sum(counts)
    if sizes != [people]:
        assert {place for place, count in enumerate(counts) if 0 < count < k} <= gone
    if not any(0 < count < k for count in [*counts, rest]):
        assert not gone


@given(rows())
def test_no_hidden_count_can_be_worked_out(row: Row) -> None:
    """By linear programming, as a reader would: the least and the most that each hidden count can be."""
    counts, _, total, _, k = row
    rest = {len(counts)} if 0 < total - sum(counts) < k else set()
    for place in hidden(*row) | rest:
        found = []
        for sign in (1, -1):
            goal = np.zeros(len(counts) + 1)
            goal[place] = sign
            found.append(
                sign * linprog(goal, A_eq=np.ones((1, len(goal))), b_eq=[total], bounds=bounds(row)).fun
            )
        assert found[1] - found[0] >= 1 - 1e-6


@given(rows(most=6))
def test_knowing_that_one_is_small_settles_nothing(row: Row) -> None:
    """By trying all: a row that is hidden whole is all that can be done."""
    counts, sizes, total, _, k = row
    gone = hidden(*row)
    if not gone or len(gone) == len(sizes):
        return
    unseen = [*gone, len(sizes)]
    possible = [
        found
        for found in itertools.product(*(range(low, high + 1) for low, high in bounds(row)))
        if sum(found) == total and any(0 < found[place] < k for place in unseen)
    ]
    assert (*counts, total - sum(counts)) in possible
    assert all(len({found[place] for found in possible}) > 1 for place in gone)


@pytest.mark.parametrize(
    ("counts", "sizes", "total", "people", "expected"),
    [
        ([2, 5], [6, 7], 7, 13, {0, 1}),  # the other follows from the total
        ([2, 5], [6, 7], 9, 20, {0}),  # among the rest it may be any
        ([5, 5], [6, 7], 11, 20, {0}),  # one in no group
        ([1, 1, 4], [4, 4, 4], 6, 12, {0, 1}),  # two that are one or one
        ([2, 5, 9], [3, 5, 10], 16, 18, {0, 1, 2}),  # the first two are seven in groups of three and five
        ([0, 3, 6], [3, 4, 6], 9, 13, set()),
        ([1], [3], 1, 3, set()),  # a group of all is published as the theme
    ],
)
def test_rows(counts: list[int], sizes: list[int], total: int, people: int, expected: set[int]) -> None:
    assert hidden(counts, sizes, total, people, 3) == expected


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(0, 5), st.integers(2, 5))
def test_no_group_is_small_and_none_follows_from_the_total(counts: list[int], unknown: int, k: int) -> None:
    sizes = {f"groep {place}": count for place, count in enumerate(counts)}
    people = sum(counts) + unknown
    shown = countable(sizes, people, k)
    rest = people - sum(sizes[name] for name in shown)
    assert all(sizes[name] >= k for name in shown)
    assert not shown or rest == 0 or rest >= k
    assert len(shown) >= sum(size >= k for size in counts) - 1
