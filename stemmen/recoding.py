"""Codings that follow when the codebook changes: planned from what is there, and then done as planned.

The codebook file is written just before the database keeps its part. What is cut short in between leaves
codings whose code the codebook lacks; the same plan then finds the file done and does the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from stemmen import codebook_edits as edits
from stemmen.codebook import Codebook
from stemmen.coding import Coding, Mark, MarkKind, Method, Valence
from stemmen.errors import Problem, StudyError
from stemmen.store import Entry, Store

Changes = dict[str, Coding | None]


@dataclass(frozen=True)
class Before:
    """What a plan is made from.

    Args:
        text: of the codebook.
        entries: that stand, whatever their code; not those of rules.
        marks: that hold.
    """

    text: str
    entries: Sequence[Entry]
    marks: Sequence[Mark] = ()

    @cached_property
    def book(self) -> Codebook:
        """As the text has it."""
        return Codebook.parse(self.text)

    def of(self, codes: Collection[str]) -> list[Entry]:
        """Those with one of these codes."""
        return [entry for entry in self.entries if entry.coding.code in codes]

    def lost(self) -> dict[str, Counter[str]]:
        """By code that the codebook does not have, how many codings of whom."""
        known, found = {code.key for code in self.book.walk()}, defaultdict[str, Counter[str]](Counter)
        for entry in self.entries:
            if entry.coding.code not in known:
                found[entry.coding.code][entry.coding.coder] += 1
        return dict(sorted(found.items()))


@dataclass(frozen=True)
class Plan:
    """What a change of the codebook brings with it.

    Args:
        what: is done, for the history.
        says: what will happen, in Dutch, a sentence each.
        text: of the codebook afterwards.
        seen: by code, the uids of the codings that it was made for.
        changes: of codings, by uid; None takes one back.
        marks: as they hold afterwards.
        texts: the researcher's texts on themes that get another name: old -> new, without ending.
    """

    what: str
    says: tuple[str, ...]
    text: str
    seen: Mapping[str, Collection[str]]
    changes: Changes
    marks: tuple[Mark, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def rename(before: Before, old: str, new: str, name: str | None = None) -> Plan:
    """A code gets another key, and another name if wanted; also when the codebook has it already."""
    book = before.book
    if old != new and old in book and new in book:
        what = f"'{old}' en '{new}' staan allebei in het codeboek."
        raise _cannot(what, f'Maak er een code van met: --voegsamen "{old}={new}"')
    _check_known(before, old, also=new if new in book else "")
    text = edits.rename(before.text, old, new, name) if old in book else before.text
    if old not in book and new not in book:
        raise _cannot(
            f"'{old}' en '{new}' staan allebei niet in het codeboek.", "Kies een code die er wel is."
        )
    changes = together(before.of({old, new}), new) if old != new else {}
    says = _told(before, changes, f"krijgt de code '{new}'", f"krijgen de code '{new}'")
    if old in book:
        told = f"heet voortaan '{new}'." if old != new else f"krijgt de naam '{name}'."
        says = [f"Code '{old}' {told}", *says]
    marks = tuple(_renamed_marks(before.marks, old, new)) if old != new else ()
    return Plan(
        f"code {old} hernoemd: {new}",
        tuple(says),
        text,
        _seen(before, {old, new}),
        changes,
        marks,
        {old: new},
    )


def _renamed_marks(marks: Iterable[Mark], old: str, new: str) -> Iterable[Mark]:
    """Who turned down a proposal of the code, turned down the one with its new key."""
    for mark in marks:
        if mark.kind is MarkKind.REJECTED and mark.code == old:
            yield replace(mark, text="")
            yield replace(mark, code=new)


def merge(before: Before, codes: Sequence[str], into: str) -> Plan:
    """Codes become one, that may be new: then the first of them gets its key."""
    olds = [code for code in dict.fromkeys(codes) if code != into]
    text, book = before.text, before.book
    if not olds:
        raise _cannot("Er zijn geen codes om samen te voegen.", "Noem er ten minste een voor het =-teken.")
    for code in olds:
        _check_known(before, code)
    says, texts = [], {}
    there = [code for code in olds if code in book]
    if into not in book:
        if not there:
            raise _cannot(f"'{into}' staat niet in het codeboek.", "Kies een code die er wel is.")
        text, texts = edits.rename(text, there[0], into), {there[0]: into}
        says.append(f"Code '{there[0]}' heet voortaan '{into}'.")
        there = there[1:]
    for code in there:
        text = edits.merge(text, code, into)
        says.append(
            f"Code '{code}' gaat op in '{into}', met zijn criteria, voorbeelden, regels en subcodes. "
            f"Zijn definitie komt als opmerking bij '{into}': maak er zelf een definitie van."
        )
    changes = together(before.of({*olds, into}), into)
    says += _told(before, changes, f"krijgt de code '{into}'", f"krijgen de code '{into}'")
    what = f"{'code' if len(olds) == 1 else 'codes'} {', '.join(olds)} opgegaan in {into}"
    return Plan(what, tuple(says), text, _seen(before, {*olds, into}), changes, texts=texts)


def together(entries: Iterable[Entry], into: str) -> Changes:
    """These codings with one code: those of one coder on the same words become one.

    Where they differ in valence or denial, the result is in doubt.
    """
    groups = defaultdict[tuple[object, ...], list[Entry]](list)
    for entry in entries:
        groups[entry.coding.segment, entry.coding.coder, entry.coding.method].append(entry)
    changes: Changes = {}
    for group in groups.values():
        group.sort(key=lambda entry: entry.coding.code != into)  # the one that has the code stays
        first, *others = group
        new = _as_one([entry.coding for entry in group], into)
        changes |= {first.uid: new} if new != first.coding else {}
        changes |= {entry.uid: None for entry in others}
    return changes


def _as_one(codings: Sequence[Coding], into: str) -> Coding:
    """One coding with all that these say."""
    valences = {coding.valence for coding in codings if coding.valence}
    differ = len(valences) > 1 or len({coding.negated for coding in codings}) > 1
    sure = [coding.confidence for coding in codings if coding.confidence is not None]
    return replace(
        codings[0],
        code=into,
        valence=Valence.MIXED if len(valences) > 1 else next(iter(valences), None),
        memo="\n".join(dict.fromkeys(coding.memo for coding in codings if coding.memo)),
        evidence="; ".join(dict.fromkeys(coding.evidence for coding in codings if coding.evidence)),
        confidence=max(sure, default=None),
        striking=any(coding.striking for coding in codings),
        doubt=differ or any(coding.doubt for coding in codings),
    )


def split(before: Before, old: str, names: Sequence[str]) -> Plan:
    """A code gets subcodes to choose from; codings with it stay, in doubt, until a person chose.

    `names` are keys or names of new codes, or keys of codes that the codebook has, wherever it has them.
    """
    text, book, says = before.text, before.book, []
    if old not in book:
        keys = ", ".join(code.key for code in book.walk())
        raise _cannot(f"Code '{old}' staat niet in het codeboek.", f"Kies uit: {keys}.")
    if len(set(names)) < 2 or old in names:
        raise _cannot("Noem ten minste twee nieuwe codes.", f'Bijvoorbeeld: --splits "{old}=een,twee"')
    for name in names:
        if edits.key_for(name) not in book:
            text, told = _with_part(text, old, name)
            says.append(told)
    by_hand = [entry for entry in before.of({old}) if entry.coding.method is Method.HAND]
    changes: Changes = {
        entry.uid: replace(entry.coding, doubt=True) for entry in by_hand if not entry.coding.doubt
    }
    says += _told(before, changes, "krijgt het merk 'twijfel'", "krijgen het merk 'twijfel'")
    if by_hand:
        says.append(
            f"Zij houden de code '{old}' tot iemand kiest. Kies in het codeerscherm 'twijfel': "
            "dan komen ze een voor een langs."
        )
    return Plan(f"code {old} gesplitst: {', '.join(names)}", tuple(says), text, _seen(before, {old}), changes)


def _with_part(text: str, old: str, name: str) -> tuple[str, str]:
    """The codebook with a new subcode; what to say of that."""
    book = Codebook.parse(text)
    key = edits.key_for(name, [code.key for code in book.walk()])
    shown = name.replace("_", " ").strip() if name == key else name
    shown = shown[:1].upper() + shown[1:]
    definition = f"Nog te schrijven. Deze code komt uit de splitsing van '{book[old].name}'."
    valence = book[old].has_valence
    text = edits.add(text, name=shown, definition=definition, parent=old, key=key, valence=valence)
    return text, f"Nieuwe code '{key}' onder '{old}'. Schrijf zelf de definitie in het codeboek."


def drop(before: Before, code: str) -> Plan:
    """A code goes, with those below it; their codings are taken back, and stay in the history."""
    book = before.book
    _check_known(before, code)
    codes = [below.key for below in book[code].walk()] if code in book else [code]
    text = edits.remove(before.text, code) if code in book else before.text
    says = [f"Code '{name}' gaat uit het codeboek." for name in codes if name in book]
    changes: Changes = {entry.uid: None for entry in before.of(codes)}
    says += _told(before, changes, "wordt teruggenomen", "worden teruggenomen", taken=True)
    if changes:
        says.append("Wat is teruggenomen, telt niet meer mee. Het blijft in de geschiedenis van de database.")
    return Plan(f"code {code} verwijderd", tuple(says), text, _seen(before, codes), changes)


def _check_known(before: Before, code: str, also: str = "") -> None:
    """StudyError when a code is neither in the codebook nor in a coding."""
    if code not in before.book and not before.of({code}) and not also:
        keys = ", ".join([*(known.key for known in before.book.walk()), *before.lost()])
        raise _cannot(f"Er is geen code '{code}'.", f"Kies uit: {keys}.")


def _seen(before: Before, codes: Iterable[str]) -> dict[str, list[str]]:
    return {code: [entry.uid for entry in before.of({code})] for code in sorted(codes)}


def _told(before: Before, changes: Changes, one: str, more: str, *, taken: bool = False) -> list[str]:
    """How many codings of whom change, and what becomes of those that are taken back while others stay."""
    old = {entry.uid: entry.coding for entry in before.entries}
    told = [uid for uid, coding in changes.items() if taken or coding is not None]
    joined = len(changes) - len(told)
    doubted = [uid for uid in told if (new := changes[uid]) and new.doubt and not old[uid].doubt]
    said = []
    if told:
        said.append(f"{of_whom(Counter(old[uid].coder for uid in told))} {one if len(told) == 1 else more}.")
    if joined:
        go = "codering gaat" if joined == 1 else "coderingen gaan"
        said.append(f"{joined} {go} op in een andere, van dezelfde codeur bij dezelfde woorden.")
    if joined and doubted:
        said.append(f"{len(doubted)} daarvan krijgt het merk 'twijfel': de oordelen verschillen.")
    return said


def of_whom(counts: Counter[str]) -> str:
    """As "3 coderingen (anna 2, bram 1)".

    >>> of_whom(Counter({"bram": 1}))
    '1 codering (bram 1)'
    """
    number = counts.total()
    people = ", ".join(f"{coder} {count}" for coder, count in sorted(counts.items()))
    return f"{number} {'codering' if number == 1 else 'coderingen'} ({people})"


def _cannot(what: str, repair: str) -> StudyError:
    return StudyError(Problem("codeboek", what, "Er is niets gewijzigd.", repair))


def look(file: edits.CodebookFile, store: Store) -> Before:
    """What there is now."""
    return Before(file.text, store.judged_with(), store.marks())


def carry_out(plan: Plan, file: edits.CodebookFile, store: Store, folder: Path) -> list[Path]:
    """Do as planned; the texts on themes that got another name."""
    write: Callable[[], None] = _nothing if plan.text == file.text else lambda: file.write(plan.text)
    store.recode(plan.what, plan.seen, plan.changes, plan.marks, meanwhile=write)
    return [old.rename(new) for old, new in moved_texts(plan, folder)]


def moved_texts(plan: Plan, folder: Path) -> list[tuple[Path, Path]]:
    """The files of the researcher's texts that get another name: from, and to."""
    pairs = [
        (path, path.with_name(f"thema-{new}.md"))
        for old, new in plan.texts.items()
        for path in sorted(folder.glob(f"teksten*/thema-{old}.md"))
    ]
    return [(old, new) for old, new in pairs if not new.exists()]


def _nothing() -> None:
    pass
