"""What may be shown of a person beside a quote: only what at least k respondents share (k-anonymity).

Sources: Samarati (2001) and Sweeney (2002) on k-anonymity by generalisation; recoding is local here, so
that one rare person does not coarsen what is said of all others.
"""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from stemmen.errors import Problem, StudyError
from stemmen.files import read_table

Label = tuple[str, ...]
_SPAN = re.compile(r"(\d+)-(\d+) jaar")
_HALF = 50
_WIDE = re.compile(rf"tot {_HALF} jaar|{_HALF} jaar en ouder")
_OR_REGION = ", of minder dan {} mensen in de bevolkingstabel,"
_NOBODY = "Er staan geen kenmerken bij citaten, omdat er minder dan {k} respondenten zijn."


@dataclass(frozen=True)
class Disclosed:
    """What is shown.

    Args:
        shown: a row a respondent, a column an attribute; "" where nothing is said.
        remarks: what was widened or left out, in sentences with counts.
    """

    shown: pd.DataFrame
    remarks: tuple[str, ...]


def publishable(
    banded: pd.DataFrame, k: int, population: pd.DataFrame | None = None, k_population: int = 10
) -> Disclosed:
    """Widen bands and leave attributes out until at least `k` respondents share each shown combination.

    Args:
        banded: a row a respondent, indexed by id; columns are attributes in bands, the most useful first.
        k: so many respondents at least have exactly the same shown values ("" is a value too).
        population: counts of people in the region: columns are some of those attributes, and `aantal`.
            Of what is shown, at least `k_population` of them must fit.
        k_population: see there.

    What each says of a person stays true: a band is only made wider, never another. The least useful
    attribute goes first, and only for those who need it. This does not protect somebody who is known to
    have been interviewed and of whom all people with the same label say the same (Machanavajjhala et al.,
    2007, on l-diversity), nor against what people tell in their quotes.

    >>> people = pd.DataFrame({"geslacht": ["vrouw"] * 4 + ["man"] * 3,
    ...                        "leeftijd": ["40-49 jaar"] * 3 + ["80-89 jaar"] + ["20-29 jaar"] * 3},
    ...                       index=list("abcdefg"))
    >>> publishable(people, 3).shown.loc["d"].to_list()
    ['vrouw', '']
    """
    rows: dict[str, Label] = {
        str(person): tuple(map(str, row)) for person, *row in banded.sort_index().itertuples(name=None)
    }
    if len(rows) < k:
        labels = {person: tuple("" for _ in row) for person, row in rows.items()}
        remarks: tuple[str, ...] = (_NOBODY.format(k=k),) if any(map(any, rows.values())) else ()
    else:
        names = [str(name) for name in banded.columns]
        labels = _best(rows, k, _common(names, population, k_population))
        why = f"minder dan {k} respondenten" + (
            _OR_REGION.format(k_population) if population is not None else ""
        )
        remarks = (*_remarks(names, rows, labels, why), *_of_population(names, rows, population))
    shown = pd.DataFrame([labels[str(p)] for p in banded.index], index=banded.index, columns=banded.columns)
    return Disclosed(shown.astype(str), remarks)


def ladder(value: str) -> tuple[str, ...]:
    """A value and what is wider and still true of it, narrowest first; the last is nothing.

    >>> ladder("40-49 jaar")
    ('40-49 jaar', '40-59 jaar', 'tot 50 jaar', '')
    >>> ladder("vrouw")
    ('vrouw', '')
    """
    found = _SPAN.fullmatch(value)
    if not found:
        return (value, "") if value else ("",)
    low, high = int(found[1]), int(found[2])
    start = low // 20 * 20
    twenty = (
        [f"{start}-{start + 19} jaar"] if high <= start + 19 and (start, start + 19) != (low, high) else []
    )
    half = [f"tot {_HALF} jaar"] if high < _HALF else [f"{_HALF} jaar en ouder"] if low >= _HALF else []
    return (value, *twenty, *half, "")


