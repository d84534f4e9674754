"""Commands of the screen that cannot be done: why not, as a sentence for the status line."""

from stemmen.errors import Problem, StemmenError, StudyError

_SCREEN = "Het codeerscherm"


def refusal(what: str, repair: str = "") -> StudyError:
    """The error for a command that cannot be done. Nothing was stored."""
    return StudyError(Problem(_SCREEN, what, repair=repair))


def sentence(error: StemmenError) -> str:
    """All that an error says, on one line and without the place.

    >>> sentence(refusal("Deze code is er niet.", "Kies een andere."))
    'Deze code is er niet. Kies een andere.'
    """
    parts = [part for each in error.problems for part in (each.what, each.meaning, each.repair) if part]
    return " ".join(" ".join(parts).split())
