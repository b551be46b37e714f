"""The split date in the middle of the record and at its first month, on the real temperatures."""

from course import figures
from course.data import weather


def examples():
    high = weather.load()["high_c"]
    return {"middle": figures.split_date(high, "2014-06-01"), "first": figures.split_date(high, "2013-01-01")}
