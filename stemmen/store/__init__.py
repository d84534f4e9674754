"""The study database: transcripts as they were read, and judgements, which are only ever appended.

A coding is taken back by appending a retraction; a transcript that is read again becomes a new
version, to which codings on the old one move along; one that is taken out is only marked.
Words leave the database for good by `erase` and `rewrite` alone. Each public method is one transaction.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from stemmen.alignment import Carried
from stemmen.coding import Coding, Mark, Method
from stemmen.errors import Problem, StudyError
from stemmen.privacy.edits import Edit
from stemmen.privacy.replaced import Replaced
from stemmen.store import (
    batches,
    carrying,
    copying,
    erasure,
    health,
    judging,
    merging,
    migrating,
    recoding,
    transcripts,
    waiting,
)
from stemmen.store.engine import Database
from stemmen.store.judging import Act, Judgement
from stemmen.store.merging import Brought, Judged
from stemmen.store.rows import judgement, place, stands
from stemmen.store.schema import DERIVED, REPLACEMENTS, RETIREMENTS, SCHEMA, STUDY, retired
from stemmen.store.standing import Changes, Entry, changes, entries, marks
from stemmen.store.waiting import Unplaced
from stemmen.transcript import Segment, Transcript

__all__ = ["SCHEMA", "Act", "Changes", "Entry", "Store", "Unplaced"]

_NOTHING = "Er is niets gewijzigd."
_UNSWEPT = sa.select(STUDY.c.value).where(STUDY.c.key == "unswept")
_EDITION = sa.select(STUDY.c.value).where(STUDY.c.key == "edition")


class _OnTrial(Exception):  # noqa: N818 - it is no error
    """Take back what was written in this transaction."""


class Store:
    """The database of one study: SQLite by a path, PostgreSQL (or SQLite) by a SQLAlchemy URL.

    >>> import tempfile
    >>> from stemmen.transcript import Utterance
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store(Path(folder) / "stemmen.db")
    ...     _ = store.put_transcripts([Transcript.of("p01", [Utterance("R", "Nou, slecht.")])])
    ...     [t.id for t in store.transcripts()]
    ['p01']
    """

    def __init__(self, place: Path | str) -> None:
        if isinstance(place, Path):
            health.check_file(place)
        self._database = Database(place)
        self.place = self._database.place
        self._reading, self._writing = self._database.reading, self._database.writing
        with self._reading() as connection:
            if self._database.is_sqlite:
                health.check(connection, self.place)
            schema = migrating.schema_of(connection)
            unswept = schema == SCHEMA and connection.scalar(_UNSWEPT)
        if schema != SCHEMA:
            self._make_or_upgrade()
        if unswept:
            self._sweep()

    def _make_or_upgrade(self) -> None:
        with self._writing() as connection:
            found = migrating.schema_of(connection)  # another program may have been first
            if found is None:
                migrating.make(connection)
            elif migrating.is_older(found):
                migrating.upgrade(connection, found)
            elif found != SCHEMA:
                what = f"Deze database is van een andere versie van stemmen (schema {found}, hier {SCHEMA})."
                repair = "Gebruik de versie van stemmen die hem maakte."
                raise StudyError(Problem(self.place, what, repair=repair))

    def put_transcripts(self, new: Iterable[Transcript]) -> dict[str, Carried]:
        """Keep each transcript; one with other words or turns than before becomes a new version.

        What people judged on the old version moves along where its place is sure; how much did and how much
        waits (`unplaced`), by id of the transcripts of which there is any.
        """
        carried = {}
        with self._writing() as connection:
            self._new_edition(connection)
            for transcript in new:
                version = transcripts.version_of(connection, transcript.id)
                if version and transcript.same_words(transcripts.load(connection, transcript.id, version)):
                    transcripts.refresh(connection, transcript, version)
                else:
                    transcripts.insert(connection, transcript, version + 1)
                    carried[transcript.id] = carrying.carry(connection, transcript, version + 1)
                if version and connection.scalar(retired().where(RETIREMENTS.c.transcript == transcript.id)):
                    self._retire(connection, transcript.id, gone=False, what=f"inlezen {transcript.id}")
        return {name: counts for name, counts in carried.items() if any(counts)}

    def foresee(self, new: Transcript) -> Carried:
        """How much of what people judged would move along to this text, and how much would wait."""
        with self._reading() as connection:
            return carrying.foresee(connection, new)

    def unplaced(self) -> list[Unplaced]:
        """What people judged on an older text and has no sure place in the newest: it waits for a person."""
        with self._reading() as connection:
            return waiting.unplaced(connection)

    def put_back(self, number: str, segment: Segment) -> None:
        """Give what waits a place, by the number that `unplaced` gives; a memo is put on the whole turn.

        StudyError when nothing waits under this number, when the words do not stand there, or when the coder
        gave that code there already.
        """
        with self._writing() as connection:
            self._check_words([segment], {k: t for k, (_, t) in transcripts.load_newest(connection).items()})
            waiting.put_back(connection, number, segment)

    def drop(self, number: str) -> None:
        """Let what waits under this number wait no longer; its row stays. StudyError when nothing does."""
        with self._writing() as connection:
            waiting.drop(connection, number)

    def retire(self, transcript: str) -> None:
        """Let a transcript and its codings count no longer, until it is put again. Nothing is erased."""
        with self._writing() as connection:
            self._new_edition(connection)
            self._retire(connection, transcript, gone=True, what=f"verwijder {transcript}")

    def erase(self, transcript: str) -> dict[str, int]:
        """Take out all there is of a transcript, in every version, and what was made from it.

        How many rows, by table (`transcripts` counts versions). Derived results of the whole study go too.
        No byte of it stays in a SQLite file.
        """
        with self._writing() as connection:
            self._new_edition(connection)
            counts = erasure.erase(connection, transcript)
            self._set(connection, "unswept", "1")
        self._sweep()
        return counts

    def withdraw(self, transcript: str, speaker: str, stand_in: tuple[str, str]) -> None:
        """Take out what one speaker says, and what was made of it; the codings of others stay on their words.

        No byte of it stays in a SQLite file. `stand_in` are the label and the words that come instead.
        Earlier versions of the transcript go with all that was made of them.
        """
        with self._writing() as connection:
            version = transcripts.version_of(connection, transcript)
            old = transcripts.load(connection, transcript, version)
            if speaker in old.speakers:
                self._new_edition(connection)
                erasure.withdraw(connection, version, old, speaker, stand_in)
                self._set(connection, "unswept", "1")
        self._sweep()

    def rewrite(
        self,
        edits: Mapping[tuple[str, int], Sequence[Edit]],
        reword: Callable[[str], str],
        *,
        edition: str,
        marks: Mapping[str, str] | None = None,
        done: str = "",
    ) -> None:
        """Put other words in the place of some, in every version; no byte of the old ones stays.

        Turns and codings stay on their words (`privacy.edits.carry`); derived results go. What was replaced
        in a file is remembered, but not its words; see `replaced`.

        Args:
            edits: in the text of a transcript (id, version), each within a turn.
            reword: does the same to all that is said beside the texts: labels, sections, evidence, memos.
            edition: of the transcripts that the edits were made for; StudyError when there is another by now.
            marks: of files by transcript id (`privacy.replaced.mark_of`): whether they were written since.
            done: what was done, for the history; "" for nothing.
        """
        with self._writing() as connection:
            if (connection.scalar(_EDITION) or "") != edition:
                repair = "Doe dezelfde opdracht opnieuw."
                raise StudyError(
                    Problem(self.place, "De studie is intussen opnieuw ingelezen.", _NOTHING, repair)
                )
            self._new_edition(connection)
            erasure.rewrite(connection, transcripts.load_all(connection), edits, reword, marks or {})
            if done:
                batches.begin(connection, done)
            self._set(connection, "unswept", "1")
        self._sweep()

    def versions(self) -> dict[tuple[str, int], Transcript]:
        """Every version of every transcript by (id, version), also of those that are retired."""
        with self._reading() as connection:
            return transcripts.load_all(connection)

    def replaced(self) -> dict[str, Replaced]:
        """By id, what was replaced in the newest version of a transcript, also of those that are retired."""
        with self._reading() as connection:
            versions = {key: transcripts.load(connection, *key) for key in sorted(self._keys(connection))}
            return {key[0]: what for key, what in erasure.replaced(connection, versions).items()}

    def _keys(self, connection: sa.Connection) -> list[tuple[str, int]]:
        """(id, version) of the versions in which something was replaced and that are the newest of theirs."""
        c = REPLACEMENTS.c
        return [
            (row.transcript, row.version)
            for row in connection.execute(sa.select(c.transcript, c.version))
            if row.version == transcripts.version_of(connection, row.transcript)
        ]

    def _sweep(self) -> None:
        """Write the database anew, without what was taken out; at the next start when this is cut short."""
        self._database.sweep()
        with self._writing() as connection:
            connection.execute(sa.delete(STUDY).where(STUDY.c.key == "unswept"))

    def _retire(self, connection: sa.Connection, transcript: str, *, gone: bool, what: str) -> None:
        row = {"transcript": transcript, "gone": gone, "batch": batches.begin(connection, what)}
        connection.execute(sa.insert(RETIREMENTS).values(**row))

    def _new_edition(self, connection: sa.Connection) -> None:
        last = connection.scalar(_EDITION)
        self._set(connection, "edition", str(int(last or 0) + 1))

    def _set(self, connection: sa.Connection, key: str, value: str) -> None:
        connection.execute(sa.delete(STUDY).where(STUDY.c.key == key))
        connection.execute(sa.insert(STUDY).values(key=key, value=value))

    def transcripts(self) -> list[Transcript]:
        """The newest version of each transcript, by id."""
        with self._reading() as connection:
            return [transcript for _, transcript in transcripts.load_newest(connection).values()]

    def edition(self) -> str:
        """Another word after each put of transcripts: what was made from them is old then."""
        with self._reading() as connection:
            return connection.scalar(_EDITION) or ""

    def codings(self, *, coder: str | None = None, method: Method | None = None) -> list[Coding]:
        """Codings that stand, on the newest version of each transcript, in reading order."""
        return [entry.coding for entry in self.entries(coder=coder, method=method)]

    def entries(
        self, *, transcript: str | None = None, coder: str | None = None, method: Method | None = None
    ) -> list[Entry]:
        """Codings that stand, as `codings`, each with its uid and the batch that it came with."""
        with self._reading() as connection:
            return entries(connection, transcript=transcript, coder=coder, method=method)

    def marks(self, *, transcript: str | None = None, coder: str | None = None) -> list[Mark]:
        """The marks that hold, by place."""
        with self._reading() as connection:
            return marks(connection, transcript=transcript, coder=coder)

    def last_batch(self) -> int:
        """Another number when anybody judged anything; 0 at first."""
        with self._reading() as connection:
            return batches.last(connection)

    def changes(self, since: int) -> Changes:
        """What anybody added, took back or noted after this batch."""
        with self._reading() as connection:
            return changes(connection, since)

    def judge(
        self,
        coder: str,
        what: str,
        *,
        add: Sequence[Coding] = (),
        change: Mapping[str, Coding] | None = None,
        remove: Sequence[str] = (),
        marks: Sequence[Mark] = (),
        codebook: str = "",
    ) -> list[str]:
        """Keep one act of a person in the coding screen: all of it, or nothing.

        Args:
            coder: whose codings and marks these are.
            what: was done, in words that the history shows.
            add: codings; one at a place (segment, code, coder, method) where one stands takes its place.
            change: another form of codings that stand, by their uid.
            remove: uids of codings to take back.
            marks: as they hold from now on.
            codebook: what was added to the codebook for it; `undo` and `redo` hand it back.

        Returns: the uids of the codings that were added and changed.

        Raises: StudyError when words do not stand in the text as it is now, or when a coding that is
            changed or taken back is no longer there, or somebody else's.
        """
        act = Judgement(coder, what, add, change or {}, remove, marks, codebook)
        with self._writing() as connection:
            return judging.judge(connection, act)

    def undo(self, coder: str) -> Act | None:
        """Take back the last act of this coder that stands, also after a restart; None without one."""
        with self._writing() as connection:
            return judging.undo(connection, coder)

    def redo(self, coder: str) -> Act | None:
        """Do again what was undone last, when nothing else was done since; None when there is nothing."""
        with self._writing() as connection:
            return judging.redo(connection, coder)

    def undoable(self, coder: str) -> tuple[str, str]:
        """What `undo` would take back and `redo` would do again, in words; "" for nothing."""
        with self._reading() as connection:
            return judging.undoable(connection, coder)

    def history(self, uid: str) -> list[tuple[datetime.datetime, str, str]]:
        """(when, who, what) of all that happened to a coding in all its forms, oldest first."""
        with self._reading() as connection:
            return judging.history(connection, uid)

    def append(self, codings: Sequence[Coding], what: str) -> tuple[int, int]:
        """Append codings that do not stand yet, and retract those that they take the place of.

        A coder's latest judgement of the same words with the same code is the one that stands. The same
        judgement with another version of the codebook is no news. How many were appended and retracted;
        `what` says what was done.
        """
        with self._writing() as connection:
            standing = entries(connection)
            old, new = {judgement(e.coding) for e in standing}, {judgement(c) for c in codings}
            places = {place(coding) for coding in codings}
            added = [coding for coding in dict.fromkeys(codings) if judgement(coding) not in old]
            gone = [e for e in standing if place(e.coding) in places and judgement(e.coding) not in new]
            self._change(connection, added, gone, what)
            return len(added), len(gone)

    def replace(self, codings: Sequence[Coding], *, coder: str, method: Method, what: str) -> tuple[int, int]:
        """Make `codings` the ones of this coder: append the new, retract the gone; how many of each."""
        with self._writing() as connection:
            standing = entries(connection, coder=coder, method=method)
            old, new = {entry.coding for entry in standing}, set(codings)
            added = [coding for coding in dict.fromkeys(codings) if coding not in old]
            gone = [entry for entry in standing if entry.coding not in new]
            self._change(connection, added, gone, what)
            return len(added), len(gone)

    def _change(
        self, connection: sa.Connection, added: Sequence[Coding], gone: Sequence[Entry], what: str
    ) -> None:
        if not (added or gone):
            return
        coders = {coding.coder for coding in (*added, *(entry.coding for entry in gone))}
        batch = batches.begin(connection, what, who=coders.pop() if len(coders) == 1 else "")
        if added:
            newest = transcripts.load_newest(connection)
            self._check_words(
                [coding.segment for coding in added],
                {key: transcript for key, (_, transcript) in newest.items()},
            )
            batches.add(connection, batch, added, {key: version for key, (version, _) in newest.items()})
        batches.retract(connection, batch, [entry.number for entry in gone])

    def _check_words(self, segments: Sequence[Segment], newest: dict[str, Transcript]) -> None:
        """StudyError when a coding is of words that do not stand in the text as the store has it now."""
        strayed = {segment.transcript for segment in segments if not stands(segment, newest)}
        if strayed:
            what = f"Deze coderingen horen bij een andere tekst van: {', '.join(sorted(strayed))}."
            meaning = "Dat interview is intussen opnieuw ingelezen of eruit gehaald. Er is niets opgeslagen."
            repair = "Open de studie opnieuw en codeer opnieuw."
            raise StudyError(Problem(self.place, what, meaning, repair))

    def judged(self) -> Judged:
        """All that people judged, as its rows, to bring to another database."""
        with self._reading() as connection:
            return merging.judged(connection)

    def bring(self, theirs: Judged, name: str, *, trial: bool = False) -> Brought:
        """Append what people judged in another database and is not here yet; its texts must be here.

        What came, or as a `trial` would come: then nothing is kept. `name` of the other study is for the
        history.
        """
        try:
            with self._writing() as connection:
                brought = merging.bring(connection, theirs, name)
                if trial:
                    raise _OnTrial
        except _OnTrial:
            pass
        return brought

    def judged_with(self, codes: Collection[str] | None = None) -> list[Entry]:
        """What stands with these codes (by default with any), but for what rules found."""
        with self._reading() as connection:
            return recoding.judged(connection, codes)

    def recode(
        self,
        what: str,
        seen: Mapping[str, Collection[str]],
        changes: Mapping[str, Coding | None],
        marks: Sequence[Mark] = (),
        *,
        meanwhile: Callable[[], None],
    ) -> None:
        """Let codings of all coders follow their codes, in one batch.

        Args:
            what: was done, in words that the history shows.
            seen: by code, the uids of what stood (`judged_with`) when it was planned.
            changes: another form of codings by their uid; None takes one back.
            marks: as they hold from now on.
            meanwhile: done when all this can be, just before it is kept: if it fails, nothing is kept.

        Raises: StudyError when there is another coding with one of these codes by now, or one less.
        """
        with self._writing() as connection:
            recoding.recode(connection, what, seen, changes, marks)
            meanwhile()

    def copy_to(self, path: Path, progress: Callable[[int, int], None]) -> dict[str, int]:
        """Copy the database as it is now into a new SQLite file; how many rows each table has."""
        with self._reading() as connection:
            return copying.copy(connection, path, progress)

    def put_derived(self, name: str, fingerprint: str, content: str) -> None:
        """Keep a result that can be made again, with the fingerprint of what it was made from."""
        with self._writing() as connection:
            connection.execute(sa.delete(DERIVED).where(DERIVED.c.name == name))
            row = {"name": name, "fingerprint": fingerprint, "content": content}
            connection.execute(sa.insert(DERIVED).values(**row))

    def derived(self, name: str) -> tuple[str, str] | None:
        """(fingerprint, content) of a kept result, or None."""
        with self._reading() as connection:
            row = connection.execute(sa.select(DERIVED).where(DERIVED.c.name == name)).one_or_none()
            return (row.fingerprint, row.content) if row else None
