"""Dutch words: tokens, sentences, lemma sets, forms, compounds, stop words.

The lemma tables come from spaCy (spacy-lookups-data, MIT) and simplemma (MIT); they are read once, when
first asked for, so that importing this module is quick.
"""

import gzip
import json
import re
import runpy
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

STOP_WORDS: frozenset[str]  # made when first asked for: see __getattr__

# What spaCy's list of written Dutch lacks: fillers, interjections, reduced forms and the light verbs and
# adverbs that fill spoken turns.
_SPOKEN_STOP_WORDS = """
 ah aha ach au bah eh ehm euh euhm goh ha hah haha hé hè hee hm hmm ho hoor hum ja jaja jawel joa
joh kijk mm mmm mhm nah nee neeh nja nope nou och oeh oh ok oké okay oftewel pff poeh sja so tja
tjonge uh uhm uhu uhuh zeg 'k 'm 'n 'ns 'r 's 't d'r da da's das ie m'n n mn wa z'n zn zo'n dinges
ding dingen zoiets beetje best echt eigenlijk eventjes heel helemaal inderdaad meestal meteen
natuurlijk soms sowieso tenminste terug trouwens tuurlijk waarschijnlijk ergens nergens overal
iedereen niemand niks eentje één twee drie vier bedoel bedoelde dacht dachten denk denken deed deden
doe gedaan ga gaan gaat gegaan ging gingen gekomen kom komen komt kwam kwamen gekregen kreeg kregen
krijg krijgen krijgt laat laten gemaakt maak maakt maken gezegd zeggen zegt zeiden gezien zag zagen
zie zien ziet gezeten zat zaten zit zitten sta staan staat stond stonden vind vinden vindt vond
vonden weet weten wist wisten geloof heet kun wilden willen wou daaraan daarbij daarmee daarover
daarvan daarvoor eraan erbij erin ermee erop eruit ervan ervoor hierover hiermee hiervan hiervoor
waaraan waarbij waarin waarmee waarop waarvan waarvoor
"""


def __getattr__(name: str) -> Any:
    if name == "STOP_WORDS":
        return _stop_words()
    raise AttributeError(name)


