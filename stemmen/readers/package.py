"""Office files are zip files: opened with care, because anybody may have made them.

Nothing is written to disk, nothing is fetched, no macro is run: only the XML parts are unpacked, in memory.
"""

import io
import zipfile
import zlib

from stemmen.errors import Problem, ReadError

_MAX_XML = 30_000_000  # bytes; an interview of a day has about 2 million
_MAX_ALL = 300_000_000
_MAX_PARTS = 10_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_SAVE_AGAIN = (
    "Open het in Word of LibreOffice en sla het opnieuw op. Lukt dat niet, gebruik dan een reservekopie."
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class Package:
    """The XML parts of an office file; each is unpacked when it is asked for.

    Args:
        data: the file.
        where: its name in errors.
        needed: names of parts without which it is not the right kind of file.

    ReadError unless `data` is a whole zip file of a sane size that has the parts `needed`.
    """

    def __init__(self, data: bytes, where: str, *needed: str) -> None:
        _check_ole(data, where)
        self.where = where
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise damaged(where) from None
        _check_parts(self._zip.infolist(), where)
        # Some programs write Windows' slashes, or begin a name with one.
        named = [(part.filename.replace("\\", "/").lstrip("/"), part) for part in self._zip.infolist()]
        self._parts = {name: part for name, part in named if _is_xml(part)}
        twice = len(self._parts) < sum(_is_xml(part) for _, part in named)  # which one would be read?
        if twice or not self._parts.keys() >= set(needed):
            raise damaged(where)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def part(self, name: str) -> bytes:
        """The bytes of an XML part; never more of them than the file says that there are."""
        part = self._parts[name]
        try:
            with self._zip.open(part) as file:
                data = file.read(part.file_size)  # without a number, zipfile unpacks all that it finds
        except _BROKEN:
            raise damaged(self.where) from None
        if len(data) != part.file_size:
            raise damaged(self.where)
        if any(doctype in data for doctype in _DOCTYPES):  # office programs never write one
            what = "In dit bestand staan verwijzingen (een DOCTYPE) die niet in een tekstbestand horen."
            raise ReadError(Problem(self.where, what, repair=_SAVE_AGAIN))
        return data

    def check(self) -> None:
        """ReadError when a part cannot be unpacked."""
        for name in self._parts:
            self.part(name)


def check_package(data: bytes, where: str, *needed: str) -> None:
    """ReadError unless `data` is a sound `Package`: for libraries that open the file themselves."""
    Package(data, where, *needed).check()


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels", "mimetype"))


def _check_parts(parts: list[zipfile.ZipInfo], where: str) -> None:
    """ReadError when the parts say that they are too large, or cannot be unpacked safely.

    Of what is not stored or deflated, one step of unpacking can give far more than what is asked for.
    """
    xml = sum(part.file_size for part in parts if _is_xml(part))
    if xml > _MAX_XML or sum(part.file_size for part in parts) > _MAX_ALL or len(parts) > _MAX_PARTS:
        raise too_large(where)
    if any(part.flag_bits & 1 for part in parts):
        raise _locked(where)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise damaged(where)


def _check_ole(data: bytes, where: str) -> None:
    """Word before 2007, and Word with a password, write an OLE file: the names of its streams tell which."""
    if not data.startswith(_OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(where)
    old_word = "WordDocument".encode("utf-16-le") in data
    what = (
        "Dit is een Word-bestand van het oude soort (.doc)."
        if old_word
        else "Op dit bestand zit een wachtwoord, of het is van een oud Office-programma."
    )
    repair = "Open het in Word of LibreOffice en sla het op als .docx, zonder wachtwoord."
    raise ReadError(Problem(where, what, repair=repair))


def _locked(where: str) -> ReadError:
    repair = "Open het in het programma waarmee het is gemaakt, haal het wachtwoord weg en sla het weer op."
    return ReadError(Problem(where, "Op dit bestand zit een wachtwoord.", repair=repair))


def too_large(where: str) -> ReadError:
    """The error for a file that is too much work."""
    repair = "Kopieer de tekst naar een nieuw document, zonder plaatjes, en sla dat op."
    return ReadError(Problem(where, "Uitgepakt is dit bestand te groot voor een interview.", repair=repair))


def damaged(where: str) -> ReadError:
    """The error for a file that is not what its name says."""
    what = "Dit bestand is beschadigd of heeft een verkeerd einde aan de naam."
    return ReadError(Problem(where, what, repair=_SAVE_AGAIN))
