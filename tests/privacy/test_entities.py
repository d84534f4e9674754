import pytest
import spacy

from stemmen import language
from stemmen.privacy import entities
from stemmen.privacy.clues import NO_CLUES
from stemmen.privacy.hits import Kind


@pytest.fixture
def pipeline(tmp_path, monkeypatch):
    """A pipeline as if installed: it knows four names."""
    made = spacy.blank("nl")
    made.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "PERSON", "pattern": "Qwerty"},
            {"label": "GPE", "pattern": "Zxcv"},
            {"label": "ORG", "pattern": "UWV"},
            {"label": "PERSON", "pattern": "Schaamte"},
            {"label": "DATE", "pattern": "gisteren"},
        ]
    )
    made.to_disk(tmp_path / "nl")
    loaded = spacy.load(tmp_path / "nl")
    monkeypatch.setattr(language, "_pipeline", lambda: loaded)


@pytest.mark.usefixtures("pipeline")
def test_its_entities_join_in_but_agencies_and_ordinary_words_do_not():
    hits = entities.find("Schaamte gisteren, zei Qwerty van het UWV in Zxcv.", NO_CLUES)
    assert [(hit.text, hit.kind, hit.tier) for hit in hits] == [
        ("Qwerty", Kind.NAME, 2),
        ("Zxcv", Kind.PLACE, 2),
    ]


def test_without_a_pipeline_there_are_none(monkeypatch):
    monkeypatch.setattr(language, "_pipeline", lambda: None)
    assert entities.find("Fatima uit Emmen.", NO_CLUES) == []


def test_the_largest_that_is_installed_is_taken(monkeypatch):
    monkeypatch.setattr(language, "find_spec", lambda name: name if name.endswith(("_md", "_sm")) else None)
    monkeypatch.setattr("spacy.util.load_model", lambda name: name)
    assert language._pipeline.__wrapped__() == "nl_core_news_md"
