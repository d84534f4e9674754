"""`besluiten.csv`: what the researcher decided on each string that may identify somebody."""

import csv
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pandas as pd

from stemmen.errors import Problem, StudyError
from stemmen.files import read_table, written_aside

COLUMNS = ["tekst", "soort", "laag", "besluit", "vervangen_door", "aantal", "transcripten", "voorbeeld"]
_POSSESSIVE = re.compile(r"(?<=\w)['’`]s?$")
# What a spreadsheet would take for a number, a date or a formula: 0612345678 would lose its 0.
_FORMULA = re.compile(r"[=+@'-]")
_BENT = re.compile(r"[=+@'-]|.*\d")


class Choice(StrEnum):
    """What is done with a string; the values are the words that users write."""

    OPEN = ""
    ALLOW = "toestaan"
    REPLACE = "vervangen"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a string.

    Args:
        text: the string, as it was written first.
        choice: what is done with it.
        replacement: what comes in its place; "" when `stemmen` may choose.
    """

    text: str
    choice: Choice
    replacement: str = ""


Decisions = Mapping[str, Decision]  # by `key_of` the string


def base_of(text: str) -> str:
    r"""A string on one line, without what makes it a possessive.

    >>> base_of("Fatima's"), base_of("Jan\nde Vries"), base_of("Hans’")
    ('Fatima', 'Jan de Vries', 'Hans')
    """
    return _POSSESSIVE.sub("", " ".join(text.split())) or text


def key_of(text: str) -> str:
    """What the ways to write one string have in common: capitals, hyphens, spaces in numbers do not count.

    >>> key_of("Jan-Willem") == key_of("jan willem's"), key_of("06-12 34") == key_of("0612 34")
    (True, True)
    >>> key_of("Anna") == key_of("Anne")
    False
    """
    words = re.findall(r"[^\W_]+", base_of(text).casefold())
    return ("" if any(map(str.isdigit, "".join(words))) else " ").join(words) or text


def read_decisions(path: Path) -> dict[str, Decision]:
    """The decisions in `besluiten.csv`, by key; StudyError with all its faults, none when it is not there."""
    return {key: decision for key, decision in _rows(path).items() if decision.choice is not Choice.OPEN}


def _rows(path: Path) -> dict[str, Decision]:
    if not path.exists():
        return {}
    table = read_table(path)
    missing = [name for name in ("tekst", "besluit") if name not in table]
    if missing:
        what = f"Deze kolommen ontbreken: {', '.join(missing)}."
        repair = "Zet ze terug, of haal het bestand weg en doe opnieuw: stemmen controleer."
        raise StudyError(Problem(f"{path}, regel 1", what, repair=repair))
    found: dict[str, Decision] = {}
    problems: list[Problem] = []
    for line, row in table.to_dict("index").items():
        cells = {str(name): str(cell) for name, cell in row.items()}
        decision, wrong = _decision(cells)
        key = key_of(decision.text)
        earlier = found.get(key)
        if earlier and Choice.OPEN not in (earlier.choice, decision.choice) and not _same(earlier, decision):
            wrong = (
                "Over deze tekst staat hierboven al een ander besluit.",
                "Haal een van beide weg.",
            )
        if wrong:
            problems.append(Problem(f"{path}, regel {line}", wrong[0], repair=wrong[1]))
        if not earlier or earlier.choice is Choice.OPEN:
            found[key] = decision
    if problems:
        raise StudyError(*problems)
    return found


def _same(one: Decision, other: Decision) -> bool:
    return (one.choice, one.replacement) == (other.choice, other.replacement)


def _decision(cells: Mapping[str, str]) -> tuple[Decision, tuple[str, str] | None]:
    """A row, and what is wrong with it with the repair."""
    text, word = _unguarded(cells["tekst"]), cells["besluit"].lower()
    replacement = _unguarded(cells.get("vervangen_door", ""))
    if word not in list(Choice):
        wrong = (
            "In de kolom 'besluit' staat geen besluit.",
            "Vul in: toestaan of vervangen, of laat het leeg.",
        )
        return Decision(text, Choice.OPEN), wrong
    decision = Decision(text, Choice(word), replacement)
    if not text:
        return decision, ("In de kolom 'tekst' staat niets.", "Haal deze rij weg.")
    if replacement and decision.choice is not Choice.REPLACE:
        what = "Bij vervangen_door staat een woord, maar het besluit is niet 'vervangen'."
        return decision, (what, "Zet 'vervangen' in de kolom 'besluit', of maak vervangen_door leeg.")
    return decision, None


def write_decisions(path: Path, strings: pd.DataFrame, decisions: Decisions) -> None:
    """Write all strings with what was decided, those that are open first.

    `strings` is the table of `Checked.by_string`; decisions on strings that are gone are kept, at the end.
    """
    known = set(strings["tekst"].map(key_of))
    gone: list[Mapping[Hashable, object]] = [
        {"tekst": decision.text, "besluit": decision.choice.value, "vervangen_door": decision.replacement}
        for key, decision in sorted(decisions.items())
        if key not in known
    ]
    rows: list[Mapping[Hashable, object]] = [
        *strings.sort_values("besluit", kind="stable").to_dict("records"),
        *gone,
    ]
    with written_aside(path) as aside, aside.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows([_cell(name, row) for name in COLUMNS] for row in rows)


_NUMBERS = ("aantal", "transcripten", "laag")


def _cell(name: str, row: Mapping[Hashable, object]) -> str:
    """A cell that no spreadsheet bends: with ' in front, as a spreadsheet itself marks text."""
    if name in _NUMBERS:
        return str(row.get(name, "" if name == "laag" else 0))
    cell = str(row.get(name, ""))
    bent = _FORMULA if name == "voorbeeld" else _BENT
    return f"'{cell}" if bent.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell.removeprefix("'")


def decide(path: Path, text: str, choice: str, replacement: str = "") -> bool:
    """Write one decision into `besluiten.csv`; whether the string stood there. All else stays as it is."""
    if not text.strip():
        what = "Er staat geen tekst om over te besluiten."
        repair = 'Zet de tekst tussen aanhalingstekens: stemmen besluit STUDIE "Jan de Vries" vervangen'
        raise StudyError(Problem(str(path), what, "Er is niets gewijzigd.", repair))
    cells = {"tekst": text, "besluit": choice, "vervangen_door": replacement}
    decision, wrong = _decision(cells)
    if wrong:
        raise StudyError(Problem(f"Het besluit over '{text}'", wrong[0], repair=wrong[1]))
    read_decisions(path)  # with faults in it, the file is not written again
    table = read_table(path) if path.exists() else pd.DataFrame(columns=COLUMNS, dtype=str)
    rows = [
        {str(name): _unguarded(str(cell)) for name, cell in row.items()} for row in table.to_dict("records")
    ]
    same = [row for row in rows if key_of(row["tekst"]) == key_of(decision.text)]
    for row in same or [_new(rows, decision)]:
        row |= {"besluit": decision.choice.value, "vervangen_door": decision.replacement}
    write_decisions(path, pd.DataFrame(rows).fillna(""), {})
    return bool(same)


def _new(rows: list[dict[str, str]], decision: Decision) -> dict[str, str]:
    rows.append({"tekst": decision.text, "aantal": "0", "transcripten": "0"})
    return rows[-1]
