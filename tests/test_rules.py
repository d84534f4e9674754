"""The rules coder on language cases (tests/data/rules), and the table it makes of turns."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.codebook import Codebook
from stemmen.coders.lexicon import Lexicon
from stemmen.coders.matching import Matcher, compile_pattern
from stemmen.coders.rules import RuleCoder
from stemmen.coders.sentence import Sentence
from stemmen.coding import Coding, Method, Valence
from stemmen.errors import CodebookError
from stemmen.language import fold, sentences, word_set
from stemmen.patterns import parse

CASES = Path(__file__).parent / "data" / "rules"
COLUMNS = ["transcript", "beurt", "rol", "tekst", "begin"]


def codebook(*codes: dict) -> Codebook:
    return Codebook.model_validate({"codeboek": "proef", "versie": "7", "codes": codes})


def code(key: str, *rules: dict, **more) -> dict:
    return {"sleutel": key, "naam": key, "definitie": key, "regels": rules, **more}


def rule(*patterns: str, name: str = "r", **more) -> dict:
    return {"naam": name, "patronen": patterns, **more}


def turns(*texts: str, begin: int = 0) -> pd.DataFrame:
    rows, position = [], begin
    for number, text in enumerate(texts, 1):
        rows.append(("p01", number, "respondent", text, position))
        position += len(text) + 1
    return pd.DataFrame(rows, columns=COLUMNS)


def coded(text: str, *rules: dict) -> list[Coding]:
    return RuleCoder(codebook(code("a", *rules))).code(turns(text))


def cases(file: str, right: str, wrong: str) -> list[tuple[str, str, bool]]:
    return [
        (case["patroon"], text, key == right)
        for case in yaml.safe_load((CASES / file).read_text(encoding="utf-8"))
        for key in (right, wrong)
        for text in case.get(key, [])
    ]


# Texts that the rules get wrong. One that comes right must go from this list.
KNOWN_FAILURES: set[str] = {
    "Wantrouwen merkte ik bij hem niks van.",  # five words after
    "Ik legde de brief weg en ging uit.",  # the particle of another verb
    "Stuur me even de weg.",  # a noun that looks like the particle
    "Ze zagen me niet als fraudeur.",  # "als" begins no clause here
}


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        case
        for file in ("patronen.yaml", "scheidbaar.yaml", "scheidbaar_apart.yaml")
        for case in cases(file, "raak", "mis")
    ],
)
def test_pattern(pattern, text, expected):
    assert (bool(coded(text, rule(pattern))) == expected) == (text not in KNOWN_FAILURES)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        case
        for file in ("ontkenning.yaml", "ontkenning_apart.yaml")
        for case in cases(file, "ontkend", "niet_ontkend")
    ],
)
def test_negation(pattern, text, expected):
    [coding] = coded(text, rule(pattern))
    assert (coding.negated == expected) == (text not in KNOWN_FAILURES)


def test_a_coding_tells_where_and_why():
    table = turns("Ja.", "Nou. Ik vul, eh, dat formulier in. Klaar.", begin=100)
    [coding] = RuleCoder(codebook(code("f", rule("{formulier in+vullen}", name="invullen")))).code(table)
    assert coding.segment.text == "Ik vul, eh, dat formulier in."
    assert (coding.segment.turn, coding.segment.start, coding.segment.end) == (2, 109, 138)
    assert coding.evidence == "invullen: “vul … formulier in”"
    assert (coding.coder, coding.method, coding.codebook_version) == ("regels", Method.RULE, "7")


def test_only_respondents_are_coded():
    table = turns("Dat formulier.", "Dat formulier.", "Dat formulier.")
    table["rol"] = ["interviewer", "onbekend", "respondent"]
    codings = RuleCoder(codebook(code("f", rule("formulier")))).code(table)
    assert [coding.segment.turn for coding in codings] == [3]


def test_no_turns_give_no_codings():
    assert RuleCoder(codebook(code("f", rule("formulier")))).code(turns()) == []


def test_a_codebook_without_rules_gives_no_codings():
    assert RuleCoder(codebook(code("f"))).code(turns("Dat formulier.")) == []


def test_hits_on_one_sentence_are_one_coding():
    [coding] = coded(
        "Eerst een formulier, dan een brief.", rule("formulier", name="x"), rule("brief", name="y")
    )
    assert coding.evidence == "x: “formulier”; y: “brief”"


def test_each_sentence_gets_its_own_coding():
    assert [c.segment.text for c in coded("Een brief. Niks. Een brief!", rule("brief"))] == [
        "Een brief.",
        "Een brief!",
    ]


def test_a_subcode_counts_for_its_parents():
    book = codebook(code("w", subcodes=[code("van", rule("verdacht"))]))
    codings = RuleCoder(book).code(turns("Ik was verdacht."))
    assert [coding.code for coding in codings] == ["van", "w"]
    assert len({(coding.segment, coding.evidence) for coding in codings}) == 1


def test_a_coding_is_denied_only_when_all_hits_are():
    [coding] = coded("Ik ben niet bang, ik ben boos.", rule("bang"), rule("boos", name="s"))
    assert not coding.negated
    [coding] = coded("Ik ben niet bang.", rule("bang"))
    assert coding.negated


def test_negation_needed_fires_only_on_a_denial():
    listening = rule("luisteren", ontkenning="nodig")
    assert coded("Ze luisterden goed.", listening) == []
    [coding] = coded("Ze luisterden niet.", listening)
    assert not coding.negated


@pytest.mark.parametrize(("text", "valence"), [("Ze was grof.", "-"), ("Ze was niet grof.", "±")])
def test_negation_that_counts_makes_the_valence_mixed(text, valence):
    [coding] = coded(text, rule("grof", ontkenning="telt", waardering="-"))
    assert (coding.negated, coding.valence) == (False, Valence(valence))


def test_hits_that_differ_in_valence_are_mixed():
    good, bad = rule("aardig", waardering="+"), rule("grof", name="s", waardering="-")
    [coding] = coded("De een was aardig, de ander grof.", good, bad)
    assert coding.valence == Valence.MIXED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die brief van de gemeente.", ["Die brief van de gemeente."]),
        ("Een brief. Van wie? De gemeente. Ja.", ["Een brief. Van wie? De gemeente."]),
        ("Een brief van school.", []),
        ("Een brief een twee drie vier vijf zes zeven acht gemeente", []),
        (
            "Een brief een twee drie vier vijf zes zeven gemeente",
            ["Een brief een twee drie vier vijf zes zeven gemeente"],
        ),
        ("De gemeente stuurt een brief naar school.", []),
    ],
)
def test_near_and_not_near(text, expected):
    near = rule("brief", bij=["gemeente", "uwv"], niet_bij=["school"])
    assert [coding.segment.text for coding in coded(text, near)] == expected


def test_the_word_list_can_be_read():
    book = codebook(code("f", rule("klacht", "in+vullen", "wantrouw*")))
    words = RuleCoder(book).word_list()
    assert list(words.columns) == ["code", "regel", "patroon", "woordvormen"]
    assert words["patroon"].tolist() == ["klacht", "in+vullen", "wantrouw*"]
    assert words["woordvormen"][0].split(", ")[:4] == ["klacht", "*klacht", "klachten", "*klachten"]
    assert "ingevuld" in words["woordvormen"][1]


def test_all_wrong_patterns_are_told_at_once():
    with pytest.raises(CodebookError) as error:
        Codebook.parse("""
