"""Official records: every word is in a turn or above the talk, and wrong letters are repaired."""

import html
import json
import re
import time
from collections import defaultdict
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.errors import ReadError
from stemmen.readers.cleaning import clean
from stemmen.readers.found import Found
from stemmen.readers.xml import read
from stemmen.transcript import Role

RECORDS = Path(__file__).parents[3] / "shared" / "data" / "handelingen_tk"
FILES = sorted((RECORDS / "xml_utf8").glob("*.xml"))
needs_records = pytest.mark.skipif(
    not FILES, reason="the records are not here (../shared/data/handelingen_tk)"
)


def record(body: str, title: str = "Wmo") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<officiele-publicatie><metadata><meta name=""/></metadata>'
        f"<handelingen><agendapunt><nr>3</nr><item-titel>{title}</item-titel>{body}</agendapunt></handelingen>"
        "</officiele-publicatie>"
    ).encode()


def speech(label: str, *paragraphs: str, after: str = "") -> str:
    said = "".join(f"<al-groep><al>{paragraph}</al></al-groep>" for paragraph in paragraphs)
    return f"<spreekbeurt><spreker>{label}:</spreker><tekst>{said}{after}</tekst></spreekbeurt>"


def said(found: Found) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for line in found.lines]


CHAIR = "<voorvoegsels>De</voorvoegsels> <naam>\n <achternaam>\n voorzitter\n</achternaam> </naam>\n "
MEMBER = "<voorvoegsels>Mevrouw</voorvoegsels> <naam>Bos</naam> ( <politiek> CU\n</politiek>\n)"


def test_speeches_are_turns():
    found = read(record(speech(CHAIR, "Ik open.", "Mevrouw Bos.") + speech(MEMBER, "Dank.")), "a.xml")
    assert said(found) == [("De voorzitter", "Ik open.\nMevrouw Bos."), ("Mevrouw Bos (CU)", "Dank.")]
    assert {line.section for line in found.lines} == {"Wmo"}
    assert found.introduction == "3\nWmo"
    assert found.notes == ()
    assert {proposal.role for proposal in found.roles.values()} == {Role.OTHER}
    assert "officieel verslag" in found.roles["De voorzitter"].reason


def test_two_speeches_of_one_person_stay_two():
    found = read(record(speech(CHAIR, "Een.") + speech(CHAIR, "Twee.")), "a.xml")
    assert said(found) == [("De voorzitter", "Een."), ("De voorzitter", "Twee.")]


def test_a_motion_has_words_of_the_chair_inside():
    motion = (
        "<motie><kop><titel>Motie</titel></kop><al>De Kamer,</al><motie-info>"
        f"<spreker>{CHAIR}:</spreker><al>Zij krijgt nr. <extref>7</extref> (<extref>\n31\n</extref>).</al>"
        "</motie-info></motie><al>Tot slot.</al>"
    )
    found = read(record(speech(MEMBER, "Ik dien in:", after=motion)), "a.xml")
    assert said(found) == [
        ("Mevrouw Bos (CU)", "Ik dien in:\nMotie\nDe Kamer,"),
        ("De voorzitter", "Zij krijgt nr. 7 (31)."),
        ("Mevrouw Bos (CU)", "Tot slot."),
    ]


def test_remarks_between_speeches_are_of_the_chair_and_told():
    remark = "<tekst><al>De vergadering wordt geschorst.</al></tekst>"
    found = read(
        record(remark + speech(CHAIR, "Ik open.") + remark + speech(MEMBER, "Ja.") + remark), "a.xml"
    )
    assert [who for who, _ in said(found)] == ["De voorzitter"] * 2 + ["Mevrouw Bos (CU)", "De voorzitter"]
    assert found.introduction == "3\nWmo\nDe vergadering wordt geschorst."
    assert found.notes == ("2 stukken tekst zonder spreker zijn bij 'De voorzitter' gezet.",)


def test_a_record_in_which_nobody_speaks_is_of_who_keeps_it():
    found = read(record("<tekst><al>Sluiting 22.06 uur.</al></tekst>", "Sluiting"), "a.xml")
    assert said(found) == [("Verslag", "Sluiting 22.06 uur.")]
    assert found.notes == ("1 stuk tekst zonder spreker is bij 'Verslag' gezet.",)
    assert list(found.roles) == ["Verslag"]


def test_text_in_places_where_none_is_expected_is_kept():
    body = (
        "los" + speech(MEMBER, "<b>vet</b>ter <i>en</i> <i>schuin</i> , hoor") + "ook<foto>bij</foto>schrift"
    )
    found = read(record(body + "<lijst><li><li.nr>-</li.nr><al>punt</al></li></lijst>"), "a.xml")
    assert said(found) == [("Mevrouw Bos (CU)", "vetter en schuin, hoor")]
    assert found.introduction == "3\nWmo\nlos\nook\nbij\nschrift\n- punt"


def test_elan_under_the_ending_xml():
    elan = b'<ANNOTATION_DOCUMENT><TIER TIER_ID="A"><ANNOTATION><ALIGNABLE_ANNOTATION><ANNOTATION_VALUE>ja</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>'  # noqa: E501
    assert said(read(elan, "a.xml")) == [("A", "ja")]


