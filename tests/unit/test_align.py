"""Cells that were copied, deleted, retyped, reordered or stripped are put back in their places."""

from __future__ import annotations

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring import lesson as lessons
from autograder.repair.align import SourceCell, align

NAME = "00-start-here"


def released(name: str = NAME) -> nbformat.NotebookNode:
    return nbformat.read(lessons.LESSONS / name / f"{name}.ipynb", as_version=4)


def known(release: nbformat.NotebookNode) -> list[SourceCell]:
    """What the gradebook has of a released notebook."""
    return [
        SourceCell(
            grade_id=grading.grade_id,
            cell_type=cell.cell_type,
            source=cell.source + ("\nhidden()" if grading.locked else ""),
            locked=grading.locked,
            grade=grading.grade,
            solution=grading.solution,
            task=grading.task,
            points=float(grading.points) if "points" in grading else None,
            checksum=grading.checksum,
        )
        for cell in release.cells
        if (grading := cell.metadata.get("nbgrader"))
    ]


class Lesson:
    """The released lesson 00, what a learner makes of it, and what alignment makes of that."""

    def __init__(self):
        self.release = released()
        self.notebook = released()
        self.known = known(self.release)

    def __getitem__(self, grade_id: str) -> nbformat.NotebookNode:
        return next(cell for cell in self.notebook.cells if cell.id == grade_id)

    def at(self, grade_id: str) -> int:
        return self.notebook.cells.index(self[grade_id])

    def insert(self, place: int, cell: nbformat.NotebookNode) -> None:
        self.notebook.cells.insert(place, cell)

    def copy_of(self, grade_id: str, source: str | None = None) -> nbformat.NotebookNode:
        made = copy.deepcopy(self[grade_id])
        made.source = made.source if source is None else source
        return made

    def remove(self, *grade_ids: str) -> None:
        self.notebook.cells = [cell for cell in self.notebook.cells if cell.id not in grade_ids]

    def aligned(self, with_release: bool = True) -> tuple[list[str], list[str], dict[str, nbformat.NotebookNode]]:
        """All sources in order, the reasons, and the known cells."""
        before = copy.deepcopy(self.notebook)
        notebook, reasons = align(self.notebook, self.release if with_release else None, self.known)
        assert self.notebook == before
        nbformat.validate(notebook)
        cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
        assert [cell.metadata.nbgrader.grade_id for cell in cells] == [cell.grade_id for cell in self.known]
        assert [cell.cell_type for cell in cells] == [cell.cell_type for cell in self.known]
        by_id = {cell.metadata.nbgrader.grade_id: cell for cell in cells}
        return [cell.source for cell in notebook.cells], reasons, by_id


@pytest.fixture
def lesson():
    return Lesson()


@pytest.mark.parametrize("name", [path.stem for path in lessons.scripts()])
@pytest.mark.parametrize("with_release", [True, False])
def test_an_untouched_lesson_stays_as_it_is(name, with_release):
    release = released(name)
    notebook, reasons = align(released(name), release if with_release else None, known(release))
    assert reasons == []
    assert [(cell.id, cell.cell_type) for cell in notebook.cells] == [(c.id, c.cell_type) for c in release.cells]
    if with_release:
        assert [cell.source for cell in notebook.cells] == [cell.source for cell in release.cells]
        assert [cell.metadata.get("tags") for cell in notebook.cells] == [c.metadata.get("tags") for c in release.cells]
        assert notebook.metadata == release.metadata


def test_an_answered_lesson_with_cells_of_the_learners_own_gives_no_reason(lesson):
    lesson["record"].source = "my_device = 'cpu'"
    lesson["why-off"].source = "I did not know the clock."
    lesson.insert(lesson.at("record"), new_code_cell("scratch = 1"))
    lesson.insert(0, new_markdown_cell("my notes"))
    before = [cell.source for cell in lesson.notebook.cells]
    sources, reasons, _ = lesson.aligned()
    assert reasons == []
    assert sources == before


# -- copies ----------------------------------------------------------------------------------------------------------


def test_of_a_copied_answer_the_last_one_counts_and_the_first_still_runs(lesson):
    lesson["record"].source = "first"
    lesson.insert(lesson.at("record") + 1, lesson.copy_of("record", "second"))
    sources, reasons, cells = lesson.aligned()
    assert cells["record"].source == "second"
    assert sources.index("second") == sources.index("first") + 1
    assert reasons == ["answers that were there more than once, of which the last counts: 'record'"]


def test_an_untouched_or_empty_copy_behind_an_answer_does_not_undo_it(lesson):
    lesson["record"].source = "answer"
    untouched = lesson.release.cells[lesson.at("record")]
    lesson.notebook.cells += [copy.deepcopy(untouched), lesson.copy_of("record", " ")]
    sources, _, cells = lesson.aligned()
    assert cells["record"].source == "answer"
    assert len(sources) == len(lesson.release.cells)


