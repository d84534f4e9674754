"""Where coded words stand in a corrected text: surely, or nowhere."""

import random
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stemmen.alignment import Placed, align


def place(old: str, new: str) -> str | None:
    """What the words between « and » in `old` are in `new`."""
    start, end = old.index("«"), old.index("»") - 1
    placed = align(old.replace("«", "").replace("»", ""), new).place(start, end)
    return None if placed is None else new[placed.start : placed.end]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        # a typo mended: in, beside, at an edge of what was coded, or all of it
        ("Ze «geloofde me niet» toen.", "Ze geloofden me niet toen.", "geloofden me niet"),
        ("Ze geloofden me «niet tone.»", "Ze geloofden me niet toen.", "niet toen."),
        ("Dat «onrechtvaardg» was het.", "Dat onrechtvaardig was het.", "onrechtvaardig"),
        (
            "Ik moest alles «op nieuw inleveren» daar.",
            "Ik moest alles opnieuw inleveren daar.",
            "opnieuw inleveren",
        ),
        ("Ik moest «alles opnieuw» inleveren.", "Ik moest alles op nieuw inleveren.", "alles op nieuw"),
        ("ik ging «naar huis». Toen", "Ik ging naar huis! toen", "naar huis"),
        # another word in the place of one
        ("Ze waren «aardig tegen mij» daar.", "Ze waren hartelijk tegen mij daar.", "hartelijk tegen mij"),
        ("Dat «vond ik wel goed» hoor.", "Dat vond ik zeer goed hoor.", "vond ik zeer goed"),
        # a name masked: in it, at its edges, all of it
        ("Toen belde «Fatima mij op» thuis.", "Toen belde [naam 3] mij op thuis.", "[naam 3] mij op"),
        ("Toen «belde mij Fatima» op.", "Toen belde mij [naam 3] op.", "belde mij [naam 3]"),
        ("Toen belde «Fatima» op.", "Toen belde [naam 3] op.", "[naam 3]"),
        ("Ik zag «Fatima van den Berg» staan.", "Ik zag [naam 3] staan.", "[naam 3]"),
        ("Ik zag mevrouw «Jansen daar staan».", "Ik zag [naam 3] daar staan.", "[naam 3] daar staan"),
        ("«Fatima zei» dat Bo kwam.", "[naam 1] zei dat [naam 2] kwam.", "[naam 1] zei"),
        ("Fatima «zei» Bo.", "[naam 1] zei [naam 2].", "zei"),
        ("Toen belde «[naam 3] mij op» thuis.", "Toen belde Samira mij op thuis.", "Samira mij op"),
        ("Ik zag «Fatima» van den Berg staan.", "Ik zag [naam 3] staan.", None),
        ("Ik zag «Bo. Hij stond» daar toen.", "Ik zag [naam 3] daar toen.", None),
        # a sentence or a turn added or taken out, before, in, after, or against it
        (
            "Toen kwam het. «Ik ging weg.» Klaar.",
            "Het regende. Toen kwam het. Ik ging weg. Klaar.",
            "Ik ging weg.",
        ),
        (
            "Toen kwam het. «Ik ging weg.» Klaar.",
            "Toen kwam het. Ik was moe. Ik ging weg. Klaar.",
            "Ik ging weg.",
        ),
        (
            "Toen kwam het. «Ik ging weg.» Klaar.",
            "Toen kwam het. Ik ging weg. Voorgoed weg. Klaar.",
            "Ik ging weg.",
        ),
        ("Toen kwam het. «Ik ging weg.» Klaar.", "Ik ging weg. Klaar.", "Ik ging weg."),
        ("Ja hoor.\n«Ik weet het niet.»\nNee.", "Ik weet het niet.\nNee.", "Ik weet het niet."),
        (
            "«Ik ging naar de balie. Daar stond een mevrouw.»",
            "Ik ging naar de balie. Het was druk. Daar stond een mevrouw.",
            "Ik ging naar de balie. Het was druk. Daar stond een mevrouw.",
        ),
        (
            "«Ik ging naar de balie toe. Druk was het. Daar stond een mevrouw.»",
            "Ik ging naar de balie toe. Daar stond een mevrouw.",
            "Ik ging naar de balie toe. Daar stond een mevrouw.",
        ),
        # a word that says nothing taken out at its edge, or put in within
        (
            "Nou. «Uh ik vond het helemaal niks.»",
            "Nou. Ik vond het helemaal niks.",
            "Ik vond het helemaal niks.",
        ),
        ("Nou. «Ik vond het niks.»", "Nou. Ik uh vond het niks.", "Ik uh vond het niks."),
        # spaces, punctuation, lines
        ("Het was  «heel ,  erg»\tdus", "Het was heel, erg dus", "heel, erg"),
        ("Dat was «het einde.» En toen", "Dat was het einde! En toen", "het einde!"),
        ("Dat was «het einde.» En toen", "Dat was het einde, en toen", "het einde,"),
        ("Dat was «het einde». En toen", "Dat was het einde... En toen", "het einde"),
        ("Dat was «het einde.» En toen", "Dat was het einde en toen", "het einde"),
        ("Hij zei: «'kom maar'» en ging.", "Hij zei: \"kom maar\" en ging.", '"kom maar"'),
        ("een lange «zin over\ntwee» regels", "een lange zin\nover twee regels", "zin\nover twee"),
        ("’t is «zo’n ding» hè", "'t is zo'n ding hè", "zo'n ding"),
        # an emoji before, in and beside it; offsets are code points
        ("😀 Ik was «blij 😀 ja» hoor", "😀😀 Nou ik was blij 😀 ja hoor", "blij 😀 ja"),
        ("Ik was «😀» blij", "Toen: ik was 😀 blij", "😀"),
        ("Ik was «😀» blij", "Ik was blij", None),
        # turns of one word: never to another one
        ("Ging het?\n«Ja.»\nEcht?\nJa.\nGoed.", "Ging het wel?\nJa.\nEcht?\nJa.\nGoed.", "Ja."),
        ("Ging het?\nJa.\nEcht?\n«Ja.»\nGoed.", "Ging het wel?\nJa.\nEcht waar?\nJa.\nGoed.", "Ja."),
        ("Ja.\n«Ja.»\nJa.\nGoed.", "Ja.\nJa.\nGoed.", None),
        ("Ja.\nGoed.\n«Ja.»\nMooi.", "Ja.\nMooi.", None),
        ("Zo.\n«Ja.»\nMooi.", "Zo.\nJa.\nJa.\nMooi.", None),
        ("Zo.\n«Ja.»\nMooi.", "Zo.\nJa.\nNou ja.\nMooi.", None),
        ("Zo.\n«Ja, dat was het.»\nMooi.", "Zo.\nJa.\nJa, dat was het.\nMooi.", "Ja, dat was het."),
        ("Zo.\n«Ja ja ja.»\nMooi.", "Zo.\nJa ja.\nMooi.", "Ja ja."),
        ("«Hij kwam» te laat.", "Hij kwam. Hij kwam te laat.", None),
        ("Toen. «Hij kwam» dus te laat.", "Toen. Hij kwam, ja. Hij kwam dus te laat.", None),
        # gone, or nearly
        ("Eerst dit. «Ik was boos.» Toen dat.", "Eerst dit. Toen dat.", None),
        ("Eerst dit. «Ik was boos.» Toen dat.", "Eerst dit. Hij lachte alleen maar. Toen dat.", None),
        ("«Eerst ging het slecht. Daarna ging het beter.» Toen.", "Daarna ging het beter. Toen.", None),
        ("«Eerst ging het slecht. Daarna ging het beter.» Toen.", "Eerst ging het slecht. Toen.", None),
        ("De «kat» zat daar.", "De hond zat daar.", None),
        ("Toen ging «Fatima weg» hoor.", "Toen ging gisteren Samira weg hoor.", None),
        ("«Ik wilde graag een ander huis.»", "Ik zocht al jaren een groot huis.", None),
        ("Alles «was anders» toen.", "", None),
        # a paragraph moved: only when it is long enough to be itself
        (
            "Een twee drie vier vijf zes zeven acht negen.\n«Zij geloofden mij niet toen ik alles bracht.»",
            "Zij geloofden mij niet toen ik alles bracht.\nEen twee drie vier vijf zes zeven acht negen.",
            "Zij geloofden mij niet toen ik alles bracht.",
        ),
        (
            "Een twee drie vier vijf zes zeven acht negen.\n«Dat wist ik niet.»",
            "Dat wist ik niet.\nEen twee drie vier vijf zes zeven acht negen.",
            None,
        ),
    ],
)  # fmt: skip
def test_place(old: str, new: str, words: str | None):
    assert place(old, new) == words


