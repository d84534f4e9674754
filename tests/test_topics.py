import importlib.util
import json
import os
import random
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from stemmen.errors import StudyError
from stemmen.topics import FRAGMENTS, MIN_WORDS, TopicModel, TopicSettings, fit_topics
from tests.test_embeddings import model2vec_folder  # noqa: F401 - a fixture

POOLS = {
    "post": "brief enveloppe formulier digid aanvraag handtekening bewijsstuk inleveren kopie loket",
    "gezin": "dochter zoon moeder broer zus oma kleinkind verjaardag logeren opvoeden",
    "huis": "verwarming schimmel lekkage keuken dak huurbaas verhuizing kozijn isolatie tocht",
    "werk": "baas rooster magazijn contract loon ploegendienst vakantiegeld collega uitzendbureau ontslag",
    "ziek": "dokter ziekenhuis operatie medicijnen rug fysiotherapeut pijn herstel wachtkamer griep",
}


def study_turns(people: int = 12, each: int = 25, seed: int = 0) -> pd.DataFrame:
    """A made-up study in which every answer is about one pool; column `over` says which."""
    rng = random.Random(seed)
    rows = []
    for person in range(people):
        name = f"p{person + 1:02}"
        for _ in range(each):
            about = rng.choice(list(POOLS))
            said = ["Nou ja,", *rng.sample(POOLS[about].split(), 4), "was dat hè"]
            rows.append(
                (name, "I", "interviewer", "Kunt u vertellen over de keuken en de dokter en de brief?", "")
            )
            rows.append((name, "R", "respondent", " ".join(said), about))
        rows.append((name, "R", "respondent", "Ja, dat wel.", ""))
    turns = pd.DataFrame(rows, columns=["transcript", "spreker", "rol", "tekst", "over"])
    turns.insert(1, "beurt", turns.groupby("transcript").cumcount() + 1)
    return turns.assign(respondent=turns["transcript"].where(turns["rol"] == "respondent", ""))


@pytest.fixture(scope="module")
def turns() -> pd.DataFrame:
    return study_turns()


@pytest.fixture(scope="module")
def model(turns) -> TopicModel:
    return fit_topics(turns)


def test_topics_that_were_put_in_are_found(turns, model) -> None:
    both = turns.merge(model.assignments).query("onderwerp > 0")
    assert len(both) == 12 * 25
    assert adjusted_mutual_info_score(both["over"], both["onderwerp"]) > 0.95


def test_the_curve_finds_their_number_and_says_which_is_chosen(model) -> None:
    assert model.curve["gekozen"].sum() == 1
    assert model.curve.loc[model.curve["gekozen"], "k"].item() == len(POOLS)
    assert len(model.topics) == len(POOLS)


def test_topics_are_numbered_from_one_largest_first(turns, model) -> None:
    assert model.topics["onderwerp"].tolist() == [1, 2, 3, 4, 5]
    counts = model.assignments["onderwerp"].value_counts()
    assert model.topics["aantal_beurten"].tolist() == [counts[topic] for topic in range(1, 6)]
    assert model.topics["aantal_beurten"].is_monotonic_decreasing
    assert set(model.topics["aantal_respondenten"]) == {12}


def test_short_turns_and_interviewers_stay_unclassified_and_their_share_is_told(turns, model) -> None:
    both = turns.merge(model.assignments)
    assert (both.loc[both["over"] == "", "onderwerp"] == -1).all()
    assert len(model.assignments) == len(turns)
    assert model.meta["beurten"] == 12 * 26
    assert model.meta["niet_ingedeeld"] == 12
    assert model.meta["aandeel_niet_ingedeeld"] == pytest.approx(1 / 26, abs=1e-6)


@pytest.mark.parametrize("role", ["onbekend", "interviewer", "professional"])
def test_only_respondents_take_part(turns, role) -> None:
    changed = turns.assign(rol=turns["rol"].where(turns["transcript"] != "p01", role))
    assigned = fit_topics(changed, TopicSettings(number=5)).assignments
    assert (assigned.loc[assigned["transcript"] == "p01", "onderwerp"] == -1).all()
    assert (assigned.loc[assigned["transcript"] == "p02", "onderwerp"] > 0).any()


def test_labels_are_content_words_of_the_topic(model) -> None:
    pools = [set(pool.split()) for pool in POOLS.values()]
    for row in model.topics.itertuples():
        assert any(set(row.woorden) <= pool for pool in pools)
        assert row.label == ", ".join(row.woorden[:3])


