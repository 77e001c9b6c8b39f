"""What is kept from one verification to the next: all that did not change, nothing that did, and nobody else's word."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tiny_kit import MASTER, ROWS_TESTS, KitCopy

from autograder.authoring.catalogue import find_assignment
from autograder.grading.local_pool import LocalPool
from autograder.isolation import jail
from autograder.isolation.levels import choose
from autograder.verification.cache import FOLDER, Cache
from autograder.verification.verify import Verification, verify_assignment

COLUMNS = "solutions/07_tiny/wrong/columns.py"
COUNTS = '''\
"""Starts at four.

A hint.
"""

# exercise: Counter
START = 4
'''


def another_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Caches are in this folder from now on; this machine's list of fonts is there already, for making it takes seconds."""
    fonts = jail.matplotlib_cache()
    shutil.copytree(fonts, folder / fonts.parent.name / fonts.name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))


@pytest.fixture(autouse=True)
def own_key(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    another_home(tmp_path_factory.mktemp("cache"), monkeypatch)


@pytest.fixture
def graded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """What was really graded: notebooks and exercises."""
    seen: list[tuple[str, tuple[str, ...]]] = []
    really = LocalPool.grade

    def grade(self, submissions):
        seen.extend((one.id, one.exercises) for one in submissions)
        return really(self, submissions)

    monkeypatch.setattr(LocalPool, "grade", grade)
    return seen


def verify(kit: KitCopy, read: bool = True, exercises: tuple[str, ...] | None = None) -> Verification:
    assignment = find_assignment("07_tiny", kit.root)
    cache = Cache(kit.root, assignment, read)
    return verify_assignment(assignment, kit.root, choose("best", None), 1, exercises=exercises, cache=cache)


@pytest.mark.slow
def test_only_what_changed_is_graded(kit_copy: KitCopy, graded: list) -> None:
    kit_copy.write("solutions/07_tiny/wrong/counts.py", COUNTS)
    first = verify(kit_copy)
    assert first.problems == [] and len(graded) == 5
    graded.clear()
    assert verify(kit_copy).rows == first.rows and graded == []

    # One exercise's test: every notebook that can touch it, on it alone.
    kit_copy.edit(ROWS_TESTS, "rows = draw(1)", "rows = draw(2)")
    second = verify(kit_copy)
    rows = ("normalize_rows",)
    assert sorted(graded) == [
        ("right/loops", rows), ("solution", rows), ("untouched notebook", rows), ("wrong/columns", rows)
    ]  # fmt: skip
    assert second.rows == first.rows
    graded.clear()

    # One variant: itself, and whatever could now be named after it.
    kit_copy.edit(COLUMNS, "sums == 0, 1.0", "sums == 0, 2.0")
    verify(kit_copy)
    assert graded == [("wrong/columns", rows)]
    graded.clear()

    # An answer cell: whatever is made of it, and the notebooks that run as a whole.
    kit_copy.edit(MASTER, "START = 3  # SOLUTION", "START = 2 + 1  # SOLUTION")
    verify(kit_copy)
    assert {name for name, _ in graded} == {"solution", "wrong/counts", "right/loops"}
    assert ("wrong/counts", ("Counter",)) in graded and ("right/loops", ("Counter",)) in graded
    graded.clear()
    assert verify(kit_copy, read=False).rows == verify(kit_copy).rows and len(graded) == 5


@pytest.mark.slow
def test_a_cache_is_believed_only_as_this_user_wrote_it(
    kit_copy: KitCopy, graded: list, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kit_copy.write("solutions/07_tiny/wrong/unseen.py", COUNTS.replace("4", "3"))
    problem = ["wrong unseen: gets full marks in Counter: no test sees this mistake"]
    rows = ("Counter",)
    assert verify(kit_copy, exercises=rows).problems == problem
    path = kit_copy.root / FOLDER / "07_tiny.json"
    kept = path.read_bytes()
    number = len(graded)
    graded.clear()
    signature, _, text = kept.partition(b"\n")
    forged = json.loads(text)
    for entry in forged.values():
        entry["score"] = 0.0
    half = kept[: len(kept) // 2]
    for content in (signature + b"\n" + json.dumps(forged, sort_keys=True).encode(), half, b"", b"\xff\n{}", text):
        path.write_bytes(content)
        assert verify(kit_copy, exercises=rows).problems == problem
        assert len(graded) == number
        graded.clear()
    assert path.read_bytes() == kept  # written anew each time

    another_home(tmp_path / "of somebody else", monkeypatch)
    verify(kit_copy, exercises=rows)
    assert len(graded) == number


def test_without_a_place_for_the_key_nothing_is_kept(kit_copy: KitCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    cache = Cache(kit_copy.root, find_assignment("07_tiny", kit_copy.root))
    assert cache.get("key") is None
    cache.write(only_used=False)
    assert not (kit_copy.root / FOLDER).exists()


def test_a_key_that_others_can_read_is_not_used(
    tmp_path: Path, kit_copy: KitCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assignment = find_assignment("07_tiny", kit_copy.root)
    Cache(kit_copy.root, assignment).write(only_used=False)
    written = kit_copy.root / FOLDER / "07_tiny.json"
    assert written.exists()
    written.unlink()
    (tmp_path / "from-tokens-to-rag/verify.key").chmod(0o644)
    Cache(kit_copy.root, assignment).write(only_used=False)
    assert not written.exists()
