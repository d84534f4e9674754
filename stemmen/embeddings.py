"""Texts to vectors: trained on the corpus itself (no download), or with a local model by path.

The same texts in the same order give the same numbers: one thread, fixed seeds, fixed signs.
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from stemmen.errors import Problem, StudyError
from stemmen.language import content_words

Vectors = npt.NDArray[np.float64]


class Embedder(Protocol):
    """What turns texts into vectors; `name` says which, for the account in the report."""

    name: str

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn from the corpus; a model that is trained already learns nothing."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (n, d), float64, one row a text."""
        ...


class CorpusEmbedder:
    """Vectors that are trained on the corpus itself.

    Two views of a text stand side by side, each of length 1: the SIF-weighted mean of PPMI word
    vectors (Levy & Goldberg 2014; Arora, Liang & Ma 2017), and TF-IDF of words and of character
    n-grams, reduced by SVD. The first knows which words keep company, the second which are shared.
    Words are cut to their first letters, so that forms of one word count as one.

    Args:
        seed: of the SVDs.
        dimensions: of each view; fewer when the corpus is small.

    >>> texts = ["de brief van de gemeente", "een brief vol regels", "de hond liep buiten"] * 5
    >>> CorpusEmbedder(seed=1).fit(texts).embed(texts).shape[0]
    15
    """

    name = "corpus"
    window = 5
    letters = 6
    sif = 1e-3

    def __init__(self, seed: int = 1, dimensions: int = 50) -> None:
        self.seed = seed
        self.dimensions = dimensions

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn word vectors, weights and n-grams from `texts`; ValueError when they hold no words."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_union
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):
            self._fit_words([self._stems(text) for text in texts])
            self._common = _first_direction(self._means(texts))
            self._counts = make_union(
                TfidfVectorizer(analyzer=content_words, sublinear_tf=True),
                TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
            )
            matrix = self._counts.fit_transform(texts)
            self._svd = self._reducer(matrix).fit(matrix)
        return self

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (n, d), each of length 1 (0 for a text without any known word)."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):
            means = self._means(texts)
            means = means - np.outer(means @ self._common, self._common)
            shared = self._svd.transform(self._counts.transform(texts))
            return unit(np.hstack([unit(means), unit(shared)]))

    def _stems(self, text: str) -> list[str]:
        return [word[: self.letters] for word in content_words(text)]

    def _fit_words(self, documents: Sequence[Sequence[str]]) -> None:
        counts = Counter(word for document in documents for word in document)
        # A word that occurs once says nothing about others, unless no word occurs twice.
        known = sorted(word for word in counts if counts[word] > 1) or sorted(counts)
        if not known:
            raise ValueError("the texts hold no content words")
        self._index = {word: number for number, word in enumerate(known)}
        frequency = np.array([counts[word] for word in known], dtype=float)
        self._weights = self.sif / (self.sif + frequency / frequency.sum())
        numbers = [[self._index[word] for word in document if word in self._index] for document in documents]
        ppmi = _ppmi(numbers, self.window)
        several = len(known) > 1  # one word keeps no company
        self._vectors = self._reducer(ppmi).fit_transform(ppmi) if several else np.zeros((1, 1))

    def _reducer(self, matrix: Any) -> Any:
        """An SVD with fixed signs (svd_flip); exact, for noise in it makes topics unstable."""
        from sklearn.decomposition import TruncatedSVD

        small = min(matrix.shape) <= self.dimensions + 1
        return TruncatedSVD(
            max(min(self.dimensions, min(matrix.shape) - 1), 1),
            algorithm="randomized" if small else "arpack",  # exact too when it is small
            random_state=self.seed,
        )

    def _means(self, texts: Sequence[str]) -> Vectors:
        """Weighted mean of the word vectors of each text; zeros where no word is known."""
        means = np.zeros((len(texts), self._vectors.shape[1]))
        for row, text in enumerate(texts):
            known = [self._index[word] for word in self._stems(text) if word in self._index]
            if known:
                means[row] = self._weights[known] @ self._vectors[known] / len(known)
        return means


