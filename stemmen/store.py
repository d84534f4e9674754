"""The study database: transcripts as they were read, and judgements, which are only ever appended.

A coding is taken back by appending a retraction; a transcript that is read again becomes a new
version, and codings on the old one stay with its words; one that is taken out is only marked.
Each public method is one transaction.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from stemmen.coding import Coding, Method, Valence
from stemmen.errors import Problem, StudyError
from stemmen.transcript import Attribute, Role, Segment, Transcript, Turn

SCHEMA = 2  # 1: without sections and attributes
WAIT = 30.0  # seconds, for another program that writes in the same SQLite database
_tables = sa.MetaData()

_study = sa.Table(
    "study",
    _tables,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
_transcripts = sa.Table(
    "transcripts",
    _tables,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("source_sha256", sa.String, nullable=False),
    sa.Column("introduction", sa.Text, nullable=False),
)
_turns = sa.Table(
    "turns",
    _tables,
    sa.Column("transcript", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("speaker", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("time", sa.Float),
    sa.Column("section", sa.Text, nullable=False, server_default=""),
    sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
)
_attributes = sa.Table(
    "attributes",
    _tables,
    sa.Column("transcript", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("speaker", sa.String, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
)
_batches = sa.Table(
    "batches",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("what", sa.String, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)
_codings = sa.Table(
    "codings",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("batch", sa.ForeignKey("batches.id"), nullable=False),
    sa.Column("transcript", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("code", sa.String, nullable=False, index=True),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("method", sa.String, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float),
    sa.Column("negated", sa.Boolean, nullable=False),
    sa.Column("valence", sa.String),
    sa.Column("memo", sa.Text, nullable=False),
    sa.Column("codebook_version", sa.String, nullable=False),
    sa.ForeignKeyConstraint(["transcript", "version"], ["transcripts.id", "transcripts.version"]),
)
_retractions = sa.Table(
    "retractions",
    _tables,
    sa.Column("coding", sa.ForeignKey("codings.id"), primary_key=True),
    sa.Column("batch", sa.ForeignKey("batches.id"), nullable=False),
)
_retirements = sa.Table(
    "retirements",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("transcript", sa.String, nullable=False),
    sa.Column("gone", sa.Boolean, nullable=False),  # False: read again; the last row of a transcript holds
    sa.Column("batch", sa.ForeignKey("batches.id"), nullable=False),
)
_derived = sa.Table(
    "derived",
    _tables,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
)
_EDITION = sa.select(_study.c.value).where(_study.c.key == "edition")


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
            _tables.create_all(connection)
            self._check_schema(connection)

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            raise StudyError(_database_problem(self.place, error)) from error

    def _check_schema(self, connection: sa.Connection) -> None:
        found = connection.scalar(sa.select(_study.c.value).where(_study.c.key == "schema"))
        if found is None:
            connection.execute(sa.insert(_study).values(key="schema", value=str(SCHEMA)))
        elif found == "1":
            self._bring_up_to_date(connection)
        elif found != str(SCHEMA):
            what = f"Deze database is van een andere versie van stemmen (schema {found}, hier {SCHEMA})."
            repair = "Gebruik de versie van stemmen die hem maakte."
            raise StudyError(Problem(self.place, what, repair=repair))

    def _bring_up_to_date(self, connection: sa.Connection) -> None:
        """From schema 1: its turns are in no section, and its files said nothing of respondents."""
        connection.execute(sa.text("ALTER TABLE turns ADD COLUMN section TEXT NOT NULL DEFAULT ''"))
        connection.execute(sa.update(_study).where(_study.c.key == "schema").values(value=str(SCHEMA)))

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
                if version and connection.scalar(_gone().where(_retirements.c.transcript == transcript.id)):
                    self._retire(connection, transcript.id, gone=False, what=f"inlezen {transcript.id}")

    def retire(self, transcript: str) -> None:
        """Let a transcript and its codings count no longer, until it is put again. Nothing is erased."""
        with self._transaction() as connection:
            self._new_edition(connection)
            self._retire(connection, transcript, gone=True, what=f"verwijder {transcript}")

    def _retire(self, connection: sa.Connection, transcript: str, *, gone: bool, what: str) -> None:
        row = {"transcript": transcript, "gone": gone, "batch": self._batch(connection, what)}
        connection.execute(sa.insert(_retirements).values(**row))

    def _new_edition(self, connection: sa.Connection) -> None:
        last = connection.scalar(_EDITION)
        connection.execute(sa.delete(_study).where(_study.c.key == "edition"))
        row = {"key": "edition", "value": str(int(last or 0) + 1)}
        connection.execute(sa.insert(_study).values(**row))

    def _version(self, connection: sa.Connection, transcript: str) -> int:
        newest = sa.select(sa.func.max(_transcripts.c.version)).where(_transcripts.c.id == transcript)
        return connection.scalar(newest) or 0

    def _insert(self, connection: sa.Connection, transcript: Transcript, version: int) -> None:
        fields = {
            name: getattr(transcript, name)
            for name in ("id", "text", "sha256", "source", "source_sha256", "introduction")
        }
        connection.execute(sa.insert(_transcripts).values(version=version, **fields))
        key = {"transcript": transcript.id, "version": version}
        rows = [{**key, **_turn_row(turn)} for turn in transcript.turns]
        if rows:
            connection.execute(sa.insert(_turns), rows)
        self._put_attributes(connection, transcript, version)

    def _put_attributes(self, connection: sa.Connection, transcript: Transcript, version: int) -> None:
        key = {"transcript": transcript.id, "version": version}
        rows = [
            {**key, "number": number, **attribute._asdict()}
            for number, attribute in enumerate(transcript.attributes)
        ]
        if rows:
            connection.execute(sa.insert(_attributes), rows)

    def _refresh(self, connection: sa.Connection, transcript: Transcript, version: int) -> None:
        """Same words: roles, times, sections, and what is said of the source and of people, may be news."""
        here = (_transcripts.c.id == transcript.id) & (_transcripts.c.version == version)
        columns = ("source", "source_sha256", "introduction")
        news = {name: getattr(transcript, name) for name in columns}
        connection.execute(sa.update(_transcripts).where(here).values(**news))
        turn = (_turns.c.transcript == transcript.id) & (_turns.c.version == version)
        turn &= _turns.c.number == sa.bindparam("at_number")
        change = sa.update(_turns).where(turn)
        change = change.values(
            role=sa.bindparam("to"), time=sa.bindparam("when"), section=sa.bindparam("part")
        )
        rows = [
            {"at_number": t.number, "to": t.role.value, "when": t.time, "part": t.section}
            for t in transcript.turns
        ]
        if rows:
            connection.execute(change, rows)
        said = (_attributes.c.transcript == transcript.id) & (_attributes.c.version == version)
        connection.execute(sa.delete(_attributes).where(said))
        self._put_attributes(connection, transcript, version)

    def _load(self, connection: sa.Connection, transcript: str, version: int) -> Transcript:
        one = (_transcripts.c.id == transcript) & (_transcripts.c.version == version)
        row = connection.execute(sa.select(_transcripts).where(one)).one()
        turns = sa.select(_turns).where(_turns.c.transcript == transcript, _turns.c.version == version)
        of = sa.select(_attributes).where(
            _attributes.c.transcript == transcript, _attributes.c.version == version
        )
        parts = connection.execute(turns.order_by(_turns.c.number))
        return _transcript(row, parts, connection.execute(of.order_by(_attributes.c.number)))

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
        newest = _newest()
        rows = sa.select(_transcripts).join(
            newest, (_transcripts.c.id == newest.c.id) & (_transcripts.c.version == newest.c.version)
        )
        turns = self._by_transcript(connection, _turns, newest)
        attributes = self._by_transcript(connection, _attributes, newest)
        found = connection.execute(rows.order_by(_transcripts.c.id))
        return {
            row.id: (row.version, _transcript(row, turns.get(row.id, []), attributes.get(row.id, [])))
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
        newest, c = _newest(), _codings.c
        current = (c.transcript == newest.c.id) & (c.version == newest.c.version)
        query = (
            sa.select(_codings)
            .join(newest, current)
            .where(c.id.not_in(sa.select(_retractions.c.coding)))
            .order_by(c.transcript, c.start, c.end, c.code, c.coder, c.id)
        )
        if coder is not None:
            query = query.where(c.coder == coder)
        if method is not None:
            query = query.where(c.method == method.value)
        texts = self._texts(connection)
        return [(row.id, _coding(row, texts[row.transcript])) for row in connection.execute(query)]

    def _texts(self, connection: sa.Connection) -> dict[str, str]:
        """The newest text of each transcript: read once, however many codings it has."""
        newest, here = _newest(), _transcripts.c
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
            old, new = {_judgement(c) for _, c in standing}, {_judgement(c) for c in codings}
            places = {_place(coding) for coding in codings}
            added = [coding for coding in dict.fromkeys(codings) if _judgement(coding) not in old]
            gone = [key for key, c in standing if _place(c) in places and _judgement(c) not in new]
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
        query = sa.insert(_batches).values(what=what, at=now).returning(_batches.c.id)
        return int(connection.scalars(query).one())

    def _append(self, connection: sa.Connection, codings: Sequence[Coding], batch: int) -> None:
        if not codings:
            return
        newest = self._load_newest(connection)
        self._check_words(codings, {key: transcript for key, (_, transcript) in newest.items()})
        rows = [
            _coding_row(c) | {"batch": batch, "version": newest[c.segment.transcript][0]} for c in codings
        ]
        connection.execute(sa.insert(_codings), rows)

    def _check_words(self, codings: Sequence[Coding], newest: dict[str, Transcript]) -> None:
        """StudyError when a coding is of words that do not stand in the text as the store has it now."""
        strayed = {c.segment.transcript for c in codings if not _stands(c.segment, newest)}
        if strayed:
            what = f"Deze coderingen horen bij een andere tekst van: {', '.join(sorted(strayed))}."
            meaning = "Dat interview is intussen opnieuw ingelezen of eruit gehaald. Er is niets opgeslagen."
            repair = "Open de studie opnieuw en codeer opnieuw."
            raise StudyError(Problem(self.place, what, meaning, repair))

    def _retract(self, connection: sa.Connection, codings: Sequence[int], batch: int) -> None:
        if codings:
            rows = [{"coding": coding, "batch": batch} for coding in codings]
            connection.execute(sa.insert(_retractions), rows)

    def put_derived(self, name: str, fingerprint: str, content: str) -> None:
        """Keep a result that can be made again, with the fingerprint of what it was made from."""
        with self._transaction() as connection:
            connection.execute(sa.delete(_derived).where(_derived.c.name == name))
            row = {"name": name, "fingerprint": fingerprint, "content": content}
            connection.execute(sa.insert(_derived).values(**row))

    def derived(self, name: str) -> tuple[str, str] | None:
        """(fingerprint, content) of a kept result, or None."""
        with self._transaction() as connection:
            row = connection.execute(sa.select(_derived).where(_derived.c.name == name)).one_or_none()
            return (row.fingerprint, row.content) if row else None


def _engine(place: Path | str) -> sa.Engine:
    url = f"sqlite:///{place}" if isinstance(place, Path) else place
    try:
        return sa.create_engine(url, poolclass=sa.NullPool)
    except (sa.exc.ArgumentError, ImportError):  # no such kind of database, or its driver is not installed
        what = "Het adres van de database klopt niet, of het pakket voor deze database is niet geïnstalleerd."
        repair = "Verbeter 'database', bijvoorbeeld: stemmen.db of postgresql+psycopg://naam@server/studie."
        raise StudyError(Problem("studie.yaml", what, repair=repair)) from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {round(WAIT * 1000)}")


def _begin_immediately(connection: sa.Connection) -> None:
    """Take SQLite's write lock at once, so that reading and then writing is one step."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


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
        "Er is niets gewijzigd.",
        "Zet een reservekopie van dit bestand terug.",
    )


