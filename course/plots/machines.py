"""Machines to rent, side by side: processors, memory and GPU, drawn to one scale, and what an hour costs."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from course import cost
from course.errors import CourseError
from course.plots.card import COLOURS, INKS, Picture, card, described
from course.plots.money import short

WIDE = 12  # vCPUs side by side


def machines(*names: str, message: str = "Machines to rent, and what an hour costs") -> Picture:
    """A machine for each name of a size: a square for each vCPU, a bar of memory, a block for its GPUs.

    Areas are to one scale for all machines: a bar twice as long is twice the memory.
    """
    if not names:
        raise CourseError("There is no machine to draw.", do='Name some sizes: plots.machines("Standard_D2ds_v5").')
    sizes = [cost.size(name) for name in names]
    most, rows = max(size.memory_gib for size in sizes), max(-(-size.vcpus // WIDE) for size in sizes)
    figure, row = card(1, len(sizes), height=2.3 + 0.16 * rows, squeeze=False)
    for axes, size in zip(row[0], sizes, strict=True):
        axes.axis("off")
        axes.set(xlim=(-0.1, WIDE + 0.1), ylim=(rows + 10.4, -0.5), title=short(size.name))
        for core in range(size.vcpus):
            _block(axes, core % WIDE, core // WIDE, 0.75, 0.75, COLOURS["blue"])
        _block(axes, 0, rows + 2, max(0.06, WIDE * size.memory_gib / most), 0.8, COLOURS["green"])
        if size.gpus:
            memory = WIDE * size.gpus * size.gpu_memory_gb / most
            _block(axes, 0, rows + 5, memory, 0.8, COLOURS["orange"])
        for place, words, colour in (
            (rows + 0.7, f"{size.vcpus} vCPUs", "blue"),
            (rows + 3.7, f"{size.memory_gib} GiB memory", "green"),
            (rows + 6.7, _gpu(size), "orange" if size.gpus else "grey"),
        ):
            axes.text(0, place, words, color=INKS[colour], va="center")
        price = f"{size.per_hour.amount.normalize():f} {size.per_hour.currency}"
        axes.text(0, rows + 9.4, price, fontsize=13, fontweight="bold", va="center")
    figure.suptitle(message, x=0.01, ha="left", fontsize=11, fontweight="bold")
    said = (
        f"{short(one.name)}: {one.vcpus} vCPUs, {one.memory_gib} GiB, {_gpu(one)}, {one.per_hour.amount.normalize():f} "
        f"{one.per_hour.currency} an hour"
        for one in sizes
    )
    return described(figure, f"{message}. {'; '.join(said)}.")


def _gpu(size: cost.Size) -> str:
    if not size.gpus:
        return "no GPU"
    return f"{f'{size.gpus} GPUs' if size.gpus > 1 else 'GPU'} with {size.gpu_memory_gb} GB"


def _block(axes, left: float, top: float, width: float, height: float, colour: str) -> None:
    axes.add_patch(Rectangle((left, top), width, height, color=colour, linewidth=0))
