"""`python -m course doctor`: what this machine has, what is missing, and what to do, in a learner's words.

It changes nothing and needs no network. The exit status is 0 when the lessons can run, 1 when something must be done.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from course import azure
from course.supported import OLDEST, refusal

GOOD, NOTE, BAD = "ok", "note", "TO DO"
GIB = 2**30
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `state` is "ok", "note" (worth knowing) or "TO DO" (a lesson would stop)."""

    topic: str
    state: str
    says: str
    do: str = ""

    def __str__(self) -> str:
        mark = {GOOD: " ok  ", NOTE: " note", BAD: "TO DO"}[self.state]
        lines = [part for line in self.says.splitlines() for part in textwrap.wrap(line, 88)]
        lines += textwrap.wrap(f"-> {self.do}", 88, subsequent_indent="   ") if self.do else []
        return f"{mark}  {self.topic:<10}  " + f"\n{'':19}".join(lines)


def findings() -> list[Finding]:
    """Everything that was looked at, in the order of the report. A look that fails is a note, never a crash."""
    found: list[Finding] = []
    for look in (_python, _packages, _devices, _memory, _disk, _kernel, _azure, _log, _grading):
        try:
            found += look()
        except ModuleNotFoundError as error:
            found.append(
                Finding(
                    look.__name__.strip("_"),
                    BAD,
                    f"the package {error.name} is not installed.",
                    "Run `make setup` in the folder of the course.",
                )
            )
        except Exception as error:  # the doctor must speak on a machine in any state
            found.append(Finding(look.__name__.strip("_"), NOTE, f"could not be looked at: {error}"))
    return found


def report() -> str:
    """The report as text, with a last line that says whether the lessons can run."""
    return _text(findings())


def main(argv: list[str] | None = None) -> int:
    """Print the report; return 0 when the lessons can run here, 1 when something must be done first."""
    parser = argparse.ArgumentParser(prog="python -m course doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the findings as JSON, for a program to read")
    options = parser.parse_args(argv)
    found = findings()
    print(json.dumps([vars(one) for one in found], indent=1) if options.json else _text(found))
    return int(any(one.state == BAD for one in found))


def _text(found: list[Finding]) -> str:
    todo = sum(one.state == BAD for one in found)
    last = (
        "Ready: every lesson can run here."
        if not todo
        else f"{todo} thing{'s' if todo > 1 else ''} to do before the lessons run: see TO DO above."
    )
    return "\n".join([*map(str, found), "", last])


def _python() -> Iterator[Finding]:
    says = f"{platform.python_version()} in {sys.prefix}"
    if why := refusal():
        yield Finding("Python", BAD, f"{says}: {why}")
    else:
        yield Finding("Python", GOOD, says)


def _packages() -> Iterator[Finding]:
    yield from judge_packages(_wanted(), _installed, _pinned(ROOT / "constraints.txt"))


def judge_packages(
    wanted: list[str], installed: Callable[[str], str | None], pinned: Mapping[str, str]
) -> Iterator[Finding]:
    """Compare what is installed with what the course asks for (`wanted`) and was tested with (`pinned`)."""
    from packaging.requirements import Requirement

    fine, wrong, other = [], [], []
    for line in wanted:
        requirement = Requirement(line)
        version = installed(requirement.name)
        if version is None:
            wrong.append(f"{requirement.name} is not installed")
        elif not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} is {version}, and the course needs {requirement.specifier}")
        else:
            fine.append(requirement.name)
            tested = pinned.get(_canonical(requirement.name))
            if tested and version.split("+")[0] != tested.split("+")[0]:
                other.append(f"{requirement.name} {version} (tested with {tested})")
    if wrong:
        yield Finding(
            "packages",
            BAD,
            "\n".join(wrong),
            "Run `make setup` in the folder of the course: it installs what is missing.",
        )
    else:
        yield Finding("packages", GOOD, f"all {len(fine)} that the course needs")
    if other:
        yield Finding(
            "packages",
            NOTE,
            "other versions than the course was tested with: " + ", ".join(other),
            "If something behaves oddly, run `make setup` to get the tested ones.",
        )


