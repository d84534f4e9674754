"""Somebody withdraws: all that the study has of them goes, and what is left elsewhere is told.

The steps are in such an order, and each can be done twice, that a run that is cut short is finished by the
next: first what is found by the words as they are, then files, then the database, then reports anew.
"""

import datetime
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stemmen.coding import Mark
from stemmen.errors import ReadError, StemmenError
from stemmen.files import ASIDE, written_aside
from stemmen.privacy.check import Checked
from stemmen.privacy.decisions import Choice, Decisions, read_decisions
from stemmen.privacy.folder import check_folder
from stemmen.readers import read_file
from stemmen.readers.roles import role_word
from stemmen.respondents import read_respondents
from stemmen.settings import Settings
from stemmen.store import Store
from stemmen.transcript import Transcript
from stemmen.withdrawal.log import LOG, Returned, note_in_log, returned
from stemmen.withdrawal.plan import (
    Part,
    Plan,
    codings_in,
    find_person,
    hashes,
    keep,
    parts_of,
    pending,
    pending_path,
    reports_in,
    sha256,
)
from stemmen.withdrawal.tables import (
    LABEL,
    WORDS,
    forget_strings,
    tables_in,
    take_rows,
    turns_table,
)
from stemmen.withdrawal.traces import Left, of_talk, search, traces_of

__all__ = ["LOG", "Plan", "Returned", "Withdrawn", "carry_out", "pending", "plan_for", "returned"]

_HASH = re.compile("[0-9a-f]{64}")
Remake = Callable[[Path, Sequence[str]], None]


@dataclass(frozen=True)
class Withdrawn:
    """What was done, and what is left.

    Args:
        plan: what went.
        made: reports that were made anew.
        notes: Dutch sentences on what went otherwise, such as a report that could not be made.
        left: files of the study in which the person's words still stand.
        closed: files of the study that cannot be looked into.
    """

    plan: Plan
    made: tuple[Path, ...]
    notes: tuple[str, ...]
    left: tuple[Left, ...]
    closed: tuple[Path, ...]


def plan_for(folder: Path, store: Store, name: str, today: datetime.date) -> Plan:
    """Plan the withdrawal of a respondent, by id or by the name of their transcript; nothing is changed.

    StudyError when there is no such respondent.
    """
    newest = _newest(store)
    people = read_respondents(folder / "respondenten.csv", list(newest.values()))
    person, rows = find_person(name, people, str(folder))
    parts = [replace(part, hashes=_hashes(folder, store, part)) for part in parts_of(rows, newest)]
    checked, _ = _checked(folder, store)
    mine = [found for found in checked.findings if any(part.has(found) for part in parts)]
    names = [found.text for found in mine if found.tier < 3 and found.choice is not Choice.ALLOW]
    labels = [label for label in rows["spreker"] if label and role_word(label) is None]
    said, others = _said(newest, parts, theirs=True), _said(newest, parts, theirs=False)
    others += _beside(newest, parts)
    others += [found.text for found in checked.findings if found.speaker and found not in mine]
    return Plan(
        respondent=person,
        date=today.isoformat(),
        parts=parts,
        turns=sum(len(part.turns) for part in parts),
        codings=codings_in(parts, store.codings()),
        reports=[path.relative_to(folder).as_posix() for path in reports_in(folder)],
        tables=hashes(folder, tables_in(folder)),
        traces=traces_of(said, [*names, *labels], others),
    )


def _newest(store: Store) -> dict[str, Transcript]:
    """The newest version of each transcript, also of one that counts no longer."""
    return {key[0]: transcript for key, transcript in sorted(store.versions().items())}


def _checked(folder: Path, store: Store) -> tuple[Checked, Decisions]:
    decisions = read_decisions(folder / "besluiten.csv")
    return check_folder(folder / "transcripten", list(_newest(store).values()), (), decisions), decisions


def _said(transcripts: Mapping[str, Transcript], parts: Sequence[Part], *, theirs: bool) -> list[str]:
    """The turns that go, or those that stay."""
    going = {(part.transcript, turn) for part in parts for turn in part.turns}
    return [
        one.text[turn.start : turn.end]
        for one in transcripts.values()
        for turn in one.turns
        if ((one.id, turn.number) in going) is theirs
    ]


def _beside(transcripts: Mapping[str, Transcript], parts: Sequence[Part]) -> list[str]:
    """What stands around what others say: headers, sections, labels, attributes and names of files.

    Words that are also there point to nobody ("Gemeente: Oldambt").
    """
    leaving = {part.transcript for part in parts}
    labels = {(part.transcript, label) for part in parts for label in part.labels}
    words = []
    for one in transcripts.values():
        if one.id not in leaving:
            words += [one.introduction, one.source, *(turn.section for turn in one.turns)]
            words += [f"{said.name} {said.value}" for said in one.attributes]
            words += one.speakers
        elif labels:
            words += [label for label in one.speakers if (one.id, label) not in labels]
    return words


