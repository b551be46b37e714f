"""Sixteen words as sequences of phones, and how each phone is made: formants, voice, noise.

Formants F1, F2 and F3 are the resonances of the vocal tract, hertz, for a grown-up of middle size (vowels after
Peterson and Barney, 1952). A consonant adds noise: aspiration at the vocal folds, friction at a narrow place.
"""

from __future__ import annotations

from dataclasses import dataclass

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
FRUIT = ("apple", "pear", "plum", "lemon", "cherry", "grape")
WORDS = DIGITS + FRUIT


@dataclass(frozen=True)
class Phone:
    """One sound of a language.

    formants    F1, F2, F3, hertz
    ms          how long it is, milliseconds, in a voice of middle speed
    voiced      how loud the vocal folds are, 0 to 1
    aspiration  noise at the vocal folds, friction: noise at a narrow place, both 0 to 1
    centre, width  where the friction lies and how wide it is, hertz
    stop        whether the mouth closes first: silence, then a burst
    """

    formants: tuple[float, float, float]
    ms: float
    voiced: float = 1.0
    aspiration: float = 0.0
    friction: float = 0.0
    centre: float = 1000.0
    width: float = 1000.0
    stop: bool = False


def _vowels() -> dict[str, Phone]:
    formants = {
        "iy": (290, 2250, 2950), "ih": (400, 1950, 2550), "eh": (560, 1770, 2490), "ae": (680, 1680, 2450),
        "ah": (620, 1220, 2420), "ao": (580, 880, 2480), "uw": (320, 1000, 2250), "er": (480, 1330, 1680),
    }  # fmt: skip
    halves = {  # a diphthong is two of them: "five" has a1 and then a2
        "o1": (500, 950, 2400), "o2": (360, 820, 2350), "e1": (500, 1880, 2520), "e2": (320, 2200, 2800),
        "a1": (720, 1250, 2500), "a2": (380, 2000, 2600),
    }  # fmt: skip
    return {name: Phone(each, 130) for name, each in formants.items()} | {
        name: Phone(each, 95) for name, each in halves.items()
    }


PHONES = _vowels() | {
    "w": Phone((300, 620, 2200), 65, 0.85),
    "r": Phone((330, 1080, 1500), 70, 0.85),
    "l": Phone((360, 950, 2800), 75, 0.8),
    "n": Phone((260, 1500, 2500), 80, 0.5),
    "m": Phone((250, 1000, 2300), 80, 0.5),
    "v": Phone((300, 1100, 2100), 60, 0.6, friction=0.08, centre=3000, width=3500),
    "z": Phone((280, 1500, 2500), 85, 0.5, friction=0.3, centre=3700, width=800),
    "f": Phone((340, 1100, 2100), 100, 0, friction=0.14, centre=3000, width=3500),
    "th": Phone((320, 1300, 2500), 90, 0, friction=0.12, centre=3000, width=3000),
    "s": Phone((320, 1500, 2500), 115, 0, friction=0.55, centre=3700, width=700),
    "ch": Phone((320, 1800, 2500), 85, 0, friction=0.5, centre=2600, width=900, stop=True),
    "t": Phone((400, 1800, 2600), 30, 0, 0.3, 0.45, 3400, 1500, stop=True),
    "k": Phone((350, 1900, 2300), 35, 0, 0.3, 0.5, 1900, 900, stop=True),
    "p": Phone((350, 900, 2200), 25, 0, 0.3, 0.4, 900, 1500, stop=True),
    "g": Phone((300, 1900, 2300), 12, 0.3, 0.1, 0.4, 1900, 900, stop=True),
}

SPELT = {
    "zero": "z ih r o1 o2", "one": "w ah n", "two": "t uw", "three": "th r iy", "four": "f ao r",
    "five": "f a1 a2 v", "six": "s ih k s", "seven": "s eh v ah n", "eight": "e1 e2 t", "nine": "n a1 a2 n",
    "apple": "ae p ah l", "pear": "p eh r", "plum": "p l ah m", "lemon": "l eh m ah n", "cherry": "ch eh r iy",
    "grape": "g r e1 e2 p",
}  # fmt: skip
