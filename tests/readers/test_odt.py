"""OpenDocument text: all text in order, what stands out at the start of a line, what is told of the rest."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.style import Style, TextProperties
from odf.teletype import addTextToElement
from odf.text import LineBreak, P, Span

from stemmen.errors import ReadError
from stemmen.readers.found import Found
from stemmen.readers.odt import read

_NAMES = "office text style table draw meta svg form"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(f'xmlns:{name}="{_OASIS}:{name.replace("draw", "drawing")}:1.0"' for name in _NAMES.split())
SPACES += (
    f' xmlns:fo="{_OASIS}:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:config="x"'
)


def package(body: str, *, automatic: str = "", named: str = "", master: str = "", head: str = "") -> bytes:
    """An .odt with this XML in its text, and these styles."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f"{head}<office:document-content {SPACES}>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {SPACES}><office:styles>{named}</office:styles>"
        f"<office:automatic-styles>{letters('T1', 'bold')}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles></office:document-styles>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return buffer.getvalue()


def found(body: str, **parts: str) -> Found:
    return read(package(body, **parts), "a.odt")


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in found(body, **parts).lines]


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


LOOKS = {
    "bold": 'fo:font-weight="bold"',
    "heavy": 'fo:font-weight="600"',
    "light": 'fo:font-weight="normal"',
    "italic": 'fo:font-style="italic"',
    "upright": 'fo:font-style="normal"',
    "underline": 'style:text-underline-style="solid"',
    "line-less": 'style:text-underline-style="none"',
    "hidden": 'text:display="none"',
    "shown": 'text:display="true"',
}


def letters(name: str, *looks: str, family: str = "text", parent: str = "") -> str:
    properties = " ".join(LOOKS[look] for look in looks)
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:text-properties {properties}/></style:style>"
    )


# Order


@pytest.mark.parametrize(
    "wrapper",
    [
        "<text:section>{}</text:section>",
        "<text:list><text:list-item>{}</text:list-item></text:list>",
        "<text:list><text:list-header>{}</text:list-header></text:list>",
        "<text:list><text:list-item><text:list><text:list-item>{}</text:list-item></text:list></text:list-item></text:list>",
        "<text:table-of-content><text:index-body>{}</text:index-body></text:table-of-content>",
        "<text:soft-page-break/>{}",
    ],
)
def test_text_in_a_wrapper_is_read_in_its_place(wrapper):
    assert texts(p("een") + wrapper.format(p("twee")) + p("drie")) == ["een", "twee", "drie"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("een<text:s/>twee", ["een twee"]),
        ('een<text:s text:c="3"/>twee', ["een   twee"]),
        ('een<text:s text:c="x"/>twee', ["een twee"]),
        ("een<text:tab/>twee", ["een\ttwee"]),
        ("een<text:line-break/>twee", ["een", "twee"]),
        ("een\n    twee", ["een twee"]),
        ("een<text:soft-page-break/>twee", ["eentwee"]),
        ("een<text:bookmark-start/>twee<text:bookmark-end/>", ["eentwee"]),
        ('een <text:a xlink:href="http://localhost:9">twee</text:a>', ["een twee"]),
        ("een <text:page-number>2</text:page-number>", ["een 2"]),
        ("<text:number>1.</text:number>een", ["een"]),
        (
            "<text:ruby><text:ruby-base>een</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby>",
            ["een"],
        ),
        ("een<!-- nee --><?nee nee?>", ["een"]),
        ('een<text:s text:c="999999999"/>twee', [f"een{' ' * 1000}twee"]),
    ],
)
def test_what_is_in_a_paragraph(inside, expected):
    assert texts(p(inside)) == expected


# Tracked changes, and what is told

CHANGES = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion/></text:changed-region>'
    f'<text:changed-region text:id="c2"><text:deletion>{p("R: weg")}</text:deletion></text:changed-region>'
    '<text:changed-region text:id="c3"><text:format-change/></text:changed-region></text:tracked-changes>'
)


