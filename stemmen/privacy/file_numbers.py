"""Numbers under which an organisation knows a person: client, file, case, policy and document numbers.

After a cue any number of three digits and more counts, and one with letters; without a cue a number of
seven digits and more that stands together and is no amount, no date and not round.
"""

import re
from collections.abc import Iterator

from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.marks import DASHES, SPACES, S, cue_after, cue_before, is_count
from stemmen.privacy.spoken_numbers import runs, says_numbers

_OF = (
    r"cli[eë]nt(?:en)?|dossier|zaaks?|klant(?:en)?|polis|relatie|pati[eë]nt(?:en)?|aanvraag|aanvragers?"
    r"|referentie|registratie|inschrijf"
    r"|inschrijvings?|student(?:en)?|studie|leerling(?:en)?|personeels?|werknemers?|medewerkers?|lid|leden"
    r"|lidmaatschaps?|verzekerings?"
    r"|verzekerden?|verzekerde|ticket|case|volg|beschikkings?|correspondentie|briefkenmerk|factuur|order"
    r"|bestel|contract|paspoort"
    r"|identiteits(?:kaart|bewijs)?|id(?:-?kaart)?|rijbewijs|document|kvk|btw|agb|loonheffings?|aansluit"
    r"|meld(?:ings)?|incident|klacht(?:en)?"
    r"|bezwaar|beroeps?|rol|parket|proces(?:verbaal)?|cjib|serie|vreemdelingen|v|big|pas(?:jes)?|kaart"
    r"|digid|crisis|huurders?|contact"
    r"|kandidaat|kandidaten|deelnemers?|respondent(?:en)?|gevangenis|detentie|ow|uwv|svb|duo|gemeente|sv"
    r"|wmo|zorg|indicatie|ziekenhuis"
    r"|vergunnings?|aangifte|melding|toestel|deelnemer|donor|erkennings?|regeling|uitkerings?|werkgevers?"
    r"|vacature|sollicitatie"
)
_NUMBER = rf"(?:nummers?|nr\.?|nrs|no\.|code|-id|{S}kenmerk|kenmerk)"
CUE = (
    rf"(?:{_OF})[{SPACES}{DASHES}]?{_NUMBER}|pat\.?nr|cl\.?nr|(?:ons|uw|mijn){S}kenmerk|kenmerk|zaakcode"
    rf"|dossiercode|klantcode"
    r"|patientnr|crv|mrn"
)
_LINK = (
    rf"(?:{S}*[:=#.,({DASHES}]|{S}+(?:is|was|dat|dus|van|mij|mijn|me|hem|haar|ons|het|uwv|svb|duo|gemeente"
    rf"|de|bij|op|met|luidt|luidde|namelijk|ja|eh|uh|euh"
    r"|geloof|ik|onder|nummer|nr|zit|voor|even|kijken|ergens|iets|als|toen|nu|daar|zegt|zei"
    r"|staat)(?!\w)){0,9}"
)
_VALUE = (
    rf"(?P<value>(?:[A-Z]{{1,6}}[{SPACES}./{DASHES}]?|[A-Za-z]{{1,3}}[./{DASHES}]?)?\d[A-Za-z0-9]*"
    rf"(?:[./{DASHES}](?=[A-Za-z0-9])[A-Za-z0-9]+|[{SPACES}]\d+(?![{SPACES}]?[%€]|,\d))"
    rf"{{0,8}}(?:[{SPACES}][A-Z]{{2,4}}(?!\w))?|(?:[A-Z]{{2,6}}[/.{DASHES}])+\d[A-Za-z0-9./{DASHES}]*\w)"
    rf"(?!\w)"
)
_CUED = re.compile(
    rf"(?<![^\W_])(?i:{CUE})(?!\w)(?:{_LINK})(?i:)[{SPACES}]*(?:[\"'“‘„(])?{_VALUE}".replace("(?i:)", "")
)
_BARE_CUED = re.compile(
    rf"(?<!\w)(?i:dossier|zaak|referentie|polis|aanvraag|bezwaar|beschikking)(?!\w)(?:[:]|{S})+{_VALUE}"
)
_PREFIX = re.compile(rf"(?:(?<![\w])[A-Z]{{1,6}}[./{DASHES}]?)?$")
_PHONE_LIKE = re.compile(r"0[1-9]\d{8}$|00\d{8,}$|31\d{9}$")
_ANY_NUMBER = re.compile(r"\b(?:nummer|nr)\b", re.IGNORECASE)
_CUE = re.compile(rf"(?<!\w)(?:{CUE})(?!\w)", re.IGNORECASE)
_QUICK = (
    "numm",
    "nr",
    "kenmerk",
    "code",
    "no.",
    "id",
    "dossier",
    "zaak",
    "referentie",
    "polis",
    "aanvraag",
    "bezwaar",
    "beschikking",
    "crv",
    "mrn",
)
_LONG = re.compile(rf"(?<![\w.,€$+/{DASHES}])\d{{7,20}}(?![\w%]|[.,/{DASHES}]\d)")
_CODE = re.compile(
    rf"(?<![\w./{DASHES}])[A-Z]{{1,6}}[./{DASHES}]"
    rf"(?:[A-Z]{{1,4}}[./{DASHES}])?\d{{2,4}}[./{DASHES}]\d{{3,}}(?![\w/])"
)
_REASON = "Dit is een nummer waaronder een organisatie iemand kent."


