"""What the screen gets of a transcript: its turns, and what is judged in each; offsets within the turn."""

from typing import Any

from stemmen.coding import Coding, MarkKind, Method
from stemmen.notebook.desk import Desk, Place
from stemmen.notebook.progress import Progress
from stemmen.notebook.proposals import Proposal, proposals
from stemmen.transcript import Transcript, Turn

Row = dict[str, Any]


def transcript_row(desk: Desk, progress: Progress, transcript: Transcript) -> Row:
    """A transcript with everything in it, turns in order."""
    whole = transcript.id, 0
    judged = {str(t.number): judged_row(desk, progress, (transcript.id, t.number)) for t in transcript.turns}
    return {
        "transcript": transcript.id,
        "memo": desk.noted(whole, MarkKind.MEMO),
        "finished": bool(desk.noted(whole, MarkKind.DONE)),
        "turns": [_turn_row(desk, transcript, turn) for turn in transcript.turns],
        "judged": judged,
    }


def _turn_row(desk: Desk, transcript: Transcript, turn: Turn) -> Row:
    return {
        "n": turn.number,
        "speaker": turn.speaker,
        "role": turn.role.value,
        "codable": desk.codable(turn),
        "time": clock(turn.time),
        "section": turn.section,
        "text": transcript.text[turn.start : turn.end],
    }


def clock(seconds: float | None) -> str:
    """A time in a recording; "" when it is not known.

    >>> clock(723.4), clock(3725), clock(None)
    ('12:03', '1:02:05', '')
    """
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def judged_row(desk: Desk, progress: Progress, place: Place) -> Row:
    """All that is judged in a turn, and what is proposed there; of others only when that may be seen."""
    start = desk.transcripts[place[0]].turn(place[1]).start
    there = [entry for entry in desk.at(place) if entry.coding.method is Method.HAND]
    mine = [entry for entry in there if desk.is_mine(entry)]
    proposed = proposals(desk, place)
    others = (
        [] if desk.blind else [e for e in there if not (desk.is_mine(e) or _is_among(proposed, e.coding))]
    )
    desk.shown.update((proposal.id, place) for proposal in proposed)
    return {
        "codings": [_coding_row(entry.uid, entry.coding, start) for entry in mine],
        "proposals": [_proposal_row(proposal, start) for proposal in proposed],
        "others": [_coding_row(entry.uid, entry.coding, start) for entry in others],
        "memo": desk.noted(place, MarkKind.MEMO),
        "done": bool(desk.noted(place, MarkKind.DONE)),
        "differs": progress.differs(place),
    }


def _is_among(proposed: list[Proposal], coding: Coding) -> bool:
    """Whether a coding of another is shown already, as a proposal: when settling."""
    return any(
        (coding.segment, coding.code) == (proposal.coding.segment, proposal.coding.code)
        and coding.coder in proposal.who
        for proposal in proposed
    )


def _coding_row(uid: str, coding: Coding, turn_start: int) -> Row:
    return _judgement_row(uid, coding, turn_start) | {
        "striking": coding.striking,
        "doubt": coding.doubt,
        "memo": coding.memo,
        "negated": coding.negated,
    }


def _proposal_row(proposal: Proposal, turn_start: int) -> Row:
    row = _judgement_row(proposal.id, proposal.coding, turn_start)
    return row | {"coder": proposal.coder, "confidence": proposal.coding.confidence}


def _judgement_row(key: str, coding: Coding, turn_start: int) -> Row:
    return {
        "id": key,
        "start": coding.segment.start - turn_start,
        "end": coding.segment.end - turn_start,
        "code": coding.code,
        "coder": coding.coder,
        "method": coding.method.value,
        "valence": coding.valence.value if coding.valence else "",
        "evidence": coding.evidence,
    }
