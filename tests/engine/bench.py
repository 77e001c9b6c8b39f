"""Grading made short for tests: a submission from a few changed cells, graded by the real engine."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solved import solved_notebook
from autograder.grading.results import QuestionResult, Rules, SubmissionResult
from autograder.grading.staging import given_files
from autograder.grading.worker import grade_one
from autograder.intake import Submission
from autograder.isolation.levels import Level, hidden_folders
from autograder.isolation.sandbox import Sandbox
from autograder.judge.examiner import Examiner


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
    """An examiner and one sandbox a level, made when first needed."""

    def __init__(self, kit: Path, victim: Victim, secret: str) -> None:
        self.kit = kit
        self.victim = victim
        self.secret = secret
        self.assignment = find_assignment("10_probe", kit)
        self._open = contextlib.ExitStack()
        self.given = self._open.enter_context(given_files(self.assignment))
        self._sandboxes: dict[Level, Sandbox] = {}
        self._examiner: Examiner | None = None

    @property
    def examiner(self) -> Examiner:
        if self._examiner is None:
            self._examiner = Examiner(self.assignment, self.given)
        return self._examiner

    def sandbox(self, level: Level) -> Sandbox:
        if level not in self._sandboxes:
            made = Sandbox(level, 1, self.assignment.preimport, self.given, hidden_folders(self.kit))
            self._sandboxes[level] = self._open.enter_context(made)
            made.wait_until_ready()
        return self._sandboxes[level]

    def notebook(self, first: str = "", last: str = "", **replaced: str) -> dict[str, Any]:
        """The solved notebook with the answer cells of some exercises replaced, and cells put first and last."""
        notebook = solved_notebook(self.assignment)
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
        **replaced: str,
    ) -> SubmissionResult:
        """Grade one submission in this process, as a worker of the pool does."""
        made = dict(notebook) if notebook is not None else self.notebook(first, last, **replaced)
        submission = Submission("mallory", "Mallory", "mallory.ipynb", made, files=files or {}, digest="0")
        result = grade_one(self.examiner, self.sandbox(level).slots[0], submission, Rules()).result
        check_consistent(result)
        return result

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


def check_consistent(result: SubmissionResult) -> None:
    """What holds of every result, whatever a submission did."""
    assert len(result.questions) == 5 and result.max_score == 100
    assert result.status and all(question.status for question in result.questions)
    assert "not the submission's fault" not in result.detail, result.detail
    for one in result.questions:
        assert one.score == sum(case.score for case in one.cases)
        assert all(case.score == (case.max_score if case.passed else 0) for case in one.cases)
    assert "HIDDEN-MARK" not in repr(result), "hidden data reached the result"
