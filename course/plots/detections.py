"""Scenes with boxes in them, and the count of a detector after an epoch, at a threshold and an overlap."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from textwrap import fill

import numpy as np

from course import detection
from course.errors import CourseError
from course.plots.card import COLOURS, Picture, card, described

MOST = 40  # boxes of one scene: the surest
CAPTION = 11.0  # points: still 12 pixels high where a narrow page shows a card of 800 pixels with 640
LINE, THIN = 1.8, 1.1  # points: of a box in a large scene, and in a small one, whose apples it would cover
KINDS = {"right": (COLOURS["blue"], "-"), "wrong": (COLOURS["red"], "--"), "missed": (COLOURS["pink"], ":")}
TOUCHED = 0.1  # IoU above which a wrong box lies on a fruit

Found = list[tuple[np.ndarray, np.ndarray]]  # (boxes (k, 4), scores (k,)) for each scene


def boxes(scenes, found=None, heat=None, *, threshold: float = 0.3, columns: int = 4, message: str = "") -> Picture:
    """Scenes in rows with boxes: around what was found, right or wrong, or around the true apples.

    scenes      n fruit.Scenes
    found       for each of them (boxes, scores); the caption then says how many count, and how many there are
    threshold   scores below it do not count, 0 to 1
    heat        (n, h, w) numbers from 0 to 1 that light the scenes up: what a heat-map network should see, or sees
    """
    rows, searched = -(-len(scenes) // columns), found is not None
    height = 8 / columns * 1.15 * rows + (0.35 if message else 0) + (0.35 if searched else 0)
    figure, axes = card(rows, columns, height=height, squeeze=False)
    truth = [detection.as_boxes(true) for true in scenes.apples]
    state = count(candidates(found), truth, threshold) if searched else None
    captions = []
    for place in axes.flat:
        place.set_axis_off()
    for index, place in enumerate(axes.flat[: len(scenes)]):
        image = scenes.images[index] / 255
        if heat is not None:
            light = np.asarray(heat[index], float)
            light = light.repeat(len(image) // len(light), 0).repeat(len(image) // light.shape[1], 1)
            image = image * (0.35 + 0.65 * np.clip(light, 0, 1)[..., None])
        place.imshow(image, extent=(0, scenes.size, scenes.size, 0), interpolation="nearest")
        captions.append(f"{len(truth[index])} apples")
        if state is not None:
            some = state.found[index][0]
            _draw_found(place, some, state.taken[index], truth[index], THIN)
            captions[-1] = f"{len(some)} counted, {len(truth[index])} there"
        elif heat is None:
            _draw(place, truth[index], *KINDS["right"], THIN)
        place.set_title(captions[-1], fontsize=CAPTION, loc="center", fontweight="normal", pad=4)
    if message:
        figure.suptitle(message, fontsize=12, fontweight="bold", x=0.01, ha="left")
    if searched:
        _legend(figure)
    more = f" {(np.concatenate(state.taken) < 0).sum()} boxes are wrong." if state is not None else ""
    more += " Bright is the middle of an apple." if heat is not None else ""
    return described(figure, f"{message + ': ' if message else ''}{len(scenes)} scenes. {'; '.join(captions)}.{more}")


@dataclass(frozen=True)
class Count:
    """What a detector finds in all scenes at one threshold and overlap."""

    found: Found
    taken: list[np.ndarray]  # for each scene, which apple each box takes (IoU 0.5); -1 for a wrong one
    precision: float | None  # None where nothing is found
    recall: float
    error: float  # apples a scene


def candidates(found: Found) -> Found:
    """The surest `MOST` boxes of each scene, in tenths of a pixel: what figure and twin both count with."""
    return [_surest(*pair) for pair in found]


def _surest(given, scores):
    given, scores = detection.as_boxes(given), np.asarray(scores, np.float64)
    order = np.argsort(-scores, kind="stable")[:MOST]
    tidy, sure = given[order].round(1), scores[order].round(3)
    whole = (tidy[:, 2:] > tidy[:, :2]).all(axis=1)
    return tidy[whole], sure[whole]


def count(found: Found, truth, threshold: float, overlap: float = 1) -> Count:
    """`found` of one epoch, with what is below the threshold left out and the rest suppressed."""
    sure = [(some[scores >= threshold], scores[scores >= threshold]) for some, scores in found]
    left = detection.suppressed(sure, overlap)
    taken = [detection.taken(some, true) for (some, _), true in zip(left, truth, strict=True)]
    hits, many = sum(int((each >= 0).sum()) for each in taken), sum(map(len, taken))
    there = [len(true) for true in truth]
    error = detection.counting_error([len(some) for some, _ in left], there)
    return Count(left, taken, hits / many if many else None, hits / max(1, sum(there)), error)


def others(scene) -> tuple[list[str], np.ndarray]:
    """Kinds and boxes (m, 4) of what is no apple in a fruit.Scene."""
    which = scene.kinds != "apple"
    return scene.kinds[which].tolist(), detection.as_boxes(scene.boxes[which])


def mistakes(state: Count, number: int, scene) -> list[str]:
    """What each wrong box of scene `number` lies on, the surest first; `scene` is the fruit.Scene."""
    some, taken = state.found[number][0], state.taken[number]
    kinds, places = others(scene)
    overlaps = detection.iou(some[taken < 0], [*scene.apples, *places])
    names, apples = [], len(scene.apples)
    for each in overlaps:
        most = int(each.argmax()) if each.max(initial=0) > TOUCHED else None
        if most is None:
            names.append("no fruit")
        elif most < apples:
            names.append("apple again" if most in taken else "apple, too loosely")
        else:
            names.append(kinds[most - apples])
    return names


def interesting(state: Count, truth) -> int:
    """The scene with most wrong boxes; of equals the one with most apples missed, and of those the first."""
    wrong = [int((taken < 0).sum()) for taken in state.taken]
    missed = [len(true) - int((taken >= 0).sum()) for taken, true in zip(state.taken, truth, strict=True)]
    return max(range(len(truth)), key=lambda number: (wrong[number], missed[number]))


def words(state: Count, truth, epoch: int, scene: int, wrong: list[str]) -> str:
    """What the picture says."""
    sure = state.precision
    precision = "no box and so no precision" if sure is None else f"precision {_hundredths(sure)}"
    return (
        f"Epoch {epoch}: {len(state.found[scene][0])} apples counted here, there are {len(truth[scene])}. "
        f"{_named(wrong)} In all {len(truth)} scenes {precision}, recall {_hundredths(state.recall)}, "
        f"miscounted by {_hundredths(state.error)} apples a scene."
    )


def _named(wrong: list[str]) -> str:
    """Equal names together, where the first of them stood."""
    many = Counter(wrong).items()
    groups = [f"{name} ×{times}" if times > 1 else name for name, times in many]
    return f"Wrong: {'; '.join(groups)}." if groups else "No box is wrong."


def _hundredths(number: float) -> str:
    """Half a hundredth is rounded up, as the figure's `toFixed` does it; Python would round it to the even side."""
    return str(Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP))


