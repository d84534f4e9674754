"""`studie.yaml`: what a study is about, who is who, and its few settings."""

import datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator

from stemmen.errors import StudyError
from stemmen.transcript import Role
from stemmen.yamlfile import Part, Text, parse_model, read_text

_SYNONYMS = {"deelnemer": "respondent", "unknown": "onbekend"}


def _role_word(value: object) -> object:
    word = str(value).strip().lower()
    return _SYNONYMS.get(word, word)


RoleWord = Annotated[Role, BeforeValidator(_role_word)]


class TopicChoices(Part):
    """How topics are found; without a number it follows from the stability curve."""

    number: int | None = Field(None, alias="aantal", ge=2, le=200)
    seed: int = Field(1, alias="zaad")
    method: Literal["kmeans", "umap-hdbscan"] = Field("kmeans", alias="methode")
    model: str | None = None


class DisclosureChoices(Part):
    """What may be said of a respondent in what is published.

    `k`: so many respondents share what is shown of one of them; `population` is a CSV file with counts
    of people in the region, of which at least `k_population` must fit; `order` are attributes, the most
    useful first; `label` says whether quotes carry a letter for who speaks: within a theme, the same
    in the whole report, or none.
    """

    k: int = Field(3, ge=2, le=100)
    population: str | None = Field(None, alias="bevolking")
    k_population: int = Field(10, alias="k_bevolking", ge=2)
    order: list[Text] = Field(default_factory=list, alias="volgorde")
    label: Literal["thema", "studie", "geen"] = Field("thema", alias="etiket")


class QuoteChoices(Part):
    """How quotes are chosen for the report."""

    per_theme: int = Field(6, alias="per_thema", ge=1, le=50)


class Settings(Part):
    """The settings of a study.

    >>> settings = Settings.parse('''
    ... titel: Stemmen uit de praktijk
    ... vraag: Hoe behandelen instanties mensen?
    ... sprekers:
    ...   "*": {Anna: interviewer}
    ...   p02: {Bert: deelnemer}
    ... ''')
    >>> settings.roles_for("p02")
    {'Anna': <Role.INTERVIEWER: 'interviewer'>, 'Bert': <Role.RESPONDENT: 'respondent'>}
    """

    title: Text = Field(alias="titel")
    question: str = Field("", alias="vraag")
    background: str = Field("", alias="aanleiding")
    date: str = Field("", alias="datum")
    fictional: bool = Field(False, alias="fictief")
    codebook: Text = Field("codeboek.yaml", alias="codeboek")
    database: Text = "stemmen.db"
    speakers: dict[str, dict[str, RoleWord]] = Field(default_factory=dict, alias="sprekers")
    topics: TopicChoices = Field(TopicChoices(), alias="onderwerpen")
    quotes: QuoteChoices = Field(QuoteChoices(), alias="citaten")
    disclosure: DisclosureChoices = Field(DisclosureChoices(), alias="herleidbaarheid")
    keep_until: datetime.date | None = Field(None, alias="bewaren_tot")

    @field_validator("speakers", "topics", "quotes", "disclosure", mode="before")
    @classmethod
    def _empty(cls, value: object) -> object:
        """A part of which all lines were taken out is as if it were not there."""
        return {} if value is None else value

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read `studie.yaml`; StudyError with every problem in it."""
        return cls.parse(read_text(path, StudyError), source=str(path))

    @classmethod
    def parse(cls, text: str, source: str = "studie.yaml") -> Self:
        """Read settings from YAML text; `source` is the name that errors give it."""
        return parse_model(cls, text, source, StudyError)

    def roles_for(self, transcript: str) -> dict[str, Role]:
        """Settled roles of a transcript's speakers; what is said of all files ("*") comes first."""
        return {**self.speakers.get("*", {}), **self.speakers.get(transcript, {})}
