"""What waits for a place since its text changed: a table of it, and its place by the words of a turn."""

from collections.abc import Sequence

import pandas as pd

from stemmen.coding import Coding
from stemmen.errors import Problem, StudyError
from stemmen.store import Store, Unplaced
from stemmen.store.waiting import named
from stemmen.transcript import Role, Segment, Transcript, Turn

_TYPES = {
    "nummer": "str", "soort": "str", "transcript": "str", "beurt": "int64", "codeur": "str", "code": "str",
    "tekst": "str", "ervoor": "str", "erna": "str", "memo": "str", "beurt_nu": "int64",
}  # fmt: skip


def unplaced_table(waiting: Sequence[Unplaced]) -> pd.DataFrame:
    """A row a coding or memo that waits; `Study.unplaced` tells the columns."""
    return pd.DataFrame([_row(one) for one in waiting], columns=list(_TYPES)).astype(_TYPES)


def _row(one: Unplaced) -> tuple[object, ...]:
    what = one.what
    kind, code, memo = (
        ("codering", what.code, what.memo) if isinstance(what, Coding) else ("memo", "", what.text)
    )
    place = one.number, kind, one.transcript, one.turn, what.coder, code
    return *place, one.words, one.before, one.after, memo, one.near


def put_back(store: Store, number: str, turn: int, words: str) -> None:
    """Give what waits under this number its place: these words of a turn, or all of it.

    StudyError when there is no such number, turn or words, and when the turn is not of a respondent.
    """
    one = named(store.unplaced(), number)
    transcripts = {transcript.id: transcript for transcript in store.transcripts()}
    transcript = transcripts[one.transcript]
    store.put_back(number, _segment(transcript, _turn(transcript, turn, one), words))


def _turn(transcript: Transcript, number: int, one: Unplaced) -> Turn:
    if not 1 <= number <= len(transcript.turns):
        what = f"{transcript.id} heeft geen beurt {number}, wel 1 tot en met {len(transcript.turns)}."
        raise StudyError(Problem(f"nummer {one.number}", what, repair="Verbeter het nummer na --beurt."))
    turn = transcript.turn(number)
    said = turn.start < turn.end
    if isinstance(one.what, Coding) and not (said and turn.role in (Role.RESPONDENT, Role.UNKNOWN)):
        what = f"Beurt {number} van {transcript.id} is niet van een respondent, of is leeg."
        repair = "Alleen wat een respondent zegt, kan een code krijgen. Kies een andere beurt."
        raise StudyError(Problem(f"nummer {one.number}", what, repair=repair))
    return turn


def _segment(transcript: Transcript, turn: Turn, words: str) -> Segment:
    """The words in the turn; StudyError unless they stand there once."""
    text = transcript.text[turn.start : turn.end]
    if not words:
        return transcript.segment(turn)
    found = text.count(words)
    if found != 1:
        where = f"{transcript.id}, beurt {turn.number}"
        what = "Deze woorden staan hier niet." if not found else f"Deze woorden staan hier {found} keer."
        repair = (
            "Neem de woorden letterlijk over uit de tekst, met hoofdletters en leestekens."
            if not found
            else "Geef meer woorden, zodat duidelijk is welke u bedoelt."
        )
        raise StudyError(Problem(where, what, repair=repair))
    start = turn.start + text.index(words)
    return transcript.segment(turn, start, start + len(words))
