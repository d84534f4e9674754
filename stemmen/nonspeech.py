"""What stands in a turn and was not said: laughter, silence, times, remarks of the transcriber.

Between square brackets a transcriber writes; between parentheses a speaker may speak too, so there only
known words and shapes count. The lists hold what Dutch transcribers write, by the usual manuals (Jefferson;
Dresing & Pehl) and programs.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from stemmen.nonspeech_words import HOW, NAMES, PHRASES, PLACES, SPEECH, WHO, Kind

__all__ = ["Kind", "NonSpeech", "count_words", "non_speech", "spoken"]


class NonSpeech(NamedTuple):
    """A stretch of a text that was not said; offsets are code points."""

    start: int
    end: int
    kind: Kind


def non_speech(text: str) -> list[NonSpeech]:
    """What was not said in a text, in order.

    >>> [(*found[:2], found.kind.value) for found in non_speech("Ja (lacht) dat (en niet dit) [00:12:31]")]
    [(3, 10, 'geluid'), (29, 39, 'tijd')]
    """
    found = list(_between_marks(text))
    return sorted([*found, *_letters(_without(text, found))])


def spoken(text: str) -> str:
    """The text with a space for each character that was not said, so that offsets stay.

    >>> spoken("Ja (lacht) dat [naam] zei")
    'Ja         dat [naam] zei'
    """
    return _without(text, non_speech(text))


def count_words(text: str) -> int:
    """How many words were said; a mark between spaces is none.

    >>> count_words("Ja (lacht) - dat zei [naam 1].")
    5
    """
    return len(_SAID.findall(spoken(text)))


def _without(text: str, found: Iterable[NonSpeech]) -> str:
    parts, position = [], 0
    for start, end, _ in found:
        parts += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*parts, text[position:]]) if parts else text


_SAID = re.compile(r"[^\W_]\S*")
_OPENING = re.compile(r"[\[({<*#]")
# What is within is of bounded length, so that a line of opening marks takes no longer than another.
_WITHIN = re.compile(
    r"""
    (?P<mark>(?<=[^\W\d_]|\])\*(?:[afnuvxz]|(?<![gG]\*)d)(?![\w*]))  # heel*x, of the IFADV corpus; not g*d
    |\(\((?P<double>[^()\n]{1,200})\)\)
    |\((?P<round>[^()\n]{1,80})\)
    |\[(?P<square>[^\[\]\n]{1,200})\]
    |\*(?P<stars>[^*\n]{1,40})\*
    |</?(?P<angles>[^<>\n]{1,80})>
    |\{(?P<braces>[^{}\n]{1,80})\}
    |(?P<hash>\#\d[\d:.,-]{3,14}\#)
    """,
    re.VERBOSE,
)
_LETTERS = re.compile(r"(?:(ggg)|[xX]{3,20})(?!\w)")  # a \b in front would keep it from skipping


def _between_marks(text: str) -> Iterator[NonSpeech]:
    """What stands between marks; where that was said, there may still be something in it."""
    opening = _OPENING.search(text)
    while opening:
        found = _WITHIN.match(text, opening.start())
        kind = _kind(found) if found else None
        if found and kind:
            yield NonSpeech(*found.span(), kind)
        opening = _OPENING.search(text, found.end() if found and kind else opening.end())


def _letters(text: str) -> Iterator[NonSpeech]:
    """Letters that stand for what is no word."""
    if "ggg" in text or "xxx" in text.lower():
        for found in _LETTERS.finditer(text):
            if not text[found.start() - 1 : found.start()].isalnum():
                yield NonSpeech(*found.span(), Kind.MARK if found[1] else Kind.UNCLEAR)


def _kind(found: re.Match[str]) -> Kind | None:
    around, content = found.lastgroup, found[found.lastgroup or 0]
    if around == "mark":
        return Kind.MARK
    kind = _known(content)
    if around == "square":
        if not content.strip(" .…"):
            return Kind.REMARK  # [...]: something is left out
        return kind or (None if _stands_for_speech(content) else Kind.REMARK)
    if around == "double":
        return kind or Kind.REMARK
    if around == "round" and kind is Kind.TIME and not _IN_RECORDING.match(content.strip()):
        return None  # an hour of the day
    return kind


_TIME = re.compile(r"#?\b\d{1,2}:\d\d(?::\d\d)?(?:[.,-]\d{1,3})?#?(?![\w:])")
_IN_RECORDING = re.compile(r"\d{1,2}:\d\d:\d\d|0?0:\d\d")
_SHAPES = (
    (Kind.SILENCE, re.compile(r"\.+|…+|-{1,3}|\d{1,2}\.\d{1,2}|0,\d{1,2}")),  # (1.5), but (7,5) is for a test
    (Kind.SILENCE, re.compile(r"(?:ca\.? )?\d{1,3}(?:[.,]\d)? ?(?:s|sec|secs|seconde|seconden|seconds)\.?")),
    (Kind.UNCLEAR, re.compile(r"[.…]*\?+|x{1,9}(?: x{1,9}){0,5}")),
    (Kind.UNCLEAR, re.compile(r"(?:onv|onverst|onverstaanbaar|onduidelijk|niet te verstaan)\.? ?[:;=].*")),
)
_ANOTHER = re.compile(r"(?:i|r|int|resp|interviewer|respondent)\.? ?\d?: .*")  # (I: ja), said in between


_PARTS = re.compile(r"[,;/+&]")  # "lange stilte, denkt na"
_DOES = re.compile(rf"^(?:(?:de )?(?:{WHO}) ?\d{{0,2}} (?:en )?)+")  # "R1 en I lachen"


@lru_cache(maxsize=4096)
def _known(content: str) -> Kind | None:
    """The kind of what is non-speech whatever marks are around it."""
    plain = " ".join(content.replace("’", "'").split())
    rest = _TIME.sub(" ", plain)
    if rest != plain and not rest.lower().removeprefix("tijd").strip(" -–>|@:,;"):
        return Kind.TIME
    rest = rest.strip(" ,;:") or rest.strip()
    for kind, shape in _SHAPES:
        if shape.fullmatch(rest.lower()):
            return kind
    found = _phrase(rest) or _all(_phrase(part) for part in _PARTS.split(rest))
    return found or (Kind.REMARK if _ANOTHER.fullmatch(rest.lower()) else None)


def _phrase(words: str) -> Kind | None:
    """The kind of a phrase, as it is or without who does it and how: "R lacht hard en zucht"."""
    words = " ".join(re.findall(r"[^\W_]+", words))
    name, _, after = words.partition(" ")
    if name.istitle() and after.partition(" ")[0].endswith("t") and not re.fullmatch(SPEECH, name.lower()):
        words = after if _looked_up(after) else words
    words = words.lower()
    rest = _DOES.sub("", words)
    core = " ".join(word for word in rest.split() if word not in HOW)
    found = _looked_up(words) or _looked_up(rest) or _looked_up(core)
    return found or _all(_looked_up(word) for word in core.split())


def _all(kinds: Iterable[Kind | None]) -> Kind | None:
    """The first kind, when all have one."""
    found = list(kinds)
    return found[0] if found and all(found) else None


def _looked_up(words: str) -> Kind | None:
    return next((kind for kind in PHRASES if _phrases(kind).fullmatch(words)), None)


@cache
def _phrases(kind: Kind) -> re.Pattern[str]:
    """The phrases of a kind as one pattern; made when first asked for, since that takes a while."""
    parts = (
        " ".join(PLACES.get(word) or f"(?:{word.replace('/', '|')})" for word in phrase.split())
        for phrase in PHRASES[kind].split(",")
        if phrase.strip()
    )
    return re.compile("|".join(parts))


# Between square brackets: what stands for a word of the sentence, or was said by two at once.
_NAME = "|".join(sorted(NAMES))
_PSEUDONYM = re.compile(
    rf"(?:(?:fictieve|andere|eigen|geanonimiseerde) )?(?:{_NAME})(?:(?<=naam) \w+| (?:{_NAME}))?"
    r"(?: ?(?:\d{1,3}|[a-z]))?"
)
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_COARSE = re.compile(  # what `privacy.coarse` puts in the place of a date or a time
    rf"(?:(?:voorjaar|zomer|najaar|winter)(?: \d{{4}})?|geboortejaar \d{{4}} \d{{4}}"
    rf"|ochtend|middag|avond|nacht|(?:\d{{1,2}} )?(?:{_MONTHS})(?: \d{{4}})?|e mailadres)"
)
_OPENS_SPEECH = re.compile(
    r"(?:ik|wij|we|jij|je|jullie|u|ja|jawel|nee|nou|maar|en|dus|want|toen|hè|oh|oké|omdat|daarom)\b(?!:)"
)


def _stands_for_speech(content: str) -> bool:
    """Whether words in square brackets stand for what was said: a pseudonym, or speech of two at once."""
    words = " ".join(re.findall(r"[^\W_]+", content))
    named = all(word[0].isupper() for word in words.split() if word not in {"de", "van", "der", "den", "ter"})
    return bool(
        (words and not words.isdigit() and not content.startswith("_") and named and len(words.split()) <= 4)
        or _PSEUDONYM.fullmatch(words.lower())
        or _COARSE.fullmatch(words.lower())
        or _OPENS_SPEECH.match(words.lower())
    )
