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
        first = item.get_closest_marker("first_seed") and not config.option.first_seeds
        recorded = (item.get_closest_marker("recorded") or first) and not config.option.record
        if recorded and (date := record.date_of(item.path)):
            item.add_marker(pytest.mark.skip(reason=f"passed on {date}, and nothing has changed since"))


def pytest_configure(config):
    config.pluginmanager.register(Passed(), Passed.__name__)


class Passed:
    """What passed in this session, and whether some tests of its files were left out."""

    def __init__(self):
        self.tests, self.part = set(), False

    def pytest_deselected(self, items):
        self.part = True

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and report.passed:
            self.tests.add(report.nodeid)


def pytest_sessionfinish(session, exitstatus):
    """Record that the tests of a file pass, when this session has passed all of them and nothing else."""
    passed, files = session.config.pluginmanager.get_plugin(Passed.__name__), {item.path for item in session.items}
    part = passed.part or any("::" in argument for argument in session.config.args)
    whole = not part and passed.tests == {item.nodeid for item in session.items}
    if session.config.option.record and whole and exitstatus == 0 and len(files) == 1:
        print(record.write(files.pop(), len(session.items)))
