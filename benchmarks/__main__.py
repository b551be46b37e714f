"""Run all benchmarks, or those that are named: python -m benchmarks [NAME ...]."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

import benchmarks
from course.errors import CourseError


def names() -> list[str]:
    """Every module here that has figures to print."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name for name in found if name not in ("__main__", "figures"))


def main(arguments: list[str] | None = None) -> int:
    """Run them one after the other; one that fails is reported and does not stop the rest."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=benchmarks.__doc__)
    parser.add_argument("name", nargs="*", help=f"which ones (all when none is named): {', '.join(names())}")
    parser.add_argument("--photos-from", metavar="FOLDER_OR_URL", help="where the real photographs come from")
    chosen = parser.parse_args(arguments)
    if unknown := sorted(set(chosen.name) - set(names())):
        parser.error(f"no benchmark {unknown[0]!r}; there are: {', '.join(names())}")
    failed = []
    for name in chosen.name or names():
        main_of = importlib.import_module(f"benchmarks.{name}").main
        try:
            main_of(**({"photos_from": chosen.photos_from} if name in ("real_photographs", "few_real") else {}))
        except CourseError as error:
            failed.append(name)
            print(f"  {name} could not be measured: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
