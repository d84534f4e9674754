"""The JavaScript of the coding screen, as far as it needs no page: run by Node."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_what_the_screen_works_out():
    node = shutil.which("node")
    if not node:
        pytest.skip("no Node here to run the JavaScript with")
    run = [node, "--test", str(ROOT / "tests" / "js" / "screen.test.mjs")]
    done = subprocess.run(run, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stdout
