"""Names, places and organisations by their capital: what no list of agencies and ordinary words explains."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from stemmen import language
from stemmen.privacy import allowed, names
from stemmen.privacy.clues import Clues
from stemmen.privacy.first_words import is_name_at_start
from stemmen.privacy.hits import Hit
from stemmen.privacy.kinds import TITLES, follows_head, kind_and_reason

_UPPER = "".join(chr(code) for code in [*range(0x530), *range(0x1E00, 0x1F00)] if chr(code).isupper())
_SMALL = r"van|von|de|der|den|het|ter|ten|te|el|al|la|da|di|do|dos|du|le|ibn|bin|['’][ts]"
_WORD = re.compile(
    rf"(?<![\w@./])(?:(?:[{_UPPER}]\.)+(?=[ -]?(?:(?:{_SMALL}) )*[{_UPPER}])"  # initials: J. de Vries
    rf"|(?:['’](?:s|t)[- ])?(?:[Aa]l-|[Ee]l-|[Dd]['’]|[Ll]['’])?[{_UPPER}]\w*(?:['’-]\w+)*)"
)
_LINK = re.compile(rf" ?|-| (?:(?:op|aan|in|bij) (?=de|['’]))?(?:(?:{_SMALL}) )+")
_LONGEST_LINK = 16
_POSSESSIVE = re.compile(r"['’]s?$")
_PARTICLES = language.word_set("van von de der den het ter ten te el al la da di dos du le 't 's")
_ABBREVIATED = re.compile(
    r"(?<!['’])\b(?:dhr|mevr|mw|mvr|mej|hr|dr|drs|mr|ir|ing|prof|ds|fam|st|bijv|jr|sr|nr|ca|evt|o\.a|(?-i:[A-Z]))\.$",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(TITLES))})\.? ((?:(?:{_SMALL}) )+)$", re.IGNORECASE)
_AFTER_TITLE = re.compile(
    r"(?<!\w)(?:mevrouw|mevr\.?|mw\.?|meneer|mijnheer|dhr\.?|de heer|dokter|dr\.?|drs\.?|mr\.?|juf|meester"
    r"|tante|oom|ome|opa|oma|familie|fam\.?) (?:(?:van|de|der|den|ter|ten|te|el) )*$",
    re.IGNORECASE,
)


class Verdict(Enum):
    """What a word with a capital is: it identifies, it does not, or it goes with what does."""

    NAME = auto()
    FINE = auto()
    PART = auto()


@dataclass(slots=True)
class Word:
    """A word with a capital, without "'s", and where the word as it is written ends."""

    text: str
    start: int
    end: int
    written_end: int
    verdict: Verdict = Verdict.FINE

    @property
    def folded(self) -> str:
        """As the lists have it."""
        return self.text.casefold().replace("’", "'")


def find(text: str, clues: Clues) -> list[Hit]:
    """Words with a capital that may identify somebody, tier 2.

    >>> from stemmen.privacy.clues import NO_CLUES
    >>> said = "Ik ging met mevrouw De Boer naar het UWV in Winschoten. Wil je dat?"
    >>> [(hit.text, hit.kind.value) for hit in find(said, NO_CLUES)]
    [('De Boer', 'naam'), ('Winschoten', 'plaats')]
    """
    return [hit for run in _runs(text) for hit in _hits(text, run, clues)]


def _words(text: str) -> Iterator[Word]:
    """The words with a capital, without those of allowed phrases."""
    position = 0
    for found in _WORD.finditer(text):
        start, written = found.start(), found.group()
        if start < position:
            continue
        position = allowed.phrase_end(text, start, written)
        if not position and (position := allowed.place_end(text, start, written)):
            yield Word(text[start:position], start, position, position)
        elif not position:
            word = written if allowed.is_allowed(written) else _POSSESSIVE.sub("", written)
            yield Word(word, start, start + len(word), found.end())


def _runs(text: str) -> Iterator[list[Word]]:
    """Words with a capital that follow each other, with small words such as "van der" between them."""
    run: list[Word] = []
    for word in _words(text):
        if run and not _linked(text, run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _linked(text: str, word: Word, following: Word) -> bool:
    if following.start - word.written_end > _LONGEST_LINK or word.end < word.written_end:
        return False
    link = _LINK.fullmatch(text, word.written_end, following.start)
    return link is not None and not (" van " in link[0] and _is_no_surname(following.folded))


def _is_no_surname(folded: str) -> bool:
    """What comes after "van" in "Truus van Buurthuis De Brug" and "Jan van Winschoten"."""
    heads = allowed.listed("namen van organisaties: begin")
    return folded in heads or (folded in names.places() and folded not in names.surnames())


def _hits(text: str, run: Sequence[Word], clues: Clues) -> Iterator[Hit]:
    starts = _starts_sentence(text, run[0].start)
    for index, word in enumerate(run):
        word.verdict = _verdict(text, run, index, clues, starts=starts and index == 0)
    named = [index for index, word in enumerate(run) if word.verdict is Verdict.NAME]
    if named:
        start, end = _bounds(text, run, named, starts=starts)
        kind, reason = kind_and_reason(text, start, end)
        yield Hit(start, end, text[start:end], kind, 2, reason)


def _bounds(text: str, run: Sequence[Word], named: Sequence[int], *, starts: bool) -> tuple[int, int]:
    """From the first word that names to the last, with "De", initials and "Stichting" that go with them."""
    first, last = named[0], named[-1]
    while first > 0 and _goes_along(text, run, first - 1, starts=starts):
        first -= 1
    while last + 1 < len(run) and run[last + 1].verdict is Verdict.PART:
        last += 1
    start = run[first].start
    if title := _TITLE.search(text, max(0, start - 40), start):
        start = title.start(1)
    return start, _without_s(run[last], after_another=last > first)


def _without_s(word: Word, *, after_another: bool) -> int:
    """Where a name ends without the s of "Annekes"."""
    if after_another:  # "Rolder Boys" has no s of its own
        return word.end
    bare = word.folded.removesuffix("s")
    is_bare = not allowed.is_listed(word.folded) and bare in names.first_names()
    return word.end - (is_bare and bare != word.folded and word.end == word.written_end)


def _goes_along(text: str, run: Sequence[Word], index: int, *, starts: bool) -> bool:
    """Whether a word belongs to the name after it; "De" that starts a sentence mostly does not."""
    word, following = run[index], run[index + 1]
    if word.verdict is not Verdict.PART or (starts and index == 0 and word.folded == "het"):
        return False
    if (
        not (starts and index == 0)
        or word.folded not in _PARTICLES
        or word.folded in ("ter", "ten", "el", "al")
    ):
        return True
    if text[word.end : following.start].strip() and following.folded not in names.places():
        return True  # "Van der Vaart"
    doubtful = word.folded != "de" and following.folded in names.places() | names.first_names()
    return following.folded in _PARTICLES or (following.folded in names.surnames() and not doubtful)


def _verdict(text: str, run: Sequence[Word], index: int, clues: Clues, *, starts: bool) -> Verdict:
    word = run[index]
    if _is_part(word):
        return Verdict.PART
    if not starts and _is_called_after_head(text, run, index):
        return Verdict.NAME
    if _is_no_name(text, word, starts=starts):
        return Verdict.FINE
    if word.text.isupper():
        named = _is_name_in_capitals(run, index)
    elif starts:
        following = run[index + 1].text if index + 1 < len(run) else ""
        named = is_name_at_start(text, word.text, word.written_end, following, clues)
    else:
        named = _is_name_within(text, run, index)
    return Verdict.NAME if named else Verdict.FINE


def _is_name_in_capitals(run: Sequence[Word], index: int) -> bool:
    """Whether a word in capitals throughout is a name rather than stress: "JANSEN", "DE BOER"."""
    word = run[index]
    if not allowed.is_word(word.folded):
        return True
    before = run[index - 1].text if index else ""
    after_de = before.isupper() and before.casefold() in _PARTICLES
    surname = after_de and f"{before.casefold()} {word.folded}" in names.surnames()
    return surname or (allowed.is_listed(word.folded) and not is_everyday(word.folded))


def _is_called_after_head(text: str, run: Sequence[Word], index: int) -> bool:
    """Whether a word names what stands before it: "kringloop De Kans", "stichting Samen Vooruit"."""
    first, word = run[0].start, run[index]
    if not follows_head(text[max(0, first - 30) : first]) or word.text.isupper():
        return False
    if index == 1 and run[0].text in ("De", "Het", "'t", "’t"):
        return True
    return allowed.is_plain(word.folded) and not allowed.is_allowed(word.text)


def _is_part(word: Word) -> bool:
    """Whether a word goes with a name, but is none: "De", "J.", "Stichting"."""
    heads = allowed.listed("namen van organisaties: begin")
    return word.folded in _PARTICLES or len(word.text) == 1 or word.text.endswith(".") or word.folded in heads


def _is_no_name(text: str, word: Word, *, starts: bool) -> bool:
    if word.folded in TITLES or any(letter.isdigit() for letter in word.text):
        return True
    if _is_short_for(word) and not _AFTER_VAN.search(text, max(0, word.start - 5), word.start):
        return True
    if not starts and _AFTER_TITLE.search(text, max(0, word.start - 30), word.start):
        return word.folded in allowed.listed("rollen en formulieren")
    if len(word.text) == 2 and _POSTCODE.search(text, max(0, word.start - 5), word.start):
        return True  # tier 1 sees to it
    return allowed.is_allowed(word.text)


def _is_short_for(word: Word) -> bool:
    """Whether it is "'s Middags", "'t Is" or "VVV-bon": a short word or abbreviation before a plain one."""
    found = _SHORT.fullmatch(word.text)
    if found is None or allowed.is_listed(word.folded):
        return False
    return allowed.is_plain(found[1].casefold())


def is_everyday(folded: str) -> bool:
    """Whether a word that the lists have as a name is also in everybody's mouth."""
    return allowed.is_plain(folded) and (
        folded in allowed.listed("gewone woorden") or folded not in names.first_names()
    )


