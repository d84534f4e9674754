"""Agreement in a study: who is compared on what, where coders differ, and what is said of it."""

import math

import pytest

import stemmen
from stemmen.coding import Coding, Mark, MarkKind, Method

QUIET = "Daarom telt elk interview mee"


def give(study: "stemmen.Study", coder: str, *places: tuple[str, int, str], finish: str = "") -> None:
    """Whole turns with codes; and the transcripts that are finished."""
    talks = {talk.id: talk for talk in study.transcripts}
    codings = []
    for transcript, number, code in places:
        turn = talks[transcript].turn(number)
        segment = talks[transcript].segment(turn, turn.start, turn.end)
        codings.append(Coding(segment, code, coder, Method.HAND))
    marks = [Mark(name, 0, MarkKind.DONE, coder, "ja") for name in finish.split()]
    study.store.judge(coder, "codeert", add=codings, marks=marks)


@pytest.fixture
def two(study):
    """Anna and Bram finished both interviews (five turns of respondents) and differ on two turns."""
    both = [("p01", 2, "van_instantie"), ("p01", 6, "bejegening"), ("p02", 2, "formulieren")]
    give(study, "anna", *both, ("p01", 2, "formulieren"), finish="p01 p02")
    give(study, "bram", *both, ("p02", 4, "bejegening"), finish="p01 p02")
    return study


def test_all_turns_of_respondents_count_coded_or_not(two):
    found = two.agreement()
    codes = found.codes.set_index("code")
    assert set(codes["eenheden"]) == {5}
    assert codes.loc["formulieren", "met_code"] == 2
    assert codes.loc["formulieren", "percentage"] == pytest.approx(0.8)
    # two units of five marked by anna, one by bram: kappa = (.8 - .56) / (1 - .56)
    assert codes.loc["formulieren", "cohen_kappa"] == pytest.approx(0.24 / 0.44)
    assert codes.loc["wantrouwen", "percentage"] == 1  # a subcode counts for the code above it
    assert list(found.coders) == ["anna", "bram"]


def test_only_what_both_finished_is_compared(study):
    give(study, "anna", ("p01", 2, "formulieren"), ("p02", 2, "formulieren"), finish="p01 p02")
    give(study, "bram", ("p01", 2, "formulieren"), finish="p01")
    assert study.agreement().transcripts == ("p01",)


def test_without_marks_an_interview_counts_when_it_holds_a_coding_and_that_is_said(study):
    give(study, "anna", ("p01", 2, "formulieren"))
    give(study, "bram", ("p01", 4, "formulieren"))
    found = study.agreement()
    assert found.transcripts == ("p01",)
    assert any(QUIET in note for note in found.notes)


def test_with_marks_that_is_not_said(two):
    assert not any(QUIET in note for note in two.agreement().notes)


def test_with_few_interviews_no_interval_is_given_and_that_is_said(two):
    found = two.agreement()
    assert found.codes["cohen_kappa_laag"].isna().all()
    assert any("te weinig" in note for note in found.notes)


def test_the_same_every_time(two):
    one, other = two.agreement(), two.agreement()
    assert one.codes.equals(other.codes)
    assert one.differences.equals(other.differences)


def test_where_they_differ_with_the_words_of_each(two):
    rows = two.agreement().differences.to_dict("records")
    assert [(row["transcript"], row["beurt"], row["code"]) for row in rows] == [
        ("p01", 2, "formulieren"), ("p02", 4, "bejegening"),
    ]  # fmt: skip
    assert rows[0]["anna"].startswith("Ze geloofden me niet.")
    assert rows[0]["bram"] == ""


def test_what_is_taken_for_what(study):
    give(study, "anna", ("p01", 2, "formulieren"), ("p01", 4, "formulieren"), finish="p01")
    give(study, "bram", ("p01", 2, "bejegening"), finish="p01")
    found = study.agreement()
    rows = {(row.code, row.tegenover): row.aantal for row in found.confusion.itertuples()}
    assert rows == {
        ("formulieren", "bejegening"): 1,
        ("bejegening", "formulieren"): 1,
        ("formulieren", "geen"): 1,
    }
    first = found.sources.iloc[0]
    assert (first["code"], first["verschillen"], first["deel"]) == ("formulieren", 2, pytest.approx(2 / 3))


def test_over_time_in_the_order_of_coding(study):
    give(study, "anna", ("p02", 2, "formulieren"), finish="p02")
    give(study, "anna", ("p01", 2, "formulieren"), finish="p01")
    give(study, "bram", ("p02", 4, "formulieren"), ("p01", 2, "formulieren"), finish="p01 p02")
    found = study.agreement().by_transcript
    assert list(found["transcript"]) == ["p02", "p01"]
    assert found["percentage"].tolist() == [pytest.approx(0), pytest.approx(1)]


