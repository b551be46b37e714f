"""Every static picture, looked at as a page shows it: size of words, contrast, what crosses them, and its axes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.container import BarContainer
from matplotlib.text import Text
from PIL import Image
from support.pictures import every_picture

from course.plots import dark
from course.plots.card import PAPER, SHOWN_PER_INCH

SMALLEST, WIDEST = 12, 800  # pixels, as shown
CONTRAST = 4.5
PICTURES = every_picture()
each_picture = pytest.mark.parametrize("name", PICTURES)


def luminance(colour) -> float:
    channels = np.asarray(colour, dtype=float)[..., :3]
    linear = np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    low, high = np.sort([luminance(one), np.broadcast_to(luminance(other), np.shape(luminance(one)))], axis=0)
    return (high + 0.05) / (low + 0.05)


def words(picture) -> list[Text]:
    """The words that are drawn."""
    found = picture.findobj(lambda each: isinstance(each, Text) and each.get_visible() and each.get_text().strip())
    hidden = {id(text) for axes in picture.axes for text in not_drawn(axes)}
    return [text for text in found if id(text) not in hidden and picture.bbox.overlaps(Text.get_window_extent(text))]


def not_drawn(axes):
    """The words of an axis that is off, and of ticks that lie outside its ends or are left from an earlier layout."""
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        drawn = {id(tick) for tick in ticks if low <= tick.get_loc() <= high and axes.axison}
        for tick in (*axis.majorTicks, *axis.minorTicks):
            if id(tick) not in drawn:
                yield from (tick.label1, tick.label2)
        if not axes.axison:
            yield axis.label


def without_words(picture, texts, paper) -> np.ndarray:
    """The pixels behind the words: all is drawn but the letters."""
    looks = [(text.get_color(), text.get_path_effects()) for text in texts]
    for text in texts:
        text.set(color="none", path_effects=[])
    file = io.BytesIO()
    picture.savefig(file, dpi=picture.dpi, facecolor=paper)
    for text, (colour, effects) in zip(texts, looks, strict=True):
        text.set(color=colour, path_effects=effects)
    return np.asarray(Image.open(file).convert("RGB"), dtype=float) / 255


def behind(pixels, text) -> np.ndarray:
    """The pixels behind the words of one text, as rows of red, green and blue."""
    around = Text.get_window_extent(text)  # without the arrow of an annotation
    box, high = around.shrunk(1, 0.7).translated(0, 0.15 * around.height), len(pixels)
    rows = slice(max(0, int(high - box.y1) + 1), max(1, int(high - box.y0)))
    columns = slice(max(0, int(box.x0) + 1), max(1, int(box.x1)))
    return pixels[rows, columns].reshape(-1, 3)


@each_picture
def test_words_are_large_enough_and_the_picture_fits_a_page(name):
    picture = PICTURES[name]()
    wide = int.from_bytes(picture.png()[16:20], "big") / 2
    assert wide <= WIDEST
    picture.draw_without_rendering()
    sizes = {text.get_text(): text.get_fontsize() / 72 * SHOWN_PER_INCH for text in words(picture)}
    assert {text: size for text, size in sizes.items() if size < SMALLEST} == {}


@each_picture
@pytest.mark.parametrize("page", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(name, page):
    picture = PICTURES[name]()
    picture.draw_without_rendering()
    if page == "dark":
        with dark.on_dark(picture):
            weak = too_weak(picture, dark.PAPER)
    else:
        weak = too_weak(picture, PAPER)
    assert weak == {}


def too_weak(picture, paper) -> dict:
    texts = words(picture)
    pixels = without_words(picture, texts, paper)
    found = {
        text.get_text(): contrast(np.median(behind(pixels, text), axis=0), to_rgb(text.get_color())) for text in texts
    }
    return {text: round(float(ratio), 2) for text, ratio in found.items() if ratio < CONTRAST}


@each_picture
def test_no_line_crosses_words(name):
    picture = PICTURES[name]()
    picture.draw_without_rendering()
    texts = words(picture)
    pixels = without_words(picture, texts, PAPER)
    crossed = {}
    for text in texts:
        ground = behind(pixels, text)
        share = float(np.mean(contrast(ground, np.median(ground, axis=0)) > 1.6))  # a line of the grid is fainter
        if share > 0.01:
            crossed[text.get_text()] = round(share, 3)
    assert crossed == {}


@each_picture
def test_words_do_not_cover_each_other(name):
    picture = PICTURES[name]()
    picture.draw_without_rendering()
    boxes = [(text.get_text(), Text.get_window_extent(text).shrunk(0.9, 0.8)) for text in words(picture)]
    assert [(a, b) for i, (a, one) in enumerate(boxes) for b, other in boxes[:i] if one.overlaps(other)] == []


@each_picture
def test_the_length_of_a_bar_is_never_a_logarithm(name):
    for axes in PICTURES[name]().axes:
        bars = [each for each in axes.containers if isinstance(each, BarContainer)]
        if bars:
            along = axes.xaxis if bars[0].orientation == "horizontal" else axes.yaxis
            assert along.get_scale() == "linear"
            assert min(along.get_view_interval()) <= 0


@each_picture
def test_a_picture_on_dark_leaves_the_one_on_light_as_it_was(name):
    picture = PICTURES[name]()
    picture.draw_without_rendering()
    picture.set_layout_engine("none")
    light = picture.png()
    corner = Image.open(io.BytesIO(picture.dark_png())).convert("RGB").getpixel((1, 1))
    assert corner == tuple(round(255 * channel) for channel in to_rgb(dark.PAPER))
    assert picture.png() == light
