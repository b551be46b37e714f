"""A learner's own file: what telephones and microphones give is read, or a sentence says what to do."""

from __future__ import annotations

import io
import sys
import wave
from types import SimpleNamespace

import numpy as np
import pytest

from course import voice
from course.voice import recording


def spoken(words=voice.DIGITS, number=2, pause=0.45):
    """The words one by one, with half a second between them and the noise of a room."""
    parts = [np.zeros(4000)]
    for i, word in enumerate(words):
        parts += [voice.speak([word], number, seed=i, pause=(0, 0)), np.zeros(round(pause * voice.RATE))]
    sound = np.concatenate(parts)
    return (0.5 * sound + np.random.default_rng(0).normal(0, 0.001, len(sound))).astype(np.float32)


def wav(sound, rate=8000, channels=1, width=2):
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        samples = np.repeat((np.clip(sound, -1, 1) * 32767).astype("<i2"), channels)
        out.writeframes(samples.tobytes() if width == 2 else ((samples >> 8) + 128).astype(np.uint8).tobytes())
    return file.getvalue()


def compressed(sound, kind, codec, rate=48000):
    """The sound as a telephone writes it."""
    av = pytest.importorskip("av")
    from scipy.signal import resample_poly

    file = io.BytesIO()
    with av.open(file, "w", format=kind) as out:
        stream = out.add_stream(codec, rate=rate)
        stream.layout = "mono"
        loud = resample_poly(sound, rate // 8000, 1)
        frame = av.AudioFrame.from_ndarray((loud[None] * 32000).astype(np.int16), format="s16", layout="mono")
        frame.rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            out.mux(packet)
    return file.getvalue()


# -- files that can be read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "channels", "width"), [(8000, 1, 2), (48000, 1, 2), (44100, 2, 2), (16000, 1, 1), (22050, 2, 2)]
)
def test_stereo_and_other_rates_become_one_channel_at_8_khz(rate, channels, width):
    from scipy.signal import resample_poly

    sound = voice.speak(["zero", "pear"], 1)
    up = resample_poly(sound, rate, 8000) if rate != 8000 else sound
    found = voice.read_file(wav(up, rate, channels, width), "ten.wav")
    assert found.dtype == np.float32
    assert abs(len(found) - len(sound)) < 10
    assert np.corrcoef(found[:7000], sound[:7000])[0, 1] > 0.95


@pytest.mark.parametrize(("kind", "codec"), [("mp3", "mp3"), ("ipod", "aac"), ("ogg", "libopus"), ("flac", "flac")])
def test_what_a_telephone_writes_is_read_and_cut_into_ten(kind, codec):
    found = voice.read_file(compressed(spoken(), kind, codec), f"ten.{kind}")
    assert voice.cut(found).words == [(word,) for word in voice.DIGITS]


def test_a_file_beside_the_notebook_is_read_by_its_name(tmp_path):
    (tmp_path / "ten.wav").write_bytes(wav(spoken()))
    assert len(voice.read_file(tmp_path / "ten.wav")) == len(spoken())
    with pytest.raises(voice.RecordingProblem, match=r"no\.wav cannot be read"):
        voice.read_file(tmp_path / "no.wav")


# -- files that cannot -------------------------------------------------------------------------------------------------


