"""Transcripts, turns and segments check themselves; offsets are code points in the transcript's text."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.coding import Coding, Method
from stemmen.transcript import Role, Segment, Transcript, Turn, Utterance

# Dutch letters, quotes, an emoji outside the BMP, a combining accent, right-to-left, newlines; no CR.
TEXT = st.text(
    st.sampled_from("aé ë'’\n\t.😀e\u0301א\x00<&")
    | st.characters(exclude_categories=["Cs"], exclude_characters="\r")
)
UTTERANCES = st.lists(
    st.builds(Utterance, st.sampled_from(["I", "R", "Mevr. Ünal"]), TEXT, st.none() | st.floats(0, 9e4)),
    max_size=8,
)


@given(UTTERANCES)
@settings(max_examples=60, deadline=None)
def test_each_turn_has_its_utterance_at_its_offsets(utterances):
    transcript = Transcript.of("p01", utterances, roles={"R": Role.RESPONDENT})

    assert [transcript.text[turn.start : turn.end] for turn in transcript.turns] == [
        utterance.text for utterance in utterances
    ]
    assert [(turn.speaker, turn.time) for turn in transcript.turns] == [
        (utterance.speaker, utterance.time) for utterance in utterances
    ]
    assert [turn.number for turn in transcript.turns] == list(range(1, len(utterances) + 1))


@given(UTTERANCES)
@settings(max_examples=30, deadline=None)
def test_between_turns_there_is_one_newline_and_nothing_else(utterances):
    transcript = Transcript.of("p01", utterances)
    ends = [turn.end for turn in transcript.turns]
    starts = [turn.start for turn in transcript.turns]

    assert all(transcript.text[end:start] == "\n" for end, start in zip(ends, starts[1:], strict=False))
    assert starts[:1] in ([], [0])
    assert ends[-1:] in ([], [len(transcript.text)])


@given(UTTERANCES, st.data())
@settings(max_examples=60, deadline=None)
def test_a_segment_holds_the_words_that_its_offsets_say(utterances, data):
    transcript = Transcript.of("p01", utterances)
    spoken = [turn for turn in transcript.turns if turn.end > turn.start]
    if not spoken:
        return
    turn = data.draw(st.sampled_from(spoken))
    start = data.draw(st.integers(turn.start, turn.end - 1))
    end = data.draw(st.integers(start + 1, turn.end))

    segment = transcript.segment(turn, start, end)

    assert segment.text == transcript.text[start:end]
    assert (segment.transcript, segment.turn, segment.start, segment.end) == ("p01", turn.number, start, end)


def test_offsets_count_code_points_not_bytes():
    transcript = Transcript.of("p01", [Utterance("R", "😀 één"), Utterance("R", "nee")])
    assert (transcript.turns[1].start, transcript.turns[1].end) == (6, 9)


def test_a_speaker_without_a_settled_role_is_unknown():
    transcript = Transcript.of(
        "p01", [Utterance("I", "Ja?"), Utterance("X", "Nee.")], roles={"I": Role.INTERVIEWER}
    )
    assert [turn.role for turn in transcript.turns] == [Role.INTERVIEWER, Role.UNKNOWN]


def test_speakers_stand_in_order_of_appearance():
    transcript = Transcript.of("p01", [Utterance(speaker, "ja") for speaker in "RIRB"])
    assert transcript.speakers == ("R", "I", "B")


def test_the_same_words_have_the_same_hash_whatever_the_roles():
    spoken = [Utterance("R", "Nou, slecht.")]
    one, other = Transcript.of("a", spoken), Transcript.of("b", spoken, roles={"R": Role.RESPONDENT})
    assert one.sha256 == other.sha256
    assert one.sha256 != Transcript.of("a", [Utterance("R", "Nou, slecht!")]).sha256


@pytest.mark.parametrize(
    "turns",
    [
        (Turn(2, "R", Role.UNKNOWN, 0, 3),),  # not numbered from 1
        (Turn(1, "R", Role.UNKNOWN, 0, 3), Turn(2, "I", Role.UNKNOWN, 2, 5)),  # overlap
        (Turn(1, "R", Role.UNKNOWN, 0, 99),),  # outside the text
    ],
)
def test_turns_out_of_order_or_outside_the_text_are_refused(turns):
    with pytest.raises(ValueError, match="out of order or outside"):
        Transcript("p01", "nee ja", turns)


def test_a_carriage_return_is_refused():
    with pytest.raises(ValueError, match="LF newlines"):
        Transcript.of("p01", [Utterance("R", "ja\r\nnee")])


@pytest.mark.parametrize("offsets", [(-1, 2), (4, 2)])
def test_a_turn_with_wrong_offsets_is_refused(offsets):
    with pytest.raises(ValueError, match="offsets"):
        Turn(1, "R", Role.RESPONDENT, *offsets)


@pytest.mark.parametrize(("start", "end"), [(0, 2), (3, 8), (5, 5), (6, 4)])
def test_a_segment_outside_its_turn_or_empty_is_refused(start, end):
    transcript = Transcript.of("p01", [Utterance("I", "ja"), Utterance("R", "nou")])
    with pytest.raises(ValueError, match="not within turn 2"):
        transcript.segment(transcript.turns[1], start, end)


def test_a_segment_whose_text_does_not_fit_its_offsets_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        Segment("p01", 1, 0, 3, "nou ja")


@pytest.mark.parametrize("number", [0, -1, 2])
def test_a_turn_that_is_not_there_is_an_index_error(number):
    with pytest.raises(IndexError):
        Transcript.of("p01", [Utterance("R", "ja")]).turn(number)


@pytest.mark.parametrize(
    "wrong", [{"code": ""}, {"coder": ""}, {"confidence": 1.1}, {"confidence": float("nan")}]
)
def test_a_coding_checks_itself(wrong):
    good = {
        "segment": Segment("p01", 1, 0, 2, "ja"),
        "code": "stress",
        "coder": "anna",
        "method": Method.HAND,
    }
    with pytest.raises(ValueError):
        Coding(**good | wrong)


def test_values_never_change():
    transcript = Transcript.of("p01", [Utterance("R", "ja")])
    for value, name in ((transcript, "text"), (transcript.turns[0], "start")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, "anders")
