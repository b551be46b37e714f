"""What `python -m benchmarks.voices` measured with what a learner may not have: another synthesiser, and people."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

RECORDED = Path(__file__).with_name("recorded.json")
TAUGHT = "before", "own ten", "two others, ten each", "two others, all"


def recorded() -> dict:
    """`date`, `command`, `people`, and the results of each seed; see `benchmarks/voices.py`."""
    return json.loads(RECORDED.read_text(encoding="utf-8"))


def recorded_errors() -> dict[str, float]:
    """The word error rate of the lesson's network in four situations, a mean over the seeds."""
    seeds = recorded()["by_seed"]
    of: dict[str, Callable] = {
        "new voices": lambda seed: seed["new voices"],
        "noise, 5 dB": lambda seed: seed["noise"]["5"],
        "eSpeak": lambda seed: seed["espeak"],
        "people": lambda seed: seed["people"],
    }
    return {name: sum(map(take, seeds)) / len(seeds) for name, take in of.items()}


def recorded_lessons() -> list[dict]:
    """For each person the word error rate before and after three kinds of teaching, a mean over the seeds."""
    rows: dict[str, list[dict]] = {}
    for seed in recorded()["by_seed"]:
        for row in seed["by person"]:
            rows.setdefault(row["person"], []).append(row)
    return [
        {"person": name} | {label: sum(row[label] for row in each) / len(each) for label in TAUGHT}
        for name, each in rows.items()
    ]
