"""What is run, what is kept, and what is put aside: `grade_class` with a scheduler that only counts."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from classroom import ASSIGNMENT, KIT

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.errors import KitError
from autograder.grading.batch import Batch, grade_class
from autograder.grading.store import ResultStore
from autograder.intake import Submission
from autograder.messages import Message
from autograder.results import CaseResult, Graded, HandIn, QuestionResult, Rules, Status, SubmissionResult, Timings


class Counting:
    """Gives every submission a result, some of them twice as a cluster may, and remembers whom it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def grade(self, submissions: Sequence[Submission]) -> Iterator[Graded]:
        for submission in submissions:
            self.asked.append(submission.id)
            question = QuestionResult("total", 1.0, 1.0, cases=[CaseResult("case", 1.0, 1.0, True, False)])
            result = SubmissionResult(submission.id, submission.student, ASSIGNMENT, Status.GRADED, "", [question])
            yield Graded(result, Timings())
            yield Graded(dataclasses.replace(result, detail="run a second time"), Timings())


@pytest.fixture
def assignment() -> Assignment:
    return find_assignment(ASSIGNMENT, KIT)


@pytest.fixture
def store(tmp_path: Path) -> ResultStore:
    return ResultStore(tmp_path / "results")


def handed_in(*names: str, digest: str = "a") -> list[Submission]:
    return [Submission(name, name.title(), f"{name}.ipynb", {"cells": []}, digest=digest) for name in names]


def grade(
    assignment: Assignment,
    submissions: list[Submission],
    store: ResultStore,
    *,
    isolation: str = "namespaces",
    rules: Rules | None = None,
    regrade: bool = False,
    only: str | None = None,
    given: str = "class",
    withdraw: bool = False,
) -> tuple[list[str], Batch]:
    """Who was run, and what came out."""
    counting = Counting()
    with store.locked():
        batch = grade_class(
            assignment,
            submissions,
            store,
            counting,
            isolation=isolation,
            rules=rules or Rules(),
            regrade=regrade,
            only=only,
            given=given,
            withdraw=withdraw,
        )
    return counting.asked, batch


def test_unchanged_is_not_run_again(assignment: Assignment, store: ResultStore) -> None:
    asked, batch = grade(assignment, handed_in("dana", "omer"), store)
    assert asked == ["dana", "omer"] and (batch.run_now, batch.unchanged) == (2, 0)
    assert [result.detail for result in batch.results] == ["", ""], "the first of two results counts"
    asked, batch = grade(assignment, handed_in("dana", "omer", "noa"), store)
    assert asked == ["noa"] and (batch.run_now, batch.unchanged) == (1, 2)
    assert [result.submission for result in batch.results] == ["dana", "noa", "omer"]


def test_what_the_grader_failed_with_is_run_again(assignment: Assignment, store: ResultStore) -> None:
    grade(assignment, handed_in("ann", "bob"), store)
    stored = store.results()["bob"]
    store.write(dataclasses.replace(stored, status=Status.CRASHED, grader_failed=True), Timings())
    asked, batch = grade(assignment, handed_in("ann", "bob"), store)
    assert asked == ["bob"] and batch.unchanged == 1
    assert not store.results()["bob"].grader_failed


def test_changed_submission_is_run_again(assignment: Assignment, store: ResultStore) -> None:
    grade(assignment, handed_in("dana", "omer"), store)
    asked, _ = grade(assignment, handed_in("dana") + handed_in("omer", digest="b"), store)
    assert asked == ["omer"]


def test_other_settings_are_another_result(assignment: Assignment, store: ResultStore) -> None:
    grade(assignment, handed_in("dana"), store)
    assert grade(assignment, handed_in("dana"), store, isolation="landlock")[0] == ["dana"]
    assert grade(assignment, handed_in("dana"), store, rules=Rules(follow_through=False))[0] == ["dana"]
    assert grade(assignment, handed_in("dana"), store, rules=Rules(language="he"))[0] == ["dana"]
    assert grade(assignment, handed_in("dana"), store, rules=Rules(language="he"))[0] == []


