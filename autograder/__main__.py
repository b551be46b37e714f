"""`python -m autograder ...`: what an instructor runs."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    release = commands.add_parser("release", help="rebuild lessons/ from solutions/")
    release.add_argument("lesson", nargs="*", help="such as 04-learn-by-looking; all lessons if none is named")
    options = parser.parse_args(arguments)

    # nbgrader takes two seconds to import: --help need not wait
    from autograder import lesson
    from autograder import release as releasing

    try:
        changed = releasing.release(options.lesson)
    except lesson.LessonError as error:
        print(f"Nothing was released: {error}", file=sys.stderr)
        return 1
    for path in changed:
        print(f"changed: {path.relative_to(lesson.ROOT)}")
    print(f"{len(changed)} files changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
