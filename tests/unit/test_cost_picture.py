"""The pictures of machines and of break-even, and the figure of it: all say what `course.cost` says."""

import pytest

from course import cost, figures, plots
from course.errors import CourseError
from course.plots.money import Job

SLOW, DOUBLE, T4, A100 = "Standard_D2ds_v5", "Standard_D4ds_v5", "Standard_NC4as_T4_v3", "Standard_NC24ads_A100_v4"
BESIDE = {"startup": 300, "idle": 120}


def test_the_picture_says_in_words_from_which_speed_up_on_each_machine_pays():
    picture = plots.break_even(SLOW, [T4, A100], 36000, **BESIDE)
    for name, short in ((T4, "T4"), (A100, "A100")):
        needed = cost.break_even(SLOW, name, 36000, **BESIDE)
        assert f"{short} from {needed:.3g} times as quick" in picture.description
    assert picture.png().startswith(b"\x89PNG")
    (axes,) = picture.axes
    assert "speed-up" in axes.get_xlabel()
    assert "D2ds_v5 = 1" in axes.get_ylabel()


def test_it_says_what_both_machines_cost_at_the_speed_up_that_is_looked_at():
    said = plots.break_even(SLOW, [T4], 100, times=360, runs=50, speed_up=12, **BESIDE).description
    slow, fast = cost.run(36000, SLOW, **BESIDE), cost.run(36000, T4, speed_up=12, **BESIDE)
    assert f"T4, 12 times as quick: {fast.cost * 50}. D2ds_v5: {slow.cost * 50}." in said


def test_where_no_speed_up_is_enough_the_picture_says_never():
    said = plots.break_even(SLOW, [A100], 1800, **BESIDE).description
    assert "A100 never" in said
    assert "the A100 costs more, however quick it is" in said


def test_marks_are_said_with_their_machine_or_alone():
    marks = [("supposed", T4, 8.0), ("your GPU", None, 12.0)]
    said = plots.break_even(SLOW, [T4], 36000, marks=marks).description
    assert "supposed, T4: 8 times as quick" in said
    assert "your GPU: 12 times as quick" in said


@pytest.mark.parametrize("draw", [plots.break_even, figures.break_even])
def test_without_a_faster_machine_and_for_unknown_sizes_it_says_what_to_do(draw):
    with pytest.raises(CourseError, match="Name some sizes"):
        draw(SLOW, [], 3600)
    with pytest.raises(cost.SizeUnknown, match="Did you mean"):
        draw(SLOW, ["Standard_NC4as_T4_v2"], 3600)
    with pytest.raises(cost.NotAnAmount, match="below zero"):
        draw(SLOW, [T4], -1)


def test_what_the_figure_starts_with_is_a_stop_of_its_controls_to_the_last_digit():
    made = figures.break_even(SLOW, [DOUBLE, T4], 0.0457, times=468_750, speed_up=7.913, fast=T4, **BESIDE)
    for name in ("hours", "speed_up", "startup", "idle"):
        assert made.data[name] in made.data["stops"][name]
    assert made.data["hours"] * 3600 == pytest.approx(0.0457 * 468_750)
    assert made.data["machines"][made.data["fast"]]["name"] == T4


def test_a_job_counts_as_course_cost_does():
    job = Job(SLOW, (T4,), 36000, **BESIDE, runs=3)
    assert job.money(T4, 8) == cost.run(36000, T4, speed_up=8, **BESIDE).cost * 3
    assert job.needed(T4) == float(cost.break_even(SLOW, T4, 36000, **BESIDE))


def test_machines_side_by_side_say_processors_memory_gpu_and_price():
    said = plots.machines(SLOW, "Standard_ND96isr_H100_v5").description
    assert "D2ds_v5: 2 vCPUs, 8 GiB, no GPU, 0.113 USD an hour" in said
    assert "8 x H100: 96 vCPUs, 1900 GiB, 8 GPUs with 80 GB, 98.32 USD an hour" in said
    with pytest.raises(CourseError, match="no machine to draw"):
        plots.machines()
