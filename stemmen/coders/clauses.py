"""Spoken Dutch around a match: fillers, clause boundaries, and what follows the particle of a verb."""

from stemmen.language import word_set

FILLERS = word_set(
    """
    eh ehm euh euhm uh uhm hm hmm mm mmm mhm he hoor ja nou joh zeg pff tja ach gewoon eigenlijk toch
    dus ook zegmaar ofzo
    """
)
_PHRASES = """
    zeg maar, nou ja, weet je, weet je wel, weet u, snap je, hoe heet het, hoe heet dat, of zo, en zo,
    laat ik zeggen
laten we zeggen, om het zo te zeggen, bij wijze van spreken
"""
FILLER_PHRASES: dict[str, list[list[str]]] = {}
for _phrase in _PHRASES.replace("\n", ",").split(","):
    if _words := _phrase.split():
        FILLER_PHRASES.setdefault(_words[0], []).append(_words)

AUXILIARIES = word_set(
    """
    te kan kun kunt kunnen kon konden moet moeten moest moesten mag mogen mocht mochten wil willen wilde
    wilden wou zou zouden zal zullen ga gaat gaan ging gingen heb hebt heeft hebben had hadden ben is
    zijn was waren werd werden word wordt worden geweest hoef hoeft hoeven hoefde hoefden laat laten
    liet lieten durf durft durfde blijf blijft bleef kom komt komen kwam
    """
)
MARKS = frozenset(".;:?!()")
CONJUNCTIONS = word_set(
    """
    want omdat doordat terwijl hoewel ofschoon voordat nadat zodat toen als wanneer tenzij totdat sinds
    zodra indien aangezien
    """
)
# Conjunctions that are as often a filler: "vul maar in", "dat is dus weg".
_LIGHT_CONJUNCTIONS = word_set("maar dus")
SUBORDINATORS = word_set("dat of om waarom hoe wat wie waar die")
PERSONS = word_set("ik 'k je jij hij ie ze zij we wij u jullie het 't er men iemand niemand")
SUBJECTS = PERSONS | word_set("dat dit die daar dan toen")
_PREPOSITIONS = word_set(
    """
    aan achter af bij binnen boven buiten door in langs met na naar naast om onder op over per rond
    sinds tegen tijdens tot tussen uit van vanaf vanuit vanwege via volgens voor voorbij wegens zonder
    bovenop
    """
)
_AFTER_PARTICLE = word_set(
    """
    en of maar want omdat dat dus als toen terwijl zodat voordat nadat wanneer waarom hoe wat wie waar
    nu dan weer nog meteen gelijk zelf samen morgen vandaag gisteren eerst soms altijd nooit niet wel
    ook gewoon al alsof zodra totdat doordat hoewel die denk geloof he hoor ja nee
    """
) | (AUXILIARIES - {"te"})


def opens_clause(words: list[str], index: int) -> bool:
    """Whether a clause begins with this token.

    So do a mark and a conjunction, and a comma, "en", "dat" and the like before a subject: "dat ik",
    but not "dat formulier".
    """
    word = words[index]
    if word in MARKS or word in CONJUNCTIONS:
        return True
    following = words[index + 1] if index + 1 < len(words) else ""
    if word in _LIGHT_CONJUNCTIONS:
        return following in SUBJECTS or following in AUXILIARIES or words[index - 1] == ","
    if word in {",", "en"}:
        return following in SUBJECTS or following in CONJUNCTIONS
    return word in SUBORDINATORS and following in PERSONS


def is_particle(words: list[str], index: int) -> bool:
    """Whether the word here can be the particle of a verb: what follows ends the clause or begins a new part.

    "Ik vul het in." and "ik vul het in met hulp", but not "ik vul in het vakje een cijfer in".
    """
    if words[index - 1] == ",":
        return False
    if words[index] not in _PREPOSITIONS or index + 1 == len(words):
        return True
    following = words[index + 1]
    return not following[0].isalnum() or following in _PREPOSITIONS | _AFTER_PARTICLE
