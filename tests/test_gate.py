"""The gate: what may not be published is in no byte of what is published."""

import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmen.codebook import Codebook
from stemmen.errors import StudyError
from stemmen.fragments import PARAPHRASE, PENDING, REFUSED, Quote
from stemmen.privacy.check import Checked, Finding
from stemmen.privacy.decisions import Choice, Decision, key_of
from stemmen.privacy.hits import Hit, Kind
from stemmen.report import build, write_quotes, write_report
from stemmen.report.gate import Gate, gate_for
from stemmen.report.html import pieces, render
from stemmen.report.labels import labelled, rich, without_counting
from stemmen.report.prose import check_prose, looker
from stemmen.report.traceable import to_tell, traceability
from stemmen.settings import Settings
from stemmen.transcript import Transcript, Utterance
from tests import report_frames as frames

SAID = {
    "p01": [
        ("I", "Hoe ging dat?"),
        ("R", "Nou ja. Meneer Zwanenbroek geloofde me niet, dat merk je meteen aan hoe ze kijken."),
        ("I", "En bij Kwartelstein?"),
        ("R", "De mevrouw aan de balie was heel aardig, die haalde koffie en die luisterde echt naar me."),
        ("R", "Ik was bij Oedelhoven. De man daar deed heel bot tegen mij en mijn moeder, elke keer weer."),
    ],
    "p02": [
        ("I", "Vertel eens."),
        ("R", "Hij deed heel bot tegen me, echt als een klein kind, en dat was pannenkoek dan weer."),
    ],
    "p03": [("I", "Hoe was het?"), ("R", "Ze waren heel bot en kortaf tegen mijn moeder en mij, elke keer.")],
}
CODED = [
    ("p01", 2, "van_instantie", "geloofde me niet", "", False),
    ("p01", 4, "bejegening", "heel aardig", "+", False),
    ("p01", 5, "bejegening", "heel bot", "-", False),
    ("p02", 2, "bejegening", "heel bot", "-", False),
    ("p03", 2, "bejegening", "heel bot", "-", False),
]
NAMES = {("p01", 2): "Zwanenbroek", ("p01", 3): "Kwartelstein", ("p01", 5): "Oedelhoven"}


def finding(transcript: str, turn: int, text: str, tier: int = 2, choice: Choice = Choice.OPEN) -> Finding:
    start = SAID[transcript][turn - 1][1].index(text)
    decision = Decision(text, choice) if choice else None
    kind = Kind.NAME if tier < 3 else Kind.FAMILY
    place = (transcript, f"{transcript}.txt", turn, "", start, start + len(text))
    return Finding(*place, text, kind, tier, "Dit is een naam.", text, decision)


def checked(choice: Choice = Choice.OPEN) -> Checked:
    return Checked(tuple(finding(*place, name, choice=choice) for place, name in NAMES.items()))


def material(gate: Gate, **changes: Any) -> Any:
    said = frames.turns(SAID)
    judged = frames.codings(said, CODED)
    book = Codebook.parse(frames.CODEBOOK)
    model = gate.topics(frames.topics(said))
    found = frames.cross(said, judged, model, frames.respondents(), book, draws=20)
    fields = {"turns": said, "codings": judged, "topics": model, "themes": found, "gate": gate}
    return frames.material(**{**fields, **changes})


def published(made: Any, folder: Path) -> str:
    """All that stands in the files, with those inside the workbook."""
    page, book = write_report(made, folder)
    with zipfile.ZipFile(book) as inside:
        sheets = [inside.read(name).decode(errors="replace") for name in inside.namelist()]
    return "\n".join([page.read_text(encoding="utf-8"), *sheets])


@pytest.mark.parametrize("choice", [Choice.OPEN, Choice.REPLACE])
def test_what_is_open_is_in_no_byte_of_what_is_published(tmp_path, choice):
    everything = published(material(gate_for(checked(choice), {}, {})), tmp_path)
    for name in NAMES.values():
        assert name.lower() not in everything.lower()
    assert "geloofde me niet, dat merk je" not in everything  # the quote with the name is a gap
    assert "heel aardig" in everything  # a name in the question: the answer is shown
    assert "De man daar deed heel bot" in everything  # a name elsewhere in the turn: the quote is shown


