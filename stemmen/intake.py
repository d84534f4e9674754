"""Taking in the files of `transcripten/`: which are new or changed, and what is wrong with them."""

import hashlib
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from stemmen.alignment import Carried, align
from stemmen.errors import Problem, ReadError
from stemmen.nonspeech import count_words
from stemmen.privacy.replaced import Replaced, mark_of
from stemmen.readers import Reading, read_file
from stemmen.readers.roles import ask_roles, label_key
from stemmen.settings import Settings
from stemmen.transcript import Role, Transcript

_SAME = 0.5  # of the words
_MANY = 5  # judgements: when fewer lose their place, a sentence may have been taken out
_TYPES = {
    "bestand": "str", "transcript": "str", "stand": "str", "beurten": "int64", "woorden": "int64",
    "sprekers": "str", "minuten": "Int64", "opmerkingen": "int64", "vragen": "int64",
}  # fmt: skip


@dataclass(frozen=True)
class Intake:
    """What reading found.

    Args:
        transcripts: to be kept: new, changed, or with other roles.
        files: a row a file: `bestand`, `transcript`, `stand` (nieuw, gewijzigd, ongewijzigd),
            `beurten`, `woorden` (int), `sprekers` ("I: interviewer; R: respondent"), `minuten` (Int64,
            from the first time in it to the last; NA without times), `opmerkingen`, `vragen` (how many).
        notes: (file, remark) for what was proposed or repaired.
        doubts: questions that the researcher must answer, such as an unknown role.
        problems: files that could not be taken in.
        carried: by id of a changed transcript, how much of what people judged moved along or waits.
    """

    transcripts: tuple[Transcript, ...]
    files: pd.DataFrame
    notes: tuple[tuple[str, str], ...]
    doubts: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    carried: Mapping[str, Carried] = field(default_factory=dict)


def read_transcripts(
    folder: Path,
    settings: Settings,
    known: Mapping[str, Transcript],
    foresee: Callable[[Transcript], Carried],
    progress: Callable[[int, int], None] | None = None,
    replaced: Mapping[str, Replaced] | None = None,
) -> Intake:
    """Read all files in `transcripten/` that can be read; the problems of the others stand in the result.

    Args:
        folder: of the study.
        settings: of the study; its roles are settled.
        known: transcripts that the study has, by id.
        foresee: how much of what people judged would move along to a changed text, and how much would wait;
            a text that most would not move along to is not taken in.
        progress: is told how many files are done, and of how many.
        replaced: by id, what words of a file were replaced; they are again when it did not change.
    """
    found = _files(folder / "transcripten")
    paths = [path for path in found if _has_name(path)]
    ids = {_id(path) for path in paths}
    gone = [transcript for key, transcript in sorted(known.items()) if key not in ids]
    problems = [*([] if known else _nothing(folder, found)), *_nameless(found), *_doubles(paths)]
    taken: list[tuple[Path, Reading]] = []
    for number, path in enumerate(paths, 1):
        try:
            reading = _reread(path, settings, replaced or {})
        except ReadError as error:
            problems += error.problems
        else:
            problems += _other_talk(folder, path, reading.transcript, known, foresee)
            taken.append((path, reading))
        if progress:
            progress(number, len(paths))
    taken = _accepted(taken, problems)
    problems += _copies(folder, taken, known)
    taken = _accepted(taken, problems)
    rows = [_row(path, reading, known.get(reading.transcript.id)) for path, reading in taken]
    return Intake(
        transcripts=tuple(reading.transcript for _, reading in taken),
        files=pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES),
        notes=(
            *((path.name, note) for path, reading in taken for note in reading.notes),
            *((transcript.source, _is_gone(folder, transcript)) for transcript in gone),
            *(("studie.yaml", note) for note in _strangers(settings, known, ids, taken)),
        ),
        doubts=_doubts(folder / "transcripten", [reading for _, reading in taken]),
        problems=tuple(problems),
    )


