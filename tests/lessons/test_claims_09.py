"""What lesson 09 says, tried with the lesson's own functions: ratios and facts, never seconds."""

from __future__ import annotations

import ast
import math
import statistics
import subprocess
import sys
import types

import numpy as np
import pytest
from support.record import recorded_but_first

from autograder.authoring import lesson as lessons
from course import timing, training
from course.timing.workloads import WORK

SCRIPT = lessons.SOLUTIONS / "09-cpu-or-gpu.py"
pytestmark = pytest.mark.slow


def named(node: ast.Assign, names: set[str]) -> bool:
    name = ast.unparse(node.targets[0])
    return name.isupper() or name in names


@pytest.fixture(scope="module")
def said() -> types.SimpleNamespace:
    """The lesson's imports, functions, constants and table, without what it measures."""
    tree = ast.parse("\n".join(c.source for c in lessons.read(SCRIPT).notebook.cells if c.cell_type == "code"))
    names = {"apples", "sides"}
    wanted = [
        node
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef)
        or (isinstance(node, ast.Assign) and named(node, names))
    ]
    found: dict = {}
    exec(compile(ast.Module(wanted, []), str(SCRIPT), "exec"), found)
    return types.SimpleNamespace(**found)


@pytest.fixture(autouse=True)
def _one_thread_and_an_own_log(tmp_path, monkeypatch):
    """One thread: what is claimed here must not depend on how busy the other cores are."""
    import torch

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def quickest(workload: str, function) -> float:
    """The quickest sample, in seconds: what other programs can disturb least."""
    return min(timing.measure(workload, function, device="cpu", needs_prediction=False, seconds=0.2).samples)


def test_a_loop_wins_for_few_numbers_and_one_call_for_many(said):
    hand, call = ([quickest(way.__name__, way(n)) for n in said.NUMBERS] for way in (said.by_hand, said.one_call))
    assert call[0] > 2 * hand[0]
    assert hand[-1] > 10 * call[-1]
    assert said.NUMBERS[0] < said.crossover(said.NUMBERS, hand, call) < math.inf


def test_converting_the_numbers_first_takes_most_of_the_win_away(said):
    n = said.NUMBERS[-1]
    assert quickest("converted", said.converted_first(n)) > 10 * quickest("call", said.one_call(n))


def test_all_three_ways_add_up_the_same_squares(said):
    sums = [way(64)() for way in said.WAYS.values()]
    assert sums == pytest.approx([sums[0]] * 3, rel=1e-5)


def test_more_work_on_the_same_numbers_pays_for_converting_them(said):
    """A product of two tables does work for each number many times over: converted first, it still wins."""
    import torch

    table = [[(i * j) % 7 / 7 for j in range(40)] for i in range(40)]
    columns = list(zip(*table, strict=True))

    def by_hand():
        return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in table]

    assert quickest("by hand", by_hand) > 2 * quickest("converted", lambda: torch.tensor(table) @ torch.tensor(table))


def test_the_work_grows_faster_than_the_data(said):
    """C14: eight times the rows are 64 times the data and 512 times the work, and the time knows it."""
    times = {rows: quickest("product", said.product_on(rows, "cpu")) for rows in (128, 1024)}
    assert times[1024] > 64 * times[128]


def test_small_tables_never_reach_the_rate_of_large_ones(said):
    rate = {rows: 2 * rows**3 / quickest("product", said.product_on(rows, "cpu")) for rows in (8, 512)}
    assert rate[512] > 5 * rate[8]


def test_a_step_has_a_fixed_price_so_larger_batches_do_more_in_a_second(said):
    """A step on 64 takes longer than on one, and less than 64 times as long. Busy cores hide it: up to six tries."""
    steps = {batch: said.step_on(batch, "cpu") for batch in (1, 64)}
    times = {1: math.inf, 64: math.inf}
    for _ in range(6):
        times = {batch: min(times[batch], quickest("step", steps[batch])) for batch in steps}
        if times[64] < 50 * times[1]:
            break
    assert times[1] < times[64] < 64 * times[1]


def test_standard_work_in_pandas_is_small_beside_deep_learning(said):
    """C16: the table of 4,000 apples against one epoch on as many photographs."""
    epoch = 4000 / 64 * quickest("step", said.step_on(64, "cpu"))
    assert epoch > 20 * quickest("table", said.table_work)


def test_neighbours_make_the_same_work_slower():
    slower = []
    for _ in range(5):
        work = lambda: sum(range(100_000))  # noqa: E731
        quiet = timing.measure("quiet", work, needs_prediction=False).median
        with timing.noisy_neighbours(2 * timing.measure("cores", work, needs_prediction=False).cores):
            slower.append(timing.measure("noisy", work, needs_prediction=False, seconds=1.0).median / quiet)
    assert max(slower) > 1.15


def test_scikit_learn_gives_numpy_back_whatever_went_in(said):
    """C2, C17: by default it computes on the CPU."""
    import torch
    from sklearn.linear_model import LinearRegression

    model = LinearRegression().fit(torch.tensor(said.sides), said.apples["weight_g"])
    assert type(model.coef_) is np.ndarray


