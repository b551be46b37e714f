"""Which tests may run side by side, where several processes share them (`make test`)."""

from __future__ import annotations

import pytest

# What measures limits, counts processes or drives a browser, and so would be in the way of its like: one at a time.
WHOLE_MACHINE = {"browser", "test_class", "test_forkserver", "test_hostile", "test_resume", "test_sandbox"}


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist, which reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process for what needs the whole machine; another file stays whole, so that its fixtures are made once."""
    for item in items:
        alone = WHOLE_MACHINE & {item.path.stem, item.path.parent.name}
        item.add_marker(pytest.mark.xdist_group("whole machine" if alone else item.path.name))
