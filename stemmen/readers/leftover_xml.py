"""All text of XML, of whatever kind: Word, OpenDocument and Excel files, ELAN, web pages."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from stemmen.readers.leftover import (
    CAPTION,
    COMMENT,
    DELETED,
    HIDDEN,
    LINK,
    MARGIN,
    NOTE,
    PROPERTIES,
    UNREAD,
    Leftover,
    beside,
)
from stemmen.readers.package import Package, check_package
from stemmen.readers.txt import decode

FILE_INSIDE = "Er zit een ander bestand in. Bekijk dat zelf."


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Name of an element, without its namespace -> the place of all text in it.
_PLACES = {
    **dict.fromkeys(_words("comment comments annotation threadedComment"), COMMENT),
    **dict.fromkeys(_words("footnote endnote note"), NOTE),
    **dict.fromkeys(
        _words("hdr ftr header footer headerFooter header-left footer-left header-first footer-first"), MARGIN
    ),
    **dict.fromkeys(_words("del delText moveFrom deletion tracked-changes"), DELETED),
    **dict.fromkeys(_words("hidden-text hidden-paragraph"), HIDDEN),
    **dict.fromkeys(_words("instrText f"), LINK),
    **dict.fromkeys(_words("head meta document-meta Properties coreProperties"), PROPERTIES),
}
# Text in these stands together, however many elements it is cut into.
_TOGETHER = _words("p h h1 h2 h3 h4 h5 h6 li td th div body si is comment annotation ANNOTATION_VALUE")
_ALONE = _words("creator date initials author title style script")
_SPACES = _words("tab br cr s line-break br")
_PERSONS = _words(
    "creator lastmodifiedby initial-creator printed-by author manager annotator displayname userid"
)
_PROGRAM = _words("Application AppVersion generator DocSecurity Pages Words style language")
# Attributes that hold what somebody wrote; those of an element that names a picture, a sheet or a variable.
_TELLING = _words("author descr alt tooltip userId displayName content placeholder")
_LINKS = _words("href src Target target")
_NAMED = _words("docPr cNvPr frame image table section sheet definedName docVar alias tag bookmark")
_LOOKS_ONLY = re.compile(r"(?:word|xl)/(?:theme/|styles|fontTable|numbering|webSettings|calcChain)")
_PLACE_MARK = re.compile(r"[a-z]{0,3}\d{1,8}|\w{0,2}")  # ids and times, of which a talk has thousands
_PICTURES = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp|wdp|heic)$", re.IGNORECASE)
_EMBEDDED = re.compile(r"(?:^|/)(?:embeddings|activeX|Object ?\d|media|Pictures)/?|\.bin$", re.IGNORECASE)


def in_package(data: bytes, where: str) -> tuple[list[Leftover], list[str]]:
    """All text in the parts of an office file, and what is in it that is no text."""
    check_package(data, where)
    package = Package(data, where)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = [name for name in file.namelist() if not name.endswith("/")]
    found = [piece for name in sorted(names) if name in package for piece in _part(name, package.part(name))]
    return found, _closed(names, package)


def _part(name: str, data: bytes) -> Iterator[Leftover]:
    base = name.rpartition("/")[2]
    if base in ("mimetype", "[Content_Types].xml", "manifest.xml") or _LOOKS_ONLY.match(name):
        return
    root = _parsed(data)
    if base.endswith(".rels"):
        yield from _external(root)
    elif root is not None:
        yield from pieces_of(root, _place(name))


def _place(name: str) -> str:
    """Where the text of a part of an office file is, as far as its name tells."""
    for word, place in (
        ("docProps/", PROPERTIES),
        ("customXml/", PROPERTIES),
        ("meta.xml", PROPERTIES),
        ("settings", PROPERTIES),
        ("people", COMMENT),
        ("persons", COMMENT),
        ("omment", COMMENT),
        ("footnotes", NOTE),
        ("endnotes", NOTE),
        ("header", MARGIN),
        ("footer", MARGIN),
    ):
        if word in name:
            return place
    return UNREAD


def _external(root: Any) -> Iterator[Leftover]:
    for relation in root.iter() if root is not None else ():
        if relation.get("TargetMode") == "External":
            yield from beside(LINK, relation.get("Target", "").removeprefix("mailto:"))


def _closed(names: list[str], package: Package) -> list[str]:
    """What nobody can check but the researcher: pictures, files within the file.

    A thumbnail is left out: it is a small picture of the first page, of which the text is checked.
    """
    others = [name for name in names if name not in package and "humbnail" not in name]
    pictures = [name for name in others if _PICTURES.search(name)]
    embedded = any(_EMBEDDED.search(name) for name in others if name not in pictures)
    return [*pictures_in(len(pictures)), *([FILE_INSIDE] if embedded else [])]


def pictures_in(number: int) -> list[str]:
    """The sentence for pictures in a file, if there are."""
    if not number:
        return []
    what = (
        "Er staat 1 plaatje in. Bekijk het zelf"
        if number == 1
        else f"Er staan {number} plaatjes in. Bekijk ze zelf"
    )
    return [f"{what}: er kan tekst of een gezicht op staan."]


def in_xml(data: bytes, where: str) -> tuple[list[Leftover], list[str]]:
    """All text and all attributes of an XML file, such as that of ELAN."""
    root = _parsed(decode(data, where)[0].lstrip("\ufeff \t\r\n").encode())
    if root is None:
        return [], ["Dit is geen goed XML-bestand."]
    attributes = [
        piece
        for element in root.iter()
        if isinstance(element.tag, str)
        for name, value in element.attrib.items()
        for piece in _attribute(_local(name), value)
    ]
    return [*pieces_of(root, UNREAD), *attributes], []


def _attribute(name: str, value: str) -> list[Leftover]:
    """A value of which nothing is known but its name."""
    if "schema" in name.lower() or _PLACE_MARK.fullmatch(value):
        return []
    return beside(PROPERTIES, value, person=name.lower() in _PERSONS)


def in_html(data: bytes, where: str) -> tuple[list[Leftover], list[str]]:
    """All text of a web page, also what a browser does not show."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(decode(data, where)[0].encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return [], []
    if root is None:
        return [], []
    return list(pieces_of(root, UNREAD)), pictures_in(
        sum(1 for _ in root.iter("img", "svg", "object", "video"))
    )


