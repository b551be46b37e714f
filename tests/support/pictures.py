"""Every static picture of the course, drawn from data like those of the lessons: for tests that look at all of them."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
from figure_examples.spoken_words import new_voice, person, unknown

from course import plots, training
from course.data import gate
from course.timing import Observation

SLOW, T4, A100 = "Standard_D2ds_v5", "Standard_NC4as_T4_v3", "Standard_NC24ads_A100_v4"


def seen(size: float, seconds: float, device: str = "cpu", **more) -> Observation:
    """An observation of so many seconds, with samples around them."""
    samples = [seconds * factor for factor in (0.8, 0.95, 1.0, 1.1, 1.3)]
    work = more.get("work", {})
    name = "AMD EPYC 7763 64-Core Processor" if device == "cpu" else "NVIDIA T4"
    return Observation("w", work, size, device, name, 2, 2, {}, samples, seconds, 1, 1e-9, 1.0, 1.0, 2.0)


def history(epochs: int = 15) -> training.History:
    made = training.History(epochs)
    for i in range(epochs):
        fit, new = np.exp(-i / 4), np.exp(-i / 4) + 0.012 * max(0, i - 6) ** 2
        made.epochs.append(training.Epoch(i + 1, 0.5, 0.68 * fit, 0.1 + 0.6 * new, 1 - 0.45 * fit, 0.93 - 0.38 * fit))
        made.guesses.append(np.linspace(0.1, 0.9, 12).tolist())
    return made


@cache
def gate_photos():
    return gate.load(60, seed=1)


def race():
    sizes = (100, 1_000, 10_000, 100_000, 1_000_000)
    loop = [seen(n, 1e-7 * n) for n in sizes]
    lines = {"a loop": loop, "one call": [seen(n, 3e-5 + 1e-9 * n) for n in sizes]}
    return plots.race({**lines, "converted first": [seen(n, 5e-5 + 4e-8 * n) for n in sizes]}, 1_000)


def crossover():
    line = [seen(rows, 2e-5 + 2e-11 * rows**3, work={"flop": 2.0 * rows**3}) for rows in (32, 128, 512, 2048)]
    return plots.crossover(line, reference=[seen(rows, 9e-5 + 4e-13 * rows**3, "gpu") for rows in (32, 128, 512, 2048)])


def approaches():
    names = {"measured features": (0.97, 0.70, 1.4), "pixels 16 x 16": (0.75, 0.55, 0.05), "network": (0.95, 0.85, 12)}
    rows = [
        (dial, name, easy + (hard - easy) * dial, seconds)
        for name, (easy, hard, seconds) in names.items()
        for dial in (0, 0.25, 0.5, 0.75, 1)
    ]
    return plots.approaches(pd.DataFrame(rows, columns=["dial", "approach", "accuracy", "seconds"]))


def residuals():
    random = np.random.default_rng(1)
    wide = random.normal(75, 6, 300)
    return plots.residuals(wide, 0.03 * (wide - 75) ** 2 - 1 + random.normal(0, 6, 300))


def walks():
    random = np.random.default_rng(1)
    x = random.normal(size=200)
    y = 40 * x + 170 + random.normal(0, 5, 200)

    def walk(rate, noise, steps):
        at, trail = np.array([-20.0, 60.0]), []
        for _ in range(steps):
            trail.append(tuple(at))
            at = at + rate * (np.array([40.0, 170.0]) - at) + random.normal(0, noise, 2)
        return trail

    return plots.walks(
        x, y, {"400 at once": walk(0.4, 0, 6), "batches of 40": walk(0.3, 1, 50), "1": walk(0.2, 6, 900)}
    )


def loss_surface():
    slopes, intercepts = np.linspace(-20, 80, 41), np.linspace(60, 260, 41)
    losses = (slopes[None] - 40) ** 2 + (intercepts[:, None] - 170) ** 2 + 33
    return plots.loss_surface(slopes, intercepts, losses, [(-10, 80), (20, 140), (33, 160)], unit="g²")


def every_picture() -> dict:
    """Name -> a function that draws it."""
    sizes = (1, 4, 16, 64, 256)
    photos, table = gate_photos()
    chance = np.clip(
        np.where(photos.is_apple == 1, 0.8, 0.2) + np.random.default_rng(0).normal(0, 0.25, len(photos)), 0, 1
    )
    readings = 0.004 + 0.0005 * np.random.default_rng(0).random((2, 60)) ** 4
    readings[0, 0], readings[1, ::7] = 0.03, 0.02
    guess = SimpleNamespace(value=1.0)
    product = SimpleNamespace(samples=[0.048, 0.05, 0.052, 0.06], median=0.051, prediction=guess)
    marks = [("supposed", T4, 8.0), ("your GPU, borrowed", None, 12.0)]
    return {
        "approach": lambda: plots.approach({"0.1": [30, 9.0, 5.8], "0.01": [90, 60, 40], "1.1": [80, 200, 900]}, 5.7),
        "approaches": approaches,
        "break_even": lambda: plots.break_even(SLOW, [T4, A100], 36000, startup=300, idle=120, marks=marks),
        "confusion": lambda: plots.confusion([[90, 12], [3, 95]], None),
        "crossover": crossover,
        "crossover alone": lambda: plots.crossover([seen(rows, 1e-11 * rows**3) for rows in (32, 128, 512)]),
        "curves": lambda: plots.curves(history()),
        "errors": lambda: plots.errors({"mean": 29.6, "line": 8.1, "volume": 5.9, "network": 5.8}, floor=5.6),
        "errors of splits": lambda: plots.errors({"mean": [70.4, 76.5], "line": [56.1, 53.9, 50.0]}, unit="points"),
        "fruit_scatter": lambda: plots.fruit_scatter(photos, table),
        "fruit_scatter with a rule": lambda: plots.fruit_scatter(photos, table, rule=lambda t: t["redness"] > 0.15),
        "machines": lambda: plots.machines(SLOW, T4, A100, "Standard_ND96isr_H100_v5"),
        "line_up": lambda: plots.line_up(photos, chance, 0.7),
        "loss_surface": loss_surface,
        "paid_week": lambda: plots.paid_week(T4),
        "paid_week left on": lambda: plots.paid_week(T4, begin=9, end=17, idle=960),
        "photo_grid": lambda: plots.photo_grid(photos[:12], message="What the camera of the gate sees"),
        "race": race,
        "readings": lambda: plots.readings(
            {"alone": readings[0].tolist(), "with noisy neighbours": readings[1].tolist()}
        ),
        "residuals": residuals,
        "saliency": lambda: plots.saliency(photos[:6], np.random.default_rng(0).random((6, *photos.images.shape[1:3]))),
        "spoken_words": lambda: plots.spoken_words([new_voice()]),
        "spoken_words up to a time": lambda: plots.spoken_words([unknown(), person()], 1, "before", 1.4),
        "spoken_words that nobody knows": lambda: plots.spoken_words([unknown()]),
        "staircase": lambda: plots.staircase([seen(n, 1e-3 + n * 2e-4) for n in sizes], enough=64),
        "staircase of two": lambda: plots.staircase(
            [seen(n, 1e-3 + n * 2e-4) for n in sizes] + [seen(n, 3e-3 + n * 2e-5, "gpu") for n in sizes], enough=16
        ),
        "time_ruler": lambda: plots.time_ruler(product),
        "walks": walks,
        "watched": lambda: plots.watched(history(), photos[:12]),
    }
