"""What the text of lesson 03 says, shown with the lesson's own cells on several years, split dates and seeds."""

from __future__ import annotations

import re
import warnings

import numpy as np
import pandas as pd
import pytest
import torch
from support.record import recorded_but_first
from torch import nn

from autograder.authoring import lesson as lessons
from course.plots import leak

SEEDS = range(11)  # the lesson was written looking at 0 to 7
YEARS = (2013, 2014, 2015)
AHEAD = (1, 3, 7)
STARTS = pd.date_range("2013-01-01", "2015-01-01", freq="MS")  # of 25 test years, each 365 days long
WITH_A_YEAR_ASIDE = [start for start in STARTS if start >= pd.Timestamp("2013-09-01")]
CELLS = (
    "def mae",
    "def split",
    "def season",
    "def lags",
    "def table_for",
    "def misses",
    "def network_error",
    "trees = ",
    "def warn",
)


@pytest.fixture(scope="module")
def cells() -> dict:
    """The functions and models of the lesson, as its cells define them."""
    lesson = lessons.read(lessons.SOLUTIONS / "03-how-warm-tomorrow.py")
    sources = [cell.source for cell in lesson.notebook.cells if cell.cell_type == "code"]
    found: dict = {}
    exec(next(source for source in sources if "import numpy" in source), found)
    for start in CELLS:
        source = next(source for source in sources if start in source)
        # definitions and models, without the lines that run and print after them
        exec(re.split(r"\n(?:off|table|numbered|past, test) = ", source)[0], found)
    return found


@pytest.fixture(scope="module")
def tables(cells) -> dict:
    """For each number of days ahead the table that the lesson's models learn from."""
    return {ahead: cells["table_for"](ahead) for ahead in AHEAD}


def splits(cells, table, ahead, starts):
    return [cells["split"](table, pd.Timestamp(start), ahead) for start in starts]


def new_years(years=YEARS):
    return [pd.Timestamp(year, 1, 1) for year in years]


# -- the leak ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", recorded_but_first(SEEDS))
def test_the_day_number_alone_promises_two_degrees_whichever_rows_are_held_back(seed, cells):
    from sklearn.model_selection import train_test_split
    from sklearn.neighbors import KNeighborsRegressor

    numbered = cells["days"].assign(number=range(1461))
    known, new = train_test_split(numbered, test_size=365, random_state=seed)
    nearest = KNeighborsRegressor(3).fit(known[["number"]], known["high_c"])
    assert 1.75 < cells["mae"](nearest.predict(new[["number"]]), new["high_c"]) < 2.25


def test_by_time_it_is_thirteen_degrees_off_in_2015_and_far_worse_than_promised_for_every_split_date(cells):
    errors = {start: [one.error for one in leak.judged(cells["days"]["high_c"], start)] for start in STARTS}
    shuffled, by_time = errors[pd.Timestamp("2015-01-01")]
    assert (round(shuffled, 1), round(by_time)) == (2.0, 13)
    assert min(late / early for early, late in errors.values()) > 2


@pytest.mark.parametrize("start", STARTS)
def test_by_time_the_forecast_is_one_flat_line(start, cells):
    _, by_time = leak.judged(cells["days"]["high_c"], start)
    assert np.ptp(by_time.guesses) == 0


@pytest.mark.parametrize("year", YEARS)
def test_the_leak_of_ridge_is_too_small_to_see(year, cells, tables):
    from sklearn.model_selection import train_test_split

    table = tables[1]
    ((past, test),) = splits(cells, table, 1, new_years([year]))
    by_time = cells["misses"](cells["ridge"], past, test).mean()
    both = pd.concat([past, test])
    shuffled = [
        cells["misses"](cells["ridge"], *train_test_split(both, test_size=365, random_state=seed)).mean()
        for seed in SEEDS
    ]
    assert abs(np.mean(shuffled) - by_time) < 0.1
    assert np.std(shuffled) < 0.15  # which rows are held back changes more than the leak does


