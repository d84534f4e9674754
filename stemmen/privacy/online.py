"""E-mail addresses, and web addresses with a person in them.

An address of the web is left alone when its host is a known public one; anything else may be somebody's own
or his employer's. E-mail addresses count all, but for the general ones of the known public hosts.
"""

import re
from collections.abc import Iterator

from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.marks import DASHES, SPACES, S
from stemmen.privacy.public_hosts import GENERAL_BOXES, PERSONAL_PATHS, PUBLIC_HOSTS

_MARKS = ".!#$%&'*+/=?^`{|}~-"
_MAILERS = (
    "gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|protonmail|proton|ziggo|kpnmail|kpn|planet"
    "|home|hetnet|xs4all|telfort"
    "|casema|chello|upcmail|quicknet|tele2|solcon|zeelandnet|zonnet|wanadoo|online|freedom|caiway"
    "|onsbrabantnet|gmx|aol|mail|kpnplanet"
)
_TLD = (
    r"(?:nl|com|net|org|eu|be|de|info|nu|frl|biz|fr|uk|online|site|shop|blog|amsterdam|gov|edu|me|io|app"
    r"|pro|name|tv|pl|tr|ma)"
)
_HOST = rf"[\w{DASHES}]+(?:\.[\w{DASHES}]+)*"
_PLAIN_MAIL = re.compile(
    rf"[\w.!#$%&'*+/=?^`{{|}}~{DASHES}]*[\w+_~{DASHES}][ \u00a0]?@[{SPACES}]?"
    rf"(?:{_HOST}\.[^\W\d_]{{2,24}}(?!\w)|(?:{_MAILERS})\b(?![.\w]))",
    re.IGNORECASE,
)
_WORD = rf"[\w.{DASHES}+]+"
_AT = (
    rf"(?:[\[({{<]{S}?(?:at|apenstaart(?:je)?|a|@|bij){S}?[\])}}>]|(?:{S})(?:ape?n?staart(?:je)?"
    rf"|apestaart(?:je)?|at{S}?teken|aapje|at|et|@)(?:{S}))"
)
_AT_SURE = re.compile(r"ape?n?staart|apestaart|at\s?teken|\(|\[|\{|<|@", re.IGNORECASE)
_DOT = rf"(?:{S}?[\[({{]{S}?(?:dot|punt|\.){S}?[\])}}]{S}?|{S}(?:punt|dot|\.){S}|{S}?\.{S}?)"
_JOIN = (
    r"(?:punt|dot|streepje|min|minteken|underscore|laag(?:liggend)?\s(?:streepje|streep)|liggend\sstreepje"
    r"|koppelteken|plus|spatie)"
)
_PARTICLES = rf"(?:(?:van|de|den|der|het|ten|ter|el|al){S})*"
_LOCAL = rf"(?:(?:{_PARTICLES}{_WORD}{S}(?:{_JOIN}{S})){{0,6}}{_PARTICLES}{_WORD})"
_SAID_MAIL = re.compile(
    rf"(?<![\w@.]){_LOCAL}{S}?{_AT}{S}?(?P<domain>{_PARTICLES}[\w{DASHES}]+(?:(?:{S}{_JOIN}{S}"
    rf"|{_DOT})[\w{DASHES}]+){{0,4}}?{_DOT}{_TLD}(?!\w))",
    re.IGNORECASE,
)
_MAIL_CUE = re.compile(
    rf"(?:mail\w*|adres|is|was|naar|op|via|heet|[:,]){S}+(?=(?:[\w{DASHES}.]+{S}+){{0,3}}$)", re.IGNORECASE
)


def find(text: str, lower: str) -> Iterator[Hit]:
    """E-mail addresses and web addresses; `lower` is the text in lower case."""
    if "@" in text:
        yield from _plain_mail(text)
    if (
        "apenst" in lower
        or "apest" in lower
        or " punt" in lower
        or " dot" in lower
        or "at)" in lower
        or "at]" in lower
        or "at-teken" in lower
        or ("at " in lower and "." in lower)
        or "@" in lower
    ):
        yield from _said_mail(text)
    if "." in text or "punt" in lower:
        yield from _web(text, lower)


def _hit(text: str, start: int, end: int, kind: Kind, reason: str) -> Hit:
    return Hit(start, end, text[start:end], kind, 1, reason)


def _plain_mail(text: str) -> Iterator[Hit]:
    for at in re.finditer("@", text):
        window = max(0, at.start() - 80)
        before = re.search(rf"[\w.!#$%&'*+/=?^`{{|}}~{DASHES}]*[ \u00a0]?$", text[window : at.start()])
        start = window + before.start() if before else at.start()
        found = _PLAIN_MAIL.match(text, start, at.end() + 120)
        if not found or (text[at.start() - 1].isspace() and not _KNOWN_END.search(found.group())):
            continue  # insta @anna.b
        start += len(found.group()) - len(found.group().lstrip(_MARKS))
        if not is_general(text[start : found.end()]):
            yield _hit(text, start, found.end(), Kind.EMAIL, "Dit is een e-mailadres.")


