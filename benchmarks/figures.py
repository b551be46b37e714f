"""One line for each figure: what was measured, and how it stands to a limit or to a peer."""

from __future__ import annotations

import os
import platform
from datetime import date

from course import devices


def heading(title: str) -> None:
    """Name the benchmark, the machine and the day: a figure without them cannot be compared."""
    cpu = next(device for device in devices.found() if device.kind == "cpu")
    print(f"\n{title}\n  {date.today()}, {cpu.name}, {cpu.cores} cores, Python {platform.python_version()}")
    if hasattr(os, "getloadavg") and os.getloadavg()[0] > 0.7 * cpu.cores:
        print(f"  Other programs are at work (load {os.getloadavg()[0]:.1f}): times are longer than they should be.")


def figure(
    what: str,
    value: float,
    unit: str = "",
    *,
    limit: float | None = None,
    peer: float | None = None,
    of: str = "",
    more: bool = False,
) -> None:
    """Print `value` and its ratio to a `limit` (a budget) or a `peer` (what others get, named by `of`).

    `more` is for figures where more is better; with a peer the ratio then says how many times as much.
    """
    line = f"  {what:<58} {_short(value):>9} {unit:<8}"
    if limit is not None:
        kept = value >= limit if more else value <= limit
        share = f"{value / limit:.1f} times" if more else f"{value / limit:.0%} of"
        line += f" {share} the limit of {_short(limit)} {unit}: {'kept' if kept else 'BROKEN'}"
    elif peer is not None:
        ratio = value / peer if more else peer / value
        line += f" {ratio:.2f} times {'as much as' if more else 'better than'} {of} ({_short(peer)} {unit})"
    elif of:
        line += f" {of}"
    print(line.rstrip(), flush=True)


def note(text: str) -> None:
    """A line of words under the figures."""
    print(f"  {text}", flush=True)


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
