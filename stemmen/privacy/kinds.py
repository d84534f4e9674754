"""Of which kind a capitalised string is, and why: by lists, by how it ends and by what stands before it."""

import re

from stemmen.language import word_set
from stemmen.privacy import allowed, names
from stemmen.privacy.hits import Kind

TITLES = word_set(
    """
mevrouw mevr mw mvr meneer mijnheer menheer dhr hr heer dokter dr drs mr ir ing prof professor juf juffrouw
meester tante oom ome opa oma opoe zuster broeder pastoor pastor dominee ds imam familie fam advocaat
bewindvoerder wethouder burgemeester
"""
)
_TITLE = "|".join(sorted(TITLES))
_NOT_WHO = r"(?!(?:in|uit|naar|van|bij|op|te|over|vanuit|voor|via|langs|om) )"
_PERSON = re.compile(
    rf"\b(?:{_TITLE}|(?:mijn|m['’]n|haar|onze|d['’]r|z['’]n) (?:\w+ )?{_NOT_WHO}\w+"
    r"|heet|heette|heten|ene|genaamd|noem|noemen)[.,]? (?:(?:van|de|der|den|ter|ten|te|el|al) )*$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in|naar|uit|te|vanuit|rond|nabij|richting|tussen|buiten)(?: (?:de|het|['’]t))? $", re.IGNORECASE
)
_ORGANISATION = re.compile(
    r"\b(?:bij|via|voor|op|stichting|vereniging|school)(?: (?:de|het|['’]t))? $", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+) $")
_PARTICLE = re.compile(r"^(?:(?:van|von|de|der|den|het|ter|ten|te|el|al|la|['’][ts]) )+", re.IGNORECASE)

_REASONS = {
    Kind.NAME: "Dit lijkt een naam van iemand, door wat ervoor staat.",
    Kind.PLACE: "Dit lijkt een plaats, door wat ervoor staat of hoe het woord eindigt.",
    Kind.ORGANISATION: "Dit lijkt de naam van een organisatie.",
    Kind.UNKNOWN: "Dit staat met een hoofdletter en is geen bekend woord.",
}


def kind_and_reason(text: str, start: int, end: int) -> tuple[Kind, str]:
    """What a capitalised string at these offsets seems to be, with the reason in Dutch.

    >>> [kind_and_reason(f"Ik zat {said}", 7 + said.index(" ") + 1, 7 + len(said))[0].value
    ...  for said in ("in Xyz", "bij Xyz", "mevrouw Xyz", "bij Fatima", "over Xyz")]
    ['plaats', 'organisatie', 'naam', 'naam', 'onbekend']
    """
    folded = text[start:end].casefold().replace("’", "'")
    before = text[max(0, start - 30) : start]
    listed = _by_lists(folded, before)
    if listed:
        return listed
    kind = _by_cues(folded, before)
    return kind, _REASONS[kind]


def _by_lists(folded: str, before: str) -> tuple[Kind, str] | None:
    words = folded.split()
    person, place = _PERSON.search(before), _PLACE.search(before)
    if set(words) & allowed.listed("namen van organisaties: begin"):
        return Kind.ORGANISATION, _REASONS[Kind.ORGANISATION]
    if follows_head(before) or (
        words[0] in ("de", "het") and len(words) > 1 and not _is_known(folded, words[-1])
    ):
        return Kind.ORGANISATION, _REASONS[Kind.ORGANISATION]
    bare = _PARTICLE.sub("", folded)
    first = words[0] in names.first_names()
    is_place = folded in names.places() or (bare in names.places() and bare not in names.surnames())
    if is_place and not person and (place or not first):
        return Kind.PLACE, "Dit staat in de lijst van plaatsen, buurten en streken."
    if first:
        return Kind.NAME, "Dit staat in de lijst van voornamen."
    if bare in names.surnames() or words[-1] in names.surnames():
        return Kind.NAME, "Dit staat in de lijst van achternamen."
    return None


def follows_head(before: str) -> bool:
    """Whether "basisschool" or the like is the word before."""
    word = _WORD_BEFORE.search(before)
    return word is not None and word[1].casefold() in allowed.listed("namen van organisaties: begin")


def _is_known(folded: str, last: str) -> bool:
    return folded in names.places() or last in names.surnames() or last in names.places()


def _by_cues(folded: str, before: str) -> Kind:
    last = folded.rsplit(maxsplit=1)[-1]
    if _PERSON.search(before):
        return Kind.NAME
    if _PLACE.search(before) or allowed.ends_as("plaatsen: einde", last):
        return Kind.PLACE
    if _ORGANISATION.search(before) or allowed.ends_as("namen van organisaties: einde", last):
        return Kind.ORGANISATION
    return Kind.NAME if re.match(r"[a-z]\.", folded) else Kind.UNKNOWN