def _devices() -> Iterator[Finding]:
    from course import devices
    from course.devices import gpu

    for device in devices.found():
        text = str(device)
        if device.available:
            yield Finding(device.kind.upper(), GOOD, text.split(": ", 1)[1])
        else:
            yield Finding(
                "GPU",
                NOTE,
                f"none that PyTorch can use. {device.reason}",
                f"No lesson needs one. {_instead_of_a_gpu()}",
            )
    if driver := gpu.driver():
        yield Finding("driver", GOOD, f"NVIDIA {driver}")
    if torch := sys.modules.get("torch"):
        build = f"CUDA {torch.version.cuda}" if torch.version.cuda else "CPUs only"
        yield Finding(
            "PyTorch",
            GOOD,
            f"{torch.__version__}, built for {build}; it uses {torch.get_num_threads()} threads on the CPU",
        )


def _instead_of_a_gpu() -> str:
    from course.timing.reference import references

    recorded = sorted({one.label.removeprefix("reference: ") for one in references()})
    if recorded:
        return f"Timings are then compared with recorded ones: {'; '.join(recorded)}."
    return "How quick one would have to be is then worked out from your own timings; none of a GPU is recorded yet."


def _memory() -> Iterator[Finding]:
    import psutil

    free, total = psutil.virtual_memory().available / GIB, psutil.virtual_memory().total / GIB
    says = f"{free:.1f} GiB free of {total:.1f} GiB"
    if free < 2:
        yield Finding(
            "memory",
            NOTE,
            f"{says}; a lesson may need 2 GiB",
            "Close other programs and the kernels of notebooks that you do not use.",
        )
    else:
        yield Finding("memory", GOOD, says)


def _disk() -> Iterator[Finding]:
    cache = Path(os.environ.get("COURSE_CACHE") or Path.home() / ".cache")
    for name, folder in (("this folder", Path.cwd()), ("data cache", cache)):
        while not folder.exists():
            folder = folder.parent
        yield judge_disk(name, shutil.disk_usage(folder).free / GIB, os.access(folder, os.W_OK))


def judge_disk(name: str, free_gib: float, writable: bool) -> Finding:
    """A notebook, its log and its checkpoints need little room, but they need some."""
    says = f"{name}: {free_gib:.1f} GiB free"
    if not writable:
        return Finding(
            "disk", BAD, f"{says}, but you may not write there", "Copy the lessons into a folder of your own."
        )
    if free_gib < 0.5:
        return Finding("disk", BAD, f"{says}: full", "Delete what you do not need: a full disk loses work.")
    if free_gib < 5:
        return Finding("disk", NOTE, f"{says}: little")
    return Finding("disk", GOOD, says)


