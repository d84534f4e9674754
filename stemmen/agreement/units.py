"""What coders are compared on: turns, sentences or characters of respondents."""

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum

import numpy as np
import pandas as pd

from stemmen.agreement.tallies import MISSING, Array
from stemmen.language import sentences


class Level(StrEnum):
    """The size of a unit; the values are the words that users type."""

    TURN = "beurt"
    SENTENCE = "zin"
    CHARACTER = "teken"


def given_codes(hand: pd.DataFrame, lineage: Callable[[str], Sequence[str]]) -> pd.DataFrame:
    """What was given of these codings and not denied, a row for the code and for each code above it.

    Columns: `transcript`, `beurt`, `begin`, `eind`, `code`, `codeur`; `gegeven` is the code as it was given.
    A code that the codebook does not have is left out.
    """
    hand = hand[~hand["ontkend"] & (hand["respondent"] != "")]
    hand = hand[["transcript", "beurt", "begin", "eind", "code", "codeur"]].assign(gegeven=hand["code"])
    spread = hand.assign(code=hand["code"].map(lambda key: list(lineage(key)))).explode("code")
    return spread.dropna(subset="code").reset_index(drop=True)


def finished_by(
    coders: Collection[str], codings: pd.DataFrame, marked: Mapping[str, Collection[str]]
) -> dict[str, set[str]]:
    """By coder the transcripts that count: those marked as finished.

    For a coder who marked none, as with codings from a file, those with a coding.
    """
    return {
        coder: set(marked[coder])
        if marked.get(coder)
        else set(codings.loc[codings["codeur"] == coder, "transcript"])
        for coder in coders
    }


def units_of(turns: pd.DataFrame, level: Level) -> dict[str, Array]:
    """By transcript the units of its respondents, in reading order: a row [start, end) a unit."""
    asked = turns[(turns["rol"] == "respondent") & (turns["begin"] < turns["eind"])]
    return {
        str(transcript): np.concatenate(
            [
                _units(int(begin), int(eind), str(tekst), level)
                for begin, eind, tekst in zip(there["begin"], there["eind"], there["tekst"], strict=True)
            ]
        )
        for transcript, there in asked.groupby("transcript", sort=True)
    }


def _units(begin: int, end: int, text: str, level: Level) -> Array:
    if level is Level.TURN:
        return np.array([[begin, end]])
    if level is Level.CHARACTER:
        return np.arange(begin, end)[:, None] + [0, 1]
    found = [(begin + start, begin + stop) for start, stop in sentences(text) if start < stop]
    return np.array(found, dtype=int).reshape(-1, 2)


def ratings(
    units: Mapping[str, Array],
    given: pd.DataFrame,
    coders: Sequence[str],
    finished: Mapping[str, Collection[str]],
) -> list[Array]:
    """For each transcript, units x coders: 1 where a coding touches the unit, 0 where none does.

    `MISSING` in transcripts that a coder did not finish. `given` has the codings of one code.
    """
    by_place = dict(iter(given.groupby(["transcript", "codeur"])))
    return [
        np.column_stack(
            [
                _touched(spans, by_place.get((transcript, coder)))
                if transcript in finished[coder]
                else np.full(len(spans), MISSING)
                for coder in coders
            ]
        )
        for transcript, spans in units.items()
    ]


def _touched(spans: Array, codings: pd.DataFrame | None) -> Array:
    touched = np.zeros(len(spans), dtype=int)
    if codings is not None:
        for begin, end in zip(codings["begin"], codings["eind"], strict=True):
            first = np.searchsorted(spans[:, 1], begin, "right")
            last = np.searchsorted(spans[:, 0], end, "left")
            touched[first:last] = 1
    return touched
