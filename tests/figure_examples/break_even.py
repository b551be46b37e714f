"""Break-even of a long and of a short job: with marks of every kind, and where no speed-up is enough."""

from course import figures

SLOW, DOUBLE, T4, A100 = "Standard_D2ds_v5", "Standard_D4ds_v5", "Standard_NC4as_T4_v3", "Standard_NC24ads_A100_v4"
BESIDE = {"startup": 300, "idle": 120}
MARKS = [("two threads here", DOUBLE, 1.72), ("your GPU", None, 41.3)]


def examples():
    return {
        "a training": figures.break_even(
            SLOW, [DOUBLE, T4, A100], 0.0457, times=468_750, runs=20_800, fast=T4, marks=MARKS, **BESIDE
        ),
        "too short": figures.break_even(SLOW, [T4], 900, speed_up=3, **BESIDE),
    }
