"""One master, three graders: Otter and nbgrader give the marks that the test files say."""

from __future__ import annotations

import pytest
from real_graders import nbgrader_autograde, nbgrader_course, nbgrader_scores, otter_run

from autograder.authoring.solved import solved_notebook
from autograder.authoring.test_files import load_test_file
from autograder.authoring.variants import load_variants
from autograder.release.nbgrader_tree import grade_ids
from autograder.release.student_notebook import student_notebook

pytestmark = pytest.mark.slow

# By hand: wrong/columns fails every case of normalize_rows but test_shape; the counter is untouched.
EXPECTED = {
    "solved": {"normalize_rows": 60, "Counter": 40},
    "right": {"normalize_rows": 60, "Counter": 40},
    "wrong": {"normalize_rows": 10, "Counter": 40},
    "blank": {"normalize_rows": 0, "Counter": 0},
}


@pytest.fixture(scope="module")
def notebooks(tiny):
    variants = {variant.kind: variant for variant in load_variants(tiny)}
    made = {
        kind: solved_notebook(tiny, dict.fromkeys(variants[kind].exercises, variants[kind].source))
        for kind in ("right", "wrong")
    }
    return {"solved": solved_notebook(tiny), **made, "blank": student_notebook(tiny)}


@pytest.mark.parametrize("student", EXPECTED)
def test_otter_run(tiny, built, notebooks, student, tmp_path):
    # A renamed notebook: the first cell of the blank one must find its checks all the same.
    scores = otter_run(built.otter_zip, notebooks[student], f"{student}-Copy1.ipynb", tmp_path / student)
    assert scores == EXPECTED[student]


def test_nbgrader_autograde(tiny, built, notebooks, in_memory):
    course = in_memory / "course"
    nbgrader_course(built.nbgrader, tiny.name, notebooks, course)
    nbgrader_autograde(course, tiny.name)
    scores = nbgrader_scores(course, tiny.name)
    expected_cells = {
        grade_id
        for exercise in tiny.exercises
        for grade_id in grade_ids(exercise.name, load_test_file(exercise.tests).cases)
    }
    for student, expected in EXPECTED.items():
        assert set(scores[student]) == expected_cells
        totals = {
            name: sum(score for cell, score in scores[student].items() if cell.startswith(f"{name}-"))
            for name in expected
        }
        assert totals == expected, student
