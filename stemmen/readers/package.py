"""Office files are zip files: opened with care, because anybody may have made them."""

import io
import lzma
import zipfile
import zlib

from stemmen.errors import Problem, ReadError

_MAX_XML = 30_000_000  # bytes; an interview of a day has about 2 million
_MAX_ALL = 300_000_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def check_package(data: bytes, where: str, *needed: str) -> None:
    """ReadError unless `data` is a whole zip file of a sane size that has the files `needed`."""
    if data.startswith(_OLE):
        repair = "Open het in Word, haal het wachtwoord weg en sla het op als .docx."
        raise ReadError(
            Problem(where, "Op dit bestand zit een wachtwoord, of het is een oud .doc.", repair=repair)
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _check_size(parts, where)
            broken = package.testzip()
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        zlib.error,
        lzma.LZMAError,
    ):
        raise damaged(where) from None
    if broken or not {part.filename for part in parts}.issuperset(needed):
        raise damaged(where)


def _check_size(parts: list[zipfile.ZipInfo], where: str) -> None:
    xml = sum(
        part.file_size for part in parts if not part.filename.lower().endswith((".png", ".jpg", ".jpeg"))
    )
    if xml > _MAX_XML or sum(part.file_size for part in parts) > _MAX_ALL:
        repair = "Kopieer de tekst naar een nieuw document, zonder plaatjes, en sla dat op."
        raise ReadError(
            Problem(where, "Uitgepakt is dit bestand te groot voor een interview.", repair=repair)
        )


def damaged(where: str) -> ReadError:
    """The error for a file that is not what its name says."""
    repair = (
        "Open het in Word of LibreOffice en sla het opnieuw op. Lukt dat niet, gebruik dan een reservekopie."
    )
    return ReadError(
        Problem(where, "Dit bestand is beschadigd of heeft een verkeerd einde aan de naam.", repair=repair)
    )
