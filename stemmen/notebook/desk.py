"""What lies on the desk of one coder: the texts, every judgement that stands, and the coder's own notes."""

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from stemmen.codebook import Codebook
from stemmen.coding import Mark, MarkKind, MarkPlace, Method
from stemmen.errors import CodebookError
from stemmen.notebook.codes import Codes
from stemmen.settings import Settings
from stemmen.store import Entry, Store
from stemmen.transcript import Role, Transcript, Turn

Place = tuple[str, int]  # a transcript, and the number of a turn; 0 for the whole transcript


class Opened(Protocol):
    """What coding by hand needs of a study."""

    codebook: Codebook
    codebook_path: Path
    settings: Settings

    @property
    def store(self) -> Store:
        """Its database."""

    @property
    def section(self) -> str:
        """The one part that it is of; "" when it is of all."""

    @property
    def transcripts(self) -> list[Transcript]:
        """All of them; StudyError when there are none."""


class Desk:
    """All of a study that one coder sees, kept in memory and caught up with the database after each act.

    Args:
        study: that is coded.
        coder: whose desk it is.
        blind: whether what others gave by hand stays hidden.
        between: the two coders whose differences are settled; none otherwise.
    """

    def __init__(self, study: Opened, coder: str, *, blind: bool, between: Collection[str]) -> None:
        self.study, self.coder, self.blind, self.between = study, coder, blind, tuple(between)
        self.read()

    def read(self) -> None:
        """Read everything anew: the texts may be others by now."""
        store = self.study.store
        self.codes, self._codebook = Codes(self.study.codebook), _bytes(self.study.codebook_path)
        self.shown: dict[str, Place] = {}  # by id, where the screen got a proposal
        self._section = self.study.section
        self.edition, self.last = store.edition(), store.last_batch()
        self.transcripts = {t.id: t for t in self.study.transcripts if self._is_in_section(t)}
        self.mine: dict[str, Entry] = {}
        self.given: dict[str, dict[str, int]] = {}  # code -> uid -> batch, of this coder
        self._entries: dict[str, Entry] = {}
        self._at: dict[Place, dict[str, Entry]] = {}
        self._hands: dict[str, Counter[str]] = {}
        self._marks: dict[Place, dict[MarkPlace, Mark]] = {}
        for entry in store.entries():
            self._put(entry)
        for mark in store.marks(coder=self.coder):
            self._note(mark)

    def read_codebook(self) -> None:
        """Read the codebook anew; CodebookError when it has mistakes, and then the former holds."""
        self._codebook = _bytes(self.study.codebook_path)
        self.study.codebook = Codebook.load(self.study.codebook_path)
        self.codes = Codes(self.study.codebook)

    def codebook_changed(self) -> bool:
        """Whether somebody changed the codebook; then it is read. With mistakes in it, it is left alone."""
        if _bytes(self.study.codebook_path) == self._codebook:
            return False
        try:
            self.read_codebook()
        except CodebookError:
            return False
        return True

    def _is_in_section(self, transcript: Transcript) -> bool:
        return not self._section or any(turn.section == self._section for turn in transcript.turns)

    def _put(self, entry: Entry) -> None:
        self._entries[entry.uid] = entry
        self._at.setdefault(_place(entry), {})[entry.uid] = entry
        self._count(entry, 1)
        if self.is_mine(entry):
            self.mine[entry.uid] = entry
            self.given.setdefault(entry.coding.code, {})[entry.uid] = entry.batch

    def _drop(self, entry: Entry) -> None:
        self._count(entry, -1)
        del self._entries[entry.uid], self._at[_place(entry)][entry.uid]
        if self.mine.pop(entry.uid, None):
            del self.given[entry.coding.code][entry.uid]

    def _count(self, entry: Entry, number: int) -> None:
        if entry.coding.method is Method.HAND:
            self._hands.setdefault(entry.coding.segment.transcript, Counter())[entry.coding.coder] += number

    def _note(self, mark: Mark) -> None:
        self._marks.setdefault((mark.transcript, mark.turn), {})[mark.place] = mark

    def catch_up(self) -> set[Place]:
        """Take in what anybody judged since the last time; the places where something changed."""
        news = self.study.store.changes(self.last)
        self.last = news.last
        gone = [self._entries[uid] for uid in news.gone if uid in self._entries]
        came = [entry for entry in news.entries if entry.uid not in self._entries]
        notes = [mark for mark in news.marks if mark.coder == self.coder]
        for entry in gone:
            self._drop(entry)
        for entry in came:
            self._put(entry)
        for mark in notes:
            self._note(mark)
        return {_place(entry) for entry in (*gone, *came)} | {(mark.transcript, mark.turn) for mark in notes}

    def is_mine(self, entry: Entry) -> bool:
        """Whether this coder gave it, by hand."""
        return entry.coding.coder == self.coder and entry.coding.method is Method.HAND

    def at(self, place: Place) -> list[Entry]:
        """All codings in a turn, of everybody, in reading order."""
        return sorted(self._at.get(place, {}).values(), key=_reading_order)

    def coders_in(self, transcript: str) -> list[str]:
        """All who coded by hand in this transcript."""
        return sorted(coder for coder, number in self._hands.get(transcript, {}).items() if number)

    def coders(self) -> list[str]:
        """All who coded by hand."""
        return sorted({coder for transcript in self._hands for coder in self.coders_in(transcript)})

    def machines(self) -> list[str]:
        """All that gave codings and is no person."""
        return sorted({e.coding.coder for e in self._entries.values() if e.coding.method is not Method.HAND})

    def noted(self, place: Place, kind: MarkKind) -> str:
        """What this coder noted of a turn or a transcript; "" for nothing."""
        return next((mark.text for mark in self._marks.get(place, {}).values() if mark.kind is kind), "")

    def rejected(self, place: Place) -> set[tuple[str, int, int]]:
        """(code, start, end) of the proposals in this turn that this coder turned down."""
        marks = self._marks.get(place, {}).values()
        return {(m.code, m.start, m.end) for m in marks if m.kind is MarkKind.REJECTED and m.text}

    def codable(self, turn: Turn) -> bool:
        """Whether a code can be given here: only what respondents say is counted."""
        said = turn.role is Role.RESPONDENT and turn.start < turn.end
        return said and (not self._section or turn.section == self._section)


def _place(entry: Entry) -> Place:
    return entry.coding.segment.transcript, entry.coding.segment.turn


def _reading_order(entry: Entry) -> tuple[object, ...]:
    segment = entry.coding.segment
    return segment.start, segment.end, entry.coding.code, entry.coding.coder, entry.batch, entry.uid


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
