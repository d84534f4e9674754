"""Words that were cut at the end of a row, made whole: "for-" and "mulier"."""

import re
from collections import Counter
from collections.abc import Iterable

_CUT = re.compile(r"(?P<head>[\w'’]+)-$")
_TAIL = re.compile(r"[\w'’-]+")
_WORD = re.compile(r"[\w'’]+(?:-[\w'’]+)*")
# Two vowels that would be read as one sound have a hyphen between them in Dutch: zee-eend, auto-ongeluk.
_CLASH_LETTERS = "aa ae ai au ee ei eu ie ii ij oe oi oo ou ui uu"
_CLASH = frozenset(_CLASH_LETTERS.split())
_VOWEL = re.compile(r"[aeiouyáéíóúàèäëïöü]", re.I)
_PREFIXES = frozenset(["ex", "niet", "non", "oud"])
_LONGEST = 60  # characters of a word


def words_of(rows: Iterable[str]) -> Counter[str]:
    """How often each word occurs, in lower case: a document often has a cut word in full elsewhere."""
    return Counter(word.casefold() for row in rows for word in _WORD.findall(row))


def joined(text: str, more: str, words: Counter[str]) -> tuple[str, int]:
    """Two rows of a paragraph put together, and 1 when a word was mended, else 0.

    Args:
        text: the rows so far.
        more: the next row.
        words: how often each word occurs elsewhere in the document, in lower case.

    >>> joined("Ik heb het for-", "mulier.", Counter()), joined("in-", "en uitstroom", Counter())
    (('Ik heb het formulier.', 1), ('in- en uitstroom', 0))
    """
    head, tail = _CUT.search(text, max(0, len(text) - _LONGEST)), _TAIL.match(more)
    if not head or not tail or tail[0] in ("en", "of", "tot"):  # "in- en uitstroom"
        return f"{text} {more}", 0
    if not _is_cut(head["head"], tail[0], words):
        capital = more[0].isupper() and not head["head"][0].isupper()
        return (f"{text} {more}" if capital else text + more), 0
    return text[:-1] + more, 1


def _is_cut(head: str, tail: str, words: Counter[str]) -> bool:
    """Whether the hyphen only stands at the end of a row, and is no part of the word."""
    whole, hyphened = f"{head}{tail}".casefold(), f"{head}-{tail}".casefold()
    if words[hyphened] != words[whole]:  # the document itself writes it in full elsewhere
        return words[whole] > words[hyphened]
    if (
        not tail[0].islower()
        or head[-1].isdigit()
        or head.isupper()
        or len(head) < 2
        or not _VOWEL.search(head)
    ):
        return False  # a capital, a figure or an abbreviation: Noord-Holland, sms-code, e-mail
    return head.casefold() not in _PREFIXES and f"{head[-1]}{tail[0]}".casefold() not in _CLASH


def mended_note(count: int) -> tuple[str, ...]:
    """The note of how many words were mended; none of none."""
    if not count:
        return ()
    what = "1 woord dat was afgebroken" if count == 1 else f"{count} woorden die waren afgebroken"
    return (f"Aan het einde van een regel {'is' if count == 1 else 'zijn'} {what} weer heel gemaakt.",)