@cache
def _stop_words() -> frozenset[str]:
    place = find_spec("spacy")
    if place is None or not place.submodule_search_locations:
        raise ModuleNotFoundError("spacy")
    path = Path(place.submodule_search_locations[0], "lang", "nl", "stop_words.py")
    # Run by itself: importing it would import all of spaCy, which takes most of a second.
    written = (re.sub("[’‘]", "'", word) for word in runpy.run_path(str(path))["STOP_WORDS"])
    return frozenset([*written, *_SPOKEN_STOP_WORDS.split()])


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set, for lists of words in code."""
    return frozenset(words.split())


class Token(NamedTuple):
    """A word or mark with its offsets (code points) in the text."""

    text: str
    start: int
    end: int


# A word: letters or digits, joined by apostrophes, hyphens, dots or commas between digits, or a
# reduced form that begins with an apostrophe ('t, 'n); else one mark.
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)+|['’‘](?:[tnkmrs]|ns|ie)\b(?!['’])|\w+(?:['’-]\w+)*|\.{2,}|[^\w\s]")
_WORD = re.compile(r"['’‘](?:[tnkmrs]|ns|ie)\b(?!['’])|[^\W\d_]\w*(?:['’-]\w+)*")


def tokens(text: str) -> list[Token]:
    """Words and marks with their offsets.

    >>> [token.text for token in tokens("Ze vulden 't formulier in, hè?")]
    ['Ze', 'vulden', "'t", 'formulier', 'in', ',', 'hè', '?']
    """
    return [Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def token_texts(text: str) -> list[str]:
    """The texts of `tokens`, in a quarter of the time."""
    return _TOKEN.findall(text)


def token_spans(text: str) -> list[tuple[int, int]]:
    """The offsets of `tokens`."""
    return [found.span() for found in _TOKEN.finditer(text)]


def content_words(text: str) -> list[str]:
    """Lower-cased words that carry content: no stop words, fillers, numbers or single letters.

    >>> content_words("Nou ja, ik heb dus eh drie formulieren ingevuld, hoor.")
    ['formulieren', 'ingevuld']
    """
    stop = _stop_words()
    words = (found.group().lower().replace("’", "'") for found in _WORD.finditer(text))
    return [word for word in words if len(word) > 1 and word not in stop]


_TYPOGRAPHY = str.maketrans("’‘‛`´“”„–—…øæßðþ", "'" * 5 + '"' * 3 + "--." + "oasdt")


def _plain(letter: str) -> str:
    """One ASCII character for one character: the letter without its accent, or a space."""
    base = unicodedata.normalize("NFD", letter.lower().translate(_TYPOGRAPHY))[0]
    return base if base.isascii() else " "


_FOLD = "".join(_plain(chr(code)) for code in range(256)).encode("ascii")
_NOT_LATIN = re.compile(r"[^\x00-\xff]")


def fold(text: str) -> str:
    """Lower-cased, without accents, with plain quotes and hyphens: ASCII of the same length.

    What has no plain letter becomes a space, so offsets in the result are offsets in the text.

    >>> print(fold("Eén “bewijs”… en ’t is niet héél Łukaş"))
    een "bewijs". en 't is niet heel  ukas
    """
    try:
        coded = text.encode("latin-1")
    except UnicodeEncodeError:
        coded = _NOT_LATIN.sub(lambda found: _plain(found.group()), text).encode("latin-1")
    return coded.translate(_FOLD).decode("ascii")


_INNER_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[a-z]|bijv|bv|dhr|mevr|mw|mr|dr|drs|ing|ir|prof|st|nr|blz|ca|evt|excl|incl|max|min|tel|resp|art"
    r"|jl|ivm|[a-z](?:\.[a-z])+)\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences; a text without punctuation is one sentence.

    A trailing "..." ends a sentence only before a capital: speakers pause without being finished.

    >>> text = "Nou... dat weet ik niet. Dhr. Bos wel? Ja"
    >>> [text[start:end] for start, end in sentences(text)]
    ['Nou... dat weet ik niet.', 'Dhr. Bos wel?', 'Ja']
    """
    starts = sentence_starts(text)
    spans = [trim(text, start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [(start, end) for start, end in spans if start < end]


def sentence_starts(text: str) -> list[int]:
    """Where sentences begin: at 0 and after each end of a sentence, spaces included.

    >>> sentence_starts("Ja. Nee.")
    [0, 3]
    """
    return [0, *(found.end() for found in _INNER_END.finditer(text) if _ends_sentence(text, found))]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of what is left of `text[start:end]` without the spaces around it."""
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _ends_sentence(text: str, mark: re.Match[str]) -> bool:
    marks = mark.group()
    if "?" in marks or "!" in marks:
        return True
    if "…" in marks or ".." in marks:
        return not text[mark.end() : mark.end() + 20].lstrip()[:1].islower()
    return not _ABBREVIATION.search(text[max(0, mark.start() - 12) : mark.start() + 1])


# Words that are written in more ways than the lemma tables know, and that mean the same in a rule.
_VARIANTS = """
ik 'k ikke, mij me, mijn m'n mn, jij je, jou je, jouw je, hij ie, hem 'm, haar d'r, zij ze, wij we, ons onze
een één 'n n, het 't, dat da, er d'r, zijn z'n zn, niks niets, niet nie, eens 's, zo'n zon
meneer menheer mijnheer, oké ok okay
"""
# Of these the lemma tables say more than a rule means ("één" is not "eerste", "meer" is not "veel").
_CLOSED = word_set(
    """
ik jij je jou jouw hij hem haar zij ze wij we ons onze jullie hun hen mij me mijn een één meer meest meeste
beter minder eerste laatste wel want weg hoor weer door van voor te
"""
)


@cache
def _variants() -> list[list[str]]:
    return [group.split() for group in _VARIANTS.replace("\n", ",").split(",")]


def _spacy_table(name: str) -> Any:
    data = files("spacy_lookups_data") / "data" / f"nl_lemma_{name}.json.gz"
    return json.loads(gzip.decompress(data.read_bytes()))


@cache
def _lookup() -> dict[str, str]:
    """Dutch word -> lemma, spaCy's table."""
    table: dict[str, str] = _spacy_table("lookup")
    return table


@cache
def _irregular() -> dict[str, list[str]]:
    """Verb -> forms that the lookup table lacks, from spaCy's table of exceptions."""
    words = defaultdict(list)
    for word, verbs in _spacy_table("exc")["verb"].items():
        for verb in verbs:
            words[verb].append(word)
    return words


@cache
def _dictionary() -> Mapping[str, str]:
    """Dutch word -> lemma, simplemma's table; the one copy of it that simplemma itself looks in."""
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl")


@cache
def _by_lemma() -> dict[str, list[str]]:
    """Lemma -> words of which either table says so."""
    words = defaultdict(list)
    for table in (_lookup(), _dictionary()):
        for word, lemma in table.items():
            words[lemma].append(word)
    return words


@cache
def _spacy_lemmas() -> frozenset[str]:
    """The lemmas of spaCy's table; those of simplemma's are words of it too."""
    return frozenset(_lookup().values())


def lemma_set(word: str) -> frozenset[str]:
    """The word in lower case, its lemma according to spaCy and its lemma according to simplemma.

    >>> sorted(lemma_set("Formulieren")), sorted(lemma_set("bellen"))
    (['formulier', 'formulieren'], ['bel', 'bellen'])
    """
    import simplemma

    word = word.lower()
    return frozenset((word, _lookup().get(word, word), simplemma.lemmatize(word, "nl").lower()))


@cache
def forms(term: str) -> tuple[str, ...]:
    """All known words, lower-cased and sorted, whose lemma set meets that of the term.

    Irregular forms of verbs come with it, unless they are words of their own ("vroeg").

    >>> forms("formulier")
    ('formulier', 'formulieren', 'formulierke', 'formuliertje', 'formuliertjes')
    >>> forms("mij")
    ('me', 'mij')
    """
    term = term.lower()
    found = {term, *(word for group in _variants() if term in group for word in group)}
    if term not in _CLOSED:
        lemmas = lemma_set(term)
        found |= lemmas
        found.update(word.lower() for lemma in lemmas for word in _by_lemma().get(lemma, ()))
        found.update(word for word in _irregular().get(term, ()) if _dictionary().get(word) != word)
    return tuple(sorted(word for word in found if "." not in word))


def verb_forms(verb: str) -> tuple[str, ...]:
    """All known forms of a verb, also those that are words of their own, and none of the noun.

    >>> [form for form in verb_forms("vragen") if form.startswith("vr")][:3], "vroeg" in verb_forms("vragen")
    (['vraag', 'vraagde', 'vraagden'], True)
    """
    nouns = ("je", "jes", "ke", "kes")
    found = {form for form in forms(verb) if not form.endswith(nouns)}
    return tuple(sorted(found.union(_irregular().get(verb, ()))))


def is_finite_verb(word: str) -> bool:
    """Whether a word looks like a finite form of a verb: its lemma ends in -en and it is no participle.

    >>> is_finite_verb("luisterde"), is_finite_verb("geluisterd"), is_finite_verb("formulieren")
    (True, False, False)
    """
    lemma = _lookup().get(word) or _dictionary().get(word, word)
    return lemma != word and lemma.endswith("en") and not word.startswith("ge")


COMPOUND_HEAD = 6  # letters: shorter words end too many others
# Before a word these make another word, not a compound of it: "onvriendelijk" is not "vriendelijk".
_NO_MODIFIER = word_set(
    """
be ge her ont ver er on wan mis oer aan af achter bij binnen boven buiten dicht door in langs los mee mede
na om
onder op open over rond samen tegen terug toe tussen uit vast vol voor voort voorbij weg weer neer heen
klaar goed
kwijt thuis teleur plaats deel niet non anti
"""
)


def is_compound(word: str, head: str) -> bool:
    """Whether a word is a compound that ends in `head`.

    >>> is_compound("aanvraagformulieren", "formulieren"), is_compound("onvriendelijk", "vriendelijk")
    (True, False)
    """
    modifier = word[: -len(head)].rstrip("-")
    if len(head) < COMPOUND_HEAD or not word.endswith(head) or len(modifier) < 3 or modifier in _NO_MODIFIER:
        return False
    return is_known(modifier) or (modifier[-1] in "se" and is_known(modifier[:-1])) or "-" in word


def is_known(word: str) -> bool:
    """Whether a word in lower case stands in one of the tables, as a form or as a lemma.

    >>> is_known("formulieren"), is_known("fatima")
    (True, False)
    """
    return word in _dictionary() or word in _lookup() or word in _spacy_lemmas()


_PIPELINES = ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm")


@cache
def _pipeline() -> Any:
    """The largest Dutch pipeline of spaCy that is installed; None when none is."""
    for name in filter(find_spec, _PIPELINES):
        from spacy.util import load_model

        return load_model(name)
    return None


def entities(text: str) -> list[tuple[int, int, str]]:
    """Start, end and label of what an installed spaCy pipeline takes for a name; none without one.

    Labels are spaCy's: PERSON, GPE, LOC, ORG, FAC ...
    """
    pipeline = _pipeline()
    if pipeline is None:
        return []
    return [(entity.start_char, entity.end_char, entity.label_) for entity in pipeline(text).ents]
