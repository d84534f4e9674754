"""Markdown: a talk reads as it does in plain text; a report with quotes loses nothing."""

import re
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from stemmen.errors import ReadError
from stemmen.readers import read_file
from stemmen.readers.found import Found, Proposal
from stemmen.readers.md import read
from stemmen.transcript import Role

REPORTS = Path(__file__).parents[3] / "shared" / "data" / "gebruikersonderzoeken_nlds" / "md"
EXAMPLES = Path(__file__).parents[1] / "data" / "transcripten"


def found(text: str) -> Found:
    return read(text.encode(), "a.md")


def texts(text: str) -> list[str]:
    return [line.text for line in found(text).lines]


# A talk


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I: Hoe?\nR: Goed.\n", ["I: Hoe?", "R: Goed."]),
        ("I: Hoe?\n\nR: Goed.\n\n\n", ["I: Hoe?", "R: Goed."]),
        ("**I:** Hoe *ging* dat?\n\n__R__ : Go_ed.", ["I: Hoe ging dat?", "R : Go_ed."]),
        ("# Kop\n## Deel 1 ##\nI: Hoe?", ["Kop", "Deel 1", "I: Hoe?"]),
        ("Kop\n===\nI: Hoe?\n---\nR: Goed.", ["Kop", "I: Hoe?", "R: Goed."]),
        ("- I: Hoe?\n- R: Goed.\n  Echt.\n", ["I: Hoe?", "R: Goed.", "Echt."]),
        ("1. Hoe?\n2) Goed.", ["1. Hoe?", "2) Goed."]),
        ("I: Hoe?\\\nR: Goed.  \nEcht.<br>Ja.", ["I: Hoe?", "R: Goed.", "Echt.", "Ja."]),
        ("    R: Ingesprongen.", ["R: Ingesprongen."]),
        ("R: a\n    en b", ["R: a", "en b"]),
        ("[Anna]: Hoe?\n[Bert]: Goed.", ["[Anna]: Hoe?", "[Bert]: Goed."]),
        ("[R1](lacht) Ja.", ["[R1](lacht) Ja."]),
        ("Zie [de brief](http://x.nl/a) en <http://x.nl>.", ["Zie de brief en http://x.nl."]),
        ("![een brief](a.png)\n![](b.png)", ["[een brief]"]),
        ("R: <onverstaanbaar> ja <lacht>", ["R: <onverstaanbaar> ja <lacht>"]),
        ("<onverstaanbaar>\nR: ja", ["<onverstaanbaar>", "R: ja"]),
        ("R: <u>ja</u> <span class='x'>nee</span>", ["R: ja nee"]),
        ("<figure>\n<img src='a.png'/>\n<figcaption>Figuur 1</figcaption>\n</figure>", ["Figuur 1"]),
        ("R: 5 * 3 * 2 en #00:01:02-3# en a_b_c", ["R: 5 * 3 * 2 en #00:01:02-3# en a_b_c"]),
        ("#00:01:02-3# R: ja", ["#00:01:02-3# R: ja"]),
        ("R: \\*lacht\\* caf&eacute; &amp; zo", ["R: *lacht* café & zo"]),
        ("I:\tHoe?", ["I:\tHoe?"]),
        ("```\nI: Hoe?\n\n  R: <x> *Goed*\n```", ["I: Hoe?", "R: <x> *Goed*".rjust(15)]),
        ("| a | b |\n|---|---|\n| c | **d** |\n\nna", ["a\tb", "c\td", "na"]),
        ("> I: Hoe?\n> R: Goed.", ["I: Hoe?", "R: Goed."]),
        ("---\nI: a\nR: b\n---\nI: c", ["I: a", "R: b", "I: c"]),
        ("", []),
        ("\ufeffI: a\r\nR: b\r\n", ["I: a", "R: b"]),
    ],
)
def test_lines(text, expected):
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("**I:** Hoe?", "I:"),
        ("**I:**Hoe?", "I:"),
        ("- _I:_Hoe?", "I:"),
        ("**I**: Hoe?", "I"),
        ("__Anna__ Hoe?", "Anna"),
        ("*I:* Hoe?", "I:"),
        ("_I:_ **Hoe?**", "I:"),
        ("- **I:** Hoe?", "I:"),
        ("**I:** *Hoe?*", "I:"),
        ("**Hoe ging dat?**", "Hoe ging dat?"),
        ("I: **Hoe?**", ""),
        ("\\*I:\\* Hoe?", ""),
    ],
)
def test_what_stands_out_at_the_start(text, marked):
    (line,) = found(text).lines
    assert line.marked == marked


