"""Which tests may run side by side, where several processes share them (`make test`)."""

from __future__ import annotations

from pathlib import Path

import pytest

TOGETHER = {"browser", "grading"}  # folders with processes, ports and limits that would be in each other's way


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """One process for each of these folders; any other file as a whole, so that its fixtures are made once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFolder(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = Path(nodeid.partition("::")[0])
            return file.parent.name if file.parent.name in TOGETHER else file.name

    return ByFolder(config, log)
