"""Figures: whole in themselves, described, the same as their twin, and harmless whatever their data say."""

import json
import re
from collections import Counter

import numpy as np
import pytest
from figure_examples import every_figure
from figure_examples.apple_counter import album, scenes
from figure_examples.epoch_player import run
from figure_examples.line import apples
from figure_examples.time_ruler import observation

from course import figures, plots, training
from course.data import fruit
from course.errors import CourseError
from course.figures import figure as frame

OWN = re.compile(r"http://www\.w3\.org/2000/svg|azureml://")  # names, not addresses: nothing is fetched from them


@pytest.fixture(params=every_figure())
def figure(request):
    return every_figure()[request.param]


def data(html):
    """What a figure carries, as its script will read it."""
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)[1])


def test_a_figure_asks_for_nothing_outside_itself(figure):
    html = OWN.sub("", figure.html())
    addresses = [each for each in re.findall(r"\w+:[^\s\"'`;,)]+", html) if "//" in each]
    assert addresses == []
    assert not re.search(r"\b(import|fetch|XMLHttpRequest|eval|WebSocket)\s*\(|new Function|@import|\surl\(", html)
    assert not re.search(r"<(link|iframe|script)\b[^>]*\b(src|href)=", html)


def test_a_figure_carries_its_data_and_the_script_of_its_kind(figure):
    html = figure.html()
    assert data(html)["title"] == figure.title
    assert set(data(html)["data"]) == set(figure.data)
    assert html.endswith(f"<script>{frame.script(figure.kind)}</script></div>")
    assert html.count("</script>") == 2


def test_a_figure_keeps_its_keys_from_the_notebook(figure):
    assert figure.html().split(">")[0].endswith('data-lm-suppress-shortcuts="true"')


def test_a_figure_says_what_it_shows_where_it_cannot_be_seen(figure):
    bundle = figure._repr_mimebundle_()
    said = bundle["text/plain"]
    assert said.startswith(f"Figure: {figure.title}")
    assert said.endswith(figure.description)
    assert not re.search(r"[.?!][.:]", said)
    assert len(figure.description) > 40
    assert f'<img alt="{figure.description[:30]}' in bundle["text/html"]


def test_a_cell_that_ends_with_a_figure_shows_it_once(figure):
    from IPython.core.interactiveshell import InteractiveShell

    made, _ = InteractiveShell.instance().display_formatter.format(figure)
    assert made["text/html"].startswith('<div class="course-figure"')
    assert "image/png" not in made


def test_every_kind_of_figure_has_its_example_here():
    assert {each.kind for each in every_figure().values()} == set(frame.kinds())


def test_words_in_the_data_stay_words():
    still = plots.time_ruler()
    html = figures.Figure("time_ruler", "<b>", {"words": "</script><script>alert(1)</script>"}, still).html()
    assert html.count("</script>") == 2
    assert data(html)["data"]["words"] == "</script><script>alert(1)</script>"


def test_a_number_that_is_none_is_refused_and_the_word_for_it_is_not():
    still = plots.time_ruler()
    with pytest.raises(CourseError, match="not finite"):
        figures.Figure("time_ruler", "A title", {"x": np.array([1, np.nan])}, still).html()
    assert data(figures.Figure("time_ruler", "NaN", {"x": 'say "NaN"'}, still).html())["data"]["x"] == 'say "NaN"'


def test_the_ruler_and_its_twin_say_the_same():
    seen = observation(500)
    made = figures.time_ruler(seen)
    assert "The prediction was 500 s." in made.data["words"]
    assert made.data["words"] in plots.time_ruler(seen).description
    assert made.data["from"] < min(seen.samples)
    assert made.data["to"] > 500


def test_the_epoch_player_and_its_twin_say_the_same_of_every_epoch():
    start, made, watched = run()
    words = figures.epoch_player(made, watched, start=start).data["words"]
    assert words[0].startswith("Before any training: ")
    for epoch, said in enumerate(words):
        assert said.rstrip(".") in plots.watched(made, watched, epoch, start=start).description
    assert figures.epoch_player(made, watched).data["epochs"] == list(range(1, 7))


