"""A lesson by hand: JupyterLab in a real browser."""

from __future__ import annotations

import shutil

import nbformat
import pytest
from by_hand import bring_into_view, open_from_list, run_all, validate, wait_until_run
from playwright.sync_api import expect
from support.learner import answered, questions, solution

from autograder.authoring import lesson as lessons

NAME = "04-learn-by-looking"
REASON = "The network, because it saw the shape, and was slower by the factor that I measured."


@pytest.fixture(scope="module")
def lesson():
    return lessons.read(lessons.SOLUTIONS / f"{NAME}.py")


def test_a_learner_runs_the_lesson_watches_it_learn_and_validates(page, lab, picture, lesson):
    right = {question: solution(lesson, question) for question in questions(lesson)}
    _, root = lab
    nbformat.write(answered(lesson, right, REASON), root / NAME / f"{NAME}.ipynb")
    open_from_list(page, NAME, NAME)
    picture("1-opened")
    run_all(page)

    toggle = bring_into_view(page, ".course-device-toggle")
    words = page.locator(".course-device-words")
    toggle.get_by_role("button", name="CPU", pressed=True).wait_for()
    gpu = toggle.get_by_role("button", name="GPU", pressed=False)
    if gpu.is_disabled():
        expect(words).to_contain_text("not available")  # waits: the words arrive after the buttons
    else:
        gpu.click()
        words.get_by_text("Computing on the GPU").wait_for()
        toggle.get_by_role("button", name="CPU").click()
    words.get_by_text("Computing on the CPU").wait_for()
    picture("2-toggle")

    view = bring_into_view(page, ".course-training [role=status]")
    seen = {view.inner_text()}
    for _ in range(600):
        seen.add(view.inner_text())
        if any("Done" in words or "checkpoint" in words for words in seen):
            break
        page.wait_for_timeout(100)
    epochs = {words.partition(":")[0] for words in seen}
    assert len(epochs) > 2, f"the live view did not move: {seen}"
    picture("3-live-view")

    wait_until_run(page)
    player = bring_into_view(page, "[data-figure=epoch_player]")
    said = player.get_by_role("status")
    expect(said).to_contain_text("After epoch 12")
    player.get_by_role("slider", name="Epoch").focus()
    page.keyboard.press("Home")
    expect(said).to_contain_text("Before any training")
    picture("4-played")
    assert all(image.get_attribute("alt") for image in page.locator(".jp-OutputArea img").all())

    dialog = validate(page)
    picture("5-validated")
    expect(dialog).to_contain_text("Success")
    dialog.locator(".jp-Dialog-button").first.click()


def test_a_wrong_answer_is_named_in_the_dialog(page, lab, picture, lesson):
    _, root = lab
    wrong = next(answer for answer in lesson.wrong_answers if answer.question == "best-epoch")
    answers = {question: solution(lesson, question) for question in questions(lesson)} | {"best-epoch": wrong.source}
    shutil.copytree(root / NAME, root / "wrong")  # with what the right run has trained, if it ran
    nbformat.write(answered(lesson, answers, REASON), root / "wrong" / f"{NAME}.ipynb")
    open_from_list(page, "wrong", NAME)
    dialog = validate(page)
    picture("dialog")
    said = dialog.inner_text()
    assert "Success" not in said
    assert wrong.message in said
    assert "HIDDEN" not in said
    dialog.locator(".jp-Dialog-button").first.click()
