"""A study in one zip, and out of it again: all files of its folder, and its database as it was at one moment.

Left out is only what programs make anew by themselves. Reports are in it: they may have been shared or worked
in. The zip tells what is in it, so that it is known to be whole when it is made and when it is opened.
"""

import datetime
import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from stemmen.codebook_lines import Lines, value_of
from stemmen.errors import Problem, StudyError
from stemmen.files import ASIDE, private, written_aside
from stemmen.privacy.keyfile import key_path
from stemmen.settings import Settings
from stemmen.store import Store
from stemmen.store.health import examine

Progress = Callable[[int, int], None]

CONTENTS = f"{ASIDE}reservekopie.json"  # a name that no file of a study has: those are left out
_KIND = "reservekopie van stemmen"
_MADE_ANEW = {".ipynb_checkpoints", "__pycache__", ".DS_Store", "Thumbs.db"}
_PACKED = {".docx", ".odt", ".xlsx", ".pdf", ".zip", ".png", ".jpg", ".jpeg", ".mp3", ".mp4", ".m4a", ".wav"}
_PIECE = 1 << 20


@dataclass(frozen=True)
class Backup:
    """A zip that was made, or what was put back from one.

    Args:
        path: of the zip that was made, or of the folder that is new.
        files: how many files of the study are in it.
        rows: of its database, by table.
        at: when the backup was made, in ISO form.
        notes: what is not in it, or is another now, in Dutch.
    """

    path: Path
    files: int
    rows: dict[str, int]
    at: str
    notes: tuple[str, ...]


def default_place(folder: Path, now: datetime.datetime) -> Path:
    """Where a backup comes when nobody says otherwise: beside the folder of the study.

    >>> place = default_place(Path("werk/armoede"), datetime.datetime(2026, 11, 23, 9, 5, 7))
    >>> place.as_posix().endswith("werk/armoede-reservekopie-2026-11-23-090507.zip")
    True
    """
    folder = folder.resolve()
    return folder.parent / f"{folder.name}-reservekopie-{now:%Y-%m-%d-%H%M%S}.zip"


def beside(folder: Path) -> list[Path]:
    """The backups of a study that are where `default_place` puts them, oldest first."""
    folder = folder.resolve()
    start = f"{folder.name}-reservekopie-"
    return sorted(path for path in folder.parent.glob("*.zip") if path.name.startswith(start))


def back_up(folder: Path, settings: Settings, store: Store, target: Path, progress: Progress) -> Backup:
    """Write a study into a zip that is not there yet, and look whether all is in it.

    Only its owner can read it. StudyError when that cannot be done; then there is none.
    """
    _check_target(folder, target)
    with written_aside(target) as aside:
        copied = aside.with_name("kopie.db")
        rows = store.copy_to(copied, progress)
        members, database, elsewhere = _members(folder, settings, copied)
        hashes, unread = _write(aside, members, progress)
        contents = {
            "soort": _KIND,
            "versie": version("stemmen"),
            "gemaakt": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
            "database": database,
            "rijen": rows,
            "anders": elsewhere,
            "bestanden": hashes,
        }
        with zipfile.ZipFile(aside, "a") as made:
            made.writestr(CONTENTS, json.dumps(contents, indent=1), zipfile.ZIP_DEFLATED)
        copied.unlink()
        _verify(aside, progress)
    notes = (*unread, *_not_in_it(folder, settings))
    return Backup(target, len(hashes), rows, str(contents["gemaakt"]), notes)


def _check_target(folder: Path, target: Path) -> None:
    if target.exists():
        raise StudyError(Problem(str(target), "Dit bestand is er al.", repair="Kies een andere naam."))
    if target.resolve().is_relative_to(folder.resolve()):
        what = "Een reservekopie hoort niet in de map van de studie zelf."
        repair = "Kies een andere plaats, het liefst op een andere schijf."
        raise StudyError(Problem(str(target), what, repair=repair))


