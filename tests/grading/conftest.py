"""A small course that is released once for all tests that copy it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.handmade import release_in


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("small")
    release_in(root)
    return root
