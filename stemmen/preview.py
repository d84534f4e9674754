"""How one file is understood, before anything of it is stored."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from stemmen.errors import Problem, ReadError
from stemmen.nonspeech import NonSpeech, count_words, non_speech
from stemmen.readers import Reading, read_file
from stemmen.settings import Settings
from stemmen.transcript import Role, Transcript


class PreviewSpeaker(NamedTuple):
    """A speaker; `reason` says why the role is this one: "omdat …", or "" when there is none to tell."""

    speaker: str
    role: Role
    reason: str
    turns: int
    words: int


class PreviewTurn(NamedTuple):
    """A turn; the offsets of `non_speech` are in its `text`, `time` is in seconds."""

    number: int
    time: float | None
    speaker: str
    role: Role
    section: str
    text: str
    non_speech: tuple[NonSpeech, ...]


@dataclass(frozen=True)
class Preview:
    """A file as it would be taken in: the transcript, with what was repaired and what must be asked."""

    reading: Reading

    @property
    def transcript(self) -> Transcript:
        """What would be stored."""
        return self.reading.transcript

    @property
    def speakers(self) -> list[PreviewSpeaker]:
        """Who speaks, in order of appearance."""
        return [
            PreviewSpeaker(
                speaker=label,
                role=turns[0].role,
                reason=self.reading.reasons.get(label, ""),
                turns=len(turns),
                words=sum(count_words(turn.text) for turn in turns),
            )
            for label, turns in self._by_speaker().items()
        ]

    def _by_speaker(self) -> dict[str, list[PreviewTurn]]:
        found: dict[str, list[PreviewTurn]] = {}
        for turn in self.turns:
            found.setdefault(turn.speaker, []).append(turn)
        return found

    @cached_property
    def turns(self) -> list[PreviewTurn]:
        """Every turn, with what in it was not said."""
        whole = self.transcript.text
        return [
            PreviewTurn(
                turn.number, turn.time, turn.speaker, turn.role, turn.section,
                text := whole[turn.start : turn.end], tuple(non_speech(text)),
            )
            for turn in self.transcript.turns
        ]  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """All of it in plain values, with Dutch names: what `stemmen bekijk --json` prints."""
        return {
            "bestand": self.transcript.source,
            "transcript": self.transcript.id,
            "introductie": self.transcript.introduction,
            "sprekers": [_speaker(speaker) for speaker in self.speakers],
            "beurten": [_turn(turn) for turn in self.turns],
            "opmerkingen": list(self.reading.notes),
            "vragen": [str(doubt) for doubt in self.reading.doubts],
            "kenmerken": [
                {"spreker": speaker, "kenmerk": name, "waarde": value}
                for speaker, name, value in self.transcript.attributes
            ],
        }


def preview_file(path: str | Path) -> Preview:
    r"""How a transcript file is understood; nothing is stored.

    A file in the folder `transcripten` of a study has the roles that its `studie.yaml` settles.

    Raises:
        ReadError: the file cannot be read.
        StudyError: `studie.yaml` is not as it should be.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "p01.txt"
    ...     _ = path.write_text("I: Hoe ging dat?\nR: Nou (lacht) slecht.\n")
    ...     preview = preview_file(path)
    >>> [(speaker.speaker, speaker.words, speaker.reason) for speaker in preview.speakers]
    [('I', 3, 'omdat de naam dat zegt'), ('R', 2, 'omdat de naam dat zegt')]
    """
    path = Path(path)
    if not path.is_file():
        what = "Dit is een map, geen bestand." if path.is_dir() else "Dit bestand is er niet."
        repair = "Controleer de naam. Staat er een spatie in? Zet er dan aanhalingstekens om."
        raise ReadError(Problem(str(path), what, repair=repair))
    return Preview(read_file(path, roles=_settled(path)))


def _settled(path: Path) -> dict[str, Role]:
    folder = path.absolute().parent
    settings = folder.parent / "studie.yaml"
    if folder.name != "transcripten" or not settings.is_file():
        return {}
    return Settings.load(settings).roles_for(unicodedata.normalize("NFC", path.stem))


def _speaker(speaker: PreviewSpeaker) -> dict[str, Any]:
    return {
        "spreker": speaker.speaker,
        "rol": speaker.role.value,
        "reden": speaker.reason,
        "beurten": speaker.turns,
        "woorden": speaker.words,
    }


def _turn(turn: PreviewTurn) -> dict[str, Any]:
    return {
        "beurt": turn.number,
        "tijd": turn.time,
        "spreker": turn.speaker,
        "rol": turn.role.value,
        "onderdeel": turn.section,
        "tekst": turn.text,
        "geen_spraak": [
            {"begin": start, "eind": end, "tekst": turn.text[start:end], "soort": kind.value}
            for start, end, kind in turn.non_speech
        ],
    }
