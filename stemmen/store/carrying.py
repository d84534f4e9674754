"""What people judged on an old text moves along to the corrected one, when its place is sure.

Copies are appended, which `follows` tells; the old rows stay. What has no sure place stands on its old
version and waits for a person (`waiting.py`). It is tried again with each new version, so that a text that is
put back has all its codings again.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import sqlalchemy as sa

from stemmen.alignment import Alignment, Carried, align
from stemmen.coding import Coding, Mark, MarkKind, MarkPlace, Method
from stemmen.store import batches, transcripts
from stemmen.store.rows import coding_of, mark_of, place
from stemmen.store.schema import CODINGS, MARKS, RETRACTIONS
from stemmen.store.standing import entries, marks
from stemmen.transcript import Role, Segment, Transcript, Turn

_MORE = 2  # words that a turn may have more, and still be done


class Old(NamedTuple):
    """An old version beside the new one."""

    version: int
    text: Transcript
    new: Transcript
    alignment: Alignment

    def turn_at(self, position: int) -> Turn | None:
        """The turn of the new text that has this character."""
        return next((turn for turn in self.new.turns if turn.start <= position < turn.end), None)


@dataclass
class _Plan:
    """What goes where, and how much waits."""

    there: set[tuple[object, ...]]  # places that have a coding
    held: dict[MarkPlace, Mark]
    codings: list[tuple[str, Coding]] = field(default_factory=list)  # (uid, as it will be)
    marks: dict[MarkPlace, tuple[str, Mark]] = field(default_factory=dict)  # (uid, as it will be)
    emptied: list[tuple[int, str, Mark]] = field(default_factory=list)  # memos that leave: (version, uid, "")
    waiting: int = 0

    @property
    def carried(self) -> Carried:
        return Carried(len(self.codings) + len(self.emptied), self.waiting)


def foresee(connection: sa.Connection, new: Transcript) -> Carried:
    """How many codings and memos of the newest version would move along to this text, and how many wait."""
    newest = transcripts.version_of(connection, new.id)
    return _plan(connection, new, newest + 1, since=newest).carried


def carry(
    connection: sa.Connection, new: Transcript, version: int, brought: Collection[str] | None = None
) -> Carried:
    """Let all that people judged on earlier versions follow to this one, as far as the place is sure.

    Args:
        connection: to the database.
        new: the newest version of a transcript.
        version: its number.
        brought: the uids of marks that came from another database, when it is those that follow, and not
            what was noted on the version before.
    """
    plan = _plan(connection, new, version, brought=brought)
    if plan.codings or plan.marks:
        batch = batches.begin(connection, f"verplaatst naar de nieuwe tekst van {new.id}")
        for old, uid, mark in plan.emptied:
            batches.add_marks(connection, batch, [mark], {new.id: old}, [_later(uid, "leeg")])
        uids = [_later(uid, new.sha256) for uid, _ in plan.marks.values()]
        batches.add_marks(connection, batch, [m for _, m in plan.marks.values()], {new.id: version}, uids)
        follows = [uid for uid, _ in plan.codings]
        uids = [_later(uid, new.sha256) for uid in follows]
        batches.add(connection, batch, [c for _, c in plan.codings], {new.id: version}, follows, uids)
    return plan.carried


def _later(uid: str, what: str) -> str:
    """The uid of what follows: the same in every database in which the same text comes after the same."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{uid} {what}").hex


def _plan(
    connection: sa.Connection,
    new: Transcript,
    version: int,
    since: int = 1,
    brought: Collection[str] | None = None,
) -> _Plan:
    """The newest of the older versions goes first: it is nearest."""
    codings = [row for row in waiting_codings(connection, new.id, version) if row.version >= since]
    memos = [row for row in waiting_memos(connection, new.id, version) if row.version >= since]
    others = _others(connection, new, version, brought)
    plan = _Plan(*_there(connection, new.id, version))
    for number in sorted({row.version for row in (*codings, *memos, *others)}, reverse=True):
        old = beside(connection, new, number)
        for row in codings:
            if row.version == number:
                _plan_coding(plan, old, row)
        for row in memos:
            if row.version == number:
                _plan_memo(plan, old, row.uid, mark_of(row))
        for row in others:
            moved = _moved_mark(old, mark_of(row)) if row.version == number else None
            if moved and moved.place not in plan.held:
                plan.marks.setdefault(moved.place, (row.uid, moved))
    return plan


def _others(
    connection: sa.Connection, new: Transcript, version: int, brought: Collection[str] | None
) -> list[Any]:
    """The rows of marks that are no memos and are to follow."""
    transcript, sha256 = new.id, new.sha256
    kinds = (MarkKind.DONE, MarkKind.REJECTED)
    if brought is None:
        return _last_marks(connection, transcript, version - 1, *kinds)
    earlier = range(1, version)
    rows = [row for number in earlier for row in _last_marks(connection, transcript, number, *kinds)]
    known = set(connection.scalars(sa.select(MARKS.c.uid).where(MARKS.c.transcript == transcript)))
    return [row for row in rows if row.uid in brought and _later(row.uid, sha256) not in known]


def _there(
    connection: sa.Connection, transcript: str, version: int
) -> tuple[set[tuple[object, ...]], dict[MarkPlace, Mark]]:
    """What this version has already: nothing, unless it was brought together with another database."""
    if version != transcripts.version_of(connection, transcript):
        return set(), {}
    standing = entries(connection, transcript=transcript)
    held = {mark.place: mark for mark in marks(connection, transcript=transcript)}
    return {place(entry.coding) for entry in standing}, held


