"""`stemmen controleer` and `stemmen besluit`, as a researcher meets them."""

import datetime
import re

import pytest

from stemmen.cli import privacy
from stemmen.privacy import scan as scan_module
from stemmen.privacy.hits import Hit, Kind

TALK = (
    "I: Hoe ging dat bij de gemeente?\n"
    "R: Toen belde Fatima mij op 06-12345678. Fatima's zus is molenaar.\n"
    "I: En wat zei Karel daarvan?\nR: Niets, echt helemaal niets.\n"
)


@pytest.fixture(autouse=True)
def tiny_finders(monkeypatch):
    def find(pattern, kind, tier):
        return lambda text, clues: [
            Hit(*match.span(), match[0], kind, tier, "Dit is een proef.")
            for match in re.finditer(pattern, text)
        ]

    finders = (
        find(r"\b(?:Fatima|Karel)(?:'s)?\b", Kind.NAME, 2),
        find(r"06-\d{8}", Kind.PHONE, 1),
        find("molenaar", Kind.JOB, 3),
    )
    monkeypatch.setattr(scan_module, "FINDERS", finders)


@pytest.fixture
def folder(study_folder):
    """A study that was not read yet, with a talk in which people are named."""
    (study_folder / "transcripten" / "p01.txt").write_text(TALK, encoding="utf-8")
    return study_folder


def test_what_is_found_is_told_with_what_to_do(run, folder):
    outcome = run("controleer", folder)
    assert outcome.code == 0
    assert outcome.err == ""
    for words in (
        "Laag 1",
        "06-12345678",
        "Fatima",
        "Karel",
        "U moet nog beslissen over 3 teksten.",
        "molenaar",
    ):
        assert words in outcome.out
    assert f"stemmen besluit {folder}" in outcome.out
    assert (folder / "besluiten.csv").exists()


def test_what_the_table_of_respondents_says_is_looked_through(run, folder):
    (folder / "respondenten.csv").write_text(
        "respondent,transcript,spreker,leeftijd,opmerking,genoemd als\n"
        "Fatima,p01,R,40-49,zus van Karel,\nBo,p02,R,60-69,06-12345678,Karel de schilder\n"
    )
    told = run("controleer", folder, "--json").json["treffers"]
    assert [
        (one["transcript"], one["bestand"], one["beurt"], one["plaats"], one["tekst"], one["begin"])
        for one in told
        if one["bestand"] == "respondenten.csv"
    ] == [
        ("p01", "respondenten.csv", None, "kolom opmerking", "Karel", 8),
        ("p02", "respondenten.csv", None, "kolom opmerking", "06-12345678", 0),
    ]
    assert run("besluit", folder, "Karel", "toestaan").code == 0
    allowed = run("controleer", folder, "--json").json["toegestaan"]
    assert "kolom opmerking" in [one["plaats"] for one in allowed]


def test_a_name_over_a_column_is_told(run, folder):
    (folder / "respondenten.csv").write_text("respondent,transcript,spreker,molenaar\nBo,p02,R,ja\n")
    [one] = [one for one in run("controleer", folder, "--json").json["treffers"] if not one["transcript"]]
    assert (one["plaats"], one["tekst"]) == ("kopregel", "molenaar")
    assert "molenaar;beroep;3;;;2;1;" in (folder / "besluiten.csv").read_text("utf-8-sig")


def test_a_broken_table_of_respondents_is_not_called_clean(run, folder):
    assert run("inlezen", folder).code == 0
    (folder / "respondenten.csv").write_text("respondent,transcript\nBo,p02,R,Karel\n")
    outcome = run("controleer", folder, "--json")
    [one] = outcome.json["niet_controleerbaar"]
    assert one["bestand"] == "respondenten.csv"
    assert outcome.code == 0


@pytest.mark.parametrize("text", ["", "  "])
def test_a_decision_needs_a_text(run, folder, text):
    outcome = run("besluit", folder, text, "vervangen")
    assert outcome.code == 1
    assert "Er staat geen tekst om over te besluiten." in outcome.err
    assert "aanhalingstekens" in outcome.err and "kolom" not in outcome.err
    assert not (folder / "besluiten.csv").exists()