@pytest.mark.parametrize("level", ["beurt", "zin", "teken"])
def test_smaller_units_are_more_units(two, level):
    found = two.agreement(level=level)
    number = found.total["eenheden"][0]
    assert number > {"beurt": 0, "zin": 15, "teken": 1000}[level]
    assert 0 < found.total["krippendorff_alpha"][0] < 1


def test_words_that_both_marked_in_part_agree_in_part(study):
    [talk] = [talk for talk in study.transcripts if talk.id == "p01"]
    turn = talk.turn(2)
    for coder, (first, last) in {"anna": (0, 20), "bram": (3, 30)}.items():
        segment = talk.segment(turn, turn.start + first, turn.start + last)
        done = [Mark("p01", 0, MarkKind.DONE, coder, "ja")]
        study.store.judge(coder, "x", add=[Coding(segment, "formulieren", coder, Method.HAND)], marks=done)
    turns = study.agreement(level="beurt").codes.set_index("code")
    letters = study.agreement(level="teken").codes.set_index("code")
    assert turns.loc["formulieren", "percentage"] == 1
    assert 0 < letters.loc["formulieren", "cohen_kappa"] < 1
    assert 0 < turns.loc["formulieren", "alpha_u"] < 1


def test_denied_codings_are_not_given(study):
    [talk] = [talk for talk in study.transcripts if talk.id == "p01"]
    turn = talk.turn(2)
    segment = talk.segment(turn, turn.start, turn.end)
    give(study, "anna", ("p01", 2, "formulieren"), finish="p01")
    denied = Coding(segment, "formulieren", "bram", Method.HAND, negated=True)
    study.store.judge("bram", "x", add=[denied])
    give(study, "bram", ("p01", 4, "bejegening"), finish="p01")
    codes = study.agreement().codes.set_index("code")
    assert codes.loc["formulieren", "percentage"] == pytest.approx(2 / 3)


def test_who_settles_is_not_compared_unless_asked(two):
    give(two, "consensus", ("p01", 2, "formulieren"), finish="p01")
    assert two.agreement().coders == ("anna", "bram")
    assert two.agreement(["anna", "consensus"]).coders == ("anna", "consensus")


def test_a_rare_code_and_one_on_which_nobody_varies_get_a_warning(study):
    give(study, "anna", ("p01", 2, "formulieren"), finish="p01")
    give(study, "bram", ("p01", 2, "formulieren"), finish="p01")
    [row] = study.agreement().codes.to_dict("records")
    assert row["waarschuwing"] == "te weinig om iets te zeggen"
    assert row["krippendorff_alpha"] == 1


@pytest.mark.parametrize(
    ("coders", "words"),
    [([], "geen twee codeurs"), (["anna", "zoë"], "Er zijn geen coderingen met de hand van: zoë")],
)
def test_without_two_coders_there_is_nothing_to_compare(study, coders, words):
    give(study, "anna", ("p01", 2, "formulieren"), finish="p01")
    with pytest.raises(stemmen.StemmenError, match=words):
        study.agreement(coders)


def test_without_a_shared_interview_there_is_nothing_to_compare(study):
    give(study, "anna", ("p01", 2, "formulieren"), finish="p01")
    give(study, "bram", ("p02", 2, "formulieren"), finish="p02")
    with pytest.raises(stemmen.StemmenError, match="Ik ben klaar met dit interview"):
        study.agreement()


def test_the_command_gives_all_figures(two, run, tmp_path):
    path = tmp_path / "verschillen.csv"
    found = run("overeenstemming", two.folder, "--json", "--verschillen", path).json
    assert found["codes"]["formulieren"]["cohen_kappa"] == pytest.approx(0.24 / 0.44)
    assert found["codes"]["formulieren"]["cohen_kappa_interval"] is None
    assert {"krippendorff_alpha", "gwet_ac1", "fleiss_kappa", "percentage", "alpha_u"} <= set(
        found["codes"]["formulieren"]
    )
    assert {"alpha_masi", "alpha_jaccard"} <= set(found["totaal"])
    assert path.read_text("utf-8").startswith("transcript,beurt,code,anna,bram,tekst")
    shown = run("overeenstemming", two.folder)
    assert shown.code == 0
    assert "2 interviews" in shown.out
    assert run("overeenstemming", two.folder, "--codeurs", "anna").code == 1


