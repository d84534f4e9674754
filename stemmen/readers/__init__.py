"""From the file of a transcript to a `Transcript`: `read_file` is the one entry."""

import hashlib
import importlib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from stemmen.errors import Problem, ReadError
from stemmen.readers.cleaning import clean
from stemmen.readers.formats import FORMATS, check_size, read_bytes, reader_for
from stemmen.readers.found import Found
from stemmen.readers.header import roles_in_header
from stemmen.readers.roles import Roles, ask_roles, give_roles, label_key, yaml_lines
from stemmen.readers.speakers import who_speaks
from stemmen.readers.talk import doubtful_turns
from stemmen.readers.turns import Spoken
from stemmen.transcript import Role, Transcript

__all__ = ["FORMATS", "Reading", "read_file"]

_HOW_TO_MARK = (
    "Zet voor elke beurt wie er spreekt, met een dubbele punt: 'I: Hoe ging dat?' en 'R: Nou, slecht.' "
    "Staan er namen die maar een keer voorkomen? Zet die dan onder 'sprekers' in studie.yaml."
)
_ALL_OF_ONE = " Is alles van een persoon? Zet dan in studie.yaml, met de goede rol:\n"


@dataclass(frozen=True)
class Reading:
    """What was read from a file.

    Args:
        transcript: the words, turns, speakers and roles.
        notes: remarks in Dutch: proposed roles with the reason, repairs.
        reasons: by speaker, why the role is this one: "omdat …"; not for those whose role is unknown.
        unknown: speakers whose role is unknown, each with the number of their first turn.
        other_doubts: what else the researcher must be asked.
    """

    transcript: Transcript
    notes: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)
    other_doubts: tuple[Problem, ...] = ()

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """All that the researcher must be asked of this file."""
        if not self.unknown:
            return self.other_doubts
        where = self.transcript.source
        return (ask_roles(where, {self.transcript.id: self.unknown}), *self.other_doubts)


def read_file(path: Path, *, roles: Mapping[str, Role] | None = None) -> Reading:
    r"""Read one transcript file; ReadError when that cannot be done.

    Args:
        path: of a file in one of `FORMATS`.
        roles: settled roles by speaker label, in any capitals and spacing; "*" is for all others.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "p01.txt"
    ...     _ = path.write_text("I: Hoe ging dat?\nR: Nou, slecht.\nEcht.\n")
    ...     transcript = read_file(path).transcript
    >>> transcript.speakers, transcript.text
    (('I', 'R'), 'Hoe ging dat?\nNou, slecht.\nEcht.')
    """
    settled = {unicodedata.normalize("NFC", label): role for label, role in (roles or {}).items()}
    data = read_bytes(path)
    reader = importlib.import_module(f"stemmen.readers.{reader_for(path, data)}")
    found = reader.read(data, str(path))
    check_size(found, str(path))
    return _understood(path, data, clean(found), settled)


def _understood(path: Path, data: bytes, found: Found, settled: Mapping[str, Role]) -> Reading:
    """What was found in a file, with who speaks and in which role."""
    name = unicodedata.normalize("NFC", path.stem)
    spoken = who_speaks(found, {label_key(label) for label in settled if label != "*"})
    if not spoken.utterances:
        spoken = _one_voice(found, settled, str(path))
    labels = list(dict.fromkeys(utterance.speaker for utterance in spoken.utterances))
    proposed = {**spoken.roles, **roles_in_header(spoken.introduction, labels)}
    given = give_roles(labels, settled, name, proposed, spoken.utterances)
    transcript = Transcript.of(
        name,
        spoken.utterances,
        roles=given.roles,
        source=path.name,
        source_sha256=hashlib.sha256(data).hexdigest(),
        introduction=spoken.introduction,
        attributes=found.attributes,
    )
    doubtful = _of_doubtful(doubtful_turns(spoken.utterances, given.roles))
    notes = (*found.notes, *spoken.notes, *_remarks(spoken, name), *given.notes, *doubtful)
    unknown = {label: spoken.first_turns[label] for label in given.unknown}
    alone = _one_speaker(str(path), name, given, {*settled, *found.roles})
    return Reading(transcript, notes, given.reasons, unknown, alone)


def _one_voice(found: Found, settled: Mapping[str, Role], where: str) -> Spoken:
    """A file without labels, as the words of one person when the researcher says so; else ReadError."""
    filled = [number for number, line in enumerate(found.lines) if line.text.strip()]
    if not filled or "*" not in settled:
        raise _nobody_speaks(found, where)
    lines = list(found.lines)
    lines[filled[0]] = replace(lines[filled[0]], speaker="Spreker")
    return who_speaks(replace(found, lines=lines))


def _nobody_speaks(found: Found, where: str) -> ReadError:
    if not any(line.text.strip() for line in found.lines):
        return ReadError(
            Problem(where, "In dit bestand staat geen tekst.", repair="Haal het weg of vul het aan.")
        )
    what = "Niet te zien is wie er spreekt."
    lines = yaml_lines(Path(where).stem, ["*"], Role.RESPONDENT)
    return ReadError(Problem(where, what, repair=f"{_HOW_TO_MARK}{_ALL_OF_ONE}{lines}"))


def _remarks(spoken: Spoken, name: str) -> list[str]:
    """What was decided about the lines, so that nothing is decided silently."""
    remarks = [
        f"In beurt {turn} is een regel met '{label}' ervoor gelezen als tekst. Is '{label}' een spreker? "
        f"Zet dan in studie.yaml, met de goede rol:\n{yaml_lines(name, [label], Role.RESPONDENT)}"
        for label, turn in spoken.passed.items()
    ]
    if empty := sum(not utterance.text for utterance in spoken.utterances):
        remarks.append(f"Beurten zonder tekst: {empty}.")
    return remarks


def _of_doubtful(turns: Sequence[int]) -> list[str]:
    if not turns:
        return []
    shown = ", ".join(map(str, turns[:8])) + (", …" if len(turns) > 8 else "")
    which = "deze beurt" if len(turns) == 1 else "deze beurten"
    return [
        f"In {which} van de interviewer staat na een vraag nog meer tekst: {shown}. Is dat een antwoord? "
        "Zet er dan in het bestand een label voor, zoals 'R:'."
    ]


def _one_speaker(where: str, name: str, given: Roles, known: Collection[str]) -> tuple[Problem, ...]:
    """A doubt when only one speaker was found, unless the researcher or the file says that this is so."""
    if len(given.roles) != 1 or {*known} & {*given.roles, "*"}:
        return ()
    only = next(iter(given.roles))
    what = f"Er is maar een spreker gevonden: '{only}'. Alle regels zijn bij die spreker gezet."
    repair = (
        f"{_HOW_TO_MARK} Spreekt er echt maar een? Zet dan in studie.yaml, met de goede rol:\n"
        + yaml_lines(name, [only], Role.RESPONDENT)
    )
    return (Problem(where, what, repair=repair),)