_KNOWN_END = re.compile(rf"\.{_TLD}$|@{S}?(?:{_MAILERS})$", re.IGNORECASE)


def is_general(address: str) -> bool:
    """Whether an e-mail address is a general one of a public body: info@uwv.nl."""
    box, _, host = re.sub(r"\s", "", address.lower()).partition("@")
    return box in GENERAL_BOXES and is_public(host)


def _said_mail(text: str) -> Iterator[Hit]:
    for at in re.finditer(_AT, text, re.IGNORECASE):
        window = max(0, at.start() - 120)
        before = re.search(rf"(?<![\w@.]){_LOCAL}{S}?$", text[window : at.start()], re.IGNORECASE)
        start = window + before.start() if before else at.start()
        found = _SAID_MAIL.match(text, start, at.end() + 120)
        if not found or not (_AT_SURE.search(at.group()) or _spoken_domain(found["domain"])):
            continue
        start = _from_cue(text, start)
        yield _hit(
            text, start, found.end(), Kind.EMAIL, "Dit is een e-mailadres dat is uitgesproken of verhuld."
        )


def _spoken_domain(domain: str) -> bool:
    return bool(re.search(rf"\b(?:punt|dot)\b|\b(?:{_MAILERS})\b", domain, re.IGNORECASE))


def _from_cue(text: str, start: int) -> int:
    """The words before a spoken address belong to it from the cue on: "mijn mail is sanne bakker apen…"."""
    window = max(0, start - 50)
    *_, cue = [None, *_MAIL_CUE.finditer(text[window:start])]
    if not cue:
        return start
    fillers = _FILLERS.match(text, window + cue.end(), start)
    return fillers.end() if fillers else window + cue.end()


_FILLERS = re.compile(
    rf"(?:(?:dan|dus|ja|uh|eh|euh|even|gewoon|gewoonweg|dat|is|nou|hoor|ehm|het|maar|naar|toe|eerst|mij"
    rf"|me){S}+)+",
    re.IGNORECASE,
)


# --- the web ---

_WEB = re.compile(
    rf"(?<![\w@.{DASHES}/])(?:(?P<scheme>https?://|www\.)(?P<any>{_HOST}(?:\.[a-z]{{2,24}})?)"
    rf"|(?P<host>[\w{DASHES}]+(?:\.[\w{DASHES}]+){{0,4}}\.(?P<tld>nl|com|net|org|eu|be|info|online|site"
    rf"|shop|blog|biz|frl|amsterdam)))"
    r"(?![\w@])(?P<path>(?::\d+)?(?:[/?#][^\s<>\"'„”“»)\]]*)?)",
    re.IGNORECASE,
)
_SAID_WEB = re.compile(
    rf"(?<![\w.])(?:(?:www|w{S}w{S}w){S}(?:punt{S})?)?(?P<host>[\w{DASHES}]{{2,}}(?:{S}(?:streepje"
    rf"|punt){S}[\w{DASHES}]+){{0,3}}){S}(?:punt|dot){S}(?P<tld>nl|com|net|org|eu|be)(?!\w)",
    re.IGNORECASE,
)
_PERSON = "Dit webadres is niet van een bekende openbare dienst, en kan naar een persoon leiden."


def _web(text: str, lower: str) -> Iterator[Hit]:
    if "." in text:
        for hit in _WEB.finditer(text):
            end = hit.start() + len(hit.group().rstrip(".,;:!?…"))
            host = re.sub(r"^www\.", "", (hit["any"] or hit["host"]).lower()).rstrip(".")
            if not _harmless(
                host, text[hit.start("path") : max(end, hit.start("path"))], bool(hit["scheme"])
            ):
                yield _hit(text, hit.start(), end, Kind.URL, _PERSON)
    if " punt" in lower or " dot" in lower:
        for hit in _SAID_WEB.finditer(text):
            name = re.sub(r"\s", "", re.sub(rf"{S}punt{S}", ".", hit["host"].lower()))
            if name not in _NO_HOST and not is_public(f"{name}.{hit['tld'].lower()}"):
                yield _hit(text, *hit.span(), Kind.URL, _PERSON)


_NO_HOST = {"dat", "dit", "een", "op", "het", "de", "dot", "punt"}


def _harmless(host: str, path: str, scheme: bool) -> bool:
    if "." not in host:
        return True
    site = ".".join(host.split(".")[-2:])
    if site in PERSONAL_PATHS:
        inside = path.strip("/?#").lower()
        return not inside or (bool(PERSONAL_PATHS[site]) and not re.match(PERSONAL_PATHS[site], inside))
    return is_public(host)


def is_public(host: str) -> bool:
    """Whether a host is a known public one, or a part of it.

    >>> is_public("mijn.uwv.nl"), is_public("jandevries.nl"), is_public("jan.wordpress.com")
    (True, False, False)
    """
    parts = host.lower().split(".")[-5:]
    return any(".".join(parts[start:]) in PUBLIC_HOSTS for start in range(len(parts) - 1))
