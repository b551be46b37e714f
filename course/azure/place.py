"""Whether this process runs on an Azure Machine Learning compute instance or in one of its jobs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MARK = Path("/mnt/azmnt/.nbvm")  # a compute instance has this file: key=value, one of them instance=NAME


@dataclass(frozen=True)
class Place:
    """Where this runs: `kind` is "instance", "job" or "" (neither); `signs` are what it was recognised by."""

    kind: str = ""
    name: str = ""
    signs: tuple[str, ...] = ()
    ranks: dict[str, int] = field(default_factory=dict)  # of a distributed job: RANK, WORLD_SIZE, ...


def where(environment: Mapping[str, str] | None = None, mark: Path = MARK) -> Place:
    """Look at the environment and at the mark of a compute instance. A job may run on an instance: job wins."""
    env = os.environ if environment is None else environment
    marked = _mark(mark)
    signs = []
    if env.get("CI_NAME"):
        signs.append("CI_NAME")
    if marked is not None:
        signs.append(str(mark))
    if env.get("APPSETTING_WEBSITE_SITE_NAME") == "AMLComputeInstance":
        signs.append("APPSETTING_WEBSITE_SITE_NAME")
    if env.get("AZUREML_RUN_ID"):
        names = ("RANK", "LOCAL_RANK", "WORLD_SIZE", "NODE_RANK")
        ranks = {name: int(env[name]) for name in names if env.get(name, "").isdigit()}
        return Place("job", env["AZUREML_RUN_ID"], ("AZUREML_RUN_ID", *signs), ranks)
    if signs:
        return Place("instance", env.get("CI_NAME") or (marked or {}).get("instance", ""), tuple(signs))
    return Place()


def on_network_mount(path: str | os.PathLike) -> bool:
    """Whether a path lies on the instance's slow network mount (`cloudfiles`)."""
    text = Path(path).absolute().as_posix()
    return "/cloudfiles/" in f"{text}/" or text.startswith("/mnt/batch/tasks/shared/LS_root/mounts")


def user_kernels(folder: Path | None = None) -> dict[str, str]:
    """The Python of each kernel that the user registered, by the kernel's name.

    An instance's Jupyter runs in an environment of its own, and sees kernels of other environments only there.
    """
    folder = folder or Path(os.environ.get("JUPYTER_DATA_DIR") or Path.home() / ".local/share/jupyter", "kernels")
    found = {}
    for path in sorted(folder.glob("*/kernel.json")):
        try:
            found[path.parent.name] = str(json.loads(path.read_text(encoding="utf-8"))["argv"][0])
        except (OSError, ValueError, LookupError, TypeError):
            continue  # a broken kernel is no kernel
    return found


def _mark(path: Path) -> dict[str, str] | None:
    try:
        lines = path.read_text(errors="replace").splitlines()
    except OSError:
        return None
    return {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}