def test_labels_leave_out_notes_and_names_of_one_person(turns) -> None:
    noisy = turns["tekst"].where(turns["over"] != "ziek", turns["tekst"] + " [naam dokter] (lacht) ")
    once = (turns["over"] == "ziek") & (turns["transcript"] == "p03")
    noisy = noisy.where(~once, noisy + " Wolvega Wolvega Wolvega")
    words = (
        fit_topics(turns.assign(tekst=noisy), TopicSettings(number=5)).topics["woorden"].explode().tolist()
    )
    assert not {"naam", "lacht", "wolvega"} & set(words)


def test_what_was_not_said_makes_no_turn_long_enough(turns) -> None:
    noted = turns[turns["rol"] == "respondent"].head(1).assign(transcript="p99", beurt=1)
    noted["tekst"] = "Ja [wijst naar brief van gemeente] nee"
    said = noted.assign(beurt=2, tekst="Ja (naar brieven van gemeenten wijzen) nee")
    found = fit_topics(pd.concat([turns, noted, said])).assignments.set_index(["transcript", "beurt"])
    assert found.loc[("p99", 1), "onderwerp"] == -1
    assert found.loc[("p99", 2), "onderwerp"] > 0


def test_fragments_are_of_the_topic_and_of_different_people(turns, model) -> None:
    topic_of = model.assignments.set_index(["transcript", "beurt"])["onderwerp"]
    for row in model.topics.itertuples():
        places = [(fragment["transcript"], fragment["beurt"]) for fragment in row.fragmenten]
        assert len({transcript for transcript, _ in places}) == FRAGMENTS
        assert all(topic_of[place] == row.onderwerp for place in places)


def test_stability_is_high_for_real_topics(model) -> None:
    assert model.topics["stabiliteit"].min() > 0.9
    assert model.curve["ari"].max() > 0.9
    assert "opmerking" not in model.meta


def test_stability_is_low_for_noise_and_the_researcher_is_warned() -> None:
    rng = random.Random(3)
    words = [word for pool in POOLS.values() for word in pool.split()]
    noise = study_turns()
    noise["tekst"] = [" ".join(rng.sample(words, 4)) for _ in range(len(noise))]
    noisy = fit_topics(noise)
    assert noisy.topics["stabiliteit"].mean() < 0.5
    assert noisy.curve["ari"].max() < 0.5
    assert "niet stevig" in noisy.meta["opmerking"]


def test_the_order_of_the_rows_does_not_matter(turns, model) -> None:
    assert fit_topics(turns.sample(frac=1, random_state=1)).to_json() == model.to_json()


def test_json_gives_the_same_topics_back(model) -> None:
    again = TopicModel.from_json(model.to_json())
    assert again.to_json() == model.to_json()
    for name in ("assignments", "topics", "curve"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(model, name))


SCRIPT = """
import sys
from stemmen.topics import fit_topics
from tests.test_topics import study_turns
sys.stdout.write(fit_topics(study_turns(people=8, each=20)).to_json())
"""


@pytest.mark.slow
def test_bytes_are_the_same_whatever_the_number_of_threads() -> None:
    root = Path(__file__).parents[1]
    written = []
    for threads in ("1", "4"):
        limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), threads)
        environment = {**os.environ, **limits, "PYTHONHASHSEED": threads, "PYTHONUTF8": "1"}
        command = [sys.executable, "-W", "error::RuntimeWarning", "-c", SCRIPT]
        written.append(
            subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True).stdout
        )
    assert written[0] == written[1]
    assert len(json.loads(written[0])["topics"]) > 1


def test_another_seed_is_another_draw_but_finds_the_same(turns, model) -> None:
    other = fit_topics(turns, TopicSettings(seed=2))
    assert other.meta["zaad"] == 2
    one, two = model.assignments["onderwerp"], other.assignments["onderwerp"]
    assert adjusted_mutual_info_score(one, two) > 0.95
    assert model.curve["ari"].tolist() != other.curve["ari"].tolist()


def test_a_chosen_number_is_kept_and_stands_on_the_curve(turns) -> None:
    found = fit_topics(turns, TopicSettings(number=7))
    assert len(found.topics) == 7
    assert found.curve.loc[found.curve["gekozen"], "k"].tolist() == [7]


