"""Rows of letters on pages -> lines: what was cut in rows becomes paragraphs again, without the margins."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from stemmen.readers.found import Line
from stemmen.readers.hyphens import joined, mended_note, words_of
from stemmen.readers.labels import looks_like_label
from stemmen.readers.roles import role_word
from stemmen.readers.shapes import colon, start_of, timed


@dataclass(frozen=True, slots=True)
class Row:
    """A row of letters; places are points (1/72 inch) from the left and from below.

    Args:
        text: the letters.
        page: number of the page, from 0.
        left: where the first letter stands.
        right: where the last letter ends.
        low: the line on which the letters stand.
        size: of the first letter.
        word: how wide the first word is.
        width: of the page.
        marked: what is bold or italic at the start.
        gaps: spaces near the start: place in `text`, width, and where the next letter stands.
    """

    text: str
    page: int
    left: float
    right: float
    low: float
    size: float
    word: float
    width: float
    marked: str = ""
    gaps: tuple[tuple[int, float, float], ...] = ()


Pages = Sequence[Sequence[Row]]

_EDGE = 3  # rows at the top and at the bottom of a page that may be a header or footer
_NEAR = 4.0  # points
_NUMBERED = re.compile(
    r"(?:pagina|page|blad|bladzijde|blz\.?|p\.)\s?\d{1,4}(?:\s?(?:van|of|/|uit)\s?\d{1,4})?|\d{1,4}\s?(?:van|/)\s?\d{1,4}",
    re.I,
)
_BRACKET = re.compile(r"\[[^\]]{1,40}\]\s?:|[\[(#]?\d+:\d\d")
_LIST = re.compile(r"(?:[-–•◦▪\uf0b7]|\d{1,3}[.)])\s")


def lines_of_pages(pages: Pages) -> tuple[list[Line], tuple[str, ...]]:
    """The lines of a document, and notes of what was left out or mended."""
    body, left_out = _without_margins(pages)
    rows = _with_tabs([row for page in body for row in page])
    words = words_of(row.text for row in rows)
    lines, mended = [], 0
    plain = _plain_size(rows)
    for paragraph in _paragraphs(rows):
        line, count = _line(paragraph, words)
        lines.append(replace(line, heading=all(_is_large(row, plain) for row in paragraph)))
        mended += count
    return lines, (*left_out, *mended_note(mended))


def _plain_size(rows: Sequence[Row]) -> float:
    """The size of most letters."""
    letters: Counter[float] = Counter()
    for row in rows:
        letters[row.size] += len(row.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _is_large(row: Row, plain: float) -> bool:
    return row.size > (1.05 if row.marked == row.text else 1.15) * plain


# Headers and footers


def _without_margins(pages: Pages) -> tuple[list[list[Row]], tuple[str, ...]]:
    """The pages without rows at their edge that recur at the same place, and a note of these."""
    seen: dict[str, list[Row]] = defaultdict(list)
    for page in pages:
        for row in {id(row): row for rows in _edges(page) for row in rows}.values():
            seen[_key(row)].append(row)
    recurring = {key for key, rows in seen.items() if _recurs(rows, len(pages))}
    out: list[Row] = []
    for page in pages:
        for rows in _edges(page):
            out += _margin(rows, recurring)
    gone = {id(row) for row in out}
    heads = _repeated_heads([[row for row in page if id(row) not in gone] for page in pages])
    gone |= {id(row) for row in heads}
    out += heads
    return [[row for row in page if id(row) not in gone] for page in pages], _margin_note(out)


def _repeated_heads(pages: Pages) -> list[Row]:
    """The heads of a table that stand again at the top of a next page."""
    heads, seen = [], set[str]()
    for page in pages:
        first = max(page, key=lambda row: row.low, default=None)
        if first and first.text in seen:
            heads.append(first)
        seen |= {row.text for row in page if sum(_is_wide(row, at, width) for at, width, _ in row.gaps) > 1}
    return heads


def _edges(page: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows at the top and at the bottom, from outside in."""
    down = sorted(page, key=lambda row: -row.low)
    return down[:_EDGE], down[: -_EDGE - 1 : -1]


def _key(row: Row) -> str:
    return re.sub(r"\d+", "#", " ".join(row.text.split())).casefold()


def _recurs(rows: Sequence[Row], pages: int) -> bool:
    """Whether rows with the same words stand at the same place, on a third of the pages or more."""
    middle = median(row.low for row in rows)
    on = {row.page for row in rows if abs(row.low - middle) < _NEAR}
    mark = colon(start_of(Line(rows[0].text)))
    spoken = mark is not None and bool(role_word(mark.label)) and not re.search(r"\d", rows[0].text)
    return len(on) >= max(2, pages / 3) and not spoken


def _margin(rows: Sequence[Row], recurring: set[str]) -> Iterator[Row]:
    for row in rows:
        if _key(row) not in recurring and not _NUMBERED.fullmatch(row.text.strip(" -–|")):
            return
        yield row


