"""JSON of programs that transcribe: who said what and when, under whatever names."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.errors import ReadError
from stemmen.readers.cleaning import clean
from stemmen.readers.found import Found
from stemmen.readers.json import read

DATA = Path(__file__).parents[1] / "data" / "transcripten"
TALK = [("A", "Hoe ging dat?", 0.5), ("B", "Nou, slecht.", 2.0), ("A", "Ja?", 65.25)]


def read_json(root: object) -> Found:
    return read(json.dumps(root).encode(), "a.json")


def said(found: Found) -> list[tuple[str, str, float | None]]:
    return [(line.speaker, line.text, line.time) for line in found.lines]


# Programs


def words(text: str, start: float, key: str = "text", **more: object) -> list[dict[str, object]]:
    return [{key: word, "start": start + n / 4, **more} for n, word in enumerate(text.split())]


WHISPERX = {
    "segments": [
        {
            "start": when,
            "end": when + 1,
            "text": f" {text}",
            "speaker": who,
            "words": words(text, when, "word"),
        }
        for who, text, when in TALK
    ],
    "word_segments": [w for who, text, when in TALK for w in words(text, when, "word", speaker=who)],
    "language": "nl",
}
AMBERSCRIPT = {
    "id": "x1",
    "speakers": [{"spkid": "spk1", "name": "A"}, {"spkid": "spk2", "name": "B"}],
    "segments": [
        {"speaker": {"A": "spk1", "B": "spk2"}[who], "words": words(text, when)} for who, text, when in TALK
    ],
}
ASSEMBLY = {
    "text": " ".join(text for _, text, _ in TALK),
    "words": [
        {"text": word, "start": int(when * 1000), "speaker": who}
        for who, text, when in TALK
        for word in text.split()
    ],
    "utterances": [{"speaker": who, "text": text, "start": int(when * 1000)} for who, text, when in TALK],
    "audio_duration": 70,
}
DEEPGRAM = {
    "metadata": {"channels": 1},
    "results": {
        "channels": [
            {
                "alternatives": [
                    {
                        "transcript": " ".join(text.lower() for _, text, _ in TALK),
                        "words": [
                            {
                                "word": w.strip(".,?").lower(),
                                "punctuated_word": w,
                                "start": when,
                                "speaker": who,
                            }
                            for who, text, when in TALK
                            for w in text.split()
                        ],
                    }
                ]
            }
        ]
    },
}
DEEPGRAM_UTTERANCES = {
    "results": DEEPGRAM["results"]
    | {
        "utterances": [
            {"start": when, "channel": 0, "transcript": text, "speaker": who, "id": "4f"}
            for who, text, when in TALK
        ]
    }
}


def _aws(own: bool) -> dict[str, object]:
    """As Amazon writes it: words and signs apart; who speaks in these, or in a list by time."""
    items, spoken = [], []
    for who, text, when in TALK:
        for n, word in enumerate(text.split()):
            bare, start = word.strip(".,?"), str(when + n / 4)
            speaker = {"speaker_label": who} if own else {}
            spoken.append({"start_time": start, "end_time": start, "speaker_label": who})
            items.append(
                {"type": "pronunciation", "start_time": start, "alternatives": [{"content": bare}]} | speaker
            )
            if bare != word:
                items.append({"type": "punctuation", "alternatives": [{"content": word[len(bare) :]}]})
    everything = " ".join(text for _, text, _ in TALK)
    labels = {"speakers": 2, "segments": [{"start_time": "0.5", "speaker_label": "A", "items": spoken}]}
    return {
        "jobName": "een gesprek over iets",
        "results": {"transcripts": [{"transcript": everything}], "speaker_labels": labels, "items": items},
    }


REV = {
    "monologues": [
        {
            "speaker": who,
            "elements": [
                element
                for n, word in enumerate(text.split())
                for element in (
                    *([{"type": "punct", "value": " "}] if n else []),
                    {"type": "text", "value": word.strip(".,?"), "ts": when + n / 4},
                    *([{"type": "punct", "value": word[-1]}] if not word[-1].isalpha() else []),
                )
            ],
        }
        for who, text, when in TALK
    ]
}
SPACED = {
    "text": "x",
    "words": [
        w
        for who, text, when in TALK
        for n, word in enumerate(text.split())
        for w in (
            {"text": word, "type": "word", "start": when + n / 4, "speaker_id": who},
            {"text": " ", "type": "spacing", "start": when + n / 4, "speaker_id": who},
        )
    ],
}
SPEECHMATICS = {
    "results": [
        {"type": kind, "start_time": when, "alternatives": [{"content": content, "speaker": who}]} | more
        for who, text, when in TALK
        for word in text.split()
        for kind, content, more in (
            ("word", word.strip(".,?"), {}),
            *([("punctuation", word[-1], {"attaches_to": "previous"})] if not word[-1].isalpha() else []),
        )
    ]
}


def each(write: Callable[[str, str, float], dict[str, object]]) -> list[dict[str, object]]:
    return [write(who, text, when) for who, text, when in TALK]


def clock(when: float, digits: int = 3) -> str:
    return f"00:{int(when // 60):02}:{when % 60:0{3 + digits}.{digits}f}"


AZURE = {
    "combinedRecognizedPhrases": [{"channel": 0, "display": " ".join(text for _, text, _ in TALK)}],
    "recognizedPhrases": each(
        lambda who, text, when: {
            "channel": 0,
            "speaker": who,
            "offset": f"PT{int(when // 60)}M{when % 60}S",
            "nBest": [{"confidence": 0.9, "display": text}],
        }
    ),
}
OTHERS = [
    each(lambda who, text, when: {"speaker": who, "start_time": when, "text": text}),
    each(lambda who, text, when: {"Spreker": who, "Begin": when, "Tekst": text}),
    {
        "a": each(
            lambda who, text, when: {"author": {"name": who, "id": 7}, "startTime": f"{when}s", "body": text}
        )
    },
    {"beurten": each(lambda who, text, when: {"spreker": who, "tekst": text, "tijd": when, "nummer": 3})},
    {"b": {"turns": each(lambda who, text, when: {"role": who, "content": text, "startMs": when * 1000})}},
    each(lambda who, text, when: {"speakerDisplayName": who, "text": text, "startOffset": clock(when, 7)}),
    each(
        lambda who, text, when: {
            "speaker": who,
            "timestamps": {"from": clock(when).replace(".", ","), "to": ""},
            "offsets": {"from": 3},
            "text": text,
        }
    ),
    {
        "speakers": {"0": "A", "1": "B"},
        "segments": each(lambda who, text, when: {"speaker": "AB".index(who), "from": when, "text": text}),
    },
    {"segments": each(lambda who, text, when: {"channel": who, "start": when, "text": text})},
    {"segments": each(lambda who, text, when: {"speaker": who, "start": when, "words": text.split()})},
]


@pytest.mark.parametrize(
    "root",
    [WHISPERX, AMBERSCRIPT, ASSEMBLY, DEEPGRAM, DEEPGRAM_UTTERANCES, _aws(True), _aws(False), REV, SPACED,
     SPEECHMATICS, AZURE, *OTHERS],
)  # fmt: skip
def test_what_programs_write(root):
    found = read_json(root)
    assert said(found) == TALK
    assert (found.flowing, found.merged) == (True, True)
    assert [note for note in found.notes if "jobName" not in note] == []


@pytest.mark.parametrize("name", ["amberscript_woorden", "whisperx_segmenten"])
def test_files_written_by_others(name):
    gold = json.loads((DATA / f"{name}.json.json").read_text("utf-8"))["beurten"]
    found = read((DATA / f"{name}.json").read_bytes(), name)
    assert said(found) == [(turn["spreker"], turn["tekst"], turn["tijd"]) for turn in gold]
    assert found.notes == ()


def test_whisper_does_not_know_who_speaks():
    segments = [
        {"id": n, "start": when, "end": when + 1, "text": f" {text}"}
        for n, (_, text, when) in enumerate(TALK)
    ]
    found = read_json(
        {"text": "".join(f" {text}" for _, text, _ in TALK), "segments": segments, "language": "nl"}
    )
    assert said(found) == [("", text, when) for _, text, when in TALK]


def test_labels_within_the_text_are_left_to_be_found():
    found = read_json({"text": "Interviewer: Hoe ging dat?\nAnna: Slecht.\n\nHeel slecht."})
    assert [line.text for line in found.lines] == [
        "Interviewer: Hoe ging dat?",
        "Anna: Slecht.",
        "",
        "Heel slecht.",
    ]


def test_an_object_a_line():
    data = "".join(
        json.dumps({"speaker": who, "text": text, "start": when}) + "\n" for who, text, when in TALK
    )
    assert said(read(data.encode(), "a.json")) == TALK


# Who speaks


def test_pieces_of_one_speaker_are_one_turn():
    parts = [("A", "Hoe", 1), ("A", "ging dat?", 2), ("B", "Slecht.", 3), ("B", "Heel slecht.", 4)]
    found = read_json([{"speaker": who, "text": text, "start": when} for who, text, when in parts])
    assert said(found) == [("A", "Hoe ging dat?", 1), ("B", "Slecht. Heel slecht.", 3)]


def test_who_is_not_told_is_unknown_and_never_guessed():
    found = read_json([{"speaker": "A", "text": "Ja."}, {"text": "Hm."}, {"speaker": None, "text": "O."}])
    assert said(found) == [("A", "Ja.", None), ("onbekend", "Hm. O.", None)]


def test_a_segment_of_several_speakers_is_cut():
    spoken = [
        ("Ging", 1.0, "A"),
        ("het?", 1.5, "A"),
        ("In", 2.0, "B"),
        ("2018", None, None),
        ("ja.", 3.0, "B"),
    ]
    segment = {
        "start": 1.0,
        "text": " Ging het? In 2018 ja.",
        "speaker": "B",
        "words": [{"word": w, "start": when, "speaker": who} for w, when, who in spoken],
    }
    found = read_json({"segments": [segment]})
    assert said(found) == [("A", "Ging het?", 1.0), ("B", "In 2018 ja.", 2.0)]
    segment["text"] = " Ging het wel? In 2018 ja."
    found = read_json({"segments": [segment]})
    assert said(found) == [("B", "Ging het wel? In 2018 ja.", 1.0)]
    assert found.notes[0].startswith("1 stuk heeft woorden van meer dan een spreker")


def test_speakers_by_number_keep_their_number():
    found = read_json(
        [{"speaker": 0, "text": "Ja?"}, {"speaker": 1.0, "text": "Nee."}, {"speaker": True, "text": "O."}]
    )
    assert [line.speaker for line in found.lines] == ["0", "1", "onbekend"]


def test_two_people_with_one_name_are_not_made_one():
    people = [
        {"spkid": "s1", "name": "Spreker"},
        {"spkid": "s2", "name": "Spreker"},
        {"spkid": "s3", "name": ""},
    ]
    segments = [{"speaker": who, "text": "Ja."} for who in ("s1", "s2", "s3")]
    assert [x.speaker for x in read_json({"speakers": people, "segments": segments}).lines] == [
        "s1",
        "s2",
        "s3",
    ]


def test_one_channel_is_not_one_speaker():
    found = read_json(
        {"segments": [{"channel": 0, "text": "Hoe ging dat?"}, {"channel": 0, "text": "Slecht."}]}
    )
    assert [line.speaker for line in found.lines] == ["", ""]


# Time


@pytest.mark.parametrize(
    ("starts", "seconds"),
    [
        ([0, 2000, 61500], [0, 2, 61.5]),
        ([0, 2, 61], [0, 2, 61]),
        ([0, 40, 200], [0, 40, 200]),  # long silences
        ([0.0, 2000.5, 61500.0], [0, 2.0005, 61.5]),
        ([0.25, 2.5, 61.75], [0.25, 2.5, 61.75]),
        (["0", "2000", "61500"], [0, 2, 61.5]),
        (["0:00", "0:02", "1:01"], [0, 2, 61]),
        (["00:00:00,000", "00:00:02,500", "01:00:01"], [0, 2.5, 3601]),
        (["0ms", "2000 ms", "61500ms"], [0, 2, 61.5]),
        ([None, "straks", {"x": 1}], [None, None, None]),
        ([float("nan"), float("inf"), -3], [None, None, None]),
        ([10**400, 1e300, 2], [None, None, 2]),
        ([1714550400, 1714550402, 1714550461], [None, None, None]),  # dates
        (["2024-05-01T10:00:00Z", "", "10.30 uur"], [None, None, None]),
    ],
)
def test_times(starts, seconds):
    said_ = ["Hoe ging dat nou precies?", "Nou, dat ging slecht, en daarna ging het nog slechter.", "O ja?"]
    found = read_json(
        [
            {"speaker": "AB"[n % 2], "text": t, "start": s}
            for n, (t, s) in enumerate(zip(said_, starts, strict=True))
        ]
    )
    assert [line.time for line in found.lines] == seconds


# What is left out, and what is no transcript


def test_other_text_is_told():
    found = read_json(
        {
            "title": "Gesprek over de brief",
            "filename": "a b.mp3",
            "summary": {"text": "Zij vertelt dat het misging."},
            "notes": [{"text": "Let op de toon."}, {"text": "Hoe ging dat?"}],
            "segments": [{"speaker": who, "text": text * 3, "start": when} for who, text, when in TALK],
        }
    )
    assert found.notes == (
        "Ander tekst dan het gesprek is niet ingelezen: 'title' (1 keer), 'text' (2 keer).".replace(
            "'title' (1 keer), 'text' (2 keer)", "'text' (2 keer), 'title' (1 keer)"
        ),
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "geen goed JSON"),
        (b"I: hallo", "geen goed JSON"),
        (b'{"a": 1}\n{"b', "regel 2"),
        (b"{}", "geen transcript"),
        (b"[]", "geen transcript"),
        (b"3", "geen transcript"),
        (b"null", "geen transcript"),
        (b'"hallo daar"', "geen transcript"),
        (b'[{"text": ""}, {"text": 3}, {"speaker": "A"}]', "geen transcript"),
        (b'{"name": "stemmen", "version": "1.0", "scripts": {"test": "x"}}', "geen transcript"),
        (b"[" * 100_000, "JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "transcript"),
        (b'{"words":[' * 400 + b"]}" * 400, "transcript"),
        (b"9" * 10_000, "JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_what_is_no_transcript_is_refused(data, message):
    with pytest.raises(ReadError, match=message) as error:
        read(data, "a.json")
    assert str(error.value).startswith("a.json")
    assert "Wat te doen" in str(error.value)


def test_deep_within_deep_is_read_or_refused():
    deep = b'{"text":"ja","words":[' * 400 + b"]}" * 400
    assert said(read(deep, "a.json")) == [("", "ja", None)]


def test_half_characters_and_odd_lines_do_not_break_what_follows():
    found = clean(read(b'[{"speaker":"A\\ud800","text":"ja\\r\\nnee\\ud83d"}]', "a.json"))
    assert said(found) == [("A\ufffd", "ja\nnee\ufffd", None)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[" + b'{"speaker":"A","text":"ja"},' * 40_000 + b"{}]", ""),
        (b"[" + b'{"word":"ja","start":1.5,"end":1.6,"score":0.9},' * 40_000 + b"{}]", ""),
        (b"[" + b"[]," * 40_000 + b"[]]", "geen transcript"),
        (b"[" + b"[]," * 3_000_000 + b"[]]", "te groot"),
        (b"[" + b"{}," * 3_000_000 + b"{}]", "te groot"),
        (b"[" + b"1," * 2_000_000 + b"1]", "geen transcript"),
        (b'{"text":"' + b"ja " * 1_000_000 + b'"}', ""),
    ],
)
def test_large_files_take_little_time(data, message):
    started = time.perf_counter()
    try:
        told = "" if read(data, "a.json").lines else "?"
    except ReadError as error:
        told = str(error)
    assert message in told
    assert bool(message) == bool(told)
    assert time.perf_counter() - started < 5


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["text", "speaker", "start", "words", "speakers", "name", "x"]), inner
        )
    ),
    max_leaves=30,
)


@settings(max_examples=200, deadline=None)
@given(_JSON)
def test_any_json_is_read_or_refused(root):
    try:
        clean(read_json(root))
    except ReadError as error:
        assert "Wat te doen" in str(error)


_TEXT = st.text("abcdeé &<>\"'?.,:[](", min_size=1, max_size=30).map(lambda t: f"ja {' '.join(t.split())} zo")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["I", "R1", "Anna & Bert"]), _TEXT), min_size=1, max_size=20))
def test_what_was_said_is_read_back(turns):
    found = read_json({"segments": [{"speaker": who, "text": text} for who, text in turns]})
    merged: list[tuple[str, str]] = []
    for who, text in turns:
        if merged and merged[-1][0] == who:
            merged[-1] = (who, f"{merged[-1][1]} {text}")
        else:
            merged.append((who, text))
    assert [(line.speaker, line.text) for line in found.lines] == merged
