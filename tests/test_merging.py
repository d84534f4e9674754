"""What people coded apart comes together: once, with who and when, and nothing here is overwritten."""

import contextlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stemmen
from stemmen.coding import Coding, Mark, MarkKind, Method
from stemmen.errors import StudyError
from stemmen.study import Study
from tests.conftest import CODEBOOK, INTERVIEWS


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def coding(study: Study, words: str, code: str = "wantrouwen", coder: str = "anna", **more) -> Coding:
    for talk in study.store.transcripts():
        for turn in talk.turns:
            at = talk.text.find(words, turn.start, turn.end)
            if at >= 0:
                return Coding(talk.segment(turn, at, at + len(words)), code, coder, Method.HAND, **more)
    raise AssertionError(words)


def judge(study: Study, words: str, code: str = "wantrouwen", coder: str = "anna", **more) -> str:
    return study.store.judge(coder, "codeert", add=[coding(study, words, code, coder, **more)])[0]


def stand(study: Study) -> list[tuple[str, str, str]]:
    return [(c.segment.text, c.code, c.coder) for c in study.store.codings()]


def change(study: Study, old: str, new: str) -> None:
    path = study.folder / "transcripten" / "p01.txt"
    write(path, path.read_text("utf-8").replace(old, new))
    assert not study.read().problems


def copy_of(study: Study, name: str = "kopie") -> Study:
    return Study(Path(shutil.copytree(study.folder, study.folder.parent / name)))


@pytest.fixture
def here(study_folder: Path) -> Study:
    study = stemmen.open_study(study_folder)
    study.read()
    return study


@pytest.fixture
def there(here: Study) -> Study:
    """Another folder with the same files, read on its own."""
    folder = shutil.copytree(here.folder, here.folder.parent / "bram")
    (folder / "stemmen.db").unlink()
    study = Study(Path(folder))
    study.read()
    return study


def test_codings_come_with_who_and_when_and_doing_it_twice_does_nothing(here, there):
    judge(here, "Ze geloofden me niet")
    [uid] = [judge(there, "Ze geloofden me niet", coder="bram")]
    judge(there, "heel vriendelijk", "bejegening", "bram")
    came = here.merge(there.folder).brought
    assert (came.batches, came.codings, came.retractions, came.marks) == (2, 2, 0, 0)
    assert stand(here) == [
        ("Ze geloofden me niet", "wantrouwen", "anna"),
        ("Ze geloofden me niet", "wantrouwen", "bram"),
        ("heel vriendelijk", "bejegening", "bram"),
    ]
    history = [(at.replace(tzinfo=None), who, what) for at, who, what in here.store.history(uid)]
    assert history == [(at.replace(tzinfo=None), who, what) for at, who, what in there.store.history(uid)]

    last = here.store.last_batch()
    again = here.merge(there.folder).brought
    assert (again.batches, again.codings, again.retractions, again.marks) == (0, 0, 0, 0)
    assert here.store.last_batch() == last
    assert len(stand(there)) == 2  # and nothing went there


def test_a_trial_keeps_nothing_and_tells_the_same(here, there):
    judge(there, "heel vriendelijk", "bejegening", "bram")
    last = here.store.last_batch()
    trial = here.merge(there.folder, trial=True)
    assert trial.trial
    assert (here.store.last_batch(), stand(here)) == (last, [])
    assert here.merge(there.folder).brought == trial.brought


def test_what_came_can_be_merged_back_and_both_have_all(here, there):
    judge(here, "Ze geloofden me niet")
    judge(there, "heel vriendelijk", "bejegening", "bram")
    here.merge(there.folder)
    there.merge(here.folder)
    assert stand(here) == stand(there)
    assert not any(here.merge(there.folder).brought[:4])


def test_what_is_taken_back_there_is_taken_back_here(here, there):
    uid = judge(there, "heel vriendelijk", "bejegening", "bram")
    here.merge(there.folder)
    there.store.judge("bram", "haalt weg", remove=[uid])
    assert here.merge(there.folder).brought.retractions == 1
    assert stand(here) == []
    assert here.store.undo("bram") is not None
    assert len(stand(here)) == 1


