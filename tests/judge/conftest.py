"""The engine's fixtures, for tests of what the judge does with a submission."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "engine"))

from bench import PROBE, Bench, Victim  # noqa: E402

from autograder.isolation.levels import Level, probe  # noqa: E402


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Grades submissions to the fixture's assignment through the real engine."""
    victim = Victim(tmp_path_factory.mktemp("nothing"), 0, [])
    with Bench(HERE.parent / "fixtures" / "engine_kit", victim, "", "10_probe", PROBE) as made:
        yield made


@pytest.fixture(scope="session")
def level() -> Level:
    """The strongest level that this machine has."""
    return next(one for one in sorted(Level, reverse=True) if probe(one).works)
