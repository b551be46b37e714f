"""Scores as nbgrader's gradebook has them: the one reader of it."""

from __future__ import annotations

from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy.orm import selectinload


def submissions(book: Gradebook, assignment: str) -> list[api.SubmittedAssignment]:
    """The submissions of an assignment by student id, with all their grades and comments, in a handful of queries."""
    notebooks = selectinload(api.SubmittedAssignment.notebooks)
    query = book.db.query(api.SubmittedAssignment).options(
        selectinload(api.SubmittedAssignment.student),
        notebooks.selectinload(api.SubmittedNotebook.notebook),
        notebooks.selectinload(api.SubmittedNotebook.grades).selectinload(api.Grade.cell),
        notebooks.selectinload(api.SubmittedNotebook.comments).selectinload(api.Comment.cell),
    )
    return query.join(api.Assignment).filter(api.Assignment.name == assignment).order_by("student_id").all()


def points(*notebooks: api.SubmittedNotebook) -> tuple[float, float]:
    """The score of notebooks after the late penalty, and that penalty; as nbgrader counts, it is never below zero."""
    score = sum(grade.score for notebook in notebooks for grade in notebook.grades)
    penalty = sum(notebook.late_submission_penalty or 0.0 for notebook in notebooks)
    return max(0.0, score - penalty), penalty
