"""Work through the user's guide: `python -m tests.guide` puts the real output of its commands in it.

A block in the guide that names a file ("```yaml mijn-studie/studie.yaml") is that file; a line in a
console block that starts with "$ " is run, in order, and what follows it is its output.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

GUIDE = Path(__file__).parent.parent / "docs" / "handleiding.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.S | re.M)


def worked_through(text: str, folder: Path) -> str:
    """The guide's text with the output that its commands give in `folder`."""

    def work(block: re.Match[str]) -> str:
        kind, file, body = block[1], block[2], block[3]
        if file:
            (folder / file).write_text(body, encoding="utf-8")
        if kind != "console":
            return block[0]
        commands = [line for line in body.splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{_output(line, folder)}" for line in commands) + "```"

    return BLOCK.sub(work, text)


def _output(line: str, folder: Path) -> str:
    """What a command shows in a window of 100 columns."""
    _, stemmen, *arguments = shlex.split(line)
    assert stemmen == "stemmen", line
    command = [sys.executable, "-m", "stemmen.cli", *arguments]
    env = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    shown = done.stdout.decode("utf-8").strip("\n")
    return "".join(f"{row.rstrip()}\n" for row in shown.splitlines())


def main() -> None:
    """Rewrite the guide."""
    text = GUIDE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        GUIDE.write_text(worked_through(text, Path(folder)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
