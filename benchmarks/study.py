"""The main job on texts that nobody here wrote: `stemmen` step by step, seconds and peak memory.

Every step is the command line in a process of its own, so start-up counts. What it reads is in
`../shared/data`; the speakers there are no respondents of ours, they are only counted as such here.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
STEPS = ("inlezen", "codeer", "onderwerpen", "themas", "rapport")
SETTINGS = 'titel: Meting op {name}\nsprekers: {{"*": {{"*": respondent}}}}\n'


def main() -> None:
    """Print a table for each set."""
    sets = {"ifadv": _ifadv, "handelingen_tk": _handelingen, "voorbeeldstudie": _sample}
    for name, write in sets.items():
        with tempfile.TemporaryDirectory() as folder:
            study = Path(folder) / name
            _stemmen("nieuw", str(study))
            if write(study):
                _measure(name, study)
            else:
                print(f"\n{name}: not here, skipped")


def _ifadv(study: Path) -> bool:
    files = sorted((SHARED / "ifadv" / "txt").glob("*.txt"))
    for path in files:
        (study / "transcripten" / path.name).write_bytes(path.read_bytes())
    (study / "studie.yaml").write_text(SETTINGS.format(name="ifadv"), encoding="utf-8")
    return bool(files)


def _handelingen(study: Path) -> bool:
    source = SHARED / "handelingen_tk" / "turns.jsonl"
    if not source.exists():
        return False
    lines: dict[str, list[str]] = defaultdict(list)
    for line in source.read_text(encoding="utf-8").splitlines():
        turn = json.loads(line)
        speaker = f"{turn['prefix']} {turn['speaker']}".strip()
        lines[Path(turn["file"]).stem].append(f"{speaker}: {' '.join(turn['text'].split())}")
    for name, said in lines.items():
        (study / "transcripten" / f"{name}.txt").write_text("\n".join(said) + "\n", encoding="utf-8")
    (study / "studie.yaml").write_text(SETTINGS.format(name="handelingen_tk"), encoding="utf-8")
    return True


def _sample(study: Path) -> bool:
    source = ROOT / "data" / "voorbeeldstudie"
    for path in sorted((source / "transcripten").iterdir()):
        (study / "transcripten" / path.name).write_bytes(path.read_bytes())
    (study / "respondenten.csv").write_bytes((source / "respondenten.csv").read_bytes())
    return True


def _measure(name: str, study: Path) -> None:
    print(f"\n{name}")
    for step in STEPS:
        seconds, megabytes = _stemmen(step, str(study))
        print(f"  {step:12} {seconds:6.1f} s  {megabytes:5.0f} MB")
    table = study / "beurten.csv"
    _stemmen("exporteer", str(study), str(table))
    turns = pd.read_csv(table, keep_default_na=False)
    words = turns["tekst"].str.split().str.len().sum()
    print(f"  {turns['transcript'].nunique()} transcripts, {len(turns)} turns, {words} words")


def _stemmen(*arguments: str) -> tuple[float, float]:
    """Run the command; (seconds, peak MB). The process must end well."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "stemmen.cli", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"stemmen {' '.join(arguments)} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024
