"""Codings and memos move along with a corrected text, or wait for a person; none is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.coding import Coding, Mark, MarkKind, Method, Valence
from stemmen.errors import StudyError
from stemmen.store import Store
from stemmen.transcript import Role, Transcript, Utterance

ROLES = {"I": Role.INTERVIEWER, "R": Role.RESPONDENT, "P": Role.PROFESSIONAL}
TALK = """\
I: Hoe ging dat?
R: Ze geloofde me niet. Het was 😀 druk daar.
I: En toen?
R: Ja.
I: Echt waar?
R: Ja.
I: Wie hielp u daarbij?
R: Fatima heeft mij de hele tijd geholpen met dat formulier."""


def interview(talk: str = TALK) -> Transcript:
    lines = [line.split(": ", 1) for line in talk.split("\n")]
    return Transcript.of("p01", [Utterance(*line) for line in lines], roles=ROLES, source="p01.txt")


def coding(words: str, turn: int, code: str = "wantrouwen", **more) -> Coding:
    return coding_in(interview(), words, turn, code, **more)


def coding_in(talk: Transcript, words: str, turn: int, code: str = "wantrouwen", **more) -> Coding:
    start = talk.text.index(words, talk.turn(turn).start)
    segment = talk.segment(talk.turn(turn), start, start + len(words))
    return Coding(segment, code, **{"coder": "anna", "method": Method.HAND, **more})


def mark(text: str, turn: int, kind: MarkKind = MarkKind.MEMO, coder: str = "anna", **more) -> Mark:
    return Mark("p01", turn, kind, coder, text, **more)


def stand(store: Store) -> list[tuple[int, str, str]]:
    return [(c.segment.turn, c.segment.text, c.code) for c in store.codings()]


@pytest.fixture
def store(any_database) -> Store:
    made = Store(any_database)
    made.put_transcripts([interview()])
    return made


def correct(store: Store, *changes: tuple[str, str]) -> dict[str, tuple[int, int]]:
    talk = TALK
    for old, new in changes:
        assert old in talk
        talk = talk.replace(old, new, 1)
    return store.put_transcripts([interview(talk)])


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (("geloofde ", "geloofden "), [(2, "Ze geloofden me niet"), (4, "Ja."), (8, "Fatima heeft mij")]),
        (("Fatima", "[naam 3]"), [(2, "Ze geloofde me niet"), (4, "Ja."), (8, "[naam 3] heeft mij")]),
        (
            ("I: En", "I: Dag.\nR: Hallo.\nI: En"),
            [(2, "Ze geloofde me niet"), (6, "Ja."), (10, "Fatima heeft mij")],
        ),
        # the label of a turn was forgotten, or stood too early
        (
            ("niet. Het was 😀", "niet.\nI: Het was 😀"),
            [(2, "Ze geloofde me niet"), (5, "Ja."), (9, "Fatima heeft mij")],
        ),
        (("Ze geloofde me niet. Het", "Het"), [(4, "Ja."), (8, "Fatima heeft mij")]),
        (("Ze geloofde me niet. Het", "Ze geloofde\nR: me niet. Het"), [(5, "Ja."), (9, "Fatima heeft mij")]),
        # whose words are they? and which ja is it?
        (("R: Fatima", "I: Fatima"), [(2, "Ze geloofde me niet"), (4, "Ja.")]),
        (("R: Ja.\nI: Echt waar?\n", ""), [(2, "Ze geloofde me niet"), (6, "Fatima heeft mij")]),
    ],
)  # fmt: skip
def test_codings_move_along_or_wait(store, change, after):
    old = [coding("Ze geloofde me niet", 2), coding("Ja.", 4), coding("Fatima heeft mij", 8)]
    store.append(old, "codeert")
    counts = correct(store, change)
    assert [(turn, words) for turn, words, _ in stand(store)] == after
    waiting = {one.what for one in store.unplaced()}
    assert len(waiting) == 3 - len(after)
    assert waiting <= set(old)
    assert counts == {"p01": (len(after), len(waiting))}


def test_all_that_was_said_of_a_coding_moves_with_it(store):
    rich = coding(
        "Ze geloofde me niet", 2, valence=Valence.NEGATIVE, memo="let op", striking=True, doubt=True,
        codebook_version="abc", evidence="zelf gezien", negated=True,
    )  # fmt: skip
    [uid] = store.judge("anna", "codeert", add=[rich])
    correct(store, ("geloofde", "geloofden"))
    [entry] = store.entries()
    kept = (
        "valence",
        "memo",
        "striking",
        "doubt",
        "codebook_version",
        "evidence",
        "negated",
        "coder",
        "code",
    )
    assert all(getattr(entry.coding, name) == getattr(rich, name) for name in kept)
    assert entry.uid != uid
    assert [what for _, _, what in store.history(entry.uid)] == [
        "codeert", "verplaatst naar de nieuwe tekst van p01",
    ]  # fmt: skip


def test_what_was_taken_back_and_what_rules_said_stays_behind(store):
    [uid] = store.judge("anna", "codeert", add=[coding("Ja.", 4)])
    store.judge("anna", "haalt weg", remove=[uid])
    store.append([coding("Ja.", 6, coder="regels", method=Method.RULE)], "regels")
    assert correct(store, ("geloofde", "geloofden")) == {}
    assert store.codings() == []
    assert store.unplaced() == []


def test_a_text_that_is_put_back_has_all_its_codings_again(store):
    old = [coding("Ze geloofde me niet", 2), coding("Ja.", 4), coding("Fatima heeft mij", 8)]
    store.append(old, "codeert")
    store.judge("anna", "noteert", marks=[mark("over de balie", 2)])
    assert store.put_transcripts([interview("R: Heel iets anders.")]) == {"p01": (0, 4)}
    assert store.put_transcripts([interview()]) == {"p01": (4, 0)}
    assert store.codings() == old
    assert store.marks() == [mark("over de balie", 2)]
    assert store.unplaced() == []


def test_a_copy_that_is_taken_back_does_not_wait_again(store):
    store.append([coding("Ja.", 4)], "codeert")
    correct(store, ("geloofde", "geloofden"))
    store.judge("anna", "haalt weg", remove=[store.entries()[0].uid])
    correct(store, ("geloofde", "geloofden"), ("Echt", "Heus"))
    assert store.codings() == []
    assert store.unplaced() == []


def test_two_codings_on_words_that_one_mask_came_for_do_not_hide_each_other(store):
    store.append([coding("Fatima heeft", 8, memo="een"), coding("heeft", 8, memo="twee")], "codeert")
    correct(store, ("Fatima heeft", "[naam 3]"))
    memos = {c.memo for c in store.codings()} | {one.what.memo for one in store.unplaced()}
    assert memos == {"een", "twee"}


def test_an_act_from_before_the_correction_can_be_undone(store):
    store.judge("anna", "codeert", add=[coding("Ja.", 4)])
    correct(store, ("geloofde", "geloofden"))
    assert store.undo("anna") is not None
    assert store.codings() == []


def test_an_act_on_what_waits_now_can_be_undone(store):
    store.judge("anna", "codeert", add=[coding("Fatima heeft mij", 8)])
    correct(store, ("R: Fatima heeft mij de hele tijd geholpen met dat formulier.", "R: Niemand."))
    assert len(store.unplaced()) == 1
    act = store.undo("anna")
    assert (act.what, act.transcript, act.turns) == ("codeert", "p01", frozenset())
    assert store.unplaced() == []


def test_a_memo_from_before_the_correction_is_not_undone_on_another_turn(store):
    store.judge("anna", "noteert", marks=[mark("over hulp", 8)])
    correct(store, ("I: En", "I: Dag.\nR: Hoi.\nI: En"))
    with pytest.raises(StudyError, match="sindsdien veranderd"):
        store.undo("anna")
    assert store.marks() == [mark("over hulp", 10)]


def test_it_is_told_before_it_is_done(store):
    store.append([coding("Ja.", 4), coding("Fatima heeft mij", 8)], "codeert")
    new = interview(TALK.replace("R: Fatima", "I: Fatima"))
    assert store.foresee(new) == (1, 1)
    assert stand(store) == [(4, "Ja.", "wantrouwen"), (8, "Fatima heeft mij", "wantrouwen")]
    assert store.put_transcripts([new]) == {"p01": (1, 1)}


# ---- marks


def test_memos_and_what_is_done_move_along(store):
    proposed = coding("Ja.", 4).segment
    stretch = {"start": proposed.start, "end": proposed.end}
    rejected = mark("ja", 4, MarkKind.REJECTED, code="stress", **stretch)
    store.judge("anna", "noteert", marks=[
        mark("het hele gesprek", 0), mark("ja", 0, MarkKind.DONE), mark("over hulp", 8),
        mark("ja", 8, MarkKind.DONE), rejected,
    ])  # fmt: skip
    correct(store, ("I: En", "I: Dag.\nR: Hoi.\nI: En"))
    after = {(m.turn, m.kind, m.text) for m in store.marks()}
    assert after == {
        (0, MarkKind.MEMO, "het hele gesprek"), (0, MarkKind.DONE, "ja"), (10, MarkKind.MEMO, "over hulp"),
        (10, MarkKind.DONE, "ja"), (6, MarkKind.REJECTED, "ja"),
    }  # fmt: skip


def test_a_turn_that_got_more_words_is_to_do_again_and_so_is_the_interview(store):
    store.judge("anna", "klaar", marks=[mark("ja", 0, MarkKind.DONE), mark("ja", 8, MarkKind.DONE)])
    correct(store, ("dat formulier.", "dat formulier. En ook met het bezwaar."))
    assert store.marks() == []


def test_memos_of_turns_that_became_one_are_both_there(store):
    store.judge("anna", "noteert", marks=[mark("een", 2), mark("twee", 8)])
    lines = [line for line in TALK.split("\n") if len(line) > 30]
    store.put_transcripts([interview(" ".join(lines).replace(" R: ", " "))])
    assert store.marks() == [mark("een\n\ntwee", 1)]


def test_a_memo_of_a_turn_that_is_gone_waits(store):
    store.judge("anna", "noteert", marks=[mark("over hulp", 8)])
    counts = correct(store, ("R: Fatima heeft mij de hele tijd geholpen met dat formulier.", "R: Niemand."))
    assert counts == {"p01": (0, 1)}
    [one] = store.unplaced()
    assert one.number.startswith("m")
    assert one.words == "Fatima heeft mij de hele tijd geholpen met dat formulier."
    store.put_back(one.number, coding_in(store.transcripts()[0], "Niemand.", 8).segment)
    assert store.marks() == [mark("over hulp", 8)]
    assert store.unplaced() == []


# ---- what waits


@pytest.fixture
def waiting(store) -> Store:
    store.append([coding("Fatima heeft mij", 8)], "codeert")
    correct(store, ("Fatima heeft mij de hele tijd geholpen", "Mijn zus stond daar altijd klaar"))
    return store


def test_what_waits_is_shown_with_the_words_around_it_and_a_guess(waiting):
    [one] = waiting.unplaced()
    assert (one.words, one.turn, one.transcript, one.version) == ("Fatima heeft mij", 8, "p01", 1)
    assert one.before.endswith("Wie hielp u daarbij?\n")
    assert one.after.startswith(" de hele tijd")
    assert one.near in (7, 8)


def test_it_can_be_put_back_by_hand(waiting):
    [one] = waiting.unplaced()
    talk = waiting.transcripts()[0]
    waiting.put_back(one.number, coding_in(talk, "Mijn zus", 8).segment)
    assert stand(waiting) == [(8, "Mijn zus", "wantrouwen")]
    assert waiting.unplaced() == []
    [entry] = waiting.entries()
    assert [(who, what) for _, who, what in waiting.history(entry.uid)][-1] == (
        "anna", "wantrouwen bij p01 met de hand teruggeplaatst",
    )  # fmt: skip
    with pytest.raises(StudyError, match="Alles heeft al een plaats"):
        waiting.put_back(one.number, entry.coding.segment)


def test_it_can_be_dropped_and_then_stays_away(waiting):
    waiting.drop(waiting.unplaced()[0].number)
    assert waiting.unplaced() == []
    waiting.put_transcripts([interview()])
    assert waiting.codings() == []


def test_a_number_or_a_place_that_is_not_there_is_refused(waiting):
    talk = waiting.transcripts()[0]
    segment = coding_in(talk, "Mijn zus", 8).segment
    for number in ("999", "m1", "", "x"):
        with pytest.raises(StudyError, match="Er wacht niets met nummer"):
            waiting.put_back(number, segment)
    [one] = waiting.unplaced()
    with pytest.raises(StudyError, match="horen bij een andere tekst"):
        waiting.put_back(one.number, one.what.segment)
    waiting.append([coding_in(talk, "Mijn zus", 8)], "codeert")
    with pytest.raises(StudyError, match="hier al gegeven"):
        waiting.put_back(one.number, segment)
    assert len(waiting.unplaced()) == 1


def test_what_is_retired_does_not_wait(waiting):
    waiting.retire("p01")
    assert waiting.unplaced() == []


# ---- whatever is corrected, nothing is lost

words = st.sampled_from(["ja", "nee", "ze geloofden me niet", "toen", "heel druk was het", "Fatima"])
talks = st.lists(st.tuples(st.sampled_from("IR"), words), min_size=1, max_size=6)


@pytest.mark.slow
@given(talks, st.lists(talks, min_size=1, max_size=3), st.sets(st.integers(0, 5), min_size=1))
@settings(max_examples=25, deadline=None)
def test_every_coding_stands_or_waits(tmp_path_factory, first, later, coded):
    store = Store(tmp_path_factory.mktemp("studie") / "stemmen.db")
    talk = interview("\n".join(f"{who}: {said}" for who, said in first))
    store.put_transcripts([talk])
    turns = [talk.turns[n] for n in sorted(coded) if n < len(talk.turns)]
    codings = [Coding(talk.segment(turn), f"c{turn.number}", "anna", Method.HAND) for turn in turns]
    store.append(codings, "codeert")
    for lines in later:
        store.put_transcripts([interview("\n".join(f"{who}: {said}" for who, said in lines))])
        there = [c.code for c in store.codings()] + [one.what.code for one in store.unplaced()]
        assert sorted(there) == [f"c{turn.number}" for turn in turns]
        said = {f"c{turn.number}": talk.text[turn.start : turn.end] for turn in turns}
        assert all(c.segment.text == said[c.code] for c in store.codings())
