"""Word files: all text in order, what stands out at the start of a line, and what is told of the rest."""

import io
import zipfile
from xml.sax.saxutils import escape

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.errors import ReadError
from stemmen.readers.docx import read
from stemmen.readers.docx_parts import Parts
from stemmen.readers.found import Found

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, *, styles: str = "", more: dict[str, str] | None = None, head: str = "") -> bytes:
    """A Word file with this XML in its body; `more` are other parts, by kind ("header")."""
    kinds = {"styles": f"<w:styles {W}>{styles}</w:styles>", **(more or {})}
    related = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind.rstrip("0123456789")}" Target="{kind}.xml"/>'
        for number, kind in enumerate(kinds)
    )
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships {space}><Relationship Id="r" Type="{RELATIONS}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"<Relationships {space}>{related}</Relationships>",
        "word/document.xml": f"{head}<w:document {W} {MORE}><w:body>{body}</w:body></w:document>",
        **{f"word/{kind}.xml": part for kind, part in kinds.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return buffer.getvalue()


def p(*runs: str, settings: str = "") -> str:
    return f"<w:p><w:pPr>{settings}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table(*rows: list[str]) -> str:
    made = "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def found(body: str, **parts) -> Found:
    return read(package(body, **parts), "a.docx")


def texts(body: str, **parts) -> list[str]:
    return [line.text for line in found(body, **parts).lines]


# Order


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:customXml>{}</w:customXml>",
        "<w:ins>{}</w:ins>",
        "<w:moveTo>{}</w:moveTo>",
        "<w:sdt><w:sdtContent><w:customXml>{}</w:customXml></w:sdtContent></w:sdt>",
    ],
)
def test_text_in_a_wrapper_is_read_in_its_place(wrapper):
    body = p(r("een")) + wrapper.format(p(r("twee")) + table([p(r("drie"))])) + p(r("vier"))
    assert texts(body) == ["een", "twee", "drie", "vier"]


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:hyperlink>{}</w:hyperlink>",
        "<w:smartTag>{}</w:smartTag>",
        "<w:fldSimple w:instr='PAGE'>{}</w:fldSimple>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:ins>{}</w:ins>",
        "<w:bdo>{}</w:bdo>",
    ],
)
def test_letters_in_a_wrapper_are_read_in_their_place(wrapper):
    assert texts(p(r("een "), wrapper.format(r("twee")), r(" drie"))) == ["een twee drie"]


def test_a_field_gives_its_result_and_not_its_code():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("3 mei") + "<w:r><w:fldChar/></w:r>"
    )
    assert texts(p(r("Op "), field, r("."))) == ["Op 3 mei."]


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("<w:br/>", ["een", "twee"]),
        ("<w:cr/>", ["een", "twee"]),
        ('<w:br w:type="page"/>', ["een", "twee"]),
        ("<w:tab/>", ["een\ttwee"]),
        ("<w:noBreakHyphen/>", ["een-twee"]),
        ("<w:softHyphen/>", ["eentwee"]),
        ("<w:t>\n</w:t>", ["een twee"]),
        ("<w:t>\u2028</w:t>", ["een", "twee"]),
        ("<!-- nee --><?nee nee?>", ["eentwee"]),
        ('<w:sym w:font="Wingdings" w:char="F0E0"/>', ["een→twee"]),
    ],
)
def test_what_is_no_letter(element, expected):
    assert texts(p(r("een"), f"<w:r>{element}</w:r>", r("twee"))) == expected


def test_a_formula_and_a_reading_aid_are_text():
    ruby = f"<w:r><w:ruby><w:rt>{r('nee')}</w:rt><w:rubyBase>{r('ja')}</w:rubyBase></w:ruby></w:r>"
    assert texts(p(ruby, "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>")) == ["jaa+b"]


def test_a_formula_and_an_emoji_are_read_once():
    emoji = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='w16se'><w:sym w:char='1F60A'/></mc:Choice>"
        "<mc:Fallback><w:t>😊</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert found(p(r("Ja "), emoji)) == Found(found(p(r("Ja 😊"))).lines)


# Tracked changes


