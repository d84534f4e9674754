"""Reading transcript files: every word comes back, with the right speaker, or the user is asked."""

import base64
import csv
import html
import io
import zipfile
from collections import defaultdict
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.teletype import addTextToElement
from odf.text import P

from stemmen.errors import ReadError
from stemmen.readers import read_file
from stemmen.transcript import Role, Transcript

DATA = Path(__file__).parent / "data" / "transcripten"
IFADV = Path(__file__).parents[2] / "shared" / "data" / "ifadv"

Turns = list[tuple[str, str]]


def turns(transcript: Transcript) -> Turns:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def roles(transcript: Transcript) -> dict[str, str]:
    return {turn.speaker: turn.role.value for turn in transcript.turns}


def read_text(tmp_path: Path, text: str, name: str = "p01.txt", **kwargs):
    path = tmp_path / name
    path.write_bytes(text.encode())
    return read_file(path, **kwargs)


def fails(path: Path) -> str:
    with pytest.raises(ReadError) as error:
        read_file(path)
    return str(error.value)


# Labels


@pytest.mark.parametrize(
    ("question", "answer", "labels"),
    [
        ("I: ", "R: ", ("I", "R")),
        ("I:\t", "R:\t", ("I", "R")),
        ("I:", "R:", ("I", "R")),
        ("I :", "R :", ("I", "R")),
        ("Interviewer: ", "R1: ", ("Interviewer", "R1")),
        ("interviewer: ", "respondent: ", ("interviewer", "respondent")),
        ("Int. ", "Resp. ", ("Int", "Resp")),
        ("I ", "R ", ("I", "R")),
        ("MK - ", "JV - ", ("MK", "JV")),
        ("R1   ", "R2   ", ("R1", "R2")),
        ("Anna (12:31): ", "Bert [12:40]: ", ("Anna", "Bert")),
        ("Anna 0:49\n", "Bert 1:02\n", ("Anna", "Bert")),
        ("INTERVIEWER\n", "RESPONDENT\n", ("INTERVIEWER", "RESPONDENT")),
        ("Mevr. (58): ", "R07 (v, 43): ", ("Mevr. (58)", "R07 (v, 43)")),
        ("[SPEAKER_00]: ", "[SPEAKER_01]: ", ("SPEAKER_00", "SPEAKER_01")),
        ("Int.: ", "Resp.: ", ("Int.", "Resp.")),
        ("V: ", "A: ", ("V", "A")),
        ("spreker1: ", "spreker2: ", ("spreker1", "spreker2")),
        ("Spreker 1: ", "Spreker 2: ", ("Spreker 1", "Spreker 2")),
        ("Anna de Wit: ", "Mevrouw Van 't Hof: ", ("Anna de Wit", "Mevrouw Van 't Hof")),
        ("[Anna]: ", "[Bert]: ", ("Anna", "Bert")),
        ("I\t", "R\t", ("I", "R")),
        ("[00:12:31] I: ", "[00:12:40] R: ", ("I", "R")),
        ("(12:31) I: ", "(12:40) R: ", ("I", "R")),
        ("00:12:31 I: ", "00:12:40 R: ", ("I", "R")),
        ("[00:12:31]\tI:\t", "[00:12:40]\tR:\t", ("I", "R")),
    ],
)
def test_ways_to_mark_who_speaks(tmp_path, question, answer, labels):
    text = f"Titel\n{question}Hoe gaat het?\n{answer}Goed.\n{question}Echt?\n{answer}Ja.\n"
    transcript = read_text(tmp_path, text).transcript
    words = ["Hoe gaat het?", "Goed.", "Echt?", "Ja."]
    assert turns(transcript) == list(zip(labels * 2, words, strict=True))
    assert transcript.introduction == "Titel"


@pytest.mark.parametrize(
    "line",
    [
        "Toen zei ze: nee",
        "Ze zei: dat kan niet",
        "Ik dacht: laat maar",
        "Ik: nee joh",
        "Kijk: zo zit het",
        "Maar: het hielp niet",
        "De brief zei het zo: u krijgt niks",
        "Toen zei Anna: nee",
        "Mijn moeder: die lachte",
        "opeens: boem",
        "Medewerker zegt dan: nee",
        "Om 10:30 stond ik daar",
        "10:30 was de afspraak",
        "(lacht) dus: ja",
        "http://uwv.nl zeiden ze",
        "Wat is dat nou: een loket dat dicht is?",
        "Een heel lange zin met heel veel woorden: nee",
        "A",
        "",
    ],
)
def test_a_sentence_with_a_colon_is_not_a_speaker(tmp_path, line):
    """Not even twice, at the start of a line."""
    text = f"I: Hoe ging dat?\nR: Nou.\n{line}\nEn dan.\n{line}\nI: Ja?\nR: Ja.\n{line}\nI: Hm.\n"
    transcript = read_text(tmp_path, text).transcript
    assert transcript.speakers == ("I", "R")
    continued = [part for part in ("Nou.", line, "En dan.", line) if part]
    assert turns(transcript)[1] == ("R", "\n".join(continued))


