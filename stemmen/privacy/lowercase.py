"""Names, places and organisations that are written in lower case.

In speech without capitals this is the best there is: lists, cues, and words that no Dutch word list knows.
Where a text has capitals a name in lower case is a slip, and so a hint.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from stemmen.language import STOP_WORDS, fold, is_finite_verb, is_known, word_set
from stemmen.privacy import cues
from stemmen.privacy.casing import has_capitals
from stemmen.privacy.clues import Clues
from stemmen.privacy.cues import Cue
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.known_words import Known, known, lists, ordinary
from stemmen.privacy.speech_words import (
    DETERMINERS,
    EVERYDAY,
    HOUSE_ENDS,
    HOUSES,
    INSTITUTIONS,
    OFTEN_NAMES,
    PLACE_ENDS,
    PLACE_PREFIXES,
    SAYING,
    SURNAME_PARTICLES,
    THIRD,
    TRADES,
    allowed_phrases,
    never,
)

# A word, with the mark that transcribers put after one that is broken off or misheard ("tra*a").
_WORD = re.compile(r"['’‘](?:[tnkmr]|ns|s(?:-\w+)*)\b|[^\W\d_]+(?:['’-][^\W\d_]+)*(?:\*[a-z](?![^\W_]))?")
_NEAR = re.compile(r",? *\n? *")  # what may stand between the words of a name, or a cue and a name
_AT = frozenset(["bij", "op", "van", "in", "naar", "aan", "uit"])
_ARTICLES = frozenset(["de", "het", "'t"])
_AFTER_DE = frozenset(["groot", "jong", "lang", "goed"])
_ALSO_VERBS = frozenset(["ben", "will", "wil"])
_WHERE = frozenset(
    [
        "in",
        "uit",
        "naar",
        "te",
        "vanuit",
        "richting",
        "bij",
        "rond",
        "nabij",
        "vlakbij",
        "van",
        "vanaf",
        "tussen",
    ]
)


def find(text: str, clues: Clues) -> list[Hit]:
    """Names, places and organisations in lower case.

    >>> from stemmen.privacy.clues import NO_CLUES
    >>> [(hit.text, hit.kind.value, hit.tier) for hit in find("toen zei mijn zoon fatih dat dus", NO_CLUES)]
    [('fatih', 'naam', 2)]
    """
    named = list(_institutions(text, clues))
    others = (hit for hit in _Search(text, clues).hits() if not any(_overlap(hit, one) for one in named))
    return sorted([*named, *others], key=lambda hit: hit.start)


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


# "stichting de wisselbeker": without an article before it, one of these has a name after it.
_HOUSE = re.compile(
    r"(?<!\bde )(?<!\bhet )(?<!\been )(?<!\bmijn )(?<!\bonze )\b((?:stichting|vereniging|basisschool|obs|cbs"
    r"|pinkstergemeente|kerkgemeente|kringloop|kringloopwinkel|inloophuis|buurtkamer|wijkgebouw|rsg|osg|csg|kapsalon"
    r"|bakkerij|slagerij|hospice|kinderopvang|praktijkschool|zwembad|sportschool|jeugdhonk|huize"
    r"|verpleeghuis|verzorgingshuis|zorgcentrum|woonzorgcentrum|buurthuis|wijkcentrum|dorpshuis|kinderdagverblijf"
    r"|peuterspeelzaal|bso|camping|caf[eé]|snackbar|restaurant|hotel|manege|moskee|zorgboerderij|speeltuin)"
    r" (?:de|het|['’]t) (?!(?:hele|laatste|eerste|volgende|andere|meeste|ergste|juiste|boel|rest|spullen)\b)"
    r"([a-z]{4,}))\b"
)
# "stichting open hand".
_FOUNDATION = re.compile(
    r"(?<!\bde )(?<!\been )(?<!\bmijn )(?<!\bonze )(?<!\bdie )"
    r"\b(stichting ((?!geregeld|gewoon|omdat)[a-z]{3,}))\b"
)
# "kapsalon bella", "bakkerij van toor", "huize avondzon".
_HOUSE_OF = re.compile(
    r"\b((kapsalon|bakkerij|slagerij|slachterij|wasserij|drukkerij|kwekerij|boekhandel|fietsenwinkel|garage|garagebedrijf|autobedrijf|schildersbedrijf|schoonmaakbedrijf|huize"
    r"|restaurant|caf[eé]|cafetaria|snackbar|hotel|drogisterij|bouwbedrijf|loonbedrijf|tuincentrum|manege|firma)"
    r" (?:van )?(?:der? |den )?([a-z]{3,}))\b"
)
_MORE = re.compile(r" ([a-z]{3,})\b(?! ik\b)")
# "het scheper ziekenhuis": what is no adjective before one of these is its name.
_INSTITUTION = re.compile(
    r"\b(?:het|['’]t) (?!(?:groot|klein|nieuw|oud|eigen|ander|hoog) )"
    r"(?!\w+(?:e|isch|aal|iek|lijk|baar|eem|ent|air|ief) )"
    r"([a-z]{4,} (?:ziekenhuis|college|lyceum|gymnasium))\b"
)


def _institutions(text: str, clues: Clues) -> Iterator[Hit]:
    houses = (found for found in _HOUSE.finditer(text) if found[2] not in never())
    others = (found for found in _INSTITUTION.finditer(text) if _may_be_institution(found[1].split()[0]))
    spans = [(found.start(1), _end_of_house(text, found.end(1))) for found in houses]
    founded = (found for found in _FOUNDATION.finditer(text) if _may_follow_foundation(found[2]))
    spans += [(found.start(1), _end_of_house(text, found.end(1))) for found in founded]
    spans += [found.span(1) for found in others]
    spans += [found.span(1) for found in _HOUSE_OF.finditer(text) if _names_house(found)]
    for start, end in spans:
        tier = 3 if clues.capitals and has_capitals([text]) else 2
        reason = "Dit lijkt de naam van een instelling of bedrijf."
        yield Hit(start, end, text[start:end], Kind.ORGANISATION, tier, reason)


def _may_be_institution(word: str) -> bool:
    found = known(word)
    return found is None or found.sort in ("samengesteld", "onbekend")


def _end_of_house(text: str, end: int) -> int:
    """Where a name ends that goes on: "stichting de helpende hand noord"."""
    for _ in range(2):
        if not (more := _MORE.match(text, end)) or _ends_a_name(more[1]):
            break
        end = more.end(1)
    return end


def _ends_a_name(word: str) -> bool:
    return word in STOP_WORDS or word in DETERMINERS or word in never() or is_finite_verb(word)


def _may_follow_foundation(word: str) -> bool:
    """Whether a word is no part of the sentence, nor of a foundation that everybody knows."""
    return not _ends_a_name(word) and ("stichting", word) not in allowed_phrases().get("stichting", ())


def _names_house(found: re.Match[str]) -> bool:
    """Whether a name comes after "kapsalon", "bakkerij van", "huize"."""
    if found[2] == "huize":
        return True
    word = known(found[3])
    return (
        word is not None and found[3] not in never() and (word.first or word.last or word.sort == "onbekend")
    )


@lru_cache(maxsize=8)
def _study_names(written: frozenset[str], lower_too: frozenset[str]) -> frozenset[str]:
    """Names that the study tells, in lower case, without those that it also uses as a word."""
    lower = {name.lower() for name in written} - lower_too
    return frozenset(name for name in lower if len(name) > 2 and not ordinary(name))


class _Search:
    """One text, its words and cues."""

    def __init__(self, text: str, clues: Clues) -> None:
        self.text = text
        self.capitals = clues.capitals and has_capitals([text])
        self.study = _study_names(clues.names, clues.ordinary)
        self.ordinary = clues.ordinary
        self.lower = _lower(text)
        self.words = _WORD.findall(self.lower)
        self.spans: list[tuple[int, int]] = []
        self.cues: dict[int, Cue] = {}

    def hits(self) -> Iterator[Hit]:
        several, words = lists().several, self.words
        candidates = [
            at
            for at, word in enumerate(words)
            if known(word)
            or word in self.study
            or word in allowed_phrases()
            or (at + 1 < len(words) and (word, words[at + 1]) in several)
        ]
        if candidates:
            self.prepare()
        done = -1
        for at in candidates:
            done = max(done, self.last_of_phrase(at)) if at > done else done
            if at > done and (found := self.named(at)):
                done, hit = found
                yield hit

    def prepare(self) -> None:
        """Find the places of the words, and the cues."""
        self.spans = [found.span() for found in _WORD.finditer(self.lower)]
        for cue in cues.find(fold(self.text)):
            if cue.end not in self.cues or cue.strong:
                self.cues[cue.end] = cue

    def known(self, at: int) -> Known | None:
        """What is known of the word at a place; None outside the text and for ordinary words."""
        if not 0 <= at < len(self.words):
            return None
        word = self.words[at]
        if word in self.study:
            return Known("zeker", True, False, False, len(word))
        found = known(word)
        return None if found and found.sort == "onbekend" and word in self.ordinary else found

    def named(self, at: int) -> tuple[int, Hit] | None:
        """The last word and the hit of the name that has its first known word here."""
        if not self.text[self.spans[at][0]].islower() and self.words[at][0] not in "'‘":
            return None
        if place := self.place_of_more(at):
            return place
        if not (word := self.known(at)):
            return None
        first, cue = self.cue_before(at, word)
        last = self.last_of_name(at, word)
        second = self.known(last)
        if word.sort == "gewoon" and last == at + 1 and second and second.first:
            last = at  # "ken fleur": a first name makes no name of the everyday word before it
        tier = self.tier(at, word, cue, more=last > at, particles=first < at)
        if not tier:
            return None
        kind = _kind(word, cue)
        first = min(first, self.first_of_name(at, word, kind))
        return last, self.hit(first, last, kind, tier, _reason(word, cue))

    def hit(self, first: int, last: int, kind: Kind, tier: int, reason: str) -> Hit:
        start, end = self.spans[first][0], self.spans[last][1]
        if end_known := self.known(last):
            end = self.spans[last][0] + end_known.length
        return Hit(start, end, self.text[start:end], kind, tier, reason)

    def last_of_phrase(self, at: int) -> int:
        """The last word of an agency or shop that begins here, such as "albert heijn"; -1 without."""
        ends = (
            at + len(parts) for parts in allowed_phrases().get(self.words[at], ()) if self.said(at, parts)
        )
        return max(ends, default=0) - 1

    def said(self, at: int, parts: tuple[str, ...]) -> bool:
        """Whether these words stand here, one right after the other."""
        last = at + len(parts)
        return tuple(self.words[at:last]) == parts and all(self.near(one) for one in range(at + 1, last))

    def place_of_more(self, at: int) -> tuple[int, Hit] | None:
        """A place of more than one word that begins here."""
        for parts in lists().several.get((self.words[at], self.after(at)), ()):
            last = at + len(parts) - 1
            if self.said(at, parts) and not _is_plain(parts):
                tier = 3 if self.capitals and self.spans[at][0] not in self.cues else 2
                return last, self.hit(at, last, Kind.PLACE, tier, "Dit is een plaats, met een kleine letter.")
        return None

    def cue_before(self, at: int, word: Known) -> tuple[int, Cue | None]:
        """The cue that ends here, or before the particles that stand here, and where the name begins."""
        first = at
        while not (cue := self.cues.get(self.spans[first][0])):
            if not (self.near(first) and at - first < 3 and self.words[first - 1] in SURNAME_PARTICLES):
                return at, None
            first -= 1
        if first < at and not (
            cue.kind is Kind.NAME and (word.last or word.place or word.sort == "onbekend")
        ):
            return at, None
        return first, cue

    def near(self, at: int) -> bool:
        """Whether there is a word right before the word at this place, with no more than a comma between."""
        return 0 < at < len(self.words) and bool(
            _NEAR.fullmatch(self.text, self.spans[at - 1][1], self.spans[at][0])
        )

    def before(self, at: int) -> str:
        """The word right before the one at this place, "" without."""
        return self.words[at - 1] if self.near(at) else ""

    def after(self, at: int) -> str:
        return self.words[at + 1] if self.near(at + 1) else ""

    def follows(self, at: int, *words: str) -> bool:
        """Whether these words come right after the one at this place."""
        return self.said(at + 1, words) and self.near(at + 1)

    def last_of_name(self, at: int, word: Known) -> int:
        """The last word of the name: surnames after a first name, with what stands before them."""
        last = at
        while (word.first or word.last or word.sort == "onbekend") and self.after(last):
            after = last + 1
            while self.words[after] in SURNAME_PARTICLES and self.after(after) and after - last < 4:
                after += 1
            if not self.is_surname(after, alone=after == last + 1):
                break
            last = after
        return last

    def is_surname(self, at: int, *, alone: bool) -> bool:
        """Whether a word after a first name is a surname; after "de" an everyday word may be one."""
        word = self.known(at)
        never_a_name = self.words[at] in never() and (alone or self.words[at] not in _AFTER_DE)
        if not word or never_a_name or self.words[at] in SURNAME_PARTICLES:
            return False
        if word.sort in ("zeker", "onbekend"):
            return word.last or word.sort == "onbekend" or (word.first and alone) or not alone
        return word.last and (self.words[at] in EVERYDAY or not alone)

    def first_of_name(self, at: int, word: Known, kind: Kind) -> int:
        """The first word of the name, where it begins with "van der", "el", "nieuw"."""
        before, further = self.before(at), self.before(at - 1) if self.near(at) else ""
        if before in PLACE_PREFIXES and (kind in (Kind.PLACE, Kind.UNKNOWN)) and not word.first:
            return at - 1
        if before == "de" and self.words[at] == "vries":
            return at - 1
        if further == "van" and before in ("der", "den") and (word.last or word.sort == "onbekend"):
            return at - 2
        if (
            before in ("el", "ter", "ten", "ben", "van")
            and word.last
            and word.sort == "zeker"
            and before != "van"
        ):
            return at - 1
        return at

    def tier(self, at: int, word: Known, cue: Cue | None, *, more: bool, particles: bool) -> int:
        """2 or 3, or 0 where it is no name."""
        firm = self.firm(at, word, cue, more=more, particles=particles)
        if self.capitals:
            return self.tier_among_capitals(word, cue) if firm else 0
        if not firm:
            return 3 if word.sort == "onbekend" else 0
        return 2

    def tier_among_capitals(self, word: Known, cue: Cue | None) -> int:
        if word.sort == "zeker":
            return 2 if cue and _kind(word, cue) is cue.kind else 3
        if cue and word.sort == "twijfel":
            return 2 if cue.strong else 3
        return 3 if cue and (cue.strong or cue.kind is Kind.NAME) else 0

    def firm(self, at: int, word: Known, cue: Cue | None, *, more: bool, particles: bool) -> bool:
        """Whether the word is a name here, as far as lists and what stands around it tell."""
        article = self.before(at) in _ARTICLES
        if cue and (self.fits(at, word, cue) or (particles and (cue.strong or (word.last and not article)))):
            return True
        met = self.words[at] in OFTEN_NAMES and self.is_met(at)
        return met or self.is_house(at, word) or self.firm_by_itself(at, word, more=more)

    def firm_by_itself(self, at: int, word: Known, *, more: bool) -> bool:
        """The same, where no cue is before it."""
        text, before = self.words[at], self.before(at)
        if word.sort == "onbekend":
            after_the = before in _ARTICLES and self.before(at - 1) in _AT
            return after_the or before not in DETERMINERS - {"ons"}
        if word.sort == "twijfel":
            beside = word.first and self.beside(at)
            return more or beside or (text == "vries" and before == "de") or self.is_bare(at, word)
        if word.sort == "samengesteld":
            return before in _WHERE and text.endswith(PLACE_ENDS)
        if text in _ALSO_VERBS and before not in DETERMINERS:
            said = before in SAYING and self.after(at) not in ("ik", "je")
            return said or (before not in ("ik", "je", "'k") and self.after(at) in THIRD)
        if word.sort == "gewoon":
            return self.firm_though_everyday(at, word, more=more)
        return word.sort in ("zeker", "straat")

    def is_met(self, at: int) -> bool:
        """Whether it is who is met or seen: "kwam ik wil tegen", "zag ik ben staan", "volgens storm"."""
        before, further, after = self.before(at), self.before(at - 1), self.after(at)
        if before in ("ik", "we", "wij"):
            met = after == "tegen" and further in ("kwam", "kwamen", "kom", "komen")
            return met or (further in ("zag", "zagen", "sprak") and after not in _I)
        return before == "volgens" or (before in ("kwam", "kwamen") and after == "tegen")

    def firm_though_everyday(self, at: int, word: Known, *, more: bool) -> bool:
        """The same of an everyday word: "bas en ik", "van den broek"."""
        if self.words[at] in _TOWNS and self.before(at) in ("in", "uit", "naar", "vanuit"):
            return True
        if self.words[at] in never():
            return word.last and self.before(at) in ("der", "den") and self.is_surname_alone(at)
        return (word.first and (more or self.beside(at))) or (word.last and self.is_surname_alone(at))

    def fits(self, at: int, word: Known, cue: Cue) -> bool:
        """Whether a word is what the cue before it announces."""
        if word.sort in ("zeker", "onbekend", "straat"):
            return True
        text = self.words[at]
        possible = word.sort == "twijfel" or (text in EVERYDAY and text not in never())
        if cue.kind is Kind.NAME:
            return possible and (word.first or (cue.strong and word.last))
        if word.sort == "samengesteld":
            place = cue.kind is Kind.PLACE
            return text.endswith(PLACE_ENDS) if place else self.before(at) not in DETERMINERS
        if cue.kind is Kind.PLACE:
            return word.place and (possible or text in _PLACES_ALL_THE_SAME)
        return word.sort == "bedrijf"

    def is_bare(self, at: int, word: Known) -> bool:
        """Whether a word that is also a noun stands as a name does: without article, or after "in"."""
        if word.place and not word.first:
            return self.before(at) in _WHERE and self.before(at) != "te"
        before = self.before(at)
        return before not in DETERMINERS and not (
            before.endswith("e") and is_known(before) and before not in never()
        )

    def is_surname_alone(self, at: int) -> bool:
        """Whether an everyday word is a surname without a first name: "van den berg", "bij bakker"."""
        before = self.before(at)
        if before in ("der", "den"):
            return self.before(at - 1) == "van"
        if self.words[at] in TRADES:
            return before in ("bij", "tegen", "volgens", "met") or (not before and self.after(at) in SAYING)
        return False

    def is_house(self, at: int, word: Known) -> bool:
        """Whether the word names a school, home or company: "bij de zonnehof", "het scheper ziekenhuis"."""
        if self.after(at) in INSTITUTIONS:
            return any((word.first, word.last, word.place)) and self.words[at] not in never()
        named = self.words[at] in HOUSES or (
            word.sort == "samengesteld" and self.words[at].endswith(HOUSE_ENDS)
        )
        article = self.before(at) in _ARTICLES
        return named and self.before(at - article) in _AT

    def beside(self, at: int) -> bool:
        """Whether the word stands where a person does: "bas en ik", "zei bas", "bas en fatima"."""
        if self.after(at) in SAYING or self.before(at) in SAYING or self.follows(at, "zo", "heet"):
            return self.before(at) not in DETERMINERS - {"dat"}
        for step in (-2, 2):
            between = self.before(at) if step < 0 else self.after(at)
            if between == "en" and 0 <= at + step < len(self.words):
                other = self.known(at + step)
                if self.words[at + step] == "ik" or (other and other.first and other.sort == "zeker"):
                    return True
        return False


# Words that are towns where they stand bare after "in": "in hulst of in axel".
_TOWNS = word_set(
    """
