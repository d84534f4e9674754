"""What goes when somebody withdraws: planned before anything is changed, and kept until all is done.

The plan lies in the study as `.intrekking.json`, without a word of what was said: a run that is cut short is
finished by the next, which does all steps again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd

from stemmen.coding import Coding
from stemmen.errors import Problem, StudyError
from stemmen.files import written_aside
from stemmen.privacy.check import Finding
from stemmen.transcript import Role, Transcript
from stemmen.withdrawal.traces import PENDING, Traces

_PAGES = ("rapport.html", "citaten.xlsx", "rapport-concept.html", "citaten-concept.xlsx")
_OF_ALL = (
    "kop",
    "naam van spreker",
    "bestandsnaam",
)  # places outside the talk that stay when others spoke too


@dataclass(frozen=True, slots=True)
class Part:
    """What goes of one transcript.

    Args:
        transcript: its id.
        labels: speakers whose turns go; none when all of it goes.
        turns: numbers of the turns that go.
        stretches: in the text as it was, where those turns stand.
        hashes: SHA-256 of its files, to know them again when somebody puts them back.
    """

    transcript: str
    labels: list[str]
    turns: list[int]
    stretches: list[tuple[int, int]]
    hashes: list[str] = field(default_factory=list)

    def has(self, found: Finding) -> bool:
        """Whether what was found goes too."""
        if found.transcript != self.transcript:
            return False
        if found.turn is not None or not self.labels:
            return not self.labels or found.turn in self.turns
        if found.speaker:
            return found.speaker in self.labels
        return found.place not in _OF_ALL or found.text in self.labels


@dataclass(frozen=True, slots=True)
class Plan:
    """All that goes when a person withdraws.

    Args:
        respondent: id of the person.
        date: on which it was asked for.
        parts: by transcript.
        turns, codings: how many go.
        reports: files to be made anew, from the folder of the study.
        tables: of each CSV file the hash that it had: in one with another hash, offsets were moved already.
        traces: how to know the words that went.
    """

    respondent: str
    date: str
    parts: list[Part]
    turns: int
    codings: int
    reports: list[str]
    tables: dict[str, str]
    traces: Traces


def find_person(name: str, people: pd.DataFrame, where: str) -> tuple[str, pd.DataFrame]:
    """A person's id and rows in the table of respondents; a transcript of one respondent names them too."""
    rows = people[people["respondent"] == name]
    here = people[people["transcript"] == name]
    if rows.empty and here["respondent"].nunique() == 1:
        name = str(here["respondent"].iloc[0])
        rows = people[people["respondent"] == name]
    if rows.empty:
        known = ", ".join(dict.fromkeys(people["respondent"]))
        what = f"Er is geen respondent '{name}'."
        if not here.empty:
            what = f"In '{name}' spreken meer respondenten."
            known = ", ".join(dict.fromkeys(here["respondent"]))
        repair = (
            f"Kies uit: {known}." if known else "Er zijn nog geen respondenten. Doe eerst: stemmen inlezen"
        )
        raise StudyError(Problem(where, what, "Er is niets gewijzigd.", repair))
    return name, rows


def parts_of(rows: pd.DataFrame, transcripts: Mapping[str, Transcript]) -> list[Part]:
    """What goes of each transcript in which a person speaks."""
    speakers: dict[str, list[str]] = {}
    for transcript, label in zip(rows["transcript"], rows["spreker"], strict=True):
        speakers.setdefault(str(transcript), []).append(str(label))
    return [_part(transcripts[name], labels) for name, labels in speakers.items() if name in transcripts]


def _part(transcript: Transcript, labels: list[str]) -> Part:
    respondents = {turn.speaker for turn in transcript.turns if turn.role is Role.RESPONDENT}
    alone = respondents <= {*labels}
    turns = [turn for turn in transcript.turns if alone or turn.speaker in labels]
    numbers, stretches = [turn.number for turn in turns], [(turn.start, turn.end) for turn in turns]
    return Part(transcript.id, [] if alone else labels, numbers, stretches)


def codings_in(parts: Iterable[Part], codings: Iterable[Coding]) -> int:
    """How many codings go."""
    going = {(part.transcript, turn) for part in parts for turn in part.turns}
    return sum((coding.segment.transcript, coding.segment.turn) in going for coding in codings)


def reports_in(folder: Path) -> list[Path]:
    """The reports and quote overviews that stand in a study."""
    folders = [folder / "rapport", *sorted(folder.glob("rapport-*"))]
    return [path for each in folders for name in _PAGES if (path := each / name).is_file()]


def hashes(folder: Path, paths: Sequence[Path]) -> dict[str, str]:
    """By place in the study, the hash of each file."""
    return {path.relative_to(folder).as_posix(): sha256(path) for path in paths}


def sha256(path: Path) -> str:
    """Of the bytes of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pending_path(folder: Path) -> Path:
    """Where the plan is kept."""
    return folder / PENDING


def keep(folder: Path, plan: Plan) -> None:
    """Write the plan into the study."""
    with written_aside(pending_path(folder)) as aside:
        aside.write_text(json.dumps(asdict(plan)), encoding="utf-8")


def pending(folder: Path) -> Plan | None:
    """The plan of a withdrawal that was not finished."""
    path = pending_path(folder)
    if not path.is_file():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        parts = [
            Part(**{**part, "stretches": [tuple(place) for place in part["stretches"]]})
            for part in kept["parts"]
        ]
        return Plan(**{**kept, "parts": parts, "traces": Traces(**kept["traces"])})
    except (ValueError, KeyError, TypeError):
        what = "Hier staat een intrekking die niet is afgemaakt, en dit bestand is beschadigd."
        repair = f"Verwijder dit bestand, en doe opnieuw: stemmen intrekken {folder} RESPONDENT"
        raise StudyError(Problem(str(path), what, "Er is niets gewijzigd.", repair)) from None
