"""The study database: transcripts as they were read, and judgements, which are only ever appended.

A coding is taken back by appending a retraction; a transcript that is read again becomes a new
version, and codings on the old one stay with its words; one that is taken out is only marked.
Words leave the database for good by `erase` and `rewrite` alone. Each public method is one transaction.
"""

import datetime
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from stemmen.coding import Coding, Method
from stemmen.errors import Problem, StudyError
from stemmen.files import private_before_use
from stemmen.privacy.edits import Edit
from stemmen.privacy.replaced import Replaced
from stemmen.store import erasure
from stemmen.store.rows import coding_of, coding_row, judgement, place, stands, transcript_of, turn_row
from stemmen.store.schema import (
    ATTRIBUTES,
    BATCHES,
    CODINGS,
    DERIVED,
    METADATA,
    REPLACEMENTS,
    RETIREMENTS,
    RETRACTIONS,
    SCHEMA,
    STUDY,
    TRANSCRIPTS,
    TURNS,
    newest_versions,
    retired,
)
from stemmen.transcript import Transcript

__all__ = ["SCHEMA", "WAIT", "Store"]

WAIT = 30.0  # seconds, for another program that writes in the same SQLite database
_NOTHING = "Er is niets gewijzigd."
_UNSWEPT = sa.select(STUDY.c.value).where(STUDY.c.key == "unswept")
_EDITION = sa.select(STUDY.c.value).where(STUDY.c.key == "edition")


