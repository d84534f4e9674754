"""Whether somebody can be recognised: what was left out for that, in the report and for who makes it."""

from collections.abc import Iterator

from stemmen.fragments import PARAPHRASE, PENDING, REFUSED, Quote
from stemmen.report.labels import Rich, rich
from stemmen.report.material import Material
from stemmen.report.model import Part, line
from stemmen.report.words import number, plural

_LABELS = {
    "thema": "Bij een thema heeft elke respondent een letter. Bij het volgende thema beginnen de letters "
    "opnieuw: de A van het ene thema is niet de A van het andere. Zo kan niemand uit het hele rapport bij "
    "elkaar zoeken wat één persoon zei. Woorden die bij meer dan één thema staan, hebben daarom geen letter. "
    "Ook bij een thema van weinig mensen ontbreken de letters, als daarmee te tellen is hoeveel mensen uit "
    "een kleine groep erover vertellen.",
    "studie": "Een respondent heeft in het hele rapport dezelfde letter. Wie alles onder één letter leest, "
    "kan iemand leren kennen.",
    "geen": "Bij de citaten staat niet welke van dezelfde persoon zijn.",
}


def traceability(material: Material) -> Part:
    """The part of the verantwoording on who may be recognised."""
    lines = (*_checked(material), *_consent(material), *_shown(material), *_letters(material))
    return Part("herleidbaarheid", "Herleidbaarheid", tuple(line(words) for words in lines))


def _checked(material: Material) -> Iterator[str]:
    yield (
        "De computer zocht in alle woorden naar namen, adressen, nummers en andere gegevens die iemand "
        "kunnen aanwijzen. Wat gevonden is, komt pas in dit rapport als de onderzoeker erover heeft "
        "besloten. De computer vindt niet alles."
    )
    chosen = _chosen(material)
    gaps, bare = (
        _pending(chosen),
        [quote for quote in chosen if quote.context_withheld and not quote.withheld],
    )
    if material.gate.draft:
        yield "Dit is een concept: alle woorden staan er, ook die nog een besluit vragen."
    elif gaps:
        yield f"Van {_of(len(gaps), len(chosen))} staan de woorden er nog niet: er is nog een besluit nodig."
    if bare:
        yield f"Bij {plural(len(bare), 'citaat', 'citaten')} is weggelaten wat eromheen stond."
    if turns := _turns(_pending(_listed(material))):
        yield (
            f"In de lijsten met alle beurten ontbreken om dezelfde reden de woorden van "
            f"{plural(turns, 'beurt', 'beurten')}. Die tellen wel mee."
        )
    if count := len(material.gate.uncheckable):
        talks = plural(count, "gesprek kon", "gesprekken konden")
        yield f"{talks} niet volledig worden nagekeken. Of daar nog namen in staan, is dus niet zeker."


def _consent(material: Material) -> Iterator[str]:
    if not material.gate.recorded:
        yield "Of respondenten toestemming gaven om te citeren, is in deze studie niet vastgelegd."
    for reason, who in (
        (REFUSED, "gaf geen toestemming om te citeren"),
        (PARAPHRASE, "wil niet letterlijk worden geciteerd"),
    ):
        people, turns = _refused(material, reason)
        if people:
            verb = who if people == 1 else who.replace("gaf", "gaven").replace("wil ", "willen ")
            yield (
                f"{plural(people, 'respondent', 'respondenten')} {verb}. De woorden staan er niet; "
                f"{'de beurt telt' if turns == 1 else f'de {number(turns)} beurten tellen'} wel mee."
            )


def _shown(material: Material) -> Iterator[str]:
    k = material.settings.disclosure.k
    yield (
        f"Wat er naast een citaat over iemand staat, geldt voor ten minste {k} respondenten. Gold het voor "
        "minder, dan staat er een bredere groep, of staat er minder."
    )
    yield from material.disclosed.remarks


def _letters(material: Material) -> Iterator[str]:
    yield _LABELS[material.settings.disclosure.label]
    yield (
        "Het kenmerk van een beurt is bij elk thema hetzelfde. Het zegt dat het om dezelfde woorden gaat, en "
        "niets over wie ze zei. De lijsten met alle beurten staan op volgorde van kenmerk, niet van gesprek."
    )
    if found := _rich(material):
        letters = "één letter" if len(found) == 1 else f"{number(len(found))} letters"
        yield f"Onder {letters} staat veel bij elkaar. De onderzoeker is daarvoor gewaarschuwd."


