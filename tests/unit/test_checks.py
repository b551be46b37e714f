"""The four outcomes of a check, and the words of each."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from support.learner import run

from course import checks
from course.checks import translation
from course.checks.exercise import exercise
from course.checks.verdict import METADATA


def ask(value):
    with checks.question("weight", read="How heavy", learned="You know grams from kilograms.") as q:
        q.attempted(value, "weight_g")
        q.close(value, 150.0, "The weight is in grams, not in kilograms.", rtol=0.01)


def learners(source: str) -> dict:
    """What a cell of the learner's defines, with its lines at hand for a traceback, as IPython has them."""
    names: dict = {"np": np, "pd": pd}
    filename = f"/tmp/ipykernel_1/{abs(hash(source))}.py"
    import linecache

    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), names)
    return names


def test_a_right_answer_is_told_what_was_understood(capsys):
    ask(150.2)
    assert capsys.readouterr().out == "Right.\nYou know grams from kilograms.\n"


@pytest.mark.parametrize("empty", [None, ...])
def test_an_empty_answer_is_not_attempted_and_says_where_to_read(empty):
    with pytest.raises(checks.NotAttempted, match="weight_g is still empty") as caught:
        ask(empty)
    assert "Read: How heavy" in str(caught.value)


def test_a_wrong_answer_gets_the_message_and_the_place_to_read_again():
    with pytest.raises(checks.Incorrect, match="in grams, not in kilograms") as caught:
        ask(0.15)
    assert "Read again: How heavy" in str(caught.value)


def test_code_that_stops_shows_its_own_message_and_its_line():
    ratio = learners("def ratio(a, b):\n    return a / b\n")["ratio"]
    with pytest.raises(checks.LearnerError, match="ZeroDivisionError") as caught, checks.question("ratio"):
        ratio(1, 0)
    assert "Ask before you divide whether it can be 0" in str(caught.value)
    assert "It happened in ratio, line 2 of the cell: return a / b" in str(caught.value)


@pytest.mark.parametrize("line", ["max([])", "min((), key=len)", "np.array([]).max()", "np.argmin([])"])
def test_the_largest_of_nothing_is_told_in_words(line):
    largest = learners(f"def largest():\n    return {line}\n")["largest"]
    with pytest.raises(checks.LearnerError, match="the largest or smallest of nothing"), checks.question("largest"):
        largest()


@pytest.mark.parametrize("line", ["min(None, None)", "abs(None)", "float(None)", "None - 1", "len(None)"])
def test_code_that_builds_on_an_open_exercise_is_told_so(line):
    uses = learners(f"def uses():\n    return {line}\n")["uses"]
    with pytest.raises(checks.LearnerError, match="an exercise above that is still open"), checks.question("uses"):
        uses()


def test_where_the_check_itself_stops_no_line_of_it_is_shown_as_the_learners():
    answer = {1, 2}
    with pytest.raises(checks.Incorrect) as caught, checks.question("pair") as q:
        q.number([q.attempted(answer, "pair(table)"), answer[0]])
    assert "The check cannot work with pair(table), which is a set of 2 values" in str(caught.value)
    assert "It happened" not in str(caught.value)


def test_code_that_is_not_written_yet_is_not_attempted():
    with pytest.raises(checks.NotAttempted), checks.question("ratio"):
        raise NotImplementedError


# -- a missing return --------------------------------------------------------------------------------------------------

EMPTY = ["", "    ...\n", "    pass\n", "    # write your code here\n", "    return\n"]


