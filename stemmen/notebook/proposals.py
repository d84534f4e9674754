"""Proposals: what a machine gave, or the two coders who are settled between, and is not judged yet."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from stemmen.coding import Coding, Method
from stemmen.notebook.codes import Codes
from stemmen.notebook.desk import Desk, Place
from stemmen.store import Entry

_ID = 16  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class Proposal:
    """A coding to accept or reject.

    Args:
        coding: what was given, with its evidence.
        who: gave it.
        agreed: all who were to give it gave it alike.
    """

    coding: Coding
    who: tuple[str, ...]
    agreed: bool = False

    @property
    def coder(self) -> str:
        """Who gave it, in words."""
        return " en ".join(self.who)

    @property
    def id(self) -> str:
        """The same for the same proposal, in every session."""
        segment = self.coding.segment
        parts = (segment.transcript, segment.start, segment.end, self.coding.code, self.coder)
        return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:_ID]

    def accepted_by(self, coder: str, version: str) -> Coding:
        """The coding that a coder makes of it, with the codebook of this version."""
        return replace(
            self.coding,
            coder=coder,
            method=Method.HAND,
            confidence=None,
            evidence=f"{self._origin}: {self.coding.evidence}" if self.coding.evidence else self._origin,
            codebook_version=version,
        )

    @property
    def _origin(self) -> str:
        return f"{'gegeven door' if self.coding.method is Method.HAND else 'voorstel van'} {self.coder}"


def proposals(desk: Desk, place: Place) -> list[Proposal]:
    """What is still to be judged in a turn, in reading order.

    Once the coder gave a code to some of the words, it is no longer proposed for them, nor when the
    coder gave one below it; boundaries that were moved later so bring no proposal back.
    """
    there = desk.at(place)
    found = _of_coders(there, desk) if desk.between else _of_machines(there, desk.codes)
    mine = [entry.coding for entry in there if desk.is_mine(entry)]
    rejected = desk.rejected(place)
    return [
        proposal
        for proposal in found
        if _stretch(proposal.coding) not in rejected and not _is_given(proposal.coding, mine, desk.codes)
    ]


def _stretch(coding: Coding) -> tuple[str, int, int]:
    return coding.code, coding.segment.start, coding.segment.end


def _is_given(coding: Coding, mine: Iterable[Coding], codes: Codes) -> bool:
    return any(
        coding.code in (own.code, *codes.above(own.code))
        and own.segment.start < coding.segment.end
        and coding.segment.start < own.segment.end
        for own in mine
    )


def _of_machines(there: Iterable[Entry], codes: Codes) -> list[Proposal]:
    """Codings by rules or a model. Where a subcode is proposed for the same words, codes above it are not."""
    given = [e.coding for e in there if e.coding.method is not Method.HAND and not e.coding.negated]
    given = [coding for coding in given if coding.code in codes.by_key]
    above = {
        (coding.segment, coding.coder, parent) for coding in given for parent in codes.above(coding.code)
    }
    return [Proposal(c, (c.coder,)) for c in given if (c.segment, c.coder, c.code) not in above]


def _of_coders(there: Iterable[Entry], desk: Desk) -> list[Proposal]:
    """Codings of the two coders: those of the same words with the same code are one proposal."""
    groups: dict[tuple[str, int, int], list[Coding]] = {}
    for entry in there:
        if entry.coding.coder in desk.between and entry.coding.method is Method.HAND:
            groups.setdefault(_stretch(entry.coding), []).append(entry.coding)
    return [_joint(group, desk) for group in groups.values()]


def _joint(group: list[Coding], desk: Desk) -> Proposal:
    """One proposal of those who gave the same; what they differ in is left open, and told."""
    who = tuple(coder for coder in desk.between if any(coding.coder == coder for coding in group))
    alike = len({(coding.valence, coding.negated) for coding in group}) == 1
    told = "; ".join(f"{c.coder} {_judged(c)}" for c in group if not alike)
    memos = "; ".join(f"{coding.coder}: {coding.memo}" for coding in group if coding.memo)
    joint = replace(
        group[0],
        valence=group[0].valence if alike else None,
        negated=group[0].negated if alike else False,
        evidence="; ".join(part for part in (told, memos) if part),
        memo="",
        striking=any(coding.striking for coding in group),
        doubt=False,
    )
    return Proposal(joint, who, agreed=alike and len(who) == len(desk.between))


def _judged(coding: Coding) -> str:
    valence = f"waardering {coding.valence.value}" if coding.valence else "geen waardering"
    return f"{valence}, ontkend" if coding.negated else valence