def test_changes_are_accepted_and_told():
    deleted = '<w:del w:id="2"><w:r><w:delText>niet </w:delText></w:r></w:del>'
    body = (
        p(r("R: Dat was "), f"<w:ins>{r('heel ')}</w:ins>", deleted, deleted, r("goed."))
        + p(f"<w:moveFrom>{r('weg')}</w:moveFrom>", f"<w:moveTo>{r('hier')}</w:moveTo>")
        + p("<w:ins/>", "<w:del/>")
    )
    read = found(body)
    assert [line.text for line in read.lines] == ["R: Dat was heel goed.", "hier"]
    assert read.notes == (
        "1 bijgehouden invoeging is overgenomen.",
        "2 bijgehouden verwijderingen zijn weggelaten.",
        "1 verplaatst stuk tekst is gelezen op de nieuwe plaats.",
    )


def test_what_was_inserted_and_then_deleted_is_gone():
    inner = "<w:del><w:r><w:delText>nee</w:delText></w:r></w:del>"
    read = found(p(r("a"), f"<w:ins>{inner}</w:ins>"))
    assert [line.text for line in read.lines] == ["a"]
    assert read.notes == ("1 bijgehouden verwijdering is weggelaten.",)


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_where_the_end_of_a_paragraph_was_deleted_the_next_goes_on(mark):
    gone = f"<w:rPr><w:{mark}/></w:rPr>"
    assert texts(p(r("een "), settings=gone) + p(r("twee")) + p(r("drie"))) == ["een twee", "drie"]
    assert texts(p(r("een"), settings=gone) + table([p(r("cel"), settings=gone)])) == ["een", "cel"]
    assert texts(p(r("een"), settings=gone)) == ["een"]


def test_the_looks_from_before_a_change_do_not_count():
    change = "<w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>"
    assert found(p(r("Anna", change), r(" hoi"))).lines[0].marked == ""


# What is told


@pytest.mark.parametrize(
    ("element", "note"),
    [
        ("<w:footnoteReference/>", "1 voetnoot of eindnoot is niet ingelezen."),
        ("<w:footnoteReference/><w:endnoteReference/>", "2 voetnoten en eindnoten zijn niet ingelezen."),
        ("<w:commentReference/>", "1 opmerking in de kantlijn is niet ingelezen."),
        ("<w:drawing><a:blip/></w:drawing>", "1 plaatje is niet ingelezen."),
        ("<w:pict><v:imagedata/></w:pict>" * 2, "2 plaatjes zijn niet ingelezen."),
        ('<w:sym w:char="F041"/>', "1 teken uit een lettertype met symbolen is niet ingelezen."),
    ],
)
def test_what_is_left_out_is_counted(element, note):
    read = found(p(r("Ja"), f"<w:r>{element}</w:r>"))
    assert (read.lines[0].text, read.notes) == ("Ja", (note,))


def test_a_file_in_the_file_is_told():
    assert found("<w:altChunk/>" + p(r("a"))).notes == ("1 ingevoegd bestand is niet ingelezen.",)


def test_hidden_text_stays_out_and_is_told():
    styles = '<w:style w:styleId="Geheim"><w:rPr><w:vanish/></w:rPr></w:style>'
    named = '<w:rStyle w:val="Geheim"/>'
    body = p(
        r("Mevrouw "),
        r("Jansen ", "<w:vanish/>"),
        r("Smit ", named),
        r("[naam]", f'{named}<w:vanish w:val="0"/>'),
    )
    read = found(body, styles=styles)
    assert [line.text for line in read.lines] == ["Mevrouw [naam]"]
    assert read.notes == ("2 verborgen stukken tekst zijn niet ingelezen.",)


BOX = f"<w:txbxContent>{p(r('in het vak'))}{p(r('en nog'))}</w:txbxContent>"


@pytest.mark.parametrize(
    "shape",
    [
        f"<w:pict><v:textbox>{BOX}</v:textbox></w:pict>",
        f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent>",
    ],
)
def test_a_text_box_is_read_once_after_its_paragraph(shape):
    read = found(p(r("een "), f"<w:r>{shape}</w:r>", r("twee")) + p(r("drie")))
    assert [line.text for line in read.lines] == ["een twee", "in het vak", "en nog", "drie"]
    assert read.notes == ("De tekst van 1 tekstvak is gelezen na de alinea waar het bij staat.",)