# "Een Plan", "mijn Begeleider": a noun that got a capital, but not in "bij de Regenboog".
_DETERMINED = re.compile(
    r"\b(?:de|het|een|geen|deze|die|dat|dit|zo['’]n|mijn|m['’]n|je|jouw|uw|zijn|z['’]n|haar|d['’]r|ons|onze|hun|elke"
    r"|iedere|welke) $",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:opleiding|studie|studeer\w*|examen|vak|vakken|cursus|module|les|hoogleraar|docent) $"
)
_AT_THE = re.compile(r"\b(?:bij|van|via|op|voor|in|naar|uit) (?:de|het|['’]t) $", re.IGNORECASE)


def _is_name_within(text: str, run: Sequence[Word], index: int) -> bool:
    """In mid-sentence: all that is no plain word, and plain words where a name can be expected."""
    word = run[index]
    if word.folded in language.STOP_WORDS and index + 1 < len(run) and _is_ordinary(run[index + 1]):
        return False  # "Met Alle Respect"
    listed = allowed.is_listed(word.folded) or allowed.is_of_place(word.folded)
    listed = listed or word.folded in _ALSO_NAMES
    if listed or not allowed.is_plain(word.folded):
        return True
    if _stands_with_a_name(text, run, index):
        return True
    if word.folded in language.STOP_WORDS or index:
        return False  # "Heel Erg"
    before = text[max(0, word.start - 20) : word.start]
    if _SUBJECT.search(before):
        return False
    return not _DETERMINED.search(before) or bool(_AT_THE.search(before))


