"""Dutch words: tokens, sentences, lemma sets, forms, compounds, stop words.

The lemma tables come from spaCy (spacy-lookups-data, MIT) and simplemma (MIT); they are read once, when
first asked for, so that importing this module is quick.
"""

import re
from functools import cache
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
    from spacy.lang.nl.stop_words import STOP_WORDS as WRITTEN

    written = (re.sub("[’‘]", "'", word) for word in WRITTEN)
    return frozenset([*written, *_SPOKEN_STOP_WORDS.split()])


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


def content_words(text: str) -> list[str]:
    """Lower-cased words that carry content: no stop words, fillers, numbers or single letters.

    >>> content_words("Nou ja, ik heb dus eh drie formulieren ingevuld, hoor.")
    ['formulieren', 'ingevuld']
    """
    stop = _stop_words()
    words = (found.group().lower().replace("’", "'") for found in _WORD.finditer(text))
    return [word for word in words if len(word) > 1 and word not in stop]
