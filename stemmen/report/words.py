"""Counting in words: the report's scale of number words, and figures as Dutch readers write them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from stemmen.cutting import sentences

FEW = 5  # under this many respondents words of number say more than there is
PERCENT_FROM = 20  # respondents
METHODS = {"hand": "met de hand", "regel": "door een regel", "model": "door een model"}


@dataclass(frozen=True, slots=True)
class Step:
    """A word of number and the share it stands for, as the leeswijzer prints it."""

    word: str
    share: str


SCALE = (
    Step("geen", "0"),
    Step("één", "1 respondent"),
    Step("enkele", "ten minste 2 respondenten, minder dan 20%"),
    Step("een deel", "20% of meer, minder dan 40%"),
    Step("ongeveer de helft", "40% tot en met 60%"),
    Step("de meeste", "meer dan 60%, minder dan 85%"),
    Step("vrijwel alle", "85% of meer, maar niet alle"),
    Step("alle", "100%"),
)


PARTS = ("een deel", "ongeveer de helft")  # words for a part of the respondents, which take "van de"


def number_word(count: int, total: int) -> str:
    """The word for `count` of `total` respondents; "" when there are too few to use words.

    >>> [number_word(k, 20) for k in (1, 3, 4, 8, 13, 17, 20)]
    ['één', 'enkele', 'een deel', 'ongeveer de helft', 'de meeste', 'vrijwel alle', 'alle']
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} respondents")
    if total < FEW:
        return ""
    exact = {0: "geen", total: "alle", 1: "één"}
    share = 100 * count  # of 100 * total: whole numbers, so that the bounds are exact
    bounds = (
        (20 * total, "enkele"),
        (40 * total, "een deel"),
        (60 * total + 1, "ongeveer de helft"),
        (85 * total, "de meeste"),
        (100 * total, "vrijwel alle"),
    )
    return exact.get(count) or next(word for bound, word in bounds if share < bound)


def of_total(count: int, total: int) -> str:
    """The figures behind a word: "9 van de 12", and a percentage too from 20 respondents on.

    >>> of_total(9, 12), of_total(12, 20)
    ('9 van de 12', '12 van de 20, 60%')
    """
    figures = f"{number(count)} van de {number(total)}"
    return f"{figures}, {round(100 * count / total)}%" if total >= PERCENT_FROM else figures


def verb(count: int, total: int, one: str, more: str) -> str:
    """The form of a verb that goes with `people`: a part is one.

    >>> verb(4, 13, "vertelt", "vertellen"), verb(9, 12, "vertelt", "vertellen")
    ('vertelt', 'vertellen')
    """
    return one if count == 1 or number_word(count, total) in PARTS else more


def people(count: int, total: int) -> str:
    """Respondents in words and figures, to begin a sentence with.

    >>> people(9, 12), people(2, 3)
    ('De meeste respondenten (9 van de 12)', '2 van de 3 respondenten')
    >>> people(4, 13)
    'Een deel van de respondenten (4 van de 13)'
    """
    if count == 0:
        return f"Geen van de {plural(total, 'respondent', 'respondenten')}"
    word = number_word(count, total)
    if not word:
        return f"{number(count)} van de {plural(total, 'respondent', 'respondenten')}"
    noun = "respondent" if word == "één" else "respondenten"
    link = " van de" if word in PARTS else ""
    first = "Eén" if word == "één" else word[0].upper() + word[1:]
    return f"{first}{link} {noun} ({of_total(count, total)})"


def number(value: int) -> str:
    """A whole number, with points between thousands.

    >>> number(9821)
    '9.821'
    """
    return f"{value:,}".replace(",", ".")


def decimal(value: float, places: int = 2) -> str:
    """A number with a decimal comma; a dash when there is none.

    >>> decimal(0.756), decimal(float("nan"))
    ('0,76', '–')
    """
    return "–" if math.isnan(value) else f"{value:.{places}f}".replace(".", ",")


def plural(count: int, one: str, more: str) -> str:
    """A number with its noun.

    >>> plural(1, "beurt", "beurten"), plural(34, "beurt", "beurten")
    ('1 beurt', '34 beurten')
    """
    return f"{number(count)} {one if count == 1 else more}"


def first_sentence(text: str) -> str:
    """The first sentence of a longer text.

    >>> first_sentence("Hoe iemand wordt behandeld. Ook als groet.")
    'Hoe iemand wordt behandeld.'
    """
    return next((text[start:end] for start, end in sentences(text)), text)


def listed(words: Sequence[str]) -> str:
    """Words as a sentence sums them up.

    >>> listed(["8"]), listed(["8", "6"]), listed(["4", "5", "2"])
    ('8', '8 en 6', '4, 5 en 2')
    """
    return " en ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def lower_first(text: str) -> str:
    """To go on with after a colon."""
    return "één" + text[3:] if text.startswith("Eén") else text[:1].lower() + text[1:]