_ALSO_NAMES = frozenset(["door", "wil", "ben", "an"])  # small words that are first names too


def _stands_with_a_name(text: str, run: Sequence[Word], index: int) -> bool:
    """Whether a plain word is part of a name: "De Klaver", "Scheper Ziekenhuis", "Sociaal Team Oost"."""
    word = run[index]
    heads = allowed.listed("namen van organisaties: begin")
    if index + 1 < len(run) and run[index + 1].folded in heads:
        return True
    if index and run[index - 1].verdict is not Verdict.FINE:
        return True
    directed = word.folded in _DIRECTIONS
    return directed and _AFTER_CAPITAL.search(text, max(0, word.start - 20), word.start) is not None


def _is_ordinary(word: Word) -> bool:
    return allowed.is_allowed(word.text) or (
        allowed.is_plain(word.folded) and not allowed.is_listed(word.folded)
    )


_DIRECTIONS = frozenset(["noord", "oost", "zuid", "west", "centrum"])
_AFTER_CAPITAL = re.compile(rf"(?<!\w)[{_UPPER}]\w+ $")
_AFTER_VAN = re.compile(r"\bvan $", re.IGNORECASE)  # "Van 't Hof"
_SHORT = re.compile(rf"(?:['’][st] ?-?|[{_UPPER}]{{2,5}}-)(\w+)")
_POSTCODE = re.compile(r"\d{4} $")

_OPENING = " \t\u00a0\"'“”„‘’«»*•·#>_"
_ENDS = frozenset('.!?…:;\n\r-–—|/)]}\u2028"”»')


def _starts_sentence(text: str, start: int) -> bool:
    """Whether a capital here is due to the start of a sentence, a quotation or a line."""
    before = text[max(0, start - 30) : start]
    bare = before.rstrip(_OPENING)
    if not bare or bare[-1] in "\n\r" or bare.endswith(",,"):
        return True
    if before != bare and any(mark in "\"'“„‘«*•" for mark in before[len(bare) :].strip(" ")):
        return True
    if bare[-1] in "-–—":
        return len(before) > len(bare)
    return bare[-1] in _ENDS and not _ABBREVIATED.search(bare)
