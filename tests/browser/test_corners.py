"""Corners of the coding screen: every control by keyboard, fields in which one types, filters, what stays."""

from typing import Any

import pytest

import stemmen
from stemmen.coding import MarkKind
from tests.browser.test_screen import give, stand, stored, until, words


def focused(shown: Any) -> str:
    """What has the focus, in words."""
    return str(
        shown.page.evaluate(
            """() => {
              const one = document.activeElement;
              if (!one.closest(".stemmen-coder")) return "";
              return one.ariaLabel || one.labels?.[0]?.textContent || one.textContent.trim();
            }"""
        )
    )


def test_tab_goes_past_every_part_and_out(screen, study_folder):
    shown = screen()
    stand(shown, 2)
    give(shown, "beje")
    shown.locator(".st-panel blockquote").wait_for()
    shown.get_by_label("Toon", exact=True).focus()
    passed = []
    for _ in range(40):
        passed.append(focused(shown))
        if not passed[-1]:
            break
        shown.page.keyboard.press("Tab")
    named = [
        "Toon", "Toon wat anderen gaven", "Ongedaan maken", "Welke toetsen er zijn (F1)",
        "p01", "Zoek in het codeboek", "Bejegening", "Ik ben klaar met dit interview", "Ze geloofden",
        "+ goed",
        "★ opvallend", "? twijfel", "Geef een andere code", "Haal deze codering weg",
        "Toon wat er met deze codering gebeurde", "Memo bij deze codering", "Memo bij beurt 2",
        "Memo bij dit interview",
    ]  # fmt: skip
    missed = [name for name in named if not any(one.startswith(name) for one in passed)]
    assert missed == [], passed
    assert passed[-1] == ""  # no trap


def test_words_typed_in_a_field_are_no_commands(screen, study_folder):
    shown = screen()
    stand(shown, 2)
    typed = "dd a b x 00 1 . ; * ?"
    before = shown.page.locator(".jp-Notebook .jp-Cell").count()
    for field in ("Memo bij beurt 2", "Memo bij dit interview", "Zoek in het codeboek"):
        shown.get_by_label(field).click()
        shown.page.keyboard.type(typed)
        assert shown.get_by_label(field).input_value() == typed
    shown.get_by_label("Zoek in het codeboek").fill("")
    assert shown.page.locator(".jp-Notebook .jp-Cell").count() == before
    assert stored(study_folder) == []
    store = stemmen.open_study(study_folder).store
    until(lambda: [(m.turn, m.text) for m in store.marks()] == [(0, typed), (2, typed)])


def test_memos_stay_shown_whatever_is_done_next_and_go_with_undo(screen, study_folder):
    shown = screen()
    stand(shown, 2)
    for field in ("Memo bij beurt 2", "Memo bij dit interview"):
        shown.get_by_label(field).fill("let op")
        shown.get_by_label(field).blur()
    store = stemmen.open_study(study_folder).store
    until(lambda: len(store.marks()) == 2)
    stand(shown, 2)
    give(shown, "form")
    shown.locator('.st-turn[data-n="2"] .st-eigen').wait_for()
    for field in ("Memo bij beurt 2", "Memo bij dit interview"):
        assert shown.get_by_label(field).input_value() == "let op"
    for _ in range(2):
        shown.page.keyboard.press("Control+z")
    until(lambda: len(store.marks()) == 1)
    until(lambda: shown.get_by_label("Memo bij dit interview").input_value() == "")
    assert shown.get_by_label("Memo bij beurt 2").input_value() == "let op"


def test_proposals_are_settled_by_key(screen, study_folder):
    shown = screen()
    stand(shown, 2)
    before = shown.locator(".st-voorstel").count()
    shown.page.keyboard.press(">")
    name = shown.locator(".st-panel .st-code-title").inner_text()
    shown.page.keyboard.press("Delete")
    until(lambda: shown.locator(".st-voorstel").count() == before - 1)
    assert shown.locator(".st-voorstel", has_text=name).count() == 0
    store = stemmen.open_study(study_folder).store
    assert [mark.kind for mark in store.marks()] == [MarkKind.REJECTED]
    assert stored(study_folder) == []
    shown.page.keyboard.press("Control+z")
    until(lambda: shown.locator(".st-voorstel").count() == before)
    assert shown.locator(".st-voorstel", has_text=name).count() == 1