def test_an_empty_text_box_is_not_worth_a_word():
    assert found(p(r("a"), "<w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r>")).notes == ()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Vertrouwelijk", "1 kop- of voettekst is niet ingelezen."),
        ("Interview 15", "1 kop- of voettekst is niet ingelezen."),
        ("Pagina 1 van 12", None),
        ("- 3 -", None),
        ("p. 4/12", None),
        (" ", None),
    ],
)
def test_a_header_is_told_unless_it_is_a_page_number(words, told):
    more = {"header": f"<w:hdr {W}>{p(r(words))}</w:hdr>", "footer": f"<w:ftr {W}>{p(r(words))}</w:ftr>"}
    read = found(p(r("a")), more=more)
    assert [line.text for line in read.lines] == ["a"]
    assert read.notes == ((told,) if told else ())


def test_several_headers_are_told_together():
    more = {f"header{n}": f"<w:hdr {W}>{p(r(f'Deel {n}'))}</w:hdr>" for n in "12"}
    note = "2 kop- en voetteksten zijn niet ingelezen."
    assert found(p(r("a")), more=more).notes == (note,)


# What stands out

BOLD, ITALIC, UNDERLINED = "<w:b/>", "<w:i/>", '<w:u w:val="single"/>'


@pytest.mark.parametrize(
    ("pieces", "marked"),
    [
        ([("Anna", BOLD), (" hoi", "")], "Anna"),
        ([("Anna", ITALIC), (" hoi", "")], "Anna"),
        ([("Anna", UNDERLINED), (" hoi", "")], "Anna"),
        ([("Anna", '<w:u w:val="none"/>'), (" hoi", "")], ""),
        ([("Anna", '<w:b w:val="0"/>'), (" hoi", "")], ""),
        ([("Anna", '<w:b w:val="false"/>'), (" hoi", "")], ""),
        ([("An", BOLD), ("na", BOLD), (" ", ""), ("de Wit", BOLD), (" hoi", "")], "Anna de Wit"),
        ([(" ", ""), ("Anna", BOLD), (" hoi", "")], "Anna"),
        ([("hoi ", ""), ("Anna", BOLD)], ""),
        ([("Hoe gaat het?", BOLD)], "Hoe gaat het?"),
        ([("Hoe ", BOLD), ("gaat", BOLD + ITALIC), (" het?", BOLD)], "Hoe gaat het?"),
        ([("Anna", BOLD), (" Hoe gaat het?", ITALIC)], "Anna"),
        ([("Anna", BOLD + ITALIC), (" Hoe gaat het?", ITALIC)], "Anna"),
        ([("Anna", BOLD + UNDERLINED), (":", BOLD), (" hoi", "")], "Anna"),
    ],
)
def test_what_stands_out_at_the_start(pieces, marked):
    (line,) = found(p(*(r(text, look) for text, look in pieces))).lines
    assert line.marked == marked
    assert line.text == "".join(text for text, _ in pieces).strip()


STYLES = (
    '<w:style w:type="character" w:styleId="Nadruk"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Sterker"><w:basedOn w:val="Nadruk"/></w:style>'
    '<w:style w:type="character" w:styleId="Zwak"><w:basedOn w:val="Nadruk"/>'
    '<w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Onder"><w:rPr><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Vraag"><w:rPr><w:b/><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Vraag2"><w:basedOn w:val="Vraag"/></w:style>'
    '<w:style w:type="character" w:styleId="Rond"><w:basedOn w:val="Rond2"/></w:style>'
    '<w:style w:type="character" w:styleId="Rond2"><w:basedOn w:val="Rond"/><w:rPr><w:i/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("paragraph", "letters", "marked"),
    [
        ("", "Nadruk", "I:"),
        ("", "Sterker", "I:"),
        ("", "Zwak", ""),
        ("", "Onder", "I:"),
        ("", "Rond", "I:"),
        ("", "weg", ""),
        ("Vraag", "", "I: hoi"),
        ("Vraag2", "", "I: hoi"),
        ("weg", "Nadruk", "I:"),
        ("Vraag", "Nadruk", "I: hoi"),  # still underlined, though bold in bold is plain
    ],
)
def test_what_stands_out_by_a_style(paragraph, letters, marked):
    body = p(
        r("I:", f'<w:rStyle w:val="{letters}"/>'), r(" hoi"), settings=f'<w:pStyle w:val="{paragraph}"/>'
    )
    assert found(body, styles=STYLES).lines[0].marked == marked


