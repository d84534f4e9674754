"""Subtitles: what programs and people make of WebVTT and SubRip, and no word lost in it."""

import html
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.errors import ReadError
from stemmen.readers import read_file
from stemmen.readers.found import Found
from stemmen.readers.srt import read as read_srt
from stemmen.readers.vtt import read as read_vtt

DATA = Path(__file__).parents[1] / "data" / "transcripten"


def vtt(*blocks: str, head: str = "WEBVTT") -> Found:
    return read_vtt("\n\n".join([head, *blocks, ""]).encode(), "a.vtt")


def srt(*blocks: str) -> Found:
    return read_srt("\n\n".join([*blocks, ""]).encode(), "a.srt")


def cue(text: str, start: str = "00:00:01.000", end: str = "00:00:02.000") -> str:
    return f"{start} --> {end}\n{text}"


def said(found: Found) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for line in found.lines]


# Who speaks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<v Jansen, Anna>Hoi</v>", [("Jansen, Anna", "Hoi")]),
        ("<v Anna>Hoi", [("Anna", "Hoi")]),
        ("<v.luid.eerste Anna>Hoi</v>", [("Anna", "Hoi")]),
        ("<v Anna &amp; Bert>Hoi &lt;b&gt; &#39;ja&#x27;</v>", [("Anna & Bert", "Hoi <b> 'ja'")]),
        ("<v Anna>een\ntwee</v>\ndrie", [("Anna", "een"), ("Anna", "twee"), ("", "drie")]),
        ("<v Anna>Hoi</v> <v Bert>Dag</v> los", [("Anna", "Hoi"), ("Bert", "Dag"), ("", "los")]),
        ("<v>Hoi</v>", [("", "Hoi")]),
        ("Anna: <i>Hoi</i> <c.geel>daar</c><00:00:01.500> nu", [("", "Anna: Hoi daar nu")]),
        ('<font color="#fff">Hoi</font> {\\an8}{\\i1}daar{\\i0}', [("", "Hoi daar")]),
        (
            "Nou <onverstaanbaar> ja {lacht} < 3 & meer &amp",
            [("", "Nou <onverstaanbaar> ja {lacht} < 3 & meer &amp")],
        ),
    ],
)
def test_voices_and_tags(text, expected):
    assert said(vtt(cue(text))) == expected


@pytest.mark.parametrize(
    "name", ["teams_stemlabels.vtt", "whisperx_sprekers.srt", "zoom_naam_dubbelepunt.vtt"]
)
def test_files_written_by_others(name):
    gold = json.loads((DATA / f"{name}.json").read_text("utf-8"))["beurten"]
    read = read_file(DATA / name).transcript
    turns = [(turn.speaker, " ".join(read.segment(turn).text.split()), turn.time) for turn in read.turns]
    assert turns == [(turn["spreker"], " ".join(turn["tekst"].split()), turn["tijd"]) for turn in gold]


@pytest.mark.parametrize("first", ["<v Anna>Hoi.</v>", "Anna: Hoi.", "[Anna]: Hoi."])
def test_cues_without_a_name_go_on_with_the_turn(tmp_path, first):
    second = first.replace("Anna", "Bert").replace("Hoi", "Dag")
    blocks = [first, "En verder.", second, "Ook verder.", first, second]
    (tmp_path / "a.vtt").write_text("\n\n".join(["WEBVTT", *map(cue, blocks), ""]))
    read = read_file(tmp_path / "a.vtt").transcript
    assert [(turn.speaker, read.segment(turn).text) for turn in read.turns] == [
        ("Anna", "Hoi. En verder."),
        ("Bert", "Dag. Ook verder."),
        ("Anna", "Hoi."),
        ("Bert", "Dag."),
    ]


# Times


@pytest.mark.parametrize(
    ("start", "seconds"),
    [
        ("00:00:01.500", 1.5),
        ("00:00:01,500", 1.5),
        ("01:01.500", 61.5),
        ("01:01,5", 61.5),
        ("1:00:01.000", 3601),
        ("100:00:01.000", 360_001),
        ("00:00:01", 1),
        ("00:00:01.5000", 1.5),
    ],
)
def test_times(start, seconds):
    for found in (vtt(cue("I: a", start, start)), srt("1\n" + cue("I: a", start, start))):
        assert [(line.text, line.time) for line in found.lines] == [("I: a", seconds)]


@pytest.mark.parametrize(
    "line", ["00:01 --> later", "00:99.000 --> 01:99.000", "00:00:01,000 -->", "1 --> 2"]
)
def test_times_that_cannot_be_read_are_all_told(line):
    for read in (read_vtt, read_srt):
        with pytest.raises(ReadError) as error:
            read(f"WEBVTT\n\n{line}\nI: a\n\n{line}\nR: b\n".encode(), "a.vtt")
        assert [problem.where for problem in error.value.problems] == ["a.vtt, regel 3", "a.vtt, regel 6"]
        assert "00:01:02.000 --> 00:01:04.500" in str(error.value)