@pytest.mark.parametrize("mark", ["", "\ufeff", "ï»¿", "ï»¿\n", "\ufeffï»¿", "\n "])
def test_a_mark_before_the_first_tag(mark):
    assert said(read(mark.encode() + record(speech(CHAIR, "Één.")), "a.xml")) == [("De voorzitter", "Één.")]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_other_encodings(encoding):
    data = record(speech(CHAIR, "Één café.")).decode().encode(encoding)
    assert said(read(data, "a.xml")) == [("De voorzitter", "Één café.")]


_BOMB = "<!DOCTYPE a [<!ENTITY a 'haha'>" + "".join(
    f"<!ENTITY a{n} '&a{n - 1 or ''};&a{n - 1 or ''};'>" for n in range(1, 30)
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html><body>hallo</body></html>", "Dit soort XML ('html')"),
        (b"<tt xmlns='x'><p>hallo</p></tt>", "officielebekendmakingen"),
        (b"<handelingen><al>", "geen goed XML"),
        (b"I: hallo", "geen goed XML"),
        (f"{_BOMB}]><handelingen>&a29;</handelingen>".encode(), "entiteiten"),
        (
            b"<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><handelingen>&a;</handelingen>",
            "entiteiten",
        ),
        (b"<!DOCTYPE a SYSTEM 'http://a.nl/a.dtd'><handelingen>&a;</handelingen>", "XML"),
        (b"<handelingen>" + b"<al>" * 200_000, "geen goed XML"),
        (b"<handelingen>" + b"<b>" * 900 + b"</b>" * 900 + b"</handelingen>", "geen goed XML"),
        (b"<handelingen>" + b"x" * 11_000_000 + b"</handelingen>", "geen goed XML"),
    ],
)
def test_what_is_no_record_is_refused(data, message):
    started = time.perf_counter()
    with pytest.raises(ReadError, match=re.escape(message)) as error:
        read(data, "a.xml")
    assert str(error.value).startswith("a.xml: ")
    assert "Wat te doen" in str(error.value)
    assert time.perf_counter() - started < 3


_TEXT = st.text("abcdeé &<>\"'?.,:[](", min_size=1, max_size=30).map(
    lambda t: f"ja {' '.join(t.split())}".strip()
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["De voorzitter", "Minister De Wit", "De heer Bos (A & B)"]), _TEXT),
        max_size=20,
    )
)
def test_what_was_said_is_read_back(turns):
    found = read(record("".join(speech(escape(who), escape(text)) for who, text in turns)), "a.xml")
    assert said(found) == turns


# Real records


def squeezed(text: str) -> str:
    return "".join(text.split())


@needs_records
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_letter_of_a_record_is_read_once(path):
    found = clean(read(path.read_bytes(), path.name))
    labels = "".join(re.findall(r"<spreker>(.*?)</spreker>", path.read_text("utf-8"), re.DOTALL))
    letters = squeezed(html.unescape(re.sub(r"<[^>]*>", "", path.read_text("utf-8").partition("?>")[2])))
    spoken = squeezed(found.introduction + "".join(line.text for line in found.lines))
    assert sorted(spoken) == sorted(_less(letters, squeezed(re.sub(r"<[^>]*>", "", labels))))
    assert found.lines


def _less(letters: str, labels: str) -> list[str]:
    rest = list(letters)
    for letter in labels:
        rest.remove(letter)
    return rest


@needs_records
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_records_of_which_the_letters_went_wrong_are_repaired(path):
    good = clean(read(path.read_bytes(), path.name))
    raw = clean(read((RECORDS / "xml" / path.name).read_bytes(), path.name))
    assert (raw.lines, raw.introduction, raw.roles) == (good.lines, good.introduction, good.roles)
    repaired = [note for note in raw.notes if "verminkte letters hersteld" in note]
    assert [note for note in raw.notes if note not in repaired] == list(good.notes)
    assert len(repaired) == (path.stem[-5:] not in ("-50-1", "61-10"))


@needs_records
def test_the_speeches_are_those_of_the_table():
    """The table has a motion with the words of the chair as part of the speech that it is in."""
    rows = defaultdict(list)
    for line in (RECORDS / "turns.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        label = f"{row['prefix']} {row['speaker']}".strip() + (f" ({row['party']})" if row["party"] else "")
        rows[row["file"]].append((label, row["item"], squeezed(row["text"])))
    assert sum(map(len, rows.values())) == 255
    for name, gold in rows.items():
        found = read((RECORDS / "xml_utf8" / name).read_bytes(), name)
        lines = iter(found.lines)
        for label, item, text in gold:
            whole = ""
            for line in lines:
                label_too = f"{line.speaker}:" if whole else ""
                here = squeezed(label_too + line.text)
                if not whole and (line.speaker, squeezed(line.text)) != (
                    label,
                    text[: len(squeezed(line.text))],
                ):
                    assert line.speaker == "De voorzitter", (name, line)  # a remark between speeches
                    continue
                assert line.section == item
                whole += here if text.startswith(whole + here) else squeezed(line.text)
                assert text.startswith(whole), (name, label)
                if whole == text:
                    break
            assert whole == text, (name, label)
