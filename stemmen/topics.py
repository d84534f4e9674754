"""Topics: what respondents talk about, found by BERTopic without a codebook and without a network.

Only turns of respondents with enough content words take part; the rest is "niet ingedeeld" (topic -1), and
its share is shown. The same study gives the same topics, byte for byte.
"""

import importlib.metadata
import itertools
import json
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from stemmen.embeddings import CorpusEmbedder, Embedder, Vectors, load_embedder, smooth
from stemmen.errors import Problem, StudyError
from stemmen.language import content_words
from stemmen.nonspeech import spoken
from stemmen.stability import (
    CURVE,
    SHARE,
    SUBSAMPLES,
    Labels,
    Sample,
    candidates,
    kmeans,
    no_curve,
    stability_curve,
    subsamples,
    topic_stability,
)
from stemmen.transcript import Role

Progress = Callable[[int, int], None]
People = npt.NDArray[np.str_]

UNASSIGNED = -1
MIN_WORDS = 3  # content words that a turn needs: with "ja" and "hmm" in it, topics are about nothing
MIN_TURNS = 30  # fewer turns cannot carry topics
WORDS, LABEL_WORDS = 10, 3
FIRM = 0.5  # a topic that overlaps less with itself in subsamples dissolves (Hennig 2007)
FRAGMENTS = 3  # typical fragments a topic, each of another person

