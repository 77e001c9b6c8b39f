"""Grading from Python, without the command line: one notebook, or many with one warm sandbox.

>>> from autograder import grade_notebook
>>> result = grade_notebook("dana.ipynb", "03_attention")               # doctest: +SKIP
>>> print(result.score, "of", result.max_score, result.status)          # doctest: +SKIP
91.0 of 100.0 graded
"""

from __future__ import annotations

import contextlib
import dataclasses
from pathlib import Path

from autograder import startup

startup.prepare()

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment, kit_root
from autograder.errors import KitError
from autograder.grading.staging import given_files
from autograder.intake import collect, hand_out_of
from autograder.isolation.levels import Level, choose, hidden_folders
from autograder.isolation.sandbox import Sandbox
from autograder.places import did_you_mean
from autograder.results import Rules, SubmissionResult

LEVELS = ("best", *(level.label for level in Level))


class Grader:
    """A judge with a sandbox of its own, for as many notebooks of one assignment as are wanted.

    >>> with Grader("03_attention") as grader:                           # doctest: +SKIP
    ...     points = {path.stem: grader.grade(path).score for path in Path("downloads").glob("*.ipynb")}

    The first takes seconds, for the sandbox imports torch once; each of the next a fraction of one. It grades in this
    process, one at a time; :func:`autograder.grading.batch.grade_class` is for classes: it uses all cores, keeps results, and goes
    on where it was stopped.

    Args:
        assignment: its name, "03_attention".
        kit: the kit's folder; by default the one that the command would take.
        isolation: "namespaces", "landlock", "process", or "best": the strongest that this machine has.
        follow_through: lend right functions where an exercise builds on an earlier one that is wrong.
        memory_mb: what a submission may use at most, where the machine has less than the assignment allows.

    Raises:
        KitError: there is no such assignment, or it does not hold together.
        IsolationUnavailable: this machine cannot isolate like that.
    """

    def __init__(
        self,
        assignment: str,
        *,
        kit: str | Path | None = None,
        isolation: str = "namespaces",
        follow_through: bool = True,
        memory_mb: int | None = None,
    ) -> None:
        root = Path(kit) if kit is not None else kit_root()
        self.assignment = _within(memory_mb, find_assignment(assignment, root))
        self._hand_out = hand_out_of(self.assignment)
        self._rules = Rules(follow_through)
        if isolation not in LEVELS:
            raise KitError(
                "There is no level of isolation called {isolation}.",
                did_you_mean(isolation, LEVELS),
                isolation=repr(isolation),
            )
        self.level = level = choose(isolation)
        with contextlib.ExitStack() as opened:
            given = opened.enter_context(given_files(self.assignment))
            # The zygote is started before anything here reads a test.
            self._sandbox = opened.enter_context(
                Sandbox(level, 1, self.assignment.preimport, given, hidden_folders(root))
            )
            from autograder.judge.answer_key import AnswerKey

            self._answer_key = AnswerKey(self.assignment, given)
            self._answer_key.import_for()
            self._sandbox.wait_until_ready()
            self._opened = opened.pop_all()

    def grade(self, submission: str | Path, *, layout: str | None = None) -> SubmissionResult:
        """Grade one submission.

        Args:
            submission: a notebook, or a folder or zip with one and its files, as one student handed it in.
            layout: how a folder is laid out ("single": all of it is one student's); recognised where it is None.

        Returns:
            Its result: ``score``, ``max_score``, ``status``, and ``questions`` with their cases. What students read in it is
            a :class:`~autograder.messages.Message`; as a string it is English.

        Raises:
            KitError: there is nothing at that path, or it holds several submissions.
            SandboxFailure: the sandbox failed, through no fault of the submission's.
        """
        from autograder.grading.worker import grade_one

        found = collect(Path(submission), self.assignment.name, layout=layout, hand_out=self._hand_out)
        if len(found) != 1:
            raise KitError(
                "{submission} holds {count} submissions.",
                "Grade a class with autograder.grading.batch, or the command.",
                submission=submission,
                count=len(found),
            )
        return grade_one(self._answer_key, self._sandbox.slots[0], found[0], self._rules).result

    def close(self) -> None:
        """End the sandbox."""
        self._opened.close()

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _within(memory_mb: int | None, assignment: Assignment) -> Assignment:
    """The assignment with no more memory for a submission than there is."""
    if memory_mb is None or assignment.limits.memory_mb <= memory_mb:
        return assignment
    return dataclasses.replace(assignment, limits=dataclasses.replace(assignment.limits, memory_mb=memory_mb))


def grade_notebook(
    notebook: str | Path,
    assignment: str,
    *,
    kit: str | Path | None = None,
    isolation: str = "namespaces",
    follow_through: bool = True,
) -> SubmissionResult:
    """Grade one notebook, and forget the sandbox. Arguments, result and errors are those of :class:`Grader`."""
    with Grader(assignment, kit=kit, isolation=isolation, follow_through=follow_through) as grader:
        return grader.grade(notebook)