def test_headings():
    lines = found("# Interview\n\nI: Hoe?\n\nDeel 2\n=====\n\nR: Goed.").lines
    assert [(line.text, line.heading) for line in lines] == [
        ("Interview", True),
        ("I: Hoe?", False),
        ("Deel 2", True),
        ("R: Goed.", False),
    ]


def test_a_table_with_a_row_a_turn():
    (line,) = found("| Tijd | Wie | Tekst |\n|---|---|---|\n| 0:07 | I | Hoe ging dat? |").lines
    assert (line.speaker, line.time, line.text) == ("I", 7, "Hoe ging dat?")


def test_comments_are_left_out_and_told():
    one = found("I: Hoe?\n<!-- weg\n\nweg --> R: Goed.")
    assert [line.text for line in one.lines] == ["I: Hoe?", "R: Goed."]
    assert one.notes == ("1 opmerking tussen <!-- en --> is niet ingelezen.",)
    assert found("a <!-- x --> b <!-- y -->").notes == (
        "2 opmerkingen tussen <!-- en --> zijn niet ingelezen.",
    )


# Front matter


def test_front_matter_is_introduction_and_tells_who_is_who():
    one = found(
        "---\ntitel: Interview 3\nsprekers:\n  Anna: Interviewer\n  B: deelnemer\nplaats: X\n---\nAnna: Hoe?"
    )
    assert one.introduction == "titel: Interview 3\nsprekers:\n  Anna: Interviewer\n  B: deelnemer\nplaats: X"
    reason = "dat boven in het bestand onder 'sprekers' staat"
    assert one.roles == {"Anna": Proposal(Role.INTERVIEWER, reason), "B": Proposal(Role.RESPONDENT, reason)}
    assert [line.text for line in one.lines] == ["Anna: Hoe?"]
    assert found("---\nsprekers: {I: overig}\n---\nI: a").roles["I"].role is Role.OTHER


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("titel: x\nsprekers:\n  Anna: baas", "a.md, regel 4: 'baas' kan niet"),
        ("sprekers: Anna", "a.md, regel 2: 'sprekers' moet een blok"),
        ("sprekers:\n  A: respondent\n  A: respondent", "regel 4: 'A' staat hier twee keer"),
        ("sprekers:\n  a: &x [1]\n  b: *x", "geen gewone lijst"),
        ("sprekers: " + "[" * 9000, "geen gewone lijst|YAML"),
        ("sprekers:\n  A: {", "YAML"),
    ],
)
def test_speakers_in_the_front_matter_that_are_not_clear(front, message):
    with pytest.raises(ReadError, match=message):
        found(f"---\n{front}\n---\nAnna: a")


def test_front_matter_that_is_no_good_yaml_is_still_text():
    one = found("---\ntitel: Zorg: een gesprek\nlijst:\n  - a\n---\nI: a")
    assert one.introduction == "titel: Zorg: een gesprek\nlijst:\n  - a"


# Reports with quotes


