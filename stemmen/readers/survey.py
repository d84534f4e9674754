"""A table with one row a respondent: open questions are what they say, closed ones what they are.

Which question is open is told by the answers: sentences that differ, or a few short values that come back.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stemmen.readers.columns import Rows
from stemmen.readers.found import Found, Line, Proposal
from stemmen.readers.roles import label_key
from stemmen.readers.txt import split_lines
from stemmen.transcript import Attribute, Role


class Kind(StrEnum):
    """What a column is; the values are what a researcher may put before its name, with a colon."""

    OPEN = "open"
    CLOSED = "gesloten"
    NOT = "niet"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column below its header; `why` says why it is left out."""

    name: str
    cells: tuple[str, ...]
    kind: Kind
    why: str = ""

    @property
    def answers(self) -> int:
        return sum(map(bool, self.cells))


# Names of columns with the number of a respondent; the first that fits counts.
_ID_NAMES = """
respondent respondentnummer respondentnr respondentid respid responseid responsid deelnemer deelnemernummer
participant participantid caseid casenummer case recordid id nr nummer volgnummer code
"""
_IDS = _ID_NAMES.split()
# Names of the columns of a table with a row an answer.
_LONG_NAMES = (
    frozenset(_IDS),
    frozenset(["vraag", "vraagtekst", "question", "item"]),
    frozenset(["antwoord", "answer", "response", "reactie", "antwoordtekst"]),
)
_TECHNICAL = re.compile(
    r"(?:start|begin|eind|end|recorded|submit|last)?[ _]?(?:date|datum|tijd|time|tijdstip|timestamp)$"
    r"|.*datum|.*tijdstempel|.*timestamp|.*voltooi|.*duration|progress|voortgang|finished|status$|kanaal"
    r"|collector|distribution|userlanguage|.*latitude|.*longitude|ip$|ip[ -_]?ad",
    re.I,
)
_PERSONAL = re.compile(
    r"(?:voor|achter|roep)?na(?:am|men)\b|\bname\b|e-?mail|telefoon|\bphone\b|mobiel|adres|postcode|woonplaats"
    r"|geboorte|\bbsn\b|handtekening",
    re.I,
)
_BACKGROUND = re.compile(
    r"functie|beroep|leeftijd|geslacht|gender|opleiding|organisatie|sector|branche|ervaring|regio|provincie|gemeente"
    r"|inkomen|afdeling|team|dienstverband|werkzaam|rol\b|aantal|jaar|jaren|cijfer|score|schaal|age\b|groep|klasse|soort",
    re.I,
)
_FREE = re.compile(
    r"anders|namelijk|toelicht|licht[^?]*toe\b|opmerking|overige|suggestie"
    r"|\bother\b|specify|comment|open[- ]ended",
    re.I,
)
_QUESTION = re.compile(
    r"^(?:wat|waar|waarom|waardoor|hoe|welke?|wie|wanneer|kunt u|what|why|how)\b|\?$", re.I
)
_PERSONAL_CELLS = (
    ("e-mailadressen", re.compile(r"\S+@\S+\.\w+")),
    ("internetadressen", re.compile(r"(?:https?://|www\.)\S+|\d{1,3}(?:\.\d{1,3}){3}")),
    (
        "datums of tijden",
        re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}(?:[ T].*)?|\d{1,2}:\d{2}(?::\d{2})?.{0,3}"),
    ),
    ("telefoonnummers", re.compile(r"(?:\+|00?)\d[\d \-]{7,13}")),
)
_NUMBER = re.compile(r"-?\d{1,4}(?:[.,]\d{1,2})?")
_LONG = 8  # words: more than the name of a choice has
_ROLE = Proposal(Role.RESPONDENT, "elke rij van deze tabel een respondent is")
_NO_ANSWER = frozenset({"-", "--", "–", "/", ".", "?", "n.v.t.", "n.v.t", "nvt"})
_REPAIR = (
    "Klopt dat niet? Zet in het bestand voor de naam van de kolom 'open:', 'gesloten:' of 'niet:' "
    "en lees het opnieuw in."
)


