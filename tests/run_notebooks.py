"""Run every notebook from top to bottom, as its reader would: `python -m tests.run_notebooks`.

They work in a temporary folder, so that the checkout stays clean. A notebook fails when a cell raises an
error or warns, and when it is stored with outputs, execution counts or widget state.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_NOT_STORED = {"execution", "ExecuteTime", "collapsed", "scrolled"}


def stored_too_much(notebook: Any) -> Iterator[str]:
    """What is in a notebook that belongs to one run of it."""
    if "widgets" in notebook.metadata:
        yield "has widget state"
    for number, cell in enumerate(notebook.cells, 1):
        if cell.get("outputs"):
            yield f"cell {number} has outputs"
        if cell.get("execution_count") is not None:
            yield f"cell {number} has an execution count"
        if _NOT_STORED & set(cell.metadata):
            yield f"cell {number} has metadata of a run"


def problems_of_a_run(notebook: Any, folder: Path) -> Iterator[str]:
    """Execute in `folder`; the first error, or what cells wrote to stderr."""
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))  # where notebooks put their copies
    client = NotebookClient(
        notebook,
        timeout=300,
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--log-level=ERROR"],  # the kernel says otherwise that it talks over TCP
    )
    try:
        client.execute(env={**os.environ, **places})
    except CellExecutionError as error:
        yield _COLOUR.sub("", str(error))
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                yield f"cell {number} warns: {output.text.strip()}"


def main() -> int:
    """Run them all; exit code 1 when one fails or there is none."""
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    failed = 0
    for path in paths:
        start = time.perf_counter()
        notebook = nbformat.read(path, as_version=4)
        with tempfile.TemporaryDirectory() as folder:
            problems = [*stored_too_much(notebook), *problems_of_a_run(notebook, Path(folder))]
        failed += bool(problems)
        print(f"{'FAILED' if problems else 'passed'} {path.name} ({time.perf_counter() - start:.0f} s)")  # noqa: T201
        for problem in problems:
            print(f"  {problem}")  # noqa: T201
    print(f"{len(paths) - failed} passed, {failed} failed")  # noqa: T201
    return int(failed > 0 or not paths)


if __name__ == "__main__":
    sys.exit(main())
