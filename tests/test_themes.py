import numpy as np
import pandas as pd
import pytest

from stemmen.codebook import Codebook
from stemmen.themes import COLUMNS, Themes, clusters, cross
from stemmen.topics import TopicModel, TopicSettings, fit_topics
from tests.test_topics import study_turns

BOOK = Codebook.parse("""
codeboek: proef
versie: "1"
codes:
  - sleutel: papier
    naam: Papierwerk
    definitie: Formulieren en brieven.
    waardering: true
    subcodes:
      - {sleutel: digid, naam: DigiD, definitie: Digitale hordes.}
      - {sleutel: brieven, naam: Brieven, definitie: Post.}
  - {sleutel: werkdruk, naam: Werkdruk, definitie: Geen tijd.}
  - {sleutel: leeg, naam: Komt niet voor, definitie: Nergens.}
""")


def turn_table(rows: list[tuple[str, int, str]]) -> pd.DataFrame:
    """Turns of (transcript, beurt, respondent); an empty respondent is the interviewer."""
    turns = pd.DataFrame(rows, columns=["transcript", "beurt", "respondent"])
    roles = turns["respondent"].map(lambda who: "respondent" if who else "interviewer")
    return turns.assign(rol=roles, spreker="R", tekst="...")


def coding_table(rows: list[tuple], **more: object) -> pd.DataFrame:
    """Codings of (transcript, beurt, code, waardering, ontkend)."""
    codings = pd.DataFrame(rows, columns=["transcript", "beurt", "code", "waardering", "ontkend"])
    return codings.assign(begin=0, eind=3, codeur="regels", methode="regel", **more)


def topic_model(assignments: dict[tuple[str, int], int], labels: dict[int, str]) -> TopicModel:
    rows = [(transcript, turn, topic) for (transcript, turn), topic in assignments.items()]
    topics = [
        {
            "onderwerp": topic,
            "label": label,
            "woorden": [label],
            "fragmenten": [{"transcript": "p1", "beurt": 1}],
        }
        for topic, label in labels.items()
    ]
    return TopicModel(
        pd.DataFrame(rows, columns=["transcript", "beurt", "onderwerp"]),
        pd.DataFrame(topics, columns=["onderwerp", "label", "woorden", "fragmenten"]),
        pd.DataFrame(),
        {},
    )


TURNS = turn_table([(f"p{p}", t, "" if t == 3 else f"p{p}") for p in (1, 2, 3) for t in (1, 2, 3, 4)])
PEOPLE = pd.DataFrame(
    {
        "respondent": ["p1", "p2", "p3"],
        "transcript": ["p1", "p2", "p3"],
        "spreker": ["R", "R", "R"],
        "inkomen": ["bijstand", "bijstand", ""],
    }
)
CODINGS = coding_table(
    [
        ("p1", 1, "digid", "-", False),
        ("p1", 1, "papier", "-", False),
        ("p1", 2, "brieven", "+", False),
        ("p2", 1, "brieven", "-", False),
        ("p2", 2, "werkdruk", "", False),
        ("p2", 1, "werkdruk", "", False),
        ("p3", 4, "papier", "+", True),
        ("p3", 1, "onbekende_code", "", False),
    ]
)
TOPICS = topic_model(
    {(f"p{p}", t): 1 if t == 1 else 2 for p in (1, 2, 3) for t in (1, 2, 4)}, {1: "post", 2: "rest"}
)


@pytest.fixture(scope="module")
def themes() -> Themes:
    return cross(TURNS, CODINGS, TOPICS, PEOPLE, BOOK)


def row(table: pd.DataFrame, **where: object) -> dict:
    for column, value in where.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0].to_dict()


def test_the_columns_are_as_documented(themes) -> None:
    for name, columns in COLUMNS.items():
        assert getattr(themes, name).columns.tolist() == columns


def test_a_parent_counts_its_children_and_each_person_and_turn_once(themes) -> None:
    papier = row(themes.codes, code="papier")
    assert (papier["respondenten"], papier["van"], papier["beurten"]) == (2, 3, 3)
    assert row(themes.codes, code="digid")["respondenten"] == 1
    assert row(themes.codes, code="leeg")["respondenten"] == 0


