"""Words that leave the study database for good: no byte of them stays."""

import sqlite3
from pathlib import Path

import pytest

from stemmen.coding import Coding, Mark, MarkKind, Method
from stemmen.errors import StudyError
from stemmen.privacy.edits import Edit
from stemmen.store import Store
from stemmen.transcript import Attribute, Role, Transcript, Utterance
from tests.test_store import SCHEMA_1, by_rule, coding, interview, rows

NAME = "Zwaluwstaart"  # in no other place than where it is put
SAID = [Utterance("I", "Hoe ging dat?"), Utterance("R", f"Ze geloofden {NAME} niet, en toen.")]


def secret(name: str = "p01", **more) -> Transcript:
    talk = [*SAID, Utterance(NAME, "Ja.", section=f"Over {NAME}")]
    told = (Attribute(NAME, "naam", f"{NAME} zelf"),)
    return interview(name, talk, introduction=f"Met {NAME}", attributes=told, **more)


def reword(text: str) -> str:
    return text.replace(NAME, "[naam 1]")


def edits_in(store: Store, word: str = NAME, new: str = "[naam 1]") -> dict[tuple[str, int], list[Edit]]:
    found = {}
    for key, transcript in store.versions().items():
        starts = [place for place in range(len(transcript.text)) if transcript.text.startswith(word, place)]
        found[key] = [Edit(start, start + len(word), new) for start in starts]
    return found


def rewrite(store: Store, **more) -> None:
    store.rewrite(edits_in(store), reword, edition=store.edition(), **more)


def marks_on(transcript: Transcript) -> list[Mark]:
    """A memo with the name, and a proposal that was turned down over the words after it."""
    turn = transcript.turn(2)
    start = turn.start + transcript.text[turn.start : turn.end].index("niet")
    memo = Mark(transcript.id, 2, MarkKind.MEMO, "anna", f"{NAME}?")
    return [memo, Mark(transcript.id, 2, MarkKind.REJECTED, "anna", "ja", "b", start, start + 4)]


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "stemmen.db"


@pytest.fixture
def store(path) -> Store:
    """Two versions, codings of both, a retraction, a retirement and a derived result, with the name."""
    made = Store(path)
    made.put_transcripts([secret(), interview("p012")])
    made.append(
        [coding(secret(), memo=f"{NAME} zegt dit"), by_rule(secret(), "a", f"r: “{NAME}”")], f"{NAME}.csv"
    )
    made.append([by_rule(secret(), "a", "r: anders")], "importeer p01-a.csv")
    newer = secret()
    newer = interview("p01", [*SAID, Utterance(NAME, f"Ja, {NAME}.")], introduction=newer.introduction)
    made.put_transcripts([newer])
    made.append(
        [coding(newer), coding(newer, "b", memo=NAME), coding(interview("p012"))], "importeer p012.csv"
    )
    made.judge("anna", f"memo over {NAME}", marks=marks_on(newer), codebook=NAME)
    made.retire("p01")
    made.put_transcripts([newer])
    made.put_derived("onderwerpen", "vinger", f'{{"woorden": ["{NAME}"]}}')
    return made


