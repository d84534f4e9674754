"""The sample study, ready to work with: in a checkout the one in `data/`, else a copy of the shipped one."""

import shutil
from pathlib import Path

from stemmen.resources import shipped
from stemmen.study import Study

_NAME = "voorbeeldstudie"


def prepare_demo() -> Study:
    """The sample study, read, with the codings of its two coders."""
    study = Study(_folder())
    study.read()
    for path in sorted((study.folder / "coderingen").glob("*.csv")):
        study.import_codings(path, path.stem)
    return study


def _folder() -> Path:
    source = shipped(f"data/{_NAME}")
    if source == Path("data", _NAME).resolve():
        return Path("data", _NAME)
    here = Path("stemmen-demo", "data", _NAME)
    if not here.exists():
        shutil.copytree(source, here)
        shutil.copytree(shipped("codebooks"), here.parents[1] / "codebooks", dirs_exist_ok=True)
    return here
