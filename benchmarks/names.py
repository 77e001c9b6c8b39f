"""How often a misconception is named, and rightly, for answers that the wrong variants were not written from.

``python benchmarks/names.py`` grades every answer of ``benchmarks/misconceptions/`` in the solved notebook, through the engine
that grades students, and prints for each what was named, then precision (of the names given, how many are right) and recall
(of the answers whose mistake a variant makes, how many are named). Exit code 1 if either is below 0.95, or if anything is
named for right code.
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


def main(jobs: int = 1) -> int:
    """Grade everything, print the table; the exit code."""
    given = right = known = recalled = false_alarms = 0
    for path in sorted(FOLDER.glob("*.py")):
        assignment = find_assignment(path.stem)
        hints = {variant.name: variant.hint for variant in load_variants(assignment)}
        answers = answers_of(path)
        for answer, question in zip(answers, grade(assignment, answers, jobs), strict=True):
            named = [one for one in (question.misconception, question.other_misconception) if one]
            true = [one for one in named if one.hint in {hints[name] for name in answer.truth}]
            given, right = given + len(named), right + len(true)
            known, recalled = known + len(answer.truth), recalled + len(true)
            false_alarms += answer.is_right and (bool(named) or question.score < question.max_score)
            wanted = "+".join(answer.truth) or (RIGHT if answer.is_right else UNKNOWN)
            missed = len(true) < len(answer.truth) or len(true) < len(named)
            titles = "; ".join(one.name for one in named) or "-"
            print(f"{'!' if missed else ' '} {path.stem} {answer.exercise}: {wanted} -> {titles} ({question.score:g})")
    precision, recall = right / max(1, given), recalled / max(1, known)
    print(f"names given {given}, right {right}: precision {precision:.3f}")
    print(f"known mistakes {known}, named {recalled}: recall {recall:.3f}")
    print(f"right code that was named or lost points: {false_alarms}")
    return int(min(precision, recall) < LEAST or false_alarms > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
