"""A study with a hundred identifiers in all formats and positions: each is found, or said to be unchecked.

All people, numbers and addresses here are made up; the numbers fit their check digits.
"""

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

import stemmen
from stemmen.privacy import scan as scan_module
from stemmen.privacy.check import Checked
from stemmen.privacy.hits import Hit, Kind
from stemmen.readers import FORMATS
from stemmen.study import Study
from tests.readers.test_docx import W
from tests.readers.test_docx import p as word_p
from tests.readers.test_docx import package as word_package
from tests.readers.test_docx import r as word_r
from tests.readers.test_docx import table as word_table
from tests.readers.test_eaf import eaf, tier
from tests.readers.test_odt import letters as odt_letters
from tests.readers.test_odt import p as odt_p
from tests.readers.test_odt import package as odt_package
from tests.readers.test_odt import span as odt_span
from tests.readers.test_pdf import pdf
from tests.readers.test_pdf import rows as pdf_rows
from tests.readers.test_rtf import rtf

SETTINGS = "titel: Zaaistudie\nfictief: true\n"
CODEBOOK = "codeboek: zaai\nversie: '1'\ncodes:\n  - {sleutel: a, naam: A, definitie: Een code.}\n"

# File -> what is in it, each with its position; what follows makes the files.
SEEDS: dict[str, dict[str, str]] = {
    "Gesprek_Wiebren_Stadskanaal.docx": {
        "Wiebren": "bestandsnaam",
        "Stadskanaal": "bestandsnaam",
        "Marloes Tichelaar": "bijgehouden verwijdering",
        "Annechien": "beurt van de interviewer",
        "06-48213975": "tabel",
        "Zuidlaren": "verdeeld over runs",
        "Harm Oosterhof": "opmerking",
        "0598-612345": "opmerking",
        "Tjitske Wieringa": "voetnoot",
        "Musselkanaal": "kop van de bladzijde",
        "Geesje Bulthuis": "eigenschappen",
        "214365876": "verborgen tekst",
        "tineke.bos@voorbeeld.nl": "koppeling",
        "Dorpsstraat 14": "beurt",
        "Jantina": "alt-tekst",
    },
    "p02.odt": {
        "Roelof Drenth": "opmerking",
        "Hoogezand": "verwijderde tekst",
        "305172943": "beurt",
        "Aaltje": "verborgen tekst",
        "Berend Nieboer": "eigenschappen",
        "9611 KL": "voettekst",
        "Fokke": "beurt van de interviewer",
    },
    "p03.rtf": {
        "Ymke Postma": "info",
        "NL50INGB0006723451": "beurt",
        "Sietske": "opmerking",
        "0512-391827": "voetnoot",
        "Drachten": "kop van de bladzijde",
        "Durk": "verborgen tekst",
        "Gorredijk": "beurt van de interviewer",
    },
    "p04.pdf": {
        "Klaas Hofstra": "eigenschappen",
        "Leeuwarden": "beurt",
        "NL41 RABO 0318 2746 50": "over een regeleinde",
        "Wietske Adema": "over een regeleinde",
        "13-04-1968": "beurt",
        "06 51728394": "beurt van de interviewer",
        "Franeker": "opmerking",
    },
    "p05.txt": {
        "Meppel": "inleiding",
        "Ilse Veldhuis": "inleiding",
        "482103656": "beurt",
        "Fatma Yıldırım": "beurt",
        "7941 KD": "beurt",
        "Karelsweg 8": "over een regeleinde",
        "GB-482-X": "beurt",
        "@ilseveld": "beurt",
        "Bram": "beurt van de interviewer",
    },
    "p06.md": {
        "Coevorden": "kop",
        "Lammert": "commentaar",
        "573910467": "beurt",
        "www.linkedin.com/in/hilde-kremer": "koppeling",
        "Grietje Eising": "beurt",
        "0524-512837": "beurt",
    },
    "p07.html": {
        "Hanneke Lubbers": "titel",
        "Steenwijk": "meta",
        "geert.kuiper@voorbeeld.nl": "koppeling",
        "Bouke": "commentaar",
        "8331 HX": "verborgen tekst",
        "Wolvega": "tabel",
        "Trijntje": "beurt van de interviewer",
        "K-58213/21": "beurt",
    },
    "p08.vtt": {
        "Evert Jonkman": "opmerking",
        "Assen": "ondertitel",
        "06-39485716": "ondertitel",
        "Renske": "naam van spreker",
        "22 mei 1974": "ondertitel",
        "Beilen": "beurt van de interviewer",
    },
    "p09.srt": {
        "Jildou": "ondertitel",
        "NL06ABNA0527361904": "ondertitel",
        "Heerenveen": "beurt van de interviewer",
        "Sjoerd Terpstra": "naam van spreker",
        "0513-628374": "ondertitel",
    },
    "p10.json": {
        "Wobbe": "gesproken",
        "Klazien": "eigenschap",
        "164829374": "gesproken",
        "Emmen": "gesproken",
        "noor.vink@voorbeeld.nl": "eigenschap",
    },
    "p11.eaf": {
        "Lieuwe Bosma": "maker",
        "Hinke": "deelnemer",
        "Bolsward": "gesproken",
        "06-27384951": "gesproken",
        "Froukje": "opnamebestand",
    },
    "p12.csv": {
        "Delfzijl": "kenmerk",
        "Jacoba Mulder": "antwoord",
        "930274155": "antwoord",
        "j.mulder@voorbeeld.nl": "kolom die niet is ingelezen",
        "06-72839451": "kolom die niet is ingelezen",
        "Loppersum": "antwoord",
        "12-11-1981": "antwoord",
        "Appingedam": "naam van een vraag",
    },
    "p13.xlsx": {
        "Hendrikje": "opmerking bij een cel",
        "Veendam": "naam van een blad",
        "0598-273645": "verborgen blad",
        "Albertje Kruizinga": "verborgen blad",
        "NL37TRIO0391847265": "cel",
        "Winschoten": "cel",
        "Egbert Smid": "eigenschappen",
    },
    "p14.xml": {
        "Ruinen": "kop",
        "Hilbrand Vos": "gesproken",
        "06-84736251": "gesproken",
        "Dwingeloo": "commentaar",
        "Marchje": "gesproken",
    },
}  # fmt: skip

