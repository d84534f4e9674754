"""The rules coder: its speed beside spaCy's Matcher and tokenizer, and how good its lemma sets are.

One thread. The text is that of ifadv and handelingen_tk in ../shared/data, or without these the sample
study; the rules are those of the project's codebook. Coder and tokenizer both start cold: each keeps
what it knows of a word, and the tokenizer the more, so a text that it saw before flatters it.
"""

import csv
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import permutations, product
from pathlib import Path

import pandas as pd

from stemmen import language
from stemmen.codebook import Codebook
from stemmen.coders.clauses import AUXILIARIES
from stemmen.coders.lexicon import Surfaces, surfaces, verb_forms
from stemmen.coders.matching import merged
from stemmen.coders.rules import RuleCoder
from stemmen.patterns import GAP, AnyOrder, Choice, Gap, Item, Sequence, Words, parse

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
CODEBOOK = ROOT / "codebooks" / "50-stemmen.yaml"
TREEBANKS = ("ud_dutch_alpino/nl_alpino-ud-dev.conllu", "ud_dutch_lassysmall/nl_lassysmall-ud-dev.conllu")
RUNS = 3
MATCHER_EVERY = 50  # turns: with a full codebook it takes minutes
VERB_REACH = 10


def main() -> None:
    speed()
    lemma_sets()


def speed() -> None:
    """Words per second of the rules coder, spaCy's Matcher and PhraseMatcher, and its tokenizer."""
    import spacy
    from spacy.matcher import Matcher, PhraseMatcher

    codebook = Codebook.load(CODEBOOK)
    patterns = [pattern for code in codebook.walk() for rule in code.rules for pattern in rule.patterns]
    texts = [text for text in _texts() if text.strip()]
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} turns, {words} words; {len(patterns)} patterns")

    coders = [RuleCoder(codebook) for _ in range(RUNS)]
    print(f"compiling the codebook: {_seconds([lambda: RuleCoder(codebook)])[0]:.2f} s")
    turns = _turns(texts)
    ours = _seconds([lambda coder=coder: coder.code(turns) for coder in coders])
    again = _seconds([lambda: coders[0].code(turns)] * RUNS)
    codings = coders[0].code(turns)

    pipes = [spacy.blank("nl") for _ in range(RUNS)]
    tokenizer = _seconds([lambda nlp=nlp: [nlp.make_doc(text) for text in texts] for nlp in pipes])
    tokenizer_again = _seconds([lambda: [pipes[0].make_doc(text) for text in texts]] * RUNS)
    docs = [pipes[0].make_doc(text) for text in texts]
    sample = docs[::MATCHER_EVERY]
    in_sample = sum(len(doc.text.split()) for doc in sample)
    matcher = Matcher(pipes[0].vocab)
    for number, pattern in enumerate(patterns):
        matcher.add(str(number), [list(tokens) for tokens in _spacy_patterns(parse(pattern))])
    spacy_matcher = _seconds([lambda: [matcher(doc) for doc in sample]])[0] * words / in_sample
    phrases = PhraseMatcher(pipes[0].vocab, attr="LOWER")
    phrases.add("all", [pipes[0].make_doc(word) for word in sorted(_all_words(patterns))])
    phrase_matcher = _seconds([lambda: [phrases(doc) for doc in docs]] * RUNS)

    for name, seconds in (
        ("rules coder, text to codings", ours),
        ("rules coder, the same text again", again),
        ("spaCy tokenizer", tokenizer),
        ("spaCy tokenizer, the same text again", tokenizer_again),
        (f"spaCy Matcher, on ready tokens of 1 turn in {MATCHER_EVERY}", [spacy_matcher]),
        ("spaCy PhraseMatcher, single words on ready tokens", phrase_matcher),
    ):
        print(f"{name}: {words / min(seconds) / 1e6:.3f} million words/s")
    print(f"{len(codings)} codings, in {len({coding.segment.turn for coding in codings})} turns")
    print(f"rules coder / Matcher: {spacy_matcher / min(ours):.1f}x (aim 12x)")
    print(f"rules coder / tokenizer: {min(tokenizer) / min(ours):.1f}x (aim 3x)")
    print(f"rules coder / tokenizer, the same text again: {min(tokenizer_again) / min(again):.1f}x")


