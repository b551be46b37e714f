"""Sizes: every price carries its date, its source and its place, and what retires is marked."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from course import cost
from course.errors import CourseError

NOW = date(2026, 11, 22)


def test_every_price_carries_its_date_its_source_and_its_region():
    priced = [one for one in cost.sizes().values() if one.listed]
    assert len(priced) >= 8
    for one in priced:
        assert one.price.date[-7:-3].isdigit() or one.price.date[:4].isdigit()
        assert one.price.source
        assert one.price.region == "eastus"
        assert one.per_hour > cost.Money(0)
        for part in (one.price.date, one.price.source, "eastus", "USD an hour"):
            assert part in str(one.price)


def test_the_weakest_source_says_so():
    assert "weakest" in cost.size("Standard_D4ds_v5").price.source


def test_an_hour_is_shown_with_all_its_digits():
    assert str(cost.size("Standard_D2ds_v5").price).startswith("0.113 USD an hour")
    assert str(cost.size("Standard_NV36ads_A10_v5").price).startswith("3.2 USD an hour")


def test_the_table_holds_what_the_sizes_hold():
    table = cost.table(NOW)
    assert list(table.index) == list(cost.sizes())
    for name, row in table.iterrows():
        size = cost.size(name)
        assert row["vcpus"] == size.vcpus
        if size.listed:
            assert Decimal(str(row["usd_per_hour"])) == size.per_hour.amount
    assert table.loc["Standard_ND96isr_H100_v5", "gpu"] == "8 x H100 80 GB"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Standard_NC6s_v3", "retired 2025-09-30"),
        ("Standard_NC24rs_v3", "retired 2025-09-30"),
        ("Standard_DS11_v2", "retires 2028-05-01"),
        ("Standard_DS3_v2", "retires 2028-05-01"),
        ("Standard_D2_v2", "retires 2028-05-01"),
        ("Standard_F4s_v2", "retires 2028-11-15"),
    ],
)
def test_what_retires_is_marked_whether_or_not_it_has_a_row(name, words):
    assert words in cost.retirement(name).words(NOW)


@pytest.mark.parametrize("name", ["Standard_D8s_v3", "Standard_E8s_v3", "Standard_D4ds_v4"])
def test_a_size_that_can_no_longer_be_reserved_is_not_retired(name):
    """Since 2026-07-01 Azure sells no reservations of Dv3 and Ev3; by the hour they are sold as before."""
    assert cost.retirement(name) is None


def test_nothing_that_one_can_choose_is_marked():
    assert [name for name in cost.priced(today=NOW) if cost.retirement(name)] == []
    assert "Standard_NC4as_T4_v3" in cost.priced(gpu=True)  # its name ends like a retired family's
    assert "Standard_NC4as_T4_v3" not in cost.priced(gpu=False)


def test_a_size_is_retired_from_its_day_on():
    gone = cost.retirement("Standard_F4s_v2")
    assert not gone.is_over(date(2028, 11, 14))
    assert gone.is_over(date(2028, 11, 15))


def test_a_retired_size_has_no_price_and_names_a_successor():
    with pytest.raises(cost.PriceUnknown, match=r"retired 2025-09-30[.]\nChoose Standard_NC4as_T4_v3"):
        _ = cost.size("Standard_NC6s_v3").price


def test_a_misspelt_size_gets_the_nearest_names_and_none_that_retires():
    with pytest.raises(cost.SizeUnknown, match="Did you mean Standard_NC4as_T4_v3"):
        cost.size("Standard_NC4as_T4_v2")
    with pytest.raises(cost.SizeUnknown, match="NCv3 is retired 2025-09-30") as caught:
        cost.size("Standard_NC12s_v3")
    assert "Standard_NC6s_v3" not in str(caught.value)


def test_capitals_and_the_first_word_do_not_matter():
    assert cost.size("standard_d2DS_v5") is cost.size("D2ds_v5") is cost.size("Standard_D2ds_v5")


def test_every_error_of_cost_is_one_that_a_learner_reads():
    kinds = (
        cost.SizeUnknown,
        cost.PriceUnknown,
        cost.NoneInTime,
        cost.NoLivePrices,
        cost.NotAnAmount,
        cost.CurrencyMismatch,
    )
    assert all(issubclass(kind, CourseError) for kind in kinds)


def test_importing_cost_brings_neither_torch_nor_widgets_nor_pictures():
    code = (
        "import sys, course.cost; print([m for m in ('torch', 'pandas', 'course.widgets', 'course.plots', "
        "'course.timing', 'autograder') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