def test_a_copy_that_was_made_raw_to_keep_it_does_not_replace_the_answer(lesson):
    lesson["record"].source = "answer"
    old = lesson.copy_of("record", "old attempt")
    old.cell_type = "raw"
    lesson.notebook.cells.append(old)
    _, _, cells = lesson.aligned()
    assert cells["record"].source == "answer"


def test_a_copied_test_is_judged_once_and_what_was_written_over_a_copy_still_runs(lesson):
    lesson.insert(3, lesson.copy_of("record-check"))
    lesson.insert(lesson.at("record-check"), lesson.copy_of("record-check", "mine = 1"))
    sources, reasons, cells = lesson.aligned()
    assert sources.count(cells["record-check"].source) == 1
    assert "mine = 1" in sources
    assert reasons == ["locked cells that were there more than once, and are judged once: 'record-check'"]


def test_an_answer_that_was_split_in_two_still_runs_in_order(lesson):
    lesson["record"].source = "my_device = 'cpu'"
    lesson.insert(lesson.at("record") + 1, lesson.copy_of("record", "my_cores = 2"))
    sources, *_ = lesson.aligned()
    assert sources.index("my_cores = 2") == sources.index("my_device = 'cpu'") + 1


# -- what is gone ----------------------------------------------------------------------------------------------------


def test_missing_cells_are_put_back_where_they_were(lesson):
    lesson.remove("times-off", "record-check", "why-off")
    sources, reasons, _ = lesson.aligned()
    assert sources == [cell.source for cell in lesson.release.cells]
    assert reasons == ["missing cells that were put back as they were released: 'times-off', 'record-check', 'why-off'"]


def test_without_a_release_a_missing_test_comes_from_the_gradebook_and_a_missing_answer_is_empty(lesson):
    lesson.remove("times-off", "record-check")
    _, reasons, cells = lesson.aligned(with_release=False)
    assert cells["times-off"].source == ""
    assert cells["record-check"].source.endswith("\nhidden()")
    assert len(reasons) == 1


@pytest.mark.parametrize("with_release", [True, False])
def test_an_empty_notebook_gets_every_cell_and_one_reason(lesson, with_release):
    lesson.notebook.cells = []
    _, reasons, _ = lesson.aligned(with_release)
    assert reasons == ["the notebook has none of the lesson's graded cells; they were put back as they were released"]


def test_stripped_metadata_and_ids_do_not_hide_the_answers(lesson):
    answers = {"prediction": "predicted_seconds = 3", "times-off": "from math import *", "record": "x", "why-off": "y"}
    for grade_id, source in answers.items():
        lesson[grade_id].source = source
    before = [cell.source for cell in lesson.notebook.cells]
    for cell in lesson.notebook.cells:
        cell.metadata = {}
        del cell["id"]
    sources, reasons, cells = lesson.aligned()
    assert {grade_id: cells[grade_id].source for grade_id in answers} == answers
    assert sources == before
    assert reasons[1:] == []
    assert reasons[0].startswith("cells that had lost their label were recognised: 'prediction', 'prediction-check'")
    sources, _, cells = lesson.aligned(with_release=False)
    assert [source for source in sources if source in answers.values()] == list(answers.values())
    assert cells["times-off-check"].source not in sources[: sources.index("from math import *")]


def test_labels_that_were_typed_over_are_recognised(lesson):
    lesson["record"].metadata.nbgrader.grade_id = "recrod"
    lesson["record"].source = "answer"
    lesson["times-off-check"].metadata.nbgrader.grade_id = "times-off"  # now there are two of it
    _, reasons, cells = lesson.aligned()
    assert cells["record"].source == "answer"
    assert cells["times-off"].source == lesson["times-off"].source
    assert reasons == ["cells that had lost their label were recognised: 'times-off-check', 'record'"]


def test_a_stripped_answer_among_own_cells_is_the_one_that_is_most_like_the_release(lesson):
    cell = lesson["times-off"]
    cell.metadata, cell.id = {}, "x1"
    cell.source = cell.source.replace("# write your code here", "return max(predicted, measured) / 2")
    lesson.insert(lesson.at("x1"), new_code_cell("print('hello')"))
    lesson.insert(lesson.at("x1") + 1, new_code_cell("times_off(1, 2)"))
    _, _, cells = lesson.aligned()
    assert cells["times-off"].source == cell.source


def test_cells_with_unknown_labels_are_ordinary_cells(lesson):
    grading = {"grade_id": "bonus", "grade": True, "locked": True, "solution": False, "points": 100}
    lesson.insert(5, new_code_cell("points = 100", metadata={"nbgrader": grading}))
    sources, reasons, cells = lesson.aligned()
    assert "points = 100" in sources
    assert "bonus" not in cells
    assert reasons == ["cells with labels that the lesson does not have, and are not graded: 'bonus'"]


