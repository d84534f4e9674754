"""Plain text: a line of the file is a line of the transcript."""

from stemmen.errors import Problem, ReadError
from stemmen.readers.speakers import Found, Line


def read(data: bytes, where: str) -> Found:
    r"""Read a text file; `where` is its name in errors.

    >>> read("I: Hé.\r\nR: Ja.".encode(), "a.txt").lines[0]
    Line(text='I: Hé.', time=None, bold='', speaker='')
    """
    text, notes = decode(data, where)
    return Found([Line(line) for line in text.splitlines()], notes=notes)


def decode(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file in UTF-8, UTF-16 with a mark, or else Windows-1252, with a note of a guess."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _without_nul(data.decode("utf-16"), where), ()
        return _without_nul(data.decode("utf-8-sig"), where), ()
    except UnicodeDecodeError:
        pass
    try:
        text = _without_nul(data.decode("cp1252"), where)
    except UnicodeDecodeError:
        raise _unreadable(where) from None
    return text, ("Gelezen als Windows-1252, want het is geen UTF-8. Controleer letters als é en ë.",)


def _without_nul(text: str, where: str) -> str:
    if "\0" in text:
        raise _unreadable(where)
    return text


def _unreadable(where: str) -> ReadError:
    repair = "Open het in een tekstverwerker en sla het op als tekst met codering UTF-8."
    return ReadError(Problem(where, "De tekens in dit bestand zijn niet als tekst te lezen.", repair=repair))
