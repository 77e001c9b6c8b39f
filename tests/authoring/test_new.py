"""`autograder new`: what it writes builds and verifies at once, and nothing else changes its worth."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_kit import COUNTER_TESTS, MASTER, ROWS_TESTS, KitCopy

from autograder.authoring import new_texts
from autograder.authoring.catalogue import assignment_names, find_assignment, kit_root
from autograder.authoring.master import read_master
from autograder.authoring.new import new_assignment, new_exercise
from autograder.authoring.prose import PLACEHOLDER, with_figures
from autograder.authoring.test_files import load_test_file
from autograder.commands.new import new
from autograder.errors import KitError
from autograder.release.student_notebook import student_notebook

Run = Callable[..., tuple[int, str, str]]


def contents(kit: Path) -> dict[str, bytes]:
    return {str(path.relative_to(kit)): path.read_bytes() for path in kit.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "arguments",
    [("08_new_topic",), ("07_tiny", "softmax2"), ("07_tiny", "Averages", "--class")],
    ids=["assignment", "exercise", "class"],
)
def test_what_it_writes_verifies_and_builds(arguments: tuple[str, ...], kit_copy: KitCopy, on_kit_copy: Run) -> None:
    code, written, errors = on_kit_copy("new", *arguments)
    assert code == 0, errors
    assert all((kit_copy.root.parent / line).is_file() for line in written.splitlines())
    assignment = find_assignment(arguments[0], kit_copy.root)
    assert assignment.points == pytest.approx(100)
    exercise = arguments[1] if len(arguments) > 1 else "parts_of_a_whole"
    code, said, errors = on_kit_copy("verify", arguments[0], "--exercise", exercise, "--isolation", "best")
    assert code == 0, said + errors
    assert "2 of 2 wrong variants caught where they should be; 2 named" in said
    code, _, errors = on_kit_copy("build", arguments[0])
    assert code == 0, errors


def test_the_giver_s_cases_keep_their_shares(kit_copy: KitCopy) -> None:
    before = {case.name: case.points / 60 for case in load_test_file(kit_copy.root / ROWS_TESTS).cases}
    counter = (kit_copy.root / COUNTER_TESTS).read_bytes()
    plan = new_exercise(find_assignment("07_tiny", kit_copy.root), "softmax2", points=4)
    plan.write(check=lambda: None)
    after = load_test_file(kit_copy.root / ROWS_TESTS)
    assert after.points == 56
    assert {case.name: case.points / 56 for case in after.cases} == pytest.approx(before, abs=2e-4)
    assert (kit_copy.root / COUNTER_TESTS).read_bytes() == counter
    assert "normalize_rows gives 4 of its 60 points" in plan.said[0]


@pytest.mark.parametrize("points", [0.5, 1, 1.1, 3, 4, 5.7, 7.5, 20, 33.3, 59])
def test_any_points_can_be_given(points: float, kit_copy: KitCopy) -> None:
    new_exercise(find_assignment("07_tiny", kit_copy.root), "softmax2", points).write(check=lambda: None)
    assignment = find_assignment("07_tiny", kit_copy.root)
    assert assignment.points == pytest.approx(100)
    for exercise in assignment.exercises:
        load_test_file(exercise.tests)


@pytest.mark.parametrize("name", assignment_names(kit_root()))
def test_each_assignment_of_the_kit_gives_points(name: str) -> None:
    assignment = find_assignment(name)
    giver = max(assignment.exercises, key=lambda one: one.points)
    for points in (0.5, 1, 2, 3, 4, 5, 7.5, 8.5):
        plan = new_exercise(assignment, "brand_new", points)
        cases = [node for node in ast.walk(ast.parse(plan.files[giver.tests])) if isinstance(node, ast.keyword)]
        worth = [case.value.value for case in cases if case.arg == "points" and isinstance(case.value, ast.Constant)]
        assert giver.points - points - 1e-9 < sum(worth) <= giver.points - points


@pytest.mark.parametrize(("after", "place"), [("normalize_rows", 6), (None, 8), ("Counter", 8)])
def test_it_is_put_behind_an_exercise_and_its_demonstrations(after: str | None, place: int, kit_copy: KitCopy) -> None:
    path = kit_copy.root / MASTER
    before = [cell.id for cell in read_master(path).cells]
    new_exercise(find_assignment("07_tiny", kit_copy.root), "softmax2", after=after).write(check=lambda: None)
    cells = [cell.id for cell in read_master(path).cells]
    first = cells.index("softmax2-exercise")
    assert cells[first : first + 3] == ["softmax2-exercise", "softmax2", "softmax2-try"]
    assert cells[:first] + cells[first + 3 :] == before
    answer = "rows" if after == "normalize_rows" else "counter"
    assert before[:first][-1] == ("rows-picture" if answer == "rows" else "counter")


def test_a_new_assignment_says_what_it_is(kit_copy: KitCopy) -> None:
    new_assignment(kit_copy.root, "08_word_vectors", "nearest").write(check=lambda: None)
    assignment = with_figures(find_assignment("08_word_vectors", kit_copy.root))
    assert (assignment.number, assignment.title) == (8, "Word vectors")
    text = "\n".join(cell.source for cell in student_notebook(assignment).cells if cell.cell_type == "markdown")
    assert "20 of the 100 points" in " ".join(text.split()) and "**Exercise 8.1** · 100 points" in text
    assert not PLACEHOLDER.search(text)


def test_a_new_assignment_may_begin_with_a_class(kit_copy: KitCopy) -> None:
    new_assignment(kit_copy.root, "08_word_vectors", kind=new_texts.CLASS).write(check=lambda: None)
    assignment = find_assignment("08_word_vectors", kit_copy.root)
    assert [one.provides for one in assignment.exercises] == [("RunningAverage",)]
    handed_out = "\n".join(cell.source for cell in student_notebook(with_figures(assignment)).cells)
    assert "class RunningAverage" in handed_out and "self.total" not in handed_out


def test_the_next_number_is_taken_where_the_name_has_none(kit_copy: KitCopy) -> None:
    new_assignment(kit_copy.root, "vectors", "nearest", title='Of "vectors"').write(check=lambda: None)
    assignment = find_assignment("vectors", kit_copy.root)
    assert (assignment.number, assignment.title) == (8, "Of 'vectors'")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["07_tiny"], "There is an assignment '07_tiny' already"),
        (["07_tinny", "x"], "Did you mean '07_tiny'? For a new assignment of that name give --title."),
        (["bad name"], "cannot be an assignment's name"),
        (["../outside"], "cannot be an assignment's name"),
        (["07_tiny", "2x"], "cannot be an exercise's name"),
        (["07_tiny", "class"], "cannot be an exercise's name"),
        (["07_tiny", "Counter"], "has an exercise 'Counter' already"),
        (["07_tiny", "table"], "the notebook defines 'table' already"),
        (["07_tiny", "why"], "there is a cell 'why' already"),
        (["07_tiny", "x", "--points", "60"], "normalize_rows has 60 points and cannot give 60"),
        (["07_tiny", "x", "--points", "-1"], "cannot give -1"),
        (["07_tiny", "x", "--points", "nan"], "cannot give nan"),
        (["07_tiny", "x", "--from", "Countre"], "Did you mean 'Counter'?"),
        (["07_tiny", "x", "--after", "Countre"], "Did you mean 'Counter'?"),
    ],
)
def test_what_cannot_be_begun_leaves_everything_as_it_was(
    arguments: list[str], said: str, kit_copy: KitCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_KIT", str(kit_copy.root))
    before = contents(kit_copy.root)
    with pytest.raises(KitError) as raised:
        new.main(arguments, standalone_mode=False)
    assert said in str(raised.value) and raised.value.exit_code == 2
    assert contents(kit_copy.root) == before


def test_a_case_without_points_of_its_own_gives_none(kit_copy: KitCopy) -> None:
    kit_copy.edit(COUNTER_TESTS, "points=20, hidden", "hidden")
    with pytest.raises(KitError, match="not every case has its points written as a number"):
        new_exercise(find_assignment("07_tiny", kit_copy.root), "softmax2", donor="Counter")


def test_a_check_that_fails_undoes_the_writing(kit_copy: KitCopy) -> None:
    before = contents(kit_copy.root)

    def refuse() -> None:
        raise KitError("no.", "Never.")

    with pytest.raises(KitError):
        new_exercise(find_assignment("07_tiny", kit_copy.root), "softmax2").write(check=refuse)
    assert contents(kit_copy.root) == before
