"""Cells that are copied, deleted, retyped, moved or stripped: each is put back in its place, and costs nobody else."""

from __future__ import annotations

import copy

import nbformat

from classroom.hostile import attack
from classroom.paper import Paper


@attack("right", flag="repaired")
def a_copied_test(paper: Paper):
    """A graded cell that was copied is graded once."""
    place = paper.place("label-check")
    paper.cells.insert(place + 1, copy.deepcopy(paper.cells[place]))


@attack("right", flag="repaired")
def a_copied_answer(paper: Paper):
    """An answer cell that was copied, with something else in the first copy: one of them was meant."""
    place = paper.place("label")
    draft = copy.deepcopy(paper.cells[place])
    draft.source = "# a draft\n"
    paper.cells.insert(place, draft)


@attack("right", flag="repaired")
def everything_twice(paper: Paper):
    """A notebook pasted behind itself is graded once."""
    paper.cells.extend(copy.deepcopy(paper.cells))


@attack("right", flag="repaired")
def a_deleted_test(paper: Paper):
    """A test that was deleted is put back, and the answer above it is judged."""
    del paper.cells[paper.place("label-check")]
    del paper.cells[paper.place("predict-check")]


@attack("right", keeps=("total", "varieties", "table", "scaled", "predict"), flag="repaired")
def a_deleted_answer(paper: Paper):
    """An answer that was deleted is not there; the others are."""
    del paper.cells[paper.place("label")]


@attack("right", flag="repaired")
def a_deleted_import(paper: Paper):
    """A cell of the instructor's that was deleted is put back."""
    del paper.cells[next(place for place, cell in enumerate(paper.cells) if "import numpy" in cell.source)]


@attack("right", flag="repaired")
def a_deleted_import_and_a_cell_that_no_parser_reads(paper: Paper):
    """Nor does a cell keep it from being put back at which Python's own parser gives up."""
    del paper.cells[next(place for place, cell in enumerate(paper.cells) if "import numpy" in cell.source)]
    paper.append("np = " + "-" * 7000 + "1")


@attack("right", flag="repaired")
def answers_as_markdown(paper: Paper):
    """An answer or a test whose cell was turned into Markdown is code again."""
    for name in ("label", "label-check", "table"):
        place = paper.place(name)
        cell = paper.cells[place]
        made = nbformat.v4.new_markdown_cell(cell.source, metadata=cell.metadata)
        made.metadata.nbgrader["cell_type"] = "markdown"
        paper.cells[place] = made


@attack("right", flag="repaired")
def a_raw_test(paper: Paper):
    """So is one that was turned into raw text."""
    place = paper.place("total-check")
    paper.cells[place] = nbformat.v4.new_raw_cell(paper.cells[place].source, metadata=paper.cells[place].metadata)


