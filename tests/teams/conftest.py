"""A team project in a folder of the test's own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from team_project import TeamProject

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))  # the real graders are run there too


@pytest.fixture
def project(tmp_path: Path) -> TeamProject:
    return TeamProject(tmp_path / "project")
