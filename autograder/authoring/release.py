"""Rebuild lessons/ from solutions/: jupytext, then nbgrader's own generate_assignment.

    solutions/04-x.py --> solutions/04-x/04-x.ipynb (not committed) --> lessons/04-x/04-x.ipynb (committed)

Deterministic: a second call changes no byte. A learner's files beside a released notebook are left alone.
"""

from __future__ import annotations

import io
import logging
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbgrader.apps import NbGrader
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from tqdm import tqdm

from autograder.authoring import architecture, glossary, readme
from autograder.authoring import lesson as lessons
from autograder.authoring.rehearse import listing, modes, rehearse
from autograder.gradebook.folder import Folder


def release(
    names: list[str] | None = None, *, into: Path = lessons.LESSONS, gradebook: bool = True, rehearsal: bool = False
) -> list[Path]:
    """Release the named lessons (all by default) into the folder `into`; return the files that changed.

    The gradebook learns of the lesson too, unless `gradebook` is false: nbgrader needs that to grade it. With
    `rehearsal`, a changed lesson's solution is first tried behind the walls and before the judge.

    Raises
    ------
    autograder.authoring.lesson.LessonError
        A name without a script, a script that is not well formed, one that nbgrader refuses, or one whose tests the
        judge cannot carry over or refuse their own solution.
    """
    scripts = {script.stem: script for script in lessons.scripts()}
    unknown = [name for name in names or () if name not in scripts]
    if unknown:
        raise lessons.LessonError(f"no lesson {unknown[0]!r} in solutions/; there are: {', '.join(scripts) or 'none'}.")
    parsed = [lessons.read(scripts[name]) for name in names or scripts]
    changed = []
    with tempfile.TemporaryDirectory() as folder:
        for lesson in tqdm(parsed, desc="release", unit="lesson", disable=len(parsed) < 2):
            write_source(lesson)
            if rehearsal:
                _rehearse(lesson.name)
            built = _generate(lesson.name, Path(folder), gradebook)
            changed += _copy_changed(built, into / lesson.name)
    everything = [lessons.read(script) for script in scripts.values()] if names else parsed
    if _write_if_changed(into / glossary.NAME, glossary.page(everything).encode()):
        changed.append(into / glossary.NAME)
    if into == lessons.LESSONS:
        changed += readme.refresh() + architecture.refresh()
    return changed


def write_source(lesson: lessons.Lesson) -> Path:
    """Write the instructor's notebook (solutions and hidden tests in it) where nbgrader looks for it."""
    path = lessons.SOLUTIONS / lesson.name / f"{lesson.name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    _write_if_changed(path, nbformat.writes(lesson.notebook).encode() + b"\n")
    return path


def _rehearse(name: str) -> None:
    folder = Folder(lessons.ROOT)
    problems = rehearse(folder, name)
    found = modes(folder, name)
    if any(each.inside() for each in found.values()):
        print(listing(found), file=sys.stderr)
    if problems:
        raise lessons.LessonError("\n".join(problems))


def _generate(name: str, folder: Path, gradebook: bool) -> Path:
    """Run nbgrader's generate_assignment for one lesson into `folder`; return the lesson's folder in it."""
    app = NbGrader()
    app.config_file_paths.append(str(lessons.ROOT))
    app.load_config_file()
    config = app.config
    config.CourseDirectory.root = str(lessons.ROOT)
    config.CourseDirectory.release_directory = str(folder)
    config.CourseDirectory.assignment_id = name
    config.GenerateAssignment.no_database = not gradebook
    config.SaveCells.enabled = gradebook
    directory = CourseDirectory(config=config)
    converter = GenerateAssignment(coursedir=directory, config=config)
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    converter.log.setLevel(logging.ERROR)
    converter.log.addHandler(handler)
    try:
        converter.start()
    except (NbGraderException, SystemExit) as error:
        raise lessons.LessonError(f"{name}: nbgrader does not release it.\n{log.getvalue()}{error}") from error
    finally:
        converter.log.removeHandler(handler)
    return folder / name


def _copy_changed(built: Path, target: Path) -> list[Path]:
    """Copy what differs from `built` into `target`, and nothing else."""
    changed = []
    for source in sorted(path for path in built.rglob("*") if path.is_file()):
        path = target / source.relative_to(built)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = source.read_bytes()
        if source.suffix == ".ipynb":
            content = nbformat.writes(nbformat.reads(content.decode(), as_version=4)).encode() + b"\n"
        if _write_if_changed(path, content):
            changed.append(path)
            shutil.copymode(source, path)
    return changed


def _write_if_changed(path: Path, content: bytes) -> bool:
    if path.exists() and path.read_bytes() == content:
        return False
    path.write_bytes(content)
    return True