def _reread(path: Path, settings: Settings, replaced: Mapping[str, Replaced]) -> Reading:
    """Read a file, with words replaced as they were before; one that was not written since is not opened."""
    mine = replaced.get(_id(path))
    mark = mark_of(path)
    if mine and mark and (mine.transcript.source, mine.transcript.source_sha256) == (path.name, mark):
        return _with_roles(mine.transcript, settings)
    reading = _read(path, settings)
    for what in [mine, *replaced.values()] if mine else replaced.values():  # of another id: a copy
        if again := what.again(reading.transcript):
            return _with_roles(replace(again, source_sha256=mark), settings)
    return replace(reading, notes=(*reading.notes, _NAMES_BACK)) if mine else reading


_NAMES_BACK = (
    "Dit bestand is gewijzigd nadat er woorden in waren vervangen. De namen uit het bestand kunnen weer in "
    "de studie staan. Doe: stemmen controleer, en daarna: stemmen pseudonimiseer."
)


def _with_roles(transcript: Transcript, settings: Settings) -> Reading:
    """A transcript in which words were replaced, with the roles that are settled for its labels by now."""
    settled = {label_key(label): role for label, role in settings.roles_for(transcript.id).items()}
    turns = [replace(turn, role=settled.get(label_key(turn.speaker), turn.role)) for turn in transcript.turns]
    unknown: dict[str, int] = {}
    for turn in turns:
        if turn.role is Role.UNKNOWN and label_key(turn.speaker) not in settled:
            unknown.setdefault(turn.speaker, turn.number)
    return Reading(replace(transcript, turns=tuple(turns)), unknown=unknown)


def _read(path: Path, settings: Settings) -> Reading:
    """Read a file; ReadError also when it changed in the meantime, for what was read may be half of it."""
    before = _state(path)
    try:
        reading = read_file(path, roles=settings.roles_for(_id(path)))
    except ReadError:
        if _state(path) == before:
            raise
    else:
        if _state(path) == before and _sha256(path) == reading.transcript.source_sha256:
            return reading
    what = "Dit bestand veranderde terwijl het werd gelezen."
    repair = (
        f"Sla het op, sluit het in andere programma's, en doe opnieuw: stemmen inlezen {path.parent.parent}"
    )
    raise ReadError(Problem(str(path), what, "Het is niet ingelezen.", repair))


def _state(path: Path) -> tuple[int, int] | None:
    """Size and last change of a file; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def has_news(folder: Path, known: Collection[Transcript]) -> bool:
    """Whether a file of `transcripten/` is not among the `known` transcripts, or has other bytes now."""
    read = {transcript.source: transcript.source_sha256 for transcript in known}
    paths = _files(folder / "transcripten")
    return not known or any(not is_read(path, read.get(path.name, "")) for path in paths)


def is_read(path: Path, state: str) -> bool:
    """Whether a file has the bytes that were read: by their hash, or by a mark where words were replaced."""
    return state in (mark_of(path), _sha256(path))


def _sha256(path: Path) -> str:
    """Of the bytes of a file; "?" when it cannot be opened, which reading it will tell."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "?"


def _doubts(folder: Path, readings: list[Reading]) -> tuple[Problem, ...]:
    """All questions; the roles of all files in one, since they go into one block of settings."""
    asking = [reading for reading in readings if reading.unknown]
    others = tuple(doubt for reading in readings for doubt in reading.other_doubts)
    if not asking:
        return others
    where = asking[0].transcript.source if len(asking) == 1 else str(folder)
    return (ask_roles(where, {r.transcript.id: r.unknown for r in asking}), *others)


def _id(path: Path) -> str:
    """The name of a file's transcript; a Mac writes é in a file name as e and an accent."""
    return unicodedata.normalize("NFC", path.stem)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$"))
    )


