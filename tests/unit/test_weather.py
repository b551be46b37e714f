"""Four years of real weather, and what is said of a file that no forecast can be learned from."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from course.data import weather


def test_seattle_has_a_row_for_every_day_of_four_years_in_the_units_that_it_says():
    days = weather.load()
    assert list(days.columns) == list(weather.COLUMNS)
    assert days.index.equals(pd.date_range("2012-01-01", "2015-12-31", name="date"))
    assert len(days) == 1461
    assert (days["low_c"] <= days["high_c"]).all()
    assert days["high_c"].between(-2, 36).all()
    assert days["rain_mm"].between(0, 56).all()
    assert days["wind_ms"].between(0, 10).all()
    july, january = (days[days.index.month == month]["high_c"].mean() for month in (7, 1))
    assert 25 < july < 28
    assert 6 < january < 10


def test_each_call_gives_a_table_of_its_own():
    spoilt = weather.load()
    spoilt["high_c"] = 0.0
    assert weather.load()["high_c"].max() > 30


def test_the_calendar_goes_round_and_new_year_lies_beside_new_years_eve():
    waves = weather.calendar(weather.load().index)
    assert waves.shape == (1461, 4)
    assert waves.abs().max().max() <= 1
    step = np.linalg.norm(waves.diff().dropna(), axis=1)
    assert step.max() < 0.06
    assert np.linalg.norm(waves.loc["2013-01-01"] - waves.loc["2013-07-02"]) > 1.9


def own(**changes) -> pd.DataFrame:
    days = weather.load()[:60].reset_index()
    return days.assign(**changes)


@pytest.fixture
def station(tmp_path):
    def write(table: pd.DataFrame):
        file = tmp_path / "station.csv"
        table.to_csv(file, index=False)
        return file

    return write


def test_a_file_of_ones_own_is_read_in_any_order_with_columns_that_nobody_asked_for(station):
    table = own(keeper="Ada").sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(weather.load(station(table)), weather.load()[:60], check_freq=False)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda t: t.drop(index=[10, 11, 40]), "3 days are missing, the first of them 2012-01-11"),
        (lambda t: pd.concat([t, t[5:6]]), "2012-01-06 stands there twice"),
        (lambda t: t.drop(columns="low_c"), "has no column low_c; it has date, high_c"),
        (lambda t: t.assign(date=["yesterday", *t["date"].astype(str)[1:]]), "Line 2 of station.csv has 'yesterday'"),
        (lambda t: t.assign(rain_mm=["a trace", *t["rain_mm"][1:]]), "rain_mm of 2012-01-01 is no number"),
        (lambda t: t.assign(wind_ms=[*t["wind_ms"][:-1], np.inf]), "wind_ms of 2012-02-29 is no number"),
        (lambda t: t.rename(columns={"high_c": "low_c", "low_c": "high_c"}), "low_c is above high_c"),
        (lambda t: t[:0], "not one day"),
    ],
)
def test_a_file_with_a_fault_gets_a_sentence_that_names_it(spoil, says, station):
    with pytest.raises(weather.BadWeather, match=says):
        weather.load(station(spoil(own())))


def test_a_file_that_is_not_there_or_no_csv_gets_a_sentence(tmp_path):
    with pytest.raises(weather.BadWeather, match="There is no file"):
        weather.load(tmp_path / "nowhere.csv")
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\xff\xfe\x00")
    with pytest.raises(weather.BadWeather, match=r"picture\.csv cannot be read as a CSV"):
        weather.load(picture)
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(weather.BadWeather, match=r"empty\.csv cannot be read as a CSV"):
        weather.load(empty)
    with pytest.raises(weather.BadWeather, match="cannot be read as a CSV"):
        weather.load(tmp_path)


def test_importing_the_module_imports_neither_pandas_nor_the_package_with_the_data():
    code = "import sys, course.data.weather\nprint({'torch', 'sklearn', 'pandas', 'vega_datasets'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
