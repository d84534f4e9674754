"""A whole study checked: every place of it, what was decided, and what cannot be checked."""

import re

import pytest

from stemmen.privacy import scan as scan_module
from stemmen.privacy.check import check
from stemmen.privacy.decisions import Choice, Decision
from stemmen.privacy.hits import Hit, Kind
from stemmen.readers.leftovers import Beside, Leftover
from stemmen.transcript import Attribute, Role, Transcript, Utterance

NAMES = re.compile(r"\b(?:Fatima|Karel|Lot|Oldambt)(?:'s)?(?!\w)")
PHONES = re.compile(r"06-\d{8}")


@pytest.fixture(autouse=True)
def tiny_finders(monkeypatch):
    """A list of names and one pattern: what is tested here is what is done with hits."""

    def find(pattern, kind, tier):
        return lambda text, clues: [
            Hit(*match.span(), match[0], kind, tier, "Dit is een proef.") for match in pattern.finditer(text)
        ]

    finders = (
        find(NAMES, Kind.NAME, 2),
        find(PHONES, Kind.PHONE, 1),
        find(re.compile("molenaar"), Kind.JOB, 3),
    )
    monkeypatch.setattr(scan_module, "FINDERS", finders)


def transcript(**more) -> Transcript:
    said = [
        Utterance("Karel", "Waar is Fatima?", section="Over Lot"),
        Utterance("R", "Fatima's nummer is 06-12345678, en zij is molenaar. [Lot lacht]"),
    ]
    given = {
        "source": "gesprek_Lot.docx",
        "introduction": "Gesprek in Oldambt.",
        "attributes": (Attribute("R", "woonplaats", "Oldambt"),),
        **more,
    }
    return Transcript.of("p01", said, roles={"Karel": Role.INTERVIEWER, "R": Role.RESPONDENT}, **given)


def found(*transcripts, outside=None, decisions=None):
    return check(transcripts or [transcript()], outside or {}, decisions or {})


def test_every_place_is_looked_at():
    places = [(one.turn, one.place, one.text) for one in found().findings]
    assert places == [
        (1, "", "Fatima"),
        (2, "", "Fatima's"),
        (2, "", "06-12345678"),
        (2, "", "molenaar"),
        (2, "", "Lot"),
        (None, "inleiding", "Oldambt"),
        (None, "kop", "Lot"),
        (None, "kenmerk", "Oldambt"),
        (None, "naam van spreker", "Karel"),
        (None, "bestandsnaam", "Lot"),
    ]


def test_places_are_those_in_the_text_of_the_turn():
    one = transcript()
    for finding in found(one).findings:
        if finding.turn:
            turn = one.turn(finding.turn)
            assert one.text[turn.start : turn.end][finding.start : finding.end] == finding.text
    assert found(one).findings[2].context.startswith("Fatima's nummer is 06-12345678, en zij")


def test_the_table_has_a_row_a_string_the_most_urgent_first():
    table = found().by_string()
    assert table[["tekst", "soort", "laag", "aantal", "transcripten"]].values.tolist() == [
        ["06-12345678", "telefoon", 1, 1, 1],
        ["Lot", "naam", 2, 3, 1],
        ["Fatima", "naam", 2, 2, 1],
        ["Oldambt", "naam", 2, 2, 1],
        ["Karel", "naam", 2, 1, 1],
        ["molenaar", "beroep", 3, 1, 1],
    ]
    assert table["voorbeeld"][0].startswith("p01, beurt 2: Fatima's nummer is 06-12345678, en zij")
    assert table["voorbeeld"][4] == "p01, naam van spreker: Karel"
    assert check([], {}, {}).by_string().empty


def test_a_decision_holds_for_all_ways_to_write_a_string():
    checked = found(decisions={"fatima": Decision("Fatima", Choice.ALLOW)})
    assert {one.text: one.choice for one in checked.findings if one.tier == 2} == {
        "Fatima": Choice.ALLOW,
        "Fatima's": Choice.ALLOW,
        "Lot": Choice.OPEN,
        "Oldambt": Choice.OPEN,
        "Karel": Choice.OPEN,
    }
    assert {one.text for one in checked.open} == {"06-12345678", "Lot", "Oldambt", "Karel"}


def test_what_is_decided_to_be_replaced_is_found_though_no_finder_knows_it():
    checked = found(decisions={"nummer": Decision("nummer", Choice.REPLACE)})
    assert [(one.turn, one.text, one.choice) for one in checked.findings if one.text == "nummer"] == [
        (2, "nummer", Choice.REPLACE)
    ]


def test_who_replaces_a_name_does_not_replace_the_word():
    talk = Transcript.of("p01", [Utterance("R", "Ik sprak Bakker, en die is geen bakker maar Bakker-Vos.")])
    low = "toen ging ik weer naar bakker en daar zei bakker tegen mij dat het " * 2
    lower = Transcript.of("p02", [Utterance("R", low)])
    checked = found(talk, lower, decisions={"bakker": Decision("Bakker", Choice.REPLACE)})
    assert [(one.transcript, one.text) for one in checked.findings] == [
        ("p01", "Bakker"),
        *[("p02", "bakker")] * 4,
    ]


def test_what_a_file_holds_beside_the_talk():
    beside = Beside(
        (
            Leftover("opmerking", "Vraag Fatima nog eens"),
            Leftover("eigenschappen van het bestand", "jdevries", person=True),
            Leftover("niet ingelezen tekst", "Fatima en Lot", unread=frozenset(["Lot"])),
        ),
        ("Er staat 1 plaatje in.",),
    )
    checked = found(outside={"p01": beside})
    assert [(one.place, one.text) for one in checked.findings[10:]] == [
        ("opmerking", "Fatima"),
        ("eigenschappen van het bestand", "jdevries"),
        ("niet ingelezen tekst", "Lot"),
    ]
    assert [(one.transcript, one.file, one.reason) for one in checked.uncheckable] == [
        ("p01", "gesprek_Lot.docx", "Er staat 1 plaatje in.")
    ]


def test_a_transcript_without_capitals_is_not_clean():
    low = Transcript.of("laag", [Utterance("R", "toen ging ik weer naar de bakker en toen naar huis " * 3)])
    checked = found(low)
    assert checked.findings == ()
    assert [one.transcript for one in checked.uncheckable] == ["laag"]
