"""Acts of a person: kept whole, undone and done again, whatever happened in between."""

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.coding import Coding, Mark, MarkKind, Method, Valence
from stemmen.errors import StudyError
from stemmen.store import Store
from stemmen.transcript import Role, Transcript, Utterance

TALK = [
    Utterance("I", "Hoe ging dat?"),
    Utterance("R", "Ze geloofden me niet. Het was 😀 druk."),
    Utterance("I", "En toen?"),
    Utterance("R", "Toen kwam er weer een formulier."),
]
ROLES = {"I": Role.INTERVIEWER, "R": Role.RESPONDENT}


def interview(talk=TALK, name="p01") -> Transcript:
    return Transcript.of(name, talk, roles=ROLES, source=f"{name}.txt")


def coding(code: str = "wantrouwen", turn: int = 2, first: int = 0, last: int = 12, **more) -> Coding:
    talk = interview()
    there = talk.turn(turn)
    segment = talk.segment(there, there.start + first, there.start + last)
    return Coding(segment, code, **{"coder": "anna", "method": Method.HAND, **more})


def mark(text: str, turn: int = 2, kind: MarkKind = MarkKind.MEMO, coder: str = "anna") -> Mark:
    return Mark("p01", turn, kind, coder, text)


@pytest.fixture
def store(any_database) -> Store:
    made = Store(any_database)
    made.put_transcripts([interview()])
    return made


def test_what_is_judged_stands_and_can_be_named(store):
    [uid] = store.judge("anna", "codeert", add=[coding()])
    [entry] = store.entries(coder="anna")
    assert (entry.uid, entry.coding) == (uid, coding())
    assert store.codings() == [coding()]


def test_a_change_takes_the_place_and_the_history_tells_it(store):
    [first] = store.judge("anna", "codeert", add=[coding()])
    [second] = store.judge("anna", "andere code", change={first: coding("stress")})
    assert [e.uid for e in store.entries()] == [second]
    assert store.codings() == [coding("stress")]
    assert [(who, what) for _, who, what in store.history(second)] == [
        ("anna", "codeert"), ("anna", "andere code"),
    ]  # fmt: skip
    assert store.history(first) == store.history(second)


def test_a_coding_that_stands_already_is_not_added_again(store):
    [uid] = store.judge("anna", "codeert", add=[coding()])
    batch = store.last_batch()
    assert store.judge("anna", "codeert", add=[coding()]) == [uid]
    assert store.last_batch() == batch


def test_a_coding_at_a_place_takes_the_place_of_the_one_there(store):
    store.judge("anna", "codeert", add=[coding()])
    store.judge("anna", "codeert", add=[coding(valence=Valence.NEGATIVE)])
    assert store.codings() == [coding(valence=Valence.NEGATIVE)]


def test_others_may_code_the_same_words(store):
    store.judge("anna", "codeert", add=[coding()])
    store.judge("bram", "codeert", add=[coding(coder="bram")])
    assert {c.coder for c in store.codings()} == {"anna", "bram"}


@pytest.mark.parametrize("how", ["change", "remove"])
def test_nobody_changes_the_coding_of_another(store, how):
    [uid] = store.judge("anna", "codeert", add=[coding()])
    act = {"change": {uid: coding("stress", coder="bram")}} if how == "change" else {"remove": [uid]}
    with pytest.raises(StudyError, match="van een ander"):
        store.judge("bram", "haalt weg", **act)
    assert store.codings() == [coding()]


def test_a_coding_that_is_gone_cannot_be_changed_and_nothing_is_kept(store):
    [uid] = store.judge("anna", "codeert", add=[coding()])
    store.judge("anna", "haalt weg", remove=[uid])
    with pytest.raises(StudyError, match="intussen veranderd"):
        store.judge("anna", "verandert", change={uid: coding("stress")}, add=[coding("schaamte")])
    assert store.codings() == []


@pytest.mark.parametrize("where", [(2, 0, 12, "p02"), (1, 0, 5, "p01")])
def test_words_that_do_not_stand_there_are_refused(store, where):
    turn, first, last, name = where
    strange = coding(turn=turn, first=first, last=last)
    strange = replace(strange, segment=replace(strange.segment, transcript=name, turn=2))
    with pytest.raises(StudyError, match="intussen veranderd"):
        store.judge("anna", "codeert", add=[strange])
    assert store.codings() == []


def test_the_last_mark_of_a_place_holds_and_an_empty_one_takes_it_back(store):
    store.judge("anna", "memo", marks=[mark("eerst")])
    store.judge("anna", "memo", marks=[mark("later"), mark("ja", 0, MarkKind.DONE)])
    store.judge("bram", "memo", marks=[mark("van bram", coder="bram")])
    assert [m.text for m in store.marks(coder="anna")] == ["ja", "later"]
    store.judge("anna", "memo", marks=[mark("")])
    assert [m.text for m in store.marks(transcript="p01")] == ["ja", "van bram"]