# -- without a model ---------------------------------------------------------------------------------------------------


def test_as_today_wins_for_tomorrow_and_as_usual_from_the_third_day_on(cells):
    high = cells["days"]["high_c"]
    for start in STARTS:
        past, test = cells["split"](high, start, 1)
        usual = cells["mae"](cells["season"](past, test.index), test)
        naive = {ahead: cells["mae"](high.shift(ahead)[test.index], test) for ahead in (1, 2, 3, 5, 7, 10, 14)}
        assert naive[1] < 0.85 * usual, start
        assert min(error for ahead, error in naive.items() if ahead > 2) > usual, start


# -- line, trees, network ----------------------------------------------------------------------------------------------


def mean_error(cells, tables, error) -> dict[int, float]:
    """Mean of the three test years for each number of days ahead; `error(past, test)` gives that of one."""
    return {
        ahead: float(np.mean([error(*pair) for pair in splits(cells, tables[ahead], ahead, new_years())]))
        for ahead in AHEAD
    }


@pytest.fixture(scope="module")
def ridge(cells, tables) -> dict[int, float]:
    return mean_error(cells, tables, lambda past, test: cells["misses"](cells["ridge"], past, test).mean())


def test_ridge_beats_both_forecasts_without_a_model_and_the_trees_at_every_distance(cells, tables, ridge):
    from sklearn.ensemble import ExtraTreesRegressor, HistGradientBoostingRegressor

    high = cells["days"]["high_c"]
    rivals = {
        "as today": lambda past, test: cells["mae"](high.shift(1)[test.index], test["truth"]),
        "as usual": lambda past, test: cells["mae"](cells["season"](high[: past.index[-1]], test.index), test["truth"]),
        "trees": lambda past, test: cells["misses"](cells["trees"], past, test).mean(),
    }
    others = {
        "stumps": HistGradientBoostingRegressor(max_iter=300, learning_rate=0.03, max_leaf_nodes=2, random_state=0),
        "for the mean absolute error": HistGradientBoostingRegressor(
            loss="absolute_error", max_iter=150, learning_rate=0.05, max_leaf_nodes=4, random_state=0
        ),
        "by heart": HistGradientBoostingRegressor(random_state=0),
        "forest": ExtraTreesRegressor(100, min_samples_leaf=5, max_features=0.6, random_state=0),
    }
    for name, model in others.items():
        rivals[name] = lambda past, test, model=model: cells["misses"](model, past, test).mean()
    for name, error in rivals.items():
        if name == "as today":  # which is best for tomorrow
            assert ridge[1] < error(*splits(cells, tables[1], 1, new_years([2014]))[0])
            continue
        found = mean_error(cells, tables, error)
        assert all(ridge[ahead] < found[ahead] for ahead in AHEAD), (name, found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", recorded_but_first(SEEDS))
def test_the_network_does_not_beat_ridge_over_years_and_distances(seed, cells, tables, ridge):
    network = mean_error(cells, tables, lambda past, test: cells["network_error"](past, test, seed=seed))
    print({ahead: round(error, 3) for ahead, error in network.items()})
    assert np.mean(list(network.values())) > np.mean(list(ridge.values()))
    assert all(network[ahead] < 1.08 * ridge[ahead] for ahead in AHEAD)  # and it is no straw man


def layers(width: int, drop: float, deep: bool = False) -> nn.Sequential:
    inner = [nn.Linear(width, width), nn.ReLU(), nn.Dropout(drop)] if deep else []
    return nn.Sequential(nn.Linear(27, width), nn.ReLU(), nn.Dropout(drop), *inner, nn.Linear(width, 1))


class Recurrent(nn.Module):
    """A GRU over the last 14 days of warmth, and the other columns beside what it made of them."""

    def __init__(self):
        super().__init__()
        self.days = nn.GRU(1, 16, batch_first=True)
        self.last = nn.Sequential(nn.Dropout(0.2), nn.Linear(16 + 13, 1))

    def forward(self, x):
        _, state = self.days(x[:, :14].flip(1)[:, :, None])
        return self.last(torch.cat([state[0], x[:, 14:]], 1))


# name -> network, epochs, learning rate, weight decay, loss, seeds
OTHERS = {
    "two layers": (lambda: layers(64, 0.3, deep=True), 20, 3e-3, 1.0, nn.functional.mse_loss, 8),
    "wide": (lambda: layers(128, 0.5), 20, 3e-3, 1.0, nn.functional.mse_loss, 8),
    "slow": (lambda: layers(32, 0.2), 100, 5e-4, 0.3, nn.functional.mse_loss, 8),
    "for the mean absolute error": (lambda: layers(32, 0.2), 30, 3e-3, 1.0, nn.functional.l1_loss, 8),
    "recurrent": (Recurrent, 30, 3e-3, 0.3, nn.functional.mse_loss, 3),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", recorded_but_first(OTHERS))
def test_no_other_network_beats_ridge_over_years_and_distances(name, cells, tables, ridge):
    make, epochs, rate, decay, loss, seeds = OTHERS[name]

    def error(past, test, seed):
        from sklearn.preprocessing import StandardScaler

        scale, truth = StandardScaler().fit(past.drop(columns="truth")), past["truth"]
        x = torch.tensor(scale.transform(past.drop(columns="truth")), dtype=torch.float32)
        y = torch.tensor(((truth - truth.mean()) / truth.std()).tolist())
        torch.manual_seed(seed)
        net = make()
        walk = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=decay)
        for _ in range(epochs):
            for batch in torch.randperm(len(x)).split(64):
                walk.zero_grad()
                loss(net(x[batch]), y[batch, None]).backward()
                walk.step()
        new = torch.tensor(scale.transform(test.drop(columns="truth")), dtype=torch.float32)
        guess = net.eval()(new).detach().numpy()[:, 0] * truth.std() + truth.mean()
        return cells["mae"](guess, test["truth"])

    for seed in range(seeds):
        found = mean_error(cells, tables, lambda past, test, seed=seed: error(past, test, seed))
        print(seed, {ahead: round(one, 3) for ahead, one in found.items()})
        assert np.mean(list(found.values())) > np.mean(list(ridge.values())), (name, seed, found)


def test_the_network_has_27_inputs_and_32_hidden_numbers(cells, tables):
    made = []
    with pytest.MonkeyPatch.context() as patch:
        real = nn.Sequential
        patch.setattr(cells["nn"], "Sequential", lambda *inside: made.append(real(*inside)) or made[-1])
        cells["network_error"](tables[1][:40], tables[1][:40])
    (net,) = made
    assert [part.weight.shape for part in net if hasattr(part, "weight")] == [(32, 27), (1, 32)]


# -- why ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def beyond(cells) -> pd.Series:
    high = cells["days"]["high_c"]
    return high - cells["season"](high, high.index)


def test_two_thirds_of_what_today_is_above_the_usual_are_left_tomorrow(beyond):
    today = beyond.shift(1)[1:]
    for year in (None, 2012, *YEARS):
        rows = slice(None) if year is None else today.index.year == year
        slope, _ = np.polyfit(today[rows], beyond[1:][rows], 1)
        assert 0.58 < slope < 0.72, year


@pytest.mark.parametrize("year", YEARS)
def test_a_curve_would_not_help(year, beyond):
    today, tomorrow = beyond.shift(1)[1:], beyond[1:]
    past, test = today.index.year < year, today.index.year == year
    off = [
        np.abs(np.polyval(np.polyfit(today[past], tomorrow[past], power), today[test]) - tomorrow[test]).mean()
        for power in (1, 3)
    ]
    assert off[1] > off[0] - 0.02


# -- the width ---------------------------------------------------------------------------------------------------------


def kept(cells, table, start, model) -> tuple[float, float, pd.Series]:
    """Share of the test year inside the width from learned days and from a year aside, and where the latter holds."""
    past, test = cells["split"](table, start, 1)
    earlier, aside = cells["split"](past, start - pd.Timedelta(days=365), 1)
    assert len(aside) == 365
    learned = cells["misses"](model, past, past).quantile(0.9)
    unseen = cells["misses"](model, earlier, aside).quantile(0.9)
    new = cells["misses"](model, past, test)
    return (new <= learned).mean(), (new <= unseen).mean(), new <= unseen


@pytest.mark.parametrize("start", WITH_A_YEAR_ASIDE)
def test_a_width_from_a_year_aside_keeps_its_promise_and_one_from_days_learned_by_heart_does_not(start, cells, tables):
    from sklearn.ensemble import HistGradientBoostingRegressor

    learned, unseen, _ = kept(cells, tables[1], start, HistGradientBoostingRegressor(random_state=0))
    assert 0.85 < unseen < 0.95
    assert 0.2 < learned < 0.4
    _, unseen, holds = kept(cells, tables[1], start, cells["ridge"])
    assert 0.85 < unseen < 0.95
    season = holds.groupby(holds.index.month).mean()
    assert season[[6, 7, 8]].mean() < season[[12, 1, 2]].mean()


# -- the warning -------------------------------------------------------------------------------------------------------


def chances(cells, table, start):
    """(chance, frost, whether there was frost the night before) of the nights of a test year."""
    from sklearn.linear_model import LogisticRegression

    low = cells["days"]["low_c"]
    past, test = cells["split"](table.assign(truth=low <= 2), start, 1)
    model = cells["make_pipeline"](cells["StandardScaler"](), LogisticRegression(C=0.3, max_iter=1000))
    model.fit(past.drop(columns="truth"), past["truth"])
    after = (low.shift(1) <= 2)[test.index]
    return model.predict_proba(test.drop(columns="truth"))[:, 1], test["truth"].to_numpy(), after.to_numpy()


@pytest.mark.parametrize("start", STARTS)
def test_the_price_sets_a_threshold_that_beats_one_half_and_every_rule_without_a_model(start, cells, tables):
    chance, frost, after = chances(cells, tables[1], start)

    def bill(warned):
        return cells["bill"](frost, warned, 1, 10)

    rule = bill(cells["warn"](chance, 1, 10))
    assert rule < 0.8 * min(bill(chance > 0.5), bill(after))
    assert rule < 0.5 * min(bill(np.zeros(365, dtype=bool)), bill(np.ones(365, dtype=bool)))


def test_up_to_a_price_of_ten_the_rule_is_near_the_lowest_bill_and_beyond_it_protects_too_often(cells, tables):
    years = [chances(cells, tables[1], start) for start in new_years()]
    chance, frost = (np.concatenate([year[part] for year in years]) for part in (0, 1))
    tried = np.geomspace(0.01, 1, 400)
    for lost, most, at_least in ((2, 1.1, 1), (3, 1.1, 1), (5, 1.1, 1), (10, 1.1, 1), (30, 1.5, 1.2), (40, 1.5, 1.2)):
        lowest = min(cells["bill"](frost, chance > threshold, 1, lost) for threshold in tried)
        assert at_least * lowest <= cells["bill"](frost, cells["warn"](chance, 1, lost), 1, lost) < most * lowest
    assert not frost[chance < 0.06].any()
    assert (chance > 0.02).sum() - (chance > 0.06).sum() > 100  # many nights, and more frosts were announced than none
    assert chance[(chance > 0.02) & (chance < 0.06)].sum() > 4


def test_april_and_may_have_too_few_frosts_to_learn_from(cells):
    low = cells["days"]["low_c"]
    blossom = low[low.index.month.isin([4, 5])] <= 2
    assert blossom.groupby(blossom.index.year).sum().max() <= 5


def test_no_cell_of_the_lesson_warns(cells):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cells["season"](cells["days"]["high_c"], cells["days"].index[:3])
        cells["table_for"](2)
