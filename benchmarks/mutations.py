"""Files that went wrong: real ones changed at random, in their bytes or in what is packed in them.

What is chosen depends on nothing but the generator that is handed over, so that inputs can be made again.
"""

import copy
import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from lxml import etree

_MOST = 1_500_000  # bytes of an input
_LONG = 20_000  # of one character or pattern
_SIGNS = [
    "\0", "\x1b", "\x85", "\r", "\u2028", "\u200f", "\u202e", "\ufeff", "\u0301", "\u00ad", "\ufffd",
    "\U0001f468\u200d\U0001f469",
    "Ã«", "â€™", "\ud800", "\udfff", "I: ", "R:", "\nAnna: ", "\t", "\n", " ", "(", "[", "<", "{", "a",
    "Aa ", "A. ", "(a", "[a", "00:",
    "1 ", "0:49 ", "[00:12:31] ", "- ", ":", ";", ",", "?", "|", "#", "*", "“", '"', "'", "9", "&", "\\",
    "/", "%", "$", "=",
]  # fmt: skip
_TIMES = ["00:00:01.000 --> 00:00:02.000\n", "99999999:00.000 --> 1\n", "-->", "00:99:99,999", "1:2:3-4"]
_ENTITY = '<!DOCTYPE a [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/hostname">]>&a;&c;'
_XML = [
    "<",
    ">",
    "<a>",
    "</a>",
    "<a/>",
    "&#0;",
    "&#xD800;",
    "&#x110000;",
    "&amp;lt;",
    _ENTITY,
    "<![CDATA[",
    "<!--",
    "<?x ?>",
    "]]>",
]
_OWN = {
    "html": [*_XML, "<table>", "<tr><td>", "<b>", "<script>", "<p", "<div ", "<ul><li>", "<!doctype html>",
    "<template>"],
    "eaf": _XML,
    "xml": _XML,
    "rtf": [
        "{", "}", "\\bin999999999 ", "\\u-99999?", "\\u55357?", "\\'", "\\'e9", "\\ansicpg99999 ", "{\\*\\",
        "\\par ",
        "\\trowd\\cell\\row", "\\fonttbl", "\\b ", "\\uc99999 ", "\\f999999999999 ", "{\\footnote ",
        "\\deleted ", "\\u99999999999999999999?",
    ],
    "md": [">", "> ", "- ", "*", "_", "`", "~~~\n", "[", "](", "![](", "|", "---\n", "# ", "<b>", "&#0;",
    "[a]: b\n", "| a | b |\n|--|--|\n", "**A:** "],
    "vtt": [*_TIMES, "<v ", "<v Anna>", "</v>", "NOTE ", "STYLE\n", "<00:00:01.000>", "&amp;", "&lrm;",
    "WEBVTT\n\n"],
    "srt": [*_TIMES, "<i>", "{\\an8}", "1\n", "&amp;", "\n\n"],
    "json": ["[", '{"a":', "]", "}", "\\ud800", "\\u0000", "1e999", "NaN", "-Infinity", "null", "true",
    '"text":', "-", "1"],
    "csv": ['"', '""', ";", ",", "\t", "=1+1", "x", "\n\n", "spreker;tekst\n", "'"],
    "pdf": ["stream\n", "endstream", "endobj", "/Length 99999999999", "[", "<<", "%%EOF", "/Kids [1 0 R]",
    "xref", "0 0 R", " Tj ", " Tm ", "-1", "(", " cm ", "99999999999 "],
    "txt": _TIMES,
}  # fmt: skip
_VALUES = [
    "", " ", "-1", "0", "1e999", "nan", "inf", "9" * 20, "9" * 5000, "٣", "²", "½", "1.5", "1_000", "true",
    "00:00:99", "../../a",
    "A1048577", "XFD1", "ZZZZZZ99", "\u202e", "a" * 5000, "I: ", "\nAnna: ", "{", "PT99999999H", "on", "off",
    "separate", "end",
    "begin", "List_20_Bullet", "word/document.xml", "http://example.org/a", "http://[", "//", "#", "0x10",
    "é́", "\ufeff", "\U0010ffff",
]  # fmt: skip
_NUMBERS: list[Any] = [
    0,
    -1,
    1e308,
    5e-324,
    float("nan"),
    float("inf"),
    10**400,
    10**4000,
    -(10**30),
    True,
    None,
]
_HALVES: list[Any] = ["\ud800", "\0", "a\udfffb", [], {}, [[]], [None], {"": ""}, {"text": None}, [[[[{}]]]]]

