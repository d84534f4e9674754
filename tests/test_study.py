"""A study: its folder, its tables and its verbs, through the real rooms."""

import unicodedata

import pandas as pd
import pytest

import stemmen
from stemmen.codebook import Codebook
from stemmen.coding import Coding, Method
from stemmen.errors import CodebookError, StudyError
from tests.conftest import CODEBOOK, INTERVIEWS

TURNS = ["transcript", "beurt", "spreker", "rol", "tekst", "begin", "eind", "tijd", "onderdeel", "respondent"]
CODINGS = [
    "transcript", "beurt", "begin", "eind", "code", "codeur", "methode", "ontkend", "waardering",
    "bewijs", "zekerheid", "memo", "tekst", "respondent", "codeboekversie",
    "opvallend", "twijfel",
]  # fmt: skip


def write(folder, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def hand_code(study, rows: str = "p01,2,wantrouwen\n") -> tuple[int, int]:
    path = study.folder / "anna.csv"
    write(study.folder, "anna.csv", "transcript,beurt,code\n" + rows)
    return study.import_codings(path, "anna")


def reopened(study):
    return stemmen.open_study(study.folder)


def themes(codings: pd.DataFrame) -> set[str]:
    return {Codebook.parse(CODEBOOK).theme(code) for code in codings["code"]}


# ---- tables


def test_turns_have_the_columns_types_and_order_of_the_architecture(study):
    turns = study.turns
    assert list(turns.columns) == TURNS
    assert [turns[name].dtype.kind for name in ("beurt", "begin", "eind", "tijd")] == ["i", "i", "i", "f"]
    assert list(zip(turns["transcript"], turns["beurt"], strict=True)) == [
        *(("p01", number) for number in range(1, 7)), *(("p02", number) for number in range(1, 5)),
    ]  # fmt: skip
    second = turns.iloc[1]
    assert second["tekst"] == "Ze geloofden me niet. Ik moest het formulier van de huur opnieuw inleveren."
    assert (second["spreker"], second["rol"], second["respondent"]) == ("R", "respondent", "Ans")
    assert turns.iloc[0]["respondent"] == ""
    assert turns["tijd"].isna().all()


def test_codings_have_the_columns_types_and_order_of_the_architecture(study):
    study.code()
    hand_code(study)
    codings = study.codings()
    assert list(codings.columns) == CODINGS
    assert codings["ontkend"].dtype.kind == "b"
    order = ["transcript", "beurt", "begin", "eind", "code", "codeur"]
    pd.testing.assert_frame_equal(codings, codings.sort_values(order, ignore_index=True))
    texts = {transcript.id: transcript.text for transcript in study.transcripts}
    assert all(texts[row.transcript][row.begin : row.eind] == row.tekst for row in codings.itertuples())
    assert set(codings["respondent"]) == {"Ans", "Bo"}


def test_a_study_without_codings_has_an_empty_table_with_the_same_types(study):
    empty, filled = study.codings(), study.code() and study.codings()
    assert len(empty) == 0
    assert len(filled) > 0
    assert list(empty.dtypes.map(lambda dtype: dtype.kind)) == list(
        filled.dtypes.map(lambda dtype: dtype.kind)
    )


def test_respondents_have_the_attributes_of_the_file(study):
    assert study.respondents.to_dict("list") == {
        "respondent": ["Ans", "Bo"], "transcript": ["p01", "p02"], "spreker": ["R", "R"],
        "leeftijd": ["40-49", "60-69"], "geslacht": ["vrouw", "man"],
    }  # fmt: skip


# ---- verbs do not mutate


@pytest.mark.parametrize("name", ["turns", "respondents", "codings"])
def test_a_table_handed_out_may_be_changed_without_changing_the_study(study, name):
    def table():
        handed_out = getattr(study, name)
        return handed_out() if callable(handed_out) else handed_out

    study.code()
    before, mine = table().copy(), table()
    mine.loc[:, "transcript"] = "weg"
    mine["nieuw"] = 1
    mine.loc[:, "spreker" if name != "codings" else "code"] = "ander"
    pd.testing.assert_frame_equal(table(), before)


def test_transcripts_handed_out_are_a_list_of_the_callers_own(study):
    study.transcripts.clear()
    assert [transcript.id for transcript in study.transcripts] == ["p01", "p02"]


def test_looking_changes_no_file(study):
    study.code()
    before = {path: path.read_bytes() for path in study.folder.rglob("*") if path.is_file()}
    same = reopened(study)
    same.turns, same.codings(), same.respondents, same.comparison(), same.is_coded
    assert {path: path.read_bytes() for path in study.folder.rglob("*") if path.is_file()} == before


# ---- reading


def test_reading_again_changes_nothing(study):
    before = study.turns
    again = study.read()
    assert list(again.files["stand"]) == ["ongewijzigd", "ongewijzigd"]
    pd.testing.assert_frame_equal(study.turns, before)


def test_a_new_file_is_added_to_what_there_was(study):
    write(study.folder, "transcripten/p03.txt", INTERVIEWS["p02.txt"] + "I: Dank u wel.\n")
    assert list(study.read().files["stand"]) == ["ongewijzigd", "ongewijzigd", "nieuw"]
    assert len(study.turns) == 15


def test_a_changed_file_that_nobody_coded_by_hand_is_read_anew(study):
    study.code()
    write(study.folder, "transcripten/p01.txt", INTERVIEWS["p01.txt"].replace("formulier", "boekje"))
    assert list(study.read().files["stand"]) == ["gewijzigd", "ongewijzigd"]
    assert "boekje" in study.turns.iloc[1]["tekst"]
    assert set(study.codings()["transcript"]) == {"p02"}  # the rules were applied to the old words
    assert not study.is_coded


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("formulier van", "boekje van", "Ik moest het boekje van de huur"),
        ("I: Hoe ging", "I: Dag.\nR: Hallo.\nI: Hoe ging", "Ik moest het formulier van de huur"),
        ("R: Boos was", "B: Boos was", "Ik moest het formulier van de huur"),
    ],
    ids=["woorden", "beurten ervoor", "spreker"],
)
def test_codings_by_hand_move_along_with_a_file_that_changed(study, old, new, words):
    whole = study.store.transcripts()[0]
    start = whole.text.index("Ik moest")
    segment = whole.segment(whole.turn(2), start, start + len("Ik moest het formulier van de huur"))
    study.store.append([Coding(segment, "formulieren", "anna", Method.HAND)], "codeert")
    write(study.folder, "transcripten/p01.txt", INTERVIEWS["p01.txt"].replace(old, new))

    intake = study.read()

    assert not intake.problems
    assert intake.carried == {"p01": (1, 0)}
    assert (
        "p01.txt",
        "De tekst is veranderd. 1 codering of memo is meegegaan naar de nieuwe tekst.",
    ) in intake.notes
    assert list(study.codings()["tekst"]) == [words]
    assert study.unplaced().empty
    assert study.read().carried == {}


