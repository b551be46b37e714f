"""The synthesiser says each word in its own way, a spectrogram forgets loudness, and the loss adds up paths."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from course import plots, training, voice
from course.errors import CourseError
from course.plots.spoken_words import hertz
from course.training.scoring import evaluate
from course.voice import ctc, espeak, phones, reading, synthesiser
from course.voice.spectrogram import filters, middles, power

# -- the synthesiser ---------------------------------------------------------------------------------------------------


def test_every_word_is_spelt_in_phones_that_exist_and_no_two_are_spelt_alike():
    assert len(voice.WORDS) == 16
    assert voice.WORDS == voice.DIGITS + voice.FRUIT
    assert set(phones.SPELT) == set(voice.WORDS)
    assert all(phone in phones.PHONES for spelt in phones.SPELT.values() for phone in spelt.split())
    assert len(set(phones.SPELT.values())) == 16


def test_a_sound_is_the_same_for_a_seed_and_another_for_another_voice():
    one = voice.speak(["one", "pear"], 3, seed=5)
    assert one.dtype == np.float32
    assert np.abs(one).max() == pytest.approx(0.8, abs=1e-3)
    assert np.array_equal(one, voice.speak(["one", "pear"], voice.person(3), seed=5))
    for other in (voice.speak(["one", "pear"], 4, seed=5), voice.speak(["one", "pear"], 3, seed=6)):
        assert other.shape != one.shape or not np.allclose(other, one)


def test_voices_are_high_and_low_and_speak_at_their_pitch():
    people = [voice.person(number) for number in range(60)]
    assert 15 < sum(each.pitch > 160 for each in people) < 45
    for each in people[:6]:
        sound = voice.speak(["one"], each, seed=1, pause=(0, 0))
        middle = sound[len(sound) // 2 - 800 : len(sound) // 2 + 800]
        similar = np.correlate(middle, middle, "full")[1600:]
        lag = 25 + int(similar[25:120].argmax())
        ratio = voice.RATE / lag / each.pitch
        assert min(abs(ratio - octave) for octave in (0.5, 1, 2)) < 0.3


def test_the_vowels_of_three_and_four_lie_where_their_formants_are():
    """The second formant of "iy" is above 1,500 Hz and that of "ao" below, in every voice."""
    at = np.arange(129) * voice.RATE / 256
    for number in range(8):
        shares = {}
        for word in ("three", "four"):
            sound = voice.speak([word], number, seed=2, pause=(0, 0))
            found = np.abs(np.fft.rfft(sound[-2000:-1000] * np.hanning(1000), 256)) ** 2
            shares[word] = found[(at > 1600) & (at < 3000)].sum() / found[(at > 700) & (at < 1300)].sum()
        assert shares["three"] > shares["four"]


def test_a_word_that_it_cannot_say_is_refused_in_words():
    with pytest.raises(CourseError, match="cannot say 'banana'") as caught:
        voice.speak(["one", "banana"])
    assert "cherry" in caught.value.do


# -- the picture of a sound --------------------------------------------------------------------------------------------


def test_each_band_of_frequencies_has_its_place_and_together_they_cover_all():
    found = filters()
    assert found.shape == (32, 129)
    assert (np.diff(found.argmax(1)) >= 0).all()
    inside = (np.arange(129) * 8000 / 256 > 300) & (np.arange(129) * 8000 / 256 < 3700)
    assert (found.sum(0)[inside] > 0.5).all()


def test_a_tone_stands_in_its_band_and_loudness_and_microphone_do_not_matter():
    at = np.arange(8000) / 8000
    assert filters()[power(np.sin(2 * np.pi * 1000 * at))[5].argmax()][32] > 0.3
    sound = voice.speak(["four", "apple"], 2, seed=1)
    quiet = voice.spectrogram(0.01 * sound)
    assert np.allclose(voice.spectrogram(sound), quiet, atol=1e-3)
    duller = np.convolve(sound, [0.5, 0.4])[: len(sound)]  # a microphone that takes away the high
    difference = voice.spectrogram(sound) - voice.spectrogram(duller)
    assert np.abs(difference).mean() < 0.15
    longer = voice.spectrogram(np.pad(sound, (0, 8000)))
    assert np.allclose(longer[: len(quiet) - 3], quiet[:-3], atol=0.05), "silence behind changes nothing"


@pytest.mark.parametrize("tone", [250, 700, 1000, 2000, 3300])
def test_the_axis_says_which_tone_is_loudest_where(tone):
    found = power(np.sin(2 * np.pi * tone * np.arange(8000) / 8000))[5]
    loudest = float(found @ np.arange(32) / found.sum())
    assert loudest == pytest.approx(np.interp(tone, middles(), np.arange(32)), abs=0.4)
    assert all(np.interp(value, middles(), np.arange(32)) == pytest.approx(place) for place, value in hertz(32))
    assert [value for _, value in hertz(32)] == [200, 500, 1000, 2000, 3500]


@pytest.mark.parametrize("sound", [np.zeros(10), np.array([np.nan] * 400)])
def test_what_is_no_sound_has_no_picture_and_silence_has_one(sound):
    with pytest.raises(CourseError, match="200 samples"):
        voice.spectrogram(sound)
    assert np.isfinite(voice.spectrogram(np.zeros(800))).all()


# -- takes -------------------------------------------------------------------------------------------------------------


def test_takes_are_one_to_three_words_of_the_voices_and_fit_into_one_shape():
    found = voice.takes(40, range(5, 9), seed=1)
    assert {len(words) for words in found.words} == {1, 2, 3}
    assert set(found.speakers) <= {5, 6, 7, 8}
    assert found.spectrograms().shape == (40, 220, 32)
    assert max(map(len, found.sounds)) <= 2.2 * voice.RATE
    again = voice.takes(40, range(5, 9), seed=1)
    assert found.words == again.words != voice.takes(40, range(5, 9), seed=2).words
    assert len(found[:10] + found[10:15]) == 15


def test_noise_is_as_loud_as_it_says():
    clean = voice.takes(3, [1], seed=0)
    for sound, noisy in zip(clean.sounds, clean.noisy(10, seed=1).sounds, strict=True):
        noise = noisy - sound
        loud = sound[np.abs(sound) > 0.02 * np.abs(sound).max()]
        assert 10 * np.log10((loud**2).mean() / (noise**2).mean()) == pytest.approx(10, abs=0.3)


def test_clips_are_joined_into_takes_of_one_speaker_each():
    clips = voice.takes(20, range(3), most=1, seed=2)
    found = voice.joined(clips, 30, seed=3)
    assert {len(words) for words in found.words} == {1, 2, 3}
    known = set(zip(clips.words, clips.speakers, strict=True))
    for words, speaker in zip(found.words, found.speakers, strict=True):
        assert all(((word,), speaker) in known for word in words)


@pytest.mark.parametrize("wrong", [{"count": 0}, {"speakers": []}, {"most": 9}])
def test_takes_that_cannot_be_made_are_refused_in_words(wrong):
    with pytest.raises(CourseError, match="cannot be made"):
        voice.takes(**({"count": 2, "speakers": [1]} | wrong))


def test_a_player_says_what_is_heard_and_plays_nothing_by_itself():
    player = voice.listen(voice.speak(["six"], 1), 'the word "six", voice 1')
    page = player._repr_html_()
    assert 'aria-label="the word &quot;six&quot;, voice 1, ' in page
    assert "<figcaption>" in page
    assert "autoplay" not in page
    assert repr(player).startswith("Sound: the word")


# -- CTC ---------------------------------------------------------------------------------------------------------------


def test_the_loss_adds_up_every_way_to_spread_the_words():
    """On four frames and three labels all 81 ways can be tried."""
    torch.manual_seed(1)
    logits = torch.randn(1, 4, 3)
    chances = logits[0].softmax(-1)
    wanted = [1, 2]
    whole = sum(
        float(torch.stack([chances[i, label] for i, label in enumerate(way)]).prod())
        for way in itertools.product(range(3), repeat=4)
        if ctc.best_path(way) == wanted
    )
    loss = ctc.CTC()(logits, torch.tensor([[1, 2, 0]]))
    assert float(loss) == pytest.approx(-np.log(whole) / 2, rel=1e-4)


@pytest.mark.parametrize(
    ("found", "spoken", "edits"),
    [("", "", 0), ("abc", "abc", 0), ("bcd", "abcd", 1), ("axc", "abc", 1), ("abcd", "", 4), ("kitten", "sitting", 3)],
)
def test_the_edit_distance_is_that_of_the_book(found, spoken, edits):
    assert ctc.edit_distance(found, spoken) == edits == ctc.edit_distance(spoken, found)


def test_the_score_is_edits_a_word_and_history_calls_it_by_its_name():
    labels = torch.tensor([[1, 1, 0, 1, 2], [0, 0, 3, 3, 0]])
    logits = torch.nn.functional.one_hot(labels, 17).float()
    assert ctc.CTC().score(logits, torch.tensor([[1, 1, 2], [3, 4, 0]])) == pytest.approx(1 / 5)
    from course.training.scoring import score_name

    assert score_name(ctc.CTC()) == "word error rate"


def test_variation_keeps_the_number_of_bands_and_of_takes():
    x = torch.from_numpy(voice.takes(4, [1], seed=0).spectrograms())
    for _ in range(10):
        y = ctc.varied(x)
        assert (y.shape[0], y.shape[2]) == (4, 32)
        assert 0.8 * 220 < y.shape[1] < 1.25 * 220
        assert torch.isfinite(y).all()


@pytest.fixture(scope="module")
def learned():
    """A small network that has learned two words of one voice by heart."""
    heard = voice.takes(48, [1], vocabulary=("two", "plum"), most=2, seed=0)
    data = heard.spectrograms(), voice.targets(heard.words)
    reader = voice.Reader(width=32, seed=0)
    training.fit(
        reader, data, data, epochs=25, step=voice.step, batch_size=12, learning_rate=6e-3, loss=voice.CTC(),
        device="cpu", progress=False,
    )  # fmt: skip
    return reader, heard


def test_the_network_learns_by_the_course_s_own_loop(learned):
    reader, heard = learned
    _, score = evaluate(reader, (heard.spectrograms(), voice.targets(heard.words)), loss=voice.CTC())
    assert score < 0.1
    assert training.parameters(voice.Reader(seed=0)) < 100_000


def test_words_are_read_with_their_times(learned):
    reader, heard = learned
    found = voice.labels(reader, heard.sounds[:10])
    right = 0
    for each, sound, words in zip(found, heard.sounds, heard.words, strict=False):
        spans = voice.spans(each)
        assert all(0 <= start < end <= len(sound) / voice.RATE + 0.1 for _, start, end in spans)
        right += [word for word, _, _ in spans] == list(words)
    assert right >= 8
    assert voice.spans(["-", "two", "two", "-", "two", "one"]) == [
        ("two", pytest.approx(0.04), pytest.approx(0.12)),
        ("two", pytest.approx(0.16), pytest.approx(0.2)),
        ("one", pytest.approx(0.2), pytest.approx(0.24)),
    ]


def test_teaching_leaves_the_first_network_as_it_was_and_is_short_while_validating(learned, monkeypatch):
    reader, _ = learned
    clips = voice.takes(8, [9], vocabulary=("two", "plum"), most=1, seed=3)
    before, taken = reading.labels(reader, clips.sounds), []
    step = ctc.step
    monkeypatch.setattr(ctc, "step", lambda *given: taken.append(1) or step(*given))
    taught = voice.teach(reader, clips, steps=5)
    assert len(taken) == 5
    assert any(not torch.equal(a, b) for a, b in zip(reader.parameters(), taught.parameters(), strict=True))
    assert reading.labels(reader, clips.sounds) == before
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    voice.teach(reader, clips, steps=5)
    assert len(taken) == 6


# -- tables, and the other synthesiser ---------------------------------------------------------------------------------


def test_the_table_reads_words_that_have_pauses_between_them():
    clips = voice.takes(160, range(4), most=1, seed=0)
    table = voice.WordTable().fit(clips)
    new = voice.takes(40, range(4), most=1, seed=1)
    right = np.mean([found == list(words) for found, words in zip(table.read(new.sounds), new.words, strict=True)])
    assert right > 0.7
    with pytest.raises(CourseError, match="one row for each word"):
        voice.WordTable().fit(voice.takes(5, [1], seed=1))


def test_timbre_is_the_same_however_loud():
    sound = voice.speak(["lemon"], 4)
    assert np.allclose(voice.timbre([sound]), voice.timbre([0.1 * sound]), atol=1e-2)
    assert voice.timbre([sound, sound]).shape == (2, 64)


@pytest.mark.skipif(not espeak.installed(), reason="espeakng-loader is not installed")
def test_the_other_synthesiser_speaks_in_several_voices():
    found = voice.takes(12, espeak.VOICES, seed=0, say=espeak.say)
    assert len(set(found.speakers)) > 3
    assert all(0.3 < len(sound) / synthesiser.RATE < 2.2 for sound in found.sounds)
    one, again = (espeak.say(["one"], "en-us+f2", seed=1) for _ in range(2))
    assert len(one) == len(again), "the seed draws speed and pitch; its breath is noise"
    assert all(np.abs(espeak.say(["one"], name, seed=1)).max() > 0.7 for name in espeak.VOICES), "each is there"
    with pytest.raises(espeak.NoEspeak, match="has no voice “en-gb"):
        espeak.say(["one"], "en-gb+f1")


def test_without_the_other_synthesiser_a_sentence_says_how_to_get_it(monkeypatch):
    espeak._library.cache_clear()
    monkeypatch.setattr(espeak.util, "find_spec", lambda name: None)
    with pytest.raises(espeak.NoEspeak, match="pip install espeakng-loader"):
        espeak.say(["one"])
    assert not espeak.installed()


@pytest.mark.parametrize(
    ("voice_set", "spoken", "says"), [(1, True, "has no voice “klingon”"), (0, False, "stayed silent")]
)
def test_a_voice_that_is_missing_or_says_nothing_is_no_error_of_the_network(monkeypatch, voice_set, spoken, says):
    heard = []
    library = SimpleNamespace(
        espeak_SetVoiceByName=lambda name: voice_set,
        espeak_SetParameter=lambda *_: 0,
        espeak_Synth=lambda *_: heard.append(np.ones(4000, np.int16)) if spoken else 0,
    )
    monkeypatch.setattr(espeak, "_library", lambda: (library, 16000, heard))
    with pytest.raises(espeak.NoEspeak, match=says):
        espeak.say(["one"], "klingon")


# -- the pictures ------------------------------------------------------------------------------------------------------


def test_spectrograms_stand_below_each_other_and_say_what_is_spoken():
    sounds = {"low": voice.speak(["pear"], 0), "high": voice.speak(["pear"], 1)}
    says = plots.spectrograms(sounds, words="pear").description
    assert "Spectrograms of “pear”" in says
    assert "low, " in says
    with pytest.raises(CourseError, match="no sound"):
        plots.spectrograms({})


def test_a_take_fits_the_figure_that_shows_it(learned):
    reader, heard = learned
    take = voice.take("a voice", heard.sounds[0], {"before": reader, "after": reader}, heard.words[0])
    assert list(take["read"]) == ["before", "after"]
    assert take["seconds"] == pytest.approx(len(heard.sounds[0]) / voice.RATE)
    assert "a voice" in plots.spoken_words([take]).description
