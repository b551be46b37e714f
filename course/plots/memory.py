"""What a network needs in the memory of a GPU, as one stacked bar beside the memory of the GPUs that one can rent."""

from __future__ import annotations

from course.cost import memory
from course.errors import CourseError
from course.plots.card import COLOURS, INKS, SMALL, Picture, card, described

PARTS = {"weights": "blue", "gradients": "green", "optimizer": "pink", "activations": "orange"}
WIDEST = 100  # GB: the axis ends there, and what needs more points beyond it
TITLE = "What fills the memory of a GPU?"
LEFT_OUT = (
    "Left out: CUDA's own context, workspace of convolutions, gradients on their way, gaps between pieces. "
    "So the true limit is lower."
)


def gpu_memory(
    network: str = "ResNet-50", way: str = "training, 32-bit", *, batch: int = 128, gpu: str = "T4"
) -> Picture:
    """A bar of weights, gradients, optimizer's numbers and activations, and a line for each GPU's memory.

    network   one of `course.cost.memory.networks()`; way: one of `course.cost.memory.WAYS`
    batch     examples at once; gpu: the one that the words are about, of `course.cost.memory.cards()`
    """
    cards, need = memory.cards(), memory.needed(network, batch, way)
    if gpu not in cards:
        raise CourseError(f"There is no GPU {gpu!r} here.", do=f"Choose one of: {', '.join(cards)}.")
    figure, axes = card(height=2.8)
    left = 0.0
    for row, (part, colour) in enumerate(PARTS.items()):
        wide = getattr(need, part) / memory.GB
        axes.barh(0, min(wide, max(0, WIDEST - left)), left=min(left, WIDEST), height=0.5, color=COLOURS[colour])
        left += wide
        counted = part != "activations" or memory.network(network).counted
        words = f"■ {part} {amount(getattr(need, part)) if counted else 'not counted'}"
        look = {"color": INKS[colour], "fontweight": "bold"}
        axes.text(0.25 * row, -0.42, words, transform=axes.transAxes, fontsize=SMALL, va="top", **look)
    for name, gb in cards.items():
        chosen = name == gpu
        axes.plot([gb, gb], [-0.3, 0.5], color=COLOURS["ink" if chosen else "grey"], linewidth=3 if chosen else 1.5)
        axes.text(gb, 0.53, f"{name}\n{gb} GB", ha="center", fontsize=SMALL, fontweight="bold" if chosen else "normal")
    if left > WIDEST:
        axes.text(WIDEST, -0.34, f"to {amount(need.total)} →", ha="right", va="top", fontsize=SMALL)
    axes.set(xlim=(0, WIDEST), ylim=(-0.5, 1), xlabel="memory (GB)", yticks=[])
    axes.set_title(TITLE)
    return described(figure, f"{words_of(network, way, batch, gpu)} {LEFT_OUT}")


def words_of(network: str, way: str, batch: int, gpu: str) -> str:
    """What is needed and what most of it is, whether this GPU holds it and up to which batch, and which other would."""
    cards, need, known = memory.cards(), memory.needed(network, batch, way), memory.network(network).counted
    parts = {part: getattr(need, part) for part in PARTS}
    most = max(parts, key=lambda part: parts[part])
    says = f"{network}, {way}{f', batch of {batch:,}' if known else ''}: {amount(need.total)}"
    says += f", {share(parts[most], need.total)} % of it {most}."
    if not known:
        says += " Activations come on top: nobody counted them here."
    top, card_words = memory.largest_batch(network, way, cards[gpu]), f"the {gpu} ({cards[gpu]} GB)"
    if need.total <= cards[gpu] * memory.GB:
        return f"{says} It fits on {card_words}{f', up to a batch of {top:,}' if known else ''}."
    says += f" It does not fit on {card_words}{f': a batch of {top:,} would' if top else ', whatever the batch'}."
    others = [name for name, gb in cards.items() if need.total <= gb * memory.GB]
    return f"{says} {f'The first that holds it: the {others[0]}.' if others else 'No GPU here holds it.'}"


def share(part: int, whole: int) -> int:
    """Hundredths, half up, as the figure's script rounds them."""
    return int(100 * part / whole + 0.5)


def amount(count: float) -> str:
    """Bytes for people: three digits, in GB, MB or kB of powers of ten; "none" for no byte."""
    if not count:
        return "none"
    unit, factor = next(pair for pair in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1)) if count >= pair[1] * 0.9995)
    return f"{float(f'{count / factor:.3g}'):g} {unit}"
