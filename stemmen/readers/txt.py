"""Plain text: a line of the file is a line of the transcript."""

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found, Line

_GUESSED = "Gelezen als Windows-1252, want het is geen UTF-8. Controleer letters als é en ë."


def read(data: bytes, where: str) -> Found:
    r"""Read a text file; `where` is its name in errors.

    >>> read("I: Hé.\r\nR: Ja.".encode(), "a.txt").lines[0]
    Line(text='I: Hé.', time=None, marked='', speaker='', section='', heading=False)
    """
    text, notes = decode(data, where)
    return Found([Line(line) for line in text.splitlines()], notes=notes)


def decode(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file in UTF-8, UTF-16 with a mark, or else Windows-1252, with a note of a guess."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:  # else it is no text at all
            return text, (_GUESSED,) if encoding == "cp1252" else ()
    repair = "Open het in een tekstverwerker en sla het op als tekst met codering UTF-8."
    raise ReadError(Problem(where, "De tekens in dit bestand zijn niet als tekst te lezen.", repair=repair))
