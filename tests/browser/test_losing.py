"""The kernel or the browser is killed in the midst of the work: what was drawn is kept."""

import os
import random
import signal
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.browser import lab
from tests.browser.test_screen import give, stand, stored, until

TURNS = (2, 4, 6)


def code_fast(shown: Any, acts: int, chance: random.Random) -> None:
    """Give words the last code again and again, without waiting for any answer."""
    keyboard = shown.page.keyboard
    stand(shown, chance.choice(TURNS))
    for _ in range(acts):
        for key in ["Escape", *["ArrowRight"] * chance.randint(1, 3), "Shift+ArrowRight", "."]:
            keyboard.press(key)


def drawn(shown: Any) -> int:
    return int(shown.locator(".st-eigen").count())


@pytest.fixture
def began(screen: Any, study_folder: Path) -> Any:
    """A screen in a page of its own on which one code was given."""
    shown = screen(anew=True)
    stand(shown, 2)
    give(shown, "form")
    until(lambda: len(stored(study_folder)) == 1)
    return shown


def test_a_killed_kernel_loses_nothing_that_was_drawn(began, study_folder):
    chance, page, kept = random.Random(1), began.page, 1
    for _ in range(3):
        process = lab.kernel_process(page)
        killing = threading.Timer(chance.uniform(0.1, 0.6), os.kill, [process, signal.SIGKILL])
        killing.start()
        code_fast(began, 12, chance)
        killing.join()
        page.locator(".st-status.st-wrong", has_text="De kernel antwoordt niet").wait_for()
        shown, kept = drawn(began), len(stored(study_folder))
        assert shown <= kept <= shown + 1
        until(lambda process=process: lab.kernel_process(page) not in (0, process), seconds=30)
        with suppress(Exception):  # that it was started anew, which Jupyter may have told or not
            page.locator(".jp-Dialog .jp-mod-accept").click(timeout=3000)
        lab.wait_for_kernel(page)
        lab.run_all(page)
        until(lambda kept=kept: drawn(began) == kept, seconds=30)
    assert kept > 2


def test_a_killed_browser_loses_nothing_that_was_drawn(began, server, own_page, study_folder):
    chance, page, kept = random.Random(2), began.page, 1
    name = page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path")
    for _ in range(2):
        shown = page.locator(".stemmen-coder")
        code_fast(shown, 6, chance)
        seen = drawn(shown)
        with suppress(Exception):
            page.goto("chrome://kill")
        page = own_page()
        lab.open_notebook(page, server, name)
        lab.run_all(page)
        page.locator(".stemmen-coder .st-turn").first.wait_for(timeout=lab.WAIT)
        until(lambda page=page: drawn(page) == len(stored(study_folder)))
        kept = len(stored(study_folder))
        assert seen <= kept <= seen + 6
    assert kept > 2
