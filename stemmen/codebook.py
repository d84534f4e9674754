"""The codebook: codes with definitions, criteria, examples and rules, kept as YAML.

A researcher writes the YAML, so its keys are Dutch; the fields here are English. A wrong codebook
gives all its errors at once, each with file, line, code and what to do.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from stemmen.coding import Valence
from stemmen.errors import CodebookError
from stemmen.patterns import check
from stemmen.yamlfile import Part, Text, parse_model, read_text

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Pattern = Annotated[Text, AfterValidator(check)]


class Rule(Part):
    """A rule of a code: it fires on one of its patterns.

    `docs/regels.md` tells the pattern language. `near` and `not_near` are patterns that must, or
    must not, stand within `within` words of the match. `negation` says what a denial does:
    ``vlag`` flags the coding (kept, not counted), ``nodig`` fires only when denied, ``telt`` counts
    the coding all the same, with a mixed valence where the rule has one.
    """

    name: Key = Field(alias="naam")
    patterns: tuple[Pattern, ...] = Field(alias="patronen", min_length=1)
    near: tuple[Pattern, ...] = Field((), alias="bij")
    not_near: tuple[Pattern, ...] = Field((), alias="niet_bij")
    within: int = Field(8, alias="binnen", ge=1, le=50)
    negation: Literal["vlag", "nodig", "telt"] = Field("vlag", alias="ontkenning")
    valence: Valence | None = Field(None, alias="waardering")


class Example(Part):
    """An anchor example: a fragment that does, or (`counts` false) does not, get the code."""

    text: Text = Field(alias="tekst")
    comment: str = Field("", alias="uitleg")
    counts: bool = Field(True, alias="telt")


class Code(Part):
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


class Codebook(Part):
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
            raise ValueError(f"Deze sleutels komen twee keer voor: {', '.join(double)}.")
        return self

    def walk(self) -> Iterator[Code]:
        """All codes, parents before children, in the order of the file."""
        for code in self.codes:
            yield from code.walk()

    def __getitem__(self, key: str) -> Code:
        for code in self.walk():
            if code.key == key:
                return code
        raise KeyError(key)

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
        return cls.parse(read_text(path, CodebookError), source=str(path))

    @classmethod
    def parse(cls, text: str, source: str = "codeboek.yaml") -> Self:
        """Read a codebook from YAML text; `source` is the name that errors give it."""
        return parse_model(cls, text, source, CodebookError)
