"""A job's command, run on this machine, as a lesson does it; the script here is a few lines without torch."""

from __future__ import annotations

import json

import pytest

from course import azure
from course.checks import NotAttempted

SCRIPT = """
import json, pathlib, sys
values = dict(zip(sys.argv[1::2], sys.argv[2::2]))
if values["--rate"] == "0":
    sys.exit("The rate is 0. Nothing was trained.")
out = pathlib.Path(values["--output"])
(out / "metrics.jsonl").write_text(json.dumps({"epoch": 1, "data": values["--data"], "rate": values["--rate"]}) + "\\n")
print("epoch 1/1")
"""
JOB = """
type: command
code: my code
command: >-
  python go.py --data ${{inputs.data}}
  --rate ${{ inputs.rate }}
inputs: {data: {type: uri_folder, path: some data}, rate: 0.5}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    (tmp_path / "my code").mkdir()
    (tmp_path / "my code" / "go.py").write_text(SCRIPT)
    (tmp_path / "job.yml").write_text(JOB)
    return tmp_path


def test_a_job_runs_with_its_inputs_and_gives_its_metrics(folder, capsys):
    (epoch,) = azure.run_here("job.yml", "one")
    assert epoch == {"epoch": 1, "data": str(folder / "some data"), "rate": "0.5"}
    assert capsys.readouterr().out == "epoch 1/1\n"
    assert azure.run_here(JOB, "one", rate=0.25)[0]["rate"] == "0.25"


def test_a_job_that_stops_says_why_in_its_own_words(folder):
    with pytest.raises(azure.JobFailed, match=r"The rate is 0\. Nothing was trained\."):
        azure.run_here(JOB, "bad", rate=0)


def test_a_job_that_hangs_is_stopped(folder, monkeypatch):
    monkeypatch.setattr("course.azure.local.LONGEST", 0.5)
    (folder / "my code" / "go.py").write_text("import time; time.sleep(60)")
    with pytest.raises(azure.JobFailed, match="was stopped after"):
        azure.run_here(JOB, "slow")


def test_while_grading_nothing_runs_and_what_was_handed_in_is_taken(folder, monkeypatch):
    first = azure.run_here(JOB, "one")
    with pytest.raises(azure.JobFailed):
        azure.run_here(JOB, "bad", rate=0)
    (folder / "my code" / "go.py").unlink()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert azure.run_here(JOB, "one") == first
    with pytest.raises(azure.JobFailed, match="The rate is 0"):
        azure.run_here(JOB, "bad", rate=0)
    with pytest.raises(NotAttempted, match="runs/two was not handed in"):
        azure.run_here(JOB, "two")


@pytest.mark.parametrize(
    ("job", "says"),
    [
        (JOB.replace("inputs.rate", "inputs.speed"), "no input has that name"),
        (JOB.replace("python go.py", "bash go.sh"), "does not begin with `python`"),
        (JOB.replace("my code", "no code"), "could not start"),
        (JOB.replace("go.py", "gone.py"), r"gone\.py"),
    ],
)
def test_a_job_that_cannot_run_is_one_message(folder, job, says):
    with pytest.raises(azure.JobFailed, match=says):
        azure.run_here(job, "one")


def test_metrics_that_cannot_be_read_are_one_message(folder, monkeypatch):
    azure.run_here(JOB, "one")
    (folder / "runs" / "one" / "metrics.jsonl").write_text(json.dumps({"epoch": 1})[:-2])
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(azure.JobFailed, match="cannot be read"):
        azure.run_here(JOB, "one")
