"""Ordinary words of talk in lower case: those that the tables lack, and those that are names as well.

The lists are in `spreektaal.txt` and `kenmerken.txt`, written from general knowledge of Dutch.
"""

from functools import cache
from pathlib import Path

from stemmen import language
from stemmen.language import word_set
from stemmen.privacy.names import countries as countries_by_faker
from stemmen.privacy.names import places, sections


@cache
def listed(file: str, heading: str) -> frozenset[str]:
    """The words under a heading of one of our files of words.

    >>> "oké" in listed("spreektaal.txt", "gewoon")
    True
    """
    return frozenset(sections(Path(__file__).with_name(file).read_text("utf-8"))[heading])


# Words of the tables that in talk are nearly always a name or a place.
NAMES = listed("spreektaal.txt", "namen")
# Words that are names or places too, but that every talk has: never a name without a cue.
EVERYDAY = listed("spreektaal.txt", "dubbel")
# Names that are words too, which talk has seldom: without an article before it, one is a name.
DOUBTFUL = listed("spreektaal.txt", "twijfel")
# What schools, homes and companies are often called: after "bij de" one of these is no thing.
HOUSES = listed("spreektaal.txt", "huizen")
# Employers that are named where somebody works there; where one buys there it tells nothing.
EMPLOYERS = listed("spreektaal.txt", "werkgevers")
# Places as they are said, that lists have under another name.
SPOKEN_PLACES = frozenset(["den haag", "den bosch", "den helder", "den ham", "den burg", "ter apel"])

# What somebody does: a word beside one of these may be who does it.
SAYING = word_set(
    "zei zegt vroeg vraagt belde belt appte mailde vertelde riep dacht vond schreef kwam ging komt zat"
)
DETERMINERS = word_set(
    "de het een 'n 't n t die dat deze dit mijn m'n mn zijn z'n zn haar d'r hun ons onze jouw je uw elke elk "
    "iedere ieder geen veel alle beide twee drie vier vijf zes zeven acht negen tien zo'n "
    "welke welk wat ene andere 'm 'k"
)
SURNAME_PARTICLES = word_set(
    "van de den der het 't ter ten te el al la le di da del dos von zu bin ibn ben abu"
)
PLACE_PREFIXES = word_set("nieuw oud klein groot sint st den ter bad nij")
# Surnames that are trades: "bij bakker" is a person, "bij de bakker" a shop.
TRADES = word_set(
    "bakker visser mulder smit smid kuiper kuipers timmerman schipper molenaar koster brouwer kramer"
)
# After a name that is a verb of "ik" as well: "ben heeft" is no other thing.
THIRD = word_set("heeft is was had zei zegt kwam komt ging gaat belde belt vroeg vertelde woont werkt")
# Of the everyday words those that are names of many.
OFTEN_NAMES = word_set(
    """
roos bas ben mark wil joy storm beer jet lot job linde merel loes daan kim bo jan bob lieve pim stans
mees maan luna
"""
)
INSTITUTIONS = word_set(
    "ziekenhuis college lyceum school basisschool kliniek verpleeghuis gymnasium stichting"
)


def _ends(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# After a word that is in no list these make a place.
LAND_ENDS = _ends("buurt wijk dijk meer plein weg kanaal brug park polder veld berg eiland plas plassen")
STREET_ENDS = _ends(
    """
straat straatje laan gracht kade singel steeg hofje
"""
)
PLACE_ENDS = _ends("dorp veen hoven drecht burg wolde sluis foort kerk horst huizen meer wijk mond")
HOUSE_ENDS = _ends(
    "hof oord borg heem stede staete poort horst zicht burcht waard kerk hoeve college lyceum zorg"
)

_LITTLE = _ends(
    """
aan achter af beneden bij binnen boven buiten door heen in langs mee na naar naartoe naast om omheen onder
op over overheen tegen tegenover toe tussen uit van vanaf vandaan via voor vooraf zonder rond
"""
)


_ALLOWED = (
    "instanties",
    "wetten",
    "bedrijven",
    "dagen en geloof",
    "talen en volken",
    "rollen en formulieren",
)


@cache
def never() -> frozenset[str]:
    """Words that are no name after a cue either: "mijn zoon is", "mevrouw moet", "ik woon in een"."""
    stop = language.STOP_WORDS - word_set("best goes echt anna dirk zwart jan")
    return listed("spreektaal.txt", "nooit") | stop


@cache
def _allowed() -> frozenset[str]:
    """What identifies nobody, in lower case: agencies, laws, shops, also of several words."""
    found = frozenset(entry.lower() for heading in _ALLOWED for entry in listed("allowed.txt", heading))
    return found - places() - SPOKEN_PLACES


_SAYINGS = ("jan modaal", "jan en alleman", "mark my words", "mark mijn woorden", "mark the date")


@cache
def allowed_phrases() -> dict[str, list[tuple[str, ...]]]:
    """Agencies and shops of several words, by the first: "albert heijn"."""
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for entry in sorted([*_allowed(), *_SAYINGS]):
        if len(parts := tuple(entry.split())) > 1:
            phrases.setdefault(parts[0], []).append(parts)
    return phrases


@cache
def peoples() -> frozenset[str]:
    """Peoples, as nouns and adjectives, the latter with "-e" as well."""
    found = listed("kenmerken.txt", "herkomsten")
    return found | {people + "e" for people in found}


@cache
def unlisted() -> frozenset[str]:
    """Ordinary words that the lemma tables lack: fillers, days, agencies, countries, "daaronder"."""
    there = (first + little for first in ("er", "daar", "hier", "waar") for little in _LITTLE)
    countries = listed("kenmerken.txt", "landen") | countries_by_faker()
    missing = listed("spreektaal.txt", "gewoon") | listed("allowed.txt", "woorden die woordenboeken missen")
    words = missing | countries | peoples() | _allowed()
    return frozenset([*words, *language.STOP_WORDS, *there])
