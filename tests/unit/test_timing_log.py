"""The log: whole at every moment, never overwritten, never written while grading."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import tracemalloc

import jsonschema
import pytest

from course import timing
from course.timing import logfile as log_module
from course.timing import machine


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


def measure_once(workload="a sum"):
    timing.predict(workload, 1e-3)
    return timing.measure(workload, lambda: sum(range(500)), repeats=5, size=500)


def test_the_log_lies_beside_the_notebook_or_where_the_environment_says(tmp_path, monkeypatch):
    measure_once()
    assert (tmp_path / "observations.json").exists()
    monkeypatch.setenv("COURSE_LOG", str(tmp_path / "elsewhere.json"))
    assert timing.recorded() == []
    measure_once()
    assert (tmp_path / "elsewhere.json").exists()


def test_what_is_read_again_is_what_was_measured(tmp_path):
    observed = measure_once()
    log_module._parsed.clear()
    assert timing.open_log(tmp_path / "observations.json").observations == [observed]


def test_the_file_is_valid_by_the_schema_that_documents_it(tmp_path):
    measure_once()
    timing.predict("a sum", 2.0)
    document = json.loads((tmp_path / "observations.json").read_text())
    schema = log_module._validator().schema
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    assert (document["schema"], document["version"]) == ("apples-course/observations", 1)
    kinds = [record["record"] for record in document["records"]]
    assert kinds == ["machine", "prediction", "observation", "prediction"]


def test_an_empty_folder_is_an_empty_log_and_reading_makes_no_file(tmp_path):
    assert timing.recorded() == []
    assert timing.problems() == []
    assert list(tmp_path.iterdir()) == []


KILLED = """
from course import timing
timing.predict("a sum", 1e-3)
print("ready", flush=True)
while True:
    timing.measure("a sum", lambda: sum(range(50)), repeats=3, seconds=0.001)
