"""How letters look in an OpenDocument file, by its styles."""

from collections.abc import Iterable
from typing import Any

from stemmen.readers.office import HIDDEN
from stemmen.readers.pieces import BOLD, ITALIC, UNDERLINED

Looks = tuple[int, int]  # which looks are set, and those of them that are on
_LOOKS = {"font-weight": BOLD, "font-style": ITALIC, "text-underline-style": UNDERLINED, "display": HIDDEN}
_OFF = frozenset(["normal", "none", "100", "200", "300", "400", "500"])
_TITLES = frozenset(["Title", "Subtitle"])


def attribute(node: Any, name: str) -> str:
    """The value of an attribute by its local name, "" when there is none."""
    return next((str(value) for (_, local), value in node.attributes.items() if local == name), "")


def local(node: Any) -> str:
    """The local name of an element, "" for text."""
    return str(node.qname[1]) if hasattr(node, "qname") else ""


class Styles:
    """The styles of a document, by family and name; of two with one name the first counts."""

    def __init__(self, groups: Iterable[Any]) -> None:
        self._nodes: dict[tuple[str, str], Any] = {}
        self._known: dict[tuple[str, str], Looks] = {}
        for group in groups:
            for node in group.childNodes:
                if local(node) == "style":
                    self._nodes.setdefault((attribute(node, "family"), attribute(node, "name")), node)

    def look(self, family: str, name: str, look: int) -> int:
        """How letters look by a style, where what is around them makes them look like `look`."""
        given, on = self._looks(family, name)
        return look & ~given | on

    def is_title(self, name: str) -> bool:
        """Whether a style of paragraphs is, or is made from, that of a title."""
        seen: set[str] = set()
        while name and name not in seen and name not in _TITLES:
            seen.add(name)
            node = self._nodes.get(("paragraph", name))
            name = attribute(node, "parent-style-name") if node is not None else ""
        return name in _TITLES

    def _looks(self, family: str, name: str) -> Looks:
        key = family, name
        if key not in self._known:
            self._known[key] = 0, 0  # also ends what goes round
            self._known[key] = self._inherited(key)
        return self._known[key]

    def _inherited(self, key: tuple[str, str]) -> Looks:
        node = self._nodes.get(key)
        if node is None:
            return 0, 0
        given, on = self._looks(key[0], attribute(node, "parent-style-name"))
        for child in node.childNodes:
            if local(child) == "text-properties":
                own, own_on = _own_looks(child)
                given, on = given | own, on & ~own | own_on
        return given, on


def _own_looks(properties: Any) -> Looks:
    given = on = 0
    for (_, name), value in properties.attributes.items():
        look = _LOOKS.get(name, 0)
        given |= look
        on |= look if (value == "none" if look == HIDDEN else value not in _OFF) else 0
    return given, on
