"""Repairs of invisible differences: one way to write each letter and space, so that words are found."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from stemmen.readers.found import Found

# Zero-width spaces and joiners, direction marks, soft hyphens and control characters.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
_FIXED_SPACE = re.compile("[\u00a0\u2007\u202f]")


def clean(found: Found) -> Found:
    """Normalise all text (NFC, plain spaces, nothing invisible); what was repaired stands in the notes."""
    repairs: Counter[str] = Counter()
    lines = [
        replace(
            line, text=_clean(line.text, repairs), marked=_clean(line.marked), speaker=_clean(line.speaker)
        )
        for line in found.lines
    ]
    introduction = _clean(found.introduction, repairs)
    notes = (*found.notes, *(_note(kind, repairs[kind]) for kind in sorted(repairs) if repairs[kind]))
    return replace(found, lines=lines, introduction=introduction, notes=notes)


def _clean(text: str, repairs: Counter[str] | None = None) -> str:
    visible, invisible = _INVISIBLE.subn("", text)
    spaced, spaces = _FIXED_SPACE.subn(" ", visible)
    composed = unicodedata.normalize("NFC", spaced)
    if repairs is not None:
        accents = max(len(spaced) - len(composed), int(spaced != composed))
        repairs.update(onzichtbaar=invisible, spatie=spaces, accent=accents)
    return composed


def _note(kind: str, count: int) -> str:
    one, more = {
        "onzichtbaar": ("1 onzichtbaar teken verwijderd", "{} onzichtbare tekens verwijderd"),
        "spatie": ("1 vaste spatie gewoon gemaakt", "{} vaste spaties gewoon gemaakt"),
        "accent": ("1 los accent aan zijn letter gezet", "{} losse accenten aan hun letter gezet"),
    }[kind]
    return f"{one if count == 1 else more.format(count)}."
