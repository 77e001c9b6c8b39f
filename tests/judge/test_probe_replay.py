"""A mistake that only a probe sees is named all the same: the probe runs again on each known wrong solution."""

from __future__ import annotations

import pytest
from tiny_kit import COUNTER_TESTS, KitCopy

from autograder.authoring.catalogue import find_assignment
from autograder.isolation.levels import Level
from autograder.verification.verify import Row, verify_assignment

SEEN_BY_A_PROBE = """

def probe_types(counter_class):
    made = counter_class(np.int64(2))
    return type(made.count("one two")).__name__


@test_case(points=5, hidden=True, failure_message="The value should stay what it was begun with.")
def test_type(Counter):
    assert probe_types(Counter) == "int64"
"""
FLOATS = '''\
"""Counts in floats.

A hint about floats.
"""

# exercise: Counter
START = 3


class Counter:
    def __init__(self, start=None):
        self.value = START if start is None else start

    def count(self, words):
        self.value += len(words.split())
        return self.value if type(self.value) is int else float(self.value)
'''


@pytest.mark.slow
def test_a_mistake_that_only_a_probe_sees(kit_copy: KitCopy, level: Level) -> None:
    kit_copy.edit(COUNTER_TESTS, "\n\ndef probe_types(counter_class):\n", "\n\ndef _unused(counter_class):\n")
    kit_copy.edit(COUNTER_TESTS, "points=20, hidden=True", "points=15, hidden=True")
    text = (kit_copy.root / COUNTER_TESTS).read_text(encoding="utf-8")
    kit_copy.write(COUNTER_TESTS, text + SEEN_BY_A_PROBE)
    kit_copy.write("solutions/07_tiny/wrong/floats.py", FLOATS)
    report = verify_assignment(find_assignment("07_tiny", kit_copy.root), kit_copy.root, level, 1)
    assert report.problems == []
    row: Row = next(row for row in report.rows if row.name == "floats")
    assert row.lost == {"Counter": 5} and row.recognised
