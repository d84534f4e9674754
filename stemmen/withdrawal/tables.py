"""The CSV files of a study without the rows of who withdrew, and the decisions without their strings."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from stemmen.files import written_aside
from stemmen.privacy.check import Checked
from stemmen.privacy.decisions import Decisions, key_of, write_decisions
from stemmen.privacy.edits import Edit, carry
from stemmen.transcript import Transcript
from stemmen.withdrawal.log import LOG
from stemmen.withdrawal.plan import Part, Plan, sha256

WORDS = "[ingetrokken]"
LABEL = "ingetrokken"
_NOT_THESE = ("besluiten.csv", LOG)


def tables_in(folder: Path) -> list[Path]:
    """The CSV files of a study that may name transcripts; those of `transcripten/` are transcripts."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".csv", ".tsv"))
    return [
        path
        for path in found
        if path.is_file() and path.relative_to(folder).parts[0] not in ("transcripten", *_NOT_THESE)
    ]


def take_rows(folder: Path, plan: Plan) -> None:
    """Take a person's rows out of all tables; elsewhere in their talk, offsets move along with the text."""
    for path in tables_in(folder):
        was = plan.tables.get(path.relative_to(folder).as_posix())
        moves = was is not None and was == sha256(path)
        data = path.read_bytes()
        new = _without(data, plan, moves=moves)
        if new != data:
            with written_aside(path) as aside:
                aside.write_bytes(new)


def _without(data: bytes, plan: Plan, *, moves: bool) -> bytes:
    """The bytes of a table without the rows that go; as they are when none goes and nothing moves."""
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "latin-1"  # any letters: only the ids matter
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix(mark), newline=""), delimiter=separator))
    except csv.Error:
        return data
    names = [name.strip().lower() for name in rows[0]] if rows else []
    kept = [_moved(row, names, plan, moves=moves) for row in rows[1:] if not _goes(row, names, plan)]
    if not {"transcript", "respondent"} & {*names} or kept == rows[1:]:
        return data
    out = io.StringIO()
    newline = "\r\n" if first.endswith("\r") else "\n"
    csv.writer(out, delimiter=separator, lineterminator=newline).writerows([rows[0], *kept])
    return (mark + out.getvalue()).encode(encoding)


def _cells(row: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    return dict(zip(names, (cell.strip() for cell in row), strict=False))


def _goes(row: Sequence[str], names: Sequence[str], plan: Plan) -> bool:
    cells = _cells(row, names)
    if cells.get("respondent") == plan.respondent:
        return True
    for part in plan.parts:
        if cells.get("transcript") == part.transcript:
            turn = cells.get("beurt", "").removesuffix(".0")
            return not part.labels or cells.get("spreker") in part.labels or turn in map(str, part.turns)
    return False


def _moved(row: list[str], names: Sequence[str], plan: Plan, *, moves: bool) -> list[str]:
    """A row of another speaker, with `begin` and `eind` where its words are now."""
    cells = _cells(row, names)
    part = next((part for part in plan.parts if cells.get("transcript") == part.transcript), None)
    begin, end = cells.get("begin", ""), cells.get("eind", "")
    if not (moves and part and begin.isdecimal() and end.isdecimal()):
        return row
    edits = [Edit(*stretch, WORDS) for stretch in part.stretches if stretch[0] < stretch[1]]
    new = dict(zip(("begin", "eind"), carry(int(begin), int(end), edits), strict=True))
    return [str(new.get(name, cell)) for name, cell in zip(names, row, strict=False)] + row[len(names) :]


def forget_strings(path: Path, decisions: Decisions, checked: Checked, parts: Iterable[Part]) -> None:
    """Write the decisions without strings that only the person's words held; examples are of others."""
    if not path.is_file():
        return
    parts = list(parts)
    rest = [found for found in checked.findings if not any(part.has(found) for part in parts)]
    known = {key_of(found.text) for found in rest}
    gone = {key_of(found.text) for found in checked.findings} - known
    kept = {key: decision for key, decision in decisions.items() if key not in gone}
    write_decisions(path, Checked(tuple(rest)).by_string(), kept)


def turns_table(transcript: Transcript) -> bytes:
    """A talk as a table that `stemmen inlezen` reads back as it is."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerow(["nr", "tijd", "spreker", "rol", "onderdeel", "tekst"])
    for turn in transcript.turns:
        text = transcript.text[turn.start : turn.end]
        row = [turn.number, _clock(turn.time), turn.speaker, turn.role.value, turn.section, text]
        table.writerow(row)
    return out.getvalue().encode("utf-8")


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return ""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"
