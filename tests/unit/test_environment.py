"""The three lists of packages say the same: pyproject.toml, constraints.txt, environment.yml."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PINS = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
}
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]


def test_every_dependency_is_pinned_to_a_version_that_it_allows():
    wanted = [Requirement(text) for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]]
    for requirement in wanted:
        pin = PINS.get(canonicalize_name(requirement.name))
        assert pin, f"{requirement.name} is not in constraints.txt"
        assert requirement.specifier.contains(pin), f"{requirement} does not allow {pin}"


def test_conda_gets_the_same_versions_of_the_same_packages():
    (pip,) = [entry["pip"] for entry in CONDA if isinstance(entry, dict)]
    listed = {
        canonicalize_name(name): version for name, _, version in (entry.partition("==") for entry in pip) if version
    }
    direct = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]}
    assert set(listed) == direct
    assert listed == {name: PINS[name] for name in direct}
    assert "--constraint constraints.txt" in pip
    assert "--editable ." in pip


def test_conda_gets_a_python_that_the_project_allows():
    (python,) = [entry.partition("=")[2] for entry in CONDA if isinstance(entry, str) and entry.startswith("python=")]
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(f"{python}.0")


def test_the_seven_packages_of_the_course_are_direct_dependencies():
    direct = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]}
    assert direct >= {"jupyterlab", "nbgrader", "torch", "torchvision", "scikit-learn", "pandas", "ipywidgets"}


@pytest.mark.parametrize("package", ["torch", "torchvision", "nbgrader", "scikit-learn", "jupyterlab"])
def test_the_tests_run_with_the_pinned_versions(package):
    assert importlib.metadata.version(package).partition("+")[0] == PINS[package]