def survey(rows: Rows) -> Found | None:
    """The answers of a survey, respondent by respondent; None when no question in it is open.

    >>> found = survey([["nr", "leeftijd", "Wat ging er goed?"], ["1", "43", "De sfeer was er heel goed."]])
    >>> [(line.speaker, line.section, line.text) for line in found.lines]
    [('1', 'Wat ging er goed?', 'De sfeer was er heel goed.')]
    >>> found.attributes
    (Attribute(speaker='1', name='leeftijd', value='43'),)
    """
    header, body = _pivoted(*_header(rows))
    if not body:
        return None
    named = [(name, tuple(row[column] for row in body)) for column, name in enumerate(header)]
    numbers = _ids(named)
    columns = [_column(name, cells) for name, cells in _distinct(named) if any(cells) and name != numbers]
    if not any(column.kind is Kind.OPEN for column in columns):
        return None
    ids = dict(named)[numbers] if numbers else _counted(len(body))
    speakers = [" ".join(number.split()) for number in ids]
    return Found(
        [line for row, speaker in enumerate(speakers) for line in _answers(columns, row, speaker)],
        notes=_notes(columns, speakers, numbers),
        roles=dict.fromkeys(speakers, _ROLE),
        attributes=tuple(
            Attribute(speaker, column.name, value)
            for row, speaker in enumerate(speakers)
            for column in columns
            if (value := _closed_value(column, row))
        ),
    )


def _header(rows: Rows) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, whitespace collapsed, and the rows below them that have something."""
    filled = [[_given(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, filled), default=0)
    square = [row + [""] * (width - len(row)) for row in filled]
    # A title stands above the header; Qualtrics puts codes above the questions, and its own ids below them.
    first = next((n for n, row in enumerate(square) if sum(map(bool, row)) > width / 2), 0)
    imports = [n for n, row in enumerate(square[:3]) if any(cell.startswith('{"ImportId"') for cell in row)]
    first = imports[0] - 1 if imports and imports[0] else first
    names, body = square[first : first + 1], square[first + 1 + len(imports) :]
    if body and _is_second_header(names[0], body[0]):
        names.append(body.pop(0))
    return _joined(names), body


def _is_second_header(names: Sequence[str], below: Sequence[str]) -> bool:
    """Whether choices stand under a question that goes over several columns, as SurveyMonkey writes."""
    merged = any(under and not name for name, under in zip(names, below, strict=True))
    return bool(merged and names[0] and not below[0])


def _joined(headers: Sequence[Sequence[str]]) -> list[str]:
    if not headers:
        return []
    names = [" ".join(name.split()) for name in headers[0]]
    if len(headers) > 1:
        above = ""
        for column, under in enumerate(" ".join(cell.split()) for cell in headers[1]):
            above = names[column] or above
            plain = not under or under.casefold() in ("response", "open-ended response", "antwoord")
            names[column] = above if plain else f"{above}: {under}"
    return [name or f"kolom {column}" for column, name in enumerate(names, 1)]


def _pivoted(header: list[str], body: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """A table with a row an answer (respondent, question, answer) as one with a row a respondent."""
    places = _answer_columns(header)
    if not places or len({row[places[0]] for row in body}) == len(body):
        return header, body
    who, question, answer = places
    others = [column for column in range(len(header)) if column not in (who, question, answer)]
    questions = list(dict.fromkeys(" ".join(row[question].split()) for row in body))
    people: dict[str, list[str]] = {}
    for row in body:
        person = people.setdefault(
            row[who], [row[who], *(row[other] for other in others), *[""] * len(questions)]
        )
        place = 1 + len(others) + questions.index(" ".join(row[question].split()))
        person[place] = "\n".join(filter(None, (person[place], row[answer])))
    return [header[who], *(header[other] for other in others), *questions], list(people.values())


def _answer_columns(header: Sequence[str]) -> list[int]:
    """Where the respondent, the question and the answer stand; [] when not all three do."""
    keys = [_letters(name) for name in header]
    places = [
        n for names in _LONG_NAMES for n in [next((n for n, key in enumerate(keys) if key in names), -1)]
    ]
    return places if min(places) >= 0 else []


def is_survey(header: Sequence[str]) -> bool:
    """Whether the names of the columns leave no doubt that this is a survey.

    >>> [is_survey(names) for names in (["open: Waarom?"], ["Nr", "Vraag", "Antwoord"], ["wie", "tekst"])]
    [True, True, False]
    """
    told = any(name.strip().casefold().startswith(f"{kind}:") for name in header for kind in Kind)
    return told or bool(_answer_columns(header))


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def _distinct(named: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Columns of the same name get a number behind it."""
    seen: Counter[str] = Counter()
    distinct = []
    for name, cells in named:
        seen[name] += 1
        distinct.append((f"{name} ({seen[name]})" if seen[name] > 1 else name, cells))
    return distinct


