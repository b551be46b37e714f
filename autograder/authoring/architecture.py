"""What imports what, read from the code, and the picture of it in CONTRIBUTING.md."""

from __future__ import annotations

import ast
from pathlib import Path

import networkx  # torch needs it too

from autograder.authoring import lesson as lessons
from autograder.authoring.readme import between_markers

GUIDE = lessons.ROOT / "CONTRIBUTING.md"
PACKAGES = ("autograder", "course")


def modules(package: str) -> dict[str, Path]:
    """Dotted name -> file of each module of a package in this repository."""
    names = {}
    for path in sorted((lessons.ROOT / package).rglob("*.py")):
        parts = path.relative_to(lessons.ROOT).with_suffix("").parts
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


def drawing(package: str) -> str:
    """A package as a Mermaid flowchart: its files and folders, and an arrow from each to what it imports.

    An arrow that other arrows imply is left out (transitive reduction).
    """
    graph = networkx.DiGraph()
    for module, others in arrows(package).items():
        if module != package:
            graph.add_node(part(module))
            graph.add_edges_from((part(module), part(other)) for other in others if part(other) != part(module))
    graph.remove_nodes_from([package])
    reduced = networkx.transitive_reduction(graph)
    folder = lessons.ROOT / package
    shapes = {name: f'["{name}/"]' if (folder / name).is_dir() else f'("{name}.py")' for name in reduced}
    lines = [f"  {name.strip('_')}{shapes[name]}" for name in sorted(reduced)]
    lines += [f"  {one.strip('_')} --> {other.strip('_')}" for one, other in sorted(reduced.edges)]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```"])


def with_drawings(text: str) -> str:
    """The guide's `text` with the drawing of each package between its two markers made new."""
    for package in PACKAGES:
        text = between_markers(text, package, drawing(package), GUIDE.name)
    return text


def refresh() -> list[Path]:
    """Draw the packages into the guide; return what changed."""
    text = GUIDE.read_text(encoding="utf-8")
    fresh = with_drawings(text)
    if fresh == text:
        return []
    GUIDE.write_text(fresh, encoding="utf-8")
    return [GUIDE]
