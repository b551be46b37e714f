"""The processor: its name, the cores this process may use, and its memory."""

from __future__ import annotations

import functools
import os
import platform
import subprocess
import sys
from pathlib import Path

GIB = 2**30


@functools.cache
def name() -> str:
    """The name that the maker gave the processor, e.g. "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz"."""
    for look in (_linux_name, _mac_name, _windows_name):
        found = look()
        if found:
            return " ".join(found.split())
    return platform.processor() or platform.machine() or "a processor without a name"


def cores() -> int:
    """Cores that this process may use: fewer than the machine has, where a container or a limit says so."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        count = os.cpu_count() or 1
    quota = _container_quota()
    return max(1, min(count, int(quota + 0.5))) if quota else count


def memory_gib() -> float | None:
    """Main memory in GiB (the container's share where there is a limit); None where it cannot be read."""
    try:
        import psutil
    except ImportError:
        return None
    total = psutil.virtual_memory().total
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        text = _read(limit).strip()
        if text.isdigit():
            total = min(total, int(text))
    return total / GIB


def _container_quota() -> float | None:
    """Cores that a container may use for its time (cgroup v2, then v1), or None."""
    quota, _, period = _read("/sys/fs/cgroup/cpu.max").strip().partition(" ")
    if not quota:
        quota = _read("/sys/fs/cgroup/cpu/cpu.cfs_quota_us").strip()
        period = _read("/sys/fs/cgroup/cpu/cpu.cfs_period_us").strip()
    return int(quota) / int(period) if quota.isdigit() and period.isdigit() and int(period) else None


def _linux_name() -> str:
    fields = dict(line.split(":", 1) for line in _read("/proc/cpuinfo").splitlines() if ":" in line)
    named = {key.strip(): value.strip() for key, value in fields.items()}
    return named.get("model name") or named.get("Model") or ""


def _mac_name() -> str:
    if platform.system() != "Darwin":
        return ""
    command = ["sysctl", "-n", "machdep.cpu.brand_string"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def _windows_name() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\CentralProcessor\0")
        return str(winreg.QueryValueEx(key, "ProcessorNameString")[0])
    except OSError:
        return ""


def _read(path: str) -> str:
    try:
        return Path(path).read_text(errors="replace")
    except OSError:
        return ""
