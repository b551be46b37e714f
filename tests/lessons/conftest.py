"""Each lesson, and what solving it leaves behind."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from support import learner

from autograder.authoring import lesson as lessons

SCRIPTS = {script.stem: script for script in lessons.scripts()}


@pytest.fixture(scope="session", params=list(SCRIPTS))
def lesson(request) -> lessons.Lesson:
    return lessons.read(SCRIPTS[request.param])


@pytest.fixture(scope="session")
def solved(lesson) -> tuple[nbformat.NotebookNode, Path]:
    """The instructor's notebook, run from top to bottom as a learner would, and the folder it leaves behind."""
    return learner.solved(lesson.name)
