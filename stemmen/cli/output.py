"""What the commands print: words, tables, JSON, and how far long work is."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

OUT = Console()
ERR = Console(stderr=True)


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the screen that is told how much is done, and of how much."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_paths(paths: list[Path], as_json: bool) -> None:
    """Say which files were made."""
    if as_json:
        print_json(bestanden=[str(path) for path in paths])
        return
    for path in paths:
        say(f"Gemaakt: {path}")


def show_table(frame: pd.DataFrame, title: str) -> None:
    """Print a table."""
    table = Table(title=title, title_justify="left")
    for name in frame.columns:
        right = frame[name].dtype.kind in "if"
        table.add_column(str(name), justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in frame.itertuples(index=False):
        table.add_row(*(escape(_cell(value)) for value in row))
    OUT.print(table)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if pd.isna(value):
        return ""
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else str(value)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, fit for JSON."""
    text = frame.to_json(orient="records", force_ascii=False, double_precision=6)
    records: list[dict[str, Any]] = json.loads(text)
    return records


def print_json(**parts: Any) -> None:
    """In ASCII, so that it parses whatever the encoding of the terminal or the file."""
    sys.stdout.write(json.dumps(parts, indent=1, default=str) + "\n")


def say(text: str) -> None:
    """Print a line of the outcome."""
    OUT.print(text, markup=False, highlight=False, soft_wrap=True)


def warn(text: str) -> None:
    """Print a warning, apart from the outcome."""
    complain(f"Let op. {text}")


def complain(text: str) -> None:
    """Print what is wrong, apart from the outcome."""
    ERR.print(text, markup=False, highlight=False, soft_wrap=True)
