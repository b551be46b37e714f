"""Each lesson, and what solving it leaves behind; and which of its claims need not be tried again."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from support import learner, record

from autograder.authoring import lesson as lessons

SCRIPTS = {script.stem: script for script in lessons.scripts()}


@pytest.fixture(scope="session", params=list(SCRIPTS))
def lesson(request) -> lessons.Lesson:
    return lessons.read(SCRIPTS[request.param])


@pytest.fixture(scope="session")
def solved(lesson) -> tuple[nbformat.NotebookNode, Path]:
    """The instructor's notebook, run from top to bottom as a learner would, and the folder it leaves behind."""
    return learner.solved(lesson.name)


def pytest_collection_modifyitems(config, items):
    """Leave out what passed with the very files that are here."""
    for item in items:
        recorded = item.get_closest_marker("recorded") and not config.option.record
        if recorded and (date := record.date_of(item.path)):
            item.add_marker(pytest.mark.skip(reason=f"passed on {date}, and nothing has changed since"))


def pytest_sessionfinish(session, exitstatus):
    """Record that the tests of a file pass, when this session has run all of them and nothing else."""
    options, files = session.config.option, {item.path for item in session.items}
    part = options.keyword or options.markexpr or getattr(options, "numprocesses", None)
    if options.record and not part and exitstatus == 0 and len(files) == 1:
        print(record.write(files.pop(), len(session.items)))
