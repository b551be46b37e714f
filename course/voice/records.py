"""What `python -m benchmarks.voices` measured with what a learner may not have: other synthesiser, people."""

from __future__ import annotations

import json
from pathlib import Path

RECORDED = Path(__file__).with_name("recorded.json")


def recorded() -> dict:
    """`date`, `command`, and the results of each seed; see `benchmarks/voices.py`."""
    return json.loads(RECORDED.read_text(encoding="utf-8"))
