"""A survey from beginning to end, and analysis of one section of a study."""

import csv
from pathlib import Path

import pytest

import stemmen
from stemmen.errors import StudyError

GOOD, CHANGE = "Wat gaat er goed?", "Wat moet er anders?"
ANSWERS = [
    ("De sfeer is goed, we helpen elkaar.", "Ze geloofden me niet, dat moet anders."),
    ("Ze geloofden me niet, maar verder is het prima.", "Het formulier is te lang voor mensen."),
    ("We hebben genoeg tijd voor de mensen.", ""),
]


def survey_rows(number: int = 30) -> list[list[str]]:
    header = ["E-mail", "Sector", "Leeftijd", GOOD, CHANGE]
    rows = []
    for n in range(number):
        good, change = ANSWERS[n % 3]
        sector = ["zorg", "gemeente"][n % 2]
        rows.append(
            [f"a{n}@b.nl", sector, str(25 + n), f"{good} Punt {n}.", change and f"{change} Punt {n}."]
        )
    return [header, *rows]


def put_survey(folder, name: str = "enquete.csv") -> None:
    with (folder / "transcripten" / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(survey_rows())


@pytest.fixture
def folder(study_folder):
    """The tiny study with a survey among 30 professionals instead of its interviews."""
    for path in (study_folder / "transcripten").iterdir():
        path.unlink()
    (study_folder / "respondenten.csv").unlink()
    put_survey(study_folder)
    return study_folder


@pytest.fixture
def study(folder):
    opened = stemmen.open_study(folder)
    assert not opened.read().problems
    return opened


def counted(themes, code: str = "wantrouwen") -> tuple[int, int, int]:
    row = themes.codes.set_index("code").loc[code]
    return int(row["respondenten"]), int(row["van"]), int(row["beurten"])


def test_respondents_of_a_survey_are_people_with_attributes(study):
    people = study.respondents
    assert people["respondent"].tolist() == [f"enquete r{n:02}" for n in range(1, 31)]
    assert list(people.columns) == ["respondent", "transcript", "spreker", "sector", "leeftijd"]
    assert people.iloc[1].tolist() == ["enquete r02", "enquete", "r02", "gemeente", "26"]
    turns = study.turns
    assert len(turns) == 50
    assert turns.iloc[0][["spreker", "rol", "onderdeel", "respondent"]].tolist() == [
        "r01", "respondent", GOOD, "enquete r01",
    ]  # fmt: skip


def test_what_respondenten_csv_says_comes_before_what_the_file_says(folder):
    text = "respondent,transcript,spreker,sector,regio\nAns,enquete,r01,bouw,\nBo,enquete,r02,,noord\n"
    (folder / "respondenten.csv").write_text(text, encoding="utf-8")
    study = stemmen.open_study(folder)
    study.read()
    people = study.respondents.set_index("spreker")
    assert people.loc["r01", ["respondent", "sector", "regio", "leeftijd"]].tolist() == [
        "Ans",
        "bouw",
        "",
        "25",
    ]
    assert people.loc["r02", ["respondent", "sector", "regio"]].tolist() == ["Bo", "gemeente", "noord"]
    assert people.loc["r03", ["respondent", "sector", "regio"]].tolist() == ["enquete r03", "zorg", ""]


def test_themes_count_the_people_of_a_survey_and_of_one_question(folder, study):
    assert counted(study.themes()) == (20, 30, 20)
    assert counted(stemmen.open_study(folder, section=GOOD).themes()) == (10, 30, 10)
    assert counted(stemmen.open_study(folder, section="wat  moet er ANDERS?").themes()) == (10, 20, 10)
    groups = study.themes().code_attribute.set_index(["code", "kenmerk", "waarde"])
    assert groups.loc[("wantrouwen", "sector", "zorg"), "van"] == 15
    intervals = study.themes().code_topic
    assert intervals.loc[intervals["code"] == "wantrouwen", "laag"].notna().any()


def test_a_section_changes_nothing_of_the_whole(folder, study):
    whole = study.code(), study.topics().to_json(), len(study.codings())
    part = stemmen.open_study(folder, section=CHANGE)
    part.themes()
    assert len(part.turns) == 20
    assert len(part.codings()) < len(study.codings())
    assert set(part.codings()["beurt"]) <= set(part.turns["beurt"])
    assert part.topics().to_json() != whole[1]
    assert part.code() == (0, 0)
    again = stemmen.open_study(folder)
    assert again.is_coded
    assert (len(again.codings()), again.topics().to_json()) == (whole[2], whole[1])
    assert again.store.derived("onderwerpen")[1] == whole[1]


def test_another_codebook_may_be_tried_on_a_section(folder, study):
    study.code()
    before = len(study.codings())
    other = folder / "ander.yaml"
    other.write_text(
        (folder / "codeboek.yaml").read_text("utf-8").replace("proef", "ander"), encoding="utf-8"
    )
    part = stemmen.open_study(folder, other, section=GOOD)
    assert set(part.present_codings()["beurt"]) <= set(part.turns["beurt"])
    assert len(stemmen.open_study(folder).codings()) == before


def test_an_unknown_section_is_an_error_that_lists_them(folder, study, run):
    with pytest.raises(StudyError, match="Er is geen onderdeel 'x'") as caught:
        _ = stemmen.open_study(folder, section="x").turns
    assert f"- {GOOD}\n- {CHANGE}" in str(caught.value)
    for command in ("themas", "onderwerpen", "citaten", "rapport"):
        done = run(command, folder, "--onderdeel", "x")
        assert (done.code, f"- {GOOD}\n- {CHANGE}" in done.err) == (1, True)


def test_interviews_without_sections_say_so(study_folder):
    study = stemmen.open_study(study_folder, section="x")
    study.read()
    with pytest.raises(StudyError, match="hebben geen onderdelen"):
        _ = study.turns


def test_the_commands_take_a_section(folder, run, tmp_path):
    assert run("inlezen", folder).code == 0
    assert run("codeer", folder).code == 0
    codes = {row["code"]: row for row in run("themas", folder, "--onderdeel", CHANGE, "--json").json["codes"]}
    assert (codes["wantrouwen"]["respondenten"], codes["wantrouwen"]["van"]) == (10, 20)
    out = tmp_path / "beurten.csv"
    assert run("exporteer", folder, out, "--onderdeel", CHANGE, "--json").json["rijen"] == 20
    codings = run("exporteer", folder, out, "--wat", "coderingen", "--onderdeel", CHANGE, "--json").json
    assert 0 < codings["rijen"] < run("exporteer", folder, out, "--wat", "coderingen", "--json").json["rijen"]
    assert run("onderwerpen", folder, "--onderdeel", CHANGE, "--json").code == 0


def test_the_report_of_a_section_says_so_and_comes_beside_the_other(folder, run):
    assert run("rapport", folder).code == 0
    whole = (folder / "rapport" / "rapport.html").read_bytes()
    files = run("rapport", folder, "--onderdeel", CHANGE, "--json").json["bestanden"]
    page = next(name for name in files if name.endswith(".html"))
    assert "rapport-wat-moet-er-anders-" in page
    assert f"alleen over het onderdeel ‘{CHANGE}’" in Path(page).read_text("utf-8")
    assert (folder / "rapport" / "rapport.html").read_bytes() == whole
    assert "alleen over het onderdeel" not in whole.decode()


def test_hand_codings_of_an_exported_file_come_back(folder, study, tmp_path):
    out = tmp_path / "beurten.csv"
    study.export(out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[1]["onderdeel"] == CHANGE
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "code"])
        writer.writeheader()
        writer.writerows([{**rows[0], "code": "wantrouwen"}])
    assert study.import_codings(out, "anna") == (1, 0)


def test_one_person_in_two_sessions_counts_once(study_folder):
    text = "respondent,transcript,spreker,leeftijd\nAns,p01,R,43\nAns,p02,R,43\n"
    (study_folder / "respondenten.csv").write_text(text, encoding="utf-8")
    study = stemmen.open_study(study_folder)
    study.read()
    themes = study.themes()
    assert set(themes.codes["van"]) == {1}
    assert themes.codes["respondenten"].max() == 1
    assert themes.code_topic["laag"].isna().all()  # one person is one draw
    assert study.material().total == 1
    assert {quote.respondent for quote in study.quotes()} == {"Ans"}


def test_someone_may_be_both_in_a_survey_and_in_an_interview(study_folder):
    put_survey(study_folder)
    text = "respondent,transcript,spreker,leeftijd\nAns,p01,R,\nAns,enquete,r07,\n"
    (study_folder / "respondenten.csv").write_text(text, encoding="utf-8")
    study = stemmen.open_study(study_folder)
    study.read()
    assert study.themes().codes["van"].max() == 31  # 30 of the survey and Bo
    people = study.material().bands
    assert people.loc["Ans", "sector"] == "zorg"
