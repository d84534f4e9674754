"""From interview transcripts to a themed report with traceable quotes.

>>> import stemmen
>>> stemmen.Role.RESPONDENT.value
'respondent'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stemmen.codebook import Code, Codebook, Rule
    from stemmen.coding import Coding, Method, Valence
    from stemmen.demo import sample_study
    from stemmen.errors import StemmenError
    from stemmen.preview import Preview, preview_file
    from stemmen.study import Study, open_study
    from stemmen.transcript import Role, Segment, Transcript, Turn

__all__ = [
    "Code",
    "Codebook",
    "Coding",
    "Method",
    "Preview",
    "Role",
    "Rule",
    "Segment",
    "StemmenError",
    "Study",
    "Transcript",
    "Turn",
    "Valence",
    "open_study",
    "preview_file",
    "sample_study",
]

_MODULES = {
    "codebook": ("Code", "Codebook", "Rule"),
    "coding": ("Coding", "Method", "Valence"),
    "demo": ("sample_study",),
    "errors": ("StemmenError",),
    "preview": ("Preview", "preview_file"),
    "study": ("Study", "open_study"),
    "transcript": ("Role", "Segment", "Transcript", "Turn"),
}


def __getattr__(name: str) -> Any:
    """Each name from its module when first asked for: who needs one room does not load pandas for all."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"stemmen.{module}"), name)
    raise AttributeError(f"module 'stemmen' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
