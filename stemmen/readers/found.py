"""What a reader finds in a file, before it is known who speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stemmen.transcript import Attribute, Role


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file.

    Args:
        text: the line as it is, label included.
        time: when it starts, in seconds, where the format itself says so.
        marked: what stands out at its start, by bold, italic or underlined letters; may be all of it.
        speaker: who speaks, where the format itself says so; `text` has no label then.
        section: the name of the part that it is in, where the format itself says so.
        heading: whether the format itself says that this is a heading.
    """

    text: str
    time: float | None = None
    marked: str = ""
    speaker: str = ""
    section: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A role that the file itself gives a speaker, with the reason: the end of "… omdat <reason>"."""

    role: Role
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader finds in a file.

    Args:
        lines: in order; empty ones may be among them.
        introduction: what the format itself keeps apart from what is said.
        notes: remarks for the user: what was repaired or left out, and how often.
        flowing: for subtitles and segments: a turn flows on over lines, with a space between them.
        merged: whether lines of one speaker that follow each other are one turn.
        roles: what the file itself says of speakers, by label.
        attributes: what the file itself says of respondents, such as answers to closed questions.
        otherwise: the same lines with weaker signs of who speaks; used when `lines` have no labels.
    """

    lines: Sequence[Line]
    introduction: str = ""
    notes: tuple[str, ...] = ()
    flowing: bool = False
    merged: bool = False
    roles: Mapping[str, Proposal] = field(default_factory=dict)
    attributes: tuple[Attribute, ...] = ()
    otherwise: Sequence[Line] = ()
