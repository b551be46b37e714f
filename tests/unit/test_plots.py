"""Pictures: described, shown once, on a card that any theme leaves readable."""

import types

import numpy as np
import pandas as pd
import pytest
from figure_examples.apple_counter import album, scenes

from course import plots, training
from course.data import weather
from course.errors import CourseError
from course.plots.card import sentences


def photos(count=12):
    pixels = np.random.default_rng(0).integers(0, 255, (count, 16, 16, 3), dtype=np.uint8)
    apple = np.arange(count) % 2
    return types.SimpleNamespace(images=pixels, is_apple=apple, kinds=np.where(apple, "apple", "tomato"))


def history(epochs=5, watched=12):
    made = training.History(epochs)
    for i in range(epochs):
        epoch = training.Epoch(i + 1, 0.5, 0.7 - 0.1 * i, 0.6 + 0.05 * (i - 2) ** 2, 0.5 + 0.1 * i, 0.5 + 0.05 * i)
        made.epochs.append(epoch)
        made.guesses.append(np.linspace(0.1, 0.9, watched).tolist())
    return made


def seen(device, size, median):
    return types.SimpleNamespace(
        device=device, device_name="A chip", size=size, median=median, samples=[0.9 * median, median, 1.1 * median]
    )


def every_picture():
    grid = np.linspace(-1, 1, 9)
    return {
        "curves": plots.curves(history()),
        "watched": plots.watched(history(), photos()),
        "confusion": plots.confusion([0, 1, 1], [0, 1, 0]),
        "crossover": plots.crossover([seen("cpu", 2**i, 1e-4 * 4**i) for i in range(4)]),
        "photo_grid": plots.photo_grid(photos()),
        "saliency": plots.saliency(photos(4), np.ones((4, 16, 16)), message="Where"),
        "errors": plots.errors({"mean": [70.4, 72.5], "line": [56.1, 53.9]}, unit="points"),
        "walks": plots.walks([-1, 0, 1], [0, 2, 4], {"all": [(0, 0), (1, 1)], "one": [(0, 0), (2, 2)]}),
        "by_horizon": plots.by_horizon(
            {"as today": {1: [2.2, 2.3], 7: [3.6, 3.9]}, "ridge": {1: [2.1, 2.1], 7: [2.9, 2.8]}}
        ),
        "frost_bill": plots.frost_bill([0.05, 0.2, 0.6, 0.01], [0, 1, 1, 0], lost=10),
        "boxes": plots.boxes(scenes(), album()[-1], message="Found"),
        "boxes, heat": plots.boxes(scenes(), heat=np.ones((3, 24, 24))),
        "apple_counter": plots.apple_counter(scenes(), album(), epoch=2),
        "split_date": plots.split_date(weather.load()["high_c"]),
        "approach": plots.approach({"0.1": [9.0, 3.0], "0.01": [9.0, 8.0]}, 3.0),
        "loss_surface": plots.loss_surface(grid, grid, grid[None] ** 2 + grid[:, None] ** 2, [(1, 1), (0.5, 0)]),
    }


@pytest.fixture
def displayed(monkeypatch):
    """What IPython was asked to show."""
    bundles = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: bundles.append(bundle))
    return bundles


@pytest.mark.parametrize("name", every_picture())
def test_every_picture_describes_itself_and_labels_its_axes(name):
    picture = every_picture()[name]
    assert len(picture.description) > 40
    assert picture.png().startswith(b"\x89PNG")
    for axes in picture.axes:
        if axes.axison and len(axes.get_xticks()):
            assert axes.get_xlabel() or axes.get_ylabel()


@pytest.mark.parametrize("name", every_picture())
def test_every_picture_stands_on_an_opaque_light_card(name, tmp_path):
    from PIL import Image

    file = tmp_path / "picture.png"
    file.write_bytes(every_picture()[name].png())
    corner = Image.open(file).convert("RGBA").getpixel((1, 1))
    assert corner == (255, 255, 255, 255)


def test_the_description_becomes_the_alt_text_of_the_image(displayed):
    plots.curves(history())._ipython_display_()
    (bundle,) = displayed
    assert '<img class="on-light" alt="Loss and accuracy over 5 epochs.' in bundle["text/html"]
    assert "image/png" not in bundle  # JupyterLab would draw that one, without alt text
    assert bundle["text/plain"].startswith("Picture: Loss and accuracy")


def test_a_description_cannot_break_out_of_its_attribute(displayed):
    figure, _ = plots.card()
    plots.show(figure, 'a "quoted" <b>line</b>')
    assert 'alt="a &quot;quoted&quot; &lt;b&gt;' in displayed[0]["text/html"]


def test_a_learners_own_figure_is_shown_once(displayed):
    import matplotlib.pyplot as plt

    figure, _ = plt.subplots()
    plots.show(figure, "An empty square.")
    assert len(displayed) == 1
    assert not plt.fignum_exists(figure.number)  # the inline backend shows what is still open


def test_course_pictures_never_reach_pyplot():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    every_picture()
    assert plt.get_fignums() == before


def test_a_figure_without_a_description_is_refused():
    figure, _ = plots.card()
    with pytest.raises(CourseError, match="no description"):
        plots.show(figure, " ")
    with pytest.raises(CourseError, match="matplotlib figure"):
        plots.show("curves", "A text.")


