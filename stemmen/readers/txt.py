"""Plain text: a line of the file is a line of the transcript."""

import re

from stemmen.errors import Problem, ReadError
from stemmen.readers.formats import check_lines
from stemmen.readers.found import Found, Line
from stemmen.readers.mojibake import from_windows

# Not as `str.splitlines` does: letters that went wrong on the way may hold its rarer ends of lines.
_END = re.compile("\r\n|[\n\r\x0b\x0c\u2028\u2029]")
_MARKS = {  # the longer first: a mark of UTF-32 starts with one of UTF-16
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8-sig",
}
_START = 4000  # bytes, in which the encoding shows; a multiple of 4


def read(data: bytes, where: str) -> Found:
    r"""Read a text file; `where` is its name in errors.

    >>> read("I: Hé.\r\nR: Ja.".encode(), "a.txt").lines[0]
    Line(text='I: Hé.', time=None, marked='', speaker='', section='', heading=False)
    """
    text, notes = decode(data, where)
    check_lines(text, where)
    return Found([Line(line) for line in split_lines(text)], notes=notes)


def split_lines(text: str) -> list[str]:
    """The lines of a text, whatever ends them; a last one that is empty is left out."""
    lines = _END.split(text)
    return lines if lines[-1] else lines[:-1]


def decode(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    r"""The text of a file, with a note where its encoding had to be guessed; ReadError when it is no text.

    UTF-8, UTF-16 and UTF-32, with a mark or without; what is none of these is read as Windows-1252, line by
    line, since files are pasted together.

    >>> decode("I: Hé".encode("utf-16-be"), "a.txt")
    ('I: Hé', ())
    """
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    encoding = encoding or _without_mark(data) or "utf-8"
    notes: tuple[str, ...] = ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if not encoding.startswith("utf-8"):
            raise _no_text(where) from None
        text, notes = _mixed(data, where)
    if "\0" in text:
        raise _no_text(where)
    return text.removeprefix("\ufeff"), notes


def _without_mark(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by the zeros beside each plain letter, if there are."""
    start = data[:_START]
    zeros = [start[place::4].count(0) for place in range(4)]
    many = len(start) // 4 * 0.5
    patterns = {
        "utf-32-le": (0, 1, 1, 1),
        "utf-32-be": (1, 1, 1, 0),
        "utf-16-le": (0, 1, 0, 1),
        "utf-16-be": (1, 0, 1, 0),
    }
    seen = tuple(int(count >= many and count > 0) for count in zeros)
    return next((name for name, pattern in patterns.items() if pattern == seen), None)


def _mixed(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """Each line in UTF-8 or else in Windows-1252, with a note of the guess."""
    lines, guessed = [], 0
    for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        try:
            lines.append(line.decode())
        except UnicodeDecodeError:
            text = from_windows(line)
            if text is None:
                raise _no_text(where) from None
            lines.append(text)
            guessed += 1
    count = "1 regel is" if guessed == 1 else f"{guessed} regels zijn"
    note = f"{count} gelezen als Windows-1252, want het is geen UTF-8. Controleer letters als é en ë."
    return "\n".join(lines), (note,)


def _no_text(where: str) -> ReadError:
    repair = "Open het in een tekstverwerker en sla het op als tekst met codering UTF-8."
    return ReadError(Problem(where, "De tekens in dit bestand zijn niet als tekst te lezen.", repair=repair))