def _parsed(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def pieces_of(root: Any, place: str) -> Iterator[Leftover]:
    """The text of an element and all in it, what stands together in one piece; and what attributes tell."""
    from lxml import etree

    for above in root.itersiblings(preceding=True):
        yield from beside(COMMENT, above.text)
    walk = _Walk(place)
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield from walk.start(element)
        elif event == "end":
            yield from walk.end(element)
        else:
            yield from beside(COMMENT if event == "comment" else PROPERTIES, element.text)
            walk.add(element.tail)


class _Walk:
    """On the way through a tree: the place that one is in, and the text that stands together there."""

    def __init__(self, place: str) -> None:
        self._places = [place]
        self._texts: list[dict[str, list[str]]] = [{}]
        self._names: list[str] = []

    def add(self, text: str | None) -> None:
        if text:
            self._texts[-1].setdefault(self._places[-1], []).append(text)

    def start(self, element: Any) -> Iterator[Leftover]:
        name = _local(element.tag)
        place = _PLACES.get(name, self._places[-1])
        if _is_hidden(element):
            place = HIDDEN
        elif name == "meta" and element.get("name", "").lower() == "author":
            yield from beside(PROPERTIES, element.get("content"), person=True)
        self._places.append(place)
        self._names.append(name)
        if self._is_piece(name):
            self._texts.append({})
        if name in _SPACES:
            self.add(" ")
        yield from _attributes(element, name, place)
        if not (
            name == "v" and element.getparent().get("t") == "s"
        ):  # the number of a text that is elsewhere
            self.add(element.text)

    def end(self, element: Any) -> Iterator[Leftover]:
        name = self._names.pop()
        if self._is_piece(name):
            person = name.lower() in _PERSONS
            for place, parts in self._texts.pop().items():
                text = "".join(parts)
                if name not in _PROGRAM and not (name == "config-item" and _PLACE_MARK.fullmatch(text)):
                    yield from beside(place, text, person=person)
        self._places.pop()
        self.add(element.tail)

    def _is_piece(self, name: str) -> bool:
        """Whether an element's text stands apart from that around it."""
        return name in _TOGETHER or name in _ALONE or not _TOGETHER.intersection(self._names)


def _attributes(element: Any, name: str, place: str) -> Iterator[Leftover]:
    for full, value in element.attrib.items():
        key = _local(full)
        if key in _TELLING:
            yield from beside(
                CAPTION if key in ("descr", "alt") else place if place != UNREAD else PROPERTIES,
                value,
                person=key.lower() in _PERSONS,
            )
        elif key == "title":
            yield from beside(CAPTION, value)
        elif key in _LINKS and not value.startswith(("data:", "#")):
            yield from beside(LINK, value.removeprefix("mailto:"))
        elif key in ("name", "val") and name in _NAMED:
            yield from beside(PROPERTIES, value)


def _is_hidden(element: Any) -> bool:
    """Whether the program does not show the text of this element."""
    style = element.get("style", "").replace(" ", "").lower()
    if "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None:
        return True
    looks = next((child for child in element if _local(child.tag) == "rPr"), None)
    return looks is not None and any(_local(child.tag) == "vanish" for child in looks)


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
