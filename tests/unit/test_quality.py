"""Curves, walls and bars: what they show is what the numbers say, and bad input gets a sentence."""

import json

import numpy as np
import pytest
from figure_examples.label_wall import doubtful
from figure_examples.learning_curve import SCORES
from figure_examples.recall_bars import MISSING, RECALLS

from course import figures, plots
from course.errors import CourseError
from course.plots import quality


def test_a_curve_says_who_leads_in_every_draw_and_where_the_draws_overlap():
    description = plots.learning_curve(SCORES).description
    assert "50 photographs: table 0.77 (0.76 to 0.79), network 0.69 (0.65 to 0.73). Table leads in every draw." in (
        description
    )
    assert "network 0.94 (0.93 to 0.95). Network leads in every draw." in description
    assert "The draws overlap." in description
    assert figures.learning_curve(SCORES).data["words"][0] in description


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        ({}, "no curve"),
        ({"a": {50: [0.5]}, "b": {60: [0.5]}}, "different numbers of photographs"),
        ({"a": {50: [90]}}, "between 0 and 1"),
        ({"a": {50: [np.nan]}}, "between 0 and 1"),
    ],
)
@pytest.mark.parametrize("draw", [plots.learning_curve, figures.learning_curve])
def test_scores_that_make_no_curve_are_refused_in_words(draw, scores, says):
    with pytest.raises(CourseError, match=says):
        draw(scores)


def test_the_wall_counts_wrong_labels_that_were_turned_and_right_ones_that_were():
    photos, labels, truth = doubtful()
    assert quality.wall_words(labels, None, [0, 1]) == "You turned 2 of 24 labels."
    words = "8 of these 24 labels are wrong. You turned 2 of them, and 1 that were right."
    assert quality.wall_words(labels, truth, [0, 1, 3]) == words
    description = plots.label_wall(photos, labels, [0, 1, 3], truth).description
    assert description.startswith(words)
    assert "8 of 24 are guessed wrong" in description  # of the labels as they came, as the words before it count


@pytest.mark.parametrize(
    "turned", [[1, 3], (3, 1), {1, 3}, np.array([3, 1]), [1.0, 3.0], [False, True, False, True], iter([1, 3])]
)
def test_places_come_in_any_form_that_names_them(turned):
    assert plots.places(turned, 4) == [1, 3]
    assert plots.places([], 4) == []


@pytest.mark.parametrize("turned", ["1, 3", [True, False], 3, None, ["1", "3"], [0.5], [[1], [3]], {1: 3}.items()])
def test_what_names_no_places_is_refused_in_words(turned):
    with pytest.raises(CourseError, match="names no places on this wall"):
        plots.places(turned, 4)


@pytest.mark.parametrize(("many", "wide"), [(24, 6), (20, 5), (8, 4), (7, 6)])
def test_the_rows_of_a_wall_are_full_where_they_can_be(many, wide):
    assert quality.columns(many) == wide


@pytest.mark.parametrize(("turned", "labels", "says"), [([24], 24, "no place 24"), ([], 23, "24 photographs and 23")])
def test_a_wall_that_does_not_fit_is_refused_in_words(turned, labels, says):
    photos, known, truth = doubtful()
    with pytest.raises(CourseError, match=says):
        plots.label_wall(photos, known[:labels], turned, truth[:labels])


def test_the_bars_say_at_every_stop_what_their_twin_says():
    data = json.loads(json.dumps(figures.recall_bars(RECALLS, MISSING).data))
    assert data["missing"] == [False, False, True, True, True, True]
    for which, words in zip(RECALLS, data["words"], strict=True):
        assert words in plots.recall_bars(RECALLS, which, MISSING).description


@pytest.mark.parametrize(
    ("recalls", "says"),
    [
        ({}, "no recall"),
        ({"a": 0.5}, "for each variety"),
        ({"a": {"red": 1.2}}, "between 0 and 1"),
        ({"a": {"red": 1}, "b": {"green": 1}}, "varieties"),
    ],
)
def test_shares_that_make_no_bars_are_refused_in_words(recalls, says):
    with pytest.raises(CourseError, match=says):
        figures.recall_bars(recalls)
    with pytest.raises(CourseError, match="no training set"):
        plots.recall_bars(RECALLS, "another")
