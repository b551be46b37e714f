"""Devices: what is found, what is said when there is none, and what happens when one disappears."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from course import devices
from course.devices import cpu, gpu
from course.devices.gpu import Facts


@pytest.fixture(autouse=True)
def _start_on_the_cpu(monkeypatch):
    monkeypatch.setattr(devices, "_chosen", "cpu")


def test_every_machine_has_a_cpu_with_a_name_cores_and_memory():
    first = devices.found()[0]
    assert (first.kind, first.torch, first.available) == ("cpu", "cpu", True)
    assert first.name
    assert 1 <= first.cores <= (os.cpu_count() or 1)
    assert first.memory_gib > 0.1


def test_a_gpu_is_always_listed_usable_or_with_the_reason():
    gpus = [device for device in devices.found() if device.kind == "gpu"]
    assert gpus
    assert all(device.available or len(device.reason) > 40 for device in gpus)


def test_the_description_marks_the_chosen_device_and_names_the_cpu():
    text = devices.describe()
    assert text.startswith("-> CPU: ")
    assert cpu.name() in text


def test_choosing_the_cpu_always_works_and_gives_a_torch_device():
    assert devices.choose("cpu").type == "cpu"
    assert devices.chosen().type == "cpu"


REASONS = {
    "no PyTorch": (Facts(missing="ModuleNotFoundError: torch"), ["could not be loaded", "make setup"]),
    "CPU build, no card": (Facts(torch_version="2.14.1+cpu", system="Linux"), ["CPUs only", "2.14.1+cpu", "README"]),
    "CPU build, NVIDIA card": (
        Facts(torch_version="2.14.1+cpu", cards=("NVIDIA",), system="Linux"),
        ["CPUs only", "has an NVIDIA card", "Install the CUDA build"],
    ),
    "CUDA build, no driver, no card": (
        Facts(cuda_build="13.0", cuda_error="Found no NVIDIA driver on your system.", system="Linux"),
        ["no NVIDIA driver answers", "all is well", "nvidia-smi"],
    ),
    "CUDA build, no driver, card": (
        Facts(cuda_build="13.0", cuda_error="Found no NVIDIA driver.", cards=("NVIDIA",), system="Linux"),
        ["There is an NVIDIA card", "Install NVIDIA's driver"],
    ),
    "driver too old": (
        Facts(
            torch_version="2.14.1+cu130",
            cuda_build="13.0",
            cuda_error="The NVIDIA driver on your system is too old (found version 12040). Please update ...",
            system="Linux",
        ),
        ["too old", "needs CUDA 13.0", "up to 12.4", "Update the driver, or install the build"],
    ),
    "hidden": (Facts(cuda_build="13.0", visible="", system="Linux"), ["hidden", "CUDA_VISIBLE_DEVICES", "restart"]),
    "hidden by -1": (Facts(cuda_build="13.0", visible="-1,0", system="Linux"), ["hidden", '"-1,0"']),
    "taken away": (
        Facts(cuda_build="13.0", cuda_error="No CUDA GPUs are available", visible="3", system="Linux"),
        ["shows no GPU to this process", 'CUDA_VISIBLE_DEVICES is "3"', "nvidia-smi"],
    ),
    "something new": (
        Facts(cuda_build="13.0", cuda_error="CUDA unknown error - ...", system="Linux"),
        ["CUDA unknown error", "Restart the kernel"],
    ),
    "old Mac": (Facts(torch_version="2.14.1", system="Darwin", machine="x86_64"), ["Intel", "M1 or newer"]),
    "Apple chip, old macOS": (Facts(torch_version="2.14.1", system="Darwin", machine="arm64"), ["Update macOS"]),
}


@pytest.mark.parametrize("case", REASONS)
def test_the_reason_says_why_there_is_no_gpu_and_what_to_do(case):
    facts, words = REASONS[case]
    reason = gpu.reason(facts)
    assert [word for word in words if word not in reason] == []
    assert "cuda not found" not in reason.lower()
    assert reason.endswith(".")


def test_a_usable_gpu_needs_no_reason():
    assert gpu.reason(Facts(usable=(("Some GPU", "cuda", 16.0),))) == ""


needs_no_gpu = pytest.mark.skipif(bool(gpu.look().usable), reason="this machine has a GPU")


@needs_no_gpu
def test_choosing_a_gpu_that_is_not_there_says_why_and_keeps_the_choice():
    with pytest.raises(devices.DeviceUnavailable) as raised:
        devices.choose("gpu")
    assert gpu.reason(gpu.look()) in str(raised.value)
    assert 'devices.choose("cpu")' in str(raised.value)
    assert devices.chosen_kind() == "cpu"


@needs_no_gpu
def test_a_notebook_that_chose_the_gpu_can_be_graded_on_a_machine_without_one(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert devices.choose("gpu").type == "cpu"
    assert devices.chosen_kind() == "gpu"


@needs_no_gpu
def test_a_gpu_that_disappears_after_it_was_chosen_is_said_in_words(monkeypatch):
    monkeypatch.setattr(devices, "_chosen", "gpu")
    with pytest.raises(devices.DeviceLost, match="not there any more"):
        devices.chosen()
    with pytest.raises(devices.DeviceLost, match="Your log and checkpoints are kept"):
        devices.synchronise()
    assert devices.choose("cpu").type == "cpu"


@needs_no_gpu
def test_torch_s_own_words_for_a_missing_device_become_ours():
    import torch

    if not torch.version.cuda:
        pytest.skip("this PyTorch was built for CPUs only, and says something else")
    with pytest.raises(devices.DeviceLost, match="stopped answering"), devices.answering():
        torch.zeros(1, device="cuda")


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (RuntimeError("CUDA error: device-side assert triggered\nmore"), "stopped answering"),
        (RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"), "memory is full"),
        (RuntimeError("CUDA error: unspecified launch failure"), "stopped answering"),
    ],
)
def test_a_device_that_fails_in_the_middle_is_told_apart_from_a_mistake_in_the_code(raised, words):
    with pytest.raises(devices.DeviceLost, match=words), devices.answering():
        raise raised


def test_a_mistake_in_the_code_is_left_as_it_is():
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"), devices.answering():
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")


def test_a_name_that_is_no_device_is_answered_with_the_names_that_are():
    with pytest.raises(devices.DeviceUnavailable, match='"cpu" or "gpu"'):
        devices.choose("tpu")


@pytest.mark.parametrize("name", ["cuda", "cuda:0", "mps", "xpu", "gpu", "GPU"])
def test_all_names_of_a_gpu_mean_the_gpu(name):
    assert devices.kind_of(name) == "gpu"


def test_asking_for_the_cpu_loads_no_torch():
    code = (
        "import sys; from course import devices; devices.synchronise('cpu'); devices.name_of('cpu'); "
        "devices.chosen_kind(); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.gpu
@pytest.mark.skipif(not gpu.look().usable, reason="no GPU that PyTorch can use on this machine")
def test_a_gpu_that_is_there_can_be_chosen_and_waited_for():
    import torch

    where = devices.choose("gpu")
    total = torch.ones(1000, device=where).sum()
    devices.synchronise()
    assert float(total) == 1000
    assert devices.name_of() != "GPU"


def test_inside_a_processor_with_several_cores_is_a_second_device(monkeypatch):
    monkeypatch.setattr(devices.cpu, "cores", lambda: 4)
    monkeypatch.setattr("course.devices.processor._short_numbers", lambda: False)
    assert (devices.inside().kind, devices.inside().name) == ("cores", "4 cores")


def test_numbers_of_half_the_length_come_first_where_the_processor_has_them(monkeypatch):
    import torch

    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"amx_bf16": True}, raising=False)
    assert devices.inside().kind == "bf16"


def test_one_core_without_them_has_no_second_device_and_an_older_torch_cannot_tell(monkeypatch):
    import torch

    monkeypatch.setattr(devices.cpu, "cores", lambda: 1)
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    assert devices.inside().kind == ""
    assert "none" in devices.inside().name


@pytest.mark.parametrize(("kind", "close"), [("cores", 1e-5), ("bf16", 0.02), ("", 1e-5)])
def test_the_second_device_gives_the_same_product_but_for_rounding_and_leaves_the_threads_as_they_were(kind, close):
    import torch

    table = torch.rand(64, 64, generator=torch.Generator().manual_seed(3))
    before = torch.get_num_threads()
    found = devices.Inside(kind, "one made up", 2).product(table)
    assert torch.get_num_threads() == before
    assert found.dtype == table.dtype
    assert torch.allclose(found, table @ table, rtol=close)
