"""Codings as CSV, out and back in: what comes back is what went out, or all that is wrong with it."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stemmen
from stemmen.codebook import Codebook
from stemmen.coding import Method, Valence
from stemmen.errors import StudyError
from stemmen.exchange import CODING_COLUMNS, TURN_COLUMNS, read_codings
from stemmen.transcript import Role, Transcript, Utterance
from tests.conftest import CODEBOOK, INTERVIEWS, SETTINGS

BOOK = Codebook.parse(CODEBOOK)
ROLES = {"I": Role.INTERVIEWER, "R": Role.RESPONDENT, "W": Role.PROFESSIONAL}
TALK = Transcript.of(
    "p01", [Utterance("I", "Hoe ging het?"), Utterance("R", "Ze geloofden me niet. 😀")], roles=ROLES
)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "coderingen.csv"


def read(path, text: str):
    path.write_text(text, encoding="utf-8")
    return read_codings(path, "anna", [TALK], BOOK)


def said(path, text: str) -> list[str]:
    with pytest.raises(StudyError) as caught:
        read(path, text)
    return [str(problem).removeprefix(f"{path}, ") for problem in caught.value.problems]


# ---- out and in again

WORDS = st.text(st.sampled_from("abé,;\"'\n\t=+😀 ±\x0b"), max_size=12).map(str.strip)
JUDGEMENT = st.fixed_dictionaries(
    {
        "turn": st.integers(0, 5),
        "place": st.tuples(st.integers(0, 20), st.integers(0, 20)),
        "code": st.sampled_from(["wantrouwen", "van_instantie", "bejegening"]),
        "evidence": WORDS,
        "memo": WORDS,
        "negated": st.booleans(),
        "valence": st.none() | st.sampled_from(Valence),
    }
)


def _study(folder: str) -> stemmen.Study:
    root = Path(folder)
    (root / "transcripten").mkdir()
    (root / "studie.yaml").write_text(SETTINGS, encoding="utf-8")
    (root / "codeboek.yaml").write_text(CODEBOOK, encoding="utf-8")
    for name, text in INTERVIEWS.items():
        (root / "transcripten" / name).write_text(text, encoding="utf-8")
    study = stemmen.open_study(root)
    study.read()
    return study


def _coding(transcript: Transcript, judgement: dict) -> stemmen.Coding:
    rest = dict(judgement)
    spoken = [turn for turn in transcript.turns if turn.role is Role.RESPONDENT]
    turn = spoken[rest.pop("turn") % len(spoken)]
    one, other = (turn.start + place % (turn.end - turn.start) for place in rest.pop("place"))
    segment = transcript.segment(turn, min(one, other), max(one, other) + 1)
    return stemmen.Coding(segment, coder="anna", method=Method.HAND, codebook_version="1", **rest)


@pytest.mark.slow
@given(st.lists(JUDGEMENT, max_size=8))
@settings(max_examples=15, deadline=None)
def test_what_is_exported_and_imported_again_is_the_same(judgements):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first, second = _study(one), _study(other)
        transcript = first.transcripts[0]
        first.store.append([_coding(transcript, judgement) for judgement in judgements], "proef")
        table = Path(one) / "anna.csv"

        number = first.export(table, "coderingen", coder="anna", method="hand")

        assert second.import_codings(table, "anna") == (number, 0)
        assert set(second.store.codings()) == set(first.store.codings())
        assert first.import_codings(table, "anna") == (0, 0)  # they all stand already


def test_exported_columns_are_those_of_the_guide(study, tmp_path):
    study.export(tmp_path / "beurten.csv", "beurten")
    study.export(tmp_path / "coderingen.csv", "coderingen")

    def header(name: str) -> str:
        return (tmp_path / name).read_text(encoding="utf-8-sig").splitlines()[0]

    assert header("beurten.csv") == ",".join(TURN_COLUMNS)
    assert TURN_COLUMNS == [
        "transcript", "beurt", "spreker", "rol", "tekst", "begin", "eind", "onderdeel", "respondent",
    ]  # fmt: skip
    assert header("coderingen.csv") == ",".join(CODING_COLUMNS)
    assert CODING_COLUMNS == [
        "transcript", "beurt", "begin", "eind", "code",
        "codeur", "methode", "ontkend", "waardering", "bewijs", "memo",
        "opvallend", "twijfel",
    ]  # fmt: skip


def test_exported_turns_hold_the_words_at_their_offsets(study, tmp_path):
    import csv

    study.export(tmp_path / "beurten.csv")
    texts = {transcript.id: transcript.text for transcript in study.transcripts}
    with (tmp_path / "beurten.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert all(texts[row["transcript"]][int(row["begin"]) : int(row["eind"])] == row["tekst"] for row in rows)


def test_the_same_study_gives_the_same_bytes(study, tmp_path):
    for name in ("a.csv", "b.csv"):
        study.export(tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


# ---- in


def test_without_begin_and_end_a_coding_is_on_the_whole_turn(path):
    [coding] = read(path, "transcript,beurt,code\np01,2,bejegening\n")
    assert coding.segment == TALK.segment(TALK.turn(2))
    assert (coding.coder, coding.method, coding.codebook_version) == ("anna", Method.HAND, "1")
    assert (coding.negated, coding.valence, coding.evidence, coding.memo) == (False, None, "", "")


def test_empty_begin_and_end_are_the_whole_turn_too(path):
    [coding] = read(path, "transcript;beurt;begin;eind;code\np01;2;;;bejegening\n")
    assert coding.segment == TALK.segment(TALK.turn(2))


def test_begin_and_end_are_offsets_in_the_transcript(path):
    [coding] = read(path, "transcript,beurt,begin,eind,code\np01,2,17,31,wantrouwen\n")
    assert coding.segment.text == "geloofden me n"


def test_all_columns_are_read(path):
    [coding] = read(
        path,
        "transcript,beurt,code,ontkend,waardering,bewijs,memo,opvallend,twijfel\n"
        "p01,2,bejegening,ja,±,omdat,nog nakijken,ja,nee\n",
    )
    assert (coding.negated, coding.valence, coding.evidence, coding.memo) == (
        True, Valence.MIXED, "omdat", "nog nakijken",
    )  # fmt: skip
    assert (coding.striking, coding.doubt) == (True, False)


@pytest.mark.parametrize(
    ("word", "meant"), [("JA", True), ("1", True), ("", False), ("Nee", False), ("false", False)]
)
def test_yes_and_no_in_the_ways_of_spreadsheets(path, word, meant):
    [coding] = read(path, f"transcript,beurt,code,ontkend\np01,2,bejegening,{word}\n")
    assert coding.negated is meant


def test_a_spreadsheet_may_have_made_a_decimal_number_of_a_whole_one(path):
    [coding] = read(path, "transcript,beurt,begin,eind,code\np01,2.0,17.0,31.0,wantrouwen\n")
    assert coding.segment.text == "geloofden me n"


def test_a_file_with_rows_of_another_coder_becomes_the_importers(path):
    [coding] = read(path, "transcript,beurt,code,codeur,methode\np01,2,bejegening,bert,model\n")
    assert (coding.coder, coding.method) == ("anna", Method.HAND)


def test_all_wrong_rows_come_at_once_with_their_lines(path):
    found = said(
        path,
        "transcript,beurt,begin,eind,code,ontkend,waardering\n"
        "p09,1,,,bejegening,,\n"
        "p01,3,,,bejegening,,\n"
        "p01,twee,,,bejegening,,\n"
        "p01,2,,,bejegning,,\n"
        "p01,2,,,bejegening,nee,-\n"
        "p01,2,0,5,bejegening,,\n"
        "p01,2,,,bejegening,misschien,\n"
        "p01,2,,,bejegening,,goed\n",
    )
    assert [text.partition(":")[0] for text in found] == [f"regel {line}" for line in (2, 3, 4, 5, 7, 8, 9)]
    for text, words in zip(
        found,
        [
            "Transcript 'p09'", "geen beurt 3, wel 1 tot en met 2", "kolom 'beurt'", "'bejegning'",
            "vallen niet binnen beurt 2 (14 tot 37)", "kolom 'ontkend'", "kolom 'waardering'",
        ],
        strict=True,
    ):  # fmt: skip
        assert words in text
        assert "Wat te doen: " in text


@pytest.mark.parametrize("number", ["inf", "1e400", "nan", "2.5", "-1", "0", "", "²"])
def test_a_turn_that_is_no_turn_number_is_a_problem_not_a_traceback(path, number):
    [text] = said(path, f"transcript,beurt,code\np01,{number},bejegening\n")
    assert text.startswith("regel 2")


def test_missing_columns_are_named_together_with_those_found(path):
    [text] = said(path, "transcript,turn\np01,2\n")
    assert "beurt, code" in text
    assert "turn" in text


def test_a_file_without_rows_gives_no_codings(path):
    assert read(path, "transcript,beurt,code\n") == []


@pytest.mark.parametrize(
    ("speaker", "words"), [("I", "interviewer"), ("W", "professional"), ("X", "rol is niet bekend")]
)
def test_only_turns_of_respondents_can_be_coded(path, speaker, words):
    talk = Transcript.of("p01", [Utterance(speaker, "Ze geloofden me niet.")], roles=ROLES)
    path.write_text("transcript,beurt,code\np01,1,wantrouwen\n", encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_codings(path, "anna", [talk], BOOK)
    [problem] = caught.value.problems
    assert problem.where == f"{path}, regel 2"
    assert words in problem.what
    assert ("sprekers" in problem.repair) == (speaker == "X")


def test_a_turn_without_words_is_told_as_that(path):
    talk = Transcript.of("p01", [Utterance("R", ""), Utterance("R", "Ja.")], roles=ROLES)
    path.write_text("transcript,beurt,code\np01,1,wantrouwen\n", encoding="utf-8")
    with pytest.raises(StudyError, match="Beurt 1 heeft geen tekst") as caught:
        read_codings(path, "anna", [talk], BOOK)
    assert "laat beide leeg" not in str(caught.value)


def test_a_coder_is_a_name_without_spaces_around_it(path):
    path.write_text("transcript,beurt,code\np01,2,bejegening\n", encoding="utf-8")
    [coding] = read_codings(path, " anna ", [TALK], BOOK)
    assert coding.coder == "anna"


def test_a_coder_needs_a_name(path):
    path.write_text("transcript,beurt,code\np01,2,bejegening\n", encoding="utf-8")
    with pytest.raises(StudyError, match="codeur is leeg"):
        read_codings(path, " ", [TALK], BOOK)
