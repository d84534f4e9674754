"""Which of the decided strings are one person for certain; two people are never made one.

"Zoë" and "Zoe" are one; Anna and Anne, Jansen and Janssen are not. A first name or a surname alone is
somebody whose full name is decided on too, when it can be nobody else of those that are decided on, and it
stands only where that full name stands.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stemmen.privacy.names import first_names, gender

_WOMAN = "mevrouw|mevr|mw|mvr"
_MAN = "meneer|mijnheer|dhr|de heer|hr"
_TITLE = re.compile(rf"(?<!\w)(?:(?P<v>{_WOMAN})|(?P<m>{_MAN}))\.?\s+", re.IGNORECASE)
_TITLE_BEFORE = re.compile(rf"{_TITLE.pattern}$", re.IGNORECASE)
_SMALL = frozenset(
    ["van", "de", "der", "den", "het", "t", "te", "ten", "ter", "el", "al", "ben", "bin", "ait"]
)


@dataclass(frozen=True, slots=True)
class Named:
    """A decided string that may name a person.

    Args:
        key: of the decision.
        text: as it is written.
        transcripts: ids of those in which it stands.
        titles: v and m, for the titles that stand before it somewhere ("mevrouw").
    """

    key: str
    text: str
    transcripts: frozenset[str]
    titles: frozenset[str] = frozenset()


def title_before(text: str, start: int) -> str:
    """The gender of the title before a place, "" without.

    >>> title_before("Toen zei mevr. De Vries", 15), title_before("Toen zei De Vries", 9)
    ('v', '')
    """
    found = _TITLE_BEFORE.search(text[max(0, start - 20) : start])
    return (found.lastgroup or "") if found else ""


def one_person(named: Sequence[Named]) -> tuple[dict[str, str], list[str]]:
    """By key the key of the one whose pseudonym it shares; and notes on who may be one but are kept apart.

    >>> full, first = Named("a", "Jan de Vries", frozenset({"p1"})), Named("b", "Jan", frozenset({"p1"}))
    >>> one_person([full, first])[0]
    {'b': 'a'}
    """
    shared = _same_spelling(named)
    left = [one for one in named if one.key not in shared]
    fulls = [one for one in left if _parts(one.text)]
    notes = []
    for one in left:
        candidates = [full for full in fulls if full is not one and _folded(one.text) in _parts(full.text)]
        if len(candidates) == 1 and _is_certain(one, candidates[0], named, shared):
            shared[one.key] = candidates[0].key
        elif candidates:
            notes.append(_apart(one, candidates))
    return shared, notes


def _same_spelling(named: Iterable[Named]) -> dict[str, str]:
    """Strings that differ in accents alone; a woman and a man (Renée, René) are two."""
    first: dict[tuple[str, str], str] = {}
    shared = {}
    for one in named:
        place = _folded(one.text), _gender(one.text)
        if place in first:
            shared[one.key] = first[place]
        else:
            first[place] = one.key
    return shared


def _is_certain(one: Named, full: Named, named: Sequence[Named], shared: Mapping[str, str]) -> bool:
    places = [other.transcripts for other in named if shared.get(other.key, other.key) == full.key]
    within = one.transcripts <= frozenset().union(*places)
    return within and not one.titles - {_gender(full.text)}


def _apart(one: Named, candidates: Sequence[Named]) -> str:
    others = " of ".join(f"'{other.text}'" for other in candidates)
    return (
        f"'{one.text}' kan {others} zijn, maar dat is niet zeker: het krijgt een eigen pseudoniem. "
        "Is het wel dezelfde persoon? Zet dan in besluiten.csv bij beide hetzelfde bij 'vervangen_door'."
    )


def _folded(text: str) -> str:
    """Without capitals, accents, hyphens and titles."""
    plain = unicodedata.normalize("NFKD", _TITLE.sub("", text).casefold().replace("ı", "i"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", letters))


def _gender(text: str) -> str:
    return gender(re.split(r"\s", text, maxsplit=1)[0])


def _parts(text: str) -> tuple[str, ...]:
    """First name and surname, folded; () when the text is not a full name."""
    words = _TITLE.sub("", text).split()
    if len(words) < 2 or words[0].casefold() not in first_names() or words[0].casefold() in _SMALL:
        return ()
    return _folded(words[0]), _folded(" ".join(words[1:]))
