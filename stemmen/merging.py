"""Two studies of people who coded apart brought together: what comes, what cannot, and what differs.

Only judgements by hand are taken over, each with who and when. Files of the study stay as they are: what
differs in them is told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from stemmen.codebook import Code, Codebook
from stemmen.errors import Problem, StudyError
from stemmen.files import read_table
from stemmen.privacy.decisions import read_decisions
from stemmen.store import Store
from stemmen.store.merging import Brought, Judged, same_texts

_SHOWN = 10  # names in one sentence


class Side(NamedTuple):
    """One of the two studies."""

    folder: Path
    codebook: Codebook
    store: Store


class Left(NamedTuple):
    """An interview of the other study whose judgements cannot come: its text is not here, or is another."""

    transcript: str
    source: str  # the file there
    own_source: str  # the file here; "" when there is none
    codings: int


@dataclass(frozen=True)
class Merged:
    """What came, or would come.

    Args:
        brought: how much, what moved along to a newer text here, and where one coder judged twice.
        left: interviews whose judgements did not come.
        renamed: interviews with the same text and another name: theirs -> ours.
        unknown: codes that came and that the codebook here lacks, with how many codings.
        notes: other differences, in Dutch.
        trial: nothing was kept.
    """

    brought: Brought
    left: tuple[Left, ...]
    renamed: Mapping[str, str]
    unknown: Mapping[str, int]
    notes: tuple[str, ...]
    trial: bool


def merge(ours: Side, theirs: Side, *, trial: bool = False) -> Merged:
    """Bring the judgements by hand of the other study here that are not here yet, in one transaction.

    Nothing here is overwritten, and the other study is only read. StudyError when both are one study.
    """
    if ours.store.place == theirs.store.place or ours.folder.resolve() == theirs.folder.resolve():
        what = "Dit is dezelfde studie, of zij gebruikt dezelfde database."
        raise StudyError(Problem(str(theirs.folder), what, repair="Noem de map van de andere studie."))
    there, here = theirs.store.judged(), ours.store.judged()
    versions = same_texts(there, here)
    taken = {
        name: versions[name, version][0]
        for name, version in there.newest.items()
        if (name, version) in versions
    }
    brought = ours.store.bring(there, theirs.folder.name, trial=trial)
    counts = Counter(row.code for row in _standing(there) if row.transcript in taken)
    unknown = {code: counts[code] for code in sorted(counts) if code not in ours.codebook}
    notes = [
        *_waiting_there(there, versions, theirs.folder),
        *_codes_differ(ours.codebook, theirs.codebook),
        *_people_differ(ours.folder, theirs.folder, taken),
        *_decisions_differ(ours.folder, theirs.folder),
    ]
    renamed = {name: own for name, own in sorted(taken.items()) if name != own}
    return Merged(brought, tuple(_left(there, here, taken)), renamed, unknown, tuple(notes), trial)


def _standing(judged: Judged) -> Iterable[Any]:
    """The rows of codings that were not taken back and did not become another form."""
    gone = {row.uid for row in judged.retractions} | {row.follows for row in judged.codings}
    return (row for row in judged.codings if row.uid not in gone)


def _left(there: Judged, here: Judged, taken: Mapping[str, str]) -> Iterable[Left]:
    counts = Counter(row.transcript for row in _standing(there))
    noted = {row.transcript for row in there.marks}
    for name in sorted(there.newest):
        if name not in taken and (counts[name] or name in noted):
            yield Left(name, there.sources[name], here.sources.get(name, ""), counts[name])


def _waiting_there(there: Judged, versions: Mapping[tuple[str, int], object], folder: Path) -> list[str]:
    """Codings on an older text there that is not here: they have no place there either."""
    number = sum(
        (row.transcript, row.version) not in versions
        and (row.transcript, there.newest.get(row.transcript, 0)) in versions
        for row in _standing(there)
    )
    if not number:
        return []
    one = "1 codering wacht" if number == 1 else f"{number} coderingen wachten"
    return [f"{one} in de andere studie nog op een plaats. Doe daar: stemmen terugplaatsen {folder}"]


def _codes_differ(ours: Codebook, theirs: Codebook) -> list[str]:
    other = [
        code.key for code in theirs.walk() if code.key in ours and _meaning(code) != _meaning(ours[code.key])
    ]
    if not other:
        return []
    return [
        f"De definitie of de criteria van deze codes verschillen in de twee codeboeken: {_listed(other)}. "
        "De codeurs kunnen er iets anders onder hebben verstaan. Kijk samen welke tekst geldt."
    ]


def _meaning(code: Code) -> tuple[object, ...]:
    return code.name, code.definition, code.include, code.exclude


def _people_differ(ours: Path, theirs: Path, taken: Mapping[str, str]) -> list[str]:
    here, there = _people(ours, {}), _people(theirs, taken)
    more = sorted(key for key in there if key not in here)
    other = sorted(key for key in there if key in here and _cells(there[key]) != _cells(here[key]))
    notes = []
    if more:
        one = "deze rij" if len(more) == 1 else "deze rijen"
        notes.append(
            f"In respondenten.csv van de andere studie: {one} staan hier niet: {_listed(map(_who, more))}."
        )
    if other:
        notes.append(
            f"In respondenten.csv verschilt wat er staat bij: {_listed(map(_who, other))}. "
            "Er is niets overgenomen; kijk welke gegevens kloppen."
        )
    return notes


def _people(folder: Path, names: Mapping[str, str]) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of `respondenten.csv` by transcript and speaker."""
    path = folder / "respondenten.csv"
    rows = read_table(path).fillna("").to_dict("records") if path.is_file() else []
    people = {}
    for row in rows:
        cells = {str(name): str(cell) for name, cell in row.items()}
        transcript = names.get(cells.get("transcript", ""), cells.get("transcript", ""))
        people[transcript, cells.get("spreker", "")] = cells
    return people


def _cells(row: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if cell and name != "transcript"}


def _who(key: tuple[str, str]) -> str:
    return f"{key[0]} ({key[1]})" if key[1] else key[0]


def _decisions_differ(ours: Path, theirs: Path) -> list[str]:
    """Only how many: the strings are those that may identify somebody."""
    here, there = (read_decisions(folder / "besluiten.csv") for folder in (ours, theirs))
    more = sum(key not in here for key in there)
    other = sum(
        key in here and (said.choice, said.replacement) != (here[key].choice, here[key].replacement)
        for key, said in there.items()
    )
    notes = []
    if more:
        one = "1 besluit staat" if more == 1 else f"{more} besluiten staan"
        notes.append(f"{one} alleen in besluiten.csv van de andere studie. Er is niets overgenomen.")
    if other:
        one = "1 tekst is" if other == 1 else f"{other} teksten is"
        notes.append(
            f"Over {one} in de twee studies iets anders besloten. Vergelijk de bestanden besluiten.csv."
        )
    return notes


def _listed(names: Iterable[str]) -> str:
    each = list(names)
    more = f" en nog {len(each) - _SHOWN}" if len(each) > _SHOWN else ""
    return ", ".join(each[:_SHOWN]) + more
