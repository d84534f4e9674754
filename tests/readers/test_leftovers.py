"""What a file holds beside the talk: with its place, never the talk itself, and never an error."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemmen.readers.leftovers import Beside, leftovers
from tests.readers.test_docx import p, package, r
from tests.readers.test_pdf import pdf
from tests.readers.test_rtf import rtf

DATA = Path(__file__).parents[1] / "data" / "transcripten"
TALKS = sorted(path for path in DATA.iterdir() if path.suffix != ".yaml" and not path.name.endswith(".json"))


@pytest.fixture
def look(tmp_path):
    """What a file with this name and content holds beside the talk."""

    def looked(name: str, data: bytes | str) -> Beside:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return leftovers(path)

    return looked


def told(beside: Beside) -> list[tuple[str, str]]:
    return [(piece.place, piece.text) for piece in beside.texts]


TALK = "I: Hoe ging dat toen?\nR: Nou, slecht.\n"


def test_of_plain_text_nothing_is_left(look):
    assert look("a.txt", f"Gesprek 3\n{TALK}") == Beside()


def test_the_body_of_a_word_file_is_no_leftover_however_it_is_cut(look):
    body = p(r("I: Ho"), r("e ging dat?")) + p(r("R: Nou, "), "<w:ins>" + r("heel slecht.") + "</w:ins>")
    assert look("a.docx", package(body)) == Beside()


def test_deleted_and_hidden_words_have_their_place(look):
    deleted = (
        "<w:del><w:r><w:delText>Dat was Ka</w:delText></w:r><w:r><w:delText>rel.</w:delText></w:r></w:del>"
    )
    body = p(r("I: Hoe?"), deleted) + p(r("R: Goed."), r("Zei Lot.", "<w:vanish/>"))
    assert told(look("a.docx", package(body))) == [
        ("verwijderde tekst", "Dat was Karel."),
        ("verborgen tekst", "Zei Lot."),
    ]


def test_what_a_style_hides_is_not_read_and_so_told(look):
    styles = "<w:style w:styleId='V'><w:rPr><w:vanish/></w:rPr></w:style>"
    body = p(r("I: Hoe?")) + p(r("R: Goed. "), r("Zei Lot.", "<w:rStyle w:val='V'/>"))
    (piece,) = look("a.docx", package(body, styles=styles)).texts
    assert piece.place == "niet ingelezen tekst"
    assert piece.unread == {"Zei", "Lot"}


def test_the_author_is_a_person(look):
    beside = look("a.rtf", rtf(r"I: Hoe?\par R: Goed.\par", r"\ansi{\info{\title Lijst}{\author jdevries}}"))
    assert [(piece.text, piece.person) for piece in beside.texts] == [("Lijst", False), ("jdevries", True)]


def test_a_picture_in_a_file_cannot_be_checked(look):
    data = io.BytesIO(package(p(r("I: Hoe?")) + p(r("R: Goed."))))
    with zipfile.ZipFile(data, "a") as file:
        file.writestr("word/media/image1.png", b"x")
        file.writestr("docProps/thumbnail.jpeg", b"x")  # of the first page, which is checked
    assert look("a.docx", data.getvalue()).closed == (
        "Er staat 1 plaatje in. Bekijk het zelf: er kan tekst of een gezicht op staan.",
    )


def test_a_file_in_a_file_cannot_be_checked(look):
    data = io.BytesIO(package(p(r("I: Hoe?")) + p(r("R: Goed."))))
    with zipfile.ZipFile(data, "a") as file:
        file.writestr("word/embeddings/lijst.xlsx", b"x")
    assert look("a.docx", data.getvalue()).closed == ("Er zit een ander bestand in. Bekijk dat zelf.",)


def test_words_cut_at_the_end_of_a_row_were_read(look):
    rows = [(50.0, 780.0, "R: Nou, dat was eigenlijk best een heel lang verhaal van de ge-")]
    rows += [(50.0, 768.0, "meente, en dat was dat.")]
    assert look("a.pdf", pdf([rows])).texts == ()


def test_a_row_that_recurs_on_each_page_was_not_read(look):
    pages = [
        [
            (50.0, 820.0, "Gesprek met Karel"),
            (50.0, 700.0, "I: Hoe ging dat?"),
            (50.0, 688.0, f"R: Goed {n}."),
        ]
        for n in range(4)
    ]
    assert ("niet ingelezen tekst", "Gesprek met Karel") in told(look("a.pdf", pdf(pages)))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"PK\x03\x04 nee"),
        ("a.pdf", b"%PDF-1.4 nee"),
        ("a.xlsx", b""),
        ("a.json", b"{" * 100_000),
        ("a.xml", b"<a>" * 100_000),
        ("a.mp3", b"ID3"),
        ("a.eaf", b"<!DOCTYPE x [<!ENTITY e 'x'>]><x>&e;</x>"),
    ],
)
def test_what_cannot_be_looked_into_is_told(look, name, data):
    beside = look(name, data)
    assert beside.texts == ()
    assert beside.closed
    assert all(reason.endswith(".") for reason in beside.closed)


def test_a_file_that_is_gone_is_told(tmp_path):
    assert leftovers(tmp_path / "a.docx").closed == (
        "Dit bestand is niet te openen (No such file or directory).",
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_never_an_error(look, data):
    path = data.draw(st.sampled_from(TALKS))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    assert isinstance(look(path.name, bytes(content[:cut])), Beside)


@pytest.mark.parametrize(
    "path", [path for path in TALKS if path.suffix == ".txt"], ids=lambda path: path.name
)
def test_of_the_texts_that_we_have_all_words_are_read(path):
    assert leftovers(path).texts == ()
