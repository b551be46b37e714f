"""What is wrong with a command job, beyond what the schema sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from course.azure.specification import INPUT, OUTPUT, Problem, nearest, section, value_of, whole

FIELDS = (
    "$schema",
    "type",
    "command",
    "code",
    "inputs",
    "outputs",
    "environment",
    "environment_variables",
    "compute",
    "distribution",
    "resources",
    "limits",
    "name",
    "display_name",
    "experiment_name",
    "description",
    "tags",
    "properties",
    "identity",
    "services",
    "queue_settings",
    "parent_job_name",
)
BARE = re.compile(r"mcr\.microsoft\.com/azureml/(openmpi|minimal|intelmpi|base)", re.IGNORECASE)  # Azure's base images
DISTRIBUTIONS = ("pytorch", "tensorflow", "mpi", "ray")
LONG_UNIT = re.compile(r"([1-9]\d*)\s*([bkmg])(?:i?b)?", re.IGNORECASE)  # "8 GB", "8GB", "8 g", "8GiB"
SHM = re.compile(r"[1-9]\d*[bkmg]")
CLOUD = ("azureml:", "http:", "https:", "wasbs:", "abfss:", "adl:")  # what names data that is not a local folder
ALMOST = re.compile(r"\$?\(?\{?\{?\s*inputs\.([\w-]+)\s*\}?\}?\)?")  # something that wants to be a placeholder
SCRIPT = re.compile(r"\bpython[\d.]*\s+(?:-\S+\s+)*([\w./-]+\.py)\b")


def job_problems(job: dict, folder: Path | None) -> Iterator[Problem]:
    """Problems of a specification with `type: command`, without looking at its cluster.

    `folder` is where its relative paths start; None leaves files out of it.
    """
    for name in job:
        if name not in FIELDS:
            yield _unknown_field(str(name), job)
    yield from _inputs(job)
    yield from _files(job, folder)
    yield from _environment(job.get("environment"), folder)
    yield from _compute(job)
    yield from _resources(job)


def _unknown_field(name: str, job: dict) -> Problem:
    inputs = job.get("inputs")
    if isinstance(inputs, dict) and name in inputs:
        return Problem(
            name,
            f"a command job has no field `{name}`: it is the name of an input, and has its value under `inputs`.",
            f"Write the value under `inputs`, and delete this `{name}`.",
            "unknown-field",
        )
    return Problem(
        name,
        "a command job has no such field." + nearest(name, FIELDS),
        "Correct the name or delete the line.",
        "unknown-field",
    )


def _inputs(job: dict) -> Iterator[Problem]:
    command = job.get("command")
    if not isinstance(command, str) or not command.strip():
        yield Problem(
            "command", "the job has nothing to run.", "Add `command: python train.py ...`.", "missing-command"
        )
        return
    defined = job.get("inputs") or {}
    if not isinstance(defined, dict):
        yield Problem(
            "inputs",
            "inputs are `name: value`, and these are something else.",
            "Write one line for each input.",
            "inputs",
        )
        return
    used = INPUT.findall(command)
    for name in dict.fromkeys(used):
        if name not in defined:
            near = nearest(name, defined)
            yield Problem(
                "command",
                f"it uses ${{{{inputs.{name}}}}}, and no input has that name.{near}",
                f"Define `{name}` under `inputs`, or correct the name.",
                "undefined-input",
            )
            used += [one for one in defined if f"“{one}”" in near]  # one wrong letter is told once, not at both ends
    for match in ALMOST.finditer(INPUT.sub("", command)):
        yield Problem(
            "command",
            f"“{match[0].strip()}” is not replaced by a value: it has not the form of a placeholder.",
            f"Write ${{{{inputs.{match[1]}}}}}.",
            "placeholder",
        )
        used.append(match[1])
    for name in defined:
        if name not in used:
            yield Problem(
                f"inputs.{name}",
                "the command does not use it, so its value changes nothing.",
                f"Use ${{{{inputs.{name}}}}} in the command, or delete the input.",
                "unused-input",
            )
    outputs = section(job, "outputs")
    for name in OUTPUT.findall(command):
        if name not in outputs:
            yield Problem(
                "command",
                f"it uses ${{{{outputs.{name}}}}}, and no output has that name.",
                f"Define `{name}` under `outputs`.",
                "undefined-output",
            )


def _files(job: dict, folder: Path | None) -> Iterator[Problem]:
    script = SCRIPT.search(str(job.get("command") or ""))
    code = job.get("code")
    if code is None and script:
        yield Problem(
            "code",
            f"the command runs {script[1]}, and no folder is sent along.",
            "Add `code:` with the folder of the script.",
            "missing-code",
        )
    if folder is None:
        return
    if isinstance(code, str) and not code.startswith((*CLOUD, "git+")):
        if not (folder / code).is_dir():
            yield Problem(
                "code",
                f"there is no folder {code} beside the specification.",
                "Correct the path: it starts at the specification's own folder.",
                "missing-code",
            )
        elif script and not (folder / code / script[1]).is_file():
            yield Problem(
                "command",
                f"there is no {script[1]} in the folder {code}.",
                "Correct the name of the script or of the folder.",
                "missing-code",
            )
    for name, given in section(job, "inputs").items():
        path = value_of(given) if isinstance(given, dict) else None
        if isinstance(path, str) and not path.startswith(CLOUD) and not (folder / path).exists():
            yield Problem(
                f"inputs.{name}",
                f"there is no {path} beside the specification; Azure would take it for the name of registered data.",
                "Correct the path.",
                "missing-data",
            )


def _environment(environment: object, folder: Path | None) -> Iterator[Problem]:
    if not environment:
        yield Problem(
            "environment",
            "no environment is named, so the machine has no Python packages.",
            "Add a curated one (`azureml://registries/azureml/environments/...`) or an image with a conda_file.",
            "missing-environment",
        )
    elif isinstance(environment, str):
        name = environment.removeprefix("azureml:")
        if environment.startswith("azureml://"):
            if not re.search(r"/(labels|versions)/[^/]+$", environment):
                yield Problem(
                    "environment",
                    "it says no version.",
                    "End it with `/labels/latest` or `/versions/1`.",
                    "environment-version",
                )
        elif not environment.startswith("azureml:"):
            yield Problem(
                "environment",
                f"“{environment}” does not name one of the workspace or of a registry.",
                f"Write `azureml:{name}:1`, with the version that you registered.",
                "environment",
            )
        elif ":" not in name and "@" not in name:
            yield Problem(
                "environment", "it says no version.", f"Write `azureml:{name}@latest`.", "environment-version"
            )
    elif isinstance(environment, dict):
        if not environment.get("image") and not environment.get("build"):
            yield Problem("environment", "it has no image to start from.", "Add `image: ...`.", "environment")
        image = environment.get("image")
        if isinstance(image, str) and image.startswith("azureml:"):
            yield Problem(
                "environment.image",
                "this names a whole environment, and an image is only a part of one.",
                f"Write `environment: {image}`, without `image`.",
                "environment",
            )
        conda = environment.get("conda_file")
        if isinstance(image, str) and BARE.match(image) and not conda:
            yield Problem(
                "environment",
                "this image has Python and none of your packages: the script would stop at `import torch`.",
                "Add `conda_file:` with a file that names them, or take a curated environment.",
                "no-packages",
            )
        if folder is not None and isinstance(conda, str) and not (folder / conda).is_file():
            yield Problem(
                "environment.conda_file",
                f"there is no {conda} beside the specification.",
                "Correct the path.",
                "environment",
            )
    else:
        yield Problem("environment", "it is neither a name nor an image.", "Name a curated environment.", "environment")


def _compute(job: dict) -> Iterator[Problem]:
    compute = job.get("compute")
    if not compute:
        yield Problem(
            "compute",
            "nothing says where the job runs.",
            "Add `compute: azureml:` and the cluster's name.",
            "missing-compute",
        )
    elif not isinstance(compute, str) or not (compute == "local" or re.fullmatch(r"azureml:\S+", compute)):
        yield Problem(
            "compute",
            f"“{compute}” does not name a cluster of the workspace: `azureml:` is missing before it.",
            f"Write `azureml:{compute}`.",
            "compute-name",
        )


def _resources(job: dict) -> Iterator[Problem]:
    resources = section(job, "resources")
    count, distribution = resources.get("instance_count", 1), job.get("distribution")
    if not whole(count) or count < 1:
        yield Problem(
            "resources.instance_count", f"{count!r} machines cannot run a job.", "Write 1 or more.", "instance-count"
        )
    elif count > 1 and not distribution:
        yield Problem(
            "distribution",
            f"{count} machines would each run the whole training, and each is paid for.",
            "Add `distribution: {type: pytorch, process_count_per_instance: 1}`, or ask for one machine.",
            "no-distribution",
        )
    memory = resources.get("shm_size")
    if memory is not None and not SHM.fullmatch(str(memory)):
        near = LONG_UNIT.fullmatch(str(memory).strip())
        yield Problem(
            "resources.shm_size",
            f"“{memory}” is no amount of memory here: "
            + ("the unit is one small letter, without a space." if near else "it wants a number and a unit."),
            f"Write `{near[1]}{near[2].lower()}`."
            if near
            else "Write a whole number above 0 and one letter of b, k, m, g: `8g`.",
            "shm-size",
        )
    timeout = section(job, "limits").get("timeout")
    if timeout is not None and (not whole(timeout) or timeout < 1):
        yield Problem("limits.timeout", f"{timeout!r} is no number of seconds.", "Write 3600 for an hour.", "timeout")
    if isinstance(distribution, dict):
        kind, processes = distribution.get("type"), distribution.get("process_count_per_instance", 1)
        if str(kind).lower() not in DISTRIBUTIONS:
            yield Problem(
                "distribution.type", f"“{kind}” is no kind of distribution.", "Write `pytorch`.", "distribution"
            )
        if not whole(processes) or processes < 1:
            yield Problem(
                "distribution.process_count_per_instance",
                f"{processes!r} processes cannot train.",
                "Write 1, or as many as the machine has GPUs.",
                "process-count",
            )
    elif distribution is not None:
        yield Problem(
            "distribution", "it has no type.", "Write `{type: pytorch, process_count_per_instance: 1}`.", "distribution"
        )
