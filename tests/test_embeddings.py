import builtins

import numpy as np
import pytest

from stemmen.embeddings import CorpusEmbedder, load_embedder, smooth
from stemmen.errors import StudyError

ABOUT = {
    "brief": "De gemeente stuurde weer een brief met een formulier over mijn uitkering",
    "fiets": "Op zondag fietsen wij langs de vaart naar het zwembad in het dorp",
    "tand": "De tandarts trok een kies en de rekening van de verzekering was hoog",
}
TEXTS = [f"{text}, nummer {'abcdefghij'[i]}rie" for i in range(10) for text in ABOUT.values()]


def embed(texts: list[str], seed: int = 1) -> np.ndarray:
    return CorpusEmbedder(seed).fit(texts).embed(texts)


def test_vectors_have_length_one_and_are_float64() -> None:
    vectors = embed(TEXTS)
    assert vectors.dtype == np.float64
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_the_same_texts_give_the_same_bytes() -> None:
    assert embed(TEXTS).tobytes() == embed(TEXTS).tobytes()


def test_texts_about_the_same_are_nearer_than_others() -> None:
    likeness = embed(TEXTS) @ embed(TEXTS).T
    about = np.arange(len(TEXTS)) % 3
    same = about[:, None] == about[None, :]
    assert likeness[same].min() > likeness[~same].max() + 0.3


def test_forms_of_a_word_count_as_one() -> None:
    def likeness(letters: int) -> float:
        model = CorpusEmbedder()
        model.letters = letters
        model.fit([*TEXTS, "formulieren formulier gemeenten", "gemeenten gemeente formulieren"])
        one, other = model.embed(["het formulier van de gemeente", "de formulieren van de gemeenten"])
        return float(one @ other)

    assert likeness(CorpusEmbedder.letters) > likeness(99) + 0.1


def test_a_text_without_known_words_is_zero_in_the_word_view_and_no_error() -> None:
    vectors = CorpusEmbedder().fit(TEXTS).embed(["", "xq"])
    assert np.isfinite(vectors).all()
    assert not vectors[0].any()


def test_a_corpus_without_content_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no content words"):
        CorpusEmbedder().fit(["ja", "nee hoor", "hmm"])


def test_smoothing_brings_neighbours_together() -> None:
    rng = np.random.default_rng(0)
    centres = np.repeat(np.eye(3, 20), 30, axis=0)
    noisy = centres + rng.normal(0, 0.3, centres.shape)
    noisy /= np.linalg.norm(noisy, axis=1, keepdims=True)
    smoothed = smooth(noisy)
    assert np.allclose(np.linalg.norm(smoothed, axis=1), 1)
    assert (smoothed * centres).sum(axis=1).mean() > (noisy * centres).sum(axis=1).mean() + 0.2


def test_a_folder_without_a_model_says_so(tmp_path) -> None:
    with pytest.raises(StudyError, match="geen taalmodel"):
        load_embedder(tmp_path)


def test_a_broken_config_says_so(tmp_path) -> None:
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(StudyError, match="geen taalmodel"):
        load_embedder(tmp_path)


@pytest.mark.parametrize(("kind", "library"), [("model2vec", "model2vec"), ("bert", "sentence-transformers")])
def test_a_library_that_is_missing_is_named_with_the_repair(tmp_path, monkeypatch, kind, library) -> None:
    (tmp_path / "config.json").write_text(f'{{"model_type": "{kind}"}}', encoding="utf-8")
    real = builtins.__import__

    def without(name, *rest, **more):
        if name in ("model2vec", "sentence_transformers"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(StudyError, match="niet geïnstalleerd") as caught:
        load_embedder(tmp_path)
    assert f"pip install 'stemmen[{library}]'" in str(caught.value)


WORDS = ["[UNK]", "brief", "gemeente", "fiets", "vaart", "tandarts", "kies"]
MODEL_VECTORS = np.array([[0, 0], [1, 0], [1, 0.1], [0, 1], [0.1, 1], [-1, 0], [-1, 0.1]], dtype=np.float32)


def word_tokenizer():
    tokenizers = pytest.importorskip("tokenizers")
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    return tokenizer


@pytest.fixture
def model2vec_folder(tmp_path):
    """A tiny model2vec model in a folder: two dimensions, six words."""
    model2vec = pytest.importorskip("model2vec", reason="model2vec is optional")
    folder = tmp_path / "klein"
    model2vec.StaticModel(MODEL_VECTORS, word_tokenizer()).save_pretrained(folder)
    return folder


def nearest_are_alike(model) -> bool:
    vectors = model.fit([]).embed(["brief gemeente", "gemeente brief", "fiets vaart"])
    same, other = vectors[0] @ vectors[1], vectors[0] @ vectors[2]
    return vectors.dtype == np.float64 and same > 0.99 and other < 0.5


def test_a_model2vec_folder_is_read(model2vec_folder) -> None:
    model = load_embedder(model2vec_folder)
    assert model.name == "model2vec: klein"
    assert nearest_are_alike(model)


def test_a_sentence_transformers_folder_is_read(tmp_path) -> None:
    library = pytest.importorskip("sentence_transformers", reason="sentence-transformers is optional")
    folder = tmp_path / "klein"
    module = library.models.StaticEmbedding(word_tokenizer(), embedding_weights=MODEL_VECTORS)
    library.SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    assert nearest_are_alike(load_embedder(folder))
