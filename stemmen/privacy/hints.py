"""What points to somebody without a name: a rare job or illness, an event, family, age, a small place.

A hint is for a person to judge, and fires where somebody is meant: "ik ben notaris", not "bij de notaris".
The lists in `kenmerken.txt` are from general knowledge (municipalities 2024) and not complete.
"""

import re
from collections.abc import Iterator
from functools import cache

from stemmen.language import fold
from stemmen.privacy import names
from stemmen.privacy.clues import Clues
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.speech_words import listed

_REASONS = {
    Kind.JOB: "Dit beroep hebben weinig mensen. In een kleine plaats is het er misschien één.",
    Kind.ILLNESS: "Deze ziekte of aandoening hebben weinig mensen.",
    Kind.EVENT: "Zo'n gebeurtenis kennen mensen uit de buurt of uit het nieuws.",
    Kind.FAMILY: "Zo'n gezin is er niet vaak.",
    Kind.AGE: "Zo oud worden weinig mensen.",
    Kind.MUNICIPALITY: "In een kleine gemeente is iemand sneller te herkennen.",
    Kind.ORIGIN: "De herkomst kan iemand herkenbaar maken, zeker in een kleine plaats.",
}

# Who is meant, when no name is there.
_KIN = (
    "(?:man|vrouw|ex|vader|moeder|ouders|opa|oma|zoon|dochter|broer|zus|zusje|vriend|vriendin|partner|kinderen"
    "|familie|gezin|buurman|buurvrouw|buren|jongen|meisje|collega|mevrouw|meneer|vluchteling|vluchtelingen|achtergrond"
    "|afkomst|komaf|roots|schoon[a-z]+)"
)
_ELDER = "(?:moeder|vader|oma|opa|oom|tante|buurvrouw|buurman|vrouw|man|mens|dame|heer|meneer|mevrouw)"
_AM = "(?:ben|bent|is|was|waren|werd|word|wordt|geweest)"
_FILL = (
    "(?:(?:ook|dus|toen|nou|gewoon|eigenlijk|altijd|vroeger|jaren|jarenlang|zelf|zelfs|nog|al|de|een|'n|eerste|laatste"
    r"|enige|oud|\w+ jaar) ){0,3}"
)
_MANY = "(?:[6-9]|1[0-9]|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien)"
_ONE = "(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_OLD = (
    rf"(?:9[0-9]|1[01][0-9]|{_ONE} ?en? ?negentig"
    r"|honderd(?:(?: ?en)? ?(?:een|twee|drie|vier|vijf|zes))?(?! ?en\b))"
)
_COUNTED = (
    "(?:euro|cent|dag|dagen|weken|uur|procent|%|kilo|km|kilometer|meter|mensen|keer|vierkante|brieven|punten|plekken"
    r"|jaren|minuten|graden|maanden|stuks|duizend|[.,:]?\d)"
)
_NEWS = "(?:krant|kranten|nieuws|journaal|tv|televisie|radio)"
_DISASTER = (
    r"(?:\w*(?:explosie|ramp|busongeluk|gezinsdrama|familiedrama|steekpartij|schietpartij|gijzeling|ontploffing|brand|bomaanslag|terreuraanslag"
    "|kettingbotsing|moordzaak|moord|overval)|dijkdoorbraak|watersnood)"
)
# Trades by hand, however they are called; not those of many.
_CRAFT = (
    "(?!(?:schoon|straten|programma|spel|ruzie|grappen|herrie|lawaai|meubel|schoen|kleding|film|wapen|site)maker)"
    r"\w{3,}(?:maker|maakster|smid|vlechter|vlechtster|blazer|slijper|snijder|temmer|acrobaat|visser|stoker|wever)"
)
_KILLED = (
    "(?:vermoord|omgebracht|doodgestoken|doodgeschoten|doodgereden|neergestoken|neergeschoten|afgebrand|ontvoerd"
    "|gegijzeld|verdronken|verongelukt)"
)
_NOT_ONLY = "(?:manier|reden|optie|ding|wat|dat|die|keer|oplossing|vraag|verschil|kans|hoop)"
_NOT_LAST = (
    "(?:keer|keren|dag|dagen|weken|jaren|dingen|mensen|brieven|vragen|momenten|plekken|mogelijkheden|die)"
)
_COME = (
    "(?:kom|komt|komen|kwam|kwamen|gekomen|afkomstig|gevlucht|vluchten|vluchtten|vluchteling|geboren|opgegroeid|hierheen"
    "|ben|is|zijn|ouders|man|vrouw|familie|wortels)"
)
_HAVE = "(?:heb|hebben|had|hadden|kreeg|kregen|met|onze|mijn|m'n|hun|haar|zijn|thuis|van)"
_HERE = "(?:het|de|ons|dit|heel) (?:dorp|eiland|gemeente|stad|streek|school|straat)"
_NOT_MINE = r"(?!(?:de|mijn|het|een|haar|hem|die|zo|me|mij)\b)"
_BY_NOW = "(?:nu |al |toen |net |inmiddels |dus |bijna |dik )*"
_WHOSE = "(?:mijn|m'n|zijn|z'n|haar|d'r|onze|ons|een|die|de|van)"
_BEING = "(?:ben|is|zijn|was|waren|als|half|kwart|deels|van oorsprong|oorspronkelijk)"
_THINGS = (
    "(?:les|eten|taal|examen|restaurant|bedrijf|merk|auto|programma|huis|winkel|paspoort|bier|kaas|recept|brood|product"
    "|dessert|naam|gerecht|pizza|films?|muziek)"
)


