"""What the text of lesson 01 says, shown on several harvests with the lesson's own cells."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

from autograder.authoring import lesson as lessons
from course.data import gate

SEEDS = (1, 2, 3)  # 1 is the lesson's own harvest
CELLS = (
    "def rule",
    "def most_mistaken",
    "def tree_score",
    "def split",
    "import LogisticRegression",
    "def chance",
    "def precision_recall",
    "def cheapest",
)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=SEEDS)
def harvest(request):
    return gate.load(300, seed=request.param)


@pytest.fixture(scope="module")
def cells() -> dict:
    """The functions of the lesson, as its cells define them."""
    lesson = lessons.read(lessons.SOLUTIONS / "01-apple-or-not.py")
    sources = [cell.source for cell in lesson.notebook.cells if cell.cell_type == "code"]
    found: dict = {}
    exec("import numpy as np\nimport pandas as pd\nfrom course.data import measure", found)
    for start in CELLS:
        exec(next(source for source in sources if start in source).split("\n\n\nsplits = ")[0], found)
    return found


def right(guess, table) -> float:
    return float(np.mean(np.asarray(guess) == table["is_apple"]))


def test_round_and_red_is_hardly_better_than_a_coin(harvest, cells):
    _, table = harvest
    assert right(cells["rule"](table), table) < 0.6


def test_there_is_no_good_place_for_the_blue_field(harvest):
    _, table = harvest
    edges = itertools.product(np.arange(-0.3, 0.6, 0.02), np.arange(0.6, 1, 0.02))
    assert max(right((table["redness"] > red) & (table["roundness"] > round_), table) for red, round_ in edges) < 0.65


def test_the_rule_takes_in_cherries_and_red_tomatoes_and_leaves_out_green_and_yellow_apples(harvest, cells):
    photos, table = harvest
    passed = cells["rule"](table).to_numpy()
    assert passed[(photos.kinds == "tomato") & (photos.varieties == "red")].mean() > 0.8
    assert passed[photos.kinds == "cherry"].mean() > 0.6
    for variety in ("green", "yellow"):
        assert passed[(photos.is_apple == 1) & (photos.varieties == variety)].mean() < 0.15
    assert cells["most_mistaken"](table.assign(guess=passed)) != "apple"


def test_shuffled_rows_promise_a_half_to_a_quarter_of_the_true_mistakes(harvest, cells):
    _, table = harvest
    rows = [train_test_split(table, test_size=0.25, random_state=seed) for seed in range(10)]
    fruit = [cells["split"](table, 0.75, seed) for seed in range(10)]
    promised, true = (1 - np.mean([cells["tree_score"](*pair) for pair in pairs]) for pairs in (rows, fruit))
    print(f"promised {promised:.3f}, true {true:.3f}")
    assert 0.2 * true < promised < 0.55 * true


def test_logistic_regression_puts_about_95_of_100_new_fruit_right_and_beats_the_small_tree_and_the_rule(harvest, cells):
    _, table = harvest
    scores = []
    for seed in range(10):
        train, test = cells["split"](table, 0.75, seed)
        trees = [cells["tree_score"](train, test, most) for most in (3, None)]
        scores.append([right(cells["chance"](train, test) > 0.5, test), *trees, right(cells["rule"](test), test)])
    logistic, small, full, rule = np.mean(scores, axis=0)
    print(f"logistic {logistic:.3f}, tree of 3 questions {small:.3f}, of all it needs {full:.3f}, rule {rule:.3f}")
    assert 0.93 < logistic < 0.975
    assert logistic > small > rule
    assert full > small, "a tree that may ask more is better on new fruit: the lesson shows both"


def test_the_cheapest_threshold_lies_above_a_half_and_saves_money(harvest, cells):
    _, table = harvest
    saved = []
    for seed in range(6):
        train, test = cells["split"](table, 0.75, seed)
        truth, chance = test["is_apple"].to_numpy(), cells["chance"](train, test)
        threshold = cells["cheapest"](truth, chance, 3.0, 0.4)
        cost = [3.0 * np.sum(truth[chance >= t] == 0) + 0.4 * np.sum(truth[chance < t]) for t in (0.5, threshold)]
        saved.append((threshold, *cost))
    threshold, before, after = np.mean(saved, axis=0)
    assert threshold > 0.6
    assert after < 0.7 * before


def test_the_tree_does_not_ask_about_redness_first(harvest, cells):
    _, table = harvest
    train, _ = cells["split"](table, 0.75, 0)
    tree = DecisionTreeClassifier(max_depth=3, random_state=0).fit(train[cells["FEATURES"]], train["is_apple"])
    assert cells["FEATURES"][tree.tree_.feature[0]] not in ("redness", "roundness")


def test_at_the_cider_press_the_threshold_and_the_precision_fall_and_the_recall_rises(cells):
    _, table = gate.load(300, seed=1)
    train, test = cells["split"](table, 0.75, 0)
    truth, chance = test["is_apple"].to_numpy(), cells["chance"](train, test)
    gate_price, press = cells["cheapest"](truth, chance, 3.0, 0.4), cells["cheapest"](truth, chance, 0.4, 3.0)
    assert press < gate_price
    packed = [cells["precision_recall"](truth, (chance >= t).astype(int)) for t in (gate_price, press)]
    assert packed[1][0] <= packed[0][0]  # precision falls
    assert packed[1][1] > packed[0][1]  # recall rises