def test_undo_and_redo_go_back_and_forth_also_after_a_restart(store, any_database):
    [uid] = store.judge("anna", "codeert", add=[coding()])
    store.judge("anna", "andere code", change={uid: coding("stress")}, marks=[mark("waarom")])
    assert store.undoable("anna") == ("andere code", "")
    store = Store(any_database)
    act = store.undo("anna")
    assert (act.what, act.transcript, act.turns) == ("andere code", "p01", frozenset({2}))
    assert (store.codings(), store.marks()) == ([coding()], [])
    assert store.undoable("anna") == ("codeert", "andere code")
    store.undo("anna")
    assert store.codings() == []
    assert store.undo("anna") is None
    store.redo("anna")
    store = Store(any_database)
    store.redo("anna")
    assert (store.codings(), store.marks()) == ([coding("stress")], [mark("waarom")])
    assert store.redo("anna") is None


def test_what_is_done_after_undoing_cannot_be_redone_over(store):
    store.judge("anna", "codeert", add=[coding()])
    store.undo("anna")
    store.judge("anna", "codeert anders", add=[coding("schaamte")])
    assert store.undoable("anna") == ("codeert anders", "")
    assert store.redo("anna") is None


def test_each_undoes_what_is_theirs(store):
    store.judge("anna", "codeert", add=[coding()])
    store.judge("bram", "codeert", add=[coding(coder="bram")])
    store.append([coding("stress")], "importeer lijst.csv")
    store.undo("anna")
    assert {(c.coder, c.code) for c in store.codings()} == {("bram", "wantrouwen"), ("anna", "stress")}
    assert store.undo("anna") is None


def test_undo_after_the_text_was_corrected_says_that_it_cannot(store):
    [uid] = store.judge("anna", "codeert", add=[coding()])
    store.judge("anna", "haalt weg", remove=[uid])
    store.put_transcripts([interview([TALK[0], Utterance("R", "Ze geloofden mij niet.")])])
    with pytest.raises(StudyError, match="sindsdien veranderd"):
        store.undo("anna")


def test_what_an_act_added_to_the_codebook_comes_back_with_it(store):
    store.judge("anna", "nieuwe code", add=[coding("nieuw")], codebook="nieuw")
    assert store.undo("anna").codebook == "nieuw"
    assert store.redo("anna").codebook == "nieuw"


def test_what_changed_since_a_batch_is_little_and_of_everybody(store):
    [old] = store.judge("anna", "codeert", add=[coding(), coding("stress")])[:1]
    since = store.last_batch()
    assert store.changes(since) == (since, frozenset(), [], [])
    store.judge("anna", "haalt weg", remove=[old], marks=[mark("hm")])
    [new] = store.judge("bram", "codeert", add=[coding(coder="bram")])
    store.judge("anna", "memo weg", marks=[mark("")])
    found = store.changes(since)
    assert (found.last, found.gone) == (store.last_batch(), {old})
    assert [entry.uid for entry in found.entries] == [new]
    assert found.marks == [mark("")]


CODES = ("a", "b", "c")
ACTS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(CODES), st.integers(0, 3)),
    st.tuples(st.just("change"), st.sampled_from(CODES), st.integers(0, 5)),
    st.tuples(st.just("remove"), st.just(""), st.integers(0, 5)),
    st.tuples(st.just("mark"), st.sampled_from(["x", "y", ""]), st.just(0)),
    st.tuples(st.sampled_from(["undo", "redo"]), st.just(""), st.just(0)),
)


def state(store: Store) -> tuple[list[Coding], list[Mark]]:
    return store.codings(), store.marks()


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(ACTS, max_size=14))
def test_any_acts_can_be_undone_to_nothing_and_redone_to_what_they_were(tmp_path_factory, acts):
    store = Store(tmp_path_factory.mktemp("d") / "stemmen.db")
    store.put_transcripts([interview()])
    done, undone = [state(store)], []
    for act in acts:
        before = store.last_batch()
        _do(store, *act)
        if act[0] == "undo" and len(done) > 1:
            undone.append(done.pop())
        elif act[0] == "redo" and undone:
            done.append(undone.pop())
        elif act[0] not in ("undo", "redo") and store.last_batch() != before:
            done.append(state(store))
            undone.clear()
        assert state(store) == done[-1]
    while len(done) > 1:
        undone.append(done.pop())
        store.undo("anna")
        assert state(store) == done[-1]
    while undone:
        store.redo("anna")
        assert state(store) == undone.pop()


def _do(store: Store, name: str, word: str, number: int) -> None:
    standing = store.entries()
    if name == "add":
        store.judge("anna", "codeert", add=[coding(word, first=number, last=number + 5)])
    elif name in ("change", "remove") and standing:
        entry = standing[number % len(standing)]
        changed = {entry.uid: replace(entry.coding, code=word)} if word else {}
        store.judge("anna", name, change=changed, remove=[] if word else [entry.uid])
    elif name == "mark":
        store.judge("anna", "memo", marks=[mark(word)])
    elif name == "undo":
        store.undo("anna")
    elif name == "redo":
        store.redo("anna")


def test_a_fresh_database_has_the_tables_that_all_steps_give(tmp_path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from stemmen.store.engine import Database
    from stemmen.store.schema import METADATA
    from tests.test_store import SCHEMA_1

    path = tmp_path / "oud.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA_1)
    connection.close()
    store = Store(path)
    assert len({entry.uid for entry in store.entries()}) == 1
    with Database(path).reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
