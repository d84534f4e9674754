"""The sample study, ready to work with: in a checkout the one in `data/`, else a copy of the shipped one."""

import shutil
from pathlib import Path

from stemmen.resources import shipped
from stemmen.study import Study

_NAME = "voorbeeldstudie"


def prepare_demo() -> Study:
    """The sample study with the codings of its two coders; read, coded and with topics anew."""
    here = Path("data", _NAME)
    study = Study(here) if here.resolve() == shipped(f"data/{_NAME}") else sample_study("stemmen-demo")
    study.read()
    for path in hand_codings(study):
        study.import_codings(path, path.stem)
    study.code()
    study.topics(again=True)
    return study


def sample_study(folder: str | Path) -> Study:
    """A copy of the (fictional) sample study in `folder`, to try things on; nothing is read yet.

    A copy that is there already stays as it is.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     study = sample_study(folder)
    ...     study.settings.fictional
    True
    """
    here = Path(folder, "data", _NAME)
    if not here.exists():
        results = shutil.ignore_patterns("*.db*", "rapport")
        shutil.copytree(shipped(f"data/{_NAME}"), here, ignore=results)
        shutil.copytree(shipped("codebooks"), Path(folder, "codebooks"), dirs_exist_ok=True)
    return Study(here)


def hand_codings(study: Study) -> list[Path]:
    """The files with hand codings of a sample study; their names are those of the coders."""
    return sorted((study.folder / "coderingen").glob("*.csv"))
