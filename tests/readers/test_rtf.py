"""Rich Text Format: letters, tables, what is deleted and what stands out, from several programs."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.errors import ReadError
from stemmen.readers.found import Line
from stemmen.readers.rtf import read


def rtf(body: str, head: str = r"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Arial;}}") -> bytes:
    return f"{{\\rtf1{head}\r\n{body}\r\n}}".encode("latin-1")


def texts(data: bytes) -> list[str]:
    return [line.text for line in read(data, "a.rtf").lines if line.text]


def marked(data: bytes) -> list[str]:
    return [line.marked for line in read(data, "a.rtf").lines if line.text]


# Letters


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"caf\'e9 \'93\'e9\'e9n\'94 \'80 12\par", "café “één” € 12"),
        (r"caf\u233\'e9 \u8364? 12\par", "café € 12"),
        (r"\uc0 caf\u233 \uc1  en\u8230?\par", "café en…"),
        (r"nr\uc0\u8364 5\par", "nr€5"),
        (r"nr\uc0\u8364\uc1 5\f0 6\par", "nr€56"),
        (r"ide\u235\'ebn \u-10179?\u-8704?\par", "ideën 😀"),
        (r"\ldblquote Ja\rdblquote  zei ze \endash  nee\emdash\par", "“Ja” zei ze – nee—"),
        (r"a\~b c\_d e\-f\par", "a\u00a0b c\u2011d e\u00adf"),
        (r"\{haken\} en \\ streep\par", "{haken} en \\ streep"),
        ("over de\r\n regel\\par", "over de regel"),
        ("caf\xe9 als byte\\par", "café als byte"),
        (r"\u8364\par", "€"),
        (r"{\upr{ansi}{\*\ud{unicode}}}x\par", "x"),
    ],
)
def test_letters(body, expected):
    assert texts(rtf(body)) == [expected]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (r"\ansi\ansicpg1250", "č"),
        (r"\mac\ansicpg10000", "Ë"),
        (r"\mac", "Ë"),
        (r"\ansi\ansicpg99999", "è"),
        (r"\ansi\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fnil\fcharset238 Arial CE;}}\f1", "č"),
    ],
)
def test_code_pages(head, expected):
    assert texts(rtf(r" \'e8\par", head)) == [expected]


def test_a_file_in_utf8():
    assert texts("{\\rtf1\\ansi R: café “één”\\par}".encode()) == ["R: café “één”"]


def test_letters_that_cannot_be_read_are_told():
    found = read(rtf(r"a\'81b\par"), "a.rtf")
    assert found.lines[0].text == "a\ufffdb"
    assert found.notes == ("Tekens die niet te lezen waren: 1. Daar staat nu \ufffd.",)


# Lines and what stands out


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"{\b I:} Hoe ging dat?\par", "I:"),
        (r"\b I:\b0  Hoe ging dat?\par", "I:"),
        (r"\b I:\plain  Hoe ging dat?\par", "I:"),
        (r"{\i I:}{\b  Hoe ging dat?}\par", "I:"),
        (r"{\ul Anna }Hoe ging dat?\par", "Anna"),
        (r"{\ulw Anna}\ulnone  Hoe ging dat?\par", "Anna"),
        (r"{\b Anna}{\b  de Wit} zei\par", "Anna de Wit"),
        (r"{ }{\b Anna} zei\par", "Anna"),
        (r"{\b Alles vet}\par", "Alles vet"),
        (r"Hoe {\b ging} dat?\par", ""),
        (r"{\b }Hoe ging dat?\par", ""),
        (r"\b\b0 Hoe?\par", ""),
        (r"{\b {\i I}:} Hoe?\par", "I"),
        (r"{\loch\b\loch Int:}{\loch  Hoe?}\par", "Int:"),
        (r"{\b caf\u233\'e9:} Hoe?\par", "café:"),
    ],
)
def test_what_stands_out_at_the_start(body, expected):
    assert marked(rtf(body)) == [expected]


def test_letters_stay_bold_over_lines_until_they_are_not():
    assert marked(rtf(r"\b Kop\par I:\b0  a\par b\par")) == ["Kop", "I:", ""]


def test_paragraphs_breaks_and_pages():
    body = r"I: Hoe?\par" "\n" r"R: Goed.\line Echt.\par\page I:\tab Ja.\sect einde"
    assert texts(rtf(body)) == ["I: Hoe?", "R: Goed.", "Echt.", "I:\tJa.", "einde"]


def test_a_backslash_at_the_end_of_a_line_is_a_paragraph():
    """As TextEdit writes them."""
    body = "\\f0\\fs24 \\cf0 I: Hoe?\\\nR: Goed.\\\r\n\\\nI: Ja."
    assert texts(rtf(body, r"\ansi\ansicpg1252\cocoartf2709")) == ["I: Hoe?", "R: Goed.", "I: Ja."]


def test_as_f4_writes_it():
    body = (
        r"\viewkind4\uc1\pard\lang1043\b\f0\fs22 I:\b0  Hoe ging dat? #00:00:05-1#\par"
        "\r\n"
        r"\b B:\b0  Nou, slecht. #00:00:09-7#\par"
    )
    found = read(rtf(body), "a.rtf")
    assert list(found.lines)[:2] == [
        Line("I: Hoe ging dat? #00:00:05-1#", marked="I:"),
        Line("B: Nou, slecht. #00:00:09-7#", marked="B:"),
    ]


def test_as_libreoffice_writes_a_table():
    cell = r"\pard\plain \s0\loch\intbl\nowidctlpar{\loch "
    row = r"\trowd\trql\ltrrow\cellx2772\cellx5652\cellx8532" + cell
    body = (
        rf"\pard\plain {{\loch Voor}}\par {row}00:01}}\cell{cell}\b I}}\cell{cell}Hoe?}}\cell\row\pard"
        rf"{row}00:02}}\cell{cell}R}}\cell{cell}Goed.\line Echt.}}\cell\row\pard\pard\plain {{\loch Na}}\par "
    )
    assert texts(rtf(body)) == ["Voor", "00:01\tI\tHoe?", "00:02\tR\tGoed.", "Echt.", "Na"]


def test_as_word_writes_a_table():
    """The row is told again after its cells; a cell may have paragraphs."""
    row = r"\trowd \irow0\cellx2000\cellx9000"
    body = (
        rf"{row}\pard \intbl {{\b I\cell }}{{Hoe?\cell }}\pard {{{row}\row }}"
        rf"{row}\pard \intbl {{\b R\cell }}{{Goed.\par Echt.\cell }}\pard {{{row}\row }}\pard Na\par"
    )
    found = read(rtf(body), "a.rtf")
    assert [(line.text, line.marked) for line in found.lines if line.text] == [
        ("I\tHoe?", "I"),
        ("R\tGoed.", "R"),
        ("Echt.", ""),
        ("Na", ""),
    ]


def test_cells_without_a_row_are_not_lost():
    assert texts(rtf(r"\trowd\intbl I\cell Hoe?\cell\pard Na\par")) == ["I\tHoe?\tNa"]


# What is left out


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        (r"Dat was {\deleted\revauthdel1 niet }goed.\par", ("1 verwijderd stuk tekst is niet ingelezen.",)),
        (r"Dat was \deleted niet \deleted0 goed.\par", ("1 verwijderd stuk tekst is niet ingelezen.",)),
        (
            r"Dat {\deleted ook }was {\deleted ni\'e9t }goed.\par",
            ("2 verwijderde stukken tekst zijn niet ingelezen.",),
        ),
        (r"Dat was {\revised\revauth1 goed}.\par", ()),
        (r"Dat was {\v niet }goed.\par", ("1 verborgen stuk tekst is niet ingelezen.",)),
        (
            r"Dat was goed{\super\chftn{\footnote\pard Zie {\i verder}}}.\par",
            ("1 voetnoot of opmerking is niet ingelezen.",),
        ),
        (
            r"Dat{\footnote Eerst} was goed{\*\atnid a}{\*\atnauthor b}\chatn{\*\annotation\pard Hm}.\par",
            ("2 voetnoten en opmerkingen zijn niet ingelezen.",),
        ),
        (
            r"{\header\pard Vertrouwelijk\par}Dat was goed.\par",
            ("Kopteksten en voetteksten zijn niet ingelezen.",),
        ),
        (r"{\header\pard\par}Dat was goed.\par", ()),
        (r"{\info{\title Weg}{\author Weg}}{\*\generator Riched20;}Dat was goed.\par", ()),
        (r"{\stylesheet{\s0 Normal;}}Dat was {\*\bkmkstart a}{\*\bkmkend a}goed.\par", ()),
        (r"{\pict\pngblip 89504e470d0a1a0a}Dat was goed.\par", ()),
        (r"{\pict\wmetafile8\bin6 {}{{\{}Dat was goed.\par", ()),
        (r'Dat was {\field{\*\fldinst{HYPERLINK "http://x.nl"}}{\fldrslt goed}}.\par', ()),
        (r"{\listtext\pard 1.\tab}Dat was goed.\par", ()),
    ],
)
def test_what_is_left_out_is_told(body, notes):
    found = read(rtf(body), "a.rtf")
    said = " ".join(line.text for line in found.lines if line.text)
    assert said.replace("Dat ", "Dat was ").replace("was was", "was") == "Dat was goed."
    assert found.notes == notes


def test_what_stands_after_the_end_is_told():
    found = read(rtf("a\\par") + b" en dit", "a.rtf")
    assert found.notes == ("Wat na het einde van het document staat, is niet ingelezen.",)
    assert read(rtf("a\\par") + b"\r\n\0", "a.rtf").notes == ()


def test_text_in_a_box_is_read():
    body = (
        r"I: Hoe?\par{\shp{\*\shpinst\shpleft0{\sp{\sn geo}{\sv 1}}{\shptxt\pard R: In een kader.\par}}"
        r"{\shprslt{\*\do\dptxbx{\dptxbxtext R: Dubbel.\par}}}}I: Ja.\par"
    )
    assert texts(rtf(body)) == ["I: Hoe?", "R: In een kader.", "I: Ja."]


# Files that cannot be read


@pytest.mark.parametrize(
    "data",
    [b"I: Hoe?", b"PK\x03\x04", rtf("I: Hoe?")[:-4], b"{\\rtf1 {{{", b"{\\rtf", b"{\\rtf1\\bin99999999 abc}"],
)
def test_a_damaged_file_says_so(data):
    with pytest.raises(ReadError, match="beschadigd"):
        read(data, "a.rtf")


def test_too_much_text_is_refused_at_once():
    with pytest.raises(ReadError, match="te groot"):
        read(rtf("woord " * 3_000_000), "a.rtf")


@pytest.mark.parametrize(
    "body",
    [
        "{" * 200_000 + "}" * 200_000,
        r"{\fonttbl" + r"{\f1\fcharset238" * 30_000 + "}" * 30_001,
        r'{\field{\*\fldinst{HYPERLINK "' * 5_000 + "}}}" * 5_000,
        r"\b\b0" * 100_000 + "x",
        r"{\pict " + "00" * 2_000_000 + "}",
        r"\u99999999999999 \u-5 \uc99999999 \f99999999 x\deleted9 y}",
        "{" + "\\" * 99_999 + "}",
    ],
)
def test_odd_files_take_no_time(body):
    start = time.monotonic()
    try:
        read(rtf(body), "a.rtf")
    except ReadError as error:
        assert "beschadigd" in str(error)
    assert time.monotonic() - start < 5


# What is written is read back

_LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp", "Zs"])
_TEXT = st.text(st.one_of(st.sampled_from("abc éë’€ {}\\:-?\t"), _LETTERS), max_size=40).map(str.strip)


def _escaped(text: str) -> str:
    escaped = ""
    for letter in text:
        if letter in "{}\\":
            escaped += f"\\{letter}"
        elif letter == "\t":
            escaped += "\\tab "
        elif letter.isascii():
            escaped += letter
        else:
            units = letter.encode("utf-16-le")
            codes = [
                int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)
            ]
            escaped += "".join(f"\\u{code}?" for code in codes)
    return escaped


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["I:", "Anna", "Respondent 2:"]), st.sampled_from("biu"), _TEXT), min_size=1
    )
)
def test_what_was_said_is_read_back(said):
    body = "\r\n".join(
        f"{{\\{'ul' if how == 'u' else how} {label}}} {_escaped(text)}\\par" for label, how, text in said
    )
    lines = [line for line in read(rtf(body), "a.rtf").lines if line.text]
    assert [(line.text, line.marked) for line in lines] == [
        (f"{label} {text}".strip(), label) for label, _, text in said
    ]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_mutated_file_gives_lines_or_a_sentence(data):
    whole = rtf(r"{\b I:} caf\u233\'e9{\deleted weg}\trowd\intbl a\cell b\cell\row\par{\*\x y}")
    at = data.draw(st.integers(0, len(whole)))
    piece = data.draw(
        st.binary(max_size=6) | st.sampled_from([b"{", b"}", b"\\", b"\\bin9 ", b"\\u", b"\\'"])
    )
    mutated = whole[:at] + piece + whole[at + data.draw(st.integers(0, 6)) :]
    try:
        read(mutated, "a.rtf")
    except ReadError:
        return
