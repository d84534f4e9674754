"""Files as programs and people make them, each beside the turns that a careful reader finds in it.

The expected turns were written with the files, by somebody who did not know the readers.
"""

import json
from pathlib import Path

import pytest

from stemmen.readers import FORMATS, Reading, read_file

FOLDER = Path(__file__).parents[1] / "data" / "transcripten"
EXPECTED = sorted(FOLDER.glob("*.*.json"))
FILES = [path.with_suffix("") for path in EXPECTED]


def words(text: str) -> str:
    return " ".join(text.split())


def said(reading: Reading) -> list[tuple[str, str]]:
    transcript = reading.transcript
    return [(turn.speaker, words(transcript.text[turn.start : turn.end])) for turn in transcript.turns]


def test_there_are_at_least_thirty_files_of_every_format():
    assert len(FILES) >= 30
    endings = {path.suffix for path in FILES} | {".eaf", ".xml"}  # real ones are in ../shared/data
    assert {f".{ending}" for ending in FORMATS} <= endings


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_turn_speaker_and_role(path):
    expected = json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))
    reading = read_file(path)
    turns = reading.transcript.turns
    assert said(reading) == [(turn["spreker"], words(turn["tekst"])) for turn in expected["beurten"]]
    roles = {turn.speaker: turn.role.value for turn in turns}
    assert roles == {speaker: role for speaker, role in expected["sprekers"].items() if speaker in roles}
    assert [turn.section for turn in turns] == [turn.get("onderdeel", "") for turn in expected["beurten"]]
    # noScribe shows whole seconds where its anchors have thousandths
    times = [(turn.time, wanted["tijd"]) for turn, wanted in zip(turns, expected["beurten"], strict=True)]
    assert all(wanted == time or abs(time - wanted) < 1 for time, wanted in times)
    introduction = words(reading.transcript.introduction)
    assert all(words(line) in introduction for line in expected["introductie"])
    assert attributes(reading) == expected.get("kenmerken", {})


def attributes(reading: Reading) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for speaker, name, value in reading.transcript.attributes:
        found.setdefault(speaker, {})[name] = value
    return found
