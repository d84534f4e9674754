"""A table with one row a turn: which of its columns hold the time, the speaker and the words.

Told by the header row, else by what is in the columns: clock times, few recurring short labels, long text.
Tables of Word, OpenDocument, HTML, CSV and Excel all come here as rows of cell texts.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from stemmen.readers.found import Line, Proposal
from stemmen.readers.roles import label_key, role_word
from stemmen.readers.times import is_time, seconds
from stemmen.readers.txt import split_lines
from stemmen.transcript import Role

Rows = Sequence[Sequence[str]]

# What a column is called, by what it holds; of words that several columns have, the first here counts.
_NAMES = {
    "time": "tijd tijdcode tijdstempel tijdstip timecode timestamp time begin begintijd starttijd start "
    "starttime startms beginms van in",
    "end": "eind einde eindtijd end endtime endms beginend stop tot duur duration",
    "speaker": "spreker speaker sprekernaam speakername wie who participant persoon deelnemer actor naam "
    "name rol role tier",
    "role": "rol role",
    "text": "tekst text uitspraak uiting utterance uitspraken gezegd gesprokentekst gesprek inhoud content "
    "transcript transcriptie transcription transcripttekst spraak dialoog woorden fragment zin",
    "number": "nr nummer no number id uid regel regelnummer rij beurt beurtnummer volgnummer index line turn "
    "segment cue",
    "section": "onderdeel sectie section hoofdstuk",
    "interview": "interview interviewnummer transcript bestand bestandsnaam file filename bron source "
    "document sessie opname gesprek",
}
_WORDS = {kind: names.split() for kind, names in _NAMES.items()}
_STRONG = frozenset(["spreker", "speaker", "sprekernaam", "speakername", "wie"])  # no survey asks for these
_SENTENCE = 2  # words in a cell, on average: answers are short
_OTHERS = 2  # columns of which it is not known what they hold
_HEAD_ROWS = 5  # a title may stand above the header
_LABEL = re.compile(r"(?P<bracket>[\[(<])?(?P<label>[^:\n]{1,60}?)(?(bracket)[\])>])[ ]*:?")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,20})?")
_SLOWEST = 0.02  # words a second in a talk; fewer, and the numbers are thousandths of seconds


@dataclass(frozen=True, slots=True)
class Table:
    """What a table with a row a turn says: its lines, remarks for the user, and roles it gives speakers."""

    lines: list[Line]
    notes: tuple[str, ...] = ()
    roles: Mapping[str, Proposal] = field(default_factory=dict)


def table_lines(rows: Rows) -> Table | None:
    """The turns of a table, or None when it is not clear that it has a row a turn.

    A row without a speaker goes on with the turn before it. Further lines in a cell are lines of their
    own, without a speaker.

    >>> table_lines([["Tijd", "Wie", "Tekst"], ["0:07", "I", "Hoe ging dat?"]]).lines[0].speaker
    'I'
    >>> table_lines([["Naam", "Leeftijd"], ["Anna", "43"]])
    """
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, filled), default=0)
    if width < 2:
        return None
    square = [row + [""] * (width - len(row)) for row in filled]
    return _by_header(square) or _by_content(square)


def _by_header(rows: Rows) -> Table | None:
    for number, row in enumerate(rows[:_HEAD_ROWS]):
        body = rows[number + 1 :]
        if not body or max(map(len, row)) > 60:
            return None
        if kinds := _named_kinds(row, body):
            return _table(kinds, row, body, _title(rows[:number]))
        if speakers := _speaker_columns(row, body):
            return _side_by_side(speakers, row, body, _title(rows[:number]))
        if len(set(row) - {""}) > 2:  # no title
            return None
    return None


def _title(rows: Rows) -> list[Line]:
    return [Line(" ".join(dict.fromkeys(cell for cell in row if cell))) for row in rows]


def _key(name: str) -> str:
    """The letters of a column name: "Start-tijd (s):" is "starttijd"."""
    return re.sub(r"[\W\d_]", "", re.sub(r"[(\[].*?[)\]]", "", name.casefold()))


def _named_kinds(header: Sequence[str], body: Rows) -> dict[str, int] | None:
    """Which column holds what, by the names in the header; None unless these tell who says what, or when."""
    kinds: dict[str, int] = {}
    for kind, words in _WORDS.items():
        named = [
            (words.index(_key(name)), column)
            for column, name in enumerate(header)
            if _key(name) in words and column not in kinds.values() and _fits(kind, _cells(body, column))
        ]
        if named:
            kinds[kind] = min(named)[1]
    if not kinds.keys() & {"time", "speaker", "text"}:
        return None
    times = (column for column in range(len(header)) if column not in kinds.values())
    timed = [column for column in times if _mostly(_given(body, column), is_time)]
    if "time" not in kinds and timed:
        kinds["time"] = timed[0]
    clear = "speaker" in kinds and _key(header[kinds["speaker"]]) in _STRONG
    clocked = "time" in kinds and _mostly(_given(body, kinds["time"]), is_time)
    if "text" not in kinds and (clear or clocked):
        kinds |= _longest(body, set(kinds.values()))
    return kinds if "text" in kinds and kinds.keys() & {"speaker", "time"} else None


def _fits(kind: str, cells: Sequence[str]) -> bool:
    """Whether the cells of a column can be what its name says."""
    given = [cell for cell in cells if cell]
    if kind in ("time", "end"):
        return _mostly(given, lambda cell: is_time(cell) or bool(_NUMBER.fullmatch(cell)))
    if kind in ("speaker", "role"):
        return _mostly(given, _is_label)
    if kind == "number":
        return _mostly(given, lambda cell: " " not in cell)
    return bool(given)


def _mostly(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(test, cells)) >= 0.8 * len(cells)


def _is_label(cell: str) -> bool:
    return bool(_LABEL.fullmatch(cell)) and len(cell.split()) <= 6 and not cell.endswith((".", "?", "!"))


def _longest(body: Rows, taken: set[int]) -> dict[str, int]:
    """The column with the longest cells as the text, when those are sentences rather than words."""
    lengths = {
        column: sum(len(cell.split()) for cell in cells) / len(cells)
        for column in range(len(body[0]))
        if column not in taken and (cells := _given(body, column))
    }
    longest = max(lengths, key=lambda column: lengths[column], default=-1)
    return {"text": longest} if lengths.get(longest, 0) >= _SENTENCE else {}


def _cells(body: Rows, column: int) -> list[str]:
    return [row[column] for row in body]


def _given(body: Rows, column: int) -> list[str]:
    return [row[column] for row in body if row[column]]


def _speaker_columns(header: Sequence[str], body: Rows) -> list[int] | None:
    """The columns of "Vraag | Antwoord": each is what one speaker says; None when there are not two."""
    speakers = [column for column, name in enumerate(header) if name and role_word(name)]
    others = [column for column, name in enumerate(header) if name and column not in speakers]
    plain = all(_fits("number", _cells(body, column)) for column in others)
    roles = {role_word(header[column]) for column in speakers}
    talk = all(_is_talk(_given(body, column)) for column in speakers)
    return speakers if len(roles) > 1 and plain and talk else None


def _is_talk(cells: Sequence[str]) -> bool:
    long = sum(len(cell.split()) for cell in cells) >= _SENTENCE * len(cells)
    return long and not all(map(role_word, cells))


def _side_by_side(speakers: Sequence[int], header: Sequence[str], body: Rows, title: list[Line]) -> Table:
    cells = [(row[column], _label(header[column])) for row in body for column in speakers if row[column]]
    lines = [line for text, speaker in cells for line in _cell_lines(text, speaker)]
    return Table(title + lines, _left_out(speakers, header, body))


def _by_content(rows: Rows) -> Table | None:
    """A table without a header in known words: the columns are told by what they hold."""
    kinds = _content_kinds(rows)
    if kinds is None:
        return None
    if not _is_head(rows, kinds):
        return _table(kinds, [""] * len(rows[0]), rows, [])
    # Under names that we do not know, labels may as well be choices ("eens", "oneens").
    labels = [_label(row[kinds["speaker"]]) for row in rows[1:]]
    if "time" not in kinds and not all(role_word(label) for label in labels if label):
        return None
    table = _table(kinds, rows[0], rows[1:], [])
    note = "De eerste rij van een tabel is gelezen als kopregel."
    return Table(table.lines, (note, *table.notes), table.roles)


def _content_kinds(rows: Rows) -> dict[str, int] | None:
    kinds: dict[str, int] = {}
    for column in range(len(rows[0])):
        cells = _given(rows, column)
        if _mostly(cells, is_time):
            kinds.setdefault("end" if "time" in kinds else "time", column)
        elif _mostly(cells, str.isdecimal):
            kinds.setdefault("number", column)
        elif "speaker" not in kinds and _are_speakers(cells):
            kinds["speaker"] = column
    kinds |= _longest(rows, set(kinds.values()))
    if not kinds.keys() >= {"text", "speaker"}:
        return None
    if len(rows[0]) > len(kinds) + _OTHERS:
        return None
    # "Interviewer | Anna" in the head of a document is no turn, and a few words are no talk.
    ended = any(cell.endswith((".", "?", "!", "…")) for cell in _cells(rows, kinds["text"]))
    return kinds if ended or len(rows) > 5 else None


def _is_head(rows: Rows, kinds: Mapping[str, int]) -> bool:
    """Whether the first row is a header in words that we do not know: it does not look like the others."""
    first = {kind: rows[0][column] for kind, column in kinds.items()}
    if "time" in first or "number" in first:
        return not (is_time(first.get("time", "0:00")) and first.get("number", "0").isdecimal())
    labels = [label_key(_label(cell)) for cell in _cells(rows, kinds["speaker"])]
    return labels.count(labels[0]) == 1 and not role_word(labels[0])


def _are_speakers(cells: Sequence[str]) -> bool:
    """Whether these are a few short labels that come back, one after another."""
    keys = [label_key(_label(cell)) for cell in cells if _is_label(cell)]
    if len(keys) < max(2, 0.9 * len(cells)) or len(set(keys)) < 2:
        return False
    recurring = sum(count for count in Counter(keys).values() if count > 1)
    if recurring < 0.8 * len(keys):  # few rows: only labels that can be nothing else
        return len({role_word(key) for key in keys}) > 1 and all(map(role_word, keys))
    return sum(one != other for one, other in pairwise(keys)) >= len(set(keys))


def _table(kinds: Mapping[str, int], header: Sequence[str], body: Rows, title: list[Line]) -> Table:
    def cells(kind: str) -> list[str]:
        return _cells(body, kinds[kind]) if kind in kinds else [""] * len(body)

    speakers, texts = [_label(cell) for cell in cells("speaker")], cells("text")
    notes = _left_out(kinds.values(), header, body)
    if empty := texts.count(""):
        rows = "1 rij zonder tekst is" if empty == 1 else f"{empty} rijen zonder tekst zijn"
        notes = (*notes, f"{rows} overgeslagen.")
    roles = cells("role")
    which = [re.split(r"[\\/]", cell)[-1] for cell in cells("interview")]
    if len(interviews := list(dict.fromkeys(filter(None, which)))) > 1:
        # With the name of the interview before it, a label no longer tells its role by itself.
        clear = [who if len(who) > 1 or who in ("I", "R") else "" for who in speakers]
        roles = [role or who for role, who in zip(roles, clear, strict=True)]
        speakers = [f"{name} {who}".strip() for name, who in zip(which, speakers, strict=True)]
        notes = (*notes, _several(header[kinds["interview"]], interviews))
    times = _times(cells("time"), texts, cells("end"))
    turns = zip(texts, speakers, times, cells("section"), strict=True)
    lines = [line for turn in turns if turn[0] for line in _cell_lines(*turn)]
    return Table(title + lines, notes, _roles(speakers, roles))


def _label(cell: str) -> str:
    match = _LABEL.fullmatch(cell)
    return match["label"].strip() if match else " ".join(cell.split())


def _cell_lines(text: str, speaker: str, time: float | None = None, section: str = "") -> list[Line]:
    first, *more = split_lines(text)
    section = " ".join(section.split())
    return [
        Line(first, time, speaker=speaker, section=section),
        *(Line(line, section=section) for line in more),
    ]


def _left_out(used: Collection[int], header: Sequence[str], body: Rows) -> tuple[str, ...]:
    """A note of the columns that are no part of what was said."""
    names = [
        f"'{name}'" if name else f"nummer {column + 1}"
        for column, name in enumerate(header)
        if column not in used and any(_cells(body, column))
    ]
    if not names:
        return ()
    columns = "Deze kolom van de tabel is" if len(names) == 1 else "Deze kolommen van de tabel zijn"
    return (f"{columns} niet ingelezen: {', '.join(names)}.",)


def _several(name: str, interviews: Sequence[str]) -> str:
    return (
        f"In deze tabel staan {len(interviews)} interviews (kolom '{name}'). De naam van het interview is "
        f"voor die van de spreker gezet, zoals in '{interviews[0]}'. Beter is een bestand per interview."
    )


def _roles(speakers: Sequence[str], roles: Sequence[str]) -> dict[str, Proposal]:
    """The roles that the table gives speakers, where it gives each only one."""
    given: dict[str, set[Role | None]] = {}
    for speaker, role in zip(speakers, roles, strict=True):
        if speaker and role:
            known = next((one for one in Role if one.value == role.casefold()), None)
            given.setdefault(speaker, set()).add(known or role_word(role))
    settled = {speaker: next(iter(found)) for speaker, found in given.items() if len(found) == 1}
    reason = "dat in de tabel staat"
    return {speaker: Proposal(told, reason) for speaker, told in settled.items() if told}


def _times(cells: Sequence[str], texts: Sequence[str], ends: Sequence[str]) -> list[float | None]:
    """Seconds from the start, of clock times or of numbers of seconds or thousandths."""
    if not all(_NUMBER.fullmatch(cell) for cell in cells if cell):
        return [seconds(cell) for cell in cells]
    numbers = [float(cell.replace(",", ".")) if cell else None for cell in cells]
    given = [number for number in numbers if number is not None]
    lengths = [str(number + len(text)) for number, text in zip(given, texts, strict=False)]
    if [end.replace(",", ".").removesuffix(".0") for end in ends] == [x.removesuffix(".0") for x in lengths]:
        return [None] * len(cells)  # places in a text, as `stemmen exporteer` writes them
    words = sum(len(text.split()) for text in texts)
    # Where times go back, another interview begins.
    spoken = sum(max(0.0, later - sooner) for sooner, later in pairwise(given))
    unit = 1000 if words < _SLOWEST * spoken else 1
    return [None if number is None else number / unit for number in numbers]
