"""What a person does in the coding screen: one act is one batch, and each can be undone and done again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import sqlalchemy as sa

from stemmen.coding import Coding, Mark
from stemmen.errors import Problem, StudyError
from stemmen.store import batches
from stemmen.store.rows import coding_of, mark_of, place
from stemmen.store.schema import BATCHES, CODINGS, MARKS, RETRACTIONS, TURNS
from stemmen.store.standing import Entry, entries_where, marks
from stemmen.store.transcripts import newest_texts

ACT, UNDO, REDO = "act", "undo", "redo"
_SCREEN = "Het codeerscherm"
_NOTHING = "Er is niets opgeslagen."


class Judgement(NamedTuple):
    """One act: what is added, changed (by uid) and taken back (by uid), and what is marked."""

    coder: str
    what: str
    add: Sequence[Coding] = ()
    change: Mapping[str, Coding] = {}
    remove: Sequence[str] = ()
    marks: Sequence[Mark] = ()
    codebook: str = ""


class Act(NamedTuple):
    """What was undone or done again, and where."""

    what: str
    transcript: str
    turns: frozenset[int]
    codebook: str


def judge(connection: sa.Connection, act: Judgement) -> list[str]:
    """Do an act; the uids of what was added and changed. Nothing is written when it changes nothing.

    A coding at a place (segment, code, coder, method) where one stands takes its place. StudyError when its
    words do not stand in the text, or when what it changes is no longer there or somebody else's.
    """
    said = [*act.add, *act.change.values()]
    texts = newest_texts(connection, {c.segment.transcript for c in said} | {m.transcript for m in act.marks})
    _check_words(connection, said, texts)
    mine = _own(connection, act)
    kept, new, follows, gone = _plan(act, mine)
    news = _news(connection, act)
    if not (new or gone or news or act.codebook):
        return kept
    batch = batches.begin(connection, act.what, who=act.coder, kind=ACT, codebook=act.codebook)
    batches.retract(connection, batch, [entry.number for entry in gone])
    versions = {name: version for name, (version, _) in texts.items()}
    uids = batches.add(connection, batch, new, versions, follows)
    batches.add_marks(connection, batch, news, versions)
    return [*kept, *uids]


def _own(connection: sa.Connection, act: Judgement) -> dict[str, Entry]:
    """By uid, what this coder has in the turns of the act; all that it names is there."""
    named, c = {*act.change, *act.remove}, CODINGS.c
    about = [new.segment for new in (*act.add, *act.change.values())]
    names, turns = {segment.transcript for segment in about}, {segment.turn for segment in about}
    there = c.transcript.in_(sorted(names)) & c.turn.in_(sorted(turns))  # SQLite uses no index for pairs
    found = entries_where(connection, c.coder == act.coder, there | c.uid.in_(sorted(named)))
    mine = {entry.uid: entry for entry in found}
    if not mine.keys() >= named:
        what = "Deze codering is intussen veranderd of weggehaald, of is van een ander."
        raise StudyError(
            Problem(
                _SCREEN,
                what,
                "Er is niets opgeslagen.",
                "Kijk wat er nu staat en doe het opnieuw.",
            )
        )
    return mine


def _plan(act: Judgement, mine: dict[str, Entry]) -> tuple[list[str], list[Coding], list[str], list[Entry]]:
    """(uids that stay as they are, codings to append, what each follows, what is taken back)."""
    changed = {uid: coding for uid, coding in act.change.items() if mine[uid].coding != coding}
    gone = {uid: mine[uid] for uid in (*changed, *act.remove)}
    at = {place(entry.coding): entry for uid, entry in mine.items() if uid not in gone}
    kept = [uid for uid in act.change if uid not in changed]
    new, follows = [], []
    for uid, coding in [*changed.items(), *(("", coding) for coding in act.add)]:
        there = at.get(place(coding))
        if there is not None and there.coding == coding:
            kept.append(there.uid)
            continue
        if there is not None:
            gone[there.uid] = there
        new.append(coding)
        follows.append(uid or (there.uid if there else ""))
    return kept, new, follows, list(gone.values())


def _news(connection: sa.Connection, act: Judgement) -> list[Mark]:
    """The marks that say something else than what holds."""
    about = {mark.transcript for mark in act.marks}
    held = {
        mark.place: mark.text
        for name in about
        for mark in marks(connection, transcript=name, coder=act.coder)
    }
    return [mark for mark in act.marks if held.get(mark.place, "") != mark.text]


def _check_words(
    connection: sa.Connection, codings: Sequence[Coding], texts: Mapping[str, tuple[int, str]]
) -> None:
    for coding in codings:
        segment = coding.segment
        version, text = texts.get(segment.transcript, (0, ""))
        if text[segment.start : segment.end] != segment.text or not _in_turn(connection, coding, version):
            what = f"De tekst van {segment.transcript} is intussen veranderd."
            repair = "Open het codeerscherm opnieuw."
            raise StudyError(Problem(_SCREEN, what, _NOTHING, repair))


def _in_turn(connection: sa.Connection, coding: Coding, version: int) -> bool:
    segment, c = coding.segment, TURNS.c
    here = (c.transcript == segment.transcript) & (c.version == version) & (c.number == segment.turn)
    turn = connection.execute(sa.select(c.start, c.end).where(here)).one_or_none()
    return turn is not None and turn.start <= segment.start and segment.end <= turn.end


def undo(connection: sa.Connection, coder: str) -> Act | None:
    """Take back the last act of this coder that stands; None when there is none."""
    batch = next(_done(connection, coder), None)
    return _reverse(connection, batch, UNDO) if batch else None


def redo(connection: sa.Connection, coder: str) -> Act | None:
    """Do again what was undone last, unless something else was done since; None when there is nothing."""
    batch = _undone(connection, coder)
    return _reverse(connection, batch, REDO) if batch else None


def undoable(connection: sa.Connection, coder: str) -> tuple[str, str]:
    """What `undo` and `redo` would take back and do again; "" for nothing."""
    done, undone = next(_done(connection, coder), None), _undone(connection, coder)
    return done.what if done else "", undone.what if undone else ""


def _newest_first(connection: sa.Connection, coder: str) -> Iterator[Any]:
    """What this coder did, undid and did again; read in pieces, as most is found at once."""
    query = (
        sa.select(BATCHES).where(BATCHES.c.who == coder, BATCHES.c.kind != "").order_by(BATCHES.c.id.desc())
    )
    before = None
    while rows := connection.execute(query.where(BATCHES.c.id < before) if before else query).fetchmany(100):
        yield from rows
        before = rows[-1].id


def _done(connection: sa.Connection, coder: str) -> Iterator[Any]:
    """Acts that stand, newest first, each as the batch that did it last."""
    reversed_ = set()
    for row in _newest_first(connection, coder):
        if row.id in reversed_:
            continue
        if row.kind == UNDO:
            reversed_.add(row.undoes)
        else:
            yield row


def _undone(connection: sa.Connection, coder: str) -> Any | None:
    """The last undo that nothing came after but undos and redos, and that was not done again."""
    again = set()
    for row in _newest_first(connection, coder):
        if row.kind == ACT:
            return None
        if row.kind == REDO:
            again.add(row.undoes)
        elif row.id not in again:
            return row
    return None


def _reverse(connection: sa.Connection, batch: Any, kind: str) -> Act:
    """Do the opposite of a batch: what it brought goes, what it took comes back."""
    came = connection.scalars(sa.select(CODINGS.c.uid).where(CODINGS.c.batch == batch.id)).all()
    gone = [entry for uid in came for entry in _stands_now(connection, uid)]
    waiting = _waiting(connection, batch.id)
    back = _taken(connection, batch.id)
    before = [_held_before(connection, mark, batch.id) for mark in _marks_of(connection, batch.id)]
    about = {c.segment.transcript for _, c in back} | {mark.transcript for mark in before}
    texts = newest_texts(connection, about)
    _check_words(connection, [coding for _, coding in back], texts)
    versions = {name: version for name, (version, _) in texts.items()}
    new = batches.begin(
        connection, batch.what, who=batch.who, kind=kind, undoes=batch.id, codebook=batch.codebook
    )
    batches.retract(connection, new, [*(entry.number for entry in gone), *(row.id for row in waiting)])
    batches.add(connection, new, [coding for _, coding in back], versions, [uid for uid, _ in back])
    batches.add_marks(connection, new, before, versions)
    moved = [entry.coding for entry in gone] + [coding for _, coding in back]
    places = [(coding.segment.transcript, coding.segment.turn) for coding in moved]
    places += [(mark.transcript, mark.turn) for mark in before]
    places += [(row.transcript, 0) for row in waiting]  # the turn was one of another text
    turns = frozenset(turn for _, turn in places if turn)
    return Act(batch.what, places[0][0] if places else "", turns, batch.codebook)


def _stands_now(connection: sa.Connection, uid: str) -> list[Entry]:
    """What became of a coding: itself, or the form of it that stands."""
    forms, new = {uid}, {uid}
    while new:
        query = sa.select(CODINGS.c.uid).where(CODINGS.c.follows.in_(sorted(new)))
        new = set(connection.scalars(query)) - forms
        forms |= new
    return entries_where(connection, CODINGS.c.uid.in_(sorted(forms)))


def _taken(connection: sa.Connection, batch: int) -> list[tuple[str, Coding]]:
    """The codings that a batch took back; StudyError when their text is another by now."""
    query = sa.select(CODINGS).join(RETRACTIONS, RETRACTIONS.c.coding == CODINGS.c.id)
    taken = []
    for row in connection.execute(query.where(RETRACTIONS.c.batch == batch).order_by(CODINGS.c.id)):
        version, text = newest_texts(connection, {row.transcript}).get(row.transcript, (0, ""))
        if version != row.version:
            raise _of_other_text(row.transcript)
        taken.append((row.uid, coding_of(row, text)))
    return taken


def _of_other_text(transcript: str) -> StudyError:
    what = f"De tekst van {transcript} is sindsdien veranderd."
    meaning = f"Wat er daarvoor gedaan is, kan niet meer ongedaan worden gemaakt. {_NOTHING}"
    return StudyError(Problem(_SCREEN, what, meaning, "Codeer het opnieuw waar dat nodig is."))


def _marks_of(connection: sa.Connection, batch: int) -> list[Mark]:
    """The marks of a batch; StudyError when one is on a turn of another text: which turn is that now?"""
    query = sa.select(MARKS).where(MARKS.c.batch == batch).order_by(MARKS.c.id)
    rows = connection.execute(query).all()
    newest = newest_texts(connection, {row.transcript for row in rows})
    for row in rows:
        if row.turn and row.version != newest.get(row.transcript, (0, ""))[0]:
            raise _of_other_text(row.transcript)
    return [mark_of(row) for row in rows]


def _waiting(connection: sa.Connection, batch: int) -> list[Any]:
    """Codings that a batch brought and that have no place since their text changed."""
    c, later = CODINGS.c, CODINGS.alias().c
    followed = sa.exists().where(later.follows == c.uid)
    gone = sa.exists().where(RETRACTIONS.c.coding == c.id)
    rows = connection.execute(sa.select(CODINGS).where(c.batch == batch, ~followed, ~gone)).all()
    newest = newest_texts(connection, {row.transcript for row in rows})
    return [row for row in rows if row.version < newest.get(row.transcript, (0, ""))[0]]


def _held_before(connection: sa.Connection, mark: Mark, batch: int) -> Mark:
    """What was noted at the place of this mark before the batch that it came with."""
    c = MARKS.c
    here = (c.transcript == mark.transcript) & (c.turn == mark.turn) & (c.kind == mark.kind.value)
    here &= (c.coder == mark.coder) & (c.code == mark.code) & (c.start == mark.start) & (c.end == mark.end)
    query = sa.select(MARKS.c.text).where(here, c.batch < batch).order_by(c.id.desc()).limit(1)
    return replace(mark, text=connection.scalar(query) or "")


def history(connection: sa.Connection, uid: str) -> list[tuple[Any, str, str]]:
    """(when, who, what) of all that happened to a coding, from its first form on, oldest first."""
    forms = _all_forms(connection, uid)
    rows = connection.execute(sa.select(CODINGS.c.id, CODINGS.c.batch).where(CODINGS.c.uid.in_(forms))).all()
    taken = sa.select(RETRACTIONS.c.batch).where(RETRACTIONS.c.coding.in_([row.id for row in rows]))
    numbers = sorted({row.batch for row in rows} | set(connection.scalars(taken)))
    query = sa.select(BATCHES).where(BATCHES.c.id.in_(numbers)).order_by(BATCHES.c.id)
    said = {ACT: "", UNDO: "ongedaan: ", REDO: "opnieuw: ", "": ""}
    return [(row.at, row.who, said[row.kind] + row.what) for row in connection.execute(query)]


def _all_forms(connection: sa.Connection, uid: str) -> list[str]:
    """The uids of a coding in all its forms, earlier and later."""
    forms, new = {uid}, {uid}
    while new:
        c = CODINGS.c
        later = connection.scalars(sa.select(c.uid).where(c.follows.in_(sorted(new)))).all()
        earlier = connection.scalars(sa.select(c.follows).where(c.uid.in_(sorted(new)))).all()
        new = {name for name in (*later, *earlier) if name} - forms
        forms |= new
    return sorted(forms)