QUESTION = "I: Hoe ging dat nou bij de gemeente, kunt u dat vertellen?"
ANSWER = "R: Nou, dat ging eigenlijk niet zo goed, ik moest heel lang wachten."


def docx_bytes() -> bytes:
    body = [
        word_p(word_r(QUESTION)),
        word_p(word_r("R: Toen reed ik naar Zuid"), word_r("laren, en dat was op de Dorpsstraat 14.")),
        word_p(
            word_r("I: En wat zei Annechien daarvan? "),
            "<w:del w:author='X'><w:r><w:delText>Dat was Marloes Tichelaar toch?</w:delText></w:r></w:del>",
        ),
        word_p(word_r("R: Niets. "), word_r("Mijn nummer is 214365876.", "<w:vanish/>")),
        word_table([word_p(word_r("R: Het was 06-48213975.")), word_p(word_r("Ja."))]),
        word_p(
            "<w:r><w:drawing><wp:docPr xmlns:wp='x' id='1' name='Foto' descr='Foto van Jantina bij de deur'/>"
            "</w:drawing></w:r>",
            "<w:r><w:instrText> HYPERLINK \"mailto:tineke.bos@voorbeeld.nl\" </w:instrText></w:r>",
        ),
    ]  # fmt: skip
    more = {
        "comments": f"<w:comments {W}><w:comment w:id='1' w:author='Harm Oosterhof'>"
        f"{word_p(word_r('Nog bellen met 0598-612345.'))}</w:comment></w:comments>",
        "footnotes": f"<w:footnotes {W}><w:footnote w:id='1'>"
        f"{word_p(word_r('Dit vertelde ook Tjitske Wieringa.'))}</w:footnote></w:footnotes>",
        "header": f"<w:hdr {W}>{word_p(word_r('Interview in Musselkanaal'))}</w:hdr>",
        "../docProps/core": "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'>"
        "<dc:creator>Geesje Bulthuis</dc:creator></cp:coreProperties>",
    }
    return word_package("".join(body), more=more)


def odt_bytes() -> bytes:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + odt_p("Dat was in Hoogezand.")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
        + odt_p("I: En wat zei Fokke daarvan?")
        + odt_p("R: Mijn nummer is 305172943."
                "<office:annotation><dc:creator>Berend Nieboer</dc:creator>"
                "<text:p>Vraag het aan Roelof Drenth.</text:p></office:annotation>")
        + odt_p("R: Ja. " + span_of("Ook Aaltje was erbij."))
    )  # fmt: skip
    footer = "<style:footer><text:p>Postbus, 9611 KL</text:p></style:footer>"
    master = f"<style:master-page>{footer}</style:master-page>"
    return odt_package(body, automatic=odt_letters("H", "hidden"), master=master)


def span_of(text: str) -> str:
    return odt_span(text, "H")


def rtf_bytes() -> bytes:
    head = r"\ansi\ansicpg1252{\info{\title Gesprek}{\author Ymke Postma}}{\header Gesprek in Drachten\par}"
    return rtf(
        r"I: Was dat in Gorredijk of ergens anders?\par "
        r"R: Mijn rekening is NL50INGB0006723451.{\*\annotation Even navragen bij Sietske.}\par "
        r"R: Ja. {\v Toen kwam Durk binnen.}{\footnote Zie 0512-391827.}\par ",
        head,
    )


