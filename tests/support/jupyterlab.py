"""A JupyterLab server as `make lab` or `make teach` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from course.lab import for_learners

TOKEN = "lesson"


@contextmanager
def jupyterlab(folder: Path, start: Path, home: Path, opened=for_learners) -> Iterator[str]:
    """A JupyterLab on `folder`, started in `start` as `make lab` (or `make teach`) does it; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "spaces",
    }
    environment = {**os.environ, **{name: str(home / place) for name, place in places.items()}}
    environment.pop("NBGRADER_EXECUTION", None)
    rest = ["--no-browser", f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
    rest += ["--LabApp.expose_app_in_browser=True"]  # so that a test can ask the notebook itself
    with (home / "server.log").open("w") as log:
        command = opened(sys.executable, str(folder), rest)
        server = subprocess.Popen(command, cwd=start, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", server, home / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(60)


def _wait_for(address, server, log):
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            assert server.poll() is None, log.read_text()[-3000:]
            time.sleep(0.5)
    pytest.fail(f"JupyterLab did not answer: {log.read_text()[-3000:]}")
