"""How much one submission may use up: every number of the sandbox."""

from __future__ import annotations

from dataclasses import dataclass

ROOT_BYTES = 64 << 20  # of the new root itself, which holds no more than the places of what is shown in it
MEMORY_FILES_BYTES = 256 << 20  # of /tmp, and of /dev/shm
MEMORY_FILES = 50_000  # of either: files, folders and links
OPEN_FILES = 1024
MOST_FILES = 20_000  # in the folder of a submission


@dataclass(frozen=True)
class Limits:
    """What one submission may use up. Bytes are of the whole tree of processes; output is of each cell."""

    memory: int = 4 << 30  # bytes; copies that wait for the judge do not count, see `execution.resource_monitor`
    processes: int = 256  # threads count; each test cell needs one
    cell_seconds: float = 120.0
    notebook_seconds: float = 600.0
    output_bytes: int = 1 << 20
    disk_bytes: int = 512 << 20  # of all files that are written

    @property
    def file_bytes(self) -> int:
        """Of one file: one that is cut off there leaves room for what later cells write."""
        return self.disk_bytes // 2
