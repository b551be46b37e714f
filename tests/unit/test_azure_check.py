"""Specifications checked offline: what no schema sees, each mistake with its place and what to change."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from datetime import date

import pytest

from course import azure
from course.azure import schema, sizes

GPU_JOB = azure.read("""
type: command
code: src
command: python train.py --epochs ${{inputs.epochs}} --device ${{inputs.device}}
inputs: {epochs: 2, device: cuda}
environment: azureml://registries/azureml/environments/acpt-pytorch-2.8-cuda12.6/labels/latest
compute: azureml:gpu-cluster
distribution: {type: pytorch, process_count_per_instance: 1}
resources: {instance_count: 2, shm_size: 8g}
limits: {timeout: 3600}
experiment_name: cpu-vs-gpu
""")
CPU_JOB = azure.read("""
type: command
code: src
command: python train.py --device cpu
environment: {image: "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest", conda_file: conda.yml}
compute: azureml:cpu-cluster
""")
GPU_CLUSTER = azure.read("""
name: gpu-cluster
type: amlcompute
size: Standard_NC4as_T4_v3
min_instances: 0
max_instances: 2
idle_time_before_scale_down: 120
tier: dedicated
""")
CPU_CLUSTER = {**GPU_CLUSTER, "name": "cpu-cluster", "size": "Standard_D4ds_v5"}
EIGHT_GPUS = {**GPU_CLUSTER, "size": "Standard_ND96isr_H100_v5"}
CLUSTERS = [GPU_CLUSTER, CPU_CLUSTER]
CUDA = GPU_JOB["environment"]


def changed(source: dict, **changes) -> dict:
    """A copy with some fields changed; `resources__shm_size` is a field inside another, ... removes it."""
    new = copy.deepcopy(source)
    for name, value in changes.items():
        *groups, last = name.split("__")
        place = new
        for group in groups:
            place = place.setdefault(group, {})
        if value is ...:
            place.pop(last, None)
        else:
            place[last] = value
    return new


def test_the_specifications_of_the_facts_are_sound():
    for one in (GPU_JOB, CPU_JOB):
        assert azure.problems(one, CLUSTERS) == []
    for one in CLUSTERS:
        assert azure.problems(one) == []


JOBS = {
    "an input that nobody defined": (
        changed(GPU_JOB, inputs={"epoch": 2, "device": "cuda"}),
        "undefined-input",
        "command",
    ),
    "an input that changes nothing": (changed(GPU_JOB, inputs__seed=1), "unused-input", "inputs.seed"),
    "half a placeholder": (
        changed(GPU_JOB, command="python train.py --device cuda --epochs ${inputs.epochs}"),
        "placeholder",
        "command",
    ),
    "an output that nobody defined": (
        changed(CPU_JOB, command="python t.py --device cpu --to ${{outputs.model}}"),
        "undefined-output",
        "command",
    ),
    "nothing to run": (changed(CPU_JOB, command=...), "missing-command", "command"),
    "no folder of code": (changed(CPU_JOB, code=...), "missing-code", "code"),
    "a field with a typing error": (changed(CPU_JOB, computee="azureml:cpu-cluster"), "unknown-field", "computee"),
    "no machine": (changed(GPU_JOB, compute=...), "missing-compute", "compute"),
    "a machine without its prefix": (changed(GPU_JOB, compute="gpu-cluster"), "compute-name", "compute"),
    "a cluster that is not there": (changed(GPU_JOB, compute="azureml:gpu-clusters"), "unknown-compute", "compute"),
    "no environment": (changed(GPU_JOB, environment=...), "missing-environment", "environment"),
    "an environment without version": (
        changed(GPU_JOB, environment="azureml:mine"),
        "environment-version",
        "environment",
    ),
    "no instance": (changed(GPU_JOB, resources__instance_count=0), "instance-count", "resources.instance_count"),
    "two instances in words": (
        changed(GPU_JOB, resources__instance_count="two"),
        "instance-count",
        "resources.instance_count",
    ),
    "more instances than the cluster has": (
        changed(GPU_JOB, resources__instance_count=3),
        "instance-count",
        "resources.instance_count",
    ),
    "two machines that do the same": (changed(GPU_JOB, distribution=...), "no-distribution", "distribution"),
    "shared memory with a space": (changed(GPU_JOB, resources__shm_size="8 g"), "shm-size", "resources.shm_size"),
    "shared memory without unit": (changed(GPU_JOB, resources__shm_size=8), "shm-size", "resources.shm_size"),
    "shared memory of nothing": (changed(GPU_JOB, resources__shm_size="0g"), "shm-size", "resources.shm_size"),
    "more shared memory than memory": (changed(GPU_JOB, resources__shm_size="64g"), "shm-size", "resources.shm_size"),
    "a limit below zero": (changed(GPU_JOB, limits__timeout=-1), "timeout", "limits.timeout"),
    "an unknown distribution": (changed(GPU_JOB, distribution__type="torch"), "distribution", "distribution.type"),
    "no process": (
        changed(GPU_JOB, distribution__process_count_per_instance=0),
        "process-count",
        "distribution.process_count_per_instance",
    ),
    "more processes than GPUs": (
        changed(GPU_JOB, distribution__process_count_per_instance=4),
        "process-count",
        "distribution.process_count_per_instance",
    ),
    "a GPU that the script is told to ignore": (changed(GPU_JOB, inputs__device="cpu"), "ignored-gpu", "command"),
    "a GPU that nobody mentions": (
        changed(GPU_JOB, command="python train.py --epochs 2", inputs={}),
        "ignored-gpu",
        "command",
    ),
    "a GPU without CUDA": (
        changed(GPU_JOB, environment=CPU_JOB["environment"]),
        "cpu-environment-on-gpu",
        "environment",
    ),
    "an image without the packages": (changed(CPU_JOB, environment__conda_file=...), "no-packages", "environment"),
    "an input that stands beside the inputs": (changed(GPU_JOB, device="cuda"), "unknown-field", "device"),
    "an environment in place of its image": (
        changed(GPU_JOB, environment={"image": CUDA}),
        "environment",
        "environment.image",
    ),
    "CUDA without a GPU": (changed(CPU_JOB, environment=CUDA), "gpu-environment-on-cpu", "environment"),
    "a GPU wanted and not rented": (changed(CPU_JOB, command="python train.py --device cuda"), "no-gpu", "command"),
    "no type": (changed(CPU_JOB, type=...), "missing-type", "type"),
    "a wrong type": (changed(CPU_JOB, type="comand"), "unknown-type", "type"),
}
COMPUTES = {
    "below zero": (changed(GPU_CLUSTER, min_instances=-1), "min-instances", "min_instances"),
    "never zero": (changed(GPU_CLUSTER, min_instances=1), "never-zero", "min_instances"),
    "more at least than at most": (changed(GPU_CLUSTER, min_instances=3), "min-above-max", "min_instances"),
    "none at most": (changed(GPU_CLUSTER, max_instances=0), "max-instances", "max_instances"),
    "two minutes as 2": (
        changed(GPU_CLUSTER, idle_time_before_scale_down=2),
        "idle-time",
        "idle_time_before_scale_down",
    ),
    "seconds in quotes": (
        changed(GPU_CLUSTER, idle_time_before_scale_down="120"),
        "idle-time",
        "idle_time_before_scale_down",
    ),
    "an hour of waiting": (
        changed(GPU_CLUSTER, idle_time_before_scale_down=3601),
        "idle-time",
        "idle_time_before_scale_down",
    ),
    "an unknown size": (changed(GPU_CLUSTER, size="Standard_NC4as_T4_v4"), "unknown-size", "size"),
    "a retired size": (changed(GPU_CLUSTER, size="Standard_NC12s_v3"), "retired-size", "size"),
    "a size that new subscriptions cannot get": (changed(CPU_CLUSTER, size="Standard_DS3_v2"), "retired-size", "size"),
    "no size": (changed(GPU_CLUSTER, size=...), "missing-size", "size"),
    "no name": (changed(GPU_CLUSTER, name=...), "missing-name", "name"),
    "a tier that is called low_priority here": (changed(GPU_CLUSTER, tier="spot"), "tier", "tier"),
    "a typing error": (changed(GPU_CLUSTER, min_instance=0), "unknown-field", "min_instance"),
    "an instance that nothing shuts down": (
        {"type": "computeinstance", "name": "a", "size": "Standard_D4ds_v5"},
        "no-idle-shutdown",
        "idle_time_before_shutdown_minutes",
    ),
    "an instance that shuts down in five minutes": (
        {"type": "computeinstance", "name": "a", "size": "Standard_D4ds_v5", "idle_time_before_shutdown_minutes": 5},
        "idle-time",
        "idle_time_before_shutdown_minutes",
    ),
}


@pytest.mark.parametrize("broken", [*JOBS, *COMPUTES])
def test_each_kind_of_mistake_is_found_at_its_place_with_what_to_change(broken):
    source, kind, place = (JOBS | COMPUTES)[broken]
    found = {(problem.kind, problem.place): problem for problem in azure.problems(source, CLUSTERS)}
    assert (kind, place) in found, [str(one) for one in found.values()]
    assert all(len(one.wrong) > 10 and len(one.change) >= 8 for one in found.values())


def test_seven_of_eight_gpus_that_nobody_uses_are_found():
    job = changed(GPU_JOB, resources__instance_count=1)
    (problem,) = azure.problems(job, [EIGHT_GPUS])
    assert problem.kind == "idle-gpus"
    assert "the others are paid for and idle" in problem.wrong
    assert azure.problems(changed(job, distribution__process_count_per_instance=8), [EIGHT_GPUS]) == []


def test_a_near_name_is_suggested():
    (undefined,) = azure.problems(JOBS["an input that nobody defined"][0], CLUSTERS)
    assert "Did you mean “epoch”?" in undefined.wrong
    assert "Did you mean “gpu-cluster”?" in str(azure.problems(JOBS["a cluster that is not there"][0], CLUSTERS)[0])


def test_a_retirement_in_the_future_is_told_apart_from_one_that_is_over():
    assert "was retired" in sizes.gone("Standard_NC6s_v3", date(2026, 1, 1)).wrong
    assert "on its way out" in sizes.gone("Standard_NC6s_v3", date(2025, 1, 1)).wrong
    assert sizes.gone("Standard_NC4as_T4_v3") is None


@pytest.mark.parametrize("text", ["- a\n- b\n", "type: command\n  command: [\n", "", "hello\n", "none.yml"])
def test_what_is_no_specification_is_a_problem_and_not_a_crash(text):
    (problem,) = azure.problems(text)
    assert problem.kind in ("yaml", "file")
    assert problem.change


@pytest.mark.parametrize("value", [None, 3, [1], "x", {"a": None}, True])
@pytest.mark.parametrize("name", ["inputs", "environment", "resources", "distribution", "limits", "compute", "command"])
def test_odd_values_in_any_field_never_crash(name, value):
    azure.problems({**GPU_JOB, name: value}, CLUSTERS)
    azure.problems({**GPU_CLUSTER, "size": value, "min_instances": value, "idle_time_before_scale_down": value})


def test_files_are_looked_for_beside_the_specification(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "job.yml").write_text(
        'type: command\ncode: src\ncommand: python go.py --device cpu --data ${{inputs.d}}\ncompute: "azureml:c"\n'
        "inputs: {d: {type: uri_folder, path: none}}\nenvironment: {image: ubuntu, conda_file: e.yml}\n"
    )
    found = azure.problems(tmp_path / "job.yml")
    assert {problem.kind for problem in found} == {"missing-code", "missing-data", "environment"}
    assert [problem.place for problem in found] == ["command", "inputs.d", "environment.conda_file"]


def test_the_command_is_what_the_machine_sees():
    assert azure.command_of(GPU_JOB) == "python train.py --epochs 2 --device cuda"
    assert azure.command_of(GPU_JOB, epochs=9).endswith("--epochs 9 --device cuda")
    assert "${{inputs.x}}" in azure.command_of({"command": "go ${{inputs.x}}"})


def test_it_says_plainly_when_the_schema_was_not_checked(monkeypatch):
    monkeypatch.setattr(schema, "absent", lambda: "azure-ai-ml is not installed here")
    report = azure.check(GPU_CLUSTER)
    assert report.fine
    assert "The schema was NOT checked: azure-ai-ml is not installed here" in str(report)


def test_the_command_line_prints_problems_and_its_exit_status_says_whether_there_are_any(tmp_path):
    (tmp_path / "cluster.yml").write_text("type: amlcompute\nname: c\nsize: Standard_NC6s_v3\nmin_instances: 1\n")
    command = [sys.executable, "-m", "course.azure", "cluster.yml", "--no-schema"]
    bad = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert "min_instances: one machine is paid for day and night" in bad.stdout
    assert "NOT checked" in bad.stdout
    read = subprocess.run([*command, "--json"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert {"place", "wrong", "change", "kind", "file"} == set(json.loads(read.stdout)["problems"][0])


@pytest.fixture
def ai_ml():
    if schema.absent():
        pytest.skip(schema.absent())


@pytest.mark.parametrize(
    ("source", "place", "says"),
    [
        (changed(GPU_JOB, computee="x"), "computee", "Unknown field"),
        (changed(GPU_JOB, command=...), "command", "Missing data"),
        (changed(GPU_JOB, distribution__type="torch"), "distribution.type", "is not in set"),
        (changed(GPU_JOB, resources__instance_count="two"), "resources.instance_count", "Not a valid integer"),
        (changed(GPU_CLUSTER, tier="spot"), "tier", "is not in set"),
        (changed(GPU_JOB, type="comand"), "type", "Unsupported job type"),
    ],
)
def test_the_schema_s_own_words_come_with_place_and_advice(ai_ml, source, place, says):
    found = {problem.place: problem for problem in schema.schema_problems(source, None)}
    assert says in found[place].wrong
    assert found[place].change


def test_the_schema_accepts_what_the_course_s_rules_find(ai_ml):
    for name in ("an input that nobody defined", "no machine", "shared memory with a space", "no instance"):
        assert list(schema.schema_problems(JOBS[name][0], None)) == [], name
    for name in ("below zero", "an unknown size", "two minutes as 2"):
        assert list(schema.schema_problems(COMPUTES[name][0], None)) == [], name


def test_a_mistake_that_both_find_is_told_once(ai_ml):
    report = azure.check(changed(GPU_CLUSTER, tier="spot"))
    assert [problem.place for problem in report.problems] == ["tier"]
    assert "The schema of azure-ai-ml was checked too." in str(report)
