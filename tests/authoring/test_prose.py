"""Numbers in a master's text: filled in from the tests, and compared where an author wrote them out."""

from __future__ import annotations

import re

import pytest
from tiny_kit import COUNTER_TESTS, MASTER, ROWS_TESTS, KitCopy

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import assignment_names, find_assignment, kit_root
from autograder.authoring.prose import PLACEHOLDER, with_figures
from autograder.authoring.test_files import load_test_file
from autograder.errors import KitError
from autograder.release.nbgrader_tree import nbgrader_notebook
from autograder.release.student_notebook import student_notebook

TITLE = "Two exercises, small enough for a test."
ROWS_TEXT = "**Exercise 7.1.** Divide each row by its sum."


def with_text(kit_copy: KitCopy, text: str, place: str = TITLE) -> Assignment:
    kit_copy.edit(MASTER, place, text)
    return find_assignment("07_tiny", kit_copy.root)


def filled(kit_copy: KitCopy, text: str, place: str = TITLE) -> str:
    cells = {cell.id: cell.source for cell in with_figures(with_text(kit_copy, text, place)).master.cells}
    return cells["title"].split("\n\n", 1)[1] if place == TITLE else cells["rows-exercise"]


def mistake(kit_copy: KitCopy, text: str, place: str = TITLE) -> str:
    with pytest.raises(KitError) as raised:
        with_figures(with_text(kit_copy, text, place))
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ points of all }} points", "100 points"),
        ("{{points of normalize_rows}} and {{ points of Counter }}", "60 and 40"),
        ("{{ public points of all }} and {{ hidden points of all }}", "35 and 65"),
        ("{{ public points of Counter }}", "15"),
        (
            "{{ count of all }} exercises, {{ count of all but Counter }} of them small",
            "two exercises, one of them small",
        ),
        ("Exercise {{ number of Counter }}", "Exercise 7.2"),
        ("{{ number of normalize_rows, Counter }}", "7.1, 7.2"),
        ("{{ points of normalize_rows to Counter }}", "100"),
        ("{{ limit of cell_seconds }} s", "10 s"),
        (r"$\frac{{a}}{{b}}$ and $${{ x \over y }}$$", r"$\frac{{a}}{{b}}$ and $${{ x \over y }}$$"),
    ],
)
def test_the_text_says_what_the_tests_say(text: str, expected: str, kit_copy: KitCopy) -> None:
    tests = {name: load_test_file(kit_copy.root / name) for name in (ROWS_TESTS, COUNTER_TESTS)}
    assert [tests[name].points for name in tests] == [60, 40]
    assert filled(kit_copy, text) == expected


def test_an_exercise_s_own_text_needs_no_name(kit_copy: KitCopy) -> None:
    text = "**Exercise {{ number }}** · {{ points }} points, {{ public points }} of them for public checks."
    assert filled(kit_copy, text, ROWS_TEXT).startswith("**Exercise 7.1** · 60 points")


def test_hours_are_the_sum_of_the_exercises_minutes(kit_copy: KitCopy) -> None:
    kit_copy.edit(MASTER, ROWS_TEXT, ROWS_TEXT + " It takes about 50 minutes.")
    kit_copy.edit(MASTER, "**Exercise 7.2.** Count.", "**Exercise 7.2.** Count. It takes about 45 minutes.")
    assert filled(kit_copy, "about {{ hours of all }} hours") == "about 1½ hours"


def test_moved_points_move_in_the_text(kit_copy: KitCopy) -> None:
    before = filled(kit_copy, "{{ points of normalize_rows }}")
    kit_copy.edit(ROWS_TESTS, "points = 60", "points = 61.5")
    after = with_figures(find_assignment("07_tiny", kit_copy.root)).master.cells[0].source
    assert (before, after.split("\n")[-1]) == ("60", "61.5")


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("{{ poinst of all }}", TITLE, ("{{ poinst of all }} is not known", "Did you mean 'points'?")),
        ("{{ points of Countre }}", TITLE, ("'Countre', which is no exercise", "Did you mean 'Counter'?")),
        ("{{ points of Counter to normalize_rows }}", TITLE, ("ends before it begins", "comes before")),
        ("{{ hours of all }}", TITLE, ("adds up minutes", "about 15 minutes")),
        ("{{ limit of cell_second }}", TITLE, ("no limit", "'cell_seconds'")),
        ("See Exercise 7.2 for more.", TITLE, ("as soon as an exercise is put before it", "{{ number of Counter }}")),
        (
            "The public checks carry 30 of the 100 points.",
            TITLE,
            ("'30 of the 100 points'", "{{ public points of all }}"),
        ),
        ("100 points over three exercises", TITLE, ("three exercises, and there are two", "{{ count of all }}")),
        ("**Exercise 7.2** · 60 points", ROWS_TEXT, ("says 7.2 where it is 7.1", "{{ number }}")),
        ("**Exercise 7.1** · 50 points", ROWS_TEXT, ("says 50 where it is 60", "{{ points }}")),
    ],
)
def test_a_number_that_does_not_hold_is_named_with_its_line(
    text: str, place: str, said: tuple[str, str], kit_copy: KitCopy
) -> None:
    message = mistake(kit_copy, text, place)
    lines = (kit_copy.root / MASTER).read_text(encoding="utf-8").split("\n")
    line = next(number for number, line in enumerate(lines, start=1) if text in line)
    assert f"notebook.py:{line}: " in message
    assert all(part in message for part in said), message


def test_a_number_written_out_may_stay_while_it_is_right(kit_copy: KitCopy) -> None:
    text = "The public checks carry 35 of the 100 points, over two exercises."
    assert filled(kit_copy, text) == text


@pytest.mark.parametrize("name", [MASTER, ROWS_TESTS, "solutions/07_tiny/wrong/columns.py"])
def test_code_tests_and_hints_name_exercises_and_do_not_number_them(name: str, kit_copy: KitCopy) -> None:
    path = kit_copy.root / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# as in exercise 7.2\n", encoding="utf-8")
    with pytest.raises(KitError, match=r"Name the exercise instead"):
        with_figures(find_assignment("07_tiny", kit_copy.root))


def test_no_release_holds_a_placeholder(kit_copy: KitCopy) -> None:
    assignment = with_text(kit_copy, "{{ points of all }} points")
    for notebook in (student_notebook(assignment), nbgrader_notebook(assignment)):
        text = "\n".join(cell.source for cell in notebook.cells)
        assert "100 points" in text and not PLACEHOLDER.search(text)


@pytest.mark.parametrize("name", assignment_names(kit_root()))
def test_the_kit_s_own_texts_hold(name: str) -> None:
    """Each exercise says its number and points by placeholder, so that nobody need think of it."""
    assignment = find_assignment(name)
    stated = [cell for cell in assignment.master.cells if "exercise" in cell.tags]
    assert len(stated) == len(assignment.exercises)
    assert all(
        re.search(r"(?m)^\*\*Exercise \{\{ number \}\}\*\* · \{\{ points \}\} points? · ●", cell.source)
        for cell in stated
    )
    after = with_figures(assignment)
    assert not any(
        PLACEHOLDER.search(re.sub(r"\$[^$]*\$", "", cell.source))
        for cell in after.master.cells
        if cell.kind == "markdown"
    )
