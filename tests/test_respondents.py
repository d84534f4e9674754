"""Who was interviewed: the file as it is, everybody who speaks, and all that is wrong at once."""

import pytest

from stemmen.errors import StudyError
from stemmen.respondents import Consent, consent, read_respondents
from stemmen.transcript import Role, Transcript, Utterance

ROLES = {
    "W": Role.PROFESSIONAL,
    "I": Role.INTERVIEWER,
    "R": Role.RESPONDENT,
    "R1": Role.RESPONDENT,
    "R2": Role.RESPONDENT,
}


def interview(name: str, speakers: str = "I R") -> Transcript:
    return Transcript.of(name, [Utterance(speaker, "ja") for speaker in speakers.split()], roles=ROLES)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "respondenten.csv"


def write(path, text: str):
    path.write_text(text, encoding="utf-8")
    return path


def table(path, transcripts):
    return read_respondents(path, transcripts).to_dict("records")


def said(path, transcripts) -> list[tuple[str, str]]:
    with pytest.raises(StudyError) as caught:
        read_respondents(path, transcripts)
    return [(problem.where.removeprefix(f"{path}, "), str(problem)) for problem in caught.value.problems]


def test_attributes_come_as_they_are_and_an_empty_one_stays_empty(path):
    write(path, "respondent;transcript;spreker;leeftijd\nAns;p01;R;40-49\nBo;p02;R;\n")
    assert table(path, [interview("p01"), interview("p02")]) == [
        {"respondent": "Ans", "transcript": "p01", "spreker": "R", "leeftijd": "40-49"},
        {"respondent": "Bo", "transcript": "p02", "spreker": "R", "leeftijd": ""},
    ]


def test_without_a_file_each_respondent_is_named_after_the_transcript(path):
    people = table(path, [interview("p02"), interview("p01", "I R1 R2")])
    assert [row["respondent"] for row in people] == ["p01 R1", "p01 R2", "p02"]


def test_who_is_not_in_the_file_still_counts(path):
    write(path, "transcript,leeftijd\np01,40-49\n")
    assert table(path, [interview("p01"), interview("p02")]) == [
        {"respondent": "p01", "transcript": "p01", "spreker": "R", "leeftijd": "40-49"},
        {"respondent": "p02", "transcript": "p02", "spreker": "R", "leeftijd": ""},
    ]


def test_the_only_respondent_of_a_transcript_needs_no_speaker_column(path):
    write(path, "transcript,respondent\np01,Ans\n")
    [row] = table(path, [interview("p01")])
    assert (row["respondent"], row["spreker"]) == ("Ans", "R")


def test_one_person_may_have_been_interviewed_twice(path):
    write(path, "respondent,transcript\nAns,p02\nAns,p01\n")
    people = table(path, [interview("p01"), interview("p02")])
    assert [(row["respondent"], row["transcript"]) for row in people] == [("Ans", "p01"), ("Ans", "p02")]


def test_all_wrong_rows_come_at_once_with_their_lines(path):
    write(path, "respondent,transcript,spreker\nAns,p01,R\nBo,p09,R\n\nCor,p02,X\n")
    assert [where for where, _ in said(path, [interview("p01"), interview("p02")])] == ["regel 3", "regel 5"]


def test_two_respondents_in_one_transcript_must_be_told_apart(path):
    write(path, "respondent,transcript\nAns,p01\n")
    [(where, text)] = said(path, [interview("p01", "I R1 R2")])
    assert where == "regel 2"
    assert "R1" in text
    assert "R2" in text
    assert "spreker" in text


def test_the_same_person_twice_for_one_transcript_would_count_double(path):
    write(path, "respondent,transcript,spreker\nAns,p01,R\nBo,p01,R\n")
    [(where, text)] = said(path, [interview("p01")])
    assert where == "regel 3"
    assert "twee keer" in text


def test_a_row_without_a_name_is_no_person(path):
    write(path, "respondent,transcript\nAns,p01\n,p02\n")
    [(where, text)] = said(path, [interview("p01"), interview("p02")])
    assert where == "regel 3"
    assert "naam" in text


