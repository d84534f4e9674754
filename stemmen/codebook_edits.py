"""Changes to the researcher's codebook file that leave all else as it was written.

Each takes the text of a codebook and gives a new one, with the codes that were meant and with every other
line as it stood; CodebookError when that cannot be. Lines are moved as they are: deeper in the tree they
become that much longer.
"""

import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from textwrap import wrap

from stemmen.codebook import Code, Codebook
from stemmen.codebook_lines import Lines, quoted, value_of
from stemmen.colours import fresh
from stemmen.errors import CodebookError, Problem, StudyError
from stemmen.files import written_aside
from stemmen.yamlfile import read_text

_LISTS = {"include": "wel", "exclude": "niet", "examples": "voorbeelden", "rules": "regels"}
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "ł": "l", "đ": "d"})
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_KEY_LENGTH = 40
_SOURCE = "codeboek"


_parsed = lru_cache(4)(Codebook.parse)  # a big codebook takes a third of a second, and is asked for often
_lines = lru_cache(4)(Lines)


def key_for(name: str, taken: Iterable[str] = ()) -> str:
    """A key for a code with this name that is not taken.

    >>> key_for("Financiële zorgen"), key_for("Stress", ["stress"]), key_for("2e kans")
    ('financiele_zorgen', 'stress_2', 'code_2e_kans')
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    words = re.findall("[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    key = "_".join(words)[:_KEY_LENGTH].rstrip("_")
    key = key if _KEY.fullmatch(key) else f"code_{key}".rstrip("_")
    used, number, new = set(taken), 2, key
    while new in used:
        new, number = f"{key}_{number}", number + 1
    return new


def add(
    text: str, *, name: str, definition: str, parent: str = "", key: str = "", valence: bool = False
) -> str:
    """With a new code at the end of those under `parent` ("" for the top).

    Without `key` it is made from the name; each line of the definition is a paragraph.
    """
    book = _parsed(text)
    _check_there(book, parent)
    name, paragraphs = _tidy(name), [_tidy(line) for line in definition.splitlines() if _tidy(line)]
    empty = [field for field, said in (("naam", name), ("definitie", paragraphs)) if not said]
    if empty:
        raise _cannot(f"De nieuwe code heeft geen {' en geen '.join(empty)}.", "Vul dat in.")
    if key:
        _check_new(book, key)
    new = Code(
        key=key or key_for(name, [code.key for code in book.walk()]),
        name=name,
        definition="\n".join(paragraphs),
        colour=fresh([code.colour for code in book.walk()]),
        has_valence=valence,
    )
    return _checked(_with_item(text, parent, _lines_of(new, _lines(text).width)), _put(book, new, parent))


def _lines_of(code: Code, width: int) -> str:
    """A new code as codebooks are mostly written, with its dash at the margin."""
    lines = [f"- sleutel: {code.key}", f"  naam: {quoted(code.name)}", f'  kleur: "{code.colour}"']
    lines += ["  waardering: true"] if code.has_valence else []
    room = width - 12  # for the margin that comes before it
    paragraphs = code.definition.split("\n")
    if len(paragraphs) == 1 and len(one := f"  definitie: {quoted(code.definition)}") <= room:
        return "\n".join([*lines, one, ""])
    folded = ["\n".join(f"    {line}" for line in _wrapped(part, room)) for part in paragraphs]
    return "\n".join([*lines, "  definitie: >", "\n\n".join(folded), ""])


def remove(text: str, key: str) -> str:
    """Without a code and all codes below it, and without the comment right above it."""
    book = _parsed(text)
    _check_there(book, key)
    left = _without(book, key)
    if not left.codes:
        raise _cannot("Dit is de enige code; een codeboek heeft er minstens een.", "Maak eerst een andere.")
    return _checked(_cut(text, key)[0], left)


def rename(text: str, old_key: str, new_key: str, new_name: str | None = None) -> str:
    """With another key for a code, and another name if wanted."""
    book = _parsed(text)
    _check_there(book, old_key)
    if new_key != old_key:
        _check_new(book, new_key)
    name = book[old_key].name if new_name is None else _tidy(new_name)
    if not name:
        raise _cannot("De nieuwe naam is leeg.", "Vul een naam in.")
    lines = _lines(text)
    changed = lines.with_scalar(lines.find(old_key).block, "sleutel", new_key)
    if new_name is not None:
        lines = _lines(changed)
        changed = lines.with_scalar(lines.find(new_key).block, "naam", name)
    return _checked(changed, _with(book, old_key, key=new_key, name=name))


def move(text: str, key: str, parent: str = "") -> str:
    """With a code, and all below it, at the end of those under another; "" for the top."""
    book = _parsed(text)
    _check_there(book, key)
    _check_there(book, parent)
    if key in book.lineage(parent):
        raise _cannot(f"'{key}' kan niet onder zichzelf staan.", "Kies een andere plaats.")
    if (*book.lineage(parent), key) == book.lineage(key):
        return text
    rest, item = _cut(text, key)
    return _checked(_with_item(rest, parent, item), _moved(book, key, parent))


def merge(text: str, key: str, into: str) -> str:
    """Without a code: what it has goes to another, its definition into a comment there."""
    book = _parsed(text)
    _check_there(book, key)
    _check_there(book, into)
    if key in book.lineage(into):
        raise _cannot(f"'{into}' is '{key}', of staat eronder.", f"Zet '{into}' eerst ergens anders.")
    gone, stays, expected = book[key], book[into], book
    for code in gone.subcodes:
        text, expected = move(text, code.key, into), _moved(expected, code.key, into)
    for field in _LISTS.values():
        text = _with_items_of(text, key, into, field)
    lines = _lines(_cut(text, key)[0])
    told = f"Hier is '{key}' ({gone.name}) bij gekomen. De definitie daarvan was: {gone.definition}"
    text = lines.with_comment(lines.find(into).block, "definitie", _wrapped(_tidy(told), lines.width - 12))
    together = {name: (*getattr(stays, name), *getattr(gone, name)) for name in _LISTS}
    return _checked(text, _with(_without(expected, key), into, **together))


def _with_items_of(text: str, key: str, into: str, field: str) -> str:
    """With what a list of one code has at the end of that of another."""
    for name in (key, into):
        text = _in_block_form(text, _lines(text).find(name).block, field)
    lines = _lines(text)
    block = lines.find(key).block
    items = value_of(block, field)
    if not items:
        return text
    moved = lines.lines(items, 0, len(items.value) - 1)
    lines = _lines(lines.without_list(block, field))
    return lines.with_item(lines.find(into).block, field, moved)


def _with_item(text: str, parent: str, item: str) -> str:
    text = _in_block_form(text, *_lines(text).list_under(parent))
    lines = _lines(text)
    owner, field = lines.list_under(parent)
    if owner.flow_style:
        raise _cannot(
            f"'{parent}' staat tussen accolades.",
            "Zet elk veld ervan op een eigen regel, zonder { en }.",
        )
    return lines.with_item(owner, field, item)


def _in_block_form(text: str, owner: object, field: str) -> str:
    items = value_of(owner, field)
    return _lines(text).in_block_form(owner, field) if items and items.flow_style else text


def _cut(text: str, key: str) -> tuple[str, str]:
    """The text without a code, and the lines of that code with its dash at the margin."""
    place = _lines(text).find(key)
    text = _in_block_form(text, place.owner, place.field)
    lines = _lines(text)
    place = lines.find(key)
    return lines.without(place), lines.lines(place.items, place.number, place.number)


def _put(book: Codebook, new: Code, parent: str) -> Codebook:
    if not parent:
        return book.model_copy(update={"codes": (*book.codes, new)})
    return _with(book, parent, subcodes=(*book[parent].subcodes, new))


def _moved(book: Codebook, key: str, parent: str) -> Codebook:
    return _put(_without(book, key), book[key], parent)


def _with(book: Codebook, key: str, /, **fields: object) -> Codebook:
    """The codebook with other fields in one code."""

    def changed(codes: Iterable[Code]) -> tuple[Code, ...]:
        deeper = [code.model_copy(update={"subcodes": changed(code.subcodes)}) for code in codes]
        return tuple(code.model_copy(update=fields) if code.key == key else code for code in deeper)

    return book.model_copy(update={"codes": changed(book.codes)})


def _without(book: Codebook, key: str) -> Codebook:
    def left(codes: Iterable[Code]) -> tuple[Code, ...]:
        stay = [code for code in codes if code.key != key]
        return tuple(code.model_copy(update={"subcodes": left(code.subcodes)}) for code in stay)

    return book.model_copy(update={"codes": left(book.codes)})


def _checked(text: str, meant: Codebook) -> str:
    """The text, when it holds what was meant; how somebody writes YAML may be more than is foreseen here."""
    try:
        if _parsed(text).model_dump() == meant.model_dump():
            return text
    except CodebookError:
        pass
    what = "Deze wijziging lukt niet in dit bestand, door de manier waarop het is geschreven."
    raise _cannot(what, "Verander het codeboek zelf. Schrijf elk veld op een eigen regel, zonder & en *.")


def _check_there(book: Codebook, key: str) -> None:
    if key and key not in book:
        keys = ", ".join(code.key for code in book.walk())
        raise _cannot(f"Code '{key}' staat niet in het codeboek.", f"Kies uit: {keys}.")


def _check_new(book: Codebook, key: str) -> None:
    if key in book:
        raise _cannot(f"Code '{key}' staat al in het codeboek.", "Kies een andere sleutel.")
    if not _KEY.fullmatch(key):
        repair = f"Gebruik kleine letters, cijfers en _, en begin met een letter: {key_for(key)}."
        raise _cannot(f"'{key}' kan geen sleutel zijn.", repair)


def _cannot(what: str, repair: str) -> CodebookError:
    return CodebookError(Problem(_SOURCE, what, "Er is niets gewijzigd.", repair))


def _tidy(text: str) -> str:
    """On one line, without signs that cannot be in a file of text."""
    return " ".join(_NO_TEXT.sub("", text).split())


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, width, break_long_words=False, break_on_hyphens=False)


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """A codebook file as it was read, to write a changed text over it."""

    path: Path
    data: bytes

    @classmethod
    def read(cls, path: Path) -> "CodebookFile":
        """CodebookError when it is not there or is no text."""
        read_text(path, CodebookError)
        path = path.resolve()  # a link stays one
        return cls(path, path.read_bytes())

    @property
    def text(self) -> str:
        """As the other functions here take it."""
        return self.data.decode("utf-8-sig")

    def write(self, text: str) -> None:
        """Write this text in its place, whole or not at all; StudyError when it changed since it was read."""
        start = BOM_UTF8 if self.data.startswith(BOM_UTF8) else b""
        rights = self.path.stat().st_mode
        with written_aside(self.path) as aside:
            aside.write_bytes(start + text.encode())
            if self.path.read_bytes() != self.data:
                what = "Iemand heeft dit codeboek intussen veranderd."
                repair = "Sla het op en sluit het in andere programma's, en doe het dan opnieuw."
                raise StudyError(Problem(str(self.path), what, "Er is niets gewijzigd.", repair))
        self.path.chmod(rights)  # the user's own file, which others may read
