"""Letters: every encoding that files come in, letters that went wrong, and what nobody sees."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stemmen.errors import ReadError
from stemmen.readers.cleaning import clean
from stemmen.readers.found import Found, Line, Proposal
from stemmen.readers.txt import decode, read, split_lines
from stemmen.transcript import Attribute, Role

TALK = "I: Eén “vraag”?\nR: Het café kost € 5…\n"


def cleaned(*texts: str) -> Found:
    return clean(Found([Line(text) for text in texts]))


def words(found: Found) -> list[str]:
    return [line.text for line in found.lines]


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_that_say_what_they_are(encoding):
    assert decode(TALK.encode(encoding), "a.txt") == (TALK, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_wide_encodings_with_a_mark_and_without(encoding, mark):
    assert decode((mark + TALK).encode(encoding), "a.txt") == (TALK, ())


def test_windows_is_a_guess_and_told_with_its_lines():
    text, notes = decode("I: Eén?\nR: Nee.\nR: ‘Ja’ €\n".encode("cp1252"), "a.txt")
    assert text == "I: Eén?\nR: Nee.\nR: ‘Ja’ €\n"
    (note,) = notes
    assert note.startswith("2 regels zijn gelezen als Windows-1252")
    assert decode("é\n".encode("cp1252"), "a.txt")[1][0].startswith("1 regel is gelezen")


def test_a_file_pasted_together_from_two_encodings():
    data = "R: één “ja”\n".encode() + "R: één ‘nee’\n".encode("cp1252")
    text, notes = decode(data, "a.txt")
    assert text == "R: één “ja”\nR: één ‘nee’\n"
    assert notes[0].startswith("1 regel is")


def test_one_wrong_letter_in_a_line_does_not_spoil_the_others():
    data = "R: “één” café".encode() + b" ide\xeb\n"
    found = clean(read(data, "a.txt"))
    assert words(found) == ["R: “één” café ideë"]


@pytest.mark.parametrize(
    "data",
    [
        b"I: \x81\xff\x8d",
        b"\xff\xfeI",
        b"I: a\0b",
        b"PK\x03\x04\0\0\0\xff" * 600,
        bytes(range(256)) * 20,
        b"\0",
        b"\0\0\0\0" * 2000,
        b"\xff\xfe\0\0I",
        b"\xff\xfe\0\xd8",
    ],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(ReadError, match="UTF-8"):
        decode(data, "a.txt")


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=4))
@example("abc\x85d")
def test_utf8_comes_back_whatever_is_in_it(text):
    text = text.removeprefix("\ufeff")
    assert decode(text.encode(), "a.txt")[0] == text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        clean(read(data, "a.txt"))
    except ReadError as error:
        assert "Wat te doen" in str(error)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\u2028", "\u2029"])
def test_ends_of_lines(end):
    assert split_lines(f"I: a{end}{end}R: b{end}") == ["I: a", "", "R: b"]


def test_no_lines():
    assert split_lines("") == []


# Letters that went wrong


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("met z’n tweeÃ«n", "met z’n tweeën"),  # a good quote and a wrong letter in one line
        ("Ã©Ã©n", "één"),
        ("CAFÃ‰", "CAFÉ"),
        ("MÃœNCHEN", "MÜNCHEN"),
        ("\u00c3\u0096ztÃ¼rk", "Öztürk"),  # by way of Latin-1
        ("â€œNeeâ€\x9d, zei ze â€“ echt", "“Nee”, zei ze – echt"),
        ("â€œNeeâ€, zei ze", "“Nee”, zei ze"),  # the third byte was lost
        ("â\x80\x9cNeeâ\x80\x9d", "“Nee”"),
        ("zâ€™n", "z’n"),
        ("â‚¬ 5", "€ 5"),
        ("Â€ 5", "€ 5"),
        ("10\u00c2\u00a0euro", "10 euro"),
        ("Ã  la carte", "à la carte"),
        ("Ã\u00a0 la carte", "à la carte"),
        ("YeÅŸilgÃ¶z", "Yeşilgöz"),
        ("wacht\x85 \x91ja\x92", "wacht… ‘ja’"),
        ("√©√©n", "één"),  # by way of a Mac
        ("Ã\u00ad", "í"),
    ],
)
def test_letters_that_went_wrong_are_repaired_and_told(wrong, right):
    found = cleaned("R: niets aan de hand", wrong)
    assert words(found) == ["R: niets aan de hand", right]
    assert any("verminkte letters hersteld" in note for note in found.notes)


@pytest.mark.parametrize(
    "text",
    [
        "Ã",
        "de letter Ã.",
        "een ‘Ã’ of ‘Â’",
        "SÃO PAULO",
        "“nee” ‘ja’ „zo” «dus»",
        "Ik zei ‘é’ en “ë”.",
        "naïef…”",
        "‘Één’, ‘Öztürk’ en ‘Özütok’",
        "de Û’s en É’s",
        "10 °C, ½ liter, © 2018, §3, €45.000",
        "drie´s en coördinatie — zo – is´t",
        "„CAFÉ“ en ‚CAFÉ‘",
        "€ü »é «É½",
        "ﬁets ½ ﬀ …",  # ligatures are not ours to change
        "&amp; en &lt; blijven hier staan",
        "ＡＢ　",
        "élève, reünie, Curaçao, Yeşilgöz, Łódź, Dvořák",
        "😀 ja 👍🏽",
    ],
)
def test_what_is_right_stays_as_it_is(text):
    found = cleaned(text)
    assert words(found) == [text.replace("\u3000", " ")]
    assert [note for note in found.notes if "spatie" not in note] == []


def test_repairs_are_counted_with_the_commonest_as_examples():
    found = cleaned("tweeÃ«n en drieÃ«n", "cafÃ©", "zoals het hoort: één", "Ã¶ Ã¼")
    assert found.notes == (
        "Op 5 plaatsen verminkte letters hersteld: 'Ã«' is nu 'ë' (2 keer), 'Ã©' is nu 'é' (1 keer), "
        "'Ã¶' is nu 'ö' (1 keer), en nog andere.",
    )
    assert cleaned("cafÃ©").notes == ("Op 1 plaats verminkte letters hersteld: 'Ã©' is nu 'é' (1 keer).",)


@settings(max_examples=200, deadline=None)
@given(st.text("abcdeo éëïöüèçÉÖ’‘“”…–€", min_size=1, max_size=60))
def test_good_dutch_is_never_bent(text):
    assert words(cleaned(text)) == [text]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["tweeën", "één", "café", "ideeën", "naïef", "'s-Gravenhage", "€ 5"])))
def test_wrong_letters_come_back(parts):
    right = " ".join(parts)
    assert words(cleaned(right.encode().decode("cp1252"))) == [right]


# What nobody sees


def test_invisible_differences():
    found = cleaned("I:\u00a0Hoe\u200b gaat\ufeff het?", "R: Cafe\u0301 is\u2009co\u00adde.", "plat")
    assert words(found) == ["I: Hoe gaat het?", "R: Café is code.", "plat"]
    assert found.notes == (
        "1 los accent aan zijn letter gezet.",
        "3 onzichtbare tekens verwijderd.",
        "2 vaste spaties gewoon gemaakt.",
    )


def test_ends_of_lines_within_a_line_are_one_kind():
    assert words(cleaned("a\r\nb\rc\u2028d\x0be")) == ["a\nb\nc\nd\ne"]


def test_half_a_character_is_replaced_and_told():
    found = cleaned("ja \ud83d nee")
    assert words(found) == ["ja \ufffd nee"]
    assert found.notes == ("1 onleesbaar teken is nu '\ufffd'.",)


def test_all_that_a_reader_finds_is_cleaned():
    wrong, right = "RenÃ©e\u200b", "Renée"
    line = Line(f"{wrong}: ja", marked=wrong, speaker=wrong, section=wrong)
    found = clean(
        Found(
            [line],
            introduction=wrong,
            roles={wrong: Proposal(Role.OTHER, "zo")},
            attributes=(Attribute(wrong, wrong, wrong),),
            otherwise=[line],
        )
    )
    good = Line(f"{right}: ja", marked=right, speaker=right, section=right)
    assert (found.lines, found.otherwise) == ([good], [good])
    assert (found.introduction, list(found.roles)) == (right, [right])
    assert found.attributes == (Attribute(right, right, right),)
    assert found.notes[0].startswith("Op 2 plaatsen")  # text and introduction; not the copies
    assert found.notes[1].startswith("2 onzichtbare")


def test_what_stands_out_stays_the_start_of_its_line():
    (line,) = clean(Found([Line("Rene\u0301e: ja", marked="Rene")])).lines
    assert line.text.startswith(line.marked)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cf"])))
def test_cleaning_twice_changes_nothing_more(text):
    once = cleaned(text)
    again = cleaned(*words(once))
    assert words(again) == words(once)
    assert unicodedata.is_normalized("NFC", words(once)[0])


def test_cleaning_is_quick():
    lines = [
        f"R: Toen zei ze dat het “één” idee was… nummer {number}, echt waar." for number in range(50_000)
    ]
    started = time.perf_counter()
    cleaned(*lines)
    assert time.perf_counter() - started < 3
