"""The coding screen in JupyterLab: messages between the browser and a session, and nothing else.

The widget has no traits of its own, so that a notebook that keeps the state of its widgets keeps no word
of a transcript.
"""

import re
import weakref
from collections.abc import Collection
from pathlib import Path
from typing import Any

from stemmen.errors import Problem, StudyError
from stemmen.notebook.desk import Opened
from stemmen.notebook.session import Session

try:
    import anywidget
except ImportError:
    what = "Voor het codeerscherm is nog iets nodig dat niet is geïnstalleerd."
    repair = 'Doe: pip install "stemmen[notebook]", en start de kernel opnieuw.'
    raise StudyError(Problem("code_by_hand", what, repair=repair)) from None

HERE = Path(__file__).parent
# Each after those that it uses.
MODULES = ("offsets", "drawing", "tree", "chooser", "keys", "panel", "turns", "screen")
INSTEAD = "Het codeerscherm werkt alleen in JupyterLab of Notebook 7, met een kernel die draait."
_OURS = "Hier ging iets mis in stemmen zelf. Wat u eerder deed, is bewaard. Voer de cel opnieuw uit."
_IMPORT = re.compile(r"""^import\b[^;]*?["'][^"']+["'];?[ \t]*$""", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=async|class|const|function|let)", re.MULTILINE)


def joined(modules: Collection[str] = MODULES) -> str:
    """All JavaScript as one module, for the browser cannot fetch parts of it: imports are of one another.

    The last one keeps its exports: they are those of the whole.
    """
    *parts, last = [(HERE / "js" / f"{name}.js").read_text(encoding="utf-8") for name in modules]
    texts = [_EXPORT.sub("", part) for part in parts] + [last]
    return "\n".join(_IMPORT.sub("", text) for text in texts)


class CodingScreen(anywidget.AnyWidget):
    """One screen in one cell. See `Study.code_by_hand`."""

    _esm = joined()
    _css = (HERE / "coder.css").read_text(encoding="utf-8")

    def __init__(self, session: Session, place: str) -> None:
        super().__init__()
        self._session, self._place = session, place
        self.on_msg(self._hear)
        _OPEN.add(self)

    def _hear(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        """Answer a command of the browser, and tell the other screens when it changed anything."""
        try:
            answer = self._session.handle(content)
        except Exception:  # a mistake of ours: the kernel's log has it, but the browser must not wait
            self.send({"re": content.get("id"), "kind": "error", "say": _OURS})
            raise
        self.send(answer)
        if answer["kind"] == "changed":
            others = _OPEN - {self}
            tell = [other for other in others if other._place == self._place]
        else:  # what is refused may have been overtaken by something that this screen does not show yet
            tell = [self] if answer["kind"] == "error" else []
        for screen in tell:
            screen.send({"kind": "changed_elsewhere"})

    def __repr__(self) -> str:
        """What stands in the place of the screen where it cannot be shown, such as in a printed notebook."""
        return INSTEAD


_OPEN: "weakref.WeakSet[CodingScreen]" = weakref.WeakSet()


def coding_screen(
    study: Opened, coder: str, *, blind: bool = True, between: Collection[str] = ()
) -> CodingScreen:
    """A screen on a study, as `Study.code_by_hand`."""
    place = study.store.place
    return CodingScreen(
        Session(study, coder, blind=blind, between=between),
        place if "://" in place else str(Path(place).resolve()),
    )
