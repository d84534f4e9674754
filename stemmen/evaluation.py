"""How well a machine coder does beside a person, at the level of respondents' turns.

Precision, recall and F1 as usual in information retrieval (van Rijsbergen 1979). A turn counts for a
theme when it has a coding on the theme or a subcode that is not denied.
"""

import pandas as pd

from stemmen.codebook import Codebook
from stemmen.coding import Method

COLUMNS = ["codeur", "code", "met_de_hand", "machine", "beide", "precisie", "recall", "f1"]


def compare_with_hand(turns: pd.DataFrame, codings: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """One row per hand coder and theme that has rules and that the coder used.

    A theme without rules, or that a coder did not use, says nothing of how well the two agree.

    Only transcripts that the coder coded take part. Columns: `codeur`, `code`, then numbers of turns
    `met_de_hand`, `machine` and `beide`, then `precisie`, `recall` and `f1` (0-1, NaN without a base).

    Args:
        turns: the turns table; only the respondents' are compared.
        codings: all codings of the study, by rule and by hand.
        codebook: the themes are its top-level codes.
    """
    asked = turns[turns["rol"] == "respondent"]
    units = set(zip(asked["transcript"], asked["beurt"], strict=True))
    counted = codings[~codings["ontkend"]].assign(code=codings["code"].map(codebook.theme))
    machine = counted[counted["methode"] == Method.RULE.value]
    hand = counted[counted["methode"] == Method.HAND.value]
    themes = [code.key for code in codebook.codes if any(part.rules for part in code.walk())]
    rows = []
    for coder, judged in hand.groupby("codeur", sort=True):
        finished = set(judged["transcript"])
        here = {unit for unit in units if unit[0] in finished}
        rows += [
            {
                "codeur": coder,
                "code": theme,
                **_scores(_units(judged, theme) & here, _units(machine, theme) & here),
            }
            for theme in themes
            if theme in set(judged["code"])
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _units(codings: pd.DataFrame, theme: str) -> set[tuple[str, int]]:
    of_theme = codings[codings["code"] == theme]
    return set(zip(of_theme["transcript"], of_theme["beurt"], strict=True))


def _scores(hand: set[tuple[str, int]], machine: set[tuple[str, int]]) -> dict[str, float]:
    both = len(hand & machine)
    return {
        "met_de_hand": len(hand),
        "machine": len(machine),
        "beide": both,
        "precisie": both / len(machine) if machine else float("nan"),
        "recall": both / len(hand) if hand else float("nan"),
        "f1": 2 * both / (len(hand) + len(machine)) if hand or machine else float("nan"),
    }