def test_what_has_no_sure_place_waits_and_can_be_put_back(study):
    hand_code(study, "p01,2,wantrouwen\np02,2,formulieren\n")
    changed = INTERVIEWS["p01.txt"].replace(
        "Ze geloofden me niet. Ik moest", "Wat een gedoe. Dus ik moest toen"
    )
    changed = changed.replace(
        "het formulier van de huur opnieuw inleveren", "alles nog een keer komen brengen"
    )
    write(study.folder, "transcripten/p01.txt", changed)
    intake = study.read()
    assert intake.carried == {"p01": (0, 1)}
    [note] = [note for file, note in intake.notes if file == "p01.txt"]
    assert f"stemmen terugplaatsen {study.folder}" in note
    assert list(study.codings()["transcript"]) == ["p02"]
    [row] = study.unplaced().to_dict("records")
    assert (row["transcript"], row["beurt"], row["code"], row["codeur"]) == ("p01", 2, "wantrouwen", "anna")

    for turn, words in [(0, ""), (99, ""), (1, ""), (2, "staat er niet"), (2, "e")]:
        with pytest.raises(StudyError):
            study.put_back(row["nummer"], turn, words)
    study.put_back(row["nummer"], 2, "Wat een gedoe.")
    assert study.codings()["tekst"].iloc[0] == "Wat een gedoe."
    assert study.unplaced().empty