def _kernel() -> Iterator[Finding]:
    """Which Python a notebook gets: the one of the running kernel, or the one that Jupyter would start."""
    shell = sys.modules.get("IPython")
    if shell is not None and shell.get_ipython() is not None:
        yield Finding("kernel", GOOD, f"this notebook runs on {sys.executable}")
        return
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        command = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        yield Finding("kernel", BAD, "Jupyter has no Python kernel", "Run `python -m ipykernel install --user`.")
        return
    # jupyter_client takes its own Python where a kernel says only "python"
    own = command in ("python", f"python{sys.version_info[0]}", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    yield judge_kernel(sys.executable if own else command)


def judge_kernel(command: str) -> Finding:
    """A notebook must run on the Python in which the course is installed."""
    here = Path(sys.prefix, "bin").resolve(), Path(sys.executable).parent.resolve()
    if Path(command).parent.resolve() in here:
        return Finding("kernel", GOOD, f"notebooks run on {command}")
    return Finding(
        "kernel",
        NOTE,
        f"Jupyter's kernel “python3” is {command}, and the course is in {sys.prefix}",
        "Run `python -m ipykernel install --user --name course`, then choose the kernel “course” in the notebook.",
    )


def _azure() -> Iterator[Finding]:
    yield from judge_azure(azure.where(), sys.prefix, Path.cwd(), azure.user_kernels())


def judge_azure(
    place: azure.Place, prefix: str, folder: Path, kernels: Mapping[str, str] | None = None
) -> Iterator[Finding]:
    """On Azure Machine Learning: what the machine is, and what costs money or time there.

    `kernels` are the Pythons of the user's own kernels by name; None leaves them out.
    """
    if place.kind == "":
        yield Finding("Azure", GOOD, "this is not a machine of Azure Machine Learning")
    elif place.kind == "job":
        ranks = ", ".join(f"{name} {rank}" for name, rank in place.ranks.items())
        ranks = f" ({ranks})" if ranks else ""
        yield Finding("Azure", GOOD, f"a job of Azure Machine Learning: {place.name}{ranks}")
    else:
        yield Finding(
            "Azure", GOOD, f"compute instance “{place.name or 'without a name'}” (seen by {', '.join(place.signs)})"
        )
        yield Finding(
            "Azure",
            NOTE,
            "an instance costs money while it is on, and an open kernel or terminal keeps "
            "it from shutting down when idle",
            "Close both when you stop, and see that idle shutdown is on: `az ml compute show --name "
            f"{place.name or 'NAME'} --query idle_time_before_shutdown_minutes` gives a number of minutes.",
        )
        yield Finding(
            "Azure",
            NOTE,
            "JupyterLab runs in an environment of its own there, so the course's buttons "
            "(Validate, Submit) are missing",
            "Use a terminal: `python -m course check NOTEBOOK`.",
        )
        if kernels is not None and not any(Path(own).parent == Path(prefix, "bin") for own in kernels.values()):
            yield Finding(
                "Azure",
                NOTE,
                "no kernel of the instance's Jupyter runs on this environment: notebooks would get another Python",
                "Run `python -m ipykernel install --user --name course`, then choose the kernel “course”.",
            )
        if prefix.startswith("/anaconda"):
            wrong = sys.version_info < OLDEST or prefix.rstrip("/") in (
                "/anaconda",
                "/anaconda/envs/azureml_py38",
                "/anaconda/envs/azureml_py310_sdkv2",
            )
            if wrong:
                yield Finding(
                    "Azure",
                    BAD,
                    f"this is the instance's own environment ({prefix})",
                    "Make the course's one: `conda env create -f environment.yml`, then choose its kernel.",
                )
        if azure.on_network_mount(prefix):
            yield Finding(
                "Azure",
                NOTE,
                "the environment lies on the slow network mount",
                "Make it under /anaconda or your home folder outside cloudfiles.",
            )
        if azure.on_network_mount(folder):
            yield Finding(
                "Azure",
                NOTE,
                "this folder lies on the slow network mount: fine for notebooks, slow for data",
                "What the course renders is kept on the local disk all the same.",
            )


def _log() -> Iterator[Finding]:
    from course import timing

    path = Path(os.environ.get("COURSE_LOG") or "observations.json")
    if not path.exists():
        return
    found = timing.problems(path)
    if found:
        yield Finding("log", NOTE, f"{path.name} in this folder: {found[0].message}")
    else:
        yield Finding(
            "log", GOOD, f"{path.name} in this folder holds {len(timing.open_log(path).observations)} observations"
        )


def _grading() -> Iterator[Finding]:
    if not (ROOT / "autograder").is_dir():  # instructors have it, students do not
        return
    command = [sys.executable, "-m", "autograder.sandbox"]
    tried = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    words = (tried.stdout or tried.stderr).strip()
    if tried.returncode == 0:
        yield Finding("grading", GOOD, words)
    else:
        yield Finding("grading", NOTE, words, "Grade submissions elsewhere, or only those of people whom you trust.")


def _wanted() -> list[str]:
    """The packages that the course asks for, as its installation says; extras are left out."""
    try:
        lines = importlib.metadata.requires("apples-course") or []
    except importlib.metadata.PackageNotFoundError:
        lines = []
    return [line.split(";")[0].strip() for line in lines if "extra ==" not in line]


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _pinned(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    from packaging.requirements import Requirement

    pins = [Requirement(line) for line in lines if line[:1] not in ("", "#")]
    here = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
    return {_canonical(pin.name): str(pin.specifier).removeprefix("==") for pin in here}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main())
