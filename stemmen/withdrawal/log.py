"""What `intrekkingen.csv` keeps of withdrawals, without what was said; who of these is in the study again."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from stemmen.files import read_table, written_aside
from stemmen.transcript import Role, Transcript
from stemmen.withdrawal.plan import Plan

LOG = "intrekkingen.csv"
_COLUMNS = [
    "datum", "respondent", "transcripten", "beurten", "coderingen", "rapporten", "gewist", "sha256",
]  # fmt: skip
_BETWEEN = "/"  # in no name of a file


@dataclass(frozen=True)
class Returned:
    """Somebody who withdrew and is in the study again.

    Args:
        respondent: as they were called.
        transcript: the id of what was read; "" when only somebody of the same name is there.
        same: whether it is the very file that went, rather than one of the same name.
        name: what to call them now when they withdraw again; "" when more respondents speak there.
    """

    respondent: str
    transcript: str
    same: bool
    name: str


def note_in_log(folder: Path, plan: Plan, reports: int) -> None:
    """Add what was done to `intrekkingen.csv`, without what it was about; once.

    Kept are the ids of transcripts that went as a whole, and the SHA-256 of files, to know these again.
    """
    path = folder / LOG
    gone = [part.transcript for part in plan.parts if not part.labels]
    hashes = sorted({each for part in plan.parts for each in part.hashes})
    numbers = len(plan.parts), plan.turns, plan.codings, reports
    row = [plan.date, plan.respondent, *map(str, numbers), _BETWEEN.join(gone), _BETWEEN.join(hashes)]
    rows = _rows(path)[_COLUMNS].to_numpy().tolist()
    if row not in rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([_COLUMNS, *rows, row])
        with written_aside(path) as aside:
            aside.write_text(out.getvalue(), encoding="utf-8", newline="\n")


def _rows(path: Path) -> pd.DataFrame:
    """The log; older ones have fewer columns."""
    table = read_table(path) if path.is_file() else pd.DataFrame(dtype=str)
    return table.reindex(columns=_COLUMNS, fill_value="")


def returned(folder: Path, transcripts: Collection[Transcript], people: Iterable[str]) -> list[Returned]:
    """Who is in the log and in the study: by file, by the id of their transcript, or by name."""
    people = set(people)
    found: dict[str, Returned] = {}
    for row in _rows(folder / LOG).to_dict("records"):
        who = str(row["respondent"])
        gone, hashes = (set(str(row[name]).split(_BETWEEN)) - {""} for name in ("gewist", "sha256"))
        back = list(_back(who, transcripts, gone, hashes))
        for one in back or ([Returned(who, "", same=False, name=who)] if who in people else []):
            found.setdefault(one.transcript or who, one)
    return sorted(found.values(), key=lambda one: (one.respondent, one.transcript))


def _back(
    who: str, transcripts: Iterable[Transcript], gone: Collection[str], hashes: Collection[str]
) -> Iterator[Returned]:
    for one in transcripts:
        same = one.source_sha256 in hashes
        if same or one.id in gone:
            speakers = {turn.speaker for turn in one.turns if turn.role is Role.RESPONDENT}
            yield Returned(who, one.id, same, one.id if len(speakers) == 1 else "")