ARRAY_API = """
import torch, sklearn
from sklearn.linear_model import Ridge
from sklearn.ensemble import RandomForestClassifier
from sklearn.cluster import KMeans
x, y = torch.rand(60, 3), torch.arange(60) % 2
with sklearn.config_context(array_api_dispatch=True):
    print(type(Ridge(solver="svd").fit(x, y.float()).coef_).__name__)
    for model in (RandomForestClassifier(3), KMeans(2, n_init=1)):
        try:
            fitted = model.fit(x, y)
            kept = isinstance(fitted.predict(x), torch.Tensor)
        except Exception:
            kept = False
        print(kept)
"""


def test_the_array_api_switch_lets_some_models_keep_torch_tensors_but_not_forests_or_k_means():
    import os

    run = subprocess.run(
        [sys.executable, "-c", ARRAY_API],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCIPY_ARRAY_API": "1"},
    )
    assert run.stdout.split() == ["Tensor", "False", "False"], run.stderr


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_it_runs_changes_the_seconds_and_not_what_is_learned(said, seed):
    """C19 too: this network learns on a CPU. One core against all, and every device that is there.

    Sums in another order round differently: a few of the 120 photographs may fall on the other side.
    """
    import torch

    photos = said.fruit.photos(400, difficulty=0, size=32, seed=9, progress=False)
    train, valid = ((part.small(32), part.is_apple) for part in photos.split(0.7, seed=0))
    scores = []
    for threads, device in [(1, "cpu"), (2, "cpu"), *((1, machine) for machine in said.MACHINES if machine != "cpu")]:
        torch.set_num_threads(threads)
        history = training.fit(
            training.apple_net(seed=seed),
            train,
            valid,
            epochs=4,
            batch_size=16,
            learning_rate=3e-3,
            device=device,
            progress=False,
        )
        scores.append(history.epochs[-1].valid_score)
    assert min(scores) > 0.8
    assert len(valid[1]) == 120
    assert max(scores) - min(scores) <= 6 / 120


SEEDS = (1, 2, 3, 4, 5, 101, 202, 303)  # the last three were not looked at while the lesson was written


@pytest.mark.parametrize("batch", recorded_but_first([32, 128]))
def test_in_mixed_precision_this_network_learns_as_well_as_in_32_bits(said, batch):
    """Eight seeds each: the middle ones differ by no more than the seeds do among themselves. Of seconds, nothing."""
    photos = said.fruit.photos(400, difficulty=0, size=32, seed=9, progress=False)
    train, valid = ((part.small(32), part.is_apple) for part in photos.split(0.7, seed=0))

    def scores(step):
        """Accuracies after as many steps in both batches, one for each seed."""
        how = {"epochs": 8 if batch == 32 else 24, "batch_size": batch, "learning_rate": 3e-3, "device": "cpu"}
        nets = [(training.apple_net(seed=seed), seed) for seed in SEEDS]
        runs = [training.fit(net, train, valid, step=step, seed=seed, progress=False, **how) for net, seed in nets]
        return np.array([run.epochs[-1].valid_score for run in runs])

    full, mixed = scores(training.step), scores(said.mixed_step)
    assert min(np.median(full), np.median(mixed)) > 0.85
    spread = np.std([*(full - full.mean()), *(mixed - mixed.mean())])
    assert abs(full.mean() - mixed.mean()) <= 3 * spread * np.sqrt(2 / len(SEEDS)) + 1 / len(valid[1])


def test_in_mixed_precision_products_have_16_bits_and_weights_32(said):
    import torch

    net = training.apple_net(seed=0)
    with torch.autocast("cpu", torch.bfloat16):
        assert net(torch.rand(2, 3, 32, 32)).dtype == torch.bfloat16
    said.mixed_step(
        net, torch.rand(2, 3, 32, 32), torch.ones(2), torch.optim.Adam(net.parameters()), torch.nn.BCEWithLogitsLoss()
    )
    assert (
        {each.dtype for each in net.parameters()} == {each.grad.dtype for each in net.parameters()} == {torch.float32}
    )


def test_a_training_that_reads_files_spends_much_of_its_time_on_reading(said):
    """Not only a tenth of it: what a GPU could make quicker is the rest."""
    read, step = quickest("read", said.jpeg.reader(64)), quickest("step", said.step_on(64, "cpu"))
    assert read > 0.25 * step
    assert said.jpeg.reader(64)().shape == (64, 3, 32, 32)


def test_a_gpu_ten_times_as_quick_at_the_step_makes_reading_and_step_1_26_times_as_quick():
    assert round((40 + 12) / (40 + 12 / 10), 2) == 1.26
    assert round(40 + 12 / 10, 1) == 41.2


def test_what_the_lesson_declares_as_work_is_what_the_log_is_checked_against(said):
    assert WORK["matrix product"](10) == {"flop": 2 * 10**3}
    assert set(said.WAYS) <= set(WORK)
    assert said.typical([9, 1, 2, 3], 1) == (statistics.median([1, 2, 3]), 1.0)
