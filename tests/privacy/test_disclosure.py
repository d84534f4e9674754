"""What stands beside a quote: shared by k people at least, true, and as much as that allows."""

import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmen.bands import shown
from stemmen.errors import StudyError
from stemmen.privacy import disclosure
from stemmen.privacy.disclosure import ladder, publishable, read_population
from stemmen.settings import DisclosureChoices

SEX = ["vrouw", "man", "non-binair", ""]
AGES = [
    "20-29 jaar",
    "30-39 jaar",
    "40-49 jaar",
    "50-59 jaar",
    "80-89 jaar",
    "18-25 jaar",
    "45-54 jaar",
    "65+",
    "",
]
INCOME = ["bijstand", "werk", "AOW", ""]
COLUMNS = {"geslacht": SEX, "leeftijd": AGES, "inkomen": INCOME}


@st.composite
def tables(draw: st.DrawFn, least: int = 0) -> pd.DataFrame:
    """Up to 25 people with up to three attributes."""
    names = draw(st.lists(st.sampled_from(list(COLUMNS)), unique=True, max_size=3))
    size = draw(st.integers(least, 25))
    cells = {
        name: draw(st.lists(st.sampled_from(COLUMNS[name]), min_size=size, max_size=size)) for name in names
    }
    return pd.DataFrame(cells, index=[f"r{number:02}" for number in range(size)], dtype=str)


@st.composite
def populations(draw: st.DrawFn) -> pd.DataFrame:
    rows = draw(
        st.lists(st.tuples(st.sampled_from(SEX), st.sampled_from(AGES), st.integers(0, 30)), max_size=12)
    )
    return pd.DataFrame(rows, columns=["geslacht", "leeftijd", "aantal"])


def labels(people: pd.DataFrame, k: int, *more: object) -> list[tuple[str, ...]]:
    found = publishable(people, k, *more).shown  # type: ignore[arg-type]
    assert found.index.equals(people.index)
    assert list(found.columns) == list(people.columns)
    return [tuple(row) for row in found.itertuples(index=False, name=None)]


@given(tables(), st.integers(2, 6))
def test_each_label_is_that_of_k_people_or_says_nothing(people: pd.DataFrame, k: int) -> None:
    found = labels(people, k)
    if len(people) < k:
        assert not any(map(any, found))
    else:
        assert all(found.count(label) >= k for label in found)


@given(tables(), st.integers(2, 6))
def test_what_is_shown_is_true_of_the_person(people: pd.DataFrame, k: int) -> None:
    for own, label in zip(people.itertuples(index=False, name=None), labels(people, k), strict=True):
        assert all(value in ladder(real) for real, value in zip(own, label, strict=True))


