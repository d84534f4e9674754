"""Small frames for the tests of quotes and report: everything that a report is made from, by hand."""

from typing import Any

import pandas as pd

from stemmen.bands import bands
from stemmen.codebook import Codebook
from stemmen.privacy.disclosure import Disclosed
from stemmen.report import Material
from stemmen.report.gate import Gate
from stemmen.settings import Settings
from stemmen.themes import cross
from stemmen.topics import TopicModel

NASTY = '<script>alert("x")</script> & =SUM(A1) \U0001f600 {{ 7*7 }}'

CODEBOOK = """
codeboek: proef
versie: "2"
codes:
  - sleutel: wantrouwen
    naam: Wantrouwen & argwaan
    definitie: Elkaar niet vertrouwen. Kies een subcode.
    kleur: "#0072B2"
    subcodes:
      - {sleutel: van_instantie, naam: Van de instantie, definitie: De instantie vertrouwt de burger niet.}
      - {sleutel: in_instantie, naam: In de instantie, definitie: De burger vertrouwt de instantie niet.}
  - sleutel: bejegening
    naam: Bejegening
    definitie: Hoe iemand wordt aangesproken.
    kleur: "#D55E00"
    waardering: true
    wel: ["Beleefd & <b>vriendelijk</b>"]
    voorbeelden: [{tekst: "ze was aardig"}, {tekst: "de winkelier was aardig", telt: false}]
  - sleutel: schaamte
    naam: Schaamte
    definitie: Zich schamen.
"""

TURNS = {
    "p01": [
        ("I", "Hoe ging dat?"),
        ("R", "Nou ja. Ze geloofden me niet, dat merk je meteen aan hoe ze kijken. Alles moest ik tonen."),
        ("I", "En verder?"),
        ("R", "De mevrouw aan de balie was heel aardig, die haalde koffie en die luisterde echt naar me."),
        ("R", "Ik durfde het niet te vragen, bang dat ze me dan zouden korten op de uitkering of zo."),
    ],
    "p02": [
        ("I", "Vertel eens."),
        ("R", f"Hij deed onaardig tegen me, echt als een klein kind, {NASTY} en dat was dat dan weer."),
        ("R", "Hij was eerst bot en later ook weer vriendelijk, dus ja, wat moet je daar dan van zeggen."),
    ],
    "p03": [("I", "Hoe was het?"), ("R", "Ze waren onaardig en kortaf tegen mijn moeder en mij, elke keer.")],
}

# transcript, turn, code, words (a stretch of the turn; "" is all of it), valence, denied
CODED = [
    ("p01", 2, "van_instantie", "Ze geloofden me niet", "", False),
    ("p01", 4, "bejegening", "heel aardig", "+", False),
    ("p01", 5, "in_instantie", "", "", False),
    ("p02", 2, "bejegening", "", "-", False),
    ("p02", 2, "wantrouwen", "als een klein kind", "", True),
    ("p02", 3, "bejegening", "bot", "-", False),
    ("p02", 3, "bejegening", "vriendelijk", "+", False),
    ("p03", 2, "bejegening", "onaardig en kortaf", "-", False),
]


def turns(spoken: dict[str, list[tuple[str, str]]] = TURNS) -> pd.DataFrame:
    rows = []
    for transcript, said in spoken.items():
        place = 0
        for number, (speaker, text) in enumerate(said, 1):
            role = "interviewer" if speaker == "I" else "respondent"
            who = "" if speaker == "I" else f"r-{transcript}"
            rows.append(
                (transcript, number, speaker, role, text, place, place + len(text), float("nan"), who)
            )
            place += len(text) + 1
    names = ["transcript", "beurt", "spreker", "rol", "tekst", "begin", "eind", "tijd", "respondent"]
    return pd.DataFrame(rows, columns=names)


def codings(said: pd.DataFrame, coded: list[tuple[Any, ...]] = CODED) -> pd.DataFrame:
    lookup = {(row["transcript"], row["beurt"]): row for row in said.to_dict("records")}
    rows = []
    for transcript, number, code, words, valence, denied in coded:
        turn = lookup[transcript, number]
        text = words or turn["tekst"]
        begin = turn["begin"] + turn["tekst"].index(text)
        rows.append(
            {
                "transcript": transcript,
                "beurt": number,
                "begin": begin,
                "eind": begin + len(text),
                "code": code,
                "codeur": "regels",
                "methode": "regel",
                "ontkend": denied,
                "waardering": valence,
                "bewijs": f"proefregel: {text.split()[0]}",
                "zekerheid": float("nan"),
                "memo": "",
                "tekst": text,
                "respondent": turn["respondent"],
                "codeboekversie": "2",
                "opvallend": False,
                "twijfel": False,
            }
        )
    names = (
        "transcript beurt begin eind code codeur methode ontkend waardering bewijs zekerheid memo tekst "
        "respondent codeboekversie opvallend twijfel"
    )
    return pd.DataFrame(rows, columns=names.split()).astype({"ontkend": bool})


def respondents() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "respondent": ["r-p01", "r-p02", "r-p03"],
            "transcript": ["p01", "p02", "p03"],
            "spreker": "R",
            "naam": ["Geheim", "Verborgen", "Stil"],
            "geslacht": ["vrouw", "man", "vrouw"],
            "leeftijd": ["43", "40-49", "44"],
            "inkomen": ["bijstand", "loon", "bijstand"],
        }
    )


def beside() -> pd.DataFrame:
    """What stands beside quotes, as if these three were many."""
    return bands(respondents())[["geslacht", "leeftijd", "inkomen"]]


def topics(said: pd.DataFrame, found: bool = True) -> TopicModel:
    assigned = said[["transcript", "beurt"]].assign(onderwerp=-1)
    rows = []
    if found:
        assigned.loc[said["rol"] == "respondent", "onderwerp"] = 1
        typical = [{"transcript": "p01", "beurt": 2}]
        rows = [(1, "<b>balie</b>, koffie", ["balie", "koffie"], typical, 6, 3, 0.4)]
    names = [
        "onderwerp",
        "label",
        "woorden",
        "fragmenten",
        "aantal_beurten",
        "aantal_respondenten",
        "stabiliteit",
    ]
    curve = pd.DataFrame([(4, 0.2, True)] if found else [], columns=["k", "ari", "gekozen"])
    meta: dict[str, Any] = {"zaad": 1} if found else {"opmerking": "Er zijn te weinig beurten."}
    return TopicModel(assigned, pd.DataFrame(rows, columns=names), curve, meta)


def material(coded: list[tuple[Any, ...]] = CODED, *, found: bool = True, **changes: Any) -> Material:
    """A report's material; `changes` replace its fields."""
    said, book, people = turns(), Codebook.parse(CODEBOOK), respondents()
    judged, model = codings(said, coded), topics(said, found)
    settings = Settings.parse(
        'titel: "Stemmen <i>& meer</i>"\nvraag: Hoe gaat het?\nfictief: true\ndatum: mei 2026'
    )
    fields = {
        "settings": settings,
        "codebook": book,
        "turns": said,
        "codings": judged,
        "respondents": people,
        "topics": model,
        "themes": cross(said, judged, model, people, book, draws=20),
        "texts": {},
        "comparison": None,
        "agreement": None,
        "versions": {"stemmen": "0.1.0"},
        "method": "coderingen door regels",
        "gate": Gate(),
        "disclosed": Disclosed(beside(), ()),
    }
    return Material(**{**fields, **changes})
