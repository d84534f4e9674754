"""The study database: judgements are appended, never overwritten, whatever happens meanwhile."""

import os
import random
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from dataclasses import astuple, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stemmen.store
from stemmen.coding import Coding, Method, Valence
from stemmen.errors import StudyError
from stemmen.store import Store
from stemmen.store.engine import Database
from stemmen.transcript import Attribute, Role, Transcript, Utterance
from tests.test_transcript import UTTERANCES

TALK = [Utterance("I", "Hoe ging dat?", 0.5), Utterance("R", "Ze geloofden me niet.", 2.0)]
ROLES = {"I": Role.INTERVIEWER, "R": Role.RESPONDENT}


def interview(name: str = "p01", talk: list[Utterance] = TALK, **more) -> Transcript:
    return Transcript.of(name, talk, **{"roles": ROLES, "source": f"{name}.txt", **more})


def coding(transcript: Transcript, code: str = "wantrouwen", **more) -> Coding:
    """Of the first words of the second turn."""
    turn = transcript.turn(2)
    segment = transcript.segment(turn, turn.start, turn.start + 12)
    return Coding(segment, code, **{"coder": "anna", "method": Method.HAND, **more})


def by_rule(transcript: Transcript, code: str, evidence: str = "") -> Coding:
    return coding(transcript, code, coder="regels", method=Method.RULE, evidence=evidence)


@pytest.fixture
def path(any_database) -> Path | str:
    return any_database


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "stemmen.db"


@pytest.fixture
def on_file(file) -> Store:
    made = Store(file)
    made.put_transcripts([interview()])
    return made


@pytest.fixture
def store(path) -> Store:
    made = Store(path)
    made.put_transcripts([interview()])
    return made


def rows(place: Path | str, table: str) -> int:
    with Database(place).reading() as connection:
        return connection.exec_driver_sql(f"select count(*) from {table}").scalar_one()


# ---- what is put in comes out


@given(st.dictionaries(st.text(min_size=1, max_size=5), UTTERANCES, max_size=3))
@settings(max_examples=15, deadline=None)
def test_transcripts_come_out_as_they_went_in(talks):
    went_in = [interview(name, talk, introduction="Vooraf") for name, talk in talks.items()]
    with tempfile.TemporaryDirectory() as folder:
        Store(Path(folder) / "a.db").put_transcripts(went_in)
        came_out = Store(Path(folder) / "a.db").transcripts()
    assert came_out == sorted(went_in, key=lambda transcript: transcript.id)


JUDGEMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(["wantrouwen", "stress"]),
            "coder": st.sampled_from(["anna", "bert", "regels"]),
            "method": st.sampled_from(Method),
            "evidence": st.text(max_size=20),
            "confidence": st.none() | st.floats(0, 1),
            "negated": st.booleans(),
            "valence": st.none() | st.sampled_from(Valence),
            "memo": st.text(max_size=20),
            "codebook_version": st.sampled_from(["", "1.0"]),
        }
    ),
    max_size=6,
)


@pytest.mark.slow
@given(JUDGEMENTS)
@settings(max_examples=20, deadline=None)
def test_codings_come_out_as_they_went_in(judgements):
    went_in = [coding(interview(), **judgement) for judgement in judgements]
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "a.db")
        store.put_transcripts([interview()])
        assert store.append(went_in, "proef") == (len(set(went_in)), 0)
        assert Counter(store.codings()) == Counter(set(went_in))


def test_codings_of_one_coder_or_method(store):
    mine, yours = coding(interview()), coding(interview(), coder="bert")
    rule = by_rule(interview(), "stress")
    store.append([mine, yours, rule], "proef")

    assert store.codings(coder="anna") == [mine]
    assert store.codings(method=Method.RULE) == [rule]
    assert store.codings(coder="anna", method=Method.RULE) == []


def test_codings_come_in_reading_order_whatever_the_order_they_came_in(store):
    later = interview("p02")
    store.put_transcripts([later])
    transcript = interview()
    first = Coding(transcript.segment(transcript.turn(1)), "stress", "anna", Method.HAND)
    expected = [first, coding(transcript, "a"), coding(transcript, "b"), coding(later, "a")]
    store.append(expected[::-1], "proef")
    assert store.codings() == expected


# ---- appending and taking back


