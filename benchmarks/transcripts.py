"""How well files are read in layouts that the readers were not made for: turns, speakers and roles.

Each file stands beside what a careful reader finds in it (`naam.ext.json`, as in `tests/data/transcripten`).
"""

import difflib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stemmen.errors import ReadError
from stemmen.readers import read_file
from stemmen.transcript import Transcript

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "transcripten"


def main(options: Sequence[str] = ()) -> int:
    """Print the counts over the files of a folder, by default those of the tests."""
    folder = Path(options[0]) if options else FOLDER
    counts: Counter[str] = Counter()
    for expected in sorted(folder.glob("*.*.json")):
        counts += _measured(expected.with_suffix(""), json.loads(expected.read_text("utf-8")))
    files, turns, speakers = counts["files"], counts["turns"], counts["speakers"]
    print(f"{folder.name}: {files} files, {turns} turns, {speakers} speakers with a label")
    print(f"  every turn right           {counts['whole']} files; refused: {counts['refused']}")
    print(f"  turns right                {counts['right']} ({counts['right'] / turns:.1%})")
    print(f"  roles right, asked, wrong  {counts['role']}, {counts['asked']}, {counts['wrong']}")
    return 0


def _measured(path: Path, expected: dict[str, Any]) -> Counter[str]:
    roles = expected["sprekers"]
    unlabelled = expected.get("zonder_labels", False)  # the names are the author's: only roles are compared
    wanted = [
        (roles.get(turn["spreker"]) if unlabelled else turn["spreker"], _words(turn["tekst"]))
        for turn in expected["beurten"]
    ]
    counts = Counter(files=1, turns=len(wanted))
    try:
        transcript = read_file(path).transcript
    except ReadError:
        return counts + Counter(refused=1)
    got = [(said[2 if unlabelled else 0], said[1]) for said in _said(transcript)]
    match = difflib.SequenceMatcher(None, wanted, got, autojunk=False)
    counts["right"] = sum(block.size for block in match.get_matching_blocks())
    counts["whole"] = int(wanted == got)
    if not unlabelled:
        found = {speaker: role for speaker, _, role in _said(transcript)}
        speaking = {turn["spreker"] for turn in expected["beurten"]}
        counts += Counter(_judged(found.get(who, "onbekend"), roles[who]) for who in roles if who in speaking)
        counts["speakers"] = len(speaking)
    return counts


def _said(transcript: Transcript) -> list[tuple[str, str, str]]:
    text = transcript.text
    return [(turn.speaker, _words(text[turn.start : turn.end]), turn.role.value) for turn in transcript.turns]


def _judged(found: str, wanted: str) -> str:
    if found == wanted:
        return "role"
    return "asked" if found == "onbekend" else "wrong"


def _words(text: str) -> str:
    return " ".join(text.split())