_PSEUDONYM = re.compile(r"\[[^\[\]\n]{1,200}\]")  # [naam]: said, but in other words than these
_VERSIONS = ("bertopic", "numpy", "pandas", "scikit-learn", "scipy")
_ASSIGNMENTS = ["transcript", "beurt", "onderwerp"]
_TOPICS = [
    "onderwerp", "label", "woorden", "fragmenten", "aantal_beurten", "aantal_respondenten", "stabiliteit",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """How topics are found.

    Args:
        seed: of everything that draws.
        number: of topics; None takes it from the stability curve.
        clusterer: "kmeans", or "umap-hdbscan": needs umap-learn, finds the number itself, and leaves
            outliers "niet ingedeeld".
        model: folder of a local embedding model; None trains on the corpus itself.
    """

    seed: int = 1
    number: int | None = None
    clusterer: Literal["kmeans", "umap-hdbscan"] = "kmeans"
    model: Path | None = None


@dataclass(frozen=True, eq=False)
class TopicModel:
    """The topics of a study.

    Args:
        assignments: a row a turn: `transcript`, `beurt`, `onderwerp` (from 1; -1 is not classified).
        topics: a row a topic, largest first: `onderwerp`, `label`, `woorden` (list), `fragmenten` (list
            of {"transcript", "beurt"}, each of another person), `aantal_beurten`,
            `aantal_respondenten`, `stabiliteit` (0-1: mean Jaccard overlap with the best match in 80%
            subsamples; Hennig 2007).
        curve: a row a number of topics tried: `k`, `ari` (mean ARI between 80% subsamples), `gekozen`.
        meta: seed, settings, versions, counts; `opmerking` when there are no topics or they are not firm.
    """

    assignments: pd.DataFrame
    topics: pd.DataFrame
    curve: pd.DataFrame
    meta: dict[str, Any]

    def to_json(self) -> str:
        """As JSON text: sorted keys, floats rounded to 6 decimals, so that the bytes are stable."""
        tables = {name: getattr(self, name).to_dict("records") for name in ("assignments", "topics", "curve")}
        return json.dumps(_plain({**tables, "meta": self.meta}), sort_keys=True, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "TopicModel":
        """What `to_json` wrote."""
        data = json.loads(text)
        return cls(
            pd.DataFrame(data["assignments"], columns=_ASSIGNMENTS),
            pd.DataFrame(data["topics"], columns=_TOPICS),
            pd.DataFrame(data["curve"], columns=CURVE),
            data["meta"],
        )


def fit_topics(
    turns: pd.DataFrame, settings: TopicSettings | None = None, progress: Progress | None = None
) -> TopicModel:
    """Find topics in the turns of respondents.

    Args:
        turns: the turns table of a study (`docs/architectuur.md`).
        settings: see `TopicSettings`.
        progress: called with the steps done and the steps in all.

    Returns:
        the topics; without any, and with `meta["opmerking"]`, when fewer than 30 turns can take part.

    Raises:
        StudyError: the chosen model cannot be read, or umap is asked for and not installed.
    """
    settings = settings or TopicSettings()
    turns = turns.sort_values(["transcript", "beurt"], kind="stable", ignore_index=True)
    texts = turns["tekst"].map(spoken).str.replace(_PSEUDONYM, " ", regex=True)
    mine = turns["rol"] == Role.RESPONDENT.value
    words = texts.map(content_words)
    usable = mine & (words.map(len) >= MIN_WORDS)
    labels = pd.Series(UNASSIGNED, index=turns.index)
    parts = _Parts.empty()
    if usable.sum() >= MIN_TURNS and words[usable].map(frozenset).nunique() > 1:
        parts = _fit(texts[usable].tolist(), settings, progress or (lambda done, total: None))
        labels[usable] = parts.labels
    model = TopicModel(
        turns[["transcript", "beurt"]].assign(onderwerp=labels),
        _describe(turns.assign(tekst=texts)[usable].reset_index(drop=True), parts),
        parts.curve,
        _meta(settings, parts, mine, usable, labels),
    )
    return TopicModel.from_json(model.to_json())  # rounded, as when it is read back


@dataclass(frozen=True, eq=False)
class _Parts:
    """What a fit gives: topics from 1 in order of size, their words, and how firm they are."""

    labels: Labels
    vectors: Vectors
    words: dict[int, list[str]]
    stability: dict[int, float]
    curve: pd.DataFrame
    embeddings: str

    @classmethod
    def empty(cls) -> "_Parts":
        return cls(np.zeros(0, dtype=np.int64), np.zeros((0, 0)), {}, {}, no_curve(), "")


def _fit(texts: list[str], settings: TopicSettings, progress: Progress) -> _Parts:
    with warnings.catch_warnings():
        # BERTopic changes the filters when it is imported; turns that are the same make fewer
        # clusters than asked for, which is no news to the researcher.
        warnings.simplefilter("ignore")
        import bertopic.backend  # noqa: F401 - a limit on threads holds for libraries that are loaded
        from threadpoolctl import threadpool_limits

        embedder = _embedder(settings)
        numbers = [] if settings.clusterer == "umap-hdbscan" else candidates(len(texts), settings.number)
        step = _steps(progress, SUBSAMPLES + len(numbers))
        with threadpool_limits(1):
            vectors = embedder.fit(texts).embed(texts)
            samples = []
            for rows in subsamples(len(texts), settings.seed):
                samples.append(_sample(rows, texts, vectors, settings))
                step()
            curve = no_curve()
            if numbers:
                curve = stability_curve(len(texts), samples, settings.number, settings.seed, step)
            clusterer = _clusterer(settings, curve)
            fitted = run_bertopic(texts, _space(vectors, settings), clusterer, embedder)
            topics = np.asarray(fitted.topics_, dtype=np.int64)
            labels = np.where(topics == UNASSIGNED, UNASSIGNED, topics + 1)
            stability = topic_stability(labels, samples, clusterer)
    words = {int(topic) + 1: [word for word, _ in found] for topic, found in fitted.get_topics().items()}
    return _Parts(labels, vectors, words, stability, curve, embedder.name)


def run_bertopic(texts: list[str], space: Vectors, clusterer: Any, embedder: Embedder) -> Any:
    """Fit BERTopic on vectors that are handed in: it reduces nothing and downloads nothing."""
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    class Own(BaseEmbedder):  # type: ignore[misc]
        """Without an embedder BERTopic trains one of its own, unseeded, or asks the network."""

        def embed(self, documents: list[str], verbose: bool = False) -> Vectors:
            return embedder.embed(documents)

    model = BERTopic(
        embedding_model=Own(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=clusterer,
        vectorizer_model=CountVectorizer(analyzer=content_words),  # Dutch stop words are out already
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=3 * WORDS,
        verbose=False,
    )
    return model.fit(texts, embeddings=space)


def _embedder(settings: TopicSettings) -> Embedder:
    return load_embedder(settings.model) if settings.model else CorpusEmbedder(settings.seed)


def _steps(progress: Progress, total: int) -> Callable[[], None]:
    """What to call after each of `total` steps."""
    done = itertools.count(1)
    progress(0, total)
    return lambda: progress(next(done), total)


def _sample(rows: Labels, texts: list[str], vectors: Vectors, settings: TopicSettings) -> Sample:
    """A subsample goes through everything again, else its vectors know of the turns that it left out."""
    own = vectors[rows]
    if settings.model is None:
        some = [texts[row] for row in rows]
        own = CorpusEmbedder(settings.seed).fit(some).embed(some)
    return rows, _space(own, settings)


def _clusterer(settings: TopicSettings, curve: pd.DataFrame) -> Any:
    from sklearn.cluster import HDBSCAN

    if settings.clusterer == "umap-hdbscan":
        return HDBSCAN(min_cluster_size=10, copy=True)
    return kmeans(int(curve.loc[curve["gekozen"], "k"].iloc[0]), settings.seed)


def _space(vectors: Vectors, settings: TopicSettings) -> Vectors:
    """Where the clusterer works."""
    return smooth(vectors) if settings.clusterer == "kmeans" else _umap(vectors, settings.seed)


def _umap(vectors: Vectors, seed: int) -> Vectors:
    try:
        from umap import UMAP
    except ImportError as error:
        raise StudyError(
            Problem(
                "studie.yaml",
                "Voor methode umap-hdbscan is umap-learn nodig, en dat is niet geïnstalleerd.",
                repair="Voer uit: pip install 'stemmen[umap]', of kies methode: kmeans.",
            )
        ) from error
    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1)
    return np.asarray(umap.fit_transform(vectors), dtype=np.float64)


def _describe(turns: pd.DataFrame, parts: _Parts) -> pd.DataFrame:
    """The table of topics; `turns` are those that took part, in the order of the vectors."""
    unknown = turns["transcript"] + "/" + turns["spreker"]
    people = turns["respondent"].where(turns["respondent"] != "", unknown).to_numpy(dtype=str)
    rows = []
    for topic in sorted(parts.stability):
        mine = parts.labels == topic
        words = _label_words(parts.words[topic], _users(turns.loc[mine, "tekst"], people[mine]))
        named = turns.loc[mine, "respondent"]
        rows.append(
            {
                "onderwerp": topic,
                "label": ", ".join(words[:LABEL_WORDS]),
                "woorden": words,
                "fragmenten": list(_typical(turns, people, parts.vectors, mine)),
                "aantal_beurten": int(mine.sum()),
                "aantal_respondenten": int(named[named != ""].nunique()),
                "stabiliteit": parts.stability[topic],
            }
        )
    return pd.DataFrame(rows, columns=_TOPICS)


def _users(texts: pd.Series, people: People) -> dict[str, int]:
    """How many different people use each word."""
    pairs = {(word, who) for text, who in zip(texts, people, strict=True) for word in content_words(text)}
    return Counter(word for word, _ in pairs)


def _label_words(words: list[str], users: dict[str, int]) -> list[str]:
    """The words that describe a topic, best first, each once.

    A name or place that only one person in the topic uses says nothing about it, unless all words are such.
    """
    shared = [word for word in words if users.get(word, 0) > 1]
    chosen: list[str] = []
    for word in shared or [word for word in words if word]:
        if not any(_alike(word, other) for other in chosen):
            chosen.append(word)
    return chosen[:WORDS]


def _alike(one: str, other: str) -> bool:
    """Whether two words look like forms of one word (formulier, formulieren)."""
    stem = max(4, min(len(one), len(other)) - 2)
    return one[:stem] == other[:stem]


def _typical(
    turns: pd.DataFrame, people: People, vectors: Vectors, mine: npt.NDArray[np.bool_]
) -> Iterator[dict[str, Any]]:
    """The turns nearest the middle of a topic, one a person."""
    likeness = vectors @ vectors[mine].mean(axis=0)
    names, numbers = turns["transcript"].tolist(), turns["beurt"].tolist()
    seen: set[str] = set()
    for row in np.argsort(-likeness, kind="stable"):
        if not mine[row] or people[row] in seen:
            continue
        seen.add(people[row])
        yield {"transcript": names[row], "beurt": int(numbers[row])}
        if len(seen) == FRAGMENTS:
            return


def _meta(
    settings: TopicSettings, parts: _Parts, mine: pd.Series, usable: pd.Series, labels: pd.Series
) -> dict[str, Any]:
    """What the account in the report needs: how it was done, on how much, and with what."""
    placed = int((labels != UNASSIGNED).sum())
    total = int(mine.sum())
    meta: dict[str, Any] = {
        "zaad": settings.seed,
        "instellingen": {
            "aantal": settings.number,
            "methode": settings.clusterer,
            "model": settings.model.name if settings.model else None,
        },
        "embeddings": parts.embeddings,
        "versies": {name: importlib.metadata.version(name) for name in _VERSIONS},
        "beurten": total,
        "ingedeeld": placed,
        "niet_ingedeeld": total - placed,
        "aandeel_niet_ingedeeld": (total - placed) / total if total else 0.0,
        "stabiliteit": "gemiddelde Jaccard-overlap met het best passende onderwerp als alles opnieuw "
        f"gebeurt met {SHARE:.0%} van de beurten, {SUBSAMPLES} keer",
    }
    if remark := _remark(int(usable.sum()), parts.stability):
        meta["opmerking"] = remark
    return meta


def _remark(usable: int, stability: dict[int, float]) -> str:
    """What the researcher must know before using the topics; empty when they are firm enough."""
    if usable < MIN_TURNS:
        return (
            f"Er zijn te weinig beurten om onderwerpen te zoeken: {usable} beurten van respondenten hebben "
            f"minstens {MIN_WORDS} inhoudswoorden, en er zijn er {MIN_TURNS} nodig."
        )
    if not stability:
        return "Er zijn in deze beurten geen onderwerpen te onderscheiden."
    firm = sum(value >= FIRM for value in stability.values())
    if 2 * firm >= len(stability):
        return ""
    return (
        f"De onderwerpen zijn niet stevig: {firm} van de {len(stability)} blijven herkenbaar als een deel "
        "van de beurten wegvalt. Gebruik ze om te zoeken, niet als uitkomst."
    )


def _plain(value: Any) -> Any:
    """As JSON knows it, with floats rounded to 6 decimals."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return round(value, 6) if isinstance(value, float) else value
