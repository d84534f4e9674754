"""Street and house number, found from the number on: is what stands before it the name of a street?"""

import re
from collections.abc import Iterator

from stemmen.language import word_set
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.marks import COUNTED, DASHES, SPACES, S
from stemmen.privacy.spoken_numbers import ROOTS, number_words
from stemmen.privacy.street_words import COMMON, MAYBE, NOT_STREETS, SURE

_REACH = 90
_ADDITION = (
    rf"(?:{S}?[{DASHES}/]{S}?(?:[IVX]{{1,4}}|[a-zA-Z]|\d{{1,4}}|bis|hs|huis|boven|rood|zwart)(?!\w)"
    rf"|{S}(?:bis|hs|zwart|rood|[IVX]{{1,4}}|[A-Ha-h])(?![\w'’])"
    rf"|[a-zA-Z]{{1,3}}(?:[{DASHES}]?\d{{1,3}})?(?!\w))?"
)
_NUMBER = re.compile(
    rf"(?<![\d€$.,:/{DASHES}])\d{{1,5}}{_ADDITION}(?![\w%€]|{S}?[%€]|[.,:]\d|{S}?[{DASHES}]{S}?\d)"
)
_SAID_NUMBER = re.compile(rf"(?<!\w){ROOTS}[a-zë]*(?!\w)(?:{S}(?:bis|hs|[a-h])(?![\w'’]))?", re.IGNORECASE)
_NR = r"(?:(?:huis)?nummer|nr\.?|no\.|n°)"
_LINK = (
    rf"(?P<link>\.?[{SPACES}]*,?{S}*(?:(?:op|met|en{S}dan|daar|dan|en|eh|uh){S}+){{0,2}}(?P<nr>{_NR}{S}*)"
    rf"|[.]?,?{S}+(?:op{S}+)?|(?<=[a-z])[.]?)"
)
_WORD = r"[^\W\d_][\w'’\u2010-\u2015-]*"
_LAST_WORD = re.compile(rf"(?<![\w'’{DASHES}])(?P<word>(?:['’]s[{DASHES}])?{_WORD}){_LINK}$", re.IGNORECASE)
_SURE = frozenset(SURE.split("|"))
_ENDINGS = tuple(sorted({*_SURE, *MAYBE.split("|")}, key=len, reverse=True))
_CAN_BE_LAAN_VAN = ("laan", "plein", "weg", "straat", "hof", "kade", "park", "pad", "singel")
_CAN_LIVE = ("woon", "wonen", "adres", "verhui", "gevestigd", "opgegroeid", "ingeschreven", "aan ")
_LAAN_VAN = re.compile(
    rf"(?<!\w)(?P<word>(?:laan|plein|weg|straat|hof|kade|park|pad|singel){S}+(?:van|der|den|de|het|ter|te"
    rf"|1[89]\d\d|in|'t)(?:{S}+(?:van|de|der|den|het|'t|la|en|{_WORD})){{0,4}}?){_LINK}$",
    re.IGNORECASE,
)
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_COUNT = re.compile(rf"{S}+(?:{COUNTED}|à|graden|{_MONTHS})(?!\w)", re.IGNORECASE)
# After a number in words: what a counted thing would stand before.
_AFTER_SAID = re.compile(
    rf"{S}*(?:$|[.,;:!?)\n\"”’])|{S}+(?:in|te|op|bij|en|dus|ja|daar|waar|want|maar|toen|is|was|dat|die|woon"
    rf"|woont|woonde|woonden|wonen|hè|hoor|geloof"
    rf"|waren|zat|zit|staat|stond|naar|om|als|of|met|hier|geweest|gewoond|verhuisd|gevestigd|ben|heb|heeft"
    rf"|nu|toch|vroeger|boven|naast|achter|tegenover|onder|beneden|voor|ik|we|wij|hij|zij|ze|die|mijn|a|b|c|bis|[1-9]\d{{3}})(?!\w)",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"(?:\b(?:woon|woont|wonen|woonde|woonden|gewoond|woonachtig|woonadres|adres|verhuis\w*|verhuizen"
    r"|gevestigd|huis|thuis|opgegroeid|inschrijving|ingeschreven|bezorgen"
    r"|zit|zitten|zat|staat|stond|opgehaald|langs)\b)",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(rf"(?:^|[.?!:…]{S}+|\n|[\"“‘„«(]{S}*)$")


def find(text: str, lower: str) -> Iterator[Hit]:
    """Streets with a house number; `lower` is the text in lower case."""
    for number in _NUMBER.finditer(text):
        if not _COUNT.match(text, number.end()):
            yield from _before(text, number.start(), number.end())
    if any(ending in lower for ending in _SOME_ENDINGS):
        yield from _in_words(text)
    yield from _turned(text)


_SURE_ENDINGS = ("straat", "laan", "weg", "plein", "gracht", "singel", "kade", "dreef")
_SOME_ENDINGS = (*SURE.split("|"), "pad", "markt", "ring", "baan", "park", "brink", "diep")


def _hit(text: str, start: int, end: int) -> Hit:
    return Hit(start, end, text[start:end], Kind.ADDRESS, 1, "Dit is een straat met een huisnummer.")


def _in_words(text: str) -> Iterator[Hit]:
    known = number_words()
    for number in _SAID_NUMBER.finditer(text):
        words = number.group().lower().split()
        if words[0] in known and known[words[0]] and _AFTER_SAID.match(text, number.end()):
            for hit in _before(text, number.start(), number.end()):
                if words[0] not in ("een", "één") or re.search(_NR, hit.text, re.IGNORECASE):
                    yield hit


def _before(text: str, start: int, end: int) -> Iterator[Hit]:
    """The address that ends in this number, if there is one."""
    window = max(0, start - _REACH)
    left = text[window:start]
    near = left.lower()
    if "postbus" in near and (postbus := re.search(rf"\b[Pp]ostbus{S}+(?:nummer{S}+)?$", left)):
        if text[start:end] != "51" and text[start:end].isdigit():
            yield _hit(text, window + postbus.start(), end)
        return
    for found in _named(left, near):
        if _is_street(text, window, found, text[start:end]):
            yield _hit(text, _extended(text, window + found.start("word")), end)
            return
    place = _unnamed(left, text[start:end]) if any(cue in near for cue in _CAN_LIVE) else None
    if place is not None:
        yield _hit(text, window + place, end)


def _named(left: str, near: str) -> Iterator[re.Match[str]]:
    """What may name a street before a number: "Laan van Meerdervoort", else one word with its ending."""
    if any(word in near for word in _CAN_BE_LAAN_VAN) and (found := _LAAN_VAN.search(left)):
        yield found
    found = _LAST_WORD.search(left, max(0, len(left) - 60))
    if found and found["word"].lower().endswith(_ENDINGS):
        yield found


def _is_street(text: str, window: int, found: re.Match[str], number: str) -> bool:
    word = found["word"]
    start = window + found.start("word")
    plain = word.lower()
    first = _SENTENCE_START.search(text[max(0, start - 8) : start])
    named = word[0].isupper() and not first
    lives = bool(_LIVES.search(text[max(0, start - 45) : start]))
    if not found["link"] and not plain.endswith(_SURE_ENDINGS):
        return False
    if " " in plain or "\n" in plain:
        return named or lives or bool(re.search(rf"{S}1[89]|{S}[A-Z]|{S}(?:van|der|den){S}", word))
    ending = next((ending for ending in _ENDINGS if plain.endswith(ending)), plain)
    if plain == ending:
        return _bare(text, start, word, lives or bool(found["nr"]))
    if plain in COMMON or (ending == "ring" and not lives and not named):
        return False
    if ending in _SURE:
        return len(plain) - len(ending) > 1 and (named or plain not in COMMON)
    return _maybe(word, plain, ending, named, lives, bool(found["nr"]), number)


def _maybe(word: str, plain: str, ending: str, named: bool, lives: bool, nr: bool, number: str) -> bool:
    """An ending that other words have too."""
    if len(plain) - len(ending) < 3 or word.isupper() or plain in NOT_STREETS:
        return False
    year = bool(re.fullmatch(r"(?:19|20)\d\d", number))
    short = len(ending) < 5 and ending in _SHORT
    if short:
        return word[0].isupper() and (named or lives or nr) and not year
    return (named and not year) or lives or nr or (word[0].isupper() and ending in _OFTEN and not year)


_SHORT = word_set(
    """
 es st gr ln wg hf pd land water kerk loop berg burg dam wijk dal borg rust lust rak loo
    """
)
_OFTEN = word_set(
    """
 pad markt park brink plein diep kamp akker erf oord vaart meent pln ln baan
    """
)


def _bare(text: str, start: int, word: str, lives: bool) -> bool:
    """A street that is called Markt or Brink, or Oude Gracht."""
    before = re.search(rf"(?P<word>{_WORD}){S}+$", text[max(0, start - 25) : start])
    adjective = before["word"] if before else ""
    if adjective.lower() in _ADJECTIVES:
        return adjective[0].isupper() or lives
    return (
        word[0].isupper()
        and word.lower() not in ("weg", "straat", "ring")
        and (lives or adjective.lower() in ("de", "het", "aan", "op"))
    )


_ADJECTIVES = word_set(
    """
 oude nieuwe lange korte grote kleine hoge lage eerste tweede derde vierde brede smalle groene witte
 rode zwarte blauwe noorder zuider ooster wester achter voor buiten binnen boven beneden 1e 2e 3e 4e
 1ste 2de 3de
    """
)
_TITLES = word_set(
    """
 burgemeester burg burg. burgem. prins prinses koning koningin graaf professor prof prof. dr dr. doctor
 dokter pastoor kapitein meester mr mr. sint st st. admiraal generaal jonkheer jhr. jhr minister
 president pater kardinaal deken domein ds ds. dominee ir ir. van jan johan pieter willem karel adriaan
 frans albert anne johanna maria hendrik piet kees jacob anna paulus rembrandt vincent laan
    """
)
_PARTICLES = word_set(
    """
 van de der den het 't ’t in ter ten te op aan bij la le von 's ’s
    """
)
_OPENERS = word_set(
    """
 in op aan bij van naar de het een en dus toen ik wij we zij ze hij mijn ons onze dat die uit via langs
 door maar want daar of te tot der den dan is was vanaf over met om als adres
    """
)
# Before the "van" of "de van Speijkstraat"; after other words it is a preposition.
_OPENS = re.compile(rf"(?:^|[.,;:(\n]{S}*|\b(?:de|het|aan|op|in)){S}*$", re.IGNORECASE)
_PIECE = re.compile(rf"(?P<piece>[\w'’.\u2010-\u2015-]+){S}+$")


def _extended(text: str, start: int) -> int:
    """Where the name begins: "Jan van Galenstraat", "1e Oosterparkstraat", "Dr. J.C. Schoutelaan"."""
    best = position = start
    for _ in range(7):
        found = _PIECE.search(text, max(0, position - 25), position)
        if not found or (
            position != best and _SENTENCE_START.search(text[max(0, found.end("piece")) : position])
        ):
            break
        piece = found["piece"]
        plain = piece.lower()
        position = found.start("piece")
        if (
            plain in _ADJECTIVES
            or (
                plain == "van"
                and position + len(found.group()) == start
                and _OPENS.search(text[:position][-8:])
            )
            or (plain in _TITLES and plain not in _PARTICLES)
            or plain == "kijk"
            or (
                piece[0].isupper()
                and (plain not in _OPENERS or piece == "Van")
                and not (piece.endswith(".") and len(piece) > 6)
            )
        ):
            best = position
        elif plain not in _PARTICLES:
            break
    article = re.search(rf"[\w:,]{S}+(?P<article>(?:De|Het){S}+)$", text[max(0, best - 8) : best])
    return best - len(article["article"]) if article else best


# Streets whose name tells nothing: "ik woon op De Meent 14", "mijn adres is Achter de Kerk 5".
_CUED = re.compile(
    rf"\b(?:woon|woont|wonen|woonde|woonden|gewoond|woonachtig|gevestigd|verhuis\w*|verhuizen|adres"
    rf"|opgegroeid|ingeschreven)(?:{S}+[\w']+){{0,3}}?"
    rf"(?:{S}+(?P<where>op|aan|in|naar|is|was)|:){S}+(?P<name>(?:(?:de|het|'t|’t"
    rf"|een){S}+)?(?P<core>(?:(?:{_WORD}\.?|'s-{_WORD}|'t|’t){S}+){{0,4}}(?:{_WORD}\.?)))(?:{S}+{_NR}?{S}*"
    rf"|,{S}+{_NR}{S}*)$",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"\b[Aa]an{S}+(?P<name>(?:de|het|'t|’t){S}+(?P<core>[A-Z][^\W\d_'’-]{{3,}}(?:{S}(?:[A-Z][\w'’-]+|van"
    rf"|de|der|den|het|in)){{0,4}})){S}+$"
)


def _unnamed(left: str, number: str) -> int | None:
    """Where in the text before a number such a name begins."""
    found = _CUED.search(left)
    if found and _is_name(found, number):
        lead = re.match(rf"(?:de|het|een|'t|’t){S}+", found["name"])  # in lower case it is an article
        lead_end = (
            lead.end()
            if lead and found["name"][0].islower() and not lead.group().startswith(("'", "’"))
            else 0
        )
        return found.start("name") + lead_end
    at = _AT.search(left)
    if (
        at
        and not set(at["core"].lower().split()) & (NOT_STREETS | COMMON)
        and not re.fullmatch(r"(?:19|20)\d\d", number)
    ):
        return at.start("core")
    return None


def _is_name(found: re.Match[str], number: str) -> bool:
    core, where = found["core"], (found["where"] or "").lower()
    words = core.lower().split()
    if any(word.strip(".") in NOT_STREETS for word in words) or re.fullmatch(r"(?:19|20)\d\d", number):
        return False
    if any(word[0].isupper() for word in core.split()):
        return not core.isupper() and all(word[0].isupper() or word in _PARTICLES for word in core.split())
    return where in ("op", "aan") and len(words) == 1 and len(words[0]) > 3 and words[0] not in COMMON


_TURNED = re.compile(
    rf"(?:(?:huis)?nummer|nr\.?|\bop){S}+(?P<all>\d{{1,4}}[a-z]?{S}+(?:in|aan|op|van){S}+(?:de"
    rf"|het){S}+(?P<word>[^\W\d_][\w'’-]*(?:{SURE})))(?!\w)",
    re.IGNORECASE,
)


def _turned(text: str) -> Iterator[Hit]:
    """The number first: "op nummer 12 in de Kerkstraat"."""
    for hit in _TURNED.finditer(text):
        if hit["word"].lower() not in COMMON:
            yield _hit(text, *hit.span("all"))
