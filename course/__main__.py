"""`python -m course ...`. Any Python can read this file, so that one that is too old or too new is told so in words."""

import sys

from course.supported import refusal


def main(arguments=None):
    """Run one command of `course.command`; return its exit status."""
    why = refusal()
    if why:
        sys.stderr.write("The course is not installed: " + why + "\n")
        return 1
    from course import command

    return command.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
