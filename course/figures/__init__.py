"""Figures that answer to the hand without a kernel: HTML, SVG and a little JavaScript in one output, data inside.

apple_counter(scenes, album)        plots.apple_counter(scenes, album, epoch=3)
break_even(slow, faster, work)      plots.break_even(slow, faster, work)
epoch_player(history, photos)       plots.watched(history, photos, epoch)
frost_bill(chance, frost)           plots.frost_bill(chance, frost)
fruit_field(photos, table)          plots.fruit_scatter(photos, table, rule=rule)
gpu_memory(network, way)            plots.gpu_memory(network, way, batch=128, gpu="T4")
inventory(form)                     plots.asked(form)
label_wall(photos, labels, truth)   plots.label_wall(photos, labels, turned, truth)
learning_curve(scores)              plots.learning_curve(scores)
line(x, y)                          plots.loss_surface(slopes, intercepts, losses, trail)
network_explainer(model, photos)    plots.network(model, photos, index, patch=(left, top, size))
paid_week(machines)                 plots.paid_week(size)
portrait(predictions)               plots.portrait(predictions)
race(lines, cross)                  plots.race(lines, cross)
recall_bars(recalls, missing)       plots.recall_bars(recalls, which, missing)
split_date(series)                  plots.split_date(series)
spoken_words(takes)                 plots.spoken_words(takes, take, reading, at)
subtitles(lines, ms)                plots.subtitle(line, ms, written)
threshold(photos, chance)           plots.line_up(photos, chance, 0.5)
time_ruler(observation)             plots.time_ruler(observation)
tree(trees, photos, table)          plots.questions(tree, table)
quick_question(word)                written by the build from a script's # %% [raw] tags=["quick-question"]

On the left what people touch, on the right the same in plain code. A figure lives on in a saved notebook, in VS Code,
in `nbconvert --to html` and on a feedback page; where no script may run its still picture stands there, with a
description. `Figure` is what all of them return.

Why not Vega-Lite, which JupyterLab can draw (altair): its sliders and menus have no say over the notebook's shortcuts,
an object in a chart cannot be moved by keys, pages of nbconvert fetch its library from the internet, and its
expressions are compiled by the page, which a feedback page must forbid.

How to add one, in four steps
-----------------------------
1. `figures/pendulum.py`: a function that gathers what the picture needs and returns
   `Figure("pendulum", "Longer swings slower", data, still)`. `data` is JSON (numpy arrays may be in it; photographs as
   `photographs.sources(images)`). `still` is the plain-code twin, a `plots.Picture`: its description is what a
   listener hears. Numbers that the figure shows and that Python can compute are computed here or tested against here.
2. `figures/pendulum.js`: one function of (figure, data), and nothing else:

    (figure, data) => {
      const chart = figure.chart({
        label: "Time of a swing over length", height: 300,
        x: { from: 0, to: 2, label: "length (m)" }, y: { from: 0, to: 3, label: "time of a swing (s)" },
      });
      const dots = chart.each(data.measured, "circle", () => ({ r: 4, fill: figure.colour.blue }));
      const length = chart.handle({
        label: "Length (m)", stops: figure.steps(0.1, 2, 0.01), value: 1, at: () => chart.bottom,
      });
      const gravity = figure.range({ label: "gravity (m/s²)", stops: figure.steps(1, 25, 0.1), value: 9.8 });
      figure.draw(() => {                     // runs now, after every change, and when the width changes
        data.measured.forEach(([x, y], i) => figure.set(dots[i], { cx: chart.x(x), cy: chart.y(y) }));
        const time = 2 * Math.PI * Math.sqrt(length.value / gravity.value);
        figure.say(`A pendulum of ${figure.short(length.value)} m swings in ${figure.seconds(time)}.`);
      });
    }

3. Export the function here, beside its twin.
4. Tests: `tests/figure_examples/pendulum.py` gives one or more. The tests of all figures try what holds for all:
   self-contained, described, several on a page, both themes, keys, no accessibility fault. Add one that compares the
   words after some keys with what the twin says. While you draw: `Figure.save("pendulum.html")` makes a page of it.

The parts
---------
Everything is in CSS pixels and drawn anew for the width at hand (280 to 1,100), so text stays 13 px: compute places in
`draw`, from `chart.x(value)`, `chart.y(value)`, `chart.width`, `.height`, `.left`, `.right`, `.top`, `.bottom`.

figure.chart({label, height, share, x, y, margin})   a drawing; `height` in pixels or a function of the width; an axis
        is {from, to, log, logit, label, format, ticks, grid}; without x and y it is an empty sheet; with a `share`
        of the width below 1 two stand side by side where there is room
  chart.x(value), chart.x.invert(pixel)       the scale of an axis
  chart.add(tag, attributes, parent)          one SVG element
  chart.each(rows, tag, attributes)           one for each row; set their places in `draw`
  chart.handle({label, along, stops, value, format, page, at, line, tag, tint})
        a slider in the drawing: dragged along "x" or "y", moved by arrow, page, home and end keys; `at` is a function
        that gives its pixel on the other axis; `line`, a function that gives two such pixels, makes it an edge; `tag:
        true` writes its value beside it (a value that is spoken is shown, there or in what you say)
  chart.drag(element, (x, y) => ...)          anything else that is dragged; set the value of a control in it, so that
        the same can be done by keys
figure.range({label, stops, value, format, page})   a native slider with its name and value
figure.select({label, options: [[value, words], ...], value})   a native menu
figure.button(words, pressed)                 a native button; give it `aria-pressed` where it stays down
figure.code()                                 a line of Python with a button that copies it: `.show(line)`
        Controls have `.value`, which can be set, and redraw by themselves. What a control can stand at is a list
        (`stops`), so that what is shown, spoken and computed is one number.
figure.steps(from, to, step), figure.significant(from, to, digits)   lists for `stops`, the second for log axes
figure.say(words)                             the result, shown over the drawing and spoken
figure.animate(milliseconds, share => ...)    calls with 0 to 1 and draws; at once with 1 where motion is not wanted
figure.seen(once)                             calls when the figure first comes into sight
figure.colour.blue, red, green, orange, pink, sky, ink, soft, line, grid, panel, paper
        change with the theme; all but line (3:1), grid, panel and paper are 4.5:1 on the page, so good for text too
        (classes of text: blue, red, green, orange, soft, strong, halo)
figure.dark                                   whether the ground is dark, for a heat map's colours
figure.html(tag, attributes, ...inside), figure.place(element)   anything else
figure.path([[u, v], null, ...])              the `d` of a <path> through points, with gaps
figure.heat(rows, number => [r, g, b])        the `href` of an <image> in which each number is one pixel
figure.set(element, attributes)               change attributes; `text` is the words, null takes one away
figure.short(number), figure.seconds(number)  numbers for people

Words from `data` go in through `text`, never as HTML: then a learner's own words can do no harm on a feedback page.
"""