def _margin_note(rows: Sequence[Row]) -> tuple[str, ...]:
    kinds, what = len({_key(row) for row in rows}), "Kop- en voetteksten van bladzijden zijn weggelaten"
    return (f"{what}: {kinds} {'soort' if kinds == 1 else 'soorten'}, {len(rows)} keer.",) if rows else ()


# Columns


def _with_tabs(rows: Sequence[Row]) -> list[Row]:
    """The rows with a tab for each wide space after which the text begins where it does in other rows."""
    places = Counter(round(x) for row in rows for at, width, x in row.gaps if _is_wide(row, at, width))
    lefts = Counter(round(row.left) for row in rows)
    stops = {x for x in places if places[x] + places[x + 1] + lefts[x] > 2}
    return [_tabbed(row, stops) for row in rows]


def _is_wide(row: Row, at: int, width: float) -> bool:
    """Whether a space is wider than letters need; before a time that tells nothing."""
    return width > 0.8 * row.size and not row.text[at + 1 : at + 2].isdecimal()


def _tabbed(row: Row, stops: set[int]) -> Row:
    letters = list(row.text)
    for at, width, x in row.gaps:
        if _is_wide(row, at, width) and round(x) in stops:
            letters[at] = "\t"
    text = "".join(letters)
    return replace(row, text=text, marked=text[: len(row.marked)])


# Paragraphs


def _paragraphs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each paragraph."""
    edge, leading = _right_edge(rows), _leading(rows)
    paragraph: list[Row] = []
    for row in rows:
        if paragraph and not _goes_on(paragraph, row, edge, leading):
            yield paragraph
            paragraph = []
        paragraph.append(row)
    if paragraph:
        yield paragraph


def _right_edge(rows: Sequence[Row]) -> float:
    """Where full rows end; one that sticks out, as a long address does, does not count."""
    rights = sorted((row.right for row in rows), reverse=True)
    # Where all rows are short, none is full: a text is not as narrow as this.
    narrow = max((0.4 * (row.width - row.left) for row in rows[:1]), default=0.0)
    for first, second in pairwise(rights):
        if first - second < 20 and first > 0.7 * rights[0]:
            return max(first, narrow)
    return max(rights[0], narrow) if rights else 0.0


def _leading(rows: Sequence[Row]) -> float:
    """How far rows of a paragraph are apart: the smallest distance that recurs."""
    steps = [first.low - second.low for first, second in pairwise(rows) if first.page == second.page]
    counts = Counter(round(step) for step in steps if step > 0.8)
    often = [step for step, count in counts.items() if count >= max(1, 0.05 * len(steps))]
    return float(min(often, default=0))


def _goes_on(paragraph: Sequence[Row], row: Row, edge: float, leading: float) -> bool:
    """Whether a row goes on with the paragraph above it."""
    before = paragraph[-1]
    step = before.low - row.low
    if row.page == before.page:
        if abs(step) < 2 and row.left > before.right:
            return True  # a piece further on in the same row
        if step <= 0 or step > 1.3 * leading + 1:
            return False
    if abs(before.size - row.size) > 0.5 or _starts(row):
        return False
    if not before.text.endswith("-") and before.right + _space(before) + row.word < edge - 1:
        return False  # it would have fitted: the row before was ended on purpose
    return not _moved(paragraph, row)


def _space(row: Row) -> float:
    """How wide a space is, in points."""
    return min((width for _, width, _ in row.gaps if width > 0), default=0.3 * row.size)


def _moved(paragraph: Sequence[Row], row: Row) -> bool:
    """Whether a row begins further in or out than the row before, in another way than a first row may."""
    return len(paragraph) > 1 and abs(row.left - paragraph[-1].left) > _NEAR


def _starts(row: Row) -> bool:
    """Whether a row begins with who speaks, a time or the sign of a list."""
    line = Line(row.text)
    mark = colon(start_of(line)) or timed(start_of(line))
    if mark and looks_like_label(mark.label):
        return True
    name = row.marked.strip().rstrip(":")
    stands_out = bool(name) and row.marked != row.text and looks_like_label(name)
    return stands_out or "\t" in row.text[:40] or bool(_LIST.match(row.text) or _BRACKET.match(row.text))


# Words


def _line(paragraph: Sequence[Row], words: Counter[str]) -> tuple[Line, int]:
    """The rows of a paragraph as a line, and how many words were mended."""
    first = paragraph[0]
    text, marked, mended = first.text, first.marked, 0
    for before, row in pairwise(paragraph):
        if before.page == row.page and abs(before.low - row.low) < 2:
            text = f"{text}\t{row.text}"
            continue
        if marked == text and row.marked:
            marked = f"{marked} {row.marked}"
        text, count = joined(text, row.text, words)
        mended += count
    return Line(text, marked=marked if text.startswith(marked) else first.marked), mended
