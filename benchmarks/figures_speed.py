"""How soon a figure is drawn, and how many frames a second it draws while somebody drags."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import figure, heading, note
from course.errors import CourseError

FIRST_DRAW_S, FRAMES = 0.3, 30
REPEATS = 5
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# From the start of the figure's script to the frame that shows it: the page has nothing else to do.
MARK = "<script>performance.mark('start')</script>"
FIRST = """() => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
    done((performance.now() - performance.getEntriesByName('start')[0].startTime) / 1000);
})))"""
# Moves every slider of the figure one stop a frame, to and fro, and counts the frames of two seconds.
DRAG = """async host => {
  const sliders = [...host.shadowRoot.querySelectorAll("[role=slider], input[type=range]")], before = performance.now();
  if (!sliders.length) return null;
  let frames = 0;
  while (performance.now() - before < 2000) {
    const slider = sliders[frames % sliders.length], key = frames % 40 < 20 ? "ArrowRight" : "ArrowLeft";
    if (slider.matches("input")) {
      slider.value = Number(slider.value) + (key === "ArrowRight" ? 1 : -1);
      slider.dispatchEvent(new Event("input"));
    } else slider.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    await new Promise(requestAnimationFrame);
    frames++;
  }
  return frames / ((performance.now() - before) / 1000);
}"""


def main() -> None:
    """Print the figures."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise CourseError("There is no Chromium on this machine.", do="Install it, or run .ci/run, which does.")
    from playwright.sync_api import sync_playwright

    heading("Figures in a browser")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        window = browser.new_page(viewport={"width": 1100, "height": 900})
        for name, made in _figures().items():
            file = made.save(Path(folder) / "figure.html")
            html = file.read_text(encoding="utf-8").replace("<script>(", f"{MARK}<script>(", 1)
            file.write_text(html, encoding="utf-8")
            figure(f"{name}: size", len(html.encode()) / 1000, "kB")
            figure(f"{name}: first draw", _first_draw(window, file), "s", limit=FIRST_DRAW_S)
            rate = window.locator(".course-figure").evaluate(DRAG)
            if rate is not None:
                figure(f"{name}: while a slider moves", rate, "frames/s", limit=FRAMES, more=True)
        note("First draw: from the start of the script to the frame that shows it; the middle of five loads.")
        browser.close()


def _first_draw(window, file: Path) -> float:
    took = []
    for _ in range(REPEATS):
        window.goto(file.as_uri(), wait_until="domcontentloaded")
        took.append(window.evaluate(FIRST))
    window.wait_for_timeout(500)
    return statistics.median(took)


def _figures() -> dict:
    """The examples that the tests try."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from figure_examples import every_figure

    return every_figure()


if __name__ == "__main__":
    main()
