"""Which tests may run side by side."""

from __future__ import annotations

import pytest

TOGETHER = {"browser", "grading"}  # folders with processes, ports and limits that would be in each other's way


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """A group for each of these folders and for each other file, whose fixtures are then made once."""
    for item in items:
        folder = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group(folder if folder in TOGETHER else item.path.stem))