class Store:
    """The database of one study, SQLite by a path or any database by a SQLAlchemy URL.

    >>> import tempfile
    >>> from stemmen.transcript import Utterance
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store(Path(folder) / "stemmen.db")
    ...     store.put_transcripts([Transcript.of("p01", [Utterance("R", "Nou, slecht.")])])
    ...     [t.id for t in store.transcripts()]
    ['p01']
    """

    def __init__(self, place: Path | str) -> None:
        self._engine = _engine(place)
        self.place = str(place) if isinstance(place, Path) else self._engine.url.render_as_string()
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _prepare_sqlite)
            sa.event.listen(self._engine, "begin", _begin_immediately)
        with self._transaction() as connection:
            METADATA.create_all(connection)
            self._check_schema(connection)
            unswept = connection.scalar(_UNSWEPT)
        if unswept:
            self._sweep()

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            raise StudyError(_database_problem(self.place, error)) from error

    def _check_schema(self, connection: sa.Connection) -> None:
        found = connection.scalar(sa.select(STUDY.c.value).where(STUDY.c.key == "schema"))
        if found is None:
            connection.execute(sa.insert(STUDY).values(key="schema", value=str(SCHEMA)))
        elif found in ("1", "2"):
            self._bring_up_to_date(connection, found)
        elif found != str(SCHEMA):
            what = f"Deze database is van een andere versie van stemmen (schema {found}, hier {SCHEMA})."
            repair = "Gebruik de versie van stemmen die hem maakte."
            raise StudyError(Problem(self.place, what, repair=repair))

    def _bring_up_to_date(self, connection: sa.Connection, found: str) -> None:
        """In schema 1 turns are in no section; tables that schema 1 and 2 lack have been made by now."""
        if found == "1":
            connection.execute(sa.text("ALTER TABLE turns ADD COLUMN section TEXT NOT NULL DEFAULT ''"))
        connection.execute(sa.update(STUDY).where(STUDY.c.key == "schema").values(value=str(SCHEMA)))

    def put_transcripts(self, transcripts: Iterable[Transcript]) -> None:
        """Keep each transcript; one with other words or turns than before becomes a new version."""
        with self._transaction() as connection:
            self._new_edition(connection)
            for transcript in transcripts:
                version = self._version(connection, transcript.id)
                if version and transcript.same_words(self._load(connection, transcript.id, version)):
                    self._refresh(connection, transcript, version)
                else:
                    self._insert(connection, transcript, version + 1)
                if version and connection.scalar(retired().where(RETIREMENTS.c.transcript == transcript.id)):
                    self._retire(connection, transcript.id, gone=False, what=f"inlezen {transcript.id}")

    def retire(self, transcript: str) -> None:
        """Let a transcript and its codings count no longer, until it is put again. Nothing is erased."""
        with self._transaction() as connection:
            self._new_edition(connection)
            self._retire(connection, transcript, gone=True, what=f"verwijder {transcript}")

    def erase(self, transcript: str) -> dict[str, int]:
        """Take out all there is of a transcript, in every version, and what was made from it.

        How many rows, by table (`transcripts` counts versions). Derived results of the whole study go too.
        No byte of it stays in a SQLite file.
        """
        with self._transaction() as connection:
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
        with self._transaction() as connection:
            version = self._version(connection, transcript)
            old = self._load(connection, transcript, version)
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
        with self._transaction() as connection:
            if (connection.scalar(_EDITION) or "") != edition:
                repair = "Doe dezelfde opdracht opnieuw."
                raise StudyError(
                    Problem(self.place, "De studie is intussen opnieuw ingelezen.", _NOTHING, repair)
                )
            self._new_edition(connection)
            erasure.rewrite(connection, self._all_versions(connection), edits, reword, marks or {})
            if done:
                self._batch(connection, done)
            self._set(connection, "unswept", "1")
        self._sweep()

    def versions(self) -> dict[tuple[str, int], Transcript]:
        """Every version of every transcript by (id, version), also of those that are retired."""
        with self._transaction() as connection:
            return self._all_versions(connection)

    def _all_versions(self, connection: sa.Connection) -> dict[tuple[str, int], Transcript]:
        c = TRANSCRIPTS.c
        keys = connection.execute(sa.select(c.id, c.version).order_by(c.id, c.version)).all()
        return {(row.id, row.version): self._load(connection, row.id, row.version) for row in keys}

    def replaced(self) -> dict[str, Replaced]:
        """By id, what was replaced in the newest version of a transcript, also of those that are retired."""
        with self._transaction() as connection:
            versions = {key: self._load(connection, *key) for key in sorted(self._keys(connection))}
            return {key[0]: what for key, what in erasure.replaced(connection, versions).items()}

    def _keys(self, connection: sa.Connection) -> list[tuple[str, int]]:
        """(id, version) of the versions in which something was replaced and that are the newest of theirs."""
        c = REPLACEMENTS.c
        return [
            (row.transcript, row.version)
            for row in connection.execute(sa.select(c.transcript, c.version))
            if row.version == self._version(connection, row.transcript)
        ]

    def _sweep(self) -> None:
        """Write a SQLite file anew, without what was taken out; at the next start when this is cut short."""
        if self._engine.dialect.name == "sqlite":
            try:
                with closing(self._engine.raw_connection()) as raw:
                    cursor = raw.cursor()
                    cursor.execute("PRAGMA temp_store = MEMORY")  # no copy of the words in another folder
                    cursor.execute("VACUUM")
            except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
                raise StudyError(_unswept(self.place, error)) from error
        with self._transaction() as connection:
            connection.execute(sa.delete(STUDY).where(STUDY.c.key == "unswept"))

    def _retire(self, connection: sa.Connection, transcript: str, *, gone: bool, what: str) -> None:
        row = {"transcript": transcript, "gone": gone, "batch": self._batch(connection, what)}
        connection.execute(sa.insert(RETIREMENTS).values(**row))

    def _new_edition(self, connection: sa.Connection) -> None:
        last = connection.scalar(_EDITION)
        self._set(connection, "edition", str(int(last or 0) + 1))

    def _set(self, connection: sa.Connection, key: str, value: str) -> None:
        connection.execute(sa.delete(STUDY).where(STUDY.c.key == key))
        connection.execute(sa.insert(STUDY).values(key=key, value=value))

    def _version(self, connection: sa.Connection, transcript: str) -> int:
        newest = sa.select(sa.func.max(TRANSCRIPTS.c.version)).where(TRANSCRIPTS.c.id == transcript)
        return connection.scalar(newest) or 0

    def _insert(self, connection: sa.Connection, transcript: Transcript, version: int) -> None:
        fields = {
            name: getattr(transcript, name)
            for name in ("id", "text", "sha256", "source", "source_sha256", "introduction")
        }
        connection.execute(sa.insert(TRANSCRIPTS).values(version=version, **fields))
        key = {"transcript": transcript.id, "version": version}
        rows = [{**key, **turn_row(turn)} for turn in transcript.turns]
        if rows:
            connection.execute(sa.insert(TURNS), rows)
        self._put_attributes(connection, transcript, version)

    def _put_attributes(self, connection: sa.Connection, transcript: Transcript, version: int) -> None:
        key = {"transcript": transcript.id, "version": version}
        rows = [
            {**key, "number": number, **attribute._asdict()}
            for number, attribute in enumerate(transcript.attributes)
        ]
        if rows:
            connection.execute(sa.insert(ATTRIBUTES), rows)

    def _refresh(self, connection: sa.Connection, transcript: Transcript, version: int) -> None:
        """Same words: roles, times, sections, and what is said of the source and of people, may be news."""
        here = (TRANSCRIPTS.c.id == transcript.id) & (TRANSCRIPTS.c.version == version)
        columns = ("source", "source_sha256", "introduction")
        news = {name: getattr(transcript, name) for name in columns}
        connection.execute(sa.update(TRANSCRIPTS).where(here).values(**news))
        turn = (TURNS.c.transcript == transcript.id) & (TURNS.c.version == version)
        turn &= TURNS.c.number == sa.bindparam("at_number")
        change = sa.update(TURNS).where(turn)
        change = change.values(
            role=sa.bindparam("to"), time=sa.bindparam("when"), section=sa.bindparam("part")
        )
        rows = [
            {"at_number": t.number, "to": t.role.value, "when": t.time, "part": t.section}
            for t in transcript.turns
        ]
        if rows:
            connection.execute(change, rows)
        said = (ATTRIBUTES.c.transcript == transcript.id) & (ATTRIBUTES.c.version == version)
        connection.execute(sa.delete(ATTRIBUTES).where(said))
        self._put_attributes(connection, transcript, version)

    def _load(self, connection: sa.Connection, transcript: str, version: int) -> Transcript:
        one = (TRANSCRIPTS.c.id == transcript) & (TRANSCRIPTS.c.version == version)
        row = connection.execute(sa.select(TRANSCRIPTS).where(one)).one()
        turns = sa.select(TURNS).where(TURNS.c.transcript == transcript, TURNS.c.version == version)
        of = sa.select(ATTRIBUTES).where(
            ATTRIBUTES.c.transcript == transcript, ATTRIBUTES.c.version == version
        )
        parts = connection.execute(turns.order_by(TURNS.c.number))
        return transcript_of(row, parts, connection.execute(of.order_by(ATTRIBUTES.c.number)))

    def transcripts(self) -> list[Transcript]:
        """The newest version of each transcript, by id."""
        with self._transaction() as connection:
            return [transcript for _, transcript in self._load_newest(connection).values()]

    def edition(self) -> str:
        """Another word after each put of transcripts: what was made from them is old then."""
        with self._transaction() as connection:
            return connection.scalar(_EDITION) or ""

    def _load_newest(self, connection: sa.Connection) -> dict[str, tuple[int, Transcript]]:
        """By id, in its order: the number of the newest version, and that version."""
        newest = newest_versions()
        rows = sa.select(TRANSCRIPTS).join(
            newest, (TRANSCRIPTS.c.id == newest.c.id) & (TRANSCRIPTS.c.version == newest.c.version)
        )
        turns = self._by_transcript(connection, TURNS, newest)
        attributes = self._by_transcript(connection, ATTRIBUTES, newest)
        found = connection.execute(rows.order_by(TRANSCRIPTS.c.id))
        return {
            row.id: (row.version, transcript_of(row, turns.get(row.id, []), attributes.get(row.id, [])))
            for row in found
        }

    def _by_transcript(
        self, connection: sa.Connection, table: sa.Table, newest: sa.Subquery
    ) -> dict[str, list[Any]]:
        """The rows of turns or attributes of the newest versions, in order."""
        both = sa.tuple_(table.c.transcript, table.c.version).in_(sa.select(newest.c.id, newest.c.version))
        parts: dict[str, list[Any]] = {}
        for part in connection.execute(sa.select(table).where(both).order_by(table.c.number)):
            parts.setdefault(part.transcript, []).append(part)
        return parts

    def codings(self, *, coder: str | None = None, method: Method | None = None) -> list[Coding]:
        """Codings that stand, on the newest version of each transcript, in reading order."""
        with self._transaction() as connection:
            return [coding for _, coding in self._standing(connection, coder, method)]

    def _standing(
        self, connection: sa.Connection, coder: str | None, method: Method | None
    ) -> list[tuple[int, Coding]]:
        newest, c = newest_versions(), CODINGS.c
        current = (c.transcript == newest.c.id) & (c.version == newest.c.version)
        query = (
            sa.select(CODINGS)
            .join(newest, current)
            .where(c.id.not_in(sa.select(RETRACTIONS.c.coding)))
            .order_by(c.transcript, c.start, c.end, c.code, c.coder, c.id)
        )
        if coder is not None:
            query = query.where(c.coder == coder)
        if method is not None:
            query = query.where(c.method == method.value)
        texts = self._texts(connection)
        return [(row.id, coding_of(row, texts[row.transcript])) for row in connection.execute(query)]

    def _texts(self, connection: sa.Connection) -> dict[str, str]:
        """The newest text of each transcript: read once, however many codings it has."""
        newest, here = newest_versions(), TRANSCRIPTS.c
        query = sa.select(here.id, here.text).join(
            newest, (here.id == newest.c.id) & (here.version == newest.c.version)
        )
        return {row.id: row.text for row in connection.execute(query)}

    def append(self, codings: Sequence[Coding], what: str) -> tuple[int, int]:
        """Append codings that do not stand yet, and retract those that they take the place of.

        A coder's latest judgement of the same words with the same code is the one that stands. The same
        judgement with another version of the codebook is no news. How many were appended and retracted;
        `what` says what was done.
        """
        with self._transaction() as connection:
            standing = self._standing(connection, None, None)
            old, new = {judgement(c) for _, c in standing}, {judgement(c) for c in codings}
            places = {place(coding) for coding in codings}
            added = [coding for coding in dict.fromkeys(codings) if judgement(coding) not in old]
            gone = [key for key, c in standing if place(c) in places and judgement(c) not in new]
            self._change(connection, added, gone, what)
            return len(added), len(gone)

    def replace(self, codings: Sequence[Coding], *, coder: str, method: Method, what: str) -> tuple[int, int]:
        """Make `codings` the ones of this coder: append the new, retract the gone; how many of each."""
        with self._transaction() as connection:
            standing = self._standing(connection, coder, method)
            old, new = {coding for _, coding in standing}, set(codings)
            added = [coding for coding in dict.fromkeys(codings) if coding not in old]
            gone = [key for key, coding in standing if coding not in new]
            self._change(connection, added, gone, what)
            return len(added), len(gone)

    def _change(
        self, connection: sa.Connection, added: Sequence[Coding], gone: Sequence[int], what: str
    ) -> None:
        if added or gone:
            batch = self._batch(connection, what)
            self._append(connection, added, batch)
            self._retract(connection, gone, batch)

    def _batch(self, connection: sa.Connection, what: str) -> int:
        now = datetime.datetime.now(datetime.UTC)
        query = sa.insert(BATCHES).values(what=what, at=now).returning(BATCHES.c.id)
        return int(connection.scalars(query).one())

    def _append(self, connection: sa.Connection, codings: Sequence[Coding], batch: int) -> None:
        if not codings:
            return
        newest = self._load_newest(connection)
        self._check_words(codings, {key: transcript for key, (_, transcript) in newest.items()})
        rows = [coding_row(c) | {"batch": batch, "version": newest[c.segment.transcript][0]} for c in codings]
        connection.execute(sa.insert(CODINGS), rows)

    def _check_words(self, codings: Sequence[Coding], newest: dict[str, Transcript]) -> None:
        """StudyError when a coding is of words that do not stand in the text as the store has it now."""
        strayed = {c.segment.transcript for c in codings if not stands(c.segment, newest)}
        if strayed:
            what = f"Deze coderingen horen bij een andere tekst van: {', '.join(sorted(strayed))}."
            meaning = "Dat interview is intussen opnieuw ingelezen of eruit gehaald. Er is niets opgeslagen."
            repair = "Open de studie opnieuw en codeer opnieuw."
            raise StudyError(Problem(self.place, what, meaning, repair))

    def _retract(self, connection: sa.Connection, codings: Sequence[int], batch: int) -> None:
        if codings:
            rows = [{"coding": coding, "batch": batch} for coding in codings]
            connection.execute(sa.insert(RETRACTIONS), rows)

    def put_derived(self, name: str, fingerprint: str, content: str) -> None:
        """Keep a result that can be made again, with the fingerprint of what it was made from."""
        with self._transaction() as connection:
            connection.execute(sa.delete(DERIVED).where(DERIVED.c.name == name))
            row = {"name": name, "fingerprint": fingerprint, "content": content}
            connection.execute(sa.insert(DERIVED).values(**row))

    def derived(self, name: str) -> tuple[str, str] | None:
        """(fingerprint, content) of a kept result, or None."""
        with self._transaction() as connection:
            row = connection.execute(sa.select(DERIVED).where(DERIVED.c.name == name)).one_or_none()
            return (row.fingerprint, row.content) if row else None


