"""Marks for the places where a university keeps them: Canvas, Moodle, Gradescope, nbgrader, and a plain CSV.

Each importer's rules stand at the head of its module, with where they are written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograder.exports.systems import TARGETS

if TYPE_CHECKING:
    from autograder.exports.targets import Export, export

__all__ = ["TARGETS", "Export", "export"]


def __getattr__(name: str) -> Any:
    """The writers are imported when they are asked for: nbgrader's takes seconds, and the command line needs their names."""
    if name in __all__:
        from autograder.exports import targets

        return getattr(targets, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
