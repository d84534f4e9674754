"""Somebody withdraws: no byte of what they said stays where stemmen can reach, and the rest is told."""

import csv
import datetime
import hashlib
import io
import json
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

import docx
import pytest

import stemmen
from stemmen.readers import read_file
from stemmen.transcript import Role
from stemmen.withdrawal.traces import search, traces_of

pytestmark = pytest.mark.slow  # seconds each, all together most of a minute

# Fatima alone in g1, with Karel in g2; her words are in no other mouth.
G1 = [
    ("I", "Hoe ging het bij de gemeente?"),
    ("R", "Ze geloofden me niet, zelfs niet met de wasmachinebon. Ik woonde in Zwartebroek."),
    ("I", "En toen?"),
    ("R", "Mijn buurvrouw Sjoukje bracht het formulier. Dat vergeet ik nooit."),
]
G2 = [
    ("Interviewer", "Hoe was de balie?"),
    ("Fatima", "Het formulier lag onder een gietijzeren kachel verstopt. Niemand zag de hamster."),
    ("Karel", "Bij mij waren ze heel vriendelijk, en het formulier lag gewoon klaar."),
    ("Interviewer", "En later?"),
    ("Fatima", "Ze geloofden me niet toen de regenpijp van Zwartebroek ontplofte."),
    ("Karel", "Mij wel, dat formulier klopte gewoon, dat was mijn ervaring in Heerenveen."),
]
SECRET = [
    "wasmachinebon", "Zwartebroek", "Sjoukje", "vergeet ik nooit", "gietijzeren kachel", "hamster",
    "regenpijp", "ontplofte",
]  # fmt: skip
KEPT = "Bij mij waren ze heel vriendelijk, en het formulier lag gewoon klaar."


def document(path: Path, talk: list[tuple[str, str]]) -> None:
    made = docx.Document()
    for speaker, text in talk:
        made.add_paragraph(f"{speaker}: {text}")
    made.core_properties.author = "Zwartebroek"
    made.save(str(path))


def talk_of(name: str) -> str:
    lines = [("I", "Hoe gaat dat dan?"), ("R", f"Het formulier van {name} was lang en de wachttijd ook.")]
    return "".join(f"{who}: {text}\n" for who, text in lines * 3)


@pytest.fixture
def folder(run, study_folder: Path) -> Path:
    """A study with codings by rule and by hand, decisions, exports, reports and a draft."""
    files = study_folder / "transcripten"
    document(files / "g1.docx", G1)
    document(files / "g2.docx", G2)
    (study_folder / "studie.yaml").write_text(
        'titel: Proef\nsprekers:\n  "*": {Interviewer: interviewer, Fatima: respondent, Karel: respondent}\n'
    )
    (study_folder / "respondenten.csv").write_text(
        "respondent,transcript,spreker,leeftijd\nR1,p01,R,40-49\nR2,p02,R,60-69\nR12,g1,R,30-39\n"
        "R12,g2,Fatima,30-39\nR13,g2,Karel,50-59\n"
    )
    assert run("inlezen", study_folder).code == 0
    talk = stemmen.open_study(study_folder).store.transcripts()
    by_id = {one.id: one for one in talk}
    second = by_id["g2"].turns
    start = by_id["g2"].text.index("heel vriendelijk")
    hand = study_folder / "coderingen" / "anna.csv"
    hand.parent.mkdir()
    hand.write_text(
        "transcript,beurt,code,begin,eind,memo\n"
        "g1,2,wantrouwen,,,om de wasmachinebon\n"
        f"g2,2,formulieren,{second[1].start},{second[1].end},de hamster\n"
        f"g2,3,bejegening,{start},{start + 16},fijn\n"
        "p01,2,wantrouwen,,,\n"
    )
    assert run("importeer", study_folder, hand, "--codeur", "anna").code == 0
    assert run("codeer", study_folder).code == 0
    assert run("controleer", study_folder).code == 0
    assert run("besluit", study_folder, "Sjoukje", "vervangen").code == 0
    assert run("besluit", study_folder, "Heerenveen", "toestaan").code == 0
    for what in ("beurten", "coderingen"):
        assert run("exporteer", study_folder, study_folder / f"{what}.csv", "--wat", what).code == 0
    assert run("rapport", study_folder).code == 0
    assert run("rapport", study_folder, "--concept").code == 0
    assert run("citaten", study_folder, "--concept").code == 0
    assert {"wasmachinebon", "Sjoukje", "regenpijp"} <= {*in_bytes(study_folder, SECRET)}
    return study_folder