def everywhere(path: Path) -> bytes:
    """Every byte of the database and of what SQLite may leave beside it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def count(path: Path, table: str, transcript: str) -> int:
    column = "id" if table == "transcripts" else "transcript"
    with sqlite3.connect(path) as connection:
        [(number,)] = connection.execute(f"select count(*) from {table} where {column} = ?", [transcript])
    connection.close()
    return number


# ---- erase


def test_no_byte_of_an_erased_transcript_stays(store, path):
    assert NAME.encode() in everywhere(path)
    counts = store.erase("p01")
    assert (counts["transcripts"], counts["codings"]) == (2, 6)
    with sqlite3.connect(path) as connection:  # the name in the name of a file is another matter
        connection.execute("update batches set what = '' where what like ?", [f"%{NAME}%"])
        connection.execute("update batches set codebook = ''")  # as are the codes of the codebook
        connection.commit()
        connection.execute("vacuum")
    connection.close()
    assert NAME.encode() not in everywhere(path)
    assert b"geloofden Zwal" not in everywhere(path)
    for table in ("transcripts", "turns", "attributes", "codings", "retirements", "replacements"):
        assert count(path, table, "p01") == 0
    assert rows(path, "derived") == 0


def test_erasing_leaves_the_others_and_their_history(store, path):
    store.erase("p01")
    assert [transcript.id for transcript in store.transcripts()] == ["p012"]
    assert store.codings() == [coding(interview("p012"))]
    with sqlite3.connect(path) as connection:
        said = {row[0] for row in connection.execute("select what from batches")}
    connection.close()
    assert {"importeer [gewist]-a.csv", "importeer p012.csv", "inlezen [gewist]"} <= said


def test_an_erased_transcript_that_is_read_again_is_new(store):
    store.erase("p01")
    store.put_transcripts([secret()])
    assert list(store.versions()) == [("p01", 1), ("p012", 1)]
    assert store.codings() == [coding(interview("p012"))]


def test_erasing_what_is_not_there_changes_nothing(store):
    before = store.transcripts(), store.codings()
    assert set(store.erase("p99").values()) <= {0, 1}  # the derived result
    assert (store.transcripts(), store.codings()) == before


# ---- rewrite


def test_no_byte_of_replaced_words_stays(store, path):
    rewrite(store, done="pseudonimiseer")
    assert NAME.encode() not in everywhere(path)
    assert rows(path, "derived") == 0
    for transcript in (store.versions()["p01", version] for version in (1, 2)):
        assert "[naam 1]" in transcript.text
        assert transcript.introduction == "Met [naam 1]"
        assert transcript.speakers == ("I", "R", "[naam 1]")
    assert store.versions()["p01", 1].attributes == (Attribute("[naam 1]", "naam", "[naam 1] zelf"),)
    assert store.versions()["p01", 1].turns[2].section == "Over [naam 1]"


def test_codings_stay_on_their_words_and_grow_over_a_replacement(store):
    newer = store.transcripts()[0]
    turn = newer.turn(2)
    place = newer.text.index(NAME)
    spans = {
        "voor": (turn.start, place),
        "half": (turn.start, place + 3),
        "na": (place + len(NAME), turn.end),
    }
    made = [Coding(newer.segment(turn, *span), code, "b", Method.HAND) for code, span in spans.items()]
    store.append(made, "proef")
    rewrite(store)
    texts = {found.code: found.segment.text for found in store.codings(coder="b")}
    assert texts == {"voor": "Ze geloofden ", "half": "Ze geloofden [naam 1]", "na": " niet, en toen."}
    assert {found.memo for found in store.codings(coder="anna")} == {"", "[naam 1]"}


def test_the_history_of_codings_stays(store, path):
    before = {table: rows(path, table) for table in ("codings", "retractions", "batches", "retirements")}
    rewrite(store)
    assert {table: rows(path, table) for table in before} == before


def test_the_same_file_read_again_gives_the_replaced_text(store):
    read = interview("p01", [*SAID, Utterance(NAME, f"Ja, {NAME}.")], introduction=f"Met {NAME}")
    rewrite(store)
    [now] = [transcript for transcript in store.transcripts() if transcript.id == "p01"]
    again = store.replaced()["p01"].again(read)
    assert again is not None
    assert again.same_words(now)
    assert (again.introduction, again.speakers) == (now.introduction, now.speakers)


@pytest.mark.parametrize(
    "talk",
    [
        [Utterance("I", "Hoe ging dit?"), *SAID[1:], Utterance(NAME, f"Ja, {NAME}.")],
        [SAID[0], Utterance("I", SAID[1].text), Utterance(NAME, f"Ja, {NAME}.")],
        [*SAID, Utterance("R", f"Ja, {NAME}.")],
        [Utterance("I", "Hoe"), Utterance("R", "ging dat?"), *SAID[1:], Utterance(NAME, f"Ja, {NAME}.")],
        [Utterance("R", "Kort.")],
    ],
    ids=["woorden", "wie wat zegt", "spreker", "beurten", "korter"],
)
def test_a_file_that_changed_is_not_the_same(store, talk):
    rewrite(store)
    assert store.replaced()["p01"].again(interview("p01", talk)) is None


def test_two_runs_are_remembered_as_one(store):
    read = interview("p01", [*SAID, Utterance(NAME, f"Ja, {NAME}.")])
    rewrite(store)
    store.rewrite(edits_in(store, "toen", "straks"), lambda said: said, edition=store.edition())
    again = store.replaced()["p01"].again(read)
    assert again is not None
    assert again.text == read.text.replace(NAME, "[naam 1]").replace("toen", "straks")


def test_a_new_version_is_not_a_replaced_one(store):
    rewrite(store)
    store.put_transcripts([interview("p01", [Utterance("R", f"Anders, {NAME}.")])])
    assert "p01" not in store.replaced()


def test_edits_for_another_edition_are_refused_and_change_nothing(store, path):
    edits, edition = edits_in(store), store.edition()
    store.put_transcripts([interview("p03")])
    before = everywhere(path)
    with pytest.raises(StudyError, match="intussen opnieuw ingelezen"):
        store.rewrite(edits, reword, edition=edition)
    assert everywhere(path) == before


def test_an_edit_over_the_edge_of_a_turn_is_refused_and_changes_nothing(store, path):
    before = everywhere(path)
    with pytest.raises(ValueError, match="within a turn"):
        store.rewrite({("p01", 1): [Edit(10, 16, "x")]}, reword, edition=store.edition())
    assert everywhere(path) == before


def test_what_a_killed_sweep_left_is_swept_at_the_next_opening(store, path, monkeypatch):
    monkeypatch.setattr(Store, "_sweep", lambda self: None)
    rewrite(store)
    monkeypatch.undo()
    Store(path)
    assert NAME.encode() not in everywhere(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("select count(*) from study where key = 'unswept'").fetchone() == (0,)
    connection.close()


# ---- older databases


@pytest.mark.parametrize("found", ["1", "2"])
def test_an_older_database_is_brought_up_to_date(path, found):
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA_1)
        if found == "2":
            connection.execute("alter table turns add column section text not null default ''")
            connection.execute(
                "create table attributes (transcript varchar, version integer, number integer,"
                " speaker varchar, name text, value text, primary key (transcript, version, number))"
            )
            connection.execute("update study set value = '2' where key = 'schema'")
    connection.close()
    store = Store(path)
    assert store.codings() == [coding(interview())]
    store.rewrite({("p01", 1): [Edit(27, 29, "hem")]}, str, edition=store.edition())
    assert Store(path).transcripts()[0].text == "Hoe ging dat?\nZe geloofden hem niet."
    assert Store(path).transcripts()[0].turns[1].role is Role.RESPONDENT


def test_marks_stay_on_their_words_and_go_with_their_transcript(store):
    rewrite(store)
    memo, rejected = store.marks()
    assert memo.text == "[naam 1]?"
    [text] = [talk.text for talk in store.transcripts() if talk.id == "p01"]
    assert text[rejected.start : rejected.end] == "niet"
    assert store.erase("p01")["marks"] == 2
    assert store.marks() == []
