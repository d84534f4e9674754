"""Who is one person for certain; two people are never made one."""

import pytest

from stemmen.privacy.people import Named, one_person, title_before

HERE = frozenset({"p01"})


def linked(
    *texts: str, places: dict[str, set[str]] | None = None, titles: dict[str, str] | None = None
) -> set:
    """The pairs of strings that share a pseudonym."""
    named = [
        Named(text, text, frozenset((places or {}).get(text, HERE)), frozenset((titles or {}).get(text, "")))
        for text in texts
    ]
    return set(one_person(named)[0].items())


@pytest.mark.parametrize(
    "pair",
    [
        ("Zoë", "Zoe"), ("André de Vries", "Andre de Vries"), ("Anne-Marie", "Anne Marie"), ("Ayşe", "Ayse"),
        ("mevrouw Bakker", "Bakker"),
    ],
)  # fmt: skip
def test_another_spelling_of_the_same_is_the_same(pair):
    assert len(linked(*pair)) == 1


@pytest.mark.parametrize(
    "pair",
    [
        ("Anna", "Anne"), ("Jansen", "Janssen"), ("Jan", "Jans"), ("Fatima", "Fatma"), ("Renée", "René"),
        ("Jan de Vries", "Jan de Wit"), ("Jan de Vries", "Piet de Vries"), ("Vries", "de Vries"),
        ("Jan de Vries", "Jan-Willem"), ("Els", "Elsa"), ("Mohamed", "Mohammed"), ("Visser", "Vissers"),
        ("Jan Peters", "Peter"), ("Noor", "Noortje"), ("Bo", "Bob"),
    ],
)  # fmt: skip
def test_two_people_are_never_made_one(pair):
    assert linked(*pair) == set()
    assert linked(*reversed(pair)) == set()


def test_a_part_of_the_only_full_name_is_that_person():
    assert linked("Fatima El Amrani", "Fatima", "El Amrani") == {
        ("Fatima", "Fatima El Amrani"),
        ("El Amrani", "Fatima El Amrani"),
    }


def test_a_part_of_two_full_names_is_nobody_for_certain():
    named = [Named(text, text, HERE) for text in ("Jan de Vries", "Jan Bakker", "Jan")]
    shared, [note] = one_person(named)
    assert shared == {}
    assert "'Jan' kan 'Jan de Vries' of 'Jan Bakker' zijn" in note


def test_a_part_that_stands_where_the_full_name_does_not_is_somebody_else_maybe():
    assert linked("Jan de Vries", "Jan", places={"Jan": {"p01", "p02"}}) == set()


def test_another_title_is_another_person():
    assert linked("Jan de Vries", "De Vries", titles={"De Vries": "v"}) == set()
    assert linked("Jan de Vries", "De Vries", titles={"De Vries": "m"}) == {("De Vries", "Jan de Vries")}


@pytest.mark.parametrize(
    ("before", "gender"), [("bij mw. ", "v"), ("de heer ", "m"), ("bij dhr ", "m"), ("bij ", "")]
)
def test_the_title_before_a_name(before, gender):
    assert title_before(f"{before}Vos", len(before)) == gender