def said(one: Found) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for line in one.otherwise]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ('> "Dat is fijn."', [("citaat", '"Dat is fijn."')]),
        ("> Dat is *fijn*.\n> Echt.", [("citaat", "Dat is fijn.\nEcht.")]),
        ("> “Fijn.”  \n> _-Erik_", [("Erik", "“Fijn.”")]),
        (
            "> “Fijn.”\n> — Respondent 5, ronde 2",
            [("Respondent 5", "“Fijn.”"), ("verslag", "Respondent 5, ronde 2")],
        ),
        (
            "> “Fijn.”\n> _-Revert, over de folder_",
            [("Revert", "“Fijn.”"), ("verslag", "Revert, over de folder")],
        ),
        ('> _"Fijn."_ -- Expert\n>\n> _"Nee."_ -- Bewoner', [("Expert", '"Fijn."'), ("Bewoner", '"Nee."')]),
        (
            "> “Fijn.”\n>\n> “Echt.”\n>\n> – Anna (34)",
            [("Anna", "“Fijn.”"), ("Anna", "“Echt.”"), ("verslag", "Anna (34)")],
        ),
        ("> “Fijn”\n\n> “Nee”", [("citaat", "“Fijn”"), ("citaat", "“Nee”")]),
        # No names: a dash within speech, a sentence, an open quote.
        ("> “Fijn -- zei ik -- maar ja.”", [("citaat", "“Fijn -- zei ik -- maar ja.”")]),
        ("> Toen was het klaar. -- dat dacht ik", [("citaat", "Toen was het klaar. -- dat dacht ik")]),
        ("> “Fijn,\n> -Erik zei dat ook.”", [("citaat", "“Fijn,\n-Erik zei dat ook.”")]),
        ("> - ja\n> - nee", [("tekstblok", "ja"), ("tekstblok", "nee")]),
        # No speech
        ("> Beste Erwin,\n>\n> U doet mee.", [("tekstblok", "Beste Erwin,"), ("tekstblok", "U doet mee.")]),
        ("> Onderwerp: U doet mee", [("tekstblok", "Onderwerp: U doet mee")]),
        ("> ## Kop\n> Tekst", [("tekstblok", "Kop"), ("tekstblok", "Tekst")]),
        ("> Let op: dit kan niet.", [("tekstblok", "Let op: dit kan niet.")]),
        ("> Beste mensen vind je overal.", [("citaat", "Beste mensen vind je overal.")]),
    ],
)
def test_quotes(quote, expected):
    one = found(f"Iemand vond:\n\n{quote}\n\nEn zo.")
    assert said(one) == [("verslag", "Iemand vond:"), *expected, ("verslag", "En zo.")]
    assert set(one.roles) == {speaker for speaker, _ in said(one)}
    for speaker, proposal in one.roles.items():
        other = speaker in ("verslag", "tekstblok")
        assert proposal.role is (Role.OTHER if other else Role.RESPONDENT)


def test_sections_lists_and_tables_of_a_report():
    one = found("# Kop\n\nTekst\nmeer\n\n- a\n- b\n\n## Deel\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n> “Ja.”\n")
    assert said(one) == [
        ("verslag", "Kop"),
        ("verslag", "Tekst\nmeer"),
        ("verslag", "a\nb"),
        ("verslag", "Deel"),
        ("verslag", "x\ty\n1\t2"),
        ("citaat", "“Ja.”"),
    ]
    assert [line.section for line in one.otherwise] == ["Kop"] * 3 + ["Deel"] * 3


def test_a_talk_has_no_other_reading_and_a_report_no_labels():
    assert not found("# A\n\nI: a\n\nR: b").otherwise
    report = "---\ntitle: X\n---\n" + "".join(
        f"## Deel {n}\n\nKnop A: {n}\n\nKnop B: {n}%\n\n" for n in range(6)
    )
    assert {line.speaker for line in found(report.replace("Knop B: ", "")).lines} == {"verslag"}
    talk = "---\ntitle: X\n---\n" + "".join(f"## Deel {n}\n\nAnna: {n}\n\nBert: {n}\n\n" for n in range(6))
    assert {line.speaker for line in found(talk).lines} == {""}


def _reports() -> list[Path]:
    return sorted(REPORTS.glob("*.md")) or [REPORTS]


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text.replace("\u200b", ""))))