def test_a_stretch_outside_the_text_is_refused():
    for start, end in [(-1, 2), (2, 2), (0, 4)]:
        with pytest.raises(ValueError, match="not within"):
            align("ja.", "ja!").place(start, end)


texts = st.text(st.sampled_from("abj. \n😀[1]é'"), max_size=60)
few = st.lists(st.sampled_from(["ja", "nee", "dat", "is", "zo", "hè"]), max_size=14)
WORDS = [
    f"{one}{two}{three}" for one in "bdkmp" for two in ("aa", "ie", "oe") for three in ("rs", "lt", "nk")
]
many = st.lists(st.sampled_from(WORDS), min_size=4, max_size=30, unique=True)


@st.composite
def stretches(draw: st.DrawFn, among: st.SearchStrategy[list[str]]) -> tuple[list[str], int, int]:
    words = draw(among.filter(bool))
    first = draw(st.integers(0, len(words) - 1))
    return words, first, draw(st.integers(first + 1, len(words)))


def span(words: list[str], first: int, beyond: int) -> tuple[int, int]:
    start = len(" ".join([*words[:first], ""])) if first else 0
    return start, start + len(" ".join(words[first:beyond]))


@given(texts, st.data())
def test_an_unchanged_text_keeps_all_places(text: str, data: st.DataObject):
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert align(text, text).place(start, end) == Placed(start, end)
    longer = align(text + "\nklaar", text + "\nklaar!").place(start, end)
    assert longer in (None, Placed(start, end))