def _any(words: frozenset[str]) -> str:
    return (
        "(?:"
        + "|".join(re.escape(fold(word)) for word in sorted(words, key=lambda word: (-len(word), word)))
        + ")"
    )


def _inflected(peoples: frozenset[str]) -> frozenset[str]:
    """Adjectives and nouns of peoples, with "-e" and "-en" too, spelled as they are then."""
    long = {re.sub("(a|e|o|u)\\1([^aeiou])$", r"\1\2", people) + "e" for people in peoples}
    return peoples | {people + "e" for people in peoples} | long | {people + "en" for people in peoples}


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Per kind a pattern on folded text; the group `hit` is what the hint is about."""
    jobs, ill = _any(listed("kenmerken.txt", "beroepen")), _any(listed("kenmerken.txt", "ziekten"))
    countries = _any(listed("kenmerken.txt", "landen") | names.countries() - {"nederland"})
    peoples = _any(_inflected(listed("kenmerken.txt", "herkomsten")))
    small = _any(listed("kenmerken.txt", "klein"))
    towns = _any(listed("kenmerken.txt", "gemeenten"))
    sources = {
        Kind.JOB: [
            rf"{_AM} (?:\w+ )?{_FILL}(?P<hit>{jobs})",
            rf"(?:als|beroep|van huis uit) (?:\w+ )?(?P<hit>{jobs})",
            rf"(?=[\w-]+ (?:geweest|van beroep|was ik|ben ik|geworden)\b(?! niet))(?P<hit>{jobs}) \w+",
            "(?P<hit>(?:directeur|directrice|voorzitter|oprichter) van|hoofd van de school)",
            rf"(?P<hit>een van de (?:laatste|weinige) (?!{_NOT_LAST}\b)\w+) (?:van|in|op|hier|daar)",
            rf"{_AM} (?:\w+ )?{_FILL}(?P<hit>{_CRAFT})",
            rf"(?P<hit>(?:de|het) enige (?!{_NOT_ONLY}\b)\w+ (?:in|van|op) {_HERE})",
        ],
        Kind.ILLNESS: [
            rf"(?P<hit>(?:ziekte|syndroom) van (?:de |von )?{_NOT_MINE}\w+(?:-\w+)?)",
            rf"(?P<hit>{ill})",
            r"(?P<hit>(?:\w{3,}-?syndroom|\w+(?:dystrofie|myelie|plegie|sclerose)))",
        ],
        Kind.EVENT: [
            rf"(?P<hit>(?:in|op|bij) (?:de |alle |het )?{_NEWS}(?: \w+)? (?:gestaan|geweest|gekomen))",
            rf"(?P<hit>(?:stond|kwam|was|haalde)(?: \w+){{0,3}} (?:in|op) (?:de |alle |het )?{_NEWS})",
            rf"(?P<hit>{_KILLED})",
            rf"(?P<hit>(?:de|die|een|dat|het|onze) (?:grote |zware )?{_DISASTER} (?:in|op|van|bij|aan)"
            r"(?: \w+){1,2})",
            "(?P<hit>grote brand|gasexplosie)",
            r"(?P<hit>(?:kotter|schip|boot|vliegtuig)(?: \w+){0,5} (?:vergaan|gezonken|neergestort))",
        ],
        Kind.FAMILY: [
            "(?P<hit>drieling|vierling|vijfling|(?:twee|drie) keer een tweeling|tweeling(?:zus|broer))",
            r"(?P<hit>wedu(?:we|wnaar) met (?:\w+ )?kinderen)",
            rf"{_HAVE} (?:\w+ )?(?P<hit>{_MANY} (?:klein|pleeg|stief)?kinderen)\b"
            "(?! (?:in|uit|van) (?:de|het|die) )",
            rf"(?P<hit>gezin (?:van|met) {_MANY}(?: kinderen)?)",
        ],
        Kind.AGE: [
            rf"(?:{_AM}|bijna|al|ruim|boven de|over de|{_ELDER} van) {_BY_NOW}(?P<hit>{_OLD}(?: jaar)?)\b"
            rf"(?! ?{_COUNTED})",
            rf"(?P<hit>{_OLD}[- ]?(?:jaar oud|jaar geworden|jarige))",
            "(?P<hit>(?:dik |ver )?in de negentig|boven de negentig|over de negentig)",
        ],
        Kind.MUNICIPALITY: [
            rf"(?P<hit>gemeente (?:{towns}|{small}))",
            rf"(?:op|in|uit|naar|van|bij) (?P<hit>{small})",
        ],
        Kind.ORIGIN: [
            rf"(?<!\bdat )(?<!\bhet )(?<!\bdit ){_COME}(?: \w+){{0,3}}? "
            rf"(?:uit|van|geboren in|opgegroeid in) (?P<hit>{countries})",
            rf"(?:uit|van) (?P<hit>{countries})(?: \w+)? (?:gevlucht|gekomen|afkomstig|hierheen)",
            rf"{_WHOSE} (?P<hit>{peoples}) {_KIN}",
            rf"{_BEING} (?:een |'n |ook |zelf |dus |half |van oorsprong |eigenlijk )*(?P<hit>{peoples})\b"
            rf"(?! {_THINGS})",
        ],
    }
    return tuple((kind, re.compile(rf"\b{one}\b")) for kind, several in sources.items() for one in several)


# The illness, not the word: its letters are capitals.
_ALS = re.compile(r"\bALS\b(?!\s[A-Z]{2,})")


def find(text: str, clues: Clues) -> list[Hit]:
    """Hints of what may identify somebody indirectly, in tier 3.

    >>> from stemmen.privacy.clues import NO_CLUES
    >>> [(hit.text, hit.kind.value) for hit in find("Mijn man was molenaar en ik word 93.", NO_CLUES)]
    [('molenaar', 'beroep'), ('93', 'leeftijd')]
    """
    found = sorted(_found(text), key=lambda hit: (hit.start, -hit.end))
    return [hit for at, hit in enumerate(found) if not at or hit.start >= max(one.end for one in found[:at])]


def _found(text: str) -> Iterator[Hit]:
    folded = fold(text)
    for kind, pattern in _patterns():
        for found in pattern.finditer(folded):
            yield _hit(text, *found.span("hit"), kind)
    for found in _ALS.finditer(text):
        yield _hit(text, *found.span(), Kind.ILLNESS)


def _hit(text: str, start: int, end: int, kind: Kind) -> Hit:
    return Hit(start, end, text[start:end], kind, 3, _REASONS[kind])
