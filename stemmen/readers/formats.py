"""Which reader a file needs, and its bytes: taken in once, and never more than an interview can have."""

from pathlib import Path

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found

# Ending -> the module of `readers/` that reads it.
READERS = {
    "csv": "csv", "docm": "docx", "docx": "docx", "eaf": "eaf", "htm": "html", "html": "html", "json": "json",
    "markdown": "md", "md": "md", "odt": "odt", "pdf": "pdf", "rtf": "rtf", "srt": "srt", "tsv": "csv",
    "txt": "txt", "vtt": "vtt", "xlsm": "xlsx", "xlsx": "xlsx", "xml": "xml",
}  # fmt: skip
# What people are told to choose from.
FORMATS = (
    "docx",
    "odt",
    "rtf",
    "pdf",
    "txt",
    "md",
    "html",
    "vtt",
    "srt",
    "json",
    "eaf",
    "csv",
    "xlsx",
    "xml",
)
_MAX = 50_000_000  # bytes; a talk of a day is about 1 million, plus pictures
_MOST_LINES, _MOST_LETTERS = 100_000, 10_000_000  # a talk of a day has about 10,000 and 1 million
_SOUND = frozenset("mp3 wav m4a aac ogg flac wma amr mp4 mov avi mkv webm mpg 3gp opus".split())  # noqa: SIM905
_OTHERS = {
    "doc": "Open het in Word of LibreOffice en sla het op als .docx.",
    "dot": "Open het in Word of LibreOffice en sla het op als .docx.",
    "pages": "Open het in Pages en exporteer het als Word (.docx).",
    "xls": "Open het in Excel en sla het op als .xlsx.",
    "ods": "Open het in LibreOffice en sla het op als .xlsx of .csv.",
    "zip": "Pak het uit en zet de bestanden zelf in deze map.",
    "otr": "Open het in oTranscribe en exporteer het als tekst (.txt).",
}


def reader_for(path: Path, data: bytes) -> str:
    r"""The module that reads this file; ReadError when there is none.

    >>> reader_for(Path("p01.DOCX"), b""), reader_for(Path("p02.doc"), b"{\\rtf1")
    ('docx', 'rtf')
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending == "doc" and data.startswith(b"{\\rtf"):  # as some programs name it
        return "rtf"
    if ending not in READERS:
        raise _unknown(str(path), ending)
    return READERS[ending]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; ReadError when it cannot be opened, is empty or far too large."""
    where = str(path)
    try:
        if path.stat().st_size > _MAX:
            repair = "Is het echt een transcript? Haal plaatjes en geluid eruit, of knip het in delen."
            raise ReadError(
                Problem(where, f"Dit bestand is groter dan {_MAX // 1_000_000} MB.", repair=repair)
            )
        data = path.read_bytes()
    except OSError as error:
        what = f"Dit bestand is niet te openen ({error.strerror})."
        repair = "Controleer de naam, en sluit het in andere programma's."
        raise ReadError(Problem(where, what, repair=repair)) from None
    if not data:
        raise ReadError(Problem(where, "Dit bestand is leeg.", repair="Haal het weg of vul het aan."))
    return data


def _unknown(where: str, ending: str) -> ReadError:
    known = ", ".join(f".{known}" for known in FORMATS)
    repair = f"Sla het op als een van: {known}. Of haal het uit deze map."
    if ending in _SOUND:
        what = "Dit is een opname, geen tekst."
        repair = "Maak er eerst een transcript van, en zet dat in deze map."
    elif ending:
        what, repair = f"Bestanden met '.{ending}' zijn niet te lezen.", _OTHERS.get(ending, repair)
    else:
        what = "Deze naam heeft geen einde als .docx."
    return ReadError(Problem(where, what, repair=repair))


def check_size(found: Found, where: str) -> None:
    """ReadError when there is more than the next steps can do in time."""
    if len(found.lines) > _MOST_LINES or sum(len(line.text) for line in found.lines) > _MOST_LETTERS:
        raise _too_large(where)


def check_lines(text: str, where: str) -> None:
    """ReadError when a text has more lines than any talk, before they are made."""
    if text.count("\n") > _MOST_LINES:
        raise _too_large(where)


def _too_large(where: str) -> ReadError:
    what = "Dit bestand is te groot voor een interview."
    return ReadError(Problem(where, what, repair="Zet elk interview in een eigen bestand."))