def _ids(named: Sequence[tuple[str, tuple[str, ...]]]) -> str | None:
    """The name of the column in which each respondent has a number."""
    fitting = {
        _letters(name): name
        for name, cells in reversed(named)
        if all(0 < len(cell) <= 40 for cell in cells) and len(set(map(label_key, cells))) == len(cells)
    }
    return next((fitting[key] for key in _IDS if key in fitting), None)


def _counted(number: int) -> list[str]:
    width = max(2, len(str(number)))
    return [f"r{n:0{width}}" for n in range(1, number + 1)]


def _column(name: str, cells: tuple[str, ...]) -> _Column:
    for kind in Kind:  # the researcher says so
        if name.casefold().startswith(f"{kind}:"):
            why = "zo staat het in de kop" if kind is Kind.NOT else ""
            return _Column(name[len(kind) + 1 :].strip(), cells, kind, why)
    given = [" ".join(cell.split()) for cell in cells if cell]
    if why := _private(name, given):
        return _Column(name, cells, Kind.NOT, why)
    if _is_open(name, given):
        return _Column(name, cells, Kind.OPEN)
    if _all_differ(given) and not _BACKGROUND.search(name) and not _mostly(given, _NUMBER.fullmatch):
        return _Column(name, cells, Kind.NOT, "bijna elke waarde is anders, dus die wijst een persoon aan")
    return _Column(name, cells, Kind.CLOSED)


def _mostly(cells: Sequence[str], test: Callable[[str], object]) -> bool:
    return sum(bool(test(cell)) for cell in cells) >= 0.8 * len(cells)


def _private(name: str, given: Sequence[str]) -> str:
    """Why a column may not be an attribute of people, or ""."""
    for what, pattern in _PERSONAL_CELLS:
        if _mostly([cell[:100] for cell in given], pattern.fullmatch):
            return what
    short = len(name.split()) <= 6 and _words(given) < _LONG
    if short and _PERSONAL.search(name):
        return "wijst een persoon aan"
    return "gegevens van het programma" if short and _TECHNICAL.match(name) else ""


def _words(given: Sequence[str]) -> float:
    return sum(len(cell.split()) for cell in given) / max(1, len(given))


def _recurring(given: Sequence[str]) -> float:
    """The part of the answers that others gave too; of several choices in a cell (;) each is one."""
    parts = [part.strip().casefold() for cell in given for part in cell.split(";") if part.strip()]
    counts = Counter(parts)
    return sum(count for count in counts.values() if count > 1) / max(1, len(parts))


def _own_sentences(given: Sequence[str]) -> float:
    """The part of the answers that are sentences which nobody else gave: beside many a "nee" or "n.v.t."."""
    counts = Counter(map(str.casefold, given))
    own = sum(count for cell, count in counts.items() if count == 1 and len(cell.split()) >= 5)
    return own / max(1, len(given))


def _all_differ(given: Sequence[str]) -> bool:
    return len(given) > 3 and _recurring(given) < 0.4


