"""Shared fixtures: a tiny study in a folder of its own, and the command line with its exit code."""

import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SETTINGS = """\
titel: Proefstudie
vraag: Hoe behandelen instanties mensen?
fictief: true
"""

CODEBOOK = """\
codeboek: proef
versie: "1"
codes:
  - sleutel: wantrouwen
    naam: Wantrouwen
    definitie: Wantrouwen tussen burger en instantie.
    subcodes:
      - sleutel: van_instantie
        naam: Van de instantie
        definitie: De instantie vertrouwt de burger niet.
        regels:
          - naam: niet_geloofd
            patronen: ["geloofden me niet"]
            ontkenning: telt
  - sleutel: bejegening
    naam: Bejegening
    definitie: Hoe iemand wordt behandeld.
    waardering: true
    regels:
      - naam: vriendelijk
        patronen: [vriendelijk]
        waardering: "+"
  - sleutel: formulieren
    naam: Formulieren
    definitie: Alles met formulieren.
    regels:
      - naam: formulier
        patronen: [formulier]
"""

INTERVIEWS = {
    "p01.txt": """\
I: Hoe ging het bij de gemeente?
R: Ze geloofden me niet. Ik moest het formulier van de huur opnieuw inleveren.
I: En daarna, was u toen boos?
R: Boos was ik niet, ik was vooral moe van al dat wachten aan de balie.
I: Waren ze wel vriendelijk?
R: De mevrouw aan de balie was heel vriendelijk, dat moet ik zeggen.
""",
    "p02.txt": """\
I: Kunt u vertellen over de aanvraag?
R: Ik kreeg een formulier van twintig bladzijden en daar begreep ik niks van.
I: Heeft iemand u geholpen?
R: Mijn dochter heeft de brieven gelezen en samen hebben we gebeld.
""",
}

RESPONDENTS = """\
respondent,transcript,spreker,leeftijd,geslacht
Ans,p01,R,40-49,vrouw
Bo,p02,R,60-69,man
"""


_SERVER = os.environ.get("STEMMEN_TEST_POSTGRES", "")
_numbers = itertools.count()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A place for a new store: a file, and a schema of its own on the server that `.ci/run` starts."""
    if request.param == "sqlite":
        yield tmp_path / "stemmen.db"
    elif not _SERVER:
        pytest.skip("no PostgreSQL here: STEMMEN_TEST_POSTGRES has no address")
    else:
        yield from _schema_on_server()


def _schema_on_server() -> Iterator[str]:
    import sqlalchemy as sa

    name = f"proef_{os.getpid()}_{next(_numbers)}"
    engine = sa.create_engine(_SERVER, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"create schema {name}")
    yield f"{_SERVER}?options=-csearch_path%3D{name}"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"drop schema {name} cascade")


@pytest.fixture
def study_folder(tmp_path: Path) -> Path:
    """A study of two short interviews in plain text, not read yet."""
    folder = tmp_path / "studie"
    (folder / "transcripten").mkdir(parents=True)
    (folder / "studie.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "codeboek.yaml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "respondenten.csv").write_text(RESPONDENTS, encoding="utf-8")
    for name, text in INTERVIEWS.items():
        (folder / "transcripten" / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def study(study_folder: Path) -> Any:
    """The tiny study, read."""
    import stemmen

    opened = stemmen.open_study(study_folder)
    intake = opened.read()
    assert not intake.problems
    return opened


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `stemmen` with these arguments, as a shell would; a traceback fails the test."""
    from stemmen.cli import main

    def outcome(*arguments: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["stemmen", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        shown = capsys.readouterr()
        code = left.value.code or 0
        assert isinstance(code, int)
        return Outcome(code, shown.out, shown.err)

    return outcome
