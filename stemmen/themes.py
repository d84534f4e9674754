"""What codebook and topics say together: fitted apart, then crossed. People are counted first.

Only what respondents say counts: no rule codes another's turns, so these would thin out every share.
A negated coding is not counted; a parent code includes its children.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from stemmen.bands import bands, groups, heard
from stemmen.codebook import Code, Codebook
from stemmen.coding import Valence
from stemmen.topics import UNASSIGNED, TopicModel
from stemmen.transcript import Role

Matrix = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

BLIND_AT_MOST = 0.25  # a topic with a larger coded share is not blind, however well the others are coded
SPREAD_SHARE = 0.1  # share of a code's turns that a topic needs to count as one that the code spreads over
COLUMNS = {
    "codes": [
        "code", "naam", "niveau", "hoofdcode", "respondenten", "van", "beurten",
        "positief", "negatief", "wisselend",
    ],
    "code_topic": [
        "code", "onderwerp", "beurten", "respondenten", "lift", "laag", "hoog", "opvallend",
    ],
    "blind_spots": ["onderwerp", "label", "beurten", "respondenten", "aandeel_gecodeerd", "fragmenten"],
    "spread": ["code", "naam", "beurten", "onderwerpen", "grootste_aandeel", "verdeling"],
    "co_occurrence": ["code_a", "code_b", "beurten", "respondenten"],
    "code_attribute": ["code", "kenmerk", "waarde", "respondenten", "van", "beurten"],
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Themes:
    """Codes crossed with topics, with each other and with what respondents are.

    `beurten` are turns of respondents, `respondenten` are different people, and `van` is out of how many.

    Args:
        codes: a row a code, in the order of the codebook. `positief`, `negatief` and `wisselend`
            (respondents who tell of it as good, as bad, as both) are <NA> for codes without valence.
        code_topic: a row a code and topic. `lift` is how many times as often the code occurs in the
            topic as in all classified turns; `laag`-`hoog` is its 95% interval from a bootstrap over
            interviews (NaN for a code that no classified turn has, and with one interview; see `clusters`);
            `opvallend` when that excludes 1.
        blind_spots: topics that the codebook hardly covers: at most half as large a share of their
            turns is coded as of all classified turns, and at most a quarter. A proposal, no finding.
        spread: codes without subcodes that two or more topics hold a part of (each 10% of its turns
            or more, from two people or more); `verdeling` lists those, largest first.
        co_occurrence: two codes in the same turn; parents with their own children are left out.
        code_attribute: for the researcher, not to publish (small counts are in it; `privacy.cells` hides
            those in the report): a row a code, attribute and group (`bands.groups`: in bands, never small):
            `respondenten` with the code, `van` all in the group, `beurten` their turns with the code.
    """

    codes: pd.DataFrame
    code_topic: pd.DataFrame
    blind_spots: pd.DataFrame
    spread: pd.DataFrame
    co_occurrence: pd.DataFrame
    code_attribute: pd.DataFrame


def cross(
    turns: pd.DataFrame,
    codings: pd.DataFrame,
    topics: TopicModel,
    respondents: pd.DataFrame,
    codebook: Codebook,
    *,
    seed: int = 0,
    draws: int = 1000,
) -> Themes:
    """Cross the codings that are given with topics and respondents.

    Args:
        turns: the turns table of the study.
        codings: those to count; negated ones and codes that the codebook lacks are left out.
        topics: of the same turns.
        respondents: the respondents table.
        codebook: gives the order and the nesting of the codes.
        seed: of the bootstrap.
        draws: number of bootstrap samples.
    """
    facts = _Facts.of(turns, codings, topics, codebook)
    return Themes(
        codes=_table("codes", _codes(facts)).astype(
            dict.fromkeys(("positief", "negatief", "wisselend"), "Int64")
        ),
        code_topic=_table("code_topic", _code_topic(facts, seed, draws)),
        blind_spots=_table("blind_spots", _blind_spots(facts)),
        spread=_table("spread", _spread(facts)).sort_values(
            "grootste_aandeel", kind="stable", ignore_index=True
        ),
        co_occurrence=_table("co_occurrence", _co_occurrence(facts)),
        code_attribute=_table("code_attribute", _code_attribute(facts, bands(heard(respondents, turns)))),
    )


def _table(name: str, rows: Iterator[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS[name])


@dataclass(frozen=True, eq=False)
class _Facts:
    """Everything to count with, a row a turn of a respondent.

    `coded` (turns x codes) says which code a turn has, `topic` which topic (-1 for none), and
    `codings` are the codings that count, once for each code of their lineage.
    """

    codebook: Codebook
    codes: list[Code]
    people: npt.NDArray[np.str_]
    interviews: npt.NDArray[np.int64]
    topic: npt.NDArray[np.int64]
    topics: pd.DataFrame
    coded: Mask
    codings: pd.DataFrame

    @classmethod
    def of(
        cls, turns: pd.DataFrame, codings: pd.DataFrame, topics: TopicModel, codebook: Codebook
    ) -> "_Facts":
        turns = turns.sort_values(["transcript", "beurt"], kind="stable", ignore_index=True)
        heard = turns["rol"] == Role.RESPONDENT.value
        interviews = clusters(turns)[heard.to_numpy()]
        turns = turns[heard].reset_index(drop=True)
        place = turns[["transcript", "beurt", "respondent"]].assign(row=range(len(turns)))
        codes = list(codebook.walk())
        counted = codings[~codings["ontkend"].astype(bool) & codings["code"].isin([c.key for c in codes])]
        counted = counted.assign(code=counted["code"].map(codebook.lineage)).explode("code")
        counted = counted.drop(columns="respondent", errors="ignore").merge(place, on=["transcript", "beurt"])
        coded = np.zeros((len(turns), len(codes)), dtype=bool)
        number = {code.key: index for index, code in enumerate(codes)}
        coded[counted["row"], counted["code"].map(number).astype(int)] = True
        topic = place.merge(topics.assignments, on=["transcript", "beurt"], how="left")["onderwerp"]
        return cls(
            codebook,
            codes,
            turns["respondent"].to_numpy(dtype=str),
            interviews,
            topic.fillna(UNASSIGNED).to_numpy(dtype=np.int64),
            topics.topics,
            coded,
            counted,
        )

    def respondents(self, turns: Mask) -> int:
        """How many different people these turns are of."""
        return len(self.who(turns))

    def who(self, turns: Mask) -> set[str]:
        """The people that these turns are of."""
        return set(self.people[turns].tolist()) - {""}


def clusters(turns: pd.DataFrame) -> npt.NDArray[np.int64]:
    """A number a turn: turns that depend on each other have the same.

    Those are the turns of one interview, and all interviews that one person took part in. In a survey, where
    each wrote alone, they are only the turns of one person.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if turns.empty:
        return np.zeros(0, dtype=np.int64)
    alone = turns["transcript"].map({name: _is_survey(part) for name, part in turns.groupby("transcript")})
    people = turns["respondent"]
    talk = "t " + turns["transcript"].where(~alone.astype(bool), turns["transcript"] + " " + people)
    person = ("r " + people).where(people != "", talk)
    names, numbers = np.unique(np.concatenate([talk, person]).astype(str), return_inverse=True)
    ends = numbers[: len(turns)], numbers[len(turns) :]
    graph = coo_array((np.ones(len(turns)), ends), shape=(len(names), len(names)))
    parts = connected_components(graph, directed=False)[1]
    return np.asarray(pd.factorize(parts[ends[0]])[0], dtype=np.int64)


