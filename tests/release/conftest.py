"""The tiny assignment and assignment 3, each read once and built once for all tests of the releases."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from filelock import FileLock

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.release.build import BuildResult, build_assignment

ROOT = Path(__file__).resolve().parents[2]
TINY_KIT = ROOT / "tests" / "fixtures" / "tiny_assignment"

sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "scripts")]  # the real graders are run there too


@pytest.fixture(scope="session")
def tiny_kit() -> Path:
    return TINY_KIT


@pytest.fixture(scope="session")
def tiny() -> Assignment:
    return find_assignment("07_tiny", TINY_KIT)


@pytest.fixture(scope="session")
def built(tiny: Assignment, shared: Path) -> BuildResult:
    """The tiny assignment, built once for all workers of a run."""
    with FileLock(shared / "tiny.lock"):
        return build_assignment(tiny, shared / "tiny", kit=TINY_KIT)


@pytest.fixture(scope="session")
def attention() -> Assignment:
    return find_assignment("03_attention", ROOT)


@pytest.fixture(scope="session")
def built_attention(attention: Assignment, shared: Path) -> BuildResult:
    """Assignment 3, built once for all workers of a run: the build executes its solution, and takes a while."""
    with FileLock(shared / "attention.lock"):
        return build_assignment(attention, shared / "attention", kit=ROOT)
