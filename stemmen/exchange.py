"""Turns and codings as CSV, out and back in.

`begin` and `eind` are offsets in the transcript's text, as everywhere.
"""

from pathlib import Path

import pandas as pd

from stemmen.codebook import Codebook
from stemmen.coding import Coding, Method, Valence
from stemmen.errors import Problem, StudyError
from stemmen.files import read_table, written_aside
from stemmen.transcript import Role, Segment, Transcript, Turn

TURN_COLUMNS = ["transcript", "beurt", "spreker", "rol", "tekst", "begin", "eind", "onderdeel", "respondent"]
CODING_COLUMNS = [
    "transcript", "beurt", "begin", "eind", "code", "codeur", "methode", "ontkend", "waardering", "bewijs",
    "memo", "opvallend", "twijfel",
]  # fmt: skip
_REQUIRED = ["transcript", "beurt", "code"]
_LONGEST = 40  # characters of a key
_YES = {"ja", "true", "1", "waar"}
_NO = {"", "nee", "false", "0", "onwaar"}


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV in plain UTF-8, as R and pandas read it; yes and no in Dutch."""
    words = table.copy()
    for name in table.select_dtypes("bool"):
        words[name] = table[name].map({True: "ja", False: "nee"})
    with written_aside(path) as aside:
        words.to_csv(aside, index=False, encoding="utf-8", lineterminator="\n")


def read_codings(path: Path, coder: str, transcripts: list[Transcript], codebook: Codebook) -> list[Coding]:
    """Hand codings from a CSV file; StudyError lists every row that is wrong.

    Columns: transcript, beurt and code; begin, eind, waardering, ontkend, bewijs, memo, opvallend and
    twijfel may be left out. Without begin and eind the coding is on the whole turn, which must be a
    respondent's. All rows become codings of `coder`, by hand.
    """
    coder = coder.strip()
    if not coder:
        what = "De naam van de codeur is leeg."
        raise StudyError(Problem(str(path), what, repair="Zeg wie codeerde: --codeur anna."))
    table = read_table(path)
    missing = [name for name in _REQUIRED if name not in table]
    if missing:
        what = f"Deze kolommen ontbreken: {', '.join(missing)}."
        found = ", ".join(name for name in table.columns if _is_short(name)) or "niets dat daarop lijkt"
        repair = f"Zet ze in de kopregel. Gevonden: {found}."
        raise StudyError(Problem(f"{path}, regel 1", what, repair=repair))
    texts = {transcript.id: transcript for transcript in transcripts}
    codings, problems = [], []
    for line, row in table.to_dict("index").items():
        try:
            codings.append(_coding({str(key): value for key, value in row.items()}, coder, texts, codebook))
        except _RowError as error:
            problems.append(Problem(f"{path}, regel {line}", error.args[0], repair=error.args[1]))
    if problems:
        raise StudyError(*problems)
    return codings


class _RowError(Exception):
    """What is wrong in a row, and the repair."""


def _coding(row: dict[str, str], coder: str, texts: dict[str, Transcript], codebook: Codebook) -> Coding:
    if row["code"] not in codebook:
        known = ", ".join(code.key for code in codebook.walk())
        raise _RowError(f"{_named('Code', row['code'])} staat niet in het codeboek.", f"Kies uit: {known}.")
    return Coding(
        _segment(row, texts),
        row["code"],
        coder,
        Method.HAND,
        evidence=row.get("bewijs", ""),
        negated=_yes(row, "ontkend"),
        valence=_valence(row.get("waardering", "")),
        memo=row.get("memo", ""),
        codebook_version=codebook.version,
        striking=_yes(row, "opvallend"),
        doubt=_yes(row, "twijfel"),
    )


def _segment(row: dict[str, str], texts: dict[str, Transcript]) -> Segment:
    transcript = texts.get(row["transcript"])
    if transcript is None:
        raise _RowError(
            f"{_named('Transcript', row['transcript'])} is er niet.", "Lees het eerst in: stemmen inlezen."
        )
    number = _number(row["beurt"], "beurt")
    if not 1 <= number <= len(transcript.turns):
        what = f"'{transcript.id}' heeft geen beurt {number}, wel 1 tot en met {len(transcript.turns)}."
        raise _RowError(what, "Verbeter het nummer van de beurt.")
    turn = transcript.turn(number)
    _check_codable(turn)
    start = _number(row["begin"], "begin") if row.get("begin") else turn.start
    end = _number(row["eind"], "eind") if row.get("eind") else turn.end
    try:
        return transcript.segment(turn, start, end)
    except ValueError:
        what = f"Begin {start} en eind {end} vallen niet binnen beurt {number} ({turn.start} tot {turn.end})."
        raise _RowError(what, "Verbeter ze, of laat beide leeg voor de hele beurt.") from None


def _check_codable(turn: Turn) -> None:
    """Only respondents are counted, so a coding of somebody else would be shown nowhere."""
    if turn.role is Role.UNKNOWN:
        repair = "Zet de rol in studie.yaml onder 'sprekers', en doe opnieuw: stemmen inlezen."
        raise _RowError(f"Beurt {turn.number} is van '{turn.speaker}'. Die rol is niet bekend.", repair)
    if turn.role is not Role.RESPONDENT:
        what = f"Beurt {turn.number} is van de {turn.role.value} ('{turn.speaker}')."
        repair = "Alleen wat een respondent zegt, kan een code krijgen. Haal deze rij weg."
        raise _RowError(what, repair)
    if turn.start == turn.end:
        raise _RowError(f"Beurt {turn.number} heeft geen tekst.", "Haal deze rij weg.")


def _is_short(cell: str) -> bool:
    """Whether a cell may be a name or key: longer ones may be words of a respondent, in the wrong column."""
    return len(cell) <= _LONGEST and len(cell.split()) <= 2


def _named(kind: str, cell: str) -> str:
    return f"{kind} '{cell}'" if _is_short(cell) else f"Wat in de kolom '{kind.lower()}' staat,"


def _number(text: str, column: str) -> int:
    try:
        return _whole(float(text))  # a spreadsheet may have made 12.0 of 12
    except ValueError:
        what = f"In de kolom '{column}' staat geen heel getal."
        raise _RowError(what, "Verbeter dat, of kijk of de kolommen zijn verschoven.") from None


def _whole(number: float) -> int:
    if not number.is_integer():
        raise ValueError(number)
    return int(number)


def _yes(row: dict[str, str], column: str) -> bool:
    word = row.get(column, "").lower()
    if word not in _YES | _NO:
        raise _RowError(f"In de kolom '{column}' staat geen ja of nee.", "Verbeter dat, of laat het leeg.")
    return word in _YES


def _valence(text: str) -> Valence | None:
    if text not in {"", *Valence}:
        raise _RowError("In de kolom 'waardering' staat geen waardering.", "Kies uit: + - ± of leeg.")
    return Valence(text) if text else None