@given(tables(), st.integers(2, 6), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(people: pd.DataFrame, k: int, random: object) -> None:
    order = list(people.index)
    random.shuffle(order)  # type: ignore[attr-defined]
    again = publishable(people.loc[order], k)
    pd.testing.assert_frame_equal(again.shown.loc[people.index], publishable(people, k).shown)
    assert again.remarks == publishable(people, k).remarks


@given(tables(least=1), st.integers(2, 6))
def test_no_single_measure_for_all_tells_more(people: pd.DataFrame, k: int) -> None:
    rows = {str(person): tuple(row) for person, *row in people.itertuples(name=None)}
    found = labels(people, k)
    if len(rows) < k:
        return
    for node in disclosure._nodes(list(rows.values())):
        same = list(disclosure._at(rows, node).values())
        if all(same.count(label) >= k for label in same):
            assert sum(map(disclosure._told, found)) >= sum(map(disclosure._told, same))


@given(tables(), populations(), st.integers(2, 4), st.integers(2, 40))
def test_enough_people_of_the_region_fit_each_label(
    people: pd.DataFrame, region: pd.DataFrame, k: int, k_region: int
) -> None:
    found = labels(people, k, region, k_region)
    if len(people) >= k:
        assert all(found.count(label) >= k for label in found)
    known = [name for name in people.columns if name in region]
    for label in found:
        said = {
            name: value for name, value in zip(people.columns, label, strict=True) if name in known and value
        }
        fitting = [
            row["aantal"]
            for row in region.to_dict("records")
            if all(disclosure._fits(row[name], value) for name, value in said.items())
        ]
        assert not said or sum(fitting) >= k_region


def people(*rows: tuple[str, ...]) -> pd.DataFrame:
    names = ["geslacht", "leeftijd", "inkomen"][: len(rows[0])]
    return pd.DataFrame(rows, columns=names, index=[f"r{place}" for place in range(len(rows))])


def test_what_enough_people_share_stays_whole() -> None:
    rows = [("vrouw", "40-49 jaar")] * 3 + [("man", "20-29 jaar")] * 4
    found = publishable(people(*rows), 3)
    assert list(found.shown.itertuples(index=False, name=None)) == rows
    assert found.remarks == ()


def test_a_rare_age_is_widened_and_not_the_sex() -> None:
    rows = [("vrouw", "40-49 jaar")] * 2 + [("vrouw", "50-59 jaar")] * 2 + [("man", "20-29 jaar")] * 3
    found = publishable(people(*rows), 3)
    assert list(found.shown.itertuples(index=False, name=None)) == [("vrouw", "40-59 jaar")] * 4 + rows[4:]
    assert found.remarks == (
        "Naast citaten staat het kenmerk ‘leeftijd’ bij 4 van de 7 in een bredere groep, omdat anders minder "
        "dan 3 respondenten dezelfde kenmerken hebben.",
    )


def test_somebody_alone_takes_others_along() -> None:
    """Saying nothing of one person alone would single that person out too."""
    rows = [("vrouw",)] * 4 + [("man",)]
    found = labels(people(*rows), 3)
    assert found == [("",)] * 5
    assert labels(people(*[("vrouw",)] * 9, ("man",)), 3) == [("",)] * 2 + [("vrouw",)] * 7 + [("",)]


def test_an_unknown_value_is_a_value_of_its_own() -> None:
    assert labels(people(*[("",)] * 3, *[("man",)] * 3), 3) == [("",)] * 3 + [("man",)] * 3


def test_fewer_people_than_k_are_told_nothing_of() -> None:
    found = publishable(people(("vrouw",), ("vrouw",)), 3)
    assert found.shown["geslacht"].to_list() == ["", ""]
    assert found.remarks == ("Er staan geen kenmerken bij citaten, omdat er minder dan 3 respondenten zijn.",)
    assert publishable(people(("",), ("",)), 3).remarks == ()


def test_nobody_and_nothing_is_no_error() -> None:
    assert publishable(pd.DataFrame(), 3).shown.empty
    assert publishable(pd.DataFrame(index=list("abcd")), 3).shown.shape == (4, 0)


@pytest.mark.parametrize(
    ("value", "wider"),
    [
        ("40-49 jaar", ("40-49 jaar", "40-59 jaar", "tot 50 jaar", "")),
        ("50-59 jaar", ("50-59 jaar", "40-59 jaar", "50 jaar en ouder", "")),
        ("18-25 jaar", ("18-25 jaar", "tot 50 jaar", "")),
        ("45-54 jaar", ("45-54 jaar", "40-59 jaar", "")),
        ("40-59 jaar", ("40-59 jaar", "")),
        ("65+", ("65+", "")),
        ("", ("",)),
    ],
)
def test_a_ladder_only_says_what_is_true(value: str, wider: tuple[str, ...]) -> None:
    assert ladder(value) == wider


REGION = pd.DataFrame(
    [
        ("vrouw", "40-44 jaar", 6),
        ("vrouw", "45-49 jaar", 6),
        ("vrouw", "80-89 jaar", 4),
        ("man", "40-49 jaar", 99),
    ],
    columns=["geslacht", "leeftijd", "aantal"],
)


def test_what_few_people_of_the_region_have_is_not_shown() -> None:
    rows = [("vrouw", "40-49 jaar")] * 3 + [("vrouw", "80-89 jaar")] * 3
    found = publishable(people(*rows), 3, REGION, 10)
    assert list(found.shown.itertuples(index=False, name=None)) == [rows[0]] * 3 + [("vrouw", "")] * 3
    assert found.remarks == (
        "Naast citaten staat het kenmerk ‘leeftijd’ bij 3 van de 6 niet, omdat anders minder dan 3 "
        "respondenten, of minder dan 10 mensen in de bevolkingstabel, dezelfde kenmerken hebben.",
    )


def test_what_the_population_table_lacks_is_told_without_the_value() -> None:
    rows = [("non-binair", "40-49 jaar", "werk")] * 3
    found = publishable(people(*rows), 3, REGION, 10)
    assert found.shown["geslacht"].to_list() == [""] * 3
    assert found.shown["inkomen"].to_list() == ["werk"] * 3
    assert found.remarks[1:] == (
        "Van het kenmerk ‘geslacht’ ontbreekt 1 waarde in de bevolkingstabel; die telt daar als 0 mensen.",
        "De bevolkingstabel zegt niets over het kenmerk ‘inkomen’.",
    )


def written(folder: Path, text: str) -> Path:
    path = folder / "bevolking.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_population_file(tmp_path: Path) -> None:
    table = read_population(written(tmp_path, "Geslacht;Leeftijd;Aantal\nvrouw;40-49;1200\nman;40-49;1100\n"))
    assert table.to_dict("list") == {
        "geslacht": ["vrouw", "man"], "leeftijd": ["40-49", "40-49"], "aantal": [1200, 1100]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("geslacht;leeftijd\nvrouw;40-49\n", ["regel 1: Dit bestand heeft een kolom 'aantal' nodig"]),
        ("aantal\n12\n", ["regel 1: Dit bestand heeft een kolom 'aantal' nodig"]),
        (
            "aantal\nveel\n\n1.200\n",
            [
                "regel 1: Dit bestand heeft",
                "regel 2: Het aantal 'veel' is geen",
                "regel 4: Het aantal '1.200'",
            ],
        ),
        ("geslacht;aantal\nvrouw;\nman;-3\n", ["regel 2: Het aantal '' is", "regel 3: Het aantal '-3' is"]),
        ("geslacht;aantal\nvrouw;3;4\n", ["regel 2: Deze rij heeft 3 kolommen"]),
        ("", ["regel 1: Hier staat geen kopregel"]),
    ],
)
def test_all_that_is_wrong_with_a_population_file(tmp_path: Path, text: str, problems: list[str]) -> None:
    path = written(tmp_path, text)
    with pytest.raises(StudyError) as error:
        read_population(path)
    assert len(error.value.problems) == len(problems)
    for problem, start in zip(error.value.problems, problems, strict=True):
        assert str(problem).startswith(f"{path}, {start}")
        assert problem.repair


