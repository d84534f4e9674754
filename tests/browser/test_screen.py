"""The coding screen, used as a researcher does: code, overlap, undo, note, settle, reload."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stemmen
from stemmen.coding import Coding, MarkKind, Method, Valence
from tests.browser import lab
from tests.browser.conftest import NOTEBOOK


def stored(folder: Path, coder: str = "anna") -> list[Coding]:
    return stemmen.open_study(folder).store.codings(coder=coder)


def until(holds: Callable[[], bool], seconds: float = 8) -> None:
    """Wait for what the browser and the kernel are busy with."""
    for _ in range(round(seconds * 20)):
        if holds():
            return
        time.sleep(0.05)
    assert holds()


def words(folder: Path, coder: str = "anna") -> list[tuple[str, str]]:
    return [(coding.code, coding.segment.text) for coding in stored(folder, coder)]


def stand(screen: Any, turn: int) -> Any:
    said = screen.locator(f'.st-turn[data-n="{turn}"] .st-said')
    said.click(position={"x": 3, "y": 8})
    return said


def give(screen: Any, letters: str) -> None:
    keyboard = screen.page.keyboard
    keyboard.type(letters)
    screen.locator(".st-chooser").wait_for()
    keyboard.press("Enter")


def drag(screen: Any, turn: int, start: int, end: int) -> None:
    """Select with the mouse, from the middle of one character to the middle of another."""
    boxes = screen.page.evaluate(
        """([n, start, end]) => {
          const said = document.querySelector(`.st-turn[data-n="${n}"] .st-said`);
          const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
          const nodes = []; while (walker.nextNode()) nodes.push(walker.currentNode);
          return [start, end].map((at) => {
            for (const node of nodes) {
              if (at < node.length) {
                const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
                const { x, y, width, height } = range.getBoundingClientRect();
                return [x + width / 2, y + height / 2];
              }
              at -= node.length;
            }
          });
        }""",
        [turn, start, end],
    )
    mouse = screen.page.mouse
    mouse.move(*boxes[0])
    mouse.down()
    mouse.move(*boxes[1], steps=4)
    mouse.up()


def test_words_are_chosen_with_the_mouse_and_coded_by_letters(screen, study_folder):
    shown = screen()
    drag(shown, 2, 5, 15)  # in the middle of words: the choice grows to whole ones
    give(shown, "van de")
    until(lambda: words(study_folder) == [("van_instantie", "geloofden me")])
    chip = shown.locator('.st-turn[data-n="2"] .st-eigen')
    assert chip.inner_text() == "Van de instantie"
    assert shown.locator(".st-status").inner_text().startswith("Van de instantie gegeven")


def test_everything_by_keyboard(screen, study_folder):
    shown = screen()
    keyboard = shown.page.keyboard
    stand(shown, 6)
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        keyboard.press(key)
    give(shown, "beje")
    until(lambda: words(study_folder) == [("bejegening", "mevrouw aan de balie")])
    for key, holds in (
        ("+", lambda coding: coding.valence is Valence.POSITIVE),
        ("*", lambda coding: coding.striking),
        ("?", lambda coding: coding.doubt),
        ("]", lambda coding: coding.segment.text == "aan de balie"),
        ("}", lambda coding: coding.segment.text == "aan de balie was"),
        ("[", lambda coding: coding.segment.text == "mevrouw aan de balie was"),
        ("{", lambda coding: coding.segment.text == "mevrouw aan de balie"),
    ):
        keyboard.press(key)
        until(lambda holds=holds: holds(stored(study_folder)[0]))
    keyboard.press("Enter")
    shown.locator(".st-chooser").wait_for()
    keyboard.type("form")
    keyboard.press("Enter")
    until(lambda: words(study_folder) == [("formulieren", "mevrouw aan de balie")])
    keyboard.press("Delete")
    until(lambda: words(study_folder) == [])
    keyboard.press("ArrowUp")
    keyboard.press("ArrowUp")
    keyboard.press(".")  # the whole turn, with the code of the last time
    until(lambda: len(stored(study_folder)) == 1)
    assert stored(study_folder)[0].segment.turn == 4
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    keyboard.press("1")
    until(lambda: {coding.segment.turn for coding in stored(study_folder)} == {4, 6})
    stand(shown, 2)
    keyboard.press("Space")
    marks = stemmen.open_study(study_folder).store
    until(lambda: [(m.turn, m.kind) for m in marks.marks(coder="anna")] == [(2, MarkKind.DONE)])


def test_overlapping_codes_have_bars_and_labels_of_their_own_and_can_be_picked(screen, study_folder):
    shown = screen()
    stand(shown, 2)
    give(shown, "form")
    until(lambda: len(stored(study_folder)) == 1)
    drag(shown, 2, 0, 10)
    give(shown, "beje")
    until(lambda: len(stored(study_folder)) == 2)
    piece = shown.locator('.st-turn[data-n="2"] .st-said span').first
    assert piece.evaluate("(node) => node.style.backgroundImage").count("gradient") >= 2
    labels = shown.locator('.st-turn[data-n="2"] .st-eigen .st-pick')
    until(lambda: sorted(labels.all_inner_texts()) == ["Bejegening", "Formulieren"])
    labels.filter(has_text="Formulieren").click()
    assert shown.locator(".st-panel .st-code-title").inner_text() == "Formulieren"
    piece.click()
    first = shown.locator(".st-panel .st-code-title").inner_text()
    piece.click()
    assert shown.locator(".st-panel .st-code-title").inner_text() != first


def test_undo_and_redo_also_after_the_kernel_was_started_anew(screen, study_folder):
    shown = screen(anew=True)
    stand(shown, 2)
    give(shown, "form")
    until(lambda: len(stored(study_folder)) == 1)
    shown.page.keyboard.press("Control+z")
    until(lambda: stored(study_folder) == [])
    shown.page.keyboard.press("Control+y")
    until(lambda: len(stored(study_folder)) == 1)
    shown.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    lab.wait_for_kernel(shown.page)
    lab.run_all(shown.page)
    shown.locator('.st-turn[data-n="2"] .st-eigen').wait_for()
    shown.get_by_role("button", name="Ongedaan maken").click()
    until(lambda: stored(study_folder) == [])
    shown.get_by_role("button", name="Opnieuw doen").click()
    until(lambda: len(stored(study_folder)) == 1)
    shown.locator('.st-turn[data-n="2"] .st-eigen').wait_for()


def test_memos_on_a_coding_a_turn_and_a_transcript_are_kept_while_one_writes(screen, study_folder):
    shown = screen()
    keyboard = shown.page.keyboard
    stand(shown, 2)
    give(shown, "form")
    shown.locator('.st-turn[data-n="2"] .st-eigen').wait_for()
    keyboard.press(";")
    keyboard.type("eerste")
    until(lambda: stored(study_folder)[0].memo == "eerste")  # without leaving the field
    keyboard.type(" en verder")
    keyboard.press("Escape")
    until(lambda: stored(study_folder)[0].memo == "eerste en verder")
    keyboard.press(":")
    keyboard.type("over de beurt")
    keyboard.press("Escape")
    shown.get_by_label("Memo bij dit interview").fill("over alles")
    shown.get_by_label("Memo bij dit interview").blur()
    store = stemmen.open_study(study_folder).store
    until(lambda: [(m.turn, m.text) for m in store.marks()] == [(0, "over alles"), (2, "over de beurt")])


def test_a_proposal_is_shown_apart_and_accepted_or_turned_down(screen, study_folder):
    shown = screen()
    proposals = shown.locator(".st-voorstel")
    before = proposals.count()
    assert before >= 3
    stand(shown, 2)
    shown.page.keyboard.press(">")
    assert shown.locator(".st-panel").get_by_text("Waarom:").count() == 1
    shown.page.keyboard.press("Enter")
    until(lambda: len(stored(study_folder)) == 1)
    assert "voorstel" in stored(study_folder)[0].evidence
    shown.locator(".st-voorstel .st-no").first.click()
    store = stemmen.open_study(study_folder).store
    until(lambda: [m.kind for m in store.marks()] == [MarkKind.REJECTED])
    until(lambda: proposals.count() == before - 2)


def test_a_reloaded_page_shows_all_again(screen, study_folder):
    shown = screen(anew=True)
    stand(shown, 2)
    give(shown, "form")
    until(lambda: len(stored(study_folder)) == 1)
    lab.save(shown.page)
    shown.page.reload()
    lab.wait_for_kernel(shown.page)
    lab.run_all(shown.page)  # the kernel ran on, but Jupyter does not always bring a widget back by itself
    chip = shown.locator('.st-turn[data-n="2"] .st-eigen')
    chip.wait_for(state="attached", timeout=lab.WAIT)  # it may be out of sight
    assert chip.text_content() == "Formulieren"
    assert shown.locator(".st-transcript").first.text_content() == "p011 van 3"


def test_a_second_coder_sees_nothing_of_the_first_until_that_is_asked(screen, study_folder):
    shown = screen("anna")
    stand(shown, 2)
    give(shown, "form")
    until(lambda: len(stored(study_folder)) == 1)
    shown = screen("bram", anew=True)  # in a notebook and a kernel of bram's own
    assert shown.locator(".st-eigen, .st-ander").count() == 0
    stand(shown, 2)
    give(shown, "beje")
    until(lambda: [code for code, _ in words(study_folder, "bram")] == ["bejegening"])
    shown.get_by_label("Toon wat anderen gaven").check()
    shown.locator(".st-ander").wait_for()
    assert shown.locator(".st-ander").inner_text() == "Formulieren anna"
    assert shown.locator('.st-turn[data-n="2"] .st-warn').inner_text() == "≠ verschil"
    assert len(stored(study_folder, "anna")) == 1


def test_two_who_differ_are_settled_beside_what_they_gave(screen, study_folder):
    study = stemmen.open_study(study_folder)
    study.read()
    [talk] = [t for t in study.transcripts if t.id == "p01"]
    for coder, codes in {"anna": "formulieren bejegening", "bram": "formulieren wantrouwen"}.items():
        turn = talk.turn(2)
        segment = talk.segment(turn, turn.start, turn.end)
        given = [Coding(segment, code, coder, Method.HAND) for code in codes.split()]
        study.store.judge(coder, "codeert", add=given)
    shown = screen("samen", ", between=('anna', 'bram')")
    shown.get_by_role("button", name="Neem over waar beiden het eens zijn").click()
    until(lambda: [code for code, _ in words(study_folder, "samen")] == ["formulieren"])
    shown.locator(".st-voorstel", has_text="Wantrouwen").locator(".st-yes").click()
    until(lambda: len(stored(study_folder, "samen")) == 2)
    assert (len(stored(study_folder, "anna")), len(stored(study_folder, "bram"))) == (2, 2)


def test_two_cells_show_the_same(screen, study_folder):
    shown = screen(times=2)
    page = shown.page
    page.wait_for_function("() => document.querySelectorAll('.stemmen-coder .st-turn').length >= 12")
    stand(shown, 2)
    give(shown, "form")
    until(lambda: len(stored(study_folder)) == 1)
    page.wait_for_function("() => document.querySelectorAll('.st-turn[data-n=\"2\"] .st-eigen').length === 2")


def test_an_emoji_before_the_choice_moves_nothing(screen, study_folder):
    path = study_folder / "transcripten" / "p01.txt"
    path.write_text("I: Hoe ging het?\nR: Nou 😀👍🏽 ze geloofden me niet, 😀 echt niet.\n", encoding="utf-8")
    shown = screen()
    text = shown.locator('.st-turn[data-n="2"] .st-said').inner_text()
    at = len(text[: text.index("geloofden")].encode("utf-16-le")) // 2
    drag(shown, 2, at + 1, at + 14)
    give(shown, "van de")
    until(lambda: words(study_folder) == [("van_instantie", "geloofden me niet")])


def test_a_choice_over_several_turns_leaves_the_interviewer_out(screen, study_folder):
    shown = screen()
    boxes = [shown.locator(f'.st-turn[data-n="{n}"] .st-said').bounding_box() for n in (2, 4)]
    mouse = shown.page.mouse
    mouse.move(boxes[0]["x"] + 60, boxes[0]["y"] + 10)
    mouse.down()
    mouse.move(boxes[1]["x"] + 60, boxes[1]["y"] + 10, steps=6)
    mouse.up()
    give(shown, "form")
    until(lambda: [coding.segment.turn for coding in stored(study_folder)] == [2, 4])
    assert len({coding.segment.turn for coding in stored(study_folder)}) == 2
    shown.page.keyboard.press("Control+z")  # one act
    until(lambda: stored(study_folder) == [])


def test_a_new_code_is_made_of_what_is_chosen_and_goes_with_undo(screen, study_folder):
    shown = screen()
    keyboard = shown.page.keyboard
    stand(shown, 4)
    keyboard.type("moe zijn")
    keyboard.press("Enter")
    keyboard.type("De respondent vertelt moe te zijn.")
    shown.get_by_role("button", name="Maak en geef deze code").click()
    until(lambda: [code for code, _ in words(study_folder)] == ["moe_zijn"])
    assert "moe_zijn" in stemmen.open_study(study_folder).codebook
    shown.locator(".st-tree").get_by_text("moe zijn").wait_for()
    shown.page.keyboard.press("Control+z")
    until(lambda: "moe_zijn" not in stemmen.open_study(study_folder).codebook)
    assert stored(study_folder) == []


def test_a_right_click_opens_our_menu(screen, study_folder):
    shown = screen()
    stand(shown, 2)
    give(shown, "form")
    until(lambda: len(stored(study_folder)) == 1)
    shown.locator('.st-turn[data-n="2"] .st-said span').first.click(button="right")
    assert shown.page.locator(".lm-Menu").count() == 0
    shown.get_by_role("menuitem", name="Haal weg: Formulieren").click()
    until(lambda: stored(study_folder) == [])


@pytest.mark.parametrize("keys", ["dd", "a", "b", "x", "m", "y", "00"])
def test_keys_of_jupyterlab_do_nothing_to_the_notebook(screen, study_folder, keys):
    shown = screen()
    cells = shown.page.locator(".jp-Notebook .jp-Cell").count()
    stand(shown, 2)
    shown.page.keyboard.type(keys)
    shown.page.keyboard.press("Escape")
    shown.page.keyboard.press("Escape")
    assert shown.page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert shown.page.locator(".jp-MarkdownCell").count() == 0
    assert shown.page.locator(".jp-Dialog").count() == 0


def test_a_saved_notebook_holds_no_word_of_a_transcript(screen, server, study_folder):
    shown = screen()
    lab.save(shown.page)
    path = server.folder / NOTEBOOK
    until(lambda: "application/vnd.jupyter.widget-view+json" in path.read_text(encoding="utf-8"))
    kept = path.read_text(encoding="utf-8")
    assert "geloofden" not in kept
    assert "formulier" not in kept.lower()
    assert json.loads(kept)["cells"][0]["outputs"]


def test_every_part_has_a_role_and_a_name(screen, study_folder):
    shown = screen()
    tree = shown.aria_snapshot()
    for part in (
        'listbox "Interviews"', 'tree "Codeboek"', 'grid "Gesprek"', 'searchbox "Zoek in het codeboek"',
        'button "Ongedaan maken"', 'checkbox "Ik ben klaar met dit interview"', "status",
    ):  # fmt: skip
        assert part in tree, part
    unnamed = shown.locator("button, input, select, textarea").evaluate_all(
        "(all) => all.filter((o) => !(o.ariaLabel || o.textContent.trim() || o.labels?.length)).length"
    )
    assert unnamed == 0


def test_notebook_7_shows_the_same_screen(screen, study_folder):
    shown = screen(app="notebooks")
    stand(shown, 2)
    give(shown, "form")
    until(lambda: len(stored(study_folder)) == 1)
    assert shown.locator('.st-turn[data-n="2"] .st-eigen').inner_text() == "Formulieren"
    assert "/notebooks/" in shown.page.url
