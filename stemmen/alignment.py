"""Where words of a text stand after the text was corrected; a place is sure, or it is none.

Words are what is aligned: spaces, punctuation and capitals may change. Where few words in a row that are
unique in both texts are the same, they are the same words (Bram Cohen's patience diff); between those, fewer
words in a row will do, the smaller the space between. What changed is then a few stretches, and only who
has an edge in one of those needs a closer look.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

# A mask such as [naam 3] is one word.
_WORD = re.compile(r"\[[^\[\]\n]{1,40}\]|\w+(?:['’-]\w+)*")
_IN_A_ROW = 4  # words that are looked for first
_SMALL, _MIDDLE = 12, 60  # words between sure places: one unique word is enough, two are
_LEFT = 4  # words that must be left of a stretch that lost the word at its edge
_SWAPPED = 2  # words at an edge that may be as many other words now
_MOVED = 8  # words in a row that cannot be in another place by chance
_NEAR = 8  # words; a second place so near is one to choose from
_SIMILAR = 0.6  # of the letters of a mended stretch
_LOSS = 0.4  # of its words; of two words one may be another
_ROOM = 12  # words that may be added within, however short the rest is
_MASKED = 4  # words, the longest that one mask comes in the place of
_LONGEST = 200  # characters of a mended stretch


class Placed(NamedTuple):
    """A stretch of the corrected text; offsets are code points, `end` exclusive."""

    start: int
    end: int


class _Word(NamedTuple):
    start: int
    end: int
    key: str


class _Block(NamedTuple):
    """Old words `a` to `b` are new words `c` to `d`; when `same`, one to one."""

    a: int
    b: int
    c: int
    d: int
    same: bool
    slid: bool = False  # the same words stand on both sides of what came or went: which of them did?

    @property
    def shift(self) -> int:
        return self.c - self.a

    @property
    def shift_at_end(self) -> int:
        return self.d - self.b


class Carried(NamedTuple):
    """How many judgements moved along with a text that was corrected, and how many wait for a person."""

    moved: int
    waiting: int


def align(old: str, new: str) -> "Alignment":
    """How the words of `old` stand in `new`, a corrected text.

    >>> align("Hij ging nar huis. Toen niet.", "Maar hij ging naar huis, toen niet.").place(4, 18)
    Placed(start=9, end=24)
    >>> align("Ja. Ja. Ja.", "Ja. Ja.").place(4, 6) is None
    True
    """
    return Alignment(old, new)


class Alignment:
    """Two texts, word by word."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    def place(self, start: int, end: int) -> Placed | None:
        """Where old[start:end] stands now; None when that is not sure.

        Not sure is what lost more than a word at an edge, or many of its words, and what has two
        places to choose from. ValueError when the stretch is empty or not within the old text.
        """
        if not 0 <= start < end <= len(self.old):
            raise ValueError(f"{start}:{end} is not within a text of {len(self.old)} characters")
        if self.old == self.new:
            return Placed(start, end)
        first = bisect_right(self._ends, start)
        beyond = bisect_left(self._starts, end)
        if first >= beyond:
            return self._between(start, end, first)
        words = self._aligned(first, beyond) or self._moved(first, beyond)
        if words is None:
            return None
        placed = Placed(self._from(start, first, words[0]), self._to(end, beyond - 1, words[1] - 1))
        return placed if placed.start < placed.end else None

    def near(self, start: int) -> int:
        """Where in the new text the nearest old word before this place stands; 0 when there is none."""
        first = bisect_right(self._ends, start)
        number = bisect_right(self._begins, first) - 1 if first < len(self._starts) else len(self._blocks) - 1
        for block in reversed(self._blocks[: number + 1]):
            if block.same:
                return self._words[1][min(first + block.shift, block.d - 1)].start
        return 0

    @cached_property
    def share(self) -> float:
        """How much of the old words still stand, from 0 to 1.

        >>> align("Hij ging naar huis.", "Hij ging niet naar bed.").share
        0.75
        """
        stand = sum(block.b - block.a for block in self._blocks if block.same)
        return stand / max(1, len(self._starts))

    @cached_property
    def _words(self) -> tuple[list[_Word], list[_Word]]:
        return _words(self.old), _words(self.new)

    @cached_property
    def _keys(self) -> tuple[list[str], list[str]]:
        old, new = self._words
        return [word.key for word in old], [word.key for word in new]

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self._words[0]]

    @cached_property
    def _ends(self) -> list[int]:
        return [word.end for word in self._words[0]]

    @cached_property
    def _blocks(self) -> list[_Block]:
        old, new = self._keys
        return _with_slides(_blocks(_pairs(old, new), len(old), len(new)), old, new)

    @cached_property
    def _begins(self) -> list[int]:
        return [block.a for block in self._blocks]

    def _aligned(self, first: int, beyond: int) -> tuple[int, int] | None:
        """The new words of the old ones; None when it is not sure."""
        begin, end = self._first(first, beyond), self._beyond(first, beyond)
        if begin is None or end is None or begin >= end:
            return None
        kept, total = self._kept(first, beyond), beyond - first
        block = self._around(first)
        if self._is_mask(block) and beyond <= block.b and total < block.b - block.a:
            return None  # a part of what was masked
        lost = total - kept > max(1, _LOSS * total) or not kept
        rewritten = lost or end - begin - kept > max(2 * total, _ROOM)
        return None if rewritten or self._again(first, beyond, begin, end) else (begin, end)

    def _around(self, word: int) -> _Block:
        """The block with this old word; an insertion has none."""
        return self._blocks[bisect_right(self._begins, word) - 1]

    def _first(self, first: int, beyond: int) -> int | None:
        """The new word that the old words begin with."""
        block = self._around(first)
        if block.same:
            return first + block.shift
        if block.slid:
            return _first_of_slid(block, first, beyond)
        if block.c == block.d:
            lost_one = block.b - first == 1 and beyond - block.b >= _LEFT
            return self._first(block.b, beyond) if lost_one else None
        return self._mended(block, first, at_end=False)

    def _beyond(self, first: int, beyond: int) -> int | None:
        """The new word that comes after the one that the old words end with."""
        block = self._around(beyond - 1)
        if block.same:
            return beyond + block.shift
        if block.slid:
            return _beyond_slid(block, first, beyond)
        if block.c == block.d:
            lost_one = beyond - block.a == 1 and block.a - first >= _LEFT
            return self._beyond(first, block.a) if lost_one else None
        return self._mended(block, beyond, at_end=True)

    def _mended(self, block: _Block, edge: int, *, at_end: bool) -> int | None:
        """An edge in words that became others: the edge of the new word there."""
        outer = edge == (block.b if at_end else block.a)
        if outer and block.b - block.a == block.d - block.c <= _SWAPPED:
            return block.d if at_end else block.c
        if self._is_mask(block):
            return block.d if at_end else block.c
        if not self._is_similar(block):
            return None
        if outer:
            return block.d if at_end else block.c
        return self._by_letters(block, edge, at_end=at_end)

    def _is_mask(self, block: _Block) -> bool:
        """Whether a mask came in the place of a few words of one sentence."""
        if block.d - block.c != 1 or block.b - block.a > _MASKED:
            return False
        old, new = self._texts(block)
        return new.startswith("[") and not re.search(r"[.!?\n]", old)

    def _is_similar(self, block: _Block) -> bool:
        old, new = self._texts(block)
        return max(len(old), len(new)) <= _LONGEST and _similar(old, new)

    def _texts(self, block: _Block) -> tuple[str, str]:
        old, new = self._words
        return (
            self.old[old[block.a].start : old[block.b - 1].end],
            self.new[new[block.c].start : new[block.d - 1].end],
        )

    def _by_letters(self, block: _Block, edge: int, *, at_end: bool) -> int | None:
        """The new word with the letter that the edge is at; None when that letter is gone."""
        olds, news = self._words
        letter = (olds[edge - 1].end - 1 if at_end else olds[edge].start) - olds[block.a].start
        matcher = SequenceMatcher(None, *self._texts(block), autojunk=False)
        for start, other, size in matcher.get_matching_blocks():
            if start <= letter < start + size:
                place = letter - start + other + news[block.c].start
                inside = [n for n in range(block.c, block.d) if news[n].start <= place < news[n].end]
                return inside[0] + at_end if inside else None
        return None

    def _kept(self, first: int, beyond: int) -> int:
        """How many of the old words are still there, or mended, or masked."""
        number = bisect_right(self._begins, first) - 1
        kept = 0
        for block in self._blocks[number:]:
            if block.a >= beyond:
                break
            shared = min(block.b, beyond) - max(block.a, first)
            if block.slid:
                shared = min(shared, block.d - block.c)
            elif not block.same:
                fits = block.a < block.b and block.c < block.d
                shared = shared if fits and (self._is_mask(block) or self._is_similar(block)) else 0
            kept += shared
        return kept

    def _again(self, first: int, beyond: int, begin: int, end: int) -> bool:
        """Whether the same words stand nearby among what came or went: then there is a choice."""
        old, new = self._keys
        what = old[first:beyond]
        in_new = _places(new, what, begin - _NEAR, end + _NEAR)
        in_old = _places(old, what, first - _NEAR, beyond + _NEAR)
        came, went = self._changed
        return any(begin != n and came & set(range(n, n + len(what))) for n in in_new) or any(
            first != n and went & set(range(n, n + len(what))) for n in in_old
        )

    @cached_property
    def _changed(self) -> tuple[set[int], set[int]]:
        """New words that came, and old words that went."""
        changed = [block for block in self._blocks if not block.same and not block.slid]
        came = {n for block in changed for n in range(block.c, block.d)}
        return came, {n for block in changed for n in range(block.a, block.b)}

    def _moved(self, first: int, beyond: int) -> tuple[int, int] | None:
        """Many words in a row that stand once in each text, wherever that is."""
        old, new = self._keys
        what = old[first:beyond]
        if len(what) < _MOVED or len(_places(old, what, 0, len(old))) != 1:
            return None
        found = _places(new, what, 0, len(new))
        return (found[0], found[0] + len(what)) if len(found) == 1 else None

    def _between(self, start: int, end: int, after: int) -> Placed | None:
        """A stretch without words: punctuation or a smiley, between two words that stand as they stood."""
        olds, news = self._words
        left = self._one_to_one(after - 1) if after else -1
        right = self._one_to_one(after) if after < len(olds) else len(news)
        if left is None or right is None or right != left + 1:
            return None
        begin = olds[after - 1].end if after else 0
        until = olds[after].start if after < len(olds) else len(self.old)
        there = news[left].end if right else 0
        beyond = news[right].start if right < len(news) else len(self.new)
        same = self.old[begin:until] == self.new[there:beyond]
        return Placed(start - begin + there, end - begin + there) if same else None

    def _one_to_one(self, word: int) -> int | None:
        block = self._around(word)
        return word + block.shift if block.same else None

    def _from(self, start: int, old: int, new: int) -> int:
        """Where a stretch begins that begins at or near a word."""
        olds, news = self._words
        before = self.old[olds[old - 1].end if old else 0 : olds[old].start]
        there = self.new[news[new - 1].end if new else 0 : news[new].start]
        if start >= olds[old].start:
            return news[new].start + self._into(start - olds[old].start, olds[old], news[new])
        hang = olds[old].start - start
        return news[new].start - _hang(before[::-1], hang, there[::-1])

    def _to(self, end: int, old: int, new: int) -> int:
        """Where a stretch ends that ends at or near a word."""
        olds, news = self._words
        after = self.old[olds[old].end : olds[old + 1].start if old + 1 < len(olds) else None]
        there = self.new[news[new].end : news[new + 1].start if new + 1 < len(news) else None]
        if end <= olds[old].end:
            return news[new].end - self._into(olds[old].end - end, olds[old], news[new])
        return news[new].end + _hang(after, end - olds[old].end, there)

    def _into(self, depth: int, old: _Word, new: _Word) -> int:
        """How far in a word: as far as before, or not at all when it became another word."""
        return depth if old.key == new.key and old.end - old.start == new.end - new.start else 0


