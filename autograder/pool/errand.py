"""What a worker needs to know of a run: as much as one machine's jobs know, and nothing of the gradebook."""

from __future__ import annotations

import hashlib
import json
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from nbgrader.preprocessors import ClearHiddenTests, ClearOutput, DeduplicateIds

from autograder import judge
from autograder.execution.kernel_run import KernelRun
from autograder.forkserver import modules
from autograder.gradebook import instructor_files
from autograder.gradebook.folder import Folder
from autograder.job import GradingRun
from autograder.pool import parcel

RUN_BY = (KernelRun, AsyncKernelManager, ClearHiddenTests, ClearOutput, DeduplicateIds)
PREPARING = 300.0  # seconds that a worker has to start its station and try its walls
SECTIONS = {each.__name__ for kind in RUN_BY for each in kind.__mro__}  # whose settings a job reads


@dataclass(frozen=True)
class Errand:
    """What the head sends, once for each worker; `id` names it.

    run : pickled, for a worker believes the head: what `GradingRun` has but for its folder, and the modules to import.
    settings : what nbgrader_config.py says about running notebooks, as nbgrader reads JSON.
    files : the instructor's files beside the notebooks, and what the rehearsal rendered, in these `folders`.
    """

    assignment: str
    run: bytes
    settings: str
    files: bytes
    folders: tuple[str, ...]

    @property
    def id(self) -> str:
        content = (self.run, self.settings.encode(), self.files, repr(self.folders).encode())
        return hashlib.sha256(b"\0".join(content)).hexdigest()[:16]


def errand_of(grading: GradingRun, require_walls: bool, say: Callable[[str], None]) -> Errand:
    """What workers get of a run; settings that are no plain values do not travel, and `say` is told."""
    folder, name = grading.folder, grading.assignment.name
    tops = {"source": folder.source(name), "release": folder.release(name)}
    there = {step: top for step, top in tops.items() if top.is_dir()}
    files = {
        f"{step}/{file}": path
        for step, top in there.items()
        for file, path in instructor_files.files(folder, top).items()
    }
    if folder.cache.is_dir():
        rendered = [path for path in sorted(folder.cache.rglob("*")) if path.is_file()]
        files |= {f"cache/{path.relative_to(folder.cache)}": path for path in rendered}
        there["cache"] = folder.cache
    noted = (*judge.MODULES, *modules.noted(folder.rehearsed(name)))
    given = replace(grading, folder=None, missing_walls=[], forkserver="")  # type: ignore[arg-type]  # a worker has its own
    run = {"grading": given, "modules": noted, "require_walls": require_walls}
    return Errand(
        assignment=name,
        run=pickle.dumps(run),
        settings=json.dumps(_settings(folder, say)),
        files=parcel.of_files(files),
        folders=tuple(there),
    )


def _settings(folder: Folder, say: Callable[[str], None]) -> dict:
    course = folder.coursedir
    found = {"CourseDirectory": {"ignore": list(course.ignore), "directory_structure": course.directory_structure}}
    for section in sorted(SECTIONS & folder.config.keys()):
        for name, value in folder.config[section].items():
            try:
                json.dumps(value)
            except TypeError:
                say(f"c.{section}.{name} is no plain value: workers run notebooks without this setting.")
            else:
                found.setdefault(section, {})[name] = value
    return found


@cache
def version() -> str:
    """A digest of the autograder's own code, and Python's version: where they differ, scores could."""
    top = Path(__file__).resolve().parents[1]
    found = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for path in sorted(top.rglob("*.py")):
        found.update(str(path.relative_to(top)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]
