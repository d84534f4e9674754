"""Transcripts in the database: versions that stay as they were put, and which of them is the newest."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from stemmen.store.rows import transcript_of, turn_row
from stemmen.store.schema import ATTRIBUTES, TRANSCRIPTS, TURNS, newest_versions
from stemmen.transcript import Transcript


def version_of(connection: sa.Connection, transcript: str) -> int:
    """The number of the newest version; 0 when there is none."""
    newest = sa.select(sa.func.max(TRANSCRIPTS.c.version)).where(TRANSCRIPTS.c.id == transcript)
    return connection.scalar(newest) or 0


def load(connection: sa.Connection, transcript: str, version: int) -> Transcript:
    """One version of one transcript."""
    one = (TRANSCRIPTS.c.id == transcript) & (TRANSCRIPTS.c.version == version)
    row = connection.execute(sa.select(TRANSCRIPTS).where(one)).one()
    parts = [_of(connection, table, transcript, version) for table in (TURNS, ATTRIBUTES)]
    return transcript_of(row, *parts)


def _of(connection: sa.Connection, table: sa.Table, transcript: str, version: int) -> list[Any]:
    here = (table.c.transcript == transcript) & (table.c.version == version)
    return list(connection.execute(sa.select(table).where(here).order_by(table.c.number)))


def load_all(connection: sa.Connection) -> dict[tuple[str, int], Transcript]:
    """Every version by (id, version), also of transcripts that are retired."""
    keys = connection.execute(sa.select(TRANSCRIPTS.c.id, TRANSCRIPTS.c.version)).all()
    return {(row.id, row.version): load(connection, row.id, row.version) for row in sorted(keys)}


def load_newest(connection: sa.Connection) -> dict[str, tuple[int, Transcript]]:
    """By id, in its order: the number of the newest version, and that version."""
    newest = newest_versions()
    rows = sa.select(TRANSCRIPTS).join(
        newest, (TRANSCRIPTS.c.id == newest.c.id) & (TRANSCRIPTS.c.version == newest.c.version)
    )
    turns, attributes = (_by_transcript(connection, table, newest) for table in (TURNS, ATTRIBUTES))
    found = sorted(connection.execute(rows), key=lambda row: row.id)  # a server may sort by another alphabet
    return {
        row.id: (row.version, transcript_of(row, turns.get(row.id, []), attributes.get(row.id, [])))
        for row in found
    }


def _by_transcript(connection: sa.Connection, table: sa.Table, newest: sa.Subquery) -> dict[str, list[Any]]:
    """The rows of turns or attributes of the newest versions, in order."""
    both = sa.tuple_(table.c.transcript, table.c.version).in_(sa.select(newest.c.id, newest.c.version))
    parts: dict[str, list[Any]] = {}
    for part in connection.execute(sa.select(table).where(both).order_by(table.c.number)):
        parts.setdefault(part.transcript, []).append(part)
    return parts


def newest_texts(connection: sa.Connection, transcripts: Collection[str]) -> dict[str, tuple[int, str]]:
    """By id the number and the text of the newest version, of those of these that are not retired."""
    newest, here = newest_versions(), TRANSCRIPTS.c
    both = (here.id == newest.c.id) & (here.version == newest.c.version)
    query = sa.select(here.id, here.version, here.text).join(newest, both)
    rows = connection.execute(query.where(here.id.in_(sorted(transcripts)))) if transcripts else ()
    return {row.id: (row.version, row.text) for row in rows}


def insert(connection: sa.Connection, transcript: Transcript, version: int) -> None:
    """Put a version that is not there yet."""
    names = ("id", "text", "sha256", "source", "source_sha256", "introduction")
    fields = {name: getattr(transcript, name) for name in names}
    connection.execute(sa.insert(TRANSCRIPTS).values(version=version, **fields))
    key = {"transcript": transcript.id, "version": version}
    rows = [{**key, **turn_row(turn)} for turn in transcript.turns]
    if rows:
        connection.execute(sa.insert(TURNS), rows)
    _put_attributes(connection, transcript, version)


def _put_attributes(connection: sa.Connection, transcript: Transcript, version: int) -> None:
    key = {"transcript": transcript.id, "version": version}
    rows = [
        {**key, "number": number, **attribute._asdict()}
        for number, attribute in enumerate(transcript.attributes)
    ]
    if rows:
        connection.execute(sa.insert(ATTRIBUTES), rows)


def refresh(connection: sa.Connection, transcript: Transcript, version: int) -> None:
    """Same words: roles, times, sections, and what is said of the source and of people, may be news."""
    here = (TRANSCRIPTS.c.id == transcript.id) & (TRANSCRIPTS.c.version == version)
    columns = ("source", "source_sha256", "introduction")
    news = {name: getattr(transcript, name) for name in columns}
    connection.execute(sa.update(TRANSCRIPTS).where(here).values(**news))
    turn = (TURNS.c.transcript == transcript.id) & (TURNS.c.version == version)
    turn &= TURNS.c.number == sa.bindparam("at_number")
    change = sa.update(TURNS).where(turn)
    change = change.values(role=sa.bindparam("to"), time=sa.bindparam("when"), section=sa.bindparam("part"))
    rows = [
        {"at_number": t.number, "to": t.role.value, "when": t.time, "part": t.section}
        for t in transcript.turns
    ]
    if rows:
        connection.execute(change, rows)
    said = (ATTRIBUTES.c.transcript == transcript.id) & (ATTRIBUTES.c.version == version)
    connection.execute(sa.delete(ATTRIBUTES).where(said))
    _put_attributes(connection, transcript, version)
