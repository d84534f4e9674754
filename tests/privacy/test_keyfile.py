"""The key: opens with its pass-phrase alone, and is never in the study."""

import pytest

from stemmen.errors import StudyError
from stemmen.privacy.keyfile import Key, check_place, key_path, read_key, write_key

pytestmark = pytest.mark.slow  # seconds each, all together most of a minute

KEY = Key({"Fatima": "[naam 1]", "Zoë": "Samira"}, {"p01": -40})


def test_a_key_opens_with_its_phrase_alone(tmp_path):
    path = tmp_path / "sleutel.age"
    write_key(path, "een goede zin", KEY)
    assert b"Fatima" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path, "een goede zin") == KEY
    with pytest.raises(StudyError, match="de wachtwoordzin klopt niet"):
        read_key(path, "een andere zin")


@pytest.mark.parametrize(
    "data", [b"", b"geen age", b"age-encryption.org/v1\n-> scrypt"], ids=["leeg", "tekst", "half"]
)
def test_a_damaged_key_is_named(tmp_path, data):
    path = tmp_path / "sleutel.age"
    path.write_bytes(data)
    with pytest.raises(StudyError, match="beschadigd"):
        read_key(path, "zin")


def test_a_key_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StudyError, match="kan niet worden gelezen"):
        read_key(tmp_path / "weg.age", "zin")


def test_a_key_in_the_study_is_refused(tmp_path):
    study = tmp_path / "studie"
    study.mkdir()
    assert key_path(study) == tmp_path / "studie-sleutel.age"
    check_place(key_path(study), study)
    for inside in (
        study / "sleutel.age",
        study / "sub" / "a.age",
        tmp_path / "x" / ".." / "studie" / "a.age",
    ):
        with pytest.raises(StudyError, match="niet in de map van de studie"):
            check_place(inside, study)
