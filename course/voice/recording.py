"""A learner's own recording: read from a file, brought into the course's form, cut into words at the pauses."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from itertools import pairwise
from math import ceil, gcd
from pathlib import Path

import numpy as np

from course.errors import CourseError
from course.voice.phones import DIGITS
from course.voice.spectrogram import HOP, WINDOW, power
from course.voice.synthesiser import RATE
from course.voice.takes import Takes

LONGEST = 60  # seconds
SHORTEST = 0.12  # seconds of a word
CLICK = 0.03  # seconds: what is shorter is none
PAUSE, CLEARLY = 0.18, 1.3  # seconds between words, and so many times as long as the pauses within "six" and "eight"
SILENT, FULL = 0.003, 0.985  # of the largest sample that a file can hold
CLIPPED = 0.001  # share of samples at the limit


class RecordingProblem(CourseError):
    """A recording that cannot be used; the message says why, and how to make one that can."""

    heading = "The recording cannot be used"


def read_file(file: str | Path | bytes, name: str = "") -> np.ndarray:
    """float32 samples (n,), one channel, 8,000 a second, of a sound file or of its bytes.

    WAV files are read as they are; all others (m4a, mp3, ogg, flac, webm) through PyAV, an extra. Channels are
    averaged. Raises RecordingProblem where there is no such file or no sound in it, where it is silent, or longer than
    a minute. Samples at the limit are said, and used.
    """
    if not isinstance(file, bytes):
        name = name or Path(file).name
        try:
            file = Path(file).read_bytes()
        except OSError as error:
            raise RecordingProblem(
                f"{name} cannot be read: {error.strerror or error}.",
                do='Put the file into the folder of the notebook and write its whole name, such as "ten.wav".',
            ) from None
    name = name or "the file"
    rate, samples = _wav(file, name) if file[:4] in (b"RIFF", b"RIFX", b"RF64") else _any(file, name)
    seconds = len(samples) / rate
    if seconds > LONGEST:
        raise _too_long(name, seconds)
    if seconds < SHORTEST:
        raise RecordingProblem(
            f"{name} holds {seconds:.2f} s of sound.",
            why="That is shorter than a word.",
            do="Say the ten digits twice with a pause after each, about 25 s, and choose that file.",
        )
    sound = _resampled(samples, rate)
    if np.abs(samples).max() < SILENT:
        raise RecordingProblem(
            f"{name} is silent: its loudest sample is {np.abs(samples).max():.4f} of what it could be.",
            why="The microphone was off, muted, or another one was recorded.",
            do="Listen to the file. If you hear nothing, allow the microphone and record again.",
        )
    clipped = np.isclose(np.abs(samples), np.abs(samples).max(), atol=1e-4).mean()
    if np.abs(samples).max() > FULL and clipped > CLIPPED:
        print(
            f"{name} is clipped: {clipped:.1%} of its samples stand at the limit, because it was too loud. "
            "It is used as it is; for a better one speak from further away."
        )
    return sound


def stretches(sound: np.ndarray, pause: float = 0.2) -> list[tuple[int, int]]:
    """(start, end) in samples of what is spoken between pauses of `pause` seconds or more."""
    return [(start, end) for start, end in _loud(sound, pause) if end - start >= SHORTEST * RATE]


def _loud(sound: np.ndarray, pause: float) -> list[tuple[int, int]]:
    if len(sound) < WINDOW:
        return []
    level = 10 * np.log10(power(sound).sum(1) + 1e-12)
    top = np.percentile(level, 95)
    quiet = max(np.percentile(level, 10), top - 50)
    loud = np.flatnonzero(level > max(top - 32, quiet + 0.35 * (top - quiet)))
    if not len(loud) or top - quiet < 6:
        return []
    breaks = np.flatnonzero(np.diff(loud) > pause * RATE / HOP)
    firsts, lasts = loud[np.r_[0, breaks + 1]], loud[np.r_[breaks, len(loud) - 1]]
    return [(int(first) * HOP, int(last) * HOP + WINDOW) for first, last in zip(firsts, lasts, strict=True)]


def cut(sound: np.ndarray, words: Sequence[str] = DIGITS, *, speaker: str = "you") -> Takes:
    """Takes of one word each, in the order of `words`, cut at the longest pauses, with 0.1 s around each.

    Raises RecordingProblem where there are more or fewer pieces than words, or where the pauses between words are not
    clearly longer than those within: so no word takes the name of another. The sound stays as it is.
    """
    pieces = [(start, end) for start, end in _loud(sound, 0.05) if end - start >= CLICK * RATE]
    pauses = np.array([after - before for (_, before), (after, _) in pairwise(pieces)]) / RATE
    order = np.argsort(-pauses, kind="stable")
    between, within = np.sort(order[: len(words) - 1]), pauses[order[len(words) - 1 :]]
    shortest = pauses[between].min(initial=np.inf)
    if len(between) == len(words) - 1 and shortest > max(PAUSE, CLEARLY * within.max(initial=0)):
        starts = [pieces[0][0], *(pieces[i + 1][0] for i in between)]
        ends = [*(pieces[i][1] for i in between), pieces[-1][1]]
        around = round(0.1 * RATE)
        sounds = [sound[max(0, start - around) : end + around] for start, end in zip(starts, ends, strict=True)]
        if min(map(len, sounds)) >= SHORTEST * RATE + around:
            return Takes(sounds, [(word,) for word in words], [speaker] * len(words))
    found = stretches(sound)
    at = ", ".join(f"{start / RATE:.1f}" for start, _ in found[:25])
    if len(found) == len(words):
        why = "Some pauses between words are hardly longer than those within, so nobody can say which is which."
    elif len(found) < len(words):
        why = "A word is missing, or two have no pause between them."
    else:
        why = "Something else is loud enough for a word: a cough, a door, a voice in the room."
    raise RecordingProblem(
        f"{len(found)} words were found and {len(words)} expected: {', '.join(words)}."
        f"{at and f' They begin at {at} s.'}",
        why=why,
        do=f"Listen {'at these times' if found else 'to it'}. Say every word once, with half a second of silence after "
        "each, and choose the new file. The old one is kept where it is.",
    )


def upload():
    """A button that takes a sound file from a computer or telephone (an ipywidgets.FileUpload)."""
    from ipywidgets import FileUpload, Layout

    kinds = ".wav,.m4a,.mp3,.ogg,.flac,.webm,audio/*"
    return FileUpload(accept=kinds, multiple=False, description="Ten digits, twice", layout=Layout(width="12em"))


def uploaded(button) -> tuple[bytes, str] | None:
    """(content, name) of the file that somebody chose, or None."""
    chosen = button.value[0] if button is not None and button.value else None
    return (bytes(chosen["content"]), str(chosen["name"])) if chosen else None


def _wav(content: bytes, name: str) -> tuple[int, np.ndarray]:
    """Rate and float samples (n,) of a WAV file; its channels are averaged."""
    from scipy.io import wavfile

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", wavfile.WavFileWarning)
            rate, samples = wavfile.read(io.BytesIO(content))
    except Exception as error:  # whatever scipy says of somebody's file
        raise RecordingProblem(
            f"{name} is no WAV file that can be read: {error or type(error).__name__}.",
            why="It is damaged, or was not copied to its end.",
            do="Export it again as WAV with 16 bits, or record again.",
        ) from None
    if rate < 4000:
        raise RecordingProblem(f"{name} has {rate} samples a second.", why="Speech needs 8,000.", do="Record again.")
    scale = {"u": 128.0, "i": 2.0 ** (8 * samples.dtype.itemsize - 1), "f": 1.0}[samples.dtype.kind]
    samples = samples.astype(np.float64) - (128 if samples.dtype.kind == "u" else 0)
    return rate, np.nan_to_num((samples.reshape(len(samples), -1) / scale).mean(1)).astype(np.float32)


def _any(content: bytes, name: str) -> tuple[int, np.ndarray]:
    """The same of any other format, through PyAV, which brings FFmpeg along."""
    try:
        import av
    except ImportError:
        if Path(name).suffix.lower() == ".wav":
            raise RecordingProblem(
                f"{name} does not begin as a WAV file does.",
                why="It is another format under that name, or no recording.",
                do="Export the recording as WAV again. If it was only renamed: `%pip install av` reads it.",
            ) from None
        raise RecordingProblem(
            f"{name} is no WAV file, and what reads other formats is not installed.",
            why="Telephones write m4a, mp3 or ogg, for which the course needs PyAV.",
            do="Run `%pip install av` in a cell, then this cell again; or export the recording as WAV.",
        ) from None
    parts: list[np.ndarray] = []
    try:
        with av.open(io.BytesIO(content), "r") as container:
            if not container.streams.audio:
                raise ValueError("there is no sound in it")
            resampler = av.AudioResampler(format="flt", layout="mono", rate=2 * RATE)
            for frame in container.decode(audio=0):
                parts += [part.to_ndarray().reshape(-1) for part in resampler.resample(frame)]
                if sum(map(len, parts)) > 2 * RATE * (LONGEST + 1):
                    raise _too_long(name)
            parts += [part.to_ndarray().reshape(-1) for part in resampler.resample(None)]
    except CourseError:
        raise
    except Exception as error:  # PyAV has an error for each of FFmpeg's
        raise RecordingProblem(
            f"{name} is no sound file that can be read: {error or type(error).__name__}.",
            why="It is damaged, or no recording.",
            do="Choose a recording: WAV, m4a, mp3, ogg, flac or webm.",
        ) from None
    return 2 * RATE, np.concatenate(parts).astype(np.float32) if parts else np.zeros(0, np.float32)


def _resampled(samples: np.ndarray, rate: int) -> np.ndarray:
    from scipy.signal import resample_poly

    common = gcd(RATE, rate)
    sound = resample_poly(samples, RATE // common, rate // common) if rate != RATE else samples
    return np.clip(sound, -1, 1).astype(np.float32)


def _too_long(name: str, seconds: float | None = None) -> RecordingProblem:
    length = f"{ceil(seconds):,} s" if seconds else f"more than {LONGEST} s"
    return RecordingProblem(
        f"{name} is {length} long, and {LONGEST} s are read.",
        why="Ten digits, said twice with pauses, take about 25 s.",
        do="Cut out the part with the digits, or record them alone. Your file stays as it is.",
    )
