"""How far each wrong solution is from the tolerances of the tests that are to catch it.

The cases run here as they stand in the test files, in this process. While they do, `torch.allclose` and `math.isclose` note
how large the difference was, in units of what the call tolerates.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import torch

from autograder.authoring.assignment import Assignment
from autograder.authoring.test_files import Case, load_test_file
from autograder.authoring.variants import load_variants
from autograder.judge.reference import importable, run_source

COMPARE = torch.allclose
COMPARE_NUMBERS = math.isclose


@dataclass
class Outcome:
    """What one case made of one solution."""

    case: Case
    passed: bool
    close: list[tuple[float, bool]] = field(default_factory=list)
    """Of each `torch.allclose` and `math.isclose`, in order: largest difference over tolerance, and whether it was a refusal."""


def ratio(
    input: torch.Tensor, other: torch.Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> float:
    """The largest difference of two tensors, divided by what `torch.allclose` would tolerate there."""
    a, b = torch.broadcast_tensors(input.detach().double(), other.detach().double())
    tolerated = atol + rtol * b.abs()
    same = a == b  # infinities are close where they are equal
    if equal_nan:
        same |= a.isnan() & b.isnan()
    return float(torch.where(same, 0.0, (a - b).abs() / tolerated).nan_to_num(torch.inf).max()) if a.numel() else 0.0


def run_case(case: Case, names: dict[str, Any], patch: pytest.MonkeyPatch) -> Outcome:
    """Run one case against the names of a notebook."""
    outcome = Outcome(case, passed=True)

    def watched(
        input: torch.Tensor, other: torch.Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
    ) -> bool:
        result = COMPARE(input, other, rtol, atol, equal_nan)
        outcome.close.append((ratio(input, other, rtol, atol, equal_nan), not result))
        return result

    def watched_numbers(a: float, b: float, *, rel_tol: float = 1e-9, abs_tol: float = 0.0) -> bool:
        result = COMPARE_NUMBERS(a, b, rel_tol=rel_tol, abs_tol=abs_tol)
        tolerated = max(rel_tol * max(abs(a), abs(b)), abs_tol)
        outcome.close.append((0.0 if a == b else abs(a - b) / tolerated, not result))
        return result

    threads = torch.get_num_threads()
    with patch.context() as patched:
        patched.setattr(torch, "allclose", watched)
        patched.setattr(math, "isclose", watched_numbers)
        torch.set_num_threads(1)  # the tensors are small: two threads would only wait for each other
        try:
            case.function(**{argument: names.get(argument) for argument in case.arguments})
        except Exception:
            outcome.passed = False
        finally:
            torch.set_num_threads(threads)
    return outcome


def caught_sharply(outcome: Outcome) -> bool:
    """Whether a case refused a solution, and not by a hair: what decided is 100 times what the case tolerates."""
    if outcome.passed:
        return False
    difference, refused = outcome.close[-1] if outcome.close else (0.0, False)
    return not refused or difference >= 100


def cases_of(assignment: Assignment, only: Collection[str] | None) -> dict[str, list[Case]]:
    """The cases of all exercises, or of those that are named."""
    return {
        exercise.name: load_test_file(exercise.tests).cases
        for exercise in assignment.exercises
        if only is None or exercise.name in only
    }


def blunt(
    assignment: Assignment,
    given: Path,
    solution: dict[str, Any],
    patch: pytest.MonkeyPatch,
    only: Collection[str] | None = None,
) -> list[str]:
    """The wrong solutions that no case of their exercise catches sharply."""
    cases = cases_of(assignment, only)
    found = []
    with importable(given):
        for variant in load_variants(assignment):
            if variant.kind == "wrong" and variant.exercises[0] in cases:
                names = dict(solution)
                run_source(variant.source, names, variant.path.name)
                outcomes = (run_case(case, names, patch) for case in cases[variant.exercises[0]])
                if not any(caught_sharply(outcome) for outcome in outcomes):
                    found.append(variant.name)
    return found


def tight(
    assignment: Assignment,
    given: Path,
    solution: dict[str, Any],
    patch: pytest.MonkeyPatch,
    only: Collection[str] | None = None,
) -> list[str]:
    """The cases that a right solution passes with less than half of the tolerance to spare, or does not pass."""
    cases = cases_of(assignment, only)
    found = []
    with importable(given):
        for variant in load_variants(assignment):
            if variant.kind == "right":
                names = dict(solution)
                run_source(variant.source, names, variant.path.name)
                for exercise in variant.exercises:
                    for case in cases.get(exercise, []):
                        outcome = run_case(case, names, patch)
                        accepted = [difference for difference, refused in outcome.close if not refused]
                        if not outcome.passed or max(accepted, default=0) > 0.5:
                            found.append(f"{variant.name}: {exercise}, {case.name}")
    return found
