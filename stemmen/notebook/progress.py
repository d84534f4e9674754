"""How far a coder is, by transcript, and in which turns coders differ."""

from collections.abc import Iterable
from typing import Any

from stemmen.coding import MarkKind, Method
from stemmen.notebook.desk import Desk, Place
from stemmen.notebook.proposals import proposals
from stemmen.transcript import Transcript


def is_done(desk: Desk, place: Place) -> bool:
    """Whether the coder judged a turn: with a code, or by saying that there is nothing (more) to code."""
    return bool(desk.noted(place, MarkKind.DONE)) or any(map(desk.is_mine, desk.at(place)))


def differs(desk: Desk, place: Place) -> bool:
    """Whether coders differ on a turn.

    When settling: the two do, and it is not settled yet. Otherwise, unless the coder is blind: somebody who
    coded in this transcript gave other codes than this coder, who has judged the turn.
    """
    if desk.between:
        left = not desk.noted(place, MarkKind.DONE)
        return left and any(not proposal.agreed for proposal in proposals(desk, place))
    if desk.blind:
        return False
    judged = is_done(desk, place) or desk.noted((place[0], 0), MarkKind.DONE)
    return bool(judged) and _others_differ(desk, place)


def _others_differ(desk: Desk, place: Place) -> bool:
    given: dict[str, set[str]] = {coder: set() for coder in (*desk.coders_in(place[0]), desk.coder)}
    for entry in desk.at(place):
        if entry.coding.method is Method.HAND:
            given[entry.coding.coder].add(entry.coding.code)
    return any(codes != given[desk.coder] for codes in given.values())


class Progress:
    """How far each transcript is, kept by turn: an act costs no more than the turns that it touched."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.read()

    def read(self) -> None:
        """Count everything anew."""
        self._of = {
            name: _Tally(self._desk, transcript) for name, transcript in self._desk.transcripts.items()
        }

    def update(self, touched: Iterable[Place]) -> list[dict[str, Any]]:
        """Count the turns anew where something changed; the rows of their transcripts."""
        turns: dict[str, set[int]] = {}
        for name, turn in touched:
            turns.setdefault(name, set()).add(turn)
        known = sorted(turns.keys() & self._of.keys())
        for name in known:
            self._of[name].update(turns[name])
        return [self._of[name].row() for name in known]

    def rows(self) -> list[dict[str, Any]]:
        """What the screen shows of each transcript."""
        return [tally.row() for tally in self._of.values()]

    def left(self, transcript: str) -> int:
        """How many turns are still to do."""
        return self._of[transcript].left

    def differs(self, place: Place) -> bool:
        """Whether coders differ on a turn, as `differs`."""
        return place[1] in self._of[place[0]].differing


class _Tally:
    """The turns of one transcript that are done, and those on which coders differ."""

    def __init__(self, desk: Desk, transcript: Transcript) -> None:
        self._desk, self._transcript = desk, transcript
        self._codable = {turn.number for turn in transcript.turns if desk.codable(turn)}
        self._done: set[int] = set()
        self.differing: set[int] = set()
        self._coders: list[str] = []
        self.update({0})

    def update(self, touched: set[int]) -> None:
        """Turn 0 stands for all; a coder who comes or goes makes all turns other."""
        coders = self._desk.coders_in(self._transcript.id)
        everywhere = 0 in touched or coders != self._coders
        self._coders = coders
        for turn in self._codable if everywhere else self._codable & touched:
            place = self._transcript.id, turn
            _keep(self._done, turn, is_done(self._desk, place))
            _keep(self.differing, turn, differs(self._desk, place))

    @property
    def left(self) -> int:
        return len(self._codable) - len(self._done)

    def row(self) -> dict[str, Any]:
        name = self._transcript.id
        return {
            "id": name,
            "turns": len(self._transcript.turns),
            "to_code": len(self._codable),
            "done": len(self._done),
            "finished": bool(self._desk.noted((name, 0), MarkKind.DONE)),
            "differs": len(self.differing),
        }


def _keep(turns: set[int], turn: int, whether: bool) -> None:
    if whether:
        turns.add(turn)
    else:
        turns.discard(turn)
