"""A variant's notebook is made of what its exercise needs: cells that are made and thrown away took as long as grading it."""

from __future__ import annotations

import nbformat
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


def test_a_cell_is_nbformats_and_a_notebook_is_looked_at_as_a_whole() -> None:
    """Looking at each cell by itself took most of the time; what is not valid is refused all the same."""
    assert solved.new_cell("code", "x = 1", "a-1") == nbformat.v4.new_code_cell("x = 1", id="a-1")
    assert solved.new_cell("markdown", "*x*", "a-2") == nbformat.v4.new_markdown_cell("*x*", id="a-2")
    assignment = find_assignment("03_attention")
    for cell in (solved.new_cell("code", "x", "no id"), solved.new_cell("code", 7, "a")):  # type: ignore[arg-type]
        with pytest.raises(nbformat.ValidationError):
            solved.make_notebook(assignment, [cell])
