"""The report: counts that are those of the themes, words that stay words, the same bytes each time."""

import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from stemmen.codebook import Codebook
from stemmen.errors import StudyError
from stemmen.privacy.disclosure import Disclosed
from stemmen.report import build, write_quotes, write_report
from stemmen.report.figures import draw
from stemmen.report.gate import Gate
from stemmen.report.html import render
from stemmen.report.model import Report
from stemmen.report.words import SCALE, number_word, of_total, people
from stemmen.themes import cross
from tests import report_frames as frames


class Page(HTMLParser):
    """Tags with attributes, and the text of the page without styles and scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self._skip, self._open = "", False, ""
        self.headings: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._skip = tag in {"style", "script"}
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        self._skip = self._skip and tag not in {"style", "script"}

    def handle_data(self, data):
        self.text += "" if self._skip else data

    def ids(self):
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


@pytest.fixture(scope="module")
def html() -> str:
    return render(build(frames.material()))


@pytest.fixture(scope="module")
def page(html) -> Page:
    return Page(html)


def words(lines) -> str:
    return " ".join(part.text for line in lines for part in line)


def test_counts_are_those_of_the_themes():
    material = frames.material()
    counted = material.themes.codes.set_index("code")
    for theme in build(material).themes:
        row = counted.loc[theme.key]
        assert len(theme.fragments) == row["beurten"]
        assert len({quote.respondent for quote in theme.fragments}) == row["respondenten"]
        if row["beurten"]:
            assert f"{row['respondenten']} van de {row['van']}" in words(theme.lines)
            assert f"{row['beurten']} beurten" in words(theme.lines)


def test_valences_add_up_to_the_respondents():
    report = build(frames.material())
    bar = next(bar for bar in report.overview.drawing.bars if bar.label == "Bejegening")
    assert (bar.parts, bar.value) == ((1, 1, 1, 0), "3 van de 3")


def test_every_count_of_turns_links_to_as_many_turns(html, page):
    links = re.findall(r'<a href="#beurten-([\w-]+)">(\d+) beurten', html)
    assert links
    for key, number in links:
        body = html.split(f'id="beurten-{key}"')[1].split("</details>\n</section>")[0].split("</ol>")[0]
        assert body.count('<p class="woorden">') == int(number), key


def test_a_count_of_a_subcode_links_to_the_turns_with_that_subcode(html, page):
    counts = re.findall(r'data-alleen="code=(\w+)">(\d+)<', html)
    assert counts == [("van_instantie", "1"), ("in_instantie", "1")]
    coded = [a["data-codes"].split() for tag, a in page.tags if "data-codes" in a]
    for key, number in counts:
        assert sum(key in codes for codes in coded) == int(number)


def test_every_link_goes_to_a_part_of_the_page(page):
    ids = page.ids()
    assert len(ids) == len(set(ids))
    targets = {a["href"] for tag, a in page.tags if tag == "a"}
    assert targets <= {f"#{name}" for name in ids}


def test_groups_are_those_of_the_themes_and_never_small():
    material = frames.material(respondents=frames.respondents().assign(geslacht="vrouw"))
    again = cross(material.turns, material.codings, material.topics, material.respondents, material.codebook)
    report = build(frames.material(respondents=material.respondents, themes=again))
    captions = [figure.caption for figure in report.groups.figures]
    assert captions == ["Respondenten per thema, naar geslacht", "Respondenten per thema, naar leeftijd"]
    assert report.groups.figures[1].table.head == ("Thema", "40–49 jaar")  # of "43", "40-49" and "44"
    table = report.groups.figures[0].table
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Wantrouwen & argwaan", "1 van de 3"], ["Bejegening", "3 van de 3"]
    ]  # fmt: skip
    few = build(frames.material()).groups.figures  # two women and one man: too few to show
    assert [figure.caption for figure in few] == ["Respondenten per thema, naar leeftijd"]


def by_sex(*sexes: str) -> Report:
    """A report of so many people: the first tells of mistrust, all tell of how they were treated."""
    many = [f"p{place:02}" for place in range(len(sexes))]
    said = frames.turns(dict.fromkeys(many, frames.TURNS["p01"]))
    told = [("p00", 2, "wantrouwen", "", "", False)]
    told += [(name, 4, "bejegening", "heel aardig", "+", False) for name in many]
    who = {"respondent": [f"r-{name}" for name in many], "transcript": many, "geslacht": list(sexes)}
    people = pd.DataFrame({**who, "spreker": "R"})
    judged, model = frames.codings(said, told), frames.topics(said, found=False)
    crossed = cross(said, judged, model, people, Codebook.parse(frames.CODEBOOK))
    found = {"turns": said, "codings": judged, "respondents": people, "topics": model, "themes": crossed}
    return build(frames.material(**found))


def test_a_hidden_count_is_in_no_table_and_has_no_bar():
    figure = by_sex(*"vvvmmm").groups.figures[0]
    assert [[cell.text for cell in row] for row in figure.table.rows] == [
        ["Wantrouwen & argwaan", "niet getoond", "niet getoond"],
        ["Bejegening", "3 van de 3", "3 van de 3"],
    ]
    assert "minder dan 3 respondenten" in figure.table.note
    assert "kruisje" in figure.alt
    svg = draw(figure)
    assert (svg.count("×</text>"), svg.count('fill="#0072b2"'), svg.count('fill="#d55e00"')) == (2, 0, 2)


def test_a_group_of_all_has_the_count_of_the_theme():
    figure = by_sex(*"vvvv").groups.figures[0]
    assert [row[1].text for row in figure.table.rows] == ["1 van de 4", "4 van de 4"]
    assert not figure.table.note and "kruisje" not in figure.alt


def test_a_small_group_takes_the_next_along_and_all_are_counted():
    """Else the one who is neither would follow from the total."""
    report = by_sex(*"mmmvvvvx")
    figure = report.groups.figures[0]
    assert figure.table.head == ("Thema", "vrouw", "ander of onbekend")
    assert [row[2].text for row in figure.table.rows] == ["niet getoond", "4 van de 4"]
    people = next(part for part in report.appendices if part.id == "respondenten").tables[0]
    assert [[cell.text for cell in row] for row in people.rows] == [
        ["vrouw", "4"],
        ["ander of onbekend", "4"],
    ]


def test_small_groups_are_in_no_table_and_no_filter(page):
    report = build(frames.material())
    people = next(part for part in report.appendices if part.id == "respondenten")
    assert [table.caption for table in people.tables] == ["Leeftijd"]  # two women, two on bijstand: too few
    assert dict(report.search) == {  # what stands beside the quotes, and nothing else
        "geslacht": ("man", "vrouw"), "leeftijd": ("40–49 jaar",), "inkomen": ("bijstand", "loon")
    }  # fmt: skip


def test_words_stay_words(html, page):
    assert "<script>alert" not in html
    assert frames.NASTY in page.text
    assert "Stemmen <i>& meer</i>" in page.text
    assert "Beleefd & <b>vriendelijk</b>" in page.text
    assert "<b>balie</b>, koffie" in page.text


def test_no_name_file_or_id_of_a_respondent(html):
    for secret in ("Geheim", "Verborgen", "r-p01", "p02", "p03"):
        assert secret not in html


def test_the_page_asks_for_nothing(html, page):
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", html)
    assert not re.search(r"url\s*\(|@import|\bsrc=|<link|<img|<iframe", html)
    assert not [tag for tag, attributes in page.tags if "style" in attributes or "onclick" in attributes]


def test_the_policy_names_the_style_and_the_script_by_their_hash(html):
    import base64

    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_headings_do_not_skip_a_level(page):
    assert page.headings[0] == 1 and page.headings.count(1) == 1
    for one, other in zip(page.headings, page.headings[1:], strict=False):
        assert other <= one + 1


def test_figures_have_a_title_a_description_and_a_table(html):
    figures = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert figures
    for svg in figures:
        named = re.search(r'aria-labelledby="([\w-]+) ([\w-]+)"', svg).groups()
        assert all(re.search(rf'id="{name}">[^<]+<', svg) for name in named)
        assert "style=" not in svg and "clip-path" not in svg
    assert html.count('<figure class="figuur"') == len(figures)


def test_tables_have_captions_and_heads(page):
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption") > 3
    assert all(attributes.get("scope") in {"col", "row"} for tag, attributes in page.tags if tag == "th")


def test_a_fictional_study_says_so_at_the_top_in_the_kern_and_below(html):
    kern = html.split('id="kern"')[1].split("</section>")[0]
    footer = html.split("<footer")[1]
    assert "erzonnen" in html.split("<header")[0].split("<body>")[1]
    assert "verzonnen" in kern and "verzonnen" in footer
    from stemmen.settings import Settings

    real = render(build(frames.material(settings=Settings.parse("titel: Echt"))))
    assert "erzonnen" not in real


@pytest.mark.parametrize(
    ("count", "total", "word"),
    [
        (0, 20, "geen"), (1, 20, "één"), (2, 20, "enkele"), (3, 20, "enkele"), (4, 20, "een deel"),
        (7, 20, "een deel"), (8, 20, "ongeveer de helft"), (12, 20, "ongeveer de helft"),
        (13, 20, "de meeste"),
        (16, 20, "de meeste"), (17, 20, "vrijwel alle"), (19, 20, "vrijwel alle"), (20, 20, "alle"),
        (2, 5, "ongeveer de helft"), (3, 5, "ongeveer de helft"), (4, 5, "de meeste"), (2, 4, ""), (1, 4, ""),
        (599, 1000, "ongeveer de helft"), (601, 1000, "de meeste"), (849, 1000, "de meeste"),
        (850, 1000, "vrijwel alle"), (199, 1000, "enkele"), (200, 1000, "een deel"),
    ],
)  # fmt: skip
def test_number_words_follow_the_scale(count, total, word):
    assert number_word(count, total) == word
    assert word in {"", *(step.word for step in SCALE)}


def test_no_percentage_under_20_respondents(html):
    assert of_total(10, 19) == "10 van de 19"
    assert of_total(10, 20) == "10 van de 20, 50%"
    sentences = (
        html.split('id="leeswijzer"')[0] + html.split('id="themas"')[1].split('id="verantwoording"')[0]
    )
    assert not re.search(r"\d%", re.sub(r"<style>.*?</style>", "", sentences, flags=re.DOTALL))


def test_people_in_words():
    assert people(6, 12) == "Ongeveer de helft van de respondenten (6 van de 12)"
    assert people(0, 12) == "Geen van de 12 respondenten"
    assert people(1, 12) == "Eén respondent (1 van de 12)"


def test_an_empty_place_names_its_file_and_a_written_one_shows_its_text():
    assert "teksten/kern.md" in render(build(frames.material()))
    mine = "Dit is <b>mijn</b> duiding.\n\n- een & twee\n- drie\n\n1. eerst\n2. dan"
    html = render(build(frames.material(texts={"kern": mine, "thema-bejegening": "Let op."})))
    kern = html.split('id="kern"')[1].split("</section>")[0]
    assert "teksten/kern.md" not in html and "teksten/thema-bejegening.md" not in html
    assert "<p>Dit is &lt;b&gt;mijn&lt;/b&gt; duiding.</p>" in kern
    assert "<li>een &amp; twee</li>" in kern and "<ol>\n<li>eerst</li>" in kern


def test_a_text_without_a_place_is_not_lost_in_silence():
    with pytest.raises(StudyError, match=r"(?s)teksten/thema-wantrouw\.md.*thema-wantrouwen"):
        build(frames.material(texts={"thema-wantrouw": "Weg?"}))


def test_a_study_without_codings_and_topics_still_has_a_report(tmp_path):
    material = frames.material([], found=False)
    paths = write_report(material, tmp_path / "uit")
    html = paths[0].read_text(encoding="utf-8")
    assert "Er zijn geen beurten met een code." in html
    assert "Er zijn te weinig beurten." in html
    assert "<svg" not in html
    sheets = openpyxl.load_workbook(paths[1])
    assert sheets["Citaten"].max_row == 1


def test_comparison_with_hand_codings_is_in_the_account():
    scores = {"precisie": 0.75, "recall": 0.375, "f1": 0.5}
    row = {"codeur": "anna", "code": "bejegening", "met_de_hand": 8, "machine": 4, "beide": 3, **scores}
    html = render(build(frames.material(comparison=pd.DataFrame([row]))))
    assert "Regels naast coderen met de hand" in html and ">0,75<" in html and ">0,38<" in html
    assert "Regels naast coderen met de hand" not in render(build(frames.material()))


def test_excel_for_the_researcher_keeps_words_as_words_and_says_where_they_are(tmp_path):
    path = write_quotes(frames.material(gate=Gate(draft=True)), tmp_path / "citaten.xlsx")
    assert path.name == "citaten-concept.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["CONCEPT", "Citaten", "Toelichting", "Codeboek", "Onderwerpen"]
    sheet = book["Citaten"]
    rows = list(sheet.iter_rows(values_only=True))
    head, body = rows[0], [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert len(body) == len(frames.CODED)
    said = frames.turns().set_index(["transcript", "beurt"])["tekst"]
    for row in body:
        assert row["citaat"] in said[row["transcript"], row["beurt"]] == row["context"]
    assert {"geslacht", "leeftijd", "inkomen", "methode", "codeur", "bewijs", "waardering"} <= set(head)
    assert (
        sheet.freeze_panes == "B2"
        and sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(head)).column_letter}9"
    )
    assert any("verzonnen" in str(cell) for row in book["Toelichting"].values for cell in row)


def test_excel_formulas_and_addresses_are_text(tmp_path):
    said = frames.turns(
        {"p01": [("R", "=SUM(A1:A9) is geen som")], "p02": [("R", "http://voorbeeld.nl/ is tekst")]}
    )
    coded = frames.codings(
        said, [("p01", 1, "schaamte", "", "", False), ("p02", 1, "schaamte", "", "", False)]
    )
    material = frames.material(turns=said, codings=coded, topics=frames.topics(said, found=False))
    book = openpyxl.load_workbook(write_quotes(material, tmp_path / "c.xlsx"))
    cells = [cell for row in book["Citaten"].iter_rows(min_row=2, min_col=4, max_col=4) for cell in row]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert [cell.hyperlink for cell in cells] == [None, None]


def test_a_very_long_turn_fits_a_cell_with_a_mark(tmp_path):
    said = frames.turns({"p01": [("R", "woord " * 8000)]})
    coded = frames.codings(said, [("p01", 1, "schaamte", "", "", False)])
    material = frames.material(turns=said, codings=coded, topics=frames.topics(said, found=False))
    book = openpyxl.load_workbook(write_quotes(material, tmp_path / "c.xlsx"))
    assert book["Citaten"]["D2"].value.endswith("[…]")


@pytest.mark.slow
def test_the_same_study_gives_the_same_bytes_in_another_process(tmp_path):
    script = (
        "import sys; from pathlib import Path; from tests.report_frames import material;"
        "from stemmen.report import write_report; write_report(material(), Path(sys.argv[1]))"
    )
    digests = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        root = Path(__file__).parents[1]
        subprocess.run([sys.executable, "-c", script, str(folder)], check=True, env=environment, cwd=root)
        digests.append([hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())])
    assert digests[0] == digests[1]


def test_report_and_workbook_are_replaced_together(tmp_path, monkeypatch):
    before = [path.read_bytes() for path in write_report(frames.material(), tmp_path)]
    monkeypatch.setattr("stemmen.report.xlsx.write_workbook", lambda material, path: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_report(frames.material(frames.CODED[:3]), tmp_path)
    assert [(tmp_path / name).read_bytes() for name in ("rapport.html", "citaten.xlsx")] == before


def test_a_coding_counts_once_for_its_theme(tmp_path):
    """The rules coder writes a subcode's coding once more for its parent."""
    coded = [*frames.CODED, ("p02", 2, "in_instantie", "als een klein kind", "", True)]
    material = frames.material(coded)
    theme = next(theme for theme in build(material).themes if theme.key == "wantrouwen")
    assert "In 1 codering wordt het thema ontkend." in words(theme.lines)
    part = next(part for part in build(material).account if part.id == "coderen")
    assert [cell.text for cell in part.tables[0].rows[0]][-2:] == ["8", "1"]
    book = openpyxl.load_workbook(write_quotes(material, tmp_path / "citaten.xlsx"))
    told = dict(book["Toelichting"].values)
    assert told["Hoeveel"].startswith("8 coderingen, waarvan 1 ontkend,")


