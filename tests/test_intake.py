"""Taking in files: one that is wrong does not keep the others out, and nothing is stored by halves."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stemmen
import stemmen.intake
from stemmen.readers import read_file
from stemmen.store import transcripts
from tests.conftest import INTERVIEWS, Run


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "'
    + b"lol" * 100
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c + 1) * 20) for c in range(ord("a"), ord("x")))
    + b"]><a>&a;</a>"
)
BAD: dict[str, bytes] = {
    "ander_soort.pages": b"x",
    "opname.mp3": b"ID3\x03\x00",
    "zonder_einde": b"I: Ja?\nR: Nee.\n",
    "leeg.txt": b"",
    "alleen_wit.txt": b" \n\n",
    "geen_spreker.txt": b"Dit is een brief.\nGroet van Jan en Piet.\n",
    "geen_zip.docx": b"dit is geen Word",
    "geen_odt.odt": b"dit is geen LibreOffice",
    "geen_xlsx.xlsx": b"dit is geen Excel",
    "halve_zip.docx": zipped("word/document.xml", b"<a/>" * 1000)[:60],
    "zipbom.docx": zipped("word/document.xml", b" " * 300_000_000),
    "entiteiten.docx": zipped("word/document.xml", ENTITIES),
    "met_wachtwoord.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "geen_pdf.pdf": b"dit is geen pdf",
    "geen_json.json": b"{",
    "met_entiteiten.eaf": ENTITIES,
    "xml_met_entiteiten.xml": ENTITIES,
}


@pytest.fixture(scope="module")
def bomb_is_small() -> None:
    assert max(map(len, BAD.values())) < 1_000_000


@pytest.mark.usefixtures("bomb_is_small")
def test_no_bad_file_keeps_the_others_out(study_folder: Path, run: Run) -> None:
    for name, data in BAD.items():
        (study_folder / "transcripten" / name).write_bytes(data)
    (study_folder / "transcripten" / "p02.md").write_text(INTERVIEWS["p02.txt"], "utf-8")  # two with one name
    outcome = run("inlezen", study_folder, "--json")
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert [row["bestand"] for row in outcome.json["bestanden"]] == ["p01.txt"]
    for name in [*BAD, "p02.txt", "p02.md"]:
        told = [
            text
            for text in outcome.json["fouten"]
            if f"{os.sep}{name}:" in text or f"{os.sep}{name}, regel 1:" in text
        ]
        assert len(told) == 1, name
        assert "Wat te doen: " in told[0], name
    assert [t.id for t in stemmen.open_study(study_folder).transcripts] == ["p01"]


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_is_told_in_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    with pytest.raises(stemmen.StemmenError) as caught:
        read_file(path)
    [problem] = caught.value.problems
    assert problem.where.removesuffix(", regel 1") == str(path)
    assert problem.repair


# ---- what happens while files are read


def meanwhile(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[Path], None]) -> None:
    """Let something happen right after the bytes of this file were read."""

    def read_and_act(path: Path, **more: object) -> object:
        try:
            return read_file(path, **more)  # type: ignore[arg-type]
        finally:
            if path.name == name:
                act(path)

    monkeypatch.setattr(stemmen.intake, "read_file", read_and_act)


def longer(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "I: Dank u wel.\n", "utf-8")


def other_word(path: Path) -> None:
    """Other bytes, with the size and the time that they had."""
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("moe", "boe"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("act", [longer, other_word, Path.unlink])
def test_a_file_that_changes_while_it_is_read_is_not_stored(
    study_folder: Path, monkeypatch: pytest.MonkeyPatch, run: Run, act: Callable[[Path], None]
) -> None:
    meanwhile(monkeypatch, "p01.txt", act)
    outcome = run("inlezen", study_folder, "--json")
    assert outcome.code == 1
    [told] = outcome.json["fouten"]
    assert "p01.txt: Dit bestand veranderde terwijl het werd gelezen. Het is niet ingelezen." in told
    assert f"stemmen inlezen {study_folder}" in told
    assert [t.id for t in stemmen.open_study(study_folder).transcripts] == ["p02"]


def test_a_file_that_is_still_being_written_is_told_as_such(
    study_folder: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    """Half a file cannot be read; that it is not whole yet is the better reason."""
    (study_folder / "transcripten" / "p01.txt").write_text("", "utf-8")
    meanwhile(monkeypatch, "p01.txt", lambda path: path.write_text(INTERVIEWS["p01.txt"], "utf-8") and None)
    [told] = run("inlezen", study_folder, "--json").json["fouten"]
    assert "veranderde terwijl het werd gelezen" in told


def test_what_was_stored_stays_when_its_file_changes_while_it_is_read(
    study_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = stemmen.open_study(study_folder)
    study.read()
    before = study.transcripts
    meanwhile(monkeypatch, "p01.txt", longer)
    assert study.read().problems
    assert study.transcripts == before


def test_stopping_between_two_files_stores_nothing(
    study_folder: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    def stop(path: Path) -> None:
        raise KeyboardInterrupt

    meanwhile(monkeypatch, "p02.txt", stop)
    outcome = run("inlezen", study_folder)
    assert outcome.code == 130
    assert "er is niets half geschreven" in outcome.err
    assert stemmen.open_study(study_folder).store.transcripts() == []


def test_stopping_while_transcripts_are_stored_stores_none(
    study_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = stemmen.open_study(study_folder)
    insert = transcripts.insert

    def stop(connection: Any, transcript: stemmen.Transcript, version: int) -> None:
        if transcript.id == "p02":
            raise KeyboardInterrupt
        insert(connection, transcript, version)

    monkeypatch.setattr(transcripts, "insert", stop)
    with pytest.raises(KeyboardInterrupt):
        study.read()
    assert stemmen.open_study(study_folder).store.transcripts() == []


def test_progress_is_told_for_each_file_also_one_that_is_wrong(study_folder: Path) -> None:
    (study_folder / "transcripten" / "p03.txt").write_bytes(b"")
    told: list[tuple[int, int]] = []
    stemmen.open_study(study_folder).read(progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


# ---- the table


def test_minutes_are_from_the_first_time_to_the_last(study_folder: Path) -> None:
    def vtt(*starts: str) -> str:
        cues = [
            f"{at} --> {at[:-1]}9\n<v {'IR'[number % 2]}>Nou, {at}.</v>\n" for number, at in enumerate(starts)
        ]
        return "WEBVTT\n\n" + "\n".join(cues)

    talk = {
        "p03": ("00:45:00.000", "01:57:20.000"),
        "p04": ("00:00:01.000", "00:00:08.000"),
        "p05": ("00:10:00.000",),
    }
    for name, starts in talk.items():
        (study_folder / "transcripten" / f"{name}.vtt").write_text(vtt(*starts), "utf-8")
    files = stemmen.open_study(study_folder).read().files.set_index("transcript")
    assert files["minuten"].isna().to_dict() == {
        "p01": True,
        "p02": True,
        "p03": False,
        "p04": False,
        "p05": True,
    }
    assert files["minuten"].dropna().to_dict() == {"p03": 72, "p04": 1}


def test_remarks_and_questions_are_counted_per_file(study_folder: Path) -> None:
    (study_folder / "transcripten" / "p03.txt").write_text(
        "Anna: Goed.\nBert: Slecht.\nAnna: Ja.\nBert: Nee.\n", "utf-8"
    )
    (study_folder / "transcripten" / "p04.txt").write_bytes(
        "I: Hé, oké?\nR: Één café.\nI: Ja.\n".encode("cp1252")
    )
    intake = stemmen.open_study(study_folder).read()
    files = intake.files.set_index("bestand")
    assert files["vragen"].to_dict() == {"p01.txt": 0, "p02.txt": 0, "p03.txt": 1, "p04.txt": 0}
    assert files.loc["p04.txt", "opmerkingen"] == sum(file == "p04.txt" for file, _ in intake.notes) > 0
