"""Another synthesiser: eSpeak NG, through the package `espeakng-loader` (10 MB, GPL-3), an extra of the course.

It makes speech by rules as the course does, with rules of its own: other vowels, other lengths, other voices.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from importlib import util

import numpy as np

from course.errors import CourseError
from course.voice.synthesiser import RATE

VOICES = (
    "en-us+m1", "en-us+m3", "en-us+m7", "en+f1", "en-us+f2", "en-us+f5", "en+m4", "en-us+klatt", "en+Alex",
    "en-us+Annie", "en-us+steph", "en-us+f4", "en-us+linda", "en-us+grandpa",
)  # fmt: skip
SYNCHRONOUS, UTF8 = 2, 1  # of espeak-ng/speak_lib.h
SPEED, PITCH = 1, 3
DO_NOT_EXIT = 1 << 15


class NoEspeak(CourseError):
    """eSpeak NG is not there; the message says how to get it."""

    heading = "The other synthesiser is not here"


def installed() -> bool:
    """Whether the package is here and its library starts."""
    try:
        _library()
    except NoEspeak:
        return False
    return True


def say(words: Sequence[str], speaker: str = VOICES[0], *, seed: int = 0) -> np.ndarray:
    """float32 samples, 8,000 a second, of the words in one of `VOICES`, at a speed and pitch drawn by `seed`.

    Raises NoEspeak where the package is not installed, does not start, has not that voice or stays silent.
    """
    from scipy.signal import resample_poly

    library, rate, heard = _library()
    random = np.random.default_rng([seed, 13])
    heard.clear()
    if library.espeak_SetVoiceByName(speaker.encode()) != 0:
        raise NoEspeak(
            f"This eSpeak NG has no voice “{speaker}”.",
            do="Take one of voice.espeak.VOICES, or read the recorded results.",
        )
    library.espeak_SetParameter(SPEED, int(random.integers(110, 190)), 0)
    library.espeak_SetParameter(PITCH, int(random.integers(20, 80)), 0)
    text = ", ".join(words).encode() if random.random() < 0.5 else " ".join(words).encode()
    library.espeak_Synth(text, len(text) + 1, 0, 1, 0, UTF8, None, None)
    found = resample_poly(np.concatenate(heard).astype(np.float32), RATE, rate) if heard else np.zeros(1)
    if not np.abs(found).max() > 0:
        raise NoEspeak(
            f"eSpeak NG stayed silent where it should say “{' '.join(words)}”.",
            why="Silence would count as words that the network missed.",
            do="Read the recorded results.",
        )
    return (0.8 * found / np.abs(found).max()).astype(np.float32)


@cache
def _library():
    """(the library, its samples a second, a list that fills with samples while it speaks)."""
    if util.find_spec("espeakng_loader") is None:
        raise NoEspeak(
            "eSpeak NG is not installed.",
            why="It has another licence than the course (GPL-3), so it comes on its own.",
            do="Run `%pip install espeakng-loader`, then this cell again; or read the recorded results.",
        )
    import espeakng_loader

    heard: list[np.ndarray] = []

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    def take(samples, count, _):
        if samples and count > 0:
            heard.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    try:
        library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        place = str(espeakng_loader.get_data_path()).encode()
        rate = library.espeak_Initialize(SYNCHRONOUS, 0, place, DO_NOT_EXIT)
    except OSError as error:
        rate, reason = -1, str(error)
    else:
        reason = "it does not find its data"
    if rate <= 0:
        raise NoEspeak(f"eSpeak NG is installed and does not start: {reason}.", do="Read the recorded results.")
    library.espeak_SetSynthCallback(take)
    library._take = take  # else Python forgets it
    return library, rate, heard
