"""What points to somebody without a name: our own cases, most with a near-miss beside them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmen.privacy.clues import NO_CLUES, Clues
from stemmen.privacy.hints import find

CASES = json.loads(Path(__file__).with_name("hints.json").read_text("utf-8"))
_WORDS = [
    "ik",
    "ben",
    "93",
    "jaar",
    "Poolse",
    "man",
    "molenaar",
    "geweest",
    "ALS",
    "gemeente",
    "Pekela",
    "ß",
    "İ",
    "€",
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["tekst"][:40])
def test_our_own_cases(case):
    hits = find(case["tekst"], NO_CLUES)
    assert [hit.text for hit in hits] == case["treffers"]
    assert all(hit.kind.value == case["soort"] and hit.tier == 3 for hit in hits)


@pytest.mark.parametrize("case", [case for case in CASES if "ALS" not in case["tekst"]])
def test_capitals_make_no_difference(case):
    spoken = Clues(frozenset(), frozenset(), capitals=False)
    found = [hit.text.lower() for hit in find(case["tekst"].lower(), spoken)]
    assert found == [text.lower() for text in case["treffers"]]


@given(st.lists(st.sampled_from(_WORDS)))
def test_hits_are_within_the_text_in_order_and_apart(words):
    text = " ".join(words)
    position = 0
    for hit in find(text, NO_CLUES):
        assert text[hit.start : hit.end] == hit.text
        assert hit.start >= position
        position = hit.end
