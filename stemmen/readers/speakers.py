"""Who speaks: labels such as "I:" or a name in bold are found by what recurs in the file."""

import difflib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from stemmen.readers import shapes
from stemmen.readers.found import Found, Line
from stemmen.readers.header import named_in_header
from stemmen.readers.labels import (
    form,
    initials,
    is_answer,
    is_greeting,
    is_head,
    is_marker,
    is_short,
    is_speech,
    looks_like_label,
)
from stemmen.readers.layout import without_numbers
from stemmen.readers.roles import label_key, role_word
from stemmen.readers.shapes import Mark, Shape, Start, question_number
from stemmen.readers.turns import Spoken, put_together
from stemmen.readers.unlabelled import unlabelled

_MANY = 20  # lines
_COUPLE = frozenset({"hij", "zij"})  # in bold these are labels, elsewhere words
_GROUP = 4  # speakers
_MOST = 0.7  # of the lines
_PLAIN_FORMS = frozenset({"Aa", "Aa Aa", "Aa a Aa"})  # names, which may be quoted


def who_speaks(found: Found, settled: Collection[str] = ()) -> Spoken:
    r"""Cut the lines into turns; labels in `settled` (see `label_key`) are speakers for sure.

    Without any label the result has no utterances. A line without a label continues the turn before it.

    >>> lines = [Line("Interview 1"), Line("I: Hoe ging dat?"), Line("R: Toen zei ze: nee."), Line("Gek hè?")]
    >>> for utterance in who_speaks(Found(lines)).utterances:
    ...     print(utterance)
    Utterance(speaker='I', text='Hoe ging dat?', time=None, section='')
    Utterance(speaker='R', text='Toen zei ze: nee.\nGek hè?', time=None, section='')
    """
    roles = dict(found.roles)
    if any(line.speaker for line in found.lines):
        lines, note = list(found.lines), ""
        marks = _given(lines)
    else:
        lines, note = without_numbers(found.lines)
        marks = _marks(lines, settled)
        if _count(marks) < 2:
            by_layout, proposed = unlabelled(lines)
            if other := list(found.otherwise) or by_layout:
                lines, marks, roles = other, _given(other), roles | proposed
    marks = [question_number(mark) if mark else None for mark in marks]
    return put_together(found, lines, marks, [note] if note else [], roles)


def _given(lines: Sequence[Line]) -> list[Mark | None]:
    """The marks of a format that itself says who speaks."""
    return [Mark(line.speaker, line.text.strip(), line.time) if line.speaker else None for line in lines]


def _marks(lines: Sequence[Line], settled: Collection[str]) -> list[Mark | None]:
    """The label that each line starts with, if any, in the shape that most lines have."""
    here = [number for number, line in enumerate(lines) if line.text.strip()]
    text = [lines[number] for number in here]
    settled = {*settled, *named_in_header([line.text for line in text[:_MANY]])}
    starts = [shapes.start_of(line) for line in text]
    told = {number for number, start in enumerate(starts) if start.text[:3].casefold() == "ik:"}
    best: list[Mark | None] = []
    for shape in _STRONG:
        sure = settled | _COUPLE if shape is shapes.marked else settled
        kept = _kept([shape(start) for start in starts], sure, told, sure=shape is shapes.timed)
        best = max(best, kept, key=_count)
        if _count(best) >= _MOST * len(text):  # few lines are left for another way
            break
    if _speakers(best) < 2:  # a line above the talk ("Gespreksleider: Anna") may be all that was found
        for shape, accepts in _WEAK:  # the clearer first: a later one must find clearly more
            kept = _kept_weak(starts, shape, accepts)
            best = kept if _count(kept) > 1.2 * _count(best) else best
    if not _count(best):
        return [None] * len(lines)
    found = dict(zip(here, _completed(starts, best), strict=True))
    return [found.get(number) for number in range(len(lines))]


def _speakers(marks: Sequence[Mark | None]) -> int:
    return len({mark.key for mark in marks if mark})


