"""Codebooks and settings: what a researcher writes in YAML, or all that is wrong with it, in Dutch."""

import textwrap

import pytest

from stemmen.codebook import Codebook
from stemmen.errors import CodebookError, StudyError
from stemmen.settings import Settings
from stemmen.transcript import Role
from tests.conftest import CODEBOOK


def problems(text: str, parse=Codebook.parse, error=CodebookError) -> list[tuple[str, str]]:
    """(where, all that is said) of each problem that parsing this text gives."""
    with pytest.raises(error) as caught:
        parse(textwrap.dedent(text))
    return [(problem.where, str(problem)) for problem in caught.value.problems]


def settings_problems(text: str) -> list[tuple[str, str]]:
    return problems(text, Settings.parse, StudyError)


@pytest.fixture
def book() -> Codebook:
    return Codebook.parse(CODEBOOK)


def test_walk_gives_parents_before_children_in_the_order_of_the_file(book):
    assert [code.key for code in book.walk()] == ["wantrouwen", "van_instantie", "bejegening", "formulieren"]


def test_lineage_and_theme_go_up_to_the_top(book):
    assert book.lineage("van_instantie") == ("wantrouwen", "van_instantie")
    assert book.lineage("bejegening") == ("bejegening",)
    assert book.lineage("bestaat_niet") == ()
    assert [book.theme(key) for key in ("van_instantie", "bejegening", "bestaat_niet")] == [
        "wantrouwen", "bejegening", "bestaat_niet",
    ]  # fmt: skip


def test_codes_are_found_at_any_depth(book):
    assert "van_instantie" in book
    assert "bestaat_niet" not in book
    assert book["van_instantie"].name == "Van de instantie"


def test_all_mistakes_come_at_once_each_with_its_line_and_code():
    found = problems(
        """\
        codeboek: proef
        versie: 1.0
        kleurtje: rood
        codes:
          - sleutel: Stress!
            naam: Stress
            definitie: Spanning.
          - sleutel: schaamte
            naam: ""
            defenitie: Zich schamen.
            regels:
              - naam: leeg
                patronen: []
              - naam: ontkend
                patronen: [schaamte]
                ontkenning: misschien
                binnen: 500
        """
    )
    assert {where for where, _ in found} == {
        f"codeboek.yaml, regel {line}" for line in (2, 3, 5, 8, 9, 10, 13, 16, 17)
    }
    said = dict(found)
    assert "Code 'schaamte': 'ontkenning'" not in said["codeboek.yaml, regel 16"]  # it says the value too
    assert "Code 'schaamte': 'misschien' kan niet bij 'ontkenning'" in said["codeboek.yaml, regel 16"]
    assert "'vlag', 'nodig' of 'telt'" in said["codeboek.yaml, regel 16"]
    assert "'definitie' ontbreekt" in said["codeboek.yaml, regel 8"]
    assert "'defenitie' is geen bekend veld" in said["codeboek.yaml, regel 10"]
    assert all("Wat te doen: " in text for _, text in found)


def test_the_same_key_twice_is_named():
    [(_, said)] = problems(CODEBOOK.replace("sleutel: formulieren", "sleutel: van_instantie"))
    assert "van_instantie" in said


@pytest.mark.parametrize(
    "text",
    ["", "# niets", "gewoon tekst", "- een\n- lijst\n", "12"],
    ids=["leeg", "commentaar", "tekst", "lijst", "getal"],
)
def test_a_file_without_fields_is_one_problem(text):
    [(where, said)] = problems(text)
    assert where == "codeboek.yaml"
    assert "geen velden" in said


def test_yaml_that_is_not_well_formed_is_named_with_its_line():
    [(where, said)] = problems("codeboek: proef\nversie: '1'\ncodes: [\n")
    assert where.startswith("codeboek.yaml, regel ")
    assert "opmaak" in said


@pytest.mark.parametrize("value", ["2024-02-30", "2024-13-45", "!!int drie"])
def test_a_value_that_yaml_itself_refuses_is_a_problem_not_a_traceback(value):
    [(where, _)] = settings_problems(f"titel: a\ndatum: {value}\n")
    assert where.startswith("studie.yaml")