def apple_counter(
    scenes,
    album: list[Found],
    *,
    scene: int | None = None,
    epoch: int | None = None,
    threshold: float = 0.3,
    overlap: float = 0.4,
) -> Picture:
    """One scene with what is found in it after `epoch`, beside precision and recall over all scenes.

    scenes      n fruit.Scenes
    album       for each epoch, from 0 on, what was found: for each scene (boxes, scores), before suppression
    scene       from 0 on; the one with most wrong boxes after the last epoch when None
    epoch       from 0 on; the last one when None
    threshold   scores below it do not count, 0 to 1
    overlap     of two boxes with a larger IoU the surer one stays, 0 to 1
    The plain twin of `figures.apple_counter`.
    """
    album, truth = checked(scenes, album)
    scene = interesting(count(album[-1], truth, threshold, overlap), truth) if scene is None else scene
    epoch = len(album) - 1 if epoch is None else epoch
    state = count(album[epoch], truth, threshold, overlap)
    wrong = mistakes(state, scene, scenes[scene])
    every = detection.suppressed(album[epoch], overlap)
    precision, recall, _ = detection.precision_recall(every, truth)
    figure, (sheet, chart) = card(1, 2, width=8, height=4.7)
    sheet.imshow(scenes.images[scene], extent=(0, scenes.size, scenes.size, 0), interpolation="nearest")
    sheet.set_axis_off()
    some = state.found[scene][0]
    _draw_found(sheet, some, state.taken[scene], truth[scene])
    sheet.set_title(f"Scene {scene}: {len(some)} counted, {len(truth[scene])} there")
    named = fill(_named(wrong), 48)
    sheet.text(0, -0.03, named, transform=sheet.transAxes, va="top", fontsize=CAPTION)
    _legend(figure)
    chart.plot(recall, precision, color=COLOURS["blue"])
    if state.precision is not None:
        chart.plot(state.recall, state.precision, "o", color=COLOURS["red"], markersize=10)
    chart.set(xlim=(0, 1.02), ylim=(0, 1.05))
    chart.set_xlabel("recall", fontsize=CAPTION)
    chart.set_ylabel("precision", fontsize=CAPTION)
    chart.tick_params(labelsize=CAPTION)
    chart.set_title(f"threshold {threshold:.2f}, overlap {overlap:.2f}")
    return described(
        figure,
        f"{words(state, truth, epoch, scene, wrong)} On the left scene {scene} with the boxes, blue where they are "
        "right, dashed red where not, and dotted purple around apples that are missed; on the right precision over "
        "recall at every threshold, and a dot at this one.",
    )


def checked(scenes, album) -> tuple[list[Found], list[np.ndarray]]:
    """The album as it is counted with, and the true boxes; CourseError where the two do not belong together."""
    if not len(album) or any(len(found) != len(scenes) for found in album):
        raise CourseError(
            f"The album has {len(album)} epochs of {sorted({len(found) for found in album})} scenes; "
            f"here are {len(scenes)} scenes.",
            do="After every epoch append what is found in the same scenes.",
        )
    return [candidates(found) for found in album], [detection.as_boxes(true) for true in scenes.apples]


def _draw_found(place, some, taken, true, line: float = LINE) -> None:
    """The boxes of one scene, right and wrong, and the apples that none takes."""
    _draw(place, np.delete(true, taken[taken >= 0], axis=0), *KINDS["missed"], line)
    _draw(place, some[taken < 0], *KINDS["wrong"], line)
    _draw(place, some[taken >= 0], *KINDS["right"], line)  # on top: several wrong ones may lie on the same apple


def _legend(figure) -> None:
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], color=colour, ls=style, lw=2.5) for colour, style in KINDS.values()]
    figure.legend(marks, list(KINDS), loc="outside lower left", ncols=len(KINDS), fontsize=CAPTION)


def _draw(place, some, colour, style="-", line: float = LINE) -> None:
    from matplotlib.patches import Rectangle

    for left, top, right, bottom in detection.as_boxes(some):
        for edge, width, drawn in (("#FFFFFF", line + 1.2, "-"), (colour, line, style)):
            place.add_patch(Rectangle((left, top), right - left, bottom - top, fill=False, ec=edge, lw=width, ls=drawn))
