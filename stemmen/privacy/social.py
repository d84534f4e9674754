"""Names on social media: handles with an @, names near the name of a medium."""

import re
from collections.abc import Iterator

from stemmen.language import is_known, word_set
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.public_hosts import PUBLIC_WORDS


def find(text: str, lower: str) -> Iterator[Hit]:
    """Names on social media; `lower` is the text in lower case."""
    if "@" in text:
        yield from _handles(text)
    yield from _named(text, lower)


def _hit(text: str, start: int, end: int, reason: str) -> Hit:
    return Hit(start, end, text[start:end], Kind.ACCOUNT, 1, reason)


_HANDLE = re.compile(r"(?<![\w.@/])@(?P<name>[^\W\d]\w*(?:\.\w+)*|\d+[^\W\d]\w*)(?![\w@])")
_NO_HANDLE = {"home", "work", "school"}
_MEDIA = (
    r"instagram|insta|ig|snapchat|snap|tik[\s-]?tok|facebook|fb|twitter|x|telegram|discord|skype|signal"
    r"|linkedin|linked[\s-]in"
    r"|you[\s-]?tube|twitch|reddit|strava|threads|mastodon|bluesky|pinterest|marktplaats|vinted|xbox"
    r"|playstation|steam|messenger|bereal"
)
_SOCIAL = re.compile(
    rf"\b(?:{_MEDIA.replace('|x|', '|')}|social media|account\w*|gebruikersnaam|username|nickname|inlognaam"
    rf"|profielnaam)\b|\bX\b"
)
_NAME = r"(?P<name>(?:[A-Z][\w'’-]+(?:\s(?:van|de|den|der|el|al|[A-Z][\w'’.-]*\w)){1,4})|@?[\w][\w.#-]*\w)"
_STRONG = re.compile(
    rf"(?:\b(?i:op|via|bij)\s(?:mijn\s|de\s)?(?i:{_MEDIA})\s(?:[\w']+\s){{0,3}}?(?i:(?:heet|heette|is|staat"
    rf"|zit)\s(?:ik|hij|zij|ze|die|mijn\s\w+)|ben\sik|zit\sik|sta\sik|noemt\s(?:hij|zij|ze)\s(?:zich"
    rf"|zichzelf)|noem\sik\sme|noem\sik\smezelf|post\sik|schrijf\sik|volg\sme|onder\sde\snaam|als|onder)"
    rf"(?:\s(?i:te\svinden|bekend|actief|gewoon|dan|nu|ook|volgens\smij))*(?:\s(?i:als|onder"
    rf"|onder\sde\snaam|met\sde\snaam))?"
    rf"|\b(?i:gebruikersnaam|accountnaam|username|nickname|inlognaam|profielnaam|gamertag|snapnaam"
    rf"|instanaam)(?:\s(?i:op|van|bij|voor)\s(?:mijn\s)?\w+)?(?:\s(?i:is|was|heet)|\s?[:=])"
    rf"|\b(?i:{_MEDIA})(?:[\s-](?i:account|naam|profiel|pagina))?(?:\s(?i:heet|heette|onder\sde\snaam|als)"
    rf"|\s?:)"
    rf"|\b(?i:heet|heette|noem)\s(?:(?i:ik|hij|ze|zij|me|mezelf)\s)?(?:\w+\s)?(?i:op|bij)\s(?i:{_MEDIA})"
    rf"|\b(?i:reddit)\s(?:\w+\s)?als)[\s,]+[\"'“‘„]?{_NAME}"
)
_WEAK = re.compile(
    rf"\b(?i:mijn|m'n|zijn|haar|de|z'n|d'r)\s(?i:{_MEDIA})(?:[\s-]?(?i:account|naam|profiel"
    rf"|pagina))?[\s,]+(?i:is|was|dat\sis|heet)[\s,]+[\"'“‘„]?{_NAME}"
)
# Near the name of a medium, what no word looks like: jayden.0592, geertje_kookt, BeerNoord88.
_BY_LOOKS = re.compile(
    rf"(?<!\w)(?i:{_MEDIA}|gebruikersnaam|account\w*|profiel|username|online"
    rf"|gamen)(?!\w)(?![.:/]\w)[^.!?@/\n]{{0,60}}?[\s\"'“‘„(]"
    r"(?P<name>(?=[\w.]*[^\W\d_])(?=[\w.]*(?:_|[^\W\d_]\d\d|[^\W\d_]\.\d|\d\d[^\W\d_]{2}"
    r"|[^\W\d_]{3}\.[^\W\d_]{2}))[\w.]{3,30}\w)(?![\w@/])"
)
_BEFORE_MEDIUM = re.compile(
    r"(?<![\w@.])(?P<name>(?=[\w.]*[^\W\d_])(?=[\w.]*(?:_|[^\W\d_]\d\d|[^\W\d_]\.\d"
    r"|\d\d[^\W\d_]{2}))[\w.]{3,30}\w)[\"'”’)]?,?\s"
    rf"(?i:op|via|bij|is\smijn|heet\sik\sop|op\smijn|mijn)\s(?i:{_MEDIA})(?!\w)"
)
_TURNED = re.compile(
    rf"(?<!\w)(?i:{_MEDIA})[\s,]+(?P<name>\w[\w.-]{{2,30}})\s(?i:heet|heette|noem|ben)\s(?:ik|hij|ze"
    rf"|zij)(?!\w)"
)
_SOUGHT = re.compile(
    r"\b(?:(?i:zoek|volg|vind|vindt|gevonden)\s(?:\w+\s){0,4}?(?i:op|als|naar|onder)|(?i:als|onder))\s"
    rf"(?P<name>@?\w[\w.]+\w)\s(?i:op|bij|via)\s(?i:{_MEDIA})(?!\w)"
)
_LOOKS_LIKE_ONE = re.compile(r"(?=.*[^\W\d]).*(?:[\d_@#]|\w\.\w).*")
_TAGGED = re.compile(r"(?<![\w/#])(?:[^\W_]\w{1,31}#\d{4}|u/[\w-]{3,20})(?![\w/])")
_ORDINARY = word_set(
    """
 dat dit een het de ik je hij zij ze we wij niet geen nog al ook wel heel erg zo te er van voor met in
 op aan bij om en of als dan die actief lid klant mezelf mijzelf me mij iemand niemand iets niks alles
 vaak altijd nooit soms nu toen hier daar weer gewoon echt eigenlijk anoniem privé prive openbaar leuk
 weg dood leeg oud nieuw stom handig gehackt geblokkeerd verwijderd gestopt gegaan zeker beter slecht
 gevaarlijk verslaafd vrienden bekend onbekend story reel post app vroeger jarenlang dagelijks gebleven
 begonnen gebruiker influencer mijn jouw zijn haar onze hun uw m'n naam persoon bedrijf moeder vader
 vrouw man wajonger uitkeringsgerechtigde eerste laatste
    """
)


