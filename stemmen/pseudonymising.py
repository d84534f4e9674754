"""Replacing names in a whole study, so that a run that is cut short is mended by the next.

In this order: the key, which then knows more than it must; the database, in one transaction; the files of the
study beside it; at last what was decided. Until then a next run does the same again, with the same key.
"""

import json
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from stemmen.errors import Problem, StudyError
from stemmen.files import private, read_table, written_aside
from stemmen.intake import is_read
from stemmen.privacy.check import Finding
from stemmen.privacy.decisions import (
    COLUMNS,
    Choice,
    Decision,
    key_of,
    read_decisions,
    write_decisions,
)
from stemmen.privacy.keyfile import Key, write_key
from stemmen.privacy.pseudonyms import Choices, Plan, plan
from stemmen.privacy.replaced import mark_of
from stemmen.settings import Settings
from stemmen.store import Store
from stemmen.transcript import Transcript

_LEAST, _MOST = 15, 183  # days that dates are shifted, on or back
_TEXT = {".md", ".yaml", ".csv", ".html", ".txt", ".json", ".ipynb"}


@dataclass(frozen=True)
class Prepared:
    """A plan, with the edition of the transcripts that it is for, and the key as it will be."""

    plan: Plan
    edition: str
    key: Key


def prepare(folder: Path, store: Store, findings: Iterable[Finding], key: Key, choices: Choices) -> Prepared:
    """Plan what is replaced in the study in this folder; nothing is written."""
    edition = store.edition()
    beside = [_text(path) for path in (folder / "studie.yaml", folder / "respondenten.csv") if path.is_file()]
    decisions = read_decisions(folder / "besluiten.csv")
    findings = list(findings)
    _check_new_names(folder, findings, decisions.values(), key)
    made = plan(store.versions(), findings, decisions, key, choices, beside)
    new = Key({**key.pseudonyms, **made.pseudonyms}, {**key.shifts, **choices.shifts})
    return Prepared(made, edition, new)


def _check_new_names(
    folder: Path, findings: Iterable[Finding], decisions: Iterable[Decision], key: Key
) -> None:
    """StudyError when a new name is that of somebody else in the study: two people would become one."""
    found = {key_of(finding.text) for finding in findings if finding.choice is not Choice.ALLOW}
    given = {key_of(name) for name in key.pseudonyms.values()}
    problems = [
        Problem(
            str(folder / "besluiten.csv"),
            f"'{decision.text}' zou '{decision.replacement}' worden, maar dat staat al in de gesprekken.",
            "Die twee zouden een worden, en de echte naam zou in het rapport komen. Er is niets gewijzigd.",
            "Kies een andere naam, of laat 'vervangen_door' leeg.",
        )
        for decision in decisions
        if decision.choice is Choice.REPLACE
        and decision.replacement
        and key_of(decision.replacement) in found - given
    ]
    if problems:
        raise StudyError(*problems)


def shifts_for(
    transcripts: Iterable[str], people: Mapping[str, str], known: Mapping[str, int]
) -> dict[str, int]:
    """By transcript how many days its dates are shifted: by chance, the same for all of one respondent.

    Args:
        transcripts: ids.
        people: by transcript its respondent.
        known: what the key has.
    """
    shifts: dict[str, int] = dict(known)
    by_person = {people.get(transcript, transcript): days for transcript, days in known.items()}
    for transcript in sorted(transcripts):
        person = people.get(transcript, transcript)
        days = by_person.setdefault(person, _some_days())
        shifts.setdefault(transcript, days)
    return shifts


def _some_days() -> int:
    days = _LEAST + secrets.randbelow(_MOST - _LEAST + 1)
    return days if secrets.randbelow(2) else -days


def carry_out(folder: Path, store: Store, prepared: Prepared, key: Path, phrase: str) -> list[str]:
    """Replace as was planned; notes in Dutch on what could not be done in the files of the study."""
    made = prepared.plan
    write_key(key, phrase, prepared.key)
    marks = _marks(folder / "transcripten", store.transcripts())
    store.rewrite(made.edits, made.reword, edition=prepared.edition, marks=marks, done="pseudonimiseer")
    notes = _reword_files(folder, made.reword)
    _forget_decisions(folder / "besluiten.csv", made)
    return notes


def _marks(folder: Path, transcripts: Iterable[Transcript]) -> dict[str, str]:
    """Marks of the files that are still as they were read."""
    marks = {one.id: (folder / one.source, mark_of(folder / one.source), one) for one in transcripts}
    return {
        name: mark for name, (path, mark, one) in marks.items() if mark and is_read(path, one.source_sha256)
    }


def _reword_files(folder: Path, reword: Callable[[str], str]) -> list[str]:
    settings, people = folder / "studie.yaml", folder / "respondenten.csv"
    left = []
    if not _reword_file(settings, _requoted(_text(settings), reword), _same_settings(settings, reword)):
        left.append(settings)
    if people.is_file() and not _reword_file(people, reword(_text(people)), _same_table(people, reword)):
        left.append(people)
    return [
        f"In {path.name} konden de namen niet worden vervangen. Zet er zelf de nieuwe namen in."
        for path in left
    ]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="surrogateescape")


