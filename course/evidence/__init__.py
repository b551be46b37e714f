"""What a decision can cite, and whether what is cited is what was recorded.

evidence.table()                     all that can be cited, with its key
evidence.value("R1 ridge")           the number of one
evidence.record("error of ridge", 2.1, "°C", brief="weather")    a result of your own
"""

from course.evidence.citations import by_brief, pairs
from course.evidence.results import NotAResult, record, results
from course.evidence.sources import BRIEFS, NotRecorded, Observed, find, observed, recorded, table, value

__all__ = [
    "BRIEFS",
    "NotAResult",
    "NotRecorded",
    "Observed",
    "by_brief",
    "find",
    "observed",
    "pairs",
    "record",
    "recorded",
    "results",
    "table",
    "value",
]
