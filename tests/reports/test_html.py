"""The report's pages: what is on them, what is not, and that nothing of a student's runs in them."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from autograder.reports import write_feedback, write_html_report
from autograder.reports.statistics import class_figures
from autograder.results import CellOutcome, Status

VOID = {"meta", "br", "wbr", "rect", "line", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """A page's tags, attributes and text; checks that every tag is closed."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.pieces: list[str] = []
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs) -> None:  # type: ignore[no-untyped-def]
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:  # type: ignore[no-untyped-def]
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag) -> None:  # type: ignore[no-untyped-def]
        assert self.open and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and "script" not in self.open:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.pieces).split())


@pytest.fixture
def report(results, tmp_path: Path) -> Path:
    return write_html_report(results, tmp_path / "report", title="3 Attention", warnings=["Weaker <isolation>."])


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_all_pages_are_there_and_linked(results, report: Path) -> None:
    index = Page(report)
    links = {unquote(str(attributes["href"])) for tag, attributes in index.tags if tag == "a"}
    assert links == {f"submissions/{r.submission}.html" for r in results}
    assert all((report.parent / link).is_file() for link in links)
    for link in links:
        back = [str(a["href"]) for tag, a in Page(report.parent / link).tags if tag == "a"]
        assert [href for href in back if not href.startswith("#")] == ["../index.html"]


