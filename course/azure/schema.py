"""The schema half of a check: what azure-ai-ml itself says of a specification. No account, no network.

It is an extra (`pip install "azure-ai-ml>=1.35"`); where it is absent, `absent` says so and nothing is checked.
"""

from __future__ import annotations

import importlib.util
import logging
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from course.azure.specification import Problem

COMPUTE = ("amlcompute", "computeinstance")


def absent() -> str:
    """Why the schema cannot be asked, or an empty text."""
    try:
        installed = importlib.util.find_spec("azure.ai.ml") is not None
    except ModuleNotFoundError:
        installed = False
    return "" if installed else 'azure-ai-ml is not installed here: pip install "azure-ai-ml>=1.35"'


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
            refusals = _load(path, kind)
        except OSError as error:
            refusals = [("file", f"the schema could not be asked: {error.strerror or error}")]
        finally:
            path.unlink(missing_ok=True)
    for field, message in refusals:
        yield Problem(field, f"the schema of azure-ai-ml says: {message}", _advice(message), "schema")


def _load(path: Path, kind: str) -> list[tuple[str, str]]:
    """(field, message) of everything that azure-ai-ml refuses."""
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
                return _refusals(error)
            except Exception as error:  # its readers fail in many ways on odd values, and each is a refusal
                return [("file", f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")]
    finally:
        logging.disable(logging.NOTSET)
        noise.setLevel(before)
    return []


def _refusals(error: Exception) -> list[tuple[str, str]]:
    """(field, message) of each field that is refused, or the first line where nothing is said by field.

    azure-ai-ml raises a text and, as its context, marshmallow's error, whose `messages` are nested by field.
    """
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(messages := getattr(inner, "messages", None), dict):
            return list(dict.fromkeys(_leaves(messages, "")))
        inner = inner.__context__
    first = str(error).strip().splitlines()[0]
    return [("type" if "type" in first else "file", first)]


def _leaves(messages: object, field: str) -> list[tuple[str, str]]:
    """(field, message) of marshmallow's nested messages; a field in a field is written with a dot."""
    if isinstance(messages, dict):
        names = {name: field if name == "_schema" else f"{field}.{name}".strip(".") for name in messages}
        return [leaf for name, inner in messages.items() for leaf in _leaves(inner, names[name])]
    if isinstance(messages, list):  # a field that may be several things gets one refusal from each: the first is ours
        return [leaf for inner in messages for leaf in _leaves(inner, field)][:1]
    return [(field or "file", str(messages))]


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
