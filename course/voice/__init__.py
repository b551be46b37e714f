"""Voice: a synthesiser, spectrograms, a network that reads words, and people.

phones.py       sixteen words, and how each of their phones is made
synthesiser.py  source and filter, many voices
espeak.py       another synthesiser, an extra
spectrogram.py  sound as a picture
takes.py        sounds with their words and speakers
network.py      the network, on one screen
ctc.py          its loss, its training step, its score
reading.py      labels frame by frame, words with times, teaching it more
tables.py       a row for each sound, and what logistic regression makes of it
recording.py    a learner's own file, cut at the pauses
own.py          ten clips of somebody
people.py       recorded digits of six people, by download
player.py       sounds in a notebook
records.py      what people and another synthesiser gave, measured once
"""

from course.voice import espeak, people
from course.voice.own import two_tens
from course.voice.phones import DIGITS, FRUIT, WORDS
from course.voice.recording import RecordingProblem, cut, read_file, upload, uploaded
from course.voice.records import recorded, recorded_errors, recorded_lessons
from course.voice.spectrogram import spectrogram
from course.voice.synthesiser import RATE, Voice, person, speak
from course.voice.tables import WordTable, timbre
from course.voice.takes import Takes, joined, takes

LAZY = {  # what needs torch or IPython, which take seconds to import, is imported when it is used
    "CTC": "ctc", "step": "ctc", "targets": "ctc", "Reader": "network", "listen": "player", "labels": "reading",
    "spans": "reading", "take": "reading", "teach": "reading",
}  # fmt: skip

__all__ = [
    "DIGITS",
    "FRUIT",
    "RATE",
    "WORDS",
    "RecordingProblem",
    "Takes",
    "Voice",
    "WordTable",
    "cut",
    "espeak",
    "joined",
    "people",
    "read_file",
    "recorded",
    "recorded_errors",
    "recorded_lessons",
    "speak",
    "spectrogram",
    "takes",
    "timbre",
    "two_tens",
    "upload",
    "uploaded",
    "person",
    *LAZY,
]


def __getattr__(name: str):
    if name not in LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"course.voice.{LAZY[name]}"), name)