def _engine(place: Path | str) -> sa.Engine:
    if isinstance(place, Path):
        private_before_use(place)  # SQLite gives its journal the rights of the database
    url = f"sqlite:///{place}" if isinstance(place, Path) else place
    try:
        return sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)  # errors hold no texts
    except (sa.exc.ArgumentError, ImportError):  # no such kind of database, or its driver is not installed
        what = "Het adres van de database klopt niet, of het pakket voor deze database is niet geïnstalleerd."
        repair = "Verbeter 'database', bijvoorbeeld: stemmen.db of postgresql+psycopg://naam@server/studie."
        raise StudyError(Problem("studie.yaml", what, repair=repair)) from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
    connection.execute(f"PRAGMA busy_timeout = {round(WAIT * 1000)}")


def _begin_immediately(connection: sa.Connection) -> None:
    """Take SQLite's write lock at once, so that reading and then writing is one step."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _unswept(place: str, error: Exception) -> Problem:
    what = f"De database kon niet worden opgeschoond ({str(error).splitlines()[0]})."
    meaning = "De wijziging is gedaan, maar gewiste woorden kunnen nog in het bestand staan."
    repair = "Sluit andere programma's, maak ruimte op de schijf en doe: stemmen inlezen."
    return Problem(place, what, meaning, repair)


def _database_problem(place: str, error: sa.exc.DatabaseError) -> Problem:
    reason = str(error.orig)
    if "locked" in reason:
        return Problem(place, "Een ander programma gebruikt deze database.", repair="Probeer het zo opnieuw.")
    if "readonly" in reason or "unable to open" in reason:
        repair = "Controleer of u in deze map mag schrijven."
        return Problem(place, "In deze database kan niet worden geschreven.", repair=repair)
    return Problem(
        place,
        f"De database geeft een fout ({reason.splitlines()[0]}).",
        _NOTHING,
        "Zet een reservekopie van dit bestand terug.",
    )
