"""The privacy gate on labelled sentences, next to deduce and Presidio where they are installed.

    python -m benchmarks privacy [FILE ...]

Without files: the sets in `tests/data/privacy`. A label counts as found when a hit covers all its letters
and digits. Of each program the hits of any kind count, so that a name seen as a place is found all the same.
deduce and Presidio are no part of the development environment: install them beside `stemmen` to have them
join in (`pip install deduce presidio-analyzer`). Presidio has no Dutch model here: it runs on its patterns.
Where the development parts of UD Alpino and LassySmall are in `../shared/data`, the proper nouns of news and
Wikipedia are counted as well: those with a capital that are not on the list of agencies and ordinary words.
"""

import json
import logging
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETS = ROOT / "tests" / "data" / "privacy"
NEWS = sorted((ROOT.parent / "shared" / "data").glob("ud_dutch_*/*.conllu"))
TALK = ROOT.parent / "shared" / "data" / "handelingen_tk" / "turns.jsonl"
HARD = (
    "bsn", "iban", "telefoon", "e-mail", "webadres", "postcode", "adres", "geboortedatum", "kenteken",
    "dossiernummer", "account",
)  # fmt: skip
SOFT = ("naam", "plaats", "organisatie")
_TELLING = re.compile(
    r"(?:(?!['’]?s\b)[\w'’.-])*[A-ZÀ-Þ0-9](?:(?!['’]s\b)[\w'’.-])*"
)  # words with a capital or digit
Spans = list[tuple[int, int, int]]  # start, end, tier
Finder = Callable[[str, bool], Spans]


def _ours() -> Finder:
    from stemmen.privacy.scan import Clues, scan

    def find(text: str, capitals: bool) -> Spans:
        clues = Clues(names=frozenset(), ordinary=frozenset(), capitals=capitals)
        return [(hit.start, hit.end, hit.tier) for hit in scan(text, clues)]

    return find


def _deduce() -> Finder:
    from deduce import Deduce

    model = Deduce()
    return lambda text, _: [(a.start_char, a.end_char, 2) for a in model.deidentify(text).annotations]


def _presidio() -> Finder:
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    with tempfile.TemporaryDirectory() as folder:
        spacy.blank("nl").to_disk(folder)
        models = {"nlp_engine_name": "spacy", "models": [{"lang_code": "nl", "model_name": folder}]}
        engine = NlpEngineProvider(nlp_configuration=models).create_engine()
    registry = RecognizerRegistry(supported_languages=["nl"])
    registry.load_predefined_recognizers(languages=["nl"])
    analyzer = AnalyzerEngine(nlp_engine=engine, registry=registry, supported_languages=["nl"])
    return lambda text, _: [(r.start, r.end, 2) for r in analyzer.analyze(text, language="nl")]


PROGRAMS = {"stemmen": _ours, "deduce": _deduce, "presidio": _presidio}
_NEEDS = {"stemmen": "stemmen", "deduce": "deduce", "presidio": "presidio_analyzer"}


def _covered(text: str, label: dict, spans: Spans) -> bool:
    """Whether its letters and digits are in hits; of a name, those of words with a capital or digit."""
    places = [place for place in range(label["begin"], label["eind"]) if text[place].isalnum()]
    if label["soort"] in SOFT and (telling := list(_TELLING.finditer(label["tekst"]))):
        offset = label["begin"]
        places = [
            place
            for word in telling
            for place in range(offset + word.start(), offset + word.end())
            if text[place].isalnum()
        ]
    return all(any(a <= place < b for a, b, _ in spans) for place in places)


def measure(items: list[dict], find: Finder) -> dict[str, object]:
    """Recall per kind, of tier 3 apart; precision; the share of clean sentences with a hit, per tier."""
    found, total, touched = defaultdict(int), defaultdict(int), defaultdict(int)
    right = flagged = 0
    alarms, clean = defaultdict(int), 0
    for item in items:
        spans = find(item["tekst"], item["vorm"] == "gewoon")
        firm = [span for span in spans if span[2] < 3]
        for label in item["treffers"]:
            total[label["soort"]] += 1
            soft = label["soort"] in (*HARD, *SOFT) and item["vorm"] == "gewoon"
            counted = firm if soft else spans
            found[label["soort"]] += _covered(item["tekst"], label, counted)
            touched[label["soort"]] += any(a < label["eind"] and label["begin"] < b for a, b, _ in counted)
        for start, end, _ in firm:
            flagged += 1
            right += any(start < label["eind"] and label["begin"] < end for label in item["treffers"])
        if not item["treffers"]:
            clean += 1
            for tier in {span[2] for span in spans}:
                alarms[tier] += 1
    return {
        "recall": {kind: (found[kind], total[kind]) for kind in total},
        "touched": {kind: (touched[kind], total[kind]) for kind in total},
        "precision": (right, flagged),
        "alarms": dict(alarms),
        "clean": clean,
    }


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}% ({part}/{whole})" if whole else "-"


def _sum(recall: dict[str, tuple[int, int]], kinds: tuple[str, ...]) -> str:
    chosen = [recall[kind] for kind in kinds if kind in recall]
    return _share(sum(one for one, _ in chosen), sum(two for _, two in chosen))