def test_changes_are_accepted_and_told():
    body = p(
        'R: Dat was <text:change-start text:change-id="c1"/>heel <text:change-end text:change-id="c1"/>'
        '<text:change text:change-id="c2"/><text:change-start text:change-id="c3"/>goed.'
    )
    read = found(CHANGES + body)
    assert [line.text for line in read.lines] == ["R: Dat was heel goed."]
    assert read.notes == (
        "1 bijgehouden invoeging is overgenomen.",
        "1 bijgehouden verwijdering is weggelaten.",
    )


def test_a_deletion_between_paragraphs_is_told():
    assert found(CHANGES + p("a") + '<text:change text:change-id="c2"/>').notes == (
        "1 bijgehouden verwijdering is weggelaten.",
    )


@pytest.mark.parametrize(
    ("element", "note"),
    [
        (
            "<text:note><text:note-body><text:p>x</text:p></text:note-body></text:note>",
            "1 voetnoot of eindnoot is",
        ),
        ("<office:annotation><text:p>x</text:p></office:annotation>", "1 opmerking in de kantlijn is"),
        ("<draw:frame><draw:image/><svg:desc>x</svg:desc></draw:frame>" * 2, "2 plaatjes zijn"),
        ("<draw:frame><draw:object/><draw:image/></draw:frame>", "1 plaatje is"),
        (span("x", "H"), "1 verborgen stuk tekst is"),
    ],
)
def test_what_is_left_out_is_counted(element, note):
    read = found(p(f"Ja{element}"), automatic=letters("H", "hidden"))
    assert (read.lines[0].text, read.notes) == ("Ja", (f"{note} niet ingelezen.",))


def test_a_hidden_section_stays_out_and_is_told():
    read = found(p("a") + f'<text:section text:display="none">{p("x")}{p("y")}</text:section>')
    assert [line.text for line in read.lines] == ["a"]
    assert read.notes == ("1 verborgen stuk tekst is niet ingelezen.",)


BOX = f"<draw:frame><draw:text-box>{p('in het vak')}{p('en nog')}</draw:text-box></draw:frame>"


@pytest.mark.parametrize(
    "box", [BOX, f"<draw:custom-shape>{p('in het vak')}{p('en nog')}</draw:custom-shape>"]
)
def test_a_text_box_is_read_after_its_paragraph(box):
    read = found(p(f"een {box}twee") + p("drie"))
    assert [line.text for line in read.lines] == ["een twee", "in het vak", "en nog", "drie"]
    assert read.notes == ("De tekst van 1 tekstvak is gelezen na de alinea waar het bij staat.",)


def test_a_picture_in_a_text_box_with_its_caption():
    picture = p("<draw:frame><draw:image/></draw:frame>Onderschrift")
    read = found(p(f"een<draw:frame><draw:text-box>{picture}</draw:text-box></draw:frame>"))
    assert [line.text for line in read.lines] == ["een", "Onderschrift"]
    assert read.notes[1] == "1 plaatje is niet ingelezen."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Vertrouwelijk", ("1 kop- of voettekst is niet ingelezen.",)),
        ("Pagina <text:page-number>1</text:page-number> van 12", ()),
        ("", ()),
    ],
)
def test_a_header_is_told_unless_it_is_a_page_number(words, told):
    margins = "".join(f"<style:{name}>{p(words)}</style:{name}>" for name in ("header", "footer-left"))
    read = found(p("a"), master=f"<style:master-page>{margins}</style:master-page>")
    assert ([line.text for line in read.lines], read.notes) == (["a"], told)


# What stands out


@pytest.mark.parametrize(
    ("looks", "marked"),
    [
        (["bold"], "Anna"),
        (["heavy"], "Anna"),
        (["italic"], "Anna"),
        (["underline"], "Anna"),
        (["light", "upright", "line-less", "shown"], ""),
    ],
)
@pytest.mark.parametrize("where", ["automatic", "named"])
def test_what_stands_out_at_the_start(looks, marked, where):
    read = found(p(span("Anna", "A") + " hoi"), **{where: letters("A", *looks)})
    assert (read.lines[0].text, read.lines[0].marked) == ("Anna hoi", marked)


