"""Tables: a row a turn, or a row a respondent."""

import csv
import datetime
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.errors import ReadError
from stemmen.readers import csv as csv_reader
from stemmen.readers import xlsx
from stemmen.readers.columns import table_lines
from stemmen.readers.found import Line
from stemmen.transcript import Attribute, Role

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
    assert {proposal.role for proposal in table_lines(rows).roles.values()} == {Role.RESPONDENT}


def test_times_that_start_again_are_of_another_interview():
    rows = [("bestand", "begin", "spreker", "tekst")]
    rows += [
        (name, str(n * 3000), "R", "dat ging heel goed") for name in ("p1", "p2", "p3") for n in range(9)
    ]
    assert [time for _, time, _ in said(rows)] == [n * 3.0 for n in range(9)] * 3


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
        [("Tevreden?", "Waarom?"), *[("ja", "Het gaat goed."), ("nee", "Niks aan vind ik.")] * 3],
        [
            ("nr", "mening", "toelichting"),
            *[(str(n), "on" * (n % 2) + "eens", "Dat is zo.") for n in range(9)],
        ],
        [("Respondent", "Vraag", "Antwoord"), ("R 1", "Hoe ging het nou?", "Het ging heel goed.")],
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


GOOD = "Wat ging er goed?"
SURVEY = [
    ("Respondentnummer", "Leeftijd", "Tevreden", GOOD, "E-mail", "Anders, namelijk"),
    ("p1", "43", "eens", "De korte lijnen met het wijkteam.", "a@b.nl", ""),
    ("p2", "51", "oneens", "Mensen komen eerder\nen vaker.", "c@d.nl", "fiets"),
    ("p3", "43", "eens", "", "e@f.nl", ""),
    ("p4", "60", "oneens", "Niets eigenlijk, vind ik.", "g@h.nl", ""),
]