def test_another_interview_under_the_same_name_is_not_taken_in_until_asked(study):
    hand_code(
        study, "".join(f"p01,{turn},{code}\n" for turn in (2, 4, 6) for code in ("wantrouwen", "formulieren"))
    )
    before = study.codings()
    other = "I: Wie bent u?\nR: Iemand anders, met een ander verhaal.\n"
    write(study.folder, "transcripten/p01.txt", other)
    [problem] = study.read().problems
    assert f"stemmen inlezen {study.folder} --opnieuw p01" in problem.repair
    pd.testing.assert_frame_equal(study.codings(), before)

    assert study.read(["p01"]).carried == {"p01": (0, 6)}
    assert len(study.codings()) == 0
    write(study.folder, "transcripten/p01.txt", INTERVIEWS["p01.txt"])
    assert study.read().carried == {"p01": (6, 0)}
    pd.testing.assert_frame_equal(study.codings(), before)


def test_reading_again_what_is_not_there_is_a_mistake(study):
    with pytest.raises(StudyError, match="geen transcript 'p1'") as caught:
        study.read(["p1"])
    assert "p01, p02" in str(caught.value)


def test_a_source_file_that_is_gone_is_mentioned_and_its_text_stays(study):
    (study.folder / "transcripten" / "p01.txt").unlink()
    intake = study.read()
    assert not intake.problems
    assert [file for file, _ in intake.notes if file == "p01.txt"] == ["p01.txt"]
    assert set(study.turns["transcript"]) == {"p01", "p02"}


UNKNOWN = (
    "Anna: Hoe ging het?\nBert: Ze geloofden me niet.\nAnna: Echt?\nBert: Ja, en dat formulier ook nog.\n"
)


def test_a_role_settled_after_the_first_reading_holds_from_the_next(study):
    write(study.folder, "transcripten/p03.txt", UNKNOWN)
    intake = study.read()
    assert any("p03.txt" in doubt.where and "Bert" in str(doubt) for doubt in intake.doubts)
    study.code()
    assert "p03" not in set(study.codings()["transcript"])

    settings = (study.folder / "studie.yaml").read_text(encoding="utf-8")
    write(study.folder, "studie.yaml", settings + "sprekers:\n  p03: {Anna: interviewer, Bert: respondent}\n")
    settled = reopened(study)
    intake = settled.read()
    hand_code(settled, "p03,2,wantrouwen\n")

    assert not intake.problems
    assert not intake.doubts
    turns = settled.turns[settled.turns["transcript"] == "p03"]
    assert list(turns["rol"]) == ["interviewer", "respondent"] * 2
    assert list(turns["respondent"]) == ["", "p03"] * 2
    assert not settled.is_coded
    settled.code()
    rules = settled.codings(method="regel")
    assert themes(rules[rules["transcript"] == "p03"]) == {"wantrouwen", "formulieren"}
    assert len(settled.codings(coder="anna")) == 1


def test_an_unknown_role_stays_uncoded_also_when_a_respondent_is_listed_for_it(study):
    write(study.folder, "transcripten/p03.txt", UNKNOWN)
    listed = (study.folder / "respondenten.csv").read_text(encoding="utf-8")
    write(study.folder, "respondenten.csv", listed + "Cor,p03,,20-29,man\n")
    study.read()
    study.code()
    assert set(study.codings()["transcript"]) == {"p01", "p02"}


def test_a_name_with_an_accent_as_a_mac_writes_it_is_the_same_name(study_folder):
    mac = unicodedata.normalize("NFD", "André")
    (study_folder / "respondenten.csv").unlink()
    write(study_folder, f"transcripten/{mac}.txt", UNKNOWN)
    settings = (study_folder / "studie.yaml").read_text(encoding="utf-8")
    write(
        study_folder, "studie.yaml", settings + "sprekers:\n  André: {Anna: interviewer, Bert: respondent}\n"
    )
    study = stemmen.open_study(study_folder)
    assert not study.read().doubts
    assert "André" in set(study.turns["transcript"])


def test_two_files_with_one_name_are_both_left_out(study_folder):
    write(study_folder, "transcripten/p01.srt", "1\n00:00:01,000 --> 00:00:02,000\nR: Ja.\n")
    study = stemmen.open_study(study_folder)
    intake = study.read()
    assert sorted(problem.where.rpartition("/")[2] for problem in intake.problems) == ["p01.srt", "p01.txt"]
    assert [transcript.id for transcript in study.store.transcripts()] == ["p02"]


def test_files_that_an_editor_leaves_are_no_transcripts(study):
    for name in (".DS_Store", "~$p01.docx", ".leesmij"):
        write(study.folder, f"transcripten/{name}", "x")
    assert not study.read().problems