@pytest.mark.parametrize("body", EMPTY)
def test_a_function_without_a_body_is_still_empty(body):
    global twice
    twice = learners(f'def twice(x):\n    """Two times x."""\n{body}')["twice"]
    with pytest.raises(checks.NotAttempted, match="still empty"), checks.question("twice") as q:
        q.number(twice(2), "twice(2)")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("    x * 2\n", "return"),
        ("    y = x * 2\n", "return"),
        ("    print(2 * x)\n", "`print` only shows it"),
        ("    if x > 5:\n        return 2 * x\n", "on every way through it"),
        ("    return print(2 * x)\n", "return"),
    ],
)
@pytest.mark.parametrize("named", ["twice(2)", "twice"])
def test_a_missing_return_is_said_and_never_called_empty(body, words, named):
    global twice
    twice = learners(f'def twice(x):\n    """Two times x."""\n{body}')["twice"]
    with pytest.raises(checks.Incorrect, match="gives back nothing") as caught, checks.question("twice") as q:
        q.number(twice(2), named)
    assert words in str(caught.value)
    assert "empty" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "always"),
    [
        ("    best = None\n    for one in []:\n        best = one\n    return best\n", True),
        ("    items = [x]\n    return items.sort()\n", True),
        ("    for one in []:\n        return one\n", False),
        (f"    y = ({', '.join(f'x + {n}.5' for n in range(300))})\n    return None\n", False),  # a two-byte constant
    ],
)
def test_a_return_with_nothing_behind_it_is_not_called_missing(body, always):
    global twice
    twice = learners(f'def twice(x):\n    """Two times x."""\n{body}')["twice"]
    with pytest.raises(checks.Incorrect, match="gives back nothing") as caught, checks.question("twice") as q:
        q.number(twice(2), "twice(2)")
    assert ("what stands behind its `return` is None here" in str(caught.value)) == always


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("[1, 2] >= 0.5", "compares a whole list with one number"),
        ("0.5 < [1, 2]", "compares a whole list with one number"),
        ("3 - [1, 2]", "calculates a whole list with one number"),
        ("[6, 8] / [2, 2]", "with two whole lists. Make one number of each first"),
        ("[6, 8] * (2, 2)", "with two whole lists. Make one number of each first"),
        ("plt.gca()", "write `import matplotlib.pyplot as plt` as the first line of yours"),
        ("np.array([[1, 2], [3]])", "The lists in it are of different lengths"),
        ("torch.tensor([[1, 2], [3]])", "The lists in it are of different lengths"),
        ("miscount(3)", "`miscount` does not exist"),
        ("['a'] & ['b']", "put set(...) around each of the two"),
        ("{'a'} | ('b',)", "put set(...) around each of the two"),
        ("[n for n in 3]", "put range(...) around the number"),
        ("[sum(row) for row in [1, 2]]", "if it is to go through a list, this is not the list"),
        ("[True] & [False]", "Of lists of True and False make arrays first"),
        ("list(zip(checks, [3]))", "`checks` is a module here"),
        ("sqrt(2)", "write `math.sqrt(...)` or `np.sqrt(...)`, and"),
        ("2 * pi", "write `math.pi` or `np.pi`, and"),
        ("factorial(3)", "write `math.factorial(...)`, and"),
        ("dist + 1", "if a cell above makes it, run the notebook from the top"),
        ("10 ^ 2.5", "write `**`, as in 10**2"),
        ("[1, 2, 3][: 0.5 * 3]", "put int(...) around it"),
        ("[n for n in range(0, 1, 0.1)]", "np.linspace and np.arange have"),
        ("np.max(1.5, 2.5)", "Of two numbers write max(a, b), of two arrays np.maximum(a, b)"),
        ("np.arange(3) - np.arange(2)", "(3,) and (2,), and are taken place by place"),
        ("np.array([True]) - np.array([False])", "`one & ~other`"),
        ("[1, 2].median()", "A list has no `.median`. Write np.median(...), with the list in the brackets"),
        ("(1, 2).max()", "Write max(...), with the tuple in the brackets"),
        ("{'work': 1}.work", """stand in brackets: ["work"]"""),
    ],
)
def test_a_slip_with_lists_or_an_exercise_that_has_not_run_is_said_in_words(expression, words):
    written = learners(
        f"import numpy as np, torch\nfrom course import checks\ndef answer():\n    return {expression}\n"
    )
    with pytest.raises(checks.LearnerError) as caught, checks.question("answer") as q:
        q.number(written["answer"]())
    assert words in str(caught.value)


@pytest.mark.parametrize("imported", [True, False])
def test_who_is_sent_to_numpy_is_told_to_import_it_where_nobody_has(imported):
    """As in lesson 00, where no cell imports it."""
    names = [np, 3] if imported else [3]
    with pytest.raises(AttributeError) as caught:
        [1, 2].median()
    words = translation.translated(caught.value, "[1, 2].median()", names)
    assert words.startswith("A list has no `.median`. Write np.median(...)")
    assert ("Before it write `import numpy as np`" in words) != imported


@pytest.mark.parametrize("expression", ["3 > 1 & 2.5", "3 > 1 & [2]", "[n for n in 2.5]"])
def test_of_columns_sets_and_range_nothing_is_said_where_they_would_not_help(expression):
    answer = learners(f"def answer():\n    return {expression}\n")["answer"]
    with pytest.raises(checks.LearnerError, match="TypeError: ") as caught, checks.question("answer"):
        answer()
    assert not re.search(r"column|set\(|range\(", str(caught.value))