def _is_open(name: str, given: Sequence[str]) -> bool:
    if _mostly(given, _NUMBER.fullmatch):
        return False
    words, recurring = _words(given), _recurring(given)
    if recurring >= 0.8:  # choices, however many words they have
        return False
    if words >= _LONG or _FREE.search(name[:200]) or _own_sentences(given) >= 0.2:
        return True
    if recurring >= 0.4 or (_BACKGROUND.search(name) and words < 3):
        return False
    return words >= 3 or (len(given) > 3 and bool(_QUESTION.search(name)))


def _is_own_words(column: _Column, row: int) -> bool:
    """Whether an answer to a closed question is no choice: "Anders, namelijk …", in a sentence."""
    cell = column.cells[row]
    return column.kind is Kind.CLOSED and len(cell.split()) >= _LONG and column.cells.count(cell) == 1


def _closed_value(column: _Column, row: int) -> str:
    if column.kind is not Kind.CLOSED:
        return ""
    return "anders" if _is_own_words(column, row) else " ".join(column.cells[row].split())


def _given(cell: str) -> str:
    """What is in a cell; "" when that only says that there is nothing."""
    text = cell.strip()
    return "" if text.casefold() in _NO_ANSWER else text


def _answers(columns: Sequence[_Column], row: int, speaker: str) -> list[Line]:
    """What a respondent wrote, a section a question."""
    lines = []
    for column in columns:
        if column.cells[row] and (column.kind is Kind.OPEN or _is_own_words(column, row)):
            first, *more = split_lines(column.cells[row])
            lines.append(Line(first, speaker=speaker, section=column.name))
            lines += [Line(text, section=column.name) for text in more]
    return lines


def _notes(columns: Sequence[_Column], speakers: Sequence[str], numbers: str | None) -> tuple[str, ...]:
    """What was read as what, for the researcher to check."""
    people = "1 respondent" if len(speakers) == 1 else f"{len(speakers)} respondenten"
    names = f"kolom '{numbers}'" if numbers else "de volgorde van de rijen"
    total = len(speakers)
    opened = [f"{_short(c.name)} ({_count(c.answers, total)})" for c in columns if c.kind is Kind.OPEN]
    closed = [_short(column.name) for column in columns if column.kind is Kind.CLOSED]
    left = [f"{_short(column.name)} ({column.why})" for column in columns if column.kind is Kind.NOT]
    own = [
        f"{_short(column.name)} ({count})"
        for column in columns
        if (count := sum(_is_own_words(column, row) for row in range(total)))
    ]
    told = [
        f"Gelezen als enquête met op elke rij een respondent: {people}, genoemd naar {names}.",
        f"Open vragen, elk een onderdeel: {'; '.join(opened)}.",
        f"Gesloten vragen, gelezen als kenmerk: {'; '.join(closed)}." if closed else "",
        f"Antwoorden in eigen woorden op gesloten vragen, ook gelezen als tekst: {'; '.join(own)}."
        if own
        else "",
        f"Niet ingelezen: {'; '.join(left)}." if left else "",
        _silent(columns, speakers),
        _REPAIR,
    ]
    return tuple(filter(None, told))


def _count(answers: int, total: int) -> str:
    said = "1 antwoord" if answers == 1 else f"{answers} antwoorden"
    return f"{said}, {total - answers} leeg" if answers < total else said


def _silent(columns: Sequence[_Column], speakers: Sequence[str]) -> str:
    """Respondents who wrote nothing."""
    silent = [speaker for row, speaker in enumerate(speakers) if not _answers(columns, row, speaker)]
    if not silent:
        return ""
    who = "1 respondent" if len(silent) == 1 else f"{len(silent)} respondenten"
    return f"Zonder antwoord op een open vraag, en dus zonder beurt: {who} ({', '.join(silent)})."


def _short(name: str) -> str:
    return f"'{name[:60].rstrip()}…'" if len(name) > 61 else f"'{name}'"
