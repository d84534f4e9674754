"""A new code from the screen: written into the codebook, and out of it again when the act is undone."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from stemmen import codebook_edits
from stemmen.codebook import Codebook
from stemmen.codebook_edits import CodebookFile

Change = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Added:
    """A code that was added while coding, as it is kept with the act.

    Args:
        key, name, definition, parent: of the code.
        after: a mark of the text of the codebook with the code in it.
    """

    key: str
    name: str
    definition: str
    parent: str
    after: str

    @classmethod
    def from_json(cls, text: str) -> "Added":
        """As it was kept."""
        return cls(**json.loads(text))

    def to_json(self) -> str:
        """To keep."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def out_of(self, text: str) -> str:
        """The codebook without the code; as it is when somebody worked in it since."""
        return codebook_edits.remove(text, self.key) if _mark(text) == self.after else text

    def into(self, text: str) -> str:
        """The codebook with the code again."""
        if self.key in Codebook.parse(text):
            return text
        return codebook_edits.add(
            text, name=self.name, definition=self.definition, parent=self.parent, key=self.key
        )


def add(path: Path, *, name: str, definition: str, parent: str) -> Added:
    """Write a new code into a codebook file; CodebookError when it cannot be there."""
    file = CodebookFile.read(path)
    text = codebook_edits.add(file.text, name=name, definition=definition, parent=parent)
    known = {code.key for code in Codebook.parse(file.text).walk()}
    [key] = [code.key for code in Codebook.parse(text).walk() if code.key not in known]
    file.write(text)
    return Added(key, name, definition, parent, _mark(text))


def rewrite(path: Path, change: Change) -> bool:
    """Change the text of a codebook file; whether it became another."""
    file = CodebookFile.read(path)
    text = change(file.text)
    if text != file.text:
        file.write(text)
    return text != file.text


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