Change = Callable[[bytes, bytes, str, random.Random], bytes]


def mutated(data: bytes, other: bytes, kind: str, chosen: random.Random) -> tuple[str, bytes]:
    """A file for this reader with one to four changes, and how it was changed; `other` is a second file."""
    if kind in ("docx", "odt", "xlsx") and chosen.random() < 0.75:
        name, changed = _part_changed(data, other, chosen)
    elif kind == "pdf" and chosen.random() < 0.6:
        name, changed = _stream_changed(data, other, chosen)
    elif kind in ("html", "eaf", "xml") and chosen.random() < 0.5:
        name, changed = (
            "element",
            _times(chosen, data, lambda old: _tree_changed(old, kind == "html", chosen)),
        )
    elif kind == "json" and chosen.random() < 0.5:
        name, changed = "value", _json_changed(data, chosen)
    else:
        name, changed = _bytes_changed(data, other, kind, chosen)
    return name, changed[:_MOST]


def _times(chosen: random.Random, data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    for _ in range(chosen.choice([1, 1, 2, 4])):
        data = change(data)[:_MOST]
    return data


# Bytes


def _bytes_changed(data: bytes, other: bytes, kind: str, chosen: random.Random) -> tuple[str, bytes]:
    name = chosen.choice(sorted(_CHANGES))
    return name, _times(chosen, data, lambda old: _CHANGES[name](old, other, kind, chosen))


def _stretch(data: bytes, chosen: random.Random) -> tuple[int, int]:
    """Where a stretch begins and ends; mostly a short one."""
    start = chosen.randint(0, len(data))
    return start, min(len(data), start + chosen.randint(1, chosen.choice([4, 100, max(len(data), 1)])))


def _flip(data: bytes, other: bytes, kind: str, chosen: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chosen.choice([1, 3, 30]) if data else 0):
        changed[chosen.randrange(len(data))] ^= 1 << chosen.randrange(8)
    return bytes(changed)


def _delete(data: bytes, other: bytes, kind: str, chosen: random.Random) -> bytes:
    start, end = _stretch(data, chosen)
    return data[:start] + data[end:]


def _insert(data: bytes, other: bytes, kind: str, chosen: random.Random) -> bytes:
    at = chosen.randint(0, len(data))
    return data[:at] + chosen.randbytes(chosen.choice([1, 4, 100])) + data[at:]


def _repeat(data: bytes, other: bytes, kind: str, chosen: random.Random) -> bytes:
    start, end = _stretch(data, chosen)
    most = max(1, min(2000, 400_000 // max(end - start, 1)))
    return data[:end] + data[start:end] * chosen.choice([1, 2, most]) + data[end:]


def _cut(data: bytes, other: bytes, kind: str, chosen: random.Random) -> bytes:
    at = chosen.randint(0, len(data))
    return data[:at] if chosen.random() < 0.7 else data[at:]


def _splice(data: bytes, other: bytes, kind: str, chosen: random.Random) -> bytes:
    start, end = _stretch(other, chosen)
    at = chosen.randint(0, len(data))
    return data[:at] + chosen.choice([other[start:], other[start:end] + data[at:]])


def _token(data: bytes, other: bytes, kind: str, chosen: random.Random) -> bytes:
    sign = chosen.choice(_SIGNS if chosen.random() < 0.5 else _OWN.get(kind, _SIGNS))
    if chosen.random() < 0.2:
        sign += chosen.choice(_SIGNS)
    token = (sign * chosen.choice([1, 3, 200, _LONG])).encode("utf-8", "surrogatepass")[: 10 * _LONG]
    starts = [0, len(data), chosen.randint(0, len(data)), data.find(b"\n", chosen.randint(0, len(data))) + 1]
    at = chosen.choice(starts)
    return data[:at] + token + data[at:]


def _lines(data: bytes, other: bytes, kind: str, chosen: random.Random) -> bytes:
    """Lines in another order, or taken from both files by turns."""
    lines = data.split(b"\n")
    if chosen.random() < 0.5:
        chosen.shuffle(lines)
        return b"\n".join(lines[: chosen.randint(1, len(lines))])
    return b"\n".join(line for pair in zip(lines, other.split(b"\n"), strict=False) for line in pair)


def _joined(data: bytes, other: bytes, kind: str, chosen: random.Random) -> bytes:
    """The ends of lines, or another sign, taken out or made into another."""
    old = chosen.choice([b"\n", b" ", b":", b"\t", b'"', b"<", b"{", b">", data[:1] or b"a"])
    return data.replace(old, chosen.choice([b"", b"\r", b"\n\n", b" ", b":", b"\0", b"\xc2\xa0", b"\xe9"]))


def _encoded(data: bytes, other: bytes, kind: str, chosen: random.Random) -> bytes:
    codec = chosen.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-7", "cp037"])
    return data.decode("utf-8", "replace").encode(codec, "replace")


_CHANGES: dict[str, Change] = {
    "bits flipped": _flip, "stretch deleted": _delete, "bytes inserted": _insert, "stretch repeated": _repeat,
    "cut off": _cut, "spliced": _splice, "token": _token, "other token": _token, "lines": _lines,
    "signs": _joined,
    "encoding": _encoded,
}  # fmt: skip


# Zip files and PDF


def _part_changed(data: bytes, other: bytes, chosen: random.Random) -> tuple[str, bytes]:
    """The zip file with one part changed, mostly the one that holds the text; stored, which is quick."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(io.BytesIO(other)) as package:
        others = {name: package.read(name) for name in package.namelist()}
    names = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    name = max(names, key=lambda known: len(parts[known])) if chosen.random() < 0.3 else chosen.choice(names)
    main = next(
        (known for known in names if re.search(r"word/document|^content|sheet1|sharedStr", known)), name
    )
    name = chosen.choice([name, main])
    how = chosen.random()
    if how < 0.7:
        told = "element"
        parts[name] = _times(chosen, parts[name], lambda old: _tree_changed(old, False, chosen))
    elif how < 0.9:
        told, parts[name] = _bytes_changed(parts[name], others.get(name, b""), "xml", chosen)
    elif how < 0.95:
        told, parts[name] = "part of another file", others.get(name, b"")
    else:
        told = "part left out"
        del parts[name]
    return f"{name.rpartition('/')[2]}: {told}", _packed(parts)


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part)
    return buffer.getvalue()


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


def _stream_changed(data: bytes, other: bytes, chosen: random.Random) -> tuple[str, bytes]:
    """The PDF with one of its packed streams changed; readers mend the places that then are wrong."""
    found = list(_STREAM.finditer(data))
    match = chosen.choice(found)
    try:
        name, changed = _bytes_changed(zlib.decompress(match[1]), b"", "pdf", chosen)
    except zlib.error:
        return _bytes_changed(data, other, "pdf", chosen)
    return f"stream: {name}", data[: match.start(1)] + zlib.compress(changed, 1) + data[match.end(1) :]


# XML


def _tree_changed(data: bytes, as_html: bool, chosen: random.Random) -> bytes:
    """XML with an element or attribute moved, repeated, emptied or filled with something odd."""
    parser = (
        etree.HTMLParser()
        if as_html
        else etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False)
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return data
    if root is None:
        return data
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    chosen.choice(_TREES)(chosen.choice(elements), chosen.choice(elements), chosen)
    if as_html:
        return bytes(etree.tostring(root, encoding="utf-8", method="html"))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _remove(one: Any, two: Any, chosen: random.Random) -> None:
    if one.getparent() is not None:
        one.getparent().remove(one)


def _move(one: Any, two: Any, chosen: random.Random) -> None:
    two.insert(chosen.randint(0, len(two)), copy.deepcopy(one))


def _many(one: Any, two: Any, chosen: random.Random) -> None:
    size = len(list(one.iter()))
    if one.getparent() is not None and size < 200:
        for _ in range(chosen.choice([1, 10, 3000 // size])):
            one.addnext(copy.deepcopy(one))


def _nest(one: Any, two: Any, chosen: random.Random) -> None:
    """The element in itself, many times over."""
    outer = copy.deepcopy(two)
    for child in list(outer):
        outer.remove(child)
    inner, inside = outer, copy.deepcopy(outer)
    for _ in range(chosen.choice([1, 5, 100, 230, 400])):
        child = copy.copy(inside)
        inner.append(child)
        inner = child
    inner.append(copy.deepcopy(one))
    if one.getparent() is not None:
        one.getparent().replace(one, outer)


def _empty(one: Any, two: Any, chosen: random.Random) -> None:
    one.clear()


def _rename(one: Any, two: Any, chosen: random.Random) -> None:
    one.tag = two.tag


def _attribute(one: Any, two: Any, chosen: random.Random) -> None:
    names = [str(name) for name in one.attrib] or [str(name) for name in two.attrib] or ["a"]
    one.set(chosen.choice(names), chosen.choice(_VALUES))


def _without(one: Any, two: Any, chosen: random.Random) -> None:
    for name in list(one.attrib)[: chosen.choice([1, 100])]:
        del one.attrib[name]


def _attributes(one: Any, two: Any, chosen: random.Random) -> None:
    for name, value in two.attrib.items():
        one.set(name, value)


def _text(one: Any, two: Any, chosen: random.Random) -> None:
    signs = [sign for sign in _SIGNS if sign.isprintable() or sign in "\t\n"]
    text = chosen.choice([*_VALUES, chosen.choice(signs) * chosen.choice([1, 50, _LONG]), two.text or ""])
    if chosen.random() < 0.7:
        one.text = text
    elif one.getparent() is not None:
        one.tail = text


_TREES = [
    _remove,
    _move,
    _many,
    _nest,
    _empty,
    _rename,
    _attribute,
    _attribute,
    _attribute,
    _without,
    _attributes,
    _text,
    _text,
]


# JSON


def _json_changed(data: bytes, chosen: random.Random) -> bytes:
    """JSON with some of its values made into something else."""
    root = [json.loads(data)]
    for _ in range(chosen.choice([1, 3, 20])):
        holders = _holders(root)
        _change_in(chosen.choice(holders), chosen.choice(holders), chosen)
    whole = json.dumps(root[0] if root else None, ensure_ascii=chosen.random() < 0.8)
    return whole.encode("utf-8", "surrogatepass")


def _holders(root: Any) -> list[Any]:
    """All objects and lists that hold something; from the top down, at most some thousands."""
    found, waiting = [], [root]
    while waiting and len(found) < 5000:
        node = waiting.pop()
        if node:
            found.append(node)
            waiting += [
                inner
                for inner in (node.values() if isinstance(node, dict) else node)
                if isinstance(inner, dict | list)
            ]
    return found or [[None]]


def _change_in(holder: Any, other: Any, chosen: random.Random) -> None:
    keys = list(holder) if isinstance(holder, dict) else range(len(holder))
    key, how = chosen.choice(keys), chosen.randrange(6)
    if how == 0:
        del holder[key]
    elif how == 1:
        holder[key] = copy.deepcopy(other) if len(json.dumps(other)) < 5000 else {}
    elif how == 2:
        for _ in range(chosen.choice([1, 50])):
            holder[key] = [holder[key]] if chosen.random() < 0.5 else {"words": [holder[key]]}
    elif how == 3 and isinstance(holder, dict):
        holder[chosen.choice(["speaker", "text", "start", "words", "name", "id", "", "type"])] = holder[key]
    else:
        holder[key] = chosen.choice([*_NUMBERS, *_HALVES, *_VALUES])