def test_appending_the_same_again_changes_nothing(store, path):
    codings = [coding(interview(), "a"), coding(interview(), "b")]
    assert store.append(codings, "eerst") == (2, 0)
    assert store.append(codings + codings[:1], "nog eens") == (0, 0)
    assert (rows(path, "codings"), rows(path, "batches")) == (2, 1)


def test_the_same_coding_twice_in_one_go_is_one_coding(store):
    rule = by_rule(interview(), "a")
    assert store.append([coding(interview()), coding(interview())], "proef") == (1, 0)
    assert store.replace([rule, rule], coder="regels", method=Method.RULE, what="proef") == (1, 0)
    assert store.codings() == [rule, coding(interview())]


def test_replace_appends_the_new_retracts_the_gone_and_leaves_the_rest(store, path):
    a, b, c = (by_rule(interview(), code) for code in "abc")
    hand = coding(interview(), "z")
    store.append([hand], "anna")
    assert store.replace([a, b], coder="regels", method=Method.RULE, what="eerst") == (2, 0)
    assert store.replace([b, c], coder="regels", method=Method.RULE, what="toen") == (1, 1)
    assert store.codings() == [b, c, hand]
    assert (rows(path, "codings"), rows(path, "retractions")) == (4, 1)  # nothing was erased


def test_replace_by_the_same_changes_nothing(store, path):
    codings = [by_rule(interview(), "a")]
    store.replace(codings, coder="regels", method=Method.RULE, what="eerst")
    assert store.replace(codings, coder="regels", method=Method.RULE, what="toen") == (0, 0)
    assert rows(path, "batches") == 1


def test_a_retracted_coding_stays_away_until_it_is_made_again(store, path):
    a = by_rule(interview(), "a")
    for codings in ([a], [], []):
        store.replace(codings, coder="regels", method=Method.RULE, what="proef")
    assert Store(path).codings() == []
    assert store.replace([a], coder="regels", method=Method.RULE, what="proef") == (1, 0)
    assert Store(path).codings() == [a]


def test_only_the_named_coder_and_method_are_replaced(store):
    by_anna, by_model = (
        by_rule(interview(), "a"),
        coding(interview(), "b", coder="regels", method=Method.MODEL),
    )
    store.append([by_anna, by_model], "proef")
    store.replace([], coder="regels", method=Method.RULE, what="weg")
    assert store.codings() == [by_model]


def test_a_later_judgement_takes_the_place_of_the_earlier_one(store, path):
    plus, other = coding(interview(), valence=Valence.POSITIVE), coding(interview(), coder="bert")
    minus = coding(interview(), valence=Valence.NEGATIVE)
    store.append([plus, other, coding(interview(), "stress")], "eerst")
    assert store.append([minus], "verbeterd") == (1, 1)
    assert store.codings() == [coding(interview(), "stress"), minus, other]
    assert rows(path, "codings") == 4  # nothing was erased


def test_two_judgements_in_one_go_both_stand(store):
    both = [coding(interview(), evidence="een"), coding(interview(), evidence="twee")]
    assert store.append(both, "eerst") == (2, 0)
    assert store.append(both, "nog eens") == (0, 0)
    assert store.append(both[:1], "verbeterd") == (0, 1)


def test_the_same_judgement_with_a_later_codebook_is_the_same(store):
    store.append([coding(interview(), codebook_version="1")], "eerst")
    assert store.append([coding(interview(), codebook_version="2")], "nog eens") == (0, 0)


# ---- transcripts that are read again


def test_the_same_words_again_make_no_new_version(store, path):
    store.append([coding(interview())], "anna")
    store.put_transcripts([interview()])
    assert rows(path, "transcripts") == 1
    assert store.codings() == [coding(interview())]


def test_news_that_leaves_the_words_alone_is_kept_and_so_are_the_codings(store, path):
    store.append([coding(interview())], "anna")
    talk = [Utterance("I", "Hoe ging dat?", 1.5), Utterance("R", "Ze geloofden me niet.")]
    news = interview(
        talk=talk,
        roles={"R": Role.PROFESSIONAL},
        source="p01.docx",
        source_sha256="ab",
        introduction="Vooraf",
    )
    store.put_transcripts([news])
    assert store.transcripts() == [news]
    assert rows(path, "transcripts") == 1
    assert store.codings() == [coding(interview())]


