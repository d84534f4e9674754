"""ELAN: turns in time order over all tiers, and nothing left out silently."""

import csv
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.errors import ReadError
from stemmen.readers.eaf import read
from stemmen.readers.found import Found, Line

IFADV = Path(__file__).parents[3] / "shared" / "data" / "ifadv"


def eaf(*tiers: str, slots: dict[str, int | None] | None = None) -> bytes:
    """An ELAN file with these tiers; by default a time slot each second, t0 to t99."""
    known = {f"t{n}": n * 1000 for n in range(100)} if slots is None else slots
    order = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="{name}"' + ("" if value is None else f' TIME_VALUE="{value}"') + "/>"
        for name, value in known.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT AUTHOR="" VERSION="3.0">'
        f'<HEADER TIME_UNITS="milliseconds"/><TIME_ORDER>{order}</TIME_ORDER>{"".join(tiers)}'
        "</ANNOTATION_DOCUMENT>"
    ).encode()


def tier(name: str, *said: tuple[str, str], participant: str = "", parent: str = "") -> str:
    """A tier; what is said comes with its time slot, or in a child tier with the id of what it tells of."""
    attributes = f"TIER_ID={quoteattr(name)}"
    attributes += f" PARTICIPANT={quoteattr(participant)}" if participant else ""
    attributes += f' PARENT_REF="{parent}"' if parent else ""
    parts = []
    for number, (place, text) in enumerate(said):
        kind, where = ("REF", f'ANNOTATION_REF="{place}"')
        if not parent:
            kind, where = ("ALIGNABLE", f'TIME_SLOT_REF1="{place}" TIME_SLOT_REF2="t99"')
        key = escape(f"{name}{number}")
        parts.append(
            f'<ANNOTATION><{kind}_ANNOTATION ANNOTATION_ID="{key}" {where}>'
            f"<ANNOTATION_VALUE>{escape(text)}</ANNOTATION_VALUE></{kind}_ANNOTATION></ANNOTATION>"
        )
    return f"<TIER {attributes}>{''.join(parts)}</TIER>"


def said(found: Found) -> list[tuple[str, str, float | None]]:
    return [(line.speaker, line.text, line.time) for line in found.lines]


def test_tiers_are_put_together_in_time_order():
    found = read(
        eaf(tier("I", ("t0", "Hoe ging het?"), ("t3", "Ja?")), tier("R", ("t2", "Goed & wel."))), "a"
    )
    assert said(found) == [("I", "Hoe ging het?", 0.0), ("R", "Goed & wel.", 2.0), ("I", "Ja?", 3.0)]
    assert found.notes == ()
    assert not found.merged


def test_who_speaks_is_the_participant_or_else_the_name_of_the_tier():
    found = read(
        eaf(
            tier("A [v] (TIE0)", ("t0", "een")),
            tier("B [v] (TIE1)", ("t1", "twee"), participant=" Anna  B. "),
            tier("(x)", ("t2", "drie")),
        ),
        "a",
    )
    assert [line.speaker for line in found.lines] == ["A", "Anna B.", "(x)"]


def test_at_one_moment_the_upper_tier_comes_first():
    found = read(eaf(tier("A", ("t1", "een")), tier("B", ("t1", "twee"))), "a")
    assert [line.speaker for line in found.lines] == ["A", "B"]


def test_what_tells_of_speech_is_left_out_and_told():
    found = read(
        eaf(
            tier("A", ("t0", "goed hoor"), ("t1", "ja")),
            tier("A-vertaald", ("A0", "fine"), ("A1", "yes"), parent="A", participant="A"),
            tier("nog dieper", ("A-vertaald0", "ok dan"), parent="A-vertaald"),
            tier("kijkrichting A", ("t0", "links"), ("t2", "rechts"), participant="A"),
            tier("hoofd", ("t0", "x"), ("t1", "g"), ("t2", "")),
            tier("leeg"),
        ),
        "a",
    )
    assert said(found) == [("A", "goed hoor", 0.0), ("A", "ja", 1.0)]
    assert found.notes == (
        "Deze lagen zijn niet ingelezen, omdat er geen beurten in staan: 'A-vertaald' (2 keer tekst), "
        "'nog dieper' (1 keer tekst), 'kijkrichting A' (2 keer tekst), 'hoofd' (2 keer tekst).",
    )


@pytest.mark.parametrize("name", ["Noteboom", "Positano", "Mevrouw Blikman", "comment ça va's"])
def test_a_name_that_looks_like_a_kind_of_tier_is_a_speaker(name):
    found = read(eaf(tier(name, ("t0", "goed hoor"))), "a")
    assert [line.speaker for line in found.lines] == ([name] if name != "comment ça va's" else [])
    assert bool(found.notes) == (name == "comment ça va's")  # what is left out is told