def test_undo_there_stays_undone_here(here, there):
    judge(there, "heel vriendelijk", "bejegening", "bram")
    there.store.undo("bram")
    here.merge(there.folder)
    assert stand(here) == []
    assert here.store.undoable("bram") == there.store.undoable("bram")


def test_rules_are_not_taken_along(here, there):
    there.code()
    assert not any(here.merge(there.folder).brought[:4])


def test_one_coder_who_judged_the_same_twice_has_it_once(here, there):
    judge(here, "heel vriendelijk")
    judge(there, "heel vriendelijk")
    assert here.merge(there.folder).brought.codings == 0
    assert len(stand(here)) == 1


def test_one_coder_who_judged_otherwise_keeps_both_and_it_is_told(here, there):
    judge(here, "heel vriendelijk", memo="hier")
    judge(there, "heel vriendelijk", memo="daar")
    [(mine, theirs)] = here.merge(there.folder).brought.both
    assert (mine.memo, theirs.memo) == ("hier", "daar")
    assert {c.memo for c in here.store.codings()} == {"hier", "daar"}


def test_marks_come_and_of_two_memos_none_is_lost(here, there):
    note = Mark("p01", 2, MarkKind.MEMO, "anna", "van hier")
    here.store.judge("anna", "noteert", marks=[note, Mark("p01", 4, MarkKind.MEMO, "anna", "zelfde")])
    there.store.judge("anna", "noteert", marks=[
        Mark("p01", 2, MarkKind.MEMO, "anna", "van daar"), Mark("p01", 4, MarkKind.MEMO, "anna", "zelfde"),
        Mark("p01", 0, MarkKind.DONE, "bram", "ja"),
    ])  # fmt: skip
    brought = here.merge(there.folder).brought
    assert (brought.marks, brought.memos) == (3, 1)
    assert {(m.turn, m.text) for m in here.store.marks()} == {
        (0, "ja"), (2, "van hier\n\nvan daar"), (4, "zelfde"),
    }  # fmt: skip
    assert here.merge(there.folder).brought.memos == 0


def test_a_memo_that_was_changed_in_a_copy_is_changed_here(here):
    here.store.judge("anna", "noteert", marks=[Mark("p01", 2, MarkKind.MEMO, "anna", "eerst")])
    there = copy_of(here)
    there.store.judge("anna", "noteert", marks=[Mark("p01", 2, MarkKind.MEMO, "anna", "later")])
    assert here.merge(there.folder).brought.memos == 0
    assert [m.text for m in here.store.marks()] == ["later"]


# ---- texts


def test_a_text_with_another_name_is_known_by_its_words(here, there):
    judge(there, "heel vriendelijk", "bejegening", "bram")
    (there.folder / "transcripten" / "p01.txt").rename(there.folder / "transcripten" / "gesprek.txt")
    write(there.folder / "respondenten.csv", "respondent,transcript\n")
    there.store.retire("p01")
    there.read()
    judge(there, "Boos was ik niet", coder="bram")
    merged = here.merge(there.folder)
    assert merged.renamed == {"gesprek": "p01"}
    assert ("Boos was ik niet", "wantrouwen", "bram") in stand(here)
    assert {c.segment.transcript for c in here.store.codings()} == {"p01"}


def test_a_text_that_differs_is_left_and_told_with_both_files(here, there):
    change(there, "formulier", "boekje")
    judge(there, "heel vriendelijk", "bejegening", "bram")
    judge(there, "Mijn dochter", "bejegening", "bram")  # p02, which is the same
    merged = here.merge(there.folder)
    assert merged.left == (("p01", "p01.txt", "p01.txt", 1),)
    assert stand(here) == [("Mijn dochter", "bejegening", "bram")]

    change(here, "formulier", "boekje")  # read the same file, and merge again
    assert here.merge(there.folder).left == ()
    assert len(stand(here)) == 2