@pytest.mark.parametrize(
    "talk",
    [
        [TALK[0], Utterance("R", "Ze geloofden me wel.")],
        [TALK[0], Utterance("B", "Ze geloofden me niet.")],
        [Utterance("I", "Hoe"), Utterance("R", "ging"), TALK[1]],
    ],
    ids=["woorden", "spreker", "beurten"],
)
def test_an_old_version_keeps_its_words_and_its_codings(store, path, talk):
    old = coding(interview())
    store.append([old], "anna")
    new = interview(talk=talk)
    store.put_transcripts([new])

    assert store.transcripts() == [new]
    assert [c.segment.text for c in store.codings()] == [old.segment.text]  # a copy, on the new version
    with Database(path).reading() as connection:
        kept = connection.exec_driver_sql(
            'select substr(text, "start" + 1, "end" - "start"), code from codings join transcripts'
            " on transcript = transcripts.id and codings.version = transcripts.version"
            " where codings.version = 1"
        ).fetchall()
    assert kept == [(old.segment.text, "wantrouwen")]


def test_codings_of_an_old_version_are_not_retracted_by_a_new_one(store, path):
    store.replace([by_rule(interview(), "a")], coder="regels", method=Method.RULE, what="oud")
    new = interview(talk=[TALK[0], Utterance("R", "Ze geloofden me nooit.")])
    store.put_transcripts([new])
    assert store.replace([by_rule(new, "a")], coder="regels", method=Method.RULE, what="nieuw") == (1, 0)
    assert rows(path, "retractions") == 0
    assert store.codings() == [by_rule(new, "a")]


@pytest.mark.parametrize(
    "talk",
    [
        [TALK[0], Utterance("R", "Nee.")],
        [TALK[0], Utterance("R", "Die geloofden me niet.")],
        [Utterance("I", "Hoe"), Utterance("R", "ging dat?"), TALK[1]],
        [TALK[0]],
    ],
    ids=["korter", "andere woorden", "andere beurt", "beurt weg"],
)
def test_a_coding_of_words_that_are_no_longer_there_is_refused(store, path, talk):
    """Another program read the file again, while this one still had the old text."""
    old = coding(interview())
    store.put_transcripts([interview(talk=talk)])
    for act in (
        lambda: store.append([old], "anna"),
        lambda: store.replace([by_rule(interview(), "a")], coder="regels", method=Method.RULE, what="x"),
    ):
        message = said(act)
        assert "p01" in message
        assert "Open de studie opnieuw" in message
    assert (rows(path, "codings"), store.codings()) == (0, [])


def test_each_put_of_transcripts_is_another_edition(store, path):
    first = store.edition()
    assert Store(path).edition() == first
    Store(path).put_transcripts([interview(roles={})])
    assert store.edition() != first


def test_a_retired_transcript_and_its_codings_come_back_with_its_words(store, path):
    store.append([coding(interview())], "anna")
    store.retire("p01")
    assert (store.transcripts(), store.codings()) == ([], [])
    assert "p01" in said(lambda: store.append([coding(interview())], "anna"))
    assert rows(path, "codings") == 1  # nothing was erased

    store.put_transcripts([interview()])
    assert store.transcripts() == [interview()]
    assert store.codings() == [coding(interview())]
    store.retire("p01")
    assert Store(path).transcripts() == []
    new = interview(talk=[TALK[0], Utterance("R", "Nee.")])
    store.put_transcripts([new])
    assert (store.transcripts(), store.codings()) == ([new], [])


# ---- what can be made again


def test_a_derived_result_is_the_last_one_put(store, path):
    assert store.derived("onderwerpen") is None
    store.put_derived("onderwerpen", "vinger", "een")
    store.put_derived("onderwerpen", "afdruk", "twee ± 😀")
    assert Store(path).derived("onderwerpen") == ("afdruk", "twee ± 😀")
    assert store.derived("regels") is None


# ---- databases that are not as they should be


def said(act) -> str:
    with pytest.raises(StudyError) as caught:
        act()
    return str(caught.value)


def test_a_file_that_is_no_database_is_named_with_the_repair(file):
    file.write_text("dit is geen database, maar wel een bestand van enige lengte" * 50)
    message = said(lambda: Store(file))
    assert str(file) in message
    assert "reservekopie" in message


def test_a_database_that_was_cut_off_is_named(on_file, file):
    on_file.append([coding(interview(), evidence=str(number) * 3000) for number in range(20)], "proef")
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert str(file) in said(lambda: Store(file).codings())