def _is_survey(turns: pd.DataFrame) -> bool:
    """Whether several people are heard one after the other, and nobody asks: no talk goes like that."""
    people = turns["respondent"]
    blocks = int((people != people.shift()).sum())
    return bool((turns["rol"] == Role.RESPONDENT.value).all()) and blocks == people.nunique() > 1


def _codes(facts: _Facts) -> Iterator[tuple[object, ...]]:
    total = facts.respondents(np.ones(len(facts.people), dtype=bool))
    for code, mine in zip(facts.codes, facts.coded.T, strict=True):
        lineage = facts.codebook.lineage(code.key)
        valences = (
            _valences(facts.codings[facts.codings["code"] == code.key]) if code.has_valence else [pd.NA] * 3
        )
        people = facts.respondents(mine)
        yield (code.key, code.name, len(lineage), lineage[0], people, total, int(mine.sum()), *valences)


def _valences(codings: pd.DataFrame) -> list[int]:
    """How many respondents tell of it as good only, as bad only, and as both."""
    told = codings[(codings["respondent"] != "") & (codings["waardering"] != "")]
    each = [frozenset(marks) for _, marks in told.groupby("respondent")["waardering"]]
    good = each.count(frozenset({Valence.POSITIVE.value}))
    bad = each.count(frozenset({Valence.NEGATIVE.value}))
    return [good, bad, len(each) - good - bad]