def test_a_letter_without_speakers_is_not_an_interview(tmp_path):
    (tmp_path / "brief.txt").write_text("Beste Anna,\nToen zei ze: nee\nEn toch: ja\nToen zei ze: nee\n")
    message = fails(tmp_path / "brief.txt")
    assert "Anna" not in message
    assert "I: " in message


def test_one_word_that_recurs_alone_is_not_a_speaker(tmp_path):
    (tmp_path / "p.txt").write_text("Voorbeeld: a\nTekst\nVoorbeeld: b\n")
    assert "Niet te zien is wie er spreekt" in fails(tmp_path / "p.txt")


def test_with_a_label_on_every_line_all_are_speakers_however_rare(tmp_path):
    record = "De voorzitter: a\nDe heer Van der Dam: b\nMevrouw Bos (CU): c\n"
    assert read_text(tmp_path, record).transcript.speakers == (
        "De voorzitter",
        "De heer Van der Dam",
        "Mevrouw Bos (CU)",
    )
    alone = read_text(tmp_path, "De voorzitter: Ik open de vergadering.\n")
    assert alone.transcript.speakers == ("De voorzitter",)
    assert alone.doubts
    once = read_text(tmp_path, "I: a\nR: b\n" * 12 + "Dochter: hallo\nI: c\n")
    assert "Dochter" in once.transcript.speakers
    headed = read_text(tmp_path, "Interviewer: Anna\nDatum: 3 mei\n" + "Anna: a\nBert: b\n" * 12)
    assert headed.transcript.speakers == ("Anna", "Bert")
    said = "Voorbeeld: a\nTekst zonder naam\nToen zei ze: nee\n"
    (tmp_path / "q.txt").write_text(said)
    assert "Niet te zien is wie er spreekt" in fails(tmp_path / "q.txt")
    (tmp_path / "z.txt").write_text("Toen zei ze: nee\n")
    assert "Niet te zien is wie er spreekt" in fails(tmp_path / "z.txt")


def test_a_third_speaker_who_recurs_is_found_and_asked_for(tmp_path):
    reading = read_text(tmp_path, "I: a\nR: b\nDochter: c\nI: d\nDochter: e\nR: f\n")
    assert turns(reading.transcript)[2] == ("Dochter", "c")
    assert roles(reading.transcript)["Dochter"] == "onbekend"
    (doubt,) = reading.doubts
    assert "'Dochter', vanaf beurt 3" in str(doubt)
    assert (
        'sprekers:\n  "p01":\n    "Dochter": onbekend' in doubt.repair
    )  # pasted as it is, it counts for nothing


def test_a_name_that_stands_once_is_left_in_the_turn_but_told(tmp_path):
    reading = read_text(tmp_path, "I: a\nR: b\nDochter: hallo\nI: c\nR: d\n")
    assert turns(reading.transcript)[1] == ("R", "b\nDochter: hallo")
    assert any(
        "In beurt 2 is een regel met 'Dochter' ervoor" in note and '"Dochter": respondent' in note
        for note in reading.notes
    )
    settled = read_text(
        tmp_path, "I: a\nR: b\nDochter: hallo\nI: c\nR: d\n", roles={"dochter": Role.RESPONDENT}
    )
    assert turns(settled.transcript)[2] == ("Dochter", "hallo")
    assert settled.notes == ()


def test_a_retold_dialogue_stays_in_the_turn_and_is_told(tmp_path):
    retold = "Nou zo:\nMedewerker: u moet betalen.\nIk: dat kan niet.\nMedewerker: jawel hoor.\nIk: tja."
    reading = read_text(tmp_path, f"I: Hoe ging dat?\nR: {retold}\nI: Heftig.\nR: Ja.\n")
    assert turns(reading.transcript)[1] == ("R", retold)
    assert any("Medewerker" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("Einde gesprek.", False),
        ("--- einde ---", False),
        ("[einde opname]", False),
        ("NB: de respondent belde later nog.", False),
        ("Stop maar.", True),
        ("Einde verhaal.", True),
        ("Einde gesprek, dacht ik toen.", True),
        ("PS: het ging goed.", True),
    ],
)
def test_a_remark_below_the_talk_belongs_to_no_turn(tmp_path, last, said):
    reading = read_text(tmp_path, f"I: En toen?\nR: Toen zei hij het.\nI: Wat?\nR: Dat.\n{last}\n")
    assert (last in turns(reading.transcript)[-1][1]) is said
    assert (last in reading.transcript.introduction) is not said
    assert any("Onder het gesprek staat nog 1 regel" in note for note in reading.notes) is not said