def _best(rows: Mapping[str, Label], k: int, common: Callable[[Label], bool]) -> dict[str, Label]:
    """The labels that tell most: made class by class, or with one measure for all."""
    nodes = _nodes(list(rows.values()))
    tries = [_locally(rows, nodes, k, common), *(_at(rows, node) for node in nodes)]
    allowed = [labels for labels in tries if _holds(labels, k, common)]
    return max(allowed, key=lambda labels: sum(map(_told, labels.values())))


def _holds(labels: Mapping[str, Label], k: int, common: Callable[[Label], bool]) -> bool:
    return all(count >= k and common(label) for label, count in Counter(labels.values()).items())


def _nodes(rows: Sequence[Label]) -> list[tuple[int, ...]]:
    """All measures of widening, a level an attribute, what tells most first."""
    deepest = [max(len(ladder(value)) for value in column) - 1 for column in zip(*rows, strict=True)]
    levels = itertools.product(*(range(depth + 1) for depth in deepest))
    return sorted(levels, key=lambda node: (-_worth(node, deepest), node))


def _worth(node: Sequence[int], deepest: Sequence[int]) -> float:
    """How much a measure leaves: an attribute counts twice the next, and each step of its ladder the same."""
    weights = [2.0**-place for place in range(len(node))]
    return sum(
        weight * (1 - level / depth if depth else 1)
        for weight, level, depth in zip(weights, node, deepest, strict=True)
    )


def _widened(label: Label, node: Sequence[int]) -> Label:
    steps = [ladder(value) for value in label]
    return tuple(step[min(level, len(step) - 1)] for step, level in zip(steps, node, strict=True))


def _at(rows: Mapping[str, Label], node: Sequence[int]) -> dict[str, Label]:
    return {person: _widened(label, node) for person, label in rows.items()}


def _told(label: Label) -> float:
    """How much a label tells: of an attribute twice as much as of the next, of a wide band half."""
    return sum(2.0**-place * _narrow(value) for place, value in enumerate(label))


def _narrow(value: str) -> float:
    if _WIDE.fullmatch(value):
        return 0.5
    span = _SPAN.fullmatch(value)
    return 0.75 if span and int(span[2]) - int(span[1]) > 10 else float(bool(value))


def _locally(
    rows: Mapping[str, Label], nodes: Sequence[Sequence[int]], k: int, common: Callable[[Label], bool]
) -> dict[str, Label]:
    """Keep each class that is large enough at the first measure where it is; widen the others further."""
    labels: dict[str, Label] = {}
    for node in nodes:
        rest = {person: _widened(row, node) for person, row in rows.items() if person not in labels}
        counts = Counter(rest.values()) + Counter(labels.values())
        labels |= {person: label for person, label in rest.items() if counts[label] >= k and common(label)}
    return labels | _pulled(rows, labels, nodes, k)


def _pulled(
    rows: Mapping[str, Label], labels: dict[str, Label], nodes: Sequence[Sequence[int]], k: int
) -> dict[str, Label]:
    """The few who are left at the end, and whom they need beside them to be k in saying nothing."""
    left = [person for person in rows if person not in labels]
    if not left:
        return {}
    nothing = _widened(rows[left[0]], nodes[-1])
    classes = Counter(labels.values())
    by_loss = sorted(labels, key=lambda person: (_told(labels[person]), labels[person], person))
    company = dict.fromkeys(left, nothing)
    for person in by_loss:
        own = labels[person]
        if len(company) >= k and all(count >= k or count == 0 for count in classes.values()):
            break
        if len(company) < k or 0 < classes[own] < k:
            classes[own] -= 1
            company[person] = nothing
    return company


