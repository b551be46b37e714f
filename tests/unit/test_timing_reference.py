"""GPU reference measurements: read where somebody recorded them, never made up."""

from __future__ import annotations

import json

import pytest

from course import timing
from course.timing.record import to_record
from course.timing.reference import NONE_YET, SCHEMA, references


@pytest.fixture
def observed(tmp_path, monkeypatch) -> dict:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    timing.predict("a sum", 1e-3)
    return to_record(timing.measure("a sum", lambda: sum(range(100)), size=100)) | {"number": 0}


def recorded(folder, name: str, device: str, date: str, observation: dict) -> None:
    document = {
        "schema": SCHEMA,
        "version": 1,
        "device_name": device,
        "date": date,
        "versions": {},
        "command": "python benchmarks/gpu_reference.py",
        "observations": [observation | {"device": "gpu", "device_name": device}],
    }
    (folder / name).write_text(json.dumps(document))


def test_where_none_was_recorded_there_is_none(tmp_path):
    assert timing.reference("matrix product", tmp_path) is None
    assert "recorded yet" in NONE_YET


def test_the_latest_is_taken_and_labelled_with_device_and_date(tmp_path, observed):
    recorded(tmp_path, "a.json", "First GPU", "2026-11-01", observed)
    recorded(tmp_path, "b.json", "Second GPU", "2026-11-20", observed)
    latest = timing.reference("a sum", tmp_path)
    assert latest.label == "reference: Second GPU, recorded 2026-11-20"
    assert latest.observations[0].size == 100
    assert timing.reference("another", tmp_path) is None


def test_what_ships_with_the_course_was_measured_on_a_named_gpu_on_a_day_by_the_command():
    for one in references():
        assert one.device_name
        assert one.date >= "2026"
        assert "gpu_reference" in one.command
        assert all(observation.device == "gpu" and observation.samples for observation in one.observations)


def test_without_a_gpu_the_benchmark_says_why_and_writes_nothing(tmp_path, capsys):
    from benchmarks import gpu_reference
    from course.devices import gpu

    if gpu.look().usable:
        pytest.skip("this machine has a GPU")
    assert gpu_reference.main(tmp_path) is None
    assert gpu.reason(gpu.look()) in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_what_the_benchmark_writes_is_what_a_lesson_reads(tmp_path, monkeypatch):
    """The form of the file, tried on the CPU and in a folder of the test's own."""
    from benchmarks import gpu_reference

    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    document = gpu_reference.record("cpu", rows=(8, 32), batches=(1, 2), copies=(1,))
    gpu_reference.write(document, tmp_path)
    found = timing.reference("matrix product", tmp_path)
    assert [one.size for one in found.observations] == [8, 32]
    assert found.command == "python -m benchmarks gpu_reference"
    assert timing.reference("training step", tmp_path).observations[1].work == {"photographs": 2.0}


@pytest.mark.gpu
def test_on_a_gpu_small_work_is_slower_than_on_the_cpu_and_large_work_is_not():
    from benchmarks import gpu_reference
    from course.devices import gpu

    if not gpu.look().usable:
        pytest.skip("no GPU that PyTorch can use on this machine")
    median = {
        kind: {
            one["size"]: one["statistics"]["median"]
            for one in gpu_reference.record(kind, rows=(8, 2048), batches=(1,), copies=(1,))["observations"]
            if one["workload"] == "matrix product"
        }
        for kind in ("cpu", "gpu")
    }
    assert median["gpu"][8] > median["cpu"][8]
    assert median["gpu"][2048] < median["cpu"][2048]
