"""The acts of a coder on the screen. Each is one act in the store, kept before it is answered."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from stemmen.coding import Coding, Mark, MarkKind, Method, Valence
from stemmen.errors import StemmenError
from stemmen.notebook import finding, new_codes
from stemmen.notebook.calling import Stretch
from stemmen.notebook.desk import Desk, Place
from stemmen.notebook.progress import Progress
from stemmen.notebook.proposals import Proposal, proposals
from stemmen.notebook.refusing import refusal, sentence
from stemmen.report.words import plural
from stemmen.store import Entry
from stemmen.transcript import Segment

_YES = "ja"


class Outcome(NamedTuple):
    """What was done, for the status line; in which transcript; and the coding to go on with ("" for none)."""

    say: str
    transcript: str
    pick: str = ""


class Acts:
    """What a coder can do; every method is a command of the screen, with its arguments."""

    def __init__(self, desk: Desk, progress: Progress) -> None:
        self._desk, self._progress = desk, progress

    def code(self, transcript: str, stretches: list[Stretch], code: str, valence: str = "") -> Outcome:
        """Give a code to words: one coding a turn, and none where nobody's words count."""
        finding.check_code(self._desk, code)
        segments = finding.segments(self._desk, transcript, stretches)
        given = _valence(valence)
        what = f"{self._desk.codes.name(code)} gegeven {_where(transcript, segments)}"
        there = finding.standing(self._desk, segments, code)
        change = {
            e.uid: self._now(e, valence=given) for e in there.values() if given and e.coding.valence != given
        }
        add = [self._coding(segment, code, given) for segment in segments if segment not in there]
        if not (add or change):
            return Outcome("Deze woorden hebben die code al.", transcript, next(iter(there.values())).uid)
        return Outcome(_said(what), transcript, self._judge(what, add=add, change=change)[-1])

    def recode(self, ids: list[str], code: str) -> Outcome:
        """Give codings another code; one whose words have that code already stays as it is."""
        finding.check_code(self._desk, code)
        entries = finding.mine(self._desk, ids)
        moved = [e for e in entries if not finding.standing(self._desk, [e.coding.segment], code)]
        if not moved:
            raise refusal("Deze woorden hebben die code al.")
        valued = self._desk.codes.by_key[code].has_valence
        change = {
            e.uid: self._now(e, code=code, evidence="", valence=e.coding.valence if valued else None)
            for e in moved
        }
        where = _where(moved[0].coding.segment.transcript, [e.coding.segment for e in moved])
        old = " en ".join(dict.fromkeys(self._desk.codes.name(e.coding.code) for e in moved))
        what = f"{old} veranderd in {self._desk.codes.name(code)} {where}"
        return Outcome(_said(what), moved[0].coding.segment.transcript, self._judge(what, change=change)[-1])

    def remove(self, ids: list[str]) -> Outcome:
        """Take codings back."""
        entries = finding.mine(self._desk, ids)
        names = " en ".join(dict.fromkeys(self._desk.codes.name(e.coding.code) for e in entries))
        transcript = entries[0].coding.segment.transcript
        what = f"{names} weggehaald {_where(transcript, [e.coding.segment for e in entries])}"
        self._judge(what, remove=[entry.uid for entry in entries])
        return Outcome(_said(what), transcript)

    def move(self, coding: str, start: int, end: int) -> Outcome:
        """Put the boundaries of a coding elsewhere in its turn."""
        [entry] = finding.mine(self._desk, [coding])
        old = entry.coding.segment
        [segment] = finding.segments(
            self._desk, old.transcript, [Stretch(turn=old.turn, start=start, end=end)]
        )
        if segment != old and finding.standing(self._desk, [segment], entry.coding.code):
            raise refusal("Deze woorden hebben die code al.", "Haal een van de twee weg.")
        return self._change(entry, "andere grenzen voor {}", segment=segment)

    def valence(self, coding: str, valence: str) -> Outcome:
        """Say whether it is told as good, bad or both; "" for neither."""
        [entry] = finding.mine(self._desk, [coding])
        if valence and not self._has_valence(entry.coding.code):
            what = f"De code {self._desk.codes.name(entry.coding.code)} heeft geen waardering."
            raise refusal(what, "Zet 'waardering: true' bij deze code in het codeboek als u die wel wilt.")
        words = f"waardering {valence} bij {{}}" if valence else "geen waardering meer bij {}"
        return self._change(entry, words, valence=_valence(valence))

    def striking(self, coding: str, on: bool) -> Outcome:
        """Mark as a striking quote, or no longer."""
        words = "{} is een opvallend citaat" if on else "{} is geen opvallend citaat meer"
        return self._change(finding.mine(self._desk, [coding])[0], words, striking=on)

    def doubt(self, coding: str, on: bool) -> Outcome:
        """Mark as doubtful, or no longer."""
        words = "twijfel bij {}" if on else "geen twijfel meer bij {}"
        return self._change(finding.mine(self._desk, [coding])[0], words, doubt=on)

    def memo(self, coding: str, text: str) -> Outcome:
        """Write the memo of a coding; "" takes it away."""
        words = "memo bij {}" if text.strip() else "geen memo meer bij {}"
        return self._change(finding.mine(self._desk, [coding])[0], words, memo=text.strip())

    def memo_turn(self, transcript: str, turn: int, text: str) -> Outcome:
        """Write the memo of a turn."""
        finding.transcript(self._desk, transcript, turn)
        return self._note((transcript, turn), MarkKind.MEMO, text.strip(), _memo_words(text))

    def memo_transcript(self, transcript: str, text: str) -> Outcome:
        """Write the memo of a whole transcript."""
        finding.transcript(self._desk, transcript)
        return self._note((transcript, 0), MarkKind.MEMO, text.strip(), _memo_words(text))

    def done(self, transcript: str, turn: int, on: bool) -> Outcome:
        """Say that there is nothing (more) to code in a turn, or take that back."""
        if not self._desk.codable(finding.transcript(self._desk, transcript, turn).turn(turn)):
            raise finding.nobodys_words()
        words = "klaar met {}" if on else "{} is weer te doen"
        return self._note((transcript, turn), MarkKind.DONE, _YES if on else "", words)

    def finish(self, transcript: str, on: bool) -> Outcome:
        """Say that this coder has finished a transcript, or take that back."""
        finding.transcript(self._desk, transcript)
        words = "interview {} afgerond" if on else "interview {} weer open"
        outcome = self._note((transcript, 0), MarkKind.DONE, _YES if on else "", words)
        left = self._progress.left(transcript)
        if not (on and left):
            return outcome
        are = "is" if left == 1 else "zijn"
        left_words = f"{plural(left, 'beurt', 'beurten')} {are} niet gecodeerd en ook niet klaar."
        return outcome._replace(say=f"{outcome.say} Let op: {left_words}")

    def accept(self, proposal: str) -> Outcome:
        """Make a proposal a coding of this coder."""
        found = finding.proposal(self._desk, proposal)
        finding.check_code(self._desk, found.coding.code)
        transcript = found.coding.segment.transcript
        where = _where(transcript, [found.coding.segment])
        what = f"voorstel {self._desk.codes.name(found.coding.code)} overgenomen {where}"
        return Outcome(_said(what), transcript, self._judge(what, add=[self._accepted(found)])[-1])

    def reject(self, proposal: str) -> Outcome:
        """Turn a proposal down: it is not made again."""
        found = finding.proposal(self._desk, proposal)
        coding, segment = found.coding, found.coding.segment
        mark = Mark(
            segment.transcript, segment.turn, MarkKind.REJECTED, self._desk.coder, _YES,
            code=coding.code, start=segment.start, end=segment.end,
        )  # fmt: skip
        where = _where(segment.transcript, [segment])
        what = f"voorstel {self._desk.codes.name(coding.code)} verworpen {where}"
        self._judge(what, marks=[mark])
        return Outcome(_said(what), segment.transcript)

    def accept_all(self, transcript: str) -> Outcome:
        """When settling: take over all that both coders gave alike."""
        if not self._desk.between:
            raise refusal("Alles overnemen kan alleen bij het beslechten van verschillen.")
        turns = finding.transcript(self._desk, transcript).turns
        places = [(transcript, turn.number) for turn in turns]
        found = [p for place in places for p in proposals(self._desk, place) if p.agreed]
        found = [p for p in found if p.coding.code in self._desk.codes.by_key]
        if not found:
            return Outcome("Er is niets (meer) waar beide codeurs het over eens zijn.", transcript)
        who = " en ".join(self._desk.between)
        number = plural(len(found), "codering", "coderingen")
        what = f"{number} overgenomen in {transcript} waar {who} het over eens zijn"
        self._judge(what, add=[self._accepted(proposal) for proposal in found])
        return Outcome(_said(what), transcript)

    def new_code(
        self, name: str, definition: str, parent: str, transcript: str, stretches: list[Stretch]
    ) -> Outcome:
        """Add a code to the codebook and give it to words; the same act takes both back."""
        segments = finding.segments(self._desk, transcript, stretches)
        study = self._desk.study
        added = new_codes.add(study.codebook_path, name=name, definition=definition, parent=parent)
        try:
            self._desk.read_codebook()
            what = f"nieuwe code {self._desk.codes.name(added.key)} {_where(transcript, segments)}"
            add = [self._coding(segment, added.key, None) for segment in segments]
            uids = self._judge(what, add=add, codebook=added.to_json())
        except StemmenError:  # no code without its coding
            self._change_codebook(added.out_of)
            raise
        return Outcome(_said(what), transcript, uids[-1])

    def undo(self) -> Outcome:
        """Take back the last act of this coder, in whatever session it was done."""
        act = self._desk.study.store.undo(self._desk.coder)
        if act is None:
            return Outcome("Er is niets om ongedaan te maken.", "")
        say = f"Ongedaan gemaakt: {act.what}."
        if act.codebook and not self._is_used(added := new_codes.Added.from_json(act.codebook)):
            say += self._change_codebook(added.out_of)
        return Outcome(say, act.transcript)

    def redo(self) -> Outcome:
        """Do again what was undone last."""
        act = self._desk.study.store.redo(self._desk.coder)
        if act is None:
            return Outcome("Er is niets om opnieuw te doen.", "")
        say = f"Opnieuw gedaan: {act.what}."
        if act.codebook:
            say += self._change_codebook(new_codes.Added.from_json(act.codebook).into)
        return Outcome(say, act.transcript)

    # What the acts share.

    def _is_used(self, added: new_codes.Added) -> bool:
        return any(entry.coding.code == added.key for entry in self._desk.study.store.entries())

    def _change_codebook(self, change: new_codes.Change) -> str:
        """Change the codebook after an act that is done already; what to say when that cannot be."""
        try:
            if new_codes.rewrite(self._desk.study.codebook_path, change):
                self._desk.read_codebook()
        except StemmenError as error:
            return f" Let op: het codeboek is niet veranderd. {sentence(error)}"
        return ""

    def _coding(self, segment: Segment, code: str, valence: Valence | None) -> Coding:
        version = self._desk.codes.version
        kept = valence if self._has_valence(code) else None
        return Coding(segment, code, self._desk.coder, Method.HAND, valence=kept, codebook_version=version)

    def _has_valence(self, code: str) -> bool:
        known = self._desk.codes.by_key.get(code)
        return known is not None and known.has_valence

    def _now(self, entry: Entry, **news: Any) -> Coding:
        """Another form of a coding, judged with the codebook as it is now."""
        return replace(entry.coding, codebook_version=self._desk.codes.version, **news)

    def _change(self, entry: Entry, words: str, **news: Any) -> Outcome:
        segment = entry.coding.segment
        named = f"{self._desk.codes.name(entry.coding.code)} {_where(segment.transcript, [segment])}"
        what, pick = words.format(named), entry.uid
        if replace(entry.coding, **news) != entry.coding:
            pick = self._judge(what, change={entry.uid: self._now(entry, **news)})[-1]
        return Outcome(_said(what), segment.transcript, pick)

    def _note(self, place: Place, kind: MarkKind, text: str, words: str) -> Outcome:
        transcript, turn = place
        what = words.format(f"beurt {turn} van {transcript}" if turn else transcript)
        self._judge(what, marks=[Mark(transcript, turn, kind, self._desk.coder, text)])
        return Outcome(_said(what), transcript)

    def _accepted(self, proposal: Proposal) -> Coding:
        return proposal.accepted_by(self._desk.coder, self._desk.codes.version)

    def _judge(self, what: str, **judged: Any) -> list[str]:
        return self._desk.study.store.judge(self._desk.coder, what, **judged)


def _valence(word: str) -> Valence | None:
    try:
        return Valence(word) if word else None
    except ValueError:
        raise refusal("Een waardering is +, - of ±.") from None


def _memo_words(text: str) -> str:
    return "memo bij {}" if text.strip() else "geen memo meer bij {}"


def _where(transcript: str, segments: Sequence[Segment]) -> str:
    turns = sorted({segment.turn for segment in segments})
    which = f"beurt {turns[0]}" if len(turns) == 1 else f"{len(turns)} beurten"
    return f"in {which} van {transcript}"


def _said(what: str) -> str:
    return f"{what[0].upper()}{what[1:]}."
