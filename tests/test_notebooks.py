"""Notebooks are stripped of what a run left in them, and of nothing else."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

ROOT = Path(__file__).parent.parent

RUN = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["Café\n", "twee"]},
        {
            "cell_type": "code", "execution_count": 3, "id": "b",
            "metadata": {"scrolled": True, "tags": ["x"]},
            "outputs": [{"data": {"text/plain": ["Ze geloofden me niet"]}, "output_type": "display_data"}],
            "source": ["study.turns"],
        },
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": []},
    ],
    "nbformat_minor": 5,
    "metadata": {"widgets": {"state": "Ze geloofden me niet"}, "kernelspec": {"name": "python3"}},
    "nbformat": 4,
}  # fmt: skip


def clean() -> dict:
    book = json.loads(json.dumps(RUN))
    del book["metadata"]["widgets"], book["cells"][1]["metadata"]["scrolled"]
    book["cells"][1] |= {"outputs": [], "execution_count": None}
    return book


@pytest.mark.parametrize("indent", [1, 2, "\t", None])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("end", ["", "\n"])
def test_outputs_go_and_all_other_bytes_stay(run: Run, tmp_path, indent, ascii_only, end):
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(RUN, indent=indent, ensure_ascii=ascii_only) + end, encoding="utf-8")
    path.chmod(0o644)
    outcome = run("schoon", path)
    assert (outcome.code, outcome.err) == (0, "")
    assert "1 uitkomst, 1 nummer, 2 andere sporen weggehaald" in outcome.out
    expected = json.dumps(clean(), indent=indent, ensure_ascii=ascii_only) + end
    assert path.read_text(encoding="utf-8") == expected
    assert path.stat().st_mode & 0o777 == 0o644 or path.stat().st_mode & 0o200
    assert "1 notebook was al schoon" in run("schoon", path).out


def test_ends_of_lines_of_windows_stay(run: Run, tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_bytes(json.dumps(RUN, indent=1).replace("\n", "\r\n").encode())
    assert run("schoon", path).code == 0
    assert path.read_bytes() == json.dumps(clean(), indent=1).replace("\n", "\r\n").encode()


def test_with_controleer_nothing_changes_and_the_code_is_1(run: Run, tmp_path):
    path, other = tmp_path / "map" / ".ipynb_checkpoints" / "a.ipynb", tmp_path / "map" / "b.ipynb"
    path.parent.mkdir(parents=True)
    before = json.dumps(RUN)
    path.write_text(before)
    other.write_text(json.dumps(clean(), separators=(",", ":")))
    outcome = run("schoon", tmp_path / "map", "--controleer")
    assert outcome.code == 1
    assert f"stemmen schoon {path}" in outcome.err
    assert str(other) not in outcome.out + outcome.err
    assert path.read_text() == before
    assert run("schoon", "--json", tmp_path / "map").json["weggehaald"][0]["uitkomsten"] == 1
    assert run("schoon", "--controleer", tmp_path / "map").code == 0
    assert other.read_text() == json.dumps(clean(), separators=(",", ":"))  # not written: nothing to take out


@pytest.mark.parametrize("content", ["{", "[]", '{"worksheets": []}', "\xff"])
def test_what_is_no_notebook_is_named_and_nothing_is_written(run: Run, tmp_path, content):
    good, bad = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    good.write_text(json.dumps(RUN))
    bad.write_bytes(content.encode("latin-1"))
    outcome = run("schoon", tmp_path)
    assert outcome.code == 1
    assert str(bad) in outcome.err
    assert "Wat te doen" in outcome.err
    assert good.read_text() == json.dumps(RUN)


def test_a_place_that_is_not_there(run: Run, tmp_path):
    assert run("schoon", tmp_path / "weg").code == 1


def test_the_notebooks_of_this_project_are_clean(run: Run):
    assert run("schoon", "--controleer", ROOT / "notebooks").code == 0


def test_the_hook_calls_a_command_that_exists(run: Run):
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text()
    assert "entry: stemmen schoon --controleer\n" in hook