def test_codes_stand_in_the_order_of_the_codebook_with_level_and_theme(themes) -> None:
    assert themes.codes["code"].tolist() == ["papier", "digid", "brieven", "werkdruk", "leeg"]
    assert themes.codes["niveau"].tolist() == [1, 2, 2, 1, 1]
    assert row(themes.codes, code="digid")["hoofdcode"] == "papier"


def test_valence_counts_respondents_and_is_unknown_for_codes_without_it(themes) -> None:
    papier = row(themes.codes, code="papier")
    assert (papier["positief"], papier["negatief"], papier["wisselend"]) == (0, 1, 1)
    assert themes.codes.set_index("code")["positief"].isna()["werkdruk"]


def test_negated_and_unknown_codings_count_nowhere(themes) -> None:
    kept = CODINGS[~CODINGS["ontkend"] & (CODINGS["code"] != "onbekende_code")]
    less = cross(TURNS, kept, TOPICS, PEOPLE, BOOK)
    for name in COLUMNS:
        pd.testing.assert_frame_equal(getattr(themes, name), getattr(less, name))


def test_a_cell_of_code_and_topic_has_turns_people_and_lift(themes) -> None:
    cell = row(themes.code_topic, code="papier", onderwerp=1)
    assert (cell["beurten"], cell["respondenten"]) == (2, 2)
    assert cell["lift"] == pytest.approx((2 / 3) / (3 / 9))
    assert cell["laag"] < cell["lift"] < cell["hoog"]
    empty = row(themes.code_topic, code="leeg", onderwerp=1)
    assert np.isnan(empty["lift"])
    assert not empty["opvallend"]


def test_the_turn_of_an_interviewer_has_no_respondent() -> None:
    theirs = coding_table([("p1", 3, "werkdruk", "", False)])
    counted = row(cross(TURNS, theirs, TOPICS, PEOPLE, BOOK).codes, code="werkdruk")
    assert (counted["respondenten"], counted["beurten"]) == (0, 0)


def test_a_professional_counts_nowhere() -> None:
    """Rules do not code professionals, so their turns would make every topic look uncovered."""
    talk = TURNS.assign(
        rol=TURNS["rol"].mask(TURNS["transcript"] == "p3", "professional"),
        respondent=TURNS["respondent"],
    )
    both = cross(talk, CODINGS, TOPICS, PEOPLE, BOOK)
    without = cross(talk[talk["transcript"] != "p3"], CODINGS, TOPICS, PEOPLE, BOOK)
    for name in COLUMNS:
        pd.testing.assert_frame_equal(getattr(both, name), getattr(without, name))
    assert set(both.codes["van"]) == {2}


def test_a_couple_in_one_interview_is_two_people() -> None:
    turns = turn_table([("p1", 1, "anna"), ("p1", 2, "bert"), ("p1", 3, "bert")])
    codings = coding_table([("p1", turn, "werkdruk", "", False) for turn in (1, 2, 3)])
    counted = row(cross(turns, codings, topic_model({}, {}), PEOPLE.iloc[:0], BOOK).codes, code="werkdruk")
    assert (counted["respondenten"], counted["van"], counted["beurten"]) == (2, 2, 3)


def people_in(transcript: str, people: str, role: str = "respondent") -> pd.DataFrame:
    rows = [(transcript, number, person) for number, person in enumerate(people, 1)]
    return turn_table(rows).assign(rol=role)


@pytest.mark.parametrize(
    ("talks", "expected"),
    [
        ([people_in("p1", "aa"), people_in("p2", "bb")], [0, 0, 1, 1]),
        ([people_in("p1", "a"), people_in("p2", "a"), people_in("p3", "b")], [0, 0, 1]),  # two sessions
        ([people_in("p1", "abab"), people_in("p2", "b")], [0, 0, 0, 0, 0]),  # a couple, one of them twice
        ([people_in("enquete", "aabbc")], [0, 0, 1, 1, 2]),
        ([people_in("enquete", "aab"), people_in("p1", "bb")], [0, 0, 1, 1, 1]),  # asked more afterwards
        ([people_in("p1", "ab").replace({"rol": {"respondent": "interviewer"}})], []),
    ],
)
def test_what_depends_on_each_other_is_drawn_together(talks, expected) -> None:
    turns = pd.concat(talks, ignore_index=True)
    assert clusters(turns)[turns["rol"] == "respondent"].tolist() == expected