@pytest.mark.parametrize("line", ["def share(ours)", "def share()", "def share(ours, truths, more)"])
def test_a_def_line_with_other_names_than_were_given_is_told_and_no_other_answer_is_blamed(line):
    share = learners(f"{line}:\n    return 1\n")["share"]
    with pytest.raises(checks.Incorrect) as caught, checks.question("share") as q:
        q.number(q.number(0.3, "my_share") + share([1], [2]), "share(...)")
    assert "`share` is called with other values here than its `def` line takes" in str(caught.value)
    assert "my_share" not in str(caught.value)


# -- the slips of pandas -----------------------------------------------------------------------------------------------

TABLE = pd.DataFrame({"redness": [0.1, 0.5], "roundness": [0.9, 0.2], "is_apple": [0, 1], "kind": ["pear", "apple"]})


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ('table["redness"] > 0.1 and table["roundness"] > 0.8', "Between columns write `&`"),
        ('not table["redness"]', "Between columns write `&`"),
        ('table["redness"] > 0.1 & table["roundness"] > 0.8', "each comparison between columns needs brackets"),
        ('table["redness"] > 0.1 | (table["roundness"] > 0.8)', "each comparison between columns needs brackets"),
        ('table["is_apple"] == 0 & table["is_apple"] == 1', "each comparison between columns needs brackets"),
        ('table["is_apple"] == 1 & table["kind"] == "apple"', "each comparison between columns needs brackets"),
        ('1 if table["redness"] > 0.1 else 0', "decide once"),
        ('max(table["redness"], table["roundness"])', "np.minimum and np.maximum take"),
        ("pd.Timestamp('2015-01-01') - 3", "pd.Timedelta(days=...)"),
        ('table[~table["is_apple"]]', "of 0 and 1 it makes -1 and -2"),
        ('table.loc[~table["is_apple"]]', "of 0 and 1 it makes -1 and -2"),
        ('table[~table["redness"]]', "of 0 and 1 it makes -1 and -2"),
        ('table[table["is_apple"]]', "== 1 gives True"),
        ('table["rednes"]', "no column `rednes`. Did you mean `redness` or `roundness`"),
        ('table[["rednes"]]', "no column `rednes`"),
        ("table.rednes", "no column `rednes`"),
        ('table.groupby("kinds")["redness"].mean()', "no column `kinds`. Did you mean `kind`"),
        ('table.groupby("kind")["guess"].mean()', "It has: redness, roundness, is_apple, kind."),
        ("np.array([1, 2]) > 1 and np.array([1, 2]) < 3", "Between columns write `&`"),
        ("table[pd.Series([True, False], index=[7, 8])]", "`.to_numpy()` leaves the labels behind"),
        ('table["redness"] == pd.Series([0.1, 0.5], index=[7, 8])', "`.to_numpy()` leaves the labels behind"),
    ],
)
def test_a_slip_of_pandas_is_said_in_a_learners_words(expression, words):
    rule = learners(f"def rule(table):\n    return {expression}\n")["rule"]
    with pytest.raises(checks.LearnerError) as caught, checks.question("rule") as q:
        q.attempted(rule(TABLE), "rule(table)")
    assert words in str(caught.value)
    assert "Python says:" in str(caught.value)
    assert f"line 2 of the cell: return {expression}" in str(caught.value)


def test_a_slip_is_known_in_a_long_table_too():
    rule = learners("def rule(table):\n    return table[~table['is_apple']]\n")["rule"]
    with pytest.raises(checks.LearnerError, match="of 0 and 1 it makes"), checks.question("rule"):
        rule(pd.concat([TABLE] * 500))


def test_a_column_of_minus_one_and_minus_two_is_known_for_what_it_is():
    with pytest.raises(checks.Incorrect, match="`~` turns True and False round"), checks.question("rule") as q:
        q.booleans(~TABLE["is_apple"], "rule(table)", count=2)


def test_an_error_of_another_kind_is_left_as_python_says_it():
    rule = learners("def rule(table):\n    return {'a': 1}['b']\n")["rule"]
    with pytest.raises(checks.LearnerError, match="KeyError: 'b'"), checks.question("rule"):
        rule({})