def test_json_has_each_hit_with_its_place(run, folder):
    found = run("controleer", folder, "--json").json
    first = next(one for one in found["treffers"] if one["tekst"] == "06-12345678")
    assert (first["transcript"], first["beurt"], first["plaats"], first["laag"]) == ("p01", 2, "", 1)
    text = TALK.splitlines()[1].removeprefix("R: ")
    assert text[first["begin"] : first["eind"]] == "06-12345678"
    assert {"soort", "reden", "context", "besluit"} <= first.keys()
    assert found["toegestaan"] == []
    assert found["bewaren_tot"] is None


def test_a_decision_is_kept_and_used(run, folder):
    run("controleer", folder)
    assert run("besluit", folder, "Fatima", "toestaan").code == 0
    assert run("besluit", folder, "Karel", "vervangen", "--door", "Bert").code == 0
    found = run("controleer", folder, "--json").json
    assert {one["tekst"] for one in found["toegestaan"]} == {"Fatima", "Fatima's"}
    assert {(one["tekst"], one["besluit"], one["vervangen_door"]) for one in found["treffers"]} == {
        ("06-12345678", "", ""),
        ("Karel", "vervangen", "Bert"),
        ("molenaar", "", ""),
    }
    assert found["open"] == 1
    run("besluit", folder, "06-12345678", "toestaan")
    outcome = run("controleer", folder)
    assert "is beslist" in outcome.out
    assert f"stemmen pseudonimiseer {folder}" in outcome.out


def test_a_decision_on_what_is_nowhere_is_told(run, folder):
    outcome = run("besluit", folder, "Fatma", "toestaan")
    assert outcome.code == 0
    assert "stond nog niet in besluiten.csv" in outcome.err
    assert run("besluit", folder, "gemeente", "vervangen", "--json").json["gevonden"] is False
    found = run("controleer", folder, "--json").json
    assert "gemeente" in {one["tekst"] for one in found["treffers"]}


def test_wrong_words_are_refused(run, folder):
    assert run("besluit", folder, "Fatima", "weg").code == 2
    outcome = run("besluit", folder, "Fatima", "toestaan", "--door", "Bert")
    assert outcome.code == 1
    assert "Wat te doen" in outcome.err


def test_faults_in_the_file_stop_the_check_and_leave_the_file(run, folder):
    run("controleer", folder)
    path = folder / "besluiten.csv"
    text = path.read_text("utf-8-sig").replace("Fatima;naam;2;;", "Fatima;naam;2;weg;")
    path.write_text(text, encoding="utf-8")
    outcome = run("controleer", folder)
    assert outcome.code == 1
    assert "In de kolom 'besluit' staat geen besluit." in outcome.err
    assert path.read_text("utf-8") == text


def test_files_that_are_no_transcript_are_not_clean(run, folder):
    (folder / "transcripten" / "opname.mp3").write_bytes(b"ID3")
    (folder / "transcripten" / "map").mkdir()
    found = run("controleer", folder, "--json").json
    assert {one["bestand"] for one in found["niet_controleerbaar"]} == {"opname.mp3", "map"}
    assert found["treffers"]
    assert "opname.mp3: Dit is een opname, geen tekst." in run("controleer", folder).out


@pytest.mark.parametrize(("day", "past"), [(14, False), (15, False), (16, True)])
def test_the_end_of_the_time_to_keep_is_told(run, folder, monkeypatch, day, past):
    with (folder / "studie.yaml").open("a", encoding="utf-8") as file:
        file.write("bewaren_tot: 2026-03-15\n")
    monkeypatch.setattr(privacy, "today", lambda: datetime.date(2026, 3, day))
    outcome = run("controleer", folder)
    assert ("bewaartermijn is voorbij" in outcome.err) is past
    found = run("controleer", folder, "--json").json
    assert (found["bewaren_tot"], found["bewaartermijn_voorbij"]) == ("2026-03-15", past)


def test_a_study_without_transcripts_says_so(run, tmp_path):
    run("nieuw", tmp_path / "leeg")
    outcome = run("controleer", tmp_path / "leeg")
    assert outcome.code == 1
    assert "Wat te doen" in outcome.err
