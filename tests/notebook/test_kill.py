"""A kernel that is killed at any moment loses nothing that the screen was told is kept."""

import random
import sqlite3
import time
from contextlib import closing
from typing import Any

import pytest

from stemmen.notebook.session import Session
from tests.notebook.driven import Kernel, act_at_random, seen

KILLS = 50
_REVERSE = {"undo": "redo", "redo": "undo"}


@pytest.mark.slow
def test_a_killed_kernel_loses_no_act_that_was_answered(any_study, any_database, record_property):
    chance, cut_short, kept_unsaid = random.Random(5), 0, 0
    for number in range(KILLS):
        shown, asked = _until_killed(any_study, number, chance)
        _wait_for_server(any_study)
        _check_file(any_database)
        session = Session(any_study, "anna")
        now = seen(session)
        cut_short += asked is not None
        if now != shown:  # at most the one act that was not answered yet, and that can be undone
            assert asked is not None, "what was answered is not there"
            kept_unsaid += 1
            session.handle({"do": _REVERSE.get(asked["do"], "undo")})
            assert seen(session) == shown, asked
        _check_undo(session)
    record_property("kills within an act", cut_short)
    record_property("of which kept", kept_unsaid)
    assert cut_short >= KILLS / 3


def _until_killed(study: Any, number: int, chance: random.Random) -> tuple[Any, Any]:
    """What the screen showed last, and the act that it waited for (None: for none)."""
    kernel = Kernel(act_at_random, str(study.folder), number)
    said: Any = {}
    for _ in range(chance.randint(3, 20)):
        said |= {"asked": None, **kernel.hear()}
    time.sleep(chance.uniform(0, 0.03))
    kernel.kill()
    while heard := kernel.hear():
        said |= {"asked": None, **heard}
    kernel.close()
    return said["seen"], said["asked"]


def _check_undo(session: Session) -> None:
    """Undo and redo bring back what was."""
    before = seen(session)
    if session.handle({"do": "open"})["undo"]:
        session.handle({"do": "undo"})
        assert seen(session) != before
        session.handle({"do": "redo"})
        assert seen(session) == before


def _wait_for_server(study: Any) -> None:
    """A server may still be keeping what it was sent last; who writes holds the lock for writing."""
    with study.store._writing():
        pass


def _check_file(place: Any) -> None:
    if "://" not in str(place):
        with closing(sqlite3.connect(place)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