# -- what was changed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("grade_id", "kind"), [("record", "markdown"), ("record", "raw"), ("why-off", "code")])
def test_a_retyped_cell_gets_its_type_back(lesson, grade_id, kind):
    lesson[grade_id].source = "answer"
    lesson[grade_id].cell_type = kind
    _, reasons, cells = lesson.aligned()
    assert cells[grade_id].source == "answer"
    assert reasons == [f"cells whose type had been changed, and is changed back: '{grade_id}'"]


def test_a_changed_test_is_the_instructors_again(lesson):
    lesson["record-check"].source = "1.0"
    lesson["record-check"].metadata.tags = ["skip-execution"]
    _, reasons, cells = lesson.aligned()
    assert cells["record-check"].source == next(c.source for c in lesson.release.cells if c.id == "record-check")
    assert cells["record-check"].metadata.tags == ["raises-exception"]
    assert reasons == ["locked cells whose text had been changed, and is replaced: 'record-check'"]


def test_points_and_flags_come_from_the_gradebook(lesson):
    honest = lesson.aligned()[2]
    for version in (1, 2, 3, "x"):
        for cell in lesson.notebook.cells:
            if "nbgrader" in cell.metadata:
                forged = {"grade": True, "solution": True, "locked": False, "points": 1000, "checksum": "0" * 32}
                cell.metadata.nbgrader.update({**forged, "schema_version": version, "extra": [1]})
        _, reasons, cells = lesson.aligned()
        assert [cell.metadata for cell in cells.values()] == [cell.metadata for cell in honest.values()]
        assert reasons == []


def test_cells_out_of_order_are_put_back_in_order_and_own_cells_follow_theirs(lesson):
    lesson.insert(lesson.at("record") + 1, new_code_cell("mine"))
    at = lesson.at("record")
    moved = lesson.notebook.cells[at : at + 3]
    del lesson.notebook.cells[at : at + 3]
    lesson.notebook.cells[3:3] = moved
    sources, reasons, cells = lesson.aligned()
    assert sources[sources.index("mine") - 1] == cells["record"].source
    assert [source for source in sources if source != "mine"] == [cell.source for cell in lesson.release.cells]
    assert reasons == ["cells that were out of order were put back in order"]


def test_tags_and_pictures_of_an_answer_are_kept(lesson):
    lesson["record"].metadata.tags = ["mine"]
    lesson["why-off"].attachments = {"a.png": {"image/png": "xx"}}
    _, _, cells = lesson.aligned()
    assert cells["record"].metadata.tags == ["mine"]
    assert cells["why-off"].attachments == {"a.png": {"image/png": "xx"}}


def test_ids_that_are_missing_repeated_or_invalid_are_replaced(lesson):
    lesson.notebook.cells[0].id = "record"
    lesson.notebook.cells[1].id = "not valid"
    lesson.notebook.cells[2].id = lesson.notebook.cells[3].id = "twice"
    del lesson.notebook.cells[4]["id"]
    notebook, reasons = align(lesson.notebook, lesson.release, lesson.known)
    assert reasons == []
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert next(cell for cell in notebook.cells if cell.id == "record").metadata.nbgrader.grade_id == "record"


def test_many_copies_of_everything_cost_little(lesson):
    lesson.notebook.cells = [copy.deepcopy(cell) for cell in lesson.notebook.cells for _ in range(200)]
    for cell in lesson.notebook.cells[::3]:
        cell.metadata = {}
        cell.source += "a b " * 10_000
    _, reasons, _ = lesson.aligned()
    assert all(len(reason) < 300 for reason in reasons)


def test_nobody_imports_what_a_learner_imports(lesson, tmp_path, monkeypatch):
    (tmp_path / "evil.py").write_text(f"open({str(tmp_path / 'done')!r}, 'w').close()\ncourse = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    given = next(cell for cell in lesson.notebook.cells if cell.source.startswith(("import ", "from ")))
    lesson.notebook.cells.remove(given)
    names = " ".join(word for word in given.source.replace(",", " ").split() if word.isidentifier())
    lesson.notebook.cells.append(new_code_cell(f"from evil import *  # {names}"))
    _, reasons, _ = lesson.aligned()
    assert any("were put back" in reason for reason in reasons)
    assert not (tmp_path / "done").exists()


def test_a_french_notebook_needs_no_repair_unless_a_check_of_it_was_changed():
    french = nbformat.read(lessons.LESSONS / "fr" / NAME / f"{NAME}.ipynb", as_version=4)
    english = released()
    whole, reasons = align(copy.deepcopy(french), english, known(english))
    assert reasons == []
    assert [cell.id for cell in whole.cells] == [cell.id for cell in english.cells]
    (check,) = [cell for cell in french.cells if cell.id == "record-check"]
    check.source += "\npass"
    _, reasons = align(french, english, known(english))
    assert reasons == ["locked cells whose text had been changed, and is replaced: 'record-check'"]
