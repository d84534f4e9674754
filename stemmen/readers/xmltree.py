"""XML that anybody may have made: parsed without a network or expanding anything, its letters repaired."""

from collections import Counter
from typing import TYPE_CHECKING

from stemmen.errors import Problem, ReadError
from stemmen.readers.mojibake import mend, mending_notes
from stemmen.readers.txt import decode

if TYPE_CHECKING:
    from lxml.etree import _Element

_MANGLED_MARK = "ï»¿"  # the mark of UTF-8, once read as something else


def parse(data: bytes, where: str) -> "tuple[_Element, tuple[str, ...]]":
    """The root of an XML file and notes of what was repaired; ReadError when it is not whole or not safe."""
    from lxml import etree

    text, notes = decode(data, where)
    mended: Counter[tuple[str, str]] = Counter()
    if text.startswith(_MANGLED_MARK):
        text, mended[_MANGLED_MARK, ""] = text.removeprefix(_MANGLED_MARK), 1
    text = "\n".join(mend(line, mended) for line in text.split("\n"))
    if "<!ENTITY" in text:
        raise _unsafe(where)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        raise broken(where) from None
    if next(root.iter(etree.Entity), None) is not None:
        raise _unsafe(where)
    return root, (*notes, *mending_notes(mended))


def broken(where: str) -> ReadError:
    """The error for XML that is not whole, or nested deeper than any program writes."""
    repair = "Haal of exporteer het bestand opnieuw; misschien is het maar half opgeslagen."
    return ReadError(Problem(where, "Dit is geen goed XML-bestand.", repair=repair))


def _unsafe(where: str) -> ReadError:
    what = "Dit XML-bestand heeft eigen afkortingen (entiteiten), en die kunnen kwaad."
    return ReadError(Problem(where, what, repair="Exporteer het opnieuw zonder zulke afkortingen."))
