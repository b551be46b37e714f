"""Measurements that are too slow for a lesson, or want a download: recorded beside this file, with their origin."""

from __future__ import annotations

import json
from pathlib import Path


def path(name: str) -> Path:
    """The file of one record."""
    return Path(__file__).with_name(f"{name}.json")


def record(name: str) -> dict:
    """What was measured once: "date" and "command" beside the figures, "few_real" or "wrong_labels"."""
    return json.loads(path(name).read_text(encoding="utf-8"))