codeboek: proef
versie: "1"
codes:
  - sleutel: a
    naam: A
    definitie: a
    regels:
      - naam: r
        patronen: ["goed", "fout (", "in+vult", "... wat"]
        bij: ["a,b"]
""")
    assert len(error.value.problems) == 4
    assert "regel 10" in error.value.problems[0].where
    assert "Code 'a'" in error.value.problems[0].what


def test_progress_ends_at_the_number_of_turns():
    seen = []
    RuleCoder(codebook(code("f", rule("formulier")))).code(
        turns("a", "b"), progress=lambda *at: seen.append(at)
    )
    assert seen == [(2, 2)]


WORDS = st.sampled_from(
    [
        *sorted(word_set("formulier Formulieren ingevuld in vul vulde niet geen één eh ik de te zo'n ’t")),
        *",.?…“”€😀\n",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), max_size=5))
def test_every_coding_is_at_its_offsets(texts):
    codings = CODER.code(turns(*texts))
    whole = "\n".join(texts)
    for coding in codings:
        assert whole[coding.segment.start : coding.segment.end] == coding.segment.text
        assert coding.segment.text in texts[coding.segment.turn - 1]
    assert codings == CODER.code(turns(*texts))
    order = [(c.segment.turn, c.segment.start, c.segment.end, c.code) for c in codings]
    assert order == sorted(order)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=15).map(" ".join))
def test_the_prefilter_misses_nothing(text):
    lexicon = Lexicon()
    compiled = compile_pattern(parse("{formulier in+vullen}"), lexicon)
    matching = [
        (start, end)
        for start, end in sentences(text)
        if list(compiled.matches(Sentence(fold(text)[start:end], start, lexicon)))
    ]
    codings = RuleCoder(codebook(code("a", rule("{formulier in+vullen}")))).code(turns(text))
    assert [(coding.segment.start, coding.segment.end) for coding in codings] == matching


CODER = RuleCoder(
    codebook(code("a", rule("formulier", "in+vullen", "niet ... formulier")), code("b", rule("zo'n")))
)


def test_a_long_turn_without_a_full_stop_takes_time_in_proportion():
    """A context is looked for once in a sentence, not again for each match."""
    rules = codebook(code("a", rule("formulier", bij=["balie"], binnen=4)))
    seen = Counter()
    real = Matcher.matches

    def counted(matcher, sentence):
        seen[len(sentence.words)] += 1
        return real(matcher, sentence)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Matcher, "matches", counted)
        codings = RuleCoder(rules).code(turns("het formulier en dan " * 500 + "de balie bij het formulier"))
    assert len(codings) == 1
    assert sum(seen.values()) == 2


def test_what_was_not_said_fires_no_rule_and_stands_between_no_words() -> None:
    text = "Ja (zucht). Ze geloofden [stilte] me (lacht) niet. [wijst naar formulier]"
    assert [found.segment.text for found in coded(text, rule("geloofden me niet"))] == [
        "Ze geloofden [stilte] me (lacht) niet."
    ]
    [found] = coded(text, rule("geloofden me niet"))
    assert text[found.segment.start : found.segment.end] == found.segment.text
    assert found.evidence == "r: “geloofden me niet”"
    assert not coded(text, rule("zucht"), rule("lacht"), rule("stilte"), rule("formulier"))


def test_parentheses_that_were_said_do_fire() -> None:
    assert coded("Toen (en ik lachte nog om dat formulier) ging het mis.", rule("formulier"))


def test_no_sentence_ends_within_what_was_not_said() -> None:
    assert coded("Ze geloofden (onverst.) me (?) Toch niet.", rule("geloofden me toch niet"))


def test_other_offsets_are_as_without_non_speech() -> None:
    plain, noted = "Nou ja. Dat formulier.", "Nou (lacht) ja. Dat formulier."
    [one], [other] = coded(plain, rule("formulier")), coded(noted, rule("formulier"))
    assert one.segment.text == other.segment.text
    assert other.segment.start - one.segment.start == len(" (lacht)")
