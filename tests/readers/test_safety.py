"""Files that anybody may have made, for all readers together: no hang, nothing fetched, one clear sentence.

What holds for one format stands with its tests, what holds for zip files in `test_package.py`. Inputs that
`python -m benchmarks fuzz` found stand here.
"""

import io
import random
import re
import time
import zipfile
from contextlib import contextmanager

import openpyxl
import pytest

from benchmarks.fuzz import _wrong_in, _wrong_in_texts
from benchmarks.mutations import mutated
from stemmen.errors import Problem, ReadError
from stemmen.readers import FORMATS, read_file, shapes
from stemmen.readers.found import Line
from stemmen.readers.layout import heading, only_times
from stemmen.readers.times import is_time, seconds, without_times
from tests.test_readers import write_docx, write_odt

TALK = "I: Hoe ging dat?\nR: Nou, slecht.\nI: En toen?\nR: Niks.\n"


@contextmanager
def quickly(most: float = 2.0):
    start = time.process_time()
    yield
    assert time.process_time() - start < most


def written(folder, name: str, data: str | bytes):
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def fails(path) -> str:
    with pytest.raises(ReadError) as error:
        read_file(path)
    assert "Wat te doen: " in str(error.value)
    return str(error.value)


def texts(path) -> str:
    """All that a reading shows of a file, or what the user is told instead."""
    try:
        reading = read_file(path)
    except ReadError as error:
        return str(error)
    return "\n".join([reading.transcript.text, reading.transcript.introduction, *reading.notes])


def write_xlsx() -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in [("spreker", "tekst"), ("I", "Hallo?"), ("R", "Ja, hallo."), ("I", "En?"), ("R", "Niks.")]:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def with_part(data: bytes, name: str, change) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {known: old.read(known) for known in old.namelist()}
        for known, part in (parts | {name: change(parts.get(name, b""))}).items():
            new.writestr(known, part)
    return buffer.getvalue()


# What is no interview


@pytest.mark.parametrize(
    "data", [b"", b" \r\n \n", b"\0", b"\xff", b"<", b"{", b"PK\x03\x04", b"%PDF-1.7", b"{\\rtf1"]
)
@pytest.mark.parametrize("ending", FORMATS)
def test_nearly_nothing_is_refused(tmp_path, capfd, ending, data):
    fails(written(tmp_path, f"a.{ending}", data))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_of_another_kind_is_read_as_text_or_refused(tmp_path, ending):
    for data in (write_docx([("I", "Hallo?"), ("R", "Ja.")]), random.Random(1).randbytes(5000)):
        if ending != "docx":
            fails(written(tmp_path, f"a.{ending}", data))