@given(texts, texts, st.data())
def test_a_place_is_within_the_text(old: str, new: str, data: st.DataObject):
    assume(old)
    start = data.draw(st.integers(0, len(old) - 1))
    placed = align(old, new).place(start, data.draw(st.integers(start + 1, len(old))))
    assert placed is None or 0 <= placed.start < placed.end <= len(new)


@given(stretches(few), few, st.integers(0, 14), st.booleans())
def test_what_is_put_in_elsewhere_changes_no_words(
    stretch: tuple[list[str], int, int], news: list[str], where: int, before: bool
):
    words, first, beyond = stretch
    where = min(where, first) if before else max(where, beyond)
    new = " ".join([*words[:where], *news, *words[where:]])
    placed = align(" ".join(words), new).place(*span(words, first, beyond))
    assert placed is None or new[placed.start : placed.end] == " ".join(words[first:beyond])


@given(stretches(many), st.lists(st.sampled_from(["wel", "toch", "uhm"]), max_size=5), st.integers(0, 30))
def test_among_other_words_it_is_always_found(
    stretch: tuple[list[str], int, int], news: list[str], where: int
):
    words, first, beyond = stretch
    where = where if where <= first or where >= beyond else first
    new = " ".join([*words[:where], *news, *words[where:]])
    placed = align(" ".join(words), new).place(*span(words, first, beyond))
    assert placed and new[placed.start : placed.end] == " ".join(words[first:beyond])


@given(stretches(many), st.data())
def test_with_a_typo_it_keeps_both_edges(stretch: tuple[list[str], int, int], data: st.DataObject):
    words, first, beyond = stretch
    at = data.draw(st.integers(first, beyond - 1))
    letter = data.draw(st.integers(0, 3))
    typo = (
        words[at][:letter]
        + data.draw(st.sampled_from(["", "x", words[at][letter] * 2]))
        + words[at][letter + 1 :]
    )
    changed = [*words[:at], typo, *words[at + 1 :]]
    start, end = span(words, first, beyond)
    assert align(" ".join(words), " ".join(changed)).place(start, end) == span(changed, first, beyond)


@given(stretches(few), st.sets(st.integers(0, 13)))
def test_what_is_left_out_never_makes_it_jump(stretch: tuple[list[str], int, int], gone: set[int]):
    """Words elsewhere are taken out: what was coded is where it was, or not placed."""
    words, first, beyond = stretch
    left = [n for n in range(len(words)) if n not in gone or first <= n < beyond]
    new = " ".join(words[n] for n in left)
    placed = align(" ".join(words), new).place(*span(words, first, beyond))
    true = span([words[n] for n in left], left.index(first), left.index(beyond - 1) + 1)
    assert placed is None or new[slice(*placed)] == new[slice(*true)]


def test_a_long_text_takes_less_than_a_second():
    draw = random.Random(5)
    frequent = ["ja", "de", "het", "ik", "en", "dat", "was", "een", "niet", "toen"]
    rare = [f"woord{n}" for n in range(3000)]
    lines = [
        " ".join(draw.choice(rare if draw.random() < 0.5 else frequent) for _ in range(draw.randint(1, 18)))
        + "."
        for _ in range(2200)
    ]
    changed = [line.replace("woord1", "wrd1", 1) if n % 3 == 0 else line for n, line in enumerate(lines)]
    del changed[400:420]
    old, new = "\n".join(lines), "\n".join(changed)
    assert len(old) > 100_000
    begin = time.perf_counter()
    alignment = align(old, new)
    places = [alignment.place(n, n + 60) for n in range(0, len(old) - 60, 300)]
    assert time.perf_counter() - begin < 3  # 0.4 s on a quiet machine
    assert sum(place is not None for place in places) > 0.9 * len(places)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ja. " * 25_000, "ja. " * 24_990),
        ("ja nee " * 12_500, "nee ja zo " * 9_000),
        ("x" * 90_000, "y" * 90_000),
    ],
    ids=["one word", "two words", "no spaces"],
)
def test_a_text_of_few_words_takes_no_longer(old: str, new: str):
    begin = time.perf_counter()
    assert align(old, new).place(0, 5) is None
    assert time.perf_counter() - begin < 3