def _has_name(path: Path) -> bool:
    """Whether the name is text: a file from an old Windows zip may have one that is not."""
    return not any("\ud800" <= character <= "\udfff" for character in path.name)


def _nameless(paths: list[Path]) -> list[Problem]:
    what = "De naam van dit bestand heeft een teken dat niet te lezen is."
    return [
        Problem(str(path).encode(errors="replace").decode(), what, repair="Geef het een andere naam.")
        for path in paths
        if not _has_name(path)
    ]


def _nothing(folder: Path, paths: list[Path]) -> list[Problem]:
    if paths:
        return []
    repair = f"Zet de bestanden met interviews in deze map en doe: stemmen inlezen {folder}"
    return [Problem(str(folder / "transcripten"), "Hier staan geen transcripten.", repair=repair)]


def _doubles(paths: list[Path]) -> list[Problem]:
    """Files whose name without ending is the same: which one would be the transcript?"""
    ids = [_id(path) for path in paths]
    return [
        Problem(
            str(path),
            f"Er zijn meer bestanden met de naam '{_id(path)}'.",
            "Geen van deze bestanden is ingelezen.",
            "Geef een van de bestanden een andere naam, of haal het weg.",
        )
        for path in paths
        if ids.count(_id(path)) > 1
    ]


def _accepted(taken: list[tuple[Path, Reading]], problems: list[Problem]) -> list[tuple[Path, Reading]]:
    refused = {problem.where for problem in problems}
    return [(path, reading) for path, reading in taken if str(path) not in refused]


def _copies(
    folder: Path, taken: list[tuple[Path, Reading]], known: Mapping[str, Transcript]
) -> list[Problem]:
    """New files whose words are those of another file, or of a transcript that keeps the text it has."""
    files: dict[str, list[Path]] = {}
    for path, reading in taken:
        files.setdefault(reading.transcript.sha256, []).append(path)
    now = {reading.transcript.id: reading.transcript for _, reading in taken}
    kept = {
        old.sha256: old for key, old in known.items() if key not in now or _same_talk(old, now[key], files)
    }
    read = {(key, transcript.sha256) for key, transcript in known.items()}
    problems = []
    for path, reading in taken:
        sha256 = reading.transcript.sha256
        same = files[sha256]
        already = [other for other in same if (_id(other), sha256) in read]  # one that was first may stay
        if len(same) > 1 and already != [path]:
            problems.append(_copy(path, [other.name for other in same if other != path]))
        elif sha256 in kept and not already:
            problems.append(_renamed(folder, path, kept[sha256]))
    return problems


def _same_talk(old: Transcript, new: Transcript, files: Collection[str]) -> bool:
    """Whether a changed file has the same interview still, while another file has its old text."""
    changed = old.sha256 != new.sha256
    return changed and old.sha256 in files and align(old.text, new.text).share > _SAME


def _copy(path: Path, others: list[str]) -> Problem:
    what = f"Hier staat dezelfde tekst in als in {', '.join(others)}."
    meaning = "Dit bestand is niet ingelezen; anders telt het interview dubbel."
    return Problem(str(path), what, meaning, "Haal een van deze bestanden weg.")


def _renamed(folder: Path, path: Path, old: Transcript) -> Problem:
    return Problem(
        str(path),
        f"Deze tekst staat al in de studie als '{old.id}'. Die kwam uit {old.source}.",
        "Dit bestand is niet ingelezen; anders telt het interview dubbel.",
        f"Geef het bestand weer de naam {old.source}. Of doe: stemmen verwijder {folder} {old.id}. "
        "Wat met de hand is gecodeerd onder de oude naam, telt dan niet meer mee.",
    )


def _is_gone(folder: Path, transcript: Transcript) -> str:
    return (
        "Dit bestand staat niet meer in de map transcripten. De studie gebruikt nog de tekst die was "
        f"ingelezen. Moet het interview eruit? Doe dan: stemmen verwijder {folder} {transcript.id}"
    )