def test_the_patch_version_of_python_is_not_in_the_report():
    html = render(build(frames.material(versions={"python": "3.13.7", "stemmen": "0.1.0"})))
    assert ">3.13<" in html and "3.13.7" not in html


def test_codings_that_the_codebook_lost_are_told():
    lost = {"oude_code": 3, "andere": 1}
    part = next(part for part in build(frames.material(lost=lost)).account if part.id == "coderen")
    assert "4 coderingen tellen niet mee" in words(part.lines)
    assert "andere (1), oude_code (3)" in words(part.lines)


def test_a_filter_looks_at_the_attribute_that_it_names():
    """Also when an attribute before it is empty among the people who are quoted."""
    people = Disclosed(frames.beside()[["geslacht", "leeftijd"]].assign(geslacht=""), ())
    html = render(build(frames.material(disclosed=people)))
    fields = re.findall(r'id="zoek-groep-(\d)" data-kenmerk="(\w+)"', html)
    assert fields == [("1", "leeftijd")]
    assert set(re.findall(r'data-groep-1="([^"]*)"', html)) == {"40–49 jaar"}
    assert "data-groep-2" not in html


@pytest.mark.parametrize("key", ["themas", "onderwerpen", "groep"])
def test_a_code_with_the_name_of_a_part_has_ids_of_its_own(key):
    book = Codebook.parse(frames.CODEBOOK.replace("sleutel: bejegening", f"sleutel: {key}"))
    said = frames.turns()
    coded = frames.codings(said).replace({"bejegening": key})
    found = cross(said, coded, frames.topics(said), frames.respondents(), book, draws=20)
    ids = Page(render(build(frames.material(codebook=book, codings=coded, themes=found)))).ids()
    assert len(ids) == len(set(ids))


