"""Tables in and files out: what a user made is read with care, what we make is never half there."""

import csv
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pandas as pd

from stemmen.errors import Problem, StudyError

ASIDE = (
    ".stemmen-"  # how a folder begins in which a file is written; one stays when the computer stops halfway
)


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes the place of `path` only when all went well.

    Only its owner can read the new file, whoever could read the old one.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with written_aside(Path(folder) / "a.txt") as aside:
    ...         _ = aside.write_text("klaar")
    ...     (Path(folder) / "a.txt").read_text()
    'klaar'
    """
    try:
        _make_private(path.parent)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=ASIDE) as folder:
            aside = Path(folder) / path.name
            yield aside
            private(aside)
            _on_disk(aside)
            aside.replace(path)
    except OSError as error:
        repair = "Kies een andere plaats, of sluit het bestand als het open staat."
        what = f"Hier kan niet worden geschreven ({error.strerror})."
        raise StudyError(Problem(str(path), what, repair=repair)) from None


def _make_private(folder: Path) -> None:
    """Make a folder, with those above it that are not there, for its owner alone."""
    if not folder.exists():
        _make_private(folder.parent)
        folder.mkdir(exist_ok=True)  # somebody else may have made it meanwhile
        private(folder)


def _on_disk(path: Path) -> None:
    """Wait until the file would survive a power cut: a name must not point to what is not there yet."""
    if path.is_file():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def private(path: Path) -> None:
    """Let only the owner read and write a file or folder; on Windows nothing happens.

    There a file has the rights of the folder that it is in, and others cannot read those of a user.
    """
    if os.name != "nt":
        with suppress(OSError):
            path.chmod(0o700 if path.is_dir() else 0o600)


def private_before_use(path: Path) -> None:
    """Make an empty file for its owner alone, for a library that would let others read it; not over one."""
    with suppress(OSError):  # where it cannot be made, the library will say so
        path.touch(mode=0o600, exist_ok=False)


def readable_by_others(path: Path) -> bool:
    """Whether other users of this computer can look into a folder; on Windows that cannot be told: False.

    A folder above it may keep them out: that of a user often does.
    """
    if os.name == "nt":
        return False
    above = [parent.stat().st_mode for parent in path.resolve().parents]
    here = path.stat().st_mode
    group, everybody = 0o010, 0o001
    return any(here & who and all(mode & who for mode in above) for who in (group, everybody))


def read_table(path: Path) -> pd.DataFrame:
    r"""Read a CSV file (comma, semicolon or tab) as text: column names in lower case, index the line.

    StudyError lists all rows that do not fit the header.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.csv"
    ...     _ = path.write_text("Code;Beurt\nstress;3\n")
    ...     read_table(path).to_dict("index")
    {2: {'code': 'stress', 'beurt': '3'}}
    """
    rows = _rows(path)
    names = [name.lower() for name in rows.pop(1, [])]
    while names and not names[-1]:
        names.pop()
    problems = _unfit(path, names, rows)
    if problems:
        raise StudyError(*problems)
    cells = [row[: len(names)] for row in rows.values()]
    return pd.DataFrame(cells, index=list(rows), columns=names, dtype=str)


def _rows(path: Path) -> dict[int, list[str]]:
    """The rows that are not empty, stripped, by the line on which they start."""
    text = _text(path)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, start = {}, 1
    try:
        for row in lines:
            rows[start] = [cell.strip() for cell in row]
            start = lines.line_num + 1
    except csv.Error:
        repair = "Zet aanhalingstekens om de hele cel, of haal ze weg. Sla het anders op als 'CSV UTF-8'."
        what = "De aanhalingstekens kloppen hier niet."
        raise StudyError(Problem(f"{path}, regel {start}", what, repair=repair)) from None
    return {line: row for line, row in rows.items() if any(row)}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problem = Problem(str(path), "Dit bestand is er niet.", repair="Controleer de naam.")
    except (UnicodeDecodeError, OSError):
        repair = "Sla het op als 'CSV UTF-8'."
        problem = Problem(str(path), "Dit is geen goed CSV-bestand.", repair=repair)
    raise StudyError(problem)


def _unfit(path: Path, names: list[str], rows: dict[int, list[str]]) -> list[Problem]:
    first = f"{path}, regel 1"
    if not names:
        return [Problem(first, "Hier staat geen kopregel.", repair="Zet de namen van de kolommen erin.")]
    problems = [
        Problem(first, f"De kolom '{name}' staat er twee keer.", repair="Geef een van beide een andere naam.")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    repair = "Zet aanhalingstekens om een cel waar een komma of puntkomma in staat."
    for line, row in rows.items():
        if len(row) < len(names) or any(row[len(names) :]):
            what = f"Deze rij heeft {len(row)} kolommen, de kopregel {len(names)}."
            problems.append(Problem(f"{path}, regel {line}", what, repair=repair))
    return problems