def _newest() -> sa.Subquery:
    c = _transcripts.c
    counting = sa.select(c.id, sa.func.max(c.version).label("version")).where(c.id.not_in(_gone()))
    return counting.group_by(c.id).subquery()


def _gone() -> sa.Select[tuple[str]]:
    """The transcripts that are retired now."""
    c = _retirements.c
    last = sa.select(sa.func.max(c.id)).group_by(c.transcript)
    return sa.select(c.transcript).where(c.id.in_(last), c.gone)


def _turn_row(turn: Turn) -> dict[str, Any]:
    names = ("number", "speaker", "start", "end", "time", "section")
    return {name: getattr(turn, name) for name in names} | {"role": turn.role.value}


def _transcript(row: Any, turns: Iterable[Any], attributes: Iterable[Any]) -> Transcript:
    parts = tuple(Turn(t.number, t.speaker, Role(t.role), t.start, t.end, t.time, t.section) for t in turns)
    said = tuple(Attribute(a.speaker, a.name, a.value) for a in attributes)
    return Transcript(row.id, row.text, parts, row.source, row.source_sha256, row.introduction, said)


def _coding_row(coding: Coding) -> dict[str, Any]:
    names = ("code", "coder", "evidence", "confidence", "negated", "memo", "codebook_version")
    segment = coding.segment
    return {name: getattr(coding, name) for name in names} | {
        "transcript": segment.transcript,
        "turn": segment.turn,
        "start": segment.start,
        "end": segment.end,
        "method": coding.method.value,
        "valence": coding.valence.value if coding.valence else None,
    }


def _judgement(coding: Coding) -> Coding:
    """What was judged, whatever the version of the codebook."""
    return replace(coding, codebook_version="")


def _place(coding: Coding) -> tuple[object, ...]:
    """Where a coder can have one judgement at a time."""
    return coding.segment, coding.code, coding.coder, coding.method


def _stands(segment: Segment, transcripts: dict[str, Transcript]) -> bool:
    transcript = transcripts.get(segment.transcript)
    if transcript is None or segment.turn > len(transcript.turns):
        return False
    turn = transcript.turn(segment.turn)
    within = turn.start <= segment.start and segment.end <= turn.end
    return within and transcript.text[segment.start : segment.end] == segment.text


def _coding(row: Any, text: str) -> Coding:
    return Coding(
        Segment(row.transcript, row.turn, row.start, row.end, text[row.start : row.end]),
        row.code,
        row.coder,
        Method(row.method),
        evidence=row.evidence,
        confidence=row.confidence,
        negated=row.negated,
        valence=Valence(row.valence) if row.valence else None,
        memo=row.memo,
        codebook_version=row.codebook_version,
    )
