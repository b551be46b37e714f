"""A check by hand: folded away, its verdict is a card with hints behind keys, and Validate says the same words."""

from __future__ import annotations

import nbformat
from by_hand import bring_into_view, open_from_list, run_all, validate, wait_until_run
from playwright.sync_api import expect
from support.learner import answered, questions, solution

from autograder.authoring import lesson as lessons

NAME = "00-start-here"
SLIP = "def times_off(predicted, measured):\n    return predicted / measured"
SAID = "0.05 s predicted and 0.2 s measured is also 4 times off"
FOLDED = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.metadata.nbgrader?.grade && cell.model.type == "code").map(cell => cell.inputHidden)"""
KINDS = "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.map(cell => cell.cell_type)"


def test_a_verdict_in_words_and_colour_with_hints_by_keys(page, lab, picture):
    lesson = lessons.read(lessons.SOLUTIONS / f"{NAME}.py")
    right = {question: solution(lesson, question) for question in questions(lesson)}
    nbformat.write(answered(lesson, {**right, "times-off": SLIP}), lab[1] / NAME / f"{NAME}.ipynb")
    open_from_list(page, NAME, NAME)
    assert set(page.evaluate(FOLDED)) == {True}
    run_all(page)
    wait_until_run(page)

    card = bring_into_view(page, ".course-verdict:has-text('Not right yet')")
    expect(card).to_contain_text(SAID)
    expect(card).to_contain_text("0 of 3 points")
    kinds, hints = page.evaluate(KINDS), card.locator("summary")
    picture("not-right-yet")
    hints.first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(card.locator("details[open]")).to_have_count(2)
    assert page.evaluate(KINDS) == kinds, "the keys opened hints, and changed no cell"
    picture("hints")

    card = bring_into_view(page, ".course-verdict:has-text('before you knew the answer')")
    expect(card).to_contain_text("3 of 3 points")
    picture("right")

    dialog = validate(page)
    expect(dialog).to_contain_text(f"Not right yet: {SAID}")
    dialog.locator(".jp-Dialog-button").first.click()