def test_what_was_allowed_is_published(tmp_path):
    everything = published(material(gate_for(checked(Choice.ALLOW), {}, {})), tmp_path)
    assert all(name in everything for name in NAMES.values())
    assert "besluiten.csv" not in everything


def test_a_gap_says_what_it_is_and_has_nothing_else():
    made = material(gate_for(checked(), {}, {}))
    [gap] = made.quotes["wantrouwen"]
    assert (gap.withheld, gap.text, gap.question, gap.before, gap.after) == (PENDING, "", "", "", "")
    assert (gap.evidence, gap.anchor, gap.label) == ((), "", "")
    assert "besluiten.csv" in gap.printed
    html = render(build(made))
    assert '<p class="gat">[Deze woorden staan er nog niet' in html


def test_around_a_quote_nothing_stands_when_a_name_is_there():
    found = {
        q.turn: q for q in material(gate_for(checked(), {}, {})).quotes["bejegening"] if q.transcript == "p01"
    }
    assert (found[4].question, found[4].context_withheld) == ("", True)
    assert (found[5].text, found[5].before) == (
        "De man daar deed heel bot tegen mij en mijn moeder, elke keer weer.",
        "",
    )
    assert "[Wat eromheen stond, staat er nog niet" in render(build(material(gate_for(checked(), {}, {}))))


def test_grounds_with_a_word_of_the_name_keep_the_name_of_their_rule():
    quote = frames_quote(evidence=("regel: “bij Oedelhoven”", "anders: “bot”"))
    gate = gate_for(checked(), {}, {})
    assert gate.quote(quote).evidence == ("regel", "anders: “bot”")


def frames_quote(**changes: Any) -> Quote:
    quote = material(Gate()).unguarded["bejegening"]
    return replace(next(q for q in quote if (q.transcript, q.turn) == ("p01", 5)), **changes)


@pytest.mark.parametrize(("said", "reason"), [("nee", REFUSED), ("alleen parafrase", PARAPHRASE)])
def test_who_gave_no_consent_counts_and_is_never_shown(tmp_path, said, reason):
    made = material(gate_for(Checked(()), {"r-p02": said}, {}))
    everything = published(made, tmp_path)
    assert "pannenkoek" not in everything
    assert not [q for q in made.quotes["bejegening"] if q.respondent == "r-p02"]
    [gap] = [q for q in made.listed["bejegening"] if q.withheld]
    assert (gap.withheld, gap.groups, gap.anchor) == (reason, (), "")
    assert made.count("bejegening") == 3
    theme = next(theme for theme in build(made).themes if theme.key == "bejegening")
    assert len(theme.fragments) == 4
    told = " ".join(run.text for line in traceability(made).lines for run in line)
    assert "1 respondent" in told and "de beurt telt wel mee" in told
    assert any("1 beurt" in words for words in to_tell(made))


def test_a_draft_shows_words_with_marks_but_not_of_who_said_no(tmp_path):
    consent = {"r-p02": "nee"}
    made = material(replace(gate_for(checked(), consent, {}), draft=True))
    page, book = write_report(made, tmp_path)
    assert (page.name, book.name) == ("rapport-concept.html", "citaten-concept.xlsx")
    html = page.read_text(encoding="utf-8")
    assert "te besluiten: </span>Zwanenbroek</span>" in html
    assert "CONCEPT – niet verspreiden" in html.split("<header")[0].split("<body")[1]
    assert "pannenkoek" not in html
    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames[0] == "CONCEPT"
    assert all("CONCEPT" in sheet.oddHeader.center.text for sheet in sheets)
    cells = [str(cell) for sheet in sheets for row in sheet.values for cell in row]
    assert not [cell for cell in cells if "pannenkoek" in cell]
    assert "Zwanenbroek" in cells


