"""Rows of the database from transcripts and codings, and back."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from stemmen.coding import Coding, Mark, MarkKind, Method, Valence
from stemmen.transcript import Attribute, Role, Segment, Transcript, Turn

_CODING = (
    "code", "coder", "evidence", "confidence", "negated", "memo", "codebook_version", "striking", "doubt",
)  # fmt: skip


def turn_row(turn: Turn) -> dict[str, Any]:
    """The columns of a turn, without those that say in which transcript it is."""
    names = ("number", "speaker", "start", "end", "time", "section")
    return {name: getattr(turn, name) for name in names} | {"role": turn.role.value}


def transcript_of(row: Any, turns: Iterable[Any], attributes: Iterable[Any]) -> Transcript:
    """The transcript of a row with its turns and attributes, both in order."""
    parts = tuple(Turn(t.number, t.speaker, Role(t.role), t.start, t.end, t.time, t.section) for t in turns)
    said = tuple(Attribute(a.speaker, a.name, a.value) for a in attributes)
    return Transcript(row.id, row.text, parts, row.source, row.source_sha256, row.introduction, said)


def coding_row(coding: Coding) -> dict[str, Any]:
    """The columns of a coding, without those of its batch and version."""
    segment = coding.segment
    return {name: getattr(coding, name) for name in _CODING} | {
        "transcript": segment.transcript,
        "turn": segment.turn,
        "start": segment.start,
        "end": segment.end,
        "method": coding.method.value,
        "valence": coding.valence.value if coding.valence else None,
    }


def judgement(coding: Coding) -> Coding:
    """What was judged, whatever the version of the codebook."""
    return replace(coding, codebook_version="")


def place(coding: Coding) -> tuple[object, ...]:
    """Where a coder can have one judgement at a time."""
    return coding.segment, coding.code, coding.coder, coding.method


def stands(segment: Segment, transcripts: dict[str, Transcript]) -> bool:
    """Whether these words are in the transcript as it is now."""
    transcript = transcripts.get(segment.transcript)
    if transcript is None or segment.turn > len(transcript.turns):
        return False
    turn = transcript.turn(segment.turn)
    within = turn.start <= segment.start and segment.end <= turn.end
    return within and transcript.text[segment.start : segment.end] == segment.text


def coding_of(row: Any, text: str) -> Coding:
    """The coding of a row; `text` is that of its transcript."""
    return Coding(
        Segment(row.transcript, row.turn, row.start, row.end, text[row.start : row.end]),
        row.code,
        row.coder,
        Method(row.method),
        evidence=row.evidence,
        confidence=row.confidence,
        negated=row.negated,
        valence=Valence(row.valence) if row.valence else None,
        memo=row.memo,
        codebook_version=row.codebook_version,
        striking=row.striking,
        doubt=row.doubt,
    )


def mark_row(mark: Mark) -> dict[str, Any]:
    """The columns of a mark, without those of its batch and version."""
    names = ("transcript", "turn", "start", "end", "code", "coder", "text")
    return {name: getattr(mark, name) for name in names} | {"kind": mark.kind.value}


def mark_of(row: Any) -> Mark:
    """The mark of a row."""
    return Mark(
        row.transcript, row.turn, MarkKind(row.kind), row.coder, row.text, row.code, row.start, row.end
    )
