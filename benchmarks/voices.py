"""Lesson 07 with what a learner may not have: another synthesiser, and recorded people.

    python -m benchmarks.voices [--seeds 3] [--record]

People are those that `people.available` names: whoever has downloaded them all gets six, and a record says who they
were. Each seed trains the lesson's network anew. `--record` writes course/voice/recorded.json, which the lesson shows.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import time
from collections.abc import Sequence

import numpy as np
import torch

from course import training, voice
from course.voice import ctc, espeak, people, reading

TRAIN, VALID, TEST, VOICES = 700, 100, 150, 100
SETTINGS = {"epochs": 9, "batch_size": 16, "learning_rate": 4e-3, "last_rate": 2e-4}


def learned(seed: int):
    """The lesson's network, trained as there on the course's synthesiser."""
    heard = voice.takes(TRAIN + VALID, range(VOICES), seed=seed)
    train, valid = ((part.spectrograms(), voice.targets(part.words)) for part in (heard[:TRAIN], heard[TRAIN:]))
    reader = voice.Reader(seed=seed)
    how = {"step": voice.step, "loss": voice.CTC(), "optimizer": torch.optim.AdamW, "seed": seed, "progress": False}
    training.fit(reader, train, valid, device="cpu", **SETTINGS, **how)
    return reader


def error(reader, takes) -> float:
    """Word error rate."""
    found = [[word for word, _, _ in reading.spans(each)] for each in voice.labels(reader, takes.sounds)]
    edits = sum(map(ctc.edit_distance, found, map(list, takes.words)))
    return round(edits / sum(map(len, takes.words)), 3)


def of(clips, speakers, takes: slice):
    """The clips of some speakers, those takes of each digit."""
    seen: dict = {}
    chosen = []
    for i, (speaker, words) in enumerate(zip(clips.speakers, clips.words, strict=True)):
        seen.setdefault((speaker, words), []).append(i)
    for (speaker, _), places in seen.items():
        chosen += places[takes] if speaker in speakers else []
    return voice.Takes(*([part[i] for i in chosen] for part in (clips.sounds, clips.words, clips.speakers)))


def spoken(reader, clips, seed: int) -> list[dict]:
    """For each person: the error before, after ten clips of their own, after few and many of two others."""
    names, rows = sorted(set(clips.speakers)), []
    for place, name in enumerate(names):
        others = [names[(place + 1) % len(names)], names[(place + 2) % len(names)]]
        test = voice.joined(of(clips, [name], slice(1, None)), 80, seed=seed)
        row = {"person": name, "others": others, "before": error(reader, test)}
        lessons = {
            "own ten": of(clips, [name], slice(0, 1)),
            "two others, ten each": of(clips, others, slice(0, 1)),
            "two others, all": of(clips, others, slice(0, None)),
        }
        for label, material in lessons.items():
            row[label] = error(voice.teach(reader, material, seed=seed), test)
            row[f"clips: {label}"] = len(material)
        rows.append(row)
        print(row, flush=True)
    return rows


def identified(clips, seed: int) -> dict:
    """The share of clips whose speaker the table names: a random split, and digits that it never met."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows, names = voice.timbre(clips.sounds), np.array(clips.speakers)
    digits, random = np.array([words[0] for words in clips.words]), np.random.default_rng(seed)
    held = random.choice(voice.DIGITS, 2, replace=False)
    shuffled = random.random(len(names)) < 0.2
    found = {}
    for label, test in (("random split", shuffled), ("words not heard", np.isin(digits, held))):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=1000))
        found[label] = round(float(model.fit(rows[~test], names[~test]).score(rows[test], names[test])), 3)
    return found


def main(arguments: Sequence[str]) -> None:
    """Print the figures, and write them down where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args(arguments)
    training.one_thread()
    clips = people.load()
    espeak.say(["one"])  # or says now what is missing
    began, by_seed = time.process_time(), []
    for seed in range(options.seeds):
        reader = learned(seed)
        new = voice.takes(TEST, range(1000, 1100), seed=seed + 50)
        other = voice.takes(TEST, espeak.VOICES, seed=seed + 51, say=espeak.say)
        rows = spoken(reader, clips, seed)
        by_seed.append(
            {
                "new voices": error(reader, new),
                "noise": {str(level): error(reader, new.noisy(level, seed=seed)) for level in (20, 10, 5)},
                "espeak": error(reader, other),
                "people": round(float(np.mean([row["before"] for row in rows])), 3),
                "by person": rows,
                "who": identified(clips, seed),
            }
        )
        print({key: value for key, value in by_seed[-1].items() if key != "by person"}, flush=True)
    record = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "command": f"python -m benchmarks.voices {' '.join(arguments)}".strip(),
        "people": sorted(set(clips.speakers)),
        "clips": len(clips),
        "cpu_seconds": round(time.process_time() - began),
        "by_seed": by_seed,
    }
    if options.record:
        voice.records.RECORDED.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
