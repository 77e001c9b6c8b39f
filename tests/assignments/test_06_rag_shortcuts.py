"""What single tricks earn of Part II. Verification holds that each fails just the cases that it declares; so these are its points."""

from __future__ import annotations

import pytest
from small_world import FOLDER, KIT

from autograder.authoring.assignment import load_assignment
from autograder.authoring.test_files import load_test_file
from autograder.authoring.variants import Variant, load_variants

ASSIGNMENT = load_assignment(FOLDER, KIT / "autograder" / "tests" / FOLDER.name)
SHORTCUTS = [one for one in load_variants(ASSIGNMENT) if one.name.startswith("shortcut_")]
MOST, MOST_OF_TEMPLATES = 16, 8


def earned(shortcut: Variant) -> float:
    cases = load_test_file(ASSIGNMENT.exercise("RagSystem").tests).cases
    assert shortcut.fails is not None and set(shortcut.fails) <= {case.name for case in cases}
    return sum(case.points for case in cases if case.name not in shortcut.fails)


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda one: one.name)
def test_no_single_trick_earns_much(shortcut: Variant) -> None:
    assert shortcut.kind == "wrong" and shortcut.exercises == ("RagSystem",)
    assert earned(shortcut) <= MOST


def test_expressions_of_the_public_world_earn_little() -> None:
    [templates] = [one for one in SHORTCUTS if one.name == "shortcut_public_templates"]
    assert 0 < earned(templates) <= MOST_OF_TEMPLATES
    assert len(SHORTCUTS) >= 11