def test_a_database_of_another_kind_is_named(file):
    with sqlite3.connect(file) as connection:
        connection.execute("create table study (naam text)")
    connection.close()
    assert str(file) in said(lambda: Store(file))


def test_a_database_of_another_version_of_stemmen_is_left_alone(on_file, file):
    with sqlite3.connect(file) as connection:
        connection.execute("update alembic_version set version_num = '99'")
    connection.close()
    assert f"andere versie van stemmen (schema 99, hier {stemmen.store.SCHEMA})" in said(lambda: Store(file))


def test_a_locked_database_says_to_try_again(on_file, file, monkeypatch):
    monkeypatch.setattr(stemmen.store.engine, "WAIT", 0.05)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("begin exclusive")
    try:
        assert "Een ander programma gebruikt deze database" in said(lambda: Store(file))
        assert "Een ander programma gebruikt deze database" in said(lambda: on_file.append([], "proef"))
    finally:
        other.close()
    assert on_file.append([coding(interview())], "proef") == (1, 0)


def test_a_read_only_database_can_be_read_and_says_that_it_cannot_be_written(on_file, file):
    on_file.append([coding(interview())], "anna")
    read_only = Store(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert read_only.codings() == [coding(interview())]
    message = said(lambda: read_only.append([coding(interview(), "stress")], "anna"))
    assert "kan niet worden geschreven" in message


def test_a_database_in_a_folder_that_is_not_there(tmp_path):
    message = said(lambda: Store(tmp_path / "weg" / "stemmen.db"))
    assert "schrijven" in message


@pytest.mark.parametrize("address", ["geen://adres", "postgresql+geen://server/studie", "://"])
def test_an_address_that_is_none_is_named(address):
    assert "adres" in said(lambda: Store(address))


def test_an_error_halfway_leaves_nothing_behind(store, path):
    unknown = coding(interview("p99"))
    assert "p99" in said(lambda: store.append([coding(interview()), unknown], "proef"))
    assert (rows(path, "codings"), rows(path, "batches")) == (0, 0)


# ---- a computer that stops halfway

BATCH = 150


def _work_until_killed(path: Path, ready: int) -> None:
    """Append one batch after another, and replace all rule codings in between."""
    store, transcript = Store(path), interview()
    for number in range(10**6):
        hand = [coding(transcript, f"c{index}", memo=str(number)) for index in range(BATCH)]
        store.append(hand, f"hand {number}")
        rules = [by_rule(transcript, f"c{index}", str(number)) for index in range(BATCH)]
        store.replace(rules, coder="regels", method=Method.RULE, what=f"regels {number}")
        os.write(ready, b".")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child touches no thread of ours
def test_a_process_that_is_killed_leaves_whole_batches_only(tmp_path):
    moments = random.Random(3)
    seen = Counter()
    for number in range(20):
        path = tmp_path / f"{number}.db"
        Store(path).put_transcripts([interview()])
        ready, tell = os.pipe()
        child = os.fork()
        if not child:
            try:
                _work_until_killed(path, tell)
            finally:
                os._exit(1)
        os.close(tell)
        os.read(ready, 1)  # it is at work
        time.sleep(moments.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(ready)
        assert os.WTERMSIG(status) == signal.SIGKILL

        standing = Store(path).codings()
        hand = Counter(c.memo for c in standing if c.method is Method.HAND)
        rules = Counter(c.evidence for c in standing if c.method is Method.RULE)
        assert set(hand.values()) == {BATCH}
        assert list(rules.values()) == [BATCH]
        newest, judged = max(map(int, hand)), int(next(iter(rules)))
        seen["between" if newest != judged else "after"] += 1
        assert Store(path).append([coding(interview(), "verder")], "na de klap") == (1, 0)
    assert seen["between"], "no kill fell between append and replace: the moments are not random enough"


SCHEMA_1 = """
CREATE TABLE study (key VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY (key));
CREATE TABLE transcripts (id VARCHAR NOT NULL, version INTEGER NOT NULL, text TEXT NOT NULL,
 sha256 VARCHAR NOT NULL, source VARCHAR NOT NULL, source_sha256 VARCHAR NOT NULL, introduction TEXT NOT NULL,
 PRIMARY KEY (id, version));
CREATE TABLE turns (transcript VARCHAR NOT NULL, version INTEGER NOT NULL, number INTEGER NOT NULL,
 speaker VARCHAR NOT NULL, role VARCHAR NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, time FLOAT,
 PRIMARY KEY (transcript, version, number),
 FOREIGN KEY(transcript, version) REFERENCES transcripts (id, version));
CREATE TABLE batches (id INTEGER NOT NULL, what VARCHAR NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (id));
CREATE TABLE codings (id INTEGER NOT NULL, batch INTEGER NOT NULL, transcript VARCHAR NOT NULL,
 version INTEGER NOT NULL, turn INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
 code VARCHAR NOT NULL, coder VARCHAR NOT NULL, method VARCHAR NOT NULL, evidence TEXT NOT NULL,
 confidence FLOAT, negated BOOLEAN NOT NULL, valence VARCHAR, memo TEXT NOT NULL,
 codebook_version VARCHAR NOT NULL, PRIMARY KEY (id), FOREIGN KEY(batch) REFERENCES batches (id),
 FOREIGN KEY(transcript, version) REFERENCES transcripts (id, version));
CREATE INDEX ix_codings_code ON codings (code);
CREATE TABLE retractions (coding INTEGER NOT NULL, batch INTEGER NOT NULL, PRIMARY KEY (coding),
 FOREIGN KEY(coding) REFERENCES codings (id), FOREIGN KEY(batch) REFERENCES batches (id));
CREATE TABLE retirements (id INTEGER NOT NULL, transcript VARCHAR NOT NULL, gone BOOLEAN NOT NULL,
 batch INTEGER NOT NULL, PRIMARY KEY (id), FOREIGN KEY(batch) REFERENCES batches (id));
CREATE TABLE derived (name VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL, content TEXT NOT NULL,
 PRIMARY KEY (name));
INSERT INTO study VALUES ('schema', '1'), ('edition', '1');
INSERT INTO transcripts VALUES ('p01', 1, 'Hoe ging dat?
Ze geloofden me niet.', 'a', 'p01.txt', 'b', '');
INSERT INTO turns VALUES ('p01', 1, 1, 'I', 'interviewer', 0, 13, 0.5);
INSERT INTO turns VALUES ('p01', 1, 2, 'R', 'respondent', 14, 35, 2.0);
INSERT INTO batches VALUES (1, 'importeer', '2024-01-01 00:00:00');
INSERT INTO codings VALUES
 (1, 1, 'p01', 1, 2, 14, 26, 'wantrouwen', 'anna', 'hand', '', NULL, 0, NULL, '', '');
"""


@pytest.fixture
def old_path(file):
    with sqlite3.connect(file) as connection:
        connection.executescript(SCHEMA_1)
    connection.close()
    return file


def test_a_database_from_before_sections_is_brought_up_to_date(old_path):
    store = Store(old_path)
    assert store.transcripts() == [replace(interview(), source_sha256="b")]
    assert store.codings() == [coding(interview())]
    named = [Utterance(*spoken[:3], section="Begin") for spoken in map(astuple, TALK)]
    new = interview(talk=named, attributes=(Attribute("R", "sector", "zorg"),))
    store.put_transcripts([new])
    assert Store(old_path).transcripts() == [new]
    assert store.codings() == [coding(interview())]


def test_an_old_database_stays_as_it_was_when_bringing_it_up_to_date_fails(old_path):
    refuse = "create trigger stop before delete on study begin select raise(abort, 'nee'); end"
    with sqlite3.connect(old_path) as connection:
        connection.execute(refuse)
    connection.close()
    with pytest.raises(StudyError, match="nee"):
        Store(old_path)
    with sqlite3.connect(old_path) as connection:
        columns = [row[1] for row in connection.execute("pragma table_info(turns)")]
        tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    connection.close()
    assert "section" not in columns
    assert "attributes" not in tables


def test_sections_and_attributes_are_kept_and_renewed_while_the_words_are_the_same(store, path):
    named = [Utterance(*spoken[:3], section="Begin") for spoken in map(astuple, TALK)]
    first = interview(talk=named, attributes=(Attribute("R", "sector", "zorg"), Attribute("R", "a", "b")))
    store.put_transcripts([first])
    assert store.transcripts() == [first]
    second = interview(talk=named, attributes=(Attribute("R", "sector", "bouw"),))
    store.put_transcripts([second])
    assert store.transcripts() == [second]
    assert rows(path, "transcripts") == 1
