"""What each submission would otherwise import for itself is imported once, before submissions are forked."""

from __future__ import annotations

import importlib.util
import re

import pytest

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import assignment_names, find_assignment, kit_root

ASSIGNMENTS = [find_assignment(name) for name in assignment_names(kit_root())]
_OPTIMIZER = re.compile(r"\btorch\.optim\.\w+\(|\(torch\.optim\.\w+\)")


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda one: one.name)
def test_where_cases_train_what_optimizers_import_is_there(assignment: Assignment) -> None:
    """The first optimizer of a process imports a compiler: a second and a half of processor time, and 90 MB that no other child shares."""
    trains = any(_OPTIMIZER.search(one.tests.read_text(encoding="utf-8")) for one in assignment.exercises)
    assert trains <= ("torch._dynamo" in assignment.preimport)


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda one: one.name)
def test_there_is_what_is_imported(assignment: Assignment) -> None:
    assert all(importlib.util.find_spec(name) is not None for name in assignment.preimport)
