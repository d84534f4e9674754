"""Agreement: what papers publish beside what we compute, and how long a large study takes."""

import json
import time
from pathlib import Path

import numpy as np
import pandas as pd

from stemmen.agreement import agreement, coefficients
from stemmen.agreement.tallies import MISSING, Tallies, tally
from stemmen.agreement.unitizing import unitizing_alpha
from stemmen.codebook import Codebook

EXAMPLES = Path(__file__).parents[2] / "shared/data/agreement_worked_examples/agreement_reference.json"
OURS = {
    "percent_agreement": coefficients.percentage,
    "cohen_kappa": coefficients.cohen_kappa,
    "fleiss_kappa": coefficients.fleiss_kappa,
    "fleiss_kappa_generalised_missing": coefficients.fleiss_kappa,
    "krippendorff_alpha_nominal": coefficients.krippendorff_alpha,
    "gwet_ac1": coefficients.gwet_ac1,
}


def counts_of(ratings: list[list[object]]) -> Tallies:
    """The tallies of ratings as papers print them; None is missing."""
    values = sorted({value for unit in ratings for value in unit if value is not None}, key=str)
    numbers = [[MISSING if v is None else values.index(v) for v in unit] for unit in ratings]
    return tally([np.array(numbers)], len(values)).total()


def published() -> list[tuple[str, str, float, float]]:
    """(example, coefficient, published, ours) for all that we compute."""
    rows = []
    for one in json.loads(EXAMPLES.read_text(encoding="utf-8")):
        if "continuum" in one:
            rows += [(one["id"], name, one["expected"][name], ours) for name, ours in stretches(one).items()]
            continue
        for name, figure in one["expected"].items():
            if name in OURS:
                rows.append((one["id"], name, figure, float(OURS[name](counts_of(one["ratings"]))[0])))
        if "alpha_masi" in one["expected"]:
            rows += [
                (one["id"], name, one["recomputed_here"][name], ours) for name, ours in sets(one).items()
            ]
    return rows


def stretches(one: dict[str, object]) -> dict[str, float]:
    """Alpha for stretches in Krippendorff's example."""
    coded: dict[str, list[list[tuple[int, int]]]] = {}
    for unit in one["units"]:  # type: ignore[attr-defined]
        start = unit["offset"] - one["continuum"]["begin"]  # type: ignore[index]
        coded.setdefault(unit["category"], [[], []])[unit["rater"]].append((start, start + unit["length"]))
    found = unitizing_alpha(coded, one["continuum"]["length"])  # type: ignore[index]
    return {"alpha_u": found[""], "alpha_u_c": found["c"], "alpha_u_k": found["k"]}


def sets(one: dict[str, object]) -> dict[str, float]:
    """Alpha for sets of codes, with the two distances that we give."""
    ratings = [[frozenset(codes) for codes in unit] for unit in one["ratings"]]  # type: ignore[attr-defined]
    values = sorted({value for unit in ratings for value in unit}, key=sorted)
    counts = tally([np.array([[values.index(v) for v in unit] for unit in ratings])], len(values)).total()
    found = {}
    for name, distance in (
        ("alpha_jaccard", coefficients.jaccard_distance),
        ("alpha_masi_passonneau", coefficients.masi_distance),
    ):
        apart = np.array([[distance(a, b) for b in values] for a in values])
        found[name] = float(coefficients.krippendorff_alpha(counts, apart)[0])
    return found


def large() -> None:
    """Three coders, 50 interviews of 100 turns of respondents, 15 codes."""
    keys = [f"code{number}" for number in range(15)]
    codes = "".join(f"  - {{sleutel: {key}, naam: {key}, definitie: x}}\n" for key in keys)
    book = Codebook.parse(f'codeboek: proef\nversie: "1"\ncodes:\n{codes}')
    names = [f"p{number:02}" for number in range(50)]
    text = "Ik moest weer een formulier invullen."
    turns = pd.DataFrame(
        [
            (name, n, "R", "respondent", text, n * 40, n * 40 + len(text))
            for name in names
            for n in range(1, 101)
        ],
        columns=["transcript", "beurt", "spreker", "rol", "tekst", "begin", "eind"],
    )
    random = np.random.default_rng(0)
    rows = []
    for code in keys:
        truth = random.random(len(turns)) < 0.1
        for coder in ("anna", "bram", "cleo"):
            given = turns[truth ^ (random.random(len(turns)) < 0.02)]
            rows.append(given.assign(code=code, codeur=coder))
    codings = pd.concat(rows).assign(methode="hand", ontkend=False, respondent="r")
    started = time.perf_counter()
    found = agreement(turns, codings, book, {})
    took = time.perf_counter() - started
    print(
        f"50 interviews, 5.000 turns, 15 codes, 3 coders, {len(codings):,} codings: {took:.1f} s, 1,000 draws"
    )
    started = time.perf_counter()
    coefficients.krippendorff_alpha(counts_of([[0, 1, 1]] * 5000))
    once = time.perf_counter() - started
    print(f"the obvious way, each draw counted anew: about {once * 1000 * 15:.0f} s for alpha alone")
    print(f"alpha over all codes: {found.total['krippendorff_alpha'][0]:.3f}")


def main() -> None:
    if EXAMPLES.is_file():
        print("| example | coefficient | published | ours |\n|---|---|---|---|")
        for name, coefficient, figure, ours in published():
            print(f"| {name} | {coefficient} | {figure} | {ours:.4f} |")
    else:
        print("the published examples are not beside the project here")
    large()
