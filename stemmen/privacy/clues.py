"""What a whole study tells of its names: a string that is a name once, is one everywhere in the study.

This is apart from `scan.py`, because the finders that it calls need these values too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stemmen.privacy import casing
from stemmen.readers.labels import is_answer, is_marker, is_numbered, is_short
from stemmen.readers.roles import label_key, role_word, without_tail
from stemmen.transcript import Transcript

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# A capital after a word or comma and a space: in mid-sentence. A dot, colon or quote starts a sentence.
_WITHIN = re.compile(r"(?<=[\w,;] )[^\W\d_][\w'’-]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLES = frozenset(["mevrouw", "mevr", "mw", "mvr", "meneer", "mijnheer", "dhr", "hr", "heer", "dr", "drs"])


@dataclass(frozen=True, slots=True)
class Clues:
    """What the study tells beside the text itself.

    Args:
        names: words as they are written, without "'s": capitalised somewhere in mid-sentence, or a name
            that labels a speaker. Ordinary words are among them, where somebody writes those so.
        ordinary: words in lower case, that the study also uses without a capital.
        capitals: whether a capital tells something in this text.
    """

    names: frozenset[str]
    ordinary: frozenset[str]
    capitals: bool


NO_CLUES = Clues(frozenset(), frozenset(), capitals=True)


def clues_of(transcripts: Iterable[Transcript]) -> dict[str, Clues]:
    """Per transcript id what the whole study tells, and whether that transcript has capitals.

    >>> from stemmen.transcript import Utterance
    >>> said = [Utterance("Karel", "Toen kwam Fatima's zus. En zij zei niets.")]
    >>> clues = clues_of([Transcript.of("p01", said)])["p01"]
    >>> sorted(clues.names), "zus" in clues.ordinary
    (['Fatima', 'Karel'], True)
    """
    transcripts = list(transcripts)
    capitals = {transcript.id: has_capitals(transcript.text) for transcript in transcripts}
    written = [transcript.text for transcript in transcripts if capitals[transcript.id]]
    labels = (label for transcript in transcripts for label in transcript.speakers)
    names = frozenset([*_capitalised(written), *(word for label in labels for word in label_names(label))])
    ordinary = frozenset(word for text in written for word in _WORD.findall(text) if word.islower())
    return {id: Clues(names, ordinary, capitals[id]) for id in capitals}  # noqa: A001


def has_capitals(text: str) -> bool:
    """Whether a capital tells something in a text; see `casing.has_capitals`."""
    return casing.has_capitals([text])


def base(word: str) -> str:
    """A word without what makes it a possessive.

    >>> base("Fatima's"), base("Hans’"), base("Anna")
    ('Fatima', 'Hans', 'Anna')
    """
    return _POSSESSIVE.sub("", word)


def _capitalised(texts: Iterable[str]) -> Iterable[str]:
    """The words that have a capital in mid-sentence."""
    return (base(word) for text in texts for word in _WITHIN.findall(text) if word[0].isupper())


def is_name(label: str) -> bool:
    """Whether the label of a speaker is a name, rather than a role, a number or letters.

    >>> [is_name(label) for label in ("Fatima", "Interviewer 2", "R", "Mevrouw De Vries", "Spreker 1")]
    [True, False, False, True, False]
    """
    return bool(label_names(label))


def label_names(label: str) -> list[str]:
    """The words of a speaker label that name somebody, with a capital.

    >>> label_names("Respondent 3 (Anna)"), label_names("p. jansen"), label_names("MK")
    (['Anna'], ['Jansen'], [])
    """
    name, tail = without_tail(label)
    if is_short(name) or is_numbered(name) or is_marker(label_key(label)) or is_answer(name):
        name = ""
    return [*_names_in(name, any_case=name.islower()), *_names_in(tail, any_case=False)]


def _names_in(text: str, *, any_case: bool) -> list[str]:
    words = [word for word in _WORD.findall(text) if any_case or word[0].isupper()]
    return [base(word[0].upper() + word[1:]) for word in words if not _tells_role(word)]


def _tells_role(word: str) -> bool:
    lower = word.casefold()
    return len(word) < 2 or lower in _TITLES or role_word(word) is not None or lower in _SMALL


_SMALL = frozenset("van de der den het te ten ter en el al la spreker speaker onbekend ingetrokken".split())  # noqa: SIM905
