"""A transcript in which words were replaced, and whether a file is still the one that it was read from.

Neither the words that were there are kept, nor a hash of the text with them: who has the study and a list of
first names could try them all. The file is the same when the same replacements in it give the study's text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from stemmen.privacy.edits import Edit, apply, carry
from stemmen.transcript import Role, Transcript, Turn


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was replaced in a transcript.

    Args:
        transcript: as the study has it.
        stretches: in the text as it was read, in order, with what came in their place.
        fields: names of fields beside the text in which something was replaced: `introduction`, `section`,
            `attributes`.
        labels: speaker labels that came in the place of others.
    """

    transcript: Transcript
    stretches: tuple[Edit, ...]
    fields: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    def again(self, read: Transcript) -> Transcript | None:
        """The same replacements in a transcript just read; None when words, turns or speakers changed."""
        if self.stretches and self.stretches[-1].end > len(read.text):
            return None
        if apply(read.text, self.stretches) != self.transcript.text or not self._same_turns(read):
            return None
        return Transcript(
            read.id,
            self.transcript.text,
            tuple(self._turns(read)),
            read.source,
            "",
            self.transcript.introduction if "introduction" in self.fields else read.introduction,
            self.transcript.attributes if "attributes" in self.fields else read.attributes,
        )

    def _same_turns(self, read: Transcript) -> bool:
        pairs = list(zip(read.turns, self.transcript.turns, strict=False))
        speakers = {(old.speaker, new.speaker) for old, new in pairs}
        one_each = len({old for old, _ in speakers}) == len(speakers)
        renamed = all(old == new or new in self.labels for old, new in speakers)
        here = [carry(turn.start, turn.end, self.stretches) for turn in read.turns]
        return one_each and renamed and here == [(turn.start, turn.end) for turn in self.transcript.turns]

    def _turns(self, read: Transcript) -> Iterator[Turn]:
        for old, new in zip(read.turns, self.transcript.turns, strict=True):
            role = new.role if old.role is Role.UNKNOWN else old.role
            section = new.section if "section" in self.fields else old.section
            yield replace(new, role=role, time=old.time, section=section)


def mark_of(path: Path) -> str:
    """Tells whether a file was written since, without a word of what is in it; "" when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"
