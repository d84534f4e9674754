"""Fingerprints of what a kept result was made from: another one, and the result is made again."""

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

OF_RULES = ("stemmen", "spacy", "simplemma", "spacy-lookups-data")
OF_ALL = (*OF_RULES, "bertopic", "scikit-learn", "scipy", "numpy", "pandas")


def fingerprint_of(said: pd.DataFrame, settings: str, versions: dict[str, str]) -> str:
    """Of all that a result follows from: the columns of the turns that it uses, settings and versions."""
    whole = json.dumps(versions) + settings + said.to_csv(index=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def content_hash(folder: Path | None) -> str:
    """Of the names and bytes of all files in a folder; "" without a folder."""
    if folder is None:
        return ""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return whole.hexdigest()


def versions(names: Iterable[str] = OF_ALL) -> dict[str, str]:
    """Of Python and the libraries that a result depends on."""
    found = {name: importlib.metadata.version(name) for name in names}
    return {"python": platform.python_version(), **found}
