"""Web hosts that everybody uses and that tell nothing of a person, and paths of those that do."""

from stemmen.language import word_set

_SERVICES = """
uwv.nl werk.nl svb.nl rijksoverheid.nl overheid.nl mijnoverheid.nl belastingdienst.nl toeslagen.nl duo.nl
digid.nl cak.nl ciz.nl rdw.nl rvo.nl kvk.nl ind.nl coa.nl politie.nl om.nl rechtspraak.nl raadvanstate.nl
tweedekamer.nl eerstekamer.nl nationaleombudsman.nl hetcak.nl cjib.nl rvs.nl scp.nl cbs.nl cpb.nl pbl.nl
wrr.nl rivm.nl ser.nl nibud.nl juridischloket.nl slachtofferhulp.nl mensenrechten.nl
autoriteitpersoonsgegevens.nl ggd.nl nvvk.nl vng.nl divosa.nl fnv.nl cnv.nl vcp.nl staatscourant.nl
wetten.nl officielebekendmakingen.nl data.overheid.nl gov.uk europa.eu inspectieszw.nl nlarbeidsinspectie.nl
consumentenbond.nl thuisarts.nl zorgkaartnederland.nl apotheek.nl independer.nl geldfit.nl
zelfjeschuldenregelen.nl schuldhulpmaatje.nl voedselbankennederland.nl leergeld.nl stichtingleergeld.nl
mee.nl rodekruis.nl kindertelefoon.nl 113.nl google.nl google.com bing.com duckduckgo.com wikipedia.org
wikipedia.nl youtube.be outlook.com gmail.com hotmail.com hotmail.nl live.nl icloud.com microsoft.com
office.com apple.com zoom.us teams.com whatsapp.com netflix.com spotify.com amazon.nl amazon.com bol.com
marktplaats.nl coolblue.nl ah.nl jumbo.com lidl.nl ikea.nl ikea.com zalando.nl wehkamp.nl thuisbezorgd.nl
funda.nl pararius.nl kamernet.nl woningnet.nl huurwoningen.nl booking.com airbnb.nl airbnb.com ns.nl 9292.nl
postnl.nl dhl.nl indeed.nl indeed.com nationalevacaturebank.nl monsterboard.nl jobbird.com randstad.nl
tempo-team.nl manpower.nl werkenbijdeoverheid.nl stepstone.nl werkzoeken.nl jobnet.nl intermediair.nl nu.nl
nos.nl rtl.nl rtlnieuws.nl telegraaf.nl ad.nl volkskrant.nl trouw.nl nrc.nl parool.nl npo.nl omroep.nl
ing.nl abnamro.nl rabobank.nl snsbank.nl tikkie.me paypal.com ideal.nl ziggo.nl kpn.nl kpn.com vodafone.nl
odido.nl t-mobile.nl radar.nl avrotros.nl kassa.nl marktplaats.be tweakers.net vinted.nl ebay.nl dropbox.com
wetransfer.com surveymonkey.com qualtrics.com chatgpt.com openai.com ziekenhuis.nl umcg.nl vgz.nl cz.nl
menzis.nl zilverenkruis.nl achmea.nl abp.nl pggm.nl pfzw.nl mijnpensioenoverzicht.nl studielink.nl
schouders.nl wijzeringeldzaken.nl uwvperspectief.nl perspectief.uwv.nl werkwinkel.nl wsp.nl cedris.nl
"""
PUBLIC_HOSTS = frozenset(_SERVICES.split())

# What of a path leads to a person there; "" is any path at all.
PERSONAL_PATHS = {
    "linkedin.com": r"(?:in|pub|posts"
    "|feed/update)/", "linkedin.nl": "", "facebook.com": "", "facebook.nl": "", "fb.com": "",
    "instagram.com": "", "twitter.com": "", "x.com": "", "tiktok.com": "", "snapchat.com": "",
    "t.me": "", "wa.me": "",
    "youtube.com": r"@|c/|user/"
    "|channel/", "github.com": "", "medium.com": "@", "reddit.com": "u", "twitch.tv": "",
    "pinterest.com": "", "threads.net": "", "bsky.app": "profile", "about.me": "",
    "linktr.ee": "", "patreon.com": "",
    "gofundme.com": "f/", "strava.com": "athletes", "soundcloud.com": "", "flickr.com": "", "discord.gg": "",
    "onlyfans.com": "", "mastodon.nl": "@", "vk.com": "", "etsy.com": "shop",
}  # fmt: skip

GENERAL_BOXES = word_set(
    """
 info contact klantenservice klachten post communicatie service support helpdesk noreply no-reply pers
 privacy
    """
)
# Names with an @ that are of organisations.
PUBLIC_WORDS = word_set(
    """
 uwv rijksoverheid svb duo belastingdienst politie nos nu ns fnv cnv minszw vng divosa uwvnl werkbedrijf
 rtl rtlnieuws
    """
)
