"""Feedback pages for learners: what each point was lost for and what to do next, and nothing that is not theirs to see.

hidden     takes hidden tests, and what they said, out of a notebook; plain `nbgrader generate_feedback` uses it too
harmless   makes what a learner wrote or printed fit for a page: nothing in it runs, loads or fills the disk
figures    a course's figure, alive: its picture and data from the learner, its script the course's own
sections   where in the lesson a question stands, and the hints that were given there
explain    what became of each question, in words
points     points and comments, from nbgrader's gradebook
page       one page
pages      all pages of an assignment, whole or not at all; those that have not changed are kept
"""

from autograder.feedback.pages import Written, feedback

__all__ = ["Written", "feedback"]
