"""Where a name, place or organisation may be expected: after "mijn zoon", "hij heet", "bij mevrouw".

A cue says where to look and for what; whether a word is a name is for lists to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stemmen.privacy.hits import Kind


@dataclass(frozen=True, slots=True)
class Cue:
    """A place where something is named.

    Args:
        start: offset of the cue itself.
        end: offset where the name begins, after spaces and a comma.
        kind: NAME, PLACE or ORGANISATION.
        strong: hardly anything else than a name follows.
    """

    start: int
    end: int
    kind: Kind
    strong: bool


_KIN = """
zoon zoontje dochter dochtertje kind kindje kinderen jongen meisje man mannetje vrouw ex exman exvrouw
partner vriend vriendje vriendin vriendinnetje verloofde zus zusje zusjes zuster broer broertje broers
vader moeder pa ma pap mam papa mama opa oma opi omi oom tante neef neefje nicht nichtje kleinzoon
kleindochter kleinkind schoonzoon schoondochter schoonmoeder schoonvader schoonzus schoonzusje schoonbroer
zwager buurman buurvrouw buurjongen buurmeisje buren collega collegaatje baas bazin chef leidinggevende
manager teamleider begeleider begeleidster mentor coach hulp thuishulp maatje maat kameraad mantelzorger
consulent consulente klantmanager jobcoach casemanager ambtenaar advocaat bewindvoerder curator huisarts
psycholoog psychiater therapeut fysio wijkagent wijkverpleegkundige verpleegkundige tolk docent docente
lerares leraar stiefvader stiefmoeder stiefzoon stiefdochter stiefbroer stiefzus pleegzoon pleegdochter
pleegmoeder pleegvader pleegkind halfbroer halfzus oudste jongste middelste kleine baby peuter kleuter
tweelingbroer tweelingzus peetoom vriendinnen vrienden maatschappelijk\\swerker maatschappelijk\\swerkster
voogd gezinsvoogd hond kat huisgenoot medebewoner
"""
KIN = frozenset(_KIN.replace("\\s", " ").split())
_OWNER = (
    r"(?:mijn|m'n|mn|me|zijn|z'n|zn|haar|d'r|hun|ons|onze|jouw|je|uw|de|die|een|'n|n|het|'t|dat|deze|andere)"
)
_TITLE = """
mevrouw mevr mevr\\. mw mw\\. mvr meneer menheer mijnheer dhr dhr\\. dokter dr dr\\. drs\\. juf juffrouw
juffie meester opa oma opi omi tante tant oom ome omoe opoe dominee ds ds\\. imam pastoor pater zuster
broeder prof prof\\. professor sjeik hadji familie fam fam\\.
"""
_NAMED = r"""
 (?:heet|heette|heetten|heten|genaamd|genoemd\snaar|vernoemd\snaar|bijgenaamd|roepnaam|achternaam|voornaam
 |(?:mijn|m'n|zijn|z'n|haar|d'r|de|onder\sde)\s(?:\w+\s)?naam\s(?:is|was)|een\szekere|'n\szekere|ene
 |(?:noemen|noemden|noemde|noem)\s(?:we|wij|ze|hem|haar|'m|d'r))
 (?:\s(?:hij|zij|ze|ie|ik|dus|nou|toen|dan|geloof\sik|geloof\sk|uh|eh|is|was|die|gewoon))?
"""
_LIVING = r"""
 (?:wo+n(?:de|den|t|en)?|gewoond|woonachtig|wonend|opgegroeid|opgroeide|geboren|getogen|geboortig|verhui(?:sd|zen|sde|sden|s|st)
 |ingeschreven|gevestigd|getrokken|teruggegaan|beland|terechtgekomen|terecht\sgekomen|geplaatst|gestationeerd)
 (?:\s(?!in\b|te\b|naar\b|bij\b|uit\b|op\b|een\b)\w+){0,3}?\s(?:in|te|naar|bij|uit|vanuit|op|nabij|vlakbij|rond|richting)
 |(?:kom|komt|kwam|kwamen|komen|komend|afkomstig|gevlucht|vertrokken|weg)(?:\s(?!in\b|uit\b|een\b)\w+){0,2}?\s(?:uit|vanuit)
 |(?:dorp|dorpje|stad|stadje|gehucht|wijk|wijkje|buurt|provincie|eiland|woonplaats|plaatsje|buurtschap|gemeente
 |streek|regio|kern)(?:\s(?:is|heet|genaamd))?
 |(?:huisarts|huisartsenpost|ziekenhuis|school|schooltje|kantoor|tandarts|apotheek|winkel|gemeentehuis|stadhuis|rechtbank
 |station|familie|werk|werken|werkte|baan|azc|opvang|vestiging|locatie|camping|huis|huisje|flat|filiaal|loket|afdeling
 |moskee|kerk|vader|moeder|broer|zus|zoon|dochter|oma|opa|boerderij|fabriek|haven|jarenlang|nog|hier|ergens)\s(?:in|te)
 |(?:in|te)(?=\s[\w'-]+(?:\s(?:nog|toen|ook|dan))?\s(?:woon|woont|woonde|woonden|wonen|gewoond|geboren|opgegroeid)\b)
"""
_WORKING = r"""
 (?:werk|werkt|werkte|werkten|werken|gewerkt|werkzaam|baan|baantje|stage|stageplek|vrijwilliger|vrijwilligerswerk|dienst|dienstverband
 |contract|ontslagen|school|collega|collega's|les|lessen|opleiding|studeer|studeerde|gestudeerd|student|behandeling|behandeld
 |klant|lid|sport|voetbal|voetbalde|training|zit|zat|zitten|zaten|gezeten|opgenomen|begonnen|aangenomen|solliciteren
 |gesolliciteerd|begeleiding|ondersteuning|hulpverlening|dagbesteding|thuiszorg|schoonmaken|schoonmaakster|chauffeur|verpleegkundige|docent|uitzendkracht|terecht|aangeklopt|intake|huur|huren|huurde|huurwoning)
 (?:\s(?!bij\b|op\b|van\b|een\b)\w+){0,3}?\s(?:bij|op|van|aan|via|voor)(?:\s(?:de|het|'t))?
"""


def _words(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_FIND = re.compile(
    rf"""(?<![\w'-])(?:
    (?P<named>{_NAMED})
    |(?P<title>{_words(_TITLE)})
    |(?P<kin>{_OWNER}\s(?:\w+e\s)?{_words(_KIN)})
    |(?P<place>{_LIVING})
    |(?P<work>{_WORKING})
    )(?![\w'-]),?\s(?=[^\W_])""",
    re.VERBOSE,
)
_KINDS = {
    "named": (Kind.NAME, True),
    "title": (Kind.NAME, True),
    "kin": (Kind.NAME, False),
    "place": (Kind.PLACE, True),
    "work": (Kind.ORGANISATION, False),
}


def find(folded: str) -> Iterator[Cue]:
    """The cues in a text as `language.fold` gives it, in order.

    >>> from stemmen.language import fold
    >>> [(cue.end, cue.kind.value, cue.strong) for cue in find(fold("Mijn zoon Fatih woont in Goes"))]
    [(10, 'naam', False), (25, 'plaats', True)]
    """
    position = 0
    while found := _FIND.search(folded, position):
        kind, strong = _KINDS[found.lastgroup or ""]
        yield Cue(found.start(), found.end(), kind, strong)
        position = found.start() + 1
