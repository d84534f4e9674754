"""What transcribers write that was not said, and the names that they write for what was.

In the lists "a/b" is a choice of words; "…" and words in capitals stand for what `PLACES` says.
"""

from enum import StrEnum

from stemmen.language import word_set


class Kind(StrEnum):
    """Kinds of non-speech; the values are the words that users read."""

    SOUND = "geluid"
    SILENCE = "stilte"
    UNCLEAR = "onverstaanbaar"
    TIME = "tijd"
    REMARK = "opmerking"
    MARK = "teken"


# What makes words something that is said: where one of these stands, "…" below does not reach.
SPEECH = (
    "(?:ik|me|mij|mijn|we|wij|ons|onze|je|jij|jou|jouw|u|uw|niet|niks|niets|geen|niemand|nooit|altijd|ook|maar"
    "|want|omdat|dus|toen|dan|dat|die|hè|hoor|toch|al|wel|nu|vaak|soms|meestal|graag|veel|gewoon|alleen|als)"
)
_OBJECT = rf"(?!{SPEECH}\b)\w+(?: (?!{SPEECH}\b)\w+){{0,4}}"
PLACES = {
    "…": _OBJECT,
    "DUUR": r"(?:\d+s|\w+ (?:s|sec|seconde|seconden|tellen|min|minuut|minuten))",
    "IEMAND": r"(?:(?:de|een|zijn|haar|hun) )?(?:iemand|partner|man|vrouw|zoon|zoontje|dochter|dochtertje"
    r"|kind|kinderen|kat|hond|collega|medewerker|medewerkster|buurvrouw|buurman|moeder|vader)"
    r"(?: van (?:de )?(?:r|respondent|interviewer))?",
    "WIE": r"(?:haar|zijn|hun|het|de)",
}
WHO = (
    "r|i|int|resp|interviewers?|interviewster|respondent|respondente|respondenten|geïnterviewde|moderator"
    "|gespreksleider|deelnemers?|mevrouw|mevr|mw|meneer|dhr|spreker|persoon|beiden|beide|allebei|iedereen"
    "|allen|groep|hij|zij|ze"
)
HOW = word_set(
    """
    een en met wat beetje even eventjes kort korte kleine lang lange langere langdurige hard harde zacht
    zachte zachtjes luid luide luidkeels diep diepe opnieuw nogmaals instemmend bevestigend ontkennend
    ongemakkelijk ongemakkelijke zenuwachtig zenuwachtige nerveus nerveuze cynisch cynische sarcastisch
    schamper schampere uitbundig voorzichtig verlegen samen tegelijk onderdrukt hartelijk droog opgelucht
    bitter bittere spottend verbaasd begrijpend vriendelijk geïrriteerd vermoeid beiden allebei
    """
)
PHRASES = {
    Kind.SILENCE: """
    stilte, stil, stiltes, pauze, pauzeert, spreekpauze, denkpauze, adempauze, DUUR stilte/pauze,
    stilte/pauze DUUR, stilte/pauze van DUUR, stilte/pauze van ongeveer/circa/ca DUUR, valt stil, is stil,
    blijft stil, het is/blijft/wordt stil, er valt een stilte, zwijgt, denkt, denkt na, denken, nadenken,
    nadenkend, aarzelt, aarzeling, aarzelend, twijfelt, zoekt naar woorden, silence, pause, long pause,
    short pause, blank audio, no speech, stilte en denkt na, denkt diep na
    """,
    Kind.UNCLEAR: """
    onverstaanbaar, onverstaanbare, onv, onverst, onduidelijk, onhoorbaar, onverstaanbaar
    gemompel/woord/woorden/stuk, onverstaanbaar gedeelte/fragment/stukje, woord/woorden
    onverstaanbaar/onduidelijk/onhoorbaar, \\d+ woord/woorden, \\d+ woord/woorden
    onverstaanbaar/onduidelijk, een/één/twee/drie/enkele/paar/aantal/laatste woord/woorden
    onverstaanbaar/onduidelijk, niet/slecht/moeilijk/nauwelijks/amper te verstaan/horen,
    niet/slecht/moeilijk goed te verstaan/horen, niet goed te verstaan, niet/slecht/moeilijk
    verstaanbaar/hoorbaar, slecht hoorbaar, woord/woorden/enkele/paar/aantal woorden niet te verstaan,
    woord/woorden niet te verstaan, woord/geluid/verbinding/opname/stem/zin valt/vallen weg, valt weg,
    slechte verbinding, verbinding slecht, verbinding hapert, door elkaar, praten/spreken/lopen door
    elkaar, praat/praten er doorheen, door elkaar heen, praten/spreken door elkaar heen, mompelt,
    gemompel, mompelend, overlap, overlappend, crosstalk, cross talk, inaudible, unintelligible, unclear,
    indistinct, unk utterance, onverstaanbaar …, onverst …, onverstaanb,
    deels/gedeeltelijk/grotendeels/half/bijna onverstaanbaar, niet verstaan, niet goed
    verstaanbaar/hoorbaar, naam/namen/plaats onverstaanbaar, praten/spreken tegelijk, praat/praten/spreken
    erdoorheen, onderbreekt, valt in de rede, IEMAND praat erdoorheen
    """,
    Kind.SOUND: """
    lach, lacht, lachen, lachend, lachje, lachjes, gelach, gelachen, lachsalvo, er wordt gelachen,
    begint/beginnen te lachen/huilen/snikken, schiet/schieten in WIE lach, barst/barsten in lachen/tranen
    uit, barst in huilen uit, moet/moeten lachen/huilen, glimlacht, glimlach, glimlachend, grinnikt,
    grinniken, grinnikend, gegrinnik, giechelt, giechelen, giechelend, gegiechel, gniffelt, proest,
    schatert, grijnst, zucht, zuchten, zuchtend, gezucht, kreunt, steunt, huilt, huilen, huilend, gehuil,
    snikt, snikken, snikkend, gesnik, snik, tranen, in tranen, tranen in WIE ogen, met tranen in WIE ogen,
    krijgt tranen in WIE ogen, schiet vol, is geëmotioneerd, wordt emotioneel/geëmotioneerd,
    geëmotioneerd, stem breekt/stokt/trilt, stem slaat over, trillende stem, brok in WIE keel, hoest,
    hoesten, hoestend, gehoest, kucht, kuch, kuchje, kuchen, gekuch, niest, niezen, nies, gaapt, gapen,
    geeuwt, slikt, snuift, snuit, snuit neus, snuit WIE neus, haalt neus op, haalt WIE neus op, schraapt
    keel, schraapt WIE keel, keelschrapen, ademt, ademt in/uit, ademhaling, inademing, uitademing, haalt
    adem, haalt diep adem, diep adem, blaast, blaast uit, puft, hikt, boert, smakt, klakt met tong, klakt
    met WIE tong, fluit, fluitend, zingt, zingen, zingend, neuriet, neuriën, fluistert, fluisteren,
    fluisterend, gefluister, op fluistertoon, roept, schreeuwt, gilt, klapt, klappen, applaus, geklap,
    klapt in WIE handen, imiteert stem, telefoon, telefoon/mobieltje/mobiel/wekker/alarm gaat, mobiele
    telefoon gaat, telefoon gaat over/af, telefoon/bel/deurbel rinkelt/gaat, telefoon trilt, telefoon
    piept, WIE telefoon gaat, ringtone, beltoon, deurbel, bel, bel gaat, er wordt aangebeld/gebeld,
    geklop, er wordt geklopt/aangeklopt, klop op WIE deur, geklop op WIE deur, deur, deur gaat/slaat/valt
    open/dicht, deur dicht/open, deur piept, WIE deur gaat open/dicht, deurgeluid, hond/honden
    blaft/blaffen, geblaf, WIE hond blaft, kat miauwt, baby/kind huilt, kinderen lachen/spelen/schreeuwen,
    kindergeluiden, achtergrondgeluid, achtergrondgeluiden, achtergrondlawaai, achtergrondmuziek,
    omgevingsgeluid, achtergrond geluid/geluiden/lawaai/muziek, geluid, geluiden, lawaai, ruis, muziek,
    gekraak, kraakt, piep, piept, geritsel, gerommel, geroezemoes, rumoer, verkeersgeluid, geluid/geluiden
    van …, geluid op/in WIE achtergrond, lawaai/muziek/stemmen/gepraat/gelach op WIE achtergrond, sirene,
    sirenes, tikt, vliegtuig/trein/auto/scooter/brommer rijdt/vliegt/komt voorbij/over/langs, gerammel,
    kopjes rammelen, laugh, laughs, laughter, laughing, sigh, sighs, crying, cries, cough, coughs, music,
    noise, applause, background noise, phone rings, lacht …, lachend …, gelach …, glimlacht …, grinnikt …,
    giechelt …, gniffelt …, gegrinnik …, gegiechel …, zucht …, zuchtje, huilt …, huilend …,
    snikt …, hoest …, kucht …, fluistert …, fluisterend …, mompelt …, is emotioneel, slikt tranen weg,
    stem hapert, op … toon, op … fluistertoon, met … stem, met stemverheffing, ironisch, sarcastisch,
    cynisch, praat/spreekt/zegt zacht/zachtjes/zachter/hard/harder, IEMAND
    roept/praat/lacht/huilt/schreeuwt, telefoon/mobiel … gaat, telefoon/mobiel/mobieltje trilt/piept,
    geluid trein/auto/tv/televisie/radio/verkeer/buiten, achtergrond …, … op de achtergrond, … op
    achtergrond, … in de achtergrond
    """,
    Kind.REMARK: """
    knikt, knikken, knikkend, knik, knikt ja/nee/van ja/van nee, knikt met WIE hoofd, knikt …, ja
    knikkend, schudt, schudt ja/nee/hoofd, schudt van nee, schudt WIE hoofd, hoofdschuddend, schudt …,
    haalt WIE schouders op, haalt schouders op, schouderophalend, schouderophalen, wijst, wijst naar/op …,
    wijst … aan, gebaart, gebaren, gebaar, gebaart …, maakt gebaar, maakt gebaren, maakt gebaar van/met …,
    haalt koffie/thee/water, haalt koffie/thee/water/iets/brief/papieren op, haalt koffie/thee erbij, pakt
    WIE …, pakt een …, pakt
    telefoon/brief/papier/papieren/map/foto/tas/agenda/laptop/glas/koffie/thee/water, pakt … erbij/op,
    schenkt in, schenkt … in, schenkt koffie/thee/water, drinkt koffie/thee/water, drinkt slok/slokje,
    neemt slok/slokje/hap, neemt slok/slokje/hap …, eet koekje, krijgt koffie/thee, kijkt weg/op/rond,
    kijkt naar/op/uit/om/in …, bladert, bladert door/in …, leest, leest voor, leest … voor, schrijft op,
    schrijft iets op, tekent in WIE lucht, staat op, staan op, gaat/gaan zitten/staan, loopt weg, loopt
    naar WIE keuken/deur/kast/raam/gang/tafel/woonkamer/slaapkamer/toilet/hal/bureau, loopt naar
    keuken/deur/kast/raam/gang/tafel/boven/beneden/buiten/binnen, laat … zien, toont …, zoekt … op, zoekt
    in …, zoekt naar brief/papieren/papier/telefoon/foto, legt … neer, legt … op tafel, zet … neer, geeft
    knik/hand/brief/papier/foto, klopt op tafel/deur/WIE tafel, tikt op tafel/WIE tafel, slaat op
    tafel/WIE tafel, zwaait, steekt duim op, duim omhoog, steekt WIE duim op, telt op WIE vingers, rolt
    met WIE ogen, fronst, fronsend, trekt wenkbrauwen op, IEMAND komt/loopt/komen/lopen binnen, IEMAND
    komt/loopt erbij/langs/terug, IEMAND gaat/loopt weg, IEMAND gaat de kamer uit, verlaat WIE
    kamer/ruimte, opname/band/recorder/interview/gesprek gestopt/stopt, opname/interview/gesprek
    onderbroken/gepauzeerd/hervat/hervatten/afgebroken/begint/start, opname uit/aan, opname wordt
    gestopt/onderbroken/hervat, recorder uit/aan, band afgelopen, onderbreking, korte onderbreking,
    einde/eind/begin/start/vervolg opname/interview/gesprek/fragment/transcript/band,
    einde/eind/begin/start van WIE opname/interview/gesprek/fragment/transcript/band, kijkt … aan, maakt
    aanhalingstekens, maakt aanhalingstekens met …, gebaart/schudt/knikt van niet/wel, doet … na, imiteert
    …, wrijft …, houdt … omhoog/vast, drinkt, tegen interviewer/respondent, tegen IEMAND, vraagt
    aan IEMAND, vertaalt, vertaalt …, opname stopt hier, recorder/opname/band
    uitgezet/aangezet/uitgeschakeld, recorder/opname wordt/is uitgezet/aangezet/gepauzeerd/gestopt, IEMAND
    komt/loopt binnen met …
    """,
}
# What stands for a word of the sentence: "[naam]", "[plaats 1]".
NAMES = word_set(
    """
    naam namen voornaam achternaam roepnaam initialen plaats plaatsnaam woonplaats stad dorp gemeente
    provincie land wijk buurt straat straatnaam adres postcode huisnummer instelling instantie organisatie
    bedrijf bedrijfsnaam werkgever school opleiding ziekenhuis kliniek afdeling project vereniging kerk
    winkel locatie datum jaar jaartal leeftijd geboortedatum telefoonnummer nummer bsn bedrag functie
    beroep nationaliteit taal persoon respondent interviewer collega zoon dochter kind partner man vrouw
    vader moeder broer zus vriend vriendin buurman buurvrouw consulent consulente casemanager klantmanager
    begeleider begeleidster huisarts arts dokter advocaat rechter patient patiënt cliënt url email mail
    rekeningnummer webadres kenteken dossiernummer account ziekte gebeurtenis gezin herkomst woord tijdstip
    """
)