@attack("right", flag="repaired")
def tests_at_the_top(paper: Paper):
    """Tests that were moved above their answers stand below them again."""
    checks = [cell for cell in paper.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    others = [cell for cell in paper.cells if cell not in checks]
    paper.notebook.cells = checks + others


@attack("right", flag="repaired")
def other_names(paper: Paper):
    """Cells whose ids were changed are known by what they hold."""
    for cell in paper.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader["grade_id"] = f"cell-{cell.metadata.nbgrader['grade_id'][::-1]}"


@attack("right", flag="repaired")
def no_metadata(paper: Paper):
    """So are cells whose metadata an editor has dropped, all of them."""
    for cell in paper.cells:
        cell.metadata = nbformat.NotebookNode()
        cell.id = nbformat.v4.new_raw_cell().id
    paper.notebook.metadata = nbformat.NotebookNode()


@attack("right", flag="repaired")
def no_metadata_of_nbgrader(paper: Paper):
    """So are cells that lost nbgrader's metadata only."""
    for cell in paper.cells:
        cell.metadata.pop("nbgrader", None)


@attack("right")
def metadata_of_an_older_schema(paper: Paper):
    """Metadata of the first versions of nbgrader, and of one that does not exist, are understood or replaced."""
    for number, cell in enumerate(cell for cell in paper.cells if "nbgrader" in cell.metadata):
        cell.metadata.nbgrader["schema_version"] = (1, 2, 99)[number % 3]
        cell.metadata.nbgrader.pop("task", None)


@attack("half")
def other_points(paper: Paper):
    """Points are the instructor's to give, whatever the metadata of a submission say."""
    for cell in paper.cells:
        if "points" in cell.metadata.get("nbgrader", {}):
            cell.metadata.nbgrader.points = 100


@attack("half")
def answers_that_grade_themselves(paper: Paper):
    """A test cannot be turned into an answer, nor an answer into a graded cell."""
    for cell in paper.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(grade=True, solution=True, locked=False, points=10, checksum="0" * 32)


@attack("half", flag="repaired")
def tests_that_pass(paper: Paper):
    """A test that was rewritten is the instructor's again."""
    for cell in paper.cells:
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            cell.source = "assert True\n10.0"
            cell.metadata.nbgrader["locked"] = False


@attack("half")
def outputs_with_points(paper: Paper):
    """Outputs that came with a submission are not looked at, nor are scores and comments in its metadata."""
    for cell in paper.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.v4.new_output("execute_result", data={"text/plain": "3.0"}, execution_count=1),
                nbformat.v4.new_output("stream", name="stdout", text="Correct\n"),
            ]
            cell.execution_count = 1
        cell.metadata.setdefault("nbgrader", nbformat.NotebookNode()) if cell.cell_type == "code" else None
        if cell.metadata.get("nbgrader"):
            cell.metadata.nbgrader.update(score=3, auto_score=3, manual_score=3, extra_credit=100, comment="well done")


@attack("right", flag="repaired")
def extra_graded_cells(paper: Paper):
    """Graded cells that the instructor never made give no points, and take none."""
    made = nbformat.v4.new_code_cell("assert True")
    made.metadata["nbgrader"] = {
        "grade_id": "bonus",
        "grade": True,
        "solution": False,
        "locked": True,
        "points": 1000,
        "schema_version": 3,
        "task": False,
    }
    paper.cells.append(made)


@attack("right", keeps=("total", "varieties", "table", "scaled", "predict"))
def an_answer_that_is_no_python(paper: Paper):
    """A syntax error costs its question."""
    paper.answer(label="def label(name, weight)\n    return 'half a sentence")


@attack("right")
def an_answer_in_two_cells(paper: Paper):
    """An answer that begins in a cell of the learner's own is whole."""
    place = paper.place("label")
    own = paper.cells[place].source.replace("def label", "def my_label")
    paper.answer(label="label = my_label")
    paper.insert(own, paper.place("label"))


@attack("right")
def warnings_everywhere(paper: Paper):
    """Whatever is printed on stderr costs nothing, in a test cell neither."""
    paper.insert("import warnings, sys, logging\nwarnings.warn('careful')\nprint('careful', file=sys.stderr)")
    for question in ("label", "predict"):
        source = paper.cell(question).source
        head, body = source.split("\n", 1)
        noise = "    import warnings, sys, os\n    warnings.simplefilter('always')\n    warnings.warn('careful')\n"
        noise += "    print('careful', file=sys.stderr); os.write(2, b'careful'); print('careful')\n"
        paper.answer(**{question: f"{head}\n{noise}{body}"})


@attack("right")
def lines_of_another_system(paper: Paper):
    """Line ends of Windows, tabs and spaces that do not break are Python all the same."""
    for cell in paper.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            cell.source = cell.source.replace("\n", "\r\n")


@attack("right", flag="repaired")
def a_deleted_import_and_an_import_that_ends_whoever_follows_it(paper: Paper):
    """To see what a cell gives nobody imports what a learner imports: it would run in the grader."""
    del paper.cells[next(place for place, cell in enumerate(paper.cells) if "import numpy" in cell.source)]
    paper.append("from unittest.__main__ import *  # np")


@attack("right")
def half_a_magic(paper: Paper):
    """A magic that nobody closed costs its own cell."""
    paper.append('x = %"""hello')
