"""The way to the database: SQLite by a path, PostgreSQL by an address; who writes waits for who writes."""

import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from stemmen.errors import Problem, StudyError
from stemmen.files import private_before_use
from stemmen.store.health import damaged, is_damage

WAIT = 30.0  # seconds, for another program that writes in the same database
_NOTHING = "Er is niets gewijzigd."
_LOCK = 574836366  # any number: the same for all who write in one PostgreSQL database

# A process that is forked from this one shares the connections that are kept: it makes its own.
_servers: weakref.WeakSet[sa.Engine] = weakref.WeakSet()


class Database:
    """Opens transactions on one database.

    Who writes takes a lock at once, so that reading and then writing is one step; who only reads sees one
    moment, and waits for nobody but a SQLite database that is being written.
    """

    def __init__(self, place: Path | str) -> None:
        self.engine = _engine(place)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self.place = str(place) if isinstance(place, Path) else self.engine.url.render_as_string()
        self._reading, self._writing = self.engine, self.engine.execution_options(writes=True)
        if self.is_sqlite:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
        else:
            _servers.add(self.engine)
            weakref.finalize(self, self.engine.dispose)
            # under one snapshot a writer would not see what was written while it waited for the lock
            self._reading = self._reading.execution_options(isolation_level="REPEATABLE READ")
            self._writing = self._writing.execution_options(isolation_level="READ COMMITTED")
        sa.event.listen(self.engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that writes nothing."""
        with self._transaction(self._reading) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that may write: all of it, or nothing."""
        with self._transaction(self._writing) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: sa.Engine) -> Iterator[sa.Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            raise StudyError(self._problem(error)) from error

    def sweep(self) -> None:
        """Write all anew, without what was deleted; in PostgreSQL a backup or a log may still hold it."""
        try:
            if self.is_sqlite:
                with closing(self.engine.raw_connection()) as raw:
                    cursor = raw.cursor()
                    cursor.execute("PRAGMA temp_store = MEMORY")  # no copy of the words in another folder
                    cursor.execute("VACUUM")
            else:
                with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("VACUUM FULL")
        except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
            raise StudyError(_unswept(self.place, error)) from error

    def _problem(self, error: sa.exc.DatabaseError) -> Problem:
        return _sqlite_problem(self.place, error) if self.is_sqlite else _server_problem(self.place, error)


def _engine(place: Path | str) -> sa.Engine:
    if isinstance(place, Path):
        private_before_use(place)  # SQLite gives its journal the rights of the database
    url = f"sqlite:///{place}" if isinstance(place, Path) else place
    try:
        engine = sa.create_engine(url, hide_parameters=True, **_pooling(url))  # errors hold no texts
    except (sa.exc.ArgumentError, ImportError):  # no such kind of database, or its driver is not installed
        engine = None
    if engine is None or engine.dialect.name not in ("sqlite", "postgresql"):
        what = "Het adres van de database klopt niet, of het pakket voor deze database is niet geïnstalleerd."
        meaning = "stemmen werkt met SQLite (een bestand) en met PostgreSQL (een server)."
        repair = (
            "Verbeter 'database', bijvoorbeeld: stemmen.db of postgresql+psycopg://naam@server/studie. "
            'Voor PostgreSQL is ook nodig: pip install "stemmen[postgresql]"'
        )
        raise StudyError(Problem("studie.yaml", what, meaning, repair)) from None
    return engine


def _pooling(url: str) -> dict[str, Any]:
    """A file is opened for each transaction; to a server one connection is kept, as making it costs more."""
    is_server = sa.make_url(url).get_backend_name() == "postgresql"
    return {"pool_size": 1, "pool_pre_ping": True} if is_server else {"poolclass": sa.NullPool}


def _leave_to_parent() -> None:
    for engine in list(_servers):
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_leave_to_parent)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
    connection.execute(f"PRAGMA busy_timeout = {round(WAIT * 1000)}")


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(WAIT * 1000)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _unswept(place: str, error: Exception) -> Problem:
    what = f"De database kon niet worden opgeschoond ({str(error).splitlines()[0]})."
    meaning = "De wijziging is gedaan, maar gewiste woorden kunnen nog in het bestand staan."
    repair = "Sluit andere programma's, maak ruimte op de schijf en doe: stemmen inlezen."
    return Problem(place, what, meaning, repair)


def _sqlite_problem(place: str, error: sa.exc.DatabaseError) -> Problem:
    reason = str(error.orig)
    if "locked" in reason:
        return _busy(place)
    if is_damage(reason):
        return damaged(place, reason)
    if "readonly" in reason or "unable to open" in reason:
        repair = "Controleer of u in deze map mag schrijven."
        return Problem(place, "In deze database kan niet worden geschreven.", repair=repair)
    what = f"De database geeft een fout ({reason.splitlines()[0]})."
    return Problem(place, what, _NOTHING, "Maak ruimte op de schijf, en probeer het opnieuw.")


def _server_problem(place: str, error: sa.exc.DatabaseError) -> Problem:
    reason = str(error.orig).strip()
    if "lock timeout" in reason:
        return _busy(place)
    if error.connection_invalidated or isinstance(error, sa.exc.OperationalError):
        what = f"De databaseserver is niet bereikbaar, of laat u niet toe ({reason.splitlines()[0]})."
        repair = "Controleer het adres onder 'database' in studie.yaml, en vraag het de beheerder."
        return Problem(place, what, _NOTHING, repair)
    what = f"De database geeft een fout ({reason.splitlines()[0]})."
    return Problem(place, what, _NOTHING, "Vraag de beheerder van de databaseserver om hulp.")


def _busy(place: str) -> Problem:
    return Problem(place, "Een ander programma gebruikt deze database.", repair="Probeer het zo opnieuw.")
