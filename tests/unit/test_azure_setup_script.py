"""The set-up script of a compute instance, with a conda, sudo and driver that only write down what they were asked."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "azure" / "setup-instance.sh"
CONDA = """
if [ "$1 $2" = "env list" ]; then echo "base  /anaconda"; [ -e "$STATE/made" ] && echo "course  /anaconda/envs/course"
  exit 0; fi
echo "conda $* | index ${PIP_EXTRA_INDEX_URL-} | in $PWD" >>"$STATE/asked"
case "$*" in
  "env create"*) [ ! -e "$STATE/made" ] || exit 1; touch "$STATE/made"; [ ! -e "$STATE/break" ] || exit 1 ;;
  "env update"*) [ -e "$STATE/made" ] || exit 1 ;;
  *cuda.is_available*) [ ! -e "$STATE/blind" ] ;;
esac
"""
SMI = 'echo "| NVIDIA-SMI 550.54   Driver Version: 550.54   CUDA Version: {} |"'

pytestmark = pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="needs bash")


class Instance:
    """A pretended instance: a home folder, fake commands in front of the PATH, and what they were asked."""

    def __init__(self, folder: Path):
        self.home, self.state, self.bin = folder / "home", folder / "state", folder / "bin"
        for each in (self.home, self.state, self.bin):
            each.mkdir()
        self.source = folder / "source"
        self.source.mkdir()
        for name in ("environment.yml", "constraints.txt", "pyproject.toml"):
            (self.source / name).write_text(name)
        (folder / "conda.sh").write_text("")
        self.conda = folder / "conda.sh"
        self.command("conda", CONDA)
        self.command("nvidia-smi", "exit 1")
        self.command("git", 'cp -r "$3" "$4"')
        self.command("df", 'echo header; echo "disk 1 1 99999999 1% /"')
        self.user(1000)

    def command(self, name: str, text: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/usr/bin/env bash\n{text}\n")
        path.chmod(0o755)

    def user(self, number: int) -> None:
        self.command("id", f'[ "$1" = -un ] && echo azureuser || cat "$STATE/uid" 2>/dev/null || echo {number}')

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess:
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        known = {"PATH": path, "HOME": str(self.home), "STATE": str(self.state), "COURSE_CONDA": str(self.conda)}
        return subprocess.run(
            ["bash", str(SCRIPT), *arguments],
            env=known | settings,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    @property
    def asked(self) -> list[str]:
        path = self.state / "asked"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def instance(tmp_path) -> Instance:
    return Instance(tmp_path)


def test_it_makes_the_environment_registers_the_kernel_writes_home_asks_the_doctor_and_keeps_a_log(instance):
    run = instance.run(str(instance.source))
    assert run.returncode == 0, run.stdout + run.stderr
    made, kernel, home, doctor = instance.asked
    assert made.startswith("conda env create --name course --file environment.yml")
    assert made.endswith(f"in {instance.home}/course")
    assert "ipykernel install --user --name course" in kernel
    assert "-m course home" in home
    assert "-m course doctor" in doctor
    assert "Done." in (instance.home / "course-setup.log").read_text()


def test_a_second_call_makes_nothing_again_and_keeps_the_learner_s_files(instance):
    instance.run(str(instance.source))
    mine = instance.home / "course" / "my-notes.txt"
    mine.write_text("mine")
    run = instance.run(str(instance.source))
    assert run.returncode == 0
    assert sum("env create" in line or "env update" in line for line in instance.asked) == 1
    assert mine.read_text() == "mine"
    assert (instance.home / "course-setup.log").read_text().count("Done.") == 2


def test_new_versions_update_the_environment(instance):
    instance.run(str(instance.source))
    (instance.home / "course" / "constraints.txt").write_text("torch==99")
    instance.run()
    assert "env update" in "\n".join(instance.asked)


def test_a_call_that_conda_broke_off_is_mended_by_the_next_one(instance):
    (instance.state / "break").touch()
    broken = instance.run(str(instance.source))
    assert broken.returncode == 1
    assert "Run this script again" in broken.stdout
    (instance.state / "break").unlink()
    run = instance.run(str(instance.source))
    assert run.returncode == 0, run.stdout
    assert "env update" in "\n".join(instance.asked)


@pytest.mark.parametrize(
    ("driver", "index"),
    [("", "https://download.pytorch.org/whl/cpu"), ("12.4", "https://download.pytorch.org/whl/cu126"), ("13.0", "")],
)
def test_the_wheels_of_torch_match_the_driver(instance, driver, index):
    if driver:
        instance.command("nvidia-smi", SMI.format(driver))
    instance.run(str(instance.source))
    assert f"| index {index} |" in instance.asked[0]


def test_the_index_can_be_chosen_by_hand(instance):
    instance.run(str(instance.source), COURSE_TORCH_INDEX="https://download.pytorch.org/whl/cu128")
    assert "whl/cu128 |" in instance.asked[0]


def test_a_gpu_that_torch_cannot_use_is_said_loudly_with_the_command_that_mends_it(instance):
    instance.command("nvidia-smi", SMI.format("12.2"))
    (instance.state / "blind").touch()
    run = instance.run(str(instance.source))
    assert "WARNING: this instance has a GPU, which is paid for" in run.stdout
    assert "COURSE_TORCH_INDEX=" in run.stdout


def test_as_root_it_hands_everything_to_azureuser(instance):
    (instance.state / "uid").write_text("0")
    instance.command(
        "sudo", 'echo "$*" >"$STATE/sudo"; rm "$STATE/uid"; [ "$1 $2 $3" = "-u azureuser -i" ] || exit 9; shift 3; "$@"'
    )
    run = instance.run(str(instance.source))
    assert run.returncode == 0, run.stdout + run.stderr
    assert (instance.state / "sudo").read_text().count("azureuser") >= 1
    assert "as azureuser" in run.stdout
    assert any("env create" in line for line in instance.asked)


def test_a_failure_under_root_is_a_failure_of_the_creation_script(instance):
    (instance.state / "uid").write_text("0")
    instance.command("sudo", 'rm "$STATE/uid"; shift 3; "$@"')
    assert instance.run().returncode == 1


def test_it_refuses_the_network_mount_and_a_full_disk_and_a_machine_without_conda(instance, tmp_path):
    mount = instance.run(str(instance.source), COURSE_HOME=f"{instance.home}/cloudfiles/code/Users/anna/course")
    assert mount.returncode == 1
    assert "network mount" in mount.stdout
    missing = instance.run(str(instance.source), COURSE_CONDA=str(tmp_path / "none.sh"))
    assert "Is this a compute instance?" in missing.stdout
    instance.command("df", 'echo header; echo "disk 1 1 2000000 1% /"')
    full = instance.run(str(instance.source))
    assert full.returncode == 1
    assert "1 GB are free, and 10 are needed" in full.stdout
    assert instance.asked == []


def test_without_an_address_or_on_top_of_other_files_it_stops_and_touches_nothing(instance):
    assert "Name its repository" in instance.run().stdout
    other = instance.home / "course"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    run = instance.run(str(instance.source))
    assert run.returncode == 1
    assert "is not the course" in run.stdout
    assert [path.name for path in other.iterdir()] == ["thesis.txt"]


def test_a_fetch_that_was_cut_short_is_not_taken_for_the_course(instance):
    instance.command("git", 'mkdir -p "$4"; exit 1')
    assert instance.run("https://example.org/course").returncode == 1
    instance.command("git", 'cp -r "$3" "$4"')
    assert instance.run(str(instance.source)).returncode == 0


@pytest.mark.parametrize("script", [SCRIPT, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_shellcheck_has_nothing_to_say(script):
    if shutil.which("shellcheck") is None:
        pytest.skip("shellcheck is not installed on this machine (.ci/run installs it)")
    done = subprocess.run(["shellcheck", str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
