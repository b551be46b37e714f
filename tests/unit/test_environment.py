"""The three lists of packages say the same: pyproject.toml, constraints.txt, environment.yml."""

from __future__ import annotations

import importlib.metadata
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from course.supported import NEWEST, OLDEST

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LINES = [Requirement(line) for line in (ROOT / "constraints.txt").read_text().splitlines() if line[0] != "#"]
PYTHONS = [f"3.{minor}.0" for minor in range(OLDEST[1], NEWEST[1] + 1)] + ["3.11.2"]  # Debian 12's own


def environment(python: str | None = None, system: str | None = None) -> dict[str, str]:
    """What markers are asked about: of one Python and system, those of the tests unless others are named."""
    named = {"python_full_version": python, "python_version": python.rpartition(".")[0]} if python else {}
    return default_environment() | named | ({"sys_platform": system} if system else {})


def applies(requirement: Requirement, where: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(where)


def pins(python: str | None = None, system: str | None = None) -> dict[str, str]:
    """The version of each package on one Python and system; those of the tests unless others are named."""
    where = environment(python, system)
    here = [line for line in LINES if applies(line, where)]
    names = [canonicalize_name(line.name) for line in here]
    assert len(names) == len(set(names)), "two versions of one package for one Python"
    return {name: str(line.specifier).removeprefix("==") for name, line in zip(names, here, strict=True)}


PINS = pins()
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("python", PYTHONS)
def test_every_dependency_is_pinned_to_a_version_that_it_allows(python, system):
    pinned = pins(python, system)
    extras = PROJECT["optional-dependencies"].values()
    wanted = map(Requirement, [*PROJECT["dependencies"], *(line for lines in extras for line in lines)])
    for requirement in (one for one in wanted if applies(one, environment(python, system))):
        pin = pinned.get(canonicalize_name(requirement.name))
        assert pin, f"{requirement.name} is not in constraints.txt"
        assert requirement.specifier.contains(pin), f"{requirement} does not allow {pin}"


def test_what_is_promised_is_what_is_not_refused():
    promised = SpecifierSet(PROJECT["requires-python"])
    asked = [(3, minor) for minor in range(6, 20)]
    assert [one for one in asked if promised.contains(f"{one[0]}.{one[1]}.0")] == [
        one for one in asked if OLDEST <= one <= NEWEST
    ]


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
