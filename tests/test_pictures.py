"""What a notebook shows: pictures that draw themselves, and mistakes as sentences."""

import xml.etree.ElementTree as ET
from typing import Any

import stemmen
from stemmen.errors import Problem, StemmenError
from stemmen.report import build
from stemmen.report.pictures import pictures
from tests import report_frames as frames


def test_the_figures_of_a_study_have_names_and_captions(study: Any) -> None:
    study.code()
    figures = study.figures()
    assert [*figures][:3] == ["themas", "thema-wantrouwen", "thema-bejegening"]
    assert repr(figures["themas"]) == "Hoeveel respondenten vertellen over elk thema?"


def test_a_figure_draws_itself_with_the_words_that_replace_it(study: Any) -> None:
    study.code()
    drawn = ET.fromstring(study.figures()["thema-formulieren"]._repr_html_())
    svg = "{http://www.w3.org/2000/svg}"
    assert drawn.tag == "figure"
    assert drawn.findtext("figcaption/strong") == "Formulieren: hoeveel beurten per respondent?"
    assert "Een kolom per respondent" in str(drawn.findtext(f"{svg}svg/{svg}desc"))


def test_a_study_without_codings_has_no_pictures_of_themes() -> None:
    assert pictures(build(frames.material([], found=False))) == {}


def test_a_caption_is_text_and_never_markup(study_folder: Any) -> None:
    book = study_folder / "codeboek.yaml"
    text = book.read_text(encoding="utf-8").replace("naam: Formulieren", 'naam: "<b>&"')
    book.write_text(text, encoding="utf-8")
    study = stemmen.open_study(study_folder)
    study.read()
    study.code()
    assert "<b>" not in study.figures()["thema-formulieren"]._repr_html_()


def test_a_notebook_shows_a_mistake_as_sentences() -> None:
    error = StemmenError(Problem("a.txt", "Dit bestand is leeg.", repair="Haal het weg."))
    assert error._render_traceback_() == ["a.txt: Dit bestand is leeg.", "  Wat te doen: Haal het weg."]


def test_the_sample_study_is_copied_once_and_then_left_alone(tmp_path: Any) -> None:
    study = stemmen.sample_study(tmp_path)
    assert study.folder.is_relative_to(tmp_path)
    assert not [*study.folder.glob("*.db")]
    own = study.folder / "teksten" / "kern.md"
    own.parent.mkdir(exist_ok=True)
    own.write_text("Mijn tekst.", encoding="utf-8")
    assert stemmen.sample_study(tmp_path).folder == study.folder
    assert own.read_text(encoding="utf-8") == "Mijn tekst."
