import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmen.privacy.capitals import find
from stemmen.privacy.clues import NO_CLUES, Clues
from stemmen.privacy.hits import Kind

SENTENCES = Path(__file__).parents[1] / "data" / "privacy" / "zinnen.json"


def found(text: str, clues: Clues = NO_CLUES) -> list[str]:
    return [hit.text for hit in find(text, clues)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Toen belde ik Jan van der Meer weer.", ["Jan van der Meer"]),
        ("Ik ging met mevrouw De Boer praten.", ["De Boer"]),
        ("Dat zei mevrouw van Dijk-Postma.", ["van Dijk-Postma"]),
        ("Onder de brief staat J. de Vries.", ["J. de Vries"]),
        ("Het liep via mr. H.J. ten Cate.", ["H.J. ten Cate"]),
        ("Meneer El Khattabi hielp.", ["El Khattabi"]),
        ("Je hebt hier Ome Jaap.", ["Jaap"]),
        ("Fatima's moeder en Hans' vader.", ["Fatima", "Hans"]),
        ("Annekes ex heeft alles.", ["Anneke"]),
        ("Wij kwamen uit 's-Hertogenbosch.", ["'s-Hertogenbosch"]),
        ("Zij woont in Bergen op Zoom.", ["Bergen op Zoom"]),
        ("HENK, riep ze dan.", ["HENK"]),
        ("De Vries van de woningbouw zei nee.", ["De Vries"]),
        ("Van Groningen naar huis.", ["Groningen"]),
        ("Van der Vaart belde.", ["Van der Vaart"]),
        ("Ik lag in het Scheper Ziekenhuis.", ["Scheper Ziekenhuis"]),
        ("Van de Belastingdienst hoorde ik niets.", []),
        ("Je had daar de familie Zondag.", ["Zondag"]),
        ("Mijn dochter Vlinder hielp.", ["Vlinder"]),
        ("Truus van Buurthuis De Brug belde.", ["Truus", "Buurthuis De Brug"]),
        ("Ik ben een echte Rotterdammer.", ["Rotterdammer"]),
        ("Fatima zat in Emmen, en Ali in Assen.", ["Fatima", "Emmen", "Ali", "Assen"]),
        ("Ik sliep bij IJsbrand in IJmuiden.", ["IJsbrand", "IJmuiden"]),
    ],
)
def test_the_whole_name_and_nothing_more(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Wil zei altijd nee.",
        "Ben heeft daar gewerkt.",
        "Roos is mijn buddy.",
        "Storm, zo heet m'n oudste.",
        "Visser zei niets.",
        "Bas en ik gingen.",
        "Mark en Petra wonen hier.",
        "Ja. Roos' moeder kwam.",
        "Zoutkamper belde.",
        "Leek, daar stond het azc.",
        "Haren is duur.",
    ],
)
def test_a_name_that_starts_a_sentence(text):
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wil je dat?",
        "Ben ik nou zo raar?",
        "Bas speel ik, in een bandje.",
        "Mark my words, zei hij.",
        "Door de week gaat het.",
        "Storm aan de lopende band was het.",
        "Storm en regen, elke dag.",
        "Visser ben ik niet.",
        "Berg het maar op.",
        "Koning winter kwam vroeg.",
        "Rozen kreeg ik.",
        "Bijstandsmoeders zijn lui, zeggen ze.",
        "Vroegsignalering, dat moet nu.",
        "Outreachend werken noemen ze dat.",
        "Leek me ook wel wat.",
        'Hij zei: "Nou, dat kan niet." En toen... Tja.',
        "- Formulieren\n- Gezeur\n• Aanmaningen",
        "Ik ging naar het UWV en de Belastingdienst, met DigiD en een Wmo-indicatie.",
        "Een Wajong-uitkering van het Uwv.",
        "Van het Leger des Heils en de Raad voor de Kinderbescherming.",
        "dat NIET EEN KEER",
        "Moet U nagaan, u en U.",
        "I: En R zegt?",
        "Formulier Inkomsten en Vermogen, Plan van Aanpak.",
        'Dus: "Mevrouw, Met Alle Respect."',
        "In Nederland, Turkije en Eritrea spreekt men Turks of Tigrinya.",
        "Met Kerst, in Januari, en op Koningsdag.",
        "Nou, dat was Heel Erg, en zo'n Maatje kreeg een Vlinder.",
        "Een iPhone en WhatsApp, van Albert Heijn naar de Lidl.",
        "",
        "...",
    ],
)
def test_capitals_that_identify_nobody(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ik woon in Xyzwolde.", Kind.PLACE),
        ("Over de Zyxweg fietste ik.", Kind.PLACE),
        ("Ik werk bij Xyz.", Kind.ORGANISATION),
        ("Hij werkt bij Stichting Xyz.", Kind.ORGANISATION),
        ("Op basisschool De Klaver.", Kind.ORGANISATION),
        ("Dat was mevrouw Xyz.", Kind.NAME),
        ("Toen kwam Semhar weer.", Kind.NAME),
        ("Toen was Xyz weg.", Kind.UNKNOWN),
    ],
)
def test_the_kind_and_a_reason_in_dutch(text, kind):
    (hit,) = find(text, NO_CLUES)
    assert hit.kind == kind
    assert hit.tier == 2
    assert hit.reason.startswith("Dit ")


def test_an_unknown_word_that_the_study_uses_in_lower_case_is_no_name():
    assert found("Kwijbel is dat.") == ["Kwijbel"]
    assert found("Kwijbel is dat.", Clues(frozenset(), frozenset(["kwijbel"]), capitals=True)) == []


def test_a_name_elsewhere_in_the_study_tips_the_balance():
    clues = Clues(frozenset(["Roos"]), frozenset(), capitals=True)
    assert found("Roos? Ja.") == []
    assert found("Roos? Ja.", clues) == ["Roos"]


@given(st.text(alphabet="aeJjdDenv .,'’-\n\"É:0", max_size=60))
def test_offsets_fit_and_hits_do_not_overlap(text):
    hits = find(text, NO_CLUES)
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert all(one.end <= two.start for one, two in pairwise(hits))


def test_names_and_places_are_found_and_ordinary_talk_is_left_alone():
    sentences = [item for item in json.loads(SENTENCES.read_text("utf-8")) if item["vorm"] == "gewoon"]
    gold, there, clean, flagged = 0, 0, 0, 0
    for item in sentences:
        hits = find(item["tekst"], NO_CLUES)
        for hit in (hit for hit in item["treffers"] if hit["soort"] in ("naam", "plaats", "organisatie")):
            gold += 1
            there += any(own.start < hit["eind"] and hit["begin"] < own.end for own in hits)
        clean += not item["treffers"]
        flagged += not item["treffers"] and bool(hits)
    assert there >= 0.98 * gold
    assert flagged <= 0.05 * clean
