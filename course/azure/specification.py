"""A specification as plain data, and a problem in it as a record."""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INPUT = re.compile(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}")
OUTPUT = re.compile(r"\$\{\{\s*outputs\.([\w-]+)\s*\}\}")
SUFFIXES = (".yml", ".yaml")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a specification.

    `place` is the field ("resources.instance_count"), `wrong` and `change` are sentences, `kind` is a short name
    for programs ("instance-count"), `file` says which specification where there are several.
    """

    place: str
    wrong: str
    change: str
    kind: str
    file: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.file else self.place
        return f"{where}: {self.wrong}\n    -> {self.change}"


class Unreadable(Exception):
    """The text is no specification; `problem` says where and why. `read` raises it, `check` reports it."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


def read(source: dict | str | Path) -> dict:
    """A specification as a dictionary: from a file, from YAML text, or from a dictionary (which is copied).

    A string is the name of a file where it is one line that ends in .yml or .yaml. Raises `Unreadable`.
    """
    import yaml

    if isinstance(source, dict):
        return copy.deepcopy(source)
    text = str(source)
    if file_of(source):
        try:
            text = Path(source).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Unreadable(
                Problem("file", f"{source} cannot be read: {_reason(error)}.", "Name a text file that exists.", "file")
            ) from None
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "file"
        said = getattr(error, "problem", None) or "it is no YAML"
        raise Unreadable(
            Problem(
                place,
                f"this is not YAML: {said}.",
                "Look at the indentation, colons and quotes there and in the line before.",
                "yaml",
            )
        ) from None
    if not isinstance(found, dict):
        raise Unreadable(
            Problem(
                "file",
                f"a specification is a list of `name: value`, and this is {_kind(found)}.",
                "Begin with `type: command` (a job) or `type: amlcompute` (a cluster).",
                "yaml",
            )
        )
    return found


def file_of(source: object) -> Path | None:
    """The file that a source names, or None where it is YAML text or a dictionary."""
    if isinstance(source, Path):
        return source
    if isinstance(source, str) and "\n" not in source and source.strip().lower().endswith(SUFFIXES):
        return Path(source)
    return None


def command_of(job: dict, **inputs: object) -> str:
    """The command as the machine sees it: each `${{inputs.x}}` replaced by its value, in one line.

    `inputs` replace values of the specification, as `--set inputs.epochs=2` does. An undefined one stays as it is.
    """
    values = {name: value_of(given) for name, given in section(job, "inputs").items()} | inputs

    def value(match: re.Match) -> str:
        return str(values.get(match[1], match[0]))

    return " ".join(INPUT.sub(value, str(job.get("command") or "")).split())


def section(job: dict, name: str) -> dict:
    """A part of a specification that is written as a dictionary; empty where it is none."""
    part = job.get(name)
    return part if isinstance(part, dict) else {}


def value_of(given: object) -> Any:
    """What an input stands for: a number or text itself, a file or folder its path."""
    return given.get("path", given.get("default", "")) if isinstance(given, dict) else given


def nearest(name: str, known: Iterable) -> str:
    """` Did you mean “x”?` where a known name is near, else nothing."""
    near = difflib.get_close_matches(str(name), [str(one) for one in known], n=1, cutoff=0.6)
    return f" Did you mean “{near[0]}”?" if near else ""


def whole(value: object) -> bool:
    """Whether a value is a whole number; YAML's `true` is none."""
    return isinstance(value, int) and not isinstance(value, bool)


def _kind(value: object) -> str:
    return {"list": "a list", "str": "a line of text", "NoneType": "empty"}.get(type(value).__name__, "something else")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or "it is not UTF-8 text"