def _ppmi(documents: Sequence[Sequence[int]], window: int) -> Any:
    """Positive pointwise mutual information of words within `window` of each other, (v, v) sparse."""
    from scipy.sparse import coo_array

    ids = np.array([word for document in documents for word in document])
    owner = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    size = int(ids.max()) + 1
    left, right = [], []
    for distance in range(1, window + 1):
        same = owner[:-distance] == owner[distance:]
        left.append(ids[:-distance][same])
        right.append(ids[distance:][same])
    rows, columns = np.concatenate([*left, *right]), np.concatenate([*right, *left])
    pairs = coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size)).tocsr().tocoo()
    sums = np.asarray(pairs.sum(axis=1)).ravel()
    information = np.log(pairs.data * sums.sum() / (sums[pairs.row] * sums[pairs.col]))
    return coo_array((np.maximum(information, 0), (pairs.row, pairs.col)), shape=(size, size)).tocsr()


def _first_direction(vectors: Vectors) -> Vectors:
    """The direction that all texts share (first right singular vector), of shape (d,)."""
    return np.asarray(np.linalg.svd(vectors, full_matrices=False)[2][0], dtype=np.float64)


def smooth(vectors: Vectors, neighbours: int = 15, rounds: int = 3) -> Vectors:
    """Each vector averaged with those of its nearest neighbours, some rounds on: shape (n, d).

    A short turn says little; with what its neighbours say, clusters are firmer and fit labels better
    (`docs/metingen.md`; graph convolution without weights, Wu et al. 2019).

    >>> smooth(np.eye(4)).shape
    (4, 4)
    """
    from scipy.sparse import eye_array
    from sklearn.neighbors import kneighbors_graph
    from threadpoolctl import threadpool_limits

    size = len(vectors)
    with threadpool_limits(1):
        nearest = kneighbors_graph(vectors, max(1, min(neighbours, size // 4)))
        ties = nearest + nearest.T + eye_array(size)
        share = np.asarray(ties.sum(axis=1)).reshape(-1, 1)
        for _ in range(rounds):
            vectors = (ties @ vectors) / share
    return unit(vectors).round(9)  # texts that are the same stay the same


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float64)


class LocalModel:
    """A trained model from a local folder (model2vec or sentence-transformers), handed in by path."""

    def __init__(self, name: str, encode: Any) -> None:
        self.name = name
        self._encode = encode

    def fit(self, texts: Sequence[str]) -> Self:
        """Nothing to learn."""
        return self

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (n, d), each of length 1."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):
            return unit(np.asarray(self._encode(list(texts)), dtype=np.float64))


def load_embedder(path: Path) -> LocalModel:
    """Load a model2vec or sentence-transformers model from a folder on this machine.

    StudyError when the folder holds no such model, or the library that reads it is not installed.
    """
    config = path / "config.json"
    try:
        # Every transformers model says what type it is; model2vec did once and does not now.
        kind = json.loads(config.read_text("utf-8")).get("model_type", "model2vec") if config.exists() else ""
    except (OSError, ValueError) as error:
        raise _no_model(path) from error
    if not kind and not (path / "modules.json").is_file():
        raise _no_model(path)
    return _load_model2vec(path) if kind == "model2vec" else _load_sentence_transformers(path)


def _load_model2vec(path: Path) -> LocalModel:
    try:
        from model2vec import StaticModel
    except ImportError as error:
        raise _missing(path, "model2vec") from error
    model = StaticModel.from_pretrained(path)
    return LocalModel(f"model2vec: {path.name}", lambda texts: model.encode(texts, use_multiprocessing=False))


def _load_sentence_transformers(path: Path) -> LocalModel:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise _missing(path, "sentence-transformers") from error
    model = SentenceTransformer(str(path), device="cpu", local_files_only=True)
    return LocalModel(
        f"sentence-transformers: {path.name}", lambda texts: model.encode(texts, show_progress_bar=False)
    )


def _no_model(path: Path) -> StudyError:
    what = "In deze map staat geen taalmodel dat te lezen is."
    return _model_error(path, what, "Geef de map waarin config.json staat.")


def _missing(path: Path, library: str) -> StudyError:
    return _model_error(
        path,
        f"Dit taalmodel is te lezen met {library}, maar dat is niet geïnstalleerd.",
        f"Voer uit: pip install 'stemmen[{library}]'",
    )


def _model_error(path: Path, what: str, repair: str) -> StudyError:
    return StudyError(Problem(str(path), what, "Zonder model kunnen er geen onderwerpen komen.", repair))
