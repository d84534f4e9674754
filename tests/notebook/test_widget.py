"""The widget carries messages and nothing else: no word of a transcript is in what a notebook keeps."""

import json
import re
import shutil
import subprocess
import sys

import pytest

import stemmen
from stemmen.errors import StudyError
from stemmen.notebook import widget
from stemmen.notebook.widget import HERE, MODULES, joined
from tests.notebook.conftest import P01, give

NODE = shutil.which("node")


class Wire:
    """What a browser would see of a screen."""

    def __init__(self, screen, monkeypatch):
        self.screen, self.heard = screen, []
        monkeypatch.setattr(screen, "send", lambda content, buffers=None: self.heard.append(content))

    def say(self, **command):
        """Send a command; the answer."""
        before = len(self.heard)
        self.screen._handle_custom_msg(command, [])
        assert len(self.heard) == before + 1
        return self.heard[-1]


@pytest.fixture
def wire(study, monkeypatch):
    return Wire(study.code_by_hand(coder="anna"), monkeypatch)


def code(number=1, start=0):
    stretch = {"turn": 2, "start": start, "end": start + 3}
    return {"id": number, "do": "code", "transcript": "p01", "stretches": [stretch], "code": "wantrouwen"}


def test_a_command_is_answered(wire, study):
    assert wire.say(id=1, do="open")["kind"] == "study"
    answer = wire.say(**code(2))
    assert (answer["re"], answer["kind"]) == (2, "changed")
    assert [entry.coding.coder for entry in study.store.entries(coder="anna")] == ["anna"]


def test_what_is_refused_may_be_overtaken_so_the_screen_is_told_to_look(wire):
    wire.screen._handle_custom_msg({"id": 3, "do": "wis"}, [])
    assert [heard["kind"] for heard in wire.heard] == ["error", "changed_elsewhere"]


def test_rules_are_applied_when_the_screen_opens(study_folder, monkeypatch):
    study = stemmen.open_study(study_folder)
    study.read()
    assert not study.is_coded
    wire = Wire(study.code_by_hand("anna"), monkeypatch)
    judged = wire.say(id=1, do="transcript", transcript="p01")["judged"]
    assert judged["6"]["proposals"]
    assert study.is_coded


def test_a_codebook_that_was_edited_is_read_when_the_screen_opens(study, monkeypatch):
    path = study.codebook_path
    path.write_text(path.read_text("utf-8").replace("naam: Formulieren", "naam: Papieren"), "utf-8")
    wire = Wire(study.code_by_hand("anna"), monkeypatch)
    assert wire.say(id=1, do="open")["codes"][-1]["name"] == "Papieren"


def test_another_codebook_leaves_what_rules_of_the_own_one_found(study, tmp_path):
    other = tmp_path / "ander.yaml"
    other.write_text(
        'codeboek: ander\nversie: "2"\ncodes:\n  - {sleutel: a, naam: A, definitie: Iets.}\n', "utf-8"
    )
    before = study.store.entries()
    stemmen.open_study(study.folder, codebook=other).code_by_hand("anna")
    assert study.store.entries() == before


def test_no_trait_holds_a_word_of_a_transcript(wire):
    wire.say(id=1, do="open")
    wire.say(id=2, do="transcript", transcript="p01")
    wire.say(**code(3))
    wire.say(id=4, do="memo_turn", transcript="p01", turn=2, text="geheim")
    state = wire.screen.get_state()
    assert state
    for name in ("_esm", "_css"):  # ours, and the same in every study
        del state[name]
    kept = json.dumps(state, default=str) + repr(wire.screen)
    words = set(re.findall(r"\w{5,}", P01)) | {"geheim", "wantrouwen", "p01", "anna"}
    assert [word for word in sorted(words) if word in kept] == []


def test_the_widget_adds_no_trait_of_its_own(wire):
    import anywidget

    class Plain(anywidget.AnyWidget):
        _esm = _css = ""

    assert set(wire.screen.traits(sync=True)) == set(Plain().traits(sync=True))


def test_other_screens_of_the_study_are_told(study, study_folder, tmp_path, monkeypatch):
    one = Wire(study.code_by_hand("anna"), monkeypatch)
    two = Wire(stemmen.open_study(study_folder).code_by_hand("bram"), monkeypatch)
    elsewhere = tmp_path / "andere studie"
    shutil.copytree(study_folder, elsewhere)
    other = Wire(stemmen.open_study(elsewhere).code_by_hand("anna"), monkeypatch)
    one.say(id=1, do="open")
    assert (two.heard, other.heard) == ([], [])
    one.say(**code())
    assert (two.heard, other.heard) == ([{"kind": "changed_elsewhere"}], [])
    assert one.heard[-1]["kind"] == "changed"
    assert two.say(id=1, do="refresh")["kind"] == "transcript"


def test_a_mistake_of_ours_is_told_and_not_hidden(wire, monkeypatch):
    monkeypatch.setattr(wire.screen._session, "handle", lambda command: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        wire.screen._hear(wire.screen, {"id": 5, "do": "open"}, [])
    assert wire.heard[-1]["re"] == 5
    assert "stemmen zelf" in wire.heard[-1]["say"]


def test_where_it_cannot_be_shown_a_sentence_stands(wire):
    data, _ = wire.screen._repr_mimebundle_()
    assert data["text/plain"] == widget.INSTEAD


def test_without_anywidget_it_says_what_to_install(study, monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "stemmen.notebook.widget")
    with pytest.raises(StudyError, match=re.escape('pip install "stemmen[notebook]"')):
        study.code_by_hand("anna")


def test_settling_is_a_screen_too(study, monkeypatch):
    for coder in ("anna", "bram"):
        give(study, coder, "wantrouwen", 2, "druk")
    wire = Wire(study.code_by_hand("consensus", between=("anna", "bram")), monkeypatch)
    assert wire.say(id=1, do="open")["settling"]
    assert "1 codering overgenomen" in wire.say(id=2, do="accept_all", transcript="p01")["say"]


# The JavaScript, as the browser gets it.


def test_every_module_is_in_it():
    assert sorted(MODULES) == sorted(path.stem for path in (HERE / "js").glob("*.js"))


def test_modules_come_after_those_that_they_use():
    for at, name in enumerate(MODULES):
        text = (HERE / "js" / f"{name}.js").read_text("utf-8")
        used = re.findall(r"""from ["']\./(\w+)\.js["']""", text)
        assert set(used) <= set(MODULES[:at]), name


def test_no_import_and_one_export_are_left():
    text = joined()
    assert not re.search(r"^[ \t]*import\b", text, re.MULTILINE)
    assert re.findall(r"^[ \t]*export\b.*", text, re.MULTILINE) == ["export default { render };"]


def test_no_two_modules_use_a_name_at_the_top():
    names = re.findall(r"^(?:async )?(?:function\*?|class|const|let|var) (\w+)", joined(), re.MULTILINE)
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.skipif(not NODE, reason="node is not installed here")
def test_a_browser_can_load_it(tmp_path):
    path = tmp_path / "screen.mjs"
    path.write_text(joined(), encoding="utf-8")
    script = "import(process.argv[1]).then((m) => console.log(typeof m.default.render))"
    done = subprocess.run(
        [NODE, "-e", script, path.as_uri()], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "function"