def test_what_stands_out_by_styles_in_styles():
    automatic = (
        letters("T1", "italic")  # styles.xml has a T1 of its own, in bold, for headers
        + letters("T2", parent="Nadruk")
        + letters("T3", "light", parent="Nadruk")
        + letters("P1", "bold", family="paragraph")
        + letters("P2", family="paragraph", parent="P1")
        + letters("Rond", parent="Rond2")
        + letters("Rond2", "bold", parent="Rond")
    )
    cases = {
        p(span("Anna", "T2") + " hoi"): "Anna",
        p(span("Anna", "T3") + " hoi"): "",
        p("Anna hoi", "P1"): "Anna hoi",
        p("Anna hoi", "P2"): "Anna hoi",
        p("Anna" + span(" hoi", "T3"), "P2"): "Anna",
        p(span("Anna", "T1") + span(" hoi", "T2")): "Anna",
        p(span("An" + span("na", "T1"), "T2") + " hoi"): "Anna",
        p(span("Anna", "weg") + " hoi", "weg"): "",
        p(span("Anna", "Rond") + " hoi"): "Anna",
    }
    for body, marked in cases.items():
        read = found(body, automatic=automatic, named=letters("Nadruk", "bold"))
        assert read.lines[0].marked == marked, body


def test_each_line_of_a_paragraph_knows_what_stands_out():
    body = p(span("Anna", "A") + " 0:03<text:line-break/>Hoi " + span("jij<text:line-break/>Bert", "A"))
    lines = found(body, automatic=letters("A", "bold")).lines
    assert [(line.text, line.marked) for line in lines] == [
        ("Anna 0:03", "Anna"),
        ("Hoi jij", ""),
        ("Bert", "Bert"),
    ]


def test_headings():
    automatic = letters("P1", family="paragraph", parent="Title") + letters(
        "P2", family="paragraph", parent="P2"
    )
    body = (
        '<text:h text:outline-level="1">a</text:h>' + p("b", "Title") + p("c", "P1") + p("d", "P2") + p("e")
    )
    assert [line.heading for line in found(body, automatic=automatic).lines] == [
        True,
        True,
        True,
        False,
        False,
    ]


# Tables


def cell(text: str, repeated: int = 1, inside: str = "") -> str:
    inside = inside or p(text)
    return f'<table:table-cell table:number-columns-repeated="{repeated}">{inside}</table:table-cell>'


def table(*rows: list[str], tag: str = "") -> str:
    """A table of these cells, or of cells with these texts; its rows in an element `tag`."""
    made = [[one if one.startswith("<") else cell(one) for one in row] for row in rows]
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in made)
    wrapped = f"<table:{tag}>{body}</table:{tag}>" if tag else body
    return f"<table:table><table:table-column/>{wrapped}</table:table>"


TALK = [["0:01", "I", "Hoe ging dat dan?"], ["0:05", "R", "Nou, dat ging slecht."], ["0:09", "I", "En toen?"]]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0)])
@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("tag", ["", "table-rows", "table-header-rows"])
def test_a_table_with_a_row_a_turn(order, header, tag):
    rows = [["Tijd", "Spreker", "Tekst"]] * header + TALK
    read = found(table(*([row[column] for column in order] for row in rows), tag=tag))
    assert [(line.time, line.speaker, line.text) for line in read.lines] == [
        (1, "I", "Hoe ging dat dan?"),
        (5, "R", "Nou, dat ging slecht."),
        (9, "I", "En toen?"),
    ]


def test_repeated_and_spanned_cells_keep_the_others_in_place():
    empty, covered = cell("", repeated=2), "<table:covered-table-cell/>"
    wide = cell("0:12").replace("repeated", "spanned") + covered
    read = found(table(*TALK, [empty, "Ja."], [wide, "Dat was dat."]))
    assert [line.text for line in read.lines[-2:]] == ["Ja.", "Dat was dat."]
    assert read.lines[-1].time == 12


