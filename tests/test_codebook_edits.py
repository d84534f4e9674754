"""Changes to a codebook file: what was meant is in it, and every other line is as it was."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.codebook import Codebook
from stemmen.codebook_edits import CodebookFile, add, key_for, merge, move, remove, rename
from stemmen.colours import contrast_with_white, distance
from stemmen.errors import CodebookError, StudyError

ROOT = Path(__file__).parents[1]
SHIPPED = sorted((ROOT / "codebooks").glob("*.yaml"))

BOOK = """\
# Codeboek van Anna
codeboek: proef   # nog niet af
versie: "1"
toelichting: >
  Een beurt krijgt een code
  één keer.

codes:
  # de kern van het onderzoek
  - sleutel: wantrouwen   # zie de memo van 3 mei
    naam: 'Wantrouwen'
    definitie: >
      Burger en instantie
      vertrouwen elkaar niet.
      # dit hoort bij de tekst
    wel:
      - "Niet geloofd
        worden."
      # deze is nieuw
      - Anders
    subcodes:
      - sleutel: van_instantie
        naam: Van de instantie
        definitie: De instantie vertrouwt de burger niet.
      # alleen bij twijfel
      - sleutel: in_instantie
        naam: "In de instantie"
        definitie: |
          De burger vertrouwt de instantie niet.

          Ook achteraf.

  - sleutel: bejegening
    naam: Bejegening
    kleur: "#0072B2"
    definitie: Hoe iemand wordt behandeld.
    waardering: true
    wel: [Vriendelijk zijn, "Bot, of kil"]   # aanvullen
    # einde van bejegening

  # de rest

  - sleutel: formulieren
    naam: Formulieren
    definitie: Alles met formulieren.
    subcodes: []
# einde
"""
TIGHT = """\
codeboek: proef
versie: "1"
codes:
- sleutel: a
  naam: A
  definitie: De a.
- naam: B
  sleutel: b
  definitie: De b.
  subcodes:
  - definitie: De c.
    sleutel: c
    naam: C"""
FLOW = """\
codeboek: proef
versie: "1"
codes: [{sleutel: a, naam: A, definitie: De a.}, {sleutel: b, naam: B,
  definitie: De b.}]
"""
ODD = """\
codeboek: proef
versie: "1"
codes:
  -
    # eerst de sleutel
    sleutel: a
    naam: A
    definitie: "De a,
# geen commentaar
      echt niet."
  -   sleutel: b
      naam: B
      definitie: De b.
...
"""
BOOKS = {"book": BOOK, "tight": TIGHT, "flow": FLOW, "odd": ODD, "windows": BOOK.replace("\n", "\r\n")}


def keys(text: str) -> list[str]:
    return [code.key for code in Codebook.parse(text).walk()]


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came, between the parts that are the same."""
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    while a and b and a[0] == b[0]:
        del a[0], b[0]
    while a and b and a[-1] == b[-1]:
        del a[-1], b[-1]
    return a, b


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Financiële zorgen", "financiele_zorgen"),
        ("  Stress & zorgen! ", "stress_zorgen"),
        ("Ĳverig", "ijverig"),
        ("Grüße", "grusse"),
        ("3e kans", "code_3e_kans"),
        ("???", "code"),
        ("_x", "x"),
        ("Ω", "code"),
        ("a" * 60, "a" * 40),
    ],
)
def test_a_key_is_made_from_the_name(name, key):
    assert key_for(name) == key


def test_a_key_that_is_taken_gets_a_number():
    assert key_for("Stress", ["stress", "stress_2"]) == "stress_3"


def test_a_new_code_comes_last_and_all_else_stays():
    new = add(BOOK, name="Schaamte", definition="Zich schamen.")
    gone, came = changed_lines(BOOK, new)
    assert gone == []
    assert came[0] == "\n"  # there is an empty line between codes here
    assert came[1:3] == ["  - sleutel: schaamte\n", "    naam: Schaamte\n"]
    assert came[4:] == ["    definitie: Zich schamen.\n"]
    assert new.endswith("definitie: Zich schamen.\n# einde\n")


