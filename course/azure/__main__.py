"""Check specifications for Azure Machine Learning without an account and without a network.

    python -m course.azure jobs/gpu.yml jobs/gpu-cluster.yml

A job is compared with the clusters that are named with it. The exit status is 0 when nothing is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from course.azure.check import check


def main(arguments: list[str] | None = None) -> int:
    """Print what is wrong with the files; return 0 when nothing is, 1 otherwise."""
    parser = argparse.ArgumentParser(
        prog="python -m course.azure", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a job, a cluster or an instance in YAML")
    parser.add_argument("--no-schema", action="store_true", help="only what the schema does not catch")
    parser.add_argument("--json", action="store_true", help="the problems as JSON, for a program to read")
    options = parser.parse_args(arguments)
    report = check(*options.files, use_schema=not options.no_schema)
    if options.json:
        document = {"problems": [vars(one) for one in report.problems], "schema_skipped": report.schema_skipped}
        print(json.dumps(document, indent=1))
    else:
        print(report)
    return int(not report.fine)


if __name__ == "__main__":
    sys.exit(main())