def test_a_header_that_tells_who_is_who_is_introduction(tmp_path):
    text = "Interviewer: Anna de Wit\nRespondent: p01\nDatum: 3 mei\nI: a\nR: b\nI: c\nR: d\n"
    reading = read_text(tmp_path, text)
    assert turns(reading.transcript) == [("I", "a"), ("R", "b"), ("I", "c"), ("R", "d")]
    assert reading.transcript.introduction == "Interviewer: Anna de Wit\nRespondent: p01\nDatum: 3 mei"
    assert reading.notes == ()
    names = "Interviewer: Anna\nDatum: 3 mei\nAnna: a\nBert: b\nAnna: c\nBert: d\n"
    assert read_text(tmp_path, names).transcript.speakers == ("Anna", "Bert")


@pytest.mark.parametrize("first", ["R1: ja", "R1: a", "Respondent: Nou, dat was me wat."])
def test_a_label_that_stands_once_at_the_start_is_not_a_header(tmp_path, first):
    transcript = read_text(tmp_path, f"{first}\nR2: b\nI: c\nR2: d\nI: e\n").transcript
    assert turns(transcript)[0] == tuple(first.split(": "))


def test_one_question_before_two_respondents_is_not_a_header(tmp_path):
    transcript = read_text(tmp_path, "I: vertel\nR1: a\nR2: b\nR1: c\nR2: d\n").transcript
    assert turns(transcript)[0] == ("I", "vertel")


def test_labels_in_other_capitals_are_one_speaker(tmp_path):
    assert read_text(tmp_path, "I: a\nR: b\ni: c\nr: d\n").transcript.speakers == ("I", "R")


def test_one_speaker_only_is_doubted(tmp_path):
    """Answers without a label would all be the interviewer's."""
    reading = read_text(tmp_path, "I: Hoe ging dat?\nSlecht.\nI: En nu?\nGoed.\n")
    assert "maar een spreker" in str(reading.doubts[0])
    again = read_text(tmp_path, "R: a\nb\nR: c\n", roles={"R": Role.RESPONDENT})
    assert again.doubts == ()


def test_times_are_kept_in_seconds(tmp_path):
    text = "[00:12:31] I: a\n(12:40) R: b\n1:02:03,5 I: c\nR: d\n"
    times = [turn.time for turn in read_text(tmp_path, text).transcript.turns]
    assert times == [751, 760, 3723.5, None]


def test_lines_of_one_speaker_in_text_stay_turns_of_their_own(tmp_path):
    transcript = read_text(tmp_path, "I: a\nR: b\nR: c\nR:\nI: d\n").transcript
    assert turns(transcript) == [("I", "a"), ("R", "b"), ("R", "c"), ("R", ""), ("I", "d")]


def test_a_label_on_a_line_of_its_own(tmp_path):
    transcript = read_text(tmp_path, "I:\nHoe gaat het?\nR:\nGoed.\nHoor.\nI:\nMooi.\n").transcript
    assert turns(transcript) == [("I", "Hoe gaat het?"), ("R", "Goed.\nHoor."), ("I", "Mooi.")]


# Roles


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["I", "R"], ["interviewer", "respondent"]),
        (["Int", "Resp"], ["interviewer", "respondent"]),
        (["INTERVIEWER", "GEÏNTERVIEWDE"], ["interviewer", "respondent"]),
        (["I1", "R1", "R 2"], ["interviewer", "respondent", "respondent"]),
        (["Onderzoeker", "Deelnemer 3", "Consulent"], ["interviewer", "respondent", "professional"]),
        (["Gespreksleider", "Cliënt", "Medewerker gemeente"], ["interviewer", "respondent", "professional"]),
        (["V", "A"], ["interviewer", "respondent"]),
        (["Vraag", "Antwoord"], ["interviewer", "respondent"]),
        (["I", "Mevrouw De Wit", "Meneer De Wit"], ["interviewer", "respondent", "respondent"]),
        (["I", "Anna"], ["interviewer", "respondent"]),
        (["I", "Anna", "Bert"], ["interviewer", "onbekend", "onbekend"]),
        (["I", "R", "Anna"], ["interviewer", "respondent", "onbekend"]),
        (["Anna", "Bert"], ["onbekend", "onbekend"]),
        (["Anna", "R"], ["onbekend", "respondent"]),
        (["I", "V", "M"], ["interviewer", "onbekend", "onbekend"]),
        (["R. de Boer", "I. Smit"], ["onbekend", "onbekend"]),
        (["A", "B"], ["onbekend", "onbekend"]),
    ],
)
def test_roles_that_labels_tell(tmp_path, labels, expected):
    reading = read_text(tmp_path, "".join(f"{label}: hallo daar\n" for label in labels) * 2)
    assert list(roles(reading.transcript).values()) == expected
    assert bool(reading.doubts) == ("onbekend" in expected)
    assert bool(reading.notes) == (labels == ["I", "Anna"])  # a guess is told, and only a guess


