"""What functions that do nothing right earn: less than a tenth of any exercise of assignments 1 to 5."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tiny_kit import ROWS_TESTS, KitCopy

from autograder.authoring.catalogue import assignment_names, find_assignment
from autograder.grading.staging import given_files
from autograder.judge.answer_key import AnswerKey
from autograder.judge.cases import IDLE
from autograder.verification.always_wrong import EXCUSED, always_wrong, earned, too_generous

ROOT = Path(__file__).resolve().parents[2]
NAMES = [name for name in assignment_names(ROOT) if name[:2] in ("01", "02", "03", "04", "05")]


@pytest.mark.parametrize("name", NAMES)
def test_no_file_excuses_what_pays_for_doing_nothing(name: str) -> None:
    """That no such function earns a tenth `verify` asks of each of these exercises, in test_kit.py; that it finds one is in
    test_verify.py. Here: that no test file says more against it than it may.
    """
    assignment = find_assignment(name, ROOT)
    with given_files(assignment) as given:
        answer_key = AnswerKey(assignment, given)
        assert not assignment.slow_exercises  # which `verify` does not ask
        for tests in answer_key.tests.values():
            assert tests.namespace.get("IDLE", IDLE.text) == IDLE.text, tests.path
            assert tests.namespace.get(EXCUSED, {}).keys() <= always_wrong(lambda: None).keys(), tests.path


def test_a_case_that_is_met_by_doing_nothing_is_found(kit_copy: KitCopy) -> None:
    """Of having changed its rows a function that does nothing is innocent."""
    path = kit_copy.root / ROWS_TESTS
    kit_copy.edit(ROWS_TESTS, "points = 60", "points = 90")
    path.write_text(path.read_text(encoding="utf-8") + LEFT_ALONE, encoding="utf-8")
    assignment = find_assignment("07_tiny", kit_copy.root)
    with given_files(assignment) as given:
        found = too_generous(AnswerKey(assignment, given), "normalize_rows")
        assert any("returns None earns" in one and "test_left_alone" in one for one in found), found
    asks = f"assert works(normalize_rows), {IDLE.text!r}"
    kit_copy.edit(ROWS_TESTS, "    # first nothing\n", f"    {asks}\n")
    with given_files(assignment) as given:
        by_nothing = {one.function: one.cases for one in earned(AnswerKey(assignment, given), "normalize_rows")}
        for nothing in ("returns None", "returns zeros of the right shape", "raises ValueError"):
            assert "test_left_alone" not in by_nothing[nothing]


LEFT_ALONE = """

def works(normalize_rows):
    return repr(normalize_rows(np.array([[1.0, 3.0]]))) != repr(normalize_rows(np.array([[3.0, 1.0]])))


@test_case(points=30, hidden=True, failure_message="You changed the rows.")
def test_left_alone(normalize_rows):
    # first nothing
    table = np.array([[1.0, 3.0]])
    normalize_rows(table)
    assert table.tolist() == [[1.0, 3.0]]
"""


def test_what_they_do() -> None:
    instead = always_wrong(lambda x, model=None: (x * 2, {"a": torch.ones(2)}))
    x = torch.tensor([3.0, 4.0])
    assert instead["returns its first argument"](x) is x
    assert instead["returns zeros like its first argument"](x).tolist() == [0, 0]
    numbers, state = instead["returns ones of the right shape"](x)
    assert numbers.tolist() == [1, 1] and state["a"].tolist() == [1, 1]
    drawn = instead["returns random numbers of the right shape"]
    assert torch.equal(drawn(x)[0], drawn(-x)[0]) and drawn(x)[0].shape == x.shape
    assert drawn(x, model=torch.nn.Linear(1, 1)) is None  # what it did to the model would be right
    with pytest.raises(ValueError):
        instead["raises ValueError"](x)
