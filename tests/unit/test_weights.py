"""The weights are physics plus noise, and the noise floor is the floor."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LinearRegression

from course.data import weights


def rmse(guess, truth):
    return float(np.sqrt(np.mean((np.asarray(guess) - np.asarray(truth)) ** 2)))


def error_of_line(feature, apples, fresh):
    """RMSE on fresh apples of a straight line on one feature, in grams."""
    line = LinearRegression().fit(feature(apples).to_frame().to_numpy(), apples["weight_g"])
    return rmse(line.predict(feature(fresh).to_frame().to_numpy()), fresh["weight_g"])


@pytest.fixture(scope="module")
def many():
    return weights.load(200_000, seed=77)


def test_the_same_seed_gives_the_same_apples_and_another_seed_others():
    assert weights.load(50, seed=3).equals(weights.load(50, seed=3))
    assert not weights.load(50, seed=3).equals(weights.load(50, seed=4))


def test_asking_for_more_apples_keeps_the_first_ones():
    assert weights.load(400, seed=1).head(60).equals(weights.load(60, seed=1))


def test_a_variety_can_be_chosen_and_otherwise_all_come():
    assert set(weights.load(30, variety="green")["variety"]) == {"green"}
    assert set(weights.load(100)["variety"]) == set(weights.VARIETIES)


def test_the_measurements_are_plausible_apples():
    table = weights.load(400)
    assert list(table.columns) == ["diameter_mm", "height_mm", "variety", "weight_g"]
    assert table["diameter_mm"].between(35, 115).all()
    assert table["weight_g"].between(10, 500).all()
    assert (table["height_mm"] < table["diameter_mm"]).mean() > 0.9  # flatter than a ball


@pytest.mark.parametrize("height", [True, False])
def test_the_best_guess_has_exactly_the_error_of_the_noise_floor(many, height):
    # 200,000 squared errors: the standard error of the RMSE is about 0.2 %
    assert rmse(weights.best_guess(many, height=height), many["weight_g"]) == pytest.approx(
        weights.noise_floor(height=height), rel=0.01
    )


@pytest.mark.parametrize("variety", weights.VARIETIES)
def test_each_variety_has_its_own_floor(variety):
    apples = weights.load(60_000, seed=8, variety=variety)
    assert rmse(weights.best_guess(apples), apples["weight_g"]) == pytest.approx(
        weights.noise_floor(variety=variety), rel=0.02
    )


def test_the_best_guess_cannot_be_corrected(many):
    """Nothing in the table tells in which direction the best guess is wrong."""
    left_over = many["weight_g"].to_numpy() - weights.best_guess(many)
    for column in (many["diameter_mm"], many["height_mm"], many["diameter_mm"] ** 2 * many["height_mm"]):
        assert abs(np.corrcoef(left_over, column)[0, 1]) < 0.01
    assert abs(left_over.mean()) < 0.05


@pytest.mark.parametrize("seed", range(5))
def test_no_fitted_model_beats_the_floor(seed, many):
    apples = weights.load(2_000, seed=seed)
    columns = ["diameter_mm", "height_mm"]
    trees = HistGradientBoostingRegressor(max_iter=60, random_state=seed)
    trees.fit(apples[columns], apples["weight_g"])
    fresh = many.head(50_000)
    assert rmse(trees.predict(fresh[columns]), fresh["weight_g"]) > weights.NOISE_FLOOR_G
    line = error_of_line(lambda t: t["diameter_mm"] ** 2 * t["height_mm"], apples, many)
    assert line > weights.NOISE_FLOOR_G * 0.997  # 0.3 % is the sampling error of the 200,000


@pytest.mark.parametrize("seed", range(5))
def test_the_right_feature_comes_close_to_the_floor_and_a_line_on_the_diameter_does_not(seed, many):
    apples = weights.load(300, seed=seed)
    line = error_of_line(lambda t: t["diameter_mm"], apples, many)
    cube = error_of_line(lambda t: t["diameter_mm"] ** 3, apples, many)
    volume = error_of_line(lambda t: t["diameter_mm"] ** 2 * t["height_mm"], apples, many)
    assert volume < 1.03 * weights.NOISE_FLOOR_G
    assert volume < 0.65 * cube
    assert cube < 0.8 * line
    assert line > 2 * weights.NOISE_FLOOR_G


def test_what_a_straight_line_leaves_over_is_a_curve(many):
    """Small and large apples are heavier than the line says, those in the middle lighter."""
    diameter = many[["diameter_mm"]].to_numpy()
    left_over = many["weight_g"] - LinearRegression().fit(diameter, many["weight_g"]).predict(diameter)
    low, high = np.quantile(diameter, [0.1, 0.9])
    ends = (diameter[:, 0] < low) | (diameter[:, 0] > high)
    middle = abs(diameter[:, 0] - np.median(diameter)) < 3
    assert left_over[ends].mean() > 5
    assert left_over[middle].mean() < -3


@pytest.mark.parametrize(
    ("order", "says"),
    [({"count": 0}, "0 apples"), ({"count": 2.5}, "2.5 apples"), ({"variety": "blue"}, "red, green, yellow, striped")],
)
def test_an_order_that_cannot_be_met_says_what_can(order, says):
    with pytest.raises(weights.BadOrder, match=says):
        weights.load(**order)
