"""Who was interviewed: `respondenten.csv`, a row a person, with attributes in bands."""

from pathlib import Path

import pandas as pd

from stemmen.errors import Problem, StudyError
from stemmen.files import read_table
from stemmen.transcript import Role, Transcript

_KEYS = ["respondent", "transcript", "spreker"]


def read_respondents(path: Path, transcripts: list[Transcript]) -> pd.DataFrame:
    """One row a respondent: `respondent`, `transcript`, `spreker`, then the file's attributes (str).

    A respondent who is not in the file still gets a row, with empty attributes: everybody who speaks
    counts. StudyError lists all that is wrong in the file.
    """
    listed = _read(path) if path.exists() else pd.DataFrame(columns=_KEYS, dtype=str)
    speakers = {t.id: _respondents_in(t) for t in transcripts}
    labels = {t.id: t.speakers for t in transcripts}
    listed["spreker"] = [
        speaker or _only(speakers.get(transcript, []))
        for transcript, speaker in zip(listed["transcript"], listed["spreker"], strict=True)
    ]
    _check(listed, path, labels)
    known = set(zip(listed["transcript"], listed["spreker"], strict=True))
    missing = [
        {"respondent": _name(transcript, speaker, here), "transcript": transcript, "spreker": speaker}
        for transcript, here in speakers.items()
        for speaker in here
        if (transcript, speaker) not in known
    ]
    table = pd.concat([listed, pd.DataFrame(missing, columns=_KEYS)], ignore_index=True)
    return table.fillna("").astype(str).sort_values("respondent", ignore_index=True)


def _read(path: Path) -> pd.DataFrame:
    table = read_table(path)
    if "transcript" not in table:
        repair = "Voeg een kolom 'transcript' toe met de naam van het bestand, zonder .docx of .txt."
        raise StudyError(Problem(f"{path}, regel 1", "De kolom 'transcript' ontbreekt.", repair=repair))
    for column, default in (("spreker", ""), ("respondent", None)):
        if column not in table:
            table[column] = table["transcript"] if default is None else default
    return table[_KEYS + [column for column in table.columns if column not in _KEYS]].map(str.strip)


def _check(listed: pd.DataFrame, path: Path, labels: dict[str, tuple[str, ...]]) -> None:
    problems = []
    for line, row in enumerate(listed.itertuples(), 2):
        where = f"{path}, regel {line}"
        if labels and row.transcript not in labels:
            what = f"Er is geen transcript '{row.transcript}'."
            repair = f"Kies uit: {', '.join(labels)}. Of lees eerst in: stemmen inlezen."
            problems.append(Problem(where, what, repair=repair))
        elif row.spreker not in labels.get(str(row.transcript), (row.spreker,)):
            spoken = ", ".join(labels[str(row.transcript)])
            what = f"Spreker '{row.spreker}' komt niet voor in '{row.transcript}'. Wel: {spoken}."
            problems.append(Problem(where, what, repair="Vul in de kolom 'spreker' een van deze namen in."))
    if problems:
        raise StudyError(*problems)


def _respondents_in(transcript: Transcript) -> list[str]:
    labels = (turn.speaker for turn in transcript.turns if turn.role is Role.RESPONDENT)
    return list(dict.fromkeys(labels))


def _only(labels: list[str]) -> str:
    return labels[0] if len(labels) == 1 else ""


def _name(transcript: str, speaker: str, labels: list[str]) -> str:
    return transcript if len(labels) == 1 else f"{transcript} {speaker}"
