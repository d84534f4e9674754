"""How one file is understood, before anything of it is stored."""

import json
from pathlib import Path

import pytest

import stemmen
from stemmen.errors import ReadError, StudyError
from stemmen.transcript import Role
from tests.conftest import SETTINGS

TALK = """\
Gesprek op 3 mei, bij mevrouw thuis.

I: Hoe ging [stilte] dat?
Mieke: Nou (lacht) slecht xxx.
I: En toen (65 jaar)?
Mieke: Weg.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "p01.txt"
    place.write_text(TALK, encoding="utf-8")
    return place


def test_a_file_is_shown_turn_by_turn(path: Path) -> None:
    turns = stemmen.preview_file(path).turns
    assert [(turn.number, turn.speaker, turn.text) for turn in turns] == [
        (1, "I", "Hoe ging [stilte] dat?"),
        (2, "Mieke", "Nou (lacht) slecht xxx."),
        (3, "I", "En toen (65 jaar)?"),
        (4, "Mieke", "Weg."),
    ]
    said = [[(turn.text[a:b], kind.value) for a, b, kind in turn.non_speech] for turn in turns]
    assert said == [[("[stilte]", "stilte")], [("(lacht)", "geluid"), ("xxx", "onverstaanbaar")], [], []]


def test_roles_come_with_a_reason(path: Path) -> None:
    first, second = stemmen.preview_file(path).speakers
    assert first[:3] == ("I", Role.INTERVIEWER, "omdat de naam dat zegt")
    assert second[:2] == ("Mieke", Role.RESPONDENT)
    assert second.reason.startswith("omdat ")
    assert (first.turns, first.words, second.turns, second.words) == (2, 7, 2, 3)


def test_a_reason_that_holds_for_many_is_told_of_each(tmp_path: Path) -> None:
    path = tmp_path / "enquete.csv"
    rows = "".join(
        f"r{number:02},wijkcoach,Antwoord nummer {number} is lang genoeg zo.\n" for number in range(1, 9)
    )
    path.write_text("nr,Functie,Wat gaat er goed in uw werk?\n" + rows, encoding="utf-8")
    preview = stemmen.preview_file(path)
    assert len({who.reason for who in preview.speakers}) == 1
    assert preview.speakers[7].reason.startswith("omdat elke rij")
    assert {"spreker": "r08", "kenmerk": "Functie", "waarde": "wijkcoach"} in preview.as_dict()["kenmerken"]
    assert preview.turns[0].section == "Wat gaat er goed in uw werk?"


def test_a_file_of_a_study_has_the_roles_of_its_settings(study_folder: Path) -> None:
    path = study_folder / "transcripten" / "p01.txt"
    settings = SETTINGS + 'sprekers:\n  "p01":\n    "R": professional\n'
    (study_folder / "studie.yaml").write_text(settings, encoding="utf-8")
    found = {who.speaker: (who.role.value, who.reason) for who in stemmen.preview_file(path).speakers}
    assert found == {
        "I": ("interviewer", "omdat de naam dat zegt"),
        "R": ("professional", "omdat studie.yaml dat zegt"),
    }
    assert not (study_folder / "stemmen.db").exists()
    (study_folder / "studie.yaml").write_text("titel: [", encoding="utf-8")
    with pytest.raises(StudyError):
        stemmen.preview_file(path)


def test_a_role_that_nobody_knows_has_no_reason(tmp_path: Path) -> None:
    path = tmp_path / "p01.txt"
    path.write_text("Anna: Goed.\nBert: Slecht.\nAnna: Ja.\nBert: Nee.\n", encoding="utf-8")
    preview = stemmen.preview_file(path)
    assert [(who.role, who.reason) for who in preview.speakers] == [(Role.UNKNOWN, "")] * 2
    assert "Welke rol" in preview.as_dict()["vragen"][0]


def test_what_is_shown_is_what_reading_stores(study_folder: Path) -> None:
    path = study_folder / "transcripten" / "p01.txt"
    shown = stemmen.preview_file(path).as_dict()
    stored = stemmen.open_study(study_folder)
    stored.read()
    turns = stored.turns.query("transcript == 'p01'")
    assert [(turn["beurt"], turn["spreker"], turn["rol"], turn["tekst"]) for turn in shown["beurten"]] == [
        tuple(row) for row in turns[["beurt", "spreker", "rol", "tekst"]].itertuples(index=False)
    ]


def test_all_of_it_as_plain_values(path: Path) -> None:
    shown = stemmen.preview_file(path).as_dict()
    assert list(shown) == [
        "bestand", "transcript", "introductie", "sprekers", "beurten", "opmerkingen", "vragen", "kenmerken",
    ]  # fmt: skip
    assert (shown["bestand"], shown["transcript"]) == ("p01.txt", "p01")
    assert shown["introductie"] == "Gesprek op 3 mei, bij mevrouw thuis."
    assert set(shown["sprekers"][0]) == {"spreker", "rol", "reden", "beurten", "woorden"}
    assert shown["beurten"][0] == {
        "beurt": 1, "tijd": None, "spreker": "I", "rol": "interviewer", "onderdeel": "",
        "tekst": "Hoe ging [stilte] dat?",
        "geen_spraak": [{"begin": 9, "eind": 17, "tekst": "[stilte]", "soort": "stilte"}],
    }  # fmt: skip
    assert json.loads(json.dumps(shown)) == shown


def test_a_file_that_is_not_there_or_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="er niet"):
        stemmen.preview_file(tmp_path / "weg.txt")
    with pytest.raises(ReadError, match="map"):
        stemmen.preview_file(tmp_path)
    (tmp_path / "p01.docx").write_text("geen docx", encoding="utf-8")
    with pytest.raises(ReadError, match=r"p01\.docx"):
        stemmen.preview_file(str(tmp_path / "p01.docx"))
