"""What stands: codings that were not taken back, and the last mark of each place."""

from typing import Any, NamedTuple

import sqlalchemy as sa

from stemmen.coding import Coding, Mark, Method
from stemmen.store.rows import coding_of, mark_of
from stemmen.store.schema import CODINGS, MARKS, RETRACTIONS, newest_versions
from stemmen.store.transcripts import newest_texts


class Entry(NamedTuple):
    """A coding that stands: its name in every database, and the batch that it came with."""

    uid: str
    coding: Coding
    batch: int
    number: int  # of its row


def entries(
    connection: sa.Connection,
    *,
    transcript: str | None = None,
    coder: str | None = None,
    method: Method | None = None,
) -> list[Entry]:
    """Codings on the newest version of each transcript, in reading order."""
    newest, c = newest_versions(), CODINGS.c
    current = (c.transcript == newest.c.id) & (c.version == newest.c.version)
    query = sa.select(CODINGS).join(newest, current)
    query = query.where(c.id.not_in(sa.select(RETRACTIONS.c.coding)))
    wanted = {"transcript": transcript, "coder": coder, "method": method.value if method else None}
    for name, value in wanted.items():
        if value is not None:
            query = query.where(c[name] == value)
    texts = newest_texts(connection, transcript)
    return [
        Entry(row.uid, coding_of(row, texts[row.transcript][1]), row.batch, row.id)
        for row in sorted(connection.execute(query), key=_reading_order)
    ]


def _reading_order(row: Any) -> tuple[object, ...]:
    return row.transcript, row.start, row.end, row.code, row.coder, row.id


def marks(
    connection: sa.Connection, *, transcript: str | None = None, coder: str | None = None
) -> list[Mark]:
    """The marks that hold, on the newest version of each transcript, by place."""
    newest, c = newest_versions(), MARKS.c
    query = sa.select(MARKS).join(newest, (c.transcript == newest.c.id) & (c.version == newest.c.version))
    for name, value in {"transcript": transcript, "coder": coder}.items():
        if value is not None:
            query = query.where(c[name] == value)
    last = {mark.place: mark for mark in map(mark_of, connection.execute(query.order_by(c.id)))}
    return [last[place] for place in sorted(last) if last[place].text]
