"""Tables: a row a turn, or a row a respondent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmen.readers.columns import table_lines
from stemmen.transcript import Role

TALK = [
    ("0:01", "Anna", "Hoe ging dat?"),
    ("0:09", "Bo", "Slecht, heel slecht."),
    ("0:11", "Anna", "En toen?"),
    ("0:12", "Bo", "Niks."),
]


def said(rows):
    table = table_lines(rows)
    assert table is not None
    return [(line.speaker, line.time, line.text) for line in table.lines]


EXPECTED = [
    ("Anna", 1.0, "Hoe ging dat?"),
    ("Bo", 9.0, "Slecht, heel slecht."),
    ("Anna", 11.0, "En toen?"),
    ("Bo", 12.0, "Niks."),
]


@pytest.mark.parametrize(
    "header",
    [
        None,
        ("Tijd", "Spreker", "Tekst"),
        ("Time", "Speaker", "Text"),
        ("TIJDCODE:", "Wie?", "Uitspraak"),
        ("start", "naam", "transcript"),
        ("Begintijd (s)", "Rol", "Wat er gezegd is"),
        ("Moment", "Persoon", "Woorden"),
        ("Moment", "Aan het woord", "Gezegd dus"),
    ],
)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_the_columns_of_a_talk_are_told_by_their_names_or_by_what_they_hold(header, order):
    rows = [[row[place] for place in order] for row in ([header] if header else []) + TALK]
    assert said(rows) == EXPECTED


def test_numbers_ends_and_remarks_are_no_text_and_remarks_are_told():
    rows = [("nr", "begin", "eind", "wie", "tekst", "Opmerking")]
    rows += [
        (str(n), *row[:1], "0:59", *row[1:], "aarzelt lang en kijkt dan weg") for n, row in enumerate(TALK)
    ]
    assert said(rows) == EXPECTED
    assert table_lines(rows).notes == ("Deze kolom van de tabel is niet ingelezen: 'Opmerking'.",)


def test_a_title_above_the_header_is_kept_as_text_before_the_talk():
    rows = [("Interview 7", "", ""), ("Tijd", "Spreker", "Tekst"), *TALK]
    assert said(rows) == [("", None, "Interview 7"), *EXPECTED]


def test_a_row_without_speaker_goes_on_and_lines_in_a_cell_stay():
    rows = [("Spreker", "Tekst"), ("Anna:", "Hoe\nging dat?"), ("", "Nou?"), ("[Bo]", "Slecht."), ("Bo", " ")]
    assert said(rows) == [
        ("Anna", None, "Hoe"), ("", None, "ging dat?"), ("", None, "Nou?"), ("Bo", None, "Slecht."),
    ]  # fmt: skip
    assert table_lines(rows).notes == ("1 rij zonder tekst is overgeslagen.",)


def test_a_column_a_speaker_is_read_from_left_to_right():
    rows = [
        ("Nr", "Vraag", "Antwoord"),
        ("1", "Hoe ging dat nou?", "Slecht, heel slecht."),
        ("2", "Hoe dan?", ""),
    ]
    assert said(rows) == [
        ("Vraag", None, "Hoe ging dat nou?"),
        ("Antwoord", None, "Slecht, heel slecht."),
        ("Vraag", None, "Hoe dan?"),
    ]  # fmt: skip


def test_a_column_of_roles_beside_the_names_gives_the_roles():
    rows = [("Spreker", "Rol", "Tekst"), ("Bo", "respondent", "Slecht."), ("Ans", "Interviewer", "Hoezo?")]
    roles = table_lines(rows).roles
    assert {name: proposal.role for name, proposal in roles.items()} == {
        "Bo": Role.RESPONDENT, "Ans": Role.INTERVIEWER,
    }  # fmt: skip


def test_several_interviews_in_one_table_keep_their_speakers_apart():
    rows = [("bestand", "spreker", "tekst"), ("a/p1", "R", "Slecht."), ("a/p2", "R", "Goed.")]
    assert [speaker for speaker, _, _ in said(rows)] == ["p1 R", "p2 R"]
    assert "staan 2 interviews (kolom 'bestand')" in table_lines(rows).notes[0]


@pytest.mark.parametrize("unit", [1, 1000])
def test_numbers_are_seconds_or_thousandths_by_how_fast_people_talk(unit):
    rows = [("start", "end", "text")]
    rows += [(str(n * 3 * unit), str((n * 3 + 2) * unit), "dat ging eigenlijk heel goed") for n in range(9)]
    assert [time for _, time, _ in said(rows)] == [n * 3.0 for n in range(9)]


def test_places_in_a_text_are_no_times():
    rows = [("spreker", "tekst", "begin", "eind"), ("R", "Slecht.", "0", "7"), ("I", "Hoezo?", "8", "14")]
    assert [time for _, time, _ in said(rows)] == [None, None]


@pytest.mark.parametrize(
    "rows",
    [
        [("Datum", "3 mei 2023"), ("Interviewer", "Anna"), ("Duur", "45 minuten in totaal.")],
        [("Interviewer", "Anna"), ("Respondent", "Mevrouw De Vries uit Utrecht")],
        [
            ("Code", "Uitleg"),
            ("stress", "Als iemand zegt dat hij stress heeft."),
            ("geld", "Als er geen geld is."),
        ],
        [("Nr", "Vraag", "Antwoord"), ("1", "Leeftijd", "43"), ("2", "Woonplaats", "Goes")],
        [
            ("Naam", "Leeftijd", "Wat vindt u?"),
            ("Jo", "43", "Het gaat wel goed zo."),
            ("Bo", "5", "Niks aan vind ik."),
        ],
        [("alleen een kolom",), ("met tekst",)],
        [("", ""), ("", "")],
        [],
    ],
)
def test_other_tables_are_no_talk(rows):
    assert table_lines(rows) is None


WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=8)
TURNS = st.lists(
    st.tuples(
        st.integers(0, 5999).map(lambda second: f"{second // 60}:{second % 60:02}"),
        st.sampled_from(["Anna", "De heer Jansen", "R1"]),
        st.lists(WORDS, min_size=1, max_size=20).map(" ".join),
    ),
    min_size=1,
    max_size=30,
)


@given(TURNS, st.permutations([0, 1, 2]))
def test_any_talk_under_a_header_is_read_back(turns, order):
    rows = [[row[place] for place in order] for row in [("tijd", "spreker", "tekst"), *turns]]
    assert [(speaker, text) for speaker, _, text in said(rows)] == [turn[1:] for turn in turns]
