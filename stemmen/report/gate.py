"""What of a study's words may be published: each quote, and each text that is printed, passes here.

What is withheld is not here any more: such a quote carries no words at all, so that no page and no
workbook can print them by mistake.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from stemmen.coding import Method
from stemmen.fragments import PARAPHRASE, PENDING, REFUSED, Quote
from stemmen.privacy.check import Checked, Finding
from stemmen.privacy.decisions import Choice
from stemmen.privacy.hits import Hit
from stemmen.respondents import CONSENT, NAMED
from stemmen.topics import LABEL_WORDS, TopicModel

_WHY = "er staat misschien een naam in, of iets anders dat herkenbaar is. Besluit eerst, zie besluiten.csv."
CONTEXT_GAP = f"[Wat eromheen stond, staat er nog niet: {_WHY}]"
EXAMPLE_GAP = f"[Dit voorbeeld staat er nog niet: {_WHY}]"
_REASONS = {"nee": REFUSED, "alleen parafrase": PARAPHRASE}
_KEYS = frozenset(["respondent", "transcript", "spreker", CONSENT, NAMED])
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3  # letters: shorter words of a name ("de", "te") stand in many other words too
Turn = tuple[str, int]


def _nothing(text: str) -> Sequence[Hit]:
    return ()


@dataclass(frozen=True)
class Gate:
    """What may not be shown, and what a draft marks.

    Args:
        open: by transcript and turn, what nobody decided on, and what must still be replaced.
        hints: by transcript and turn, what is only a hint (tier 3).
        secret: words, in lower case, of names that are open or are to be replaced.
        refused: respondents of whom no words may be shown, with the reason (of `fragments.GAPS`).
        named: respondents who chose to be named, with the name and role to print.
        recorded: whether respondents were asked for consent, as far as the study tells.
        uncheckable: transcripts that could not be checked in full.
        look: what is open in a text from elsewhere, such as one of the researcher.
        draft: whether this is for the researchers alone: everything is shown, but not of who said no.
    """

    open: Mapping[Turn, tuple[Finding, ...]] = field(default_factory=dict)
    hints: Mapping[Turn, tuple[Finding, ...]] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()
    refused: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    recorded: bool = True
    uncheckable: tuple[str, ...] = ()
    look: Callable[[str], Sequence[Hit]] = _nothing
    draft: bool = False

    def may_quote(self, quote: Quote) -> bool:
        """Whether who says this may be quoted at all."""
        return quote.respondent not in self.refused

    def quote(self, quote: Quote) -> Quote:
        """The quote as it may be shown: whole, without what stands around it, or a gap without words."""
        if reason := self.refused.get(quote.respondent, ""):
            return _gap(replace(quote, groups=()), reason)
        if name := self.named.get(quote.respondent):
            quote = replace(quote, named=name, groups=())
        here = self.open.get((quote.transcript, quote.turn), ())
        asked = self.open.get((quote.transcript, quote.asked), ())
        if self.draft:
            doubts = [*self.doubts(quote.transcript, quote.asked), *self.doubts(quote.transcript, quote.turn)]
            return replace(quote, doubts=tuple(dict.fromkeys(doubts)))
        if any(_within(quote, found) for found in here):
            return _gap(quote, PENDING)
        quote = replace(quote, evidence=tuple(why for why in quote.evidence if not self._tells(why, quote)))
        return _without_context(quote, here) if here or asked else quote

    def _tells(self, why: str, quote: Quote) -> bool:
        """Whether a ground that somebody wrote down by hand may identify; others are words of the turn."""
        return Method.HAND.value in quote.methods and bool(self.look(why))

    def doubts(self, transcript: str, turn: int) -> list[str]:
        """The words in a turn that may not be published yet, each once."""
        return list(dict.fromkeys(found.text for found in self.open.get((transcript, turn), ())))

    def quotes(self, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
        """The same, in the same order."""
        return tuple(self.quote(quote) for quote in quotes)

    def listed(self, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
        """The quotes by their marks, gaps last: in the order of the talks they would tell who says what."""
        return tuple(sorted(self.quotes(quotes), key=lambda quote: (quote.withheld, quote.anchor)))

    def example(self, text: str) -> str:
        """An example of the codebook, often words of a respondent; a gap where something in it is open."""
        return EXAMPLE_GAP if not self.draft and self.look(text) else text

    def people(self, respondents: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """The respondents without what is open among their attributes, and the columns where that was.

        A column whose name is open goes as a whole.
        """
        attributes = [str(name) for name in respondents if name not in _KEYS]
        hidden = {name for name in attributes if self.look(name)}
        open_values = {
            name: {value for value in set(respondents[name]) if value and self.look(value)}
            for name in attributes
            if name not in hidden
        }
        changed = {name: values for name, values in open_values.items() if values}
        table = respondents.drop(columns=sorted(hidden)).assign(
            **{
                name: respondents[name].where(~respondents[name].isin(values), "")
                for name, values in changed.items()
            }
        )
        return table, tuple(name for name in attributes if name in hidden or name in changed)

    def topics(self, model: TopicModel) -> TopicModel:
        """The topics, without names in their words and labels."""
        if self.draft or model.topics.empty or not self.secret:
            return model
        topics = model.topics.copy()
        topics["woorden"] = [
            [word for word in words if not self.is_secret(word)] for words in topics["woorden"]
        ]
        topics["label"] = [", ".join(words[:LABEL_WORDS]) or "zonder woorden" for words in topics["woorden"]]
        return replace(model, topics=topics)

    def is_secret(self, words: str) -> bool:
        """Whether a name is among these words, perhaps with an s behind it.

        >>> gate = Gate(secret=frozenset(["jansen"]))
        >>> gate.is_secret("Jansens fiets"), gate.is_secret("fiets")
        (True, False)
        """
        return any(word in self.secret or word.removesuffix("s") in self.secret for word in words_of(words))


def gate_for(
    checked: Checked,
    consent: Mapping[str, str],
    named: Mapping[str, str],
    *,
    recorded: bool = True,
    look: Callable[[str], Sequence[Hit]] = _nothing,
) -> Gate:
    """The gate of a study; `consent` and `named` are by respondent, as `respondenten.csv` says."""
    blocking = [found for found in checked.findings if blocks(found)]
    hints = [found for found in checked.findings if found.tier == 3 and found.choice is Choice.OPEN]
    words = (word for found in blocking for word in words_of(found.text))
    return Gate(
        open=by_turn(blocking),
        hints=by_turn(hints),
        secret=frozenset(word for word in words if len(word) >= _SHORTEST),
        refused={who: _REASONS[said] for who, said in consent.items() if said in _REASONS},
        named={who: name for who, name in named.items() if name},
        recorded=recorded,
        uncheckable=tuple(dict.fromkeys(found.file or found.transcript for found in checked.uncheckable)),
        look=look,
    )


def blocks(found: Finding) -> bool:
    """Whether this may not be published: it is open, or it stands there though it was to be replaced."""
    return found.is_open or found.choice is Choice.REPLACE


def by_turn(findings: Iterable[Finding]) -> dict[Turn, tuple[Finding, ...]]:
    """What was found in the talk, by transcript and turn."""
    found: dict[Turn, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.turn is not None:
            found[finding.transcript, finding.turn].append(finding)
    return {turn: tuple(here) for turn, here in found.items()}


def words_of(text: str) -> list[str]:
    """The words of a text in lower case.

    >>> words_of("Anne-Marie’s fiets")
    ['anne', 'marie', 's', 'fiets']
    """
    return [word.lower() for word in _WORD.findall(text)]


def _within(quote: Quote, found: Finding) -> bool:
    """Whether what was found in the turn is in the words of the quote."""
    first = len(quote.before)
    return found.start < first + len(quote.text) and first < found.end


def _gap(quote: Quote, reason: str) -> Quote:
    """A quote without words; its mark would tell where the same turn is under another theme."""
    return replace(
        _bare(quote), text="", cut_before=False, cut_after=False, evidence=(), anchor="", withheld=reason
    )


def _bare(quote: Quote) -> Quote:
    return replace(quote, question="", before="", after="", context_withheld=True)


def _without_context(quote: Quote, here: Iterable[Finding]) -> Quote:
    """A quote without what stands around it, and with its grounds as far as they tell nothing of that."""
    names = {word for found in here for word in words_of(found.text)}
    grounds = (
        ground.partition(":")[0] if names & set(words_of(ground)) else ground for ground in quote.evidence
    )
    return replace(_bare(quote), evidence=tuple(dict.fromkeys(grounds)))
