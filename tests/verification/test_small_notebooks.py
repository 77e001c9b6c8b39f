"""A variant's notebook is made of what its exercise needs: cells that are made and thrown away took as long as grading it."""

from __future__ import annotations

import pytest

from autograder.authoring import solved
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.variants import load_variants
from autograder.verification.notebooks import Notebooks
from autograder.verification.verify import outlines


def test_no_cell_is_made_that_is_not_in_the_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    assignment = find_assignment("03_attention")
    notebooks = Notebooks(assignment, outlines(assignment), chosen={"softmax"})
    known = notebooks.known(load_variants(assignment))
    made: list[str] = []
    make = solved.make_cell
    monkeypatch.setattr(solved, "make_cell", lambda cell, source: made.append(cell.id) or make(cell, source))
    for one in known:
        made.clear()
        cells = notebooks.notebook(one, one.exercises).cells
        assert [cell.id for cell in cells if not cell.id.endswith("-override")] == made
        added = {exercise for cell in cells if (exercise := cell.metadata.get("overrides"))}
        answered = {cell.metadata.get("exercise") for cell in cells}
        assert added == set(one.variant.exercises if one.variant else ()) & answered
        assert len(made) < len(assignment.master.cells) / 4 and "softmax" in answered
