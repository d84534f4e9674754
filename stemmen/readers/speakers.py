"""Who speaks: labels such as "I:" or a name in bold are found by what recurs in the file."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stemmen.readers.found import Found, Line
from stemmen.readers.roles import label_key, role_word
from stemmen.transcript import Utterance


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who said what. `examples` has a line of each speaker, `passed` lines that may have a label too."""

    introduction: str
    utterances: tuple[Utterance, ...]
    examples: dict[str, str]
    passed: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Mark:
    """The label that a line may start with, and the rest of the line."""

    label: str
    rest: str
    time: float | None

    @property
    def key(self) -> str:
        return label_key(self.label)


_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_MARK = re.compile(
    rf"(?:(?:\[(?P<a>{_CLOCK})\]|\((?P<b>{_CLOCK})\)|(?P<c>{_CLOCK}))[ \t]*)?"
    r"(?P<bracket>\[)?(?P<label>[^\W\d_][^:\t\[\]]{0,29}?)(?(bracket)\])"
    r"[ ]*(?P<end>:|\t)(?P<rest>.*)"
)
_NOT_IN_LABELS = re.compile(r"[?!,;\"“”„«»]")
# What may stand in lower case in a name: "De heer Van der Meer", "De minister".
_BETWEEN_WORDS = """
van de der den het te ten ter en 't von el al la
heer mevrouw voorzitter minister staatssecretaris wethouder burgemeester directeur raadslid
"""
_BETWEEN = frozenset(_BETWEEN_WORDS.split())
# A sentence with a colon starts with such words ("Toen zei ze: nee"), a speaker label never does.
_SENTENCE_WORDS = """
ik jij je u hij zij ze wij we jullie men iemand niemand iedereen dat dit die deze er hier daar nu toen
dan dus maar of want omdat als hoe wat wie waar waarom wanneer welke welk ja nee nou och ach kijk luister
wacht zei zeg zegt zeiden zeggen dacht denk denkt vroeg vraagt riep roept schreef stond staat vertelde
antwoordde is was waren zijn ben heb heeft had werd wordt ook nog wel niet geen een mijn m'n z'n haar hun
ons onze toch even eerst later daarna daarom bijvoorbeeld kortom namelijk eigenlijk trouwens overigens
conclusie oftewel bedoel let letterlijk in op met bij om voor naar uit over
"""
_SENTENCE = frozenset(_SENTENCE_WORDS.split())
_MANY = 20  # lines
# These stand nowhere but in front of a turn, so that once is enough.
_MARKERS = re.compile(
    r"(?:i|int|interviewer|onderzoeker|gespreksleider|moderator|r|resp|respondent|geïnterviewde) ?\d{0,2}\.?"
)


def who_speaks(found: Found, settled: Collection[str] = ()) -> Spoken:
    r"""Cut the lines into turns; labels in `settled` (see `label_key`) are speakers for sure.

    Without any label the result has no utterances. A line without a label continues the turn before it.

    >>> lines = [Line("Interview 1"), Line("I: Hoe ging dat?"), Line("R: Toen zei ze: nee."), Line("Gek hè?")]
    >>> for utterance in who_speaks(Found(lines)).utterances:
    ...     print(utterance)
    Utterance(speaker='I', text='Hoe ging dat?', time=None, section='')
    Utterance(speaker='R', text='Toen zei ze: nee.\nGek hè?', time=None, section='')
    """
    lines = [line for line in found.lines if line.text.strip()]
    marks = _marks(lines, settled)
    return _turns(lines, marks, found)


def _marks(lines: Sequence[Line], settled: Collection[str]) -> list[_Mark | None]:
    """The label that each line starts with, if any: of the format, in plain text, or in bold."""
    if any(line.speaker for line in lines):
        return [_Mark(line.speaker, line.text, line.time) if line.speaker else None for line in lines]
    plain = [_plain_mark(line) for line in lines]
    bold = [_bold_mark(line) for line in lines]
    kept, kept_bold = _kept(plain, settled), _kept(bold, settled)
    if sum(map(bool, kept_bold)) <= sum(map(bool, kept)):
        return kept
    # A name that was once not put in bold, but has its colon, is still that speaker.
    labels = {mark.key for mark in kept_bold if mark}
    return [b or (p if p and p.key in labels else None) for b, p in zip(kept_bold, plain, strict=True)]


def _plain_mark(line: Line) -> _Mark | None:
    match = _MARK.match(line.text.strip())
    if not match:
        return None
    clock = match["a"] or match["b"] or match["c"]
    mark = _Mark(match["label"].strip(), match["rest"].strip(), _seconds(clock) if clock else line.time)
    tight = match["end"] == ":" and match["rest"][:1].strip() != ""
    return mark if not tight or role_word(mark.label) else None