def as_csv(rows, delimiter=";"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def as_xlsx(rows, *, title="Blad1", more=()):
    book = openpyxl.Workbook()
    book.active.title = title
    for sheet, content in ((book.active, rows), *more):
        here = book.create_sheet(sheet) if isinstance(sheet, str) else sheet
        for row in content:
            here.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def answers(found):
    """(speaker, question, answer) of each turn."""
    turns = []
    for line in found.lines:
        if line.speaker:
            turns.append([line.speaker, line.section, line.text])
        else:
            turns[-1][2] += f"\n{line.text}"
    return [tuple(turn) for turn in turns]


@pytest.mark.parametrize("data", [as_csv(SURVEY), as_csv(SURVEY, "\t")], ids=["csv", "tsv"])
def test_a_survey_is_read_respondent_by_respondent(data):
    found = csv_reader.read(data, "e.csv")
    assert answers(found) == [
        ("p1", GOOD, "De korte lijnen met het wijkteam."),
        ("p2", GOOD, "Mensen komen eerder\nen vaker."),
        ("p2", "Anders, namelijk", "fiets"),
        ("p4", GOOD, "Niets eigenlijk, vind ik."),
    ]
    assert [part for part in found.attributes if part.speaker == "p2"] == [
        Attribute("p2", "Leeftijd", "51"), Attribute("p2", "Tevreden", "oneens"),
    ]  # fmt: skip
    assert {proposal.role for proposal in found.roles.values()} == {Role.RESPONDENT}
    assert "\n".join(found.notes) == (
        "Gelezen als enquête met op elke rij een respondent: 4 respondenten, "
        "genoemd naar kolom 'Respondentnummer'.\n"
        "Open vragen, elk een onderdeel: 'Wat ging er goed?' (3 antwoorden, 1 leeg); "
        "'Anders, namelijk' (1 antwoord, 3 leeg).\n"
        "Gesloten vragen, gelezen als kenmerk: 'Leeftijd'; 'Tevreden'.\n"
        "Niet ingelezen: 'E-mail' (e-mailadressen).\n"
        "Zonder antwoord op een open vraag, en dus zonder beurt: 1 respondent (p3).\n"
        "Klopt dat niet? Zet in het bestand voor de naam van de kolom 'open:', 'gesloten:' of 'niet:' "
        "en lees het opnieuw in."
    )


def test_without_numbers_respondents_are_counted():
    found = csv_reader.read(as_csv([row[1:] for row in SURVEY]), "e.csv")
    assert [speaker for speaker, _, _ in answers(found)] == ["r01", "r02", "r02", "r04"]
    assert "genoemd naar de volgorde van de rijen" in found.notes[0]


def test_the_researcher_can_say_what_a_column_is():
    header = ("Respondentnummer", "niet:Leeftijd", "Open: Tevreden", f"gesloten: {GOOD}", "E-mail", "x")
    found = csv_reader.read(as_csv([header, *SURVEY[1:]]), "e.csv")
    assert {question for _, question, _ in answers(found)} == {"Tevreden"}
    assert {part.name for part in found.attributes} == {GOOD, "x"}
    assert "'Leeftijd' (zo staat het in de kop)" in found.notes[3]


LIKERT = ["helemaal mee oneens", "mee oneens", "neutraal", "mee eens", "helemaal mee eens"]
SENTENCES = [f"Dat is reden {number} waarom het zo gaat." for number in range(10)]


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("De regels zijn uitlegbaar", [LIKERT[n % 5] for n in range(10)], "attribute"),
        ("Rapportcijfer", [str(n) for n in range(1, 11)], "attribute"),
        ("Leeftijd", [str(30 + n) for n in range(10)], "attribute"),
        ("Wat is uw functie?", [f"consulent {n}" for n in range(10)], "attribute"),
        ("Welke hulp?", ["bellen;mailen", "mailen;bezoek", "bezoek", "bellen", "mailen"] * 2, "attribute"),
        ("Hoe gaat het met uw gemeente?", SENTENCES, "open"),
        ("Wat zou u veranderen?", ["nee", "niets", "nee", "nee", "niets", "nee", *SENTENCES[6:]], "open"),
        (
            "Waarom dit werk?",
            ["Ik wil hier graag mensen mee helpen", "Ik ben er eigenlijk zo ingerold"] * 5,
            "attribute",
        ),
        ("In een woord", [f"Heel {word} dus" for word in "abcdefghij"], "open"),
        ("Wat valt op?", [f"woord{word}" for word in "abcdefghij"], "open"),
        ("Toelichting", ["nee", "ja", "", "", "", "", "", "", "", ""], "open"),
        ("Naam", ["Anna", "Bo"] * 5, "out"),
        ("Telefoon", [f"06-1234567{n}" for n in range(10)], "out"),
        ("Ingevuld op", [f"2023-05-0{n} 10:0{n}" for n in range(10)], "out"),
        ("Starttijd", [f"{n}" for n in range(10)], "out"),
        ("IP", [f"10.0.0.{n}" for n in range(10)], "out"),
        ("Kenteken", [f"AB-{n}" for n in range(10)], "out"),
    ],
)
def test_a_column_is_told_by_its_answers(name, cells, kind):
    rows = [("Waarom?", name), *zip(SENTENCES, cells, strict=True)]
    found = csv_reader.read(as_csv(rows), "e.csv")
    read = {line.section for line in found.lines} - {"Waarom?"}
    as_what = "open" if read else "attribute" if found.attributes else "out"
    assert as_what == kind, found.notes


def test_own_words_on_a_closed_question_are_text_too():
    own = "Anders, namelijk ik heb het met de wethouder zelf besproken"
    cells = ["ja", "nee", "ja", own, "nee", "ja", "ja", "nee", "ja", "ja"]
    found = csv_reader.read(as_csv([("Waarom?", "Deed u mee"), *zip(SENTENCES, cells, strict=True)]), "e.csv")
    assert ("r04", "Deed u mee", own) in answers(found)
    assert Attribute("r04", "Deed u mee", "anders") in found.attributes
    assert any("in eigen woorden op gesloten vragen" in note for note in found.notes)


