"""PDF files: the text of each page, put together again where lines and pages cut it."""

import ctypes
import re
import zlib
from collections.abc import Iterator
from typing import Any

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found
from stemmen.readers.pages import Row, lines_of_pages
from stemmen.readers.pieces import BOLD, ITALIC

_MAX_BYTES = 200_000_000
_MAX_PAGES = 2000  # an interview of a day has about 100
_MAX_LETTERS = 2_000_000  # an interview of a day has about 1 million
_MAX_CONTENT = 3_000_000  # bytes of one page, unpacked; most have about 20,000
_MAX_UNPACKED = 60_000_000
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HYPHENS = (0x02, 0xFFFE, 0xAD)  # a hyphen at the end of a line, as the library may give it
_BOLD_NAMES = ("bold", "black", "heavy")
_ITALIC_NAMES = ("italic", "oblique")
_ITALIC_FLAG = 1 << 6  # of a font, in the PDF standard (ISO 32000, table 121)
_START = 60  # letters of a line that are looked at one by one


def read(data: bytes, where: str) -> Found:
    """Read a PDF file; `where` is its name in errors."""
    import pypdfium2

    if len(data) > _MAX_BYTES or _is_bomb(data):
        raise _too_large(where)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _not_opened(where, error) from None
    try:
        pages = _pages(document, where)
    finally:
        document.close()
    empty = [number for number, rows in enumerate(pages, 1) if not rows]
    if len(empty) == len(pages):
        raise _no_text(where)
    lines, notes = lines_of_pages(pages)
    return Found(lines, notes=(*notes, *_empty_note(empty, len(pages))))


def _is_bomb(data: bytes) -> bool:
    """Whether a small file unpacks to far more than an interview can be; pictures are left packed."""
    total = 0
    for match in _STREAM.finditer(data):
        start, end = match.end(), data.find(b"endstream", match.end())
        head = data[max(data.rfind(b"obj", max(match.start() - 2000, 0), match.start()), 0) : match.start()]
        if end < 0 or b"Flate" not in head or b"/Image" in head:
            continue
        limit = _MAX_UNPACKED - total if b"/Type" in head or b"/Length1" in head else _MAX_CONTENT
        size = _unpacked(data[start:end], limit)
        total += size
        if size > limit or total > _MAX_UNPACKED or head.count(b"Flate") > 1:
            return True
    return False


def _unpacked(stream: bytes, limit: int) -> int:
    try:
        return len(zlib.decompressobj().decompress(stream, limit + 1))
    except zlib.error:  # packed in another way too, or damaged
        return 0


def _pages(document: Any, where: str) -> list[list[Row]]:
    """The rows of letters on each page."""
    import pypdfium2

    if len(document) > _MAX_PAGES:
        raise _too_large(where)
    pages, letters = [], 0
    for number in range(len(document)):
        try:
            text = document[number].get_textpage()
        except pypdfium2.PdfiumError:  # a page that is damaged: what it says would be lost
            raise _damaged(where, f"Bladzijde {number + 1} van dit bestand is beschadigd.") from None
        letters += text.count_chars()
        if letters > _MAX_LETTERS:
            raise _too_large(where)
        pages.append(list(_rows(text, number)))
    return pages


def _rows(text: Any, page: int) -> Iterator[Row]:
    """The rows of a page, in the order in which they were written."""
    from pypdfium2 import raw

    codes = [_known(raw.FPDFText_GetUnicode(text, at)) for at in range(text.count_chars())]
    start = 0
    for end in [*(at + 1 for at, code in enumerate(codes) if _ends(text, at, code)), len(codes)]:
        here = [at for at in range(start, end) if codes[at] and not chr(codes[at]).isspace()]
        start = end
        if here:
            yield _row(text, page, codes, here[0], here[-1] + 1)


def _known(code: int) -> int:
    """The code of a letter; 0 for what is none."""
    return code if code < 0x110000 else 0


def _ends(text: Any, at: int, code: int) -> bool:
    """Whether a row ends here; after a hyphen the library goes on in the next row without telling."""
    if code not in _HYPHENS:
        return code in (10, 13)
    return at + 1 < text.count_chars() and abs(_low(text, at) - _low(text, at + 1)) > 1


