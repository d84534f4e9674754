"""What takes words out of the database for good, where all else is only appended.

`erase` takes out all of a transcript; `rewrite` puts other words in the place of some, in every version;
`withdraw` takes one speaker out of a talk of several.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from stemmen.coding import MarkKind
from stemmen.privacy.edits import Edit, apply, carry, compose, in_order
from stemmen.privacy.replaced import Replaced
from stemmen.store.schema import (
    ATTRIBUTES,
    BATCHES,
    CODINGS,
    DERIVED,
    MARKS,
    REPLACEMENTS,
    RETIREMENTS,
    RETRACTIONS,
    TRANSCRIPTS,
    TURNS,
)
from stemmen.transcript import Role, Transcript

Reword = Callable[[str], str]

ERASED = "[gewist]"


def erase(connection: sa.Connection, transcript: str) -> dict[str, int]:
    """Take out every row of a transcript, and results that may hold its words; how many, by table."""
    its_codings = sa.select(CODINGS.c.id).where(CODINGS.c.transcript == transcript)
    steps = {
        "retractions": sa.delete(RETRACTIONS).where(RETRACTIONS.c.coding.in_(its_codings)),
        "codings": sa.delete(CODINGS).where(CODINGS.c.transcript == transcript),
        "marks": sa.delete(MARKS).where(MARKS.c.transcript == transcript),
        "attributes": sa.delete(ATTRIBUTES).where(ATTRIBUTES.c.transcript == transcript),
        "turns": sa.delete(TURNS).where(TURNS.c.transcript == transcript),
        "replacements": sa.delete(REPLACEMENTS).where(REPLACEMENTS.c.transcript == transcript),
        "transcripts": sa.delete(TRANSCRIPTS).where(TRANSCRIPTS.c.id == transcript),
        "retirements": sa.delete(RETIREMENTS).where(RETIREMENTS.c.transcript == transcript),
        "derived": sa.delete(DERIVED),
    }
    counts = {name: connection.execute(step).rowcount for name, step in steps.items()}
    name = re.compile(rf"(?<!\w){re.escape(transcript)}(?!\w)")
    _reword_rows(connection, BATCHES, ["what", "codebook"], lambda what: name.sub(ERASED, what))
    return counts


def withdraw(
    connection: sa.Connection, version: int, old: Transcript, speaker: str, stand_in: tuple[str, str]
) -> None:
    """Take out what one speaker says and what was made of it.

    The introduction goes too, which may be of anybody, and so do earlier versions: labels may differ there.

    Args:
        connection: to the database.
        version: the newest of this transcript.
        old: that version.
        speaker: a label.
        stand_in: the label and the words that come instead; the role becomes "overig".
    """
    label, words = stand_in
    theirs = [turn for turn in old.turns if turn.speaker == speaker]
    _drop_versions_before(connection, old.id, version)
    numbers = [turn.number for turn in theirs]
    _drop_codings(connection, CODINGS.c.turn.in_(numbers), old.id)
    about = MARKS.c.turn.in_(numbers) | ((MARKS.c.turn == 0) & (MARKS.c.kind == MarkKind.MEMO.value))
    connection.execute(sa.delete(MARKS).where(MARKS.c.transcript == old.id, about))
    edits = [Edit(turn.start, turn.end, words) for turn in theirs if turn.start < turn.end]
    key = old.id, version
    rewrite(connection, {key: old}, {key: edits}, str, {})
    change = {"speaker": label, "role": Role.OTHER.value}
    here = (TURNS.c.transcript == old.id) & (TURNS.c.speaker == speaker)
    connection.execute(sa.update(TURNS).where(here).values(**change))
    said = (ATTRIBUTES.c.transcript == old.id) & (ATTRIBUTES.c.speaker == speaker)
    connection.execute(sa.delete(ATTRIBUTES).where(said))
    connection.execute(sa.delete(REPLACEMENTS).where(REPLACEMENTS.c.transcript == old.id))
    connection.execute(sa.update(TRANSCRIPTS).where(TRANSCRIPTS.c.id == old.id).values(introduction=""))


def _drop_versions_before(connection: sa.Connection, transcript: str, version: int) -> None:
    _drop_codings(connection, CODINGS.c.version < version, transcript)
    for table in (MARKS, ATTRIBUTES, TURNS, REPLACEMENTS):
        old = (table.c.transcript == transcript) & (table.c.version < version)
        connection.execute(sa.delete(table).where(old))
    old = (TRANSCRIPTS.c.id == transcript) & (TRANSCRIPTS.c.version < version)
    connection.execute(sa.delete(TRANSCRIPTS).where(old))


def _drop_codings(connection: sa.Connection, which: sa.ColumnElement[bool], transcript: str) -> None:
    gone = sa.select(CODINGS.c.id).where(CODINGS.c.transcript == transcript, which)
    connection.execute(sa.delete(RETRACTIONS).where(RETRACTIONS.c.coding.in_(gone)))
    connection.execute(sa.delete(CODINGS).where(CODINGS.c.transcript == transcript, which))


def rewrite(
    connection: sa.Connection,
    versions: Mapping[tuple[str, int], Transcript],
    edits: Mapping[tuple[str, int], Sequence[Edit]],
    reword: Reword,
    marks: Mapping[str, str],
) -> None:
    """Do the edits in all these versions, and `reword` in all that is said beside their texts."""
    earlier = replaced(connection, versions)
    for key, old in versions.items():
        here = _within_turns(old, edits.get(key, ()))
        new = rewritten(old, here, reword, marks.get(old.id, ""))
        if new != old:
            _put(connection, key, new)
            for table in (CODINGS, MARKS):
                _move(connection, table, key, here)
            _remember(connection, key, _added(earlier.get(key), old, new, here))
    _reword_rows(connection, CODINGS, ["evidence", "memo"], reword)
    _reword_rows(connection, MARKS, ["text"], reword)
    _reword_rows(connection, BATCHES, ["what", "codebook"], reword)
    connection.execute(sa.delete(DERIVED))


def rewritten(old: Transcript, edits: Sequence[Edit], reword: Reword, mark: str) -> Transcript:
    """A transcript with the edits done in its text, and other words beside it; the same one without any."""
    turns = []
    for turn in old.turns:
        start, end = carry(turn.start, turn.end, edits)
        speaker, section = reword(turn.speaker), reword(turn.section)
        turns.append(replace(turn, start=start, end=end, speaker=speaker, section=section))
    new = replace(
        old,
        text=apply(old.text, edits),
        turns=tuple(turns),
        introduction=reword(old.introduction),
        attributes=tuple(type(said)(*map(reword, said)) for said in old.attributes),
    )
    return new if new == old else replace(new, source_sha256=mark)


def _within_turns(transcript: Transcript, edits: Sequence[Edit]) -> list[Edit]:
    """The edits in order; ValueError when one is not within a turn, so that a turn would lose its edge."""
    ordered = in_order(edits, len(transcript.text))
    turns = [(turn.start, turn.end) for turn in transcript.turns]
    for edit in ordered:
        if not any(start <= edit.start and edit.end <= end for start, end in turns):
            raise ValueError(f"{transcript.id}: {edit.start}:{edit.end} is not within a turn")
    return ordered


def _put(connection: sa.Connection, key: tuple[str, int], new: Transcript) -> None:
    columns = ("text", "sha256", "source_sha256", "introduction")
    here = (TRANSCRIPTS.c.id == key[0]) & (TRANSCRIPTS.c.version == key[1])
    values = {name: getattr(new, name) for name in columns}
    connection.execute(sa.update(TRANSCRIPTS).where(here).values(**values))
    names = ("speaker", "section", "start", "end")
    turns = [{"at": turn.number} | {name: getattr(turn, name) for name in names} for turn in new.turns]
    _update(connection, TURNS, key, turns)
    said = [{"at": number} | attribute._asdict() for number, attribute in enumerate(new.attributes)]
    _update(connection, ATTRIBUTES, key, said)


def _update(
    connection: sa.Connection, table: sa.Table, key: tuple[str, int], rows: list[dict[str, Any]]
) -> None:
    """Other values in numbered rows of one version; `at` is the number."""
    if not rows:
        return
    here = (table.c.transcript == key[0]) & (table.c.version == key[1])
    here &= table.c.number == sa.bindparam("_at")
    values: dict[str, Any] = {name: sa.bindparam(f"_{name}") for name in rows[0] if name != "at"}
    change = sa.update(table).where(here).values(**values)
    connection.execute(change, [{f"_{name}": value for name, value in row.items()} for row in rows])


def _move(connection: sa.Connection, table: sa.Table, key: tuple[str, int], edits: Sequence[Edit]) -> None:
    """Keep codings or marks on their words; what is on no words (a mark on a turn) has nothing to move."""
    c = table.c
    here = (c.transcript == key[0]) & (c.version == key[1]) & (c.end > 0)
    found = connection.execute(sa.select(c.id, c.start, c.end).where(here)).all()
    moved = [(row.id, *carry(row.start, row.end, edits)) for row in found]
    rows = [{"_id": number, "_start": start, "_end": end} for number, start, end in moved]
    if rows:
        change = sa.update(table).where(c.id == sa.bindparam("_id"))
        connection.execute(change.values(start=sa.bindparam("_start"), end=sa.bindparam("_end")), rows)


def _reword_rows(connection: sa.Connection, table: sa.Table, names: Sequence[str], reword: Reword) -> None:
    for row in connection.execute(sa.select(table.c.id, *(table.c[name] for name in names))).all():
        old = {name: getattr(row, name) for name in names}
        new = {name: reword(words) for name, words in old.items()}
        if new != old:
            connection.execute(sa.update(table).where(table.c.id == row.id).values(**new))


def _added(earlier: Replaced | None, old: Transcript, new: Transcript, edits: Sequence[Edit]) -> Replaced:
    """What was replaced in all, since the file was read."""
    before = earlier or Replaced(old, ())
    stretches = compose(before.stretches, edits, old.text)
    pairs = list(zip(old.turns, new.turns, strict=True))
    fields = {
        "introduction": old.introduction != new.introduction,
        "attributes": old.attributes != new.attributes,
        "section": any(one.section != other.section for one, other in pairs),
    }
    labels = {
        other.speaker for one, other in pairs if one.speaker != other.speaker or one.speaker in before.labels
    }
    names = {name for name, changed in fields.items() if changed}
    return Replaced(new, tuple(stretches), before.fields | names, frozenset(labels))


def _remember(connection: sa.Connection, key: tuple[str, int], what: Replaced) -> None:
    c = REPLACEMENTS.c
    connection.execute(sa.delete(REPLACEMENTS).where(c.transcript == key[0], c.version == key[1]))
    row = {
        "transcript": key[0],
        "version": key[1],
        "stretches": json.dumps(what.stretches),
        "fields": json.dumps(sorted(what.fields)),
        "labels": json.dumps(sorted(what.labels)),
    }
    connection.execute(sa.insert(REPLACEMENTS).values(**row))


def replaced(
    connection: sa.Connection, versions: Mapping[tuple[str, int], Transcript]
) -> dict[tuple[str, int], Replaced]:
    """What was replaced in these versions; those in which nothing was, are not in it."""
    found = {}
    for row in connection.execute(sa.select(REPLACEMENTS)):
        key = row.transcript, row.version
        if key in versions:
            stretches = tuple(Edit(*stretch) for stretch in json.loads(row.stretches))
            fields, labels = (frozenset(json.loads(words)) for words in (row.fields, row.labels))
            found[key] = Replaced(versions[key], stretches, fields, labels)
    return found
