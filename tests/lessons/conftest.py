"""Each lesson, solved once for all the tests that need it run."""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat
import pytest
from learner import folder_for, run

from autograder import lesson as lessons

SCRIPTS = {script.stem: script for script in lessons.scripts()}


@pytest.fixture(scope="session", params=list(SCRIPTS))
def lesson(request) -> lessons.Lesson:
    return lessons.read(SCRIPTS[request.param])


@pytest.fixture(scope="session")
def solved(lesson, tmp_path_factory) -> tuple[nbformat.NotebookNode, Path]:
    """The instructor's notebook, run from top to bottom as a learner would, and the folder it leaves behind."""
    folder = folder_for(lesson, tmp_path_factory.mktemp("solved"))
    return run(copy.deepcopy(lesson.notebook), folder), folder
