"""Codings follow their codes: shown first, done together with the file, and repaired when cut short."""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stemmen
from stemmen import recoding
from stemmen.codebook import Codebook
from stemmen.codebook_edits import CodebookFile
from stemmen.coding import Coding, Mark, MarkKind, Method, Valence
from stemmen.errors import StudyError
from stemmen.recoding import Before, drop, merge, rename, split, together
from stemmen.store import Entry, Store
from stemmen.transcript import Segment, Transcript, Utterance
from tests.conftest import CODEBOOK

WORDS = Segment("p01", 2, 32, 53, "Ze geloofden me niet.")
MORE = Segment("p01", 4, 140, 160, "Boos was ik niet, ik")


def coding(code: str, coder: str = "anna", segment: Segment = WORDS, **fields: object) -> Coding:
    return Coding(segment, code, coder, Method.HAND, **fields)


def before(*codings: Coding, marks: tuple[Mark, ...] = (), text: str = CODEBOOK) -> Before:
    entries = [Entry(f"u{number}", one, 1, number) for number, one in enumerate(codings)]
    return Before(text, entries, marks)


def keys(text: str) -> list[str]:
    return [code.key for code in Codebook.parse(text).walk()]


class TestPlan:
    def test_a_renamed_code_takes_its_codings_along(self):
        plan = rename(before(coding("bejegening", memo="kil"), coding("formulieren")), "bejegening", "omgang")
        assert plan.changes == {"u0": coding("omgang", memo="kil")}
        assert "omgang" in keys(plan.text)
        assert plan.says == (
            "Code 'bejegening' heet voortaan 'omgang'.",
            "1 codering (anna 1) krijgt de code 'omgang'.",
        )

    def test_a_new_name_leaves_codings_alone(self):
        plan = rename(before(coding("bejegening")), "bejegening", "bejegening", "Omgang")
        assert plan.changes == {}
        assert Codebook.parse(plan.text)["bejegening"].name == "Omgang"

    def test_codings_follow_when_the_codebook_was_changed_by_hand(self):
        plan = rename(before(coding("oud"), coding("bejegening", "bram")), "oud", "bejegening")
        assert plan.text == CODEBOOK
        assert plan.changes == {"u0": coding("bejegening")}

    def test_proposals_that_were_turned_down_stay_so(self):
        no = Mark("p01", 2, MarkKind.REJECTED, "anna", "ja", "bejegening", 32, 53)
        memo = Mark("p01", 2, MarkKind.MEMO, "anna", "let op")
        plan = rename(before(marks=(no, memo)), "bejegening", "omgang")
        assert plan.marks == (replace(no, text=""), replace(no, code="omgang"))

    def test_two_codes_that_are_there_are_not_made_one_by_renaming(self):
        with pytest.raises(StudyError, match="--voegsamen"):
            rename(before(), "bejegening", "formulieren")

    @pytest.mark.parametrize(
        "plan",
        [
            lambda: rename(before(), "x", "y"),
            lambda: merge(before(), ["x"], "bejegening"),
            lambda: split(before(), "x", ["a", "b"]),
            lambda: drop(before(), "x"),
        ],
    )
    def test_a_code_that_nobody_knows_is_refused(self, plan):
        with pytest.raises(StudyError, match="'x'"):
            plan()

    def test_codings_on_the_same_words_become_one(self):
        one = coding("formulieren", memo="a", striking=True)
        other = coding("bejegening", memo="b", valence=Valence.NEGATIVE)
        plan = merge(before(one, other, coding("formulieren", "bram")), ["formulieren"], "bejegening")
        assert plan.changes == {
            "u0": None,
            "u1": replace(other, memo="b\na", striking=True),
            "u2": coding("bejegening", "bram"),
        }
        assert plan.says[1:] == (
            "2 coderingen (anna 1, bram 1) krijgen de code 'bejegening'.",
            "1 codering gaat op in een andere, van dezelfde codeur bij dezelfde woorden.",
        )

    def test_judgements_that_differ_are_in_doubt(self):
        good, bad = (
            coding(code, valence=v) for code, v in (("a", Valence.POSITIVE), ("b", Valence.NEGATIVE))
        )
        [new] = [one for one in together(before(good, bad).entries, "b").values() if one]
        assert (new.valence, new.doubt) == (Valence.MIXED, True)

    def test_the_codebook_keeps_what_a_merged_code_had(self):
        plan = merge(before(), ["formulieren", "bejegening"], "balie")
        book = Codebook.parse(plan.text)
        assert [code.key for code in book.codes] == ["wantrouwen", "balie"]
        assert [rule.name for rule in book["balie"].rules] == ["formulier", "vriendelijk"]
        assert plan.says[0] == "Code 'formulieren' heet voortaan 'balie'."
        assert plan.texts == {"formulieren": "balie"}

    def test_a_split_code_stays_until_somebody_chose(self):
        doubted = coding("bejegening", "bram", doubt=True)
        plan = split(before(coding("bejegening"), doubted), "bejegening", ["toon", "Aan de balie"])
        book = Codebook.parse(plan.text)
        assert [code.key for code in book["bejegening"].walk()] == ["bejegening", "toon", "aan_de_balie"]
        assert book["aan_de_balie"].name == "Aan de balie"
        assert book["toon"].has_valence
        assert plan.changes == {"u0": coding("bejegening", doubt=True)}

    def test_a_code_can_be_split_into_codes_that_are_there(self):
        plan = split(before(coding("bejegening")), "bejegening", ["formulieren", "wantrouwen"])
        assert plan.text == CODEBOOK
        assert len(plan.changes) == 1

    def test_with_a_code_go_those_below_it(self):
        plan = drop(before(coding("wantrouwen"), coding("van_instantie"), coding("bejegening")), "wantrouwen")
        assert plan.changes == {"u0": None, "u1": None}
        assert keys(plan.text) == ["bejegening", "formulieren"]

    @settings(max_examples=40)
    @given(
        codings=st.lists(
            st.builds(
                coding,
                st.sampled_from(["wantrouwen", "bejegening", "formulieren", "weg"]),
                st.sampled_from(["anna", "bram"]),
                st.sampled_from([WORDS, MORE]),
                memo=st.sampled_from(["", "a", "b"]),
                striking=st.booleans(),
                doubt=st.booleans(),
                valence=st.sampled_from([None, *Valence]),
            ),
            unique_by=lambda one: (one.segment, one.code, one.coder),
        )
    )
    def test_merging_loses_no_judgement(self, codings):
        there = before(*codings)
        plan = merge(there, ["formulieren", "weg"] if there.of({"weg"}) else ["formulieren"], "bejegening")
        after = [plan.changes.get(entry.uid, entry.coding) for entry in there.entries]
        left = [one for one in after if one]
        olds = {"formulieren", "weg", "bejegening"}

        def places(found: list[Coding], code: str = "") -> set[object]:
            return {(one.segment, one.coder, code or one.code) for one in found}

        merged = [one for one in codings if one.code in olds]
        assert places(left) == places(merged, "bejegening") | places(
            [c for c in codings if c.code not in olds]
        )
        assert len(left) == len(places(left))
        for one in merged:
            [new] = [
                n
                for n in left
                if n.segment == one.segment and n.coder == one.coder and n.code == "bejegening"
            ]
            assert one.memo in new.memo
            assert new.striking >= one.striking
            assert new.doubt >= one.doubt


