"""Web pages: what a browser shows, line by line, as noScribe, Word and Google Docs save them."""

import html
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.errors import ReadError
from stemmen.readers.found import Line
from stemmen.readers.html import read


def texts(page: str) -> list[str]:
    return [line.text for line in read(page.encode(), "a.html").lines]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>I: Hoe?</p><p>R: Goed.</p>", ["I: Hoe?", "R: Goed."]),
        ("<p>I: Hoe?<p>R: Goed.", ["I: Hoe?", "R: Goed."]),
        ("I: Hoe?<br>R: Goed.<br/><br />Echt.", ["I: Hoe?", "R: Goed.", "Echt."]),
        ("<div>I: Hoe?<div>R: Goed.</div>Ja.</div>", ["I: Hoe?", "R: Goed.", "Ja."]),
        ("<ul><li>I: Hoe?</li><li><p>R: Goed.</p></li></ul>", ["I: Hoe?", "R: Goed."]),
        ("<p>I:\n   Hoe\n\tging <b> dat</b> ?</p>", ["I: Hoe ging dat ?"]),
        ("<p>I:\tHoe?</p>", ["I:\tHoe?"]),
        ("<pre>I: Hoe?\nR:  Goed.</pre>", ["I: Hoe?", "R:  Goed."]),
        ("<p>R: caf&eacute; &amp; &lt;lacht&gt; &#8364;&nbsp;5</p>", ["R: café & <lacht> €\u00a05"]),
        ("<p>a<!-- weg --> b<?php weg ?> c</p>", ["a b c"]),
        ("<title>weg</title><script>weg()</script><style>p{}</style><p>a</p>", ["a"]),
        ("<p>Toen <del>niet</del> <a href='http://x.nl'>hier</a></p>", ["Toen niet hier"]),
        (
            "<table><tr><td>I</td><td>Hoe?</td></tr><tr><td>R<td><p>Goed.<p>Ja.</table>",
            ["I\tHoe?", "R\tGoed.", "Ja."],
        ),
        ("<table><tr><td><p>I: Hoe?</p><p>R: Goed.</p></td></tr></table>", ["I: Hoe?", "R: Goed."]),
        ("<table><tr><td>a<table><tr><td>b<td>c</table>d<td>e</table>f", ["a", "b", "c", "d\te", "f"]),
        ("<table hidden><tr><td>x</table><table><tr><td>a<td>b</table>", ["a\tb"]),
        ("<p></p><p> </p><p>a</p>", ["a"]),
        ("", []),
        ("<!-- -->", []),
    ],
)
def test_lines(page, expected):
    assert texts(page) == expected


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p><b>I:</b> Hoe?", "I:"),
        ("<p><strong>Anna</strong>: Hoe?", "Anna"),
        ("<p><em>I:</em> <b>Hoe?</b>", "I:"),
        ("<p><u>I:</u> Hoe?", "I:"),
        ("<p><span style=' font-weight:600;'>I:</span> Hoe?", "I:"),
        ("<p><span style='font-style: italic'>I:</span> Hoe?", "I:"),
        (
            "<style>.c1{color:#0;font-weight:700}.c2{color:#1}</style><p><span class='c0 c1'>I:</span> Hoe?",
            "I:",
        ),
        ("<style>.c2{font-weight:400}</style><p><span class='c2'>I:</span> Hoe?", ""),
        ("<p style='font-weight:400'>I: Hoe?", ""),
        ("<p>I: <b>Hoe?</b>", ""),
        ("<p><b>I</b><b>: </b>Hoe?", "I:"),
    ],
)
def test_what_stands_out_at_the_start(page, marked):
    (line,) = read(page.encode(), "a.html").lines
    assert line.marked == marked


def test_headings():
    found = read(b"<h1>Interview</h1><p>I: Hoe?</p><h3>Over <i>werk</i></h3><p>R: Goed.", "a.html")
    assert [(line.text, line.heading) for line in found.lines] == [
        ("Interview", True),
        ("I: Hoe?", False),
        ("Over werk", True),
        ("R: Goed.", False),
    ]


def test_a_table_with_a_row_a_turn():
    page = "<p>Opname 3</p><table><tr><th>Tijd<th>Spreker<th>Tekst<tr><td>0:07<td>I<td>Hoe ging dat?</table>"
    lines = read(page.encode(), "a.html").lines
    assert lines == [Line("Opname 3"), Line("Hoe ging dat?", 7, speaker="I")]


