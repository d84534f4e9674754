"""Names in lower case: our own cases with near-misses, what must hold of any text, and real speech."""

import csv
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmen.privacy.casing import has_capitals, why_not, without_capitals
from stemmen.privacy.clues import NO_CLUES, Clues
from stemmen.privacy.hits import Kind
from stemmen.privacy.lowercase import find

CASES = json.loads(Path(__file__).with_name("lowercase.json").read_text("utf-8"))
SPOKEN = Clues(frozenset(), frozenset(), capitals=False)
IFADV = Path(__file__).parents[3] / "shared/data/ifadv/ifadv_turns.csv"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["tekst"][:40])
def test_our_own_cases(case):
    hits = find(case["tekst"], NO_CLUES if case["hoofdletters"] else SPOKEN)
    if case["hoofdletters"]:
        assert [(hit.text, hit.tier) for hit in hits] == [(text, case["laag"]) for text in case["treffers"]]
    else:
        assert [hit.text for hit in hits if hit.tier == 2] == case["treffers"]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("we zijn verhuisd naar goes toen", "goes", Kind.PLACE),
        ("ik werk nu bij wooncompas in de schoonmaak", "wooncompas", Kind.ORGANISATION),
        ("toen kwam fatima ook nog langs", "fatima", Kind.NAME),
        ("dat was van zquixwo geloof ik", "zquixwo", Kind.UNKNOWN),
    ],
)
def test_what_sort_of_thing_it_is(text, words, kind):
    assert [(hit.text, hit.kind) for hit in find(text, SPOKEN)] == [(words, kind)]


def test_a_name_of_the_study_counts_wherever_it_stands():
    clues = Clues(frozenset(["Zquixwo"]), frozenset(), capitals=True)
    assert [hit.text for hit in find("Dat zei zquixwo dus ook.", clues)] == ["zquixwo"]
    assert not find("Dat zei zquixwo dus ook.", NO_CLUES)


def test_what_the_study_writes_in_lower_case_is_no_unknown_word():
    clues = Clues(frozenset(), frozenset(["zquixwo"]), capitals=False)
    assert not find("en dat is zo met zquixwo en alles", clues)


@given(
    st.lists(
        st.sampled_from(
            [
                "mijn",
                "zoon",
                "jan",
                "van",
                "der",
                "meer",
                "",
                "in",
                "goes,",
                "'s",
                "İx",
                "fatima's",
                "ß",
                "’t",
                "Roos*a",
            ]
        )
    )
)
def test_hits_are_within_the_text_in_order_and_apart(words):
    text = " ".join(words)
    hits = find(text, SPOKEN)
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Hoe ging dat verder?", "Nou, dat ging niet goed."], True),
        (["hoe ging dat verder", "nou dat ging niet goed bij het uwv"], False),
        (["Nou dat ging dus helemaal niet goed hoor"], True),
        (["HOE GING DAT VERDER MET HET FORMULIER"], False),
        (["ja"], True),
        ([], True),
        (["toen belde het UWV en die zei dat het niet kon"], True),
    ],
)
def test_whether_a_text_has_capitals(texts, expected):
    assert has_capitals(texts) is expected


def test_the_part_without_capitals_is_told():
    texts = [
        "Hoe ging dat verder?",
        "nou dat ging dus helemaal niet",
        "En toen?",
        "ja toen was het klaar dus",
    ]
    assert without_capitals(texts) == [1, 3]
    assert why_not(texts).startswith("In 2 van de 4 beurten staan geen hoofdletters.")
    assert why_not(["Hoe ging dat verder?", "Nou, dat ging niet."]) == ""


def spoken_turns():
    if not IFADV.exists():
        pytest.skip("ifadv is not here")
    with IFADV.open(encoding="utf-8", newline="") as file:
        return {row["uid"]: row["utterance"] for row in csv.DictReader(file) if row["nature"] == "talk"}


def test_names_in_real_speech_without_capitals():
    """Labelled by hand before the rules were made: per turn the offsets of names, places, organisations."""
    labels = json.loads(Path(__file__).with_name("ifadv.json").read_text("utf-8"))
    turns = spoken_turns()
    found = {uid: [hit for hit in find(turns[uid], SPOKEN) if hit.tier == 2] for uid in labels}
    named = [(uid, start, end) for uid, spans in labels.items() for start, end in spans]
    hit = [one for one in named if any(h.start < one[2] and one[1] < h.end for h in found[one[0]])]
    clean = [uid for uid, spans in labels.items() if not spans]
    flagged = [uid for uid in clean if found[uid]]
    assert (
        len(hit) / len(named) >= 0.85
    )  # what is missed are parts of town ("olympiabuurt") and a place to eat
    assert len(flagged) / len(clean) <= 0.02