def test_a_field_that_stands_twice_is_refused_because_yaml_would_keep_only_the_last():
    [(where, said)] = problems(CODEBOOK.replace('versie: "1"', 'versie: "1"\nversie: "2"'))
    assert where == "codeboek.yaml, regel 3"
    assert "'versie' staat hier twee keer" in said


def test_a_speaker_that_stands_twice_in_the_settings_is_refused_too():
    [(where, said), (also, _)] = settings_problems(
        """\
        titel: a
        sprekers:
          p01: {Anna: interviewer}
          p01: {Bert: respondent}
        datums: juni
        """
    )
    assert where == "studie.yaml, regel 4"
    assert "'p01'" in said
    assert also == "studie.yaml, regel 5"


def test_a_mistake_in_another_file_bears_that_files_name(tmp_path):
    path = tmp_path / "mijn.yaml"
    path.write_text("codeboek: a\n", encoding="utf-8")
    with pytest.raises(CodebookError) as caught:
        Codebook.load(path)
    assert all(problem.where.startswith(str(path)) for problem in caught.value.problems)


def test_a_codebook_that_is_not_there_or_not_utf8_is_a_problem(tmp_path):
    with pytest.raises(CodebookError, match="is er niet"):
        Codebook.load(tmp_path / "weg.yaml")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("codeboek: privé".encode("cp1252"))
    with pytest.raises(CodebookError, match="UTF-8"):
        Codebook.load(latin)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_text(CODEBOOK, encoding="utf-8-sig")
    assert Codebook.load(path).name == "proef"


def test_settings_say_who_is_who_with_what_holds_for_all_files_first():
    settings = Settings.parse(
        "titel: a\nsprekers:\n  '*': {Anna: interviewer}\n  p02: {Anna: Deelnemer, Bo: professional}\n"
    )
    assert settings.roles_for("p01") == {"Anna": Role.INTERVIEWER}
    assert settings.roles_for("p02") == {"Anna": Role.RESPONDENT, "Bo": Role.PROFESSIONAL}


def test_a_role_that_does_not_exist_is_named_with_the_ones_that_do():
    [(where, said)] = settings_problems("titel: a\nsprekers:\n  p01:\n    Anna: moeder\n")
    assert where == "studie.yaml, regel 4"
    assert "'moeder'" in said
    assert "respondent" in said


def test_a_transcript_that_yaml_takes_for_a_number_is_named_as_it_stands():
    [(where, said)] = settings_problems("titel: a\nsprekers:\n  2023: {Anna: interviewer}\n")
    assert where == "studie.yaml, regel 3"
    assert "2023" in said
    assert "[key]" not in said


def test_messages_are_dutch_to_the_last_word():
    """Pydantic's own English must not shine through, whatever is wrong."""
    found = settings_problems(
        """\
        titel: [a]
        vraag: 3
        fictief: misschien
        sprekers: [a]
        onderwerpen: {aantal: veel, zaad: 1.5, methode: kmeans2}
        citaten: {per_thema: 0}
        """
    )
    assert len(found) == 8
    english = ("should", "Input", "input", "valid", "must", "error", "unable", " or ")
    assert [said for _, said in found if any(word in said for word in english)] == []


def test_a_part_of_the_settings_with_nothing_in_it_is_as_if_it_were_not_there():
    empty = "titel: Proef\nsprekers:\nonderwerpen:\ncitaten:\nherleidbaarheid:\n  # k: 5\n"
    assert Settings.parse(empty) == Settings.parse("titel: Proef")


def test_the_codebook_and_the_settings_that_come_with_the_package_are_right():
    from stemmen.resources import shipped

    keys = [code.key for code in Codebook.load(shipped("codebooks/50-stemmen.yaml")).codes]
    assert {"wantrouwen", "bejegening", "persoonsafhankelijkheid", "formulieren"} <= set(keys)
    Settings.load(shipped("data/nieuwe_studie/studie.yaml"))


def test_a_code_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError, match="weg"):
        Codebook.parse(CODEBOOK)["weg"]
