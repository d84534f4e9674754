"""The codebook: codes with definitions, criteria, examples and rules, kept as YAML.

A researcher writes the YAML, so its keys are Dutch; the fields here are English. A wrong codebook
gives all its errors at once, each with file, line, code and what to do.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from stemmen.coding import Valence
from stemmen.errors import CodebookError, Problem

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Rule(_Part):
    """A rule of a code: it fires on one of its patterns.

    `docs/regels.md` tells the pattern language. `near` and `not_near` are patterns that must, or
    must not, stand within `within` words of the match. `negation` says what a denial does:
    ``vlag`` flags the coding (kept, not counted), ``nodig`` fires only when denied, ``telt`` counts
    the coding all the same, with a mixed valence where the rule has one.
    """

    name: Key = Field(alias="naam")
    patterns: tuple[Text, ...] = Field(alias="patronen", min_length=1)
    near: tuple[Text, ...] = Field((), alias="bij")
    not_near: tuple[Text, ...] = Field((), alias="niet_bij")
    within: int = Field(8, alias="binnen", ge=1, le=50)
    negation: Literal["vlag", "nodig", "telt"] = Field("vlag", alias="ontkenning")
    valence: Valence | None = Field(None, alias="waardering")


class Example(_Part):
    """An anchor example: a fragment that does, or (`counts` false) does not, get the code."""

    text: Text = Field(alias="tekst")
    comment: str = Field("", alias="uitleg")
    counts: bool = Field(True, alias="telt")


class Code(_Part):
    """A code with what a coder needs to decide; subcodes nest."""

    key: Key = Field(alias="sleutel")
    name: Text = Field(alias="naam")
    definition: Text = Field(alias="definitie")
    include: tuple[Text, ...] = Field((), alias="wel")
    exclude: tuple[Text, ...] = Field((), alias="niet")
    examples: tuple[Example, ...] = Field((), alias="voorbeelden")
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")] = Field("#666666", alias="kleur")
    has_valence: bool = Field(False, alias="waardering")
    rules: tuple[Rule, ...] = Field((), alias="regels")
    subcodes: tuple["Code", ...] = ()

    def walk(self) -> Iterator["Code"]:
        """This code and all below it, parents first."""
        yield self
        for subcode in self.subcodes:
            yield from subcode.walk()


class Codebook(_Part):
    """All codes of a study, with their version.

    >>> book = Codebook.parse('''
    ... codeboek: proef
    ... versie: "1"
    ... codes:
    ...   - sleutel: schaamte
    ...     naam: Schaamte
    ...     definitie: Zich schamen voor armoede of schulden.
    ... ''')
    >>> [code.key for code in book.codes]
    ['schaamte']
    """

    name: Text = Field(alias="codeboek")
    version: Text = Field(alias="versie")
    comment: str = Field("", alias="toelichting")
    codes: tuple[Code, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        keys = [code.key for code in self.walk()]
        double = sorted({key for key in keys if keys.count(key) > 1})
        if double:
            raise ValueError(f"double:{', '.join(double)}")
        return self

    def walk(self) -> Iterator[Code]:
        """All codes, parents before children, in the order of the file."""
        for code in self.codes:
            yield from code.walk()

    def __getitem__(self, key: str) -> Code:
        return next(code for code in self.walk() if code.key == key)

    def __contains__(self, key: str) -> bool:
        return any(code.key == key for code in self.walk())

    def lineage(self, key: str) -> tuple[str, ...]:
        """The key with those of its parents, top first: ('wantrouwen', 'van_instantie')."""

        def search(codes: Sequence[Code]) -> tuple[str, ...]:
            for code in codes:
                if code.key == key:
                    return (key,)
                if below := search(code.subcodes):
                    return (code.key, *below)
            return ()

        return search(self.codes)

    def theme(self, key: str) -> str:
        """The top-level code above `key`; `key` itself when it is one or is not in the codebook."""
        return (self.lineage(key) or (key,))[0]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a codebook file; CodebookError with every problem in it."""
        try:
            text = path.read_text(encoding="utf-8")
        except OSError:
            raise CodebookError(
                Problem(str(path), "Dit codeboek is er niet.", repair="Controleer het pad in studie.yaml.")
            ) from None
        except UnicodeDecodeError:
            raise CodebookError(
                Problem(str(path), "Dit bestand is geen UTF-8-tekst.", repair="Sla het op als UTF-8.")
            ) from None
        return cls.parse(text, source=str(path))

    @classmethod
    def parse(cls, text: str, source: str = "codeboek.yaml") -> Self:
        """Read a codebook from YAML text; `source` is the name that errors give it."""
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            data = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise CodebookError(_syntax_problem(error, source)) from None
        if not isinstance(data, dict):
            repair = "Zie codebooks/50-stemmen.yaml voor een voorbeeld."
            raise CodebookError(Problem(source, "Dit is geen codeboek.", repair=repair))
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            wrong = [details for details in error.errors() if not _follows_from_another(details)]
            problems = [_problem(details, data, node, source) for details in wrong]
            raise CodebookError(*problems) from None