def test_a_copy_of_an_interview_is_not_counted_twice(study):
    write(study.folder, "transcripten/p03.txt", INTERVIEWS["p01.txt"])
    write(study.folder, "transcripten/q1.txt", UNKNOWN)
    write(study.folder, "transcripten/q2.srt", f"1\n00:00:01,000 --> 00:00:02,000\n{UNKNOWN}")
    problems = study.read().problems
    assert [problem.where.rpartition("/")[2] for problem in problems] == ["p03.txt", "q1.txt", "q2.srt"]
    assert "p01.txt" in str(problems[0])
    assert "q2.srt" in str(problems[1])
    assert "q1.txt" in str(problems[2])
    assert [transcript.id for transcript in study.transcripts] == ["p01", "p02"]


def test_a_renamed_file_says_how_to_go_on(study):
    (study.folder / "transcripten/p01.txt").rename(study.folder / "transcripten/p07.txt")
    [problem] = study.read().problems
    assert problem.where.endswith("p07.txt")
    assert "p01.txt" in problem.repair
    assert f"stemmen verwijder {study.folder} p01" in problem.repair
    assert [transcript.id for transcript in study.transcripts] == ["p01", "p02"]

    study.remove("p01")
    write(study.folder, "respondenten.csv", "respondent,transcript\nAns,p07\n")
    assert not study.read().problems
    assert [transcript.id for transcript in study.transcripts] == ["p02", "p07"]


def test_a_copy_of_the_old_text_of_a_changed_interview_is_not_counted_beside_it(study):
    hand_code(study)
    write(study.folder, "transcripten/p01.txt", INTERVIEWS["p01.txt"].replace("formulier", "boekje"))
    write(study.folder, "transcripten/p01-oud.txt", INTERVIEWS["p01.txt"])
    intake = study.read()
    assert [problem.where.rpartition("/")[2] for problem in intake.problems] == ["p01-oud.txt"]
    assert intake.carried == {"p01": (1, 0)}
    assert [transcript.id for transcript in study.transcripts] == ["p01", "p02"]


def test_two_interviews_that_change_places_are_no_copies(study):
    for name, other in [("p01.txt", "p02.txt"), ("p02.txt", "p01.txt")]:
        write(study.folder, f"transcripten/{name}", INTERVIEWS[other])
    assert not study.read().problems


def test_a_removed_transcript_counts_no_longer_until_its_file_is_read_again(study):
    study.code()
    hand_code(study, "p01,2,wantrouwen\np02,2,formulieren\n")
    path = study.folder / "transcripten/p01.txt"
    with pytest.raises(StudyError, match="staat nog in transcripten"):
        study.remove("p01")
    with pytest.raises(StudyError, match="Kies uit: p01, p02"):
        study.remove("p1")
    path.unlink()
    study.remove("p01")
    write(study.folder, "respondenten.csv", "respondent,transcript\nBo,p02\n")
    assert set(study.turns["transcript"]) == {"p02"}
    assert set(study.codings()["transcript"]) == {"p02"}
    assert not study.read().notes

    write(study.folder, "transcripten/p01.txt", INTERVIEWS["p01.txt"])
    assert list(study.read().files["stand"]) == ["nieuw", "ongewijzigd"]
    assert list(study.codings(coder="anna")["transcript"]) == ["p01", "p02"]


def test_settings_for_who_is_not_there_are_noted(study):
    settings = (study.folder / "studie.yaml").read_text(encoding="utf-8")
    speakers = "  p01: {r: respondent, Annna: interviewer}\n  p1: {R: respondent}\n"
    speakers += '  "*": {i: interviewer, Karel: professional, "*": respondent}\n'
    write(study.folder, "studie.yaml", settings + "sprekers:\n" + speakers)
    notes = [note for file, note in reopened(study).read().notes if file == "studie.yaml"]
    assert len(notes) == 3
    for note, name in zip(notes, ["'Annna'", "'p1'", "'Karel'"], strict=True):
        assert name in note


def test_labels_that_differ_in_spacing_are_one_speaker(study):
    write(study.folder, "transcripten/p03.txt", UNKNOWN.replace("Bert", "Bert  Jan"))
    settings = (study.folder / "studie.yaml").read_text(encoding="utf-8")
    write(
        study.folder,
        "studie.yaml",
        settings + "sprekers:\n  p03: {anna: interviewer, bert jan: respondent}\n",
    )
    intake = reopened(study).read()
    assert not intake.doubts
    assert not intake.notes


