"""Subtitles in WebVTT: who speaks stands in a voice tag (<v Anna>) or before a colon."""

import html
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found, Line
from stemmen.readers.txt import decode

if TYPE_CHECKING:
    from webvtt import Caption

_TIMES = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)*\s+([^>]*)>")
# Only the tags of the formats: what else stands in <> was typed by a person ("<onverstaanbaar>").
_TAG = re.compile(
    r"</?(?:[cbiuv]|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<(?:\d+:)?\d\d:\d\d\.\d{3}>|\{\\an?\d+\}", re.I
)


def read(data: bytes, where: str) -> Found:
    """Read a WebVTT file; notes above the first cue are its introduction."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    text, notes = decode(data, where)
    text = plain_lines(text)
    check_times(text, where)
    try:
        found = webvtt.from_buffer(io.StringIO(_mended(text)))
    except (MalformedFileError, MalformedCaptionError):
        repair = "De eerste regel hoort WEBVTT te zijn. Exporteer het bestand opnieuw als .vtt."
        raise ReadError(Problem(where, "Dit is geen goed .vtt-bestand.", repair=repair)) from None
    comments = sum(len(caption.comments) for caption in found.captions) + len(found.footer_comments)
    if comments:
        notes = (*notes, f"{comments} opmerkingen (NOTE) tussen de tekst zijn niet ingelezen.")
    lines = [line for caption in found.captions for line in cue_lines(caption)]
    return Found(lines, "\n".join(found.header_comments), notes, flowing=True)


def plain_lines(text: str) -> str:
    """The text with LF newlines and no spaces before them, so that blank lines are empty."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip(" \t") for line in lines)


def check_times(text: str, where: str) -> None:
    """ReadError for each line with times that cannot be read: its words would be lost."""
    wrong = [
        Problem(
            f"{where}, regel {number}",
            f"Deze tijden zijn niet te lezen: {line.strip()[:60]}",
            repair="Schrijf ze als 00:01:02.000 --> 00:01:04.500.",
        )
        for number, line in enumerate(text.split("\n"), 1)
        if "-->" in line and not _TIMES.match(line)
    ]
    if wrong:
        raise ReadError(*wrong)


def _mended(text: str) -> str:
    """Join text after an empty line to its cue, where the library would pass over it."""
    blocks = [block for block in re.split(r"\n\n+", text) if block]
    mended = blocks[:1]
    for block in blocks[1:]:
        own = "-->" in "".join(block.split("\n")[:2]) or block.startswith(("NOTE", "STYLE", "REGION"))
        mended.append(f"\n\n{block}" if own else f"\n{block}")
    return "".join(mended)


def cue_lines(caption: "Caption") -> Iterator[Line]:
    """The lines of a cue, cut at each voice tag."""
    time = caption.start_time.in_milliseconds() / 1000
    speaker = ""
    for row in caption.raw_text.split("\n"):
        first, *voiced = _VOICE.split(row)
        if first.strip():
            yield Line(_plain(first), time, speaker=speaker)
        for name, text in zip(voiced[::2], voiced[1::2], strict=True):
            speaker = html.unescape(name).strip()
            yield Line(_plain(text), time, speaker=speaker)
        speaker = "" if "</v>" in row else speaker


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).splitlines()).strip()
