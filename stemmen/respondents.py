"""Who was interviewed: what `respondenten.csv` and the transcripts' own files say, a row a person."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from stemmen.errors import Problem, StudyError
from stemmen.files import read_table
from stemmen.transcript import Role, Transcript

CONSENT, NAMED = "toestemming", "genoemd als"  # columns that are no attributes
_ANSWERS = ("ja", "alleen parafrase", "nee")  # the strictest last
_KEYS = ["respondent", "transcript", "spreker"]


def read_respondents(path: Path, transcripts: list[Transcript]) -> pd.DataFrame:
    """One row a respondent: `respondent`, `transcript`, `spreker`, then attributes (str, "" when unknown).

    Attributes are those of the file, then what the transcripts' own files say of a respondent (a survey,
    for instance); where both say something, `path` counts. A respondent who is not in the file still gets
    a row: everybody who speaks counts. StudyError lists all that is wrong in the file.
    """
    listed = _read(path) if path.exists() else pd.DataFrame(columns=_KEYS, dtype=str)
    speakers = {t.id: _respondents_in(t) for t in transcripts}
    listed["spreker"] = [
        speaker or _only(speakers.get(transcript, []))
        for transcript, speaker in zip(listed["transcript"], listed["spreker"], strict=True)
    ]
    listed["respondent"] = [
        _name(transcript, speaker, speakers.get(transcript, [])) if name is None else name
        for name, transcript, speaker in zip(
            listed["respondent"], listed["transcript"], listed["spreker"], strict=True
        )
    ]
    _check(listed, path, transcripts)
    _check_consent(listed, path)
    _check_columns(listed, path, {label for transcript in transcripts for label in transcript.speakers})
    known = set(zip(listed["transcript"], listed["spreker"], strict=True))
    missing = [
        {"respondent": _name(transcript, speaker, here), "transcript": transcript, "spreker": speaker}
        for transcript, here in speakers.items()
        for speaker in here
        if (transcript, speaker) not in known
    ]
    _check_names(listed, path, {row["respondent"]: row["transcript"] for row in missing})
    table = pd.concat([listed, pd.DataFrame(missing, columns=_KEYS)], ignore_index=True)
    table = _with_attributes(table.fillna("").astype(str), transcripts)
    return table.sort_values(["respondent", "transcript"], ignore_index=True)


class Consent(NamedTuple):
    """What a person agreed to: being quoted ("ja", "alleen parafrase" or "nee"), and under which name."""

    quoting: str
    named: str


def consent(respondents: pd.DataFrame) -> dict[str, Consent]:
    """What each person agreed to, by `respondent`.

    Who gave no answer where others did, said no: nobody is quoted by mistake. Without the column all said
    yes. Of several rows of one person the strictest answer counts.

    >>> rows = pd.DataFrame({"respondent": ["a", "a", "b"], "toestemming": ["Ja", "nee", "ja"]})
    >>> consent(rows)["a"]
    Consent(quoting='nee', named='')
    """
    agreed: dict[str, Consent] = {}
    for row in respondents.to_dict("records"):
        who, answer = str(row["respondent"]), str(row.get(CONSENT, "ja")).strip().lower()
        earlier = agreed.get(who, Consent("ja", ""))
        strictest = max(earlier.quoting, answer if answer in _ANSWERS else "nee", key=_ANSWERS.index)
        agreed[who] = Consent(strictest, earlier.named or str(row.get(NAMED, "")))
    return agreed


def _check_consent(listed: pd.DataFrame, path: Path) -> None:
    """StudyError when it cannot be told what somebody agreed to."""
    problems = [
        Problem(
            f"{path}, regel {line}",
            f"In de kolom 'toestemming' staat '{answer}'.",
            "Zo is niet te zien of iemand mag worden geciteerd.",
            f"Vul in: {', '.join(_ANSWERS[:-1])} of {_ANSWERS[-1]}.",
        )
        for line, answer in (listed[CONSENT].items() if CONSENT in listed else ())
        if answer and answer.lower() not in _ANSWERS
    ]
    if problems := [*problems, *_wrongly_named(listed, path)]:
        raise StudyError(*problems)


def _wrongly_named(listed: pd.DataFrame, path: Path) -> list[Problem]:
    """Who would be named without having said yes, or by two names. No name is repeated in the message."""
    agreed, problems = consent(listed), []
    for line, row in listed.iterrows() if NAMED in listed else ():
        said, where = agreed[row["respondent"]], f"{path}, regel {line}"
        known = CONSENT not in listed or not row[CONSENT] or row[CONSENT].lower() in _ANSWERS
        if row[NAMED] and known and said.quoting != "ja":
            what = "Deze respondent heeft een naam in de kolom 'genoemd als', maar geen toestemming 'ja'."
            meaning = "Iemand komt alleen met naam in het rapport als die geciteerd mag worden."
            repair = "Maak 'genoemd als' leeg. Vul alleen ja in als de respondent dat zelf heeft gezegd."
            problems.append(Problem(where, what, meaning, repair))
        elif row[NAMED] and row[NAMED] != said.named:
            what = "Deze respondent heeft op een andere rij een andere naam in de kolom 'genoemd als'."
            meaning = "Zo is niet te zien welke naam in het rapport moet komen."
            repair = "Vul op elke rij van deze respondent dezelfde naam in."
            problems.append(Problem(where, what, meaning, repair))
    return problems


def _with_attributes(table: pd.DataFrame, transcripts: list[Transcript]) -> pd.DataFrame:
    """The table with what the transcripts' own files say, where it says nothing yet."""
    said: dict[str, dict[tuple[str, str], str]] = {}
    for transcript in transcripts:
        for attribute in transcript.attributes:
            name = attribute.name.lower()
            name = f"{name} (bestand)" if name in (*_KEYS, CONSENT, NAMED) else name
            said.setdefault(name, {})[transcript.id, attribute.speaker] = attribute.value
    places = list(zip(table["transcript"], table["spreker"], strict=True))
    news: dict[str, list[str]] = {}
    for name, values in said.items():
        listed = table[name] if name in table else [""] * len(table)
        news[name] = [own or values.get(place, "") for own, place in zip(listed, places, strict=True)]
    return table.assign(**{name: values for name, values in news.items() if any(values)})


