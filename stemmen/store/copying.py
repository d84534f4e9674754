"""A copy of the whole database, of one moment, in a SQLite file; others may go on with it meanwhile."""

import datetime
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from stemmen.errors import Problem, StudyError
from stemmen.files import private_before_use
from stemmen.store.schema import METADATA

Progress = Callable[[int, int], None]
_PAGES = 2000  # of a SQLite file, copied between two signs of progress
_ROWS = 1000


def copy(connection: sa.Connection, target: Path, progress: Progress) -> dict[str, int]:
    """Copy all that this transaction sees into a new file; how many rows each table has.

    From a server it goes table by table, so that a copy can be opened without one.
    """
    counts = rows(connection)
    private_before_use(target)
    try:
        if connection.dialect.name == "sqlite":
            _copy_file(connection, target, progress)
        else:
            _copy_tables(connection, target, progress, sum(counts.values()))
    except sqlite3.DatabaseError as error:  # of the new file: those of ours are sqlalchemy's
        what = f"De kopie van de database kan niet worden geschreven ({str(error).splitlines()[0]})."
        repair = "Maak ruimte op de schijf, of kies een andere plaats."
        raise StudyError(Problem(str(target), what, repair=repair)) from error
    return counts


def rows(connection: sa.Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in METADATA.sorted_tables
    }


def _copy_file(connection: sa.Connection, target: Path, progress: Progress) -> None:
    """By SQLite's own way to copy a database that is in use; this transaction keeps it as it is meanwhile."""
    source: Any = connection.connection.driver_connection
    with closing(sqlite3.connect(target)) as copied:
        source.backup(copied, pages=_PAGES, progress=lambda _, left, all_: progress(all_ - left, all_))


def _copy_tables(connection: sa.Connection, target: Path, progress: Progress, total: int) -> None:
    engine = sa.create_engine(f"sqlite:///{target}", poolclass=sa.NullPool, hide_parameters=True)
    done = 0
    with engine.begin() as copied:
        METADATA.create_all(copied)
        for table in METADATA.sorted_tables:
            query = sa.select(table).execution_options(yield_per=_ROWS)
            for part in connection.execute(query).mappings().partitions():
                copied.execute(sa.insert(table), [_as_kept(row) for row in part])
                done += len(part)
                progress(done, total)


def _as_kept(row: Any) -> dict[str, Any]:
    """A server gives times in its own zone, and SQLite keeps none: all are in UTC there."""
    return {
        name: value.astimezone(datetime.UTC) if isinstance(value, datetime.datetime) else value
        for name, value in row.items()
    }