def test_a_draft_has_the_words_to_paraphrase_in_its_workbook_only(tmp_path):
    made = material(replace(gate_for(Checked(()), {"r-p02": "alleen parafrase"}, {}), draft=True))
    page, book = write_report(made, tmp_path)
    assert "pannenkoek" not in page.read_text(encoding="utf-8")
    rows = list(openpyxl.load_workbook(book)["Citaten"].values)
    table = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [row["toestemming"] for row in table if "pannenkoek" in row["context"]] == ["alleen parafrase"]


def test_the_published_page_is_no_draft():
    html = render(build(material(Gate())))
    assert "CONCEPT" not in html.split("</style>")[1]


def test_the_published_workbook_links_no_rows_of_one_person(tmp_path):
    book = openpyxl.load_workbook(write_quotes(material(Gate()), tmp_path / "citaten.xlsx"))
    for sheet in book:
        rows = list(sheet.values)
        assert not {"transcript", "beurt", "begin", "eind", "memo", "codeur", "respondent", "spreker"} & set(
            rows[0]
        )
        cells = {str(cell) for row in rows for cell in row}
        assert not cells & {"p01", "p02", "p03", "r-p01", "r-p02", "r-p03"}
    rows = list(book["Citaten"].values)
    marks = [row[0] for row in rows[1:] if row[1] == "Bejegening"]
    assert len(marks) == 4 and marks == sorted(marks)


def test_lists_are_not_in_the_order_of_the_talks():
    marks = [quote.anchor for quote in material(Gate()).listed["bejegening"]]
    assert marks == sorted(marks)


def test_a_mark_tells_nothing_of_words_that_are_left_out():
    """Who guesses the question cannot see by the mark that the guess is right: other talks are in it too."""
    other = {**SAID, "p01": [*SAID["p01"], ("I", "Dank u.")]}
    marks = [
        {q.turn: q.anchor for q in material(Gate(), turns=frames.turns(said)).unguarded["bejegening"]}
        for said in (SAID, other)
    ]
    assert marks[0][4] != marks[1][4]


def test_somebody_who_chose_to_be_named_is_named():
    made = material(gate_for(Checked(()), {}, {"r-p02": "Jo Terpstra, wethouder"}))
    [quote] = [q for q in made.quotes["bejegening"] if q.respondent == "r-p02"]
    assert (quote.attribution, quote.label) == ("Jo Terpstra, wethouder", "")
    assert "Jo Terpstra, wethouder" in render(build(made))


def test_a_named_person_has_a_column_in_the_workbook(tmp_path):
    for named, expected in (({"r-p02": "Jo Terpstra, wethouder"}, True), ({}, False)):
        made = material(gate_for(Checked(()), {}, named))
        head = next(iter(openpyxl.load_workbook(write_quotes(made, tmp_path / "c.xlsx"))["Citaten"].values))
        assert ("genoemd als" in head) == expected


def test_a_ground_written_by_hand_is_looked_through():
    gate = Gate(look=look_for("Terpstra"))
    quote = frames_quote(evidence=("zie ook Terpstra", "bot gedrag"))
    assert gate.quote(replace(quote, methods=("hand",))).evidence == ("bot gedrag",)


def test_words_of_a_topic_are_no_names():
    model = frames.topics(frames.turns(SAID))
    model.topics["woorden"] = [["balie", "zwanenbroeks", "koffie"]]
    gate = gate_for(checked(), {}, {})
    shown = gate.topics(model).topics
    assert shown["woorden"].tolist() == [["balie", "koffie"]]
    assert shown["label"].tolist() == ["balie, koffie"]
    assert gate_for(Checked(()), {}, {}).topics(model) is model


@cache
def one_quote() -> Quote:
    return frames_quote(asked=0, groups=(("geslacht", "vrouw"),))


def quotes(*who: tuple[str, str, int]) -> dict[str, tuple[Quote, ...]]:
    """Quotes by theme: (theme, person, turn)."""
    one = one_quote()
    made = [replace(one, theme=t, respondent=p, transcript=p, turn=n, asked=0) for t, p, n in who]
    return {
        theme: tuple(q for q in made if q.theme == theme) for theme in dict.fromkeys(t for t, _, _ in who)
    }