def test_nothing_is_loaded_and_only_our_script_runs(report: Path, results) -> None:
    write_feedback(results, report.parent / "feedback", title="3 Attention")
    for path in pages(report.parent):
        page = Page(path)
        for tag, attributes in page.tags:
            assert tag not in {"link", "img", "iframe", "object", "embed", "form", "base"}
            assert not any(name.startswith("on") or name in {"style", "src"} for name in attributes), (path, tag)
        scripts = re.findall(r"<script>(.*?)</script>", page.source, re.S)
        assert len(scripts) == (1 if path.name == "index.html" else 0)
        policy = next(a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
        styles = re.findall(r"<style>(.*?)</style>", page.source, re.S)
        for body in scripts + styles:
            digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in str(policy)
        assert "http://" not in page.source and "https://" not in page.source and "url(" not in page.source


def test_what_students_wrote_is_text(report: Path) -> None:
    page = Page(report.parent / "submissions" / "_script_106.html")
    assert '<script>alert("x")</script>' in page.text and "<img src=x onerror=alert(2)> &amp;" in page.text
    assert "{{ 7 * 7 }} {% include 'x' %} %(x)s {0}" in page.text
    assert "\x00" not in page.source and "\x1b" not in page.source
    assert '<script>alert("x")</script>' in Page(report).text


def test_the_index_says_how_the_class_did(results, report: Path) -> None:
    text = Page(report).text
    figures = class_figures(results)
    assert (figures.count, figures.scored) == (6, 5)
    assert figures.mean == pytest.approx(100 * (14 + 10 + 8 + 0 + 6) / 14 / 5)
    assert figures.median == pytest.approx(100 * 8 / 14)
    assert figures.bins == [1, 0, 0, 0, 1, 1, 0, 1, 0, 1]
    assert "54.3" in text and "57.1" in text and "Weaker <isolation>." in text
    for label in ("graded", "timed out", "unreadable", "tampered", "namespaces", "Softmax over the query axis"):
        assert label in text
    softmax = next(exercise for exercise in figures.exercises if exercise.name == "softmax")
    assert [(case.passed, case.count, case.hidden) for case in softmax.cases] == [
        (3, 5, False), (2, 5, False), (2, 5, True), (3, 5, True)
    ]  # fmt: skip
    assert softmax.full == 2 and softmax.stopped == {Status.TAMPERED: 1}
    histogram = next(a for tag, a in Page(report).tags if tag == "svg" and a.get("role") == "img")
    assert histogram["aria-labelledby"] == "histogram-title" and "90–100 %: 1" in text


def test_each_exercise_has_a_histogram_of_its_own(results, report: Path) -> None:
    softmax = next(exercise for exercise in class_figures(results).exercises if exercise.name == "softmax")
    assert softmax.bins == [2, 0, 0, 0, 0, 1, 0, 0, 0, 2]  # of 8 points: 8, 4, 8, 0 (tampered) and 0
    titles = [a["id"] for tag, a in Page(report).tags if tag == "title" and "id" in a]
    assert titles == ["histogram-title", "histogram-softmax", "histogram-mask"]


def test_the_index_says_what_the_isolation_gave(report: Path) -> None:
    assert "namespaces : Each submission ran in a sandbox of its own, without network" in Page(report).text


def test_what_is_done_is_folded_away_and_what_is_not_is_open(report: Path) -> None:
    page = Page(report.parent / "submissions" / "omer_102.html")
    kinds = [tag for tag, attributes in page.tags if attributes.get("class") == "question"]
    assert kinds == ["section", "details"] and "all checks passed" in page.text


def test_a_name_stands_there_once(results, report: Path) -> None:
    names = re.findall(r"<small[^>]*>(.*?)</small>", report.read_text(encoding="utf-8"))
    assert set(names) == {r.submission for r in results if r.submission.replace("_", " ") != r.student}
    results[0].student = results[0].submission
    again = write_html_report(results, report.parent, title="3 Attention").read_text(encoding="utf-8")
    assert "dana_101</small>" not in again and "dana_<wbr>101</a>" in again


def test_misconceptions_are_ranked(results) -> None:
    from autograder.results import Misconception

    for r in results[4:]:
        r.questions[1].misconception = Misconception("Mask inverted", "True is where a query may look.")
    assert [(m.name, m.count) for m in class_figures(results).misconceptions] == [
        ("Mask inverted", 2), ("Softmax over the query axis", 1)
    ]  # fmt: skip


def test_feedback_has_what_helps_and_not_what_is_hidden(results, tmp_path: Path) -> None:
    written = write_feedback(results, tmp_path, title="3 Attention")
    assert {path.stem for path in written} == {r.submission for r in results}
    omer = Page(tmp_path / "omer_102.html")
    assert "Message 1: look at the mask." in omer.text and "Message 2: look at the mask." in omer.text
    assert "check 1" in omer.text and "Hidden check 1" in omer.text
    assert "check 2" not in omer.text.replace("Hidden check 2", "")  # the title of a hidden check
    assert (
        "Softmax over the query axis" in omer.text
        and "<em>query</em>" in omer.source
        and "<code>dim</code>" in omer.source
    )
    assert "with correct versions of: softmax" in omer.text
    assert "Checks: 7, of which 4 are the public ones of the notebook and 3 are hidden." in omer.text
    assert "cut after 1024 KB" not in omer.text and "namespaces" not in omer.text and "Class report" not in omer.text
    for other in results:
        assert other.student not in omer.text or other.submission == "omer_102"
    slow = Page(tmp_path / "נועה_כץ_103.html").text
    assert "The other exercises were graded all the same." in slow and "more than 20 s in this exercise" in slow
    assert "check that it opens again, and hand it in once more" in Page(tmp_path / "gal_104.html").text


def test_staff_see_titles_and_notes(report: Path) -> None:
    text = Page(report.parent / "submissions" / "omer_102.html").text
    assert "check 2" in text and "cut after 1024 KB" in text and "Isolation that held: namespaces" in text


def test_students_read_how_their_notebook_was_read(results, tmp_path: Path) -> None:
    """Also where cells failed: what was converted, and which of several was taken."""
    told = ["2 notebooks were handed in; graded is a.ipynb.", "The answer to softmax stands in a <Markdown> cell."]
    omer = next(result for result in results if result.submission == "omer_102")
    omer.read_as, omer.notes = list(told), [*told, "staff's own"]
    for cells in ([], [CellOutcome(3, None, "raised", error="NameError")]):
        omer.cells = cells
        write_feedback([omer], tmp_path / "out", title="3")
        text = Page(next((tmp_path / "out").rglob("*.html"))).text
        assert all(text.count(note) == 1 for note in told) and "staff's own" not in text
    report = write_html_report([omer], tmp_path / "report", title="3")
    text = Page(report.parent / "submissions" / "omer_102.html").text
    assert all(text.count(note) == 1 for note in told) and "staff's own" in text


def test_same_results_same_bytes(results, report: Path, tmp_path: Path) -> None:
    again = write_html_report(
        list(reversed(results)), tmp_path / "again", title="3 Attention", warnings=["Weaker <isolation>."]
    )
    first, second = (
        {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        for root in (report.parent, again.parent)
    )
    assert first == second


def test_pages_of_submissions_that_are_gone_go(results, report: Path) -> None:
    write_html_report(results[:2], report.parent, title="3 Attention")
    assert {p.stem for p in (report.parent / "submissions").iterdir()} == {"dana_101", "omer_102"}


def test_a_class_of_which_nothing_could_be_read(results, tmp_path: Path) -> None:
    text = Page(write_html_report([results[3]], tmp_path, title="3 Attention")).text
    assert "could be read: 0 of 1" in text


def test_every_student_text_finds_its_own_direction(report: Path) -> None:
    for path in pages(report.parent / "submissions"):
        page = Page(path)
        assert next(a for tag, a in page.tags if tag == "h1")["dir"] == "auto"
        assert all(a.get("dir") == "auto" for tag, a in page.tags if "message" in (a.get("class") or ""))


def test_status_is_never_colour_alone(report: Path) -> None:
    source = report.read_text(encoding="utf-8")
    with_words = re.findall(r'<span class="badge [^"]*"><span aria-hidden="true">.</span> \w[^<]*</span>', source)
    assert len(with_words) == source.count('class="badge') >= 6
