"""How many photographs of fruit are rendered in a second of one processor, and what all cores make of it."""

from __future__ import annotations

import resource
import time

from benchmarks.figures import figure, heading
from course.data import fruit

COUNT = 400
SKETCH = 400  # objects a CPU-second: a first renderer of 176 lines, without skins, camera or difficulty dial


def cpu_seconds() -> float:
    """Processor time so far, of this process and of the ones that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def render(difficulty: float, workers: int | None, count: int = COUNT) -> tuple[float, float, int]:
    """(CPU seconds, wall seconds, objects drawn) of `count` photographs, without the cache."""
    began, cpu = time.perf_counter(), cpu_seconds()
    photos = fruit.photos(count, difficulty=difficulty, seed=99, workers=workers, cache=False, progress=False)
    return cpu_seconds() - cpu, time.perf_counter() - began, sum(map(len, photos.truth))


def main() -> None:
    """Print the figures."""
    heading(f"Rendering {COUNT} photographs of 64 x 64 pixels")
    render(0.5, 1, 20)  # warm-up: imports, textures
    for difficulty in (0.0, 0.5, 1.0):
        cpu, _, objects = render(difficulty, 1)
        figure(f"photographs in a CPU-second at difficulty {difficulty:g}", COUNT / cpu, "1/s")
        figure("  objects in a CPU-second", objects / cpu, "1/s", peer=SKETCH, of="the first sketch", more=True)
    _, alone, _ = render(0.5, 1)
    _, together, _ = render(0.5, None)
    figure("photographs in a second, one process", COUNT / alone, "1/s")
    figure(
        "photographs in a second, a process on each core, start included",
        COUNT / together,
        "1/s",
        peer=COUNT / alone,
        of="one process",
        more=True,
    )


if __name__ == "__main__":
    main()
