"""A photograph on its way through a network: what each block sees, and the chance that comes out."""

from __future__ import annotations

import numpy as np

from course.plots.card import SMALL, Picture, card, described
from course.training.feature_maps import FeatureMaps, covered, feature_maps

SHOWN = 8  # patterns of a block


def network(model, photos, index: int = 0, *, patch: tuple[int, int, int] | None = None) -> Picture:
    """What the three blocks of `model` (such as `training.apple_net`) see in photograph `index` of `photos`.

    patch   (left, top, size) in pixels of 32: a grey square that hides a part of the photograph
    """
    pictures = photos.small(32)
    maps = feature_maps(model, pictures)
    chosen = liveliest(maps)
    if patch:
        pictures = covered(pictures, *patch).numpy()
    seen = feature_maps(model, pictures[index : index + 1])
    figure, axes = card(3, SHOWN + 2, width=8, height=2.9)
    for each in axes.flat:
        each.set_axis_off()
    axes[1, 0].imshow(pictures[index].transpose(1, 2, 0), interpolation="nearest")
    axes[1, 0].set_title(str(photos.kinds[index]), fontsize=SMALL, loc="center", fontweight="normal", pad=4)
    for block, (rows, patterns) in enumerate(zip(seen.blocks, chosen, strict=True)):
        axes[block, 1].text(0.5, 0.5, f"block {block + 1}", ha="center", va="center", fontsize=SMALL)
        for place, pattern in zip(axes[block, 2:], patterns, strict=True):
            light = np.sqrt(rows[0, pattern] / brightest(maps, block, pattern))  # as an eye sees it
            place.imshow(light, cmap="gray", vmin=0, vmax=1)
    words = chance_words(float(maps.chances[index]), float(seen.chances[0]) if patch else None)
    figure.suptitle(words, fontsize=11, fontweight="bold", x=0.01, ha="left")
    sizes = ", ".join(f"{each.shape[1]} maps of {each.shape[2]} x {each.shape[3]}" for each in seen.blocks)
    return described(figure, f"What the network sees in a photograph ({photos.kinds[index]}): {sizes}. {words}")


def chance_words(chance: float, behind: float | None = None) -> str:
    """The network's answer in words, and what it is with a patch on the photograph."""
    if behind is None:
        return f"Chance of apple {chance:.0%}."
    return f"Chance of apple {behind:.0%} behind the patch, {chance:.0%} without it."


def liveliest(maps: FeatureMaps) -> list[np.ndarray]:
    """For each block the patterns that differ most from photograph to photograph, in their order."""
    spread = [maps.blocks[0].max((2, 3)).std(0), maps.blocks[1].max((2, 3)).std(0), maps.evidence.std(0)]
    return [np.sort(np.argsort(-each, kind="stable")[:SHOWN]) for each in spread]


def brightest(maps: FeatureMaps, block: int, pattern: int) -> float:
    """The strongest match of a pattern in all photographs, which is drawn white."""
    return max(1e-6, float(maps.blocks[block][:, pattern].max()))