from course.figures.apple_counter import apple_counter
from course.figures.break_even import break_even
from course.figures.epoch_player import epoch_player
from course.figures.figure import Figure
from course.figures.frost_bill import frost_bill
from course.figures.fruit_field import fruit_field
from course.figures.gpu_memory import gpu_memory
from course.figures.inventory import inventory
from course.figures.label_wall import label_wall
from course.figures.learning_curve import learning_curve
from course.figures.line import line
from course.figures.network_explainer import network_explainer
from course.figures.paid_week import paid_week
from course.figures.portrait import portrait
from course.figures.quick_question import quick_question
from course.figures.race import race
from course.figures.recall_bars import recall_bars
from course.figures.split_date import split_date
from course.figures.spoken_words import spoken_words
from course.figures.subtitles import subtitles
from course.figures.threshold import threshold
from course.figures.time_ruler import time_ruler
from course.figures.tree import tree

__all__ = [
    "Figure",
    "apple_counter",
    "break_even",
    "epoch_player",
    "frost_bill",
    "fruit_field",
    "gpu_memory",
    "inventory",
    "label_wall",
    "learning_curve",
    "line",
    "network_explainer",
    "paid_week",
    "portrait",
    "quick_question",
    "race",
    "recall_bars",
    "split_date",
    "spoken_words",
    "subtitles",
    "threshold",
    "time_ruler",
    "tree",
]
