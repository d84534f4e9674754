"""Quotes: exact words, spread over people and valence, and the same choice each time."""

import dataclasses

import pytest

from stemmen.bands import bands, speaker_bands
from stemmen.codebook import Codebook
from stemmen.cutting import readable
from stemmen.fragments import Quote, fragments
from stemmen.quotes import choose, choose_from, overview
from tests import report_frames as frames

BOOK = Codebook.parse(frames.CODEBOOK)


@pytest.fixture
def found() -> list[Quote]:
    said = frames.turns()
    return fragments(said, frames.codings(said), frames.beside(), BOOK)


def test_a_quote_is_literally_in_its_turn(found):
    said = frames.turns().set_index(["transcript", "beurt"])["tekst"]
    assert found
    for quote in found:
        assert quote.before + quote.text + quote.after == said[quote.transcript, quote.turn]


def test_a_quote_is_whole_sentences_around_the_coded_words(found):
    quote = next(quote for quote in found if quote.codes == ("van_instantie",))
    assert quote.text == "Ze geloofden me niet, dat merk je meteen aan hoe ze kijken."
    assert (quote.question, quote.cut_before, quote.cut_after) == ("Hoe ging dat?", False, False)
    assert quote.before == "Nou ja. "


def test_denied_codings_are_not_quoted(found):
    assert not [quote for quote in found if quote.theme == "wantrouwen" and quote.transcript == "p02"]


def test_a_turn_with_both_valences_is_one_mixed_fragment(found):
    mixed = [quote for quote in found if (quote.transcript, quote.turn) == ("p02", 3)]
    assert [quote.valence for quote in mixed] == ["±"]


def test_attribution_is_in_bands_and_without_name(found):
    assert {quote.attribution for quote in found if quote.transcript == "p01"} == {
        "vrouw, 40–49 jaar, bijstand"
    }


def quote(person: str, valence: str, number: int, words: int = 20) -> Quote:
    text = " ".join(["woord"] * words) + "."
    return Quote(
        theme="bejegening", codes=("bejegening",), text=text, cut_before=False, cut_after=False, question="",
        before="", after="", respondent=person, groups=(), valence=valence, methods=("regel",), evidence=(),
        anchor=f"{number:08x}", transcript=person, turn=number, start=0, end=len(text),
    )  # fmt: skip


def test_each_respondent_comes_before_anyone_comes_twice():
    talkative = [quote("a", "-", number) for number in range(1, 20)]
    chosen = choose_from([*talkative, quote("b", "-", 1), quote("c", "-", 1)], BOOK, 4)
    assert sorted(q.respondent for q in chosen) == ["a", "a", "b", "c"]


def test_a_rare_valence_gets_its_quote_and_no_more():
    many = [quote(f"n{i}", "-", 1) for i in range(20)]
    chosen = choose_from([*many, quote("p1", "+", 1), quote("p2", "+", 2)], BOOK, 6)
    assert sorted(q.valence for q in chosen) == ["+", "-", "-", "-", "-", "-"]


@pytest.mark.parametrize("words", [3, 120])
def test_unreadable_lengths_come_last(words):
    chosen = choose_from([quote("a", "-", 1, words), quote("b", "-", 1, 30)], BOOK, 1)
    assert [q.respondent for q in chosen] == ["b"]


def test_the_choice_does_not_depend_on_the_order_of_the_rows():
    said = frames.turns()
    coded = frames.codings(said)
    people = frames.beside()
    one = choose(said, coded, people, BOOK, 3)
    other = choose(said, coded.iloc[::-1].reset_index(drop=True), people.iloc[::-1], BOOK, 3)
    assert [q.anchor for q in one] == [q.anchor for q in other]


def test_overlapping_words_are_quoted_once():
    twice = dataclasses.replace(quote("a", "-", 1), anchor="other")
    assert len(choose_from([quote("a", "-", 1), twice], BOOK, 6)) == 1


def test_a_long_turn_is_cut_to_80_words_around_the_evidence():
    text = "Eerst dit. " * 60 + "Ze geloofden me niet. " + "Daarna dat. " * 60
    start, end = readable(text, 0, len(text), "geloofden")
    assert "geloofden" in text[start:end] and 8 <= len(text[start:end].split()) <= 80


def test_an_endless_sentence_is_cut_at_words():
    text = " ".join(f"w{i}" for i in range(300)) + " formulier " + " ".join(f"v{i}" for i in range(300))
    start, end = readable(text, 0, len(text), "formulier")
    assert len(text[start:end].split()) == 80
    assert " formulier " in text[start:end]
    assert text[start - 1] == " " == text[end]


def test_a_cut_is_marked_where_it_is():
    long_turn = {"p01": [("R", " ".join(f"w{i}" for i in range(300)))]}
    said = frames.turns(long_turn)
    coded = frames.codings(said, [("p01", 1, "schaamte", "", "", False)])
    only = fragments(said, coded, frames.beside(), BOOK)[0]
    assert only.printed == f"{only.text} […]"


def test_marks_tell_nothing_of_file_or_person():
    said = frames.turns()
    renamed = said.replace({"p01": "q77", "r-p01": "iemand"})
    one = fragments(said, frames.codings(said), frames.beside(), BOOK)
    coded = frames.codings(said).replace({"p01": "q77", "r-p01": "iemand"})
    other = fragments(renamed, coded, frames.beside(), BOOK)
    assert {q.anchor for q in one} == {q.anchor for q in other}


