"""The paid week of lesson 11's clusters, short and left on over the week-end."""

from autograder.authoring import lesson as lessons
from course import figures

JOBS = lessons.SOLUTIONS / "11-run-it-on-azure" / "jobs"


def machines():
    """Name -> the texts of its cluster and its job."""
    return {
        kind.upper(): tuple((JOBS / f"{kind}{part}.yml").read_text(encoding="utf-8") for part in ("-cluster", ""))
        for kind in ("cpu", "gpu")
    }


def examples():
    return {
        "to zero": figures.paid_week(machines()),
        "forgotten": figures.paid_week(machines(), begin=9, end=17, idle=960),
    }
