"""Pictures for lessons: one message each, axes with units, colours that everybody can tell apart.

Every function returns a `Picture`: a matplotlib figure on a light card that stays readable on light and
dark themes, and that carries a description for people who listen to the page. As the last line of a cell
it shows itself once; `plots.show(figure, "what it shows")` does the same for a figure of your own.
"""

from course.plots.approaches import approaches
from course.plots.card import COLOURS, CYCLE, Picture, card, show
from course.plots.classes import confusion, crossover
from course.plots.detections import apple_counter, boxes
from course.plots.forecasts import by_horizon, frost_bill
from course.plots.fruit_points import fruit_scatter, line_up
from course.plots.inventory import asked, inventory
from course.plots.lanes import race
from course.plots.leak import split_date
from course.plots.learning import curves, loss_surface, watched
from course.plots.machines import machines
from course.plots.memory import gpu_memory
from course.plots.money import break_even
from course.plots.network import network
from course.plots.numbers import approach, errors, residuals, walks
from course.plots.photos import photo_grid, saliency
from course.plots.portrait import portrait
from course.plots.quality import label_wall, learning_curve, places, recall_bars
from course.plots.questions import questions
from course.plots.ruler import time_ruler
from course.plots.sounds import spectrograms
from course.plots.speed import readings, staircase
from course.plots.spoken_words import spoken_words
from course.plots.subtitles import subtitle, translations
from course.plots.week import paid_week

__all__ = [
    "COLOURS",
    "CYCLE",
    "Picture",
    "apple_counter",
    "approach",
    "approaches",
    "asked",
    "boxes",
    "break_even",
    "by_horizon",
    "card",
    "confusion",
    "crossover",
    "curves",
    "errors",
    "frost_bill",
    "fruit_scatter",
    "gpu_memory",
    "inventory",
    "label_wall",
    "learning_curve",
    "line_up",
    "loss_surface",
    "machines",
    "network",
    "paid_week",
    "photo_grid",
    "places",
    "portrait",
    "questions",
    "race",
    "readings",
    "recall_bars",
    "residuals",
    "saliency",
    "show",
    "spectrograms",
    "split_date",
    "spoken_words",
    "staircase",
    "subtitle",
    "time_ruler",
    "translations",
    "walks",
    "watched",
]