def pdf_bytes() -> bytes:
    page = pdf_rows(
        "I: Hoe ging dat, en klopt het nummer 06 51728394 dan nog?",
        "R: Nou, dat was eigenlijk best een heel lang verhaal met die Wietske",
        "Adema in Leeuwarden, en de rekening was volgens mij toen NL41 RABO",
        "0318 2746 50. Ik ben geboren op 13-04-1968.",
    )
    note = "/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Nog naar Franeker)>>]"
    data = pdf([page], extra="/Info 3 0 R").replace(b"<</F1", b"<</Author(Klaas Hofstra)/F1")
    return data.replace(b"/MediaBox[0 0 595 842]", b"/MediaBox[0 0 595 842]" + note.encode())


TXT = f"""Gesprek in Meppel
Afgenomen door Ilse Veldhuis
{QUESTION}
R: Mijn nummer is 482103656, en ik belde met Fatma Yıldırım van 7941 KD.
Zij woonde aan de Karelsweg
8 en haar auto was GB-482-X, dat stond op @ilseveld.
I: En wat zei Bram?
R: Niets.
"""
MD = """# Gesprek in Coevorden

<!-- Nog sturen aan Lammert -->
**I:** Hoe ging dat dan?

**R:** Mijn nummer is 573910467, dat stond op [een pagina](https://www.linkedin.com/in/hilde-kremer).

**I:** En toen?

**R:** Toen belde Grietje Eising mij op 0524-512837.
"""
HTML = """<html><head><title>Gesprek met Hanneke Lubbers</title>
<meta name="description" content="Opgenomen in Steenwijk"></head><body>
<!-- nagekeken door Bouke -->
<p>I: En wat zei Trijntje toen?</p>
<p>R: Mijn dossiernummer is K-58213/21, zie <a href="mailto:geert.kuiper@voorbeeld.nl">de mail</a>.</p>
<p style="display:none">Postcode 8331 HX</p>
<table><tr><td>R: Toen ging ik naar Wolvega.</td></tr></table>
<p>I: Ja?</p><p>R: Ja.</p></body></html>
"""
VTT = """WEBVTT

NOTE Gemaakt door Evert Jonkman

00:01.000 --> 00:03.000
<v Interviewer>Hoe ging dat in Beilen?</v>

00:04.000 --> 00:06.000
<v Renske>Ik woonde toen in Assen en ben geboren op 22 mei 1974.</v>

00:07.000 --> 00:09.000
<v Renske>U belt mij op 06-39485716.</v>
"""
SRT = """1
00:00:01,000 --> 00:00:03,000
Interviewer: Hoe ging dat in Heerenveen?

2
00:00:04,000 --> 00:00:06,000
Sjoerd Terpstra: Toen kwam Jildou met NL06ABNA0527361904.

3
00:00:07,000 --> 00:00:08,000
Interviewer: En toen?

4
00:00:08,000 --> 00:00:09,000
Sjoerd Terpstra: Toen belde ik 0513-628374.
"""
JSON = {
    "metadata": {"file": "opname_Klazien.wav", "owner": "noor.vink@voorbeeld.nl"},
    "segments": [
        {"speaker": "Interviewer", "text": "Hoe ging dat met Wobbe?", "start": 0.5, "end": 2.0},
        {"speaker": "Respondent", "text": "Mijn nummer is 164829374.", "start": 2.0, "end": 4.0},
        {"speaker": "Respondent", "text": "En toen ging ik naar Emmen.", "start": 4.0, "end": 6.0},
    ],
}


def eaf_bytes() -> bytes:
    data = eaf(
        tier("Interviewer", ("t0", "Hoe ging dat in Bolsward?")),
        tier("R", ("t2", "U belt mij op 06-27384951."), participant="Hinke"),
    )
    head = b'<HEADER TIME_UNITS="milliseconds"'
    media = b'><MEDIA_DESCRIPTOR MEDIA_URL="file:gesprek_Froukje.wav"/></HEADER>'
    return data.replace(b'AUTHOR=""', b'AUTHOR="Lieuwe Bosma"').replace(head + b"/>", head + media)


def csv_bytes() -> bytes:
    rows = [
        ["nr", "woonplaats", "e-mail", "telefoon", "Wat ging er goed in Appingedam?"],
        ["1", "Delfzijl", "j.mulder@voorbeeld.nl", "06-72839451", "Dat deed Jacoba Mulder voor me, goed."],
        ["2", "Groningen", "", "", "Mijn nummer is 930274155 en dat wisten ze daar meteen."],
        ["3", "Groningen", "", "", "Ik ben van 12-11-1981, geboren in Loppersum, en dat ging goed."],
    ]  # fmt: skip
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(rows)
    return buffer.getvalue().encode()


