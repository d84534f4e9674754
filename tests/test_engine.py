"""The connection to a server, which is kept between transactions; a file is opened for each."""

import gc
import os
import time

import pytest
import sqlalchemy as sa

from stemmen.coding import Mark, MarkKind
from stemmen.store import Store
from stemmen.transcript import Transcript, Utterance

TALK = Transcript.of("p01", [Utterance("R", "Ze geloofden me niet.")])
pytestmark = pytest.mark.parametrize("any_database", ["postgresql"], indirect=True)


@pytest.fixture
def store(any_database) -> Store:
    made = Store(any_database)
    made.put_transcripts([TALK])
    return made


def backend(store: Store) -> int:
    """The number of the process of the server that talks with us."""
    with store._reading() as connection:
        return connection.scalar(sa.text("select pg_backend_pid()"))


def note(store: Store, text: str) -> None:
    store.judge("anna", "memo", marks=[Mark("p01", 1, MarkKind.MEMO, "anna", text)])


def test_one_connection_serves_reading_and_writing(store):
    first = backend(store)
    note(store, "moe")
    assert backend(store) == first


def test_a_connection_that_the_server_ended_is_made_anew(any_database, store):
    first, other = backend(store), Store(any_database)
    with other._writing() as connection:
        assert connection.scalar(sa.text(f"select pg_terminate_backend({first})"))
    note(store, "moe")
    assert backend(store) != first
    assert [mark.text for mark in store.marks()] == ["moe"]


def test_a_store_that_is_let_go_leaves_no_connection(any_database, store):
    short = Store(any_database)
    gone = backend(short)
    del short
    gc.collect()
    query = sa.text(f"select count(*) from pg_stat_activity where pid = {gone}")
    for _ in range(100):  # the server takes a moment
        with store._reading() as connection:
            if not connection.scalar(query):
                return
        time.sleep(0.02)
    pytest.fail("its connection is still there")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child touches no thread of ours
def test_a_forked_process_leaves_the_connection_to_its_parent(store):
    first = backend(store)
    child = os.fork()
    if not child:
        done = False
        try:
            note(store, "van het kind")
            done = backend(store) != first
        finally:
            os._exit(0 if done else 1)
    for number in range(50):  # both talk at once
        note(store, str(number))
    assert os.waitpid(child, 0)[1] == 0
    assert backend(store) == first
    assert len(store.marks()) == 1
    with store._reading() as connection:
        assert connection.scalar(sa.text("select count(*) from marks")) == 51
