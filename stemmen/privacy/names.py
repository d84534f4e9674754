"""Lists of first names, surnames and places: those of Faker (MIT), and our own in `namen.txt`.

Of Faker only the files with names are imported, and only those in Latin script.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

_HEADING = re.compile(r"^\[(.+)\]$")
# In this order a name gets its gender: "Jan" is a man here, whatever it is in Great Britain.
_LOCALES = (
    "nl_NL nl_BE tr_TR de_DE pl_PL fr_FR en_GB en_US es_ES it_IT pt_PT ro_RO hu_HU hr_HR sl_SI cs_CZ sk_SK "
    "id_ID az_AZ fr_DZ en_PK en_IN tw_GH en_NG ha_NG ig_NG yo_NG sw sv_SE no_NO da_DK fi_FI lt_LT lv_LV et_EE"
)
_PLACES = "nl_NL nl_BE de_DE de_AT pl_PL id_ID"
_SHORTEST = 2
Genders = tuple[frozenset[str], frozenset[str]]


@cache
def first_names() -> frozenset[str]:
    """First names, case-folded.

    >>> {"fatima", "geert", "ayşe", "tsegay"} <= first_names()
    True
    """
    both = (name for pair in _genders() for names in pair for name in names)
    return frozenset([*both, *_folded(_of_faker("person", _LOCALES, "first_names"))])


@cache
def surnames() -> frozenset[str]:
    """Surnames, case-folded, with the small words before them as people write them: "van den berg".

    >>> {"hoekstra", "yılmaz"} <= surnames()
    True
    """
    kinds = ("last_names", "male_last_names", "unisex_last_names")
    found = (name for kind in kinds for name in _of_faker("person", _LOCALES, kind))
    return frozenset(_folded([*found, *_own()["achternamen"]]))


@cache
def places() -> frozenset[str]:
    """Towns, villages, neighbourhoods, regions and provinces, case-folded; no countries.

    >>> {"ter apel", "paddepoel", "aleppo", "drenthe"} <= places(), "nederland" in places()
    (True, False)
    """
    kinds = ("cities", "provinces")
    found = (name for kind in kinds for name in _of_faker("address", _PLACES, kind))
    return frozenset(_folded([*found, *_own()["plaatsen"]])) - countries()


@cache
def countries() -> frozenset[str]:
    """Countries by their Dutch name, case-folded.

    >>> {"turkije", "suriname"} <= countries()
    True
    """
    return frozenset(_folded(_of_faker("address", "nl_NL", "countries")))


def gender(first_name: str) -> str:
    """The letter v or m, and "" for a name of both or of neither.

    >>> gender("Fatima"), gender("Jan"), gender("Xqz")
    ('v', 'm', '')
    """
    name = first_name.casefold()
    for female, male in _genders():
        if name in female or name in male:
            return "" if name in female and name in male else "v" if name in female else "m"
    return ""


@cache
def _genders() -> tuple[Genders, ...]:
    """Names of women and of men, the list to believe first at the front."""
    lists = [(_own()["vrouwen"], _own()["mannen"])]
    for locale in _LOCALES.split():
        women = _of_faker("person", locale, "first_names_female")
        lists.append((list(women), list(_of_faker("person", locale, "first_names_male"))))
    return tuple((frozenset(_folded(women)), frozenset(_folded(men))) for women, men in lists)


def _folded(names: Iterable[str]) -> Iterator[str]:
    return (name.casefold().replace("’", "'") for name in names if len(name) >= _SHORTEST)


def _of_faker(kind: str, locales: str, attribute: str) -> Iterator[str]:
    from faker import providers

    for locale in locales.split():
        provider = import_module(f"{providers.__name__}.{kind}.{locale}").Provider
        yield from getattr(provider, attribute, ())


@cache
def _own() -> dict[str, list[str]]:
    """Our own lists, by heading."""
    return sections(Path(__file__).with_name("namen.txt").read_text("utf-8"))


def sections(text: str) -> dict[str, list[str]]:
    r"""Heading -> what stands under it, separated by commas; lines with "#" are remarks.

    >>> sections("# remark\n[namen]\nEls, Bas\nRia,\n[lijst]\nTer Apel")
    {'namen': ['Els', 'Bas', 'Ria'], 'lijst': ['Ter Apel']}
    """
    found: dict[str, list[str]] = {}
    words: list[str] = []
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            words = found.setdefault(heading[1], [])
        elif not line.startswith("#"):
            words += [word for part in line.split(",") if (word := part.strip())]
    return found
