"""A JupyterLab with a study and a notebook in it, and a browser that looks at it."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WAIT = 60_000  # milliseconds, for what may take long on a busy machine
BROWSER = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Nothing that looks for news or newer versions on the network.
NewPage = Callable[[], Any]
SETTINGS = {"@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"}}


def chromium() -> str | None:
    """Where the system's Chromium is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def notebook(*cells: str) -> str:
    """A notebook of these cells of code."""
    code = [
        {"cell_type": "code", "id": f"cel{number}", "metadata": {}, "source": text, "outputs": [],
         "execution_count": None}
        for number, text in enumerate(cells)
    ]  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": code, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


@dataclass(frozen=True)
class Server:
    """A running server: its address, its folder and its token."""

    address: str
    folder: Path
    token: str

    def url(self, path: str) -> str:
        """The address of a page of it."""
        return f"{self.address}/{path}?token={self.token}"

    def kernels(self) -> list[Any]:
        """The kernels that run, as the server tells them."""
        with urllib.request.urlopen(self.url("api/kernels"), timeout=10) as answer:
            return list(json.load(answer))

    def stop_kernels(self, but: str = "") -> None:
        """Stop all kernels but that of this notebook, and forget in which notebooks they were."""
        with urllib.request.urlopen(self.url("api/sessions"), timeout=10) as answer:
            sessions = json.load(answer)
        for session in (one for one in sessions if one["path"] != but):
            address = self.url(f"api/sessions/{session['id']}")
            urllib.request.urlopen(urllib.request.Request(address, method="DELETE"), timeout=20).close()


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """Start a server in `folder`/werk with nothing of the user's own in it: JupyterLab, and Notebook 7."""
    work, home = folder / "werk", folder / "thuis"
    for made in (work, home):
        made.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
        f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={work}", "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    own = {name: str(home / name.lower()) for name in (
        "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR",
        "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR",
    )}  # fmt: skip
    settings = Path(own["JUPYTERLAB_SETTINGS_DIR"])
    for name, values in SETTINGS.items():
        package, plugin = name.split(":")
        (settings / package).mkdir(parents=True, exist_ok=True)
        (settings / package / f"{plugin}.jupyterlab-settings").write_text(json.dumps(values))
    log = (folder / "server.log").open("w")
    process = subprocess.Popen(
        command, env={**os.environ, "HOME": str(home), **own}, stdout=log, stderr=log, cwd=work
    )
    server = Server(f"http://127.0.0.1:{port}", work, token)
    try:
        _wait_for(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the server did not start; see server.log")
        try:
            server.kernels()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer; see server.log")


# No promises: Playwright takes one for true.
LISTENS = """() => {
  const kernel = window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel;
  return kernel?.connectionStatus === "connected";
}"""
READY = """async () => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget;
  await sessionContext.ready;
  await sessionContext.session.kernel.info;
}"""


def open_notebook(page: Any, server: Server, name: str, app: str = "") -> None:
    """Open a notebook and wait until its kernel listens; by default alone in a JupyterLab."""
    page.goto(server.url(f"{app or f'lab/workspaces/{secrets.token_hex(4)}/tree'}/{name}"))
    wait_for_kernel(page)


def wait_for_kernel(page: Any) -> None:
    """Wait until the kernel of the open notebook listens."""
    page.wait_for_function(LISTENS, timeout=WAIT)
    page.evaluate(READY)
    page.wait_for_function(LISTENS, timeout=WAIT)


def make_notebook(server: Server, name: str, *cells: str) -> None:
    """Put a notebook in the folder of the server."""
    (server.folder / name).write_text(notebook(*cells), encoding="utf-8")


def put_cells(page: Any, *cells: str) -> None:
    """Put other cells in the place of those of the open notebook; its kernel runs on."""
    page.keyboard.press("Escape")
    page.evaluate(
        """(cells) => {
          const { sharedModel } = window.jupyterapp.shell.currentWidget.content.model;
          sharedModel.deleteCellRange(0, sharedModel.cells.length);
          sharedModel.insertCells(0, cells.map((source) => ({ cell_type: "code", source, metadata: {} })));
        }""",
        list(cells),
    )
    page.wait_for_selector(".stemmen-coder", state="detached", timeout=WAIT)


def run_all(page: Any) -> None:
    """Run all cells, as the menu does."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")


def save(page: Any) -> None:
    """Save the notebook, as the menu does."""
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")


def kernel_process(page: Any) -> int:
    """The number of the process of the kernel of the open notebook; 0 when there is none."""
    kernel = page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.id")
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if f"kernel-{kernel}.json" in command.read_text(errors="replace"):
                return int(command.parent.name)
    return 0
