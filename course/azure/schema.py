"""The schema half of a check: what azure-ai-ml itself says of a specification. No account, no network.

It is an extra (`pip install "azure-ai-ml>=1.35"`); where it is absent, `absent` says so and nothing is checked.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import re
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from course.azure.specification import Problem

COMPUTE = ("amlcompute", "computeinstance")


def absent() -> str:
    """Why the schema cannot be asked, or an empty text."""
    try:
        found = importlib.util.find_spec("azure.ai.ml") is not None
    except ModuleNotFoundError:
        found = False
    return "" if found else 'azure-ai-ml is not installed here: pip install "azure-ai-ml>=1.35"'


def schema_problems(specification: dict, folder: Path | None) -> Iterator[Problem]:
    """What azure-ai-ml says of a job, a cluster or an instance. Files are looked up in `folder`."""
    import yaml

    kind = str(specification.get("type", "command")).lower()
    if folder is None:  # there are no files to look at, so the schema must not ask for them
        specification = {name: value for name, value in specification.items() if name != "code"}
    with tempfile.TemporaryDirectory() as spare:
        path = Path(folder or spare) / f".checked-{Path(spare).name}.yml"  # relative paths start at the file
        try:
            path.write_text(yaml.safe_dump(specification, sort_keys=False), encoding="utf-8")
            said = _load(path, kind)
        except OSError as error:
            said = [("file", f"the schema could not be asked: {error.strerror or error}")]
        finally:
            path.unlink(missing_ok=True)
    for place, message in said:
        yield Problem(place, f"the schema of azure-ai-ml says: {message}", _advice(message), "schema")


def _load(path: Path, kind: str) -> list[tuple[str, str]]:
    """(place, message) of everything that azure-ai-ml refuses."""
    noise = logging.getLogger("azure.ai.ml")
    before = noise.level
    noise.setLevel(logging.CRITICAL)  # it announces its experimental classes at every call
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from azure.ai.ml import load_compute, load_job
            from azure.ai.ml.exceptions import ValidationException
            from marshmallow.exceptions import ValidationError

            logging.disable(logging.WARNING)
            try:
                (load_compute if kind in COMPUTE else load_job)(path)
            except (ValidationError, ValidationException) as error:
                return _messages(str(error))
            except Exception as error:  # its readers fail in many ways on odd values, and each is a refusal
                return [("file", f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")]
    finally:
        logging.disable(logging.NOTSET)
        noise.setLevel(before)
    return []


def _messages(text: str) -> list[tuple[str, str]]:
    """The leaves of the JSON that azure-ai-ml writes into its message; its first line where there is none."""
    found: list[tuple[str, str]] = []
    for part in _json_parts(text):
        for error in part.get("errors", []) if isinstance(part.get("errors"), list) else []:
            found += _messages(str(error.get("message", "")))
        if "errors" not in part:
            found += _leaves(part, "")
    return list(dict.fromkeys(found)) or [("type" if "type" in text else "file", text.strip().splitlines()[0])]


def _json_parts(text: str) -> Iterator[dict]:
    start = re.search(r"(?m)^\s*\{", text)
    if start:
        try:
            part, _ = json.JSONDecoder().raw_decode(text[start.end() - 1 :])
        except ValueError:
            return
        yield part


def _leaves(part: object, place: str) -> list[tuple[str, str]]:
    if isinstance(part, str):
        return [(place or "file", part)]
    if isinstance(part, list):
        found = [leaf for one in part for leaf in _leaves(one, place)]
        return found[:1]  # a field that may be several things gets one refusal from each: the first is ours
    if isinstance(part, dict):
        found = []
        for name, inner in part.items():
            deeper = place if name == "_schema" else f"{place}.{name}".strip(".")
            found += _leaves(inner, deeper)
        return found
    return []


def _advice(message: str) -> str:
    if "Unknown field" in message:
        return "Correct the name of the field or delete the line."
    if "Missing data" in message:
        return "Add this field."
    if "passed is not in set" in message:
        return f"Choose one of {message.rpartition('set ')[2]}."
    if "Can't find directory" in message:
        return "Correct the path: it starts at the specification's own folder."
    return "Correct this field."
