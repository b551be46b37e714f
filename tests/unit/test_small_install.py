"""torch's CPU build where no GPU is, and an installation without a network: what is chosen, and what is said."""

from __future__ import annotations

import platform
import re
import shlex
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from support.local_server import LocalHandler, Server

from course import command, install, torch_index

ROOT = Path(__file__).resolve().parents[2]
PYTHON = f"cp{sys.version_info[0]}{sys.version_info[1]}"
PINS = "torch==2.14.1\ntorchvision==0.29.1\n"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere torch's ordinary build is for CPUs")
pytestmark = linux


def wheel(name: str, version: str) -> str:
    return f'<a href="x">{name}-{version}%2Bcpu-{PYTHON}-{PYTHON}-manylinux_2_28_{platform.machine()}.whl</a>'


class Index(LocalHandler):
    """An index with the wheels in `offers`, after `seconds`."""

    offers: dict[str, str] = {}  # noqa: RUF012
    seconds = 0.0

    def do_GET(self):
        time.sleep(self.seconds)
        page = self.offers.get(self.path.strip("/").rpartition("/")[2])
        self.answer(page.encode(), kind="text/html") if page else self.send_error(404)


@pytest.fixture
def constraints(tmp_path) -> Path:
    path = tmp_path / "constraints.txt"
    path.write_text(PINS)
    return path


@pytest.fixture
def index(monkeypatch):
    """An index of CPU builds on this machine, which has no driver."""
    monkeypatch.setattr(torch_index, "has_driver", lambda: False)
    with Server(Index, "whl/cpu").running() as server:
        monkeypatch.setattr(torch_index, "CPU_INDEX", server.url)
        monkeypatch.setattr(Index, "seconds", 0.0)
        pair = {"torch": wheel("torch", "2.14.1"), "torchvision": wheel("torchvision", "0.29.1")}
        monkeypatch.setattr(Index, "offers", pair)
        yield server


def test_without_a_driver_the_cpu_builds_are_taken(index, constraints, capsys):
    assert torch_index.preferred(constraints) == index.url
    assert capsys.readouterr().err == f"No NVIDIA driver here: torch's CPU build is taken, from {index.url}.\n"


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("torch", wheel("torch", "2.13.0")),
        ("torchvision", wheel("torchvision", "0.28.0")),
        ("torch", wheel("torch", "2.14.1").replace(PYTHON, "cp310")),
        ("torch", wheel("torch", "2.14.1").replace(platform.machine(), "other")),
        ("torch", wheel("torch", "2.14.1").replace("%2Bcpu", "")),
    ],
    ids=["older torch", "older torchvision", "another Python", "another processor", "another build"],
)
def test_an_index_without_the_pinned_pair_for_this_machine_is_not_taken(index, constraints, capsys, name, page):
    Index.offers = {**Index.offers, name: page}
    assert torch_index.preferred(constraints) == ""
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"No NVIDIA driver here, but {index.url} lacks {name} ")
    assert line.endswith(": torch's CUDA build is taken instead.")


def test_an_index_that_does_not_answer_in_time_is_not_waited_for(index, constraints, capsys, monkeypatch):
    monkeypatch.setattr(torch_index, "SECONDS", 0.2)
    Index.seconds = 3.0
    began = time.monotonic()
    assert torch_index.preferred(constraints) == ""
    assert time.monotonic() - began < Index.seconds
    (line,) = capsys.readouterr().err.splitlines()
    assert f"{index.url} cannot be reached" in line


def test_with_a_driver_nothing_is_asked(index, constraints, monkeypatch, tmp_path):
    monkeypatch.undo()
    version = tmp_path / "version"
    version.write_text("NVRM version: 580.1")
    monkeypatch.setattr(torch_index, "DRIVER", version)
    monkeypatch.setattr(torch_index, "_fetch", None)  # would fail
    assert torch_index.preferred(constraints) == ""


def test_the_pins_of_the_course_are_read():
    assert torch_index.pins(ROOT / "constraints.txt") == {"torch": "2.14.1", "torchvision": "0.29.1"}


@pytest.fixture
def elsewhere(tmp_path, monkeypatch, index):
    """A project of its own that needs `seed`, whose wheel only the folder `given` has."""
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
        '[project]\nname = "tiny"\nversion = "1"\ndependencies = ["seed"]\n[tool.setuptools]\npackages = []\n'
    )
    (tmp_path / "constraints.txt").write_text(PINS)
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(install, "STAMP", tmp_path / ".venv" / "course-installed.json")
    monkeypatch.setattr(install, "CONSTRAINTS", tmp_path / "constraints.txt")
    given = tmp_path / "given"
    given.mkdir()
    with zipfile.ZipFile(given / "seed-1-py3-none-any.whl", "w") as archive:
        archive.writestr("seed.py", "")
        archive.writestr("seed-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: seed\nVersion: 1\n")
        archive.writestr("seed-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("seed-1.dist-info/RECORD", "")
    return tmp_path


@pytest.fixture
def asked(elsewhere, monkeypatch):
    """What pip is asked, in an environment that is there."""
    calls = []
    python = elsewhere / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)

    def run(command, **settings):
        calls.append((command, settings["env"]))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(install.subprocess, "run", run)
    return calls