@pytest.mark.parametrize("file", [f"autograder/tests/{ASSIGNMENT}/total.py", f"solutions/{ASSIGNMENT}/assignment.toml"])
def test_changed_tests_or_limits_are_run_again(file: str, store: ResultStore, tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    shutil.copytree(KIT, kit)
    grade(find_assignment(ASSIGNMENT, kit), handed_in("dana"), store)
    assert grade(find_assignment(ASSIGNMENT, kit), handed_in("dana"), store)[0] == []
    text = (kit / file).read_text()
    (kit / file).write_text(text.replace("cpu_seconds = 12", "cpu_seconds = 11") + "\n# changed\n")
    assert grade(find_assignment(ASSIGNMENT, kit), handed_in("dana"), store)[0] == ["dana"]


def test_where_the_kit_lies_does_not_matter(assignment: Assignment, store: ResultStore, tmp_path: Path) -> None:
    shutil.copytree(KIT, tmp_path / "a kit elsewhere")
    grade(assignment, handed_in("dana"), store)
    assert grade(find_assignment(ASSIGNMENT, tmp_path / "a kit elsewhere"), handed_in("dana"), store)[0] == []


def test_regrade_runs_all_again(assignment: Assignment, store: ResultStore) -> None:
    grade(assignment, handed_in("dana", "omer"), store)
    assert grade(assignment, handed_in("dana", "omer"), store, regrade=True)[0] == ["dana", "omer"]


def test_only_one_student(assignment: Assignment, store: ResultStore) -> None:
    asked, batch = grade(assignment, handed_in("dana", "omer"), store, only="Omer")
    assert asked == ["omer"] and batch.waiting == 1
    asked, batch = grade(assignment, handed_in("dana", "omer"), store)
    assert asked == ["dana"] and batch.waiting == 0
    assert grade(assignment, handed_in("dana", "omer"), store, only="omer", regrade=True)[0] == ["omer"]
    asked, batch = grade(assignment, handed_in("dana", "omer", digest="b"), store, only="omer")
    assert asked == ["omer"] and batch.waiting == 1
    with pytest.raises(KitError, match=r"Nobody in this class is called 'dena'.*dana"):
        grade(assignment, handed_in("dana", "omer"), store, only="dena")


def test_taken_back_is_put_aside_and_kept(assignment: Assignment, store: ResultStore) -> None:
    from autograder.reports.reading import read_results

    grade(assignment, handed_in("dana", "omer"), store)
    kept = store.path("omer").read_bytes()
    asked, batch = grade(assignment, handed_in("dana"), store)
    assert asked == [] and batch.withdrawn == ["omer"]
    assert [result.submission for result in batch.results] == ["dana"]
    assert [result.submission for result in read_results(store.folder)] == ["dana"]
    assert (store.folder / "withdrawn" / "omer.json").read_bytes() == kept
    assert not (store.folder / "timings" / "omer.json").exists()
    asked, batch = grade(assignment, handed_in("dana", "omer"), store)
    assert asked == [] and store.path("omer").read_bytes() == kept, "handed in again: it comes back"
    assert not (store.folder / "withdrawn" / "omer.json").exists() and batch.unchanged == 2
    grade(assignment, handed_in("dana"), store)
    assert grade(assignment, handed_in("dana", "omer", digest="b"), store)[0] == ["dana", "omer"]


def test_grading_a_part_withdraws_nobody(assignment: Assignment, store: ResultStore) -> None:
    grade(assignment, handed_in("dana", "omer"), store, given="class")
    _, batch = grade(assignment, handed_in("dana"), store, given="class/dana.ipynb")
    assert batch.withdrawn == [] and batch.elsewhere == ["omer"]
    assert [result.submission for result in batch.results] == ["dana", "omer"], "its row stays"
    _, batch = grade(assignment, handed_in("noa"), store, given="late")
    assert batch.withdrawn == [] and batch.elsewhere == ["dana", "omer"]
    _, batch = grade(assignment, handed_in("omer"), store, given="class")
    assert batch.withdrawn == ["dana"] and batch.elsewhere == ["noa"], "gone from the folder that it came from"
    _, batch = grade(assignment, handed_in("omer"), store, given="elsewhere", withdraw=True)
    assert batch.withdrawn == ["noa"] and [result.submission for result in batch.results] == ["omer"]


def test_results_without_a_record_of_their_source_stay(assignment: Assignment, store: ResultStore) -> None:
    grade(assignment, handed_in("dana", "omer"), store)
    for record in (None, "[]", '{"omer": 3}', "{"):
        (store.folder / ".sources").unlink()
        if record:
            (store.folder / ".sources").write_text(record)
        _, batch = grade(assignment, handed_in("dana"), store)
        assert batch.withdrawn == [] and batch.elsewhere == ["omer"]


def test_what_only_the_collector_knows_is_in_the_result(assignment: Assignment, store: ResultStore) -> None:
    choice, late = Message("2 notebooks"), HandIn(system="canvas", late=True, read_from={"late": "a name"})
    (dana,) = handed_in("dana")
    dana.choice, dana.hand_in = choice, HandIn(system="canvas", late=False)
    grade(assignment, [dana], store)
    result = store.read("dana")
    assert result and result.detail == choice and result.hand_in.late is False
    dana.hand_in = late
    asked, batch = grade(assignment, [dana], store)
    assert asked == [] and batch.results[0].hand_in == late, "a mark of lateness is no reason to run anything"
    assert store.read("dana") == batch.results[0]


def test_results_of_another_assignment_are_not_overwritten(assignment: Assignment, store: ResultStore) -> None:
    grade(assignment, handed_in("dana"), store)
    before = store.path("dana").read_bytes()
    other = dataclasses.replace(assignment, name="11_other")
    with pytest.raises(KitError, match="holds results of 10_probe, not of 11_other"):
        grade(other, handed_in("dana"), store)
    assert store.path("dana").read_bytes() == before


def test_damaged_result_is_graded_again(assignment: Assignment, store: ResultStore) -> None:
    grade(assignment, handed_in("dana", "omer"), store)
    whole = store.path("dana").read_bytes()
    store.path("dana").write_bytes(whole[: len(whole) // 2])
    assert grade(assignment, handed_in("dana", "omer"), store)[0] == ["dana"]
    assert store.path("dana").read_bytes() == whole


def test_half_written_files_are_swept(assignment: Assignment, store: ResultStore) -> None:
    for name in (".dana.json.77.tmp", "timings/.dana.json.77.tmp", "report/.x.tmp"):
        (store.folder / name).parent.mkdir(exist_ok=True)
        (store.folder / name).write_text("half")
    grade(assignment, handed_in("dana"), store)
    assert not list(store.folder.rglob("*.tmp"))
