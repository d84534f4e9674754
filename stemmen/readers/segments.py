"""Pieces of a transcript as programs write them in JSON: words, a speaker and a time, under many names."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# Names of fields without capitals and signs; those that tell most come first.
_TEXTS = (
    "text", "tekst", "transcript", "utterance", "uiting", "content", "inhoud", "punctuatedword", "display",
    "sentence", "zin", "body", "message", "caption", "word", "woord", "value",
)  # fmt: skip
_PIECES = ("words", "woorden", "elements", "sentences", "tokens", "items")
_CHOICES = ("alternatives", "nbest")
_STARTS = (
    "start", "starttime", "begin", "begintime", "begintijd", "from", "ts", "startms", "starttimems",
    "datastart", "startseconds", "offsetmilliseconds", "offset", "startoffset", "time", "tijd",
    "timestamp", "timestamps",
)  # fmt: skip
SPEAKERS = (
    "speakername", "speakerdisplayname", "sprekernaam", "spreker", "speaker", "speakerlabel", "speakerid",
    "speakertag", "spk", "spkid", "participant", "participantname", "deelnemer", "author", "who", "wie",
)  # fmt: skip
# These tell who speaks only where nothing else does.
WEAK_SPEAKERS = ("role", "rol", "name", "naam", "user", "channel", "channeltag", "kanaal")
NAMES = (
    "name", "naam", "displayname", "speakername", "label", "speakerlabel", "id", "speakerid", "spkid",
    "speaker", "key", "tag", "code",
)  # fmt: skip
_DEEPEST = 4  # paragraphs, sentences, words
_CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{1,2}(?:[.,][0-9]{1,9})?)")
_DURATION = re.compile(r"PT(?:([0-9]{1,4})H)?(?:([0-9]{1,4})M)?(?:([0-9]{1,9}(?:[.][0-9]{1,9})?)S)?")
_NUMBER = re.compile(r"([0-9]{1,12}(?:[.][0-9]{1,9})?)( ?m?s)?")
_SIGNS = re.compile(r"[.,;:!?…%)\]]+")

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a transcript.

    Args:
        text: the words, "" for none.
        speaker: as the file has it, "" for none.
        time: when it starts.
        sure: whether `time` is in seconds for sure; else it is a bare number.
        sign: whether it is a comma or the like, which belongs to what is before it.
        words: the pieces that it consists of, if these are given too.
    """

    text: str
    speaker: str = ""
    time: float | None = None
    sure: bool = False
    sign: bool = False
    words: tuple["Part", ...] = ()


_NOTHING = Part("")


@lru_cache(maxsize=1000)
def plain_key(name: str) -> str:
    """Names of fields that differ in capitals and signs are one: "startTime" and "start_time"."""
    return re.sub(r"[\W_]", "", name).casefold()


def part_of(node: Object, depth: int = 0) -> Part:
    """What one object tells.

    >>> part = part_of({"Speaker": 1, "startTime": "01:02.5", "words": [{"word": "Nou"}, {"word": ","}]})
    >>> part.speaker, part.time, part.text
    ('1', 62.5, 'Nou,')
    """
    fields = {plain_key(name): value for name, value in node.items()}
    best = next((fields[name][0] for name in _CHOICES if _is_list_of_objects(fields.get(name))), None)
    inner = part_of(best, depth + 1) if best is not None and depth < _DEEPEST else _NOTHING
    words = _words(fields, depth) or inner.words
    text = next((fields[name] for name in _TEXTS if _is_text(fields.get(name))), "") or inner.text
    speaker = _speaker(fields, SPEAKERS) or inner.speaker
    time, sure = _start(fields)
    if time is None and words:
        time, sure = words[0].time, words[0].sure
    kind = str(fields.get("type", ""))[:20]
    sign = kind.startswith("punct") or fields.get("attachesto") == "previous"
    sign = sign or bool(_SIGNS.fullmatch(text.strip()))
    return Part(text or joined(words), speaker, time, sure, sign, words)


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _words(fields: Object, depth: int) -> tuple[Part, ...]:
    pieces: list[Any] = next((fields[name] for name in _PIECES if isinstance(fields.get(name), list)), [])
    if depth >= _DEEPEST:
        return ()
    parts = (
        part_of(piece, depth + 1) if isinstance(piece, dict) else Part(piece)
        for piece in pieces
        if isinstance(piece, dict | str)
    )
    return tuple(part for part in parts if part.text)


def label_of(value: object) -> str:
    """Who speaks, by a name, a number, or an object that has one of these.

    >>> label_of(" Anna "), label_of(0), label_of({"id": 3, "name": "Bert"}), label_of(None)
    ('Anna', '0', 'Bert', '')
    """
    if isinstance(value, dict):
        fields = {plain_key(name): inner for name, inner in value.items()}
        plain = (fields.get(name) for name in NAMES if not isinstance(fields.get(name), dict))
        return next(filter(None, map(label_of, plain)), "")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        return " ".join(value.split())
    return str(value)[:40] if isinstance(value, int | float) and not isinstance(value, bool) else ""


def speaker_of(node: Object, names: Sequence[str] = SPEAKERS) -> str:
    """Who speaks by the first of these names that tells it, "" for none."""
    return _speaker({plain_key(name): value for name, value in node.items()}, names)


def _speaker(fields: Object, names: Sequence[str]) -> str:
    return next(filter(None, (label_of(fields[name]) for name in names if name in fields)), "")


def _start(fields: Object) -> tuple[float | None, bool]:
    for name in filter(fields.__contains__, _STARTS):
        value = fields[name]
        if isinstance(value, dict):
            value = next((inner for key, inner in value.items() if plain_key(key) in _STARTS), None)
        time, sure = _time(value)
        if time is not None:
            return (time / 1000, True) if name.endswith(("ms", "milliseconds")) else (time, sure)
    return None, False


def _time(value: object) -> tuple[float | None, bool]:
    """A time and whether it is in seconds for sure.

    >>> _time("00:01:02,5"), _time("PT1M2.5S"), _time("2.5s"), _time(2500), _time("2500"), _time("vandaag")
    ((62.5, True), (62.5, True), (2.5, True), (2500.0, False), (2500.0, False), (None, False))
    """
    if isinstance(value, str):
        text = value.strip()
        if (found := _CLOCK.fullmatch(text)) or (text != "PT" and (found := _DURATION.fullmatch(text))):
            hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
            return round(hours * 3600 + minutes * 60 + seconds, 6), True
        if found := _NUMBER.fullmatch(text):
            return float(found[1]) / (1000 if (found[2] or "").strip() == "ms" else 1), bool(found[2])
    elif isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e15:
        return (float(value), False) if math.isfinite(value) else (None, False)
    return None, False


def are_tokens(parts: Sequence[Part]) -> bool:
    """Whether the parts are words and signs, rather than sentences."""
    return sum(part.text.strip().count(" ") for part in parts) < len(parts)


def joined(parts: Sequence[Part]) -> str:
    """The text of parts in a row; words and signs may hold the spaces between them.

    >>> joined([Part("Nou"), Part(",", sign=True), Part("slecht.")])
    'Nou, slecht.'
    >>> joined([Part(" zor"), Part("gen"), Part(" dat")])
    'zorgen dat'
    """
    spaced = sum(part.text[:1].isspace() or part.text[-1:].isspace() for part in parts)
    if spaced * 3 >= len(parts) and are_tokens(parts):
        return "".join(part.text for part in parts).strip()
    return "".join(("" if part.sign else " ") + part.text.strip() for part in parts).strip()