def letters(found: dict[str, tuple[Quote, ...]]) -> dict[str, str]:
    return {theme: "".join(quote.label or "-" for quote in mine) for theme, mine in found.items()}


def test_letters_begin_anew_in_each_theme():
    found = labelled(
        quotes(("x", "a", 1), ("x", "b", 1), ("x", "a", 2), ("y", "b", 3), ("y", "a", 3)), "thema"
    )
    assert letters(found) == {"x": "ABA", "y": "AB"}
    assert found["x"][0].attribution == "respondent A, vrouw"


def test_words_under_two_themes_have_no_letter():
    """By them the A of one theme would be known as the B of the other."""
    who = [("x", "a", 1), ("x", "a", 2), ("x", "b", 1), ("y", "b", 1), ("y", "a", 3)]
    assert letters(labelled(quotes(*who), "thema")) == {"x": "AA-", "y": "-A"}


def test_answers_to_one_question_under_two_themes_have_no_letter():
    found = quotes(("x", "a", 2), ("x", "b", 2), ("y", "a", 3))
    asked = {
        theme: tuple(replace(q, asked=1) if q.respondent == "a" else q for q in mine)
        for theme, mine in found.items()
    }
    assert letters(labelled(asked, "thema")) == {"x": "-A", "y": "-"}


@pytest.mark.parametrize(
    ("told", "k", "expected"),
    [
        (4, 3, "ABCA"),  # three of four who tell: the fourth may be anybody
        (3, 3, "----"),  # all who tell: two women, one man
        (3, 2, "----"),
        (3, 1, "ABCA"),
    ],
)
def test_letters_do_not_count_small_groups(told: int, k: int, expected: str) -> None:
    found = labelled(quotes(("x", "a", 1), ("x", "b", 1), ("x", "c", 1), ("x", "a", 2)), "thema")
    man = (("geslacht", "man"),)
    mixed = {"x": tuple(replace(q, groups=man) if q.respondent == "b" else q for q in found["x"])}
    assert letters(without_counting(mixed, {"x": told}, k)) == {"x": expected}


def test_letters_stay_where_nothing_is_said_of_people():
    found = labelled(quotes(("x", "a", 1), ("x", "b", 1)), "thema")
    bare = {"x": tuple(replace(quote, groups=()) for quote in found["x"])}
    assert letters(without_counting(bare, {"x": 2}, 3)) == {"x": "AB"}


def test_letters_of_the_whole_study_and_none():
    who = [("x", "a", 1), ("y", "b", 3), ("y", "a", 1)]
    assert letters(labelled(quotes(*who), "studie")) == {"x": "A", "y": "BA"}
    assert letters(labelled(quotes(*who), "geen")) == {"x": "-", "y": "--"}


def test_a_set_of_quotes_that_tells_much_is_told():
    many = labelled(quotes(*(("x", "a", turn) for turn in range(1, 7)), ("x", "b", 1)), "thema")
    [found] = rich(many, Gate(), "thema")
    assert (found.theme, found.label, found.quotes) == ("x", "A", 6)
    few = labelled(quotes(("x", "a", 1), ("x", "a", 2)), "thema")
    hints = [finding("p01", 5, "moeder", 3)]
    kinds = [replace(hints[0], kind=kind) for kind in (Kind.FAMILY, Kind.JOB, Kind.ILLNESS)]
    assert [r.kinds for r in rich(few, Gate(hints={("a", 1): tuple(kinds)}), "thema")] == [
        ("beroep", "gezin", "ziekte")
    ]
    assert rich(few, Gate(hints={("a", 1): tuple(kinds[:2])}), "thema") == []


def look_for(*words: str, tier: int = 2) -> Any:
    return lambda text: [
        Hit(text.index(w), text.index(w) + len(w), w, Kind.NAME if tier > 1 else Kind.PHONE, tier, "")
        for w in words
        if w in text
    ]


def test_an_example_of_the_codebook_with_a_name_is_left_out(tmp_path):
    gate = Gate(look=look_for("winkelier"))
    everything = published(material(gate), tmp_path)
    assert "de winkelier was aardig" not in everything
    assert everything.count("[Dit voorbeeld staat er nog niet") == 2  # page and workbook