def test_a_proposed_role_tells_its_reason(tmp_path):
    (note,) = read_text(tmp_path, "I: a\nAnna: b\nI: c\nAnna: d\n").notes
    assert "'Anna' is respondent genoemd, omdat" in note
    assert '"Anna": respondent' in note  # to be changed where it is wrong


def test_settled_roles_win_in_any_capitals(tmp_path):
    text = "I: a\nAnna: b\nBert: c\n" * 2
    reading = read_text(tmp_path, text, roles={"ANNA": Role.PROFESSIONAL, "*": Role.RESPONDENT})
    assert roles(reading.transcript) == {"I": "respondent", "Anna": "professional", "Bert": "respondent"}
    assert (reading.notes, reading.doubts) == ((), ())


@pytest.mark.parametrize("role", [Role.OTHER, Role.UNKNOWN, Role.RESPONDENT, Role.PROFESSIONAL])
def test_settling_one_speaker_leaves_what_the_talk_shows_of_others(tmp_path, role):
    """Else the answer to one question would undo the proposals for the rest."""
    talk = (
        "S1: Hoe ging dat?\nS2: Nou, dat ging helemaal niet goed toen.\n" * 6 + "S3: Mag ik even?\nS1: Ja?\n"
    )
    asked = read_text(tmp_path, talk)
    assert roles(asked.transcript) == {"S1": "interviewer", "S2": "respondent", "S3": "onbekend"}
    settled = read_text(tmp_path, talk, roles={"S3": role})
    assert roles(settled.transcript) == {"S1": "interviewer", "S2": "respondent", "S3": role.value}
    assert settled.doubts == ()


def test_a_role_settled_as_unknown_is_not_asked_again(tmp_path):
    text = "I: a\nR: b\nDochter: c\n" * 2
    assert read_text(tmp_path, text, roles={"Dochter": Role.UNKNOWN}).doubts == ()


def test_the_lines_of_a_doubt_can_be_read_back(tmp_path):
    from stemmen.settings import Settings

    text = "Anna \\ X: a\nC: b\nAnna \\ X: c\nC: d\n"
    reading = read_text(tmp_path, text, "p 1.txt")
    lines = reading.doubts[0].repair.split("\n")
    yaml = "\n".join(["titel: t", *(line for line in lines if line.startswith(("sprekers:", " ")))])
    given = Settings.parse(yaml).roles_for("p 1")
    again = read_text(tmp_path, text, "p 1.txt", roles=given)
    assert again.doubts == ()
    assert set(given) == {"Anna \\ X", "C"}


# Characters


def test_invisible_differences_are_repaired_and_counted(tmp_path):
    text = "I:\u00a0Hoe\u200b gaat\ufeff het?\r\nR: Cafe\u0301 is co\u00adde.\r\nI: Ja\u202fhoor\r\n"
    reading = read_text(tmp_path, text)
    assert turns(reading.transcript) == [("I", "Hoe gaat het?"), ("R", "Café is code."), ("I", "Ja hoor")]
    assert reading.notes == (
        "1 los accent aan zijn letter gezet.",
        "3 onzichtbare tekens verwijderd.",
        "2 vaste spaties gewoon gemaakt.",
    )


def test_the_id_is_the_file_name_in_one_spelling(tmp_path):
    assert read_text(tmp_path, "I: a\nR: b\n", "cafe\u0301.txt").transcript.id == "café"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["txt", "srt", "vtt"])
def test_encodings_that_are_sure(tmp_path, encoding, ending):
    path = tmp_path / f"p01.{ending}"
    path.write_bytes(WRITE[ending]([("I", "Eén?"), ("R", "‘Ja’ €")]).decode().encode(encoding))
    reading = read_file(path)
    assert turns(reading.transcript) == [("I", "Eén?"), ("R", "‘Ja’ €")]
    assert reading.notes == ()


def test_windows_1252_is_read_with_a_note(tmp_path):
    path = tmp_path / "p01.txt"
    path.write_bytes("I: Eén?\nR: ‘Ja’ €\n".encode("cp1252"))
    reading = read_file(path)
    assert turns(reading.transcript)[1] == ("R", "‘Ja’ €")
    assert "Windows-1252" in reading.notes[0]