def test_the_set_up_takes_them_by_itself_and_an_address_that_is_named_instead(asked, index):
    install.install()
    install.STAMP.unlink()
    install.install(torch_index="https://example.org/whl/cu126")
    install.STAMP.unlink()
    install.install(torch_index="")
    taken = [call[call.index("--extra-index-url") + 1] if "--extra-index-url" in call else "" for call, _ in asked]
    assert taken == [index.url, "https://example.org/whl/cu126", ""]


def installed(root: Path, version: str) -> None:
    """A torch of this version in the environment."""
    packages = root / ".venv" / "lib" / "python3.11" / "site-packages"
    (packages / "torch").mkdir(parents=True)
    (packages / f"torch-{version}.dist-info").mkdir()


@pytest.mark.parametrize("version", ["2.14.1", "2.14.1+cpu"])
def test_an_environment_that_has_torch_is_left_with_its_build(asked, elsewhere, monkeypatch, version):
    installed(elsewhere, version)
    monkeypatch.setattr(torch_index, "preferred", None)  # would fail
    install.install()
    assert "--extra-index-url" not in asked[0][0]


@pytest.mark.parametrize("version", ["2.13.0+cpu", "2.14.10"])
def test_an_environment_with_another_torch_gets_the_pinned_one_by_the_same_rule(asked, elsewhere, index, version):
    installed(elsewhere, version)
    install.install()
    assert index.url in asked[0][0]


def test_a_folder_of_wheels_that_is_called_cpu_does_not_make_the_course_small(asked, elsewhere, monkeypatch, capsys):
    (elsewhere / "cpu").mkdir()
    rooms = []
    monkeypatch.setattr(install, "_check_disk", rooms.append)
    install.install(wheels=str(elsewhere / "cpu"), torch_index="")
    assert rooms == [install.DISK_GB]
    assert "about 6 GB" in capsys.readouterr().out


def test_a_wheelhouse_gets_the_cpu_builds_by_the_same_rule_whatever_this_environment_has(asked, elsewhere, index):
    installed(elsewhere, "2.14.1")
    install.download(str(elsewhere / "house"))
    ((call, _),) = asked
    assert call[2:4] == ["pip", "download"]
    assert call[call.index("--extra-index-url") + 1] == index.url
    assert {"seed", "setuptools", str(elsewhere / "house")} <= set(call)


def test_pip_is_told_to_go_on_where_a_file_broke_off(asked):
    install.install()
    assert int(asked[0][1]["PIP_RESUME_RETRIES"]) > 0


def test_a_folder_that_is_not_there_and_offline_without_one_are_said(elsewhere):
    with pytest.raises(install.SetupError, match=r"there is no folder .*nowhere"):
        install.install(wheels="nowhere")
    with pytest.raises(install.SetupError, match="Add --wheels FOLDER"):
        install.install(offline=True)
    assert not install.ENVIRONMENT.exists()


def test_a_small_temporary_disk_is_said_before_anything_is_downloaded(elsewhere, monkeypatch):
    room = {elsewhere: 50e9, Path("/dev/shm"): 1e9}
    monkeypatch.setattr(install.tempfile, "gettempdir", lambda: "/dev/shm")
    monkeypatch.setattr(install.shutil, "disk_usage", lambda path: type("Usage", (), {"free": room[path]}))
    with pytest.raises(install.SetupError, match=r"on the disk of /dev/shm, and 1\.0 GB are free.*(?s:.*)set TMPDIR"):
        install.install()
    assert not install.ENVIRONMENT.exists()


@pytest.mark.slow
def test_a_wheelhouse_installs_where_there_is_no_network(elsewhere, monkeypatch):
    monkeypatch.setenv("PIP_FIND_LINKS", str(elsewhere / "given"))  # the network of this test, with pip's own index
    house = install.download(str(elsewhere / "house"))
    assert {path.name.partition("-")[0] for path in house.iterdir()} == {"seed", "setuptools"}
    monkeypatch.delenv("PIP_FIND_LINKS")
    (elsewhere / "given").rename(elsewhere / "taken-away")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("http_proxy", "https_proxy", "PIP_INDEX_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody answers there
    monkeypatch.chdir(elsewhere)
    assert install.install(wheels="house", offline=True) is True
    listed = subprocess.run(
        [install.environment_python(), "-m", "pip", "list"], capture_output=True, text=True, check=True
    )
    assert "seed" in listed.stdout


def test_every_command_of_the_guide_is_one_that_the_course_has(monkeypatch):
    guide = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    calls = re.findall(r"python3 -m course ([^`)\n]+)", guide)
    assert len(calls) > 5
    monkeypatch.setattr(command, "_run", lambda options, rest: len(rest))
    for call in calls:
        assert command.main(shlex.split(call)) == 0, call
