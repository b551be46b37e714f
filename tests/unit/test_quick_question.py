"""Quick questions: written in one place, asked in a cell that does not give the answer away."""

from __future__ import annotations

import pytest

from autograder.authoring import lesson as lessons
from autograder.authoring import quick
from course import figures

TEXT = """
ask: "Twenty samples, one of them interrupted: which number hardly moves?"
right:
  the median: It is the middle one.
wrong:
  the mean: Every sample has its share in it.
  the largest: That is the interrupted one.
"""


def figure(source: str) -> figures.Figure:
    """What the built cell shows."""
    names: dict = {}
    body, _, last = source.rpartition("\n")
    exec(body, names)
    return eval(last, names)


def test_neither_the_cell_nor_the_figure_gives_the_answer_away():
    source = quick.cell(TEXT)
    html = figure(source).html()
    assert "the median" not in source
    assert "the median" in html
    assert [reason for reason in ("middle one", "its share", "interrupted one.", "right") if reason in source] == []
    assert "middle one" not in html
    assert "It is" not in figure(source).description


def test_the_order_of_the_answers_does_not_depend_on_which_one_is_right():
    other = TEXT.replace("right:", "x:").replace("wrong:", "right:").replace("x:", "wrong:")
    one, two = quick.questions(TEXT)[0], quick.questions(other)[0]
    assert [words for words, _ in one.answers] == [words for words, _ in two.answers]
    assert set(one.right) | set(two.right) == {words for words, _ in one.answers}


def test_several_questions_stand_in_one_figure_and_say_from_which_lesson_they_are():
    made = figure(quick.cell(f"{TEXT}lesson: '02'\n---\n{TEXT}"))
    assert [each["ask"][:15] for each in made.data["questions"]] == ["From lesson 02:", "Twenty samples,"]
    assert made.title == "Two quick questions"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("ask: [", "not YAML"),
        ("ask: Why?", "ask, right and wrong"),
        (TEXT + "points: 2", "ask, right and wrong"),
        (TEXT.replace("  the median: It is the middle one.", "  - the median"), "a reason each"),
        (TEXT.replace("It is the middle one.", ""), "a reason each"),
    ],
)
def test_a_question_that_is_not_well_formed_is_refused_with_the_place_and_the_reason(tmp_path, text, message):
    with pytest.raises(lessons.LessonError, match=f"99-a-lesson, cell 2: .*{message}"):
        lesson(tmp_path, text)


def test_the_built_cell_is_folded_and_known_by_its_tag(tmp_path):
    cell = next(each for each in lesson(tmp_path, TEXT).notebook.cells if each.cell_type == "code")
    assert cell.metadata.tags == ["quick-question"]
    assert cell.metadata.jupyter.source_hidden
    assert cell.source.startswith("# A quick question: run this cell")


def lesson(folder, text: str) -> lessons.Lesson:
    """A lesson with this quick question in it."""
    front = "title: T\nquestion: Q\nminutes: 1\nseconds: 1\nclaims: [C1]"
    cells = (("front-matter", front), ("quick-question", text))
    written = [f'# %% [raw] tags=["{tag}"]\n# ' + body.strip().replace("\n", "\n# ") for tag, body in cells]
    script = folder / "99-a-lesson.py"
    script.write_text("\n\n".join(written) + "\n")
    return lessons.read(script)