def test_a_new_subcode_comes_under_its_parent():
    new = add(BOOK, name="Van elkaar", definition="Over en weer.", parent="wantrouwen")
    assert Codebook.parse(new).lineage("van_elkaar") == ("wantrouwen", "van_elkaar")
    assert changed_lines(BOOK, new)[0] == []
    assert "Ook achteraf.\n      - sleutel: van_elkaar\n" in new


def test_a_code_gets_its_first_subcode():
    new = add(BOOK, name="Bot", definition="Onvriendelijk.", parent="bejegening")
    assert "    # einde van bejegening\n" in new
    assert keys(new)[-3:] == ["bejegening", "bot", "formulieren"]
    assert changed_lines(BOOK, new)[0] == []


def test_an_empty_list_of_subcodes_is_filled():
    new = add(BOOK, name="Brieven", definition="Post.", parent="formulieren")
    assert "[]" not in new
    assert Codebook.parse(new).lineage("brieven") == ("formulieren", "brieven")


def test_a_long_definition_is_folded_to_the_width_of_the_file():
    wide = BOOK.replace("# Codeboek van Anna", "# " + "x" * 98)
    new = add(wide, name="Lang", definition="woord " * 60, parent="van_instantie")
    came = changed_lines(wide, new)[1]
    assert max(map(len, came)) <= 101
    assert Codebook.parse(new)["lang"].definition == " ".join(["woord"] * 60)


def test_paragraphs_of_a_definition_stay():
    new = add(BOOK, name="Twee", definition="Eerst dit.\r\n\r\nDan dat: ook.\n")
    assert Codebook.parse(new)["twee"].definition == "Eerst dit.\nDan dat: ook."


@pytest.mark.parametrize("text", BOOKS.values(), ids=BOOKS)
def test_what_was_added_is_taken_out_again_without_a_trace(text):
    if "[{" in text:
        pytest.skip("a list between brackets is written with an item a line")
    for parent in ("", keys(text)[0]):
        new = add(text, name="Nieuw", definition="Iets nieuws.", parent=parent)
        assert remove(new, "nieuw") in (text, text + "\n")  # a last line without an end gets one


def test_windows_line_ends_stay():
    new = add(BOOKS["windows"], name="Nieuw", definition="Iets.\nNog iets.")
    assert "\n" not in new.replace("\r\n", "")


@pytest.mark.parametrize("text", BOOKS.values(), ids=BOOKS)
def test_colours_differ_and_can_be_read(text):
    for number in range(8):
        old = [code.colour for code in Codebook.parse(text).walk()]
        text = add(text, name=f"Nieuw {number}", definition="Iets.")
        colour = Codebook.parse(text)[f"nieuw_{number}"].colour
        assert contrast_with_white(colour) >= 4.5
        assert min(distance(colour, other) for other in old) > 0.06


@pytest.mark.parametrize(
    ("name", "definition"), [("", "x"), ("x", " \n "), ("\x07", "x")], ids=["name", "definition", "no text"]
)
def test_a_code_without_name_or_definition_is_refused(name, definition):
    with pytest.raises(CodebookError, match="heeft geen"):
        add(BOOK, name=name, definition=definition)


def test_removing_takes_the_code_and_the_comment_above_it():
    new = remove(BOOK, "in_instantie")
    gone, came = changed_lines(BOOK, new)
    assert came == []
    assert gone[0] == "      # alleen bij twijfel\n"
    assert len(gone) == 7
    assert keys(new) == ["wantrouwen", "van_instantie", "bejegening", "formulieren"]


def test_removing_the_last_subcode_takes_the_list():
    new = remove(remove(BOOK, "in_instantie"), "van_instantie")
    assert "subcodes:\n" not in new
    assert "      - Anders\n\n  - sleutel: bejegening\n" in new


def test_removing_keeps_comments_that_are_not_right_above():
    assert "# de rest\n" in remove(BOOK, "formulieren")
    assert "# einde van bejegening" not in remove(BOOK, "bejegening")
    assert remove(BOOK, "formulieren").endswith("# einde\n")


def test_the_only_code_stays():
    with pytest.raises(CodebookError, match="enige code"):
        remove(remove(TIGHT, "b"), "a")


