"""What a report may say of a respondent: attributes in bands, never what points to one person."""

import re
from collections.abc import Callable, Collection, Sequence

import pandas as pd

from stemmen.privacy.disclosure import Disclosed, publishable
from stemmen.settings import DisclosureChoices
from stemmen.transcript import Role

SMALLEST_GROUP = 3  # respondents: a count of fewer could point to a person
_KEYS = ("respondent", "transcript", "spreker")
_NEVER = re.compile(
    r"naam|adres|postcode|plaats|telefoon|mail|geboorte|bsn|notitie|opmerking|datum|memo"
    r"|^toestemming|^genoemd als"
)
_FIRST = ("geslacht", "leeftijd", "inkomen")
_NAME_WORDS = 3  # a longer name is a question of a survey
_VALUE_WORDS = 4  # a longer value is free text
_MOST_BESIDE = 3  # attributes beside a quote
_NUMBER = r"\d[\d.,]*"
_RANGE = re.compile(
    rf"(?:{_NUMBER}\D*(?:-|–|\bt/m\b|\btot\b|\ben\b)\D*{_NUMBER}"
    rf"|(?:tot|onder|boven|vanaf|minder dan|meer dan)\b\D*{_NUMBER}"
    rf"|{_NUMBER}(?:\+|\D*\b(?:of|en) (?:meer|ouder|jonger|hoger|lager|minder)\b)\D*?)"
)
_CHOICES = DisclosureChoices()
_MOST_VALUES = 12  # an attribute with more values is not a band
_WORDS = {"v": "vrouw", "m": "man", "x": "non-binair"}


