"""The key of pseudonyms: an age file with a pass-phrase, apart from the study, which works without it.

Inside is JSON. age derives its key from the pass-phrase by scrypt, which takes about a second.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stemmen.errors import Problem, StudyError
from stemmen.files import written_aside

_FORMAT = 1
_LONGEST = 100_000_000  # bytes; what is longer is no key of ours


@dataclass(frozen=True)
class Key:
    """What came in the place of what.

    Args:
        pseudonyms: by the string as it was written.
        shifts: days that dates were shifted, by respondent.
    """

    pseudonyms: Mapping[str, str] = field(default_factory=dict)
    shifts: Mapping[str, int] = field(default_factory=dict)


def key_path(study: Path) -> Path:
    """Where the key of a study folder is when nobody says otherwise: beside the folder.

    >>> key_path(Path("werk/armoede")).as_posix().endswith("werk/armoede-sleutel.age")
    True
    """
    study = study.resolve()
    return study.parent / f"{study.name}-sleutel.age"


def check_place(path: Path, study: Path) -> None:
    """StudyError when the key would be inside the study: who has the one would have the other."""
    if path.resolve().is_relative_to(study.resolve()):
        what = "De sleutel mag niet in de map van de studie staan."
        meaning = "Wie de studie heeft, heeft dan ook de namen."
        repair = "Kies een plaats buiten die map: --sleutel BESTAND"
        raise StudyError(Problem(str(path), what, meaning, repair))
    if path.is_dir():
        what, repair = "Dit is een map, geen bestand.", "Zet er een bestandsnaam achter, zoals sleutel.age."
        raise StudyError(Problem(str(path), what, repair=repair))


def read_key(path: Path, phrase: str) -> Key:
    """The key in this file; StudyError when the pass-phrase is another, or the file is damaged."""
    import pyrage

    try:
        data = path.read_bytes() if path.stat().st_size <= _LONGEST else b""
        inside = json.loads(pyrage.passphrase.decrypt(data, phrase))
        return _key(inside)
    except OSError as error:
        what = f"De sleutel kan niet worden gelezen ({error.strerror})."
        raise StudyError(Problem(str(path), what, repair="Controleer de naam en de rechten.")) from None
    except (pyrage.DecryptError, ValueError, TypeError, KeyError, AttributeError):
        what = "De sleutel gaat niet open: de wachtwoordzin klopt niet, of het bestand is beschadigd."
        repair = "Probeer de wachtwoordzin opnieuw, of zet een reservekopie van dit bestand terug."
        raise StudyError(Problem(str(path), what, "Er is niets gewijzigd.", repair)) from None


def _key(inside: dict[str, Any]) -> Key:
    if inside["versie"] != _FORMAT:
        raise ValueError(inside["versie"])
    pseudonyms = {str(old): str(new) for old, new in inside["pseudoniemen"].items()}
    return Key(pseudonyms, {str(who): int(days) for who, days in inside["verschuivingen"].items()})


def write_key(path: Path, phrase: str, key: Key) -> None:
    """Write the key, whole or not at all; only its owner may read it."""
    import pyrage

    inside = {
        "versie": _FORMAT,
        "pseudoniemen": dict(key.pseudonyms),
        "verschuivingen": dict(key.shifts),
    }
    data = pyrage.passphrase.encrypt(json.dumps(inside, ensure_ascii=False, indent=1).encode(), phrase)
    with written_aside(path) as aside:
        aside.touch(0o600)
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
