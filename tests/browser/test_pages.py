"""The class report and the student's page, as Chromium shows and prints them: nothing is cut, nothing is hard to read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from looks import WIDER, axe_finds, unfold

from autograder.messages import Message
from autograder.reports import write_feedback, write_html_report
from autograder.results import CellOutcome, Misconception, Status, SubmissionResult
from autograder.translation import Translator

GRADED = Path(__file__).parents[2] / "datasets" / "sample_course" / "results" / "03_attention"
PAPER = 703
"""CSS pixels between margins of 12 mm on A4."""
LONG = "Bartholomew-Maximilian Featherstonehaugh-Cholmondeley"


def sample_class() -> list[SubmissionResult]:
    """Really graded submissions; one for each other way in which a submission ends, and one of everything on one page."""
    results = [SubmissionResult.from_gradescope(json.loads(path.read_text())) for path in sorted(GRADED.glob("*.json"))]
    partly = next(result for result in results if result.score not in (0, result.max_score))
    for status in Status:
        if status != Status.GRADED:
            other = SubmissionResult.from_gradescope(json.loads((GRADED / f"{partly.submission}.json").read_text()))
            other.submission, other.student, other.status = (
                f"{status.name.lower()}_1",
                f"Lee {status.name.title()}",
                status,
            )
            other.detail = Message(
                "more than {time} in this exercise", time=Message("{seconds} s of processor time", seconds=20)
            )
            for question in other.questions[3:5]:
                question.status = status
            results.append(other)
    partly.student = LONG
    failed = next(question for question in partly.questions if question.score < question.max_score)
    failed.misconception = Misconception("Softmax over the query axis", "The *query* asks: see `dim`.\nLook again.")
    failed.lent = ["similarity_scores", "scaled_dot_product_attention"]
    failed.cases[0].output = Message("Your code raised ValueError: " + "a_name_without_any_space_in_it_" * 8)
    partly.notes = [Message("The output of code cell 3 was cut after 1024 KB.")]
    partly.cells = [
        CellOutcome(
            3,
            None,
            "raised",
            "ModuleNotFoundError",
            Message("No module named 'seaborn'"),
            1,
            "import seaborn as sns",
            4,
        )
    ]
    return results


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report, a page of it for staff, and the same student's own page."""
    folder = tmp_path_factory.mktemp("pages")
    results = sample_class()
    report = write_html_report(results, folder / "report", title="3 Attention", warnings=["Weaker isolation."])
    who = next(result.submission for result in results if result.student == LONG)
    write_feedback(results, folder / "feedback", title="3 Attention")
    hebrew = Translator("he", {"Class report": "דוח כיתתי", "What needs you": "מה דורש אותך", "Points": "נקודות"})
    reversed_report = write_html_report(results, folder / "report_he", title="3 Attention", translate=hebrew)
    write_feedback(results, folder / "feedback_he", title="3 Attention", translate=hebrew)
    return {
        "report": report,
        "staff": report.parent / "submissions" / f"{who}.html",
        "student": folder / "feedback" / f"{who}.html",
        "report from right to left": reversed_report,
        "student from right to left": folder / "feedback_he" / f"{who}.html",
    }


@pytest.fixture
def show(chromium: Any, pages: dict[str, Path]) -> Iterator[Callable[..., Any]]:
    """Opens one of the pages in a window of some width."""
    opened = []

    def page(name: str, width: int, scheme: str = "light", media: str = "screen") -> Any:
        one = chromium.new_page(viewport={"width": width, "height": 900})
        opened.append(one)
        one.emulate_media(media=media, color_scheme=scheme)
        one.goto(pages[name].as_uri())
        return one

    yield page
    for one in opened:
        one.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "name", ["report", "staff", "student", "report from right to left", "student from right to left"]
)
def test_nothing_sticks_out_of_the_window(show: Callable[..., Any], name: str, width: int) -> None:
    page = show(name, width)
    unfold(page)
    assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if "right" in name else "ltr")
    assert page.evaluate(WIDER) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_on_a_phone_each_students_points_are_seen_without_scrolling(show: Callable[..., Any]) -> None:
    page = show("report", 390)
    rows = page.locator(".sortable tbody tr")
    assert rows.count() > 10
    table = page.locator(".scroll", has=page.locator(".sortable")).bounding_box()
    for row in rows.all():
        points = row.locator("td.figure").first
        assert "/" in points.inner_text()
        box = points.bounding_box()
        assert table["x"] <= box["x"] and box["x"] + box["width"] <= table["x"] + table["width"]


def by_tab(page: Any, wanted: str) -> None:
    """Go on by the Tab key to the next element that the selector names, whose focus can be seen."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"no way to {wanted} by the Tab key")


def test_by_keyboard_alone(show: Callable[..., Any]) -> None:
    """What is folded is opened, rows are sorted and found, and a student's page is reached."""
    page = show("report", 1280)
    by_tab(page, "summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is True
    by_tab(page, "input[type=search]")
    page.keyboard.type("Bartholomew")
    visible = page.locator(".sortable tbody tr:visible")
    assert visible.count() == 1
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    assert visible.count() > 10
    by_tab(page, ".sortable th:nth-child(2) button")
    page.keyboard.press("Enter")
    assert page.locator(".sortable th[aria-sort=ascending]").count() == 1
    points = [float(text.split("/")[0]) for text in page.locator(".sortable tbody td:nth-child(2)").all_inner_texts()]
    assert points == sorted(points) and len(set(points)) > 2
    by_tab(page, ".sortable tbody a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submissions/*.html")


@pytest.mark.parametrize("name", ["report", "staff", "student"])
def test_on_paper_nothing_is_cut_and_nothing_stays_folded(show: Callable[..., Any], name: str) -> None:
    page = show(name, PAPER, scheme="dark", media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
    wide = "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    assert page.evaluate(wide) == 0
    rows = page.locator("details :is(.cases li, tbody tr)")
    assert rows.count() > 20
    assert all(box and box["height"] > 0 for box in (row.bounding_box() for row in rows.all()))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["report", "staff", "student"])
def test_axe_finds_nothing_serious(show: Callable[..., Any], name: str, scheme: str) -> None:
    page = show(name, 1280, scheme)
    unfold(page)
    assert axe_finds(page) == []