def test_a_row_an_answer_is_a_survey_too():
    rows = [("respondent", "vraag", "antwoord", "sector")]
    rows += [
        (who, q, f"Ik ({who}) vind {q} wel goed gaan.", "zorg") for who in ("a", "b") for q in ("V1", "V2")
    ]
    found = csv_reader.read(as_csv(rows), "e.csv")
    assert [(who, question) for who, question, _ in answers(found)] == [
        ("a", "V1"), ("a", "V2"), ("b", "V1"), ("b", "V2"),
    ]  # fmt: skip
    assert found.attributes == (Attribute("a", "sector", "zorg"), Attribute("b", "sector", "zorg"))


def test_the_headers_of_survey_programs():
    qualtrics = [("ResponseId", "Q1"), ("Response ID", GOOD), ('{"ImportId":"_r"}', '{"ImportId":"Q1"}')]
    qualtrics += [("R_1a", SENTENCES[0]), ("R_2b", SENTENCES[1])]
    assert answers(csv_reader.read(as_csv(qualtrics), "q.csv"))[1] == ("R_2b", GOOD, SENTENCES[1])
    monkey = [("Respondent ID", "Wat helpt?", "", GOOD), ("", "Bellen", "Mailen", "Open-Ended Response")]
    monkey += [(str(n), "ja" * (n % 2), "ja", sentence) for n, sentence in enumerate(SENTENCES)]
    found = csv_reader.read(as_csv(monkey), "m.csv")
    assert {line.section for line in found.lines} == {GOOD}
    assert {part.name for part in found.attributes} == {"Wat helpt?: Bellen", "Wat helpt?: Mailen"}


def test_a_table_of_another_kind_is_refused_with_its_columns():
    with pytest.raises(ReadError) as caught:
        csv_reader.read(as_csv([("code", "aantal"), ("a", "3"), ("b", "4")]), "x.csv")
    assert "'code', 'aantal'" in str(caught.value)
    assert "'tijd', 'spreker' en 'tekst'" in str(caught.value)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_delimiter(delimiter):
    rows = [("wie", "tekst"), ("I", "Hoe, nou; ja | toen?"), ("R", 'Hij zei: "nee"\ttoch?')]
    found = csv_reader.read(as_csv(rows, delimiter), "a.csv")
    assert [(line.speaker, line.text) for line in found.lines] == rows[1:]


def test_a_line_of_excel_that_names_the_delimiter_and_encodings():
    data = "sep=;\r\nwie;tekst\r\nI;Hé?\r\n"
    for encoding in ("cp1252", "utf-8-sig", "utf-16"):
        assert csv_reader.read(data.encode(encoding), "a.csv").lines == [Line("Hé?", speaker="I")]


def test_commas_in_a_text_without_quotes_are_mended_in_the_last_column_only():
    found = csv_reader.read(b"wie,tekst\nI,Hoe ging dat?\nR,Slecht, heel slecht\n", "a.csv")
    assert found.lines[1].text == "Slecht, heel slecht"
    assert found.notes == ("1 rij had te veel cellen; wat over was, is bij de laatste kolom gezet.",)
    with pytest.raises(ReadError, match="meer cellen dan de kopregel: 3"):
        csv_reader.read(b"tekst,wie\nHoe ging dat?,I\nSlecht, heel slecht,R\n", "a.csv")


def test_quotes_that_are_not_closed_are_refused_and_loose_ones_told():
    with pytest.raises(ReadError, match="nergens gesloten"):
        csv_reader.read(b'wie;tekst\nI;"Hoe ging dat?\nR;Slecht.\n', "a.csv")
    found = csv_reader.read(b'wie;tekst\nI;"Hoe" ging dat?\nR;Slecht.\n', "a.csv")
    assert "losse aanhalingstekens" in found.notes[0]


def test_one_column_is_read_as_text():
    assert csv_reader.read(b"I: Hoe ging dat?\nR: Slecht.\n", "a.csv").lines == [
        Line("I: Hoe ging dat?"), Line("R: Slecht."),
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b" ;;\n;;\n", b"\n \n"])
def test_a_file_without_text_is_refused(data):
    with pytest.raises(ReadError, match="geen tekst"):
        csv_reader.read(data, "a.csv")


