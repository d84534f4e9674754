"""What is replaced in a text, and where all else stands afterwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmen.privacy.edits import Edit, apply, carry, compose, in_order

# Emoji, combining accents, joined families: an offset is a code point, whatever is seen of it.
PIECES = st.lists(st.sampled_from(["a", "é", "e\u0301", "😀", "👩‍👧", " ", "\n", "Fatima", "x"]), max_size=25)
TEXTS = PIECES.map("".join)
NEW = st.text(st.sampled_from("[naam 123]é😀"), min_size=1, max_size=6)


@st.composite
def edits_of(draw, text: str) -> list[Edit]:
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [Edit(start, end, draw(NEW)) for start, end in pairs]


@st.composite
def edited(draw) -> tuple[str, list[Edit]]:
    text = draw(TEXTS)
    return text, draw(edits_of(text))


@st.composite
def marked(draw) -> tuple[str, list[Edit], list[tuple[int, int]]]:
    text, edits = draw(edited())
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = draw(st.lists(ends.map(lambda both: (min(both), max(both))), max_size=5))
    return text, edits, [span for span in spans if span[0] < span[1]]


def outside(text: str, start: int, end: int, edits: list[Edit]) -> str:
    """The words of a span that are in no edit."""
    covered = {place for edit in edits for place in range(edit.start, edit.end)}
    return "".join(text[place] for place in range(start, end) if place not in covered)


def placed(edits: list[Edit]) -> list[tuple[int, int]]:
    """Where each replacement is in the new text."""
    return [carry(edit.start, edit.end, edits) for edit in edits]


@given(marked())
def test_coded_words_that_are_not_replaced_are_the_same_words(given_):
    text, edits, spans = given_
    after = apply(text, edits)
    new = [Edit(start, end, "-") for start, end in placed(edits)]
    for start, end in spans:
        here = carry(start, end, edits)
        assert outside(after, *here, new) == outside(text, start, end, edits)
        for edit, (first, last) in zip(edits, placed(edits), strict=True):
            touched = edit.start < end and start < edit.end
            inside = here[0] <= first and last <= here[1]
            assert touched == inside == (here[0] < last and first < here[1])  # all of it, or nothing


@given(marked())
def test_order_and_nesting_of_codings_are_kept(given_):
    _, edits, spans = given_
    after = [carry(*span, edits) for span in spans]
    for one, here in zip(spans, after, strict=True):
        assert here[0] < here[1]
        for other, there in zip(spans, after, strict=True):
            if one[0] <= other[0]:
                assert here[0] <= there[0]
            if one[1] <= other[1]:
                assert here[1] <= there[1]
            if one[0] <= other[0] and other[1] <= one[1]:
                assert here[0] <= there[0] <= there[1] <= here[1]


@given(edited())
def test_each_replacement_stands_where_it_is_carried_to(given_):
    text, edits = given_
    after = apply(text, edits)
    assert [after[start:end] for start, end in placed(edits)] == [edit.new for edit in edits]


@given(st.data())
def test_two_runs_are_one(data):
    text, first = data.draw(edited())
    between = apply(text, first)
    second = data.draw(edits_of(between))
    both = compose(first, second, between)
    assert in_order(both, len(text)) == both
    assert apply(text, both) == apply(between, second)
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    twice, once = carry(*carry(start, end, first), second), carry(start, end, both)
    assert once[0] <= twice[0] <= twice[1] <= once[1]


@pytest.mark.parametrize(
    "edits",
    [[Edit(0, 2, "a"), Edit(1, 3, "b")], [Edit(1, 1, "a")], [Edit(0, 1, "")], [Edit(2, 9, "a")]],
    ids=["overlap", "leeg", "niets ervoor", "erbuiten"],
)
def test_edits_that_cannot_be_are_refused(edits):
    with pytest.raises(ValueError, match="overlaps, is empty or outside"):
        in_order(edits, 5)
