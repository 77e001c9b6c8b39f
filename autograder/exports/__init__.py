"""Marks for the places where a university keeps them: Canvas, Moodle, Gradescope, nbgrader, and a plain CSV.

Each importer's rules stand at the head of its module, with where they are written down.
"""

from __future__ import annotations

from autograder.exports.targets import TARGETS, Export, export

__all__ = ["TARGETS", "Export", "export"]