def test_without_a_column_respondent_two_people_in_one_transcript_stay_two(path):
    write(path, "transcript,spreker\np01,R1\np01,R2\n")
    assert [row["respondent"] for row in table(path, [interview("p01", "I R1 R2")])] == ["p01 R1", "p01 R2"]


@pytest.mark.parametrize(("speaker", "role"), [("I", "interviewer"), ("W", "professional")])
def test_only_respondents_can_be_listed(path, speaker, role):
    write(path, f"respondent,transcript,spreker\nAns,p01,{speaker}\n")
    [(where, text)] = said(path, [interview("p01", f"{speaker} R")])
    assert where == "regel 2"
    assert role in text


def test_a_name_that_somebody_else_gets_from_the_transcript_would_merge_two_people(path):
    write(path, "respondent,transcript\np02,p01\n")
    [(where, text)] = said(path, [interview("p01"), interview("p02")])
    assert where == "regel 2"
    assert "'p02'" in text
    write(path, "respondent,transcript\np02,p01\np02,p02\n")  # somebody who was interviewed twice
    assert len(table(path, [interview("p01"), interview("p02")])) == 2


def test_a_speaker_of_unknown_role_is_no_reason_to_stop(path):
    """The role is asked for at `inlezen`; until then the row waits."""
    write(path, "respondent,transcript,leeftijd\nAns,p01,40-49\n")
    [row] = table(path, [interview("p01", "X Y")])
    assert row == {"respondent": "Ans", "transcript": "p01", "spreker": "", "leeftijd": "40-49"}


def test_without_a_column_transcript_the_message_says_so(path):
    write(path, "naam,leeftijd\nAns,40\n")
    [(where, text)] = said(path, [interview("p01")])
    assert where == "regel 1"
    assert "'transcript' ontbreekt" in text


def test_names_of_speakers_are_no_attribute(path):
    write(path, "respondent,transcript,sprekers\nd1,p01,R\n")
    ((where, text),) = said(path, [interview("p01")])
    assert where == "regel 1" and "'sprekers'" in text and "rapport" in text
    write(path, "respondent,transcript,groep\nd1,p01,R en co\n")
    assert table(path, [interview("p01")])[0]["groep"] == "R en co"


AGREED = "respondent,transcript,toestemming,genoemd als\n"


def test_who_is_named_agreed_to_it_on_every_row(path):
    rows = "a,p1,nee,Jan\nb,p2,alleen parafrase,Piet\nc,p3,,Kees\nd,p4,ja,Jo\ne,p5,ja,Bo\ne,p6,nee,\n"
    write(path, AGREED + rows)
    found = said(path, [])
    assert [where for where, _ in found] == ["regel 2", "regel 3", "regel 4", "regel 6"]
    assert all("maar geen toestemming 'ja'" in words for _, words in found)
    assert not any(name in words for _, words in found for name in ("Jan", "Piet", "Kees", "Bo"))


def test_a_wrong_answer_and_a_wrong_name_are_told_at_once(path):
    write(path, f"{AGREED}a,p1,misschien,Jan\nb,p2,nee,Piet\nc,p3,ja,Jo\nc,p4,ja,Jo Vos\n")
    assert [where for where, _ in said(path, [])] == ["regel 2", "regel 3", "regel 5"]


def test_who_said_yes_is_named_and_the_same_name_may_stand_on_each_row(path):
    write(path, f"{AGREED}a,p1,Ja,Jo\na,p2,ja,Jo\nb,p3,nee,\n")
    agreed = consent(read_respondents(path, []))
    assert agreed == {"a": Consent("ja", "Jo"), "b": Consent("nee", "")}


def test_where_consent_was_not_recorded_somebody_may_still_be_named(path):
    write(path, "respondent,transcript,genoemd als\na,p1,Jo\n")
    assert consent(read_respondents(path, [])) == {"a": Consent("ja", "Jo")}
