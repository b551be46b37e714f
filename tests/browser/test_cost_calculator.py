"""Lesson 10 by hand: its answers typed in, run from the top, and the calculator answers to menu and slider."""

from __future__ import annotations

import nbformat
from by_hand import PATIENCE, open_from_list, run_all, wait_until_run
from support.learner import answered, questions, solution

from autograder.authoring import lesson as lessons

NAME = "10-what-does-it-cost"
CHANGED = "before => document.querySelector('.course-calculator-box [role=status]').innerText != before"


def test_the_calculator_answers_to_menu_and_slider(page, lab, picture):
    lesson = lessons.read(lessons.SOLUTIONS / f"{NAME}.py")
    notebook = answered(lesson, {question: solution(lesson, question) for question in questions(lesson)})
    nbformat.write(notebook, lab[1] / NAME / f"{NAME}.ipynb")
    open_from_list(page, NAME, NAME)
    run_all(page)
    box = page.locator(".course-calculator-box")
    said = box.get_by_role("status")
    scroller = page.locator(".jp-WindowedPanel-outer").first
    for _ in range(PATIENCE // 1000):  # JupyterLab draws only the cells in sight
        if box.count():
            break
        scroller.evaluate("e => e.scrollTop += 600")
        if scroller.evaluate("e => e.scrollTop + e.clientHeight >= e.scrollHeight - 5"):
            scroller.evaluate("e => e.scrollTop = 0")
        page.wait_for_timeout(1000)
    wait_until_run(page)  # until then JupyterLab draws cells anew
    said.scroll_into_view_if_needed()
    before = said.inner_text()
    box.locator("select").nth(1).select_option("Standard_NC24ads_A100_v4")
    page.wait_for_function(CHANGED, arg=before)
    assert "Standard_NC24ads_A100_v4" in said.inner_text()
    after_menu = said.inner_text()
    speed_up = box.get_by_role("slider").nth(1)
    speed_up.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(CHANGED, arg=after_menu)
    picture("moved")
