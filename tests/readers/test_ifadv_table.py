"""The dialogues of the IFADV corpus as one table: 14 interviews, a row a turn."""

import csv
from pathlib import Path

import pytest

from stemmen.readers import read_file

TABLE = Path(__file__).parents[3] / "shared" / "data" / "ifadv" / "ifadv_turns.csv"


@pytest.mark.skipif(not TABLE.is_file(), reason="the IFADV dialogues are not here (../shared/data/ifadv)")
def test_every_row_with_words_is_a_turn():
    with TABLE.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["utterance"].strip()]
    reading = read_file(TABLE)
    transcript = reading.transcript
    wanted = [
        (
            f"{Path(row['source']).name} {row['participant']}",
            " ".join(row["utterance"].split()),
            round(float(row["begin"]) / 1000, 2),
        )
        for row in rows
    ]
    assert [
        (turn.speaker, " ".join(transcript.text[turn.start : turn.end].split()), round(turn.time or 0.0, 2))
        for turn in transcript.turns
    ] == wanted
    assert len(wanted) == 9783
    assert any("38 rijen zonder tekst" in note for note in reading.notes)
