"""Coefficients beside the figures of the papers, and beside the packages that know some of them."""

import itertools
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from stemmen.agreement import coefficients
from stemmen.agreement.tallies import MISSING, runs, tally
from stemmen.agreement.unitizing import unitizing_alpha

SHARED = Path(__file__).parents[3] / "shared" / "data"
PUBLISHED = SHARED / "agreement_worked_examples" / "agreement_reference.json"
OURS: dict[str, Callable[..., Any]] = {
    "percent_agreement": coefficients.percentage,
    "cohen_kappa": coefficients.cohen_kappa,
    "fleiss_kappa": coefficients.fleiss_kappa,
    "fleiss_kappa_generalised_missing": coefficients.fleiss_kappa,
    "krippendorff_alpha_nominal": coefficients.krippendorff_alpha,
    "gwet_ac1": coefficients.gwet_ac1,
}


def total(ratings: list[list[Any]]):
    """The tallies of ratings as papers print them; None is missing."""
    values = sorted({value for unit in ratings for value in unit if value is not None})
    numbers = [[MISSING if v is None else values.index(v) for v in unit] for unit in ratings]
    return tally([np.array(numbers)], len(values)).total()


def examples() -> list[dict[str, Any]]:
    return json.loads(PUBLISHED.read_text("utf-8")) if PUBLISHED.is_file() else []


def published() -> list[Any]:
    """(name of the example, coefficient, ratings, figure) for each figure that one of ours computes."""
    return [
        pytest.param(one["ratings"], name, figure, one["tolerance"], id=f"{one['id']}-{name}")
        for one in examples()
        for name, figure in one.get("expected", {}).items()
        if name in OURS
    ]


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published examples are not beside the project here")
def test_the_published_examples_could_be_read():
    assert len(published()) >= 20


@pytest.mark.parametrize(("ratings", "name", "figure", "tolerance"), published())
def test_the_figures_of_the_papers(ratings, name, figure, tolerance):
    [found] = OURS[name](total(ratings))
    # some papers print two decimals
    decimals = len(str(figure).split(".")[1])
    assert abs(found - figure) <= max(tolerance, 0.5 * 10**-decimals + 1e-9)


def set_alpha(distance: Callable[..., float]) -> float:
    [one] = [one for one in examples() if one["id"] == "dkpro_set_annotations"]
    ratings = [[frozenset(codes) for codes in unit] for unit in one["ratings"]]
    values = sorted({value for unit in ratings for value in unit}, key=sorted)
    numbers = np.array([[values.index(value) for value in unit] for unit in ratings])
    apart = np.array([[distance(a, b) for b in values] for a in values])
    [alpha] = coefficients.krippendorff_alpha(tally([numbers], len(values)).total(), apart)
    return float(alpha)


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published examples are not beside the project here")
def test_sets_by_both_definitions_of_masi_that_circulate_and_by_jaccard():
    assert set_alpha(coefficients.jaccard_distance) == pytest.approx(0.3156, abs=0.001)
    assert set_alpha(coefficients.masi_distance) == pytest.approx(0.2731, abs=0.001)

    def other_masi(a: frozenset[str], b: frozenset[str]) -> float:
        if a == b:
            return 0.0
        shared = a & b
        monotonicity = 1 / 3 if shared in (a, b) else 2 / 3 if shared else 1.0  # none is part of any
        return coefficients.jaccard_distance(a, b) * monotonicity

    assert set_alpha(other_masi) == pytest.approx(0.252, abs=0.001)


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published examples are not beside the project here")
def test_stretches_as_krippendorff_2004():
    [one] = [one for one in examples() if one["id"] == "krippendorff2004_unitizing"]
    begin, length = one["continuum"]["begin"], one["continuum"]["length"]
    coded: dict[str, list[list[tuple[int, int]]]] = {}
    for unit in one["units"]:
        start = unit["offset"] - begin
        coded.setdefault(unit["category"], [[], []])[unit["rater"]].append((start, start + unit["length"]))
    found = unitizing_alpha(coded, length)
    wanted = one["expected"]
    assert found["c"] == pytest.approx(wanted["alpha_u_c"], abs=0.001)
    assert found["k"] == pytest.approx(wanted["alpha_u_k"], abs=0.001)
    assert found[""] == pytest.approx(wanted["alpha_u"], abs=0.001)


def test_cohen_1960():
    """The table on his page 45, as proportions of 200."""
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    ratings = [[a, b] for a, b in itertools.product(range(3), range(3)) for _ in range(table[a][b])]
    [kappa] = coefficients.cohen_kappa(total(ratings))
    assert kappa == pytest.approx(0.492, abs=0.001)


@pytest.mark.parametrize("value", [0, 1])
def test_without_variation_nothing_can_be_said(value):
    counts = tally([np.full((8, 2), value)], 2).total()
    assert coefficients.percentage(counts)[0] == 1
    for name in ("cohen_kappa", "fleiss_kappa", "krippendorff_alpha"):
        assert math.isnan(getattr(coefficients, name)(counts)[0])
    assert coefficients.gwet_ac1(counts)[0] == 1


def test_without_a_unit_that_two_rated_nothing_can_be_said():
    counts = tally([np.array([[1, MISSING], [MISSING, 0]])], 2).total()
    for name in ("percentage", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1"):
        assert math.isnan(getattr(coefficients, name)(counts)[0])


RATINGS = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from([0, 1, 2, MISSING]), min_size=coders, max_size=coders),
        min_size=2,
        max_size=25,
    )
)


@given(RATINGS)
def test_alpha_is_that_of_the_package(ratings):
    krippendorff = pytest.importorskip("krippendorff")
    data = np.array(ratings, dtype=float)
    data[data == MISSING] = np.nan
    [ours] = coefficients.krippendorff_alpha(tally([np.array(ratings)], 3).total())
    if not math.isnan(ours):
        theirs = krippendorff.alpha(data.T, level_of_measurement="nominal", value_domain=[0.0, 1.0, 2.0])
        assert ours == pytest.approx(theirs, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=30))
def test_kappa_is_that_of_scikit_learn(ratings):
    one, other = zip(*ratings, strict=True)
    [ours] = coefficients.cohen_kappa(tally([np.array(ratings)], 3).total())
    if len({*one, *other}) > 1 and not math.isnan(ours):
        assert ours == pytest.approx(cohen_kappa_score(one, other), abs=1e-9)


@given(st.lists(RATINGS.filter(lambda one: len(one[0]) == 2), min_size=2, max_size=4))
def test_the_whole_is_the_sum_of_the_transcripts(parts):
    together = tally([np.concatenate([np.array(one) for one in parts])], 3).total()
    apart = tally([np.array(one) for one in parts], 3).total()
    for one, other in zip(together, apart, strict=True):
        assert np.allclose(one, other)


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published examples are not beside the project here")
def test_sets_without_a_table_of_all_pairs_give_the_same():
    from stemmen.agreement.figures import _set_alpha

    [one] = [one for one in examples() if one["id"] == "dkpro_set_annotations"]
    ratings = [[frozenset(codes) for codes in unit] for unit in one["ratings"]]
    values = sorted({value for unit in ratings for value in unit}, key=sorted)
    numbers = np.array([[values.index(value) for value in unit] for unit in ratings])
    apart = np.array([[coefficients.masi_distance(a, b) for b in values] for a in values])
    alpha, low, high = _set_alpha([runs(numbers[:4]), runs(numbers[4:])], apart, np.zeros((0, 2)))
    assert alpha == pytest.approx(0.2731, abs=0.001)
    assert math.isnan(low) and math.isnan(high)