def test_another_code_by_mouse_and_its_history(screen, study_folder):
    shown = screen()
    stand(shown, 2)
    give(shown, "form")
    shown.get_by_role("button", name="Geef een andere code").click()
    shown.locator(".st-chooser").wait_for()
    shown.get_by_role("option", name="Bejegening").click()
    until(lambda: [code for code, _ in words(study_folder)] == ["bejegening"])
    shown.get_by_role("button", name="Toon wat er met deze codering gebeurde").click()
    shown.locator(".st-history li").nth(1).wait_for()
    said = shown.locator(".st-history").inner_text()
    assert "Formulieren gegeven" in said
    assert "Formulieren veranderd in Bejegening" in said


def test_filters_show_what_is_left_and_what_is_doubted(screen, study_folder):
    shown = screen()
    stand(shown, 2)
    give(shown, "form")
    shown.locator('.st-turn[data-n="2"] .st-eigen').wait_for()
    shown.page.keyboard.press("?")
    shown.locator(".st-flags", has_text="?").wait_for()
    visible = shown.locator(".st-turn:visible")
    show = shown.get_by_label("Toon", exact=True)
    for choice, turns in (("todo", ["3", "4", "5", "6"]), ("doubt", ["1", "2"]), ("all", list("123456"))):
        show.select_option(choice)
        seen = lambda: visible.evaluate_all("(all) => all.map((one) => one.dataset.n)")  # noqa: E731
        until(lambda seen=seen, turns=turns: seen() == turns)


@pytest.mark.parametrize("width", [1920, 1440, 1024, 800])
def test_the_words_have_room_beside_the_files_of_jupyterlab(screen, width):
    shown = screen()
    size = shown.page.viewport_size
    shown.page.set_viewport_size({"width": width, "height": 900})
    said = shown.locator('.st-turn[data-n="2"] .st-said')
    wanted = 280 if width > 1400 else 250
    until(lambda: said.bounding_box()["width"] > wanted)
    over = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    assert (
        shown.locator(".st-middle, .st-turn, .st-said, .st-codes, .st-left, .st-panel").evaluate_all(over)
        == 0
    )
    shown.page.set_viewport_size(size)


def test_keys_work_after_a_click_on_a_checkbox(screen, study_folder):
    shown = screen()
    stand(shown, 2)
    give(shown, "form")
    shown.locator('.st-turn[data-n="2"] .st-eigen').wait_for()
    shown.get_by_label("Toon wat anderen gaven").click()
    shown.page.keyboard.press("Control+z")
    until(lambda: stored(study_folder) == [])


def test_a_fast_hand_writes_its_memo_in_the_memo(screen, study_folder):
    """Also when the answer to what was asked before is still on its way."""
    shown = screen()
    stand(shown, 2)
    shown.page.keyboard.type("form")
    shown.locator(".st-chooser").wait_for()
    for key in ["Enter", ";", *"haast"]:
        shown.page.keyboard.press(key)
    until(lambda: [coding.memo for coding in stored(study_folder)] == ["haast"])
    shown.page.keyboard.press("Escape")
    for key in ["*", "Enter", *"beje", "Enter", "?", "ArrowDown", "ArrowDown", *"form", "Enter", "*"]:
        shown.page.keyboard.press(key)
    wanted = [("bejegening", True, True, 2), ("formulieren", True, False, 4)]
    until(lambda: [(c.code, c.striking, c.doubt, c.segment.turn) for c in stored(study_folder)] == wanted)


def test_help_opens_and_closes_by_key_and_gives_the_focus_back(screen, study_folder):
    shown = screen()
    stand(shown, 2)
    shown.page.keyboard.press("F1")
    shown.get_by_role("dialog").wait_for()
    assert "opvallend citaat" in shown.get_by_role("dialog").inner_text()
    shown.page.keyboard.press("Escape")
    shown.get_by_role("dialog").wait_for(state="hidden")
    give(shown, "form")
    until(lambda: len(stored(study_folder)) == 1)


def test_the_choice_can_be_copied(screen, study_folder):
    shown = screen()
    shown.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stand(shown, 2)
    for key in ("ArrowRight", "Shift+ArrowRight", "Control+c"):
        shown.page.keyboard.press(key)
    assert shown.page.evaluate("() => navigator.clipboard.readText()") == "Ze geloofden"


def test_an_interview_is_finished_and_the_next_one_opened_by_key(screen, study_folder):
    shown = screen()
    shown.get_by_label("Ik ben klaar met dit interview").focus()
    shown.page.keyboard.press("Space")
    shown.locator(".st-transcript.st-finished", has_text="p01").wait_for()
    assert "3 beurten" in shown.locator(".st-status").inner_text()
    shown.locator('.st-transcript[data-id="p01"]').focus()
    shown.page.keyboard.press("ArrowDown")
    shown.page.keyboard.press("Enter")
    shown.locator(".st-title", has_text="p02").wait_for()
    shown.locator(".st-turn", has_text="twintig bladzijden").wait_for()
