"""PDF files: rows become paragraphs again, margins go, words are whole; and what cannot be read says why."""

import re
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.errors import ReadError
from stemmen.readers.found import Found
from stemmen.readers.pdf import read

Place = tuple[float, float, str]  # from the left, from below, text
_FONTS = {"/F1": "Courier", "/F2": "Courier-Bold", "/F3": "Courier-Oblique"}
_WIDE = 0.6  # of the size: the width of each letter in Courier


def pdf(pages: list[list[Place]], size: int = 10, stream: bytes | None = None, extra: str = "") -> bytes:
    """A PDF in Courier; words between * are bold, between _ italic, a line that begins with # is large."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    fonts = "".join(
        f"{name}<</Type/Font/Subtype/Type1/BaseFont/{font}/Encoding/WinAnsiEncoding>>"
        for name, font in _FONTS.items()
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        f"<<{fonts}>>".encode(),
    ]
    for number, page in enumerate(pages):
        content = zlib.compress(stream or b"".join(_drawn(place, size) for place in page))
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font 3 0 R>>"
            f"/Contents {5 + 2 * number} 0 R>>".encode(),
            f"<</Length {len(content)}/Filter/FlateDecode>>stream\n".encode() + content + b"\nendstream",
        ]
    data, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{at:010} 00000 n \n" for at in starts
    )
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R{extra}>>\nstartxref\n{len(data)}\n%%EOF"
    return data + f"{table}{end}".encode()


def _drawn(place: Place, size: int) -> bytes:
    left, low, text = place
    drawn = b""
    for part in re.split(r"(\*[^*]+\*|_[^_]+_)", text):
        font = {"*": "/F2", "_": "/F3"}.get(part[:1], "/F1")
        letters = part.strip("*_").replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        drawn += f"BT {font} {size} Tf {left} {low} Td (".encode() + letters.encode("cp1252") + b") Tj ET\n"
        left += len(part.strip("*_")) * size * _WIDE
    return drawn


def rows(*texts: str, left: float = 50, top: float = 780, step: float = 12) -> list[Place]:
    return [(left, top - number * step, text) for number, text in enumerate(texts)]


def found(*pages: list[Place]) -> Found:
    return read(pdf(list(pages)), "a.pdf")


def texts(*pages: list[Place]) -> list[str]:
    return [line.text for line in found(*pages).lines]


FULL = "R: Nou, dat was eigenlijk best een heel lang verhaal over het"  # as wide as a row gets here


# Paragraphs


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ([FULL, "loket. Echt."], [f"{FULL} loket. Echt."]),
        ([FULL, "loket.", "I: Ja?"], [f"{FULL} loket.", "I: Ja?"]),
        (["I: Ja?", "R: Nee.", FULL, "loket."], ["I: Ja?", "R: Nee.", f"{FULL} loket."]),
        ([FULL, "I: Ja?"], [FULL, "I: Ja?"]),
        ([FULL, "[00:01:02] Ja"], [FULL, "[00:01:02] Ja"]),
        ([FULL, "[SPEAKER_01]: Ja"], [FULL, "[SPEAKER_01]: Ja"]),
        ([FULL, "*Anna* Ja"], [FULL, "Anna Ja"]),
        ([FULL, "zei: nee, hoor."], [f"{FULL} zei: nee, hoor."]),
        (["Kort.", "Ook kort.", FULL, "loket."], ["Kort.", "Ook kort.", f"{FULL} loket."]),
        ([FULL, "- ja"], [FULL, "- ja"]),
    ],
)
def test_rows_of_a_paragraph_are_joined(written, expected):
    assert texts(rows(*written)) == expected


def test_a_wide_step_is_a_new_paragraph():
    assert texts(rows(FULL, FULL[3:], FULL[3:]) + rows("loket.", top=730)) == [
        f"{FULL} {FULL[3:]} {FULL[3:]}",
        "loket.",
    ]


def test_a_first_row_further_in_is_a_new_paragraph():
    full = FULL[3:]
    written = [*rows(FULL, full), *rows(full[5:], left=80, top=756), *rows(full, top=744)]
    assert texts(written) == [f"{FULL} {full}", f"{full[5:]} {full}"]


def test_a_label_that_hangs_out_stays_with_its_rows():
    written = [
        (50, 780, "I"),
        (90, 780, "Hoe ging dat eigenlijk bij het loket waar u toen"),
        (90, 768, "heen ging?"),
    ]
    written += [(50, 756, "R"), (90, 756, "Slecht.")]
    written += [(50, 744, "I"), (90, 744, "Ja?")]
    assert texts(written) == [
        "I\tHoe ging dat eigenlijk bij het loket waar u toen heen ging?",
        "R\tSlecht.",
        "I\tJa?",
    ]


def test_a_turn_goes_on_over_pages():
    assert texts(rows("I: Ja?", FULL), rows("loket en ver-"), rows("der. Echt.")) == [
        "I: Ja?",
        f"{FULL} loket en verder. Echt.",
    ]


def test_a_row_that_sticks_out_is_no_measure():
    written = [
        "I: Zie http://www.voorbeeld.nl/een/heel/lang/adres/dat/uitsteekt/over/de/rand",
        FULL,
        "loket.",
        FULL,
        "a.",
    ]
    assert texts(rows(*written)) == [written[0], f"{FULL} loket.", f"{FULL} a."]


def test_what_stands_out_and_headings():
    one = read(pdf([rows("*I:* Hoe?", "_R:_ Goed, *echt*.", "*Kop*", "I: *Ja.*")]), "a.pdf")
    assert [line.marked for line in one.lines] == ["I:", "R:", "Kop", ""]
    large = b"BT /F1 16 Tf 50 800 Td (Deel 1) Tj ET " + b"".join(
        _drawn(place, 10) for place in rows(FULL, "loket.")
    )
    assert [(line.text, line.heading) for line in read(pdf([[]], stream=large), "a.pdf").lines] == [
        ("Deel 1", True),
        (f"{FULL} loket.", False),
    ]


# Words


@pytest.mark.parametrize(
    ("head", "tail", "word", "mended"),
    [
        ("arbeids-", "ongeschikt", "arbeidsongeschikt", 1),
        ("e-", "mail", "e-mail", 0),
        ("WW-", "uitkering", "WW-uitkering", 0),
        ("sms-", "code", "sms-code", 0),
        ("Noord-", "Holland", "Noord-Holland", 0),
        ("zee-", "egel", "zee-egel", 0),
        ("covid-", "19", "covid-19", 0),
        ("niet-", "begrepen", "niet-begrepen", 0),
        ("in-", "en uitstroom", "in- en uitstroom", 0),
        ("toen zei ik-", "Nou ja", "toen zei ik- Nou ja", 0),
        ("toen -", "nou ja", "toen - nou ja", 0),
        ("wet-", "houder", "wethouder", 1),
    ],
)
def test_hyphens_at_the_end_of_a_row(head, tail, word, mended):
    start = "R: " + "woord " * 12
    one = found(rows("I: Ja?", start + head, f"{tail} was dat, ja."))
    assert one.lines[1].text == f"{start}{word} was dat, ja."
    what = "Aan het einde van een regel is 1 woord dat was afgebroken weer heel gemaakt."
    assert one.notes == ((what,) if mended else ())


def test_a_word_is_written_as_it_is_elsewhere():
    start = "R: " + "woord " * 12
    assert "hulp-uren was" in texts(rows("I: hulp-uren?", f"{start}hulp-", "uren was dat."))[1]
    assert "zeeegel was" in texts(rows("I: zeeegel?", f"{start}zee-", "egel was dat."))[1]


# Headers and footers


def test_headers_and_numbers_of_pages_are_left_out_and_told():
    pages = [
        [
            (50, 820, "Interview 3 - vertrouwelijk"),
            *rows("I: Ja?", f"R: Woord {letter}."),
            (280, 30, f"Pagina {number} van 3"),
        ]
        for number, letter in enumerate("abc", 1)
    ]
    one = found(*pages)
    assert [line.text for line in one.lines] == [
        "I: Ja?",
        "R: Woord a.",
        "I: Ja?",
        "R: Woord b.",
        "I: Ja?",
        "R: Woord c.",
    ]
    assert one.notes == ("Kop- en voetteksten van bladzijden zijn weggelaten: 2 soorten, 6 keer.",)


@pytest.mark.parametrize("number", ["- {} -", "{}", "Pagina {}", "{} / 2", "blz. {}"])
def test_forms_of_page_numbers(number):
    pages = [
        [*rows("I: Ja?", f"R: Nee {letter}."), (280, 30, number.format(at))]
        for at, letter in enumerate("ab", 1)
    ]
    assert texts(*pages) == ["I: Ja?", "R: Nee a.", "I: Ja?", "R: Nee b."]


def test_what_only_looks_like_a_margin_stays():
    assert texts(rows("I: Ja?", "R: Nee.", "12")) == ["I: Ja?", "R: Nee.", "12"]
    assert texts(rows("R: Ja."), rows("R: Ja."), rows("R: Ja.")) == ["R: Ja."] * 3
    assert texts(rows("Ja hoor."), rows("Nee hoor.", "Ja hoor.", top=500)) == [
        "Ja hoor.",
        "Nee hoor.",
        "Ja hoor.",
    ]
    assert texts([*rows("I: Ja?"), (50, 30, "Pagina 1 van 1")]) == ["I: Ja?"]


# Files that cannot be read


def test_only_images_asks_for_text_recognition():
    with pytest.raises(ReadError, match=r"geen tekst in deze PDF.*\n.*\(OCR\)"):
        found([], [])


def test_a_page_without_text_is_told():
    one = found(rows("I: Ja?"), [], rows("R: Nee."), [])
    assert one.notes == (
        "Zonder tekst: bladzijden 2, 4 (van 4). Staat daar beeld van tekst? Dat is niet gelezen.",
    )


def test_a_password_says_so():
    locked = "/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -4/O<{0}>/U<{0}>>>/ID[<{1}><{1}>]"
    with pytest.raises(ReadError, match="wachtwoord"):
        read(pdf([rows("I: Ja?")], extra=locked.format("41" * 32, "42" * 16)), "a.pdf")


@pytest.mark.parametrize("data", [b"I: Ja?", b"%PDF-1.7", b"PK\x03\x04", b"\0" * 1000])
def test_a_damaged_file_says_so(data):
    with pytest.raises(ReadError, match="beschadigd of is geen PDF"):
        read(data, "a.pdf")


def test_too_many_pages_are_refused_at_once():
    with pytest.raises(ReadError, match="te groot"):
        found(*[[]] * 2001)


@pytest.mark.parametrize(
    "stream",
    [
        b"BT /F1 10 Tf 50 700 Td " + b"(aaaaaaaaaa) Tj " * 600_000 + b"ET",
        b"BT /F1 10 Tf 50 700 Td (" + b"a " * 1_400_000 + b") Tj ET",
        b"q " * 5_000_000,
        b"BT /F1 10 Tf " + b"1 0 Td (a) Tj " * 200_000 + b"ET",
        b"[" * 1_000_000,
        bytes(100_000_000),
    ],
    ids=["letters", "some letters", "states", "far", "arrays", "zeros"],
)
def test_odd_pages_take_no_time(stream):
    data = pdf([[]], stream=stream)
    start = time.monotonic()
    try:
        read(data, "a.pdf")
    except ReadError as error:
        assert re.search("te groot|geen tekst", str(error))
    assert time.monotonic() - start < 5


# What is written is read back


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


_WORD = st.text(st.sampled_from("abcdefghijklmnoprstuvwzéëï€“”’"), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["I", "R", "Anna"]), st.lists(_WORD, min_size=1, max_size=60)), min_size=1
    ),
    st.integers(40, 80),
    st.integers(5, 50),
    st.booleans(),
)
def test_what_was_said_is_read_back(turns, width, height, headed):
    number = iter(range(10_000))  # all words differ, so that no row recurs

    def unlike(word: str) -> str:
        count = next(number)
        return word + "".join(chr(97 + count // 26**place % 26) for place in (2, 1, 0))

    said = [f"{label}: {' '.join(map(unlike, words))}" for label, words in turns]
    written = [line for text in said for line in _wrapped(text, width)]
    pages = [rows(*written[at : at + height]) for at in range(0, len(written), height)]
    if headed:
        pages = [[*page, (50, 20, f"Pagina {at} van {len(pages)}")] for at, page in enumerate(pages, 1)]
    assert texts(*pages) == said


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mutated_file_gives_lines_or_a_sentence(data):
    whole = pdf([rows("*I:* Hoe ging dat?", FULL, "loket."), rows("R: Ja.")])
    at = data.draw(st.integers(0, len(whole)))
    piece = data.draw(st.binary(max_size=6) | st.sampled_from([b"<<", b">>", b"9 0 R", b"stream\n", b"-1"]))
    try:
        read(whole[:at] + piece + whole[at + data.draw(st.integers(0, 6)) :], "a.pdf")
    except ReadError:
        return