def test_an_excel_file_is_read_from_its_fullest_sheet():
    rows = [("Interview 7",), (None,), ("Tijd", "Wie", "Tekst"), (datetime.time(0, 7), "I", "Hoe ging dat?")]
    rows += [(datetime.time(12, 31), "R", "Slecht."), (datetime.time(0, 14, 2), "I", 3.0), (None, "R", True)]
    found = xlsx.read(as_xlsx(rows, more=[("Uitleg", [("Zo is het gedaan.",)])]), "a.xlsx")
    assert [(line.speaker, line.time, line.text) for line in found.lines] == [
        ("", None, "Interview 7"),
        ("I", 7 * 60, "Hoe ging dat?"),
        ("R", 12 * 3600 + 31 * 60, "Slecht."),
        ("I", 14 * 60 + 2, "3"),
        ("R", None, "ja"),
    ]
    assert found.notes == ("Alleen blad 'Blad1' is ingelezen, niet het blad 'Uitleg' (1 rij).",)


def test_a_time_without_seconds_is_read_as_it_is_shown():
    book = openpyxl.load_workbook(
        io.BytesIO(as_xlsx([("tijd", "wie", "tekst"), (None, "I", "Hoe ging dat?")]))
    )
    book.active["A2"] = datetime.time(0, 49)
    book.active["A2"].number_format = "h:mm"
    data = io.BytesIO()
    book.save(data)
    assert xlsx.read(data.getvalue(), "a.xlsx").lines[0].time == 49


def test_hidden_sheets_formulas_and_errors_are_told():
    rows = [("wie", "tekst"), ("I", "Hoe ging dat?"), ("R", '="Sl"&"echt"'), ("R", "#N/A"), ("R", "Nou ja.")]
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows, more=[("Oud", [("x" * 999,)])])))
    book["Oud"].sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    found = xlsx.read(data.getvalue(), "a.xlsx")
    assert [line.text for line in found.lines] == ["Hoe ging dat?", "Nou ja."]
    assert found.notes[:3] == (
        "Alleen blad 'Blad1' is ingelezen, niet het verborgen blad 'Oud' (1 rij).",
        "1 cel heeft een fout van Excel (zoals #N/B) en is leeg gelaten.",
        "1 cel met een formule is leeg: de uitkomst staat niet in het bestand. "
        "Open het in Excel en sla het op.",
    )


@pytest.mark.parametrize("cut", [10, 500, 2000])
def test_a_broken_excel_file_is_refused(cut):
    with pytest.raises(ReadError):
        xlsx.read(as_xlsx(SURVEY)[:cut], "a.xlsx")


def test_a_sheet_that_claims_a_million_wide_rows_is_refused_at_once():
    rows = [("wie", "tekst"), *[("I", "Hoe ging dat?")] * 100]
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows)))
    for row in range(1, 100):
        book.active.cell(row, 16384, "x")
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(ReadError, match="te veel cellen"):
        xlsx.read(data.getvalue(), "a.xlsx")


@given(TURNS, st.sampled_from(["csv", "tsv", "xlsx"]))
@settings(max_examples=50, deadline=None)
def test_any_talk_in_a_file_is_read_back(turns, ending):
    rows = [("tijd", "spreker", "tekst"), *turns]
    data = as_xlsx(rows) if ending == "xlsx" else as_csv(rows, "\t" if ending == "tsv" else ";")
    found = (xlsx if ending == "xlsx" else csv_reader).read(data, f"a.{ending}")
    assert [(line.speaker, line.text) for line in found.lines] == [turn[1:] for turn in turns]


ANSWER = st.lists(WORDS, min_size=4, max_size=12).map(" ".join)


@given(st.lists(st.tuples(ANSWER, ANSWER), min_size=1, max_size=12, unique=True))
@settings(max_examples=50, deadline=None)
def test_any_survey_is_read_back(people):
    rows = [("open: A", "open: B"), *people]
    expected = [
        (f"r{number:02}", name, answer)
        for number, both in enumerate(people, 1)
        for name, answer in zip("AB", both, strict=True)
    ]
    assert answers(csv_reader.read(as_csv(rows), "a.csv")) == expected
    assert answers(xlsx.read(as_xlsx(rows), "a.xlsx")) == expected