def _report(name: str, items: list[dict], program: str, find: Finder) -> None:
    for form in ("gewoon", "zonder hoofdletters"):
        chosen = [item for item in items if item["vorm"] == form]
        if not chosen:
            continue
        got = measure(chosen, find)
        recall, clean = got["recall"], got["clean"]
        each = ", ".join(f"{kind} {_sum(recall, (kind,))}" for kind in SOFT)
        print(f"{name}, {form}, {program}: tier 1 {_sum(recall, HARD)}")
        print(f"   names, places, organisations {_sum(recall, SOFT)}: {each}")
        print(f"   the same, with a hit on some of it {_sum(got['touched'], SOFT)}: "
              + ", ".join(f"{kind} {_sum(got['touched'], (kind,))}" for kind in SOFT))  # fmt: skip
        print(f"   precision of tiers 1 and 2 {_share(*got['precision'])}")
        alarms = [f"tier {tier} {_share(got['alarms'].get(tier, 0), clean)}" for tier in (1, 2, 3)]
        print(f"   clean sentences flagged: {', '.join(alarms)}")
        if program == "stemmen":
            print("   per kind: " + ", ".join(f"{kind} {a}/{b}" for kind, (a, b) in sorted(recall.items())))


def missed(items: list[dict], find: Finder) -> list[str]:
    """Each label that is not found and each clean sentence that is flagged, to learn from."""
    lines = []
    for item in items:
        spans = find(item["tekst"], item["vorm"] == "gewoon")
        firm = [span for span in spans if span[2] < 3]
        for label in item["treffers"]:
            if not _covered(item["tekst"], label, spans):
                lines.append(f"{item['id']} missed {label['soort']} {label['tekst']!r}: {item['tekst']}")
        if not item["treffers"]:
            lines += [f"{item['id']} alarm {item['tekst'][a:b]!r}: {item['tekst']}" for a, b, _ in firm]
    return lines


Proper = list[tuple[int, int]]  # offsets of proper nouns with a capital


def treebank(path: Path) -> list[tuple[str, Proper]]:
    """Sentences of a CoNLL-U file, each with its proper nouns."""
    found = []
    for block in path.read_text("utf-8").strip().split("\n\n"):
        rows = block.splitlines()
        text = next(row[9:] for row in rows if row.startswith("# text = "))
        tokens = [row.split("\t") for row in rows if row.split("\t")[0].isdigit()]
        end, proper = 0, []
        for _, word, _, sort, *_ in tokens:
            start = text.index(word, end)
            end = start + len(word)
            if sort == "PROPN" and word[0].isupper() and len(word) > 1:
                proper.append((start, end))
        found.append((text, proper))
    return found


def _is_on_list(text: str, start: int, end: int) -> bool:
    from stemmen.privacy import allowed

    word = text[start:end]
    return allowed.is_allowed(word) or any(
        start < allowed.phrase_end(text, found.start(), found[0]) and found.start() <= start
        for found in re.finditer(r"[^\W\d_]+", text)
    )


def news(path: Path, program: str, find: Finder, *, show: bool) -> None:
    """Recall of proper nouns that are not on the allow list; the share of sentences without one flagged."""
    hit = total = clean = flagged = 0
    for text, proper in treebank(path):
        spans = [span for span in find(text, True) if span[2] < 3]
        clean += not proper
        flagged += not proper and bool(spans)
        for start, end in proper:
            if _is_on_list(text, start, end):
                continue
            total += 1
            hit += (ok := any(a < end and start < b for a, b, _ in spans))
            if show and not ok:
                print(f"missed {text[start:end]!r}: {text}")
        if show and not proper and spans:
            print(f"alarm {[text[a:b] for a, b, _ in spans]}: {text}")
    print(f"{path.stem}, {program}: proper nouns {_share(hit, total)}; "
          f"sentences without one flagged {_share(flagged, clean)}")  # fmt: skip


def _speed(program: str) -> None:
    """In a process of its own: time to the first answer, characters per second, memory."""
    start = time.perf_counter()
    find = PROGRAMS[program]()
    find("Ik sprak met Fatima van de gemeente in Assen.", True)
    first = time.perf_counter() - start
    if TALK.is_file():
        turns = [json.loads(row)["text"] for row in TALK.read_text("utf-8").splitlines()]
    else:
        turns = [
            item["tekst"] for path in SETS.glob("*.json") for item in json.loads(path.read_text("utf-8"))
        ]
    start = time.perf_counter()
    for turn in turns:
        find(turn, True)
    pace = sum(map(len, turns)) / (time.perf_counter() - start)
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("utf-8"))  # Linux only
    memory = int(peak[1]) / 1024 if peak else float("nan")
    print(json.dumps({"first": first, "pace": pace, "memory": memory}))


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of every set and program."""
    arguments = arguments or []
    logging.disable()  # Presidio tells each pattern that it tries
    if arguments[:1] == ["--speed"]:
        _speed(arguments[1])
        return 0
    show = "--missed" in arguments
    paths = [Path(name) for name in arguments if not name.startswith("--")] or sorted(SETS.glob("*.json"))
    present = [name for name, needed in _NEEDS.items() if find_spec(needed)]
    print(f"Programs: {', '.join(present)}")
    finders = {name: PROGRAMS[name]() for name in present}
    for path in paths:
        items = json.loads(path.read_text("utf-8"))
        for name in present:
            _report(path.stem, items, name, finders[name])
        if show:
            print("\n".join(missed(items, finders["stemmen"])))
    for path in [] if any(not name.startswith("--") for name in arguments) else NEWS:
        for name in present:
            news(path, name, finders[name], show=show and name == "stemmen")
    paces = {}
    for name in present:
        command = [sys.executable, "-m", "benchmarks", "privacy", "--speed", name]
        out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
        paces[name] = got = json.loads(out.splitlines()[-1])
        print(f"{name}: {got['pace']:,.0f} characters/s, first answer after {got['first']:.2f} s, "
              f"{got['memory']:,.0f} MB of memory")  # fmt: skip
    if "deduce" in paces:
        print(f"ratio of stemmen to deduce: speed {paces['stemmen']['pace'] / paces['deduce']['pace']:.1f}, "
              f"memory {paces['stemmen']['memory'] / paces['deduce']['memory']:.2f}")  # fmt: skip
    return 0