def _low(text: Any, at: int) -> float:
    """The line on which a letter stands, in points from below."""
    from pypdfium2 import raw

    left, low = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, left, low)
    return low.value


def _row(text: Any, page: int, codes: list[int], start: int, end: int) -> Row:
    from pypdfium2 import raw

    letters = "".join(_letter(codes[at], at == end - 1) for at in range(start, end))
    return Row(
        letters.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        page,
        _box(text, start)[0],
        _box(text, end - 1)[1],
        _low(text, start),
        raw.FPDFText_GetFontSize(text, start),
        _box(text, start + len(letters.split(maxsplit=1)[0]) - 1)[1] - _box(text, start)[0],
        text.page.get_width(),
        _marked(text, letters, start),
        _gaps(text, letters, start),
    )


def _letter(code: int, last: bool) -> str:
    if code in _HYPHENS:
        return "-" if last else ""
    return chr(code) if code else ""


def _box(text: Any, at: int) -> tuple[float, float]:
    left, _, right, _ = text.get_charbox(at, loose=True)
    return left, right


def _gaps(text: Any, letters: str, start: int) -> tuple[tuple[int, float, float], ...]:
    """Spaces near the start of a row: the place, how wide it is, and where the next letter stands."""
    if len(letters) != len(letters.strip()):
        return ()
    return tuple(
        (at, _box(text, start + at + 1)[0] - _box(text, start + at - 1)[1], _box(text, start + at + 1)[0])
        for at in range(1, min(len(letters) - 1, _START))
        if letters[at] == " " and letters[at - 1] != " " and letters[at + 1] != " "
    )


def _marked(text: Any, letters: str, start: int) -> str:
    """The letters at the start that look alike, when these are bold or italic."""
    looks = _looks(text, start)
    if not looks:
        return ""
    alike = 0
    while alike < len(letters) and (letters[alike].isspace() or _looks(text, start + alike) == looks):
        alike += 1
    return letters[:alike].strip()


def _looks(text: Any, at: int) -> int:
    from pypdfium2 import raw

    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, at, name, len(name), flags)
    font = name.value.decode("utf-8", "replace").casefold()
    bold = any(word in font for word in _BOLD_NAMES) or raw.FPDFText_GetFontWeight(text, at) >= 600
    italic = any(word in font for word in _ITALIC_NAMES) or flags.value & _ITALIC_FLAG
    return (BOLD if bold else 0) | (ITALIC if italic else 0)


def _not_opened(where: str, error: Any) -> ReadError:
    from pypdfium2 import raw

    if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
        repair = "Open het met het wachtwoord en druk het af naar een nieuwe PDF."
        return ReadError(Problem(where, "Op dit bestand zit een wachtwoord.", repair=repair))
    return _damaged(where, "Dit bestand is beschadigd of is geen PDF.")


def _damaged(where: str, what: str) -> ReadError:
    repair = "Open het in een PDF-lezer en druk het af naar een nieuwe PDF. Of vraag het bestand opnieuw op."
    return ReadError(Problem(where, what, repair=repair))


def _too_large(where: str) -> ReadError:
    what = "Dit bestand is te groot voor een interview."
    return ReadError(Problem(where, what, repair="Maak een PDF met alleen het interview."))


def _no_text(where: str) -> ReadError:
    what = "Er staat geen tekst in deze PDF, alleen beeld, zoals van een scanner."
    repair = (
        "Laat de tekst herkennen met een programma voor tekstherkenning (OCR). Of vraag om het bestand in "
        "Word waar de PDF van is gemaakt."
    )
    return ReadError(Problem(where, what, repair=repair))


def _empty_note(empty: list[int], pages: int) -> tuple[str, ...]:
    if not empty:
        return ()
    named = ", ".join(map(str, empty[:10])) + (" en verder" if len(empty) > 10 else "")
    which = "bladzijde" if len(empty) == 1 else "bladzijden"
    return (f"Zonder tekst: {which} {named} (van {pages}). Staat daar beeld van tekst? Dat is niet gelezen.",)
