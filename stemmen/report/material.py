"""What a report is made from, and what all its parts look up in it."""

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from stemmen.agreement import Agreement
from stemmen.bands import SMALLEST_GROUP, bands, groups, heard
from stemmen.codebook import Codebook
from stemmen.fragments import Quote, fragments
from stemmen.privacy.cells import countable
from stemmen.privacy.disclosure import Disclosed
from stemmen.quotes import choose_from
from stemmen.report.gate import Gate
from stemmen.report.labels import labelled, without_counting
from stemmen.settings import Settings
from stemmen.themes import Themes
from stemmen.topics import TopicModel


@dataclass(frozen=True, eq=False)
class Material:
    """All that a report is made from.

    Args:
        settings: title, question, background, date and whether the study is fictional.
        codebook: what the codes are.
        turns, codings, respondents: as in docs/architectuur.md; codings are those that count here.
        topics, themes: what was found in them.
        texts: the researcher's texts by place ("kern", "thema-wantrouwen").
        comparison: rules beside hand codings, as `evaluation.compare_with_hand` gives it, or None.
        agreement: of those who coded by hand; None when no two finished the same transcript.
        versions: of the software, by name.
        method: which codings count, in Dutch ("coderingen door regels").
        gate: what may be shown of all this.
        section: the one part that is reported on, "" for all.
        texts_folder: where the researcher writes texts for this report.
        hidden: attributes with values that are left out, since nobody decided on them.
        disclosed: what may stand beside a quote of each person.
        lost: codings that do not count because the codebook lacks their code, by key.
    """

    settings: Settings
    codebook: Codebook
    turns: pd.DataFrame
    codings: pd.DataFrame
    respondents: pd.DataFrame
    topics: TopicModel
    themes: Themes
    texts: dict[str, str]
    comparison: pd.DataFrame | None
    agreement: Agreement | None
    versions: dict[str, str]
    method: str
    gate: Gate
    disclosed: Disclosed
    lost: dict[str, int] = field(default_factory=dict)
    section: str = ""
    texts_folder: str = "teksten"
    hidden: tuple[str, ...] = ()

    @cached_property
    def total(self) -> int:
        """Respondents who were heard."""
        return int(heard(self.respondents, self.turns)["respondent"].nunique())

    @cached_property
    def unguarded(self) -> dict[str, tuple[Quote, ...]]:
        """Every coded turn, by theme, with its words: to count, not to print."""
        found = fragments(self.turns, self.codings, self.disclosed.shown, self.codebook)
        return {code.key: tuple(q for q in found if q.theme == code.key) for code in self.codebook.codes}

    @cached_property
    def quotes(self) -> dict[str, tuple[Quote, ...]]:
        """The chosen quotes, by theme, as they may be shown, with letters."""
        everything = [q for found in self.unguarded.values() for q in found if self.gate.may_quote(q)]
        chosen = self.gate.quotes(choose_from(everything, self.codebook, self.settings.quotes.per_theme))
        by_theme = {code.key: tuple(q for q in chosen if q.theme == code.key) for code in self.codebook.codes}
        found = labelled(by_theme, self.settings.disclosure.label)
        if self.settings.disclosure.label == "studie":  # without a letter here they still have it elsewhere
            return found
        return without_counting(found, {key: self.count(key) for key in found}, self.smallest)

    @cached_property
    def listed(self) -> dict[str, tuple[Quote, ...]]:
        """Every coded turn, by theme, as it may be shown."""
        return {theme: self.gate.listed(found) for theme, found in self.unguarded.items()}

    def count(self, code: str, column: str = "respondenten") -> int:
        """A figure of `Themes.codes`."""
        return int(self._counts[code][column])

    @cached_property
    def _counts(self) -> dict[str, dict[Hashable, Any]]:
        return {row["code"]: row for row in self.themes.codes.to_dict("records")}

    @cached_property
    def bands(self) -> pd.DataFrame:
        """Attributes of the people who were heard, in bands."""
        return bands(heard(self.respondents, self.turns))

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """Attributes with the groups of which counts may be published."""
        found = {}
        for name, values in groups(self.bands).items():
            sizes = self.bands[name].value_counts()
            counted = countable({value: int(sizes[value]) for value in values}, self.total, self.smallest)
            found.update({name: counted} if counted else {})
        return found

    @property
    def smallest(self) -> int:
        """So many respondents at least are counted together, or none."""
        return max(SMALLEST_GROUP, self.settings.disclosure.k)

    @cached_property
    def search(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Attributes to filter quotes by, with their values: just what stands beside a quote anyway."""
        beside = {group for quotes in self.listed.values() for quote in quotes for group in quote.groups}
        values = {
            str(name): sorted(value for there, value in beside if there == name)
            for name in self.disclosed.shown.columns
        }
        return tuple((name, tuple(found)) for name, found in values.items() if found)

    @cached_property
    def topic_names(self) -> dict[int, str]:
        """Topics as number and label: "3. brief, post, envelop"."""
        rows = self.topics.topics.to_dict("records")
        return {row["onderwerp"]: f"{row['onderwerp']}. {row['label']}" for row in rows}

    @cached_property
    def judgements(self) -> pd.DataFrame:
        """The codings, a row a coder, place and theme: a subcode's coding is often there for its parent too.

        Columns `methode`, `codeur`, `codeboekversie`, the place, `thema` and `ontkend` (when all are).
        """
        keys = ["methode", "codeur", "codeboekversie", "transcript", "beurt", "begin", "eind", "thema"]
        table = self.codings.assign(thema=self.codings["code"].map(self.codebook.theme))
        return table.groupby(keys)["ontkend"].all().reset_index()

    @cached_property
    def denied(self) -> Counter[str]:
        """Codings that are denied, by theme."""
        return Counter(self.judgements.loc[self.judgements["ontkend"].astype(bool), "thema"])

    @cached_property
    def checked(self) -> dict[str, list[dict[Hashable, Any]]]:
        """Themes that people coded by hand too: a row of `comparison` a coder."""
        found: dict[str, list[dict[Hashable, Any]]] = defaultdict(list)
        if self.comparison is not None:
            for row in self.comparison.to_dict("records"):
                found[row["code"]].append(row)
        return found

    def is_unknown(self, theme: str) -> bool:
        """Whether rules found this theme and nobody knows how well they do."""
        return self.by_rules and theme not in self.checked

    @cached_property
    def shown_versions(self) -> dict[str, str]:
        """The versions to print; a patch of Python changes nothing in a report."""
        return {
            name: ".".join(version.split(".")[:2]) if name == "python" else version
            for name, version in self.versions.items()
        }

    @property
    def by_rules(self) -> bool:
        """Whether codings were made by rules."""
        return "regel" in set(self.codings["methode"])