"""


def test_a_killed_kernel_leaves_the_last_whole_log(tmp_path):
    seen = 0
    for number in range(4):
        child = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, cwd=tmp_path)
        child.stdout.readline()
        time.sleep(0.1 + 0.037 * number)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        document = log_module.parse((tmp_path / "observations.json").read_bytes())
        assert document["count"] >= seen
        assert timing.problems(tmp_path / "observations.json") == []
        seen = document["count"]
    measure_once()
    assert timing.problems() == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["observations.json"]


@pytest.mark.parametrize("keep", [0.0, 0.02, 0.5, 0.98])
def test_a_truncated_log_is_put_aside_and_said_and_nothing_is_lost(tmp_path, capsys, keep):
    measure_once()
    path = tmp_path / "observations.json"
    broken = path.read_bytes()[: int(keep * path.stat().st_size)]
    path.write_bytes(broken)
    measure_once()
    said = capsys.readouterr().out
    assert "observations.broken-1.json" in said
    assert "nothing in it is lost" in said
    assert (tmp_path / "observations.broken-1.json").read_bytes() == broken
    assert len(timing.recorded()) == 1
    assert timing.problems() == []
    path.write_bytes(b"again")
    assert timing.recorded() == []
    assert (tmp_path / "observations.broken-2.json").read_bytes() == b"again"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[]", b'{"schema": "other"}', b"{}" * 9, b"[" * 100_000])
def test_whatever_is_no_log_is_put_aside_not_overwritten(tmp_path, content):
    (tmp_path / "observations.json").write_bytes(content)
    measure_once()
    assert (tmp_path / "observations.broken-1.json").read_bytes() == content


def test_a_log_whose_form_is_wrong_says_where(tmp_path):
    measure_once()
    path = tmp_path / "observations.json"
    document = json.loads(path.read_text())
    document["records"][2]["samples"] = "fast"
    path.write_text(json.dumps(document))
    assert timing.problems(path)[0].kind == "broken file"
    assert "records[2]" in timing.problems(path)[0].message


def test_a_newer_log_is_left_alone_and_asks_for_an_update(tmp_path):
    measure_once()
    path = tmp_path / "observations.json"
    newer = path.read_text().replace('"version": 1', '"version": 2')
    path.write_text(newer)
    with pytest.raises(timing.LogTooNew, match="Update the course"):
        measure_once()
    assert path.read_text() == newer


def test_while_grading_a_broken_log_stays_where_it_is(tmp_path, monkeypatch):
    (tmp_path / "observations.json").write_text("{")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(timing.LogBroken):
        timing.recorded()
    assert [path.name for path in tmp_path.iterdir()] == ["observations.json"]


def test_while_grading_the_log_is_never_written(tmp_path, monkeypatch):
    measure_once()
    before = (tmp_path / "observations.json").read_bytes()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(timing.LogNotWritten):
        timing.log().add({"record": "prediction"})
    assert timing.start_afresh() is None
    assert (tmp_path / "observations.json").read_bytes() == before


def test_starting_afresh_keeps_the_old_log_under_another_name(tmp_path, capsys):
    measure_once()
    before = (tmp_path / "observations.json").read_bytes()
    kept = timing.start_afresh()
    assert kept.read_bytes() == before
    assert kept.name in capsys.readouterr().out
    assert timing.recorded() == []


def test_a_full_disk_leaves_the_last_whole_log(tmp_path, monkeypatch):
    measure_once()
    before = (tmp_path / "observations.json").read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(timing.LogNotWritten, match="Free some disk space"):
            measure_once()
    assert (tmp_path / "observations.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["observations.json"]
    measure_once()
    assert len(timing.recorded()) == 2


def test_a_folder_in_the_place_of_the_log_is_said(tmp_path):
    (tmp_path / "observations.json").mkdir()
    with pytest.raises(timing.LogBroken, match="is a folder"):
        timing.recorded()


def _write_some(folder: str, number: int) -> None:
    os.chdir(folder)
    for _ in range(10):
        measure_once(f"workload {number}")


@pytest.mark.skipif(sys.platform == "win32", reason="no file locks of this kind on Windows")
def test_two_kernels_with_one_notebook_lose_no_record(tmp_path):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_some, args=(str(tmp_path), number)) for number in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(timing.recorded()) == 20
    assert timing.problems() == []


def test_a_clock_that_is_set_back_does_not_make_the_log_go_backwards(monkeypatch):
    measure_once()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    measure_once("another sum")
    times = [log_module.moment(record) for record in timing.log().records]
    assert times == sorted(times)
    assert timing.problems(now=now + 1) == []


def test_a_log_that_moves_to_another_machine_says_so_and_stays_honest(monkeypatch):
    measure_once()
    monkeypatch.setattr(machine, "fingerprint", lambda: "f" * 16)
    measure_once("another sum")
    machines = [record["machine"] for record in timing.log().records if record["record"] == "machine"]
    assert len(set(machines)) == 2
    assert timing.problems() == []


def test_the_fingerprint_is_stable_and_holds_no_name():
    import platform

    assert machine.fingerprint() == machine.fingerprint()
    assert platform.node() not in machine.fingerprint()


def test_a_file_larger_than_any_log_is_refused_before_it_is_read_as_one():
    with pytest.raises(timing.LogBroken, match="no log of this course has more than 4 MB"):
        log_module.parse(b"[" * (log_module.LARGEST + 1))


@pytest.mark.parametrize("wrong", [["a"] * 900_000, {f"{number}": "a" for number in range(250_000)}], ids=type)
def test_a_log_of_a_million_wrong_values_is_refused_without_a_list_of_them(tmp_path, wrong):
    measure_once()
    document = json.loads((tmp_path / "observations.json").read_text())
    document["records"][-1]["samples" if isinstance(wrong, list) else "work"] = wrong
    text = json.dumps(document, separators=(",", ":"))
    tracemalloc.start()
    with pytest.raises(timing.LogBroken, match="are no numbers"):
        log_module.parse(text)
    assert tracemalloc.get_traced_memory()[1] < 100 << 20  # bytes; with the list more than a thousand MB
    tracemalloc.stop()


def test_only_the_first_wrong_record_is_told_however_many_there_are():
    records = [{"record": "observation", "samples": "fast", "number": number} for number in range(60_000)]
    document = log_module._new() | {"records": records}
    began = time.process_time()
    with pytest.raises(timing.LogBroken, match=r"records\[0\]"):
        log_module.parse(json.dumps(document))
    assert time.process_time() - began < 5


def test_an_honest_measurement_may_have_more_than_a_thousand_samples(tmp_path):
    timing.predict("a sum", 1e-3)
    timing.measure("a sum", lambda: sum(range(50)), repeats=1_100, size=50)
    assert len(log_module.parse((tmp_path / "observations.json").read_bytes())["records"][-1]["samples"]) == 1_100