def beside(connection: sa.Connection, new: Transcript, version: int) -> Old:
    """This version of a transcript beside a new one."""
    text = transcripts.load(connection, new.id, version)
    return Old(version, text, new, align(text.text, new.text))


def waiting_codings(connection: sa.Connection, transcript: str, version: int) -> list[Any]:
    """Codings by hand on earlier versions than this one that stand and went nowhere."""
    c, later = CODINGS.c, CODINGS.alias().c
    here = (c.transcript == transcript) & (c.version < version) & (c.method == Method.HAND.value)
    gone = sa.exists().where(RETRACTIONS.c.coding == c.id)
    followed = sa.exists().where(later.follows == c.uid)
    query = sa.select(CODINGS).where(here, ~gone, ~followed)
    rows = connection.execute(query.order_by(c.version, c.start, c.end, c.id)).all()
    twins = _twins(connection, {row.follows for row in rows} - {""})
    return [row for row in rows if row.version >= twins.get(_judged(row), 0)]


def _twins(connection: sa.Connection, follows: set[str]) -> dict[tuple[object, ...], int]:
    """The newest version with the same judgement, that another database let follow by another way."""
    query = sa.select(CODINGS).where(CODINGS.c.follows.in_(sorted(follows))).order_by(CODINGS.c.version)
    return {_judged(row): row.version for row in connection.execute(query)} if follows else {}


def _judged(row: Any) -> tuple[object, ...]:
    names = ("follows", "code", "coder", "valence", "memo", "negated", "evidence", "striking", "doubt")
    return tuple(getattr(row, name) for name in names)


def waiting_memos(connection: sa.Connection, transcript: str, version: int) -> list[Any]:
    """Memos on earlier versions that hold there; one that moved along is empty there."""
    return [
        row
        for earlier in range(1, version)
        for row in _last_marks(connection, transcript, earlier, MarkKind.MEMO)
    ]


def _last_marks(connection: sa.Connection, transcript: str, version: int, *kinds: MarkKind) -> list[Any]:
    """The rows of marks of these kinds that hold on a version, in order."""
    c = MARKS.c
    here = (c.transcript == transcript) & (c.version == version)
    query = sa.select(MARKS).where(here, c.kind.in_([kind.value for kind in kinds])).order_by(c.id)
    last = {mark_of(row).place: row for row in connection.execute(query)}
    return sorted((row for row in last.values() if row.text), key=lambda row: (row.turn, row.id))


def _plan_coding(plan: _Plan, old: Old, row: Any) -> None:
    """Where a coding goes; a place that another judgement with its code has already, is not one."""
    coding = coding_of(row, old.text.text)
    segment = _segment(old, coding.segment.turn, coding.segment.start, coding.segment.end)
    moved = replace(coding, segment=segment) if segment else None
    if moved is None or place(moved) in plan.there:
        plan.waiting += 1
    else:
        plan.there.add(place(moved))
        plan.codings.append((row.uid, moved))


def _segment(old: Old, turn: int, start: int, end: int) -> Segment | None:
    """The words in the new text: in one turn, of somebody with the role that it was of."""
    placed = old.alignment.place(start, end)
    there = old.turn_at(placed.start) if placed else None
    if placed is None or there is None or placed.end > there.end:
        return None
    fits = there.role in (old.text.turn(turn).role, Role.UNKNOWN)
    return old.new.segment(there, placed.start, placed.end) if fits else None


def _plan_memo(plan: _Plan, old: Old, uid: str, memo: Mark) -> None:
    """Where a memo goes; those that come together in one turn become one."""
    moved = _moved_mark(old, memo)
    if moved is None:
        plan.waiting += 1
        return
    there = plan.held.get(moved.place)
    plan.held[moved.place] = joined(there, moved.text) if there else moved
    plan.marks[moved.place] = uid, plan.held[moved.place]
    plan.emptied.append((old.version, uid, replace(memo, text="")))


def joined(memo: Mark, more: str) -> Mark:
    """The memo with another one below it, unless it says that already."""
    return memo if more in memo.text else replace(memo, text=f"{memo.text}\n\n{more}")


def _moved_mark(old: Old, mark: Mark) -> Mark | None:
    """The mark in the new text; None without a sure place, or when what was done is not any more."""
    if mark.kind is MarkKind.REJECTED:
        segment = _segment(old, mark.turn, mark.start, mark.end)
        return replace(mark, turn=segment.turn, start=segment.start, end=segment.end) if segment else None
    turn = _turn_of(old, old.text.turn(mark.turn)) if mark.turn else None
    if mark.turn and turn is None:
        return None
    if mark.kind is MarkKind.DONE and _has_more(old, mark.turn, turn):
        return None
    return replace(mark, turn=turn.number) if turn else mark


def _turn_of(old: Old, turn: Turn) -> Turn | None:
    """The turn that the words of a turn begin in now."""
    placed = old.alignment.place(turn.start, turn.end) if turn.start < turn.end else None
    return old.turn_at(placed.start) if placed else None


def _has_more(old: Old, before: int, after: Turn | None) -> bool:
    """Whether a turn, or all turns of respondents, have words that were not there to code.

    A word that was mended may be two words now.
    """
    if after:
        words = _words(old.text, [old.text.turn(before)]), _words(old.new, [after])
    else:
        words = _words(old.text, _said(old.text)), _words(old.new, _said(old.new))
    return words[1] > words[0] + _MORE


def _said(transcript: Transcript) -> list[Turn]:
    return [turn for turn in transcript.turns if turn.role is Role.RESPONDENT]


def _words(transcript: Transcript, turns: list[Turn]) -> int:
    return sum(len(transcript.text[turn.start : turn.end].split()) for turn in turns)
