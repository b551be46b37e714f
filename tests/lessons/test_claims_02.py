"""What the text of lesson 02 says, shown with the lesson's own cells on several seeds."""

from __future__ import annotations

import contextlib
import re

import numpy as np
import pytest

from autograder.authoring import lesson as lessons
from course import devices
from course.data import diabetes, weights

SEEDS = range(4)
CELLS = (
    "def rmse",
    "def feature",
    "def line_error",
    "def loss_of",
    "def one_step",
    "def walk",
    "def two_errors",
    "def network_error",
    "import torch",
)


@pytest.fixture(scope="module")
def cells() -> dict:
    """The functions of the lesson, as its cells define them."""
    lesson = lessons.read(lessons.SOLUTIONS / "02-how-heavy.py")
    sources = [cell.source for cell in lesson.notebook.cells if cell.cell_type == "code"]
    first = next(source for source in sources if "import numpy" in source)
    found: dict = {}
    exec(first, found)
    exec("from sklearn.linear_model import LinearRegression", found)
    for start in CELLS:
        source = next(source for source in sources if start in source)
        # the definitions, without the lines that run and draw at the left margin after them
        source = re.split(r"\n\n\n(?!def )", source)[0]
        if start == "import torch":
            found |= {"x": np.zeros(2), "y": np.zeros(2)}
        exec(source, found)
    return found


def standardised(apples, cells):
    x = np.asarray(cells["feature"](apples), dtype=float)
    return (x - x.mean()) / x.std(), apples["weight_g"].to_numpy()


@pytest.fixture(scope="module")
def harvest():
    return weights.load(4000, seed=10)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_baseline_the_line_the_cube_and_the_feature_stand_in_this_order_and_the_last_at_the_floor(
    seed, cells, harvest
):
    apples = weights.load(400, seed=seed)
    line = cells["line_error"](apples, harvest, lambda t: t["diameter_mm"])
    cube = cells["line_error"](apples, harvest, lambda t: t["diameter_mm"] ** 3)
    right = cells["line_error"](apples, harvest, cells["feature"])
    assert 50 < cells["rmse"](apples["weight_g"].mean(), harvest["weight_g"]) < 65
    assert 12.9 < line < 15  # the check calls more than 12.9 no better than the diameter
    assert weights.NOISE_FLOOR_G + 1 < cube < 12  # and asks for less than a gram above the floor
    assert 0.98 * weights.NOISE_FLOOR_G < right < 1.03 * weights.NOISE_FLOOR_G


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_network_does_not_beat_the_right_linear_model_on_apples(seed, cells, harvest):
    apples = weights.load(400, seed=seed)
    line = cells["line_error"](apples, harvest, cells["feature"])
    network = cells["network_error"](apples, harvest, ["diameter_mm", "height_mm"], "weight_g", seed=seed)
    assert line < network < 2 * line  # it learns, and stays behind
    # and not because it keeps a tenth of the apples aside: a line needs no more than half of them
    assert cells["line_error"](apples[:200], harvest, cells["feature"]) < network


@pytest.mark.slow
def test_on_people_the_line_beats_the_mean_and_on_average_of_the_five_splits_the_network(cells):
    people, features = diabetes.load(), list(diabetes.FEATURES)
    gained = []
    for seed in range(5):
        mean, line = cells["two_errors"](people, seed)
        known, new = cells["train_test_split"](people, test_size=0.25, random_state=seed)
        network = cells["network_error"](known, new, features, diabetes.TARGET)
        print(f"seed {seed}: mean {mean:.1f}, line {line:.1f}, network {network:.1f}")
        assert line < 0.85 * mean
        gained.append(line - network)
    assert np.mean(gained) < 0
    assert max(gained) > 0  # a close race: some split goes to the network


def test_the_check_knows_the_errors_on_people(cells):
    people = diabetes.load()
    expected = {1: (72.511, 53.881), 2: (72.680, 54.159)}
    for seed, pair in expected.items():
        assert cells["two_errors"](people, seed) == pytest.approx(pair, abs=0.002)


def test_the_network_has_1185_numbers_to_adjust(cells, monkeypatch):
    from sklearn.neural_network import MLPRegressor

    made, fit = [], MLPRegressor.fit
    monkeypatch.setattr(MLPRegressor, "fit", lambda net, *data: made.append(fit(net, *data)) or made[-1])
    cells["network_error"](weights.load(40), weights.load(40), ["diameter_mm", "height_mm"], "weight_g")
    (net,) = made
    assert sum(numbers.size for numbers in (*net.coefs_, *net.intercepts_)) == 1185
    assert net.n_layers_ == 4  # input, two hidden, output


