"""Talks without labels: questions in bold and answers plain, or a dash before each turn."""

import re
from collections.abc import Sequence
from dataclasses import replace

from stemmen.readers.found import Line, Proposal
from stemmen.transcript import Role

QUESTION, ANSWER = "Vraag", "Antwoord"
_DASH = re.compile(r"[-–—•][ \t]*(?=\S)")
_ADDRESSED = re.compile(r"\b(?:u|je|jij|jullie|welkom|fijn|bedankt|dank)\b", re.I)
_FEWEST = 3  # questions


def unlabelled(lines: Sequence[Line]) -> tuple[list[Line], dict[str, Proposal]]:
    """The lines with who speaks, and in which role; none when the file does not show it."""
    lines = [line for line in lines if line.text.strip()]
    return _by_letters(lines) or _by_dashes(lines) or ([], {})


def _by_letters(lines: Sequence[Line]) -> tuple[list[Line], dict[str, Proposal]] | None:
    """Questions stand out as a whole, by bold or italic letters or capitals; answers do not."""
    stands_out = [_stands_out(line) for line in lines]
    first = next(
        (n for n, (line, out) in enumerate(zip(lines, stands_out, strict=True)) if out and "?" in line.text),
        -1,
    )
    if first < 0:
        return None
    while first and stands_out[first - 1] and _ADDRESSED.search(lines[first - 1].text):
        first -= 1
    questions, answers = _runs(lines[first:], stands_out[first:])
    asked = sum("?" in text for text in questions)
    told = sum(text.rstrip().endswith("?") for text in answers)
    if len(questions) < _FEWEST or asked < 0.6 * len(questions) or told > 0.3 * len(answers):
        return None
    said = [
        replace(line, speaker=QUESTION if out else ANSWER)
        if number == 0 or out != stands_out[first + number - 1]
        else line
        for number, (line, out) in enumerate(zip(lines[first:], stands_out[first:], strict=True))
    ]
    why = "de vragen met andere letters zijn gezet dan de antwoorden"
    roles = {QUESTION: Proposal(Role.INTERVIEWER, why), ANSWER: Proposal(Role.RESPONDENT, why)}
    return [*lines[:first], *said], roles


def _stands_out(line: Line) -> bool:
    text = line.text.strip()
    return line.marked.strip() == text or (text.isupper() and len(text.split()) > 2)


def _runs(lines: Sequence[Line], stands_out: Sequence[bool]) -> tuple[list[str], list[str]]:
    """What is asked and what is answered, the lines of one turn together."""
    runs: tuple[list[str], list[str]] = ([], [])
    last = None
    for line, out in zip(lines, stands_out, strict=True):
        run = runs[not out]
        if out == last:
            run[-1] += f" {line.text}"
        else:
            run.append(line.text)
        last = out
    return runs


def _by_dashes(lines: Sequence[Line]) -> tuple[list[Line], dict[str, Proposal]] | None:
    """Each turn starts with a dash: two people, in turns."""
    dashes = [_DASH.match(line.text.strip()) for line in lines]
    first = next((number for number, dash in enumerate(dashes) if dash), len(lines))
    turns = sum(map(bool, dashes[first:]))
    if turns < 2 * _FEWEST or turns < 0.8 * (len(lines) - first):
        return None
    said, count = list(lines[:first]), 0
    for line, dash in zip(lines[first:], dashes[first:], strict=True):
        words = line.text.strip()[dash.end() :] if dash else line.text
        said.append(replace(line, text=words, speaker=f"Spreker {count % 2 + 1}" if dash else ""))
        count += bool(dash)
    return said, {}