def _words(text: str) -> list[_Word]:
    return [
        _Word(found.start(), found.end(), found.group().casefold().replace("’", "'"))
        for found in _WORD.finditer(text)
    ]


def _hang(old: str, length: int, new: str) -> int:
    """How many characters beside a word go with it, of those that stand there now.

    >>> _hang(". ", 1, "! "), _hang(". ", 1, " "), _hang(". ", 2, ". "), _hang("?!", 1, "?")
    (1, 0, 2, 1)
    """
    taken = old[:length]
    same = next((n for n, pair in enumerate(zip(taken, new, strict=False)) if pair[0] != pair[1]), None)
    common = min(len(taken), len(new)) if same is None else same
    attached = _attached(old)
    return max(common, _attached(new)) if 0 < attached <= length else common


def _attached(text: str) -> int:
    """How many characters come before the first space."""
    return len(text.split(maxsplit=1)[0]) if text[:1].strip() else 0


def _similar(old: str, new: str) -> bool:
    return SequenceMatcher(None, old.casefold(), new.casefold(), autojunk=False).ratio() >= _SIMILAR


def _places(words: Sequence[str], what: Sequence[str], start: int, end: int) -> list[int]:
    """Where these words stand in a row between two words."""
    start, end = max(0, start), min(len(words), end)
    size = len(what)
    return [n for n in range(start, end - size + 1) if words[n] == what[0] and words[n : n + size] == what]