def _seconds(works: list[Callable[[], object]]) -> list[float]:
    """Processor time of each: other work on the machine counts for less than on the clock."""
    seconds = []
    for work in works:
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return seconds


def _texts() -> list[str]:
    """The turns of real Dutch speech, spoken at home and in parliament."""
    if not SHARED.is_dir():
        from stemmen import open_study

        return list(open_study(ROOT / "data" / "voorbeeldstudie").turns["tekst"])
    with (SHARED / "ifadv" / "ifadv_turns.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["utterance"] for row in csv.DictReader(file)]
    lines = (SHARED / "handelingen_tk" / "turns.jsonl").read_text(encoding="utf-8").splitlines()
    return texts + [json.loads(line)["text"] for line in lines]


def _turns(texts: list[str]) -> pd.DataFrame:
    rows = [("t", number, "respondent", text, 0) for number, text in enumerate(texts, 1)]
    return pd.DataFrame(rows, columns=["transcript", "beurt", "rol", "tekst", "begin"])


def _all_words(patterns: list[str]) -> set[str]:
    return {word for pattern in patterns for word in surfaces(parse(pattern)) if "*" not in word}


def _spacy_patterns(part: Sequence | Item) -> Iterator[tuple[dict, ...]]:
    """The same pattern as token patterns of spaCy, as near as they come; compounds are left out."""
    match part:
        case Sequence():
            for steps in product(*(list(_spacy_patterns(item)) for item in part.items)):
                yield tuple(token for step in steps for token in step)
        case Gap():
            yield ({"OP": "?"},) * part.longest
        case Choice():
            for option in merged(part.options):
                yield from _spacy_patterns(option)
            if part.optional:
                yield ()
        case AnyOrder():
            for order in permutations(part.parts):
                items = [step for item in order for step in (Gap(GAP), item)][1:]
                yield from _spacy_patterns(Sequence(tuple(items)))
        case Words():
            yield from _spacy_words(part)


def _spacy_words(words: Words) -> Iterator[tuple[dict, ...]]:
    found = Surfaces.of(words)
    if found.exact:
        yield (_one_of(found.exact),)
    ends = [f"^{word}" for word in found.prefixes] + [f"{word}$" for word in found.suffixes]
    if ends:
        yield ({"LOWER": {"REGEX": "|".join(sorted(ends))}},)
    for word in words.options:
        if word.kind == "verb":
            joined, apart = verb_forms(word)
            yield (_one_of(joined),)
            yield ({"LOWER": word.particle}, *[_one_of(AUXILIARIES) | {"OP": "?"}] * 3, _one_of(apart))
            yield (_one_of(apart), *[{"OP": "?"}] * VERB_REACH, {"LOWER": word.particle})


def _one_of(words: frozenset[str]) -> dict:
    return {"LOWER": {"IN": sorted(words)}}


def lemma_sets() -> None:
    """Precision and recall of finding a lemma's tokens by `forms(lemma)`, on content words of UD Dutch."""
    if not SHARED.is_dir():
        print("lemma sets: left out, ../shared/data is absent")
        return
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for treebank in TREEBANKS:
        for word, lemma in _content_tokens(SHARED / treebank):
            counts[lemma][word] += 1
    for name, find in (("surface only", lambda lemma: (lemma,)), ("lemma sets", language.forms)):
        precision, recall = _precision_recall(counts, find)
        print(f"UD Dutch dev, {name}: precision {precision:.1%}, recall {recall:.1%}")


def _content_tokens(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) == 10 and fields[3] in {"NOUN", "VERB", "ADJ", "ADV"} and fields[1].isalpha():
            yield fields[1].lower(), fields[2].replace("_", "").lower()


def _precision_recall(
    counts: dict[str, Counter[str]], find: Callable[[str], tuple[str, ...]]
) -> tuple[float, float]:
    totals: Counter[str] = Counter()
    for words in counts.values():
        totals.update(words)
    right = found = wanted = 0
    for lemma, words in counts.items():
        forms = find(lemma)
        right += sum(words[form] for form in forms)
        found += sum(totals[form] for form in forms)
        wanted += sum(words.values())
    return right / found, right / wanted