def in_bytes(folder: Path, words: list[str]) -> dict[str, list[str]]:
    """In which files words stand: raw, in every part of a zip, in several encodings."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        pieces = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as opened:
                pieces += [opened.read(name) for name in opened.namelist()]
        for word in words:
            codes = {word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "cp1252")}
            if any(code.lower() in piece.lower() for piece in pieces for code in codes):
                found.setdefault(word, []).append(path.relative_to(folder).as_posix())
    return found


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_no_byte_of_their_words_stays_and_all_else_does(run, folder):
    before = stemmen.open_study(folder).codings()
    outcome = run("intrekken", folder, "R12")
    assert outcome.code == 0, outcome.err
    assert in_bytes(folder, SECRET) == {}
    assert "geen woorden van deze persoon meer gevonden" not in outcome.out  # the label is in studie.yaml
    assert re.search(r"- \S*studie.yaml, regel 3 \(1 plek\)", outcome.out)
    assert sorted(path.name for path in (folder / "transcripten").iterdir()) == [
        "g2.csv",
        "p01.txt",
        "p02.txt",
    ]

    study = stemmen.open_study(folder)
    assert not study.read().problems
    assert sorted(set(study.respondents["respondent"])) == ["R1", "R13", "R2"]
    after = study.codings()
    others = before[~before["respondent"].isin(["R12"])]
    columns = ["transcript", "beurt", "code", "codeur", "tekst", "memo"]
    kept = after[columns].to_dict("records")
    assert kept == others[columns].to_dict("records")
    assert "heel vriendelijk" in set(after.loc[after["codeur"] == "anna", "tekst"])

    talk = next(one for one in study.store.transcripts() if one.id == "g2")
    assert [turn.speaker for turn in talk.turns] == ["Interviewer", "ingetrokken 1", "Karel"] * 2
    assert {turn.role for turn in talk.turns if turn.speaker == "ingetrokken 1"} == {Role.OTHER}
    assert KEPT in talk.text
    assert read_file(folder / "transcripten" / "g2.csv").transcript.same_words(talk)


def test_tables_and_decisions_keep_what_is_of_others(run, folder):
    assert run("intrekken", folder, "R12").code == 0
    assert [row["respondent"] for row in rows(folder / "respondenten.csv")] == ["R1", "R2", "R13"]
    hand = rows(folder / "coderingen" / "anna.csv")
    assert [(row["transcript"], row["memo"]) for row in hand] == [("g2", "fijn"), ("p01", "")]
    text = next(one for one in stemmen.open_study(folder).store.transcripts() if one.id == "g2").text
    assert text[int(hand[0]["begin"]) : int(hand[0]["eind"])] == "heel vriendelijk"
    for row in rows(folder / "beurten.csv"):
        if row["transcript"] == "g2":
            assert row["spreker"] != "Fatima"
            assert text[int(row["begin"]) : int(row["eind"])] == row["tekst"]
    decided = {row["tekst"]: row["besluit"] for row in csv.DictReader(
        io.StringIO((folder / "besluiten.csv").read_text("utf-8-sig")), delimiter=";")}  # fmt: skip
    assert "Sjoukje" not in decided
    assert not [text for text in decided if "ingetrokken" in text.lower()]
    assert decided["Heerenveen"] == "toestaan"
    before = (folder / "besluiten.csv").read_bytes()
    assert run("controleer", folder).code == 0
    assert (folder / "besluiten.csv").read_bytes() == before
    assert run("importeer", folder, folder / "coderingen" / "anna.csv", "--codeur", "anna").out.startswith(
        "0 "
    )


def test_the_log_says_what_was_done_without_what_was_said(run, folder):
    hashes = sorted(
        hashlib.sha256((folder / "transcripten" / name).read_bytes()).hexdigest()
        for name in ("g1.docx", "g2.docx")
    )
    outcome = run("intrekken", folder, "R12", "--json")
    told = outcome.json
    today = datetime.date.today().isoformat()
    assert rows(folder / "intrekkingen.csv") == [
        {"datum": today, "respondent": "R12", "transcripten": "2", "beurten": "6",
         "coderingen": str(told["coderingen"]), "rapporten": "4", "gewist": "g1",
         "sha256": "/".join(hashes)}
    ]  # fmt: skip
    assert told["beurten"] == 6
    assert told["coderingen"] >= 4
    made = {Path(path).name for path in told["opnieuw_gemaakt"]}
    assert made == {"rapport.html", "citaten.xlsx", "rapport-concept.html", "citaten-concept.xlsx"}
    assert not (folder / ".intrekking.json").exists()


def test_nothing_is_called_clean_where_words_still_stand(run, folder):
    notes = folder / "teksten"
    notes.mkdir()
    (notes / "kern.md").write_text(
        "Een kop\n\nIemand zei: het formulier lag onder een gietijzeren kachel verstopt.\n"
    )
    cell = {
        "cell_type": "code",
        "source": [],
        "outputs": [{"text": ["Mijn buurvrouw Sjoukje\n", "bracht het"]}],
    }
    (folder / "kijken.ipynb").write_text(json.dumps({"cells": [cell]}))
    document(folder / "kopie.docx", G2)
    (folder / "oud.txt").write_bytes("Niemand zag de hamster.".encode("utf-16"))
    (folder / "opname.mp3").write_bytes(b"ID3\0\0\1\2")
    outcome = run("intrekken", folder, "R12")
    assert outcome.code == 0
    assert re.search(r"- \S*kern.md, regel 3 ", outcome.out)
    for name in ("kijken.ipynb", "kopie.docx", "oud.txt", "studie.yaml"):
        assert re.search(rf"- \S*{name}", outcome.out), name
    assert "niet te doorzoeken" in outcome.err
    assert re.search(r"- \S*opname.mp3", outcome.out)
    assert "geen woorden van deze persoon meer gevonden" not in outcome.out
    assert not [word for word in SECRET if word in outcome.out + outcome.err]


def test_a_copy_in_transcripten_keeps_reports_away(run, folder):
    """Reading would bring the words back into the database."""
    document(folder / "transcripten" / "kopie.docx", G1)
    outcome = run("intrekken", folder, "R12")
    assert outcome.code == 0
    assert "niet opnieuw gemaakt" in outcome.err
    assert not (folder / "rapport" / "rapport.html").exists()
    assert {name for names in in_bytes(folder, SECRET).values() for name in names} == {
        "transcripten/kopie.docx"
    }


def test_a_header_that_others_have_too_keeps_no_report_away(run, study_folder):
    """Both interviews are from one town: that is no trace of who withdrew."""
    folder = study_folder / "transcripten"
    for name in ("p01.txt", "p02.txt"):
        path = folder / name
        path.write_text(f"Gemeente: Nieuw-Lutterzijl\n\n{path.read_text('utf-8')}", encoding="utf-8")
    (study_folder / "respondenten.csv").write_text(
        "respondent,transcript,spreker,gemeente\nAns,p01,R,Nieuw-Lutterzijl\nBo,p02,R,Nieuw-Lutterzijl\n"
    )
    assert run("rapport", study_folder).code == 0
    outcome = run("intrekken", study_folder, "Bo")
    assert outcome.code == 0
    assert "niet opnieuw gemaakt" not in outcome.err
    assert (study_folder / "rapport" / "rapport.html").is_file()
    assert "geen woorden van deze persoon meer gevonden" in outcome.out


def test_what_the_table_says_of_others_is_no_trace_and_what_it_says_of_them_goes(run, folder):
    people = folder / "respondenten.csv"
    people.write_text(
        "respondent,transcript,spreker,woonplaats,opmerking\nR1,p01,R,Nieuw-Lutterzijl,\nR2,p02,R,,\n"
        "R12,g1,R,Nieuw-Lutterzijl,moeder van Tjitske\nR12,g2,Fatima,Nieuw-Lutterzijl,\n"
        "R13,g2,Karel,,vader van Wiebrich\n"
    )
    for name in ("Nieuw-Lutterzijl", "Tjitske", "Wiebrich"):
        assert run("besluit", folder, name, "vervangen").code == 0
    assert run("controleer", folder).code == 0
    outcome = run("intrekken", folder, "R12")
    assert "respondenten.csv" not in outcome.out
    decided = {row["tekst"] for row in csv.DictReader(
        io.StringIO((folder / "besluiten.csv").read_text("utf-8-sig")), delimiter=";")}  # fmt: skip
    assert {"Nieuw-Lutterzijl", "Wiebrich"} <= decided
    assert in_bytes(folder, ["Tjitske"]) == {}


def test_a_file_that_is_put_back_is_not_read_in_silence(run, study_folder):
    (study_folder / "respondenten.csv").unlink()
    path = study_folder / "transcripten" / "p02.txt"
    words = path.read_bytes()
    assert run("inlezen", study_folder).code == 0
    assert run("intrekken", study_folder, "p02").code == 0
    assert "trok zich eerder terug" not in run("controleer", study_folder).err
    path.write_bytes(words)
    for command in ("controleer", "rapport"):
        assert "p02 trok zich eerder terug" in run(command, study_folder).err, command


def test_a_file_that_is_put_back_is_known_though_their_row_is_gone(run, folder):
    g1 = folder / "transcripten" / "g1.docx"
    words, shared = g1.read_bytes(), (folder / "transcripten" / "g2.docx").read_bytes()
    assert run("intrekken", folder, "R12").code == 0
    assert "trok zich" not in run("inlezen", folder).err
    g1.write_bytes(words)
    told = run("inlezen", folder).err
    assert "R12 trok zich eerder terug" in told
    assert "hetzelfde bestand is ingelezen als g1" in told
    assert f"stemmen intrekken {folder} g1" in told
    assert run("intrekken", folder, "g1").code == 0
    assert "trok zich" not in run("controleer", folder).err
    g1.with_name("nieuw.docx").write_bytes(words)  # the same words under another name
    assert "hetzelfde bestand is ingelezen als nieuw" in run("inlezen", folder).err
    g1.with_name("nieuw.docx").unlink()
    (folder / "transcripten" / "g2.csv").unlink()
    (folder / "transcripten" / "g2.docx").write_bytes(shared)
    assert "hetzelfde bestand is ingelezen als g2" in run("inlezen", folder).err


def test_another_file_of_the_same_name_may_be_somebody_else(run, folder):
    assert run("intrekken", folder, "R12").code == 0
    document(folder / "transcripten" / "g1.docx", [("I", "Dag, hoe is het?"), ("R", "Goed, en met u ook?")])
    told = run("inlezen", folder).err
    assert "een bestand met dezelfde naam is ingelezen als g1" in told
    assert (
        f"Is dit iemand anders? Dan: geef het bestand een andere naam, en doe: stemmen verwijder {folder} g1"
        in told
    )


def test_a_log_of_an_older_version_is_added_to(run, study_folder):
    assert run("inlezen", study_folder).code == 0
    log = study_folder / "intrekkingen.csv"
    log.write_text("datum,respondent,transcripten,beurten,coderingen,rapporten\n2026-01-02,Ans,1,6,0,0\n")
    assert "Ans trok zich eerder terug" in run("controleer", study_folder).err  # by name: no more is known
    assert run("intrekken", study_folder, "Bo").code == 0
    assert [(row["respondent"], row["gewist"]) for row in rows(log)] == [("Ans", ""), ("Bo", "p02")]


def test_a_study_of_which_all_withdrew_says_that_there_is_nothing(run, study_folder):
    assert run("inlezen", study_folder).code == 0
    for name in ("Ans", "Bo"):
        assert run("intrekken", study_folder, name).code == 0
    outcome = run("inlezen", study_folder)
    assert "Hier staan geen transcripten." in outcome.err


@pytest.mark.parametrize("where", ["inleiding", "kop", "spreker"])
def test_a_name_of_more_words_that_others_have_around_their_talk_is_no_trace(run, study_folder, where):
    name = "Grietje van der Kwelderstra"
    talk = {
        "inleiding": f"INTERVIEW MET {name}\n\n{{0}}",
        "kop": f"# Bij {name}\n\n{{0}}",
        "spreker": "{0}",
    }[where]
    for file in ("p01", "p02"):
        path = study_folder / "transcripten" / f"{file}.txt"
        text = path.read_text("utf-8")
        text = text.replace("I:", f"{name}:") if where == "spreker" else text
        path.write_text(talk.format(text), encoding="utf-8")
    (study_folder / "respondenten.csv").unlink()
    roles = f'sprekers: {{"*": {{I: interviewer, R: respondent, {name}: interviewer}}}}'
    (study_folder / "studie.yaml").write_text(f"titel: Proef\n{roles}\n")
    assert run("rapport", study_folder).code == 0
    second = sorted(stemmen.open_study(study_folder).transcripts, key=lambda one: one.id)[1]
    outcome = run("intrekken", study_folder, second.id)
    assert outcome.code == 0, outcome.err
    assert "niet opnieuw gemaakt" not in outcome.err
    assert (study_folder / "rapport" / "rapport.html").is_file()


def test_checking_tells_of_a_withdrawal_that_was_cut_short(run, folder, monkeypatch):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stemmen.withdrawal.search", stop)
    assert run("intrekken", folder, "R12").code == 130
    assert "De intrekking van R12 is niet afgemaakt" in run("controleer", folder).err
    study = stemmen.open_study(folder)
    for write in (study.report, study.write_quotes):  # from a notebook too
        with pytest.raises(stemmen.StemmenError, match="niet afgemaakt"):
            write()


def test_a_study_with_nothing_left_elsewhere_says_so(run, study_folder):
    assert run("inlezen", study_folder).code == 0
    outcome = run("intrekken", study_folder, "p02")  # by the name of the transcript
    assert outcome.code == 0
    assert "Gewist: 4 beurten en 0 coderingen" in outcome.out
    assert "geen woorden van deze persoon meer gevonden" in outcome.out
    assert "reservekopieën" in outcome.out
    assert [row["respondent"] for row in rows(study_folder / "intrekkingen.csv")] == ["Bo"]


def test_who_is_not_there_is_told_who_is(run, folder):
    for name, told in (("R99", "Er is geen respondent 'R99'"), ("g2", "In 'g2' spreken meer respondenten")):
        outcome = run("intrekken", folder, name)
        assert outcome.code == 1
        assert told in outcome.err
        assert "Kies uit: " in outcome.err
    assert in_bytes(folder, ["wasmachinebon"])
    assert not (folder / ".intrekking.json").exists()


def test_a_transcript_that_counts_no_longer_is_erased_too(run, folder):
    (folder / "transcripten" / "g1.docx").unlink()
    assert run("verwijder", folder, "g1").code == 0
    people = folder / "respondenten.csv"
    people.write_text(people.read_text().replace("R12,g1,R,30-39\n", ""))
    assert in_bytes(folder, ["Sjoukje"])
    outcome = run("intrekken", folder, "g1")
    assert outcome.code == 0, outcome.err
    assert not {"stemmen.db"} & {name for names in in_bytes(folder, ["Sjoukje"]).values() for name in names}


def test_a_report_that_cannot_be_made_is_gone_and_said(run, folder):
    (folder / "transcripten" / "p03.docx").write_bytes(b"kapot")
    outcome = run("intrekken", folder, "R12")
    assert outcome.code == 0
    assert "niet opnieuw gemaakt" in outcome.err
    assert not (folder / "rapport" / "rapport.html").exists()
    assert in_bytes(folder, SECRET) == {}


def test_the_other_may_withdraw_as_well(run, folder):
    assert run("intrekken", folder, "R12").code == 0
    assert run("intrekken", folder, "R13").code == 0
    assert in_bytes(folder, [*SECRET, "Heerenveen"]) == {}
    assert sorted(path.name for path in (folder / "transcripten").iterdir()) == ["p01.txt", "p02.txt"]


def test_a_table_that_cannot_be_read_back_stays_in_the_database_alone(run, study_folder):
    table = "naam;Wat vindt u van de balie?;leeftijd;Wat kan er beter?\n" + "".join(
        f"r{n};Ik vond de balie nummer {n} erg druk en wat koud;{30 + n};Meer stoelen en minder {n} wachten\n"
        for n in range(1, 6)
    )
    (study_folder / "transcripten" / "enquete.csv").write_text(table)
    assert run("inlezen", study_folder).code == 0
    people = stemmen.open_study(study_folder).respondents
    who = people.loc[people["transcript"] == "enquete", "respondent"].iloc[2]
    outcome = run("intrekken", study_folder, who)
    assert outcome.code == 0, outcome.err
    assert "staat nog in de database" in outcome.err
    assert in_bytes(study_folder, ["nummer 3 erg druk", "minder 3 wachten"]) == {}
    left = stemmen.open_study(study_folder)
    assert left.refresh() is None
    assert (left.respondents["transcript"] == "enquete").sum() == 4
    assert {"31", "35"} <= set(left.respondents["leeftijd"])


def test_a_person_at_a_terminal_is_asked(run, study_folder, monkeypatch):
    assert run("inlezen", study_folder).code == 0
    for answer, code in (("nee", 130), ("Ja", 0)):
        monkeypatch.setattr(sys, "stdin", Typed(f"{answer}\n"))
        outcome = run("intrekken", study_folder, "Bo")
        assert outcome.code == code
        assert "Typ ja om door te gaan" in outcome.err
    assert not in_bytes(study_folder, ["twintig bladzijden"])


class Typed(io.StringIO):
    def isatty(self) -> bool:
        return True


# ---- a computer that stops halfway

_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect"}


def _die_at(number: int) -> None:
    """End this process, without any cleaning up, just before its n-th change of a file or the database."""
    seen = [0]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in _CHANGES or (event == "open" and isinstance(arguments[1], str) and "w" in arguments[1]):
            seen[0] += 1
            if seen[0] == number:
                os._exit(9)

    sys.addaudithook(hook)


def _withdraw_until(folder: Path, number: int) -> int:
    child = os.fork()
    if not child:
        code = 1
        try:
            study = stemmen.open_study(folder)
            plan = study.plan_withdrawal("R12")
            _die_at(number)
            study.withdraw(plan)
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.slow
@pytest.mark.parametrize(("reports", "stride"), [(False, 4), (True, 15)])
@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_run_that_is_killed_is_finished_by_the_next(run, folder, tmp_path, reports, stride):
    if not reports:
        shutil.rmtree(folder / "rapport")
    whole = shutil.copytree(folder, tmp_path / "heel")
    assert run("intrekken", whole, "R12").code == 0
    killed = 0
    for number in range(1, 10_000, stride):
        copy = shutil.copytree(folder, tmp_path / f"{number}")
        code = _withdraw_until(copy, number)
        if code == 0:
            break
        assert code == 9, number
        killed += 1
        assert run("intrekken", copy, "R12").code == 0, number
        assert in_bytes(copy, SECRET) == {}, number
        for name in _WRITTEN:
            assert (copy / name).read_bytes() == (whole / name).read_bytes(), (number, name)
        assert list(copy.rglob(".stemmen-*")) == []
        shutil.rmtree(copy)
    assert killed > 8


_WRITTEN = (
    "coderingen/anna.csv", "beurten.csv", "respondenten.csv", "intrekkingen.csv", "besluiten.csv",
    "transcripten/g2.csv",
)  # fmt: skip


def test_no_report_is_made_halfway(run, folder):
    from stemmen.withdrawal import plan

    study = stemmen.open_study(folder)
    plan.keep(folder, study.plan_withdrawal("R12"))
    for command in ("rapport", "citaten", "themas"):
        outcome = run(command, folder)
        assert outcome.code == 1
        assert f"stemmen intrekken {folder} R12" in outcome.err
    outcome = run("intrekken", folder, "R13")  # what was first, goes first
    assert "R13 is nog niet gewist" in outcome.err
    assert in_bytes(folder, SECRET) == {}
    assert run("rapport", folder).code == 0


# ---- what is looked for


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("a.txt", "en dan: 'de kat zat op een dak'!"),
        ("a.txt", "nou DE KAT\nZAT op een Dak"),
        ("a.html", "<p>de <b>k</b>at zat&nbsp;op een dak</p>"),
        ("a.json", '"de\\nkat zat op e\\u0065n dak"'),
        ("a.txt", "zij heet Sjoukje"),
        ("a.txt", "Dat vergeet ik nooit."),
    ],
)
def test_traces_are_found_however_they_are_written(tmp_path, file, content):
    traces = traces_of(["De kat zat op een dak. Dat vergeet ik nooit."], ["Sjoukje"], ["Ik zat op een mat."])
    (tmp_path / file).write_text(content, encoding="utf-8")
    assert [left.path.name for left in search(tmp_path, traces)[0]] == [file]


@pytest.mark.parametrize(
    "content", ["De kat zat op.", "Vergeet ik nooit", "op een dak", "Ik zat op een mat.", ""]
)
def test_words_that_anybody_says_are_no_traces(tmp_path, content):
    said = ["De kat zat op een dak. Dat vergeet ik nooit. Ik zat op een mat."]
    traces = traces_of(said, ["Bo"], ["Ik zat op een mat."])
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")
    assert search(tmp_path, traces) == ([], [])
    assert not [word for word in ("kat", "nooit", "bo") if word in json.dumps(traces.marks)]