def _handles(text: str) -> Iterator[Hit]:
    for hit in _HANDLE.finditer(text):
        name = hit["name"].lower()
        if name not in _NO_HANDLE and name not in PUBLIC_WORDS and len(name) > 1:
            yield _hit(text, *hit.span(), "Dit is een naam op sociale media.")


def _named(text: str, lower: str) -> Iterator[Hit]:
    if "#" in text or "u/" in text:
        for hit in _TAGGED.finditer(text):
            yield _hit(text, *hit.span(), "Dit is een naam op sociale media.")
    if not any(medium in lower for medium in _QUICK) and " X " not in text:
        return
    for hit in _STRONG.finditer(text):
        if hit["name"].lower() not in _ORDINARY:
            yield _hit(text, *hit.span("name"), "Zo heet iemand op sociale media.")
    for hit in [*_BY_LOOKS.finditer(text), *_BEFORE_MEDIUM.finditer(text), *_TURNED.finditer(text)]:
        if hit["name"].lower() not in _ORDINARY:
            yield _hit(text, *hit.span("name"), "Dit lijkt een naam op sociale media.")
    for hit in [*_WEAK.finditer(text), *_SOUGHT.finditer(text)]:
        name = hit["name"]
        if _LOOKS_LIKE_ONE.match(name) or (" " in name and name[0].isupper()) or _no_word(name):
            yield _hit(text, *hit.span("name"), "Zo heet iemand op sociale media.")


def _no_word(name: str) -> bool:
    """Whether this is no Dutch word: "mijn insta is annavannoord" beside "mijn insta is afgesloten"."""
    return (
        len(name) > _SHORTEST
        and name.isalpha()
        and name.lower() not in _ORDINARY
        and not is_known(name.lower())
    )


_SHORTEST = 5


_QUICK = word_set(
    """
 insta snap tok facebook fb twitter telegram discord skype signal linked tube twitch reddit strava
 threads mastodon bluesky pinterest marktplaats vinted xbox playstation steam messenger bereal
 gebruikersnaam accountnaam username nickname inlognaam profielnaam gamertag
    """
)
