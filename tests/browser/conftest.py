"""The server and the browser, one of each for all tests; skipped where they are not installed."""

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import lab

SIZE = {"width": 1440, "height": 900}
CODER = """\
import stemmen
study = stemmen.open_study("{folder}")
study.read()
study.code_by_hand(coder="{coder}"{more})
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lab.Server]:
    """A JupyterLab of its own."""
    for module in ("jupyterlab", "anywidget"):
        if not importlib.util.find_spec(module):
            pytest.skip(f"no {module} here: the coding screen is not tested in a browser")
    with lab.serve(tmp_path_factory.mktemp("lab")) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    if not importlib.util.find_spec("playwright"):
        pytest.skip("no Playwright here: the coding screen is not tested in a browser")
    found = lab.chromium()
    if not found:
        pytest.skip("no Chromium here: the coding screen is not tested in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=lab.BROWSER)
        yield started
        started.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of its own."""
    context = browser.new_context(viewport=SIZE, locale="nl-NL")
    opened = context.new_page()
    yield opened
    context.close()


Screen = Callable[..., Any]


@pytest.fixture
def screen(server: lab.Server, page: Any, study_folder: Path) -> Iterator[Screen]:
    """Open the coding screen of a coder on the tiny study, in a notebook of its own; the screen.

    The test fails when something went wrong in a script.
    """
    wrong: list[str] = []

    def opened(
        coder: str = "anna", more: str = "", folder: Path = study_folder, times: int = 1, app: str = ""
    ) -> Any:
        code = CODER.format(folder=folder, coder=coder, more=more)
        again = ["study.code_by_hand(coder='anna')"] * (times - 1)
        name = f"{folder.parent.name}-{coder}.ipynb"
        (server.folder / name).write_text(lab.notebook(code, *again), encoding="utf-8")
        lab.open_notebook(page, server, name, app)
        lab.run_all(page)
        page.wait_for_selector(".stemmen-coder .st-turn", timeout=lab.WAIT)
        page.on("pageerror", lambda error: wrong.append(str(error)))  # before, it may be Jupyter's own
        return page.locator(".stemmen-coder").first

    yield opened
    page.screenshot(path=study_folder.parent / "eind.png")
    page.goto("about:blank")  # or it would start a kernel anew
    server.stop_kernels()
    assert wrong == []
