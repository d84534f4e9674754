"""Zip files that anybody may have made: never too much is unpacked, nothing is written or fetched."""

import io
import struct
import time
import tracemalloc
import warnings
import zipfile
import zlib

import pytest

from stemmen.errors import ReadError
from stemmen.readers.docx import read
from stemmen.readers.package import Package, check_package
from tests.readers.test_docx import p, package, r

SOUND = package(p(r("I: hoi")))
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return buffer.getvalue()


def with_parts(more: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as file:
        return zipped({name: file.read(name) for name in file.namelist()} | more, method)


def fails(data: bytes) -> str:
    """What the user is told; in little time and memory."""
    tracemalloc.start()
    start = time.perf_counter()
    try:
        with pytest.raises(ReadError) as error:
            read(data, "a.docx")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - start < 5
    assert peak < 50_000_000
    assert "Wat te doen: " in str(error.value)
    return str(error.value)


# Bombs


@pytest.mark.parametrize("name", ["word/x.xml", "word/media/x.bin"])
def test_a_part_that_is_far_too_large(name):
    size = 31_000_000 if name.endswith("xml") else 301_000_000
    data = with_parts({name: b""})
    assert "te groot" in fails(_lie(data, name, size))


def test_pictures_may_be_large():
    check_package(with_parts({"word/media/x.png": bytes(40_000_000)}), "a.docx")


def test_many_parts_that_are_too_large_together():
    assert "te groot" in fails(with_parts({f"word/{n}.xml": bytes(4_000_000) for n in range(8)}))


def test_too_many_parts():
    assert "te groot" in fails(with_parts({f"x{n}": b"" for n in range(10_001)}))


def _lie(data: bytes, name: str, size: int) -> bytes:
    """The zip file, with another unpacked size for one part in its directory."""
    end = data.rindex(b"PK\x05\x06")
    at = data.index(b"PK\x01\x02")
    while at < end:
        length, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        if data[at + 46 : at + 46 + length] == name.encode():
            return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]
        at += 46 + length + extra + comment
    raise AssertionError(name)


@pytest.mark.parametrize("said", [0, 10, 1000])
def test_a_part_that_is_larger_than_it_says_is_not_unpacked_further(said):
    data = _lie(with_parts({"word/document.xml": bytes(60_000_000)}), "word/document.xml", said)
    assert "beschadigd" in fails(data)


def test_a_part_that_is_smaller_than_it_says():
    assert "beschadigd" in fails(_lie(SOUND, "word/document.xml", 20_000_000))


def test_parts_that_lie_over_each_other():
    """The directory names one piece of the file many times: each counts as if it stood there by itself."""
    data = with_parts({"word/x.xml": bytes(4_000_000)})
    at, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry = data[data.rindex(b"PK\x01\x02") : end]
    entries = b"".join(entry.replace(b"word/x.xml", b"word/%d.xml" % n) for n in range(8))
    directory = data[at:end] + entries
    count = struct.unpack_from("<H", data, end + 10)[0] + 8
    closing = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0)
    assert "te groot" in fails(data[:at] + directory + closing)


def test_a_zip_in_a_zip_stays_packed():
    inner = zipped({"word/document.xml": bytes(20_000_000)})
    assert read(with_parts({"word/embeddings/inner.zip": inner}), "a.docx").lines[0].text == "I: hoi"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_to_pack_that_office_programs_do_not_use(method):
    """One step of these may give gigabytes, whatever size is asked for."""
    assert "beschadigd" in fails(with_parts({"word/document.xml": b"x" * 25_000_000}, method))


# Names


@pytest.mark.parametrize("name", ["../../x.xml", "/etc/x.xml", "C:\\x.xml", "word/../../x.xml", "con.xml"])
def test_names_that_point_elsewhere_are_never_written(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read(with_parts({name: b"<x/>"}), "a.docx").lines[0].text == "I: hoi"
    assert list(tmp_path.parent.rglob("x.xml")) == []


def test_names_with_windows_slashes():
    with zipfile.ZipFile(io.BytesIO(SOUND)) as file:
        data = zipped({name.replace("/", "\\"): file.read(name) for name in file.namelist()})
    assert read(data, "a.docx").lines[0].text == "I: hoi"


def test_macros_are_passed_over():
    data = with_parts({"word/vbaProject.bin": OLE})
    assert read(data, "a.docx").lines[0].text == "I: hoi"


# Passwords and old files


@pytest.mark.parametrize(
    ("stream", "told"),
    [
        ("EncryptedPackage", "Op dit bestand zit een wachtwoord."),
        ("WordDocument", "Word-bestand van het oude soort (.doc)"),
        ("Workbook", "wachtwoord, of het is van een oud Office-programma"),
    ],
)
def test_a_password_and_an_old_word_file_are_told_apart(stream, told):
    assert told in fails(OLE + stream.encode("utf-16-le"))


def test_a_zip_file_with_a_password():
    at = SOUND.rindex(b"PK\x01\x02") + 8
    assert "wachtwoord" in fails(SOUND[:at] + b"\x01" + SOUND[at + 1 :])


# Half files


@pytest.mark.parametrize("part", range(1, 10))
def test_a_file_that_was_cut_off(part):
    assert "beschadigd" in fails(SOUND[: len(SOUND) * part // 10])


def test_a_part_with_letters_that_changed_on_the_way():
    with zipfile.ZipFile(io.BytesIO(SOUND)) as file:
        at = file.getinfo("word/document.xml").header_offset + 60
    assert "beschadigd" in fails(SOUND[:at] + bytes([SOUND[at] ^ 255]) + SOUND[at + 1 :])


def test_a_picture_that_is_broken_does_not_matter():
    data = with_parts({"word/media/x.png": bytes(range(256))})
    at = data.index(b"word/media/x.png") + 20
    assert read(data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :], "a.docx").lines[0].text == "I: hoi"


@pytest.mark.parametrize("data", [b"PK\x05\x06" + bytes(18), b"PK", b"x" * 100, zlib.compress(b"x")])
def test_what_is_no_package(data):
    assert "beschadigd" in fails(data)


def test_a_package_without_the_parts_that_are_needed():
    with pytest.raises(ReadError, match="beschadigd"):
        Package(SOUND, "a.odt", "content.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_every_part_is_looked_through_for_a_doctype(encoding):
    with pytest.raises(ReadError, match="DOCTYPE"):
        check_package(with_parts({"word/x.xml": "<!DOCTYPE x>".encode(encoding)}), "a.docx")
    assert "word/x.xml" not in Package(SOUND, "a.docx")


def test_two_parts_of_one_name():
    buffer = io.BytesIO(SOUND)
    with zipfile.ZipFile(io.BytesIO(package(p(r("R: iets anders"))))) as other:
        second = other.read("word/document.xml")
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as file:
        warnings.simplefilter("ignore")
        file.writestr("word/document.xml", second)
    assert "beschadigd" in fails(buffer.getvalue())