def xlsx_bytes() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = "Egbert Smid"
    sheet = book.active
    sheet.title = "Gesprek in Veendam"
    for row in (
        ["Spreker", "Tekst"],
        ["Interviewer", "Hoe ging dat bij de gemeente?"],
        ["Respondent", "Mijn rekening is NL37TRIO0391847265."],
        ["Interviewer", "En hoe ging dat in Winschoten?"],
        ["Respondent", "Dat ging goed, ja, best wel goed."],
    ):
        sheet.append(row)
    sheet["B3"].comment = Comment("Navragen bij Hendrikje", "x")
    hidden = book.create_sheet("Lijst")
    hidden.append(["Albertje Kruizinga", "0598-273645"])
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


XML = """<?xml version="1.0" encoding="utf-8"?>
<!-- Gemaakt in Dwingeloo -->
<officiele-publicatie><metadata><meta name=""/></metadata><handelingen><agendapunt><nr>3</nr>
<item-titel>Overleg in Ruinen</item-titel>
<spreekbeurt><spreker>De voorzitter:</spreker><tekst><al-groep><al>Ik geef het woord aan Marchje.</al></al-groep></tekst></spreekbeurt>
<spreekbeurt><spreker>De heer Hilbrand Vos:</spreker><tekst><al-groep><al>U belt mij op 06-84736251.</al></al-groep></tekst></spreekbeurt>
<spreekbeurt><spreker>De voorzitter:</spreker><tekst><al-groep><al>Dank u wel.</al></al-groep></tekst></spreekbeurt>
</agendapunt></handelingen></officiele-publicatie>
"""  # noqa: E501


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Study:
    folder = tmp_path_factory.mktemp("zaai")
    (folder / "transcripten").mkdir()
    (folder / "studie.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "codeboek.yaml").write_text(CODEBOOK, encoding="utf-8")
    for name, content in files().items():
        data = content.encode() if isinstance(content, str) else content
        (folder / "transcripten" / name).write_bytes(data)
    made = stemmen.open_study(folder)
    assert not made.read().problems
    return made


def files() -> dict[str, bytes | str]:
    made = {
        "docx": docx_bytes(), "odt": odt_bytes(), "rtf": rtf_bytes(), "pdf": pdf_bytes(), "txt": TXT,
        "md": MD, "html": HTML, "vtt": VTT, "srt": SRT, "json": json.dumps(JSON), "eaf": eaf_bytes(),
        "csv": csv_bytes(), "xlsx": xlsx_bytes(), "xml": XML,
    }  # fmt: skip
    return {name: made[Path(name).suffix.removeprefix(".")] for name in SEEDS}


def _outcome(seed: str, file: str, checked: Checked) -> str:
    """Whether all words of a seed are in what was found in one place of its file."""
    found: dict[tuple[int | None, str], set[str]] = {}
    for one in checked.findings:
        if one.file == file:
            found.setdefault((one.turn, one.place), set()).update(words(one.text))
    if any(words(seed) <= here for here in found.values()):
        return "gevonden"
    return "vermeld" if any(one.file == file for one in checked.uncheckable) else "gemist"


def words(text: str) -> set[str]:
    return set("".join(letter if letter.isalnum() else " " for letter in text).split())


def outcomes(checked: Checked) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {"gevonden": [], "vermeld": [], "gemist": []}
    for file, seeds in SEEDS.items():
        for seed, place in seeds.items():
            told[_outcome(seed, file, checked)].append(f"{file}, {place}: {seed}")
    return told


def test_there_are_a_hundred_identifiers_in_all_formats():
    assert sum(map(len, SEEDS.values())) == 100
    assert {Path(name).suffix.removeprefix(".") for name in SEEDS} == set(FORMATS)


def test_each_is_found_or_said_to_be_unchecked(study):
    told = outcomes(study.check())
    assert told["gemist"] == []
    assert len(told["gevonden"]) == 100  # none of these files has what cannot be looked into


def test_all_text_of_each_file_is_looked_at(study, monkeypatch):
    """With a finder that takes every word for a hit: what is missed then, is missed by whatever finder."""

    def every_word(text, _):
        return [
            Hit(*match.span(), match[0], Kind.UNKNOWN, 2, "Dit is een woord.")
            for match in re.finditer(r"\S+", text)
        ]

    monkeypatch.setattr(scan_module, "FINDERS", (every_word,))
    assert outcomes(study.check())["gemist"] == []
