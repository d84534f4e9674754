"""Rules beside the hand codings of the sample study: interviews they were tuned on, and others."""

import tempfile

import pandas as pd

from stemmen.demo import hand_codings, sample_study
from stemmen.evaluation import compare_with_hand
from stemmen.study import Study

TUNED = ("p01", "p03", "p05", "p07", "p10", "p12")  # open to the writer of the rules
APART = ("p02", "p04", "p06", "p08", "p09", "p11")  # measured on once, at the end of version 0.1


def main() -> None:
    """Print a table for each half."""
    with tempfile.TemporaryDirectory() as folder:
        study = sample_study(folder)
        study.read()
        for path in hand_codings(study):
            study.import_codings(path, path.stem)
        study.code()
        _report("kept apart", study, APART)
        _report("tuned on: these figures flatter", study, TUNED)


def _report(title: str, study: Study, names: tuple[str, ...]) -> None:
    turns, codings = (table[table["transcript"].isin(names)] for table in (study.turns, study.codings()))
    found = compare_with_hand(turns, codings, study.codebook)
    print(f"\n{title}: {', '.join(names)}")
    print(found.to_string(index=False, float_format="{:.2f}".format))
    means = found.groupby("codeur")[["precisie", "recall", "f1"]].mean()
    print(pd.DataFrame(means).to_string(float_format="{:.2f}".format))
