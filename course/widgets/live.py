"""The live view of a training run: it moves after every epoch and stays in the notebook when it is over."""

from __future__ import annotations

import html
import time

from course.errors import CourseError
from course.widgets import page


class TrainingView:
    """Give it to `training.fit(..., on_epoch=TrainingView(watch=photos))`.

    After every epoch: loss and accuracy on training and validation photographs, the time left, and the
    watched photographs with the current guess. `watch` are Photos in the order of fit's own `watch`;
    without it only the curves are shown.

    It is ordinary HTML that is updated in place, so the last state is in the saved notebook, needs no
    kernel, and reads the same in a run without a browser. Its twin: `progress=True`, then
    `plots.curves(history)` and `plots.watched(history, photos)`.
    """

    def __init__(self, watch=None):
        self.photos = watch
        self.images = [] if watch is None else page.photo_images(watch)
        self.updates = 0
        self.html = ""
        self._handle = None
        self._started = time.perf_counter()

    def __call__(self, history) -> None:
        """Draws the history so far; `training.fit` calls it after every epoch."""
        from IPython.display import display

        if self._handle is not None and len(history) == 1:
            self._handle, self._started = None, time.perf_counter()  # a second run gets a view of its own
        self.html = self._page(history)
        self.updates += 1
        if not page.in_notebook():
            print(status(history, self._left(history)))
            return
        bundle = {"text/html": self.html, "text/plain": status(history, self._left(history))}
        if self._handle is None:
            self._handle = display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)

    def _left(self, history) -> float | None:
        """Seconds left, from the pace so far; the first epoch alone is too slow to judge by."""
        if history.over or history.from_checkpoint:
            return None
        so_far = time.perf_counter() - self._started
        return so_far / len(history) * (history.planned - len(history))

    def _page(self, history) -> str:
        words = status(history, self._left(history))
        bar = (
            f'<progress max="{history.planned}" value="{len(history)}" aria-label="epochs done" '
            f'style="width:100%;height:8px"></progress>'
        )
        curves = page.svg_image(page.svg_curves(history), f"Curves of the training. {words}", 680)
        return (
            f'<div class="course-training" style="{page.CARD}" role="group" aria-label="Training, live">'
            f'<div role="status" style="font-size:14px;margin-bottom:6px">{html.escape(words)}</div>{bar}{curves}'
            f'<div style="{page.GRID};margin-top:8px">{self._tiles(history)}</div></div>'
        )

    def _tiles(self, history) -> str:
        if not self.images:
            return ""
        if not history.guesses or len(history.guesses[-1]) != len(self.images):
            raise CourseError(
                f"The view watches {len(self.images)} photographs, the training "
                f"{len(history.guesses[-1]) if history.guesses else 0}.",
                why="They must be the same ones in the same order.",
                do="Give both: `watch=torch.from_numpy(photos.small(32))` and `TrainingView(watch=photos)`.",
            )
        return page.tiles(self.images, self.photos, history.guesses[-1])


def status(history, left: float | None) -> str:
    """One line about the run, as the live view shows it."""
    last = history.epochs[-1]
    words = (
        f"Epoch {last.number} of {history.planned}: loss {last.train_loss:.3f} in training, "
        f"{last.valid_loss:.3f} in validation; {history.score_name} {last.train_score:.3f} and {last.valid_score:.3f}."
    )
    if history.from_checkpoint:
        return f"{words} Taken from the checkpoint, not trained again."
    if history.stopped_early:
        return f"{words} Stopped early: the validation loss did not improve any more."
    if left is None:
        return f"{words} Done in {history.seconds:.1f} s of training."
    return f"{words} About {left:.0f} s left."
