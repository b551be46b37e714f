"""Rebuild lessons/ from solutions/: jupytext, then nbgrader's own generate_assignment.

    solutions/04-x.py --> solutions/04-x/04-x.ipynb (not committed) --> lessons/04-x/04-x.ipynb (committed)
                      + locale/fr/04-x.po                           --> lessons/fr/04-x/04-x.ipynb (committed)

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

from autograder.authoring import architecture, glossary, readme, translate
from autograder.authoring import lesson as lessons
from autograder.authoring.rehearse import listing, modes, rehearse
from autograder.gradebook.folder import Folder


def release(
    names: list[str] | None = None,
    *,
    into: Path = lessons.LESSONS,
    gradebook: bool = True,
    rehearsal: bool = False,
    translations: bool = True,
    language: str | None = None,
) -> list[Path]:
    """Release the named lessons (all by default) into the folder `into`; return the files that changed.

    Translations go into a folder of their language in it, and what is in English in them is said, unless `translations`
    is false; with `language`, only that one is released.

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
    if language:
        return _release_language(language, names, into)
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
    for code, there in translate.languages().items() if translations else ():
        if chosen := [name for name in names or there if name in there]:
            changed += _release_language(code, chosen, into)
    if into == lessons.LESSONS:
        changed += readme.refresh() + architecture.refresh()
    return changed


def _release_language(language: str, names: list[str] | None, into: Path) -> list[Path]:
    """Release lessons in another language. The gradebook knows the English ones, by which all are graded."""
    own, changed = translate.own_catalogue(language), []
    everything = translate.translations(language, own, names)
    with tempfile.TemporaryDirectory() as folder:
        for lesson, catalogue in everything:
            if names and lesson.name not in names:
                continue
            source = Path(folder) / "source" / lesson.name
            english = shutil.ignore_patterns(f"{lesson.name}.ipynb")
            shutil.copytree(lessons.SOLUTIONS / lesson.name, source, ignore=english)
            (source / f"{lesson.name}.ipynb").write_text(nbformat.writes(lesson.notebook), encoding="utf-8")
            stub = own(translate.interface.STUB)
            built = _generate(lesson.name, Path(folder) / "release", gradebook=False, source=source.parent, stub=stub)
            changed += _copy_changed(built, into / language / lesson.name)
            _say_what_is_english(catalogue, lesson.name)
    page = glossary.page([lesson for lesson, _ in everything], own)
    if _write_if_changed(into / language / glossary.NAME, page.encode()):
        changed.append(into / language / glossary.NAME)
    return changed


def _say_what_is_english(catalogue: translate.Catalogue, name: str) -> None:
    if left := catalogue.report():
        print(
            f"{name} in {catalogue.language}: {len(left)} of {len(catalogue)} messages are in English.", file=sys.stderr
        )
        print("".join(f"  {line}\n" for line in left), end="", file=sys.stderr)
        then = f"`python -m autograder translate {name} --language {catalogue.language}` marks them for a translator."
        print(then, file=sys.stderr)


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


def _generate(name: str, folder: Path, gradebook: bool, *, source: Path | None = None, stub: str = "") -> Path:
    """Run nbgrader's generate_assignment for one lesson into `folder`; return the lesson's folder in it.

    `source` is the folder of sources where it is not that of the course, `stub` what stands in the place of code.
    """
    app = NbGrader()
    app.config_file_paths.append(str(lessons.ROOT))
    app.load_config_file()
    config = app.config
    config.CourseDirectory.root = str(lessons.ROOT)
    config.CourseDirectory.release_directory = str(folder)
    config.CourseDirectory.assignment_id = name
    if source:
        config.CourseDirectory.source_directory = str(source)
    if stub:
        config.ClearSolutions.code_stub = {"python": stub}
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
