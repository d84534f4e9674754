"""The whole study checked: who may be recognised by what, what was decided on it, what cannot be checked."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from stemmen.privacy.clues import Clues, clues_of, has_capitals, is_name, label_names
from stemmen.privacy.decisions import COLUMNS, Choice, Decision, Decisions, base_of, key_of
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.scan import NO_CLUES, apart, scan, why_uncheckable
from stemmen.readers.leftovers import Beside, Leftover, words_in
from stemmen.transcript import Transcript

_AROUND = 60  # characters of context on each side
_AUTHOR = "Dit staat bij de maker van het bestand."
_SPEAKER = "Zo heet een spreker in het bestand."
_DECIDED = "U hebt besloten dit te vervangen."


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the study that may identify somebody.

    Args:
        transcript: its id.
        file: its name in `transcripten/`.
        turn: the number of the turn; None outside the talk.
        place: "" in the talk; else where: "bestandsnaam", "inleiding", "kop", "kenmerk", "naam van spreker",
            "kolom leeftijd" of `respondenten.csv`, or a place in the file as `readers.leftover` names it.
        start, end: offsets in the turn's text, or in the text of the place; code points.
        text, kind, tier, reason: as in `Hit`.
        context: the words around it, on one line.
        decision: what was decided on this string; None when it is open.
        speaker: in `respondenten.csv` whose row it is, as that says.
    """

    transcript: str
    file: str
    turn: int | None
    place: str
    start: int
    end: int
    text: str
    kind: Kind
    tier: int
    reason: str
    context: str
    decision: Decision | None = None
    speaker: str = ""

    @property
    def choice(self) -> Choice:
        """What was decided, `OPEN` when nothing was."""
        return self.decision.choice if self.decision else Choice.OPEN

    @property
    def where(self) -> str:
        """The place in words: "p01, beurt 3" or "p01, opmerking"."""
        return f"{self.transcript or self.file}, {self.place or f'beurt {self.turn}'}"

    @property
    def is_open(self) -> bool:
        """Whether somebody must decide on this before it is published."""
        return self.tier < 3 and self.choice is Choice.OPEN


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of `respondenten.csv`: of a transcript and a speaker, as the row says, and in which place."""

    file: str
    transcript: str
    speaker: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Uncheckable:
    """A file that cannot be checked in full, with the reason as a Dutch sentence. It is not clean."""

    transcript: str
    file: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Args:
        findings: all, in the order of the transcripts, of the turns, then of what is outside the talk.
        uncheckable: what could not be checked.
    """

    findings: tuple[Finding, ...]
    uncheckable: tuple[Uncheckable, ...] = ()

    @cached_property
    def open(self) -> tuple[Finding, ...]:
        """Those of tier 1 and 2 that nobody decided on."""
        return tuple(finding for finding in self.findings if finding.is_open)

    def by_string(self) -> pd.DataFrame:
        """A row a string, however it is written, the most urgent first.

        Columns: `tekst`, `soort`, `laag` (int), `besluit`, `vervangen_door`, `aantal` (int),
        `transcripten` (int, in how many), `voorbeeld`.
        """
        groups: dict[str, list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault(key_of(finding.text), []).append(finding)
        rows = pd.DataFrame([_row(group) for group in groups.values()], columns=COLUMNS)
        rows = rows.astype({"laag": int, "aantal": int, "transcripten": int})
        order = ["laag", "aantal", "tekst"]
        return rows.sort_values(order, ascending=[True, False, True], ignore_index=True)


def _row(group: Sequence[Finding]) -> tuple[object, ...]:
    first = min(group, key=lambda finding: finding.tier)
    spelled = Counter(base_of(finding.text) for finding in group)
    text = max(spelled, key=lambda text: (spelled[text], text))
    decision = first.decision
    return (
        text,
        first.kind.value,
        first.tier,
        first.choice.value,
        decision.replacement if decision else "",
        len(group),
        len({finding.transcript for finding in group} - {""}),
        f"{first.where}: {first.context}",
    )


def check(
    transcripts: Iterable[Transcript],
    outside: Mapping[str, Beside],
    decisions: Decisions,
    progress: Callable[[int, int], None] | None = None,
    cells: Iterable[Cell] = (),
) -> Checked:
    """Look through all transcripts, and what their files hold outside the talk.

    Args:
        transcripts: of the whole study: what is a name in one, is a name in all.
        outside: by transcript id what its file holds beside the talk.
        decisions: by `key_of` the string.
        progress: is told how many transcripts are done, and of how many.
        cells: what `respondenten.csv` says of people.
    """
    transcripts = list(transcripts)
    clues = clues_of(transcripts)
    findings: list[Finding] = []
    uncheckable: list[Uncheckable] = []
    finder = _Finder(decisions)
    for number, transcript in enumerate(transcripts, 1):
        beside = outside.get(transcript.id, Beside())
        findings += finder.in_transcript(transcript, beside.texts, clues[transcript.id])
        reasons = [*filter(None, [why_uncheckable(transcript)]), *beside.closed]
        uncheckable += [Uncheckable(transcript.id, transcript.source, reason) for reason in reasons]
        if progress:
            progress(number, len(transcripts))
    of_all = replace(next(iter(clues.values()), NO_CLUES), capitals=True)
    findings += [found for cell in cells for found in finder.in_cell(cell, of_all)]
    return Checked(tuple(findings), tuple(uncheckable))


class _Finder:
    """Finds in one transcript after the other, with what was decided."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        texts = sorted(
            {base_of(one.text) for one in decisions.values() if one.choice is Choice.REPLACE},
            key=lambda text: (-len(text), text),
        )
        parts = "|".join(r"\s+".join(map(re.escape, text.split())) for text in texts)
        pattern = rf"(?<![\w-])(?:{parts})(?!\w|-\w)"
        # Where there are capitals, who replaces the name Bakker does not mean each bakker.
        self._decided = (re.compile(pattern), re.compile(pattern, re.IGNORECASE)) if parts else None

    def in_transcript(
        self, transcript: Transcript, leftovers: Iterable[Leftover], clues: Clues
    ) -> Iterator[Finding]:
        for turn in transcript.turns:
            text = transcript.text[turn.start : turn.end]
            yield from self._findings(transcript, turn.number, "", text, self._hits(text, clues))
        for place, text in dict.fromkeys(_places(transcript)):
            yield from self._findings(transcript, None, place, text, self._hits(text, clues))
        for label in transcript.speakers:
            hits = apart([*self._hits(label, clues), *_names(label, _SPEAKER)])
            yield from self._findings(transcript, None, "naam van spreker", label, hits)
        name = _readable(transcript.source)
        yield from self._findings(transcript, None, "bestandsnaam", name, self._in_name(name, clues))
        for piece in leftovers:
            hits = self._in_leftover(piece, clues)
            yield from self._findings(transcript, None, piece.place, piece.text, hits)

    def in_cell(self, cell: Cell, clues: Clues) -> Iterator[Finding]:
        for hit in self._hits(cell.text, clues):
            found = self._finding(cell.transcript, cell.file, None, cell.place, cell.text, hit)
            yield replace(found, speaker=cell.speaker)

    def _hits(self, text: str, clues: Clues) -> list[Hit]:
        """What the finders find, and what was decided to be replaced though no finder knows it."""
        found = scan(text, clues)
        if not self._decided:
            return found
        decided = [
            Hit(match.start(), match.end(), match[0], Kind.UNKNOWN, 2, _DECIDED)
            for match in self._decided[not (clues.capitals and has_capitals(text))].finditer(text)
        ]
        new = [hit for hit in decided if not any(a.start < hit.end and hit.start < a.end for a in found)]
        return sorted([*found, *new], key=lambda hit: hit.start)

    def _in_name(self, name: str, clues: Clues) -> list[Hit]:
        """What is in the name of a file, which people may write in lower case whatever is in it."""
        return self._hits(name, replace(clues, capitals=clues.capitals and not name.islower()))

    def _in_leftover(self, piece: Leftover, clues: Clues) -> list[Hit]:
        hits = self._hits(piece.text, clues)
        if (apart_words := _FILE_MARK.sub(" ", piece.text)) != piece.text:
            hits = apart([*hits, *_as_in(piece.text, self._hits(apart_words, clues))])
        if piece.person:
            hits = apart([*hits, *_names(piece.text, _AUTHOR)])
        if piece.unread is None:
            return hits
        return [hit for hit in hits if piece.unread & words_in(hit.text)]

    def _findings(
        self, transcript: Transcript, turn: int | None, place: str, text: str, hits: Iterable[Hit]
    ) -> Iterator[Finding]:
        for hit in hits:
            yield self._finding(transcript.id, transcript.source, turn, place, text, hit)

    def _finding(
        self, transcript: str, file: str, turn: int | None, place: str, text: str, hit: Hit
    ) -> Finding:
        return Finding(
            transcript,
            file,
            turn,
            place,
            hit.start,
            hit.end,
            hit.text,
            hit.kind,
            hit.tier,
            hit.reason,
            _context(text, hit),
            self._decisions.get(key_of(hit.text)),
        )


_FILE_MARK = re.compile(r"_|\.(?=[a-z0-9]{2,4}$)")  # as in the name of a recording


def _places(transcript: Transcript) -> Iterator[tuple[str, str]]:
    """The text of a transcript outside its turns."""
    yield "inleiding", transcript.introduction
    for turn in transcript.turns:
        yield "kop", turn.section
    for attribute in transcript.attributes:
        yield "kenmerk", attribute.name
        yield "kenmerk", attribute.value


def _as_in(text: str, hits: Iterable[Hit]) -> list[Hit]:
    """Hits with the words as they stand in this text."""
    return [replace(hit, text=text[hit.start : hit.end]) for hit in hits]


def _readable(name: str) -> str:
    """A file name without its ending, with spaces for the marks that people write instead."""
    stem, _, _ = name.rpartition(".")
    return re.sub(r"[_+]|(?<=\w)-(?=\w)", " ", stem or name)


def _names(text: str, reason: str) -> list[Hit]:
    """The words of a text that is the name of somebody."""
    if not is_name(text):
        return []
    found = (re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in label_names(text))
    return [Hit(match.start(), match.end(), match[0], Kind.NAME, 2, reason) for match in found if match]


def _context(text: str, hit: Hit) -> str:
    """The words around a hit, whole ones, on one line."""
    before = text[max(0, hit.start - _AROUND) : hit.start]
    after = text[hit.end : hit.end + _AROUND]
    if hit.start > _AROUND:
        before = "…" + before.partition(" ")[2]
    if len(text) > hit.end + _AROUND:
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{hit.text}{after}".split())