def test_a_report_reads_what_is_new_or_changed_first(study):
    study.report()
    write(study.folder, "transcripten/p03.txt", INTERVIEWS["p02.txt"].replace("dochter", "zoon"))
    write(study.folder, "transcripten/p02.txt", INTERVIEWS["p02.txt"].replace("twintig", "dertig"))
    study.report()
    assert "p03" in set(study.turns["transcript"])
    assert "dertig" in " ".join(study.turns["tekst"])


# ---- coding


def test_rules_code_respondents_only_and_again_gives_the_same(study):
    came, went = study.code()
    assert (came > 0, went) == (True, 0)
    assert study.code() == (0, 0)
    codings = study.codings()
    assert themes(codings) == {"wantrouwen", "bejegening", "formulieren"}
    assert "van_instantie" in set(codings["code"])
    turns = study.turns.set_index(["transcript", "beurt"])
    assert {turns.loc[(row.transcript, row.beurt), "rol"] for row in codings.itertuples()} == {"respondent"}
    assert all(codings["bewijs"].str.len() > 0)


def test_a_study_knows_whether_its_rule_codings_are_those_of_its_codebook(study):
    assert not study.is_coded
    study.code()
    assert study.is_coded
    write(study.folder, "codeboek.yaml", CODEBOOK.replace("[formulier]", "[brief]"))
    assert not reopened(study).is_coded


def test_another_codebook_replaces_the_rule_codings_and_not_those_by_hand(study, tmp_path):
    study.code()
    hand_code(study)
    write(tmp_path, "klein.yaml", CODEBOOK[: CODEBOOK.index("  - sleutel: bejegening")])
    small = stemmen.open_study(study.folder, tmp_path / "klein.yaml")
    small.code()
    assert themes(small.codings(method="regel")) == {"wantrouwen"}
    assert list(small.codings(method="hand")["code"]) == ["wantrouwen"]


def test_importing_the_same_again_adds_nothing(study):
    assert hand_code(study, "p01,2,wantrouwen\np02,2,formulieren\n") == (2, 0)
    assert hand_code(study, "p01,2,wantrouwen\np02,4,formulieren\n") == (1, 0)


def test_a_wrong_row_leaves_nothing_imported(study):
    with pytest.raises(StudyError):
        hand_code(study, "p01,2,wantrouwen\np01,99,wantrouwen\n")
    assert len(study.codings()) == 0


def small(study, tmp_path):
    """The study with a codebook that has one theme of its own."""
    write(tmp_path, "klein.yaml", CODEBOOK[: CODEBOOK.index("  - sleutel: bejegening")])
    return stemmen.open_study(study.folder, tmp_path / "klein.yaml")


