"""One coding screen, without the screen: a command comes in, what it changed goes out.

Each act stands in the database before it is answered, so that nothing is lost when a kernel or a browser
stops. What the commands and answers hold is told in `docs/protocol.md`.
"""

from collections.abc import Collection, Mapping
from typing import Any

from stemmen.coding import MarkKind
from stemmen.errors import Problem, StemmenError, StudyError
from stemmen.notebook.acts import Acts, Outcome
from stemmen.notebook.calling import call, not_understood
from stemmen.notebook.desk import Desk, Opened, Place
from stemmen.notebook.progress import Progress
from stemmen.notebook.refusing import refusal, sentence
from stemmen.notebook.rows import Row, judged_row, transcript_row

ACTS = (
    "code", "recode", "remove", "move", "valence", "striking", "doubt", "memo", "memo_turn",
    "memo_transcript", "done", "finish", "accept", "reject", "accept_all", "new_code", "undo", "redo",
)  # fmt: skip
ASKED = ("open", "transcript", "show_others", "refresh", "history")


class Session:
    """What one coder does on one screen.

    Args:
        study: that is coded.
        coder: who codes.
        blind: whether what other people gave stays hidden.
        between: the names of two coders, to settle what they differ in; `coder` is then who decides.

    Raises: StudyError when the names cannot be those of coders.
    """

    def __init__(
        self, study: Opened, coder: str, *, blind: bool = True, between: Collection[str] = ()
    ) -> None:
        self._desk = Desk(study, coder.strip(), blind=blind, between=between)
        _check_names(self._desk)
        self._progress = Progress(self._desk)
        self._acts = Acts(self._desk, self._progress)
        self._current = self._last_place()
        self._codes = self._desk.codes

    def handle(self, command: Mapping[str, Any]) -> Row:
        """Do one command; its answer, or why it was not done. Only what the user can act on is caught."""
        try:
            answer = self._answer(command)
        except StemmenError as error:
            answer = {"kind": "error", "say": sentence(error)}
        return {"re": command.get("id"), **answer}

    def _answer(self, command: Mapping[str, Any]) -> Row:
        name = command.get("do")
        if name in ACTS:
            self._check_texts()
            outcome: Outcome = call(getattr(self._acts, name), command)
            return self._changed(outcome)
        if name in ASKED:
            answer: Row = call(getattr(self, name), command)
            return answer
        raise not_understood(command)

    def _check_texts(self) -> None:
        """A refusal when the texts were read anew: turns may have other numbers, and words other places."""
        if self._desk.study.store.edition() != self._desk.edition:
            what = "De interviews zijn intussen opnieuw ingelezen. Er is niets opgeslagen."
            raise refusal(what, "Kijk wat er nu staat en doe het opnieuw.")

    def open(self) -> Row:
        """The whole study, to begin with."""
        desk = self._desk
        self._codes = desk.codes
        return {
            "kind": "study",
            "title": desk.study.settings.title,
            "coder": desk.coder,
            "settling": bool(desk.between),
            "codes": desk.codes.rows(),
            "transcripts": self._progress.rows(),
            "current": self._current,
            **self._overview(),
        }

    def transcript(self, transcript: str) -> Row:
        """One transcript with all that is judged in it."""
        if transcript not in self._desk.transcripts:
            raise refusal("Dit interview is er niet.", "Voer de cel opnieuw uit.")
        self._current = transcript
        row = transcript_row(self._desk, self._progress, self._desk.transcripts[transcript])
        return {"kind": "transcript", **row, "transcripts": self._progress.rows(), **self._overview()}

    def show_others(self, on: bool, transcript: str = "") -> Row:
        """Show what other people gave, or hide it; in this transcript, or the one asked last."""
        self._desk.blind = not on
        self._progress.read()
        return self.transcript(transcript or self._current)

    def refresh(self, transcript: str = "") -> Row:
        """What changed elsewhere: nothing, something in the judgements, or the texts or the codebook."""
        if self._is_read_anew():
            self._desk.read()
            self._progress.read()
            self._current = self._current if self._current in self._desk.transcripts else self._last_place()
            return self.open()
        touched = self._desk.catch_up()
        self._progress.update(touched)
        return self.transcript(transcript or self._current) if touched else {"kind": "same"}

    def _is_read_anew(self) -> bool:
        return self._desk.study.store.edition() != self._desk.edition or self._desk.codebook_changed()

    def history(self, coding: str) -> Row:
        """All that happened to a coding, oldest first."""
        rows = [
            {"at": at.astimezone().strftime("%d-%m-%Y %H:%M"), "who": who, "what": what}
            for at, who, what in self._desk.study.store.history(coding)
        ]
        return {"kind": "history", "rows": rows}

    def _changed(self, outcome: Outcome) -> Row:
        touched = self._desk.catch_up()
        shown = outcome.transcript in self._desk.transcripts  # an undone act may be in another section
        transcript = outcome.transcript if shown else self._current
        self._current = transcript
        answer = {
            "kind": "changed",
            "transcript": transcript,
            "transcripts": self._progress.update(touched),
            "memo": self._desk.noted((transcript, 0), MarkKind.MEMO),
            "judged": self._judged(transcript, touched),
            **self._overview(),
            "pick": outcome.pick,
            "say": outcome.say,
        }
        if self._codes is not self._desk.codes:
            self._codes = self._desk.codes
            answer["codes"] = self._codes.rows()
        return answer

    def _judged(self, transcript: str, touched: set[Place]) -> Row:
        turns = sorted(turn for name, turn in touched if name == transcript and turn)
        return {str(turn): judged_row(self._desk, self._progress, (transcript, turn)) for turn in turns}

    def _overview(self) -> Row:
        """What stands beside the transcripts: how often each code was given, and what can be undone."""
        given = {code: batches.values() for code, batches in self._desk.given.items() if batches}
        last = {code: max(batches) for code, batches in given.items()}
        undo, redo = self._desk.study.store.undoable(self._desk.coder)
        return {
            "counts": {code: len(given[code]) for code in sorted(given)},
            "recent": sorted(last, key=lambda code: (-last[code], code)),
            "undo": undo,
            "redo": redo,
            "blind": self._desk.blind,
            "read_elsewhere": False,
        }

    def _last_place(self) -> str:
        """The transcript that this coder worked in last, or the first."""
        mine = sorted(self._desk.mine.values(), key=lambda entry: -entry.batch)
        names = [entry.coding.segment.transcript for entry in mine]
        return next(
            (name for name in names if name in self._desk.transcripts), next(iter(self._desk.transcripts))
        )


