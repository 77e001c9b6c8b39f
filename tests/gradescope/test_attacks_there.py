"""The attacks of docs/isolation.md again: as Gradescope's root would meet them, and where the grader is an unprivileged user."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from attack_places import PLACES_TRIED, Place, attacked, row_of
from gradescope_root import GradescopeRoot

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.getuid() != 0, reason="the other root is made by root")]
ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "isolation.md"


@pytest.mark.parametrize("place", PLACES_TRIED, ids=lambda place: place.name.replace(" ", "-"))
def test_attacks_end_as_the_table_says(place: Place, tmp_path: Path) -> None:
    (tmp_path / "autograder").mkdir()
    done = attacked(GradescopeRoot(tmp_path / "autograder", place.level), place, ROOT)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    passed = int(re.search(r"(\d+) passed", done.stdout)[1])  # type: ignore[index]
    assert "skipped" not in done.stdout and passed >= 14
    assert row_of(place, passed) in PAGE.read_text(encoding="utf-8"), row_of(place, passed)
