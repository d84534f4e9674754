"""What README and guide say is so: commands exist, links lead somewhere, examples run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stemmen.cli import app
from tests.guide import BLOCK, GUIDE, worked_through

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
CODING = ROOT / "docs" / "coderen.md"
PAGES = sorted([README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
# A command starts a line or a piece of code, perhaps after the folder it is in; a word follows.
COMMAND = re.compile(r"(?:^|`|\$ |uv run |Scripts\\)stemmen (?P<rest>[a-z-][^`\n#]*)", re.M)
LINK = re.compile(r"\]\((?!https?:|mailto:)(?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")


def commands(page: Path) -> list[tuple[str, list[str]]]:
    """Each command that a page names, with its options."""
    found = [match["rest"].split() for match in COMMAND.finditer(page.read_text(encoding="utf-8"))]
    return [(words[0], [w.split("=")[0] for w in words[1:] if w.startswith("--")]) for words in found]


@pytest.mark.parametrize("page", [README, GUIDE, CODING], ids=lambda page: page.name)
def test_every_command_that_a_page_names_exists_with_its_options(page: Path) -> None:
    named = commands(page)
    assert len(named) > 5
    for name, options in named:
        if name.startswith("--"):
            assert name in {"--help", "--version"}
            continue
        assert name in app.commands, f"stemmen {name}"
        known = {word for option in app.commands[name].params for word in option.opts} | {"--help"}
        assert set(options) <= known, f"stemmen {name} {' '.join(options)}"


def test_the_guide_names_every_command_with_every_option() -> None:
    row = {line.split()[2].rstrip("`"): line for line in GUIDE.read_text("utf-8").splitlines()
           if line.startswith("| `stemmen ")}  # fmt: skip
    assert sorted(row) == sorted(app.commands)
    for name, command in app.commands.items():
        for option in command.params:
            flag = option.opts[0]
            assert not flag.startswith("--") or f"`{flag}" in row[name], f"stemmen {name} {flag}"


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_something(page: Path) -> None:
    for link in LINK.finditer(page.read_text(encoding="utf-8")):
        target = (page.parent / link["path"]).resolve() if link["path"] else page
        assert target.exists(), link["path"]
        assert not link["anchor"] or link["anchor"] in anchors(target), link["anchor"]


def test_the_page_on_coding_tells_every_key_as_the_screen_does() -> None:
    script = (ROOT / "stemmen" / "notebook" / "js" / "keys.js").read_text(encoding="utf-8")
    keys = re.findall(r'^  \["(.+)", "(.+)"\],$', script.partition("KEYS = [")[2].partition("];")[0], re.M)
    table = CODING.read_text(encoding="utf-8").partition("| toets |")[2]
    assert re.findall(r"^\| (.+) \| (.+) \|$", table, re.M) == keys
    assert len(keys) > 15


def section(title: str) -> str:
    """A section of the README."""
    return README.read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt" or not shutil.which("sh"), reason="the example is for a Unix shell")
def test_the_example_in_the_readme_runs(tmp_path: Path) -> None:
    shell, python = (block[3] for block in BLOCK.finditer(section("A study of one's own in ten lines")))
    assert (len(shell.splitlines()), len(python.splitlines())) == (10, 5)
    shutil.copytree(
        ROOT / "data" / "voorbeeldstudie" / "transcripten", tmp_path / "data/voorbeeldstudie/transcripten"
    )
    (tmp_path / "vijf.py").write_text(python, encoding="utf-8")
    command = 'stemmen() { "$PYTHON" -m stemmen.cli "$@"; }\nset -e\n' + shell + '"$PYTHON" vijf.py'
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env={**os.environ, "PYTHON": sys.executable}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "mijn-studie/rapport/rapport.html").exists()


@pytest.mark.slow
def test_the_guide_shows_what_its_commands_really_say(tmp_path: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert worked_through(text, tmp_path) == text, "Put the real output in: python -m tests.guide"
