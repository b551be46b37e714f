"""Arrows run down only: what the real import statements say, also those inside functions."""

from __future__ import annotations

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from autograder.authoring import architecture
from autograder.authoring.architecture import arrows, imports, modules, part

ROOT = Path(__file__).resolve().parents[2]

# A part of the course knows the parts above it in this list, never one below. "course" is `course/__init__.py`.
COURSE = [
    {"course"},
    {"errors", "files", "language", "supported", "torch_index"},
    {"notebook", "data", "devices", "install", "home", "inventory", "lab"},
    {"cost", "detection", "timing", "training"},
    {"checks", "evidence", "translation", "voice"},
    {"plots", "selfcheck"},
    {"figures"},
    {"widgets", "azure"},
    {"doctor"},
    {"command"},
    {"__main__"},
]
AUTOGRADER = [
    {"autograder"},
    {"files", "text"},
    {"notebook"},
    {"serialization"},
    {"sandbox"},
    {"forkserver"},
    {"repair"},
    {"gradebook"},
    {"judge"},
    {"execution"},
    {"evidence"},
    {"job"},
    {"pool"},
    {"authoring"},
    {"feedback"},
    {"report", "collect", "site"},
    {"grade", "grade_options"},
    {"__main__"},
]


def test_the_test_sees_imports_of_every_kind(tmp_path):
    file = tmp_path / "middle.py"
    file.write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import p.typed\n"
        "from . import beside\nfrom .beside import thing\nfrom .. import above\nimport p.whole\n"
        "def late():\n    from p.low import inner\n"
    )
    known = dict.fromkeys(["p", "p.typed", "p.q.beside", "p.above", "p.whole", "p.low", "p.low.inner"], file)
    assert imports("p.q.middle", file, known) & set(known) == {"p.q.beside", "p.above", "p.whole", "p.low.inner"}


@pytest.mark.parametrize("package", ["course", "autograder"])
def test_no_modules_import_each_other_in_a_circle(package):
    try:
        TopologicalSorter(arrows(package)).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(reversed(error.args[1])))


@pytest.mark.parametrize(
    ("package", "order"), [("course", COURSE), ("autograder", AUTOGRADER)], ids=["course", "autograder"]
)
def test_arrows_run_down_only(package, order):
    height = {name: number for number, names in enumerate(order) for name in names}
    parts = {part(name) for name in modules(package)}
    assert parts == set(height), "the list of this test names every part, and nothing else"
    uphill = [
        f"{module} imports {other}"
        for module, others in arrows(package).items()
        for other in others
        if part(module) != part(other) and height[part(other)] >= height[part(module)]
    ]
    assert not uphill, "\n".join(uphill)


def test_the_pictures_in_the_guide_are_drawn_from_the_imports():
    text = architecture.GUIDE.read_text(encoding="utf-8")
    assert architecture.with_drawings(text) == text, "make release draws them anew"


def test_the_course_knows_nothing_of_the_autograder():
    known = modules("autograder")
    guilty = [name for name, path in modules("course").items() if imports(name, path, known) & set(known)]
    assert not guilty


def test_importing_the_course_imports_no_torch():
    public = sorted(name for name in modules("course") if name.count(".") <= 1 and not name.endswith("__main__"))
    code = f"import sys, {', '.join(public)}; sys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or "torch was imported"
