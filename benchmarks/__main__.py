"""Run the benchmarks: `python -m benchmarks rules`, say; all of them without a name.

`fuzz` has options of its own: `python -m benchmarks fuzz --help`.
"""

import importlib
import sys

NAMES = ("quality", "rules", "topics", "study", "readers", "fuzz")


def main(names: list[str]) -> int:
    if names[:1] == ["fuzz"]:
        from benchmarks import fuzz

        return fuzz.main(names[1:])
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