def test_renaming_changes_one_word():
    new = rename(BOOK, "wantrouwen", "argwaan")
    assert changed_lines(BOOK, new) == (
        ["  - sleutel: wantrouwen   # zie de memo van 3 mei\n"],
        ["  - sleutel: argwaan   # zie de memo van 3 mei\n"],
    )


def test_a_new_name_is_quoted_as_the_old_one_was():
    assert "    naam: 'Auto''s: ja'\n" in rename(BOOK, "wantrouwen", "wantrouwen", "Auto's: ja")
    assert '        naam: "Zij \\"ons\\""\n' in rename(BOOK, "in_instantie", "in_instantie", 'Zij "ons"')
    assert "    naam: Steeds een ander\n" in rename(BOOK, "bejegening", "x", "Steeds een ander")
    assert '    naam: "No"\n' in rename(BOOK, "bejegening", "x", "No")


@pytest.mark.parametrize("new", ["bejegening", "Hoofd", "1x", "", "é"])
def test_a_key_that_cannot_be_is_refused(new):
    with pytest.raises(CodebookError):
        rename(BOOK, "wantrouwen", new)


def test_moving_keeps_the_lines_of_the_code():
    new = move(BOOK, "bejegening", "wantrouwen")
    assert Codebook.parse(new).lineage("bejegening") == ("wantrouwen", "bejegening")
    assert '        wel: [Vriendelijk zijn, "Bot, of kil"]   # aanvullen\n' in new
    assert "        # einde van bejegening\n" in new
    assert keys(move(new, "bejegening")) == [
        "wantrouwen",
        "van_instantie",
        "in_instantie",
        "formulieren",
        "bejegening",
    ]


def test_moving_takes_the_comment_along():
    assert "  # alleen bij twijfel\n  - sleutel: in_instantie\n" in move(BOOK, "in_instantie")


def test_moving_to_where_it_is_changes_nothing():
    assert move(BOOK, "van_instantie", "wantrouwen") == BOOK
    assert move(BOOK, "wantrouwen") == BOOK


@pytest.mark.parametrize("parent", ["wantrouwen", "van_instantie"])
def test_nothing_goes_below_itself(parent):
    with pytest.raises(CodebookError, match="onder zichzelf"):
        move(BOOK, "wantrouwen", parent)


def test_merging_brings_everything_together():
    new = merge(BOOK, "wantrouwen", "bejegening")
    code = Codebook.parse(new)["bejegening"]
    assert code.include == ("Vriendelijk zijn", "Bot, of kil", "Niet geloofd worden.", "Anders")
    assert [sub.key for sub in code.subcodes] == ["van_instantie", "in_instantie"]
    assert "    # Hier is 'wantrouwen' (Wantrouwen) bij gekomen. De " in new
    assert "# deze is nieuw\n" in new
    assert "wel:   # aanvullen\n" in new


def test_a_subcode_goes_into_the_code_above_it():
    new = merge(BOOK, "in_instantie", "wantrouwen")
    assert keys(new) == ["wantrouwen", "van_instantie", "bejegening", "formulieren"]


@pytest.mark.parametrize("into", ["van_instantie", "wantrouwen"])
def test_a_code_does_not_go_into_what_is_below_it(into):
    with pytest.raises(CodebookError, match="staat eronder"):
        merge(BOOK, "wantrouwen", into)


@pytest.mark.parametrize("change", [lambda: remove(BOOK, "x"), lambda: move(BOOK, "wantrouwen", "x")])
def test_a_code_that_is_not_there_is_named_with_those_that_are(change):
    with pytest.raises(CodebookError, match=r"'x' staat niet in het codeboek.*\n.*wantrouwen, van_instantie"):
        change()