def test_equal_turns_have_marks_of_their_own():
    said = frames.turns({"p01": [("R", "Zelfde woorden hier.")], "p02": [("R", "Zelfde woorden hier.")]})
    coded = frames.codings(
        said, [("p01", 1, "schaamte", "", "", False), ("p02", 1, "schaamte", "", "", False)]
    )
    assert len({q.anchor for q in fragments(said, coded, frames.beside(), BOOK)}) == 2


def test_overview_has_every_coding_and_the_marks_of_the_report(found):
    said = frames.turns()
    table = overview(said, frames.codings(said), frames.respondents(), BOOK)
    assert len(table) == len(frames.CODED)
    assert set(table["ontkend"]) == {"ja", "nee"}
    assert {q.anchor for q in found} <= set(table["kenmerk"])
    assert "naam" not in table
    assert table["code"].tolist()[0] == "Wantrouwen & argwaan"


def test_bands_leave_out_names_and_what_is_everyones_own():
    people = frames.respondents().assign(postcode="9711", bijnaam=["a", "b", "c"])
    assert list(bands(people)) == ["geslacht", "leeftijd", "inkomen"]
    four = people.iloc[[0, 1, 2, 2]].assign(respondent=list("abcd"), beroep=["bakker", "kok", "smid", "arts"])
    assert "beroep" not in bands(four)


def test_somebody_in_two_interviews_is_known_by_all_their_rows():
    rows = frames.respondents().iloc[[0, 0]].assign(transcript=["p01", "p09"], geslacht=["", "v"])
    assert bands(rows).to_dict("index") == {
        "r-p01": {"geslacht": "vrouw", "leeftijd": "40-49 jaar", "inkomen": "bijstand"}
    }


def test_only_respondents_are_quoted():
    said = frames.turns()
    other = said["transcript"] == "p03"
    said = said.assign(
        rol=said["rol"].mask(other, "professional"), respondent=said["respondent"].mask(other, "")
    )
    coded, people = frames.codings(said), frames.respondents()
    assert {quote.transcript for quote in fragments(said, coded, frames.beside(), BOOK)} == {"p01", "p02"}
    assert set(overview(said, coded, people, BOOK)["transcript"]) == {"p01", "p02"}


def test_a_rule_that_fired_on_the_same_words_is_one_ground():
    """The rules coder writes a subcode's coding once more for its parent, with the parent's own evidence."""
    said = frames.turns()
    coded = frames.codings(said, [("p01", 2, key, "", "", False) for key in ("wantrouwen", "van_instantie")])
    coded["bewijs"] = ["a: “geloofden”; b: “tonen”", "a: “geloofden”"]
    only = fragments(said, coded, frames.beside(), BOOK)[0]
    assert only.evidence == ("a: “geloofden”", "b: “tonen”")


@pytest.mark.parametrize(
    "text",
    [
        "Nou... ze geloofden me niet, echt helemaal niet. Dat was het.",
        "Ik zei tegen dhr. de Vries dat ze me niet geloofden. Dat was het.",
    ],
)
def test_a_quote_begins_where_a_sentence_begins(text):  # fmt: skip
    said = frames.turns({"p01": [("R", text)]})
    coded = frames.codings(said, [("p01", 1, "schaamte", "geloofden", "", False)])
    only = fragments(said, coded, frames.beside(), BOOK)[0]
    assert only.text.startswith(text.split(" ")[0])


def test_an_attribute_that_is_named_like_a_column_keeps_a_column_of_its_own():
    said = frames.turns()
    people = frames.respondents().assign(thema="a", code="b", context="c", onderwerp="d")
    table = overview(said, frames.codings(said), people, BOOK)
    assert table["thema"].tolist()[0] == "Wantrouwen & argwaan"
    extra = [name for name in table if name.startswith("kenmerk: ")]
    assert extra == ["kenmerk: thema", "kenmerk: code", "kenmerk: context", "kenmerk: onderwerp"]
    assert table[extra].iloc[0].tolist() == ["a", "b", "c", "d"]


def test_somebody_unknown_has_no_bands():
    assert speaker_bands(bands(frames.respondents()), "wie") == ()


def test_what_was_not_said_is_shown_and_not_counted():
    text = "Ja. Ze (lacht) geloofden me (onverst.) niet, dat merkte je [zucht]. Nou."
    begin, end = readable(text, 4, 20)
    assert text[begin:end] == "Ze (lacht) geloofden me (onverst.) niet, dat merkte je [zucht]. Nou."
    shown = dataclasses.replace(quote("p01", "", 1), text=text[begin:end])
    assert (shown.words, shown.printed) == (8, text[begin:end])


def test_a_long_quote_keeps_its_words_when_others_laugh():
    text = " ".join(["woord (lacht)"] * 70)
    assert readable(text, 0, 5) == (0, len(text))
    begin, end = readable(" ".join(["woord (lacht)"] * 200), 0, 5)
    assert " ".join(["woord (lacht)"] * 200)[begin:end] == " ".join(["woord (lacht)"] * 79 + ["woord"])
