"""The autograder of the course kit "From Tokens to RAG".

``from autograder import grade_notebook`` grades a notebook from Python; :mod:`autograder.api` has the rest.

This file imports nothing by itself: the sandboxed runner is loaded through it, and must come up with nothing in its memory
that a submission may not see.
"""

from typing import Any

__version__ = "1.0.0"
_IN_API = ("Grader", "grade_notebook")


def __getattr__(name: str) -> Any:
    if name in _IN_API:
        from autograder import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
