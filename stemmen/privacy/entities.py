"""What an installed spaCy pipeline takes for a name, a place or an organisation."""

from collections.abc import Iterator

from stemmen import language
from stemmen.privacy import allowed
from stemmen.privacy.clues import Clues
from stemmen.privacy.hits import Hit, Kind

_KINDS = {
    "PERSON": Kind.NAME,
    "PER": Kind.NAME,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.PLACE,
    "ORG": Kind.ORGANISATION,
}


def find(text: str, _: Clues) -> list[Hit]:
    """The entities of a pipeline, tier 2, without agencies and ordinary words; none without a pipeline."""
    return list(_hits(text))


def _hits(text: str) -> Iterator[Hit]:
    for start, end, label in language.entities(text):
        found = text[start:end]
        if label in _KINDS and not _identifies_nobody(text, start, found):
            yield Hit(start, end, found, _KINDS[label], 2, "Het taalmodel van spaCy ziet hierin een naam.")


def _identifies_nobody(text: str, start: int, found: str) -> bool:
    first = found.split(maxsplit=1)[0]
    if allowed.is_allowed(found) or allowed.phrase_end(text, start, first) >= start + len(found):
        return True
    return found == first and allowed.is_word(found.casefold()) and not allowed.is_listed(found.casefold())