@pytest.fixture
def coded(study):
    """Two people coded; rules were applied; one theme has a text."""
    p01 = study.transcripts[0]
    second = p01.segment(p01.turn(4))
    study.store.judge(
        "anna",
        "x",
        add=[coding("bejegening", segment=p01.segment(p01.turn(2))), coding("formulieren", segment=second)],
    )
    study.store.judge("bram", "x", add=[coding("bejegening", "bram", p01.segment(p01.turn(2)), memo="kil")])
    study.code()
    (study.folder / "teksten").mkdir()
    (study.folder / "teksten" / "thema-bejegening.md").write_text("Mijn tekst.", encoding="utf-8")
    return study


def standing(folder: Path) -> Counter[tuple[str, str]]:
    return Counter((c.coder, c.code) for c in stemmen.open_study(folder).store.codings())


def test_codings_of_all_follow_in_one_act(coded, run):
    entry = coded.store.entries(coder="bram")[0]
    last = coded.store.last_batch()
    done = run("codeboek", coded.folder, "--hernoem", "bejegening=omgang", "--naam", "Omgang", "--ja")
    assert done.code == 0, done.err
    assert "2 coderingen (anna 1, bram 1) krijgen de code 'omgang'." in done.out
    assert "thema-bejegening heet voortaan" not in done.out
    now = standing(coded.folder)
    assert now["anna", "omgang"] == now["bram", "omgang"] == 1
    assert now["regels", "omgang"] == 1  # made again
    assert not any(code == "bejegening" for _, code in now)
    assert coded.store.last_batch() == last + 2
    assert [what for _, _, what in coded.store.history(entry.uid)] == [
        "x",
        "code bejegening hernoemd: omgang",
    ]
    assert (coded.folder / "teksten" / "thema-omgang.md").read_text(encoding="utf-8") == "Mijn tekst."
    assert Codebook.load(coded.folder / "codeboek.yaml")["omgang"].name == "Omgang"


