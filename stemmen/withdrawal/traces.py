"""How words that went are known again without keeping them, and the files in which they still stand.

What is looked for: six words in a row (five of the commonest meet by chance), whole sentences of four or
five, and names; as far as nobody else in the study says the same. Only salted hashes of these are kept, for
as long as a withdrawal is not finished.
"""

import hashlib
import html
import io
import re
import secrets
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from stemmen.errors import ReadError
from stemmen.files import ASIDE
from stemmen.language import sentences
from stemmen.readers import FORMATS, read_file

_IN_A_ROW = 6
_SENTENCES = (4, 5)  # words
_SHORTEST = 3  # letters of a name
PENDING = ".intrekking.json"
_LARGEST = 500_000_000  # bytes of a file that is looked into
_DEEPEST = 3  # zips in zips
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt\"\\/]")
_DATABASE = b"SQLite format 3\x00"


@dataclass(frozen=True)
class Traces:
    """Salted hashes of runs of words; `sizes` are how long these are."""

    salt: str
    sizes: list[int]
    marks: list[str]


@dataclass(frozen=True)
class Left:
    """A file in which words stand that went; `lines` where, for a text file; `places` how many."""

    path: Path
    places: int
    lines: tuple[int, ...] = ()


def traces_of(said: Iterable[str], names: Iterable[str], others: Iterable[str]) -> Traces:
    """Traces of what a person said and of names, without what others say too."""
    wanted = {run for text in said for run in _runs_said(text)}
    wanted |= {run for name in names if len("".join(run := tuple(_words(name)))) >= _SHORTEST}
    sizes = sorted({len(run) for run in wanted})
    for text in others:
        words = _words(text)
        wanted -= {run for size in sizes for run in _runs(words, size)}
    salt = secrets.token_hex(16)
    return Traces(salt, sizes, sorted(_mark(salt, run) for run in wanted))


def of_talk(traces: Traces) -> Traces:
    """Without single words: a name may be that of others, and says nothing of what somebody told."""
    return Traces(traces.salt, [size for size in traces.sizes if size > 1], traces.marks)


def _runs_said(text: str) -> Iterator[tuple[str, ...]]:
    yield from _runs(_words(text), _IN_A_ROW)
    for start, end in sentences(text):
        words = _words(text[start:end])
        if len(words) in _SENTENCES:
            yield tuple(words)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _runs(words: list[str], size: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[first:] for first in range(size)), strict=False)


def _mark(salt: str, run: tuple[str, ...]) -> str:
    return hashlib.blake2b(" ".join(run).encode(), key=bytes.fromhex(salt), digest_size=8).hexdigest()


def search(folder: Path, traces: Traces) -> tuple[list[Left], list[Path]]:
    """The files below a folder in which traces stand, and those that cannot be looked into."""
    left, closed = [], []
    marks = frozenset(traces.marks)
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == PENDING or any(part.startswith(ASIDE) for part in path.parts):
            continue  # what is gone when this is done
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else None
        texts, is_open = ([], False) if data is None else _texts_of(path, data)
        if not is_open:
            closed.append(path)
        places = [_places(text, traces, marks) for text in texts]
        most = max(map(len, places), default=0)
        if most:
            plain = texts[0] if data is not None and b"\0" not in data else ""
            left.append(Left(path, most, _lines(plain, places[0]) if plain else ()))
    return left, closed


def _places(text: str, traces: Traces, marks: frozenset[str]) -> list[int]:
    """Where in a text a trace begins: the numbers of words."""
    words = _words(text)
    return sorted(
        {
            number
            for size in traces.sizes
            for number, run in enumerate(_runs(words, size))
            if _mark(traces.salt, run) in marks
        }
    )


def _lines(text: str, places: Iterable[int]) -> tuple[int, ...]:
    """The first lines on which these words stand."""
    text = unicodedata.normalize("NFC", text).casefold()
    starts = [word.start() for word in _WORD.finditer(text)]
    return tuple(dict.fromkeys(text.count("\n", 0, starts[number]) + 1 for number in places))[:5]


def _texts_of(path: Path, data: bytes) -> tuple[list[str], bool]:
    """The text of a file in several ways to see it, and whether it can be seen at all."""
    texts, is_open = _texts_in(data, _DEEPEST)
    if path.suffix.lower().lstrip(".") in FORMATS and data[:4] in (b"%PDF", b"PK\x03\x04", b"{\\rt"):
        try:
            texts.append(read_file(path).transcript.text)
        except ReadError:
            return texts, is_open
        return texts, True
    return texts, is_open


def _texts_in(data: bytes, depth: int) -> tuple[list[str], bool]:
    if depth and zipfile.is_zipfile(io.BytesIO(data)):
        return _in_zip(data, depth)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return list(_views(data.decode("utf-16", errors="replace"))), True
    texts = list(_views(data.decode("utf-8", errors="replace")))
    if b"\0" not in data:
        return texts, not data.startswith((b"%PDF", b"age-encryption"))
    texts += [data[first:].decode("utf-16-le", errors="replace") for first in (0, 1)]
    return texts, data.startswith(_DATABASE)


def _in_zip(data: bytes, depth: int) -> tuple[list[str], bool]:
    texts: list[str] = [""]  # no lines are counted in a zip
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            for member in opened.infolist():
                texts += _texts_in(opened.read(member), depth - 1)[0] if not member.is_dir() else []
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return texts, False
    return texts, True


def _views(text: str) -> Iterator[str]:
    """A text as it is, without tags where these stand within or between words, without escapes."""
    yield text
    if "<" in text:
        yield from (html.unescape(_TAG.sub(instead, text)) for instead in ("", " "))
    if "\\" in text:
        yield _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)
