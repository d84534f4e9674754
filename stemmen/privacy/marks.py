r"""White space, dashes and the like, as pieces of patterns: transcripts hold every sort of them.

`\s` has NBSP and the thin spaces; the zero-width ones are added. All are insides of a character class.
"""

import re
from functools import lru_cache

SPACES = r"\s\u200b\u2060\ufeff"
DASHES = r"\-\u00ad\u2010-\u2015\u2212"
APOSTROPHES = "'’‘`´"
S = f"[{SPACES}]"
D = f"[{DASHES}]"

# A number followed by these is a count or an amount, not somebody's number.
COUNTED = (
    "euro|eur|gulden|cent|dollar|pond|miljoen|miljard|duizend|procent|jaar|jaren|maand|maanden|week|weken"
    "|dag|dagen"
    "|nacht|nachten|uur|uren|uurtje|uurtjes|minuut|minuten|seconden|kwartier|keer|maal|x|mensen|personen"
    "|man|mannen"
    "|vrouw|vrouwen|kind|kinderen|jongens|meisjes|huizen|huis|woningen|inwoners|klanten|cliënten|collega"
    "|collega's"
    "|collegas|meter|kilometer|km|cm|mm|m2|gram|kilo|kg|mg|liter|graden|punten|stuks|plekken|plaatsen"
    "|bladzijden"
    "|pagina's|woorden|letters|cijfers|winkels|auto's|auto|banen|sollicitaties|brieven|gesprekken|gezinnen"
    "|buren"
    "|bedrijven|scholen|bomen|lampen|katten|honden|andere|verschillende|nieuwe|grote|kleine"
    "|kamers|deuren|flats|wooneenheden|kantoren|stappen|verdiepingen|jarige|jarigen|leerlingen|medewerkers"
    "|werknemers"
    "|ambtenaren|respondenten|deelnemers|vragen|zinnen|regels|meldingen|aanvragen|Nederlanders|werklozen"
    "|ouders"
    "|families|vluchtelingen|vrijwilligers|hectare|ton|stemmen|gevallen|dossiers|banken|cafés|mille|rondjes"
    "|rondes"
)
_AMOUNT_BEFORE = re.compile(rf"(?:€|\$|£|\beuro|\beur|\bbedrag van)[{SPACES}]*$", re.IGNORECASE)
_COUNT_AFTER = re.compile(rf"(?:,{D}|,\d|[{SPACES}]?[%€‰]|{S}+(?:{COUNTED})(?!\w))", re.IGNORECASE)


def is_count(text: str, start: int, end: int) -> bool:
    """Whether the number there is an amount or a count of something.

    >>> is_count("met 12 mensen", 4, 6), is_count("op 12", 3, 5)
    (True, False)
    """
    return bool(_COUNT_AFTER.match(text, end) or _AMOUNT_BEFORE.search(text[max(0, start - 12) : start]))


_BROKEN = re.compile(rf"\d|[.?!]{S}+[^\W\d_]")


def cue_before(cue: re.Pattern[str], text: str, start: int, reach: int = 45) -> str:
    """The last cue at most `reach` before `start` in the same sentence with no number between, or ""."""
    *_, last = [None, *cue.finditer(text, max(0, start - reach - 20), start)]
    if last is None or start - last.end() > reach:
        return ""
    return "" if _BROKEN.search(text, last.end(), start) else last.group()


@lru_cache(maxsize=32)
def _after(cue: str) -> re.Pattern[str]:
    link = r"(?:is|was|dat|dus|ja|als|mijn|m'n|zijn|haar|hun|ons|het|de|een|je|uw)"
    return re.compile(rf"[{SPACES},.()\[\]–-]{{1,4}}(?:{link}{S}+){{0,4}}(?:{cue})", re.IGNORECASE)


def cue_after(cue: str, text: str, end: int) -> bool:
    """Whether a cue follows at once: "123456782 is mijn bsn"."""
    return bool(_after(cue).match(text, end))
