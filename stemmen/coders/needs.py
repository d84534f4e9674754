"""What the words of a sentence must be for a pattern to match at all.

A need is a set of places, of which some word must fill one, or a combination of needs. It is worked out
for many sentences at once, on whole numbers that have a bit for each sentence.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

Places = frozenset[int]
Test = Callable[[list[int]], int]


class All(NamedTuple):
    """Every part must hold."""

    parts: tuple["Need", ...]


class Any(NamedTuple):
    """One part must hold."""

    parts: tuple["Need", ...]


Need = Places | All | Any


def all_of(needs: Sequence[Need | None]) -> Need | None:
    """Every need that there is; None when there is none."""
    parts = tuple(need for need in needs if need)
    return parts[0] if len(parts) == 1 else All(parts) if parts else None


def any_of(needs: Sequence[Need | None]) -> Need | None:
    """One of the needs; None when one of them is no need. Sets of places become one set.

    >>> any_of([frozenset([1]), frozenset([2])])
    frozenset({1, 2})
    """
    if not all(needs):
        return None
    places = Places().union(*(need for need in needs if isinstance(need, frozenset)))
    others = [need for need in needs if need and not isinstance(need, frozenset)]
    parts = (places, *others) if places else tuple(others)
    return parts[0] if len(parts) == 1 else Any(parts)


def compile_test(need: Need, number: Callable[[Places], int]) -> Test:
    """A function from the bits of each set of places to those of the need; `number` numbers the sets."""
    if isinstance(need, frozenset):
        index = number(need)
        return lambda bits: bits[index]
    tests = [compile_test(part, number) for part in need.parts]
    return _every(tests) if isinstance(need, All) else _some(tests)


def _every(tests: list[Test]) -> Test:
    def test(bits: list[int]) -> int:
        left = tests[0](bits)
        for other in tests[1:]:
            if not left:
                break
            left &= other(bits)
        return left

    return test


def _some(tests: list[Test]) -> Test:
    def test(bits: list[int]) -> int:
        left = 0
        for other in tests:
            left |= other(bits)
        return left

    return test
