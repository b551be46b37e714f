"""Sounds in a notebook: a player with words beside it. Nothing plays by itself."""

from __future__ import annotations

import html

import numpy as np
from IPython.display import Audio

from course.voice.synthesiser import RATE


class Player(Audio):
    """IPython's player of one sound, with a description for people who do not hear it, or do not see the page."""

    def __init__(self, sound: np.ndarray, description: str, rate: int = RATE):
        super().__init__(np.clip(sound, -1, 1), rate=rate, normalize=False, autoplay=False)
        self.description = f"{description}, {len(sound) / rate:.1f} s"

    def _repr_html_(self) -> str:
        words = html.escape(self.description, quote=True)
        player = super()._repr_html_().replace("<audio ", f'<audio aria-label="{words}" ', 1)
        return f'<figure style="margin:4px 0">{player}<figcaption>{words}</figcaption></figure>'

    def __repr__(self) -> str:
        return f"Sound: {self.description}"


def listen(sound: np.ndarray, description: str, rate: int = RATE) -> Player:
    """A player for samples -1 to 1; `description` says what is spoken, and by whom."""
    return Player(sound, description, rate)
