"""Classes of names that were missed once, and of words that were flagged, each with near-misses."""

import re
from pathlib import Path

import pytest

from stemmen.privacy.clues import Clues
from stemmen.privacy.scan import scan

_FILE = Path(__file__).with_name("klassen.txt")
_MARKED = re.compile("«(.+?)»")


def rows(heading: str) -> list[str]:
    part = _FILE.read_text("utf-8").split(f"[{heading}]\n")[1].split("\n\n")[0]
    return [row for row in part.splitlines() if not row.startswith("#")]


def check(row: str, *, capitals: bool) -> None:
    """What is between marks is found, with no more than a small word such as "de" or its kind before it."""
    text = row.replace("«", "").replace("»", "")
    found = [hit.text for hit in scan(text, Clues(frozenset(), frozenset(), capitals)) if hit.tier < 3]
    named = _MARKED.findall(row)
    assert len(found) == len(named), found
    assert all(one in other or other in one for one, other in zip(named, found, strict=True)), found


@pytest.mark.parametrize("row", rows("gewoon"))
def test_with_capitals(row):
    check(row, capitals=True)


@pytest.mark.parametrize("row", rows("zonder hoofdletters"))
def test_speech_without_capitals(row):
    check(row, capitals=False)
