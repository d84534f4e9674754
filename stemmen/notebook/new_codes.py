"""A new code from the screen: written into the codebook, and out of it again when the act is undone."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import takewhile
from pathlib import Path

from stemmen.codebook import Codebook
from stemmen.errors import CodebookError
from stemmen.files import written_aside
from stemmen.yamlfile import read_text

Change = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a code did to the text of a codebook, so that it can be taken out and put in again.

    Args:
        key: of the new code.
        at: offset in the text where it differs.
        taken, put: what stood there before, and what stands there now.
        before, after: marks of the whole text: only a file that nobody changed since is changed.
    """

    key: str
    at: int
    taken: str
    put: str
    before: str
    after: str

    @classmethod
    def between(cls, old: str, new: str, key: str) -> "Added":
        """The difference between two texts, as one stretch."""
        at = _alike(old, new)
        same = _alike(old[at:][::-1], new[at:][::-1])
        taken, put = old[at : len(old) - same], new[at : len(new) - same]
        return cls(key, at, taken, put, _mark(old), _mark(new))

    @classmethod
    def from_json(cls, text: str) -> "Added":
        """As it was kept with an act."""
        return cls(**json.loads(text))

    def to_json(self) -> str:
        """To keep with an act."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def out_of(self, text: str) -> str:
        """The text without the code; as it is when somebody changed it since."""
        if _mark(text) != self.after:
            return text
        return text[: self.at] + self.taken + text[self.at + len(self.put) :]

    def into(self, text: str) -> str:
        """The text with the code again; as it is when it is not the text that it was added to."""
        if _mark(text) != self.before:
            return text
        return text[: self.at] + self.put + text[self.at + len(self.taken) :]


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def add(path: Path, *, name: str, definition: str, parent: str) -> Added:
    """Write a new code into a codebook file; CodebookError when it cannot be there."""
    from stemmen import codebook_edits

    old = read_text(path, CodebookError)
    new = codebook_edits.add(old, name=name, definition=definition, parent=parent)
    known = {code.key for code in Codebook.parse(old, str(path)).walk()}
    [key] = [code.key for code in Codebook.parse(new, str(path)).walk() if code.key not in known]
    _write(path, new)
    return Added.between(old, new, key)


def rewrite(path: Path, change: Change) -> bool:
    """Change the text of a codebook file; whether it became another."""
    old = read_text(path, CodebookError)
    new = change(old)
    if new != old:
        _write(path, new)
    return new != old


def _write(path: Path, text: str) -> None:
    rights = path.stat().st_mode
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")
    path.chmod(rights)  # the user's own file, which others may read