def test_without_pyav_an_m4a_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(voice.RecordingProblem, match="pip install av") as caught:
        voice.read_file(b"\0\0\0 ftypM4A ", "ten.m4a")
    assert "WAV" in caught.value.do
    with pytest.raises(voice.RecordingProblem, match="does not begin as a WAV file does"):
        voice.read_file(b"a letter to a friend", "ten.wav")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (wav(np.zeros(80000)), "is silent"),
        (wav(0.3 * np.sin(np.arange(8000 * 61) / 9)), "is 61 s long, and 60 s are read"),
        (wav(0.3 * np.sin(np.arange(8000 * 603 // 10) / 9)), "is 61 s long, and 60 s are read"),  # not "60 s", of 60.3
        (wav(0.3 * np.sin(np.arange(8000 * 600) / 9)), "is 600 s long"),
        (wav(np.ones(100)), "shorter than a word"),
        (wav(spoken())[:30], "no WAV file that can be read"),
        (b"RIFF nothing", "no WAV file that can be read"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_happened_why_and_what_to_do(content, says):
    with pytest.raises(voice.RecordingProblem, match=says) as caught:
        voice.read_file(content, "ten.wav")
    assert caught.value.why
    assert caught.value.do


def test_something_that_is_no_sound_is_said():
    pytest.importorskip("av")
    with pytest.raises(voice.RecordingProblem, match="no sound file that can be read"):
        voice.read_file(b"a letter to a friend" * 100, "letter.m4a")


def test_a_long_file_of_a_telephone_is_not_read_to_its_end():
    with pytest.raises(voice.RecordingProblem, match="more than 60 s long"):
        voice.read_file(compressed(0.3 * np.sin(np.arange(8000 * 90) / 9), "mp3", "mp3"), "long.mp3")


def test_clipping_is_said_and_the_sound_used(capsys):
    sound = voice.read_file(wav(np.clip(20 * spoken(), -1, 1)), "loud.wav")
    assert "clipped" in capsys.readouterr().out
    assert len(sound) == len(spoken())
    voice.read_file(wav(spoken()), "well.wav")
    assert capsys.readouterr().out == ""


# -- ten words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(8))
def test_ten_words_are_cut_at_the_pauses_in_many_voices(number):
    found = voice.cut(spoken(number=number))
    assert len(found) == 10
    assert all(0.2 < len(sound) / voice.RATE < 1.6 for sound in found.sounds)
    assert set(found.speakers) == {"you"}


@pytest.mark.parametrize(("words", "count"), [(voice.DIGITS[:9], 9), ((*voice.DIGITS, "apple"), 11)])
def test_a_word_too_few_or_too_many_is_counted_and_timed(words, count):
    sound = spoken(words)
    with pytest.raises(voice.RecordingProblem, match=f"{count} words were found and 10 expected") as caught:
        voice.cut(sound)
    assert "They begin at 0." in caught.value.what
    assert "kept" in caught.value.do


def test_noise_alone_begins_nowhere():
    with pytest.raises(voice.RecordingProblem, match=r"^0 words were found and 10 expected") as caught:
        voice.cut(np.random.default_rng(0).normal(0, 0.1, 40000).astype(np.float32))
    assert "begin" not in caught.value.what


def test_where_nobody_speaks_nothing_is_found():
    assert recording.stretches(np.zeros(8000)) == []
    assert recording.stretches(np.random.default_rng(0).normal(0, 0.1, 16000)) == []
    with pytest.raises(voice.RecordingProblem, match="0 words were found"):
        voice.cut(np.zeros(8000, np.float32))


def test_the_button_gives_what_was_chosen_and_none_before():
    button = voice.upload()
    assert voice.uploaded(button) is None
    assert not button.multiple
    chosen = SimpleNamespace(value=({"content": memoryview(b"RIFF"), "name": "ten.wav"},))
    assert voice.uploaded(chosen) == (b"RIFF", "ten.wav")


# -- ten to learn from and ten to be judged by -------------------------------------------------------------------------


@pytest.fixture
def without_people(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "empty"))


def test_digits_said_twice_are_parted_into_what_teaches_and_what_judges(tmp_path):
    (tmp_path / "twenty.wav").write_bytes(wav(spoken(voice.DIGITS * 2)))
    who, teach, judge = voice.two_tens(file=tmp_path / "twenty.wav")
    assert who == "you"
    assert teach.words == judge.words == [(word,) for word in voice.DIGITS]
    assert not np.array_equal(teach.sounds[0], judge.sounds[0])


def test_digits_said_once_teach_and_judge_and_that_is_said(capsys):
    button = SimpleNamespace(value=({"content": memoryview(wav(spoken())), "name": "ten.wav"},))
    _, teach, judge = voice.two_tens(button)
    assert teach is judge
    assert "flatters" in capsys.readouterr().out


def test_without_file_and_people_a_voice_in_a_noisy_room_stands_in(without_people):
    who, teach, judge = voice.two_tens(voice.upload())
    assert who == "a new voice in a noisy room"
    assert len(teach) == len(judge) == 10
    assert {word for words in judge.words for word in words} == set(voice.DIGITS)


@pytest.mark.parametrize(("words", "says"), [(19, "19 words were found and 20"), (9, "9 words were found and 10")])
def test_a_word_that_is_missing_is_missed_among_as_many_as_were_said(tmp_path, words, says):
    (tmp_path / "few.wav").write_bytes(wav(spoken((voice.DIGITS * 2)[:words])))
    with pytest.raises(voice.RecordingProblem, match=says):
        voice.two_tens(file=tmp_path / "few.wav")
