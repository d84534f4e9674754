"""What a file holds beside the talk: properties, comments, deleted and hidden text, what was not read."""

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from stemmen.errors import ReadError
from stemmen.readers.cleaning import clean
from stemmen.readers.formats import read_bytes, reader_for
from stemmen.readers.found import Found, Line
from stemmen.readers.leftover import UNREAD, Leftover
from stemmen.readers.leftover_text import in_json, in_lines, in_pdf, in_rtf, in_subtitles, in_table
from stemmen.readers.leftover_xml import in_html, in_package, in_xml

__all__ = ["Beside", "Leftover", "leftovers", "words_in"]

_LOOK: dict[str, Callable[[bytes, str], tuple[list[Leftover], list[str]]]] = {
    "csv": in_table, "docx": in_package, "eaf": in_xml, "html": in_html, "json": in_json, "md": in_lines,
    "odt": in_package, "pdf": in_pdf, "rtf": in_rtf, "srt": in_subtitles, "txt": in_lines,
    "vtt": in_subtitles, "xlsx": in_package, "xml": in_xml,
}  # fmt: skip
_WORD = re.compile(r"[^\W_]{2,}")  # a letter is a mark of the format, or tells nothing
_MOST = 200_000  # pieces; a talk of a day has about 10,000


@dataclass(frozen=True, slots=True)
class Beside:
    """What a file holds beside the talk.

    Args:
        texts: each with its place.
        closed: Dutch sentences on what cannot be looked into, such as pictures.
    """

    texts: tuple[Leftover, ...] = ()
    closed: tuple[str, ...] = ()


def leftovers(path: Path) -> Beside:
    r"""All text of a file that is not in the talk as it is read; it never fails.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "p01.vtt"
    ...     _ = path.write_text("WEBVTT\n\nNOTE Van Karel\n\n00:01.000 --> 00:02.000\n<v R>Ja.</v>\n")
    ...     [(piece.place, piece.text) for piece in leftovers(path).texts]
    [('opmerking', 'Van Karel')]
    """
    where = str(path)
    try:
        data = read_bytes(path)
        kind = reader_for(path, data)
        pieces, closed = _LOOK[kind](data, where)
        read = _words_read(importlib.import_module(f"stemmen.readers.{kind}").read(data, where))
    except ReadError as error:
        return Beside(closed=tuple(problem.what for problem in error.problems))
    except Exception:  # libraries fail in many ways, and the rest of the study must be checked all the same
        return Beside(closed=("Wat er buiten het gesprek in staat, is niet te bekijken.",))
    if len(pieces) > _MOST:
        pieces, closed = pieces[:_MOST], [*closed, "Er staat te veel in om alles te bekijken."]
    return Beside(tuple(dict.fromkeys(_not_read(pieces, read))), tuple(closed))


def _words_read(found: Found) -> frozenset[str]:
    """All words that are read, as they are after repairs and as they stand in the file."""
    return frozenset(
        word for part in (found, clean(found)) for text in _texts(part) for word in words_in(text)
    )


def _texts(found: Found) -> Iterator[str]:
    for line in (*found.lines, *found.otherwise):
        yield from (line.text, line.speaker, line.section)
    yield found.introduction
    for attribute in found.attributes:
        yield from attribute


def words_in(text: str) -> frozenset[str]:
    """The words and numbers of a text, but those of one letter."""
    return frozenset(_WORD.findall(text))


def _not_read(pieces: list[Leftover], read: frozenset[str]) -> Iterator[Leftover]:
    for piece in pieces:
        text = _plain(piece.text)
        unread = words_in(text) - read
        if piece.place != UNREAD:
            yield replace(piece, text=text)
        elif unread:
            yield replace(piece, text=text, unread=unread)


def _plain(text: str) -> str:
    """A text on one line, its letters repaired as those of the talk."""
    return " ".join(clean(Found([Line(text)])).lines[0].text.split())
