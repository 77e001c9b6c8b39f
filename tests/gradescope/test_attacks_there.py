"""The attacks of docs/isolation.md again: as Gradescope's root would meet them, and where the grader is an unprivileged user."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from attack_places import PLACES_TRIED, Place, attacked, stated
from gradescope_root import GradescopeRoot

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.getuid() != 0, reason="the other root is made by root")]
ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "isolation.md"
EXHAUSTIVE = bool(os.environ.get("EXHAUSTIVE"))


TRIED = [
    (place, table) for table in (0, 1) for place in PLACES_TRIED if not table or place == PLACES_TRIED[0] or EXHAUSTIVE
]


@pytest.mark.parametrize(
    ("place", "table"),
    [
        pytest.param(place, table, id=f"{place.name.replace(' ', '-')}-{'further' if table else 'first'}")
        for place, table in TRIED
    ],
)
def test_attacks_end_as_the_tables_say(place: Place, table: int, tmp_path: Path) -> None:
    """Those of the second table in every place only with EXHAUSTIVE=1: they take a minute each."""
    (tmp_path / "autograder").mkdir()
    done = attacked(GradescopeRoot(tmp_path / "autograder", place.level), place, ROOT, table)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "skipped" not in done.stdout
    passed = int(re.search(r"(\d+) passed", done.stdout)[1]) - 1  # type: ignore[index] # one compares, and is no attack
    assert passed >= 13 and passed == stated(place, PAGE.read_text(encoding="utf-8"))[table]
