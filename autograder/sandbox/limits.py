"""How much one submission may use up: every number of the sandbox."""

from __future__ import annotations

from dataclasses import dataclass

ROOT_BYTES = 64 << 20  # of the new root itself, which holds no more than the places of what is shown in it
MEMORY_FILES_BYTES = 256 << 20  # of /tmp, and of /dev/shm
MEMORY_FILES = 50_000  # of either: files, folders and links
OPEN_FILES = 1024
MOST_FILES = 20_000  # in the folder of a submission
MOST_BY_CLOCK = 4  # times a limit in seconds, by the clock on the wall: then waiting for a processor counts after all
MEMORY_WITH_COPIES = 2  # times the memory of a notebook, for it and the copies that wait: they keep what it changes
NOTEBOOK_OUTPUT = 20  # times the output of a cell is that of all cells
ENDLESS_OUTPUT = 64  # times the output of a cell: nobody waits for the rest
TEST_SECONDS = 60.0  # that a test may compute beyond what it waits for the learner's process
THREADLESS_SECONDS = 20.0  # for an answer where threads are missing: it may wait for one for ever


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


REHEARSAL = Limits(cell_seconds=600, notebook_seconds=1800, output_bytes=16 << 20, disk_bytes=2 << 30)  # of an author's
