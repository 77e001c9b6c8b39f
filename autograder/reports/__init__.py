"""Reports: what people read after a class is graded, and the files that other systems import.

All of it is derived from the result files that grading wrote (RESULTS/<submission>.json); nothing here grades.
"""

from __future__ import annotations

from typing import Any

from autograder.reports.reading import read_results, read_timings
from autograder.reports.tables import write_grades_csv

__all__ = ["read_results", "read_timings", "write_feedback", "write_grades_csv", "write_html_report"]


def __getattr__(name: str) -> Any:
    """What writes pages is imported by whoever writes one."""
    if name in ("write_feedback", "write_html_report"):
        from autograder.reports import html

        return getattr(html, name)
    raise AttributeError(name)