def test_a_population_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"Dit bestand is er niet.*studie\.yaml.*'bevolking'"):
        read_population(tmp_path / "elders" / "bevolking.csv")
    with pytest.raises(StudyError, match="geen goed CSV-bestand"):
        read_population(tmp_path)


def asked(**attributes: list[str]) -> pd.DataFrame:
    size = len(next(iter(attributes.values())))
    names = [f"r{place}" for place in range(size)]
    return pd.DataFrame({"respondent": names, "transcript": names, "spreker": "R", **attributes})


def test_who_stands_apart_is_told_nothing_of_and_counts_for_nobody() -> None:
    table = asked(geslacht=["vrouw"] * 3 + ["man"] * 3)
    assert shown(table).shown["geslacht"].to_list() == ["vrouw"] * 3 + ["man"] * 3
    assert shown(table, apart=["r5"]).shown["geslacht"].to_list() == [""] * 6
    odd = asked(geslacht=["vrouw"] * 3 + ["wethouder in een heel kleine gemeente"])
    assert shown(odd, apart=["r3"]).shown["geslacht"].to_list() == ["vrouw"] * 3 + [""]


def test_the_settings_say_which_attribute_counts_most() -> None:
    table = asked(geslacht=["v", "v", "v", "m", "m", "m"], inkomen=["werk", "werk", "AOW"] * 2)
    assert list(shown(table).shown.columns) == ["geslacht", "inkomen"]
    assert shown(table).shown["geslacht"].to_list() == ["vrouw"] * 3 + ["man"] * 3
    first = shown(table, DisclosureChoices(volgorde=["Inkomen"], k=2))
    assert list(first.shown.columns) == ["inkomen", "geslacht"]
    assert first.shown["inkomen"].to_list() == ["werk", "werk", "AOW"] * 2


