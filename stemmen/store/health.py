"""Whether the file of a SQLite database is whole, and what to do when it is not."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from stemmen.errors import Problem, StudyError

_JUST_MADE = 60.0  # seconds in which another program may still be making an empty file into a database
_BROKEN = ("malformed", "not a database", "disk I/O error")


def check_file(path: Path) -> None:
    """StudyError when there is an empty file where a database was; before SQLite makes a new one of it."""
    if path.is_file() and path.stat().st_size == 0 and time.time() - path.stat().st_mtime > _JUST_MADE:
        repair = (
            f"Was er al iets gecodeerd? {_REPAIR} Is dit een nieuwe studie? Haal dit lege bestand dan weg."
        )
        raise StudyError(Problem(str(path), "Dit bestand is leeg: er staat geen database in.", repair=repair))


def check(connection: sa.Connection, place: str) -> None:
    """StudyError when SQLite finds something wrong in its file (an error of its own when it cannot look)."""
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise StudyError(damaged(place, str(found)))


def is_damage(reason: str) -> bool:
    """Whether an error of SQLite says that the file is broken, rather than busy or closed to us."""
    return any(words in reason for words in _BROKEN)


_REPAIR = (
    "Gooi dit bestand niet weg, maar zet het apart: misschien is er nog iets uit te halen. Zet dan uw "
    "laatste reservekopie terug, in een nieuwe map: stemmen terugzetten ZIP MAP. Is er geen? Vraag iemand "
    "met verstand van SQLite om hulp. Maak voortaan vaker een kopie: stemmen reservekopie STUDIE."
)


def damaged(place: str, reason: str) -> Problem:
    """What to say of a broken database; the reason is in the words of SQLite."""
    what = f"Deze database is beschadigd ({(reason.splitlines() or ['?'])[0]})."
    meaning = "Er is niets gewijzigd. Vaak is het bestand maar half gekopieerd of gesynchroniseerd."
    return Problem(place, what, meaning, _REPAIR)


def examine(path: Path) -> dict[str, int]:
    """Look at every page of a database that nobody uses; how many rows each table has.

    StudyError when it is damaged.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise StudyError(damaged(str(path), found))
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            return {
                name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
                for (name,) in names.fetchall()
            }
    except sqlite3.DatabaseError as error:
        raise StudyError(damaged(str(path), str(error))) from error
