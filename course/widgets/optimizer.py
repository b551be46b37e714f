"""You are the optimizer: move slope and intercept until the line fits, then let SGD do it."""

from __future__ import annotations

import base64
import io

import numpy as np

from course.errors import CourseError
from course.plots.card import COLOURS
from course.widgets import page


class Optimizer:
    """A line through points, and the way that you or SGD walked to it.

    Set `slope` and `intercept`, or call `step()`; each move is kept in `trail` as (slope, intercept).
    `loss()` is the mean squared error. The last line of a cell shows sliders and pictures; `picture()`
    is the same without a mouse.
    """

    def __init__(self, x, y, *, names, learning_rate, batch_size, seed):
        self.x, self.y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        if self.x.ndim != 1 or self.x.shape != self.y.shape or len(self.x) < 2:
            raise CourseError(
                f"A line needs two columns of equal length; these have shapes {self.x.shape} and {self.y.shape}.",
                do="Give one column of inputs and one of targets: `widgets.optimizer(table.x, table.y)`.",
            )
        self.names, self.batch_size = names, min(batch_size, len(self.x))
        self.range, (self._slope, self._intercept) = _ranges_and_start(self.x, self.y)
        self.learning_rate = learning_rate or _calm_rate(self.x)
        self._random = np.random.default_rng(seed)
        self.trail = [(self._slope, self._intercept)]
        self._surface = None

    @property
    def slope(self) -> float:
        return self._slope

    @slope.setter
    def slope(self, value: float) -> None:
        self.move(value, self._intercept)

    @property
    def intercept(self) -> float:
        return self._intercept

    @intercept.setter
    def intercept(self, value: float) -> None:
        self.move(self._slope, value)

    def move(self, slope: float, intercept: float) -> None:
        """Puts the line there; the trail remembers where it was."""
        self._slope, self._intercept = float(slope), float(intercept)
        self.trail = [*self.trail[-199:], (self._slope, self._intercept)]

    def loss(self) -> float:
        """Mean squared error of the line, in the unit of y squared."""
        return float(np.mean((self.slope * self.x + self.intercept - self.y) ** 2))

    def step(self, count: int = 1) -> float:
        """`count` steps of SGD, each down the slope that one random batch shows. Returns the loss."""
        for _ in range(count):
            batch = self._random.choice(len(self.x), self.batch_size, replace=False)
            error = self.slope * self.x[batch] + self.intercept - self.y[batch]
            down = 2 * np.mean(error * self.x[batch]), 2 * np.mean(error)
            self.move(self.slope - self.learning_rate * down[0], self.intercept - self.learning_rate * down[1])
        return self.loss()

    def surface(self, points: int = 61) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(slopes, intercepts, losses (intercepts, slopes)) over the range of the sliders."""
        slopes, intercepts = (np.linspace(*ends, points) for ends in self.range)
        guess = slopes[None, :, None] * self.x + intercepts[:, None, None]
        return slopes, intercepts, np.mean((guess - self.y) ** 2, axis=2)

    def picture(self):
        """The loss surface with the trail, as a `plots.Picture`."""
        from course import plots

        return plots.loss_surface(*self.surface(), self.trail, names=("slope", "intercept"))

    def html(self) -> str:
        """Points and line on the left, the loss surface with the trail on the right; the loss is the title."""
        words = f"loss {self.loss():.4g}"
        drawing = page.svg(680, 296, self._points() + self._map())
        where = f"The line has slope {self.slope:.3g} and intercept {self.intercept:.3g}; {words}."
        return (
            f'<div style="{page.CARD}"><div role="status" style="font-size:17px;font-weight:600">'
            f"{words[0].upper()}{words[1:]}</div>"
            f"{page.svg_image(drawing, where, 680)}</div>"
        )

    def _points(self) -> str:
        x_ends, y_ends = _ends(self.x), _ends(self.y)
        left, top, wide, high = 54, 26, 270, 226

        def place(x, y):
            return (
                left + wide * (x - x_ends[0]) / (x_ends[1] - x_ends[0]),
                top + high * (y_ends[1] - y) / (y_ends[1] - y_ends[0]),
            )

        shown = slice(None, None, max(1, len(self.x) // 150))
        dots = "".join(
            f'<circle cx="{u:.1f}" cy="{v:.1f}" r="3" fill="{COLOURS["blue"]}" fill-opacity="0.55"/>'
            for u, v in (place(x, y) for x, y in zip(self.x[shown], self.y[shown], strict=True))
        )
        (u0, v0), (u1, v1) = (place(x, self.slope * x + self.intercept) for x in x_ends)
        line = (
            f'<clipPath id="box"><rect x="{left}" y="{top}" width="{wide}" height="{high}"/></clipPath>'
            f'<line clip-path="url(#box)" x1="{u0:.1f}" y1="{v0:.1f}" x2="{u1:.1f}" y2="{v1:.1f}" '
            f'stroke="{COLOURS["red"]}" stroke-width="3"/>'
        )
        return page.frame(left, top, wide, high, x_ends, y_ends, self.names) + dots + line

    def _map(self) -> str:
        left, top, wide, high = 404, 26, 250, 226
        if self._surface is None:
            self._surface = _shaded(self.surface()[2])
        (s0, s1), (b0, b1) = self.range
        trail = [(left + wide * (s - s0) / (s1 - s0), top + high * (b1 - b) / (b1 - b0)) for s, b in self.trail]
        points = " ".join(f"{u:.1f},{v:.1f}" for u, v in trail)
        u, v = trail[-1]
        return (
            f'<image x="{left}" y="{top}" width="{wide}" height="{high}" preserveAspectRatio="none" '
            f'href="{self._surface}"/>'
            + page.frame(left, top, wide, high, *self.range, ("slope", "intercept"), grid=False)
            + f'<clipPath id="map"><rect x="{left}" y="{top}" width="{wide}" height="{high}"/></clipPath>'
            f'<g clip-path="url(#map)"><polyline points="{points}" fill="none" stroke="#fff" stroke-width="2"/>'
            f'<circle cx="{u:.1f}" cy="{v:.1f}" r="6" fill="{COLOURS["red"]}" stroke="#fff" stroke-width="2"/></g>'
        )

    def widget(self):
        """Sliders, buttons and pictures as an ipywidgets box."""
        import ipywidgets as widgets

        view = widgets.HTML(self.html())
        wide = widgets.Layout(width="420px")
        sliders = [
            widgets.FloatSlider(
                value=value,
                min=low,
                max=high,
                step=(high - low) / 400,
                description=name,
                readout_format=".3g",
                layout=wide,
                style={"description_width": "90px"},
            )
            for name, value, (low, high) in zip(("slope", "intercept"), self.trail[-1], self.range, strict=True)
        ]
        one = widgets.Button(description="Let SGD do one step", layout=widgets.Layout(width="180px"))
        many = widgets.Button(description="20 steps", layout=widgets.Layout(width="100px"))
        again = widgets.Button(description="Start again", layout=widgets.Layout(width="110px"))
        start, busy = self.trail[0], []

        def follow() -> None:
            """Puts the sliders where the line is; their own events are not moves of yours."""
            busy.append(True)
            for slider, value in zip(sliders, (self.slope, self.intercept), strict=True):
                slider.value = min(max(value, slider.min), slider.max)
            busy.pop()
            view.value = self.html()

        def dragged(_) -> None:
            if not busy:
                self.move(sliders[0].value, sliders[1].value)
                view.value = self.html()

        def restart(_) -> None:
            self.trail = []
            self.move(*start)
            follow()

        for slider in sliders:
            slider.observe(dragged, names="value")
        one.on_click(lambda _: (self.step(), follow()))
        many.on_click(lambda _: (self.step(20), follow()))
        again.on_click(restart)
        return widgets.VBox([view, *sliders, widgets.HBox([one, many, again])], _dom_classes=("course-optimizer",))

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget())


def optimizer(x, y, *, names=("x", "y"), learning_rate=None, batch_size: int = 16, seed: int = 0) -> Optimizer:
    """You are the optimizer: fit a line y = slope * x + intercept by hand, then press for a step of SGD.

    x, y            numbers (n,); SGD walks well when x is centred (around 0) and of size 1 or so
    names           what stands at the axes, with units
    learning_rate   of SGD; chosen from the data when None
    Its twin in plain code: `you = widgets.optimizer(x, y)`, `you.slope = 2`, `you.loss()`, `you.step()`,
    `you.picture()`.
    """
    return Optimizer(x, y, names=names, learning_rate=learning_rate, batch_size=batch_size, seed=seed)


def _ranges_and_start(x: np.ndarray, y: np.ndarray) -> tuple[tuple, tuple[float, float]]:
    """((least, greatest) slope and intercept of the sliders), (slope and intercept to start from)."""
    slope, intercept = np.polyfit(x, y, 1)  # the middle of the sliders, and not where you start
    spread = max(np.ptp(y) / max(np.ptp(x), 1e-9), abs(slope), 1e-3)
    rise = max(np.ptp(y), abs(intercept), 1e-3)
    start = slope - 1.1 * spread, intercept - 0.8 * rise
    halves = 1.5 * spread, 1.2 * rise
    if max(halves) < 6 * min(halves):
        # then a unit is as long on both axes, and the round valley of a standardised x looks round
        halves = max(halves), max(halves)
    middles = slope, intercept
    ranges = tuple((middle - half, middle + half) for middle, half in zip(middles, halves, strict=True))
    return ranges, start


def _calm_rate(x: np.ndarray) -> float:
    """A learning rate with which no direction of the loss overshoots: a tenth of one over its steepest curve."""
    steepest = np.linalg.norm(np.vander(x, 2), 2) ** 2 / len(x)  # the largest eigenvalue of half the Hessian
    return 0.1 / steepest


def _ends(values: np.ndarray) -> tuple[float, float]:
    room = 0.08 * max(float(np.ptp(values)), 1e-9)
    return float(values.min()) - room, float(values.max()) + room


def _shaded(losses: np.ndarray) -> str:
    """The loss as a picture, dark where it is low, as a data URI."""
    from matplotlib import colormaps
    from PIL import Image

    heights = np.log10(np.maximum(losses, 1e-12))
    heights = (heights - heights.min()) / max(1e-12, np.ptp(heights))
    smooth = np.asarray(Image.fromarray(heights.astype(np.float32)[::-1]).resize((250, 226), Image.BICUBIC))
    bands = np.clip(np.floor(smooth * 14) / 13, 0, 1)
    file = io.BytesIO()
    Image.fromarray((colormaps["cividis"](bands)[:, :, :3] * 255).astype(np.uint8)).save(file, format="PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