# Files that cannot be read


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def _changed(data: bytes, part: str, change) -> bytes:
    """A zip file with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return _zip({**parts, part: change(parts.get(part, b""))})


HELLO = [("I", "Hallo?"), ("R", "Ja, hallo.")]


@pytest.mark.parametrize(
    ("name", "make", "message"),
    [
        ("a.pages", lambda: b"x", "exporteer het als Word"),
        ("a.mp3", lambda: b"x", "een opname"),
        ("a.xyz", lambda: b"x", ".docx, .odt, .rtf"),
        ("a", lambda: b"x", ".docx, .odt, .rtf"),
        ("a.doc", lambda: b"x", ".doc'"),
        ("a.txt", lambda: b"", "leeg"),
        ("a.docx", lambda: b"", "leeg"),
        ("a.txt", lambda: b" \n\n", "geen tekst"),
        ("a.docx", lambda: write_docx([]), "geen tekst"),
        ("a.txt", lambda: b"I: \x81\xff\x8d", "UTF-8"),
        ("a.txt", lambda: b"I\0: a\0\nR: b\0", "UTF-8"),
        ("a.txt", lambda: b"\xff\xfeI", "UTF-8"),
        ("a.docx", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "wachtwoord"),
        ("a.docx", lambda: b"I: hallo", "beschadigd"),
        ("a.docx", lambda: write_docx(HELLO)[:-900], "beschadigd"),
        ("a.docx", lambda: _zip({"a.txt": b"x"}), "beschadigd"),
        ("a.docx", lambda: write_odt(HELLO), "beschadigd"),
        ("a.docx", lambda: _changed(write_docx(HELLO), "word/document.xml", lambda x: x[:-40]), "beschadigd"),
        ("a.odt", lambda: b"I: hallo", "beschadigd"),
        ("a.odt", lambda: write_docx(HELLO), "beschadigd"),
        ("a.odt", lambda: _changed(write_odt(HELLO), "content.xml", lambda x: x[:-60]), "beschadigd"),
        (
            "a.odt",
            lambda: _changed(
                write_odt(HELLO), "META-INF/manifest.xml", lambda x: x + b"<!--encryption-data-->"
            ),
            "wachtwoord",
        ),
        (
            "a.docx",
            lambda: _changed(write_docx(HELLO), "word/x.xml", lambda x: bytes(40_000_000)),
            "te groot",
        ),
        ("a.odt", lambda: _changed(write_odt(HELLO), "x.xml", lambda x: bytes(40_000_000)), "te groot"),
        ("a.vtt", lambda: b"I: hallo", "WEBVTT"),
        ("a.vtt", lambda: b"WEBVTT\n\n00:01 --> later\nI: a\n", "a.vtt, regel 3: Deze tijden"),
        ("a.vtt", lambda: b"WEBVTT\n\n00:99.000 --> 01:99.000\nI: a\n", ".vtt"),
        ("a.srt", lambda: b"I: hallo", ".srt"),
        ("a.srt", lambda: b"\n1\n00:00:01,000 --> straks\nI: a\n", "regel 3"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, capsys, name, make, message):
    path = tmp_path / name
    path.write_bytes(make())
    told = fails(path)
    assert message in told
    assert "Wat te doen: " in told
    assert str(path) in told
    assert capsys.readouterr() == ("", "")


def test_a_file_that_is_not_there(tmp_path):
    assert "niet te openen" in fails(tmp_path / "weg.txt")
    (tmp_path / "map.txt").mkdir()
    assert "niet te openen" in fails(tmp_path / "map.txt")


_ENTITIES = b'<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "part", "hook"),
    [("a.docx", "word/document.xml", b"<w:document"), ("a.odt", "content.xml", b"<office:document-content")],
)
def test_entities_are_not_expanded(tmp_path, name, part, hook):
    write = {"a.docx": write_docx, "a.odt": write_odt}[name]

    def poison(xml: bytes) -> bytes:
        changed = xml.replace(hook, _ENTITIES + hook, 1).replace(b"Hallo?", b"Hallo&b;")
        assert changed.count(b"&b;") == 1
        return changed

    path = tmp_path / name
    path.write_bytes(_changed(write(HELLO), part, poison))
    try:
        text = read_file(path).transcript.text
    except ReadError:
        return
    assert "haha" not in text


# Formats


def write_txt(said: Turns) -> bytes:
    return "".join(f"{speaker}: {text}\n" for speaker, text in said).encode()


def write_docx(said: Turns) -> bytes:
    document, buffer = docx.Document(), io.BytesIO()
    for speaker, text in said:
        paragraph = document.add_paragraph()
        paragraph.add_run(speaker).bold = True
        paragraph.add_run(f"\t{text}")
    document.save(buffer)
    return buffer.getvalue()


def write_odt(said: Turns) -> bytes:
    document, buffer = OpenDocumentText(), io.BytesIO()
    for speaker, text in said:
        paragraph = P()
        addTextToElement(paragraph, f"{speaker}: {text}")
        document.text.addElement(paragraph)
    document.write(buffer)
    return buffer.getvalue()


def _clock(seconds: int, mark: str) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}000"


def write_vtt(said: Turns) -> bytes:
    cues = [
        f"{_clock(number, '.')} --> {_clock(number + 1, '.')}\n<v {speaker}>{html.escape(text)}</v>\n\n"
        for number, (speaker, text) in enumerate(said)
    ]
    return ("WEBVTT\n\n" + "".join(cues)).encode()


def write_srt(said: Turns) -> bytes:
    return "".join(
        f"{number}\n{_clock(number, ',')} --> {_clock(number + 1, ',')}\n{speaker}: {html.escape(text)}\n\n"
        for number, (speaker, text) in enumerate(said, 1)
    ).encode()


WRITE = {"txt": write_txt, "docx": write_docx, "odt": write_odt, "vtt": write_vtt, "srt": write_srt}

_CHARACTERS = st.sampled_from("abcdeéëïjnorst  ABIR:.,?!'’…-–\"()[]<>&/\\{}0123456789\t€%#*_|")
_TEXT = st.text(_CHARACTERS, min_size=1, max_size=60).map(lambda text: " ".join(text.split(" ")).strip())
_LATER_LINE = _TEXT.map(lambda text: f"en {text}".replace(":", ";").replace("\t", " ").strip())


def _said(text: st.SearchStrategy[str]) -> st.SearchStrategy[Turns]:
    """An interviewer and two respondents; somebody speaks at least once."""
    return st.lists(st.tuples(st.sampled_from(["I", "R1", "R2"]), text), min_size=1, max_size=12)


@pytest.mark.parametrize("ending", ["txt", "docx", "odt"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_was_said_is_read_back(tmp_path_factory, ending, data):
    lines = st.builds(lambda first, more: "\n".join([first, *more]), _TEXT, st.lists(_LATER_LINE, max_size=3))
    said = data.draw(_said(lines.map(str.strip)))
    path = tmp_path_factory.getbasetemp() / f"p01.{ending}"
    path.write_bytes(WRITE[ending](said))
    assert turns(read_file(path).transcript) == said


@pytest.mark.parametrize("ending", ["vtt", "srt"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_cues_of_one_speaker_are_a_turn(tmp_path_factory, ending, data):
    said = [
        (speaker, text)
        for speaker, text in data.draw(_said(_TEXT.map(lambda text: " ".join(text.split()))))
        if text
    ]
    path = tmp_path_factory.getbasetemp() / f"p01.{ending}"
    path.write_bytes(WRITE[ending](said or HELLO))
    merged: Turns = []
    for speaker, text in said or HELLO:
        if merged and merged[-1][0] == speaker:
            merged[-1] = (speaker, f"{merged[-1][1]} {text}")
        else:
            merged.append((speaker, text))
    assert turns(read_file(path).transcript) == merged


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=200), said=_said(_TEXT))
def test_every_word_of_a_text_comes_back(tmp_path_factory, text, said):
    """Whatever stands between the turns: it is somewhere, and nothing is added."""
    path = tmp_path_factory.getbasetemp() / "p01.txt"
    path.write_bytes(f"I: begin\n{text}\n".encode("utf-8", "replace") + write_txt(said))
    try:
        transcript = read_file(path).transcript
    except ReadError:  # NUL and the like
        return
    letters = [c for c in path.read_bytes().decode() if c.isalnum() and c.isascii()]
    back, section = transcript.introduction, ""
    for turn, (label, words) in zip(transcript.turns, turns(transcript), strict=True):
        heading = turn.section if turn.section != section else ""
        section, back = turn.section, f"{back}{heading}{label}{words}"
    stamps = [c for c in back if c.isalnum() and c.isascii()]
    assert "".join(stamps).casefold() == "".join(letters).casefold()


def test_word_with_names_in_bold(tmp_path):
    document = docx.Document()
    document.add_heading("Interview p01")
    for label, text in [
        ("Interviewer:", " Hoe gaat het?"),
        ("Respondent:", " Goed."),
        ("Interviewer:", " Ja?"),
    ]:
        paragraph = document.add_paragraph()
        paragraph.add_run(label).bold = True
        paragraph.add_run(text)
    document.add_paragraph("Nog een alinea.")
    document.save(tmp_path / "p01.docx")
    transcript = read_file(tmp_path / "p01.docx").transcript
    assert transcript.introduction == "Interview p01"
    assert turns(transcript) == [
        ("Interviewer", "Hoe gaat het?"),
        ("Respondent", "Goed."),
        ("Interviewer", "Ja?\nNog een alinea."),
    ]


def _bold(document, label: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(label).bold = True
    paragraph.add_run(text)


def test_word_with_bold_names_without_colon(tmp_path):
    document = docx.Document()
    _bold(document, "Anna", " Hoe gaat het?")
    _bold(document, "Bert", " Goed.")
    _bold(document, "Ja", " zei ik.")
    _bold(document, "Ja", " echt.")
    document.add_paragraph("Anna: Niet vet, wel een dubbele punt.")
    _bold(document, "Bert", " Hm.")
    _bold(document, "Anna", "")
    document.save(tmp_path / "p01.docx")
    assert turns(read_file(tmp_path / "p01.docx").transcript) == [
        ("Anna", "Hoe gaat het?"),
        ("Bert", "Goed.\nJa zei ik.\nJa echt."),
        ("Anna", "Niet vet, wel een dubbele punt."),
        ("Bert", "Hm."),
        ("Anna", ""),
    ]


def test_bold_words_are_not_speakers_where_labels_have_a_colon(tmp_path):
    document = docx.Document()
    for text in ["I: Hoe gaat het?", "R: Slecht.", "I: Waarom?", "R: Daarom.", "I: Hm."]:
        document.add_paragraph(text)
        _bold(document, "Nooit", " hielp iemand.")
    document.save(tmp_path / "p01.docx")
    assert read_file(tmp_path / "p01.docx").transcript.speakers == ("I", "R")


def test_word_with_a_table_breaks_a_link_and_a_bold_style(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "I", "Hoe gaat het?"
    table.cell(1, 0).text, table.cell(1, 1).text = "R", "Goed.\nEcht."
    document.add_paragraph("I: Ja?\nR: Ja.")
    paragraph = document.add_paragraph()
    paragraph.add_run("I: ", style="Strong")
    paragraph.add_run("Mooi.")
    document.save(tmp_path / "p01.docx")
    assert turns(read_file(tmp_path / "p01.docx").transcript) == [
        ("I", "Hoe gaat het?"),
        ("R", "Goed.\nEcht."),
        ("I", "Ja?"),
        ("R", "Ja."),
        ("I", "Mooi."),
    ]


def test_changes_in_word_are_accepted(tmp_path):
    """Insertions and what stands in a content control are kept, deletions and moved-away text are not."""
    changes = (
        b'<w:p><w:r><w:t xml:space="preserve">R: Dat was </w:t></w:r>'
        b'<w:ins w:id="1" w:author="x"><w:r><w:t>heel </w:t></w:r></w:ins>'
        b'<w:del w:id="2" w:author="x"><w:r><w:delText>niet </w:delText></w:r></w:del>'
        b'<w:moveFrom w:id="3" w:author="x"><w:r><w:t>ooit </w:t></w:r></w:moveFrom>'
        b'<w:moveTo w:id="4" w:author="x"><w:r><w:t>goed.</w:t></w:r></w:moveTo></w:p>'
        b"<w:sdt><w:sdtContent><w:p><w:r><w:t>I: Mooi.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    data = _changed(
        write_docx(HELLO),
        "word/document.xml",
        lambda xml: xml.replace(b"<w:sectPr", changes + b"<w:sectPr", 1),
    )
    (tmp_path / "p01.docx").write_bytes(data)
    read = turns(read_file(tmp_path / "p01.docx").transcript)
    assert [(label, " ".join(text.split())) for label, text in read] == [
        *HELLO,
        ("R", "Dat was heel goed."),
        ("I", "Mooi."),
    ]


def test_opendocument_with_a_table_spaces_and_a_remark(tmp_path):
    path = tmp_path / "p01.odt"
    body = (
        b"<text:tracked-changes><text:changed-region><text:deletion><text:p>R: weg</text:p></text:deletion>"
        b"</text:changed-region></text:tracked-changes>"
        b"<text:h>Kop</text:h><table:table><table:table-row><table:table-cell><text:p>I</text:p></table:table-cell>"
        b"<table:table-cell><text:p>Hoe\n   gaat<text:s text:c='2'/>het?</text:p></table:table-cell>"
        b"</table:table-row></table:table>"
        b"<text:list><text:list-item><text:p>R:<text:tab/><text:span>Go</text:span>ed"
        b"<office:annotation><text:p>let op</text:p></office:annotation>.<text:line-break/>Ja.</text:p>"
        b"</text:list-item></text:list>"
    )
    path.write_bytes(
        _changed(
            write_odt([]),
            "content.xml",
            lambda xml: xml.replace(b"<office:text/>", b"<office:text>" + body + b"</office:text>"),
        )
    )
    reading = read_file(path)
    assert reading.transcript.introduction == "Kop"
    assert turns(reading.transcript) == [("I", "Hoe gaat  het?"), ("R", "Goed.\nJa.")]
    assert reading.notes == ("1 opmerking in de kantlijn is niet ingelezen.",)


@pytest.mark.parametrize("name", ["stem.vtt", "dubbelepunt.vtt", "haken.srt"])
def test_subtitles_as_programs_make_them(name):
    reading = read_file(DATA / name)
    assert turns(reading.transcript) == [
        ("Interviewer", "Hoe ging dat & wat deed u toen?"),
        ("Mevrouw", "Nou, toen zei ze: nee. <onverstaanbaar> Dat was het. En na een lege regel nog dit."),
        ("Interviewer", "Hm."),
        ("Mevrouw", "Ja."),
    ]
    assert [turn.time for turn in reading.transcript.turns] == [1.0, 4.5, 3601.0, 3602.0]
    assert roles(reading.transcript) == {"Interviewer": "interviewer", "Mevrouw": "respondent"}
    if name == "stem.vtt":
        assert reading.transcript.introduction == "Verzonnen gesprek."
        assert reading.notes == ("1 regel opmerkingen (NOTE) is niet ingelezen.",)


def test_reading_twice_gives_the_same():
    assert read_file(DATA / "haken.srt") == read_file(DATA / "haken.srt")


def test_the_source_is_kept(tmp_path):
    transcript = read_text(tmp_path, "I: a\nR: b\n").transcript
    assert transcript.source == "p01.txt"
    assert base64.b16encode(bytes.fromhex(transcript.source_sha256))
    assert transcript.source_sha256 != transcript.sha256


# The sample study

SAMPLE = Path(__file__).parents[1] / "data" / "voorbeeldstudie"
LABELS = {
    "p01.docx": ["Interviewer", "Respondent"],
    "p02.docx": ["I", "R"],
    "p03.txt": ["I", "R"],
    "p04.docx": ["Int", "Resp"],
    "p05.docx": ["I", "R1", "R2"],
    "p06.vtt": ["Interviewer", "Respondent"],
    "p07.odt": ["I", "R"],
    "p08.srt": ["Interviewer", "Respondent"],
    "p09.txt": ["I", "R"],
    "p10.odt": ["V", "A"],
    "p11.docx": ["I", "R"],
    "p12.vtt": ["Interviewer", "Respondent"],
}


@pytest.mark.parametrize("name", LABELS)
def test_the_sample_study_is_read_without_a_question(name):
    reading = read_file(SAMPLE / "transcripten" / name)
    transcript = reading.transcript
    assert (reading.notes, reading.doubts) == ((), ())
    assert sorted(transcript.speakers) == sorted(LABELS[name])
    assert "onbekend" not in roles(transcript).values()
    said = [turn for turn in transcript.turns if turn.role is Role.RESPONDENT]
    assert len(said) >= 36
    assert len(transcript.text.split()) >= 1200
    assert "fictief" in transcript.introduction or name.endswith(".srt")  # srt has no place for it


def test_the_respondents_of_the_sample_study_are_in_its_transcripts():
    with (SAMPLE / "respondenten.csv").open(encoding="utf-8") as file:
        listed = {(row["transcript"], row["spreker"]) for row in csv.DictReader(file)}
    read = [read_file(path).transcript for path in sorted((SAMPLE / "transcripten").iterdir())]
    assert [t.source for t in read] == sorted(LABELS)
    assert listed == {(t.id, label) for t in read for label, role in roles(t).items() if role == "respondent"}


# Real speech


def test_all_turns_of_the_ifadv_dialogues():
    if not IFADV.is_dir():
        pytest.skip("the IFADV dialogues are not here (../shared/data/ifadv)")
    gold = defaultdict(list)
    with (IFADV / "ifadv_turns.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            speaker, second = row["participant"].split()[0], float(row["begin"]) // 1000
            gold[row["source"].rpartition("/")[2]].append((speaker, row["utterance"], second))
    files = sorted((IFADV / "txt").glob("*.txt"))
    total = 0
    for path in files:
        transcript = read_file(path).transcript
        times = [turn.time for turn in transcript.turns]
        read = [(*turn, time) for turn, time in zip(turns(transcript), times, strict=True)]
        assert read == gold[transcript.id], path.name
        total += len(read)
    assert (len(files), total) == (14, 9821)
