"""Codings that follow their codes when the codebook changes: of all coders, in one batch."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from stemmen.coding import Coding, Mark, Method
from stemmen.errors import Problem, StudyError
from stemmen.store import batches
from stemmen.store.schema import CODINGS
from stemmen.store.standing import Entry, entries_where
from stemmen.store.transcripts import newest_texts


def judged(connection: sa.Connection, codes: Collection[str] | None = None) -> list[Entry]:
    """What stands with these codes (or with any), but what rules found: that is simply made again."""
    wanted = [CODINGS.c.method != Method.RULE.value]
    if codes is not None:
        wanted.append(CODINGS.c.code.in_(sorted(codes)))
    return entries_where(connection, *wanted)


def recode(
    connection: sa.Connection,
    what: str,
    seen: Mapping[str, Collection[str]],
    changes: Mapping[str, Coding | None],
    marks: Sequence[Mark],
) -> None:
    """Give codings another form, by their uid, or take them back (None); StudyError when there was news.

    `seen` has by code the uids that it was planned for.
    """
    standing = {entry.uid: entry for entry in judged(connection, seen)}
    if standing.keys() != {uid for uids in seen.values() for uid in uids}:
        news = "Er is intussen gecodeerd met deze codes."
        raise StudyError(Problem("codeboek", news, "Er is niets gewijzigd.", "Doe het opnieuw."))
    if not changes and not marks:
        return
    new = [(uid, coding) for uid, coding in changes.items() if coding is not None]
    about = {coding.segment.transcript for _, coding in new} | {mark.transcript for mark in marks}
    versions = {name: version for name, (version, _) in newest_texts(connection, about).items()}
    batch = batches.begin(connection, what)
    batches.retract(connection, batch, [standing[uid].number for uid in changes])
    batches.add(connection, batch, [coding for _, coding in new], versions, [uid for uid, _ in new])
    batches.add_marks(connection, batch, marks, versions)
