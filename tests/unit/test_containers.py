"""The recipes for containers name what is there, pin as everything else does, and hold no solution.

No container engine runs the tests: that an image is built and starts is not tried.
"""

from __future__ import annotations

import fnmatch
import json
import re
from pathlib import Path

from course import command
from course.supported import NEWEST, OLDEST

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
DEVCONTAINER = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
IMAGES = re.compile(r"python:(\d+)\.(\d+)")


def copied() -> list[str]:
    lines = re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE)
    return [name for line in lines for name in line.split()]


def test_both_begin_with_a_python_that_is_promised():
    for text in (DOCKERFILE, DEVCONTAINER["image"]):
        (version,) = IMAGES.findall(text)
        assert OLDEST <= tuple(map(int, version)) <= NEWEST


def test_the_image_holds_what_learners_need_and_no_solution():
    names = copied()
    assert {"course", "lessons", "constraints.txt", "pyproject.toml"} <= set(names)
    assert not {".", "solutions", "autograder", "tests", "docs"} & set(names)
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_what_is_copied_is_what_the_engine_is_given():
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert rules[0] == "*"
    assert sorted(rule[1:] for rule in rules if rule.startswith("!")) == sorted(copied())
    own = "lessons/00-start-here/observations.json"
    assert any(fnmatch.fnmatch(own, rule) for rule in rules[1:] if not rule.startswith("!"))


def test_the_image_has_the_pinned_versions_and_the_cpu_build():
    (line,) = re.findall(r"^RUN pip install (.+?) \\$", DOCKERFILE, re.MULTILINE)
    assert "--constraint constraints.txt" in line
    assert "--extra-index-url https://download.pytorch.org/whl/cpu" in line


def test_every_instruction_is_one_that_docker_knows():
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    words = {line.split()[0] for line in joined.splitlines() if line and not line.startswith("#")}
    assert words == {"FROM", "ARG", "RUN", "WORKDIR", "COPY", "ENV", "USER", "EXPOSE", "CMD"}


def test_the_devcontainer_calls_commands_of_the_course(monkeypatch):
    monkeypatch.setattr(command, "_run", lambda options, rest: 0)
    calls = DEVCONTAINER["postCreateCommand"].split(" && ")
    assert all(command.main(call.removeprefix("python3 -m course ").split()) == 0 for call in calls)
    settings = DEVCONTAINER["customizations"]["vscode"]["settings"]
    assert settings["python.defaultInterpreterPath"] == "${containerWorkspaceFolder}/.venv/bin/python"
