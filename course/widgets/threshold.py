"""A slider that decides which fruit are packed."""

from __future__ import annotations

from course.plots.card import image_html
from course.plots.fruit_points import line_up


def threshold(photos, chance, *, start: float = 0.5, wrong_crate: float = 3.0, lost_apple: float = 0.4):
    """Fruit lined up by their chance of being an apple, and a slider for the chance from which they are packed.

    Its twin in plain code: `plots.line_up(photos, chance, 0.5)`. Without a mouse it shows the threshold `start`.
    Returns an ipywidgets box.
    """
    import ipywidgets as widgets

    def page(value: float) -> str:
        picture = line_up(photos, chance, value, wrong_crate=wrong_crate, lost_apple=lost_apple)
        return image_html(picture.png(), picture.description)

    slider = widgets.FloatSlider(
        value=start,
        min=0.01,
        max=0.99,
        step=0.01,
        description="pack from",
        continuous_update=False,
        layout=widgets.Layout(width="600px"),
    )
    shown = widgets.HTML(page(start))

    def moved(change) -> None:
        shown.value = page(change["new"])

    slider.observe(moved, names="value")
    return widgets.VBox([slider, shown], _dom_classes=("course-threshold",))