def test_a_text_that_is_not_here_is_left_and_told(here, there):
    write(there.folder / "transcripten" / "p03.txt", "I: Dag.\nR: Een heel ander verhaal.\n")
    there.read()
    judge(there, "ander verhaal", coder="bram")
    assert here.merge(there.folder).left == (("p03", "p03.txt", "", 1),)


def test_what_came_on_an_older_text_moves_along(here, there):
    judge(there, "Ze geloofden me niet. Ik moest het formulier", coder="bram")
    there.store.judge("bram", "klaar", marks=[Mark("p01", 2, MarkKind.DONE, "bram", "ja")])
    judge(here, "heel vriendelijk")
    change(here, "I: Hoe ging", "I: Dag.\nR: Hallo.\nI: Hoe ging")
    change(here, "formulier", "boekje")
    merged = here.merge(there.folder)
    assert merged.brought.carried == {"p01": (1, 0)}
    assert stand(here)[0] == ("Ze geloofden me niet. Ik moest het boekje", "wantrouwen", "bram")
    assert [(m.turn, m.kind) for m in here.store.marks()] == [(4, MarkKind.DONE)]

    change(there, "I: Hoe ging", "I: Dag.\nR: Hallo.\nI: Hoe ging")  # the same corrections there
    change(there, "formulier", "boekje")
    assert here.merge(there.folder).brought.codings == 0  # but for forms in between, which nobody sees
    assert len(stand(here)) == 2
    assert here.unplaced().empty


def test_two_copies_that_read_the_same_correction_have_their_codings_once(here):
    judge(here, "Ze geloofden me niet")
    judge(here, "heel vriendelijk", "bejegening")
    there = copy_of(here)
    for study in (here, there):
        change(study, "formulier", "boekje")
    [first, _] = there.store.entries(coder="anna")
    there.store.judge("anna", "haalt weg", remove=[first.uid])
    brought = here.merge(there.folder).brought
    assert (brought.codings, brought.retractions) == (0, 1)
    assert stand(here) == [("heel vriendelijk", "bejegening", "anna")]


def test_a_text_that_was_put_back_there_brings_each_coding_once(here, there):
    judge(there, "heel vriendelijk", "bejegening", "bram")
    change(there, "formulier", "boekje")
    change(there, "boekje", "formulier")
    judge(there, "Ze geloofden me niet", coder="bram")
    assert here.merge(there.folder).brought.codings == 2
    assert len(stand(here)) == 2
    assert here.unplaced().empty


# ---- files


def test_differences_in_files_are_told_in_dutch(here, there):
    write(there.folder / "codeboek.yaml", CODEBOOK.replace("Alles met formulieren.", "Alleen papier.") + (
        "  - sleutel: trots\n    naam: Trots\n    definitie: Trots zijn.\n"
    ))  # fmt: skip
    people = (there.folder / "respondenten.csv").read_text("utf-8")
    write(there.folder / "respondenten.csv", people.replace("40-49", "50-59"))
    write(there.folder / "besluiten.csv", "tekst,besluit\nJansen,vervangen\n")
    other = Study(there.folder)
    judge(other, "heel vriendelijk", "trots", "bram")
    merged = here.merge(other.folder)
    assert merged.unknown == {"trots": 1}
    told = "\n".join(merged.notes)
    assert "formulieren" in told
    assert "p01 (R)" in told
    assert "p02" not in told
    assert "1 besluit staat alleen in besluiten.csv" in told
    assert "Jansen" not in told
    assert (here.folder / "codeboek.yaml").read_text("utf-8") == CODEBOOK


def test_what_is_no_other_study_is_refused(here, tmp_path):
    with pytest.raises(StudyError, match="dezelfde studie"):
        here.merge(here.folder)
    with pytest.raises(StudyError, match="Deze map is er niet"):
        here.merge(tmp_path / "weg")
    empty = Study.create(tmp_path / "leeg")
    with pytest.raises(StudyError, match="nog geen database"):
        here.merge(empty.folder)
    assert not (empty.folder / "stemmen.db").exists()


