"""One exercise while it is graded."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.authoring.assignment import Exercise
from autograder.authoring.test_files import TestFile
from autograder.messages import NO_MESSAGE, Message
from autograder.points import total
from autograder.results import CaseResult, Status

from .replay import CaseRecord
from .troubles import Trouble


@dataclass
class Question:
    """The results of an exercise's cases, by name, and what is known of how they came about."""

    exercise: Exercise
    tests: TestFile
    seconds_left: float
    results: dict[str, CaseResult] = field(init=False)
    status: Status = Status.GRADED
    detail: Message = NO_MESSAGE
    records: dict[str, CaseRecord] = field(default_factory=dict)
    lent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.results = {
            case.name: CaseResult(case.title, 0.0, case.points, False, case.hidden) for case in self.tests.cases
        }

    @property
    def name(self) -> str:
        return self.exercise.name

    @property
    def provides(self) -> tuple[str, ...]:
        """The names that the exercise asks the notebook to define."""
        return tuple(self.exercise.provides)

    @property
    def score(self) -> float:
        return total(result.score for result in self.results.values())

    @property
    def is_full(self) -> bool:
        return all(result.passed for result in self.results.values())

    def trouble(self, trouble: Trouble) -> None:
        """Mark it with a limit that it ran into, unless one is known already."""
        if self.status is Status.GRADED:
            self.status, self.detail = trouble.status, trouble.detail