def _members(folder: Path, settings: Settings, copied: Path) -> tuple[dict[str, Path], str, dict[str, str]]:
    """Name in the zip -> file; the name of the database; and where what the settings name elsewhere is."""
    found = {path.relative_to(folder).as_posix(): path for path in _walk(folder, frozenset())}
    database = _place_in(folder, settings.database)
    for mark in ("", "-journal", "-wal", "-shm") if database else ():
        found.pop(database + mark, None)
    elsewhere = {}
    if not database:
        database = elsewhere["database"] = _free("stemmen.db", found)
    if not _place_in(folder, settings.codebook):
        elsewhere["codeboek"] = _free("codeboek.yaml", found)
        found[elsewhere["codeboek"]] = folder / settings.codebook
    return {**found, database: copied}, database, elsewhere


def _walk(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    """All files below a folder, also by links; not of a folder that is in itself, or of Python."""
    above |= {folder.resolve()}
    if (folder / "pyvenv.cfg").is_file():
        return
    for path in sorted(folder.iterdir()):
        if path.name in _MADE_ANEW or path.name.startswith((ASIDE, "~$")):
            continue
        if path.is_file():
            yield path
        elif path.is_dir() and path.resolve() not in above:
            yield from _walk(path, above)


def _place_in(folder: Path, place: str) -> str:
    """The name within the study of a file that the settings name; "" when it is elsewhere."""
    base = os.path.abspath(folder)  # noqa: PTH100 - links stay as they are named
    path = Path(os.path.abspath(folder / place))  # noqa: PTH100
    return path.relative_to(base).as_posix() if "://" not in place and path.is_relative_to(base) else ""


def _free(name: str, taken: Collection[str]) -> str:
    return name if name not in taken else _free(f"kopie-{name}", taken)


def _write(path: Path, members: dict[str, Path], progress: Progress) -> tuple[dict[str, str], list[str]]:
    """A zip with these files; the hash of each, and what to say of those that could not be read."""
    hashes, unread = {}, []
    with zipfile.ZipFile(path, "w", compresslevel=6) as made:
        for done, (name, member) in enumerate(members.items()):
            progress(done, len(members))
            try:
                source = member.open("rb")
            except OSError as error:
                unread.append(
                    f"Dit bestand zit er niet in, want het is niet te lezen: {name} ({error.strerror})."
                )
                continue
            info = zipfile.ZipInfo.from_file(member, name, strict_timestamps=False)
            packed = member.suffix.lower() in _PACKED
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            with source, made.open(info, "w", force_zip64=True) as sink:
                hashes[name] = _copied(source, sink)
    return hashes, unread


def _copied(source: IO[bytes], sink: IO[bytes]) -> str:
    """Copy in pieces; the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
        sink.write(piece)
    return digest.hexdigest()


def _not_in_it(folder: Path, settings: Settings) -> Iterator[str]:
    if key_path(folder).exists():
        yield f"De sleutel van de schuilnamen zit er niet in. Bewaar die apart: {key_path(folder)}"
    for place in (settings.disclosure.population, settings.topics.model):
        if place and not _place_in(folder, place):
            yield f"Dit staat buiten de map van de studie en zit er niet in: {place}"


def _verify(path: Path, progress: Progress) -> None:
    """Take it out again, as `restore` would, and throw that away."""
    with _opened(path) as made, tempfile.TemporaryDirectory(dir=path.parent, prefix=ASIDE) as aside:
        contents = _contents(made, path)
        _take_out(made, path, contents, Path(aside), progress, keep={contents["database"]})
        database = Path(aside) / contents["database"]
        _check_rows(database, contents, path)
        Store(database).edition()


def restore(path: Path, folder: Path, progress: Progress) -> Backup:
    """Put a study back from a zip into a new folder, complete or not at all.

    StudyError when the zip is not whole, or when there is something at that place already.
    """
    if folder.exists() or folder.is_symlink():
        what = "Hier staat al iets, en een reservekopie komt nergens overheen."
        raise StudyError(Problem(str(folder), what, repair="Kies een map die er nog niet is."))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _opened(path) as made, tempfile.TemporaryDirectory(dir=folder.parent, prefix=ASIDE) as aside:
            contents = _contents(made, path)
            new = Path(aside) / "studie"
            new.mkdir()
            _take_out(made, path, contents, new, progress)
            _check_rows(new / contents["database"], contents, path)
            _point(new, contents["anders"])
            for part in (new, *new.rglob("*")):
                private(part)
            new.replace(folder)
    except OSError as error:
        what = f"Het terugzetten lukt niet ({error.strerror})."
        repair = "Controleer de ruimte op de schijf, of kies een andere plaats."
        raise StudyError(Problem(str(error.filename or folder), what, repair=repair)) from None
    notes = tuple(_NOW_HERE[field].format(name) for field, name in contents["anders"].items())
    return Backup(folder, len(contents["bestanden"]), contents["rijen"], contents["gemaakt"], notes)


_NOW_HERE = {
    "database": "De database stond ergens anders. Deze studie gebruikt nu een eigen bestand: {}.",
    "codeboek": "Het codeboek stond buiten de map. Deze studie gebruikt nu een eigen bestand: {}.",
}


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as made:
            yield made
    except FileNotFoundError:
        raise StudyError(
            Problem(str(path), "Dit bestand is er niet.", repair="Controleer de naam.")
        ) from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, zlib.error):
        raise _not_whole(path) from None


def _not_whole(path: Path) -> StudyError:
    what = "Dit is geen reservekopie van stemmen, of hij is beschadigd."
    repair = "Kopieer het bestand opnieuw van waar het vandaan kwam, of neem een andere reservekopie."
    return StudyError(Problem(str(path), what, "Er is niets teruggezet.", repair))


def _contents(made: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    """What the zip says is in it."""
    try:
        contents = json.loads(made.read(CONTENTS))
    except (KeyError, ValueError):
        raise _not_whole(path) from None
    needed = {"soort", "gemaakt", "database", "rijen", "anders", "bestanden"}
    if not isinstance(contents, dict) or not needed <= contents.keys() or contents["soort"] != _KIND:
        raise _not_whole(path)
    return contents


def _take_out(
    made: zipfile.ZipFile,
    path: Path,
    contents: dict[str, Any],
    folder: Path,
    progress: Progress,
    keep: Collection[str] | None = None,
) -> None:
    """Write the files of a zip into a folder (or only those to `keep`), and check every one."""
    hashes, there = contents["bestanden"], set(made.namelist())
    for done, (name, wanted) in enumerate(hashes.items()):
        progress(done, len(hashes))
        target = folder / name
        if not target.resolve().is_relative_to(folder.resolve()) or name not in there:
            raise _not_whole(path)
        kept = keep is None or name in keep
        target.parent.mkdir(parents=True, exist_ok=True)
        with made.open(name) as source, (target if kept else Path(os.devnull)).open("wb") as sink:
            if _copied(source, sink) != wanted:
                raise _not_whole(path)


def _check_rows(database: Path, contents: dict[str, Any], path: Path) -> None:
    found = examine(database)
    if any(found.get(table) != count for table, count in contents["rijen"].items()):
        raise _not_whole(path)


def _point(folder: Path, elsewhere: dict[str, str]) -> None:
    """Let `studie.yaml` name what came along, and not what others still work with."""
    path = folder / "studie.yaml"
    for field, name in elsewhere.items():
        text = path.read_bytes().decode("utf-8-sig")
        lines = Lines(text)
        was = value_of(lines.root, field).value
        lines = Lines(lines.with_scalar(lines.root, field, name))
        told = [f"Voor het terugzetten stond hier: {was}"]
        path.write_bytes(lines.with_comment(lines.root, field, told).encode())