def test_what_is_repeated_a_million_times_is_read_once():
    body = table([cell("a", repeated=1_000_000)])
    rows = '<table:table-row table:number-rows-repeated="1000000">'
    assert texts(body.replace("<table:table-row>", rows)) == ["a"]


def test_a_table_of_facts_and_a_table_that_puts_text_on_a_page():
    assert texts(table(["Datum", "3 mei"], ["Interviewer", "Anna"])) == ["Datum\t3 mei", "Interviewer\tAnna"]
    read = found(table([cell("", inside=table(*TALK)), "zijkant"]))
    assert [line.speaker for line in read.lines] == ["I", "R", "I", ""]


def test_a_small_table_does_not_hide_who_speaks_around_it():
    talk = "".join(p(text) for text in ["I: Hoe gaat het met u?", "R: Met mij gaat het goed."] * 4)
    for body in (talk + table(*TALK), table(*TALK) + talk):
        assert {line.speaker for line in found(body).lines} == {""}


# Files that nobody should have


@pytest.mark.parametrize(
    "head", ['<!DOCTYPE a [<!ENTITY a "haha">]>', '<!DOCTYPE a SYSTEM "file:///etc/hostname">']
)
def test_a_doctype_is_refused(head):
    with pytest.raises(ReadError, match="DOCTYPE"):
        found(p("a"), head=head)


@pytest.mark.parametrize("body", ["<text:p>", "&nee;", "<x:p/>", "\x01"])
def test_broken_xml_is_damaged(body, capsys):
    with pytest.raises(ReadError, match="beschadigd"):
        found(body)
    assert capsys.readouterr() == ("", "")


def test_what_is_nested_too_deep_is_damaged():
    with pytest.raises(ReadError, match="beschadigd"):
        found(p("<text:span>" * 5000 + "</text:span>" * 5000))
    assert texts(p("<text:span>" * 50 + "a" + "</text:span>" * 50)) == ["a"]


def test_more_than_the_library_can_do_in_time_is_too_large():
    with pytest.raises(ReadError, match="te groot"):
        found("<text:p/>" * 260_000)


def test_a_spreadsheet_is_no_text():
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(""))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"office:text", b"office:spreadsheet"))
    with pytest.raises(ReadError, match="beschadigd"):
        read(buffer.getvalue(), "a.odt")


# Any turns, written by the library, are read back

WORDS = (
    st.text(st.sampled_from("abcdé?.!:,'<>&\u2019 \t"), min_size=1, max_size=30).map(str.strip).filter(bool)
)
TURNS = st.lists(
    st.tuples(st.sampled_from(["Anna", "Bert de Wit", "I:"]), st.lists(WORDS, min_size=1)), max_size=8
)
PROPERTIES = {
    "bold": {"fontweight": "bold"},
    "italic": {"fontstyle": "italic"},
    "line": {"textunderlinestyle": "solid"},
}


@settings(max_examples=50, deadline=None)
@given(turns=TURNS, look=st.sampled_from(sorted(PROPERTIES)), named=st.booleans())
def test_any_turns_are_read_back(turns, look, named):
    document, buffer = OpenDocumentText(), io.BytesIO()
    style = Style(name="Wie", family="text")
    style.addElement(TextProperties(**PROPERTIES[look]))
    (document.styles if named else document.automaticstyles).addElement(style)
    for speaker, lines in turns:
        paragraph = P()
        paragraph.addElement(Span(stylename=style, text=speaker))
        addTextToElement(paragraph, f" {lines[0]}")
        for line in lines[1:]:
            paragraph.addElement(LineBreak())
            addTextToElement(paragraph, line)
        document.text.addElement(paragraph)
    document.write(buffer)
    read_back = read(buffer.getvalue(), "a.odt")
    expected = [
        (f"{speaker} {line}" if number == 0 else line, speaker if number == 0 else "")
        for speaker, lines in turns
        for number, line in enumerate(lines)
    ]
    assert [(line.text, line.marked) for line in read_back.lines] == expected
    assert read_back.notes == ()
