"""What stands around the code agrees with it: versions, the workflow, what hooks ask."""

from __future__ import annotations

import os
import re
from pathlib import Path

import yaml

from course import __version__
from course.supported import NEWEST, OLDEST

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_the_same_wherever_it_stands():
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text())["version"] == __version__
    assert re.search(rf"^## .*\b{re.escape(__version__)}\b", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_the_workflow_calls_what_runs_everything():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    steps = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    assert ".ci/run" in steps
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_workflow_tries_each_python_that_is_promised():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    promised = [f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1)]
    assert workflow["jobs"]["pythons"]["strategy"]["matrix"]["python"] == promised


def test_hooks_ask_the_ruff_of_the_suite():
    repository, *_ = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    (pinned,) = re.findall(r"^ruff==(.+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert repository["rev"] == f"v{pinned}"