def _first_of_slid(block: _Block, first: int, beyond: int) -> int | None:
    """The first word among words that stand twice.

    What goes on to the right of them is in one piece with those that stand last. What has all of them in
    it keeps all that is left of them.
    """
    if beyond > block.b and first + block.shift_at_end >= block.c:
        return first + block.shift_at_end
    fewer = block.d - block.c < block.b - block.a
    return block.c if first == block.a and fewer and beyond >= block.b else None


def _beyond_slid(block: _Block, first: int, beyond: int) -> int | None:
    if first < block.a and beyond + block.shift <= block.d:
        return beyond + block.shift
    fewer = block.d - block.c < block.b - block.a
    return block.d if beyond == block.b and fewer and first <= block.a else None


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Old and new words that are the same one, in order."""
    found: list[tuple[int, int]] = []
    todo = [(0, len(old), 0, len(new))]
    while todo:
        a, b, c, d = todo.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        anchors = _anchors(old, new, (a, b, c, d))
        if not anchors:
            found += _mends(old, new, (a, b, c, d))
            continue
        found += anchors
        edges = [(a - 1, c - 1), *anchors, (b, d)]
        todo += [
            (here[0] + 1, after[0], here[1] + 1, after[1])
            for here, after in pairwise(edges)
            if after[0] - here[0] > 1 and after[1] - here[1] > 1
        ]
    return sorted(found)


def _anchors(
    old: Sequence[str], new: Sequence[str], space: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """Words in as long a row as can be, that is once in this space of both."""
    a, b, c, d = space
    size = max(b - a, d - c)
    fewest = 1 if size <= _SMALL else 2 if size <= _MIDDLE else 3
    for row in range(_IN_A_ROW, fewest - 1, -1):
        ours, theirs = _once(old, a, b, row), _once(new, c, d, row)
        both = _rising([(place, theirs[key]) for key, place in ours.items() if key in theirs])
        if both:
            return list(_apart(both, row))
    return []


def _once(words: Sequence[str], start: int, end: int, row: int) -> dict[tuple[str, ...], int]:
    """The rows of so many words that stand here once, in order, and where."""
    places: dict[tuple[str, ...], int] = {}
    twice = set()
    for n in range(start, end - row + 1):
        key = tuple(words[n : n + row])
        if places.setdefault(key, n) != n:
            twice.add(key)
    return {key: n for key, n in places.items() if key not in twice}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs of which both places rise; the first already do."""
    tops: list[int] = []  # the smallest second place that so many pairs can end with
    at: list[int] = []
    before: list[int] = []
    for n, (_, place) in enumerate(pairs):
        length = bisect_left(tops, place)
        before.append(at[length - 1] if length else -1)
        tops[length : length + 1] = [place]
        at[length : length + 1] = [n]
    chain, n = [], at[-1] if at else -1
    while n >= 0:
        chain.append(pairs[n])
        n = before[n]
    return chain[::-1]


