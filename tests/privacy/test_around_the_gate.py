"""Ways around the gate that a reviewer found: attributes, a new name that is somebody's, a lost key."""

import pytest

from stemmen.errors import StudyError
from stemmen.privacy.check import check
from stemmen.privacy.keyfile import Key
from stemmen.report.gate import Gate
from stemmen.study import Study
from stemmen.withdrawal.plan import pending, pending_path

TALK = """Interviewer: Hoe ging dat bij de gemeente?
Respondent: Ze geloofden me niet, zei mevrouw Terpstra, en Fenna moest weer een formulier invullen nummer {}.
"""


@pytest.fixture
def study(tmp_path):
    study = Study.create(tmp_path / "studie")
    rows = ["respondent;transcript;werkgever;wijk;toestemming"]
    for number in range(1, 5):
        path = study.folder / "transcripten" / f"p{number}.txt"
        path.write_text(TALK.format(number), encoding="utf-8")
        rows.append(f"R{number};p{number};Drukkerij Hoogendoorn;bijstand;ja")
    (study.folder / "respondenten.csv").write_text("\n".join(rows), encoding="utf-8")
    study.read()
    return study


def test_a_name_among_the_attributes_is_left_out_until_it_is_decided(study):
    people, hidden = study.gate().people(study.respondents)
    assert hidden == ("werkgever",)
    assert set(people["werkgever"]) == {""}
    assert set(people["wijk"]) == {"bijstand"}
    study.decide("Drukkerij Hoogendoorn", "toestaan")
    assert study.gate().people(study.respondents)[1] == ()


def test_an_attribute_that_is_named_after_somebody_goes_as_a_whole(study):
    people = study.respondents.rename(columns={"wijk": "bij Terpstra"})
    gate = study.gate()
    assert "bij Terpstra" not in gate.people(people)[0]
    assert isinstance(gate, Gate)


def test_nobody_gets_the_name_of_somebody_else(study):
    study.decide("Fenna", "vervangen", "Terpstra")
    with pytest.raises(StudyError, match="staat al in de gesprekken"):
        study.plan_pseudonyms(study.check(), Key())
    study.decide("Fenna", "vervangen", "Janneke")
    assert study.plan_pseudonyms(study.check(), Key()).plan.edits


def test_a_damaged_plan_of_a_withdrawal_is_told(study):
    pending_path(study.folder).write_text("", encoding="utf-8")
    with pytest.raises(StudyError, match="beschadigd"):
        pending(study.folder)


def test_what_a_file_says_of_consent_names_nobody(study):
    assert check(study.transcripts, {}, {}).findings
    path = study.folder / "transcripten" / "q.csv"
    path.write_text(
        "respondent;leeftijd;genoemd als;Wat vindt u van de gemeente en van alles wat zij voor u doet?\n"
        "1;40;Gerda Hoekstra;Ze geloofden me niet.\n2;40;Gerda Hoekstra;Ik moest alles bewijzen.\n",
        encoding="utf-8",
    )
    study.read()
    assert "Gerda Hoekstra" not in study.gate().named.values()
