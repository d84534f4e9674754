"""Dutch words: offsets, sentences, forms, compounds and stop words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmen import language


@given(st.text())
def test_tokens_are_at_their_offsets_and_cover_all_that_is_not_space(text):
    found = language.tokens(text)
    assert all(text[token.start : token.end] == token.text for token in found)
    covered = {place for token in found for place in range(token.start, token.end)}
    assert all(place in covered or character.isspace() for place, character in enumerate(text))


@given(st.text())
def test_folding_keeps_offsets_and_gives_ascii(text):
    folded = language.fold(text)
    assert len(folded) == len(text)
    assert folded.isascii()
    assert folded == folded.lower()


@given(st.text(alphabet='aB .?!…\n"”)'))
def test_sentences_are_in_order_and_lose_only_space(text):
    spans = language.sentences(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    kept = {place for start, end in spans for place in range(start, end)}
    assert all(place in kept or character.isspace() for place, character in enumerate(text))
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nou ja ik weet het niet", 1),
        ("Ja. Nee. Weet ik niet.", 3),
        ("ja. nee. weet ik niet.", 3),
        ("Ik dacht... nou laat maar.", 1),
        ("Ik dacht… Toen ging ik.", 2),
        ("Dhr. Jansen belde om 10.30 uur.", 1),
        ("Bij mevr. K. bijv. niet.", 1),
        ("Hij zei: 'Kom maar.' Toen ging ik.", 2),
        ("Echt?! Ja!", 2),
        ("", 0),
        ("...", 1),
    ],
)
def test_sentences(text, expected):
    assert len(language.sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zo'n auto's e-mail", ["zo'n", "auto's", "e-mail"]),
        ("'t is 'k weet", ["'t", "is", "'k", "weet"]),
        ("om 10.30 uur.", ["om", "10.30", "uur", "."]),
        ("'woord'", ["'", "woord", "'"]),
        ("ik dacht...", ["ik", "dacht", "..."]),
    ],
)
def test_tokens(text, expected):
    assert [token.text for token in language.tokens(text)] == expected


@pytest.mark.parametrize(
    ("term", "within", "without"),
    [
        ("formulier", {"formulieren", "formuliertje"}, {"formuleren"}),
        ("vertrouwen", {"vertrouwt", "vertrouwde"}, {"wantrouwen", "trouwen"}),
        ("schrijven", {"schreef", "geschreven", "schrijft"}, {"schrift"}),
        ("één", {"een", "'n"}, {"eerste"}),
        ("meer", {"meer"}, {"veel"}),
        ("mij", {"me", "mij"}, {"mijn", "ik"}),
        ("ze", {"zij"}, {"haar"}),
        ("Brief", {"brief", "brieven"}, {"briefing"}),
    ],
)
def test_forms(term, within, without):
    found = set(language.forms(term))
    assert within <= found
    assert not without & found


@pytest.mark.parametrize(
    ("word", "head", "expected"),
    [
        ("aanvraagformulier", "formulier", True),
        ("belastingformulieren", "formulieren", True),
        ("verzekeringsformulier", "formulier", True),
        ("aanvraag-formulier", "formulier", True),
        ("formulier", "formulier", False),
        ("onvriendelijk", "vriendelijk", False),
        ("wantrouwen", "trouwen", False),
        ("opbellen", "bellen", False),
        ("aanmaanbrief", "brief", False),
        ("xqzformulier", "formulier", False),
    ],
)
def test_compounds(word, head, expected):
    assert language.is_compound(word, head) == expected


def test_content_words_leave_speech_behind():
    text = "Ja nou, eh, 't was zeg maar gewoon heel vernederend, hè? Zo’n brief van 2019."
    assert language.content_words(text) == ["vernederend", "brief"]


def test_stop_words_are_lower_case_with_plain_apostrophes():
    assert all(word == word.lower() and "’" not in word for word in language.STOP_WORDS)
    assert {"ehm", "hè", "niet", "zo'n"} <= language.STOP_WORDS
