"""`python -m autograder.sandbox`: try every wall on this machine, and say which do not stand."""

from __future__ import annotations

import sys

from autograder.sandbox import missing, warning


def main() -> int:
    """Print what was found; 0 when every wall stands, else 1."""
    found = missing()
    print(
        warning(found) if found else "Every wall stands: a submission sees its own folder and the libraries, no more."
    )
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