def _syntax_problem(error: yaml.YAMLError, source: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"{source}, regel {mark.line + 1}" if mark else source
    repair = "Kijk op deze regel en de regel erboven naar inspringing, aanhalingstekens en dubbele punten."
    return Problem(where, "De opmaak (YAML) van dit codeboek klopt niet.", repair=repair)


_MESSAGES = {
    "missing": ("'{field}' ontbreekt.", "Voeg '{field}:' toe."),
    "extra_forbidden": ("'{field}' is geen bekend veld.", "Verwijder het of verbeter de spelling."),
    "string_pattern_mismatch": (
        "'{value}' is niet goed als '{field}'.",
        "Een sleutel heeft kleine letters, cijfers en _; een kleur ziet eruit als #0072B2.",
    ),
    "string_type": ("'{field}' moet tekst zijn, niet {value}.", "Zet er aanhalingstekens om."),
    "string_too_short": ("'{field}' is leeg.", "Vul het in."),
    "too_short": ("'{field}' is leeg.", "Zet er ten minste één in."),
    "literal_error": ("'{value}' kan niet als '{field}'.", "Kies uit: {expected}."),
    "enum": ("'{value}' kan niet als '{field}'.", "Kies uit: {expected}."),
    "bool_parsing": ("'{value}' kan niet als '{field}'.", "Kies uit: true of false."),
    "tuple_type": ("'{field}' moet een lijst zijn.", "Begin elke regel eronder met een streepje."),
    "model_type": ("Hier moet een blok met velden staan.", "Vergelijk het met codebooks/50-stemmen.yaml."),
}


def _follows_from_another(details: ErrorDetails) -> bool:
    """A list that lost its wrong items is not itself too short."""
    return details["type"] == "too_short" and bool(details["input"])


def _problem(details: ErrorDetails, data: Any, node: yaml.Node, source: str) -> Problem:
    """One pydantic error as a sentence with file, line and code."""
    location, context = details["loc"], details.get("ctx", {})
    error = str(context.get("error", ""))
    where = f"{source}, regel {_line(node, location)}"
    if error.startswith("double:"):
        what = f"Deze sleutels komen twee keer voor: {error.removeprefix('double:')}."
        return Problem(source, what, repair="Geef elke code een eigen sleutel.")
    what, repair = _MESSAGES.get(details["type"], ("'{value}' kan niet als '{field}'.", "Verbeter de waarde."))
    expected = str(context.get("expected", "")).replace(" or ", " of ")
    words = {
        "field": next((str(part) for part in reversed(location) if isinstance(part, str)), "codeboek"),
        "value": str(details.get("input", ""))[:60],
        "expected": expected,
    }
    code = _code_at(data, location)
    return Problem(where, f"{code}{what.format(**words)}", repair=repair.format(**words))


def _line(node: yaml.Node, location: Sequence[int | str]) -> int:
    """The line (from 1) of the deepest part of `location` that is in the file."""
    line = node.start_mark.line
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
        else:
            break
    return int(line) + 1


def _code_at(data: Any, location: Sequence[int | str]) -> str:
    """'Code 'x': ' for the innermost code around `location`, or nothing."""
    key = ""
    for part in location:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict) and "sleutel" in data:
            key = str(data["sleutel"])
    return f"Code '{key}': " if key else ""
