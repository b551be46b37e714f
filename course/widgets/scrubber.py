"""The epoch scrubber: drag through the epochs and watch the same photographs being guessed."""

from __future__ import annotations

import html
import json
import uuid

from course.errors import CourseError
from course.widgets import page


class EpochScrubber:
    """What `epoch_scrubber` shows. `at(epoch)` is the state in words, the last line of a cell shows the page.

    A plain slider of the browser, with all guesses inside the page: it answers at once, works with the
    arrow keys, without a kernel, in a notebook opened a year later and in a feedback page.
    """

    def __init__(self, history, photos):
        guesses = history.watched
        if not guesses.size or guesses.shape[1] != len(photos):
            raise CourseError(
                f"The history watched {guesses.shape[1] if guesses.size else 0} photographs, here are {len(photos)}.",
                why="The scrubber shows the guesses that the training kept for its watched photographs.",
                do="Train with `watch=torch.from_numpy(photos.small(32))` and give the same photographs here.",
            )
        self.history, self.photos = history, photos

    def at(self, epoch: int) -> str:
        """The line over the photographs after `epoch` (1 is the first)."""
        last = self.history.epochs[epoch - 1]
        guesses = self.history.watched[epoch - 1] > 0.5
        right = int((guesses == (self.photos.is_apple == 1)).sum())
        return (
            f"Epoch {epoch} of {len(self.history)}: {right} of {len(self.photos)} right. "
            f"Loss {last.train_loss:.3f} in training, {last.valid_loss:.3f} in validation."
        )

    def html(self) -> str:
        """The page, self-contained, standing at the last epoch."""
        count, name = len(self.history), f"scrub-{uuid.uuid4().hex[:8]}"
        chances = self.history.watched
        tiles = page.tiles(page.photo_images(self.photos), self.photos, chances[-1])
        data = {
            "chances": chances.round(3).tolist(),
            "apple": [bool(apple) for apple in self.photos.is_apple],
            "kinds": [str(kind) for kind in self.photos.kinds],
            "lines": [self.at(epoch) for epoch in range(1, count + 1)],
        }
        return (
            f'<div class="course-scrubber" id="{name}" style="{page.CARD}">'
            f'<label style="display:block;font-size:14px">Epoch '
            f'<input type="range" min="1" max="{count}" value="{count}" aria-label="Epoch" {OWN_KEYS} '
            f'aria-valuetext="{html.escape(self.at(count))}" style="width:70%;vertical-align:middle"></label>'
            f'<div class="line" role="status" style="font-size:14px;margin:6px 0">'
            f"{html.escape(self.at(count))}</div>"
            f'<div class="tiles" style="{page.GRID}">{tiles}</div>'
            f"<script>({SCRIPT})(document.getElementById({json.dumps(name)}), {_safe(data)})</script></div>"
        )

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display({"text/html": self.html(), "text/plain": self.at(len(self.history))}, raw=True)


# JupyterLab moves between cells with the arrow keys, unless the element itself says that it wants them
OWN_KEYS = 'data-lm-suppress-shortcuts="true"'
# The same rules as page.tile and page.guess_words; a test in a browser holds them together.
SCRIPT = """(root, data) => {
  const slider = root.querySelector("input"), tiles = [...root.querySelector(".tiles").children];
  slider.disabled = false;
  slider.addEventListener("input", () => {
    const epoch = Number(slider.value) - 1;
    root.querySelector(".line").textContent = data.lines[epoch];
    slider.setAttribute("aria-valuetext", data.lines[epoch]);
    tiles.forEach((tile, i) => {
      const chance = data.chances[epoch][i], right = (chance > 0.5) === data.apple[i];
      const sure = Math.round(100 * Math.max(chance, 1 - chance));
      const words = `${chance > 0.5 ? "apple" : "no apple"} ${sure}%`;
      const image = tile.querySelector("img");
      image.style.border = right ? "2px solid #0072B2" : "5px solid #D55E00";
      image.alt = `${data.kinds[i]}: ${words}, ${right ? "right" : "wrong"}`;
      tile.querySelector("b").textContent = words;
    });
  });
}"""


def epoch_scrubber(history, photos) -> EpochScrubber:
    """A slider over the epochs of `history` with the watched photographs and the guess after each epoch.

    photos: the photographs behind fit's `watch`, in the same order.
    Its twin in plain code: `plots.watched(history, photos, epoch)`.
    """
    return EpochScrubber(history, photos)


def _safe(data: dict) -> str:
    """JSON that cannot end the script it stands in."""
    return json.dumps(data).replace("<", "\\u003c")
