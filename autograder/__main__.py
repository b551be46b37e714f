"""`python -m autograder ...`: what an instructor runs, in the folder of a course."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path

from autograder import grade_options
from autograder.authoring import author


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status: 0 done, 1 not (said why), 130 stopped by Ctrl-C."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        print("Stopped. What was done is kept: the same command goes on from there.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, says: str, *, course: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=says, description=says)
        made.set_defaults(run=run)
        if course:
            made.add_argument("--course", default=".", metavar="FOLDER", help="the folder with nbgrader_config.py")
        return made

    author.add(command)

    site = command("site", _site, "build the course as pages to read, without answers, that open offline", course=False)
    site.add_argument("--to", type=Path, metavar="FOLDER", help="build/site if not given; a site there is replaced")
    site.add_argument(
        "--execute",
        action="append",
        metavar="LESSON",
        help="execute only this one (may be given several times); the others stand without outputs",
    )

    rehearse = command("rehearse", _rehearse, "try the author's own solution behind the walls and before the judge")
    rehearse.add_argument("assignment")

    collect = command("collect", _collect, "sort the zip of everybody that Canvas or Moodle gives, as it comes")
    collect.add_argument("assignment")
    collect.add_argument("zip", type=Path, help="what `Download submissions` of Canvas or Moodle gave, unopened")
    collect.add_argument(
        "--students",
        type=Path,
        metavar="CSV",
        help="the class list, entered into the gradebook first: id, first_name, last_name, email, lms_user_id",
    )

    grade = command("grade", _grade, "grade everything handed in for an assignment, in parallel, behind walls")
    grade_options.add(grade)

    certificate = command("certificate", _certificate, "write the file that lets machines into a cluster", course=False)
    certificate.add_argument("file", type=Path, metavar="FILE", help="its name; nobody but you may read it")

    feedback = command("feedback", _feedback, "write feedback pages, without hidden tests, that open offline")
    feedback.add_argument("assignment")
    feedback.add_argument("--student", action="append", default=[], help="only this one (may be given several times)")
    feedback.add_argument("--force", action="store_true", help="write unchanged pages again")

    report = command("report", _report, "one HTML page about the class, and exports for Canvas and Moodle")
    report.add_argument("assignment", nargs="?", help="the whole course if none is named")
    report.add_argument(
        "--machines",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a …-machines.csv of another class, drawn beside this one (may be given several times)",
    )
    report.add_argument("--no-names", action="store_true", help="do not say on the page of machines whose each one is")
    return parser


# nbgrader takes two seconds to import: each command imports what it needs, and --help need not wait


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
    forkserver = (
        None if options.scheduler else _begun(options)
    )  # it imports what notebooks need while this process imports nbgrader
    from autograder.grade import grade
    from autograder.gradebook.folder import FolderError

    try:
        summary = grade(
            options.course,
            options.assignment,
            students=options.student,
            workers=options.workers,
            limits=grade_options.limits(options),
            require_walls=options.require_walls,
            again=not options.resume,
            forkserver=forkserver,
            scheduler=options.scheduler,
            certificate=options.certificate,
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


def _certificate(options: argparse.Namespace) -> int:
    from autograder.gradebook.folder import FolderError
    from autograder.pool import certificate

    try:
        certificate.write(options.file)
    except FolderError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"written: {options.file}, good for {certificate.DAYS} days. Whoever has it can run programs on every machine"
    )
    print("of the cluster: copy it to scheduler, workers and this machine only, by a way that nobody else reads.")
    print(
        f"Next: `dask scheduler --protocol tls --tls-ca-file FILE --tls-cert FILE --tls-key FILE`, with {options.file}."
    )
    return 0


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
        written += [*report.export(options.course, options.assignment), report.index(options.course)]
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


if __name__ == "__main__":
    _in_utf8()
    sys.exit(main())
