"""Subtitles in WebVTT: who speaks stands in a voice tag (<v Anna>) or before a colon."""

from stemmen.errors import Problem, ReadError
from stemmen.readers.cues import found_in
from stemmen.readers.found import Found
from stemmen.readers.txt import decode


def read(data: bytes, where: str) -> Found:
    """Read a WebVTT file; notes above the first cue are its introduction."""
    text, notes = decode(data, where)
    found = found_in(text, where, notes)
    if found is not None or text.startswith("WEBVTT"):
        return found or Found([], notes=notes)
    repair = "De eerste regel hoort WEBVTT te zijn. Exporteer het bestand opnieuw als .vtt."
    raise ReadError(Problem(where, "Dit is geen goed .vtt-bestand.", repair=repair))