def _reword_file(path: Path, new: str, is_same: Callable[[Path], bool]) -> bool:
    """Write a file anew when it then says the same but for the words; whether it is as it should be."""
    if new == _text(path):
        return True
    try:
        with written_aside(path) as aside:
            aside.write_bytes(new.encode("utf-8", errors="surrogateescape"))
            if not is_same(aside):
                raise _OtherMeaningError
    except _OtherMeaningError:
        return False
    return True


class _OtherMeaningError(Exception):
    """With the new words a file would say something else."""


# A key with brackets, at the start of a line or in {…}, and a value that would start a list.
_KEY = re.compile(
    r"(?P<before>^[ \t]*|[{,][ \t]*)(?P<key>[^\s\"'{},:#][^\"'{},:\n]*)(?=[ \t]*:)", re.MULTILINE
)
_VALUE = re.compile(r"(?P<before>^[ \t]*\w+:[ \t]+)(?P<value>\[[a-z]+ \d+\].*)$", re.MULTILINE)


def _requoted(text: str, reword: Callable[[str], str]) -> str:
    """YAML with other words, in quotation marks where brackets would mean something.

    >>> _requoted("{Bo: interviewer}", lambda text: text.replace("Bo", "[naam 1]"))
    '{"[naam 1]": interviewer}'
    """
    new = reword(text)
    if new == text:
        return text
    new = _KEY.sub(lambda m: m["before"] + (_quoted(m["key"]) if "[" in m["key"] else m["key"]), new)
    return _VALUE.sub(lambda m: m["before"] + _quoted(m["value"]), new)


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _same_settings(path: Path, reword: Callable[[str], str]) -> Callable[[Path], bool]:
    def expected() -> object:
        speakers = Settings.load(path).speakers
        return {
            name: {reword(label): role for label, role in here.items()} for name, here in speakers.items()
        }

    def is_same(aside: Path) -> bool:
        try:
            return Settings.load(aside).speakers == expected()
        except StudyError:
            return False

    return is_same


def _same_table(path: Path, reword: Callable[[str], str]) -> Callable[[Path], bool]:
    def is_same(aside: Path) -> bool:
        try:
            old, new = read_table(path), read_table(aside)
        except StudyError:
            return False
        return bool(old.shape == new.shape and (old.map(reword).to_numpy() == new.to_numpy()).all())

    return is_same


def _forget_decisions(path: Path, made: Plan) -> None:
    """Take out what was replaced, with the words around it; what came in the place of names is allowed."""
    gone = {key_of(text) for text in made.pseudonyms}
    kept = {name: one for name, one in read_decisions(path).items() if name not in gone}
    allowed = {key_of(name): Decision(name, Choice.ALLOW) for name in made.readable}
    write_decisions(path, pd.DataFrame(columns=COLUMNS), {**kept, **allowed})


def still_named(folder: Path, reword: Callable[[str], str]) -> list[Path]:
    """Files of the study in which words stand that were replaced elsewhere; not those of `transcripten/`."""
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in _TEXT and path.is_file()]
    ours = [
        path for path in paths if path.relative_to(folder).parts[0] not in ("transcripten", "besluiten.csv")
    ]
    return [path for path in ours if reword(text := _text(path)) != text]


def check_move(folder: Path, to: Path) -> None:
    """StudyError when the original files cannot be moved there."""
    problem = ""
    if not (folder / "transcripten").is_dir():
        problem = "Er is geen map transcripten om te verplaatsen."
    elif to.resolve().is_relative_to(folder.resolve()):
        problem = "Deze map ligt in de map van de studie."
    elif to.exists() and (not to.is_dir() or any(to.iterdir())):
        problem = "Hier staat al iets."
    if problem:
        repair = "Kies een nieuwe of lege map buiten de studie met --verplaats MAP, of laat --verplaats weg."
        raise StudyError(Problem(str(to), problem, "Er is niets gewijzigd.", repair))


def move_originals(folder: Path, to: Path) -> Sequence[Path]:
    """Move the files of `transcripten/`, as they are, to a folder outside the study; where they are now."""
    try:
        to.mkdir(parents=True, exist_ok=True)
        private(to)
        found = sorted((folder / "transcripten").iterdir())
        return [Path(shutil.move(path, to / path.name)) for path in found if not path.name.startswith(".")]
    except OSError as error:
        what = f"Hier kan niet worden geschreven ({error.strerror}). Niet alle bestanden zijn verplaatst."
        meaning = "In de studie is al vervangen wat u had besloten."
        repair = f"Verplaats zelf de bestanden die nog in {folder / 'transcripten'} staan."
        raise StudyError(Problem(str(to), what, meaning, repair)) from None