@pytest.mark.parametrize(
    "options",
    [
        ["--hernoem", "bejegening=omgang"],
        ["--voegsamen", "bejegening,formulieren=balie"],
        ["--splits", "bejegening=toon,inhoud"],
        ["--verwijder", "bejegening"],
    ],
)
def test_nothing_happens_before_it_is_confirmed(coded, run, options):
    file = coded.folder / "codeboek.yaml"
    was, codings = file.read_bytes(), standing(coded.folder)
    shown = run("codeboek", coded.folder, *options)
    assert shown.code == 0
    assert "Er is nog niets gewijzigd" in shown.out
    assert "2 coderingen" in shown.out or "3 coderingen" in shown.out
    assert run("codeboek", coded.folder, *options, "--json").json["gedaan"] is False
    assert (file.read_bytes(), standing(coded.folder)) == (was, codings)
    done = run("codeboek", coded.folder, *options, "--ja")
    assert (done.code, done.err) == (0, "")
    assert file.read_bytes() != was
    again = run("codeboek", coded.folder, *options, "--ja")
    assert again.code == 1 or "Er is niets te doen" in again.out


def test_a_question_on_the_terminal(coded, run, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    for answer, code in (("nee", "bejegening"), ("ja", "omgang")):
        monkeypatch.setattr("click.prompt", lambda *_, answer=answer, **__: answer)
        run("codeboek", coded.folder, "--hernoem", "bejegening=omgang")
        assert code in keys((coded.folder / "codeboek.yaml").read_text(encoding="utf-8"))


def test_the_overview_counts_by_code(coded, run):
    shown = run("codeboek", coded.folder, "--json").json
    rows = {row["code"]: row for row in shown["codes"]}
    assert rows["bejegening"] | {"naam": ""} == {
        "code": "bejegening", "naam": "", "hand": 2, "regel": 1, "model": 0, "twijfel": 0
    }  # fmt: skip
    assert shown["niet_in_codeboek"] == {}
    assert "bejegening" in run("codeboek", coded.folder).out


@pytest.mark.parametrize(
    ("options", "lost", "after"),
    [
        (["--hernoem", "bejegening=omgang"], {"bejegening": 2}, {"omgang": 2, "formulieren": 1}),
        (
            ["--voegsamen", "bejegening,formulieren=omgang"],
            {"bejegening": 2, "formulieren": 1},
            {"omgang": 3},
        ),
        (["--verwijder", "bejegening"], {"bejegening": 2}, {"formulieren": 1}),
        (["--splits", "bejegening=toon,inhoud"], {}, {"bejegening": 2, "formulieren": 1}),
    ],
)
def test_what_was_cut_short_is_shown_and_done_by_the_same_command(
    coded, run, monkeypatch, options, lost, after
):
    """The file is written and the database not: the only state in between that there can be."""
    write = CodebookFile.write

    def write_and_die(self, text):
        write(self, text)
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(CodebookFile, "write", write_and_die)
        assert run("codeboek", coded.folder, *options, "--ja").code == 130
    shown = run("codeboek", coded.folder)
    for code, count in lost.items():
        assert f"{count} codering" in shown.err
        assert f"--hernoem {code}=SLEUTEL" in shown.err
    counted = run("codeboek", coded.folder, "--json").json["niet_in_codeboek"]
    assert {code: sum(of.values()) for code, of in counted.items()} == lost
    assert run("codeboek", coded.folder, *options, "--ja").code == 0
    by_hand = stemmen.open_study(coded.folder).store.codings(method=Method.HAND)
    assert Counter(one.code for one in by_hand) == after
    assert all(one.doubt for one in by_hand if one.code == "bejegening")
    assert run("codeboek", coded.folder, "--json").json["niet_in_codeboek"] == {}


_KILLED = """
import os, sys
from stemmen.codebook_edits import CodebookFile
from stemmen.cli import main
write = CodebookFile.write
CodebookFile.write = lambda self, text: (write(self, text), os.kill(os.getpid(), 9))
sys.argv = ["stemmen", *sys.argv[1:]]
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no such kill")
def test_a_killed_program_leaves_what_the_same_command_repairs(coded, run):
    options = ["codeboek", str(coded.folder), "--hernoem", "bejegening=omgang", "--ja"]
    died = subprocess.run([sys.executable, "-c", _KILLED, *options], capture_output=True, check=False)
    assert died.returncode == -9
    assert run("codeboek", coded.folder, "--json").json["niet_in_codeboek"] == {
        "bejegening": {"anna": 1, "bram": 1}
    }
    assert run(*options).code == 0
    assert run("codeboek", coded.folder, "--json").json["niet_in_codeboek"] == {}


def test_a_codebook_that_is_open_elsewhere_stops_it_all(coded):
    file = CodebookFile.read(coded.codebook_path)
    plan = rename(recoding.look(file, coded.store), "bejegening", "omgang")
    coded.codebook_path.write_text(CODEBOOK + "# van een ander\n", encoding="utf-8")
    codings = standing(coded.folder)
    with pytest.raises(StudyError, match="intussen veranderd"):
        recoding.carry_out(plan, file, coded.store, coded.folder)
    assert standing(coded.folder) == codings


@pytest.mark.parametrize("code", ["bejegening", "omgang"])
def test_who_codes_meanwhile_is_not_passed_over(coded, code):
    file = CodebookFile.read(coded.codebook_path)
    plan = rename(recoding.look(file, coded.store), "bejegening", "omgang")
    coded.store.judge(
        "anna", "x", add=[coding(code, segment=coded.transcripts[0].segment(coded.transcripts[0].turn(6)))]
    )
    with pytest.raises(StudyError, match="intussen gecodeerd"):
        recoding.carry_out(plan, file, coded.store, coded.folder)
    assert coded.codebook_path.read_text(encoding="utf-8") == CODEBOOK


def test_a_coder_can_undo_what_came_before(any_database):
    store = Store(any_database)
    text = Transcript.of("p01", [Utterance("R", "Ze geloofden me niet.")])
    store.put_transcripts([text])
    store.judge("anna", "code", add=[coding("a", segment=text.segment(text.turn(1)))])
    no = Mark("p01", 1, MarkKind.REJECTED, "anna", "ja", "a", 0, 4)
    store.judge("anna", "afwijzen", marks=[no])
    book = CODEBOOK.replace("sleutel: bejegening", "sleutel: a")
    plan = rename(Before(book, store.judged_with(), store.marks()), "a", "b")
    store.recode(plan.what, plan.seen, plan.changes, plan.marks, meanwhile=lambda: None)
    assert [one.code for one in store.codings()] == ["b"]
    assert [(mark.code, mark.text) for mark in store.marks()] == [("b", "ja")]
    store.undo("anna")
    store.undo("anna")
    assert store.codings() == []


@pytest.mark.parametrize(
    "options",
    [
        ["--hernoem", "bejegening"],
        ["--voegsamen", "=x"],
        ["--naam", "x"],
        ["--hernoem", "a=b", "--verwijder", "c"],
    ],
)
def test_a_command_that_is_not_understood(coded, run, options):
    assert run("codeboek", coded.folder, *options, "--ja").code == 2
