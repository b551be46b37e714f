"""`python -m autograder ...`: what an instructor runs, in the folder of a course."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path

from autograder.options import parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status: 0 done, 1 not (said why), 130 stopped by Ctrl-C."""
    options = parser(__doc__, RUNS).parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        print("Stopped. What was done is kept: the same command goes on from there.", file=sys.stderr)
        return 130


# nbgrader takes two seconds to import: each command imports what it needs, and --help need not wait


def _release(options: argparse.Namespace) -> int:
    from autograder.authoring import lesson, release

    try:
        changed = release.release(options.lesson, rehearsal=not options.no_rehearsal)
    except lesson.LessonError as error:
        print(f"Nothing was released: {error}", file=sys.stderr)
        return 1
    for path in changed:
        print(f"changed: {path.relative_to(lesson.ROOT)}")
    released = f"{', '.join(options.lesson)} is" if options.lesson else "All lessons are"
    print(f"{len(changed)} files changed. {released} in lessons/ as the sources say, and in the gradebook.")
    return 0


def _new_lesson(options: argparse.Namespace) -> int:
    from autograder.authoring import lesson, new_lesson

    try:
        path = new_lesson.new_lesson(options.name)
    except lesson.LessonError as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    name = path.stem
    print(f"written: {path.relative_to(lesson.ROOT)}, a lesson that passes the tests of lessons. Make it yours, then")
    print(f"`make release`, and `.venv/bin/python -m pytest tests/lessons -k {name}`.")
    print(
        f"Its instructor's page is docs/teaching/{name}.md. Name it in docs/teaching/README.md: in the table, the week"
    )
    print("and the weeks; `.venv/bin/python -m pytest tests/unit/test_teaching.py` says what is missing.")
    return 0


def _bundle(options: argparse.Namespace) -> int:
    from autograder.authoring import bundle, lesson

    try:
        path = bundle.bundle(options.to, options.lesson)
    except lesson.LessonError as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    print(f"written: {path}. Learners unzip it and run `make lab` in its folder, as the README there says.")
    return 0


def _site(options: argparse.Namespace) -> int:
    from autograder.authoring import lesson
    from autograder.site import build
    from autograder.site.errors import SiteError

    try:
        page = build.build(options.to or build.SITE, execute=options.execute)
    except (SiteError, lesson.LessonError) as error:
        print(f"No site was built: {error}", file=sys.stderr)
        return 1
    print(f"written: {page.absolute()}. A browser opens it as it is; a web server shows its folder.")
    return 0


def _rehearse(options: argparse.Namespace) -> int:
    from autograder.authoring.rehearse import listing, modes, rehearse
    from autograder.gradebook.folder import Folder

    folder = Folder(options.course)
    if not any(folder.source(options.assignment).glob("*.ipynb")):
        print(f"There is no notebook in {folder.source(options.assignment)}.", file=sys.stderr)
        return 1
    found = rehearse(folder, options.assignment, again=True)
    for problem in found:
        print(problem, file=sys.stderr)
    print(listing(modes(folder, options.assignment)))
    print("Not ready to hand out." if found else "Every test accepts the author's solution.")
    return bool(found)


def _collect(options: argparse.Namespace) -> int:
    from autograder.collect import collect
    from autograder.gradebook.folder import FolderError

    try:
        collection = collect(options.course, options.assignment, options.zip, options.students)
    except FolderError as error:
        print(error, file=sys.stderr)
        return 1
    print(collection)
    if collection.outcomes:
        print(_next(options, f"grade {options.assignment}"))
    return bool(collection.failed or not collection.outcomes)


def _grade(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from autograder.sandbox import Limits

    forkserver = _begun(options)  # it imports what notebooks need while this process imports nbgrader
    from autograder.grade import grade
    from autograder.gradebook.folder import FolderError

    limits = Limits()
    for name, value in (("cell_seconds", options.cell_seconds), ("notebook_seconds", options.notebook_seconds)):
        limits = replace(limits, **{name: value}) if value else limits
    if options.memory_gb:
        limits = replace(limits, memory=int(options.memory_gb * 2**30))
    if options.disk_mb:
        limits = replace(limits, disk_bytes=int(options.disk_mb * 2**20))
    try:
        summary = grade(
            options.course,
            options.assignment,
            students=options.student,
            workers=options.workers,
            limits=limits,
            require_walls=options.require_walls,
            again=not options.resume,
            forkserver=forkserver,
        )
    except FolderError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        if forkserver:
            forkserver.__exit__()
    print(summary)
    print(_next(options, f"feedback {options.assignment}", "report"))
    return bool(summary.lost)


def _next(options: argparse.Namespace, *commands: str) -> str:
    """What to run next, for the course that this command was given."""
    where = "" if options.course == "." else f" --course {shlex.quote(str(options.course))}"
    return "Next: " + " and ".join(f"`python -m autograder {command}{where}`" for command in commands) + "."


def _begun(options: argparse.Namespace):
    """A warm process that has begun with the modules that a rehearsal noted; None where there is no such note."""
    from autograder import judge
    from autograder.forkserver import modules
    from autograder.forkserver.client import ForkServer

    top, notes = Path(options.course), Path(".autograder", options.assignment, ".rehearsed")
    found = next((path for path in (top / notes, *top.glob(f"*/{notes}")) if path.is_dir()), None)
    return ForkServer((*judge.MODULES, *modules.noted(found))).begin() if found and ForkServer.possible() else None


def _feedback(options: argparse.Namespace) -> int:
    from autograder.feedback import feedback
    from autograder.gradebook.folder import FolderError

    try:
        written = feedback(options.course, options.assignment, students=options.student, force=options.force)
    except FolderError as error:
        print(error, file=sys.stderr)
        return 1
    print(written)
    print(f"They are in {written.folder}, in a folder for each student.")
    return bool(written.failed)


def _report(options: argparse.Namespace) -> int:
    from autograder import report
    from autograder.gradebook.folder import Folder, FolderError

    if options.machines and not options.assignment:
        print("--machines goes with one assignment: name it.", file=sys.stderr)
        return 2
    said = []
    try:
        if options.assignment:
            room = report.read(Folder(options.course), options.assignment)
            written = report.machines(options.course, room, others=options.machines, names=not options.no_names)
            if options.machines and not written:
                said.append("Nobody of this class has measured over sizes: no picture of machines was made.")
            written.insert(0, report.report_on(options.course, room))
            said.append(report.still_open(room))
        else:
            written = [report.course_report(options.course)]
        written += report.export(options.course, options.assignment)
    except (FolderError, report.AtlasError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(f"written: {Path(path).absolute()}")
    for words in filter(None, said):
        print(words)
    return 0


def _in_utf8() -> None:
    """Begin again in Python's UTF-8 mode where the locale is not: students have names, and gradebooks are in UTF-8."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8":
        command = [sys.executable, "-X", "utf8", "-m", "autograder", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, "PYTHONUTF8": "1"})


RUNS = {
    "release": _release,
    "new-lesson": _new_lesson,
    "bundle": _bundle,
    "site": _site,
    "rehearse": _rehearse,
    "collect": _collect,
    "grade": _grade,
    "feedback": _feedback,
    "report": _report,
}

if __name__ == "__main__":
    _in_utf8()
    sys.exit(main())