wierden hulst losser putten houten haren muiden duiven goor holten enter rijen best leiden tegelen halsteren
wouw born voorst epen heel made aalst assen dalen druten ede elst epe etten gieten goes hapert helden
hoogland hoorn horst kampen laren leek leende lemmer malden meppen putte roden rolde ruinen sluis velp weert
beek gasteren wedde ijlst nes beringen essen eupen lier dalem hoornaar
"""
)
_I = frozenset(["ik", "je", "jij", "u", "hij", "ze", "zij", "we", "wij", ""])
_PLACES_ALL_THE_SAME = frozenset(
    ["best", "echt", "goes", "neer", "enter", "amen", "haren", "noorden", "wier"]
)


def _is_plain(parts: tuple[str, ...]) -> bool:
    """Whether a place is an article and an ordinary word, as De Wijk is: then it is no name in lower case."""
    return parts[0] in DETERMINERS and all(ordinary(part) for part in parts[1:])


def _lower(text: str) -> str:
    """The text in lower case, at the same offsets, with one sort of apostrophe."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return lower.replace("’", "'")


def _kind(word: Known, cue: Cue | None) -> Kind:
    """What sort of thing a word is, by its lists and the cue before it."""
    if word.sort in ("straat", "bedrijf"):
        return Kind.PLACE if word.sort == "straat" else Kind.ORGANISATION
    if word.sort in ("onbekend", "samengesteld"):
        return cue.kind if cue else (Kind.UNKNOWN if word.sort == "onbekend" else Kind.PLACE)
    if word.place and not (cue and cue.kind is Kind.NAME) and not (word.first and not cue):
        return Kind.PLACE
    return Kind.NAME


_SORTS = {
    Kind.NAME: "een naam",
    Kind.PLACE: "een plaats",
    Kind.ORGANISATION: "een organisatie",
    Kind.UNKNOWN: "een naam",
}


def _reason(word: Known, cue: Cue | None) -> str:
    kind = _kind(word, cue)
    if word.sort == "onbekend" and not cue:
        return "Dit woord staat in geen woordenlijst; zonder hoofdletter kan het een naam zijn."
    if cue:
        return f"Door wat ervoor staat, is dit waarschijnlijk {_SORTS[kind]}, met een kleine letter."
    return f"Dit is of lijkt {_SORTS[kind]}, met een kleine letter."
