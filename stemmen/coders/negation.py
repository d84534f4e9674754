"""Whether what a match says is denied: by negation words near it, within its clause."""

from collections.abc import Iterable, Iterator
from functools import cache

from stemmen.coders.clauses import AUXILIARIES, CONJUNCTIONS, MARKS, SUBJECTS
from stemmen.coders.matching import Match
from stemmen.coders.sentence import Sentence
from stemmen.language import is_finite_verb, word_set

WINDOW = 4  # words before the match, and after it
NEGATIONS = word_set(
    "niet nie geen nooit niks niets nergens niemand noch zonder nauwelijks amper allerminst geenszins geeneen"
)
# Phrases whose negation (with a star) denies nothing around it.
_PSEUDO = """
niet* alleen, niet* enkel, niet* slechts, niet* zomaar, niets* anders dan, niks* anders dan
niet* anders dan, niet* voor niks*, niet* voor niets*, voor niks*, voor niets*, waarom niet*, of niet*
is het niet*, toch niet* zo dat, niet* normaal, niet* meer normaal, niet* te geloven, niet* te doen
niet* te filmen, niet* waar, niet* dan, weet niet*, weet ik niet*, wist niet*, wist ik niet*
weet het niet*, weet ook niet*, snap niet*, snap ik niet*, snap het niet*, snapte niet*, begrijp niet*
begrijp ik niet*, begrijp het niet*, begreep niet*, begreep ik niet*, nog nooit* zo, nooit* eerder zo
niet* zo'n beetje, niet* zo zuinig, niet* weinig, geen* idee, geen* twijfel, zonder* twijfel
zonder* meer, niet* misselijk, niet* mis, me niet* vergis, niet* te vergeten, om niet* te zeggen
niet* zozeer, maakt niet* uit, maakt me niet* uit, niet* anders
"""
_OPEN = word_set("dat om die")  # a denial before these reaches beyond: "ik denk niet dat ze me wantrouwen"
_CLOSED = CONJUNCTIONS | MARKS | word_set("maar dus of waarom hoe wie wat")
_VERBS = AUXILIARIES | word_set(
    "zei zeiden zeg dacht denk vond vind weet wist ging kreeg deed doe zit zat sta stond"
)
_SAYING = word_set("zeggen noemen")
_RESUMED = word_set("dat die")


def is_denied(sentence: Sentence, match: Match) -> bool:
    """Whether a negation word outside the match reaches it."""
    if NEGATIONS.isdisjoint(sentence.words):
        return False
    places = [*_before(sentence, match), *_after(sentence, match)]
    return any(
        sentence.words[place] in NEGATIONS
        and place not in match.used
        and not _is_pseudo(sentence.words, place)
        for place in places
    )


def _counted(sentence: Sentence, places: Iterable[int]) -> Iterator[int]:
    """These places, until WINDOW words have passed."""
    count = 0
    for place in places:
        count += sentence.is_word[place]
        if count > WINDOW:
            return
        yield place


def _before(sentence: Sentence, match: Match) -> Iterator[int]:
    """Leftwards from the end of the match, so that gaps in it are looked at too."""
    words = sentence.words
    yield from range(match.start, match.end)
    for place in _counted(sentence, range(match.start - 1, -1, -1)):
        if _stops_before(sentence, place):
            return
        yield place
        if _begins_main_clause(words, place) and words[max(0, place - 1)] not in _OPEN:
            return


def _stops_before(sentence: Sentence, place: int) -> bool:
    word = sentence.words[place]
    if word == "en":
        return sentence.opens_clause(place) or _is_verb(_at(sentence.words, place + 1))
    return word in _CLOSED or _is_comma(sentence, place)


def _is_comma(sentence: Sentence, place: int) -> bool:
    """A comma that is not part of a filler ("niet, eh, onvriendelijk")."""
    return sentence.words[place] == "," and not sentence.is_filler[place]


def _begins_main_clause(words: list[str], place: int) -> bool:
    """Subject and then verb: without punctuation another clause ("… ze waren onbeschoft")."""
    return words[place] in SUBJECTS and _is_verb(_at(words, place + 1))


def _is_verb(word: str) -> bool:
    return word in AUXILIARIES or is_finite_verb(word)


def _after(sentence: Sentence, match: Match) -> Iterator[int]:
    words = sentence.words
    if _at(words, match.end) == "," and _at(words, match.end + 1) in _RESUMED:
        yield from _resumed(sentence, match.end + 1)
        return
    for place in _counted(sentence, range(match.end, len(words))):
        if _stops_after(sentence, place):
            return
        yield place


def _stops_after(sentence: Sentence, place: int) -> bool:
    words, following = sentence.words, _at(sentence.words, place + 1)
    if words[place] in {"en", "of"} and (following in NEGATIONS or _is_verb(following)):
        return True
    if words[place] == "maar" or _is_comma(sentence, place) or sentence.opens_clause(place):
        return True
    return _begins_main_clause(words, place)


def _resumed(sentence: Sentence, place: int) -> Iterator[int]:
    """As in "vertrouwen, dat heb ik niet", where the negation ends the clause; not "…, dat was niet leuk"."""
    words = sentence.words
    if _at(words, place + 1) not in AUXILIARIES:
        return
    for later in range(place + 2, min(place + 2 + WINDOW, len(words))):
        following = _at(words, later + 1)
        ends = not following[:1].isalnum() or following in _SAYING or sentence.is_filler[later + 1]
        if ends and words[later] in NEGATIONS:
            yield later


def _at(words: list[str], place: int) -> str:
    return words[place] if place < len(words) else ""


@cache
def _pseudo() -> list[tuple[list[str], list[int]]]:
    """Each phrase as words, with the positions that have a star."""
    phrases = [phrase.split() for phrase in _PSEUDO.replace("\n", ",").split(",") if phrase.strip()]
    return [
        ([word.rstrip("*") for word in phrase], [at for at, word in enumerate(phrase) if word.endswith("*")])
        for phrase in phrases
    ]


def _is_pseudo(words: list[str], place: int) -> bool:
    return any(
        words[place - star : place - star + len(phrase)] == phrase
        for phrase, stars in _pseudo()
        for star in stars
        if star <= place
    )
