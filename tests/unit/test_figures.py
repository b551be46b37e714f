"""Figures: whole in themselves, described, the same as their twin, and harmless whatever their data say."""

import base64
import json
import re
from collections import Counter

import numpy as np
import pytest
from figure_examples import every_figure
from figure_examples.apple_counter import album, scenes
from figure_examples.epoch_player import run
from figure_examples.line import apples
from figure_examples.spoken_words import SAID, new_voice, person, unknown
from figure_examples.time_ruler import observation

from course import figures, plots, training
from course.data import fruit
from course.errors import CourseError
from course.figures import figure as frame
from course.plots.word_errors import pairs

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


def test_the_words_of_a_take_are_told_apart_with_the_fewest_errors_and_in_their_time():
    read = figures.spoken_words([new_voice()]).data["takes"][0]["read"]
    kinds = [[each["kind"] for each in one["columns"]] for one in read]
    assert [one["percent"] for one in read] == ["30%", "0%"]
    assert kinds[1] == ["right"] * 10
    assert [SAID[place] for place, kind in enumerate(kinds[0]) if kind == "missing"] == [
        "seven"
    ]  # at the longest pause
    assert [each["heard"] for each in read[0]["columns"] if each["kind"] == "wrong"] == ["five", "three"]
    assert [each["end"] for each in read[0]["columns"]] == sorted(each["end"] for each in read[0]["columns"])
    one = figures.spoken_words([person()]).data["takes"][0]["read"]
    assert [each["kind"] for each in one[0]["columns"]] == ["extra", "right", "extra"]
    assert [each["percent"] for each in one] == ["200%", "100%"]


@pytest.mark.parametrize("seed", range(20))
def test_words_side_by_side_have_as_few_errors_as_there_can_be(seed):
    random = np.random.default_rng(seed)
    heard, truth = (random.choice(list("abc"), random.integers(0, 9)).tolist() for _ in range(2))
    found = pairs(heard, truth, random.random(len(heard) + 1).tolist())
    assert [i for i, _ in found if i is not None] == list(range(len(heard)))
    assert [j for _, j in found if j is not None] == list(range(len(truth)))
    before = list(range(len(truth) + 1))
    for i, word in enumerate(heard):  # Levenshtein's distance, row by row
        row = [i + 1]
        for j, other in enumerate(truth):
            row.append(min(before[j] + (word != other), before[j + 1] + 1, row[j] + 1))
        before = row
    assert sum(i is None or j is None or heard[i] != truth[j] for i, j in found) == before[-1]


def test_the_sound_of_a_take_is_a_telephones_and_small():
    take = new_voice()
    finer = np.fft.irfft(np.fft.rfft(take["sound"]), 2 * len(take["sound"]))
    twice = {**take, "sound": finer, "rate": 2 * take["rate"]}
    for each in take, twice:
        sent = np.frombuffer(base64.b64decode(figures.spoken_words([each]).data["takes"][0]["sound"]), np.uint8)
        assert len(sent) == len(take["sound"])
        curve = sent / 127.5 - 1
        sound = np.sign(curve) * (256 ** np.abs(curve) - 1) / 255
        assert np.corrcoef(sound, take["sound"])[0, 1] > 0.98
    assert len(figures.spoken_words([take]).html()) < 300_000


@pytest.mark.parametrize(
    ("change", "what", "do"),
    [
        ({"seconds": 0}, "cannot last 0", "above 0"),
        ({"spectrogram": np.zeros(9)}, "of shape \\(9,\\)", "a row for each frame"),
        ({"spectrogram": np.full((9, 4), -np.inf)}, "not finite", "1e-6"),
        ({"read": {}}, "Nobody has read", "one reading or more"),
        ({"read": {"before": ["one"]}}, "given as 'one'", "\\(word, start, end\\)"),
        ({"read": {"before": [("one", 20, 50)]}}, "lasts from 20 to 50 s", "not in frames"),
        ({"read": {"before": [("one", 0.5, float("nan"))]}}, "lasts from 0.5 to nan", "in seconds"),
        ({"truth": "one two"}, "no list of words", "split"),
        ({"truth": []}, "no list of words", "None where nobody knows"),
        ({"sound": np.full(41600, 32767)}, "up to 32767", "divided by 32768"),
        ({"sound": np.zeros(16000, np.float32)}, "lasts 2.00 s and its take 5.20 s", "`rate`"),
        ({"rate": None}, "has no rate", "8000"),
    ],
)
def test_a_take_that_does_not_fit_says_what_to_do(change, what, do):
    with pytest.raises(CourseError, match=f"(?s){what}.*{do}"):
        figures.spoken_words([{**new_voice(), **change}])


def test_takes_that_do_not_fit_together_say_what_to_do():
    with pytest.raises(CourseError, match="no take"):
        figures.spoken_words([])
    with pytest.raises(CourseError, match="has no `read`"):
        figures.spoken_words([{name: part for name, part in unknown().items() if name != "read"}])
    with pytest.raises(CourseError, match="20 and 40 frequency bands"):
        figures.spoken_words([unknown(), {**unknown(), "spectrogram": unknown()["spectrogram"][:, ::2]}])
    with pytest.raises(CourseError, match="last 62 s together"):
        figures.spoken_words([new_voice()] * 12)
    with pytest.raises(CourseError, match="the spectrogram has 40 bands"):
        figures.spoken_words([unknown()], frequencies=[100, 200, 300])
    with pytest.raises(CourseError, match="no reading “later”"):
        plots.spoken_words([unknown()], 0, "later")
    with pytest.raises(CourseError, match="no take 3"):
        plots.spoken_words([unknown()], 3)