def test_under_each_watched_photograph_stands_since_when_it_is_right():
    start, made, watched = run()
    right = [(run[0] > 0.5) == (watched.is_apple == 1) for run in zip([*start.watched, *made.watched], strict=True)]
    for photograph, said in enumerate(figures.epoch_player(made, watched, start=start).data["since"]):
        if said == "wrong at the end":
            assert not right[-1][photograph]
            continue
        epoch = int(said.removeprefix("right since epoch "))
        assert all(each[photograph] for each in right[epoch:])
        assert epoch == 0 or not right[epoch - 1][photograph]


def test_the_line_starts_in_view_and_the_best_one_is_not_in_the_middle():
    made = figures.line(*apples()).data
    slope, intercept = np.polyfit(*apples(), 1)
    for best, (low, high) in zip((slope, intercept), made["valley"], strict=True):
        assert 0.2 < (best - low) / (high - low) < 0.8
        assert abs((best - low) / (high - low) - 0.5) > 0.1
    assert made["range"][0] < min(made["start"]) <= max(made["start"]) < made["range"][1]
    assert made["best"] < made["target"] < 1.3 * made["best"]


def test_a_line_without_two_columns_is_refused():
    with pytest.raises(CourseError, match="two columns of equal length"):
        figures.line([1, 2, 3], [1, 2])


def test_an_epoch_player_without_watched_photographs_says_what_to_do():
    _, made, watched = run()
    with pytest.raises(CourseError, match="watch="):
        figures.epoch_player(training.History(3, epochs=made.epochs), watched)
    with pytest.raises(CourseError, match="watched 12 photographs, here are 5"):
        figures.epoch_player(made, watched[:5])
    with pytest.raises(CourseError, match="Epoch 0 needs"):
        plots.watched(made, watched, 0)


def test_an_apple_counter_opens_on_the_scene_with_most_wrong_boxes_and_names_what_they_lie_on():
    found = [(scene.boxes, np.full(len(scene.boxes), 0.9)) for scene in scenes()]  # every fruit is called an apple
    others = [scene.kinds[scene.kinds != "apple"].tolist() for scene in scenes()]
    figure = figures.apple_counter(scenes(), [found], overlap=0.95)
    most = max(others, key=len)
    assert figure.data["scene"] == others.index(most)
    named = [f"{kind} ×{many}" if many > 1 else kind for kind, many in Counter(most).items()]
    assert f"Wrong: {'; '.join(named)}." in figure.description


def test_a_second_box_a_loose_box_and_a_box_on_nothing_are_named_as_such():
    scene = scenes()[:1]
    left, top, right, bottom = scene[0].apples[0].tolist()
    wide, corner = right - left, [94, 0, 96, 2]
    boxes = np.array([(left, top, right, bottom), (left, top, right, bottom), corner])
    picture = plots.apple_counter(scene, [[(boxes, np.array([0.9, 0.8, 0.7]))]], overlap=1)
    assert "Wrong: apple again; no fruit." in picture.description
    often = np.array([boxes[0], boxes[0], corner, boxes[0]])
    picture = plots.apple_counter(scene, [[(often, np.array([0.9, 0.8, 0.7, 0.6]))]], overlap=1)
    assert "Wrong: apple again ×2; no fruit." in picture.description
    loose = np.array([(left, top, left + 0.4 * wide, bottom)])
    assert "Wrong: apple, too loosely." in plots.apple_counter(scene, [[(loose, np.ones(1))]]).description


def test_half_a_hundredth_is_rounded_up_as_the_figure_does_it():
    eight = fruit.scenes(8, fruit=(1, 1), apples=1, size=32, workers=1, cache=False, progress=False)
    found = [(eight[0].boxes, np.ones(1))] + [(np.zeros((0, 4)), np.zeros(0))] * 7
    assert "recall 0.13, miscounted by 0.88" in plots.apple_counter(eight, [found]).description


def test_an_apple_counter_of_other_scenes_says_what_to_do():
    with pytest.raises(CourseError, match="After every epoch append what is found in the same scenes"):
        figures.apple_counter(scenes()[:2], album())
