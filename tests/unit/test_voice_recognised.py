"""Somebody else can tell the words apart: pocketsphinx, which was trained on people, long before this course."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from course import voice
from course.voice import people

pocketsphinx = pytest.importorskip("pocketsphinx")
SHARED = Path(__file__).resolve().parents[3] / "shared" / "voices" / "wav"
VOICES = range(2000, 2012)
CHANCE = 15 / 16


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory):
    """Hears one of the sixteen words in a sound."""
    from scipy.signal import resample_poly

    grammar = tmp_path_factory.mktemp("grammar") / "words.gram"
    grammar.write_text(f"#JSGF V1.0; grammar words; public <word> = ({' | '.join(voice.WORDS)});")
    decoder = pocketsphinx.Decoder(jsgf=str(grammar), samprate=16000, loglevel="FATAL", lm=None)
    random = np.random.default_rng(0)

    def word(sound):
        louder = np.pad(0.5 * sound / np.abs(sound).max(), 2600)  # it needs a third of a second to begin
        samples = resample_poly(louder + random.normal(0, 0.002, len(louder)), 2, 1)
        decoder.start_utt()
        decoder.process_raw((samples * 32000).astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        return found.hypstr if found else ""

    return word


def errors(recogniser, clips) -> Counter:
    wrong: Counter = Counter()
    for sound, (word,) in clips:
        found = recogniser(sound)
        if found != word:
            wrong[word, found] += 1
    return wrong


def test_an_independent_recogniser_tells_the_synthesised_words_apart(recogniser):
    clips = [(voice.speak([word], number, seed=number), (word,)) for number in VOICES for word in voice.WORDS]
    wrong = errors(recogniser, clips)
    rate = wrong.total() / len(clips)
    print(f"pocketsphinx: word error rate {rate:.2f} on {len(clips)} synthesised words, {wrong.most_common(5)}")
    assert rate < 0.3 < CHANCE / 2
    of = Counter(word for (word, _), count in wrong.items() for _ in range(count))
    assert max(of.values()) < len(VOICES), "each word is understood from some voice"


@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/voices beside this clone: no people to compare with")
def test_it_tells_them_apart_about_as_well_as_it_does_people_s(recogniser, tmp_path):
    people.take_from(SHARED, to=tmp_path)
    real = people.load(tmp_path)
    spoken = list(zip(real.sounds, real.words, strict=True))[::4]
    digits = [(voice.speak([word], number, seed=number), (word,)) for number in VOICES for word in voice.DIGITS]
    theirs, ours = (errors(recogniser, clips).total() / len(clips) for clips in (spoken, digits))
    print(f"pocketsphinx: word error rate {theirs:.2f} on people's digits, {ours:.2f} on synthesised ones")
    assert ours < theirs + 0.1
