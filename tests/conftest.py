"""What tests of several rooms need."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from autograder import startup

os.environ |= startup.ONE_THREAD
startup.prepare()

import pytest
from tiny_kit import TINY_KIT, KitCopy

WITHOUT_GRAMMAR = Path(__file__).resolve().parents[1] / "benchmarks" / "without_grammar"


@pytest.fixture
def kit_copy(tmp_path: Path) -> KitCopy:
    """The tiny kit, in a folder of the test's own."""
    root = tmp_path / "kit"
    shutil.copytree(TINY_KIT, root, ignore=shutil.ignore_patterns("__pycache__", "build", "assignments"))
    return KitCopy(root)


@pytest.fixture(scope="module")
def without_grammar() -> Iterator[None]:
    """Processes started meanwhile find no rfc3987-syntax, as where that extra of jsonschema is not installed.

    Compiling its grammar costs every process that imports nbformat two seconds. Our own commands leave it out by themselves;
    kernels, nbgrader and Otter do not.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(WITHOUT_GRAMMAR), prepend=os.pathsep)
        yield


LONGEST = (
    "test_kit.py",
    "test_peers_agree.py",
    "test_attack_table.py",
    "test_attacks_there.py",
    "test_lending.py",
    "test_sample_class.py",
    "test_container.py",
)
"""Files that take longest, the longest first; what each takes: docs/speed.md."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: workers take files in this order, and one must not be left alone with a long one at the end."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))