def read_population(path: Path) -> pd.DataFrame:
    """A CSV file with counts of people: attributes in the study's own words, and `aantal`."""
    if not path.exists():
        what = "Dit bestand is er niet."
        meaning = "Het staat in studie.yaml, onder 'herleidbaarheid' bij 'bevolking'."
        raise StudyError(Problem(str(path), what, meaning, "Zet het bestand daar, of haal die regel weg."))
    table = read_table(path)
    counts = table["aantal"] if "aantal" in table else pd.Series(dtype=str)
    problems = [
        Problem(
            f"{path}, regel {line}",
            f"Het aantal '{count}' is geen heel getal.",
            repair="Vul een heel getal in, zonder punt of komma.",
        )
        for line, count in counts.items()
        if not count.isdecimal()
    ]
    if "aantal" not in table or len(table.columns) < 2:
        what = "Dit bestand heeft een kolom 'aantal' nodig, en een kolom voor elk kenmerk."
        repair = "Zet in de kopregel bijvoorbeeld: geslacht;leeftijd;aantal"
        problems.insert(0, Problem(f"{path}, regel 1", what, repair=repair))
    if problems:
        raise StudyError(*problems)
    return table.astype({"aantal": int})


def _common(names: Sequence[str], population: pd.DataFrame | None, least: int) -> Callable[[Label], bool]:
    """Whether enough people in the region fit a label."""
    if population is None:
        return lambda label: True
    known = [place for place, name in enumerate(names) if name in population]
    rows = [
        (tuple(str(row[names[place]]) for place in known), int(row["aantal"]))
        for row in population.to_dict("records")
    ]

    @cache
    def common(label: Label) -> bool:
        wanted = tuple(label[place] for place in known)
        if not any(wanted):
            return True
        return sum(count for people, count in rows if all(map(_fits, people, wanted))) >= least

    return common


def _fits(value: str, shown: str) -> bool:
    """Whether somebody with this value is among those of whom `shown` is said.

    >>> _fits("40-44 jaar", "40-49 jaar"), _fits("40-49 jaar", "40-44 jaar")
    (True, False)
    """
    if shown == "" or shown in ladder(value):
        return True
    own, wide = _SPAN.fullmatch(value), _SPAN.fullmatch(shown)
    return bool(own and wide and int(wide[1]) <= int(own[1]) and int(own[2]) <= int(wide[2]))


def _of_population(
    names: Sequence[str], rows: Mapping[str, Label], population: pd.DataFrame | None
) -> list[str]:
    """What the population table cannot say: attributes and values that it lacks. Values are not named."""
    if population is None:
        return []
    found = []
    for place, name in enumerate(names):
        if name not in population:
            found.append(f"De bevolkingstabel zegt niets over het kenmerk ‘{name}’.")
            continue
        values = {row[place] for row in rows.values()}
        lacking = sum(not any(_fits(str(there), value) for there in population[name]) for value in values)
        if lacking:
            words = "ontbreekt 1 waarde" if lacking == 1 else f"ontbreken {lacking} waarden"
            telling = "telt" if lacking == 1 else "tellen"
            found.append(
                f"Van het kenmerk ‘{name}’ {words} in de bevolkingstabel; die {telling} daar als 0 mensen."
            )
    return found


def _remarks(
    names: Sequence[str], rows: Mapping[str, Label], labels: Mapping[str, Label], too_few: str
) -> list[str]:
    """What was widened and left out, in sentences."""
    found = []
    why = f"omdat anders {too_few} dezelfde kenmerken hebben"
    for place, name in enumerate(names):
        pairs = [(rows[person][place], labels[person][place]) for person in rows]
        wider = sum(bool(shown) and shown != own for own, shown in pairs)
        gone = sum(bool(own) and not shown for own, shown in pairs)
        said = []
        if wider:
            said.append(f"bij {wider} van de {len(rows)} in een bredere groep")
        if gone:
            said.append(f"bij {gone} van de {len(rows)} niet")
        if said:
            found.append(f"Naast citaten staat het kenmerk ‘{name}’ {' en '.join(said)}, {why}.")
    return found