def test_far_too_large_a_file_is_not_taken_in(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with quickly(0.1):
        assert "groter dan 50 MB" in fails(path)


# Bombs and entities


def test_a_bomb_in_a_table(tmp_path):
    bomb = with_part(write_xlsx(), "xl/sharedStrings.xml", lambda xml: xml + b" " * 40_000_000)
    assert len(bomb) < 100_000
    with quickly(1):
        assert "te groot" in fails(written(tmp_path, "a.xlsx", bomb))


def test_entities_in_a_table_are_not_expanded(tmp_path):
    entities = b'<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>'

    def poison(xml: bytes) -> bytes:
        changed = xml.replace(b"<worksheet", entities + b"<worksheet", 1).replace(b"Hallo?", b"&b;")
        assert entities in changed
        return changed

    assert "haha" not in texts(
        written(tmp_path, "a.xlsx", with_part(write_xlsx(), "xl/worksheets/sheet1.xml", poison))
    )


_EAF = (
    '<ANNOTATION_DOCUMENT><TIME_ORDER/><TIER TIER_ID="I"><ANNOTATION><ALIGNABLE_ANNOTATION '
    'TIME_SLOT_REF1="a"><ANNOTATION_VALUE>Hallo?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>'
    "</TIER></ANNOTATION_DOCUMENT>"
)
_ROOTS = [
    ("a.docx", lambda: write_docx([("I", "Hallo?"), ("R", "Ja.")]), "word/document.xml", "<w:document"),
    ("a.odt", lambda: write_odt([("I", "Hallo?"), ("R", "Ja.")]), "content.xml", "<office:document-content"),
    ("a.xlsx", write_xlsx, "xl/worksheets/sheet1.xml", "<worksheet"),
    ("a.eaf", lambda: _EAF, "", "<ANNOTATION_DOCUMENT"),
    ("a.xml", lambda: "<handelingen><al>Hallo?</al></handelingen>", "", "<handelingen"),
    ("a.html", lambda: "<html><body><p>I: Hallo?</p><p>R: Ja.</p></body></html>", "", "<html"),
]


@pytest.mark.parametrize(("name", "make", "part", "root"), _ROOTS, ids=[root[0] for root in _ROOTS])
@pytest.mark.parametrize("how", ["entity", "parameter", "dtd"])
def test_other_files_are_never_read(tmp_path, name, make, part, root, how):
    secret = written(tmp_path, "geheim.txt", "WACHTWOORD-123").as_uri()
    doctype = {
        "entity": f'<!DOCTYPE a [<!ENTITY s SYSTEM "{secret}">]>',
        "parameter": f'<!DOCTYPE a [<!ENTITY % s SYSTEM "{secret}"> %s;]>',
        "dtd": f'<!DOCTYPE a SYSTEM "{secret}">',
    }[how]

    def poison(xml: bytes) -> bytes:
        text = xml.decode()
        assert root in text
        assert "Hallo?" in text
        return text.replace(root, doctype + root, 1).replace("Hallo?", "Hallo &s;").encode()

    data = make()
    path = written(tmp_path, name, with_part(data, part, poison) if part else poison(data.encode()))
    assert "WACHTWOORD" not in texts(path)


# Lines that no person writes


PATTERNS = [
    "A", "(a", "[", "(", "<", "{", "Aa ", "00:", "1 ", "\t", " ", "0:49 ", "[00:12:31] ", "- ", "-", ":",
    ". ", "A. ", "R1 ", "= ", "==", "|", " |", "_", "é", "[00:00 - ", "a.", "R (", "#00:00:01-1#",
]  # fmt: skip
SHAPES = [
    shapes.colon, shapes.tight, shapes.marked, shapes.tab, shapes.bracket, shapes.timed, shapes.stamped,
    shapes.dash, shapes.point, shapes.space, shapes.alone,
]  # fmt: skip


def _frames(pattern: str) -> list[str]:
    line = pattern * (100_000 // len(pattern))
    return [line, f"{line}:", f"I: {line}x", f"Anna {line})", f"[{line}", f"00:01 {line}!"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_shape_takes_long_over_a_line(pattern):
    with quickly():
        for text in _frames(pattern):
            for shape in SHAPES:
                shape(shapes.start_of(Line(text, marked=text)))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_time_or_heading_takes_long_to_find(pattern):
    with quickly():
        for text in _frames(pattern):
            seconds(text), is_time(text), without_times(text), heading(Line(text)), only_times([Line(text)])


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_line_within_a_talk_takes_long(tmp_path, pattern):
    with quickly():
        for text in _frames(pattern):
            assert "Niks." in texts(written(tmp_path, "a.txt", f"{TALK}{text}\n{TALK}"))


@pytest.mark.parametrize("before", ["", "I: "])
def test_a_text_of_millions_of_letters_in_one_line(tmp_path, before):
    with quickly(4):
        texts(written(tmp_path, "a.txt", before + "hallo daar, zei ze. " * 250_000))


ODD_ROWS = {
    "blank": "\n" * 40_000,
    "headings": "== Schulden ==\n" * 20_000,
    "times": "00:01:02\n" * 20_000,
    "cues": "00:00:01.000 --> 00:00:02.000\n\n" * 10_000,
    "names": "Anna\n" * 20_000,
}


@pytest.mark.parametrize("rows", ODD_ROWS.values(), ids=list(ODD_ROWS))
def test_thousands_of_odd_lines_within_a_talk(tmp_path, rows):
    with quickly():
        texts(written(tmp_path, "a.txt", TALK + rows + TALK))


def test_thousands_of_speakers_below_a_long_introduction(tmp_path):
    above = "".join(f"Regel {number} over de gesprekken met deelnemers.\n" for number in range(60))
    talk = "".join(f"I: Hoe is het, {number}?\nR{number}: Zo.\n" for number in range(2000))
    with quickly(3):
        reading = read_file(written(tmp_path, "a.txt", above + talk))
    assert len(reading.transcript.speakers) == 2001


# Found by fuzzing


def test_a_backslash_within_a_letter_of_an_rtf_file(tmp_path):
    data = "{\\rtf1 I: Hoe ging dat?\\par R: Caf\\é, één.\\par I: En?\\par R: Ja.}"
    reading = read_file(written(tmp_path, "a.rtf", data))
    assert reading.transcript.text.split("\n")[1] == "Caf\ufffd, één."
    assert "Tekens die niet te lezen waren: 1." in " ".join(reading.notes)


def test_a_cell_that_is_too_large_behind_a_loose_quote(tmp_path):
    data = 'spreker;tekst\nI;"Hallo" daar?\nR;"' + "x" * 140_000
    assert "aanhalingsteken" in fails(written(tmp_path, "a.csv", data))


def test_control_signs_do_not_reach_the_screen(tmp_path):
    told = fails(written(tmp_path, "a\x1b]0;x\x07.srt", "1\n00:00:01,000 --> \x1b]0;x\x07\nI: hallo\n"))
    assert "\x1b" not in told
    assert "a\ufffd]0;x\ufffd.srt" in told
    assert str(Problem("a\x1b[31m.txt", "Gek\x00.", repair="Niks\x9b.\ud800")) == (
        "a\ufffd[31m.txt: Gek\ufffd.\n  Wat te doen: Niks\ufffd.\ufffd"
    )


def test_control_signs_are_not_in_notes(tmp_path):
    rows = "I;ja?;\x1b[31mx\nR;nee;\nI;o?;\nR;ja;\n"
    reading = read_file(written(tmp_path, "a.csv", f"spreker;tekst;geh\x1beim\n{rows}"))
    assert not any("\x1b" in note for note in reading.notes)
    assert any("geheim" in note for note in reading.notes)


def test_a_style_that_is_not_there_is_not_printed(tmp_path, capfd):
    def without(xml: bytes) -> bytes:
        assert b'<xf numFmtId="0"' in xml
        return re.sub(rb"<cellXfs.*</cellXfs>", b"", re.sub(rb"<cellStyleXfs.*</cellStyleXfs>", b"", xml))

    texts(written(tmp_path, "a.xlsx", with_part(write_xlsx(), "xl/styles.xml", without)))
    assert capfd.readouterr() == ("", "")


def test_a_name_that_is_mended_into_nothing_is_no_speaker(tmp_path):
    mangled = "\u2028".encode().decode("cp1252")
    rows = f"I;Hoe ging dat?\nR;Nou, slecht.\n{mangled};Niks.\nI;En toen?\nR;Tja.\n"
    reading = read_file(written(tmp_path, "a.csv", f"spreker;tekst\n{rows}"))
    assert reading.transcript.speakers == ("I", "R")
    assert "Niks." in reading.transcript.text


# The fuzzing itself


def test_an_input_can_be_made_again():
    data = [
        mutated(write_docx([("I", "a")]), write_docx([("R", "b")]), "docx", random.Random(7)) for _ in "ab"
    ]
    assert data[0] == data[1]


def test_what_is_wrong_is_seen(tmp_path):
    reading = read_file(written(tmp_path, "a.txt", TALK))
    assert _wrong_in(reading) == ""
    object.__setattr__(reading, "notes", ("a\x1b",))
    assert _wrong_in(reading) == r"the sign '\x1b' in the remarks"
    assert _wrong_in_texts(["a", None], "x") == "what is no text in x"
    assert _wrong_in_texts(["a\ud800"], "x") == r"the sign '\ud800' in x"
    assert _wrong_in_texts(["a\tb\nc é \ufffd"], "x") == ""