def _count(marks: Sequence[Mark | None]) -> int:
    return sum(mark is not None for mark in marks)


def _kept(
    marks: Sequence[Mark | None], settled: Collection[str], told: Collection[int], *, sure: bool
) -> list[Mark | None]:
    """Leave the marks that are labels: certain ones, and ones that recur and take turns.

    With `sure`, the shape itself tells that each is a label.
    """
    likely = [mark if mark and (mark.key in settled or _may_be(mark.label)) else None for mark in marks]
    keys = [mark.key for mark in likely if mark]
    counts = Counter(keys)
    certain = {key for key in counts if key in settled or is_marker(key)}
    recurring = {key for key, count in counts.items() if count > 1} - _retold(marks, told)
    found = bool(certain) or _take_turns([key for key in keys if key in recurring])
    talk = likely[_first(likely, recurring) :] if found else likely
    group = found and len(recurring) >= _GROUP and len(keys) >= _MANY
    if (all(talk) and len(talk) >= (_MANY if found else 1)) or (sure and found) or group:
        # One turn a line, or many who speak: who speaks once is a speaker too. It takes many lines to
        # believe that of a talk in which labels recur, since a name may be quoted in it.
        recurring = {mark.key for mark in talk if mark}
    elif not found:
        return [None] * len(marks)
    sure_ones = recurring | certain
    forms = {form(mark.label) for mark in likely if mark and mark.key in sure_ones} - _PLAIN_FORMS
    alike = {mark.key for mark in talk if mark and form(mark.label) in forms}
    shortened = {mark.key for mark in likely if mark and initials(mark.label) in recurring}
    labels = certain | recurring | alike | shortened
    header = _header(likely, recurring)
    return [
        mark if mark and mark.key in labels and number not in header else None
        for number, mark in enumerate(likely)
    ]


def _retold(marks: Sequence[Mark | None], told: Collection[int]) -> set[str]:
    """Labels that stand only next to "Ik:", on the lines `told`: of people in a retold talk."""
    if not told:
        return set()
    beside: dict[str, bool] = {}
    for number, mark in enumerate(marks):
        if mark and number not in told:
            near = number - 1 in told or number + 1 in told
            beside[mark.key] = beside.get(mark.key, True) and near
    return {key for key, near in beside.items() if near and not is_marker(key)}


def _may_be(label: str) -> bool:
    return looks_like_label(label) and not is_head(label)


def _kept_weak(starts: Sequence[Start], shape: Shape, accepts: Callable[[str], bool]) -> list[Mark | None]:
    """As `_kept`, for a shape that many a sentence has too: all labels recur, and a turn starts with one."""
    marks = [shape(start) for start in starts]
    counts = Counter(mark.key for mark in marks if mark and accepts(mark.label))
    kept = [mark if mark and counts[mark.key] > 1 else None for mark in marks]
    keys = [mark.key for mark in kept if mark]
    often = len(keys) >= max(4, 0.3 * len(starts))
    empty = sum(bool(first and second and not first.rest) for first, second in pairwise(kept))
    if not often or not _take_turns(keys) or empty > 0.2 * len(keys):
        return [None] * len(marks)
    return kept


def _with_point(label: str) -> bool:
    return _may_be(label) and len(label.split()) <= 3 and not is_answer(label)


def _name(label: str) -> bool:
    return _may_be(label) and not is_answer(label)


_SLIPS = (shapes.tight, shapes.marked, shapes.tab, shapes.timed, shapes.semicolon)
_STRONG: tuple[Shape, ...] = (
    shapes.colon, shapes.marked, shapes.tab, shapes.bracket, shapes.timed, shapes.stamped,
)  # fmt: skip
_WEAK: tuple[tuple[Shape, Callable[[str], bool]], ...] = (
    (shapes.tight, _name),
    (shapes.dash, _name),
    (shapes.point, _with_point),
    (shapes.space, is_short),
    (shapes.alone, _name),
)