def test_what_cannot_be_done_in_the_lines_is_refused():
    shared = NAMED.replace("wel:", "wel: &wel", 1).replace("wel:\n      - *een\n      - Anders", "wel: *wel")
    with pytest.raises(CodebookError, match="door de manier waarop"):
        remove(shared, "a")
    with pytest.raises(CodebookError, match="tussen accolades"):
        add(FLOW, name="C", definition="De c.", parent="a")


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_shipped_codebooks_change_only_where_meant(path):
    text = path.read_text(encoding="utf-8")
    for parent in ("", keys(text)[3]):
        new = add(text, name="Nieuw", definition="Iets nieuws. " * 30, parent=parent)
        assert changed_lines(text, new)[0] == []
        assert remove(new, "nieuw") == text
        assert max(map(len, changed_lines(text, new)[1])) <= max(map(len, text.splitlines(keepends=True)))


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_any_code_of_the_shipped_codebooks_goes_and_moves(path):
    """They name words with & in one code and use them in others."""
    text = path.read_text(encoding="utf-8")
    there = Codebook.parse(text)
    for code in (*there.codes[:2], there.codes[-1]):
        last = there.codes[-1].key if code is not there.codes[-1] else there.codes[0].key
        assert code.key not in keys(remove(text, code.key))
        assert Codebook.parse(move(text, code.key, last)).lineage(code.key) == (last, code.key)
        assert code.key not in keys(merge(text, code.key, last))


NAMED = """\
codeboek: proef
versie: "1"
codes:
  - sleutel: a
    naam: A
    definitie: De a.
    wel:
      - &een "Iets
        langs."
      - &twee Nog iets
      - *twee
  - sleutel: b
    naam: B
    definitie: De b.
    niet: [*een]
    wel:
      - *een
      - Anders
"""


def test_names_within_yaml_stay_known():
    assert 'niet: [&een "Iets\n' in remove(NAMED, "a")
    assert Codebook.parse(remove(NAMED, "a"))["b"].exclude == ("Iets langs.",)
    moved = Codebook.parse(move(NAMED, "a", "b"))["a"]
    assert moved.include == ("Iets langs.", "Nog iets", "Nog iets")
    assert "- *twee" in move(NAMED, "a", "b")
    assert Codebook.parse(move(NAMED, "b", "a"))["b"].include == ("Iets langs.", "Anders")
    assert Codebook.parse(merge(NAMED, "b", "a"))["a"].exclude == ("Iets langs.",)
    assert Codebook.parse(merge(NAMED, "a", "b"))["b"].include[2:] == ("Iets langs.", "Nog iets", "Nog iets")


names = st.text(min_size=1, max_size=30)


@settings(deadline=None, max_examples=30)
@given(
    start=st.sampled_from(sorted(BOOKS)),
    steps=st.lists(
        st.tuples(
            st.sampled_from(["add", "remove", "rename", "move", "merge"]),
            names,
            names,
            st.integers(0),
            st.integers(0),
        ),
        max_size=6,
    ),
)
def test_any_changes_one_after_another_hold_what_was_meant(start, steps):
    """Each change checks itself beside the model; here: it never gives up, and comments stay."""
    text = BOOKS[start]
    for act, name, words, one, two in steps:
        book = Codebook.parse(text)
        there = [code.key for code in book.walk()]
        key, other = there[one % len(there)], ["", *there][two % (len(there) + 1)]
        try:
            if act == "add":
                text = add(text, name=name, definition=words, parent=other)
            elif act == "remove":
                text = remove(text, key)
            elif act == "rename":
                text = rename(text, key, key_for(name, there), words)
            elif act == "move":
                text = move(text, key, other)
            elif other:
                text = merge(text, key, other)
        except CodebookError as refused:
            assert "manier waarop" not in str(refused), text
    Codebook.parse(text)


def test_a_file_keeps_its_beginning_and_its_rights(tmp_path):
    path = tmp_path / "codeboek.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BOOKS["windows"].encode())
    path.chmod(0o644)
    read = CodebookFile.read(path)
    read.write(rename(read.text, "bejegening", "omgang"))
    assert (
        path.read_bytes()
        == b"\xef\xbb\xbf" + BOOKS["windows"].replace("sleutel: bejegening", "sleutel: omgang").encode()
    )
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_file_that_somebody_changed_is_left_alone(tmp_path):
    path = tmp_path / "codeboek.yaml"
    path.write_text(BOOK, encoding="utf-8")
    read = CodebookFile.read(path)
    path.write_text(TIGHT, encoding="utf-8")
    with pytest.raises(StudyError, match="intussen veranderd"):
        read.write(BOOK)
    assert path.read_text(encoding="utf-8") == TIGHT
    assert [found.name for found in tmp_path.iterdir()] == ["codeboek.yaml"]
