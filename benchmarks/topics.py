"""Topics beside the stock pipeline without a language model: AMI with labels, stability, seconds.

Ours is `stemmen.topics.fit_topics` as a study runs it: it does everything again on eight subsamples, for
the stability curve. "One fit" leaves that out, and so compares with stock: what BERTopic does with
TF-IDF + SVD, UMAP and HDBSCAN. Where umap-learn and hdbscan are not installed, KMeans stands in for
them, and the table says so. Stock's outliers count as one topic. One core.

Figures come from sets that the pipeline was tuned on (sib200: train and dev only).
"""

import csv
import itertools
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(__file__).parents[1] / ".." / "shared" / "data"
SEEDS = (1, 2, 3)
Texts = tuple[list[str], list[str]]  # texts and their labels


def sib200() -> Texts:
    """News and travel sentences with one of seven topics; the test part is kept apart."""
    rows = []
    for part in ("train", "dev"):
        with (DATA / "sib200_nld" / f"{part}.tsv").open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row["text"] for row in rows], [row["category"] for row in rows]


def handelingen() -> Texts:
    """Turns in parliament of eight words or more, with their agenda item."""
    lines = (DATA / "handelingen_tk" / "turns.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if len(row["text"].split()) >= 8]
    return [row["text"] for row in rows], [row["item"] for row in rows]


def user_research() -> Texts:
    """Paragraphs of reports, of eight words or more, with the first theme of the report."""
    pairs = []
    for path in sorted((DATA / "gebruikersonderzoeken_nlds" / "md").rglob("*.md")):
        _, head, body = f"\n{path.read_text(encoding='utf-8')}".split("\n---\n", 2)
        if theme := re.search(r"^themes:\n\s+- (\S+)", head, re.MULTILINE):
            pairs += [(paragraph, theme.group(1)) for paragraph in _paragraphs(body)]
    return [text for text, _ in pairs], [label for _, label in pairs]


def _paragraphs(body: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", body.replace("\u200b", "")):
        if block.lstrip().startswith(("#", "!", "<", "|", "```", ":::", "import")):
            continue
        plain = re.sub(r"[>*_`#]", " ", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", block))
        if len(plain.split()) >= 8:
            yield " ".join(plain.split())


SETS: dict[str, Callable[[], Texts]] = {
    "sib200_nld": sib200,
    "handelingen_tk": handelingen,
    "gebruikersonderzoeken": user_research,
}


def ours(texts: list[str], seed: int, number: int | None) -> np.ndarray:
    """Topic of each text, by what a study runs."""
    from stemmen.topics import TopicSettings, fit_topics

    turns = pd.DataFrame({"tekst": texts, "beurt": range(1, len(texts) + 1)})
    turns = turns.assign(transcript="a", spreker="R", rol="respondent", respondent="a")
    return fit_topics(turns, TopicSettings(seed=seed, number=number)).assignments["onderwerp"].to_numpy()


def one_fit(texts: list[str], seed: int, number: int) -> np.ndarray:
    """Topic of each text, by our pipeline without the stability curve."""
    from stemmen.embeddings import CorpusEmbedder, smooth
    from stemmen.stability import kmeans
    from stemmen.topics import run_bertopic

    embedder = CorpusEmbedder(seed)
    space = smooth(embedder.fit(texts).embed(texts))
    return np.asarray(run_bertopic(texts, space, kmeans(number, seed), embedder).topics_)


def stock(texts: list[str], seed: int, number: int) -> np.ndarray:
    """Topic of each text, by BERTopic with TF-IDF + SVD, UMAP and HDBSCAN (or KMeans in their place)."""
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline

    vectors = make_pipeline(TfidfVectorizer(), TruncatedSVD(100, random_state=seed)).fit_transform(texts)
    if has_umap():
        from hdbscan import HDBSCAN
        from umap import UMAP

        reducer = UMAP(n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1)
        clusterer = HDBSCAN(min_cluster_size=10, prediction_data=True)
    else:
        reducer, clusterer = BaseDimensionalityReduction(), KMeans(number, n_init=10, random_state=seed)
    model = BERTopic(umap_model=reducer, hdbscan_model=clusterer, language="dutch")
    return np.asarray(model.fit(texts, embeddings=vectors).topics_)


def has_umap() -> bool:
    """Whether the stock pipeline can run as it is."""
    from importlib.util import find_spec

    return bool(find_spec("umap") and find_spec("hdbscan"))


def measure(texts: list[str], labels: list[str], find: Callable[[list[str], int], np.ndarray]) -> dict:
    """Mean AMI and seconds over seeds, and the mean ARI between seeds."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
    from threadpoolctl import threadpool_limits

    found, seconds = [], []
    for seed in SEEDS:
        start = time.perf_counter()
        with threadpool_limits(1):
            found.append(find(texts, seed))
        seconds.append(time.perf_counter() - start)
    return {
        "AMI": np.mean([adjusted_mutual_info_score(labels, topics) for topics in found]),
        "stability": np.mean([adjusted_rand_score(*pair) for pair in itertools.combinations(found, 2)]),
        "topics": np.mean([len(set(topics.tolist()) - {-1}) for topics in found]),
        "left out": np.mean([(topics == -1).mean() for topics in found]),
        "first s": seconds[0],
        "next s": np.mean(seconds[1:]),
    }


def compare(texts: list[str], labels: list[str]) -> pd.DataFrame:
    """A row a pipeline; seconds of the first run hold what a new process must do first."""
    number = len(set(labels))
    name = "stock: UMAP + HDBSCAN" if has_umap() else "stock with KMeans (umap, hdbscan not installed)"
    rows = {
        f"ours, {number} topics, one fit": measure(texts, labels, lambda t, seed: one_fit(t, seed, number)),
        f"ours, {number} topics": measure(texts, labels, lambda t, seed: ours(t, seed, number)),
        "ours, number by curve": measure(texts, labels, lambda t, seed: ours(t, seed, None)),
        name: measure(texts, labels, lambda t, seed: stock(t, seed, number)),
    }
    table = pd.DataFrame(rows).T
    return table.assign(ratio=table["next s"].iloc[-1] / table["next s"])


def main() -> None:
    """Print a table for each set that is there."""
    print("Topics: AMI with labels, stability (ARI between seeds), seconds; ratio is seconds of stock / ours")
    for name, read in SETS.items():
        if not (DATA / name).exists() and not list(DATA.glob(f"{name}*")):
            print(f"{name}: not here, skipped")
            continue
        texts, labels = read()
        print(f"\n{name}: {len(texts)} texts, {len(set(labels))} labels")
        print(compare(texts, labels).round(2).to_string())


if __name__ == "__main__":
    main()
