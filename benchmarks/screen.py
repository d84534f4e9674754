"""The coding screen in a real JupyterLab in a real Chromium: how long until what was asked is kept and drawn.

On the long transcript of `coding`: 2,000 turns with 1,500 codings. The screen draws a coding when Python
has answered, and Python answers when the database has it, so what is drawn is kept; the database is counted
afterwards all the same. Beside it in the same run the obvious way: draw the whole transcript again after
each act.
"""

import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.coding import TURNS, _study
from stemmen.coding import Method
from stemmen.study import Study
from tests.browser import lab

ACTS, ACTS_AGAIN, OPENINGS = 100, 20, 5
# The Lab page and the notebook are there already, the kernel has imported all: what is timed is the screen.
CELL = """\
import stemmen
from stemmen.notebook.session import Session
from stemmen.notebook.widget import CodingScreen

class Again(Session):
    def handle(self, command):
        answer = super().handle(command)
        drawn = super().handle({{"id": command.get("id"), "do": "transcript", "transcript": "p00"}})
        return drawn if answer["kind"] == "changed" else answer

study = stemmen.open_study({folder!r})
CodingScreen({session}(study, "anna"), study.store.place)
"""
# Times in milliseconds from the event on: until the page shows it in its elements, and until it is painted.
WATCH = """([selector, number]) => {
  window.timed = null;
  let began = null;
  const press = (event) => { began ??= event.timeStamp; };
  for (const kind of ["keydown", "mousedown"]) document.addEventListener(kind, press, true);
  const seen = () => {
    if (began === null || document.querySelectorAll(selector).length < number) return;
    watcher.disconnect();
    for (const kind of ["keydown", "mousedown"]) document.removeEventListener(kind, press, true);
    const drawn = performance.now() - began;
    requestAnimationFrame(() => setTimeout(() => { window.timed = [drawn, performance.now() - began]; }));
  };
  const watcher = new MutationObserver(seen);
  watcher.observe(document.querySelector(".st-turns"), { subtree: true, childList: true });
}"""


# From the moment that the screen is there, and asks for the study, until its last turn is painted.
OPENING = """(number) => {
  window.timed = null;
  let began = null;
  const watcher = new MutationObserver(() => {
    if (document.querySelector(".stemmen-coder")) began ??= performance.now();
    if (document.querySelectorAll(".st-turn").length < number) return;
    watcher.disconnect();
    const drawn = performance.now() - began;
    requestAnimationFrame(() => setTimeout(() => { window.timed = [drawn, performance.now() - began]; }));
  });
  watcher.observe(document.body, { subtree: true, childList: true });
}"""


def main() -> None:
    browser = lab.chromium()
    if not browser:
        print("No Chromium here: not measured.", file=sys.stderr)
        return
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        study = _study(Path(folder) / "studie")
        chromium = playwright.chromium.launch(executable_path=browser, args=lab.BROWSER)
        with lab.serve(Path(folder) / "lab") as server:
            page = chromium.new_page(viewport={"width": 1440, "height": 900})
            _tell("opening the screen", [_show(page, server, study, "Session") for _ in range(OPENINGS)])
            _opening(page)
            own = _coding("an act", page, study, ACTS, words=1)
            _show(page, server, study, "Again")
            again = _coding("an act, all drawn again", page, study, ACTS_AGAIN, words=2)
            print(f"all drawn again: {again / own:.1f} times as long")
            page.goto("about:blank")
            server.stop_kernels()
        chromium.close()


def _show(page: Any, server: lab.Server, study: Study, session: str) -> float:
    """Show the screen in a notebook; milliseconds until all turns are painted."""
    page.goto("about:blank")
    server.stop_kernels()
    cell = CELL.format(folder=str(study.folder), session=session)
    (server.folder / f"{session}.ipynb").write_text(lab.notebook(cell), encoding="utf-8")
    lab.open_notebook(page, server, f"{session}.ipynb")
    page.evaluate(OPENING, TURNS)
    lab.run_all(page)
    return float(_timed(page)[1])


def _opening(page: Any) -> None:
    """Go to the long transcript from another one: until its first turn is painted, and its last."""
    first, whole = [], []
    for _ in range(OPENINGS):
        for times, number in ((first, 1), (whole, TURNS)):
            page.locator('.st-transcript[data-id="p01"]').click()
            page.wait_for_function("() => document.querySelectorAll('.st-turn').length === 1000")
            page.evaluate(WATCH, [".st-turn", number])
            page.locator('.st-transcript[data-id="p00"]').click()
            times.append(_timed(page)[1])
    _tell("opening the transcript, first turns", first)
    _tell("opening the transcript, all turns", whole)


def _coding(what: str, page: Any, study: Study, acts: int, words: int) -> float:
    """So many words of one turn after another get a recent code; the median until that is kept and drawn."""
    page.locator('.st-transcript[data-id="p00"]').click()
    before, keyboard = _kept(study), page.keyboard
    drawn, painted = [], []
    for number in range(acts):
        row = f'.st-turn[data-n="{2 + number * (TURNS // acts // 2 * 2)}"]'
        page.locator(f"{row} .st-said").click(position={"x": 3, "y": 3})
        for key in ("Escape", "ArrowRight", *["Shift+ArrowRight"] * words):
            keyboard.press(key)
        page.locator(f"{row} .st-selected").first.wait_for()
        chips = f"{row} .st-eigen"
        page.evaluate(WATCH, [chips, page.locator(chips).count() + 1])
        keyboard.press(str(1 + number % 5))
        for times, milliseconds in zip((drawn, painted), _timed(page), strict=True):
            times.append(milliseconds)
    if _kept(study) - before != acts:
        raise SystemExit(f"{acts} acts, but {_kept(study) - before} codings are kept")
    _tell(f"{what}, kept and drawn", drawn)
    _tell(f"{what}, kept and painted", painted)
    return statistics.median(drawn)


def _timed(page: Any) -> Any:
    """Milliseconds until it was drawn, and until it was painted."""
    return page.wait_for_function("() => window.timed", timeout=lab.WAIT).json_value()


def _kept(study: Study) -> int:
    return len(study.store.codings(coder="anna", method=Method.HAND))


def _tell(what: str, times: list[float]) -> None:
    slow = sorted(times)[int(0.95 * len(times))]
    print(f"{what}: median {statistics.median(times):.0f} ms, p95 {slow:.0f} ms ({len(times)} times)")
