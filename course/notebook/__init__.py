"""The notebook around a lesson's code.

early   what a notebook says when a cell runs before the cells that it builds on
place   where a cell stands, in a learner's words
"""

from course.notebook.early import NotDefinedYet, explain, install

__all__ = ["NotDefinedYet", "explain", "install"]