def _apart(rows: list[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """The words of these rows, each once; of rows that overlap otherwise in one text, only the first."""
    a = c = -1
    for left, right in rows:
        if (left > a and right > c) or left - a == right - c:
            for n in range(length):
                if left + n > a:
                    a, c = left + n, right + n
                    yield a, c


def _mends(
    old: Sequence[str], new: Sequence[str], space: tuple[int, int, int, int]
) -> Iterator[tuple[int, int]]:
    """Words at the edges of a changed stretch that are written otherwise now."""
    a, b, c, d = space
    if b - a != d - c and max(b - a, d - c) <= _SMALL and _similar(" ".join(old[a:b]), " ".join(new[c:d])):
        return  # such as a word that is two words now: all of it was mended
    while a < b and c < d and _is_mended(old[a], new[c]):
        yield a, c
        a, c = a + 1, c + 1
    while a < b and c < d and _is_mended(old[b - 1], new[d - 1]):
        b, d = b - 1, d - 1
        yield b, d


def _is_mended(old: str, new: str) -> bool:
    return min(len(old), len(new)) > 2 and not new.startswith("[") and _similar(old, new)


def _blocks(pairs: list[tuple[int, int]], olds: int, news: int) -> list[_Block]:
    """All words of both texts in blocks, in order."""
    blocks: list[_Block] = []
    a = c = 0
    for left, right in [*pairs, (olds, news)]:
        if left > a or right > c:
            blocks.append(_Block(a, left, c, right, same=False))
        if left == olds or right == news:
            break
        last = blocks[-1] if blocks else None
        if last and last.same:
            blocks[-1] = last._replace(b=left + 1, d=right + 1)
        else:
            blocks.append(_Block(left, left + 1, right, right + 1, same=True))
        a, c = left + 1, right + 1
    return blocks


def _with_slides(blocks: list[_Block], old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """What came or went may as well have done so a few words further: those words are in its block then."""
    found: list[_Block] = []
    rest = blocks[::-1]
    while rest:
        block = rest.pop()
        if block.same or (block.a < block.b and block.c < block.d):
            found.append(block)
            continue
        words, start, end = (new, block.c, block.d) if block.a == block.b else (old, block.a, block.b)
        before = found[-1] if found and found[-1].same else None
        after = rest[-1] if rest and rest[-1].same else None
        left = right = 0
        while before and left < before.b - before.a and words[start - 1 - left] == words[end - 1 - left]:
            left += 1
        while after and right < after.b - after.a and words[start + right] == words[end + right]:
            right += 1
        if before and left:
            found[-1] = before._replace(b=before.b - left, d=before.d - left)
        if after and right:
            rest[-1] = after._replace(a=after.a + right, c=after.c + right)
        slid = bool(left or right)
        found.append(
            _Block(block.a - left, block.b + right, block.c - left, block.d + right, same=False, slid=slid)
        )
    return [block for block in found if block.a < block.b or block.c < block.d]
