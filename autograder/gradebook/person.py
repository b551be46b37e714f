"""Somebody in nbgrader's gradebook."""

from __future__ import annotations

from dataclasses import dataclass

from nbgrader import api


@dataclass(frozen=True)
class Person:
    """A row of the class list, with nbgrader's names for its columns; what is not known is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """ "Last, First" as far as it is known, else the id."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.id

    @classmethod
    def of(cls, student: api.Student) -> Person:
        """A student of the gradebook."""
        values = (student.first_name, student.last_name, student.email, student.lms_user_id)
        return cls(student.id, *(str(value or "").strip() for value in values))
