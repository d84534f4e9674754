"""Whether a transcript writes names and starts of sentences with capitals at all.

Speech that a machine wrote down often has none, and half a file may be so: questions typed, answers not.
"""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# Enough to tell by: a turn of five words has a capital at its start, in what is written with capitals.
FEW_WORDS = 5
_START = re.compile(r"(?:^|(?<=[.!?…] ))[\s\"'“‘(\[-]*([^\W\d_])", re.MULTILINE)
_LEAST_SHARE = 0.3  # of the sentences that start with a capital; where capitals are used nearly all do
_ACRONYMS = frozenset("uwv wmo wia ww svb duo cjib ggz wsnp bsn wlz wajong digid nederland amsterdam".split())  # noqa: SIM905


def has_capitals(texts: Sequence[str]) -> bool:
    """Whether capitals tell something in these texts, such as the turns of one speaker.

    Starts of sentences count, and agencies and places that always have a capital. Fewer than five words in
    all are too little to say no.

    >>> [has_capitals([text]) for text in ("Dat was bij het UWV.", "dat was dus bij het uwv", "ja")]
    [True, False, True]
    """
    words = [word for text in texts for word in _WORD.findall(text)]
    if len(words) < FEW_WORDS:
        return True
    starts = [letter for text in texts for letter in _START.findall(text)]
    upper = sum(letter.isupper() for letter in starts)
    lower = len(starts) - upper
    lower += 2 * sum(word in _ACRONYMS for word in words)
    upper += 2 * sum(not word.islower() and word.lower() in _ACRONYMS for word in words)
    within = sum(word[0].isupper() and not word.isupper() for word in words)
    return upper > _LEAST_SHARE * (upper + lower) and not _shouted(words, within)


def _shouted(words: Sequence[str], within: int) -> bool:
    """Whether most words are in capitals altogether: these tell no more than none."""
    return (
        within < len(words) / 2 and sum(word.isupper() and len(word) > 1 for word in words) > len(words) / 2
    )


def without_capitals(texts: Sequence[str]) -> list[int]:
    """The indices of the texts that are long enough to tell, and have no capital.

    >>> without_capitals(["Hoe ging dat verder?", "nou dat ging dus helemaal niet", "ja"])
    [1]
    """
    return [index for index, text in enumerate(texts) if not has_capitals([text])]


def why_not(texts: Sequence[str]) -> str:
    """What of the turns cannot be checked by capitals, in Dutch; "" when most can.

    >>> why_not(["Hoe ging dat?", "nou dat ging dus helemaal niet"])
    'In 1 van de 2 beurten staan geen hoofdletters. Namen worden daar maar ten dele gevonden: lees die na.'
    """
    count = len(without_capitals(texts)) if has_capitals(texts) else sum(text.islower() for text in texts)
    if has_capitals(texts) and count < max(1, _FEW_TURNS * len(texts)):
        return ""
    stand = "staat geen hoofdletter" if len(texts) == 1 else "staan geen hoofdletters"
    turns = "de enige beurt" if len(texts) == 1 else f"{count} van de {len(texts)} beurten"
    return f"In {turns} {stand}. Namen worden daar maar ten dele gevonden: lees die na."


_FEW_TURNS = 0.05  # of the turns: what may be slips of who typed