def _bold_mark(line: Line) -> _Mark | None:
    label = line.marked.strip().removesuffix(":").rstrip()
    if not label or not line.text.startswith(line.marked):
        return None
    rest = line.text[len(line.marked) :].lstrip(" ").removeprefix(":")
    return _Mark(label, rest.strip(), line.time)


def _seconds(clock: str) -> float:
    seconds = 0.0
    for part in clock.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _kept(marks: Sequence[_Mark | None], settled: Collection[str]) -> list[_Mark | None]:
    """Leave the marks that are labels: certain ones, and ones that recur and take turns."""
    likely = [
        mark if mark and (mark.key in settled or _looks_like_label(mark.label)) else None for mark in marks
    ]
    keys = [mark.key for mark in likely if mark]
    counts = Counter(keys)
    certain = {key for key in counts if key in settled or _MARKERS.fullmatch(key)}
    recurring = {key for key, count in counts.items() if count > 1}
    found = bool(certain) or _take_turns([key for key in keys if key in recurring])
    talk = likely[_first(likely, recurring) :] if found else likely
    if all(talk) and len(talk) >= (_MANY if found else 1):
        # One turn a line: who speaks once is a speaker too. It takes many lines to believe that of a talk
        # in which labels recur, since a name may be quoted in it.
        recurring = {mark.key for mark in talk if mark}
    elif not found:
        return [None] * len(marks)
    labels = certain | recurring
    header = _header(likely, recurring)
    return [
        mark if mark and mark.key in labels and number not in header else None
        for number, mark in enumerate(likely)
    ]


def _first(marks: Sequence[_Mark | None], recurring: Collection[str]) -> int:
    """Number of the first line whose label recurs."""
    return next((number for number, mark in enumerate(marks) if mark and mark.key in recurring), 0)


def _looks_like_label(label: str) -> bool:
    """Whether this may be a speaker: short, and a name or a role rather than a part of a sentence."""
    words = label.split()
    if len(words) > 5 or len(label) > 30 or not label[:1].isalpha() or _NOT_IN_LABELS.search(label):
        return False
    if any(word.casefold() in _SENTENCE for word in words) or words[0].casefold() == "het":
        return False
    if role_word(label) or _is_spreker(words):
        return True
    return all(word in _BETWEEN or not word[0].islower() or word[-1].isdigit() for word in words)


def _is_spreker(words: Sequence[str]) -> bool:
    return words[0].casefold() in ("spreker", "speaker", "persoon")


def _take_turns(keys: Sequence[str]) -> bool:
    """Whether there are several labels, one of which comes back after another."""
    changes = sum(first != second for first, second in pairwise(keys))
    return changes >= len(set(keys)) > 1


def _header(marks: Sequence[_Mark | None], recurring: Collection[str]) -> set[int]:
    """Numbers of lines above the talk that tell who is who ("Interviewer: Anna"), where I is a label too."""
    roles = {role_word(key) for key in recurring}
    header = set()
    for number, mark in enumerate(marks):
        if mark and mark.key in recurring:
            break
        if (
            mark
            and _tells_who(mark)
            and (role_word(mark.label) in roles or label_key(mark.rest) in recurring)
        ):
            header.add(number)
    return header


def _tells_who(mark: _Mark) -> bool:
    """Whether this is a role word in full with a few words that are no sentence."""
    whole = len(mark.key) > 4 and mark.key.isalpha() and role_word(mark.label) is not None
    return whole and len(mark.rest.split()) <= 6 and not mark.rest.endswith((".", "?", "!", "…"))


def _turns(lines: Sequence[Line], marks: Sequence[_Mark | None], found: Found) -> Spoken:
    names: dict[str, str] = {}
    examples: dict[str, str] = {}
    passed: dict[str, str] = {}
    introduction = [found.introduction] if found.introduction else []
    turns: list[tuple[str, float | None, list[str]]] = []
    for line, mark in zip(lines, marks, strict=True):
        text = line.text.strip()
        if mark is None:
            (turns[-1][2] if turns else introduction).append(text)
            candidate = _plain_mark(line)
            if turns and candidate and not line.speaker and _looks_like_label(candidate.label):
                passed.setdefault(candidate.label, text)
            continue
        name = names.setdefault(mark.key, mark.label)
        examples.setdefault(name, text)
        if found.flowing and turns and turns[-1][0] == name:
            turns[-1][2].append(mark.rest)
        else:
            turns.append((name, mark.time, [mark.rest]))
    joiner = " " if found.flowing else "\n"
    utterances = [
        Utterance(name, joiner.join(part for part in parts if part), time) for name, time, parts in turns
    ]
    return Spoken("\n".join(introduction), tuple(utterances), examples, passed)