def test_bold_letters_in_a_bold_paragraph_are_plain():
    """As Word shows them: a style of letters turns round what its paragraph has."""
    styles = STYLES + '<w:style w:styleId="Vet"><w:rPr><w:b/></w:rPr></w:style>'
    body = p(r("I:"), r(" hoi", '<w:rStyle w:val="Nadruk"/>'), settings='<w:pStyle w:val="Vet"/>')
    assert found(body, styles=styles).lines[0].marked == "I:"


def test_direct_looks_go_above_styles():
    body = p(r("I:"), r(" hoi", '<w:b w:val="0"/><w:u w:val="none"/>'), settings='<w:pStyle w:val="Vraag"/>')
    assert found(body, styles=STYLES).lines[0].marked == "I:"


def test_each_line_of_a_paragraph_knows_what_stands_out():
    """As Teams writes it: who and when on a line, the words on the next."""
    enter = "<w:r><w:br/></w:r>"
    body = p(r("Anna", BOLD), r("   0:03"), enter, r("Hoi "), r("jij", BOLD), enter, r("Bert", ITALIC))
    lines = found(body).lines
    assert [(line.text, line.marked) for line in lines] == [
        ("Anna   0:03", "Anna"),
        ("Hoi jij", ""),
        ("Bert", "Bert"),
    ]


@pytest.mark.parametrize(
    ("style", "name", "own", "heading"),
    [
        ("Kop1", "heading 1", "", True),
        ("Heading2", "", "", True),
        ("Titel", "Title", "", True),
        ("a0", "Subtitle", "", True),
        ("x", "Eigen kop", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>', True),
        ("x", "Eigen", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', False),
        ("x", "Eigen", '<w:basedOn w:val="Basis"/>', True),
        ("Koptekst", "header", "", False),
        ("Normal", "Normal", "", False),
        ("Koppeling", "Hyperlink", "", False),
    ],
)
def test_headings_by_their_style(style, name, own, heading):
    styles = (
        f'<w:style w:styleId="{style}"><w:name w:val="{name}"/>{own}</w:style>'
        '<w:style w:styleId="Basis"><w:name w:val="heading 3"/></w:style>'
    )
    read = found(p(r("Kop"), settings=f'<w:pStyle w:val="{style}"/>'), styles=styles)
    assert read.lines[0].heading is heading


def test_a_heading_by_its_outline_level_and_without_styles():
    assert found(p(r("Kop"), settings='<w:outlineLvl w:val="0"/>')).lines[0].heading
    assert found(p(r("Kop"), settings='<w:pStyle w:val="Kop1"/>')).lines[0].heading
    assert (
        not found(p(r("Kop"), settings='<w:pStyle w:val="Kop1"/><w:outlineLvl w:val="9"/>')).lines[0].heading
    )


# Tables


def cells(*texts: str) -> list[str]:
    return [p(r(text)) for text in texts]


TALK = [
    ("0:01", "I", "Hoe ging dat dan?"),
    ("0:05", "R", "Nou, dat ging slecht."),
    ("0:09", "I", "En toen, wat deed u?"),
]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0), (2, 1, 0)])
@pytest.mark.parametrize("header", [True, False])
def test_a_table_with_a_row_a_turn(order, header):
    rows = [("Tijd", "Spreker", "Tekst")] * header + TALK
    read = found(p(r("Titel")) + table(*(cells(*(row[column] for column in order)) for row in rows)))
    assert read.lines[0].text == "Titel"
    assert [(line.time, line.speaker, line.text) for line in read.lines[1:]] == [
        (1, "I", "Hoe ging dat dan?"),
        (5, "R", "Nou, dat ging slecht."),
        (9, "I", "En toen, wat deed u?"),
    ]


