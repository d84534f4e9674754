"""Roles that the talk itself shows: who asks the questions, and who answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stemmen.nonspeech import count_words
from stemmen.readers.found import Proposal
from stemmen.transcript import Role, Utterance

_FEWEST = 3  # turns; of fewer nothing is concluded
_IN_A_GROUP = {Role.INTERVIEWER, Role.RESPONDENT, None}
_ASKS, _TELLS = 0.5, 0.25  # part of the turns that holds a question


@dataclass(frozen=True, slots=True)
class Share:
    """The part of one speaker in a talk, in turns, turns that hold a question, and words."""

    turns: int = 0
    questions: int = 0
    words: int = 0

    @property
    def asking(self) -> float:
        """The part of the turns that holds a question."""
        return self.questions / self.turns if self.turns else 0.0


def shares_of(utterances: Iterable[Utterance]) -> dict[str, Share]:
    """The share of each speaker.

    >>> shares_of([Utterance("A", "Hoe ging dat?"), Utterance("B", "Nou, slecht.")])["A"]
    Share(turns=1, questions=1, words=3)
    """
    shares: dict[str, Share] = {}
    for said in utterances:
        old = shares.get(said.speaker, Share())
        words = count_words(said.text)
        shares[said.speaker] = Share(old.turns + 1, old.questions + ("?" in said.text), old.words + words)
    return shares


def roles_in_talk(told: Mapping[str, Role | None], utterances: Sequence[Utterance]) -> dict[str, Proposal]:
    """Proposals for speakers whose label tells nothing; only where the talk leaves little doubt.

    Args:
        told: the role that each label tells, None when it tells nothing.
        utterances: what was said.
    """
    unknown = [label for label, role in told.items() if role is None]
    if not unknown:
        return {}
    shares = shares_of(utterances)
    asking = [label for label, role in told.items() if role is Role.INTERVIEWER]
    found: dict[str, Proposal] = {}
    if not asking and (asker := _asker(told, unknown, shares)):
        asking = [asker]
        share = shares[asker]
        why = f"in {share.questions} van de {share.turns} beurten van '{asker}' een vraag staat"
        found[asker] = Proposal(Role.INTERVIEWER, why)
        unknown.remove(asker)
    if len(asking) != 1 or not unknown:
        return found
    if len(unknown) == 1 and not {Role.RESPONDENT, Role.PROFESSIONAL} & set(told.values()):
        others = " of iemand die niet wordt geïnterviewd" if len(told) > 2 else ""
        why = f"er verder alleen een interviewer is ('{asking[0]}'){others}"
        return found | {unknown[0]: Proposal(Role.RESPONDENT, why)}
    if len(unknown) == len(told) - 1 or (len(unknown) > 2 and set(told.values()) <= _IN_A_GROUP):
        answering = [label for label in unknown if _answers(shares.get(label, Share()))]
        why = f"'{asking[0]}' de interviewer is en de anderen weinig vragen stellen"
        found |= {label: Proposal(Role.RESPONDENT, why) for label in answering}
    return found


def _asker(told: Mapping[str, Role | None], unknown: list[str], shares: Mapping[str, Share]) -> str | None:
    """The one speaker who asks while all others tell."""
    askers = [label for label in unknown if _asks(shares.get(label, Share()))]
    if len(askers) != 1 or Role.OTHER in told.values():
        return None
    others = [shares.get(label, Share()) for label in told if label != askers[0]]
    words, turns = sum(share.words for share in others), sum(share.turns for share in others)
    often = [share for share in others if share.turns >= _FEWEST]  # one short question says little
    telling = turns >= _FEWEST and all(share.asking <= _TELLS for share in often)
    return askers[0] if telling and words > shares[askers[0]].words else None


def _asks(share: Share) -> bool:
    return share.turns >= _FEWEST and share.asking >= _ASKS


def _answers(share: Share) -> bool:
    return share.turns >= _FEWEST and share.words >= 30 and share.asking <= _TELLS


def doubtful_turns(utterances: Sequence[Utterance], roles: Mapping[str, Role]) -> list[int]:
    r"""Numbers of turns of an interviewer in which an answer without a label may stand.

    Such a turn has several lines, and is followed by a next turn of the same interviewer.

    >>> said = [Utterance("I", "Hoe ging dat?\nSlecht."), Utterance("I", "Waarom?"), Utterance("R", "Tja.")]
    >>> doubtful_turns(said, {"I": Role.INTERVIEWER, "R": Role.RESPONDENT})
    [1]
    """
    return [
        number
        for number, (said, after) in enumerate(pairwise(utterances), 1)
        if roles.get(said.speaker) is Role.INTERVIEWER
        and said.speaker == after.speaker
        and "?" in said.text.rpartition("\n")[0]
    ]
