"""The tables of turns and codings; `docs/architectuur.md` lists their columns."""

from collections.abc import Iterable

import pandas as pd

from stemmen.coding import Coding, Method
from stemmen.transcript import Role, Transcript

_TURN_TYPES = {
    "transcript": "str", "beurt": "int64", "spreker": "str", "rol": "str", "tekst": "str",
    "begin": "int64", "eind": "int64", "tijd": "float64", "onderdeel": "str", "respondent": "str",
}  # fmt: skip
_CODING_TYPES = {
    "transcript": "str", "beurt": "int64", "begin": "int64", "eind": "int64", "code": "str", "codeur": "str",
    "methode": "str", "ontkend": "bool", "waardering": "str", "bewijs": "str", "zekerheid": "float64",
    "memo": "str", "tekst": "str", "respondent": "str", "codeboekversie": "str",
    "opvallend": "bool", "twijfel": "bool",
}  # fmt: skip
_CODING_ORDER = ["transcript", "beurt", "begin", "eind", "code", "codeur"]


def turns_table(transcripts: list[Transcript], people: pd.DataFrame) -> pd.DataFrame:
    """A row a turn; only who has the role of respondent is a person there."""
    names = {(row.transcript, row.spreker): row.respondent for row in people.itertuples()}
    rows = [
        (
            t.id, turn.number, turn.speaker, turn.role.value, t.text[turn.start : turn.end],
            turn.start, turn.end, turn.time, turn.section,
            names.get((t.id, turn.speaker), "") if turn.role is Role.RESPONDENT else "",
        )
        for t in transcripts
        for turn in t.turns
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_TURN_TYPES)).astype(_TURN_TYPES)


def codings_table(codings: Iterable[Coding], turns: pd.DataFrame) -> pd.DataFrame:
    """A row a coding, in reading order; `turns` tells who the respondent is."""
    places = zip(turns["transcript"], turns["beurt"], strict=True)
    speaker = dict(zip(places, turns["respondent"], strict=True))
    rows = [_coding_row(c, speaker.get((c.segment.transcript, c.segment.turn), "")) for c in codings]
    table = pd.DataFrame(rows, columns=list(_CODING_TYPES)).astype(_CODING_TYPES)
    return table.sort_values(_CODING_ORDER, kind="stable", ignore_index=True)


def _coding_row(coding: Coding, respondent: str) -> tuple[object, ...]:
    segment = coding.segment
    return (
        segment.transcript, segment.turn, segment.start, segment.end, coding.code, coding.coder,
        coding.method.value, coding.negated, coding.valence.value if coding.valence else "", coding.evidence,
        coding.confidence, coding.memo, segment.text, respondent, coding.codebook_version,
        coding.striking, coding.doubt,
    )  # fmt: skip


def choose_codings(codings: pd.DataFrame, coder: str | None, method: str | None) -> pd.DataFrame:
    """The rows of this coder and made in this way; None and "alle" leave all."""
    if coder:
        codings = codings[codings["codeur"] == coder]
    if method and method != "alle":
        codings = codings[codings["methode"] == Method(method).value]
    return codings.reset_index(drop=True)