def test_questions_and_free_text_never_stand_beside_a_quote() -> None:
    table = asked(
        **{"heeft u genoeg tijd voor uw werk": ["ja"] * 4},
        inkomen=["werk"] * 3 + ["een klein pensioen en wat werk"],
        aantal=["3"] * 4,
    )
    found = shown(table).shown
    assert list(found.columns) == ["aantal"]
    assert set(found["aantal"]) == {""}  # a bare number says nothing


@pytest.mark.parametrize(
    ("value", "stands"),
    [
        ("€ 1.843", False),
        ("1.843,50", False),
        ("4 kinderen", False),
        ("WW sinds 2019", False),
        ("12-03-2019", False),
        ("40-49 jaar, 2 kinderen", False),
        ("1.000-1.500 euro", True),
        ("€ 1.000 tot 1.500", True),
        ("tot 1500 euro", True),
        ("meer dan 3000", True),
        ("65+", True),
        ("50 jaar en ouder", True),
        ("bijstand", True),
    ],
)
def test_an_exact_number_never_stands_beside_a_quote(value: str, stands: bool) -> None:
    found = shown(asked(geslacht=["v"] * 3, kenmerk=[value] * 3)).shown
    told = found["kenmerk"].to_list() if "kenmerk" in found else []
    assert told == ([value] * 3 if stands else [""] * 3)


def test_the_region_may_be_told_in_the_words_of_the_study() -> None:
    table = asked(geslacht=["v"] * 3, leeftijd=["43", "44", "45"])
    region = pd.DataFrame({"geslacht": ["v", "V"], "leeftijd": ["41", "49"], "aantal": [5, 5]})
    found = shown(table, population=region)
    assert set(found.shown.itertuples(index=False, name=None)) == {("vrouw", "40-49 jaar")}
    assert found.remarks == ()


def test_five_hundred_people_take_less_than_a_second() -> None:
    rows = [(SEX[i % 3], AGES[i * 7 % 9], INCOME[i * 5 % 4]) for i in range(500)]
    begin = time.perf_counter()
    publishable(people(*rows), 3)
    assert time.perf_counter() - begin < 1


def test_when_nobody_may_be_quoted_nothing_is_said() -> None:
    table = asked(geslacht=["v"] * 3)
    found = shown(table, apart=["r0", "r1", "r2"])
    assert list(found.shown.index) == ["r0", "r1", "r2"]
    assert not found.shown.to_numpy().any()
    assert found.remarks == ()


def test_a_report_stops_at_a_population_file_that_is_wrong(run: Any, study_folder: Path) -> None:
    settings = study_folder / "studie.yaml"
    more = "herleidbaarheid: {bevolking: bevolking.csv}\n"
    settings.write_text(settings.read_text("utf-8") + more, encoding="utf-8")
    outcome = run("rapport", study_folder)
    assert outcome.code == 1
    assert "bevolking.csv" in outcome.err and "Dit bestand is er niet" in outcome.err
    written(study_folder, "geslacht;aantal\nvrouw;veel\n")
    assert "Het aantal 'veel' is geen heel getal" in run("rapport", study_folder).err
    assert not (study_folder / "rapport").exists()
    written(study_folder, "geslacht;aantal\nvrouw;900\n")
    assert run("rapport", study_folder).code == 0
