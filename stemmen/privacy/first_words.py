"""The first word of a sentence has a capital anyhow: is it a name, or "Wil je" and "Roos op mijn hoofd"?"""

import re

from stemmen.language import STOP_WORDS, word_set
from stemmen.privacy import allowed, names
from stemmen.privacy.clues import Clues
from stemmen.privacy.cues import KIN
from stemmen.privacy.speech_words import OFTEN_NAMES

# After a verb at the start of a question or of "Wil je ..."; after a noun that is an object: "Bas speel ik".
_NOT_AFTER_NAME = word_set(
    """
ik je jij u hij ie ze zij we wij jullie men het 't dat dit er hier daar me mij hem haar ons hun de een 'n
mijn m'n zijn z'n niet geen my te maar nou dan toch eens even
"""
)
# After "Storm is": then it is no name.
_TURNED_ROUND = word_set("ik je jij u hij ie ze zij we wij jullie men het 't")
# What a person does in a story: the third person, that "wil je" and "ben ik" are not.
_DOES = word_set(
    """
is was heeft had kwam komt ging gaat deed doet werd wordt kon kan moest moet wilde wil wou mocht mag zou
zal zat zit stond staat woont woonde werkt werkte vond vindt dacht denkt wist weet gaf geeft kreeg krijgt
hielp helpt stuurde stuurt bleef blijft liep loopt hoorde hoort zag ziet nam neemt bracht brengt haalde
haalt las leest schreef schrijft maakte maakt snapte snapt begreep begrijpt regelde regelt liet laat
hield houdt pakte pakt at eet dronk drinkt sliep slaapt leeft leefde overleed stierf trouwde verhuisde
vertrok kende kent betaalde betaalt bedoelde bedoelt probeerde probeert heette heet kocht koopt lachte
huilt huilde keek kijkt speelde speelt sprak spreekt legde legt zette
"""
)
_IT = frozenset(["het", "'t"])
_BEING = frozenset(["is", "was", "werd", "wordt"])
_SAYS = word_set("zei zegt vroeg vraagt belde belt vertelde vertelt appte appt riep roept mailde mailt")
_AFTER_COMMA = word_set(
    """
die zo mijn m'n mn onze zijn z'n haar d'r hun hij zij ze ja de een dat wat kom luister kijk niet daar heb
ik weet wil je jij
"""
)
_LINKS = word_set("van uit z'n d'r zijn haar zelf met ook dus heel toen altijd nooit weer alleen samen")
_TOGETHER = word_set("ik hij zij ze mijn m'n haar zijn z'n d'r")
_ITS = word_set("ik zijn z'n haar d'r")
_ONE = r"([^\W\d_]+(?:['’]\w+)?|['’][tn])?"
_NEXT = re.compile(rf"(['’]s?(?= ))?([ ,;:!?.…\"”]*){_ONE}(?:[ ,]+{_ONE})?")


def is_name_at_start(text: str, word: str, end: int, following: str, clues: Clues) -> bool:
    """Whether a word at the start of a sentence is a name.

    Args:
        text: what is said.
        word: the word, without "'s".
        end: where in the text it ends.
        following: the word with a capital next to it, "" when there is none.
        clues: what the study tells.

    >>> from stemmen.privacy.clues import NO_CLUES
    >>> told = ["Wil je dat?", "Wil zei nee.", "Fatima wil.", "Visser zei nee.", "Beren dus"]
    >>> [is_name_at_start(said, said.split()[0], said.index(" "), "", NO_CLUES) for said in told]
    [False, True, True, True, False]
    """
    folded = word.casefold().replace("’", "'")
    listed = allowed.is_listed(folded)
    if _is_possessive(text, folded, end):
        return True
    if (not listed and folded in clues.ordinary) or (not following and _is_role(folded)):
        return False
    if not listed and allowed.is_word(folded):
        return _acts_as_person(text, folded, end)
    if not allowed.is_plain(folded):
        return True
    if not listed or (folded in STOP_WORDS and folded not in OFTEN_NAMES):
        return False
    return _is_surely_a_name(folded) or _context_says_so(
        text, folded, end, following, known=word in clues.names
    )


_MANY = re.compile(r" (?:zijn|waren|hebben|hadden|worden|werden|staan|liggen|kosten)\b")


def _is_possessive(text: str, folded: str, end: int) -> bool:
    """Whether it is "Annekes" in "Annekes zoontje", and not a plural."""
    bare = folded.removesuffix("s")
    return bare != folded and len(bare) > 4 and _is_surely_a_name(bare) and not _MANY.match(text, end)


