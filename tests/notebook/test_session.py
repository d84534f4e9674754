"""What a coding screen asks is done, kept and answered; what cannot be done is refused in plain words."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import stemmen
from stemmen.coding import Method
from stemmen.errors import StudyError
from stemmen.notebook.session import ACTS, ASKED, Session
from tests.notebook.conftest import Screen, give

TURN_2 = "Het was 😀 druk. Ze geloofden me niet, en dat formulier was lang."


# What the screen gets.


def test_the_study_is_told(screen):
    study = screen.study
    assert (study["title"], study["coder"], study["blind"], study["settling"]) == (
        "Proefstudie", "anna", True, False,
    )  # fmt: skip
    assert [(c["key"], c["parent"], c["depth"], c["valence"]) for c in study["codes"]] == [
        ("wantrouwen", "", 0, False),
        ("van_instantie", "wantrouwen", 1, False),
        ("bejegening", "", 0, True),
        ("formulieren", "", 0, False),
    ]
    assert study["transcripts"][0] == {
        "id": "p01", "turns": 6, "to_code": 3, "done": 0, "finished": False, "differs": 0,
    }  # fmt: skip
    assert (study["current"], study["counts"], study["recent"]) == ("p01", {}, [])
    assert (study["undo"], study["redo"]) == ("", "")


def test_a_transcript_is_told(screen):
    answer = screen.open("p01")
    assert [(t["n"], t["speaker"], t["role"], t["codable"]) for t in answer["turns"][:2]] == [
        (1, "I", "interviewer", False),
        (2, "R", "respondent", True),
    ]
    assert answer["turns"][1]["text"] == TURN_2
    assert answer["turns"][1]["time"] == ""
    assert (answer["memo"], answer["finished"]) == ("", False)
    assert set(answer["judged"]) == {"1", "2", "3", "4", "5", "6"}


def test_what_is_not_there_is_refused(screen):
    assert "interview" in screen.refused("transcript", transcript="p99")


# Coding.


def test_words_get_a_code_by_code_points_also_after_an_emoji(screen, study):
    start = TURN_2.index("geloofden")
    answer = screen.code("wantrouwen", start=start, end=start + len("geloofden"))
    [coding] = screen.codings()
    assert TURN_2[coding["start"] : coding["end"]] == "geloofden"
    assert answer["pick"] == coding["id"]
    assert answer["say"] == "Wantrouwen gegeven in beurt 2 van p01."
    [kept] = study.store.entries(coder="anna")
    assert (kept.coding.segment.text, kept.coding.code, kept.coding.method) == (
        "geloofden", "wantrouwen", Method.HAND,
    )  # fmt: skip
    assert kept.coding.codebook_version == "1"


def test_a_selection_over_turns_leaves_out_the_interviewer(screen, study):
    stretches = [
        {"turn": 2, "start": 17, "end": len(TURN_2)},
        {"turn": 3, "start": 0, "end": 10},
        {"turn": 4, "start": 0, "end": 10},
    ]
    answer = screen.do("code", transcript="p01", stretches=stretches, code="bejegening", valence="-")
    assert answer["say"] == "Bejegening gegeven in 2 beurten van p01."
    assert sorted(answer["judged"]) == ["2", "4"]
    assert [entry.coding.segment.turn for entry in study.store.entries(coder="anna")] == [2, 4]
    assert answer["pick"] == screen.codings(4)[0]["id"]
    assert {c["valence"] for turn in (2, 4) for c in screen.codings(turn)} == {"-"}
    screen.do("undo")  # it was one act
    assert study.store.entries(coder="anna") == []


def test_codes_may_overlap(screen):
    screen.code("wantrouwen", start=0, end=10)
    screen.code("formulieren", start=5, end=20)
    assert screen.codes() == ["wantrouwen", "formulieren"]


def test_the_same_again_is_picked_and_keeps_its_memo(screen, study):
    first = screen.code("bejegening")["pick"]
    first = screen.do("memo", coding=first, text="navragen")["pick"]
    before = study.store.last_batch()
    answer = screen.code("bejegening")
    assert answer["pick"] == first
    assert "al" in answer["say"]
    assert study.store.last_batch() == before
    answer = screen.code("bejegening", valence="+")  # that is news
    [coding] = screen.codings()
    assert (coding["memo"], coding["valence"], coding["id"]) == ("navragen", "+", answer["pick"])


def test_a_code_without_valence_gets_none(screen):
    screen.code("wantrouwen", valence="+")
    assert screen.codings()[0]["valence"] == ""


@pytest.mark.parametrize(
    ("stretches", "words"),
    [
        ([{"turn": 2, "start": 0, "end": 900}], "plek"),
        ([{"turn": 2, "start": -1, "end": 3}], "plek"),
        ([{"turn": 2, "start": 4, "end": 3}], "plek"),
        ([{"turn": 7, "start": 0, "end": 1}], "beurt"),
        ([{"turn": 0, "start": 0, "end": 1}], "beurt"),
        ([{"turn": 1, "start": 0, "end": 3}], "respondent"),
        ([{"turn": 2, "start": 3, "end": 3}], "respondent"),
        ([{"turn": 2, "start": 3, "end": 4}], "respondent"),  # a space
        ([], "respondent"),
        ([{"turn": 2, "start": 0, "end": 3}, {"turn": 4, "start": 0, "end": 900}], "plek"),
    ],
)
def test_words_that_are_not_there_are_refused(screen, stretches, words):
    assert words in screen.refused("code", transcript="p01", stretches=stretches, code="wantrouwen")


def test_a_whole_turn_may_be_coded_to_its_last_character(screen):
    screen.code("wantrouwen", start=0, end=len(TURN_2))
    assert screen.codings()[0]["end"] == len(TURN_2)


def test_an_unknown_code_is_refused(screen):
    stretch = {"turn": 2, "start": 0, "end": 3}
    say = screen.refused("code", transcript="p01", stretches=[stretch], code="schaamte")
    assert "'schaamte' staat niet in het codeboek" in say


# Commands that are none.


@pytest.mark.parametrize(
    "command",
    [
        {"do": "wis"}, {"do": "handle"}, {"do": "__init__"}, {"do": None}, {"do": ["code"]}, {},
        {"do": "open", "more": 1}, {"do": "transcript"}, {"do": "transcript", "transcript": 1},
        {"do": "remove", "ids": "a"}, {"do": "remove", "ids": [1]},
        {"do": "done", "transcript": "p01", "turn": True, "on": True},
        {"do": "done", "transcript": "p01", "turn": 2, "on": 1},
        {"do": "done", "transcript": "p01", "turn": 2.0, "on": True},
        {"do": "code", "transcript": "p01", "code": "wantrouwen", "stretches": [{"turn": 2, "start": 0}]},
        {"do": "code", "transcript": "p01", "code": "wantrouwen", "stretches": [[2, 0, 3]]},
        {"do": "move", "coding": "x", "start": None, "end": 3},
    ],
)  # fmt: skip
def test_a_command_that_is_none_is_refused(screen, command):
    answer = screen.session.handle({"id": 9, **command})
    assert (answer["re"], answer["kind"]) == (9, "error")
    assert answer["say"].startswith("Het scherm vroeg iets dat niet kan")


def test_each_command_is_a_method_with_known_kinds():
    from typing import get_type_hints

    from stemmen.notebook.acts import Acts
    from stemmen.notebook.calling import Stretch

    known = (str, int, bool, list[str], list[Stretch])
    for method in [getattr(Acts, n) for n in ACTS] + [getattr(Session, n) for n in ASKED]:
        hints = get_type_hints(method)
        assert all(kind in known for name, kind in hints.items() if name != "return"), method


def test_a_mistake_of_ours_is_not_hidden(screen, monkeypatch):
    monkeypatch.setattr(screen.session._acts, "undo", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        screen.session.handle({"id": 1, "do": "undo"})


# Changing what was given.


def test_another_code(screen, study):
    pick = screen.code("bejegening", valence="+")["pick"]
    answer = screen.do("recode", ids=[pick], code="wantrouwen")
    assert screen.codes() == ["wantrouwen"]
    assert screen.codings()[0]["valence"] == ""  # that code has none
    assert answer["say"] == "Bejegening veranderd in Wantrouwen in beurt 2 van p01."
    assert answer["pick"] == screen.codings()[0]["id"]
    rows = screen.ask("history", coding=answer["pick"])["rows"]
    assert [(row["who"], row["what"]) for row in rows] == [
        ("anna", "Bejegening gegeven in beurt 2 van p01"),
        ("anna", "Bejegening veranderd in Wantrouwen in beurt 2 van p01"),
    ]


def test_another_code_keeps_the_valence_where_there_is_one(study_folder, screen):
    pick = screen.code("bejegening", valence="+")["pick"]
    assert "al" in screen.refused("recode", ids=[pick], code="bejegening")
    assert screen.codings()[0]["valence"] == "+"


def test_another_code_never_takes_the_place_of_a_coding(screen):
    kept = screen.code("wantrouwen")["pick"]
    kept = screen.do("memo", coding=kept, text="bewaren")["pick"]
    pick = screen.code("bejegening")["pick"]
    assert "al" in screen.refused("recode", ids=[pick], code="wantrouwen")
    other = screen.code("bejegening", start=0, end=10)["pick"]
    screen.do("recode", ids=[pick, other], code="wantrouwen")  # one of the two can
    assert sorted((c["code"], c["end"], c["memo"]) for c in screen.codings()) == [
        ("bejegening", 3, ""),
        ("wantrouwen", 3, "bewaren"),
        ("wantrouwen", 10, ""),
    ]


def test_removing(screen, study):
    ids = [screen.code("wantrouwen")["pick"], screen.code("bejegening", turn=4)["pick"]]
    answer = screen.do("remove", ids=ids)
    assert (screen.codes(2), screen.codes(4)) == ([], [])
    assert (answer["pick"], answer["counts"]) == ("", {})
    assert answer["say"] == "Wantrouwen en Bejegening weggehaald in 2 beurten van p01."
    assert "intussen" in screen.refused("remove", ids=ids)
    assert "intussen" in screen.refused("remove", ids=[])


def test_other_boundaries(screen):
    pick = screen.code("wantrouwen")["pick"]
    answer = screen.do("move", coding=pick, start=8, end=14)
    assert [(c["start"], c["end"], c["id"]) for c in screen.codings()] == [(8, 14, answer["pick"])]
    same = screen.do("move", coding=answer["pick"], start=8, end=14)
    assert same["pick"] == answer["pick"]
    other = screen.code("wantrouwen")["pick"]
    assert "al" in screen.refused("move", coding=other, start=8, end=14)
    assert "plek" in screen.refused("move", coding=other, start=8, end=900)
    assert "respondent" in screen.refused("move", coding=other, start=8, end=8)


def test_valence(screen):
    pick = screen.code("bejegening")["pick"]
    for valence in ("+", "-", "±", ""):
        pick = screen.do("valence", coding=pick, valence=valence)["pick"]
        assert screen.codings()[0]["valence"] == valence
    assert "waardering" in screen.refused("valence", coding=pick, valence="?")
    other = screen.code("wantrouwen")["pick"]
    assert "geen waardering" in screen.refused("valence", coding=other, valence="+")


@pytest.mark.parametrize("name", ["striking", "doubt"])
def test_striking_and_doubt(screen, study, name):
    pick = screen.code("bejegening")["pick"]
    pick = screen.do(name, coding=pick, on=True)["pick"]
    assert screen.codings()[0][name]
    assert getattr(study.store.entries(coder="anna")[0].coding, name)
    before = study.store.last_batch()
    assert screen.do(name, coding=pick, on=True)["pick"] == pick  # it was already
    assert study.store.last_batch() == before
    screen.do(name, coding=pick, on=False)
    assert not screen.codings()[0][name]


def test_memos(screen):
    pick = screen.code("bejegening")["pick"]
    screen.do("memo", coding=pick, text=" over {de} balie \n")
    screen.do("memo_turn", transcript="p01", turn=1, text="een vraag")
    assert screen.do("memo_transcript", transcript="p01", text="rustig gesprek")["memo"] == "rustig gesprek"
    assert screen.do("undo")["memo"] == ""
    assert screen.do("redo")["memo"] == "rustig gesprek"
    answer = screen.open("p01")
    assert screen.codings()[0]["memo"] == "over {de} balie"
    assert (screen.judged["1"]["memo"], answer["memo"]) == ("een vraag", "rustig gesprek")
    assert screen.do("memo_turn", transcript="p01", turn=1, text=" ")["say"] == (
        "Geen memo meer bij beurt 1 van p01."
    )
    assert screen.judged["1"]["memo"] == ""
    assert "beurt" in screen.refused("memo_turn", transcript="p01", turn=7, text="x")
    assert "interview" in screen.refused("memo_transcript", transcript="p09", text="x")


# How far.


def progress(answer):
    [row] = answer["transcripts"]
    return row["done"], row["finished"]


def test_a_turn_is_done_when_it_is_coded_or_said_to_be(screen):
    assert progress(screen.code("wantrouwen")) == (1, False)
    assert progress(screen.code("bejegening")) == (1, False)  # the same turn
    answer = screen.do("done", transcript="p01", turn=6, on=True)
    assert (progress(answer), answer["judged"]["6"]["done"]) == ((2, False), True)
    assert answer["say"] == "Klaar met beurt 6 van p01."
    assert progress(screen.do("done", transcript="p01", turn=6, on=False)) == (1, False)
    assert "respondent" in screen.refused("done", transcript="p01", turn=1, on=True)


def test_finishing_tells_what_is_left(screen):
    screen.code("wantrouwen")
    answer = screen.do("finish", transcript="p01", on=True)
    assert progress(answer) == (1, True)
    assert answer["say"] == (
        "Interview p01 afgerond. Let op: 2 beurten zijn niet gecodeerd en ook niet klaar."
    )
    screen.do("done", transcript="p01", turn=4, on=True)
    screen.do("done", transcript="p01", turn=6, on=True)
    assert screen.do("finish", transcript="p01", on=False)["say"] == "Interview p01 weer open."
    assert screen.do("finish", transcript="p01", on=True)["say"] == "Interview p01 afgerond."
    assert screen.open("p01")["finished"]


def test_counts_and_recent_codes(screen):
    screen.code("wantrouwen")
    screen.code("formulieren", turn=4)
    answer = screen.code("wantrouwen", turn=4)
    assert answer["counts"] == {"formulieren": 1, "wantrouwen": 2}
    assert answer["recent"] == ["wantrouwen", "formulieren"]


def test_a_new_session_opens_where_the_coder_was(screen, study):
    stretch = {"turn": 2, "start": 0, "end": 3}
    screen.do("code", transcript="p02", stretches=[stretch], code="formulieren")
    assert Screen(study).study["current"] == "p02"


# Proposals.


def test_rules_propose_with_evidence_and_only_the_lowest_code(screen):
    assert screen.proposed(2) == [("formulieren", "regels"), ("van_instantie", "regels")]
    [_, first] = screen.judged["2"]["proposals"]
    assert first["evidence"] == "niet_geloofd: “geloofden me niet”"
    assert first["confidence"] is None
    assert screen.judged["4"]["proposals"][0]["valence"] == "+"


def test_a_proposal_is_the_same_in_every_session(screen, study):
    ids = [p["id"] for p in screen.judged["2"]["proposals"]]
    other = Screen(study, "bram")
    assert [p["id"] for p in other.judged["2"]["proposals"]] == ids
    assert len(set(ids)) == 2


def test_accepting(screen, study):
    proposal = screen.judged["4"]["proposals"][0]
    answer = screen.do("accept", proposal=proposal["id"])
    [coding] = screen.codings(4)
    assert answer["pick"] == coding["id"]
    assert (coding["coder"], coding["method"], coding["valence"]) == ("anna", "hand", "+")
    assert coding["evidence"] == "voorstel van regels: vriendelijk: “vriendelijk”"
    assert (coding["start"], coding["end"]) == (proposal["start"], proposal["end"])
    assert screen.proposed(4) == []
    assert "voorstel" in screen.refused("accept", proposal=proposal["id"])
    assert [e.coding.code for e in study.store.entries(method=Method.RULE)].count("bejegening") == 1
    screen.do("undo")
    assert (screen.codings(4), screen.proposed(4)) == ([], [("bejegening", "regels")])


def test_a_proposal_stays_away_when_what_was_made_of_it_changes(screen):
    pick = screen.do("accept", proposal=screen.judged["4"]["proposals"][0]["id"])["pick"]
    pick = screen.do("move", coding=pick, start=25, end=44)["pick"]
    assert screen.proposed(4) == []
    screen.do("recode", ids=[pick], code="formulieren")
    assert screen.codings(4)[0]["evidence"] == ""  # it was evidence for the other code
    assert screen.proposed(4) == [("bejegening", "regels")]


def test_a_code_of_ones_own_makes_proposals_needless(screen):
    start = TURN_2.index("geloofden")
    screen.code("wantrouwen", start=0, end=4)  # beside it
    assert ("van_instantie", "regels") in screen.proposed(2)
    screen.code("van_instantie", start=start, end=start + 9)  # on it
    assert screen.proposed(2) == [("formulieren", "regels")]


def test_rejecting(screen, study):
    answer = screen.do("reject", proposal=screen.judged["2"]["proposals"][0]["id"])
    assert answer["say"] == "Voorstel Formulieren verworpen in beurt 2 van p01."
    assert screen.proposed(2) == [("van_instantie", "regels")]
    assert Screen(study).proposed(2) == [("van_instantie", "regels")]
    assert len(Screen(study, "bram").proposed(2)) == 2  # that is for each to say
    screen.do("undo")
    assert len(screen.proposed(2)) == 2
    assert "voorstel" in screen.refused("reject", proposal="bestaat_niet")


def test_what_is_denied_is_not_proposed(study_folder):
    (study_folder / "transcripten" / "p01.txt").write_text(
        "I: En?\nR: Ze waren niet vriendelijk.\n", encoding="utf-8"
    )
    study = stemmen.open_study(study_folder)
    study.read()
    study.code()
    [denied] = [e.coding for e in study.store.entries(transcript="p01")]
    assert denied.negated
    assert Screen(study).proposed(2) == []


# A new code.


NEW = {"name": "Lange brieven", "definition": "Brieven die te lang zijn.", "parent": "formulieren"}


def new_code(screen, **news):
    stretch = {"turn": 2, "start": 0, "end": 3}
    return screen.ask("new_code", **{"transcript": "p01", "stretches": [stretch], **NEW, **news})


def test_a_new_code_comes_in_the_codebook_and_on_the_words(screen, study):
    answer = new_code(screen)
    assert answer["say"] == "Nieuwe code Lange brieven in beurt 2 van p01."
    assert [(c["key"], c["parent"]) for c in answer["codes"]][-1] == ("lange_brieven", "formulieren")
    assert screen.codes() == ["lange_brieven"]
    assert "lange_brieven" in stemmen.open_study(study.folder).codebook
    assert "codes" not in screen.code("lange_brieven", turn=4)


def test_undoing_it_takes_the_code_out_of_the_codebook_and_redoing_puts_it_back(screen, study):
    before = study.codebook_path.read_bytes()
    new_code(screen)
    with_code = study.codebook_path.read_bytes()
    fresh = Screen(stemmen.open_study(study.folder))
    answer = fresh.do("undo")
    assert study.codebook_path.read_bytes() == before
    assert [c["key"] for c in answer["codes"]][-1] == "formulieren"
    assert fresh.codes() == []
    assert screen.ask("refresh")["kind"] == "study"
    answer = fresh.do("redo")
    assert study.codebook_path.read_bytes() == with_code
    assert answer["codes"][-1]["key"] == "lange_brieven"
    assert fresh.codes() == ["lange_brieven"]
    assert screen.ask("refresh")["kind"] == "study"


def test_two_new_codes_can_both_be_undone(screen, study):
    before = study.codebook_path.read_bytes()
    new_code(screen)
    new_code(screen, name="Korte brieven", parent="")
    screen.do("undo")
    screen.do("undo")
    assert study.codebook_path.read_bytes() == before


def test_a_code_that_somebody_uses_stays(screen, study):
    new_code(screen)
    Screen(study, "bram").code("lange_brieven")
    screen.do("undo")
    assert screen.codes() == []
    assert "lange_brieven" in stemmen.open_study(study.folder).codebook


def test_a_codebook_that_was_worked_in_since_stays(screen, study):
    new_code(screen)
    path = study.codebook_path
    path.write_text(path.read_text("utf-8").replace("Brieven die te lang", "Post die te lang"), "utf-8")
    before = path.read_bytes()
    screen.do("undo")
    assert path.read_bytes() == before


def test_redoing_when_the_place_of_the_code_is_gone_is_told(screen, study):
    new_code(screen, parent="bejegening")
    screen.do("undo")
    path = study.codebook_path
    path.write_text(path.read_text("utf-8").replace("sleutel: bejegening", "sleutel: omgang"), "utf-8")
    assert "het codeboek is niet veranderd" in screen.do("redo")["say"]
    assert screen.codes() == ["lange_brieven"]  # the judgement is not lost


@pytest.mark.parametrize(
    ("news", "words"),
    [
        ({"name": " "}, "naam"),
        ({"definition": ""}, "definitie"),
        ({"parent": "weg"}, "weg"),
        ({"stretches": [{"turn": 1, "start": 0, "end": 3}]}, "respondent"),
        ({"stretches": [{"turn": 2, "start": 0, "end": 900}]}, "plek"),
    ],
)
def test_a_new_code_that_cannot_be_leaves_the_codebook(screen, study, news, words):
    before = study.codebook_path.read_bytes()
    answer = new_code(screen, **news)
    assert answer["kind"] == "error"
    assert words in answer["say"]
    assert study.codebook_path.read_bytes() == before


def test_a_new_code_whose_coding_cannot_be_kept_leaves_the_codebook(screen, study):
    before = study.codebook_path.read_bytes()
    path = study.folder / "transcripten" / "p01.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("Het was", "Dat was"), encoding="utf-8")
    stemmen.open_study(study.folder).read()
    screen.session._check_texts = lambda: None  # they change just after
    assert "intussen veranderd" in new_code(screen)["say"]
    assert study.codebook_path.read_bytes() == before


# Others.


def test_a_blind_coder_sees_nothing_of_others(study):
    give(study, "bram", "wantrouwen", 2, "druk")
    screen = Screen(study)
    screen.code("bejegening")
    assert screen.judged["2"]["others"] == []
    assert not screen.judged["2"]["differs"]
    assert screen.study["transcripts"][0]["differs"] == 0
    assert "bram" not in str([screen.ask("open"), screen.open("p01")])


def test_others_may_be_shown_and_hidden(study):
    give(study, "bram", "wantrouwen", 2, "druk")
    give(study, "bram", "bejegening", 4, "vriendelijk")
    screen = Screen(study)
    screen.code("bejegening")
    answer = screen.ask("show_others", on=True)
    assert answer["kind"] == "transcript"
    assert not answer["blind"]
    assert [(c["code"], c["coder"]) for c in screen.judged["2"]["others"]] == [("wantrouwen", "bram")]
    assert [screen.judged[n]["differs"] for n in "246"] == [True, False, False]  # 4 is still to do
    assert answer["transcripts"][0]["differs"] == 1
    screen.code("wantrouwen")
    assert screen.judged["2"]["differs"]
    screen.do("remove", ids=[screen.codings()[0]["id"]])
    assert screen.codes() == ["wantrouwen"]
    assert not screen.judged["2"]["differs"]
    answer = screen.do("finish", transcript="p01", on=True)
    assert answer["transcripts"][0]["differs"] == 1  # 4 counts now
    assert screen.ask("show_others", on=False)["judged"]["2"]["others"] == []


def test_a_coder_of_another_transcript_does_not_differ_here(study):
    give(study, "bram", "wantrouwen", 2, "druk")
    screen = Screen(study, "carla", blind=False)
    stretch = {"turn": 2, "start": 0, "end": 3}
    answer = screen.do("code", transcript="p02", stretches=[stretch], code="formulieren")
    assert answer["transcripts"][0]["differs"] == 0


def test_what_others_gave_cannot_be_changed(study):
    give(study, "bram", "wantrouwen", 2, "druk")
    screen = Screen(study, blind=False)
    other = screen.judged["2"]["others"][0]["id"]
    assert "intussen" in screen.refused("remove", ids=[other])
    assert "intussen" in screen.refused("memo", coding=other, text="x")


# Two screens.


def test_two_screens_of_one_coder_on_one_transcript(any_study):
    one, two = Screen(any_study), Screen(any_study)
    pick = one.code("wantrouwen")["pick"]
    assert two.codes() == []
    assert two.ask("refresh")["kind"] == "transcript"
    assert two.codes() == ["wantrouwen"]
    assert two.ask("refresh")["kind"] == "same"
    two.do("remove", ids=[pick])
    assert "intussen" in one.refused("memo", coding=pick, text="te laat")
    assert one.ask("refresh")["kind"] == "transcript"
    assert one.codes() == []
    two.do("undo")
    answer = one.code("formulieren", start=8, end=14)  # brings what the other did, too
    assert sorted(one.codes()) == ["formulieren", "wantrouwen"]
    assert answer["transcripts"][0]["done"] == 1


def test_a_change_that_came_just_before_is_refused_and_seen(any_study):
    one, two = Screen(any_study), Screen(any_study)
    one.code("wantrouwen")
    two.ask("refresh")
    pick = one.codings()[0]["id"]
    one.do("memo", coding=pick, text="eerst")
    assert "intussen" in two.refused("memo", coding=pick, text="later")
    assert two.ask("refresh")["kind"] == "transcript"
    assert two.codings()[0]["memo"] == "eerst"


def test_other_programs_are_seen(any_study):
    screen = Screen(any_study, blind=False)
    again = stemmen.open_study(any_study.folder)
    Screen(again, "bram").code("wantrouwen")
    assert screen.ask("refresh")["kind"] == "transcript"
    assert [c["coder"] for c in screen.judged["2"]["others"]] == ["bram"]


def test_texts_that_were_read_anew_are_seen(study):
    screen = Screen(study)
    (study.folder / "transcripten" / "p03.txt").write_text("I: Ja?\nR: Zeker weten.\n", encoding="utf-8")
    stemmen.open_study(study.folder).read()
    answer = screen.ask("refresh")
    assert answer["kind"] == "study"
    assert [row["id"] for row in answer["transcripts"]] == ["p01", "p02", "p03"]


def test_a_codebook_that_was_changed_is_seen_once_it_is_right(study):
    screen = Screen(study)
    path = study.codebook_path
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "  - sleutel: half", encoding="utf-8")
    assert screen.ask("refresh")["kind"] == "same"
    path.write_text(text.replace("naam: Formulieren", "naam: Papieren"), encoding="utf-8")
    answer = screen.ask("refresh")
    assert answer["kind"] == "study"
    assert answer["codes"][-1]["name"] == "Papieren"


def test_words_that_changed_meanwhile_get_no_code(study):
    screen = Screen(study)
    path = study.folder / "transcripten" / "p01.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("druk", "stil"), encoding="utf-8")
    stemmen.open_study(study.folder).read()
    stretch = {"turn": 2, "start": 0, "end": 20}
    say = screen.refused("code", transcript="p01", stretches=[stretch], code="wantrouwen")
    assert "opnieuw ingelezen" in say
    assert screen.ask("refresh")["kind"] == "study"
    stretch = {"turn": 2, "start": 0, "end": 20}
    screen.do("code", transcript="p01", stretches=[stretch], code="wantrouwen")


# Settling.


@pytest.fixture
def settled(study):
    give(study, "anna", "wantrouwen", 2, "geloofden me niet", memo="duidelijk")
    give(study, "bram", "wantrouwen", 2, "geloofden me niet")
    give(study, "anna", "formulieren", 2, "formulier")
    give(study, "anna", "bejegening", 4, "vriendelijk", valence="+")
    give(study, "bram", "bejegening", 4, "vriendelijk", valence="-")
    give(study, "carla", "bejegening", 6, "Nee")
    return Screen(study, "consensus", between=("anna", "bram"))


def test_both_coders_codings_are_the_proposals(settled):
    assert settled.study["settling"]
    assert settled.proposed(2) == [("wantrouwen", "anna en bram"), ("formulieren", "anna")]
    assert settled.judged["2"]["proposals"][0]["evidence"] == "anna: duidelijk"
    [bejegening] = settled.judged["4"]["proposals"]
    assert (bejegening["valence"], bejegening["evidence"]) == ("", "anna waardering +; bram waardering -")
    assert settled.proposed(6) == []
    assert [settled.judged[n]["differs"] for n in "246"] == [True, True, False]
    assert settled.study["transcripts"][0]["differs"] == 2


def test_when_settling_others_are_those_that_are_no_proposal(settled):
    settled.ask("show_others", on=True)
    assert [settled.judged[n]["others"] for n in "24"] == [[], []]
    assert [c["coder"] for c in settled.judged["6"]["others"]] == ["carla"]
    settled.do("accept", proposal=settled.judged["2"]["proposals"][0]["id"])
    assert [c["coder"] for c in settled.judged["2"]["others"]] == ["anna", "bram"]


def test_settling(settled, study):
    before = study.store.entries(coder="anna"), study.store.entries(coder="bram")
    answer = settled.do("accept_all", transcript="p01")
    assert answer["say"] == "1 codering overgenomen in p01 waar anna en bram het over eens zijn."
    [coding] = settled.codings(2)
    assert (coding["coder"], coding["evidence"]) == (
        "consensus",
        "gegeven door anna en bram: anna: duidelijk",
    )
    assert settled.judged["2"]["differs"]  # formulieren is left
    settled.do("reject", proposal=settled.judged["2"]["proposals"][0]["id"])
    assert not settled.judged["2"]["differs"]
    pick = settled.do("accept", proposal=settled.judged["4"]["proposals"][0]["id"])["pick"]
    answer = settled.do("valence", coding=pick, valence="+")
    assert answer["transcripts"][0]["differs"] == 0
    assert "niets" in settled.do("accept_all", transcript="p01")["say"]
    assert (study.store.entries(coder="anna"), study.store.entries(coder="bram")) == before


def test_a_difference_may_be_left_by_saying_that_the_turn_is_done(settled):
    settled.do("done", transcript="p01", turn=2, on=True)
    assert not settled.judged["2"]["differs"]


def test_accepting_all_is_for_settling_alone(screen):
    assert "beslechten" in screen.refused("accept_all", transcript="p01")


@pytest.mark.parametrize(
    ("coder", "between", "words"),
    [
        ("anna", ("anna", "bram"), "derde"),
        ("consensus", ("anna",), "twee codeurs"),
        ("consensus", ("anna", "anna"), "twee codeurs"),
        ("consensus", ("anna", "dirk"), "dirk"),
        ("consensus", ("anna", "regels"), "regels"),
        (" ", (), "leeg"),
        ("regels", (), "geen mens"),
        ("Anna", (), 'coder="anna"'),
    ],
)
def test_names_that_cannot_be(study, coder, between, words):
    give(study, "anna", "wantrouwen", 2, "druk")
    give(study, "bram", "wantrouwen", 2, "druk")
    with pytest.raises(StudyError, match="(?s)" + words):
        Session(study, coder, between=between)


def test_two_names_that_are_alike_and_known_are_both_taken(study):
    give(study, "anna", "wantrouwen", 2, "druk")
    give(study, "Anna", "wantrouwen", 2, "druk")
    assert [Screen(study, name).study["coder"] for name in ("anna", "Anna")] == ["anna", "Anna"]


def test_a_name_is_taken_without_the_spaces_around_it(study):
    assert Screen(study, " anna ").study["coder"] == "anna"


# A study of one section.


def test_only_the_section_is_to_be_coded(study_folder):
    (study_folder / "transcripten" / "p01.txt").write_text(
        "# Werk\nI: En?\nR: Ik werk er graag.\n\n# Wonen\nI: En?\nR: Ik woon er graag.\n", encoding="utf-8"
    )
    study = stemmen.open_study(study_folder)
    study.read()
    stretch = {"turn": 2, "start": 0, "end": 3}
    Screen(study).do("code", transcript="p02", stretches=[stretch], code="formulieren")
    screen = Screen(stemmen.open_study(study_folder, section="wonen"))
    assert [row["id"] for row in screen.study["transcripts"]] == ["p01"]
    assert screen.study["transcripts"][0]["to_code"] == 1
    assert screen.study["current"] == "p01"
    assert "respondent" in screen.refused("done", transcript="p01", turn=2, on=True)
    answer = screen.do("undo")  # of what was done outside the section
    assert (answer["transcript"], answer["judged"], answer["transcripts"]) == ("p01", {}, [])
    assert study.store.entries(coder="anna") == []


# Undo and redo.


def test_nothing_to_undo(screen):
    assert screen.do("undo")["say"] == "Er is niets om ongedaan te maken."
    assert screen.do("redo")["say"] == "Er is niets om opnieuw te doen."


def test_undo_is_told_with_its_place(screen):
    screen.code("wantrouwen")
    screen.open("p02")
    answer = screen.do("undo")
    assert (answer["transcript"], list(answer["judged"])) == ("p01", ["2"])
    assert answer["say"] == "Ongedaan gemaakt: Wantrouwen gegeven in beurt 2 van p01."
    assert (answer["undo"], answer["redo"]) == ("", "Wantrouwen gegeven in beurt 2 van p01")


CODES = st.sampled_from(["wantrouwen", "van_instantie", "bejegening", "formulieren"])
TURNS = st.sampled_from([2, 4, 6])
STEPS = st.one_of(
    st.tuples(st.just("code"), CODES, TURNS, st.integers(0, 4), st.integers(5, 9)),
    st.tuples(st.just("recode"), CODES, st.integers(0, 9)),
    st.tuples(st.just("move"), st.integers(0, 9), st.integers(0, 4), st.integers(5, 9)),
    st.tuples(st.sampled_from(["remove", "doubt", "memo"]), st.integers(0, 9)),
    st.tuples(st.sampled_from(["accept", "reject"]), TURNS),
    st.tuples(st.just("done"), TURNS, st.booleans()),
    st.tuples(st.just("finish"), st.booleans()),
    st.tuples(st.just("memo_turn"), TURNS, st.sampled_from(["", "a", "b"])),
    st.tuples(st.sampled_from(["undo", "redo"])),
)
NAMES = (f"codeur{number}" for number in itertools.count())


def take(screen, step):  # noqa: PLR0911
    """Do a step when there is something to do it to."""
    name, *rest = step
    mine = list(screen.session._desk.mine)
    if name == "code":
        code, turn, start, end = rest
        stretch = {"turn": turn, "start": start, "end": end}
        return screen.ask("code", transcript="p01", stretches=[stretch], code=code)
    if name in ("accept", "reject"):
        proposals = screen.judged[str(rest[0])]["proposals"]
        return screen.ask(name, proposal=proposals[0]["id"]) if proposals else None
    if name == "done":
        return screen.ask(name, transcript="p01", turn=rest[0], on=rest[1])
    if name == "finish":
        return screen.ask(name, transcript="p01", on=rest[0])
    if name == "memo_turn":
        return screen.ask(name, transcript="p01", turn=rest[0], text=rest[1])
    if name in ("undo", "redo"):
        return screen.ask(name)
    if not mine:
        return None
    if name == "recode":
        return screen.ask(name, ids=[mine[rest[1] % len(mine)]], code=rest[0])
    uid = mine[rest[0] % len(mine)]
    if name == "move":
        return screen.ask(name, coding=uid, start=rest[1], end=rest[2])
    if name == "remove":
        return screen.ask(name, ids=[uid])
    return screen.ask(name, coding=uid, **({"on": True} if name == "doubt" else {"text": "memo"}))


def without_ids(judged):
    """What is judged, whatever the names of its codings: an undone removal is another row."""
    return {
        turn: {**row, "codings": [{k: v for k, v in c.items() if k != "id"} for c in row["codings"]]}
        for turn, row in judged.items()
    }


def seen(screen):
    answer = screen.open("p01")
    return without_ids(answer["judged"]), answer["memo"], answer["finished"], answer["transcripts"]


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=12))
def test_what_is_answered_is_what_a_new_session_reads_and_all_can_be_undone(any_study, steps):
    coder = next(NAMES)
    screen = Screen(any_study, coder)
    empty = seen(screen)
    for step in steps:
        take(screen, step)
        fresh = Screen(any_study, coder)
        assert without_ids(screen.judged) == without_ids(fresh.judged)
    full, undone = seen(screen), 0
    while Screen(any_study, coder).study["undo"]:
        Screen(any_study, coder).do("undo")  # each in a session of its own
        undone += 1
    assert seen(Screen(any_study, coder)) == empty
    for _ in range(undone):
        Screen(any_study, coder).do("redo")
    screen.ask("refresh")
    assert seen(screen) == full
