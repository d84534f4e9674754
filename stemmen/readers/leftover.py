"""A piece of text that a file holds and that may be no part of the talk, with the places where it may be."""

from dataclasses import dataclass

PROPERTIES = "eigenschappen van het bestand"
COMMENT = "opmerking"
NOTE = "voetnoot"
MARGIN = "kop- of voettekst"
DELETED = "verwijderde tekst"
HIDDEN = "verborgen tekst"
LINK = "koppeling"
CAPTION = "beschrijving van een plaatje"
UNREAD = "niet ingelezen tekst"


@dataclass(frozen=True, slots=True)
class Leftover:
    """Text beside the talk.

    Args:
        place: where it is in the file, in Dutch; "niet ingelezen tekst" is anywhere in its body.
        text: the words.
        person: whether this is a field for the name of somebody, such as the author.
        unread: words of it that were not read; None when all of it is beside the talk for sure.
    """

    place: str
    text: str
    person: bool = False
    unread: frozenset[str] | None = None


def beside(place: str, text: str | None, *, person: bool = False) -> list[Leftover]:
    """The piece, if there is any text in it."""
    return [Leftover(place, text.strip(), person)] if text and any(map(str.isalnum, text)) else []