def _code_topic(facts: _Facts, seed: int, draws: int) -> Iterator[tuple[object, ...]]:
    numbers = facts.topics["onderwerp"].to_numpy(dtype=np.int64)
    inside = facts.topic[:, None] == numbers[None, :]
    if not inside.any():
        return
    lift, low, high = _lift(facts, inside, seed, draws)
    striking = (low > 1) | (high < 1)  # never for NaN
    for c, code in enumerate(facts.codes):
        for t, number in enumerate(numbers):
            mine = facts.coded[:, c] & inside[:, t]
            counts = int(mine.sum()), facts.respondents(mine)
            yield (code.key, int(number), *counts, lift[c, t], low[c, t], high[c, t], bool(striking[c, t]))


def _lift(facts: _Facts, inside: Mask, seed: int, draws: int) -> tuple[Matrix, Matrix, Matrix]:
    """Lift of each code in each topic (codes x topics), and the two ends of its 95% interval.

    Turns of one interview are dependent, so interviews (see `clusters`) are drawn, not turns. The interval
    is that of Student's t on the logarithm, with the bootstrap's standard error, and never narrower than
    that of a Poisson count of the same turns, for a nearly empty cell varies too little between interviews.
    With twelve interviews it excludes 1 in 4.6% of the cells where it should in 5%; the percentiles
    of the bootstrap do in 16%, residuals of turns in 28% (`tests/test_themes.py`).
    """
    from scipy.stats import chi2
    from scipy.stats import t as student

    classified = inside.any(axis=1)
    names, interviews = np.unique(facts.interviews[classified], return_inverse=True)
    parts = _per_interview(interviews, facts.coded[classified], inside[classified])
    size = len(names)
    shared, expected = (values[0] for values in _shared(np.ones((1, size)), *parts))
    if size < 2:
        nothing = np.full_like(shared, np.nan)
        return _ratio(shared, expected), nothing, nothing
    weights = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), draws).astype(float)
    error = _log_lift(*_shared(weights, *parts)).std(axis=0) * np.sqrt(size / (size - 1))
    middle, width = _log_lift(shared, expected), float(student.ppf(0.975, size - 1)) * error
    fewest = np.where(shared > 0, chi2.ppf(0.025, 2 * np.maximum(shared, 1)) / 2, 0)
    most = chi2.ppf(0.975, 2 * shared + 2) / 2
    low = np.minimum(np.exp(middle - width), _ratio(fewest, expected))
    high = np.maximum(np.exp(middle + width), _ratio(most, expected))
    return _ratio(shared, expected), low, high


