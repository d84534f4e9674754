"""What people wrote themselves and the report prints: looked through before it is published."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from stemmen.codebook import Code, Codebook
from stemmen.errors import Problem, StudyError
from stemmen.privacy.decisions import Choice, Decisions, base_of, key_of
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.scan import NO_CLUES, apart, clues_of, scan
from stemmen.report.material import Material
from stemmen.resources import shipped
from stemmen.transcript import Transcript

_MOST_SHOWN = 8  # strings of one file


def looker(transcripts: Iterable[Transcript], decisions: Decisions) -> Callable[[str], Sequence[Hit]]:
    """A function that finds in any text what must be decided on first, knowing the names of the study."""
    clues = next(iter(clues_of(transcripts).values()), NO_CLUES)
    clues = replace(clues, capitals=True)
    banned = _banned(decisions)

    def look(text: str) -> Sequence[Hit]:
        found = [hit for hit in scan(text, clues) if _is_open(hit, decisions)]
        told = banned.finditer(text) if banned else ()
        replaced = [Hit(match.start(), match.end(), match[0], Kind.UNKNOWN, 2, "") for match in told]
        both = apart([*found, *replaced])
        return () if both and text in _public() else both

    return look


def _is_open(hit: Hit, decisions: Decisions) -> bool:
    decision = decisions.get(key_of(hit.text))
    return decision.choice is Choice.REPLACE if decision else hit.tier < 3


def _banned(decisions: Decisions) -> re.Pattern[str] | None:
    """What is to be replaced, wherever it stands."""
    texts = sorted({base_of(one.text) for one in decisions.values() if one.choice is Choice.REPLACE})
    longest = sorted(texts, key=len, reverse=True)
    parts = "|".join(r"\s+".join(map(re.escape, text.split())) for text in longest)  # over a line break too
    return re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE) if parts else None


def check_prose(material: Material) -> list[str]:
    """What in these texts may identify somebody, as warnings; StudyError when it surely does (tier 1).

    Nothing is taken out: what a person wrote is not left out in silence.
    """
    problems: list[Problem] = []
    doubts: dict[str, list[str]] = {}
    for where, text in _prose(material):
        for hit in material.gate.look(text):
            place = _place(where, text, hit)
            if hit.tier == 1:
                problems.append(_problem(place, hit))
            else:
                doubts.setdefault(where, []).append(hit.text)
    if problems and not material.gate.draft:
        raise StudyError(*problems)
    told = [_doubt(where, words, material.gate.is_secret) for where, words in doubts.items()]
    return [*map(str, problems), *told]


def _prose(material: Material) -> Iterator[tuple[str, str]]:
    settings = material.settings
    yield "studie.yaml, titel", settings.title
    yield "studie.yaml, vraag", settings.question
    yield "studie.yaml, datum", settings.date
    yield "het codeboek, naam en versie", f"{material.codebook.name} {material.codebook.version}"
    for coder in sorted({str(name) for name in material.codings["codeur"]}):
        yield "de naam van een codeur", coder
    yield "studie.yaml, aanleiding", settings.background
    if material.section:
        yield "de naam van het onderdeel", material.section
    for name, text in material.texts.items():
        yield f"{material.texts_folder}/{name}.md", text
    for code in material.codebook.walk():
        for part in _written(code):
            yield f"het codeboek, code {code.key}", part


def _written(code: Code) -> list[str]:
    """The texts of a code, without its examples."""
    comments = (example.comment for example in code.examples)
    names = (rule.name.replace("_", " ") for rule in code.rules)
    return [
        code.key.replace("_", " "),
        *names,
        code.name,
        code.definition,
        *code.include,
        *code.exclude,
        *filter(None, comments),
    ]


@cache
def _public() -> frozenset[str]:
    """The texts of the codebook that comes with stemmen: they tell nothing of a study."""
    codes = list(Codebook.load(shipped("codebooks/50-stemmen.yaml")).walk())
    examples = (example.text for code in codes for example in code.examples)
    return frozenset([*examples, *(part for code in codes for part in _written(code))])


def _place(where: str, text: str, hit: Hit) -> str:
    if not where.endswith(".md"):
        return where
    return f"{where}, regel {text.count(chr(10), 0, hit.start) + 1}"


def _problem(place: str, hit: Hit) -> Problem:
    return Problem(
        place,
        f"Hier staat iets dat een mens kan aanwijzen ({hit.kind.value}).",
        "Het zou in het rapport komen.",
        "Haal het weg. Mag het er staan? Zet het dan in besluiten.csv, met het besluit 'toestaan'.",
    )


def _doubt(where: str, words: Iterable[str], is_secret: Callable[[str], bool]) -> str:
    """A warning; words that the talks may not show yet are counted in it, and not printed."""
    words = list({key_of(word): word for word in words}.values())
    shown = [f"‘{word}’" for word in words if not is_secret(word)]
    told = [", ".join(shown[:_MOST_SHOWN])] if shown else []
    if len(shown) > _MOST_SHOWN:
        told[0] += f" en nog {len(shown) - _MOST_SHOWN}"
    if hidden := len(words) - len(shown):
        texts, are = ("tekst", "is") if hidden == 1 else ("teksten", "zijn")
        told.append(f"{hidden} {texts} die in de gesprekken nog niet {are} vrijgegeven")
    return (
        f"{where}: misschien herkenbaar: {', en '.join(told)}. Het staat wel in het rapport.\n"
        "  Wat te doen: haal het weg, of zet het in besluiten.csv met het besluit 'toestaan'."
    )
