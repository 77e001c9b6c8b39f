"""A gradebook as nbgrader leaves it, and marks in it as the formgrader writes them."""

from __future__ import annotations

import functools
import tempfile
import warnings
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.startup import tools_on_path

ASSIGNMENT = "07_tiny"
COURSE = "from_tokens_to_rag"


@functools.cache
def empty_gradebook() -> bytes:
    """A new database. nbgrader starts alembic to make one, which takes seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gradebook.db"
        with tools_on_path(), Gradebook(f"sqlite:///{path}", COURSE):
            pass
        return path.read_bytes()


def make_gradebook(
    path: Path, students: tuple[str, ...] = ("101", "103"), points: dict[str, float] | None = None
) -> Path:
    """What generate_assignment and autograde enter: a manual cell "report", a task cell "demo", submissions."""
    points = {"report": 6, "demo": 4} if points is None else points
    path.write_bytes(empty_gradebook())
    with warnings.catch_warnings(), Gradebook(f"sqlite:///{path}", COURSE) as gradebook:
        warnings.simplefilter("ignore")  # SQLAlchemy's, about nbgrader's own code
        gradebook.add_assignment(ASSIGNMENT, course_id=COURSE)
        gradebook.add_notebook(ASSIGNMENT, ASSIGNMENT)
        for name, most in points.items():
            add = gradebook.add_task_cell if name == "demo" else gradebook.add_grade_cell
            add(name, ASSIGNMENT, ASSIGNMENT, max_score=most, cell_type="markdown")
            if name != "demo":
                gradebook.add_solution_cell(name, ASSIGNMENT, ASSIGNMENT)
        for student in students:
            gradebook.add_student(student)
            gradebook.add_submission(ASSIGNMENT, student)
    return path


def formgrade(
    path: Path,
    student: str,
    cell: str,
    points: float | None,
    *,
    comment: str | None = None,
    extra: float | None = None,
) -> None:
    """As GradeHandler.put and CommentHandler.put of nbgrader's formgrader (server_extensions/formgrader/apihandlers.py)."""
    with tools_on_path(), Gradebook(f"sqlite:///{path}", COURSE) as gradebook:
        grade = gradebook.find_grade(cell, ASSIGNMENT, ASSIGNMENT, student)
        grade.manual_score = points
        grade.extra_credit = extra
        grade.needs_manual_grade = grade.manual_score is None and grade.auto_score is None
        if comment is not None:
            gradebook.find_comment(cell, ASSIGNMENT, ASSIGNMENT, student).manual_comment = comment
        gradebook.db.commit()
