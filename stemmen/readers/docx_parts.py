"""The parts of a Word file: its body, the styles of its letters, its headers and footers.

python-docx parses the XML. Its way to open a file is not used: that reads all parts at once, and fails where
Word does not (a picture that is gone, the "strict" kind of .docx).
"""

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from stemmen.readers.office import HIDDEN
from stemmen.readers.package import Package, damaged, too_large
from stemmen.readers.pieces import BOLD, ITALIC, UNDERLINED

_MAX_TAGS = 1_000_000  # so that it takes seconds; an interview of a day has about 100,000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = (
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)
_HEADING = re.compile(r"(?:heading|kop) ?\d|kop|title|titel|subtitle|ondertitel|(?:toc|kop) ?heading", re.I)
_BODY_LEVEL = 9  # Word's number for text that is no heading
_LOOKS = {f"{W}b": BOLD, f"{W}i": ITALIC, f"{W}u": UNDERLINED, f"{W}vanish": HIDDEN}
_LETTER_STYLE, _VALUE = f"{W}rStyle", f"{W}val"
_TOGGLED = BOLD | ITALIC | HIDDEN  # in a style of letters, these turn round what the paragraph has
_OFF = frozenset(["0", "false", "off", "none"])

Looks = tuple[int, int]  # which looks are set, and those of them that are on


class Parts:
    """The parts of a Word file that have text; ReadError when it is none."""

    def __init__(self, data: bytes, where: str) -> None:
        self._package = Package(data, where, "[Content_Types].xml")
        found = list(self._related("", "officeDocument"))
        self._main = found[0] if found else "word/document.xml"
        body = self._xml(self._main).find(f"{W}body")
        if body is None:
            raise damaged(where)
        self.body: Any = body
        self.styles = Styles(self)

    def margins(self) -> list[Any]:
        """The headers and footers, each once however often it is referred to."""
        names = [name for kind in ("header", "footer") for name in self._related(self._main, kind)]
        return [self._xml(name) for name in dict.fromkeys(names)]

    def style_elements(self) -> Iterator[Any]:
        """The styles, as elements."""
        for name in dict.fromkeys(self._related(self._main, "styles")):
            yield from self._xml(name).iterchildren(f"{W}style")

    def _related(self, name: str, kind: str) -> Iterator[str]:
        """Names of the parts that the part `name` refers to ("" is the file); what is outside stays there."""
        folder, base = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in self._package:
            return
        for relation in self._xml(relations):
            if not isinstance(relation.tag, str) or not relation.get("Type", "").endswith(f"/{kind}"):
                continue
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            if relation.get("TargetMode") != "External" and target in self._package:
                yield target

    def _xml(self, name: str) -> Any:
        from docx.oxml import parse_xml

        if name not in self._package:
            raise damaged(self._package.where)
        data = self._package.part(name).replace(*_STRICT)
        if data.count(b"<") > _MAX_TAGS:
            raise too_large(self._package.where)
        try:
            return parse_xml(data)
        except (SyntaxError, ValueError):  # the first is what lxml makes of its own errors
            raise damaged(self._package.where) from None


class Styles:
    """How letters look by the styles they have; the styles are read when one is met.

    What all letters of a document have (its defaults) does not stand out, so that is not looked at.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._known: dict[str, tuple[Looks, bool]] = {}

    @cached_property
    def _elements(self) -> dict[str, Any]:
        return {element.get(f"{W}styleId", ""): element for element in self._parts.style_elements()}

    def of_paragraph(self, settings: Any) -> tuple[int, bool]:
        """How the letters of a paragraph look, and whether it is a heading, by its w:pPr."""
        if settings is None:
            return 0, False
        style = settings.find(f"{W}pStyle")
        (_, look), heading = self._style(style.get(_VALUE, "")) if style is not None else ((0, 0), False)
        level = _level(settings)
        return look, heading if level is None else level

    def of_letters(self, settings: Any, look: int) -> int:
        """How letters look by their w:rPr, in a paragraph that makes them look like `look`."""
        style = first_if(settings, _LETTER_STYLE)
        if style is not None:
            (given, on), _ = self._style(style.get(_VALUE, ""))
            look = (look ^ (on & _TOGGLED)) & ~(given & ~_TOGGLED) | (on & ~_TOGGLED)
        given, on = _looks(settings)
        return look & ~given | on

    def _style(self, name: str) -> tuple[Looks, bool]:
        """The looks of a style with what it is based on, and whether it is one for headings."""
        if name not in self._known:
            self._known[name] = (0, 0), bool(_HEADING.fullmatch(name))  # also ends what goes round
            self._known[name] = self._inherited(name)
        return self._known[name]

    def _inherited(self, name: str) -> tuple[Looks, bool]:
        element = self._elements.get(name)
        if element is None:
            return self._known[name]
        base, called = element.find(f"{W}basedOn"), element.find(f"{W}name")
        (given, on), heading = self._style(base.get(_VALUE, "")) if base is not None else ((0, 0), False)
        letters, settings = element.find(f"{W}rPr"), element.find(f"{W}pPr")
        if letters is not None:
            own, own_on = _looks(letters)
            given, on = given | own, on & ~own | own_on
        level = _level(settings) if settings is not None else None
        names = (name, called.get(_VALUE, "") if called is not None else "")
        named = any(_HEADING.fullmatch(one) for one in names)
        return (given, on), named or (heading if level is None else level)


def first_if(element: Any, tag: str) -> Any:
    """The first child, where settings stand, if it has this tag; quicker than `find`."""
    for child in element:
        return child if child.tag == tag else None
    return None


def _looks(letters: Any) -> Looks:
    given = on = 0
    for child in letters:
        look = _LOOKS.get(child.tag)
        if look:
            given |= look
            on |= 0 if child.get(_VALUE) in _OFF else look
    return given, on


def _level(settings: Any) -> bool | None:
    """Whether the outline level is that of a heading; None when there is none."""
    level = settings.find(f"{W}outlineLvl")
    return None if level is None else level.get(_VALUE) != str(_BODY_LEVEL)