def test_what_is_reported_is_coded_with_the_codebook_as_it_is_now(study, tmp_path):
    write(study.folder, "codeboek.yaml", CODEBOOK.replace("[formulier]", "[brief]"))
    for number, act in enumerate(
        [
            lambda study: list(study.material().codings["bewijs"]),
            lambda study: [str(quote.evidence) for quote in study.quotes()],
            lambda study: study.themes() and list(study.codings(method="regel")["bewijs"]),
            lambda study: study.comparison() is not None and list(study.codings(method="regel")["bewijs"]),
            lambda study: (
                study.export(tmp_path / "a.csv", "coderingen")
                and (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
            ),
        ]
    ):
        reopened(study).code()
        word, words = [("formulier", "“formulier”"), ("brief", "“brieven”")][number % 2]
        write(study.folder, "codeboek.yaml", CODEBOOK.replace("[formulier]", f"[{word}]"))
        found = act(reopened(study))
        assert any(words in evidence for evidence in found), (number, found)


def test_codings_are_exported_as_they_are_when_rules_were_never_asked_for(study, tmp_path):
    hand_code(study)
    assert study.export(tmp_path / "a.csv", "coderingen") == 1
    assert study.export(tmp_path / "a.csv", "coderingen", method="regel") > 1


def test_another_codebook_in_a_report_leaves_the_codings_of_the_study_alone(study, tmp_path):
    study.code()
    before = study.codings()
    trial = small(study, tmp_path)
    assert themes(trial.material().codings) == {"wantrouwen"}
    assert set(trial.material(method="alle").codings["codeur"]) == {"regels"}
    assert trial.themes().codes["code"].tolist() == ["wantrouwen", "van_instantie"]
    pd.testing.assert_frame_equal(study.codings(), before)
    assert study.is_coded


def test_coder_and_method_hold_both(study):
    study.code()
    hand_code(study)
    assert set(study.material().codings["methode"]) == {"regel"}
    assert set(study.material(coder="anna").codings["methode"]) == {"hand"}
    assert study.material(coder="anna").method == "coderingen van anna"
    assert study.material(coder="anna", method="regel").codings.empty
    assert set(study.material(coder="regels", method="regel").codings["codeur"]) == {"regels"}
    assert set(study.material(method="alle").codings["methode"]) == {"regel", "hand"}


def test_codings_with_a_code_that_the_codebook_lost_are_counted_as_lost(study, tmp_path):
    hand_code(study, "p01,2,bejegening\np02,2,formulieren\np02,4,formulieren\np01,2,wantrouwen\n")
    trial = small(study, tmp_path)
    assert trial.material(coder="anna").lost == {"bejegening": 1, "formulieren": 2}
    assert study.material(coder="anna").lost == {}


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("definitie: Alles met formulieren.", "definitie: Iets anders.", False),
        ("patronen: [formulier]", "patronen: [brief]", True),
        ('versie: "1"', 'versie: "2"', True),
    ],
)
def test_rules_are_applied_again_only_when_what_they_use_changed(study, old, new, again):
    study.code()
    assert old in CODEBOOK
    write(study.folder, "codeboek.yaml", CODEBOOK.replace(old, new))
    assert reopened(study).is_coded is not again


def test_rules_are_applied_again_when_other_words_count_as_said(study, monkeypatch):
    study.code()
    monkeypatch.setattr("stemmen.study.spoken", lambda text: text.replace("formulier", " " * 9))
    assert not reopened(study).is_coded


def test_what_was_not_said_is_no_word_and_fires_no_rule(study):
    path = study.folder / "transcripten" / "p01.txt"
    before = study.read().files.set_index("transcript")["woorden"]
    noted = path.read_text("utf-8").replace("Ze geloofden me", "(lacht) Ze [stilte] geloofden (zucht) me")
    path.write_text(noted + "R: [wijst naar formulier] (lacht)\n", encoding="utf-8")
    assert (study.read().files.set_index("transcript")["woorden"] == before).all()
    study.code()
    said = study.codings().query("transcript == 'p01'")
    assert "(lacht) Ze [stilte] geloofden (zucht) me niet." in set(said["tekst"])
    assert said["beurt"].max() < 7
    turns = study.turns.set_index(["transcript", "beurt"])
    for row in said.itertuples():
        turn = turns.loc[(row.transcript, row.beurt)]
        assert turn["tekst"][row.begin - turn["begin"] : row.eind - turn["begin"]] == row.tekst


def test_topics_are_found_again_when_the_model_changed(study, monkeypatch):
    import stemmen.topics

    real, fitted = stemmen.topics.fit_topics, []

    def fit(turns, settings, progress=None):
        fitted.append(settings.model)
        return real(turns, stemmen.topics.TopicSettings())

    monkeypatch.setattr(stemmen.topics, "fit_topics", fit)
    (study.folder / "model").mkdir()
    write(study.folder, "model/a.bin", "een")
    write(study.folder, "studie.yaml", "titel: Proef\nonderwerpen: {model: model}\n")
    for content, times in [("een", 1), ("een", 1), ("twee", 2)]:
        write(study.folder, "model/a.bin", content)
        reopened(study).topics()
        assert len(fitted) == times


# ---- what another program does meanwhile


def test_tables_follow_the_files_and_what_another_program_read(study):
    assert "Ans" in set(study.turns["respondent"])
    write(study.folder, "respondenten.csv", "respondent,transcript\nEva,p01\n")
    assert "Eva" in set(study.turns["respondent"])
    assert "Eva" in set(study.respondents["respondent"])
    write(study.folder, "transcripten/p01.txt", "I: Hoe ging het?\nR: Ze geloofden me niet.\n")
    reopened(study).read()
    assert len(study.turns[study.turns["transcript"] == "p01"]) == 2
    study.code()
    assert set(study.codings()["transcript"]) == {"p01", "p02"}
    assert study.is_coded