def _completed(starts: Sequence[Start], marks: Sequence[Mark | None]) -> list[Mark | None]:
    """The marks, and those of speakers who are known now but were typed in another way for once."""
    known = {mark.key: mark.label for mark in marks if mark}
    words = tuple(key for key in known if role_word(key) and len(key) > 5 and key.isalpha())
    first = next(number for number, mark in enumerate(marks) if mark)
    first_letters = {key[0] for key in known}
    completed = list(marks)
    for number, start in enumerate(starts):
        letters = start.text[:1] + start.line.marked.lstrip()[:1]
        if marks[number] or not first_letters & set(letters.casefold()):
            continue
        tries = (shape(start) for shape in _SLIPS)
        for mark in filter(None, tries):
            if number < first and (_tells_who(mark) or _names_role(mark)):
                continue
            slip = _slip(mark.key, words)
            if mark.key in known or slip:
                completed[number] = Mark(
                    known[mark.key if mark.key in known else slip[0]], mark.rest, mark.time
                )
                break
    return completed


@lru_cache(maxsize=10_000)
def _slip(key: str, words: tuple[str, ...]) -> list[str]:
    """The role word that a label was meant to be: "intervewer"."""
    if not key.isalpha():  # "Deelnemer 11" is not "Deelnemer 1"
        return []
    alike = [word for word in words if word[0] == key[0] and abs(len(word) - len(key)) < 3]
    return difflib.get_close_matches(key, alike, 1, 0.85) if alike else []


def _first(marks: Sequence[Mark | None], recurring: Collection[str]) -> int:
    """Number of the first line whose label recurs."""
    return next((number for number, mark in enumerate(marks) if mark and mark.key in recurring), 0)


def _take_turns(keys: Sequence[str]) -> bool:
    """Whether there are several labels, one of which comes back after another."""
    changes = sum(first != second for first, second in pairwise(keys))
    return changes >= len(set(keys)) > 1


def _header(marks: Sequence[Mark | None], recurring: Collection[str]) -> set[int]:
    """Numbers of lines above the talk that tell who is who ("Interviewer: Anna", "I: interviewer")."""
    roles = {role_word(key) for key in recurring}
    later = Counter(mark.key for mark in marks if mark)
    several = len(recurring) > 1
    header: set[int] = set()
    for number, mark in enumerate(marks):
        if mark is None:
            continue
        if mark.key in recurring:
            about = _names_role(mark) or (several and later[mark.key] > 2 and _is_about(marks, number))
        else:
            about = (several and _names_role(mark)) or (
                _tells_who(mark)
                and (several or role_word(mark.label) in roles or label_key(mark.rest) in recurring)
            )
        if about:
            header.add(number)
        elif mark.key in recurring:
            break
    return header


def _is_about(marks: Sequence[Mark | None], number: int) -> bool:
    """Whether a line with a label that recurs is about the speaker: a name, or data with more data below."""
    mark = marks[number]
    if mark is None or not _tells_who(mark) or is_greeting(mark.rest) or mark.rest.endswith("."):
        return False
    name = looks_like_label(mark.rest) and len(mark.rest.split()) > 1
    return name or (number + 1 < len(marks) and marks[number + 1] is None)


def _tells_who(mark: Mark) -> bool:
    """Whether this is a role word in full, with a few words behind it that nobody says."""
    whole = len(mark.key) > 4 and mark.key.isalpha() and role_word(mark.label) is not None
    few = 0 < len(mark.rest.split()) <= 14 and not mark.rest.endswith(("?", "!", "…"))
    return whole and few and not is_speech(mark.rest)


def _names_role(mark: Mark) -> bool:
    """Whether a role word stands behind the label, and little else: "I: interviewer"."""
    words = mark.rest.strip("().").replace(",", " ").split()
    whole = 0 < len(words) <= 12 and any(len(word) > 3 and role_word(word) for word in words[:2])
    said = is_speech(mark.rest) and ":" not in mark.rest and "=" not in mark.rest
    return whole and not said and not mark.rest.endswith(("?", "!", "…", "."))
