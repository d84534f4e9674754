"""Dates and times made less exact, or dates shifted."""

import pytest

from stemmen.privacy.coarse import Dates, coarser
from stemmen.privacy.edits import apply


def made(text: str, how: Dates = Dates.COARSER, days: int = 0) -> str:
    return apply(text, coarser(text, how, days))


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Op 12 maart 2019 dus.", "Op [voorjaar 2019] dus."),
        ("Op 12-12-2018 dus.", "Op [winter 2019] dus."),
        ("Sinds juni 2018.", "Sinds juni 2018."),
        ("Ik ben geboren op 12-03-1974.", "Ik ben geboren op [geboortejaar 1970-1979]."),
        ("Op 12 oktober kwam hij.", "Op [najaar] kwam hij."),
        ("Op 5 mei is er feest.", "Op 5 mei is er feest."),
        ("Op 5 mei 2019 is hij weggegaan.", "Op [voorjaar 2019] is hij weggegaan."),
        ("Op 3 mei 2019 om 14.35 uur.", "Op [voorjaar 2019] om [middag]."),
        ("Om half drie op 3 mei 2019 kwam hij.", "Om [tijdstip] op [voorjaar 2019] kwam hij."),
        ("Op 3-5-2019. Ik sta om zes uur op.", "Op [voorjaar 2019]. Ik sta om zes uur op."),
        ("Om 14.35 uur kwam hij.", "Om 14.35 uur kwam hij."),
        ("Om kwart over acht 's avonds.", "Om kwart over acht 's avonds."),
        ("[00:12:31] Ja, [voorjaar 2019].", "[00:12:31] Ja, [voorjaar 2019]."),
        ("In 2019 had ik twee banen en drie euro.", "In 2019 had ik twee banen en drie euro."),
    ],
)
def test_dates_and_times_are_made_coarser(text, new):
    assert made(text) == new
    assert made(new) == new  # a next run leaves its own work


def test_shifted_dates_keep_the_time_between_them():
    text = "Van 12 maart 2019 tot 22-03-2019, in mei 2019, en op 12 maart."
    assert (
        made(text, Dates.SHIFT, 30)
        == "Van [11 april 2019] tot [21 april 2019], in [juni 2019], en op [11 april]."
    )
    once = made(text, Dates.SHIFT, 30)
    assert made(once, Dates.SHIFT, 30) == once


def test_dates_can_be_left():
    assert made("Op 12 maart 2019 om 14.35 uur.", Dates.LEAVE) == "Op 12 maart 2019 om 14.35 uur."
