"""A small kit that a test may break."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

TINY_KIT = Path(__file__).parent / "fixtures" / "tiny_assignment"
MASTER = "solutions/07_tiny/notebook.py"
CONFIG = "solutions/07_tiny/assignment.toml"
ROWS_TESTS = "autograder/tests/07_tiny/normalize_rows.py"
COUNTER_TESTS = "autograder/tests/07_tiny/Counter.py"


@dataclass(frozen=True)
class KitCopy:
    """A copy of the tiny kit, with the changes of one test."""

    root: Path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace one passage, which must stand there exactly once, or the test would test something else."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def copied(root: Path) -> KitCopy:
    """A fresh copy of the tiny kit at ``root``."""
    shutil.copytree(TINY_KIT, root, ignore=shutil.ignore_patterns("__pycache__", "build", "assignments"))
    return KitCopy(root)
