"""GPU measurements that the course recorded on a named device: for learners whose machine has no GPU.

`benchmarks/gpu_reference.py` writes the JSON files of this folder. There is one for each device that somebody
measured; where there is none, `reference` returns None and a plot says so. Nothing here is ever made up.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from course.timing.record import Observation, from_record

SCHEMA, VERSION = "apples-course/gpu-reference", 1
NONE_YET = "no GPU reference measurements recorded yet"


@dataclass(frozen=True)
class Reference:
    """Measurements of one workload on one GPU: `date` is ISO, `command` is what was typed to record them."""

    workload: str
    device_name: str
    date: str
    versions: dict[str, str]
    command: str
    observations: list[Observation]

    @property
    def label(self) -> str:
        """What a plot writes beside the curve."""
        return f"reference: {self.device_name}, recorded {self.date}"


def reference(workload: str, folder: Path | None = None) -> Reference | None:
    """The latest recorded measurements of this workload on a GPU, or None if nobody recorded any."""
    found = [one for one in references(folder) if one.workload == workload]
    return max(found, key=lambda one: one.date, default=None)


def references(folder: Path | None = None) -> list[Reference]:
    """All recorded measurements, one entry for each workload and device."""
    folder = folder or Path(str(files(__name__)))
    found = []
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA or document["version"] != VERSION:
            continue
        observed = [from_record(record, {}) for record in document["observations"]]
        for workload in dict.fromkeys(one.workload for one in observed):
            mine = [one for one in observed if one.workload == workload]
            found.append(
                Reference(
                    workload, document["device_name"], document["date"], document["versions"], document["command"], mine
                )
            )
    return found
