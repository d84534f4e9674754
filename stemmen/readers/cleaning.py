"""Repairs of invisible differences: one way to write each letter and space, so that words are found."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from stemmen.readers.found import Found, Line
from stemmen.readers.mojibake import mend, mending_notes

# Zero-width spaces and joiners, direction marks, soft hyphens and control characters.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_FIXED_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_HALF = re.compile("[\ud800-\udfff]")  # half of a character; no encoding can write it
# Any of these, in one class, since most lines have none.
_ODD = re.compile(
    f"[{_INVISIBLE.pattern[1:-1]}{_FIXED_SPACE.pattern[1:-1]}{_HALF.pattern[1:-1]}\r\x0b\x0c\x85\u2028\u2029]"
)
_NOTES = {
    "onleesbaar": ("1 onleesbaar teken is nu '\ufffd'", "{} onleesbare tekens zijn nu '\ufffd'"),
    "onzichtbaar": ("1 onzichtbaar teken verwijderd", "{} onzichtbare tekens verwijderd"),
    "spatie": ("1 vaste spatie gewoon gemaakt", "{} vaste spaties gewoon gemaakt"),
    "accent": ("1 los accent aan zijn letter gezet", "{} losse accenten aan hun letter gezet"),
}


def clean(found: Found) -> Found:
    """Normalise all text (NFC, plain spaces, nothing invisible); what was repaired stands in the notes."""
    repairs: Counter[str] = Counter()
    mended: Counter[tuple[str, str]] = Counter()

    def counted(text: str) -> str:
        return _clean(mend(text, mended), repairs)

    lines = [_clean_line(line, counted) for line in found.lines]
    introduction = counted(found.introduction)
    counts = (_note(kind, repairs[kind]) for kind in sorted(repairs) if repairs[kind])
    return replace(
        found,
        lines=lines,
        introduction=introduction,
        notes=(*(_clean(note, Counter()) for note in found.notes), *mending_notes(mended), *counts),
        roles={_same(label): proposal for label, proposal in found.roles.items()},
        attributes=tuple(type(part)(*map(_same, part)) for part in found.attributes),
        otherwise=[_clean_line(line, _same) for line in found.otherwise],
    )


def _clean_line(line: Line, cleaned: Callable[[str], str]) -> Line:
    if all(map(_is_plain, (line.text, line.marked, line.speaker, line.section))):
        return line
    text, marked = cleaned(line.text), _same(line.marked)
    if marked and line.text.startswith(line.marked) and not text.startswith(marked):
        # What stands out ends within a letter that was put together: then it has no sharp end.
        marked = ""
    if text == line.text and all(map(_is_plain, (line.marked, line.speaker, line.section))):
        return line
    # What looks like letters may be mended into the end of a line.
    speaker = " ".join(_same(line.speaker).split())
    return replace(line, text=text, marked=marked, speaker=speaker, section=_same(line.section))


def _is_plain(text: str) -> bool:
    """Whether there is nothing to repair; quick, since most lines are plain."""
    return text.isascii() and text.isprintable()


def _same(text: str) -> str:
    """Cleaned, where the repairs need no counting: the text is a copy, or a name on every line."""
    return text if _is_plain(text) else _clean(mend(text, Counter()), Counter())


def _clean(text: str, repairs: Counter[str]) -> str:
    if not _ODD.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    visible, invisible = _INVISIBLE.subn("", _NEWLINE.sub("\n", text))
    spaced, spaces = _FIXED_SPACE.subn(" ", visible)
    whole, halves = _HALF.subn("\ufffd", spaced)
    composed = unicodedata.normalize("NFC", whole)
    if composed != whole:
        repairs["accent"] += max(len(whole) - len(composed), 1)
    repairs["onzichtbaar"] += invisible
    repairs["spatie"] += spaces
    repairs["onleesbaar"] += halves
    return composed


def _note(kind: str, count: int) -> str:
    one, more = _NOTES[kind]
    return f"{one if count == 1 else more.format(count)}."
