"""Rules beside people: the figures, counted by hand here."""

import math

import pandas as pd
import pytest

from stemmen.codebook import Codebook
from stemmen.evaluation import COLUMNS, compare_with_hand
from tests.conftest import CODEBOOK

BOOK = Codebook.parse(CODEBOOK)

# Per transcript ten turns: the interviewer's are odd, the respondent's even.
TURNS = pd.DataFrame(
    [
        {"transcript": name, "beurt": number, "rol": "respondent" if number % 2 == 0 else "interviewer"}
        for name in ("p01", "p02", "p03")
        for number in range(1, 11)
    ]
)


def codings(*rows: str) -> pd.DataFrame:
    """Rows such as "anna p01 2 bejegening"; the coder "regels" is the machine, "-" behind it denies."""
    names = ["codeur", "transcript", "beurt", "code", "methode", "ontkend"]
    parts = [row.split() for row in rows]
    return pd.DataFrame(
        [
            (
                coder,
                transcript,
                int(number),
                code,
                "regel" if coder == "regels" else "hand",
                rest == ["-"],
            )
            for coder, transcript, number, code, *rest in parts
        ],
        columns=names,
    ).astype({"ontkend": bool})


def scores(*rows: str) -> dict[tuple[str, str], tuple]:
    table = compare_with_hand(TURNS, codings(*rows), BOOK)
    assert list(table.columns) == COLUMNS
    return {(row.codeur, row.code): tuple(row)[3:] for row in table.itertuples()}


def test_counts_precision_recall_and_f1():
    found = scores(
        "anna p01 2 bejegening", "anna p01 4 bejegening", "anna p01 6 bejegening", "anna p01 8 bejegening",
        "regels p01 2 bejegening", "regels p01 4 bejegening", "regels p01 10 bejegening",
    )  # fmt: skip
    assert found == {("anna", "bejegening"): (4, 3, 2, pytest.approx(2 / 3), 0.5, pytest.approx(4 / 7))}


def test_a_subcode_counts_for_its_theme_and_a_turn_counts_once():
    found = scores(
        "anna p01 2 wantrouwen",
        "anna p01 2 van_instantie",
        "regels p01 2 van_instantie",
        "regels p01 2 van_instantie",
    )
    assert found == {("anna", "wantrouwen"): (1, 1, 1, 1, 1, 1)}


def test_what_is_denied_does_not_count_on_either_side():
    found = scores("anna p01 2 bejegening", "anna p01 4 bejegening -", "regels p01 2 bejegening -")
    assert found["anna", "bejegening"][:3] == (1, 0, 0)


def test_only_transcripts_that_the_coder_coded_take_part():
    found = scores(
        "anna p01 2 bejegening", "bert p02 2 bejegening", "bert p01 4 formulieren",
        "regels p01 2 bejegening", "regels p02 4 bejegening", "regels p03 2 bejegening",
    )  # fmt: skip
    assert found["anna", "bejegening"][:3] == (1, 1, 1)
    assert found["bert", "bejegening"][:3] == (1, 2, 0)


def test_words_of_the_interviewer_never_count():
    found = scores("anna p01 1 bejegening", "anna p01 2 bejegening", "regels p01 3 bejegening")
    assert found["anna", "bejegening"][:3] == (1, 0, 0)


def test_without_a_base_a_figure_is_unknown_not_zero():
    [(hand, machine, both, precision, recall, f1)] = scores("anna p01 2 bejegening").values()
    assert (hand, machine, both, recall, f1) == (1, 0, 0, 0, 0)
    assert math.isnan(precision)


def test_a_theme_that_a_coder_did_not_use_or_that_has_no_rules_gives_no_row():
    assert set(scores("anna p01 2 bejegening", "anna p01 2 onbekende_code", "regels p01 2 formulieren")) == {
        ("anna", "bejegening")
    }


def test_without_hand_codings_the_table_is_empty():
    assert scores("regels p01 2 bejegening") == {}
    assert scores() == {}


def test_the_study_compares_its_own_codings(study):
    study.code()
    path = study.folder / "anna.csv"
    path.write_text(
        "transcript,beurt,code\np01,2,van_instantie\np01,4,bejegening\np01,6,bejegening\n", encoding="utf-8"
    )
    study.import_codings(path, "anna")
    found = {(row.code): (row.met_de_hand, row.machine, row.beide) for row in study.comparison().itertuples()}
    assert found == {"wantrouwen": (1, 1, 1), "bejegening": (2, 1, 1)}