# What only people do, after a word that is in no list of names: "Pannekoek vond dat het kon".
_SUBJECT = (
    "(?:ik|je|jij|u|hij|ie|ze|zij|we|wij|jullie|men|het|['’]t|de|een|mijn|m['’]n|zijn|z['’]n|haar|d['’]r|ons|onze|hun"
    "|dit|die|deze|iemand|niemand|iedereen|er)"
)
_PERSONAL = re.compile(
    rf" (?:(?:{'|'.join(sorted(_SAYS))}|vond|vindt|dacht|wist|wilde|wou|snapte|begreep|keek|lachte)"
    rf"(?! {_SUBJECT}\b)"
    "|stuurde (?:een|me|mij|ons)"
    "|(?:kwam|komt) (?:(?:toen|ook|dus|vaak|even|altijd|soms) )?(?:langs|kijken|helpen|ophalen)"
    "|(?:is|was|werd|wordt) (?:(?:toen|ook|dus|nu|altijd) )?(?:mijn|m['’]n|onze|haar|zijn)"
    r" (?:\w+e )?(\w+))\b"
)
# Words for people and offices that are said without an article too: "Rechtsbijstand vond dat".
_NO_SURNAME = re.compile(
    r"(?:zorg|hulp|stand|bouw|werk|team|dienst|school|opvang|overheid|politiek|rechter|arts|raad|kamer|bank|gemeente"
    r"|loket|gever|nemer|houder|baas|juf|leider|werker|ster|verlener|bewoner|genoot|beheerder|bezoek|visite|iemand"
    r"|niemand|iedereen|ander|loos|lijk|ig|schap|heid|ing|ie|teit|eur|logie|loog|ent|e)$"
)


def _acts_as_person(text: str, folded: str, end: int) -> bool:
    """Whether an ordinary word without article does what people do: then it is a surname."""
    found = _PERSONAL.match(text, end)
    if not found or folded in STOP_WORDS or folded in KIN or _NO_SURNAME.search(folded):
        return False
    return found[1] is None or _is_role(found[1]) or bool(_NO_SURNAME.search(found[1]))


def _is_role(word: str) -> bool:
    """Whether it is what people are called by what they are to each other: "buurman", "huisbaas"."""
    return (word in KIN and word not in names.first_names()) or word.endswith(("baas", "werkgever", "juf"))


def _is_surely_a_name(folded: str) -> bool:
    """Whether a word that a dictionary has too ("karin", "limburg") is a name to everybody."""
    everyday = folded in allowed.listed("gewone woorden")
    return not everyday and (folded in names.first_names() or folded in names.places())


def _context_says_so(text: str, folded: str, end: int, following: str, *, known: bool) -> bool:
    """Whether what follows makes a name of an everyday word."""
    first = folded in names.first_names()
    if following and text[end : end + 1] == " ":
        return first and _is_surname(following)
    found = _NEXT.match(text, end)
    if not found or found[1]:
        return first  # "Roos' moeder"
    one, two = (_plain(found[group]) for group in (3, 4))
    if found[2].strip():
        return _is_called(folded, found[2], one, known=known)
    if one in _DOES or one in _SAYS:
        return _acts(folded, one, two)
    if one in ("en", "of"):
        beside = (found[4] or "")[:1].isupper()
        last = folded in names.surnames()
        return (first and two in _TOGETHER) or (last and two in _ITS) or (beside and (first or last))
    return first and one not in _NOT_AFTER_NAME and (known or (one in _LINKS and folded in OFTEN_NAMES))


def _plain(word: str | None) -> str:
    return (word or "").casefold().replace("’", "'")


def _is_surname(word: str) -> bool:
    folded = _plain(word)
    surname = folded in names.surnames() or not allowed.is_word(folded)
    return surname and folded not in names.first_names() and not allowed.is_allowed(word)


def _acts(folded: str, one: str, two: str) -> bool:
    """Whether it is a person who does or says this, or a place that is or lies somewhere."""
    if two in _TURNED_ROUND and (one in _BEING or two not in _IT):
        return False  # "Storm was het", but "Mark heeft 't"
    if one in _BEING and two in ("wat", "iets", "alles"):
        return False
    if folded in names.first_names() or folded in names.surnames():
        return True
    return (
        folded in names.places() and one in ("is", "was", "ligt", "lag", "heeft") and two not in ("er", "dat")
    )


def _is_called(folded: str, marks: str, one: str, *, known: bool) -> bool:
    """Whether somebody is called or told of: "Roos, mijn zus", "Leek, daar stond het"."""
    if folded in names.places() and one == "daar":
        return True
    return folded in names.first_names() and (one in _AFTER_COMMA if "," in marks else known)