def test_a_key_that_a_dictionary_lacks_is_sought_in_it_and_in_no_table():
    cheapest = learners("def cheapest(offers):\n    return min(offers, key=lambda offer: offer['start'])\n")["cheapest"]
    with pytest.raises(checks.LearnerError) as caught, checks.question("cheapest"):
        cheapest([{"size": "small", "startup": 3}])
    assert "This dictionary has no `start`. Did you mean `startup`? It has: size, startup." in str(caught.value)


def test_a_column_that_is_missing_is_sought_in_the_table_at_hand_alone():
    rule = learners("def rule(table):\n    return table['rednes']\n")["rule"]
    with pytest.raises(checks.LearnerError) as caught, checks.question("rule"):
        rule(TABLE[["redness", "kind"]])
    assert "Did you mean `redness`? It has: redness, kind." in str(caught.value)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ((0, 5), "seconds holds two values, as a comma makes them"),
        ((20, 0), "seconds holds two values, as a comma makes them"),
        ("0.5", "seconds is a text. Leave out the quotation marks"),
        (("a", 1), "seconds should be one number, and yours is a tuple of 2 values"),
    ],
)
def test_a_number_that_is_written_as_no_number_is_told_how_python_writes_it(written, words):
    with pytest.raises(checks.Incorrect, match=re.escape(words)), checks.question("answer") as q:
        q.number(written, "seconds")


def test_two_numbers_from_a_function_are_no_comma():
    with pytest.raises(checks.Incorrect, match="should be one number"), checks.question("answer") as q:
        q.number((1, 2), "answer(...)")


# -- in a notebook -----------------------------------------------------------------------------------------------------


def test_a_cell_that_needs_an_unsolved_exercise_says_which():
    with pytest.raises(checks.NotAttempted, match="A rule by hand"):
        checks.solved(None, "A rule by hand")
    assert checks.solved(3, "A rule by hand") == 3


def test_a_cell_that_needs_a_number_in_some_range_says_which():
    assert checks.solved_number(1, "x", least=0, most=1) == 1
    for wrong, says in (
        (-1, "a number of at least 0 and at most 1 here, and it gives -1"),
        (float("nan"), "gives nan"),
    ):
        with pytest.raises(checks.Incorrect, match=says):
            checks.solved_number(wrong, "x", least=0, most=1)
    with pytest.raises(checks.Incorrect, match="should give 12 here, and it gives 3"):
        checks.solved_number(3, "x", least=12, most=12)
    with pytest.raises(checks.NotAttempted, match="needs your answer to “x”"):
        checks.solved_number(None, "x", least=0)


def test_a_cell_that_needs_a_number_takes_it_from_any_library():
    assert checks.solved_number(pd.Series([3]), "x") == 3.0
    with pytest.raises(checks.Incorrect, match="“x” should give one number here, and what it gives is a list of 2"):
        checks.solved_number([3, 4], "x")
    assert checks.solved_numbers(pd.Series([3, 4]), "x", 2) == [3.0, 4.0]
    with pytest.raises(checks.NotAttempted, match="needs your answer to “x”"):
        checks.solved_numbers(None, "x", 2)
    for wrong, given in (([3, 4, 5], "a list of 3 values"), ("3, 4", "the text “3, 4”"), (["a", 4], "a list of 2")):
        with pytest.raises(checks.Incorrect, match=f"“x” should give 2 numbers here, and what it gives is {given}"):
            checks.solved_numbers(wrong, "x", 2)


def test_a_cell_that_needs_words_takes_them_from_any_list_of_them():
    for words in (["one", "two"], ("one", "two"), pd.Series(["one", "two"]), np.array(["one", "two"])):
        assert checks.solved_words(words, "x") == ["one", "two"]
    for wrong, given in (("one two", "the text “one two”."), (3, "3."), (len, r"missing\?\n")):
        with pytest.raises(checks.Incorrect, match=f"should give a list of words here, and what it gives is .*{given}"):
            checks.solved_words(wrong, "x")
    with pytest.raises(checks.NotAttempted, match="needs your answer to “x”"):
        checks.solved_words(None, "x")


@pytest.mark.parametrize("answer", [lambda: None, lambda: ..., lambda: 1 / 0])
def test_an_exercise_that_is_open_does_not_block_what_stands_below(answer, capsys):
    assert checks.stand_in(answer, 7, "a feature") == 7
    assert "“a feature” is still open" in capsys.readouterr().out
    assert checks.stand_in(lambda: 3, 7, "a feature") == 3


def test_zero_and_empty_lists_are_answers():
    assert checks.solved(0, "x") == 0
    assert checks.solved([], "x") == []


