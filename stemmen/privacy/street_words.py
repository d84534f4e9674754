"""What Dutch street names end in, and the ordinary words that end in the same."""

from stemmen.language import word_set

# Nearly always a street, when something stands before it in the same word.
SURE = (
    "straat|straatje|straatweg|laan|laantje|gracht|singel|plantsoen|dreef|kade|steeg|steegje|plein|pleintje"
    "|dijk|weg|wegje|hof|hofje"
    "|wal|allee|boulevard|strjitte|dyk|str|wei|gaarde|wetering|bolwerk|drf|hf|mrkt|pd|pln|plnts"
    "|prk|sngl|stg|wg|ln|gr"
)
# A street when written with a capital in the midst of a sentence, or where somebody lives.
MAYBE = (
    "pad|markt|ring|baan|park|oord|erf|kamp|akker|veld|haven|hoek|heuvel|horst|brink|es|esch|meent|diep"
    "|vaart|zoom|donk|hout|poort|eind"
    "|einde|berg|warande|werf|zijde|bos|bosch|boog|brug|buurt|weide|wijk|hage|hagen|land|rade|stee|stede"
    "|terp|tuin|zand|loop|beek|loo|kwartier"
    "|sloot|water|burg|borg|state|st|dam|kreek|vliet|schans|molen|heide|rak|waard|plaat|lei|lust|rust|dal"
    "|hoeve|hove|kerk|toren|kant|wiek|landen|velden|akkers|tuinen"
)
# Words of their own.
COMMON = word_set(
    """
 weg onderweg halverwege snelweg autoweg terugweg heenweg uitweg omweg spoorweg rijksweg hoofdweg
 tussenweg zijweg landweg waterweg luchtweg luchtwegen middenweg rechtsweg carrièreweg levensweg vanweg
 verweg ringweg toegangsweg fietspad voetpad zebrapad wandelpad carrièrepad leerpad groeipad
 ontwikkelpad schoolplein werkplein marktplein leerwerkplein kerkplein dorpsplein stationsplein
 zorgplein kerkhof rechtshof gerechtshof voorhof strafhof hof wal straat laan gracht singel plein dijk
 kade steeg baan bijbaan bijbaantje baantje droombaan vakantiebaan werkbaan deeltijdbaan loopbaan
 flexbaan rijbaan rolbaan topbaan kantoorbaan garantiebaan afspraakbaan participatiebaan proefbaan
 instapbaan tussenbaan landingsbaan bowlingbaan ijsbaan renbaan markt arbeidsmarkt supermarkt
 huizenmarkt woningmarkt rommelmarkt kerstmarkt banenmarkt vrijmarkt vlooienmarkt zorgmarkt park
 vakantiepark bungalowpark pretpark wagenpark bedrijvenpark oversteeg ontsteeg besteeg achterstraat
 winkelstraat dorpsstraat hoofdstraat woonstraat zijstraat eenrichtingsstraat sleutelhof autosnelweg
 hofje straatje steegje laantje pleintje zeedijk waterkant noordkant zuidkant buitenkant binnenkant
 bovenkant onderkant achterkant voorkant zijkant overkant schouwburg ziekenhuis gevang oorlog weekeinde
 uiteinde dossier uitzendbureau woonwijk achterstandswijk volkswijk nieuwbouwwijk buitenland binnenland
 ouderland vaderland platteland eiland duitsland nederland engeland rusland friesland groenland
 gelderland zeeland flevoland holland finland ierland polen achterhoek uithoek invalshoek speelhoek
 afloop verloop oploop inloop omloop doorloop beroep snelheid voortuin achtertuin moestuin speeltuin
 volkstuin kleutertuin dierentuin geboorteland thuisland kostwinner bestuur natuur station
 provincialeweg buslaan invoegstrook
    """
) - {
    "dorpsstraat",
    "hoofdstraat",
    "achterstraat",
    "stationsplein",
    "dorpsplein",
    "kerkplein",
    "zeedijk",
    "marktplein",
    "rijksweg",
    "hoofdweg",
    "ringweg",
    "provincialeweg",
    "landweg",
    "kerkhof",
}  # names of streets too
RING_WORDS = r"(?:[a-z]+(?:er|el|n|l|r|t|d|k|v|g|p|z|s|f|m|u|i|w)ring|ring)"
STREET_LIKE_RING = {"ringbaan", "oostring", "westring", "noordring", "zuidring", "buitenring", "binnenring"}
NOT_STREETS = word_set(
    """
 nummer huisnummer kamer etage verdieping hoog leeftijd hoofdstuk artikel lid vraag groep klas niveau fase
 stap
 trede schaal wajong wia wao ww zw participatiewet ziektewet wmo pagina blz bladzijde deel versie lijn
 bus tram trein perron gate zaal lokaal route punt week dag maand jaar januari februari maart april mei
 juni juli augustus september oktober november december dit dat die deze zijn haar mijn ons onze elkaar
 straat weg plek huis flat appartement begane grond zichzelf mezelf mijzelf minimaal maximaal ongeveer
 circa bijna ruim al nu toen nog zeker maar ook wel dus uwv top plaats nr bijlage tabel figuur formulier
 kaart code pin categorie optie keuze rang zone gebied wijk team
    """
)