def _check_names(desk: Desk) -> None:
    """StudyError for a name that is nobody's, or so like another that it must be a slip of the pen."""
    known, machines = desk.coders(), desk.machines()
    if not desk.coder:
        raise _misnamed("De naam van de codeur is leeg.", 'Zeg wie codeert: coder="anna".')
    if desk.coder in machines:
        what = f"'{desk.coder}' is de naam van een codeur die geen mens is."
        raise _misnamed(what, "Kies een andere naam.")
    like = [name for name in known if name.casefold() == desk.coder.casefold()]
    if like and desk.coder not in like:
        what = f"Er is al een codeur '{like[0]}'. '{desk.coder}' zou een ander zijn."
        raise _misnamed(what, f'Bent u dat? Schrijf dan: coder="{like[0]}".')
    if desk.between:
        _check_between(desk, known)


def _check_between(desk: Desk, known: list[str]) -> None:
    if len(set(desk.between)) != 2 or desk.coder in desk.between:
        what = "Beslechten gaat tussen twee codeurs, door een derde."
        raise _misnamed(what, 'Bijvoorbeeld: coder="consensus", between=("anna", "bram").')
    strangers = [name for name in desk.between if name not in known]
    if strangers:
        what = f"Er zijn geen coderingen met de hand van: {', '.join(strangers)}."
        raise _misnamed(what, f"Kies uit: {', '.join(known) or 'nog niemand'}.")


def _misnamed(what: str, repair: str) -> StudyError:
    return StudyError(Problem("code_by_hand", what, repair=repair))