@pytest.mark.parametrize("count", [0, 1, 29])
def test_too_few_turns_give_a_remark_and_no_topics(turns, count) -> None:
    few = turns[turns["over"] != ""].iloc[:count]
    found = fit_topics(few)
    assert found.topics.empty
    assert found.curve.empty
    assert (found.assignments["onderwerp"] == -1).all()
    assert f"{count} beurten" in found.meta["opmerking"]
    assert TopicModel.from_json(found.to_json()).topics.empty


@pytest.mark.parametrize("text", ["huur brief gemeente", "huur huur huur"])
def test_equal_turns_have_no_topics(turns, text) -> None:
    found = fit_topics(turns.assign(tekst=text))
    assert found.topics.empty
    assert "geen onderwerpen" in found.meta["opmerking"]


def test_turns_of_two_kinds_are_no_error(turns) -> None:
    turns = turns.assign(tekst=turns["over"].map({"post": "huur huur huur"}).fillna("huur brief brief"))
    assert len(fit_topics(turns).topics) == 2


def test_bertopic_is_used_without_network_and_its_import_leaves_warnings_alone(turns, monkeypatch) -> None:
    import warnings

    from bertopic import BERTopic

    seen = []
    real = BERTopic.fit

    def fit(self, documents, embeddings=None, **more):
        seen.append((len(documents), np.shape(embeddings)[0]))
        return real(self, documents, embeddings=embeddings, **more)

    def refuse(*_):
        raise AssertionError("topics need no network")

    monkeypatch.setattr(BERTopic, "fit", fit)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    before = list(warnings.filters)
    fit_topics(turns, TopicSettings(number=4))
    assert seen == [(300, 300)]
    assert list(warnings.filters) == before


def test_progress_is_told_from_nothing_to_all(turns) -> None:
    steps: list[tuple[int, int]] = []
    fit_topics(turns, progress=lambda done, total: steps.append((done, total)))
    assert [done for done, _ in steps] == list(range(steps[0][1] + 1))
    assert steps[-1] == (steps[0][1], steps[0][1])


def test_a_local_model_by_path_makes_the_vectors(turns, model2vec_folder) -> None:  # noqa: F811
    chosen = turns["over"].map({"post": "brief gemeente formulier", "gezin": "fiets vaart zwembad"})
    found = fit_topics(
        turns.assign(tekst=chosen.fillna("tandarts kies kosten")),
        TopicSettings(number=3, model=model2vec_folder),
    )
    both = turns.merge(found.assignments).query("over in ('post', 'gezin')")
    assert adjusted_mutual_info_score(both["over"], both["onderwerp"]) == pytest.approx(1)
    assert found.meta["embeddings"] == "model2vec: klein"
    assert str(model2vec_folder) not in found.to_json()  # the place of a folder is not a result


def test_umap_that_is_missing_is_named_with_the_repair(turns) -> None:
    if importlib.util.find_spec("umap"):
        pytest.skip("umap-learn is installed")
    with pytest.raises(StudyError, match=r"stemmen\[umap\]"):
        fit_topics(turns, TopicSettings(clusterer="umap-hdbscan"))


def test_umap_and_hdbscan_leave_outliers_out(turns) -> None:
    pytest.importorskip("umap", reason="umap-learn is optional")
    strange = turns.copy()
    strange.loc[strange["over"] == "werk", "tekst"] = [
        f"{'abcdefghijklmnopqrstuvwxyz'[i % 26] * 4} {'bcdfgh'[i % 6] * 5} {i * 'q'}xyz"
        for i in range(int((strange["over"] == "werk").sum()))
    ]
    found = fit_topics(strange, TopicSettings(clusterer="umap-hdbscan"))
    assert found.to_json() == fit_topics(strange, TopicSettings(clusterer="umap-hdbscan")).to_json()
    both = turns.merge(found.assignments).query("over not in ('', 'werk') and onderwerp > 0")
    assert adjusted_mutual_info_score(both["over"], both["onderwerp"]) > 0.9
    assert found.curve.empty
    assert found.meta["ingedeeld"] == (found.assignments["onderwerp"] > 0).sum()


def test_turns_need_three_content_words(turns) -> None:
    assert MIN_WORDS == 3
    changed = turns.copy()
    place = changed.index[changed["over"] == "post"][:2]
    changed.loc[place, "tekst"] = [
        "Ja, de brief en het loket dus.",
        "Ja, de brief, het loket en de kopie dus.",
    ]
    assigned = fit_topics(changed, TopicSettings(number=5)).assignments["onderwerp"]
    assert assigned[place[0]] == -1
    assert assigned[place[1]] > 0