@pytest.mark.parametrize("path", _reports(), ids=lambda path: path.stem)
def test_nothing_of_a_real_report_is_lost(path):
    if not path.is_file():
        pytest.skip("shared/data/gebruikersonderzoeken_nlds is not there")
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    page = html.fromstring(MarkdownIt("commonmark").enable("table").render(body))
    transcript = read_file(path).transcript
    spoken = [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]
    kept = _words("\n".join([transcript.introduction, *(f"{speaker}\n{text}" for speaker, text in spoken)]))
    visible = _words(_visible(page))
    assert visible + _words(front) - kept == Counter()
    others = [" ".join(_words(text)) for speaker, text in spoken if speaker != "verslag"]
    for paragraph in page.xpath("//blockquote/p"):
        first = " ".join(_words(_visible(paragraph).split("\n")[0].split(" -- Expert")[0]))
        assert any(text.startswith(first) for text in others), first


def _visible(element) -> str:
    return "".join(str(text) for text in element.xpath(".//text()[not(parent::comment())]"))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_talk_reads_as_in_plain_text(path):
    """Up to empty lines, and signs that mean something in Markdown."""
    from stemmen.readers.txt import read as read_txt

    data = path.read_bytes()
    plain, marked = (
        [found for line in lines if (found := " ".join(re.findall(r"\w+", line.text)))]
        for lines in (read_txt(data, "a.txt").lines, read(data, "a.md").lines)
    )
    assert marked == plain


# Odd files


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "![" * 50_000,
        "[a](b" * 9_000,
        "".join("`" * n + "a" for n in range(600)),
        "*a **a " * 30_000,
        "<a " * 50_000,
        "> " * 20_000 + "a",
        "- " * 20_000 + "a",
        "|a" * 3000 + "\n" + "|-" * 3000 + "\n" + "|\n" * 3000,
        "<!-- " * 30_000,
        "---\n" + "a: b\n" * 100_000,
        "---\nsprekers:" + "\n " * 100_000,
        "woord " * 800_000,
        "> -- A" * 30_000,
        "I: a\n" * 50_000,
    ],
)
def test_odd_files_take_no_time(text):
    start = time.monotonic()
    try:
        found(text)
    except ReadError as error:
        assert "in elkaar" in str(error)
    assert time.monotonic() - start < 5


def test_too_large_is_refused():
    with pytest.raises(ReadError, match="te groot"):
        found("a" * 5_000_001)


_LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp", "Zs"])
_CHARACTERS = st.one_of(st.sampled_from("abé’*_[]()<>#`~!|\\&-+.1"), _LETTERS)
_TEXT = st.lists(st.text(_CHARACTERS, min_size=1, max_size=8), max_size=6).map(" ".join)


def _escaped(text: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["I:", "Anna", "R 2:"]), st.sampled_from(["**", "*", "__"]), _TEXT))
)
def test_what_was_said_is_read_back(turns):
    text = "\n\n".join(f"{sign}{label}{sign} {_escaped(words)}" for label, sign, words in turns)
    assert [(line.text, line.marked) for line in found(text).lines] == [
        (f"{label} {words}".strip(), label) for label, _, words in turns
    ]


@settings(max_examples=150, deadline=None)
@given(st.text(st.one_of(st.sampled_from("ab \n>-#*_[]()<>|:`1.\\"), _LETTERS), max_size=80))
def test_no_word_of_any_text_is_lost(text):
    one = found(f"begin\n\n{text}")
    kept = "".join(line.text for line in one.lines)
    markup = r"<!--.*?(-->|\Z)|<[?!].*?(>|\Z)|</?[abipqsu]\b[^>]*>|\]\([^)]*\)|`{3}.*"
    tags = re.sub(markup, "", text, flags=re.S)
    tags = re.sub(r"(?m)^[>\s]*\d{1,9}[.)]\s*$", "", tags)  # an item of a list that has only its number
    letters = Counter(c for c in tags if c.isalnum())
    assert letters - Counter(c for c in kept if c.isalnum()) == Counter()
