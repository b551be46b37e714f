"""Arrows run down only: what the real import statements say, also those inside functions."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# A part of the course knows the parts above it in this list, never one below. "course" is `course/__init__.py`.
COURSE = [
    {"course"},
    {"errors", "files"},
    {"notebook", "data", "devices", "install", "home", "lab"},
    {"cost", "timing", "training"},
    {"checks"},
    {"plots", "selfcheck"},
    {"figures"},
    {"widgets", "azure"},
    {"doctor"},
    {"__main__"},
]


def modules(package: str) -> dict[str, Path]:
    """Dotted name -> file of each module of a package in this repository."""
    names = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def imports(name: str, path: Path, known: dict[str, Path]) -> set[str]:
    """The modules in `known` that a module imports; what only a type checker sees does not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    blocks = (node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
    unseen = {id(inner) for block in blocks for statement in block.body for inner in ast.walk(statement)}
    package = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
    found = set()
    for node in ast.walk(tree):
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            members = {f"{source}.{alias.name}" for alias in node.names}
            found |= members & set(known) or {source}
    return found


def arrows(*packages: str) -> dict[str, set[str]]:
    """Module -> the modules of these packages that it imports."""
    known = {name: path for package in packages for name, path in modules(package).items()}
    return {name: imports(name, path, known) & set(known) for name, path in known.items()}


def part(module: str) -> str:
    """The file or folder right under the package that a module lies in."""
    return ".".join(module.split(".")[1:2]) or module


def test_the_test_sees_imports_of_every_kind(tmp_path):
    file = tmp_path / "middle.py"
    file.write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import p.typed\n"
        "from . import beside\nfrom .beside import thing\nfrom .. import above\nimport p.whole\n"
        "def late():\n    from p.low import inner\n"
    )
    known = dict.fromkeys(["p", "p.typed", "p.q.beside", "p.above", "p.whole", "p.low", "p.low.inner"], file)
    assert imports("p.q.middle", file, known) & set(known) == {"p.q.beside", "p.above", "p.whole", "p.low.inner"}


@pytest.mark.parametrize("package", ["course"])
def test_no_modules_import_each_other_in_a_circle(package):
    try:
        TopologicalSorter(arrows(package)).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(reversed(error.args[1])))


@pytest.mark.parametrize(("package", "order"), [("course", COURSE)], ids=["course"])
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


def test_the_course_knows_nothing_of_the_autograder():
    known = modules("autograder")
    guilty = [name for name, path in modules("course").items() if imports(name, path, known) & set(known)]
    assert not guilty


def test_importing_the_course_imports_no_torch():
    public = sorted(name for name in modules("course") if name.count(".") <= 1 and not name.endswith("__main__"))
    code = f"import sys, {', '.join(public)}; sys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or "torch was imported"
