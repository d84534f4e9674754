"""Errors that a user can act on: each problem names the place, what is wrong, and the repair."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A problem may quote a file or its name, and what it quotes must not steer the screen that shows it.
_NOT_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the user's input, in plain Dutch.

    Args:
        where: the file, with a line number where there is one ("codeboek.yaml, regel 12").
        what: what is wrong, as a sentence.
        meaning: what that means for the work; may be empty.
        repair: what to do about it, with the command where one helps; may be empty.

    >>> print(Problem("a.txt", "Dit bestand is leeg.", repair="Verwijder het of vul het aan."))
    a.txt: Dit bestand is leeg.
      Wat te doen: Verwijder het of vul het aan.
    """

    where: str
    what: str
    meaning: str = ""
    repair: str = ""

    def __str__(self) -> str:
        first = " ".join(part for part in (f"{self.where}:", self.what, self.meaning) if part)
        whole = f"{first}\n  Wat te doen: {self.repair}" if self.repair else first
        return _NOT_SHOWN.sub("\ufffd", whole)


class StemmenError(Exception):
    """A mistake in the user's input. Holds all problems at once; its text is for the user.

    >>> str(StemmenError(Problem("a.txt", "Dit bestand is leeg.")))
    'a.txt: Dit bestand is leeg.'
    """

    def __init__(self, *problems: Problem) -> None:
        self.problems: Sequence[Problem] = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the sentences, without the lines of Python that led to them."""
        return str(self).splitlines()


class ReadError(StemmenError):
    """A transcript file cannot be read as it is."""


class CodebookError(StemmenError):
    """A codebook is not valid."""


class StudyError(StemmenError):
    """A study folder, its settings or its database are not as they should be."""
