"""JSON of programs that transcribe (Whisper, Amberscript and the like): the list that holds the talk."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from stemmen.errors import Problem, ReadError
from stemmen.readers.found import Found, Line
from stemmen.readers.segments import (
    NAMES,
    WEAK_SPEAKERS,
    Part,
    are_tokens,
    joined,
    label_of,
    part_of,
    plain_key,
    speaker_of,
)
from stemmen.readers.txt import decode, split_lines

_NOBODY = "onbekend"  # never a guess
_PEOPLE = ("speakers", "sprekers", "participants", "deelnemers", "speakernames", "speakermap")
_LONGEST = 360_000  # seconds; what is later is no time in a talk, but a date
_MOST, _LARGEST = 200_000, 20_000_000  # objects and lists, and characters; far more than three hours of talk
_WORD = re.compile(r"[^\W\d_]{2,}")


_Node = tuple[str, Any]  # with the name of the field that it is in


@dataclass(frozen=True)
class _Talk:
    """A list of objects that may be the talk."""

    objects: Sequence[Mapping[str, Any]]
    parts: Sequence[Part]

    @cached_property
    def letters(self) -> int:
        return sum(len(part.text) - part.text.count(" ") for part in self.parts)

    @cached_property
    def worth(self) -> tuple[bool, bool, bool, bool, int]:
        """Best is what tells who speaks and when; then the largest pieces, or without speakers the least."""
        own, speaks = any(part.speaker for part in self.parts), any(map(_speaks, self.parts))
        timed, size = any(part.time is not None for part in self.parts), len(self.parts)
        return own, speaks, timed, not are_tokens(self.parts), -size if speaks else size


def read(data: bytes, where: str) -> Found:
    """Read the JSON of a program for transcripts; `where` is its name in errors."""
    text, notes = decode(data, where)
    if len(text) > _LARGEST or text.count("{") + text.count("[") > _MOST:
        repair = "Exporteer alleen het transcript, of exporteer het als .docx, .txt of .vtt."
        raise ReadError(Problem(where, "Dit JSON-bestand is te groot voor een transcript.", repair=repair))
    nodes = list(_nodes(_loaded(text, where)))
    talk = _talk(nodes)
    if talk is None:
        raise _no_talk(where)
    parts = _with_speakers(talk, nodes)
    pieces = [_cut(part) for part in parts]
    lines = _lines([piece for cut in pieces for piece in cut], _names(nodes))
    uncut = sum(len(cut) == 1 and _changes(part) for part, cut in zip(parts, pieces, strict=True))
    return Found(
        lines, notes=(*notes, *_of_uncut(uncut), *_left_out(nodes, lines)), flowing=True, merged=True
    )


def _loaded(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise _no_talk(where) from None
    except ValueError as error:
        problem = error
    try:  # an object a line
        return [json.loads(line) for line in split_lines(text) if line.strip()]
    except (ValueError, RecursionError):
        line = f", regel {problem.lineno}" if isinstance(problem, json.JSONDecodeError) else ""
        repair = "Exporteer het bestand opnieuw; misschien is het maar half opgeslagen."
        raise ReadError(Problem(where + line, "Dit is geen goed JSON-bestand.", repair=repair)) from None


def _no_talk(where: str) -> ReadError:
    what = "In dit JSON-bestand staat geen transcript: een lijst van stukken met tekst, spreker en tijd."
    repair = (
        "Exporteer het transcript als .docx, .txt of .vtt. Is het iets anders? Haal het dan uit deze map."
    )
    return ReadError(Problem(where, what, repair=repair))


def _nodes(root: object) -> Iterator[_Node]:
    """All objects, lists and texts in the file, in order."""
    waiting: list[_Node] = [("", root)]
    while waiting:
        name, node = waiting.pop()
        yield name, node
        if isinstance(node, dict):
            waiting.extend(pair for pair in reversed(node.items()) if isinstance(pair[1], dict | list | str))
        elif isinstance(node, list):
            waiting.extend((name, inner) for inner in reversed(node) if isinstance(inner, dict | list | str))


def _talk(nodes: Sequence[_Node]) -> _Talk | None:
    """The list that holds the talk: all of it or nearly, with the most about who speaks and when."""
    lists = [node for _, node in nodes if isinstance(node, list) and _has_objects(node)]
    talks = [_talk_of(node) for node in ([nodes[0][1]], *lists)]
    most = max(talk.letters for talk in talks)
    return max((talk for talk in talks if talk.letters >= 0.9 * most), key=_worth) if most else None


def _has_objects(node: Sequence[Any]) -> bool:
    return any(isinstance(inner, dict) for inner in node)


def _worth(talk: _Talk) -> tuple[bool, bool, bool, bool, int]:
    return talk.worth


def _talk_of(node: Sequence[Any]) -> _Talk:
    objects = [inner for inner in node if isinstance(inner, dict)]
    parts = [part_of(inner) for inner in objects]
    filled = [pair for pair in zip(objects, parts, strict=True) if pair[1].text.strip()]
    return _Talk([pair[0] for pair in filled], [pair[1] for pair in filled])


def _speaks(part: Part) -> bool:
    return bool(part.speaker) or any(map(_speaks, part.words))


# Who speaks


def _with_speakers(talk: _Talk, nodes: Sequence[_Node]) -> Sequence[Part]:
    """The parts with who speaks: as they say, or else by a list of speakers by time, or by a weak sign."""
    if any(map(_speaks, talk.parts)):
        return talk.parts
    by_time = _speakers_by_time(nodes)
    labels = [by_time.get(part.time, "") for part in talk.parts]
    if not any(labels):
        labels = [speaker_of(node, WEAK_SPEAKERS) for node in talk.objects]
        if len(set(labels) - {""}) < 2:
            return talk.parts
    return [replace(part, speaker=label) for part, label in zip(talk.parts, labels, strict=True)]


def _speakers_by_time(nodes: Sequence[_Node]) -> dict[float | None, str]:
    """Who starts to speak when, by objects without text of their own."""
    parts = [part_of(node) for _, node in nodes if isinstance(node, dict) and speaker_of(node)]
    return {part.time: part.speaker for part in parts if not part.text and part.time is not None}


def _names(nodes: Sequence[_Node]) -> dict[str, str]:
    """Names of speakers by what the talk calls them; a name that two have is of no use."""
    names: dict[str, str] = {}
    for field, node in nodes:
        if plain_key(field) in _PEOPLE and isinstance(node, dict):
            names.update(_name(node))
    counts = Counter(names.values())
    return {key: name for key, name in names.items() if counts[name] == 1}


def _name(person: Mapping[str, Any]) -> dict[str, str]:
    """One person (`spkid` and `name`), or a table of them by what the talk calls them."""
    fields = [label_of(value) for name in NAMES for key, value in person.items() if plain_key(key) == name]
    labels = [label for label in fields if label]
    if labels:
        return dict.fromkeys(labels[1:], labels[0])
    return {key: label for key, value in person.items() if (label := label_of(value))}


def _changes(part: Part) -> bool:
    """Whether the words of a part are of several speakers."""
    return len({word.speaker for word in part.words if word.speaker}) > 1


def _cut(part: Part) -> list[Part]:
    """A part of several speakers, cut where its words change speaker; words without go with those before."""
    if not _changes(part):
        own = next((word.speaker for word in part.words if word.speaker), "")
        return [part if part.speaker or not own else replace(part, speaker=own)]
    if part.speaker and _letters(part.text) != _letters("".join(word.text for word in part.words)):
        return [part]
    last, words = next(word.speaker for word in part.words if word.speaker), []
    for word in part.words:
        last = word.speaker or last
        words.append(replace(word, speaker=last))
    return [_whole(list(group)) for _, group in groupby(words, lambda word: word.speaker)]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _whole(parts: Sequence[Part]) -> Part:
    first = next((part for part in parts if part.time is not None), parts[0])
    return Part(joined(parts), parts[0].speaker, first.time, first.sure)


def _of_uncut(count: int) -> list[str]:
    if not count:
        return []
    what = "1 stuk heeft" if count == 1 else f"{count} stukken hebben"
    return [
        f"{what} woorden van meer dan een spreker, maar de woorden zijn anders dan de tekst: niet geknipt."
    ]


# Lines


def _lines(parts: Sequence[Part], names: Mapping[str, str]) -> list[Line]:
    """A line for each turn, or for each part when nobody is known to speak."""
    unit = _unit(parts)
    spoken = _all_spoken(parts)
    if not any(part.speaker for part in spoken):
        groups = [[part] for part in parts] if not are_tokens(parts) else [list(parts)]
    else:
        groups = [list(group) for _, group in groupby(spoken, lambda part: part.speaker)]
    wholes = [_whole(group) for group in groups]
    return [
        Line(text, _seconds(whole, unit), speaker=names.get(whole.speaker, whole.speaker))
        for whole in wholes
        for text in ([whole.text] if whole.speaker else split_lines(whole.text))
    ]


def _all_spoken(parts: Sequence[Part]) -> list[Part]:
    """The parts, where somebody is known to speak each with a speaker; a comma is of who spoke before it."""
    if not any(part.speaker for part in parts):
        return list(parts)
    last, spoken = _NOBODY, []
    for part in parts:
        last = part.speaker or (last if part.sign else _NOBODY)
        spoken.append(part if part.speaker == last else replace(part, speaker=last))
    return spoken


def _unit(parts: Sequence[Part]) -> float:
    """Bare numbers a second: 1000 when people would speak far too slowly if the numbers were seconds."""
    times = [part.time for part in parts if part.time is not None and not part.sure]
    if len(times) < 2 or max(times) == min(times):
        return 1
    letters = sum(len(part.text) for part in parts)
    slow = 0.2 if all(time.is_integer() for time in times) else 0.02
    return 1000 if letters / (max(times) - min(times)) < slow else 1


def _seconds(part: Part, unit: float) -> float | None:
    if part.time is None:
        return None
    time = part.time if part.sure else part.time / unit
    return time if time < _LONGEST else None


def _left_out(nodes: Sequence[_Node], lines: Sequence[Line]) -> list[str]:
    """A note of other text in the file: sentences with words that nobody says in the talk."""
    known = {word for line in lines for word in _words(line.text)}
    other = Counter(
        name
        for name, node in nodes
        if isinstance(node, str) and node.count(" ") > 1 and not known.issuperset(_words(node))
    )
    if not other:
        return []
    return [f"Ander tekst dan het gesprek is niet ingelezen: {_counted(other)}."]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _counted(names: Counter[str]) -> str:
    return ", ".join(f"'{name[:40]}' ({count} keer)" for name, count in names.most_common(10))
