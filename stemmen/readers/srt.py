"""Subtitles in SubRip: who speaks stands before a colon, at times in brackets."""

from stemmen.errors import Problem, ReadError
from stemmen.readers.cues import found_in
from stemmen.readers.found import Found
from stemmen.readers.txt import decode


def read(data: bytes, where: str) -> Found:
    """Read a SubRip file; `where` is its name in errors."""
    text, notes = decode(data, where)
    found = found_in(text, where, notes)
    if found is None:
        repair = "Een blok begint met een nummer en dan de tijden. Exporteer het bestand opnieuw als .srt."
        raise ReadError(Problem(where, "Dit is geen goed .srt-bestand.", repair=repair))
    return found