def heard(respondents: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """The rows of the people who speak as a respondent in these turns."""
    spoken = turns.loc[turns["rol"] == Role.RESPONDENT.value, "respondent"]
    return respondents[respondents["respondent"].isin(set(spoken))]


def bands(respondents: pd.DataFrame) -> pd.DataFrame:
    """One row a person, indexed by `respondent`; columns are the attributes that may be published.

    Left out are names, places, dates and notes, attributes with more than 12 values, and (from four
    people) attributes of which each person has a value of their own. Ages become bands of ten years.
    Of somebody with several rows (interviews) the first value that is filled in counts.

    >>> people = pd.DataFrame({"respondent": ["r1", "r2"], "transcript": ["p1", "p2"], "spreker": "R",
    ...                        "naam": ["Jo", "Bo"], "leeftijd": ["43", "65+"], "geslacht": ["v", "man"]})
    >>> bands(people).to_dict("index")
    {'r1': {'leeftijd': '40-49 jaar', 'geslacht': 'vrouw'}, 'r2': {'leeftijd': '65+', 'geslacht': 'man'}}
    """
    given = respondents.set_index("respondent").replace("", pd.NA)
    people = given.groupby(level="respondent").first().fillna("")
    columns = [str(name) for name in people if name not in _KEYS and not _NEVER.search(str(name))]
    banded = pd.DataFrame(
        {name: [band(str(name), str(value)) for value in people[name]] for name in columns},
        index=people.index,
    )
    return banded[[name for name in columns if _is_band(banded[name])]]


def groups(banded: pd.DataFrame) -> dict[str, list[str]]:
    """The groups of which a count may be published: of each attribute the bands of three people or more.

    >>> people = pd.DataFrame({"geslacht": ["man", "vrouw", "man", "man", ""], "inkomen": list("abcde")})
    >>> groups(people)
    {'geslacht': ['man']}
    """
    counts = {str(name): banded[name].value_counts().to_dict() for name in banded}
    found = {
        name: sorted(str(value) for value, people in count.items() if value and people >= SMALLEST_GROUP)
        for name, count in counts.items()
    }
    return {name: values for name, values in found.items() if values}


def band(name: str, value: str) -> str:
    """A value of an attribute as a band: "43" and "40-49" under leeftijd become "40-49 jaar"."""
    value = " ".join(value.split())
    if "leeftijd" in name:
        if re.fullmatch(r"\d{1,3}", value):
            decade = int(value) // 10 * 10
            return f"{decade}-{decade + 9} jaar"
        if found := re.fullmatch(r"(\d+) ?(?:-|–|t/m|tot) ?(\d+)", value):
            return f"{found[1]}-{found[2]} jaar"
    return _WORDS.get(value.lower(), value) if "geslacht" in name else value


def _is_band(values: "pd.Series[str]") -> bool:
    given = values[values != ""]
    all_different = len(given) >= 4 and given.nunique() == len(given)
    return 0 < given.nunique() <= _MOST_VALUES and not all_different


def shown(
    respondents: pd.DataFrame,
    choices: DisclosureChoices = _CHOICES,
    *,
    population: pd.DataFrame | None = None,
    apart: Collection[str] = (),
) -> Disclosed:
    """What may stand beside a quote of each person: at most three attributes, shared by `choices.k` people.

    The one source of what is said of somebody. Those in `apart` (who chose to be named, or may not be
    quoted) are said nothing of, and count for nobody. `population` is as `disclosure.publishable` wants it.

    >>> people = pd.DataFrame({"respondent": ["r1", "r2", "r3"], "geslacht": ["v", "v", "man"]})
    >>> shown(people).shown["geslacht"].to_list()
    ['', '', '']
    """
    others = bands(respondents[~respondents["respondent"].isin(set(apart))])
    short = [str(name) for name in others if _may_stand_beside(others[name])]
    names = sorted(short, key=_rank_in(choices.order))
    chosen = others[names[:_MOST_BESIDE]].map(lambda value: "" if _is_exact(value) else value)
    found = publishable(chosen, choices.k, _in_bands(population), choices.k_population)
    everybody = sorted(set(respondents["respondent"]))
    return Disclosed(found.shown.reindex(everybody, fill_value=""), found.remarks)


def _in_bands(population: pd.DataFrame | None) -> pd.DataFrame | None:
    """The same people by the bands that respondents get."""
    if population is None:
        return None
    names = [str(name) for name in population if name != "aantal"]
    banded = {name: [band(name, str(value)) for value in population[name]] for name in names}
    return pd.DataFrame({**banded, "aantal": population["aantal"].to_numpy()})


def _is_exact(value: str) -> bool:
    """Whether a value holds a number that is no range, such as an amount, a year or a count of children.

    >>> [_is_exact(value) for value in ("€ 1.843", "4 kinderen", "1.000-1.500 euro", "65+", "bijstand")]
    [True, True, False, False, False]
    """
    around = re.sub(r"^(?:tussen|van|€)\s*|\s*(?:jaar|euro|uur)$", "", value.strip().lower())
    return bool(re.search(r"\d", value)) and not _RANGE.fullmatch(around)


def _may_stand_beside(values: "pd.Series[str]") -> bool:
    """Short words under a short name: an answer says nothing without its question, and free text too much."""
    short = len(str(values.name).split()) <= _NAME_WORDS
    return short and all(len(value.split()) <= _VALUE_WORDS for value in values)


def _rank_in(order: Sequence[str]) -> Callable[[str], int]:
    """The place of an attribute, the most useful first: those that the study names, then the usual."""
    wanted = [name.lower() for name in order]
    return lambda name: wanted.index(name) if name in wanted else len(wanted) + _rank(name)


def speaker_bands(people: pd.DataFrame, respondent: str) -> tuple[tuple[str, str], ...]:
    """What is said of a person beside a quote, in print; `people` is `shown`."""
    if respondent not in people.index:
        return ()
    said = ((str(name), in_print(str(people.loc[respondent, name]))) for name in people.columns)
    return tuple((name, value) for name, value in said if value)


def attribution(spoken: tuple[tuple[str, str], ...]) -> str:
    """Who says it.

    >>> attribution((("geslacht", "vrouw"), ("leeftijd", "40–49 jaar"), ("inkomen", "")))
    'vrouw, 40–49 jaar'
    >>> attribution(())
    'respondent'
    """
    return ", ".join(value for _, value in spoken if value) or "respondent"


def _rank(name: str) -> int:
    return next((place for place, word in enumerate(_FIRST) if word in name), len(_FIRST))


def in_print(value: str) -> str:
    """A range with the dash that Dutch printing uses: "40-49 jaar" becomes "40–49 jaar"."""
    return re.sub(r"(?<=\d) ?- ?(?=\d)", "–", value)
