"""The server and the browser, one of each for all tests; skipped where they are not installed."""

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.browser import lab

NOTEBOOK = "proef.ipynb"
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
            item.add_marker(pytest.mark.browser)


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


@pytest.fixture(scope="session")
def own_page(browser: Any) -> Iterator[lab.NewPage]:
    """Pages that share nothing with one another."""
    contexts = []

    def opened() -> Any:
        contexts.append(browser.new_context(viewport=SIZE, locale="nl-NL"))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def lasting(server: lab.Server, own_page: lab.NewPage) -> Any:
    """A page with a notebook whose kernel runs, for test after test: starting these takes seconds."""
    page = own_page()
    lab.make_notebook(server, NOTEBOOK, "import stemmen.notebook.widget")
    lab.open_notebook(page, server, NOTEBOOK)
    return page


Screen = Callable[..., Any]


@pytest.fixture
def screen(server: lab.Server, lasting: Any, own_page: lab.NewPage, study_folder: Path) -> Iterator[Screen]:
    """Open the coding screen of a coder on the tiny study; the screen.

    With `anew` (or another `app`), in a page and a kernel of its own. The test fails when a script did.
    """
    wrong: list[str] = []
    pages = [lasting]
    heard: list[Any] = []

    def opened(
        coder: str = "anna",
        more: str = "",
        folder: Path = study_folder,
        times: int = 1,
        app: str = "",
        anew: bool = False,
    ) -> Any:
        code = CODER.format(folder=folder, coder=coder, more=more)
        cells = [code, *[f"study.code_by_hand(coder='{coder}')"] * (times - 1)]
        if anew or app:
            pages.append(own_page())
            name = f"{folder.parent.name}-{len(pages)}.ipynb"
            lab.make_notebook(server, name, *cells)
            lab.open_notebook(pages[-1], server, name, app)
        else:
            lasting.set_viewport_size(SIZE)
            lab.put_cells(lasting, *cells)
        page = pages[-1]
        lab.run_all(page)
        page.wait_for_selector(".stemmen-coder .st-turn", timeout=lab.WAIT)
        if page not in heard:
            page.on("pageerror", hear)  # before, it may be Jupyter's own
            heard.append(page)
        return page.locator(".stemmen-coder").first

    def hear(error: Exception) -> None:
        if "Canceled future" not in str(error):  # Jupyter's own, when a kernel stops
            wrong.append(str(error))

    yield opened
    for page in heard:
        page.remove_listener("pageerror", hear)
        with suppress(Exception):  # it may be one that was killed
            page.screenshot(path=study_folder.parent / f"eind{pages.index(page)}.png")
    for page in pages[1:]:
        page.context.close()
    server.stop_kernels(but=NOTEBOOK)
    assert wrong == []
