"""The four outcomes of a check, and the words of each."""

from __future__ import annotations

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from course import checks


def ask(value):
    with checks.question("weight", read="How heavy") as q:
        q.attempted(value, "weight_g")
        q.close(value, 150.0, "The weight is in grams, not in kilograms.", rtol=0.01)


def test_a_right_answer_is_told_so(capsys):
    ask(150.2)
    assert capsys.readouterr().out == "Correct: weight.\n"


@pytest.mark.parametrize("empty", [None, ...])
def test_an_empty_answer_is_not_attempted_and_says_where_to_read(empty):
    with pytest.raises(checks.NotAttempted, match="weight_g is still empty") as caught:
        ask(empty)
    assert "Read: How heavy" in str(caught.value)


def test_a_wrong_answer_gets_the_message_and_the_place_to_read_again():
    with pytest.raises(checks.Incorrect, match="in grams, not in kilograms") as caught:
        ask(0.15)
    assert "Read again: How heavy" in str(caught.value)


def test_code_that_stops_shows_its_own_message():
    with pytest.raises(checks.LearnerError, match="ZeroDivisionError"), checks.question("ratio"):
        _ = 1 / 0


def test_code_that_is_not_written_yet_is_not_attempted():
    with pytest.raises(checks.NotAttempted), checks.question("ratio"):
        raise NotImplementedError


@pytest.mark.parametrize("value", ["150", True, [1, 2], {}, np.array([1.0, 2.0]), float("nan"), float("inf")])
def test_a_number_is_one_finite_number(value):
    with pytest.raises(checks.Incorrect, match="number"):
        ask(value)


def test_numbers_of_numpy_and_torch_count_as_numbers():
    torch = pytest.importorskip("torch")
    for value in (np.float32(150), np.array(150.0), torch.tensor(150.0)):
        ask(value)


def test_a_cell_that_needs_an_unsolved_exercise_says_which():
    with pytest.raises(checks.NotAttempted, match="A rule by hand"):
        checks.solved(None, "A rule by hand")
    assert checks.solved(3, "A rule by hand") == 3


def test_zero_and_empty_lists_are_answers():
    assert checks.solved(0, "x") == 0
    assert checks.solved([], "x") == []


def test_a_notebook_shows_the_message_and_no_stack_trace(capsys):
    shell = InteractiveShell.instance()
    shell.run_cell("from course import checks\nwith checks.question('q') as q:\n    q.expect(False, 'Too large.')")
    shown = capsys.readouterr()
    assert "Not right yet: Too large." in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err
    InteractiveShell.clear_instance()