def _read(path: Path) -> pd.DataFrame:
    table = read_table(path)
    if "transcript" not in table:
        repair = "Voeg een kolom 'transcript' toe met de naam van het bestand, zonder .docx of .txt."
        raise StudyError(Problem(f"{path}, regel 1", "De kolom 'transcript' ontbreekt.", repair=repair))
    for column, default in (("spreker", ""), ("respondent", None)):
        if column not in table:
            table[column] = default
    return table[[*_KEYS, *(column for column in table if column not in _KEYS)]]


def _check(listed: pd.DataFrame, path: Path, transcripts: list[Transcript]) -> None:
    known = {transcript.id: transcript for transcript in transcripts}
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    columns = (listed.index, *(listed[name] for name in _KEYS))
    for line, person, transcript, speaker in zip(*columns, strict=True):
        if not person:
            what, repair = "In de kolom 'respondent' staat geen naam.", "Vul een naam of nummer in."
            problems.append(Problem(f"{path}, regel {line}", what, repair=repair))
        elif known and (wrong := _wrong(transcript, speaker, known, seen)):
            problems.append(Problem(f"{path}, regel {line}", wrong[0], repair=wrong[1]))
        seen.add((transcript, speaker))
    if problems:
        raise StudyError(*problems)


def _check_columns(listed: pd.DataFrame, path: Path, labels: set[str]) -> None:
    """An attribute is printed with quotes: it may not be a slip of the pen for the names of speakers.

    A number names nobody, though it may be how respondents of a survey are called.
    """
    problems = [
        Problem(
            f"{path}, regel 1",
            f"In de kolom '{column}' staan namen van sprekers.",
            "Die zouden in het rapport komen.",
            "Noem de kolom 'spreker', of haal hem weg.",
        )
        for column in listed.columns.difference([*_KEYS, CONSENT, NAMED])
        if (filled := set(listed[column]) - {""}) and filled <= labels and not all(map(str.isdecimal, filled))
    ]
    if problems:
        raise StudyError(*problems)


def _check_names(listed: pd.DataFrame, path: Path, given: dict[str, str]) -> None:
    """A name in the file may not be one that somebody outside the file is given."""
    problems = [
        Problem(
            f"{path}, regel {line}",
            f"De naam '{name}' krijgt ook de respondent van transcript '{given[name]}'.",
            "Die twee mensen zouden als een tellen.",
            f"Kies een andere naam, of zet ook een rij voor transcript '{given[name]}' in dit bestand.",
        )
        for line, name in listed["respondent"].items()
        if name in given
    ]
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
    role = next(turn.role for turn in known[name].turns if turn.speaker == speaker)
    if role not in (Role.RESPONDENT, Role.UNKNOWN):
        repair = "Haal deze rij weg, of zet in studie.yaml onder 'sprekers' de goede rol."
        return f"Spreker '{speaker}' van '{name}' is geen respondent maar {role.value}.", repair
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
