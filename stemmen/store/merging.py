"""What people judged in another database comes here too: a union by uid, so that doing it twice does nothing.

Batches keep who, when and what. Rows are on a version of a transcript here that has the same text, and move
along to the newest one where their place is sure.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import sqlalchemy as sa

from stemmen.alignment import Carried
from stemmen.coding import Coding, MarkKind, Method
from stemmen.store import batches, transcripts
from stemmen.store.carrying import carry, joined
from stemmen.store.rows import mark_of, place
from stemmen.store.schema import BATCHES, CODINGS, MARKS, RETRACTIONS, TRANSCRIPTS, TURNS, newest_versions
from stemmen.store.standing import entries

Key = tuple[str, int]  # a transcript and its version

_CONTENT = (
    "turn", "start", "end", "code", "coder", "valence", "memo", "negated", "evidence", "striking", "doubt",
)  # fmt: skip


class Judged(NamedTuple):
    """All that people judged in a database, as its rows, and which texts there are."""

    texts: dict[Key, tuple[object, ...]]  # what two versions with the same words and turns share
    newest: dict[str, int]
    sources: dict[str, str]  # by id the file that the newest version is of
    batches: dict[int, Any]
    codings: list[Any]
    retractions: list[Any]
    marks: list[Any]


class Brought(NamedTuple):
    """What came from another database."""

    batches: int
    codings: int  # that stand; the forms that they had before come too
    retractions: int
    marks: int
    carried: dict[str, Carried]  # by id here: what moved along to a newer text here
    both: list[tuple[Coding, Coding]]  # judgements of one coder at one place that differ
    memos: int  # of one coder at one place that differed, and are one memo now


def judged(connection: sa.Connection) -> Judged:
    """All that people judged here."""
    by_hand = CODINGS.c.method == Method.HAND.value
    newest = connection.execute(sa.select(newest_versions())).all()
    named = sa.select(TRANSCRIPTS.c.id, TRANSCRIPTS.c.version, TRANSCRIPTS.c.source)
    sources = {(row.id, row.version): row.source for row in connection.execute(named)}
    return Judged(
        _texts(connection),
        {row.id: row.version for row in newest},
        {row.id: sources[row.id, row.version] for row in newest},
        {row.id: row for row in connection.execute(sa.select(BATCHES).order_by(BATCHES.c.id))},
        list(connection.execute(sa.select(CODINGS).where(by_hand).order_by(CODINGS.c.id))),
        list(
            connection.execute(
                sa.select(RETRACTIONS.c.batch, CODINGS.c.uid)
                .join(CODINGS, CODINGS.c.id == RETRACTIONS.c.coding)
                .where(by_hand)
                .order_by(CODINGS.c.id)
            )
        ),
        list(connection.execute(sa.select(MARKS).order_by(MARKS.c.id))),
    )


def _texts(connection: sa.Connection) -> dict[Key, tuple[object, ...]]:
    c = TURNS.c
    turns: dict[Key, list[tuple[int, int]]] = {}
    for row in connection.execute(sa.select(c.transcript, c.version, c.start, c.end).order_by(c.number)):
        turns.setdefault((row.transcript, row.version), []).append((row.start, row.end))
    rows = connection.execute(sa.select(TRANSCRIPTS.c.id, TRANSCRIPTS.c.version, TRANSCRIPTS.c.sha256))
    return {(r.id, r.version): (r.sha256, *turns.get((r.id, r.version), ())) for r in rows}


def same_texts(theirs: Judged, ours: Judged) -> dict[Key, Key]:
    """Their versions that are here too, with which: of the same id if there is one, the newest first.

    All versions of one of their transcripts go to one transcript here: that with the text of their newest. A
    text that was put back is there twice; each goes to one here, or nowhere.
    """
    here: dict[tuple[object, ...], list[Key]] = {}
    for key in sorted((key for key in ours.texts if key[0] in ours.newest), key=lambda k: (k[0], -k[1])):
        here.setdefault(ours.texts[key], []).append(key)
    found = {}
    for transcript, version in theirs.newest.items():
        same = here.get(theirs.texts[transcript, version], [])
        if not same:
            continue
        home = next((key[0] for key in same if key[0] == transcript), same[0][0])
        free = {text: [key for key in keys if key[0] == home] for text, keys in here.items()}
        for key in sorted((key for key in theirs.texts if key[0] == transcript), reverse=True):
            if there := free.get(theirs.texts[key]):
                found[key] = there.pop(0)
    return found


def bring(connection: sa.Connection, theirs: Judged, name: str) -> Brought:
    """Append what is not here yet; `name` of the other study is for the history."""
    ours = judged(connection)
    versions = same_texts(theirs, ours)
    codings, news = _new_codings(theirs, ours, versions), _new_marks(theirs, ours, versions)
    there = {row.uid for row in (*ours.codings, *codings)}
    standing = {row.uid for row in _standing(theirs)}
    gone = {row.uid for row in ours.retractions}
    taken = [row for row in theirs.retractions if row.uid in there and row.uid not in gone]
    numbers, added = _add_batches(connection, theirs, ours, {r.batch for r in (*codings, *news, *taken)})
    _insert(connection, CODINGS, codings, numbers, versions)
    uids = [row.uid for row in taken]
    ids = dict(
        connection.execute(sa.select(CODINGS.c.uid, CODINGS.c.id).where(CODINGS.c.uid.in_(uids))).all()
    )
    rows = [{"coding": ids[row.uid], "batch": numbers[row.batch]} for row in taken]
    if rows:
        connection.execute(sa.insert(RETRACTIONS), rows)
    _insert(connection, MARKS, news, numbers, versions)
    memos = _settle(connection, theirs, ours, news, versions, name)
    carried = _carry(connection, versions, (*codings, *news), ours.newest)
    both = _both(connection, {row.uid for row in codings})
    followed = {row.follows for row in theirs.codings}
    number = sum(row.uid in standing and row.uid not in followed for row in codings)
    return Brought(added, number, len(taken), len(news), carried, both, memos)


def _new_codings(theirs: Judged, ours: Judged, versions: Mapping[Key, Key]) -> list[Any]:
    """Those whose text is here, but which are not; not even as a judgement that is the same in all."""
    known = {row.uid for row in ours.codings}
    stand = {(row.transcript, row.version, *_content(row)) for row in _standing(ours)}
    standing = {row.uid for row in _standing(theirs)}
    found = []
    for row in theirs.codings:
        here = versions.get((row.transcript, row.version))
        if here is None or row.uid in known:
            continue
        if row.uid not in standing or (*here, *_content(row)) not in stand:
            found.append(row)
    return found


def _standing(judgements: Judged) -> Iterable[Any]:
    gone = {row.uid for row in judgements.retractions}
    return (row for row in judgements.codings if row.uid not in gone)


def _content(row: Any) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _CONTENT)


def _new_marks(theirs: Judged, ours: Judged, versions: Mapping[Key, Key]) -> list[Any]:
    known = {row.uid for row in ours.marks}
    return [r for r in theirs.marks if r.uid not in known and (r.transcript, r.version) in versions]


def _add_batches(
    connection: sa.Connection, theirs: Judged, ours: Judged, wanted: set[int]
) -> tuple[dict[int, int], int]:
    """Their numbers -> ours, of the wanted batches and of what those undo; and how many are new."""
    by_uid = {row.uid: number for number, row in ours.batches.items()}
    numbers: dict[int, int] = {}
    before = len(by_uid)
    for number in sorted(_with_undone(theirs, wanted)):
        row = theirs.batches[number]
        if row.uid not in by_uid:
            values = {**row._mapping, "at": _aware(row.at), "undoes": numbers.get(row.undoes)}
            del values["id"]
            new = connection.scalars(sa.insert(BATCHES).values(**values).returning(BATCHES.c.id)).one()
            by_uid[row.uid] = int(new)
        numbers[number] = by_uid[row.uid]
    return numbers, len(by_uid) - before


def _with_undone(theirs: Judged, wanted: set[int]) -> set[int]:
    """With the batches that these undo, and those that undo them: undo and redo go on from there."""
    found, new = set(wanted), set(wanted)
    while new:
        undone = {theirs.batches[number].undoes for number in new} - {None}
        undoing = {number for number, row in theirs.batches.items() if row.undoes in new}
        new = (undone | undoing) - found
        found |= new
    return found


def _aware(at: datetime.datetime) -> datetime.datetime:
    """SQLite forgets that times are in UTC."""
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


def _insert(
    connection: sa.Connection,
    table: sa.Table,
    rows: list[Any],
    numbers: Mapping[int, int],
    versions: Mapping[Key, Key],
) -> None:
    """Append rows of theirs, with our numbers of batches and our texts."""
    values = []
    for row in rows:
        transcript, version = versions[row.transcript, row.version]
        news = {"batch": numbers[row.batch], "transcript": transcript, "version": version}
        values.append({key: value for key, value in row._mapping.items() if key != "id"} | news)
    if values:
        connection.execute(sa.insert(table), values)


def _settle(
    connection: sa.Connection,
    theirs: Judged,
    ours: Judged,
    news: list[Any],
    versions: Mapping[Key, Key],
    name: str,
) -> int:
    """Let hold what should where one coder noted something here and there; how many memos became one."""
    here = {_where(row, {}): row for row in ours.marks}
    there = {_where(row, versions): row for row in theirs.marks if (row.transcript, row.version) in versions}
    came = {_where(row, versions): row for row in news}
    last = _Last({row.uid for row in ours.marks}, {row.uid for row in theirs.marks}, _times(theirs, ours))
    again, memos = [], 0
    for where in came.keys() & here.keys():
        text, together = last.holds(here[where], there[where])
        memos += together
        if text != came[where].text:
            again.append((here[where].version, replace(mark_of(here[where]), text=text)))
    if again:
        batch = batches.begin(connection, f"samengevoegd met {name}")
        for version, mark in sorted(again, key=lambda one: one[1].place):
            batches.add_marks(connection, batch, [mark], {mark.transcript: version})
    return memos


def _where(row: Any, versions: Mapping[Key, Key]) -> tuple[object, ...]:
    """The place of a mark, here, and the version that it is on."""
    transcript, version = versions.get((row.transcript, row.version), (row.transcript, row.version))
    return *replace(mark_of(row), transcript=transcript).place, version


def _times(theirs: Judged, ours: Judged) -> dict[str, datetime.datetime]:
    """When each mark was made, by uid."""
    return {row.uid: _aware(side.batches[row.batch].at) for side in (theirs, ours) for row in side.marks}


class _Last(NamedTuple):
    """Which uids of marks each side knows, and when they were made."""

    ours: set[str]
    theirs: set[str]
    at: Mapping[str, datetime.datetime]

    def holds(self, mine: Any, other: Any) -> tuple[str, bool]:
        """The text that holds, of the last marks of both at one place, and whether it is of both.

        Who knew the other's is right; of two who did not know, both are, and of two who did, the later one.
        """
        if mine.uid == other.uid or (mine.uid not in self.theirs and other.uid in self.ours):
            return mine.text, False
        if mine.uid in self.theirs and other.uid not in self.ours:
            return other.text, False
        if mine.uid in self.theirs:
            later = max((mine, other), key=lambda row: (self.at[row.uid], row.uid))
            return later.text, False
        if not (mine.text and other.text) or mine.text == other.text:
            return mine.text or other.text, False
        return joined(mark_of(mine), other.text).text, mine.kind == MarkKind.MEMO.value


def _carry(
    connection: sa.Connection, versions: Mapping[Key, Key], rows: Iterable[Any], newest: Mapping[str, int]
) -> dict[str, Carried]:
    """Let what came on an older text move along to the newest."""
    keys = {versions[row.transcript, row.version] for row in rows}
    brought = {row.uid for row in rows}
    old = sorted({transcript for transcript, version in keys if version < newest[transcript]})
    counts = {
        name: carry(connection, transcripts.load(connection, name, newest[name]), newest[name], brought)
        for name in old
    }
    return {name: carried for name, carried in counts.items() if any(carried)}


def _both(connection: sa.Connection, brought: set[str]) -> list[tuple[Coding, Coding]]:
    """Judgements of one coder at one place that stand both, of which one came from there."""
    by_place: dict[tuple[object, ...], list[Any]] = {}
    for entry in entries(connection, method=Method.HAND):
        by_place.setdefault(place(entry.coding), []).append(entry)
    found = []
    for together in by_place.values():
        came = [entry.coding for entry in together if entry.uid in brought]
        was = [entry.coding for entry in together if entry.uid not in brought]
        if came and was:
            found.append((was[0], came[0]))
    return found
