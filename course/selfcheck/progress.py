"""What is being done while a learner waits: one line with a bar, on a terminal only."""

from __future__ import annotations

import asyncio
from typing import TextIO

from tqdm import tqdm

from course.notebook.place import heading, number

WORDS, BAR = 48, 16  # characters


class Progress:
    """A line on `stream` that says which cell runs, with a clock; nothing where `stream` is no terminal.

    Use it in a `with`; `cell` is called before each cell, inside the event loop that runs it.
    """

    def __init__(self, stream: TextIO):
        shape = f"{{desc:{WORDS}}} |{{bar:{BAR}}}| {{elapsed}}"
        look = {"leave": False, "ascii": " #", "bar_format": shape}
        self.bar = tqdm(desc="starting a fresh kernel", total=1, file=stream, disable=None, **look)
        self.ticking = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_) -> None:
        self.bar.close()

    def cell(self, cells: list, index: int) -> None:
        """Cell `index` begins."""
        if self.bar.disable:
            return
        this, self.bar.total = number(cells, index), number(cells, len(cells) - 1)
        words = f"cell {this} of {self.bar.total}: {heading(cells, index)}"
        self.bar.n = this - 1
        self.bar.set_description_str(words if len(words) <= WORDS else words[: WORDS - 3] + "...")
        if not self.ticking:
            self.ticking = True
            self._tick()

    def _tick(self) -> None:
        """A long cell shows a clock that goes on."""
        if not self.bar.disable:
            self.bar.refresh()
            asyncio.get_running_loop().call_later(1, self._tick)
