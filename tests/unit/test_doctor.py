"""The doctor: what it says of machines in good and bad health, in words that say what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from course import azure, doctor
from course.azure import Place


def says(findings) -> str:
    return "\n".join(map(str, findings))


def test_it_looks_at_everything_and_finds_this_machine_ready(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    topics = {finding.topic for finding in doctor.findings()}
    assert topics >= {"Python", "packages", "CPU", "GPU", "PyTorch", "memory", "disk", "kernel", "Azure", "grading"}
    assert doctor.report().endswith("Ready: every lesson can run here.")


def test_the_command_prints_the_report_and_its_exit_status_says_whether_the_lessons_can_run(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "course", "doctor"], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "CPU" in run.stdout
    assert "Ready" in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 120


def test_a_program_can_read_the_findings(capsys):
    doctor.main(["--json"])
    assert {"topic", "state", "says", "do"} == set(json.loads(capsys.readouterr().out)[0])


def test_a_missing_package_and_an_old_one_are_named_with_what_to_do():
    versions = {"numpy": "2.0", "torch": "2.1"}
    found = list(doctor.judge_packages(["numpy>=1", "torch>=2.8", "pooch>=1.8"], versions.get, {}))
    assert found[0].state == doctor.BAD
    assert "pooch is not installed" in found[0].says
    assert "torch is 2.1, and the course needs >=2.8" in found[0].says
    assert "make setup" in found[0].do


def test_another_version_than_the_tested_one_is_a_note_not_a_task():
    found = list(doctor.judge_packages(["a_b>=1"], {"a_b": "1.1+cpu"}.get, {"a-b": "1.2"}))
    assert [finding.state for finding in found] == [doctor.GOOD, doctor.NOTE]
    assert "a_b 1.1+cpu (tested with 1.2)" in found[1].says
    assert len(list(doctor.judge_packages(["a_b>=1"], {"a_b": "1.2+cu130"}.get, {"a-b": "1.2"}))) == 1


def test_the_pinned_versions_are_read_from_the_constraints():
    pinned = doctor._pinned(Path(doctor.ROOT, "constraints.txt"))
    assert pinned["torch"] == "2.14.1"


@pytest.mark.parametrize(
    ("free", "writable", "state"),
    [(80, True, doctor.GOOD), (3, True, doctor.NOTE), (0.1, True, doctor.BAD), (80, False, doctor.BAD)],
)
def test_a_full_disk_and_a_folder_without_permission_must_be_mended(free, writable, state):
    assert doctor.judge_disk("this folder", free, writable).state == state


def test_a_kernel_of_another_python_is_said_with_the_command_that_mends_it():
    found = doctor.judge_kernel("/opt/other/bin/python")
    assert found.state == doctor.NOTE
    assert "ipykernel install" in found.do
    assert doctor.judge_kernel(sys.executable).state == doctor.GOOD


def test_a_look_that_fails_is_a_note_and_the_report_goes_on(monkeypatch):
    def broken():
        raise RuntimeError("no such thing")

    broken.__name__ = "_memory"
    monkeypatch.setattr(doctor, "_memory", broken)
    found = doctor.findings()
    assert "could not be looked at: no such thing" in says(found)
    assert {"Python", "Azure"} <= {finding.topic for finding in found}


def test_something_to_do_gives_the_exit_status_one(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "_disk", lambda: [doctor.judge_disk("this folder", 0.1, True)])
    assert doctor.main([]) == 1
    assert "1 thing to do before the lessons run" in capsys.readouterr().out


def test_the_log_in_the_folder_is_looked_at(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    (tmp_path / "observations.json").write_text("{")
    assert "cannot be read" in says(doctor._log())
    assert (tmp_path / "observations.json").read_text() == "{"


# --- Azure Machine Learning: recorded environments -------------------------------------------------------------

INSTANCE = {"CI_NAME": "anna-ci", "APPSETTING_WEBSITE_SITE_NAME": "AMLComputeInstance"}
JOB = {"AZUREML_RUN_ID": "brave_apple_1", "RANK": "1", "LOCAL_RANK": "0", "WORLD_SIZE": "2", "NODE_RANK": "1"}


def test_any_other_machine_is_neither_instance_nor_job(tmp_path):
    assert azure.where({}, tmp_path / "none") == Place()


@pytest.mark.parametrize("name", list(INSTANCE))
def test_an_instance_is_recognised_by_each_of_its_signs(tmp_path, name):
    assert azure.where({name: INSTANCE[name]}, tmp_path / "none").kind == "instance"


def test_an_instance_is_recognised_by_its_mark_and_named_by_it(tmp_path):
    mark = tmp_path / ".nbvm"
    mark.write_text("instance=anna-ci\ndomainsuffix=example\n")
    place = azure.where({}, mark)
    assert (place.kind, place.name) == ("instance", "anna-ci")


def test_a_job_wins_over_the_instance_that_it_runs_on(tmp_path):
    place = azure.where(INSTANCE | JOB, tmp_path / "none")
    assert (place.kind, place.name, place.ranks["WORLD_SIZE"]) == ("job", "brave_apple_1", 2)
    assert "RANK 1" in says(doctor.judge_azure(place, "/opt/env", Path("/data")))


def test_on_an_instance_it_warns_of_what_costs_money_and_of_missing_buttons():
    text = says(doctor.judge_azure(Place("instance", "anna-ci", ("CI_NAME",)), "/anaconda/envs/course", Path("/data")))
    assert "anna-ci" in text
    assert "idle shutdown" in text
    assert "python -m course check" in text
    assert doctor.BAD not in text


def test_the_instance_s_own_environment_is_the_wrong_kernel():
    text = says(doctor.judge_azure(Place("instance"), "/anaconda/envs/azureml_py310_sdkv2", Path("/data")))
    assert doctor.BAD in text
    assert "environment.yml" in text


def test_a_kernel_that_the_instance_s_jupyter_cannot_see_is_said_with_the_command_that_registers_it(tmp_path):
    kernel = tmp_path / "course"
    kernel.mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "kernel.json").write_text("{")
    place, prefix = Place("instance", "anna-ci"), "/anaconda/envs/course"
    assert "ipykernel install --user" in says(doctor.judge_azure(place, prefix, Path("/data"), {}))
    (kernel / "kernel.json").write_text(json.dumps({"argv": [f"{prefix}/bin/python", "-m", "ipykernel_launcher"]}))
    kernels = azure.user_kernels(tmp_path)
    assert kernels == {"course": f"{prefix}/bin/python"}
    assert "ipykernel" not in says(doctor.judge_azure(place, prefix, Path("/data"), kernels))
    kernels["course"] = "/anaconda/envs/azureml_py310_sdkv2/bin/python"
    assert "another Python" in says(doctor.judge_azure(place, prefix, Path("/data"), kernels))


def test_the_doctor_tells_how_to_see_whether_idle_shutdown_is_on():
    text = says(doctor.judge_azure(Place("instance", "anna-ci"), "/anaconda/envs/course", Path("/data")))
    assert "idle_time_before_shutdown_minutes" in text
    assert "--name anna-ci" in text.replace("\n                   ", " ")


def test_the_slow_network_mount_is_recognised():
    folder = Path("/home/azureuser/cloudfiles/code/Users/anna/lessons")
    assert azure.on_network_mount(folder)
    assert not azure.on_network_mount("/home/azureuser/lessons")
    assert "slow network mount" in says(doctor.judge_azure(Place("instance"), "/anaconda/envs/course", folder)).replace(
        "\n                   ", " "
    )


def test_a_python_without_the_packages_is_not_called_ready():
    code = "import sys; from course import doctor; sys.exit(doctor.main([]))"
    bare = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=doctor.ROOT, env={}, capture_output=True, text=True, check=False
    )
    assert bare.returncode == 1, bare.stderr
    assert "make setup" in bare.stdout
    assert "Ready: every lesson" not in bare.stdout


def test_it_says_whether_submissions_can_be_walled_in_for_whoever_asks():
    """The walls are tried, as grading tries them, by the very program that grades."""
    (found,) = doctor._grading()
    tried = subprocess.run(
        [sys.executable, "-m", "autograder.sandbox"], capture_output=True, text=True, cwd=doctor.ROOT
    )
    assert found.says == tried.stdout.strip()
    assert (found.state == doctor.GOOD) == (tried.returncode == 0) == found.says.startswith("Every wall stands")
