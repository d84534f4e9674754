"""Tables in and files out: a CSV file is read with its lines, a file that we make is never half there."""

import pytest

from stemmen.errors import StudyError
from stemmen.files import read_table, written_aside


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.csv"


def said(path, content: bytes | str) -> list[str]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(StudyError) as caught:
        read_table(path)
    assert all(str(path) in problem.where for problem in caught.value.problems)
    return [f"{problem.where.removeprefix(str(path))} {problem}" for problem in caught.value.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_ways_in_which_spreadsheets_save(path, separator, mark, newline):
    lines = [separator.join(cells) for cells in (["Code ", "MEMO"], ["stress", '"a, b; c"'], ["", " é "])]
    path.write_bytes(mark + newline.join(lines).encode())
    assert read_table(path).to_dict("index") == {
        2: {"code": "stress", "memo": "a, b; c"},
        3: {"code": "", "memo": "é"},
    }


def test_values_that_look_like_nothing_or_a_number_stay_as_they_are(path):
    path.write_text("a,b\nNA,007\nnan,1.0\n")
    assert read_table(path).to_numpy().tolist() == [["NA", "007"], ["nan", "1.0"]]


def test_the_index_is_the_line_also_after_an_empty_one_and_a_cell_of_two_lines(path):
    path.write_text('a,b\n1,"twee\nregels"\n\n,\n3,4\n')
    assert read_table(path).to_dict("index") == {
        2: {"a": "1", "b": "twee\nregels"},
        6: {"a": "3", "b": "4"},
    }


def test_empty_columns_at_the_end_are_no_columns(path):
    path.write_text("a;b;;\n1;2;;\n")
    assert read_table(path).to_dict("index") == {2: {"a": "1", "b": "2"}}


def test_a_header_without_rows_is_an_empty_table(path):
    path.write_text("a,b\n")
    table = read_table(path)
    assert (list(table.columns), len(table)) == (["a", "b"], 0)


def test_all_rows_that_do_not_fit_come_at_once(path):
    short, long = said(path, "a,b\n1\n1,2\n1,2,3\n")
    assert short.startswith(", regel 2")
    assert "1 kolommen, de kopregel 2" in short
    assert long.startswith(", regel 4")


def test_a_row_longer_than_the_header_everywhere_does_not_shift_the_columns(path):
    assert len(said(path, "a,b\n1,2,3\n4,5,6\n")) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "geen kopregel"),
        ("\n\n", "geen kopregel"),
        ("a,b,a\n1,2,3\n", "'a' staat er twee keer"),
        ('a,b\n1,"open\n2,3\n', "aanhalingstekens"),
        ("a,b\n1,privé\n".encode("cp1252"), "CSV UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "CSV UTF-8"),
    ],
)
def test_a_file_that_is_no_good_table_says_why(path, content, words):
    [text] = said(path, content)
    assert words in text
    assert "Wat te doen" in text


def test_a_file_that_is_not_there_or_is_a_folder(path):
    with pytest.raises(StudyError, match="is er niet"):
        read_table(path)
    path.mkdir()
    with pytest.raises(StudyError, match="geen goed CSV"):
        read_table(path)


def test_an_error_while_writing_leaves_the_old_file_and_nothing_else(path):
    path.write_text("oud")
    with pytest.raises(ZeroDivisionError), written_aside(path) as aside:
        aside.write_text("half")
        _ = 1 / 0
    assert path.read_text() == "oud"
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_in_the_way_is_a_problem_not_a_traceback(path):
    path.mkdir()
    (path / "iets").touch()
    with pytest.raises(StudyError, match="kan niet worden geschreven"), written_aside(path) as aside:
        aside.write_text("nieuw")
    assert list(path.parent.iterdir()) == [path]


def test_a_file_where_a_folder_should_be_is_a_problem(path):
    path.write_text("bestand")
    with pytest.raises(StudyError, match="kan niet worden geschreven"), written_aside(path / "b" / "c.csv"):
        pass


def test_folders_are_made_and_a_file_is_replaced(path):
    target = path.parent / "nieuw" / "map" / "b.txt"
    for words in ("een", "twee"):
        with written_aside(target) as aside:
            aside.write_text(words)
    assert target.read_text() == "twee"
    assert [p.name for p in target.parent.iterdir()] == ["b.txt"]
