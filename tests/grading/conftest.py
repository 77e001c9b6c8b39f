"""One small class, graded once undisturbed, that other runs are compared with."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from classroom import contents, run, write_class

EXHAUSTIVE = bool(os.environ.get("EXHAUSTIVE"))
COUNT = 100 if EXHAUSTIVE else 24


@pytest.fixture(scope="session")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_class(tmp_path_factory.mktemp("handed-in") / "class", COUNT)


@pytest.fixture(scope="session")
def undisturbed(submissions: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All that an undisturbed run with one judge leaves."""
    out = tmp_path_factory.mktemp("undisturbed") / "results"
    done = run(submissions, out, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert f"{COUNT} graded now, 0 unchanged" in done.stderr
    return contents(out)
