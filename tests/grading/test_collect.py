"""What Canvas and Moodle give is sorted by nbgrader's own command, with what the guide says, and can be graded."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.repair import submission

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "instructors.md").read_text(encoding="utf-8")
LESSON = "04-learn-by-looking"
pytestmark = pytest.mark.slow


def settings(system: str) -> str:
    """The lines that the guide says to write into nbgrader's configuration."""
    (block,) = re.findall(rf"^```python {system}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return block


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


NOTEBOOK = nbformat.writes(new_notebook(cells=[new_code_cell("1 + 1")])).encode()
FOLDER = {f"{LESSON}.ipynb": NOTEBOOK, "observations.json": b"{}", "network.safetensors": b"\1", "jobs/cpu.yml": b"-"}
INSIDE = {f"{LESSON}/{name}": content for name, content in FOLDER.items()}
CANVAS = {
    f"exampleana_123456_7890_{LESSON}.zip": zipped(FOLDER),
    f"examplebo_LATE_123457_7891_{LESSON}-1.zip": zipped(INSIDE),
    **{f"examplecy_123458_7892_{name}": content for name, content in FOLDER.items() if "/" not in name},
}
MOODLE = {
    f"Ana Example_123456_assignsubmission_file/{LESSON}.zip": zipped(INSIDE),
    "Cy O'Neil_123458_assignsubmission_file/my homework.zip": zipped(INSIDE),
    **{f"Bo Björk_123457_assignsubmission_file/{name}": content for name, content in FOLDER.items()},
}


@pytest.mark.parametrize(
    ("system", "everybody", "students"),
    [("canvas", CANVAS, {"123456", "123457", "123458"}), ("moodle", MOODLE, {"Ana Example", "Bo Björk", "Cy O'Neil"})],
)
def test_the_zip_of_everybody_becomes_a_folder_for_each_with_the_log_in_it(tmp_path, system, everybody, students):
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{settings(system)}")
    (tmp_path / "release" / LESSON).mkdir(parents=True)
    (tmp_path / "release" / LESSON / f"{LESSON}.ipynb").write_bytes(NOTEBOOK)
    archive = tmp_path / "downloaded" / LESSON / "archive"
    archive.mkdir(parents=True)
    (archive / "submissions.zip").write_bytes(zipped(everybody))
    command = [sys.executable, "-m", "nbgrader", "zip_collect", LESSON, "--force"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = {path.name: path / LESSON for path in (tmp_path / "submitted").iterdir()}
    assert found.keys() == students
    for folder in found.values():
        read = submission.read(folder, [LESSON])
        assert LESSON in read.notebooks
        assert {"observations.json", "network.safetensors"} <= read.files.keys()
        assert ("jobs/cpu.yml" in read.files) == (folder.parent.name != "123458"), "loose files have no folders"
