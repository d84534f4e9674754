"""Eight people code in one database at once, and their kernels are killed: every coding is there, once."""

import os
import random
import time
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from stemmen.coding import Method
from stemmen.store.judging import ACT
from stemmen.store.schema import BATCHES, CODINGS, RETRACTIONS
from stemmen.transcript import Role, Transcript, Utterance
from tests.notebook.driven import CODES, Kernel, code_all

CODERS, EACH, KILLS = 8, 1000, 24
AT_ONCE = int(os.environ.get("STEMMEN_TEST_AT_ONCE", "5"))  # codings in an act; with one it takes minutes


@pytest.mark.slow
def test_what_eight_coders_give_at_once_is_all_there_once(any_study, record_property):
    _put_long_transcript(any_study)
    chance, began = random.Random(8), time.monotonic()
    coders = [f"codeur{number}" for number in range(1, CODERS + 1)]
    done = dict.fromkeys(coders, 0)
    kernels = {coder: _start(any_study, coder, 0) for coder in coders}
    kills = sorted(chance.sample(range(1, CODERS * EACH // AT_ONCE // 2), KILLS))
    heard = 0
    while kernels:
        for coder, kernel in list(kernels.items()):
            said = kernel.hear()
            assert "refused" not in said, said
            heard += bool(said)
            done[coder] = said.get("done", done[coder])
            if done[coder] == EACH:
                kernels.pop(coder).close()
            elif kills and heard >= kills[0]:
                kills.pop(0)
                time.sleep(chance.uniform(0, 0.03))
                kernel.kill()
                while said := kernel.hear():
                    done[coder] = said["done"]
                kernel.close()
                kernels[coder] = _start(any_study, coder, done[coder])
    record_property("seconds", round(time.monotonic() - began))
    assert not kills
    given = Counter(coding.coder for coding in any_study.store.codings(method=Method.HAND))
    assert given == dict.fromkeys(coders, EACH)
    with any_study.store._reading() as connection:  # nor was anything given twice and taken back
        by_hand, acts = CODINGS.c.method == Method.HAND.value, BATCHES.c.kind == ACT
        assert connection.scalar(sa.select(sa.func.count()).where(by_hand)) == CODERS * EACH
        assert connection.scalar(sa.select(sa.func.count()).where(acts)) == CODERS * EACH // AT_ONCE
        assert connection.scalar(sa.select(sa.func.count()).select_from(RETRACTIONS)) == 0


def _start(study: Any, coder: str, first: int) -> Kernel:
    return Kernel(code_all, str(study.folder), coder, first, EACH, AT_ONCE)


def _put_long_transcript(study: Any) -> None:
    """A turn for each coding of one coder with one code."""
    talk = [Utterance("R", f"Dat was beurt {number}.") for number in range(EACH // len(CODES))]
    study.store.put_transcripts([Transcript.of("p01", talk, roles={"R": Role.RESPONDENT}, source="p01")])
