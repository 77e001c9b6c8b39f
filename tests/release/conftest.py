"""The tiny assignment and assignment 3, each read once and built once for all tests of the releases."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
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


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Path]:
    """A folder of the test's own, in memory where this machine has room there: nbgrader waits for the disk after each mark that it stores."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < 2 << 30:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="tests-", dir=memory) as folder:
        yield Path(folder)
