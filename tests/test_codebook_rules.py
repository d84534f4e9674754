"""The rules of the codebook on invented sentences: what must fire, what must not, what is known to fail."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
import yaml

from stemmen.codebook import Codebook
from stemmen.coders.rules import RuleCoder
from stemmen.coding import Coding

ROOT = Path(__file__).parents[1]
DATA = yaml.safe_load(
    (ROOT / "tests" / "data" / "rules" / "codeboek_50_stemmen.yaml").read_text(encoding="utf-8")
)
KNOWN = set(DATA["bekend"])
CODES = ["van_instantie", "in_instantie", "bejegening", "persoonsafhankelijkheid", "formulieren"]


class Case(NamedTuple):
    """A sentence, and the valences that its code must give: none when it must not fire."""

    text: str
    expected: set[str]


@pytest.fixture(scope="module")
def coder() -> RuleCoder:
    return RuleCoder(Codebook.load(ROOT / "codebooks" / "50-stemmen.yaml"))


def cases(code: str) -> list[Case]:
    """The sentences of a code; a sentence of bejegening has its valence before it."""
    fires = [("", item) if isinstance(item, str) else item for item in DATA[code]["wel"]]
    return [Case(text, {valence}) for valence, text in fires] + [
        Case(text, set()) for text in DATA[code]["niet"]
    ]


def code_all(coder: RuleCoder, texts: list[str]) -> list[list[Coding]]:
    """The codings that count, per text."""
    turns = pd.DataFrame({"transcript": "p01", "rol": "respondent", "tekst": texts, "begin": 0})
    turns["beurt"] = range(1, len(texts) + 1)
    found: list[list[Coding]] = [[] for _ in texts]
    for coding in coder.code(turns):
        if not coding.negated:
            found[coding.segment.turn - 1].append(coding)
    return found


@pytest.mark.parametrize("code", CODES)
def test_sentences_fire_or_not_but_for_the_known_failures(coder, code):
    here = cases(code)
    found = code_all(coder, [case.text for case in here])
    failing = {
        case.text
        for case, codings in zip(here, found, strict=True)
        if {coding.valence.value if coding.valence else "" for coding in codings if coding.code == code}
        != case.expected
    }
    known = KNOWN & {case.text for case in here}
    assert failing - known == set(), "gaat nieuw fout"
    assert known - failing == set(), "gaat nu goed: haal het uit 'bekend'"


def test_everyday_turns_get_no_main_theme(coder):
    texts = DATA["geen_hoofdthema"]
    main = {"wantrouwen", *CODES}
    hits = {
        text: [coding.evidence for coding in codings if coding.code in main]
        for text, codings in zip(texts, code_all(coder, texts), strict=True)
    }
    assert {text: evidence for text, evidence in hits.items() if evidence} == {}


def test_every_known_failure_is_a_sentence_of_this_file():
    assert {case.text for code in CODES for case in cases(code)} >= KNOWN


def test_each_theme_has_enough_sentences():
    for code in CODES:
        assert len(DATA[code]["wel"]) >= 25 and len(DATA[code]["niet"]) >= 25


def test_anchor_examples_that_do_not_count_do_not_fire(coder):
    book = Codebook.load(ROOT / "codebooks" / "50-stemmen.yaml")
    near = [
        (code.key, example.text) for code in book.walk() for example in code.examples if not example.counts
    ]
    found = code_all(coder, [text for _, text in near])
    fired = [
        pair
        for pair, codings in zip(near, found, strict=True)
        if pair[0] in {coding.code for coding in codings}
    ]
    assert fired == []
