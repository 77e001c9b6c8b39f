"""Grading made short for tests: a submission from a few changed cells, graded by the real engine."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.grading.staging import given_files
from autograder.grading.worker import grade_one
from autograder.intake import Submission
from autograder.isolation.levels import Level, hidden_folders, probe
from autograder.isolation.sandbox import Sandbox
from autograder.judge.answer_key import AnswerKey
from autograder.results import QuestionResult, Rules, SubmissionResult


@dataclass(frozen=True)
class Target:
    """The exercise that attacks are after: a plain function, so that one attack fits any assignment."""

    name: str
    header: str
    """Its first line, as in the notebook."""
    right: str
    """An expression in its arguments: the right answer."""
    argument: str
    """The name of its first argument."""

    def returning(self, expression: str, before: str = "") -> str:
        """The source of an answer that returns this; ``before`` is one statement."""
        return f"{self.header}\n    {before or 'pass'}\n    return {expression}\n"

    @property
    def wrong(self) -> str:
        return self.returning("None")


PROBE = Target("total", "def total(numbers):", "sum(numbers)", "numbers")
ATTENTION = Target(
    "words_that_matter",
    "def words_that_matter(weights, words, word, n=3):",
    "[words[int(j)] for j in torch.argsort(weights[words.index(word)], descending=True)[:n]]",
    "weights",
)
QUICK = {
    "cell_seconds": 60.0, "question_seconds": 60.0, "submission_seconds": 600.0, "cpu_seconds": 60.0,
    "output_kb": 64, "memory_mb": 1024, "file_mb": 16, "processes": 16,
}  # fmt: skip
"""RunLimits in place of an assignment's own: times that a busy machine keeps too, sizes that are soon reached."""


@dataclass(frozen=True)
class Victim:
    """Something to attack."""

    folder: Path
    port: int
    hits: list[str]

    def digest(self) -> str:
        """Of every file's name and content, the gradebook included."""
        return digest_of(self.folder)


def digest_of(folder: Path) -> str:
    """A digest of every file's name and content below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        digest.update(f"{path.relative_to(folder)}\0".encode())
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Bench:
    """An answer_key and one sandbox a level, made when first needed."""

    def __init__(self, kit: Path, victim: Victim, secret: str, name: str, target: Target) -> None:
        self.kit = kit
        self.victim = victim
        self.secret = secret
        self.target = target
        found = find_assignment(name, kit)
        self.is_small = name == "10_probe"
        limits = dataclasses.replace(found.limits, **QUICK)
        self.assignment = dataclasses.replace(found, limits=limits)
        self.rest = self.assignment.points - self.assignment.exercise(target.name).points
        """The points of all other exercises."""
        self._open = contextlib.ExitStack()
        self.given = self._open.enter_context(given_files(self.assignment))
        self._sandboxes: dict[Level, Sandbox] = {}
        self._answer_key: AnswerKey | None = None

    @property
    def answer_key(self) -> AnswerKey:
        if self._answer_key is None:
            self._answer_key = AnswerKey(self.assignment, self.given)
        return self._answer_key

    def sandbox(self, level: Level) -> Sandbox:
        if level not in self._sandboxes:
            made = Sandbox(level, 1, self.assignment.preimport, self.given, hidden_folders(self.kit))
            self._sandboxes[level] = self._open.enter_context(made)
            made.wait_until_ready()
        return self._sandboxes[level]

    @functools.cached_property
    def _solved(self) -> nbformat.NotebookNode:
        return solved_notebook(self.assignment)

    def notebook(self, first: str = "", last: str = "", **replaced: str) -> dict[str, Any]:
        """The solved notebook with the answer cells of some exercises replaced, and cells put first and last."""
        notebook = copy.deepcopy(self._solved)
        for cell in notebook.cells:
            cell.source = replaced.get(cell.metadata.get("exercise", ""), cell.source)
        before = [nbformat.v4.new_code_cell(first, id="first")] if first else []
        after = [nbformat.v4.new_code_cell(last, id="last")] if last else []
        notebook.cells = before + notebook.cells + after
        return notebook

    def grade(
        self,
        level: Level,
        first: str = "",
        last: str = "",
        *,
        notebook: Mapping[str, Any] | None = None,
        files: dict[str, bytes] | None = None,
        answer: str | None = None,
        **replaced: str,
    ) -> SubmissionResult:
        """Grade one submission in this process, as a worker of the pool does. ``answer`` is to the target exercise."""
        if answer is not None:
            replaced[self.target.name] = answer
        made = dict(notebook) if notebook is not None else self.notebook(first, last, **replaced)
        submission = Submission("mallory", "Mallory", "mallory.ipynb", made, files=files or {}, digest="0")
        result = grade_one(self.answer_key, self.sandbox(level).slots[0], submission, Rules()).result
        check_consistent(result, self.assignment.points)
        return result

    def of_target(self, result: SubmissionResult) -> QuestionResult:
        """How the target exercise went."""
        return question(result, self.target.name)

    def of_others(self, result: SubmissionResult) -> float:
        """The points of all exercises but the target."""
        return others(result, self.target.name)

    @functools.cached_property
    def worthless(self) -> dict[str, float]:
        """What each exercise gives where every function returns None. (A case that asks for untouched input passes.)"""
        return self.constant("None")

    def constant(self, value: str) -> dict[str, float]:
        """What each exercise gives where every function returns this value, whatever it is asked."""
        level = next(level for level in sorted(Level, reverse=True) if probe(level).works)
        lines = [f"{name} = lambda *args, **kwargs: {value}" for name in sorted(self.function_names())]
        result = self.grade(level, last="import numpy as np, torch\n" + "\n".join(lines))
        return {question.name: question.score for question in result.questions}

    @contextlib.contextmanager
    def limits(self, **changes: float) -> Iterator[None]:
        """While it lasts, the assignment has other limits."""
        answer_key, before = self.answer_key, self.assignment
        answer_key.assignment = dataclasses.replace(before, limits=dataclasses.replace(before.limits, **changes))
        try:
            yield
        finally:
            answer_key.assignment = before

    def soon_over(self) -> contextlib.AbstractContextManager[None]:
        """While it lasts, what never ends is stopped soon: honest cells need a fraction of that processor time."""
        seconds = 2.0 if self.is_small else 4.0
        return self.limits(cell_seconds=seconds, question_seconds=seconds)

    def messages(self, name: str) -> list[str]:
        """What the cases of an exercise say where they fail."""
        return [case.failure_message for case in self.answer_key.tests[name].cases]

    def function_names(self) -> list[str]:
        """The exercises that ask for a function."""
        return [exercise.name for exercise in self.assignment.exercises if exercise.name in self.answer_key.functions]

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.close()


def question(result: SubmissionResult, name: str) -> QuestionResult:
    """The result of one exercise."""
    return next(question for question in result.questions if question.name == name)


def others(result: SubmissionResult, *names: str) -> float:
    """The points of all exercises but these."""
    return sum(question.score for question in result.questions if question.name not in names)


def check_consistent(result: SubmissionResult, points: float) -> None:
    """What holds of every result, whatever a submission did."""
    assert result.questions and result.max_score == points
    assert result.status and all(question.status for question in result.questions)
    assert "not the submission's fault" not in result.detail, result.detail
    for one in result.questions:
        assert abs(one.score - sum(case.score for case in one.cases)) < 1e-6
        assert all(case.score == (case.max_score if case.passed else 0) for case in one.cases)
    assert "HIDDEN-MARK" not in repr(result), "hidden data reached the result"
