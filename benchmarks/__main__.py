"""Run the benchmarks: `python -m benchmarks rules`, say; all of them without a name.

`fuzz` and `transcripts` take options when they are named alone: `python -m benchmarks fuzz --help`,
`python -m benchmarks transcripts FOLDER`.
"""

import importlib
import sys

NAMES = (
    "quality",
    "rules",
    "topics",
    "study",
    "coding",
    "screen",
    "agreement",
    "readers",
    "privacy",
    "transcripts",
    "fuzz",
)
WITH_OPTIONS = ("fuzz", "privacy", "transcripts")


def main(names: list[str]) -> int:
    if names and names[0] in WITH_OPTIONS:
        return int(importlib.import_module(f"benchmarks.{names[0]}").main(names[1:]))
    wrong = [name for name in names if name not in NAMES]
    if wrong:
        print(f"No benchmark is called {', '.join(wrong)}; choose from {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    for name in names or NAMES:
        print(f"== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
