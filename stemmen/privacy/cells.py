"""Small counts of people in the tables of a report: hidden, with enough beside them to keep them hidden.

Source: Hundepool et al. (2012), Statistical Disclosure Control, ch. 4, on cell suppression. The tables here
are rows that stand apart: a person may tell of many themes, so only the total of a row binds its counts.
Hidden counts are not marked as small or as partner, for that would tell which is which.

What this does not do: a row in which all of a group tell the same is shown, and says that of each of them;
somebody who runs this code on all rows that fit may settle more; and quotes beside the table tell that
somebody of a group spoke (`report.labels` leaves out letters that would count them).
"""

from collections.abc import Collection, Mapping, Sequence


def countable(sizes: Mapping[str, int], people: int, k: int) -> list[str]:
    """The groups that a table may show: of `k` people or more, and those left out are none or `k` together.

    Else the size of what is left out, and all that is counted of it, would follow from the totals; the
    smallest group then joins them.

    >>> countable({"werk": 6, "bijstand": 4, "AOW": 2}, 12, 3)
    ['werk']
    >>> countable({"werk": 6, "bijstand": 4, "AOW": 2, "WIA": 2}, 14, 3)
    ['werk', 'bijstand']
    """
    shown = [name for name, size in sizes.items() if size >= k]
    if shown and 0 < people - sum(sizes[name] for name in shown) < k:
        shown.remove(min(shown, key=lambda name: sizes[name]))
    return shown


def hidden(counts: Sequence[int], sizes: Sequence[int], total: int, people: int, k: int) -> frozenset[int]:
    """The places in a row of which the count may not be shown.

    Args:
        counts: how many people of each group tell of a theme.
        sizes: how many people are in each group; a reader knows these.
        total: how many people tell of it, also outside these groups; a reader knows this.
        people: all people; a reader knows this.
        k: counts from 1 up to this are small.

    Small counts are hidden, also that of the people in no group, which follows from the total. As long as
    a hidden count can be worked out, the count of the next smallest group is hidden too, whatever it is: a
    choice by count would tell something of it. In the end a reader who knows that one of the hidden
    counts is small, has two possible values or more for each, unless that knowledge and the totals settle
    even a row that is hidden whole.

    >>> sorted(hidden([1, 7, 4], [4, 8, 6], 12, 18, 3))
    [0, 2]
    >>> sorted(hidden([1, 7, 4], [4, 8, 6], 14, 30, 3))
    [0]
    >>> sorted(hidden([0, 7, 4], [4, 8, 6], 11, 18, 3))
    []
    """
    whole, room = [*counts, total - sum(counts)], [*sizes, people - sum(sizes)]
    rest = len(counts)
    small = {place for place, count in enumerate(whole) if 0 < count < k}
    if not small or sum(map(bool, room)) < 2:  # a group of all people has the count of all people
        return frozenset()
    gone = small | {rest} if room[rest] else small  # the rest is never shown
    for place in sorted(range(rest), key=lambda place: sizes[place]):
        if all(len(_possible(one, gone, whole, room, k)) > 1 for one in gone):
            break
        gone = gone | {place}
    return frozenset(gone - {rest})


def _possible(
    place: int, gone: Collection[int], whole: Sequence[int], room: Sequence[int], k: int
) -> set[int]:
    """What a hidden count may be: together they are what is left, each fits its group, and one is small."""
    left = sum(whole[one] for one in gone)
    others = [one for one in gone if one != place]
    found: set[int] = set()
    for small in gone:
        least = {one: int(one == small) for one in gone}
        most = {one: min(room[one], k - 1) if one == small else room[one] for one in gone}
        lowest = max(least[place], left - sum(most[one] for one in others))
        highest = min(most[place], left - sum(least[one] for one in others))
        found.update(range(lowest, highest + 1))
    return found
