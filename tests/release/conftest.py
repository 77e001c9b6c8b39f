"""The tiny assignment, read once and built once for all tests of the releases."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.release.build import BuildResult, build_assignment

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

TINY_KIT = Path(__file__).parent.parent / "fixtures" / "tiny_assignment"


@pytest.fixture(scope="session")
def tiny_kit() -> Path:
    return TINY_KIT


@pytest.fixture(scope="session")
def tiny() -> Assignment:
    return find_assignment("07_tiny", TINY_KIT)


@pytest.fixture(scope="session")
def built(tiny: Assignment, tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return build_assignment(tiny, tmp_path_factory.mktemp("output"), kit=TINY_KIT)
