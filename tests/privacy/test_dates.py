"""Dates and clock times: exact places, and what is none."""

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmen.privacy.dates import find_dates, find_times

DEDUCE = Path(__file__).parents[3] / "shared" / "data" / "deduce_regression" / "dates.json"

DATES = [
    ("Op 3 juni belde ik.", "3 juni", None, 6, 3),
    ("In juni 2019 was dat.", "juni 2019", 2019, 6, None),
    ("Op 12-03-2019, ja.", "12-03-2019", 2019, 3, 12),
    ("12‑03‑2019", "12‑03‑2019", 2019, 3, 12),
    ("op 12/3/19", "12/3/19", 2019, 3, 12),
    ("Op 12.3.2019 dus.", "12.3.2019", 2019, 3, 12),
    ("2019-03-12", "2019-03-12", 2019, 3, 12),
    ("de twaalfde maart", "de twaalfde maart", None, 3, 12),
    ("op de 3e juni", "de 3e juni", None, 6, 3),
    ("twaalf maart vierenzeventig", "twaalf maart vierenzeventig", 1974, 3, 12),
    ("12-3-'74", "12-3-'74", 1974, 3, 12),
    ("drie juni tweeduizend twaalf was het", "drie juni tweeduizend twaalf", 2012, 6, 3),
    ("3 juni 12 uur", "3 juni", None, 6, 3),
    ("3 juni 2019 10 uur", "3 juni 2019", 2019, 6, 3),
    ("12\nmaart\n2019", "12\nmaart\n2019", 2019, 3, 12),
    ("eenentwintig januari", "eenentwintig januari", None, 1, 21),
    ("maandag 3 sept. 2018", "3 sept. 2018", 2018, 9, 3),
    ("van 3-5 juni 2019", "3-5 juni 2019", 2019, 6, 5),
    ("mei negentienhonderdzeventig", "mei negentienhonderdzeventig", 1970, 5, None),
]
NO_DATES = [
    "2019", "in juni", "paragraaf 2.3.12", "1.250,50 euro", "32-01-2018", "12-13-2018",
    "4 van de 10", "artikel 4 lid 2",
    "WGA 35-80", "1-2", "06-12345678", "drie weken", "maart en april", "7 dagen 24 uur",
]  # fmt: skip
TIMES = [
    ("om 14.35 uur", "14.35 uur", 14, 35),
    ("om 9:05 ging ik", "9:05", 9, 5),
    ("half drie", "half drie", 2, 30),
    ("kwart over acht", "kwart over acht", 8, 15),
    ("om kwart voor 5", "kwart voor 5", 4, 45),
    ("tien over half drie", "tien over half drie", 2, 40),
    ("vijf voor twaalf", "vijf voor twaalf", 11, 55),
    ("om drie uur", "drie uur", 3, 0),
    ("om 9 uur", "9 uur", 9, 0),
    ("14u30", "14u30", 14, 30),
    ("om 14.35", "14.35", 14, 35),
    ("half\n9", "half\n9", 8, 30),
]
NO_TIMES = [
    "drie uur lang", "24 uur per dag", "7 dagen 24 uur", "half jaar", "14.35 euro", "1.250,50",
    "vijf voor drie euro", "00:12:31", "2.3",
    "tien over", "de helft", "40 uur per week",
]  # fmt: skip


@pytest.mark.parametrize(("text", "date", "year", "month", "day"), DATES)
def test_finds_dates(text: str, date: str, year: int | None, month: int, day: int | None):
    assert [found[2:] for found in find_dates(text)] == [(date, year, month, day)]


@pytest.mark.parametrize("text", NO_DATES)
def test_leaves_what_is_no_date(text: str):
    assert find_dates(text) == []


@pytest.mark.parametrize(("text", "clock", "hour", "minute"), TIMES)
def test_finds_times(text: str, clock: str, hour: int, minute: int):
    assert [found[2:] for found in find_times(text)] == [(clock, hour, minute)]


@pytest.mark.parametrize("text", NO_TIMES)
def test_leaves_what_is_no_time(text: str):
    assert find_times(text) == []


@given(st.dates(min_value=__import__("datetime").date(1900, 1, 1)), st.sampled_from("-/."), st.booleans())
def test_any_date_in_digits(day, mark: str, padded: bool):  # type: ignore[no-untyped-def]
    if day.year > 2100:
        return
    text = (
        f"{day.day:02}{mark}{day.month:02}{mark}{day.year}"
        if padded
        else f"{day.day}{mark}{day.month}{mark}{day.year}"
    )
    assert [found[2:] for found in find_dates(f"op {text}, ja")] == [(text, day.year, day.month, day.day)]


@given(st.text(alphabet="0123456789-/.' :juni maart half uur drie", max_size=60))
def test_finds_lie_in_order(text: str):
    for finds in (find_dates(text), find_times(text)):
        assert all(text[found[0] : found[1]] == found[2] for found in finds)
        assert all(one[1] <= two[0] for one, two in pairwise(finds))


OTHERWISE = {
    "38 augustus 2018": "the month and year are a date",
    "1- AUGUSTUS 20181966-07-24": "the first day of August is one",
    "'11 mei 17": "11 May is likelier",
    "2018 augustus 38": "38 augustus would be 1938",
}


@pytest.mark.skipif(not DEDUCE.exists(), reason="the cases of deduce are not here")
def test_cases_of_deduce():
    differ = set()
    for case in json.loads(DEDUCE.read_text("utf-8"))["examples"]:
        wanted = {(hit["start_char"], hit["end_char"]) for hit in case["annotations"]}
        found = {(date.start, date.end) for date in find_dates(case["text"])}
        if not (found & wanted or found == wanted):
            differ.add(case["text"])
    assert differ == set(OTHERWISE)


@pytest.mark.parametrize(
    "piece", ["1", "1-", "3 maart ", "maart ", "half ", "tien over ", "uur ", "twee", "12:", " "]
)
def test_long_runs(piece: str):
    began = time.perf_counter()
    find_dates((piece * 25_000)[:25_000])
    find_times((piece * 25_000)[:25_000])
    assert time.perf_counter() - began < 2
