import pytest

from stemmen.privacy import names

OF_ALL = """
fatima yıldız geesje grietje jantje geert hennie annemiek semhar abdirahman xiomara grzegorz hiske okke
"""


@pytest.mark.parametrize("name", OF_ALL.split())
def test_first_names_of_all_who_live_here(name):
    assert name in names.first_names()


@pytest.mark.parametrize("name", ["oldenbanning", "wiersema", "öztürk", "sahetapy", "van den berg"])
def test_surnames(name):
    assert name in names.surnames() or name.split()[-1] in names.surnames()


@pytest.mark.parametrize("name", ["paddepoel", "nieuwe pekela", "aleppo", "asmara", "'s-hertogenbosch"])
def test_places(name):
    assert name in names.places()


@pytest.mark.parametrize("country", ["nederland", "syrië", "turkije", "eritrea", "suriname"])
def test_countries_are_no_places(country):
    assert country not in names.places()


def test_a_name_has_the_gender_that_it_has_here():
    found = [names.gender(name) for name in ("Jan", "Anne", "Geert", "Semhar", "Wil", "Paddepoel")]
    assert found == ["m", "v", "m", "v", "", ""]


def test_all_is_case_folded():
    everything = names.first_names() | names.surnames() | names.places()
    assert {name for name in everything if name != name.casefold()} == set()