def to_tell(material: Material) -> list[str]:
    """What who makes the report must know, in sentences; no words of the talks."""
    return [
        *_tell_hidden(material),
        *_tell_decide(material),
        *_tell_consent(material),
        *_tell_rich(material),
        *_tell_unsure(material),
    ]


def _tell_hidden(material: Material) -> Iterator[str]:
    if material.hidden:
        which = ", ".join(map(repr, material.hidden))
        yield (
            f"Bij deze kenmerken van respondenten is iets weggelaten: {which}. Er staat misschien een naam, "
            "plaats of werkgever in.\n  Wat te doen: zet wat er mag staan in besluiten.csv, met het besluit "
            "'toestaan'. Of maak de waarden ruimer."
        )


def _tell_decide(material: Material) -> Iterator[str]:
    chosen = _chosen(material)
    gaps, turns = len(_pending(chosen)), _turns(_pending(_listed(material)))
    bare = sum(quote.context_withheld and not quote.withheld for quote in _listed(material))
    told = []
    if gaps:
        told.append(f"{_of(gaps, len(chosen))} {'staat' if gaps == 1 else 'staan'} er nog niet")
    if turns:
        told.append(f"in de lijsten ontbreken de woorden van {plural(turns, 'beurt', 'beurten')}")
    if bare:
        told.append(f"bij {plural(bare, 'plek', 'plekken')} ontbreekt wat eromheen stond")
    if told:
        words = "; ".join(told)
        yield (
            f"{words[0].upper()}{words[1:]}. Er staat misschien een naam in, of iets anders dat herkenbaar "
            "is.\n  Wat te doen: stemmen controleer, en besluit in besluiten.csv. Wat u laat vervangen, "
            "vervangt stemmen pseudonimiseer. Maak het daarna opnieuw."
        )


def _tell_consent(material: Material) -> Iterator[str]:
    if not material.gate.recorded:
        yield (
            "Er is niet vastgelegd wie mag worden geciteerd.\n  Wat te doen: maak in respondenten.csv een "
            "kolom 'toestemming' met: ja, alleen parafrase of nee."
        )
    people, turns = _refused(material, REFUSED)
    if people:
        who = plural(people, "respondent", "respondenten")
        yield f"Van {who} staan er geen woorden: geen toestemming ({plural(turns, 'beurt', 'beurten')})."
    people, turns = _refused(material, PARAPHRASE)
    if people:
        yield (
            f"{plural(turns, 'beurt', 'beurten')} van {plural(people, 'respondent', 'respondenten')} mag u "
            "alleen navertellen.\n  Wat te doen: lees ze in citaten-concept.xlsx (met --concept), en schrijf "
            f"het in {material.texts_folder}."
        )


def _tell_rich(material: Material) -> Iterator[str]:
    for found in _rich(material):
        where = f"het thema {material.codebook[found.theme].name}" if found.theme else "het hele rapport"
        hints = f", met aanwijzingen over: {', '.join(found.kinds)}" if found.kinds else ""
        yield (
            f"Onder respondent {found.label} in {where} staat veel bij elkaar: "
            f"{plural(found.quotes, 'citaat', 'citaten')}{hints}.\n"
            "  Wat te doen: lees ze achter elkaar. Is iemand zo te herkennen? Zet dan in studie.yaml onder "
            "herleidbaarheid 'etiket: geen', of kies minder citaten per thema."
        )


def _tell_unsure(material: Material) -> Iterator[str]:
    if files := material.gate.uncheckable:
        yield (
            f"Niet volledig nagekeken: {', '.join(files)}. Dat is niet hetzelfde als schoon.\n"
            "  Wat te doen: lees de citaten uit deze bestanden zelf na."
        )


def _rich(material: Material) -> list[Rich]:
    return rich(material.quotes, material.gate, material.settings.disclosure.label)


def _chosen(material: Material) -> list[Quote]:
    return [quote for chosen in material.quotes.values() for quote in chosen]


def _listed(material: Material) -> list[Quote]:
    return [quote for found in material.listed.values() for quote in found]


def _pending(quotes: list[Quote]) -> list[Quote]:
    return [quote for quote in quotes if quote.withheld == PENDING]


def _turns(quotes: list[Quote]) -> int:
    return len({(quote.transcript, quote.turn) for quote in quotes})


def _refused(material: Material, reason: str) -> tuple[int, int]:
    """How many people have no words here for this reason, and how many turns with a code they have."""
    mine = [quote for quote in _listed(material) if quote.withheld == reason]
    return len({quote.respondent for quote in mine}), _turns(mine)


def _of(count: int, total: int) -> str:
    return f"{number(count)} van de {plural(total, 'citaat', 'citaten')}"