def test_the_slope_of_a_line_on_the_volume_is_the_density_times_how_full_the_ellipsoid_is(cells):
    for seed in SEEDS:
        apples = weights.load(400, seed=seed)
        slope, _ = np.polyfit(cells["feature"](apples), apples["weight_g"], 1)
        assert slope == pytest.approx(weights.DENSITY_G_CM3 * weights.FILLED, rel=0.03)


@pytest.mark.parametrize("seed", SEEDS)
def test_five_epochs_end_at_three_places_so_weights_change_after_every_batch(seed, cells):
    cells["x"], cells["y"] = standardised(weights.load(400, seed=seed), cells)
    best = cells["rmse"](np.polyval(np.polyfit(cells["x"], cells["y"], 1), cells["x"]), cells["y"])
    off, restless = {}, {}
    for size in (400, 40, 1):
        trail = cells["walk"](size)
        assert len(trail) == 1 + 5 * 400 // size
        slope, intercept = trail[-1]
        off[size] = cells["rmse"](slope * cells["x"] + intercept, cells["y"])
        restless[size] = np.std(trail[-400 // size :], axis=0).max()  # in the last epoch
    assert off[400] > 10 * best
    assert off[40] < 1.1 * best
    assert off[1] < 2 * best  # it arrives at once and never settles: sometimes nearer, sometimes not
    assert restless[1] > restless[40]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_lowest_loss_is_near_the_square_of_the_floor_and_a_nudge_shows_the_derivative(seed, cells):
    cells["x"], cells["y"] = x, y = standardised(weights.load(400, seed=seed), cells)
    best = cells["loss_of"](*np.polyfit(x, y, 1))
    assert 0.85 * weights.NOISE_FLOOR_G < np.sqrt(best) < 1.1 * weights.NOISE_FLOOR_G
    assert best < 50  # what the learner is asked to get below
    if seed == 1:  # the apples of the lesson
        assert (round(best), round(np.sqrt(best), 1)) == (33, 5.7)
    nudged = (cells["loss_of"](50.01, 100) - cells["loss_of"](50, 100)) / 0.01
    assert nudged == pytest.approx(2 * np.mean((50 * x + 100 - y) * x), abs=0.02)


def test_twenty_epochs_are_200_steps_and_take_hundreds_of_times_as_long_as_the_formula(cells):
    import torch
    from torch.utils.benchmark import Timer

    cells["x"], cells["y"] = x, y = standardised(weights.load(400, seed=1), cells)
    cells["data"] = tuple(torch.tensor(column[:, None], dtype=torch.float32) for column in (x, y))
    steps, real = [], torch.optim.SGD.step
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.optim.SGD, "step", lambda walk, *rest: steps.append(1) or real(walk, *rest))
        cells["descend"]()
    assert len(steps) == 200
    columns = np.column_stack([x, np.ones_like(x)])
    formula = Timer("np.linalg.lstsq(columns, y, rcond=None)", globals={"np": np, "columns": columns, "y": y})
    epochs = Timer("descend()", globals=cells)
    assert epochs.timeit(3).mean > 100 * formula.timeit(200).mean


@pytest.mark.parametrize("seed", SEEDS)
def test_of_the_three_learning_rates_only_the_largest_arrives_in_twenty_epochs_and_1_1_runs_away(seed, cells):
    import torch

    from course import training

    x, y = standardised(weights.load(400, seed=seed), cells)
    cells["data"] = tuple(torch.tensor(column[:, None], dtype=torch.float32) for column in (x, y))
    training.set_seed(seed)
    best = cells["rmse"](np.polyval(np.polyfit(x, y, 1), x), y)
    assert cells["descend"](0.002)[-1] > 10 * best
    assert cells["descend"](0.01)[-1] > 1.05 * best
    assert cells["descend"](0.05)[-1] < 1.01 * best
    with contextlib.suppress(training.Diverged):  # the other way of running away
        assert cells["descend"](1.1)[-1] > 1e6


@pytest.mark.gpu
def test_twenty_epochs_of_a_line_are_slower_on_a_gpu(cells):
    if not any(device.kind == "gpu" and device.available for device in devices.found()):
        pytest.skip("no GPU in this machine: " + "; ".join(d.reason for d in devices.found() if d.kind == "gpu"))
    import torch
    from torch.utils.benchmark import Timer

    x, y = standardised(weights.load(400, seed=1), cells)
    cells["data"] = tuple(torch.tensor(column[:, None], dtype=torch.float32) for column in (x, y))
    took = {}
    for kind in ("cpu", "gpu"):
        devices.choose(kind)
        took[kind] = Timer("descend()", globals=cells).blocked_autorange(min_run_time=2).median
    devices.choose("cpu")
    assert took["gpu"] > took["cpu"]
