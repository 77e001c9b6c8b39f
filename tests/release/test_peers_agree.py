"""On honest submissions of the sample class, real Otter and real nbgrader give the marks that we give."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from real_graders import nbgrader_autograde, nbgrader_course, nbgrader_scores, otter_run

from autograder.authoring.assignment import Assignment
from autograder.grading.local_pool import LocalPool
from autograder.grading.staging import given_files
from autograder.grading.worker import Rules
from autograder.intake import Submission, collect
from autograder.isolation.levels import choose
from autograder.release.build import BuildResult
from autograder.results import Status, SubmissionResult

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
CLASS = ROOT / "datasets" / "sample_class" / "03_attention"
OTTER = ("boaz_style_1", "eli_first_half", "hila_no_scale", "עדי_כהן")
"""`otter run` starts anew for each notebook, so a few stand for all: right, half, a misconception, a Hebrew name."""
NBGRADER = (*OTTER, "carmel_style_2", "dana_style_3", "gal_softmax_axis", "karin_unstable_softmax", "maya_untouched")


@pytest.fixture(scope="module")
def honest(attention: Assignment) -> dict[str, Submission]:
    found = {submission.id: submission for submission in collect(CLASS, attention.name)}
    return {name: found[name] for name in NBGRADER}


@pytest.fixture(scope="module")
def ours(attention: Assignment, honest: dict[str, Submission]) -> dict[str, SubmissionResult]:
    """Without follow-through: neither peer lends a right function where an earlier exercise is wrong."""
    level = choose("best", None)
    with given_files(attention) as given:
        pool = LocalPool(attention, given, level, 1, Rules(follow_through=False), ROOT)
        results = {graded.result.submission: graded.result for graded in pool.grade(list(honest.values()))}
    assert all(result.status is Status.GRADED for result in results.values())
    return results


def marks(result: SubmissionResult) -> dict[str, float]:
    return {question.name: question.score for question in result.questions}


def notebook(name: str) -> NotebookNode:
    """The file as it was handed in, which is what the peers read."""
    (path,) = (path for path in CLASS.glob("*.ipynb") if path.stem.replace(" ", "_") == name)
    return nbformat.read(path, as_version=4)


def test_the_class_is_not_all_alike(ours: dict[str, SubmissionResult]) -> None:
    """Or agreement would say little."""
    assert len({result.score for result in ours.values()}) >= 5
    assert min(result.score for result in ours.values()) == 0
    assert max(result.score for result in ours.values()) == 100


@pytest.mark.usefixtures("no_pictures")
@pytest.mark.parametrize("name", OTTER)
def test_otter_run(
    name: str,
    ours: dict[str, SubmissionResult],
    built_attention: BuildResult,
    tmp_path: Path,
) -> None:
    scores = otter_run(built_attention.otter_zip, notebook(name), f"{name}.ipynb", tmp_path / "work")
    assert scores == pytest.approx(marks(ours[name]))


@pytest.mark.usefixtures("no_pictures")
def test_nbgrader_autograde(
    attention: Assignment,
    honest: dict[str, Submission],
    ours: dict[str, SubmissionResult],
    built_attention: BuildResult,
    in_memory: Path,
) -> None:
    course = in_memory / "course"
    nbgrader_course(built_attention.nbgrader, attention.name, {name: notebook(name) for name in honest}, course)
    nbgrader_autograde(course, attention.name)
    cells = nbgrader_scores(course, attention.name)
    assert set(cells) == set(honest)
    for name, scores in cells.items():
        totals = {
            exercise.name: sum(score for cell, score in scores.items() if cell.startswith(f"{exercise.name}-"))
            for exercise in attention.exercises
        }
        assert totals == pytest.approx(marks(ours[name])), name
