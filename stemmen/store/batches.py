"""A batch is one act: who, when and what. Judgements are added to it and taken back in it, never changed."""

import datetime
import uuid
from collections.abc import Sequence

import sqlalchemy as sa

from stemmen.coding import Coding, Mark
from stemmen.store.rows import coding_row, mark_row
from stemmen.store.schema import BATCHES, CODINGS, MARKS, RETRACTIONS


def begin(
    connection: sa.Connection,
    what: str,
    *,
    who: str = "",
    kind: str = "",
    undoes: int | None = None,
    codebook: str = "",
) -> int:
    """A new batch; its number."""
    now = datetime.datetime.now(datetime.UTC)
    row = {"what": what, "at": now, "uid": uuid.uuid4().hex, "who": who, "kind": kind}
    query = sa.insert(BATCHES).values(undoes=undoes, codebook=codebook, **row).returning(BATCHES.c.id)
    return int(connection.scalars(query).one())


def add(
    connection: sa.Connection,
    batch: int,
    codings: Sequence[Coding],
    versions: dict[str, int],
    follows: Sequence[str] = (),
    uids: Sequence[str] = (),
) -> list[str]:
    """Append codings on these versions of their transcripts; a uid for each, by default a new one.

    `follows` has, for each, the uid of the coding that it is another form of, or "".
    """
    uids = list(uids) or [uuid.uuid4().hex for _ in codings]
    earlier = follows or [""] * len(codings)
    rows = [
        coding_row(coding)
        | {"batch": batch, "version": versions[coding.segment.transcript], "uid": uid, "follows": old}
        for coding, uid, old in zip(codings, uids, earlier, strict=True)
    ]
    if rows:
        connection.execute(sa.insert(CODINGS), rows)
    return uids


def retract(connection: sa.Connection, batch: int, codings: Sequence[int]) -> None:
    """Take codings back, by the numbers of their rows."""
    if codings:
        connection.execute(sa.insert(RETRACTIONS), [{"coding": key, "batch": batch} for key in codings])


def add_marks(
    connection: sa.Connection,
    batch: int,
    marks: Sequence[Mark],
    versions: dict[str, int],
    uids: Sequence[str] = (),
) -> None:
    """Append marks on these versions of their transcripts, by default with new uids."""
    rows = [
        mark_row(mark) | {"batch": batch, "version": versions[mark.transcript], "uid": uid}
        for mark, uid in zip(marks, uids or [uuid.uuid4().hex for _ in marks], strict=True)
    ]
    if rows:
        connection.execute(sa.insert(MARKS), rows)


def last(connection: sa.Connection) -> int:
    """The number of the newest batch; 0 when there is none."""
    return connection.scalar(sa.select(sa.func.max(BATCHES.c.id))) or 0


def number_of(connection: sa.Connection, uid: str) -> int | None:
    """The row of the coding with this uid, when it was not taken back."""
    query = sa.select(CODINGS.c.id).where(CODINGS.c.uid == uid)
    return connection.scalar(query.where(CODINGS.c.id.not_in(sa.select(RETRACTIONS.c.coding))))
