"""Tables in and files out: what a user made is read with care, what we make is never half there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from stemmen.errors import Problem, StudyError


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of `path` only when all went well.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with written_aside(Path(folder) / "a.txt") as aside:
    ...         _ = aside.write_text("klaar")
    ...     (Path(folder) / "a.txt").read_text()
    'klaar'
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    except OSError as error:
        repair = "Kies een andere plaats, of sluit het bestand als het open staat."
        what = f"Hier kan niet worden geschreven ({error.strerror})."
        raise StudyError(Problem(str(path), what, repair=repair)) from None
    os.close(handle)
    aside = Path(name)
    try:
        yield aside
        aside.chmod(0o644)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def read_table(path: Path) -> pd.DataFrame:
    r"""Read a CSV file (comma, semicolon or tab) as text, column names in lower case.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.csv"
    ...     _ = path.write_text("Code;Beurt\nstress;3\n")
    ...     read_table(path).to_dict("records")
    [{'code': 'stress', 'beurt': '3'}]
    """
    try:
        first = path.read_text(encoding="utf-8-sig").partition("\n")[0]
        table = pd.read_csv(
            path, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=max(",;\t", key=first.count)
        )
    except FileNotFoundError:
        raise StudyError(
            Problem(str(path), "Dit bestand is er niet.", repair="Controleer de naam.")
        ) from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError, OSError):
        repair = "Sla het op als 'CSV UTF-8', met een kopregel en evenveel kolommen in elke rij."
        raise StudyError(Problem(str(path), "Dit is geen goed CSV-bestand.", repair=repair)) from None
    table.columns = pd.Index([str(column).strip().lower() for column in table.columns])
    return table.map(str.strip)
