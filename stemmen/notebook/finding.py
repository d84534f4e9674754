"""What a command of the screen names: words, codings, proposals; a refusal when they are not there."""

from collections.abc import Sequence

from stemmen.errors import StudyError
from stemmen.notebook.calling import Stretch
from stemmen.notebook.desk import Desk
from stemmen.notebook.proposals import Proposal, proposals
from stemmen.notebook.refusing import refusal
from stemmen.store import Entry
from stemmen.transcript import Segment, Transcript


def check_code(desk: Desk, code: str) -> None:
    """A refusal when the codebook does not have this code."""
    if code not in desk.codes.by_key:
        raise refusal(f"De code '{code}' staat niet in het codeboek.", "Kies een andere.")


def transcript(desk: Desk, name: str, turn: int = 1) -> Transcript:
    """The transcript of this name, which has a turn of this number."""
    found = desk.transcripts.get(name)
    if found is None or not 1 <= turn <= len(found.turns):
        raise refusal("Dit interview of deze beurt is er niet.", "Voer de cel opnieuw uit.")
    return found


def segments(desk: Desk, name: str, stretches: Sequence[Stretch]) -> list[Segment]:
    """The words of a selection: a segment for each turn where a respondent says something."""
    found = [_segment(desk, transcript(desk, name, stretch["turn"]), stretch) for stretch in stretches]
    words = list(dict.fromkeys(segment for segment in found if segment))
    if not words:
        raise nobodys_words()
    return words


def _segment(desk: Desk, of: Transcript, stretch: Stretch) -> Segment | None:
    turn = of.turn(stretch["turn"])
    start, end = turn.start + stretch["start"], turn.start + stretch["end"]
    if not turn.start <= start <= end <= turn.end:
        raise refusal("Deze plek staat niet in de tekst.", "Selecteer de woorden opnieuw.")
    said = of.text[start:end].strip()
    return of.segment(turn, start, end) if said and desk.codable(turn) else None


def nobodys_words() -> StudyError:
    """The refusal of a code for what nobody says whose words count."""
    what = "Hier staat niets van een respondent. Alleen wat een respondent zegt, kan een code krijgen."
    return refusal(what, "Klopt de rol niet? Zet bij 'sprekers' in studie.yaml wie de respondent is.")


def mine(desk: Desk, ids: Sequence[str]) -> list[Entry]:
    """The codings of this coder with these uids, all in one transcript."""
    found = [desk.mine[uid] for uid in dict.fromkeys(ids) if uid in desk.mine]
    if not found or len(found) < len(set(ids)):
        raise refusal("Deze codering is intussen veranderd of weggehaald.", "Kijk wat er nu staat.")
    if len({entry.coding.segment.transcript for entry in found}) > 1:
        raise refusal("Deze coderingen staan in verschillende interviews.", "Doe ze per interview.")
    return found


def standing(desk: Desk, words: Sequence[Segment], code: str) -> dict[Segment, Entry]:
    """What this coder gave with this code to exactly these words."""
    return {
        entry.coding.segment: entry
        for place in dict.fromkeys((segment.transcript, segment.turn) for segment in words)
        for entry in desk.at(place)
        if desk.is_mine(entry) and entry.coding.code == code and entry.coding.segment in words
    }


def proposal(desk: Desk, key: str) -> Proposal:
    """The proposal that the screen got under this id, when it still is one."""
    place = desk.shown.get(key)
    found = [each for each in proposals(desk, place) if each.id == key] if place else []
    if not found:
        raise refusal("Dit voorstel is er niet meer.", "Kijk wat er nu staat.")
    return found[0]
