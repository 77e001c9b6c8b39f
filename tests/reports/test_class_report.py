"""The class report answers in the order in which a teacher asks; the student's page begins with the misconception."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from made_results import question, result
from test_html import Page

from autograder.errors import KitError
from autograder.reports import read_timings, write_feedback, write_html_report
from autograder.reports.arrangement import arranged
from autograder.reports.statistics import LEAST_CLASS, changed_since, class_figures
from autograder.results import Misconception, Status, SubmissionResult, Timings

ORDER = [
    "What needs you",
    "Exercises that taught badly",
    "Misconceptions that stand in the class",
    "What changed since the last run",
    "Submissions",
]


def a_class(count: int = 24) -> list[SubmissionResult]:
    """Students of different skill: the more skilled pass more of ``softmax``; every other one passes ``odd``, ``hard`` by few."""
    made = []
    for number in range(count):
        skill = number / count
        questions = [
            question("softmax", [skill > level for level in (0.1, 0.3, 0.5, 0.7)]),
            question("mask", [skill > level for level in (0.2, 0.4, 0.6)]),
            question("odd", [number % 2 == 0] * 4),
            question("hard", [skill > 0.9 for _ in range(4)]),
        ]
        made.append(result(f"s{number:02}", f"Student {number:02}", questions))
    return made


def test_the_order_is_that_of_the_questions(results: list[SubmissionResult], tmp_path: Path) -> None:
    path = write_html_report(results, tmp_path, title="3", warnings=["Weak."], before={"dana_101": 3.0})
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", path.read_text(encoding="utf-8"))
    assert headings[: len(ORDER)] == ORDER


def test_who_did_not_run_to_the_end_is_named_first(results: list[SubmissionResult], tmp_path: Path) -> None:
    figures = class_figures(results)
    assert {status: [r.submission for r in found] for status, found in figures.not_graded.items()} == {
        Status.TIMED_OUT: ["נועה_כץ_103"], Status.TAMPERED: ["yossi_105"], Status.UNREADABLE: ["gal_104"]
    }  # fmt: skip
    needs = Page(write_html_report(results, tmp_path, title="3")).text.split("Exercises that taught badly")[0]
    assert all(name in needs for name in ("נועה כץ", "Yossi", "Gal")) and "Dana" not in needs
    calm = Page(write_html_report(results[:2], tmp_path / "calm", title="3")).text
    assert "Nothing: every submission ran to its end" in calm


def test_a_grader_that_failed_needs_somebody_too(results: list[SubmissionResult]) -> None:
    results[0].grader_failed = True
    assert [r.submission for r in class_figures(results).not_graded[Status.GRADED]] == ["dana_101"]


def test_difficulty_and_discrimination_are_those_of_test_theory() -> None:
    made = a_class()
    points = np.array([[q.score for q in one.questions] for one in made])
    for index, exercise in enumerate(class_figures(made).exercises):
        others = points.sum(axis=1) - points[:, index]
        assert exercise.percent == pytest.approx(100 * points[:, index].mean() / made[0].questions[index].max_score)
        assert exercise.discrimination == pytest.approx(np.corrcoef(points[:, index], others)[0, 1], abs=0.005)
    badly = {one.name: (one.hard, one.tells_little) for one in class_figures(made).taught_badly}
    assert badly == {"hard": (True, False), "odd": (False, True)}


def test_what_all_have_right_taught_nobody_badly() -> None:
    made = a_class()
    for one in made:
        one.questions.append(question("easy", [True] * 4))
    made[3].questions[-1] = question("easy", [True, True, False, True])
    assert "easy" not in {one.name for one in class_figures(made).taught_badly}


def test_a_small_class_has_no_discrimination(tmp_path: Path) -> None:
    small = a_class(LEAST_CLASS - 1)
    assert {one.discrimination for one in class_figures(small).exercises} == {None}
    page = write_html_report(small, tmp_path, title="3").read_text(encoding="utf-8")
    assert "<circle" not in page and f"from {LEAST_CLASS} submissions on" in page
    assert "<circle" in write_html_report(a_class(), tmp_path, title="3").read_text(encoding="utf-8")


def test_misconceptions_have_names(results: list[SubmissionResult], tmp_path: Path) -> None:
    results[4].questions[0].misconception = results[1].questions[0].misconception
    (found,) = class_figures(results).misconceptions
    assert [r.student for r in found.who] == ["Omer Cohen", "Yossi"] and found.count == 2
    page = write_html_report(results, tmp_path, title="3").read_text(encoding="utf-8")
    part = page.split('id="misconceptions"')[1].split("<section")[0]
    assert "submissions/omer_102.html" in part and "submissions/yossi_105.html" in part


def test_changes_are_those_since_the_last_run(results: list[SubmissionResult], tmp_path: Path) -> None:
    before = {r.submission: r.score for r in results if r.submission != "omer_102"} | {"dana_101": 3.0}
    assert [(c.result.submission, c.before) for c in changed_since(results, before)] == [
        ("dana_101", 3.0),
    ]
    text = Page(write_html_report(results, tmp_path, title="3", before=before)).text
    assert "3 → 14" in text
    same = {r.submission: r.score for r in results}
    assert "since the last run" not in Page(write_html_report(results, tmp_path, title="3", before=same)).text
    assert "since the last run" not in Page(write_html_report(results, tmp_path, title="3")).text


def test_time_and_memory_only_where_they_are_asked_for(results: list[SubmissionResult], tmp_path: Path) -> None:
    took = {"dana_101": Timings(total=12.34, child_cpu=3.21, child_peak_kb=512 * 1024)}
    text = Page(write_html_report(results, tmp_path, title="3", timings=took)).text
    assert "12.3" in text and "3.2" in text and "512" in text and "Processor seconds" in text
    assert "Processor seconds" not in Page(write_html_report(results, tmp_path, title="3")).text


def test_timings_are_read_from_their_folder(tmp_path: Path) -> None:
    (tmp_path / "timings").mkdir()
    (tmp_path / "timings" / "dana.json").write_text('{"total": 2.5, "restarts": 1}')
    (tmp_path / "timings" / "cut.json").write_text('{"total": 2.')
    (tmp_path / "timings" / "other.json").write_text('{"weather": 3}')
    assert read_timings(tmp_path) == {"dana": Timings(total=2.5, restarts=1)}


@pytest.fixture
def omer(results: list[SubmissionResult]) -> SubmissionResult:
    omer = results[1]
    omer.questions[0].code = "def softmax(x):\n    return x / x.sum()  # <b>"
    omer.questions[0].section = "3.2 Softmax: percentages"
    return omer


def page_of(omer: SubmissionResult, folder: Path, **more: str) -> str:
    (path,) = write_feedback([omer], folder, title="3", **more)
    return path.read_text(encoding="utf-8")


def test_the_misconception_comes_first_and_what_follows_from_it_is_folded(
    omer: SubmissionResult, tmp_path: Path
) -> None:
    page = page_of(omer, tmp_path)
    assert page.index("Read this first") < page.index('id="softmax"') < page.index("What it looks like:")
    assert page.index("What it looks like:") < page.index("Message 1") < page.index("What follows from it: 1 more")
    folded = page.split("What follows from it")[1].split("</details>")[0]
    assert "Message 2" in folded and "Message 1" not in folded and "Hidden check 1" in folded


def test_without_a_misconception_every_failed_check_is_open(omer: SubmissionResult, tmp_path: Path) -> None:
    omer.questions[0].misconception = None
    page = page_of(omer, tmp_path)
    assert "What follows from it" not in page and "Read this first" not in page
    assert page.index("Message 2") < page.index("Passed: 2")


def test_the_answer_stands_beside_its_checks_and_full_ones_need_none(omer: SubmissionResult, tmp_path: Path) -> None:
    page = page_of(omer, tmp_path)
    assert "x.sum()  # &lt;b&gt;" in page and page.count("<figure>") == 1
    omer.questions[1].code = "def mask(): ..."
    assert page_of(omer, tmp_path).count("<figure>") == 1  # mask has all its points


def test_what_to_read_again_is_a_link_where_the_material_has_an_address(omer: SubmissionResult, tmp_path: Path) -> None:
    assert "Read again:" in page_of(omer, tmp_path) and "https://" not in page_of(omer, tmp_path)
    page = page_of(omer, tmp_path, material="https://example.org/assignments")
    assert 'href="https://example.org/assignments/03_attention/03_attention.ipynb#3.2-Softmax%3A-percentages"' in page
    with pytest.raises(KitError, match="no address"):
        page_of(omer, tmp_path, material='javascript:alert("x")')
    omer.questions[0].section = r"3.3 Why divide by $\sqrt{d_k}$?"
    assert ">3.3 Why divide by √d_k?<" in page_of(omer, tmp_path)


def test_two_misconceptions_of_one_exercise(omer: SubmissionResult, tmp_path: Path) -> None:
    omer.questions[0].other_misconception = Misconception("Scaled twice", "Once is enough.")
    page = page_of(omer, tmp_path)
    assert page.count("Read again:") == 1 and "Once is enough." in page


def test_an_exception_that_is_raised_again_is_told_once(results: list[SubmissionResult]) -> None:
    failed = question("mask", [False] * 5)
    said = (
        "Your code raised ValueError: x",
        "The mask: Your code raised ValueError.",
        "Too small.",
        "raised KeyError: 'a'",
        "",
    )
    for case, output in zip(failed.cases, said, strict=True):
        case.output = output  # type: ignore[assignment]
    parts = arranged(failed)
    assert [case.name for case, _ in parts.first] == ["test_check_0", "test_check_2", "test_check_3", "test_check_4"]
    assert [(case.name, number) for case, number in parts.follows] == [("test_check_1", 0)]
    assert [number for _, number in parts.first] == [0, 1, 2, 3]


def test_exercises_that_lie_together_share_a_dot() -> None:
    made = a_class()
    for one in made:
        one.questions.append(question("twin", [case.passed for case in one.questions[3].cases]))
    dots = class_figures(made).dots
    assert [dot.label for dot in dots if "5" in dot.label] == ["4, 5"]
    assert sorted(int(n) for dot in dots for n in dot.label.split(", ")) == [1, 2, 3, 4, 5]
