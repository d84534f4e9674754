"""Subtitles in SubRip: who speaks stands before a colon, at times in brackets."""

import io

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found
from stemmen.readers.txt import decode
from stemmen.readers.vtt import check_times, cue_lines, plain_lines


def read(data: bytes, where: str) -> Found:
    """Read a SubRip file; `where` is its name in errors."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    text, notes = decode(data, where)
    text = plain_lines(text)
    check_times(text, where)
    try:
        found = webvtt.from_buffer(io.StringIO(text.lstrip("\n")), format="srt")
    except (MalformedFileError, MalformedCaptionError):
        repair = "Een blok begint met een nummer en dan de tijden. Exporteer het bestand opnieuw als .srt."
        raise ReadError(Problem(where, "Dit is geen goed .srt-bestand.", repair=repair)) from None
    return Found(
        [line for caption in found.captions for line in cue_lines(caption)], notes=notes, flowing=True
    )
