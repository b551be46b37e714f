"""The moving picture of the README: lesson 01 in a real JupyterLab, used by hand.

`PYTHONPATH=tests python tests/browser/lesson_in_use.py` writes docs/lesson-in-use.webp.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from itertools import pairwise
from pathlib import Path

import nbformat
from by_hand import bring_into_view, open_from_list, run_all, wait_until_run
from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright
from support.jupyterlab import TOKEN, jupyterlab
from support.learner import answered, questions, solution

from autograder.authoring import lesson as lessons

NAME = "01-apple-or-not"
TARGET = lessons.ROOT / "docs" / "lesson-in-use.webp"
WINDOW, SIZE, QUALITY = {"width": 1100, "height": 760}, (825, 570), 60  # pixels; pixels; of 100
MOVE, LOOK, REST = 90, 600, 1200  # milliseconds that a picture stands


class Film:
    """Pictures of a page, one after the other."""

    def __init__(self, page: Page):
        self.page, self.pictures, self.times = page, [], []

    def take(self, milliseconds: int) -> None:
        shot = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        self.pictures.append(shot.resize(SIZE, Image.Resampling.LANCZOS))
        self.times.append(milliseconds)

    def show(self, name: str, above: int) -> Locator:
        """Bring a chart into view, with so many pixels above it."""
        chart = bring_into_view(self.page, f"[aria-label='{name}']")
        self.page.wait_for_timeout(500)
        top = chart.bounding_box()["y"] - above
        self.page.locator(".jp-WindowedPanel-outer").first.evaluate(f"panel => panel.scrollTop += {top}")
        self.page.wait_for_timeout(500)
        self.take(REST)
        return chart

    def drag(self, chart: Locator, places: list[tuple[float, float]], steps: int = 9) -> None:
        """Press on a chart and pull from place to place, each a share of its width and height."""
        box, mouse = chart.bounding_box(), self.page.mouse
        ways = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in places]
        mouse.move(*ways[0])
        mouse.down()
        for (x, y), (to_x, to_y) in pairwise(ways):
            for step in range(1, steps + 1):
                mouse.move(x + (to_x - x) * step / steps, y + (to_y - y) * step / steps)
                self.take(MOVE)
        mouse.up()
        self.take(REST)

    def press(self, slider: str, keys: list[str], milliseconds: int) -> None:
        self.page.get_by_role("slider", name=slider).first.focus()
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(100)
            self.take(milliseconds)
        self.take(REST)

    def write(self, path: Path) -> None:
        first, *rest = self.pictures
        first.save(path, save_all=True, append_images=rest, duration=self.times, loop=0, quality=QUALITY, method=4)


def play(page: Page) -> Film:
    """What a learner does with three figures of the lesson."""
    film = Film(page)
    corners = film.show("Accuracy for every place of the lower left corner", above=260)
    film.drag(corners, [(0.3, 0.8), (0.75, 0.4), (0.55, 0.6), (0.62, 0.78)])
    film.show("The tree and its fruit", above=200)
    film.press("questions a fruit, at most", 4 * ["ArrowRight"], LOOK)
    film.show("Fruit by their chance of being an apple", above=200)
    film.press("Threshold", 14 * ["ArrowLeft"] + 14 * ["ArrowRight"], MOVE)
    return film


def main() -> None:
    lesson = lessons.read(lessons.SOLUTIONS / f"{NAME}.py")
    right = {question: solution(lesson, question) for question in questions(lesson)}
    with tempfile.TemporaryDirectory() as top, sync_playwright() as playwright:
        folder, home = Path(top, "lessons"), Path(top, "home")
        home.mkdir()
        shutil.copytree(lessons.LESSONS / NAME, folder / NAME, ignore=shutil.ignore_patterns("observations.json"))
        shutil.copy(lessons.ROOT / "nbgrader_config.py", top)
        nbformat.write(answered(lesson, right), folder / NAME / f"{NAME}.ipynb")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with jupyterlab(folder, Path(top), home) as address:
            page = browser.new_page(viewport=WINDOW)
            page.goto(f"{address}/lab?token={TOKEN}&reset")
            open_from_list(page, NAME, NAME)
            page.keyboard.press("Control+b")  # the list of files makes room
            run_all(page)
            wait_until_run(page)
            play(page).write(TARGET)
        browser.close()
    print(f"written: {TARGET}, {TARGET.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
