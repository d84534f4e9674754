"""What stands: codings that were not taken back, and the last mark of each place."""

from typing import Any, NamedTuple

import sqlalchemy as sa

from stemmen.coding import Coding, Mark, MarkPlace, Method
from stemmen.store import batches
from stemmen.store.rows import coding_of, mark_of
from stemmen.store.schema import CODINGS, MARKS, RETRACTIONS, is_newest
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
    wanted = {"transcript": transcript, "coder": coder, "method": method.value if method else None}
    given = [CODINGS.c[name] == value for name, value in wanted.items() if value is not None]
    return entries_where(connection, *given)


def entries_where(connection: sa.Connection, *wanted: sa.ColumnElement[bool]) -> list[Entry]:
    """As `entries`, of the rows of codings for which all of this holds."""
    retracted = sa.exists().where(RETRACTIONS.c.coding == CODINGS.c.id)
    rows = connection.execute(sa.select(CODINGS).where(is_newest(CODINGS), ~retracted, *wanted)).all()
    texts = newest_texts(connection, {row.transcript for row in rows})
    return [
        Entry(row.uid, coding_of(row, texts[row.transcript][1]), row.batch, row.id)
        for row in sorted(rows, key=_reading_order)
    ]


class Changes(NamedTuple):
    """What came after a batch: by everybody, on the newest version of each transcript."""

    last: int  # the newest batch
    gone: frozenset[str]  # uids of what was taken back
    entries: list[Entry]  # that came and stand, in reading order
    marks: list[Mark]  # the last of each place, also those that take something back


def changes(connection: sa.Connection, since: int) -> Changes:
    """All that came with batches after this one: little, when `since` is of a moment ago."""
    c = CODINGS.c
    taken = sa.select(c.uid).join(RETRACTIONS, RETRACTIONS.c.coding == c.id)
    gone = connection.scalars(taken.where(RETRACTIONS.c.batch > since)).all()
    news = _marks_by_place(connection, MARKS.c.batch > since)
    came = entries_where(connection, c.batch > since)
    return Changes(batches.last(connection), frozenset(gone), came, [news[place] for place in sorted(news)])


def _reading_order(row: Any) -> tuple[object, ...]:
    return row.transcript, row.start, row.end, row.code, row.coder, row.id


def marks(
    connection: sa.Connection, *, transcript: str | None = None, coder: str | None = None
) -> list[Mark]:
    """The marks that hold, on the newest version of each transcript, by place."""
    wanted = {"transcript": transcript, "coder": coder}
    given = [MARKS.c[name] == value for name, value in wanted.items() if value is not None]
    last = _marks_by_place(connection, *given)
    return [last[place] for place in sorted(last) if last[place].text]


def _marks_by_place(connection: sa.Connection, *wanted: sa.ColumnElement[bool]) -> dict[MarkPlace, Mark]:
    """The last mark of each place, among those for which all of this holds."""
    rows = connection.execute(sa.select(MARKS).where(is_newest(MARKS), *wanted).order_by(MARKS.c.id))
    return {mark.place: mark for mark in map(mark_of, rows)}