def test_the_report_says_it_in_a_sentence_and_a_table(two):
    two.code()
    two.report(tell=lambda words: None)
    page = (two.folder / "rapport" / "rapport.html").read_text("utf-8")
    assert "2 codeurs (anna, bram) codeerden dezelfde 2 gesprekken" in page
    assert "Overeenstemming per code" in page


def test_the_report_of_one_coder_says_nothing_of_it(study):
    give(study, "anna", ("p01", 2, "formulieren"), finish="p01")
    study.code()
    study.report(tell=lambda words: None)
    assert "Overeenstemming per code" not in (study.folder / "rapport" / "rapport.html").read_text("utf-8")


def test_with_many_interviews_the_interval_holds_the_figure(tmp_path, study_folder):
    for number in range(3, 12):
        text = (study_folder / "transcripten" / "p01.txt").read_text("utf-8")
        (study_folder / "transcripten" / f"p{number:02}.txt").write_text(f"{text}I: {number}?\n", "utf-8")
    study = stemmen.open_study(study_folder)
    study.read()
    names = [talk.id for talk in study.transcripts if talk.id != "p02"]
    give(study, "anna", *((name, 2, "formulieren") for name in names), finish=" ".join(names))
    mixed = [(name, 2 if index % 3 else 4, "formulieren") for index, name in enumerate(names)]
    give(study, "bram", *mixed, finish=" ".join(names))
    [row] = study.agreement().codes.to_dict("records")
    assert row["krippendorff_alpha_laag"] < row["krippendorff_alpha"] < row["krippendorff_alpha_hoog"]
    assert not math.isnan(row["cohen_kappa_laag"])


def test_a_code_that_the_codebook_lost_is_told_and_stops_nothing(two):
    text = two.codebook_path.read_text("utf-8")
    two.codebook_path.write_text(text.replace("sleutel: bejegening", "sleutel: omgang"), "utf-8")
    found = stemmen.open_study(two.folder).agreement()
    assert "bejegening" not in set(found.codes["code"])
    assert any("het codeboek heeft ze niet: bejegening (3)" in note for note in found.notes)


def test_a_subcode_that_one_gave_is_one_difference(study):
    give(study, "anna", ("p01", 2, "van_instantie"), ("p01", 4, "bejegening"), finish="p01")
    give(study, "bram", ("p01", 4, "bejegening"), ("p01", 6, "bejegening"), finish="p01")
    found = study.agreement()
    assert found.differences["code"].tolist() == ["van_instantie", "bejegening"]
    assert found.sources["verschillen"].sum() == 2


def test_what_somebody_did_not_finish_does_not_count(study):
    give(study, "anna", ("p01", 2, "formulieren"), finish="p01")
    give(study, "bram", ("p01", 2, "formulieren"), finish="p01")
    give(study, "cleo", ("p01", 4, "bejegening"), ("p02", 2, "formulieren"), finish="p02")
    found = study.agreement()
    assert found.codes["code"].tolist() == ["formulieren"]
    assert found.coders == ("anna", "bram")
    assert any("cleo en een ander" in note for note in found.notes)


def test_stretches_are_compared_on_what_respondents_say(study, tmp_path):
    alphas = []
    for words in ("Ja?", "En toen, hoe ging dat daarna verder, kunt u dat vertellen? " * 9):
        text = "".join(f"I: {words}\nR: Ik was er nummer {number} in de rij.\n" for number in range(6))
        (study.folder / "transcripten" / "p03.txt").write_text(text, "utf-8")
        study.read(again=["p03"] if alphas else ())
        for coder, turns in {"anna": (2, 4), "bram": (2, 6)}.items():
            give(study, coder, *(("p03", turn, "formulieren") for turn in turns), finish="p03")
        alphas.append(study.agreement().codes["alpha_u"][0])
    assert alphas[0] == pytest.approx(alphas[1])


def test_nobody_gave_a_code_in_what_both_finished(study):
    give(study, "anna", ("p02", 2, "formulieren"), finish="p01")
    give(study, "bram", ("p02", 2, "formulieren"), finish="p01")
    with pytest.raises(stemmen.StemmenError, match="gaf niemand een code"):
        study.agreement()


def test_a_level_that_is_not_there(two):
    with pytest.raises(stemmen.StemmenError, match="Kies uit: beurt, zin, teken"):
        two.agreement(level="woord")


def test_one_interview_is_one(study):
    give(study, "anna", ("p01", 2, "formulieren"), finish="p01")
    give(study, "bram", ("p01", 2, "formulieren"), finish="p01")
    assert any("is maar 1 interview vergeleken" in note for note in study.agreement().notes)


def test_the_command_tells_how_many_units(two, run):
    assert run("overeenstemming", two.folder, "--json").json["eenheden"] == 5
