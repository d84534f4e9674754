"""`besluiten.csv`: made for Excel, filled in by people, never losing what they decided."""

import csv
import stat
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmen.errors import StudyError
from stemmen.privacy.decisions import (
    COLUMNS,
    Choice,
    Decision,
    decide,
    key_of,
    read_decisions,
    write_decisions,
)


def strings(*rows: tuple[str, str, int, str]) -> pd.DataFrame:
    made = [(text, kind, tier, choice, "", 1, 1, f"… {text} …") for text, kind, tier, choice in rows]
    return pd.DataFrame(made, columns=COLUMNS)


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fatima", "Fatima's"),
        ("Fatima", "FATIMA"),
        ("Jan-Willem", "Jan Willem"),
        ("Hans", "Hans’"),
        ("06-12345678", "06 1234 5678"),
        ("Jan de Vries", "Jan\nde Vries"),
        ("NL91ABNA0417164300", "NL91 ABNA 0417 1643 00"),
    ],
)
def test_ways_to_write_one_string(one, other):
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Anna", "Anne"), ("Jan", "Jan de Vries"), ("Jans", "Jan"), ("Vos", "Vo's vriend")]
)
def test_strings_that_are_two(one, other):
    assert key_of(one) != key_of(other)


def test_what_is_filled_in_is_read_back(tmp_path):
    path = tmp_path / "besluiten.csv"
    write_decisions(path, strings(("Fatima", "naam", 2, ""), ("0612345678", "telefoon", 1, "")), {})
    rows = cells(path)
    assert rows[0] == COLUMNS
    assert [row[0] for row in rows[1:]] == ["Fatima", "'0612345678"]  # a spreadsheet would drop the 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text("utf-8-sig").replace("Fatima;naam;2;;", "Fatima;naam;2;Vervangen;Samira")
    path.write_text(text.replace("telefoon;1;;", "telefoon;1;toestaan;"), encoding="utf-8")
    assert read_decisions(path) == {
        "fatima": Decision("Fatima", Choice.REPLACE, "Samira"),
        "0612345678": Decision("0612345678", Choice.ALLOW),
    }


def test_commas_and_few_columns_are_fine(tmp_path):
    path = tmp_path / "besluiten.csv"
    path.write_text("Tekst,Besluit\nFatima,toestaan\nKarel,\n", encoding="utf-8")
    assert list(read_decisions(path)) == ["fatima"]


def test_a_decision_on_a_string_that_is_gone_is_kept(tmp_path):
    path = tmp_path / "besluiten.csv"
    kept = {"karel": Decision("Karel", Choice.REPLACE, "Bert")}
    write_decisions(path, strings(("Fatima", "naam", 2, "")), kept)
    assert read_decisions(path) == kept


def test_all_faults_are_told_at_once_with_their_lines(tmp_path):
    path = tmp_path / "besluiten.csv"
    path.write_text(
        "tekst;besluit;vervangen_door\nFatima;weg;\nKarel;toestaan;Bert\nLot;toestaan;\nLot's;vervangen;\n;;x\n",
        encoding="utf-8",
    )
    with pytest.raises(StudyError) as caught:
        read_decisions(path)
    assert [problem.where.rpartition(" ")[2] for problem in caught.value.problems] == ["2", "3", "5", "6"]
    assert "In de kolom 'besluit' staat geen besluit." in str(caught.value)
    assert "al een ander besluit" in str(caught.value)


def test_a_column_that_is_gone_is_told(tmp_path):
    path = tmp_path / "besluiten.csv"
    path.write_text("tekst;aantal\nFatima;1\n", encoding="utf-8")
    with pytest.raises(StudyError, match="Deze kolommen ontbreken: besluit"):
        read_decisions(path)


def test_one_decision_changes_nothing_else(tmp_path):
    path = tmp_path / "besluiten.csv"
    write_decisions(path, strings(("Fatima", "naam", 2, ""), ("0612345678", "telefoon", 1, "")), {})
    before = cells(path)
    assert decide(path, "fatima's", "vervangen", "Samira")
    after = cells(path)
    assert sorted(after) == sorted(
        [*before[:1], [*before[1][:3], "vervangen", "Samira", *before[1][5:]], before[2]]
    )
    assert not decide(path, "Karel", "toestaan")  # nobody found it: it may be a slip of the pen
    assert {one.text for one in read_decisions(path).values()} == {"Fatima", "Karel"}
    assert decide(path, "Karel", "vervangen")
    assert read_decisions(path)["karel"].choice is Choice.REPLACE


def test_a_first_decision_makes_the_file(tmp_path):
    path = tmp_path / "besluiten.csv"
    decide(path, "Fatima", "toestaan")
    assert read_decisions(path) == {"fatima": Decision("Fatima", Choice.ALLOW)}


@pytest.mark.parametrize(("choice", "word"), [("weg", ""), ("toestaan", "Samira")])
def test_a_decision_that_is_none_is_refused(tmp_path, choice, word):
    with pytest.raises(StudyError, match="Fatima"):
        decide(tmp_path / "besluiten.csv", "Fatima", choice, word)
    assert not (tmp_path / "besluiten.csv").exists()


_TEXT = st.text("aB0'’=+-@;\" é", min_size=1, max_size=12).map(str.strip).filter(key_of)


@given(st.dictionaries(_TEXT.map(str), _TEXT, max_size=5))
def test_any_string_comes_back_as_it_was(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("b") / "besluiten.csv"
    decided = {key_of(text): Decision(text, Choice.REPLACE, word) for text, word in texts.items()}
    write_decisions(path, strings(), decided)
    assert read_decisions(path) == decided
