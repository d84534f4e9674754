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
    listed["spreker"] = [
        speaker or _only(speakers.get(transcript, []))
        for transcript, speaker in zip(listed["transcript"], listed["spreker"], strict=True)
    ]
    _check(listed, path, transcripts)
    known = set(zip(listed["transcript"], listed["spreker"], strict=True))
    missing = [
        {"respondent": _name(transcript, speaker, here), "transcript": transcript, "spreker": speaker}
        for transcript, here in speakers.items()
        for speaker in here
        if (transcript, speaker) not in known
    ]
    table = pd.concat([listed, pd.DataFrame(missing, columns=_KEYS)], ignore_index=True)
    return table.fillna("").astype(str).sort_values(["respondent", "transcript"], ignore_index=True)


def _read(path: Path) -> pd.DataFrame:
    table = read_table(path)
    if "transcript" not in table:
        repair = "Voeg een kolom 'transcript' toe met de naam van het bestand, zonder .docx of .txt."
        raise StudyError(Problem(f"{path}, regel 1", "De kolom 'transcript' ontbreekt.", repair=repair))
    for column, default in (("spreker", ""), ("respondent", None)):
        if column not in table:
            table[column] = table["transcript"] if default is None else default
    return table[[*_KEYS, *(column for column in table if column not in _KEYS)]]


def _check(listed: pd.DataFrame, path: Path, transcripts: list[Transcript]) -> None:
    known = {transcript.id: transcript for transcript in transcripts}
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for line, transcript, speaker in zip(listed.index, listed["transcript"], listed["spreker"], strict=True):
        if known and (wrong := _wrong(transcript, speaker, known, seen)):
            problems.append(Problem(f"{path}, regel {line}", wrong[0], repair=wrong[1]))
        seen.add((transcript, speaker))
    if problems:
        raise StudyError(*problems)


def _wrong(
    name: str, speaker: str, known: dict[str, Transcript], seen: set[tuple[str, str]]
) -> tuple[str, str] | None:
    """What is wrong with a row, and the repair."""
    if name not in known:
        repair = f"Kies uit: {', '.join(known)}. Of lees eerst in: stemmen inlezen."
        return f"Er is geen transcript '{name}'.", repair
    fill_in = "Vul in de kolom 'spreker' een van deze namen in."
    if not speaker:  # nobody is a respondent yet: `inlezen` asks for the roles, until then the row waits
        several = _respondents_in(known[name])
        return (f"In '{name}' spreken meer respondenten: {', '.join(several)}.", fill_in) if several else None
    if speaker not in known[name].speakers:
        spoken = ", ".join(known[name].speakers)
        return f"Spreker '{speaker}' komt niet voor in '{name}'. Wel: {spoken}.", fill_in
    if (name, speaker) in seen:
        return f"Spreker '{speaker}' van '{name}' staat er twee keer.", "Haal een van de rijen weg."
    return None


def _respondents_in(transcript: Transcript) -> list[str]:
    labels = (turn.speaker for turn in transcript.turns if turn.role is Role.RESPONDENT)
    return list(dict.fromkeys(labels))


def _only(labels: list[str]) -> str:
    return labels[0] if len(labels) == 1 else ""


def _name(transcript: str, speaker: str, labels: list[str]) -> str:
    return transcript if len(labels) == 1 else f"{transcript} {speaker}"