def test_a_long_name_of_one_word_is_cut_and_not_lost():
    name = "Arbeidsongeschiktheidsverzekeringsmaatschappijenoverleg"
    book = Codebook.parse(frames.CODEBOOK.replace("naam: Bejegening", f"naam: {name}"))
    html = render(build(frames.material(codebook=book)))
    assert ">Arbeidsongeschiktheids" in html.split("<svg")[1]


def report_keys():
    return [code.key for code in Codebook.parse(frames.CODEBOOK).codes]


def rows(*found):
    names = ["codeur", "code", "met_de_hand", "machine", "beide", "precisie", "recall", "f1"]
    return pd.DataFrame([(*row, 0.5, 0.5, 0.5) for row in found], columns=names)


def test_a_theme_says_in_one_sentence_how_the_rules_do_beside_people():
    both = rows(("anna", "bejegening", 8, 4, 3), ("bert", "bejegening", 6, 4, 2))
    theme = build(frames.material(comparison=both)).themes[1]
    assert "anna" not in words(theme.lines)
    assert (
        "Twee codeurs codeerden dit thema ook met de hand. Zij wezen 8 en 6 beurten aan, de regels 4; "
        "daarvan dezelfde: 3 en 2."
    ) in words(theme.lines)
    alone = build(frames.material(comparison=both[:1])).themes[1]
    assert (
        "Eén codeur codeerde dit thema ook met de hand. Die wees 8 beurten aan, de regels 4; "
        "daarvan dezelfde: 3." in (words(alone.lines))
    )