def find_cued(text: str, lower: str) -> Iterator[Hit]:
    """Numbers with a word such as cliëntnummer before or after them."""
    if not any(word in lower for word in _QUICK):
        return
    for hit in _CUED.finditer(text):
        yield from _valued(text, hit, 3)
    for hit in _BARE_CUED.finditer(text):
        yield from _valued(text, hit, 5)
    yield from _other_ways(text, lower)


def _hit(text: str, start: int, end: int) -> Hit:
    return Hit(start, end, text[start:end], Kind.FILE_NUMBER, 1, _REASON)


def _valued(text: str, hit: re.Match[str], least: int) -> Iterator[Hit]:
    """A value with digits enough; what is counted, a year or a date is none."""
    start, end = hit.span("value")
    value = hit["value"]
    digits = sum(letter.isdigit() for letter in value)
    enough = digits >= least or (least == 3 and digits == 2 and len(value) > 4)
    year = re.fullmatch(r"(?:19|20)\d\d", value)
    if enough and not year and not is_count(text, start, end):
        yield _hit(text, start, end)


def _other_ways(text: str, lower: str) -> Iterator[Hit]:
    """A number further on from its cue, in words, or before it."""
    for run in runs(text, says_numbers(lower)):
        start, end = run[0].start, run[-1].end
        digits = "".join(atom.digits for atom in run)
        if run[0].digits == "1" and run[0].spoken and len(run) == 1:
            continue
        if not 3 <= len(digits) <= 20 or is_count(text, start, end) or re.fullmatch("(?:19|20)..", digits):
            continue
        far = len(digits) >= 5 and cue_before(_CUE, text, start) and not _PHONE_LIKE.match(digits)
        near = all(atom.spoken for atom in run) and len(run) > 2 and cue_before(_CUE, text, start, 25)
        if far or near or cue_after(CUE, text, end):
            prefix = _PREFIX.search(text[max(0, start - 8) : start])
            start -= len(prefix.group()) if prefix else 0
            yield _hit(text, start, end)


def find_bare(text: str, lower: str) -> Iterator[Hit]:
    """Numbers after "nummer", and long numbers and codes without a cue."""
    if "nummer" in lower or "nr" in lower:
        for run in runs(text, says_numbers(lower)):
            start, end = run[0].start, run[-1].end
            long = (any(len(atom.digits) > 2 for atom in run) or run[0].spoken) and 5 <= sum(
                len(atom.digits) for atom in run
            ) <= 20
            if long and cue_before(_ANY_NUMBER, text, start, 40) and not is_count(text, start, end):
                yield _hit(text, start, end)
    for hit in _LONG.finditer(text):
        digits = hit.group()
        if not digits.endswith("0000") and not _is_day(digits) and not is_count(text, *hit.span()):
            yield _hit(text, *hit.span())
    for hit in _CODE.finditer(text):
        yield _hit(text, *hit.span())


def _is_day(digits: str) -> bool:
    """20190312 and 12032019 are days."""
    return bool(
        re.fullmatch(
            r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d|[0-3]\d(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:(?:19"
            r"|20)\d\d){2}",
            digits,
        )
    ) or bool(re.match(r"0?(?:800|90[0-9])", digits))
