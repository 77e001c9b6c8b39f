"""Stands in, inside the sandbox, for the package ``checks`` beside a student's notebook, and for ``otter``.

A student's notebook calls ``grader.check(...)`` after each exercise. In grading these checks are made by the judge, so
making them on the way, or importing the real Otter (over a second, for every submission), would buy nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

told: list[Callable[[str], Any]] = []
"""Who hears of each exercise that a notebook checks."""


class CheckLater:
    """What a check returns here: it is made outside, after the notebook has run."""

    def __repr__(self) -> str:
        return "checked by the autograder"


class Notebook:
    """Takes every call that ``otter.Notebook`` takes and does nothing, but for telling that an exercise is checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def check(self, question: str = "", *args: Any, **kwargs: Any) -> CheckLater:
        for tell in told:
            tell(str(question))
        return CheckLater()

    def check_all(self, *args: Any, **kwargs: Any) -> CheckLater:
        return CheckLater()

    def export(self, *args: Any, **kwargs: Any) -> None:
        return None

    def hand_in(self, *args: Any, **kwargs: Any) -> None:
        return None

    def to_pdf(self, *args: Any, **kwargs: Any) -> None:
        return None

    def add_plugin_files(self, *args: Any, **kwargs: Any) -> None:
        return None

    def run_plugin(self, *args: Any, **kwargs: Any) -> None:
        return None


def install() -> None:
    """Make ``import otter`` and ``import checks`` find this module's :class:`Notebook`."""
    for name, attribute in (("otter", "Notebook"), ("checks", "start")):
        module = ModuleType(name)
        setattr(module, attribute, Notebook)
        sys.modules[name] = module