def test_as_noscribe_writes_it():
    page = (
        '<body><div class="WordSection1" ><p style="font-weight: 600" >opname</p>'
        '<p ><span style="color: #909090" >Transcribed with noScribe<br />Audio source: a.m4a<br />'
        "</span></p><p ></p>"
        '<p ><a name="ts_1500_2000_S00" >S00: Hoe ging dat?</a><a name="ts_2100_3000_S00" > Vertel.</a></p>'
        '<p ><a name="ts_61000_62000_S01" >S01 <span style="color: #78909C" >[00:01:01]</span>: Slecht.</a>'
        "</p></div>"
    )
    assert read(page.encode(), "a.html").lines == [
        Line("opname", marked="opname"),
        Line("Transcribed with noScribe"),
        Line("Audio source: a.m4a"),
        Line("S00: Hoe ging dat? Vertel.", 1.5),
        Line("S01 [00:01:01]: Slecht.", 61),
    ]


@pytest.mark.parametrize(
    ("page", "note"),
    [
        ("<p>a</p><p style='display:none'>weg</p>", "1 verborgen stuk tekst is niet ingelezen."),
        (
            "<p>a<span hidden>weg</span></p><div hidden>b</div>",
            "2 verborgen stukken tekst zijn niet ingelezen.",
        ),
        ("<p>a</p><p hidden></p>", ""),
    ],
)
def test_hidden_text_is_left_out_and_told(page, note):
    found = read(page.encode(), "a.html")
    assert [line.text for line in found.lines] == ["a"]
    assert found.notes == ((note,) if note else ())


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        ("<meta charset=utf-8><p>één €".encode(), 0),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>één €'.encode(
                "cp1252"
            ),
            0,
        ),
        ('<meta charset="windows-1252"><p>één €'.encode("cp1252"), 0),
        ("<p>één €".encode(), 0),
        ("<p>één €".encode("utf-16"), 0),
        ("<p>één €".encode("utf-8-sig"), 0),
        ("<meta charset=utf-8><p>één €".encode("cp1252"), 1),
        ("<meta charset=bestaat-niet><p>één €".encode(), 0),
        ("<meta charset=hex><p>één €".encode(), 0),
        ('<?xml version="1.0" encoding="utf-8"?><html><p>één €'.encode(), 0),
    ],
)
def test_letters(data, notes):
    found = read(data, "a.html")
    assert [line.text for line in found.lines] == ["één €"]
    assert len(found.notes) == notes


def test_entities_are_not_expanded():
    page = '<!DOCTYPE html [<!ENTITY a "haha"><!ENTITY b SYSTEM "file:///etc/hostname">]><p>R: &a; &b;</p>'
    assert texts(page)[-1] == "R: &a; &b;"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "x",
        "<b>" * 100_000 + "x",
        "<table><tr><td>" * 20_000 + "x",
        "<" * 1_000_000,
        "<p " + "a=b " * 300_000 + ">x",
        "<style>" + ".a" * 300_000 + "</style>x",
        "<p style='" + "font-weight " * 100_000 + "'>x",
        "<meta " * 700 + ">x",
        "<p hidden>" * 20_000 + "x",
        "<p>" + " \n" * 1_000_000 + "x",
        "<p>" + "woord " * 1_000_000 + "x",
    ],
)
def test_odd_pages_take_no_time_and_lose_nothing(page):
    start = time.monotonic()
    try:
        found = read(page.encode(), "a.html")
    except ReadError as error:
        assert "beschadigd" in str(error)
        return
    said = "".join(line.text for line in found.lines)
    assert said.endswith(("x", "<")) or found.notes
    assert time.monotonic() - start < 5


def test_too_large_is_refused():
    with pytest.raises(ReadError, match="te groot"):
        read(b"<p>" + b"a" * 30_000_000, "a.html")


_LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp", "Zs"])
_WORDS = st.lists(
    st.text(st.one_of(st.sampled_from("abé’<>&;\"'"), _LETTERS), min_size=1, max_size=8), max_size=6
)
_TEXT = _WORDS.map(" ".join)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["I:", "Anna", "R 2:"]), st.sampled_from(["b", "em", "u"]), _TEXT)))
def test_what_was_said_is_read_back(said):
    page = "\n".join(f"<p><{how}>{label}</{how}> {html.escape(text)}</p>" for label, how, text in said)
    lines = read(page.encode(), "a.html").lines
    assert [(line.text, line.marked) for line in lines] == [
        (f"{label} {text}".strip(), label) for label, _, text in said
    ]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mutated_page_gives_lines_or_a_sentence(data):
    whole = (
        b"<html><head><meta charset=utf-8></head><table><tr><td><b>I:</b><td>caf\xc3\xa9</table><p hidden>x"
    )
    at = data.draw(st.integers(0, len(whole)))
    piece = data.draw(
        st.binary(max_size=6) | st.sampled_from([b"<td>", b"</table>", b"<table>", b"<pre>", b"<!--"])
    )
    try:
        read(whole[:at] + piece + whole[at + data.draw(st.integers(0, 6)) :], "a.html")
    except ReadError:
        return
