"""Letters for who says a quote: anew in each theme, so that nobody is put together from the whole report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import ascii_uppercase

from stemmen.fragments import Quote
from stemmen.report.gate import Gate

MOST_QUOTES = 5  # under one letter: with more, a reader gets to know somebody
MOST_HINTS = 2  # kinds of indirect identifiers (a job, an illness, a family) under one letter
Quotes = Mapping[str, tuple[Quote, ...]]


@dataclass(frozen=True, slots=True)
class Rich:
    """Quotes under one letter that together tell much: the theme ("" for the whole report) and why."""

    theme: str
    label: str
    quotes: int
    kinds: tuple[str, ...]


def labelled(quotes: Quotes, rule: str) -> dict[str, tuple[Quote, ...]]:
    """The chosen quotes, by theme, with a letter for who speaks.

    By the rule "thema" letters begin anew in each theme, and words that stand under several themes get
    none: by those a reader could tell that the A of one theme is the C of another. By "studie" somebody has
    the same letter all through; by "geen" nobody has one.
    """
    if rule == "geen":
        return dict(quotes)
    twice = _seen_twice(quotes) if rule == "thema" else set()
    letters: dict[str, str] = {}
    found = {}
    for theme, chosen in quotes.items():
        letters = {} if rule == "thema" else letters
        found[theme] = tuple(_with_letter(quote, letters, twice) for quote in chosen)
    return found


def without_counting(quotes: Quotes, told: Mapping[str, int], k: int) -> dict[str, tuple[Quote, ...]]:
    """The quotes, without letters in themes where those would count a group of fewer than `k` people.

    Where everybody who tells of a theme (`told`, by theme) is quoted, a reader could count the letters of
    women and of men, and so fill in what the tables of groups do not show.
    """
    return {
        theme: tuple(replace(quote, label="") for quote in chosen)
        if _counts_few(chosen, told[theme], k)
        else chosen
        for theme, chosen in quotes.items()
    }


def _counts_few(chosen: Iterable[Quote], told: int, k: int) -> bool:
    shown = [quote for quote in chosen if not quote.withheld and not quote.named]
    letters = {quote.label: quote.groups for quote in shown if quote.label}
    others = {quote.groups for quote in shown if not quote.label} - set(letters.values())
    groups = Counter(group for mine in letters.values() for group in mine)
    return len(letters) + len(others) >= told and any(count < k for count in groups.values())


def _with_letter(quote: Quote, letters: dict[str, str], twice: set[tuple[str, int]]) -> Quote:
    if quote.withheld or quote.named or _moment(quote) in twice:
        return quote
    letter = letters.setdefault(quote.respondent, letter_of(len(letters)))
    return replace(quote, label=letter)


def _seen_twice(quotes: Quotes) -> set[tuple[str, int]]:
    """The moments in a talk that stand under more than one theme."""
    themes = Counter(
        moment
        for chosen in quotes.values()
        for moment in {_moment(quote) for quote in chosen if not quote.withheld}
    )
    return {moment for moment, count in themes.items() if count > 1}


def _moment(quote: Quote) -> tuple[str, int]:
    """Where in the talk this is: after the same question, a reader sees that it is the same talk."""
    return quote.transcript, quote.asked or quote.turn


def letter_of(place: int) -> str:
    """The letter of a place from 0.

    >>> [letter_of(place) for place in (0, 25, 26, 52)]
    ['A', 'Z', 'AA', 'BA']
    """
    tens, ones = divmod(place, len(ascii_uppercase))
    return (letter_of(tens - 1) if tens else "") + ascii_uppercase[ones]


def rich(quotes: Quotes, gate: Gate, rule: str) -> list[Rich]:
    """The sets of quotes under one letter that together tell much of somebody."""
    return [found for theme, chosen in _sets(quotes, rule) for found in _rich(theme, chosen, gate)]


def _sets(quotes: Quotes, rule: str) -> Iterator[tuple[str, list[Quote]]]:
    """The quotes in which a letter is one person."""
    if rule == "studie":
        yield (
            "",
            list({(q.transcript, q.turn, q.text): q for chosen in quotes.values() for q in chosen}.values()),
        )
    else:
        yield from ((theme, list(chosen)) for theme, chosen in quotes.items())


def _rich(theme: str, chosen: Iterable[Quote], gate: Gate) -> Iterator[Rich]:
    by_letter: dict[str, list[Quote]] = {}
    for quote in chosen:
        if quote.label:
            by_letter.setdefault(quote.label, []).append(quote)
    for letter, mine in by_letter.items():
        kinds = tuple(sorted({str(kind) for quote in mine for kind in _hinted(quote, gate)}))
        if len(mine) > MOST_QUOTES or len(kinds) > MOST_HINTS:
            yield Rich(theme, letter, len(mine), kinds)


def _hinted(quote: Quote, gate: Gate) -> Iterator[str]:
    """The kinds of hints in what is shown of a quote: its words, and mostly what stands around them."""
    for hint in gate.hints.get((quote.transcript, quote.turn), ()):
        if hint.text in quote.text or not quote.context_withheld:
            yield hint.kind