def test_respondents_of_a_survey_are_drawn_one_by_one() -> None:
    rows = [("enquete", number, f"r{number // 2}") for number in range(40)]
    codings = coding_table([("enquete", number, "werkdruk", "", False) for number in range(0, 40, 2)])
    topics = topic_model({("enquete", number): 1 + number % 2 for number in range(40)}, {1: "x", 2: "y"})
    table = cross(turn_table(rows), codings, topics, PEOPLE, BOOK).code_topic
    assert table["laag"].notna().any()  # one interview would give no interval


def test_co_occurrence_is_in_one_turn_and_not_of_parent_and_child(themes) -> None:
    pairs = themes.co_occurrence
    assert row(pairs, code_a="brieven", code_b="werkdruk")["beurten"] == 1
    assert row(pairs, code_a="papier", code_b="werkdruk")["respondenten"] == 1
    assert not ((pairs["code_a"] == "papier") & (pairs["code_b"] == "digid")).any()
    assert not ((pairs["code_a"] == "digid") & (pairs["code_b"] == "brieven")).any()


FOUR = turn_table([(f"p{p}", t, f"p{p}") for p in (1, 2, 3, 4) for t in (1, 2)])


def attributes(**more: list[str]) -> pd.DataFrame:
    people = pd.DataFrame({"respondent": [f"p{p}" for p in (1, 2, 3, 4)], **more})
    people = people.assign(transcript=people["respondent"], spreker="R")
    return cross(FOUR, CODINGS, TOPICS, people, BOOK).code_attribute


def test_attributes_count_people_and_then_turns() -> None:
    found = attributes(inkomen=["bijstand", "bijstand", "bijstand", ""])
    cell = row(found, code="papier", kenmerk="inkomen", waarde="bijstand")
    assert (cell["respondenten"], cell["van"], cell["beurten"]) == (2, 3, 3)
    assert set(found["waarde"]) == {"bijstand"}


def test_attributes_are_counted_in_bands_and_never_in_small_groups() -> None:
    found = attributes(leeftijd=["43", "40-49", "44", "51"], naam=["a", "a", "a", "a"])
    assert set(zip(found["kenmerk"], found["waarde"], found["van"], strict=True)) == {
        ("leeftijd", "40-49 jaar", 3)
    }


def test_nothing_to_cross_is_no_error() -> None:
    empty = cross(TURNS.iloc[:0], CODINGS.iloc[:0], topic_model({}, {}), PEOPLE.iloc[:0], BOOK)
    assert empty.codes["respondenten"].sum() == 0
    assert empty.code_topic.empty
    assert empty.blind_spots.empty