def test_a_cell_over_two_columns_keeps_the_others_in_place():
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    rows = [cells(*row) for row in TALK] + [[wide + p(r("0:12")), p(r("Dat was dat."))]]
    read = found(table(*rows))
    assert read.lines[-1].text == "Dat was dat."
    assert read.lines[-1].time == 12


def test_a_table_of_facts_stays_lines():
    lines = texts(table(cells("Datum", "3 mei"), cells("Interviewer", "Anna")) + p(r("I: Hoi")))
    assert lines == ["Datum\t3 mei", "Interviewer\tAnna", "I: Hoi"]


def test_tables_that_put_text_on_a_page():
    column = "".join(p(r(text)) for text in ("I: a", "R: b", "I: c", "R: d"))
    assert texts(table([column, column])) == ["I: a", "R: b", "I: c", "R: d"] * 2
    one = table([p(r("Anna", BOLD), r(" hoi")) + p(r("Bert", BOLD))])
    assert [line.marked for line in found(one).lines] == ["Anna", "Bert"]
    inner = table(*(cells(*row) for row in TALK))
    read = found(table([p(r("Titel"))], [inner, p(r("zijkant"))]))
    assert [line.speaker for line in read.lines] == ["", "I", "R", "I", ""]


def test_a_small_table_does_not_hide_who_speaks_around_it():
    talk = "".join(p(r(text)) for text in ["I: Hoe gaat het met u?", "R: Met mij gaat het goed."] * 4)
    example = table(*(cells(*row) for row in TALK))
    for body in (talk + example, example + talk):
        read = found(body)
        assert {line.speaker for line in read.lines} == {""}
        assert "0:01\tI\tHoe ging dat dan?" in [line.text for line in read.lines]


def test_rows_and_cells_in_a_wrapper():
    first = f"<w:sdt><w:sdtContent><w:tc>{p(r('a'))}</w:tc></w:sdtContent></w:sdt>"
    row = f"<w:tr>{first}<w:tc>{p(r('b'))}</w:tc></w:tr>"
    assert texts(f"<w:tbl><w:ins>{row}</w:ins></w:tbl>") == ["a\tb"]


# Files that Word opens, and files that nobody should


