"""How often a misconception is named, and rightly, for answers that the wrong variants were not written from.

``python benchmarks/names.py`` grades every answer of ``benchmarks/misconceptions/`` in the solved notebook, through the engine
that grades students, and prints for each what was named, then precision (of the names given, how many are right) and recall
(of the answers whose mistake a variant makes, how many are named). Exit code 1 if either is below 0.95, or if anything is
named for right code. ``python benchmarks/names.py 2 03_attention 04_multi_head_attention`` grades those of two assignments, by two
judges at once.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment, kit_root
from autograder.authoring.solved import solved_notebook
from autograder.authoring.variants import load_variants
from autograder.grading.local_pool import LocalPool
from autograder.grading.staging import given_files
from autograder.intake import Submission
from autograder.isolation.levels import choose
from autograder.results import QuestionResult, Rules
from autograder.verification.scope import Scope
from autograder.verification.verify import outlines

FOLDER = Path(__file__).parent / "misconceptions"
LEAST = 0.95
UNKNOWN, RIGHT = "unknown", "right"
_HEAD = re.compile(r"^# --- (\w+) is: ([\w+]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """A held-out answer."""

    exercise: str
    truth: tuple[str, ...]
    """The variants whose mistakes it makes; none where it is right, or makes a mistake that no variant makes."""
    is_right: bool
    source: str


def answers_of(path: Path) -> list[Answer]:
    """The answers in one file."""
    parts = _HEAD.split(path.read_text(encoding="utf-8"))[1:]
    found: list[Answer] = []
    for exercise, truth, source in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        known = () if truth in (UNKNOWN, RIGHT) else tuple(truth.split("+"))
        found.append(Answer(exercise, known, truth == RIGHT, source.strip() + "\n"))
    return found


def grade(assignment: Assignment, answers: list[Answer], jobs: int) -> list[QuestionResult]:
    """The exercise of each answer, graded."""
    scope = Scope(assignment, outlines(assignment))
    submissions: list[Submission] = []
    for number, answer in enumerate(answers):
        notebook = solved_notebook(assignment, {answer.exercise: answer.source})
        needed = scope.needs(answer.exercise)
        notebook.cells = [
            cell
            for cell in notebook.cells
            if cell.metadata.get("exercise", cell.metadata.get("overrides")) in needed
            or "setup" in cell.metadata.get("tags", [])
        ]
        name = f"{number:03}"
        submissions.append(
            Submission(id=name, student=name, source="", notebook=notebook, digest=name, exercises=(answer.exercise,))
        )
    with given_files(assignment) as given:
        pool = LocalPool(assignment, given, choose("best", None), jobs, Rules(), kit_root())
        results = {graded.result.submission: graded.result.questions[0] for graded in pool.grade(submissions)}
    return [results[one.id] for one in submissions]


@dataclass
class Figures:
    """What was named, over some answers."""

    answers: int = 0
    given: int = 0
    right: int = 0
    known: int = 0
    recalled: int = 0
    false_alarms: int = 0

    def add(self, other: Figures) -> None:
        for figure in vars(self):
            setattr(self, figure, getattr(self, figure) + getattr(other, figure))

    @property
    def precision(self) -> float:
        return self.right / max(1, self.given)

    @property
    def recall(self) -> float:
        return self.recalled / max(1, self.known)

    def __str__(self) -> str:
        return (
            f"{self.answers} answers; names given {self.given}, right {self.right}: precision {self.precision:.3f}; "
            f"known mistakes {self.known}, named {self.recalled}: recall {self.recall:.3f}; "
            f"right code that was named or lost points: {self.false_alarms}"
        )


def main(jobs: int = 1, *only: str) -> int:
    """Grade the answers of all assignments, or of those named, print what each was named; the exit code."""
    total = Figures()
    for path in sorted(FOLDER.glob("*.py")):
        if only and path.stem not in only:
            continue
        assignment = find_assignment(path.stem)
        hints = {variant.name: variant.hint for variant in load_variants(assignment)}
        answers = answers_of(path)
        of_this = Figures(answers=len(answers))
        for answer, question in zip(answers, grade(assignment, answers, jobs), strict=True):
            named = [one for one in (question.misconception, question.other_misconception) if one]
            true = [one for one in named if one.hint in {hints[name] for name in answer.truth}]
            false_alarm = answer.is_right and (bool(named) or question.score < question.max_score)
            of_this.add(Figures(0, len(named), len(true), len(answer.truth), len(true), int(false_alarm)))
            wanted = "+".join(answer.truth) or (RIGHT if answer.is_right else UNKNOWN)
            missed = len(true) < len(answer.truth) or len(true) < len(named) or false_alarm
            titles = "; ".join(one.name for one in named) or "-"
            print(f"{'!' if missed else ' '} {path.stem} {answer.exercise}: {wanted} -> {titles} ({question.score:g})")
        print(f"{path.stem}: {of_this}", flush=True)
        total.add(of_this)
    print(f"all: {total}")
    return int(min(total.precision, total.recall) < LEAST or total.false_alarms > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2]), *sys.argv[2:]))