def test_the_same_seed_gives_the_same_tables() -> None:
    one, two, other = (
        cross(TURNS, CODINGS, TOPICS, PEOPLE, BOOK, seed=seed).code_topic for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(one, two)
    assert one["hoog"].tolist() != other["hoog"].tolist()


@pytest.fixture(scope="module")
def constructed() -> tuple[pd.DataFrame, TopicModel]:
    turns = study_turns()
    return turns, fit_topics(turns, TopicSettings(number=5))


def code_pools(turns: pd.DataFrame, codes: dict[str, str], share: float = 0.6) -> pd.DataFrame:
    """Code a share of the turns about each pool."""
    rng = np.random.default_rng(5)
    about = turns[turns["over"].isin(codes) & (rng.random(len(turns)) < share)]
    rows = zip(about["transcript"], about["beurt"], about["over"].map(codes), strict=True)
    return coding_table([(*place, "", False) for place in rows])


def test_a_topic_that_no_code_covers_is_a_blind_spot(constructed) -> None:
    turns, topics = constructed
    codings = code_pools(turns, {"post": "brieven", "gezin": "digid", "huis": "leeg", "werk": "werkdruk"})
    blind = cross(turns, codings, topics, PEOPLE, BOOK).blind_spots
    assert len(blind) == 1
    spot = blind.iloc[0]
    assert "ziek" in set(turns.merge(topics.assignments).query(f"onderwerp == {spot['onderwerp']}")["over"])
    assert spot["aandeel_gecodeerd"] == 0
    assert spot["respondenten"] == 12
    assert len({fragment["transcript"] for fragment in spot["fragmenten"]}) == 3


def test_without_any_coding_nothing_is_blind(constructed) -> None:
    turns, topics = constructed
    assert cross(turns, coding_table([]), topics, PEOPLE, BOOK).blind_spots.empty


def test_a_code_that_two_topics_hold_is_proposed_for_subcodes(constructed) -> None:
    turns, topics = constructed
    codings = code_pools(turns, {"post": "werkdruk", "gezin": "werkdruk", "huis": "leeg", "werk": "digid"})
    spread = cross(turns, codings, topics, PEOPLE, BOOK).spread
    assert spread["code"].tolist() == ["werkdruk"]
    assert spread["onderwerpen"].tolist() == [2]
    parts = spread["verdeling"].iloc[0]
    assert sum(part["beurten"] for part in parts) == spread["beurten"].iloc[0]
    assert all(part["respondenten"] > 1 for part in parts)


def test_a_real_link_of_code_and_topic_is_striking(constructed) -> None:
    turns, topics = constructed
    codings = code_pools(turns, {"post": "brieven", "huis": "werkdruk"})
    striking = cross(turns, codings, topics, PEOPLE, BOOK).code_topic.query("opvallend and lift > 1")
    assert sorted(striking["code"]) == ["brieven", "papier", "werkdruk"]


def independent_world(
    rng: np.random.Generator, interviews: int
) -> tuple[pd.DataFrame, pd.DataFrame, TopicModel]:
    """Interviews in which codes and topics have nothing to do with each other.

    People differ in how much they speak of a topic and in how often a code fits them, and both come
    in bursts: turns of one interview are dependent.
    """
    codes, topics, turns, codings, assigned = ["digid", "brieven", "werkdruk"], 6, [], [], {}
    base, rates = rng.dirichlet(np.full(topics, 5)), rng.uniform(0.1, 0.3, len(codes))
    for number in range(interviews):
        name, size = f"p{number}", int(rng.poisson(40)) + 5
        mix = rng.dirichlet(base * 2 * topics)
        over = np.repeat(rng.choice(topics, size, p=mix), rng.geometric(0.25, size))[:size]
        turns += [(name, turn + 1, name) for turn in range(size)]
        assigned |= {(name, turn + 1): int(topic) + 1 for turn, topic in enumerate(over)}
        for code, rate in zip(codes, rates, strict=True):
            own = rng.beta(4 * rate, 4 - 4 * rate)
            fits = np.repeat(rng.random(size) < own, rng.geometric(0.5, size))[:size]
            codings += [(name, int(turn) + 1, code, "", False) for turn in np.flatnonzero(fits)]
    labels = {topic: str(topic) for topic in range(1, topics + 1)}
    return turn_table(turns), coding_table(codings), topic_model(assigned, labels)


def residual_alarms(cells: pd.DataFrame) -> float:
    """What adjusted residuals of turns, as if independent, would call striking at 5%."""
    cells = cells[cells["lift"] > 0]
    expected = cells["beurten"] / cells["lift"]
    return float((np.abs(cells["beurten"] - expected) > 1.96 * np.sqrt(expected)).mean())


def test_false_alarms_stay_near_the_nominal_five_percent() -> None:
    rng = np.random.default_rng(11)
    alarms, naive = [], []
    for world in range(40):
        turns, codings, topics = independent_world(rng, interviews=12)
        cells = cross(turns, codings, topics, PEOPLE, BOOK, seed=world, draws=400).code_topic
        cells = cells[cells["code"].isin(["digid", "brieven", "werkdruk"])]
        alarms.append(cells["opvallend"].mean())
        naive.append(residual_alarms(cells))
    assert np.mean(alarms) < 0.075
    assert np.mean(naive) > 0.15