def test_only_codings_of_respondents_count(study):
    """Also when the role changed after the coding."""
    hand_code(study, "p01,2,wantrouwen\np02,2,formulieren\n")
    settings = (study.folder / "studie.yaml").read_text(encoding="utf-8")
    write(study.folder, "studie.yaml", settings + "sprekers:\n  p01: {R: professional}\n")
    write(study.folder, "respondenten.csv", "respondent,transcript\nBo,p02\n")
    changed = reopened(study)
    changed.read()
    assert len(changed.codings(coder="anna")) == 2
    assert {quote.transcript for quote in changed.quotes(coder="anna")} == {"p02"}
    assert list(changed.material(coder="anna").codings["transcript"]) == ["p02"]


def test_who_is_listed_but_has_no_known_role_is_not_heard(study):
    write(study.folder, "transcripten/p03.txt", UNKNOWN)
    listed = (study.folder / "respondenten.csv").read_text(encoding="utf-8")
    write(study.folder, "respondenten.csv", listed + "Cor,p03,Bert,20-29,man\n")
    study.read()
    assert set(study.turns["respondent"]) == {"", "Ans", "Bo"}


# ---- opening and making


def test_a_new_study_is_complete_and_can_be_opened(tmp_path):
    made = stemmen.Study.create(tmp_path / "diep" / "nieuw")
    assert {path.name for path in made.folder.iterdir()} >= {
        "studie.yaml", "codeboek.yaml", "respondenten.csv", "transcripten",
    }  # fmt: skip
    assert stemmen.open_study(str(made.folder)).settings.title
    assert [path.name for path in made.folder.parent.iterdir()] == ["nieuw"]


def test_a_new_study_reads_codes_and_exports_at_once(tmp_path):
    study = stemmen.Study.create(tmp_path / "nieuw")
    write(study.folder, "transcripten/p01.txt", INTERVIEWS["p01.txt"])
    assert not study.read().problems
    study.code()
    assert study.export(tmp_path / "uit.csv") == 6


def test_a_new_study_never_overwrites(study_folder, tmp_path):
    with pytest.raises(StudyError, match="Hier staat al iets"):
        stemmen.Study.create(study_folder)
    write(tmp_path, "bestand", "x")
    with pytest.raises(StudyError):
        stemmen.Study.create(tmp_path / "bestand")
    with pytest.raises(StudyError, match="geen map"):
        stemmen.Study.create(tmp_path / "bestand" / "nieuw")


def test_an_empty_folder_may_become_a_study(tmp_path):
    (tmp_path / "leeg").mkdir()
    assert stemmen.Study.create(tmp_path / "leeg").folder == tmp_path / "leeg"


def test_a_folder_that_is_no_study_is_named_with_the_command_that_makes_one(tmp_path):
    with pytest.raises(StudyError, match="stemmen nieuw"):
        stemmen.open_study(tmp_path)


def test_a_study_before_reading_says_what_to_do(study_folder):
    study = stemmen.open_study(study_folder)
    for act in (lambda: study.turns, lambda: study.respondents, study.code, study.codings):
        with pytest.raises(StudyError, match="stemmen inlezen"):
            act()


def test_a_codebook_by_path_must_be_right_too(study_folder, tmp_path):
    with pytest.raises(CodebookError):
        stemmen.open_study(study_folder, tmp_path / "weg.yaml")


def test_a_database_may_stand_elsewhere(study_folder, tmp_path):
    settings = (study_folder / "studie.yaml").read_text(encoding="utf-8")
    write(study_folder, "studie.yaml", settings + f"database: sqlite:///{tmp_path}/samen.db\n")
    study = stemmen.open_study(study_folder)
    study.read()
    assert (tmp_path / "samen.db").exists()
    assert not (study_folder / "stemmen.db").exists()


def test_a_coder_who_does_not_exist_gives_no_empty_report(study):
    study.read()
    with pytest.raises(StudyError, match="codeur 'ana'"):
        study.report(coder="ana")


def test_a_folder_that_is_not_there_is_called_so(tmp_path):
    with pytest.raises(StudyError, match="Deze map is er niet"):
        stemmen.open_study(tmp_path / "nergens")