def test_what_a_person_wrote_is_not_left_out_but_told():
    made = material(Gate(look=look_for("Terpstra")), texts={"kern": "Eerst dit.\n\nDat zei Terpstra."})
    [words] = check_prose(made)
    assert words.startswith("teksten/kern.md: misschien herkenbaar: ‘Terpstra’.")


def test_what_is_open_in_the_talks_too_is_told_without_the_words():
    gate = Gate(look=look_for("Terpstra", "Karin"), secret=frozenset(["karin"]))
    made = material(gate, texts={"kern": "Terpstra kwam.\n\nDat zei Karin, met Karins fiets.\n\nKarin!"})
    [words] = check_prose(made)
    assert words.startswith(
        "teksten/kern.md: misschien herkenbaar: ‘Terpstra’, "
        "en 1 tekst die in de gesprekken nog niet is vrijgegeven. "
    )
    assert "Karin" not in words


def test_a_title_with_nothing_but_what_is_open_says_so_and_no_more():
    gate = Gate(look=look_for("Karin", "Terpstra"), secret=frozenset(["karin", "terpstra"]))
    made = material(gate, settings=Settings.parse("titel: Karin en Terpstra"))
    [words] = check_prose(made)
    assert words.startswith(
        "studie.yaml, titel: misschien herkenbaar: 2 teksten die in de gesprekken nog niet zijn vrijgegeven. "
    )
    assert "besluiten.csv" in words
    assert not [name for name in ("Karin", "Terpstra") if name in words]


def test_a_number_in_a_text_stops_the_report(tmp_path):
    made = material(
        Gate(look=look_for("0612345678", tier=1)), texts={"kern": "Eerst dit.\n\nBel 0612345678."}
    )
    with pytest.raises(StudyError, match=r"teksten/kern\.md, regel 3.*telefoon") as error:
        write_report(made, tmp_path)
    assert "0612345678" not in str(error.value)
    assert list(tmp_path.iterdir()) == []
    write_report(replace(made, gate=replace(made.gate, draft=True)), tmp_path)


def test_what_is_told_has_no_words_of_the_talks():
    said = " ".join(to_tell(material(gate_for(checked(), {}, {}, recorded=False))))
    assert "stemmen controleer" in said and "toestemming" in said
    assert not [name for name in NAMES.values() if name in said]


def test_a_study_with_nothing_open_has_nothing_to_tell():
    assert to_tell(material(Gate())) == []


def test_the_account_says_how_letters_work():
    for label, words in (
        ("thema", "beginnen de letters opnieuw"),
        ("geen", "niet welke van dezelfde persoon"),
    ):
        settings = Settings.parse(f"titel: Proef\nherleidbaarheid: {{etiket: {label}}}")
        part = traceability(material(Gate(), settings=settings))
        assert words in " ".join(run.text for line in part.lines for run in line)


def test_marks_of_a_draft_keep_the_text_whole():
    text = "Karin belde Karins moeder [Jan]."
    assert "".join(part for part, _ in pieces(text, ["Karin", "Karins", "[Jan]"])) == text


def test_looking_at_a_text_knows_the_decisions():
    from stemmen.report.prose import looker

    said = [Transcript.of("p01", [Utterance("R", "Toen kwam Karin.")])]
    decided = {"beekhoeve": Decision("Beekhoeve", Choice.REPLACE)}
    assert [hit.text for hit in looker(said, decided)("Het was op de beekhoeve.")] == ["beekhoeve"]


def wrote(folder: Path, words: str) -> None:
    path = folder / "transcripten" / "p01.txt"
    path.write_text(
        path.read_text(encoding="utf-8").replace("vriendelijk, dat", f"vriendelijk, {words}, dat"),
        encoding="utf-8",
    )


