"""Do other programs keep this machine busy? Said in a sentence beside a measurement, never a grade matter.

A median stands aside from a few slow samples, not from a machine that is busy throughout: with more threads than free
cores, each call waits for its slowest thread, and then most samples are slow. Three signs give that away.
"""

from __future__ import annotations

import itertools
from operator import attrgetter

from course.timing.record import Observation, seconds

WAITS = 3.0  # median over quickest sample
FALLS = 2.0  # time of a smaller size over that of a larger one
JUMPS = 5.0  # growth of the time over growth of the work, from one size to the next
DO = "Close other programs and run the cell again."


def busy(observations: list[Observation]) -> str | None:
    """A sentence about the clearest sign that other programs disturbed these measurements, or None.

    `observations`: one workload on one device, any order. Signs: a median far above its quickest sample; a larger
    size that takes much less time; time that grows much faster than the work does.
    """
    line = sorted((one for one in observations if isinstance(one.size, int | float)), key=attrgetter("size"))
    signs = [*map(_waits, observations), *(_pair(*two) for two in itertools.pairwise(line))]
    strength, words = max(signs, key=lambda sign: sign[0], default=(0.0, ""))
    return f"This machine is busy: {words}. {DO}" if strength > 1 else None


def _waits(one: Observation) -> tuple[float, str]:
    """(strength, words): a strength above 1 is a sign."""
    at = f", size {one.size:g}" if isinstance(one.size, int | float) else ""
    quickest = min(one.samples)
    return one.median / quickest / WAITS, (
        f"for “{one.workload}”{at}, the quickest sample was {seconds(quickest)}, the median {seconds(one.median)}"
    )


def _pair(small: Observation, large: Observation) -> tuple[float, str]:
    growth = large.median / small.median
    falls = (
        1 / growth / FALLS,
        f"“{small.workload}” took {seconds(small.median)} at size {small.size:g} and only "
        f"{seconds(large.median)} at size {large.size:g}",
    )
    done, more = (next(iter(one.work.values()), 0.0) for one in (small, large))
    if not (done > 0 and more > 0):
        return falls
    jumps = (
        growth / (more / done) / JUMPS,
        f"from size {small.size:g} to {large.size:g} the work of "
        f"“{small.workload}” grew {more / done:,.0f} times and its time {growth:,.0f} times",
    )
    return max(falls, jumps)
