"""Why a solution fails a case, or cannot be run at all: the same again in this process, where an exception keeps its lines.

Only the kit's own code is run here: tests, solutions, and the variants in ``wrong/`` and ``right/``.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.authoring.variants import Variant
from autograder.judge.answer_key import AnswerKey
from autograder.judge.replay import SECONDS, TookTooLong, run_here
from autograder.messages import Message
from autograder.places import at


class Explainer:
    """Runs single cases of an assignment without a sandbox.

    Args:
        answer_key: tests and solution of the assignment.
    """

    def __init__(self, answer_key: AnswerKey) -> None:
        self.answer_key = answer_key
        self._files = (answer_key.assignment.tests_folder, answer_key.assignment.folder)

    def cannot_run(self, variant: Variant) -> str:
        """How the variant's own code ends when it is run behind the solution; empty if it does not raise."""
        return self._run(lambda: self._names(variant))

    def failed_case(self, exercise: str, case: str, variant: Variant | None) -> str:
        """How a case ends with the solution, or with a variant in it; empty if it passes here."""
        found = next(one for one in self.answer_key.tests[exercise].cases if one.name == case)
        return self._run(lambda: run_here(self.answer_key, exercise, found, self._names(variant)))

    def _names(self, variant: Variant | None) -> dict[str, Any]:
        names = dict(self.answer_key.reference)
        if variant is not None:
            exec(compile(variant.source, str(variant.path), "exec"), names)
        return names

    def _run(self, action: Callable[[], Any]) -> str:
        hushed = io.StringIO()
        try:
            with (
                self.answer_key.at_given_files(),
                contextlib.redirect_stdout(hushed),
                contextlib.redirect_stderr(hushed),
            ):
                action()
        except TookTooLong:
            return Message("it took more than {seconds} s of processor time", seconds=SECONDS)
        except Exception as error:
            return self._told(error)
        return ""

    def _told(self, error: Exception) -> str:
        """The exception, and the lines of the kit on the way to it."""
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        text = " ".join(text.split())[:300]
        places = [
            Message(
                "{place} in {function}: {line}",
                place=at(Path(frame.filename), frame.lineno),
                function=frame.name,
                line=_line(frame),
            )
            for frame in traceback.extract_tb(error.__traceback__)
            if any(Path(frame.filename).is_relative_to(folder) for folder in self._files)
        ]
        return Message.listed([Message("{error}", error=text), *places], between="\n      ")


def _line(frame: traceback.FrameSummary) -> str:
    return linecache.getline(frame.filename, frame.lineno or 0).strip()