def test_the_command_tells_all(here, there, run):
    judge(there, "heel vriendelijk", "bejegening", "bram")
    trial = run("samenvoegen", here.folder, there.folder, "--proef")
    assert "Wat zou komen: 1 codering, 0 teruggenomen coderingen, 0 notities." in trial.out
    assert f"stemmen samenvoegen {here.folder} {there.folder}" in trial.out
    assert stand(here) == []
    change(there, "formulier", "boekje")
    left = run("samenvoegen", here.folder, there.folder)
    assert (left.code, stand(here)) == (0, [])
    assert "p01 is niet overgenomen (1 codering): de tekst verschilt." in left.err
    change(here, "formulier", "boekje")
    assert "is erbij gekomen: 1 codering," in run("samenvoegen", here.folder, there.folder).out
    done = run("samenvoegen", here.folder, there.folder, "--json").json
    assert (done["coderingen"], done["niet_overgenomen"], done["proef"]) == (0, [], False)
    assert "Er is niets nieuws" in run("samenvoegen", here.folder, there.folder).out


# ---- whatever two people do apart

WORDS = ["Ze geloofden me niet", "Boos was ik niet", "heel vriendelijk", "Mijn dochter"]
acts = st.lists(
    st.tuples(
        st.sampled_from(["code", "remove", "undo", "redo", "memo", "correct", "merge"]),
        st.booleans(),
        st.sampled_from(["anna", "bram"]),
        st.integers(0, 3),
    ),
    max_size=14,
)
CORRECTIONS = [
    ("formulier", "boekje"),
    ("inleveren", "brengen"),
    ("I: En daarna", "I: Goed.\nR: Ja.\nI: En daarna"),
]


def do(study: Study, other: Study, act: str, coder: str, number: int) -> None:
    if act == "code":
        judge(study, WORDS[number], coder=coder)
    elif act == "remove":
        entries = study.store.entries(coder=coder)
        study.store.judge(coder, "haalt weg", remove=[entry.uid for entry in entries[number : number + 1]])
    elif act == "memo":
        study.store.judge(coder, "noteert", marks=[Mark("p02", 2, MarkKind.MEMO, coder, f"memo {number}")])
    elif act == "correct":
        change(study, *CORRECTIONS[number % len(CORRECTIONS)])
    elif act == "merge":
        study.merge(other.folder)
    else:
        with contextlib.suppress(StudyError):  # of a text that changed
            getattr(study.store, act)(coder)


@pytest.mark.slow
@given(acts)
@settings(max_examples=25, deadline=None)
def test_after_merging_both_ways_both_have_the_same_and_again_changes_nothing(tmp_path_factory, todo):
    folder = tmp_path_factory.mktemp("samen")
    sides = [small_study(folder / name) for name in ("hier", "daar")]
    for act, second, coder, number in todo:
        do(sides[second], sides[not second], act, coder, number)
    for number in range(len(CORRECTIONS)):  # the same texts in the end, or some would be left
        for side in sides:
            with contextlib.suppress(AssertionError):
                change(side, *CORRECTIONS[number])
    here, there = sides
    for _ in range(2):
        here.merge(there.folder)
        there.merge(here.folder)
    if [t.text for t in here.transcripts] == [t.text for t in there.transcripts]:
        assert sorted(stand(here)) == sorted(stand(there))
        assert here.store.marks() == there.store.marks()
    last = here.store.last_batch(), there.store.last_batch()
    here.merge(there.folder)
    there.merge(here.folder)
    assert (here.store.last_batch(), there.store.last_batch()) == last


def small_study(folder: Path) -> Study:
    (folder / "transcripten").mkdir(parents=True)
    write(folder / "studie.yaml", "titel: Proef\nvraag: Hoe?\nfictief: true\n")
    write(folder / "codeboek.yaml", CODEBOOK)
    for name, text in INTERVIEWS.items():
        write(folder / "transcripten" / name, text)
    study = Study(folder)
    study.read()
    return study
