"""What the label of a speaker looks like: a name, a role or a number; never a part of a sentence."""

import re
from functools import lru_cache

from stemmen.readers.roles import role_word, without_tail

_REMEMBERED = lru_cache(maxsize=10_000)  # a label recurs hundreds of times
_LONGEST = 30  # characters, without what stands in brackets behind it
_SURNAME_FIRST = re.compile(r"[A-Z][\w'’-]+(?: [\w'’-]+)?, [A-Z][\w.'’-]*(?: [\w.'’-]+){0,2}")
_NOT_IN_LABELS = re.compile(r"[?!,;\"“”„«»=]|\.\.|…")
# What may stand in lower case in a name: "De heer Van der Meer", "De minister".
_BETWEEN_WORDS = """
van de der den het te ten ter en & + 't von el al la
heer mevrouw mevr. mw. mvr. dhr. hr. mevr mw dhr
voorzitter minister staatssecretaris wethouder burgemeester directeur raadslid
"""
_BETWEEN = frozenset(_BETWEEN_WORDS.split())
# A sentence with a colon starts with such words ("Toen zei ze: nee"), a speaker label never does.
_SENTENCE_WORDS = """
ik jij je u uw mij me hij zij ze wij we jullie men iemand niemand iedereen dat dit die deze er hier daar
nu toen dan dus maar of want omdat als hoe wat wie waar waarom wanneer welke welk ja nee nou och ach kijk
luister wacht zei zeg zegt zeiden zeggen dacht denk denkt vroeg vraagt riep roept schreef stond staat
vertelde antwoordde is was waren zijn ben heb heeft had werd wordt ook nog wel niet geen een mijn m'n z'n
haar hun ons onze toch elke iedere andere zo'n even eerst later daarna daarom bijvoorbeeld kortom
namelijk eigenlijk trouwens overigens conclusie oftewel bedoel let letterlijk in op met bij om voor naar
uit over
"""
_NEVER_FIRST = ("het", "en", "&", "+")
_SENTENCE = frozenset(_SENTENCE_WORDS.split())
_SMALL_WORDS = "in op met bij om voor naar uit over een geen ons onze toch wie die deze later eerst even let"
_SPEECH = _SENTENCE - frozenset(_SMALL_WORDS.split())
# Words that stand alone on a line as an answer, and lines of the head of a file.
_NOT_ALONE_WORDS = """
oké ok okay hm hmm mm mhm hmhm uh uhm eh ehm oh o ah aha jawel jazeker inderdaad precies klopt goed prima
mooi fijn sorry bedankt dankjewel stilte pauze lacht einde begin weet tja zo zeker absoluut natuurlijk
vreselijk verschrikkelijk nooit altijd soms misschien helaas gewoon niks niets alles veel weinig
"""
_NOT_ALONE = frozenset(_NOT_ALONE_WORDS.split())
_HEAD_WORDS = """
datum plaats locatie duur tijd tijdstip opname bestand titel project onderwerp transcript transcriptie
versie status leeftijd geslacht woonplaats functie organisatie aanwezig aanwezigen afwezig setting periode
code nummer interviewnummer respondentnummer getranscribeerd pagina vervolg kenmerk
opmerking opmerkingen memo verslag notulen aantekening aantekeningen notitie noot toelichting nb ps
bijzonderheden interview gesprek thema deel blok taal bestandsnaam audiobestand legenda afkortingen
"""
_TITLE_WORDS = """
transcript transcriptie interview gesprek verslag gespreksverslag uitwerking audiobestand opname
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_HEAD = frozenset(_HEAD_WORDS.split())
_NUMBERED = re.compile(
    r"(?:spreker|speaker|persoon|stem|voice|spk|deelnemer|participant|person)[ _-]*[\w]{1,2}", re.I
)
_INITIALS = re.compile(r"[A-Z]{1,3}\d{0,2}|[A-Z]\.[A-Z]\.?|[a-z]\.[a-z]\.?|[a-z]{1,2}\d{1,2}")
_GREETING = re.compile(r"(?:goede|hallo|hoi|hi|dag|welkom|oké|ok|moi|zo)\w*\b", re.I)
# These stand nowhere but in front of a turn, so that once is enough.
_MARKERS = re.compile(
    r"(?:i|int|interviewer|onderzoeker|gespreksleider|moderator|r|resp|respondent|geïnterviewde"
    r"|iv|deelnemer|vraag|antwoord|tolk|unknown speaker)"
    r" ?(?:\d{1,2}[a-z]?)?\.?"
)


@_REMEMBERED
def looks_like_label(label: str) -> bool:
    """Whether this may be a speaker: short, and a name or a role rather than a part of a sentence.

    >>> [looks_like_label(text) for text in ("R07 (v, 43)", "De heer Van der Dam", "Toen zei Anna")]
    [True, True, False]
    """
    name, _ = without_tail(label)
    if _SURNAME_FIRST.fullmatch(name):
        name = name.replace(",", "")
    words = name.split()
    if not 0 < len(words) <= 5 or len(name) > _LONGEST or not name[0].isalpha():
        return False
    if _NOT_IN_LABELS.search(name) or words[0].casefold() in _NEVER_FIRST:
        return False
    if any(word.casefold() in _SENTENCE for word in words):
        return False
    if role_word(name) or is_numbered(name) or _INITIALS.fullmatch(name):
        return True
    if all(word in _BETWEEN for word in words):
        return False
    return all(word in _BETWEEN or not word[0].islower() or word[-1].isdigit() for word in words)


def is_numbered(label: str) -> bool:
    """Whether this is a speaker as programs number them: "Spreker 2", "SPEAKER_00"."""
    return bool(_NUMBERED.fullmatch(label))


@_REMEMBERED
def is_marker(key: str) -> bool:
    """Whether a label (see `label_key`) stands nowhere but in front of a turn."""
    return bool(_MARKERS.fullmatch(without_tail(key)[0]))


@_REMEMBERED
def is_short(label: str) -> bool:
    """Whether this is a label even without a colon: a role, a number, or initials ("I", "MK", "R1").

    >>> [is_short(text) for text in ("MK", "R1", "Spreker 2", "Interviewer", "Anna")]
    [True, True, True, True, False]
    """
    name, _ = without_tail(label)
    return bool(_INITIALS.fullmatch(name)) or is_numbered(name) or role_word(name) is not None


@_REMEMBERED
def is_answer(label: str) -> bool:
    """Whether this stands alone on a line as an answer or a heading rather than as a name."""
    words = label.casefold().split()
    return bool(words) and (words[0].strip(".") in _NOT_ALONE or words[0] in _HEAD)


@_REMEMBERED
def is_head(label: str) -> bool:
    """Whether this is a line of the head of a file ("Datum: …") rather than a speaker."""
    return label.casefold().split()[0] in _HEAD


def is_greeting(text: str) -> bool:
    """Whether this is how a talk begins rather than a name."""
    return bool(_GREETING.match(text))


def is_title(text: str) -> bool:
    """Whether a heading names the file rather than a part of it."""
    return text.casefold().split()[0].strip(":") in _TITLES


def is_speech(text: str) -> bool:
    """Whether there are words in a text that stand in what is said, and not in the head of a file.

    >>> is_speech("Nou, dat was me wat."), is_speech("student Sociaal Werk, derde jaar.")
    (True, False)
    """
    return any(word in _SPEECH for word in re.findall(r"[\w']+", text.casefold()))


def initials(label: str) -> str:
    """The first letters of a name, in lower case.

    >>> initials("Karlijn van Oudshoorn"), initials("KO")
    ('kvo', 'k')
    """
    return "".join(word[0] for word in without_tail(label)[0].split()).casefold()


@_REMEMBERED
def form(label: str) -> str:
    """The outline of a label: those of one file are alike.

    >>> form("R1"), form("SPEAKER_00"), form("Mevr. (58)"), form("Anna")
    ('A9', 'AA_9', 'Aa. (9)', 'Aa')
    """
    outline = re.sub(r"\d+", "9", label)
    outline = re.sub(r"[^\W\d_]", lambda letter: "A" if letter[0].isupper() else "a", outline)
    return re.sub(r"a+", "a", re.sub(r"AA+", "AA", outline))