def test_who_says_little_still_speaks():
    found = read(eaf(tier("A", ("t0", "goed hoor")), tier("B", ("t1", "ja"), ("t2", "hm"))), "a")
    assert [line.speaker for line in found.lines] == ["A", "B", "B"]


def test_words_in_a_child_of_a_tier_with_only_numbers():
    found = read(
        eaf(
            tier("ref@A", ("t0", "001"), ("t4", "002")),
            tier("tekst@A", ("ref@A1", "twee"), ("ref@A0", "een"), parent="ref@A", participant="Anna"),
        ),
        "a",
    )
    assert said(found) == [("Anna", "een", 0.0), ("Anna", "twee", 4.0)]


def test_a_slot_without_a_time_keeps_its_place():
    slots = {"t1": 1000, "x": None, "t2": 2000}
    found = read(
        eaf(tier("A", ("x", "midden"), ("t2", "laatst")), tier("B", ("t1", "eerst")), slots=slots), "a"
    )
    assert sorted(said(found)[:2]) == [("A", "midden", None), ("B", "eerst", 1.0)]
    assert said(found)[2] == ("A", "laatst", 2.0)


def test_empty_parts_are_told():
    found = read(eaf(tier("A", ("t0", " "), ("t1", "ja"), ("t2", "")), tier("B", ("t3", "ook"))), "a")
    assert found.notes == ("2 lege blokjes zijn weggelaten.",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<a/>", "ELAN"),
        (b"<ANNOTATION_DOCUMENT>", "goed XML"),
        (b"I: hallo", "goed XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>', "entiteiten"),
        (b'<!DOCTYPE a SYSTEM "http://a.nl/b.dtd"><ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>', "XML"),
        (b"<a>" * 5000, "goed XML"),
        (b"<a>" * 1500 + b"</a>" * 1500, "XML|ELAN"),
        (b"", "goed XML"),
    ],
)
def test_what_is_not_a_file_of_elan_is_refused(data, message):
    with pytest.raises(ReadError, match=message) as error:
        read(data, "a.eaf")
    assert "a.eaf: " in str(error.value)
    assert "Wat te doen" in str(error.value)


def test_a_circle_of_tiers_and_references_that_lead_nowhere():
    circle = tier("A", ("B0", "een woord"), parent="B") + tier("B", ("A0", "nog een"), parent="A")
    lost = tier("C", ("t500", "geen tijd")).replace("TIME_SLOT_REF1", "X")
    found = read(eaf(circle, lost), "a")
    assert ("C", "geen tijd", None) in said(found)
    huge = eaf(tier("A", ("t0", "ja")), slots={"t0": 10**40})
    assert said(read(huge, "a")) == [("A", "ja", None)]


_TEXT = st.text("abcdeé &<>\"'?.,:[]()*", min_size=1, max_size=30).map(
    lambda t: f"ja {' '.join(t.split())}".strip()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["I", "R1", "Anna & Bert"]), _TEXT), max_size=20))
def test_what_was_said_is_read_back(turns):
    names = list(dict.fromkeys(speaker for speaker, _ in turns))
    tiers = [
        tier(
            str(n), *[(f"t{i}", text) for i, (who, text) in enumerate(turns) if who == name], participant=name
        )
        for n, name in enumerate(names)
    ]
    assert said(read(eaf(*tiers), "a")) == [(who, text, float(i)) for i, (who, text) in enumerate(turns)]


def test_a_real_dialogue():
    if not IFADV.is_dir():
        pytest.skip("the IFADV dialogues are not here (../shared/data/ifadv)")
    with (IFADV / "ifadv_turns.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["source"].endswith("/DVA13U")]
    gold = [
        (r["participant"].split()[0], " ".join(r["utterance_raw"].split()), round(float(r["begin"])))
        for r in rows
    ]
    found = read((IFADV / "eaf_example" / "DVA13U.eaf").read_bytes(), "DVA13U.eaf")
    # The table was made without capitals and full stops.
    bare = [(line.speaker, line.text.lower().replace(".", ""), line.time) for line in found.lines]
    assert len(gold) == 717
    assert [(who, text, round(time * 1000)) for who, text, time in bare] == gold
    assert [line.text for line in found.lines][1] == "in de metro."
    assert found.notes == (
        "Deze lagen zijn niet ingelezen, omdat er geen beurten in staan: 'kijkrichting spreker1 [v] (TIE1)' "
        "(283 keer tekst), 'kijkrichting spreker2 [v] (TIE3)' (147 keer tekst).",
    )


def test_lines_have_no_labels_in_their_text():
    assert list(read(eaf(tier("A", ("t0", "B: zei ze"))), "a").lines) == [Line("B: zei ze", 0.0, speaker="A")]
