"""What in a turn was not said."""

import csv
import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stemmen.nonspeech import Kind, count_words, non_speech, spoken

DATA = Path(__file__).parent / "data"
IFADV = Path(__file__).parents[2] / "shared" / "data" / "ifadv" / "ifadv_turns.csv"


def cases(file: str) -> list[tuple[str, str]]:
    """(kind, text with the non-speech between ⟦ and ⟧) of each case."""
    blocks = yaml.safe_load((DATA / file).read_text("utf-8"))
    return [(kind, line) for kind, lines in blocks.items() for line in lines.splitlines()]


def shown(text: str) -> list[tuple[str, str]]:
    return [(found.kind.value, text[found.start : found.end]) for found in non_speech(text)]


def is_right(kind: str, marked: str) -> bool:
    text = re.sub("[⟦⟧]", "", marked)
    return shown(text) == [(kind, piece) for piece in re.findall("⟦(.*?)⟧", marked)]


def test_there_are_cases_enough() -> None:
    everything = [*cases("nonspeech.yaml"), *cases("nonspeech_apart.yaml")]
    assert sum(kind != "spraak" for kind, _ in everything) >= 120
    assert sum(kind == "spraak" for kind, _ in everything) >= 80
    assert {kind for kind, _ in everything} == {kind.value for kind in Kind} | {"spraak"}


@pytest.mark.parametrize(("kind", "marked"), cases("nonspeech.yaml"))
def test_a_case(kind: str, marked: str) -> None:
    assert is_right(kind, marked), shown(re.sub("[⟦⟧]", "", marked))


# Of the cases that were kept apart, those that came out wrong. One that comes right must go from this list.
KNOWN_FAILURES = {
    "Tja ⟦(R lacht nu ook)⟧ zo is het.",
    "Tja ⟦[zachtjes]⟧ zo is het.",  # a remark, it says
    "Tja ⟦(praat heel zacht)⟧ zo is het.",
}


def test_cases_that_were_kept_apart() -> None:
    """Each measured once, docs/metingen.md has the figures; now they may not get worse."""
    wrong = {marked for kind, marked in cases("nonspeech_apart.yaml") if not is_right(kind, marked)}
    assert wrong == KNOWN_FAILURES


@pytest.mark.parametrize(
    "text", ["Ja (lacht) dat wel.", "[00:12:31] Nou 😀 (lacht)", "xxx", "heel*x goed", ""]
)
def test_what_is_spoken_keeps_its_place(text: str) -> None:
    said = spoken(text)
    assert len(said) == len(text)
    hidden = {place for found in non_speech(text) for place in range(found.start, found.end)}
    assert all(said[place] == (" " if place in hidden else text[place]) for place in range(len(text)))


def test_what_is_no_non_speech_may_have_some_in_it() -> None:
    assert shown("Toen (en daar [lacht] zat hij) dus") == [("geluid", "[lacht]")]
    assert shown("(en toen zei hij xxx) dus") == [("onverstaanbaar", "xxx")]
    assert shown("[wijst naar (lacht) xxx]") == [("opmerking", "[wijst naar (lacht) xxx]")]


def test_marks_that_are_not_closed_are_no_non_speech() -> None:
    assert shown("Ja (lacht dat wel\nen dit) ook [en dit\nniet]") == []
    assert shown("[" + "a " * 150 + "]") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ja (lacht) dat zei [naam 1].", 5),
        ("Ja - dat ... (lacht). wel", 3),
        ("(lacht)", 0),
        ("", 0),
        ("'t is zo'n e-mail van 12,50", 6),
        ("heel*x lekker ggg", 2),
    ],
)
def test_only_what_was_said_is_counted(text: str, number: int) -> None:
    assert count_words(text) == number


@given(st.text(alphabet="()[]<>{}*#x g:0129.\nlacht", max_size=60))
def test_any_text_gives_stretches_in_order_within_it(text: str) -> None:
    found = non_speech(text)
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(text[one.start : one.end].strip() and "\n" not in text[one.start : one.end] for one in found)
    assert non_speech(spoken(text)) == [] or len(spoken(text)) == len(text)


@pytest.mark.parametrize(
    "piece", ["(", "[", "((", "*", "<", "{", "#1", "a*", "x", "( ", "[00:", "(lacht ", "xxx"]
)
def test_a_long_line_takes_no_longer_than_its_length(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    started = time.process_time()
    count_words(text)
    assert time.process_time() - started < 3


def test_the_marks_of_ifadv_are_recognised() -> None:
    if not IFADV.is_file():
        pytest.skip("../shared/data/ifadv is absent")
    mark = re.compile(r"\[laugh\]|\[unk_utterance\]|\*[a-z]+|\bggg\w*|\bxxx\w*")
    with IFADV.open(encoding="utf-8", newline="") as file:
        texts = [row[name] for row in csv.DictReader(file) for name in ("utterance", "utterance_raw")]
    marks = sum(len(mark.findall(text)) for text in texts)
    left = sum(len(mark.findall(spoken(text))) for text in texts)
    assert marks > 3000
    assert 1 - left / marks > 0.998  # 99.9%: not "ggguh" and "*aen"
    hidden = "".join(text[found.start : found.end] + "\n" for text in texts for found in non_speech(text))
    assert mark.sub("", hidden).strip() == ""  # and nothing else
