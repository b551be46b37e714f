"""JupyterLab as the course opens it: one set of its own settings for learners, one for instructors.

`learner/` and `instructor/` are JupyterLab's folders of application settings: `overrides.json` has other defaults,
which a person may still change in the settings editor; `page_config.json` names the extensions that stay away.
"""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent


def for_learners(python: str, folder: str, rest: list[str]) -> list[str]:
    """The command that opens the lessons in `folder`, home in front, without what only instructors need."""
    home = "--LabApp.default_url=/lab/tree/home.md"
    files = "--ServerApp.contents_manager_class=course.lab.files.LessonFiles"
    plain = '--ServerApp.jpserver_extensions={"jupyterlab_jupytext": False}'  # scripts stay scripts
    return [*_lab(python, folder, "learner"), home, files, plain, *rest]


def for_instructors(python: str, folder: str, rest: list[str]) -> list[str]:
    """The command that opens the whole course in `folder`, with nbgrader's menus and the formgrader."""
    return [*_lab(python, folder, "instructor"), *rest]


def _lab(python: str, folder: str, settings: str) -> list[str]:
    """JupyterLab on a folder; as root only containers run it, and they have nobody else."""
    container = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    places = [f"--LabApp.app_settings_dir={HERE / settings}", "--notebook-dir", folder]
    return [python, "-m", "jupyterlab", *places, *container]