def changed(data: bytes, change: dict[str, tuple[bytes, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            assert name not in change or change[name][0] in part
            new.writestr(name, part.replace(*change.get(name, (b"\0", b""))))
    return buffer.getvalue()


def written(*paragraphs: str) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


def test_a_picture_that_is_gone_does_not_matter():
    gone = f'<Relationship Id="r99" Type="{RELATIONS}/image" Target="NULL"/></Relationships>'.encode()
    data = changed(written("I: hoi"), {"word/_rels/document.xml.rels": (b"</Relationships>", gone)})
    assert read(data, "a.docx").lines[0].text == "I: hoi"


def test_the_strict_kind_of_word_file():
    """As "Strikt Open XML-document" in Word's list of formats."""
    old, new = b"schemas.openxmlformats.org", b"purl.oclc.org/ooxml"
    data = changed(written("I: hoi"), {
        "_rels/.rels": (old + b"/officeDocument/2006", new + b"/officeDocument"),
        "word/_rels/document.xml.rels": (old + b"/officeDocument/2006", new + b"/officeDocument"),
        "word/document.xml": (old + b"/wordprocessingml/2006", new + b"/wordprocessingml"),
    })  # fmt: skip
    assert read(data, "a.docx").lines[0].text == "I: hoi"


def test_the_main_part_may_have_another_name():
    """As Word on the web writes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(p(r("hoi"))))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(b"word/document.xml", b"/word/document2.xml")
            new.writestr(name.replace("document.xml", "document2.xml"), part)
    assert read(buffer.getvalue(), "a.docx").lines[0].text == "hoi"


def test_nothing_outside_the_file_is_read():
    outside = f'Type="{RELATIONS}/header" Target="file:///etc/hostname" TargetMode="External"'
    out = f'Type="{RELATIONS}/header" Target="../../../../../../etc/hostname"'
    relations = f'<Relationship Id="r8" {outside}/><Relationship Id="r9" {out}/></Relationships>'.encode()
    data = changed(written("I: hoi"), {"word/_rels/document.xml.rels": (b"</Relationships>", relations)})
    assert read(data, "a.docx").notes == ()


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY a "haha">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://localhost:9/x">%b;]>',
    ],
)
def test_a_doctype_is_refused(head):
    with pytest.raises(ReadError, match="DOCTYPE"):
        found(p(r("a")), head=head)


def test_the_parser_does_not_expand_entities():
    """The second lock, where the first does not see a DOCTYPE: in letters that hide it."""
    xml = f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY a "haha">]><w:p {W}>&a;</w:p>'
    assert not parse_xml(xml.encode("utf-16")).text


@pytest.mark.parametrize("body", ["<w:p>", "&nee;", "<x:p/>", "\x01"])
def test_broken_xml_is_damaged(body):
    with pytest.raises(ReadError, match="beschadigd"):
        found(body)


def test_what_is_nested_too_deep_is_damaged():
    with pytest.raises(ReadError, match="beschadigd"):
        found("<w:sdt>" * 5000 + "</w:sdt>" * 5000)
    assert texts("<w:sdt>" * 200 + p(r("a")) + "</w:sdt>" * 200) == ["a"]


def test_more_than_can_be_done_in_time_is_too_large():
    with pytest.raises(ReadError, match="te groot"):
        found("<w:p/>" * 1_000_000)


def test_a_header_that_is_referred_to_often_is_read_once():
    """Else a small file could ask for hours of work."""
    again = f'<Relationship Id="r" Type="{RELATIONS}/header" Target="header.xml"/>' * 20
    data = package(p(r("a")), more={"header": f"<w:hdr {W}>{p(r('Deel'))}</w:hdr>"})
    data = changed(data, {"word/_rels/document.xml.rels": (b"</Rel", again.encode() + b"</Rel")})
    assert len(Parts(data, "a.docx").margins()) == 1


def test_odd_numbers_are_taken_as_none():
    cell = '<w:tcPr><w:gridSpan w:val="9999999999"/></w:tcPr>' + p(r("a"))
    assert texts(table([cell, p(r("b"))])) == ["a\tb"]
    cell = '<w:tcPr><w:gridSpan w:val="x"/></w:tcPr>' + p(r("a"))
    assert texts(table([cell, p(r("b"))])) == ["a\tb"]


def test_a_spreadsheet_is_no_word_file():
    data = changed(written("a"), {"word/document.xml": (b"w:body", b"w:werkblad")})
    with pytest.raises(ReadError, match="beschadigd"):
        read(data, "a.docx")


# Any turns, written as Word does, are read back

WORDS = (
    st.text(st.sampled_from("abcdé?.!:,'<>&\u2019 \t"), min_size=1, max_size=30).map(str.strip).filter(bool)
)
TURNS = st.lists(
    st.tuples(st.sampled_from(["Anna", "Bert de Wit", "I:"]), st.lists(WORDS, min_size=1)), max_size=8
)


@settings(max_examples=50, deadline=None)
@given(turns=TURNS, look=st.sampled_from(["bold", "italic", "underline"]), styled=st.booleans())
def test_any_turns_are_read_back(turns, look, styled):
    document, buffer = docx.Document(), io.BytesIO()
    for speaker, lines in turns:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(speaker, style="Strong" if styled else None)
        if not styled:
            setattr(run.font, look, True)
        plain = paragraph.add_run(f" {lines[0]}")
        for line in lines[1:]:
            plain.add_break()
            plain.add_text(line)
    document.save(buffer)
    read_back = read(buffer.getvalue(), "a.docx")
    expected = [
        (f"{speaker} {line}" if number == 0 else line, speaker if number == 0 else "")
        for speaker, lines in turns
        for number, line in enumerate(lines)
    ]
    assert [(line.text, line.marked) for line in read_back.lines] == expected
    assert read_back.notes == ()