def test_a_study_with_an_open_number_has_a_gap_until_it_is_decided(run: Any, study_folder: Path) -> None:
    wrote(study_folder, "ze is karin.dehaan@voorbeeldmail.nl")
    outcome = run("rapport", study_folder)
    assert outcome.code == 0, outcome.err
    page = study_folder / "rapport" / "rapport.html"
    assert "karin.dehaan" not in page.read_text(encoding="utf-8")
    assert "stemmen controleer" in outcome.err and "karin" not in outcome.err
    (study_folder / "besluiten.csv").write_text(
        "tekst;besluit\nkarin.dehaan@voorbeeldmail.nl;toestaan\n", encoding="utf-8"
    )
    assert run("rapport", study_folder).code == 0
    assert "karin.dehaan" in page.read_text(encoding="utf-8")


def test_a_draft_stands_beside_the_report(run: Any, study_folder: Path) -> None:
    wrote(study_folder, "ze is karin.dehaan@voorbeeldmail.nl")
    for command, names in (
        ("rapport", ["rapport-concept.html", "citaten-concept.xlsx"]),
        ("citaten", ["citaten-concept.xlsx"]),
    ):
        made = run(command, study_folder, "--concept", "--json").json["bestanden"]
        assert [Path(name).name for name in made] == names
    assert "karin.dehaan" in (study_folder / "rapport" / "rapport-concept.html").read_text(encoding="utf-8")
    assert not (study_folder / "rapport" / "rapport.html").exists()


def test_a_text_with_an_address_stops_the_report(run: Any, study_folder: Path) -> None:
    (study_folder / "teksten").mkdir()
    (study_folder / "teksten" / "kern.md").write_text(
        "Mail naar karin.dehaan@voorbeeldmail.nl", encoding="utf-8"
    )
    outcome = run("rapport", study_folder)
    assert outcome.code == 1
    assert "teksten/kern.md, regel 1" in outcome.err and "karin.dehaan" not in outcome.err
    assert not (study_folder / "rapport").exists()


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("abc"), st.integers(1, 5)), max_size=20))
def test_no_letter_of_one_theme_can_be_joined_with_one_of_another(who: list[tuple[str, str, int]]) -> None:
    found = labelled(quotes(*who), "thema")
    shown = [quote for mine in found.values() for quote in mine if quote.label]
    for one in shown:
        for other in shown:
            if one.theme == other.theme:
                assert (one.label == other.label) == (one.respondent == other.respondent)
            else:
                assert (one.transcript, one.turn) != (other.transcript, other.turn)


def test_consent_in_the_file_reaches_the_report(run: Any, study_folder: Path) -> None:
    head = "respondent,transcript,spreker,toestemming,genoemd als"
    people = f'{head}\nAns,p01,R,nee,\nBo,p02,R,ja,"Bo Prins, raadslid"\n'
    (study_folder / "respondenten.csv").write_text(people, encoding="utf-8")
    outcome = run("rapport", study_folder)
    assert outcome.code == 0, outcome.err
    html = (study_folder / "rapport" / "rapport.html").read_text(encoding="utf-8")
    assert "geloofden me niet" not in html.split('id="bijlagen"')[0]
    assert "Bo Prins, raadslid" in html
    assert "geen toestemming" in outcome.err
    (study_folder / "respondenten.csv").write_text(people.replace(",nee,", ",misschien,"), encoding="utf-8")
    assert "ja, alleen parafrase of nee" in run("rapport", study_folder).err


@pytest.mark.slow
def test_the_sample_study_has_nothing_open(tmp_path: Path) -> None:
    from stemmen.demo import sample_study

    study = sample_study(tmp_path)
    study.read()
    assert study.decisions_path.is_file()
    assert [found.text for found in study.check().open] == []
    assert study.gate().recorded and not study.gate().refused


@pytest.mark.parametrize("text", ["de kale bakker", "de kale\nbakker", "de kale  bakker."])
def test_a_decided_string_is_found_in_prose_however_its_words_are_apart(text):
    decided = Decision("kale bakker", Choice.REPLACE)
    look = looker([], {key_of(decided.text): decided})
    assert [" ".join(hit.text.split()) for hit in look(text)] == ["kale bakker"]
    assert not look("de kalebakker")
