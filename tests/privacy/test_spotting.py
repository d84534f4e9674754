"""Where decided strings stand: whole words, in all their spellings, and no part of another word."""

import pytest

from stemmen.privacy.decisions import key_of
from stemmen.privacy.spotting import Spotter


def spotted(string: str, text: str, *more: str, any_case: bool = False) -> list[str]:
    spotter = Spotter({key_of(string): [string, *more]})
    return [text[spot.start : spot.end] for spot in spotter.spots(text, any_case=any_case)]


@pytest.mark.parametrize(
    ("string", "text", "found"),
    [
        ("Roos", "Roos, de Rooster en roosje; ROOS", ["Roos", "ROOS"]),
        ("Jan", "Jan in januari, Janna en Jan-Willem", ["Jan", "Jan"]),
        ("Roos", "een roos in de tuin", []),
        ("Fatima", "Fatima's fiets en Fatima’s huis", ["Fatima's", "Fatima’s"]),
        ("Hans", "Hans' fiets, en ‘Hans’ zei hij", ["Hans'", "Hans"]),
        ("Jan de Vries", "Jan\nde Vries en Jan-de Vries", ["Jan\nde Vries", "Jan-de Vries"]),
        ("Jan de Vries", "Jan. De Vries", []),
        ("J. de Vries", "J. de Vries en J de Vries", ["J. de Vries", "J de Vries"]),
        ("0612345678", "Bel 06-12345678 of 06 12 34 56 78.", ["06-12345678", "06 12 34 56 78"]),
        ("0612345678", "Bel 0612345679, of 10612345678.", []),
        ("Zoë", "Zoë en Zoe", ["Zoë"]),
        ("@bo.b", "Op @bo.b zit ik.", ["@bo.b"]),
        ("j.jansen@post.nl", "Mail J.Jansen@post.nl nu", ["J.Jansen@post.nl"]),
        ("Anna", "Anne, Hanna, Anna-Maria", ["Anna"]),
        ("Kerkstraat 12", "Kerkstraat 12, Kerkstraat 123 en Kerkstraat 1", ["Kerkstraat 12"]),
    ],
)
def test_a_string_is_found_as_a_whole_word(string, text, found):
    assert spotted(string, text) == found


def test_in_lower_case_only_where_it_was_found_so_or_the_text_has_no_capitals():
    assert spotted("Roos", "dat zei roos", "roos") == ["roos"]
    assert spotted("Roos", "dat zei roos", any_case=True) == ["roos"]


def test_the_longest_string_wins():
    spotter = Spotter({key_of(text): [text] for text in ("Fatima", "Fatima El Amrani")})
    spots = spotter.spots("Fatima El Amrani en Fatima", any_case=False)
    assert [spot.key for spot in spots] == ["fatima el amrani", "fatima"]
