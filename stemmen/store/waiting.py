"""Codings and memos of an old text that wait for a person to say where they belong, or that they are over."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import sqlalchemy as sa

from stemmen.coding import Coding, Mark
from stemmen.errors import Problem, StudyError
from stemmen.store import batches, transcripts
from stemmen.store.carrying import Old, beside, joined, waiting_codings, waiting_memos
from stemmen.store.rows import coding_of, mark_of, place
from stemmen.store.schema import CODINGS, newest_versions
from stemmen.store.standing import entries, marks
from stemmen.transcript import Segment

_PUT = "met de hand teruggeplaatst"
_AROUND = 60  # characters that are shown beside what waits


class Unplaced(NamedTuple):
    """A coding or a memo on a turn, of an old text, that has no sure place in the text as it is now."""

    number: str  # what a person calls it by: of its row, with an m before that of a memo
    what: Coding | Mark
    words: str  # that it is about
    before: str
    after: str
    near: int  # the turn where it probably belongs; 0 when there is none
    version: int  # of the text that it is on

    @property
    def transcript(self) -> str:
        """Id of the interview that it is of."""
        return self.what.segment.transcript if isinstance(self.what, Coding) else self.what.transcript

    @property
    def turn(self) -> int:
        """Number of the turn that it is in, in the old text."""
        return self.what.segment.turn if isinstance(self.what, Coding) else self.what.turn


def unplaced(connection: sa.Connection) -> list[Unplaced]:
    """All that waits, by transcript and place in the old text."""
    newest = connection.execute(sa.select(newest_versions())).all()
    versions = sorted((row.id, row.version) for row in newest)
    return [one for transcript, version in versions for one in _unplaced_of(connection, transcript, version)]


def _unplaced_of(connection: sa.Connection, transcript: str, version: int) -> list[Unplaced]:
    codings, memos = (
        waiting_codings(connection, transcript, version),
        waiting_memos(connection, transcript, version),
    )
    if not (codings or memos):
        return []
    new = transcripts.load(connection, transcript, version)
    numbers = {row.version for row in (*codings, *memos)}
    old = {number: beside(connection, new, number) for number in numbers}
    found = [
        *(
            _shown(old[row.version], f"{row.id}", coding_of(row, old[row.version].text.text))
            for row in codings
        ),
        *(_shown(old[row.version], f"m{row.id}", mark_of(row)) for row in memos),
    ]
    return sorted(found, key=lambda one: (one.version, one.turn, one.number))


def _shown(old: Old, number: str, what: Coding | Mark) -> Unplaced:
    stretch = what.segment if isinstance(what, Coding) else old.text.turn(what.turn)
    text, start, end = old.text.text, stretch.start, stretch.end
    near = old.turn_at(old.alignment.near(start))
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return Unplaced(number, what, text[start:end], before, after, near.number if near else 0, old.version)


def put_back(connection: sa.Connection, number: str, segment: Segment) -> None:
    """Let what waits under this number follow to a segment of the newest text; a memo, to its turn.

    StudyError when nothing waits under it, or when the coder gave the same code to the same words since.
    """
    one = named(unplaced(connection), number)
    versions = {one.transcript: transcripts.version_of(connection, one.transcript)}
    if isinstance(one.what, Mark):
        memo = _on_turn(connection, one.what, segment.turn)
        batch = _begin(connection, one, _PUT)
        _empty(connection, batch, one)
        batches.add_marks(connection, batch, [memo], versions)
        return
    coding = replace(one.what, segment=segment)
    _check_free(connection, number, coding)
    uid = connection.scalars(sa.select(CODINGS.c.uid).where(CODINGS.c.id == int(number))).one()
    batches.add(connection, _begin(connection, one, _PUT), [coding], versions, [uid])


def _on_turn(connection: sa.Connection, memo: Mark, turn: int) -> Mark:
    """The memo on this turn, below what the coder noted there since."""
    moved = replace(memo, turn=turn)
    held = {mark.place: mark for mark in marks(connection, transcript=memo.transcript, coder=memo.coder)}
    there = held.get(moved.place)
    return joined(there, memo.text) if there else moved


def _check_free(connection: sa.Connection, number: str, coding: Coding) -> None:
    standing = entries(connection, transcript=coding.segment.transcript, coder=coding.coder)
    if any(place(entry.coding) == place(coding) for entry in standing):
        what = f"{coding.coder} heeft de code {coding.code} hier al gegeven."
        repair = "Kies andere woorden, of laat deze codering vervallen met --vervalt."
        raise StudyError(Problem(f"nummer {number}", what, "Er is niets gewijzigd.", repair))


def drop(connection: sa.Connection, number: str) -> None:
    """Let what waits under this number wait no longer; StudyError when nothing does. Its row stays."""
    one = named(unplaced(connection), number)
    batch = _begin(connection, one, "vervallen, omdat de woorden er niet meer zijn")
    if isinstance(one.what, Mark):
        _empty(connection, batch, one)
    else:
        batches.retract(connection, batch, [int(number)])


def _begin(connection: sa.Connection, one: Unplaced, done: str) -> int:
    name = (
        f"memo bij {one.transcript}"
        if isinstance(one.what, Mark)
        else f"{one.what.code} bij {one.transcript}"
    )
    coder = one.what.coder
    return batches.begin(connection, f"{name} {done}", who=coder)


def _empty(connection: sa.Connection, batch: int, one: Unplaced) -> None:
    """A memo that moved is empty on its old version."""
    if isinstance(one.what, Mark):
        batches.add_marks(connection, batch, [replace(one.what, text="")], {one.transcript: one.version})


def named(waiting: Sequence[Unplaced], number: str) -> Unplaced:
    """The one of these with this number; StudyError when there is none."""
    by_number = {one.number: one for one in waiting}
    if number not in by_number:
        repair = f"Kies uit: {', '.join(by_number)}." if by_number else "Alles heeft al een plaats."
        raise StudyError(Problem("terugplaatsen", f"Er wacht niets met nummer '{number}'.", repair=repair))
    return by_number[number]
