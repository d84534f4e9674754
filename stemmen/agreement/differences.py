"""Where coders differ: fragments side by side, codes taken for each other, and codes that differ most."""

from collections import Counter
from itertools import combinations

import pandas as pd

from stemmen.agreement.figures import Basis
from stemmen.codebook import Codebook

NOTHING = "geen"
Turn = tuple[str, int]


def differences(basis: Basis) -> pd.DataFrame:
    """A row a turn and code that some gave and others did not.

    A code above a given one has a row only where somebody gave it itself.

    Columns: `transcript`, `beurt`, `code`, for each coder the words that got the code ("" when none did, None
    when that coder did not finish the transcript), and `tekst` of the turn.
    """
    texts, direct = _texts(basis), _direct(basis)
    rows = []
    for (transcript, turn, code), there in sorted(_given(basis).items()):
        compared = [coder for coder in basis.coders if transcript in basis.finished[coder]]
        some = 0 < sum(coder in there for coder in compared) < len(compared)
        if some and (transcript, turn, code) in direct:
            text, begin = texts[transcript, turn]
            words = {
                coder: _words(text, begin, there.get(coder, [])) if coder in compared else None
                for coder in basis.coders
            }
            rows.append({"transcript": transcript, "beurt": turn, "code": code, **words, "tekst": text})
    return pd.DataFrame(rows, columns=["transcript", "beurt", "code", *basis.coders, "tekst"])


def _texts(basis: Basis) -> dict[Turn, tuple[str, int]]:
    columns = ("transcript", "beurt", "tekst", "begin")
    rows = zip(*(basis.turns[name] for name in columns), strict=True)
    return {(transcript, int(turn)): (text, int(begin)) for transcript, turn, text, begin in rows}


def _direct(basis: Basis) -> set[tuple[str, int, str]]:
    columns = ("transcript", "beurt", "gegeven")
    return {
        (name, int(turn), code) for name, turn, code in zip(*(basis.given[c] for c in columns), strict=True)
    }


def _given(basis: Basis) -> dict[tuple[str, int, str], dict[str, list[tuple[int, int]]]]:
    """By turn and code, for each coder the places of the words."""
    found: dict[tuple[str, int, str], dict[str, list[tuple[int, int]]]] = {}
    columns = ("transcript", "beurt", "code", "codeur", "begin", "eind")
    for transcript, turn, code, coder, begin, end in zip(*(basis.given[c] for c in columns), strict=True):
        places = found.setdefault((transcript, int(turn), code), {}).setdefault(coder, [])
        places.append((int(begin), int(end)))
    return found


def _words(text: str, begin: int, places: list[tuple[int, int]]) -> str:
    return " … ".join(text[start - begin : end - begin] for start, end in sorted(set(places)))


def confusion(basis: Basis) -> pd.DataFrame:
    """How often, in a turn, one coder gave this code and not that one, and another that one and not this.

    Columns: `code`, `tegenover` (a code, or "geen" when the other gave nothing else there) and `aantal`. Only
    codes as they were given, without those above them; each pair is counted from both sides.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for sets in _sets(basis).values():
        for one, other in combinations(sorted(sets), 2):
            mine, theirs = sets[one] - sets[other], sets[other] - sets[one]
            for here, there in ((mine, theirs), (theirs, mine)):
                counts.update((code, instead) for code in here for instead in there or {NOTHING})
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return pd.DataFrame([(*pair, number) for pair, number in rows], columns=["code", "tegenover", "aantal"])


def _sets(basis: Basis) -> dict[Turn, dict[str, set[str]]]:
    """By turn with any coding, for each coder who finished the transcript the codes that were given."""
    found: dict[Turn, dict[str, set[str]]] = {}
    columns = ("transcript", "beurt", "gegeven", "codeur")
    for transcript, turn, code, coder in zip(*(basis.given[c] for c in columns), strict=True):
        start = {one: set[str]() for one in basis.coders if transcript in basis.finished[one]}
        sets = found.setdefault((transcript, int(turn)), start)
        if coder in sets:
            sets[coder].add(code)
    return found


def where_from(apart: pd.DataFrame, mixed: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Which codes the differences come from, most first: their definitions are to be looked at.

    Columns: `code`, `naam`, `verschillen` (turns), `deel` (of all differences, 0-1), `vooral_tegenover`
    (the code that another gave most instead, or "geen") and `definitie`.
    """
    numbers = apart["code"].value_counts()
    rows = []
    for key, number in sorted(numbers.items(), key=lambda row: (-row[1], str(row[0]))):
        instead = mixed.loc[mixed["code"] == key, "tegenover"]
        code = codebook[str(key)]
        most = instead.iloc[0] if len(instead) else NOTHING
        rows.append((key, code.name, int(number), number / numbers.sum(), most, code.definition))
    names = ["code", "naam", "verschillen", "deel", "vooral_tegenover", "definitie"]
    return pd.DataFrame(rows, columns=names)