def carry_out(folder: Path, store: Store, settings: Settings, plan: Plan, remake: Remake) -> Withdrawn:
    """Do what was planned; again, when it was not finished.

    `remake` makes files of a report anew (its folder, their names); StemmenError when it cannot.
    """
    keep(folder, plan)
    for aside in sorted(folder.rglob(f"{ASIDE}*")):  # of a run that was cut short
        shutil.rmtree(aside)
    checked, decisions = _checked(folder, store)
    forget_strings(folder / "besluiten.csv", decisions, checked, plan.parts)
    take_rows(folder, plan)
    for name in plan.reports:
        (folder / name).unlink(missing_ok=True)
    notes = [note for part in plan.parts for note in _take_out(folder, store, settings, part)]
    made, unmade = _made_anew(folder, plan, remake)
    left, closed = search(folder, plan.traces)
    note_in_log(folder, plan, len(made))
    pending_path(folder).unlink()
    return Withdrawn(plan, tuple(made), (*notes, *unmade), tuple(left), tuple(closed))


def _take_out(folder: Path, store: Store, settings: Settings, part: Part) -> list[str]:
    """Take a transcript, or one speaker of it, out of `transcripten/` and the database."""
    if not part.labels:
        for path in _files_of(folder, store, part.transcript):
            path.unlink()
        store.erase(part.transcript)
        return []
    waits = (one.what for one in store.unplaced())
    waiting = sum(
        (what.transcript if isinstance(what, Mark) else what.segment.transcript) == part.transcript
        for what in waits
    )
    for label in part.labels:
        store.withdraw(part.transcript, label, (_stand_in(store, part.transcript), WORDS))
    lost = f"In {part.transcript} wachtte werk van codeurs op een plaats ({waiting}). Dat is ook weg."
    return [*([lost] if waiting else []), *_put_file(folder, store, settings, part.transcript)]


def _stand_in(store: Store, transcript: str) -> str:
    """A label that nobody in the talk has: who withdrew before is somebody else."""
    speakers = _newest(store)[transcript].speakers
    labels = (f"{LABEL} {number}" for number in range(1, len(speakers) + 2))  # with a number it is no name
    return next(label for label in labels if label not in speakers)


def _hashes(folder: Path, store: Store, part: Part) -> list[str]:
    """Of the files of a transcript, as they are and as they were read; a mark of a changed one is no hash."""
    read = {one.source_sha256 for (name, _), one in store.versions().items() if name == part.transcript}
    now = {sha256(path) for path in _files_of(folder, store, part.transcript)}
    return sorted(now | {each for each in read if _HASH.fullmatch(each)})


def _files_of(folder: Path, store: Store, transcript: str) -> list[Path]:
    """The files of a transcript: by its name, or by the one under which it was read."""
    known = {one.source for (name, _), one in store.versions().items() if name == transcript} - {""}
    return [
        path
        for path in sorted((folder / "transcripten").glob("*"))
        if path.is_file() and (path.name in known or unicodedata.normalize("NFC", path.stem) == transcript)
    ]


def _put_file(folder: Path, store: Store, settings: Settings, name: str) -> list[str]:
    """Put a table of what others said in the place of a talk's file, if that can be read back as it is."""
    old = _files_of(folder, store, name)
    talk = {one.id: one for one in store.transcripts()}.get(name)  # none when it counts no longer
    new = folder / "transcripten" / f"{name}.csv"
    fits = bool(old) and talk is not None and _reads_back(folder, new.name, talk, settings)
    if talk and fits:
        with written_aside(new) as aside:
            aside.write_bytes(turns_table(talk))
        store.put_transcripts([replace(talk, source=new.name, source_sha256=sha256(new))])
    for path in old:
        if path != new or not fits:
            path.unlink()
    if not old or fits:
        return []
    return [
        f"Het bestand van {name} is weg uit transcripten. "
        "Wat anderen daarin zeiden, staat nog in de database."
    ]


def _reads_back(folder: Path, file: str, talk: Transcript, settings: Settings) -> bool:
    with tempfile.TemporaryDirectory(dir=folder, prefix=ASIDE) as aside:
        path = Path(aside) / file
        path.write_bytes(turns_table(talk))
        try:
            read = read_file(path, roles=settings.roles_for(talk.id)).transcript
        except ReadError:
            return False
    return _layout(read) == _layout(talk) and read.same_words(talk) and read.attributes == talk.attributes


def _layout(talk: Transcript) -> list[tuple[object, ...]]:
    times = (None if turn.time is None else round(turn.time, 2) for turn in talk.turns)
    return [(turn.role, turn.section, time) for turn, time in zip(talk.turns, times, strict=True)]


def _made_anew(folder: Path, plan: Plan, remake: Remake) -> tuple[list[Path], list[str]]:
    """The reports made anew; those that cannot be stay away, and why."""
    made: list[Path] = []
    notes: list[str] = []
    reports = [folder / name for name in plan.reports]
    if reports and search(folder / "transcripten", of_talk(plan.traces))[0]:
        why = "In transcripten staat nog een bestand met de woorden van deze persoon."
        return [], [f"Het rapport is weg en niet opnieuw gemaakt. {why}"]
    for place in dict.fromkeys(path.parent for path in reports):
        names = [path.name for path in reports if path.parent == place]
        try:
            remake(place, names)
        except StemmenError as error:
            notes.append(
                f"Weg uit {place}, en niet opnieuw gemaakt: {', '.join(names)}. Dit is waarom:\n{error}"
            )
        made += [place / name for name in names if (place / name).is_file()]
    return made, notes
