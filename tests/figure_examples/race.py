"""The race of three ways, with a crossover and a prediction; of machines, one recorded or calculated; an empty lane."""

import numpy as np

from course import figures
from course.timing import Observation, Reference, roofline

NUMBERS = (1, 4, 16, 64, 256, 1024, 4096, 16384)


def seen(size, seconds, device="cpu", work=None):
    samples = list(seconds * np.exp(np.random.default_rng(int(size)).normal(0, 0.06, 20)))
    return Observation("w", work or {}, size, device, device, 2, 1, {}, samples, seconds, 1, 1e-9, 1.0, 1.0, 2.0)


def ways():
    """Three ways to add up squares, of made-up but lifelike times."""
    return {
        "a loop by hand": [seen(n, 4e-7 + 5e-8 * n) for n in NUMBERS],
        "one call": [seen(n, 2.8e-6 + 1e-10 * n) for n in NUMBERS],
        "converted first": [seen(n, 6e-6 + 3.5e-8 * n) for n in NUMBERS],
    }


def machines():
    """A CPU from 8 to 2,048 rows, and a made-up recording that also has larger ones."""
    cpu = [seen(n, 3e-6 + 2.2e-11 * n**3) for n in (8, 32, 128, 512, 1024, 2048)]
    gpu = [seen(n, 2e-5 + 1e-13 * n**3, "gpu") for n in (8, 128, 512, 2048, 8192)]
    recorded = Reference("matrix product", "Example GPU 9", "2026-01-31", {}, "a test made it up", gpu)
    return {"CPU": cpu, "GPU": recorded}


def calculated():
    """One core, two, and what a data sheet promises: nobody has a GPU."""
    sizes = (8, 32, 128, 512, 1024, 2048)
    work = {n: {"flop": 2.0 * n**3, "bytes": 12.0 * n**2} for n in sizes}
    one = [seen(n, 3e-6 + 2.2e-11 * n**3, work=work[n]) for n in sizes]
    two = [seen(n, 2e-5 + 1.3e-11 * n**3, work=work[n]) for n in sizes]
    return {"one core": one, "2 cores": two, "T4, calculated": roofline("T4", one), "GPU": None}


def examples():
    return {
        "three ways": figures.race(ways(), 64, predicted=1000, size=16),
        "a recorded machine": figures.race(machines(), 512, unit="rows", predicted=1e6),
        "a calculated lane": figures.race(calculated(), 512, unit="rows"),
        "an empty lane": figures.race({**machines(), "GPU": None}, unit="rows"),
    }