def test_a_terminal_shows_the_message_and_no_stack_trace(capsys):
    shell = InteractiveShell.instance()
    shell.run_cell("from course import checks\nwith checks.question('q') as q:\n    q.expect(False, 'Too large.')")
    shown = capsys.readouterr()
    assert "Not right yet.\nToo large." in shown.out + shown.err
    assert "Traceback" not in shown.out + shown.err
    InteractiveShell.clear_instance()


HINTS = (
    "## How heavy\n<details><summary>Hint 1: grams</summary>A kilogram is <code>1000</code> g.</details>\n"
    "<details><summary>Hint 2: how many</summary>Multiply.</details>\n<details><summary>Why?</summary>So.</details>"
)
CHECK = (
    "with checks.question('weight', read='How heavy', learned='You know grams from kilograms.') as q:\n"
    "    q.expect(q.number(weight_g, 'weight_g') > 1, 'That is in `kg` <here>.')"
)


def verdicts(folder, *answers: str, **environment):
    """The check's cell for each answer, run in a notebook that lies in the kernel's folder."""
    about = {"schema_version": 3, "solution": False, "locked": True, "task": False}
    check = new_code_cell(
        CHECK, metadata={"nbgrader": {**about, "grade_id": "weight-check", "grade": True, "points": 3}}
    )
    answer = new_code_cell("", metadata={"nbgrader": {**about, "grade_id": "weight", "grade": False, "solution": True}})
    cells = [new_code_cell("from course import checks"), new_markdown_cell(HINTS), answer, check]
    (folder / "lesson.ipynb").write_text(json.dumps(new_notebook(cells=cells)))
    tried = [cell for source in answers for cell in (new_code_cell(f"weight_g = {source}"), new_code_cell(CHECK))]
    return run(new_notebook(cells=[cells[0], *tried]), folder, **environment).cells[2::2]


def test_a_notebook_shows_a_card_with_points_words_and_hints_behind_keys_and_the_cell_still_fails(tmp_path):
    wrong, open_, right = verdicts(tmp_path, "0.15", "None", "150")
    card, error = wrong.outputs
    html = card.data["text/html"]
    assert [words for words in ("Not right yet", "0 of 3 points", "Read again: How heavy") if words not in html] == []
    assert "<code>kg</code> &lt;here&gt;" in html
    assert html.index("Hint 1: grams") < html.index("A kilogram is") < html.index("Hint 2: how many")
    assert html.count("<details") == html.count("</details>") == 2, "only hints, each behind a key"
    assert "Why?" not in html
    assert card.data["text/plain"] == "Not right yet, 0 of 3 points.\nThat is in `kg` <here>.\nRead again: How heavy"
    assert (error.ename, error.traceback) == ("Incorrect", ["Not right yet."])
    assert "That is in `kg`" in error.evalue
    assert "Not attempted yet" in open_.outputs[0].data["text/html"]
    (card,) = right.outputs
    assert card.data["text/plain"] == "Right, 3 of 3 points.\nYou know grams from kilograms."
    assert "Hint" not in card.data["text/html"]
    assert card.metadata[METADATA]["question"] == "weight"


@pytest.mark.parametrize("execution", ["validate", "autograde"])
def test_where_nobody_sees_a_card_the_error_says_everything(tmp_path, execution):
    wrong, right = verdicts(tmp_path, "0.15", "150", NBGRADER_EXECUTION=execution)
    (error,) = wrong.outputs
    assert error.traceback == ["Not right yet: That is in `kg` <here>.\nRead again: How heavy"]
    (card,) = right.outputs
    assert card.data["text/plain"] == "Right.\nYou know grams from kilograms."


def test_an_exercise_is_found_in_the_notebook_beside_and_whatever_else_lies_there_does_no_harm(tmp_path):
    verdicts(tmp_path)
    for name, content in (("a.ipynb", "{"), ("b.ipynb", "[]"), ("c.ipynb", '{"cells": [1]}'), ("d.ipynb", "\xe4")):
        (tmp_path / name).write_text(content)
    found = exercise("weight", tmp_path)
    assert (found.title, found.points, len(found.hints)) == ("How heavy", 3, 2)
    assert exercise("length", tmp_path).points is None


def test_in_an_english_notebook_hints_are_found_without_babel(tmp_path):
    verdicts(tmp_path)
    code = "import sys; sys.modules['babel'] = None\n"
    code += "from course.checks.exercise import exercise\nprint(len(exercise('weight').hints))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "2\n", done.stderr