def test_the_curves_name_the_epoch_of_the_lowest_validation_loss():
    assert "lowest in epoch 3 at 0.60" in plots.curves(history()).description


def test_the_watched_photographs_say_which_guess_is_wrong():
    picture = plots.watched(history(), photos(), epoch=2)
    assert picture.description.startswith("After epoch 2: 6 of 12 right")
    with pytest.raises(CourseError, match="no epoch 6"):
        plots.watched(history(), photos(), epoch=6)
    with pytest.raises(CourseError, match="watched no photographs"):
        plots.watched(history(watched=0), photos())


def test_a_confusion_matrix_counts():
    assert "1 apple guessed as other" in plots.confusion([0, 1, 1], [0, 1, 0]).description
    with pytest.raises(CourseError, match="one guess for each"):
        plots.confusion([0, 1, 1], [0, 1])


def test_the_crossover_says_when_no_gpu_was_measured():
    cpu = [seen("cpu", 2**i, 1e-4 * 4**i) for i in range(4)]
    gpu = [seen("gpu", 2**i, 1e-3) for i in range(4)]
    assert "no GPU reference measurements recorded yet" in plots.crossover(cpu).description
    both = plots.crossover(cpu, reference=gpu)
    assert "(reference)" in both.description
    assert "no reference" not in both.description
    with pytest.raises(CourseError, match="no observation"):
        plots.crossover([])


def test_pictures_of_any_order_and_range_are_accepted():
    first = photos().images
    torch_like = first.transpose(0, 3, 1, 2).astype(np.float32) / 255
    assert np.array_equal(plots.photos.as_images(torch_like), first)
    with pytest.raises(CourseError, match="not photographs"):
        plots.photo_grid(np.zeros((3, 3)))


def test_errors_of_several_splits_are_dots_around_their_mean():
    description = every_picture()["errors"].description
    assert "mean: 71.5 points (splits: 70.4, 72.5); line: 55.0 points (splits: 56.1, 53.9)" in description
    assert every_picture()["errors"].axes[0].get_title(loc="left") == "On average nearest to the truth: line"


@pytest.mark.parametrize(
    ("ends", "title"),
    [
        ((3.0, 3.0), "Epoch by epoch to the same line"),
        ((3.0, 8.0), "There in time: a"),
        ((8.0, 8.0), "None of them is there in time"),
        ((3.0, 2.6e14), "Farther off with every epoch: b"),
    ],
)
def test_the_title_of_an_approach_says_what_its_curves_do(ends, title):
    picture = plots.approach({name: [9.0, end] for name, end in zip("ab", ends, strict=True)}, 3.0)
    assert picture.axes[0].get_title(loc="left") == title
    assert picture.description.startswith(title)
    assert "00000" not in picture.description  # nobody wants to listen to that


@pytest.mark.parametrize(("losses", "labels"), [((33, 5e4), ["100", "1,000", "10,000"]), ((30, 90), ["50"])])
def test_the_colour_bar_of_the_loss_carries_round_losses(losses, labels):
    grid = np.linspace(0, 1, 9)
    picture = plots.loss_surface(grid, grid, np.geomspace(*losses, 81).reshape(9, 9))
    bar = picture.axes[1]
    assert bar.get_ylabel() == "loss"
    assert [label.get_text() for label in bar.get_yticklabels()] == labels


def test_a_walk_that_arrives_does_not_hide_the_best_line():
    axes = plots.walks([-1, 0, 1], [0, 2, 4], {"all": [(0, 0), (2, 2)]}).axes[0]
    ring, cross = axes.lines[-2:]
    assert ring.get_markerfacecolor() == "none"
    assert np.allclose(ring.get_xydata(), cross.get_xydata())
    assert axes.get_aspect() == 1  # x is of size 1, so that the valley is round and must look round


def test_seconds_of_approaches_are_shown_but_in_a_notebook_that_is_graded(monkeypatch):
    results = pd.DataFrame(
        {
            "dial": [0, 0.5] * 2,
            "approach": ["pixels"] * 2 + ["network"] * 2,
            "accuracy": [0.8, 0.7, 0.9, 0.9],
            "seconds": [0.25, 0.25, 3, 3],
        }
    )
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    own = plots.approaches(results)
    assert "pixels 0.25 s, network 3 s" in own.description
    assert len(own.axes[1].lines) == 2
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    graded = plots.approaches(results)
    assert "0.25 s" not in graded.description
    assert "No clock counts" in graded.description
    assert len(graded.axes[1].lines) == 0
    assert graded.axes[0].get_xlabel() == own.axes[0].get_xlabel()


def test_a_confusion_matrix_never_paints_mistakes_like_right_answers():
    painted = plots.confusion(np.array([[50, 50], [90, 10]]), None).axes[0].images[0].get_array()
    (a, b), (c, d) = painted
    for right in (a, d):
        assert right[2] > right[0]  # blue
    for wrong in (b, c):
        assert wrong[0] > wrong[2]  # orange
    assert c[2] < b[2]  # the worse, the stronger


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Which bars move?. Recall by kind", "Which bars move? Recall by kind"),
        ("All labels.: 20 photographs.", "All labels. 20 photographs."),
        ("Who leads?: eight. It rises.", "Who leads? eight. It rises."),
        ("And so on ... until 0.5. Then: 3.5", "And so on ... until 0.5. Then: 3.5"),
    ],
)
def test_two_sentences_meet_with_one_mark(text, said):
    assert sentences(text) == said