def test_what_is_not_checked_is_said_in_the_theme_and_in_the_kern():
    report = build(frames.material(comparison=rows(("anna", "bejegening", 8, 4, 3))))
    unknown, known, _ = report.themes
    sentence = "Niemand codeerde dit thema met de hand. Hoe goed de regels het herkennen, is dus niet bekend."
    assert sentence in words(unknown.lines) and sentence not in words(known.lines)
    told = [words([line]) for line in report.most_told]
    assert [line.endswith(" *") for line in told] == ["Wantrouwen" in line for line in told]
    assert "Van de thema’s met een * is niet bekend hoe goed de regels ze herkennen." in words(report.kern)
    assert [bar.label for bar in report.overview.drawing.bars] == ["Bejegening", "Wantrouwen & argwaan *"]
    sure = build(frames.material(comparison=rows(*(("anna", key, 8, 4, 3) for key in report_keys()))))
    assert "niet bekend" not in words(sure.kern)
    nobody = build(frames.material())
    assert not [line for line in nobody.most_told if words([line]).endswith("*")]
    assert "Van geen van de thema’s is bekend hoe goed de regels ze herkennen." in words(nobody.kern)


def test_a_theme_that_only_a_professional_tells_about_has_no_turns():
    said = frames.turns()
    other = said["transcript"] == "p03"
    said = said.assign(
        rol=said["rol"].mask(other, "professional"), respondent=said["respondent"].mask(other, "")
    )
    coded = frames.codings(said, [("p03", 2, "bejegening", "", "-", False)])
    found = cross(
        said, coded, frames.topics(said), frames.respondents(), Codebook.parse(frames.CODEBOOK), draws=20
    )
    material = frames.material(turns=said, codings=coded, topics=frames.topics(said), themes=found)
    assert material.total == 2
    assert words(build(material).themes[1].lines) == "Bij dit thema zijn geen beurten gevonden."


def test_nothing_is_left_by_halves(tmp_path, monkeypatch):
    monkeypatch.setattr("stemmen.report.html.render", lambda report: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_report(frames.material(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_report_of_one_part_has_texts_of_its_own():
    """What holds for the whole study may not hold for one question."""
    part = render(build(frames.material(section="Wat ging goed?", texts_folder="teksten-goed")))
    assert "teksten-goed/kern.md" in part
    assert "teksten/kern.md" not in part
    assert "Dit gaat alleen over het onderdeel ‘Wat ging goed?’." in part