def _strangers(
    settings: Settings,
    known: Mapping[str, Transcript],
    ids: Collection[str],
    taken: list[tuple[Path, Reading]],
) -> list[str]:
    """What `sprekers` says of transcripts and speakers that are not there."""
    speakers = {key: transcript.speakers for key, transcript in known.items()}
    speakers |= {reading.transcript.id: reading.transcript.speakers for _, reading in taken}
    everybody = {label_key(label) for labels in speakers.values() for label in labels}
    notes = []
    for name, roles in settings.speakers.items():
        if name != "*" and name not in speakers:
            if name not in ids:
                notes.append(f"Onder 'sprekers' staat '{name}', maar er is geen interview met die naam.")
            continue
        present = everybody if name == "*" else {label_key(label) for label in speakers[name]}
        where = "in geen enkel interview" if name == "*" else f"niet in '{name}'"
        notes += [
            f"Onder 'sprekers' staat '{label}', maar die spreekt {where}."
            for label in roles
            if label != "*" and label_key(label) not in present
        ]
    return notes


def _other_talk(
    folder: Path,
    path: Path,
    new: Transcript,
    known: Mapping[str, Transcript],
    foresee: Callable[[Transcript], Carried],
) -> list[Problem]:
    """A file that changed so much that it may be another interview: most judgements have no place in it."""
    old = known.get(new.id)
    moved, waiting = (0, 0) if old is None or new.same_words(old) else foresee(new)
    if waiting < _MANY or waiting <= moved:
        return []
    what = (
        f"Van de {moved + waiting} coderingen en memo's bij {new.id} staan er {waiting} bij woorden die niet "
    )
    return [
        Problem(
            str(path),
            f"{what}in dit bestand staan. Is dit wel hetzelfde interview?",
            "De studie gebruikt nog de oude tekst; er is niets gewijzigd.",
            "Zet het oude bestand terug. Klopt het bestand toch? Doe dan: "
            f"stemmen inlezen {folder} --opnieuw {new.id}. "
            "Wat geen plaats heeft, wacht dan op u; er gaat niets weg.",
        )
    ]


def told_of_carried(folder: Path, counts: Carried) -> list[str]:
    """What became of codings and memos when a file changed, for the user."""
    moved = "1 codering of memo is" if counts.moved == 1 else f"{counts.moved} coderingen en memo's zijn"
    waits = (
        "1 codering of memo heeft geen zekere plaats in de nieuwe tekst en telt"
        if counts.waiting == 1
        else f"{counts.waiting} coderingen en memo's hebben geen zekere plaats in de nieuwe tekst en tellen"
    )
    notes = [f"De tekst is veranderd. {moved} meegegaan naar de nieuwe tekst."] if counts.moved else []
    if counts.waiting:
        who = "die wacht" if counts.waiting == 1 else "ze wachten"
        notes.append(f"{waits} niet mee. Er is niets weg: {who} op u. Doe: stemmen terugplaatsen {folder}")
    return notes


def _row(path: Path, reading: Reading, old: Transcript | None) -> tuple[object, ...]:
    new = reading.transcript
    state = "nieuw" if old is None else "ongewijzigd" if new.same_words(old) else "gewijzigd"
    roles = {turn.speaker: turn.role.value for turn in new.turns}
    speakers = "; ".join(f"{speaker}: {role}" for speaker, role in roles.items())
    counts = len(new.turns), count_words(new.text)
    asked = len(reading.notes), len(reading.doubts)
    return path.name, new.id, state, *counts, speakers, _minutes(new), *asked


def _minutes(transcript: Transcript) -> int | None:
    """From the first time to the last, at least 1; None when that is not known."""
    times = [turn.time for turn in transcript.turns if turn.time is not None]
    if not times or min(times) == max(times):
        return None
    return max(1, round((max(times) - min(times)) / 60))
