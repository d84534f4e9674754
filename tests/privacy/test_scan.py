"""The finders put together: one list a text, none of it twice, none of it lost."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmen.privacy import scan as scan_module
from stemmen.privacy.clues import NO_CLUES, Clues, clues_of, has_capitals, is_name
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.scan import apart, scan, why_uncheckable
from stemmen.transcript import Transcript, Utterance


def hit(text: str, words: str, tier: int, kind: Kind = Kind.NAME) -> Hit:
    start = text.index(words)
    return Hit(start, start + len(words), words, kind, tier, "Dit is een proef.")


def finder(words: str, tier: int, kind: Kind = Kind.NAME):
    return lambda text, clues: [hit(text, words, tier, kind)] if words in text else []


def test_the_hits_of_all_finders_come_in_order(monkeypatch):
    monkeypatch.setattr(scan_module, "FINDERS", (finder("Fatima", 2), finder("020-1234567", 1, Kind.PHONE)))
    found = scan("Bel 020-1234567 en vraag naar Fatima.")
    assert [(one.text, one.tier) for one in found] == [("020-1234567", 1), ("Fatima", 2)]


def test_the_lowest_tier_wins_then_the_longest():
    text = "Mail fatima@voorbeeld.nl, Jan de Vries"
    found = apart(
        [
            hit(text, "fatima", 2),
            hit(text, "fatima@voorbeeld.nl", 1, Kind.EMAIL),
            hit(text, "Jan", 2),
            hit(text, "Jan de Vries", 2),
            hit(text, "Vries", 3, Kind.PLACE),
        ]
    )
    assert [(one.text, one.tier) for one in found] == [("fatima@voorbeeld.nl", 1), ("Jan de Vries", 2)]


def test_what_sticks_out_of_the_other_is_not_lost():
    text = "Dorpsstraat 12, Oldambt"
    found = apart([hit(text, "Dorpsstraat 12", 1, Kind.ADDRESS), hit(text, "12, Oldambt", 2, Kind.PLACE)])
    assert [one.text for one in found] == ["Dorpsstraat 12", "Oldambt"]


@st.composite
def _hits(draw):
    text = draw(st.text("aB3 .", min_size=1, max_size=30))
    places = draw(st.lists(st.tuples(st.integers(0, 29), st.integers(1, 30), st.integers(1, 3)), max_size=8))
    spans = [(start, min(start + length, len(text)), tier) for start, length, tier in places]
    return text, [Hit(a, b, text[a:b], Kind.NAME, tier, "x") for a, b, tier in spans if a < b]


@given(_hits())
def test_nothing_overlaps_and_no_word_that_was_found_is_lost(drawn):
    text, hits = drawn
    found = apart(hits)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[one.start : one.end] == one.text for one in found)
    covered = {place for one in found for place in range(one.start, one.end)}
    for one in hits:
        for word in re.finditer(r"\w\w+", one.text):  # a letter may be cut off, two may not
            lost = [p for p in range(one.start + word.start(), one.start + word.end()) if p not in covered]
            assert all(b - a > 1 for a, b in pairwise(lost))


def test_a_name_found_once_in_mid_sentence_is_known_in_the_whole_study():
    one = Transcript.of("p01", [Utterance("R", "Toen belde Fatima's zus, en dat was Lot.")])
    two = Transcript.of("p02", [Utterance("R2", "Fatima zei niets. Toen ging ik.")])
    clues = clues_of([one, two])
    assert clues["p02"].names == {"Fatima", "Lot"}
    assert {"toen", "zei"} - clues["p02"].ordinary == {"toen"}
    assert clues["p02"].capitals


def test_labels_of_speakers_are_names_unless_they_tell_a_role():
    labels = ["R", "Respondent", "Interviewer 2", "Karel", "Mevrouw De Vries", "MK", "Spreker 1", "Wijkcoach"]
    assert [label for label in labels if is_name(label)] == ["Karel", "Mevrouw De Vries"]
    said = [Utterance(label, "ja") for label in labels]
    assert clues_of([Transcript.of("p", said)])["p"].names == {"Karel", "Vries"}


def test_words_of_a_file_without_capitals_are_no_ordinary_words():
    low = Transcript.of(
        "laag", [Utterance("R", "toen ging fatima naar de bakker en toen weer naar huis " * 3)]
    )
    plain = Transcript.of("gewoon", [Utterance("R", "Toen zag ik Fatima.")])
    clues = clues_of([low, plain])
    assert not clues["laag"].capitals
    assert clues["gewoon"].capitals
    assert "fatima" not in clues["laag"].ordinary


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("Ik ging naar de winkel. Daar was het druk. " * 4, True),
        ("ik ging naar de winkel daar was het druk en toen weer naar huis en klaar " * 3, False),
        ("IK GING NAAR DE WINKEL EN DAAR WAS HET DRUK EN TOEN WEER NAAR HUIS " * 3, False),
        ("ja nee", True),
    ],
)
def test_whether_a_text_has_capitals(text, has):
    assert has_capitals(text) is has
    transcript = Transcript.of("p", [Utterance("R", text)])
    assert (why_uncheckable(transcript) == "") is has


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Toen ging ik naar de gemeente en dat was niet zo goed, want ze zeiden dat het niet kon. ", False),
        ("Then I went to the council and that was not so good, since they said it could not be done. ", True),
        ("Dann ging ich zur Gemeinde und das war nicht so gut, weil die sagten, dass es nicht ging. ", True),
    ],
)
def test_another_language_is_told(text, told):
    transcript = Transcript.of("p", [Utterance("R", text * 4)])
    assert ("geen Nederlands" in why_uncheckable(transcript)) is told


SPEECH = Clues(frozenset(), frozenset(), capitals=False)


@pytest.mark.parametrize(
    ("text", "clues", "found"),
    [
        ("Annekes zoontje was ziek.", NO_CLUES, ["Anneke"]),
        ("Visser en De Wit waren daar.", NO_CLUES, ["Visser", "De Wit"]),
        ("Vissen en eten, dat was het.", NO_CLUES, []),
        ("We keken bij VV Rolder Boys.", NO_CLUES, ["VV Rolder Boys"]),
        ("Ik kreeg een VVV-bon en een PGB-folder.", NO_CLUES, []),
        ("'s Middags ging het. 't Is niks.", NO_CLUES, []),
        ("Wij woonden in 's-Hertogenbosch.", NO_CLUES, ["'s-Hertogenbosch"]),
        ("Op mijn paspoort staat 01-01-1996.", NO_CLUES, ["01-01-1996"]),
        ("In mijn pas stond dat hij 12-03-2021 verliep.", NO_CLUES, []),
        ("Op de brief staat 12-03-2004.", NO_CLUES, []),
        ("Via Brussel kwamen we hier.", NO_CLUES, ["Brussel"]),
        ("Mark heeft 't allemaal gedaan.", NO_CLUES, ["Mark"]),
        ("Storm was het die dag.", NO_CLUES, []),
        ("Want kijk, DE BOER, zo stond het er.", NO_CLUES, ["DE BOER"]),
        ("Ik heb DE HELE DAG gewacht.", NO_CLUES, []),
        ("Vrijdag komt Door altijd langs.", NO_CLUES, ["Door"]),
        ("Het gaat Door en Door, zei ze.", NO_CLUES, ["Door", "Door"]),
        ("Bel 0900-8020, zeiden ze.", NO_CLUES, []),
        ("Houdoe, en dan hang je op.", NO_CLUES, []),
        ("in hulst of in axel daar moet ik heen", SPEECH, ["hulst", "axel"]),
        ("we gingen heel vaak in de hulst zitten", SPEECH, []),
        ("en toen belde ik kapsalon bella terug", SPEECH, ["kapsalon bella"]),
        ("ze zit in huize avondzon en dat is fijn", SPEECH, ["huize avondzon"]),
        ("we gingen naar de bakkerij van de buurt", SPEECH, []),
        ("ik kreeg een auto van garage en al", SPEECH, []),
        ("daar bij stichting de helpende hand noord was het", SPEECH, ["stichting de helpende hand noord"]),
        ("ik weet nog dat roos belde en zei het is rond", SPEECH, ["roos"]),
        ("ik weet nog dat een roos rood is", SPEECH, []),
        ("we woonden op de lindenlaan honderdtwaalf boven een kapper", SPEECH, ["lindenlaan honderdtwaalf"]),
        ("op de lindenlaan twaalf jaar gewoond", SPEECH, []),
    ],
)
def test_what_other_sentences_taught(text, clues, found):
    assert [hit.text for hit in scan(text, clues) if hit.tier < 3] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Opa is honderd en twee.", ["leeftijd"]),
        ("Het was honderd en twee euro.", []),
        ("Wij zijn gekomen uit Vanuatu.", ["herkomst"]),
        ("Zij was een van de laatste mandenvlechters van de streek.", ["beroep"]),
        ("Het was een van de laatste keren in dat huis.", []),
        ("Ik kreeg een aanslag van driehonderd euro.", []),
        ("Dat was of een deurwaarder, of de politie.", []),
    ],
)
def test_hints_that_other_sentences_taught(text, found):
    assert [hit.kind.value for hit in scan(text, NO_CLUES) if hit.tier == 3] == found