def test_an_arrow_in_what_is_said():
    assert said(vtt(cue("I: eerst --> dan\n--> zo"))) == [("", "I: eerst --> dan"), ("", "--> zo")]


# Blocks


@pytest.mark.parametrize(
    "file",
    [
        "1\n00:01.000 --> 00:02.000\nI: a\n\n2\n00:03.000 --> 00:04.000\nR: b\n",
        "1\n00:01.000 --> 00:02.000\nI: a\n2\n00:03.000 --> 00:04.000\nR: b",  # no empty line between
        "00:01.000 --> 00:02.000\nI: a\n00:03.000 --> 00:04.000\nR: b",
        "\n\n1\n00:01.000 --> 00:02.000 X1:1 Y1:2\nI: a\n \n2\n00:03.000-->00:04.000\n\nR: b\n\n\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000 align:start position:0%\nI: a\n\nSTYLE\n::cue { color: red }\n\n"
        "00:03.000 --> 00:04.000\nR: b\n",
        "WEBVTT\n00:01.000 --> 00:02.000\nI: a\n\n8e5-1/2-0\n00:03.000 --> 00:04.000\nR: b\n",
        "WEBVTT\nKind: captions\nLanguage: nl\n\n00:01.000 --> 00:02.000\nI: a\n\n"
        "00:03.000 --> 00:04.000\nR: b\n",
        "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000\n\n00:01.000 --> 00:02.000\nI: a\n\n"
        "00:02.000 --> 00:02.500\n\n00:03.000 --> 00:04.000\nR: b\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_ways_to_write_the_same(file, end, mark):
    for read in (read_vtt, read_srt):
        found = read((mark + file).replace("\n", end).encode(), "a")
        assert [(line.text, line.time) for line in found.lines] == [("I: a", 1), ("R: b", 3)]
        assert (found.introduction, found.notes, found.flowing) == ("", (), True)


def test_text_after_an_empty_line_is_of_the_cue_above():
    found = srt("1\n" + cue("R: een"), "12", "twee", "2\n" + cue("12"))
    assert said(found) == [("", "R: een"), ("", "12"), ("", "twee"), ("", "12")]


def test_what_stands_above_is_introduction():
    found = vtt("NOTE Verzonnen", "NOTE\nTwee\nregels", cue("I: a"), head="WEBVTT - Gesprek 3")
    assert found.introduction == "Gesprek 3\nVerzonnen\nTwee\nregels"
    assert srt("Gesprek 3", "1\n" + cue("I: a")).introduction == "Gesprek 3"


def test_remarks_and_names_of_cues_are_told():
    found = vtt(
        cue("I: a"), "NOTE let op\ndit klopt niet", "Het begin\n" + cue("R: b"), "q4-1\n" + cue("R: c")
    )
    assert said(found) == [("", "I: a"), ("", "R: b"), ("", "R: c")]
    assert found.notes == (
        "2 regels opmerkingen (NOTE) zijn niet ingelezen.",
        "1 naam van een blok is niet ingelezen.",
    )


def test_a_file_without_cues():
    assert vtt().lines == []
    for read, data, message in ((read_vtt, b"I: hallo", "WEBVTT"), (read_srt, b"I: hallo", "een nummer")):
        with pytest.raises(ReadError, match=message):
            read(data, "a")


def test_large_files_take_little_time():
    blocks = [cue(f"<v Anna>woord {number}</v>") for number in range(30_000)]
    for text in (
        "\n\n".join(["WEBVTT", *blocks]),
        cue("<v " * 200_000),
        cue("{\\" * 200_000),
        cue("&a" * 200_000),
    ):
        started = time.perf_counter()
        assert read_vtt(text.encode(), "a").lines
        assert time.perf_counter() - started < 5


_TEXT = st.text("abcdeé &<>\"'?.,:[](){}-", min_size=1, max_size=30).map(
    lambda t: f"ja {' '.join(t.split())} zo"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["I", "R1", "Anna & Bert"]), _TEXT), min_size=1, max_size=20))
def test_what_was_said_is_read_back(turns):
    found = vtt(*[cue(f"<v {html.escape(who)}>{html.escape(text)}</v>") for who, text in turns])
    assert said(found) == turns
    found = srt(*[f"{n}\n" + cue(f"{who}: {html.escape(text)}") for n, (who, text) in enumerate(turns)])
    assert said(found) == [("", f"{who}: {text}") for who, text in turns]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["NOTE x", "STYLE", "", "1", "00:01.0 --> 00:02.0", "<v A>a", "b</v>", "WEBVTT", "-->"]
        )
    )
)
def test_any_order_of_lines_is_read_or_refused(rows):
    for read in (read_vtt, read_srt):
        try:
            read("\n".join(rows).encode(), "a")
        except ReadError as error:
            assert "Wat te doen" in str(error)