def _per_interview(
    interviews: npt.NDArray[np.int64], coded: Mask, inside: Mask
) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Turns an interview: with code and topic, with a code, in a topic, in all."""
    owner = (interviews[:, None] == np.arange(interviews.max() + 1)[None, :]).astype(float)
    both = np.einsum("ni,nc,nt->ict", owner, coded.astype(float), inside.astype(float), optimize=True)
    return both, owner.T @ coded, owner.T @ inside, owner.sum(axis=0)


def _ratio(above: Matrix, below: Matrix) -> Matrix:
    """Division; NaN where there is nothing to divide by."""
    return np.divide(above, below, out=np.full_like(below, np.nan), where=below > 0)


def _shared(
    weights: Matrix, both: Matrix, coded: Matrix, inside: Matrix, turns: Matrix
) -> tuple[Matrix, Matrix]:
    """Turns that a code and a topic share, and expected to (draws x codes x topics), weighing interviews."""
    expected = (weights @ coded)[:, :, None] * (weights @ inside)[:, None, :]
    return np.tensordot(weights, both, axes=1), expected / (weights @ turns)[:, None, None]


def _log_lift(shared: Matrix, expected: Matrix) -> Matrix:
    """Logarithm of the lift; half a turn more on either side keeps an empty cell finite."""
    return np.asarray(np.log((shared + 0.5) / (expected + 0.5)), dtype=np.float64)


def _blind_spots(facts: _Facts) -> Iterator[tuple[object, ...]]:
    any_code = np.asarray(facts.coded.any(axis=1))
    classified = np.asarray(facts.topic != UNASSIGNED)
    if not (any_code & classified).any():
        return
    limit = min(BLIND_AT_MOST, float(any_code[classified].mean()) / 2)
    for topic in facts.topics.to_dict("records"):
        mine = facts.topic == int(topic["onderwerp"])
        share = float(any_code[mine].mean())
        if share <= limit:
            people = facts.respondents(mine)
            yield topic["onderwerp"], topic["label"], int(mine.sum()), people, share, topic["fragmenten"]


def _spread(facts: _Facts) -> Iterator[tuple[object, ...]]:
    for code, coded in zip(facts.codes, facts.coded.T, strict=True):
        mine = coded & (facts.topic != UNASSIGNED)
        parts = [] if code.subcodes else _parts(facts, mine)
        if len(parts) > 1:
            total = int(mine.sum())
            yield code.key, code.name, total, len(parts), parts[0]["beurten"] / total, parts


def _parts(facts: _Facts, mine: Mask) -> list[dict[str, Any]]:
    """The topics that hold a part of these turns, largest first."""
    parts: list[dict[str, Any]] = []
    for number, label in zip(facts.topics["onderwerp"], facts.topics["label"], strict=True):
        here = mine & (facts.topic == number)
        count, people = int(here.sum()), facts.respondents(here)
        if people > 1 and count >= SPREAD_SHARE * mine.sum():
            parts.append({"onderwerp": int(number), "label": label, "beurten": count, "respondenten": people})
    return sorted(parts, key=lambda part: -int(part["beurten"]))


def _co_occurrence(facts: _Facts) -> Iterator[tuple[object, ...]]:
    for first, one in enumerate(facts.codes):
        for second, other in list(enumerate(facts.codes))[first + 1 :]:
            both = facts.coded[:, first] & facts.coded[:, second]
            if both.any() and one.key not in facts.codebook.lineage(other.key):
                yield one.key, other.key, int(both.sum()), facts.respondents(both)


def _code_attribute(facts: _Facts, people: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """Counts of each code in each group of `people`, who are in bands."""
    countable = groups(people)
    for code, mine in zip(facts.codes, facts.coded.T, strict=True):
        with_code = facts.who(mine)
        for attribute, values in countable.items():
            for value in values:
                group = people.index[people[attribute] == value]
                told = int((mine & np.isin(facts.people, group.to_numpy(dtype=str))).sum())
                yield code.key, attribute, value, len(with_code & set(group)), len(group), told
