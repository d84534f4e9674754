"""Pictures of the coding screen for the guide, of real work: STEMMEN_BEELD=1 puts them in docs/beeld."""

import os
from pathlib import Path
from typing import Any

import pytest

import stemmen
from stemmen.demo import hand_codings
from stemmen.study import Study
from tests.browser import lab
from tests.browser.test_screen import drag, give, stand, stored, until

PICTURES = Path(__file__).parent.parent.parent / "docs" / "beeld"
MOST = 250_000  # bytes
THEMES = {"licht": "JupyterLab Light", "donker": "JupyterLab Dark"}


@pytest.fixture
def sample(tmp_path: Path) -> Study:
    """The sample study with the codings of its rules."""
    study = stemmen.sample_study(tmp_path)
    study.read()
    study.code()
    return study


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def wear(shown: Any, theme: str) -> Any:
    """Give JupyterLab a theme, and the screen the whole width."""
    commands = "([name, args]) => window.jupyterapp.commands.execute(name, args)"
    shown.page.evaluate(commands, ["apputils:change-theme", {"theme": THEMES[theme]}])
    light = str(theme == "licht").lower()
    shown.page.locator(f'body[data-jp-theme-light="{light}"]').wait_for(state="attached")
    if shown.page.evaluate("() => !window.jupyterapp.shell.leftCollapsed"):
        shown.page.evaluate(commands, ["application:toggle-left-area", {}])
    shown.scroll_into_view_if_needed()
    return shown


def choose(shown: Any, turn: int, words: str) -> None:
    """Select whole words with the mouse."""
    scroll_to(shown, turn)
    at = shown.locator(f'.st-turn[data-n="{turn}"] .st-said').inner_text().index(words)
    drag(shown, turn, at + 1, at + len(words) - 1)
    until(lambda: shown.locator(".st-status").inner_text() == f"Gekozen: {words}")


def scroll_to(shown: Any, turn: int) -> None:
    """Put a turn at the top of the talk; twice, for rows that come into sight get their real height."""
    row = shown.locator(f'.st-turn[data-n="{turn}"]')
    for _ in range(2):
        row.evaluate("(row) => { row.parentElement.scrollTop = row.offsetTop - 6; }")
        shown.page.wait_for_timeout(100)


def take(shown: Any, name: str, theme: str, folder: Path) -> None:
    """Take the picture, and see that nothing of the screen falls outside it."""
    path = (PICTURES if os.environ.get("STEMMEN_BEELD") else folder) / f"coderen-{name}-{theme}.png"
    shown.page.mouse.move(2, 2)
    shown.screenshot(path=path, animations="disabled", caret="hide")
    assert 20_000 < path.stat().st_size < MOST
    wide = "(node) => [...node.querySelectorAll('*')].filter((one) => one.scrollWidth > one.clientWidth + 1 \
            && getComputedStyle(one).overflowX === 'auto').map((one) => one.className)"
    assert shown.evaluate(wide) == []


def test_the_screen_with_overlapping_codes_and_a_proposal(screen, sample, theme, tmp_path):
    shown = wear(screen(folder=sample.folder), theme)
    shown.locator(".st-transcript", has_text="p01").click()
    stand(shown, 14)
    give(shown, "form")
    stand(shown, 20)
    give(shown, "pers")
    choose(shown, 20, "Ik kon het op het laatst wel zingen")
    give(shown, "stress")
    shown.page.keyboard.press("?")
    choose(shown, 22, "Die had het gewoon niet gelezen, dat kind was net begonnen")
    give(shown, "werk")
    choose(
        shown, 22, "niet gelezen, dat kind was net begonnen. Helemaal rood in d'r nek toen ik het zei. Maar"
    )
    give(shown, "pers")
    choose(shown, 22, "onvriendelijk was ze niet hoor, ze ging meteen thee voor me halen")
    give(shown, "beje")
    for key in ("+", "*"):
        shown.page.keyboard.press(key)
    until(lambda: any(coding.striking for coding in stored(sample.folder)))
    assert len(stored(sample.folder)) == 6
    shown.locator(".st-flags", has_text="★").wait_for()
    scroll_to(shown, 18)
    take(shown, "scherm", theme, tmp_path)
    choose(shown, 18, "En nou zit ik, wacht even, op vijf")
    shown.page.keyboard.type("wan")
    shown.locator(".st-option").first.wait_for()
    take(shown, "code", theme, tmp_path)


def test_the_screen_where_two_coders_are_settled(screen, sample, theme, tmp_path):
    for path in hand_codings(sample):
        sample.import_codings(path, path.stem)
    opened = screen("consensus", ", between=('codeur_a', 'codeur_b')", folder=sample.folder)
    shown = wear(opened, theme)
    shown.locator(".st-transcript", has_text="p01").click()
    shown.get_by_role("button", name="Neem over waar beiden het eens zijn").click()
    until(lambda: len(stored(sample.folder, "consensus")) > 5)
    shown.locator(".st-eigen").first.wait_for()
    shown.get_by_label("Toon", exact=True).select_option("differs")
    shown.locator(".st-turn:not([hidden]) .st-voorstel .st-pick").first.click()
    shown.locator(".st-panel").get_by_text("Voorstel van").wait_for(timeout=lab.WAIT)
    take(shown, "verschillen", theme, tmp_path)
