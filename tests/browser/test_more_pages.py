"""The grade book, the page of similar submissions, a person's feedback and the rubric for markers, as Chromium shows and prints them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from looks import WIDER, axe_finds, unfold

from autograder import translation
from autograder.authoring.catalogue import find_assignment, kit_root
from autograder.authoring.rubric import rubric_of
from autograder.course import feedback, gradebook, similarity_page
from autograder.course.changes import Change
from autograder.course.load import load_course
from autograder.course.similarity import Code, similar_pairs
from autograder.messages import Message
from autograder.release.rubric_pages import markers_page

PAPER = 703
"""CSS pixels between margins of 12 mm on A4."""
HEBREW = {
    "Grade book": "ספר הציונים",
    "Please note": "נא לשים לב",
    "Overview": "סקירה",
    "Average": "ממוצע",
    "Student": "סטודנט",
    "Remarks": "הערות",
    "Similar submissions": "הגשות דומות",
    "Mark": "ציון",
    "passed": "עבר",
    "not passed": "לא עבר",
    "of %(most)s points": "מתוך %(most)s נקודות",
    "late by {time}": "באיחור של {time}",
    "not handed in": "לא הוגש",
}
"""The kit has no Hebrew translation yet: what is looked at is the direction, of pages whose words are partly translated."""
LANGUAGES = ("en", "he")
PAGES = [(name, language) for name in ("gradebook", "similarity", "feedback") for language in LANGUAGES]
PAGES.append(("rubric", "en"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], Path]]:
    """Each page of the sample course, in both directions."""
    root, folder = kit_root(), tmp_path_factory.mktemp("course_pages")
    patched = pytest.MonkeyPatch()
    for module in (gradebook, similarity_page, feedback):
        patched.setattr(module, "translator", translator)
    loaded = load_course(root / "datasets" / "sample_course" / "course.toml")
    marks = loaded.marks()
    changed = [Change("u1", "Bartholomew Featherstonehaugh", "03_attention", 71.5, 80, Message("the override is new"))]
    made = {}
    for language in LANGUAGES:
        made["gradebook", language] = folder / f"gradebook_{language}.html"
        gradebook.write_gradebook_page(
            gradebook.rows_of_course(marks),
            marks,
            changed,
            made["gradebook", language],
            warnings=[*loaded.problems, Message("An override was made for other tests.")],
            language=language,
        )
        made["similarity", language] = folder / f"similarity_{language}.html"
        similarity_page.write_similarity_page(
            alike(root), made["similarity", language], title="3 Attention", language=language
        )
        seen, _ = feedback.pages_of(
            marks,
            next(one for one in marks.course.assignments if one.name == "03_attention"),
            dt.datetime(2100, 1, 1, tzinfo=dt.UTC),
            language,
            "https://example.org/assignments",
        )
        fullest = max(seen, key=lambda page: len(page.content))
        made["feedback", language] = folder / f"feedback_{language}.html"
        made["feedback", language].write_text(fullest.content, encoding="utf-8")
    rubric = rubric_of(find_assignment("06_rag_project", root))
    assert rubric
    made["rubric", "en"] = folder / "rubric.html"
    made["rubric", "en"].write_text(markers_page(rubric), encoding="utf-8")
    yield made
    patched.undo()


def translator(language: str | None) -> translation.Translator:
    return translation.Translator("he", HEBREW) if language == "he" else translation.translator(None)


def alike(root: Path) -> list[Any]:
    """Two files that share most, under long names, with lines that are wider than a phone."""
    text = (root / "solutions" / "03_attention" / "right" / "einsum.py").read_text(encoding="utf-8")
    wide = text + f"\nanswers = [{', '.join(f'first_value_{n}' for n in range(40))}]\n"
    pairs = similar_pairs([Code("bartholomew_featherstonehaugh-cholmondeley_70001", wide), Code("נועה כהן", wide)])
    assert pairs
    return pairs


@pytest.fixture
def show(chromium: Any, pages: dict[tuple[str, str], Path]) -> Iterator[Callable[..., Any]]:
    """Opens one of the pages in a window of some width, with everything unfolded."""
    opened = []

    def page(which: tuple[str, str], width: int, scheme: str = "light", media: str = "screen") -> Any:
        one = chromium.new_page(viewport={"width": width, "height": 900})
        opened.append(one)
        one.emulate_media(media=media, color_scheme=scheme)
        one.goto(pages[which].as_uri())
        if media == "screen":
            unfold(one)
        return one

    yield page
    for one in opened:
        one.close()


@pytest.mark.parametrize("which", PAGES, ids="_".join)
def test_nothing_sticks_out_of_the_window(show: Callable[..., Any], which: tuple[str, str]) -> None:
    for width in (390, 1280):
        page = show(which, width)
        assert page.evaluate(WIDER) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.slow
@pytest.mark.parametrize("which", PAGES, ids="_".join)
def test_on_paper_nothing_is_cut(show: Callable[..., Any], which: tuple[str, str]) -> None:
    page = show(which, PAPER, scheme="dark", media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
    wide = (
        "[...document.querySelectorAll('.scroll, pre')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    )
    assert page.evaluate(wide) == 0
    high = "[...document.querySelectorAll('pre')].filter((one) => one.scrollHeight > one.clientHeight + 1).length"
    assert page.evaluate(high) == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.slow
@pytest.mark.parametrize("which", PAGES, ids="_".join)
def test_axe_finds_nothing_serious(show: Callable[..., Any], which: tuple[str, str]) -> None:
    for width in (390, 1280):
        for scheme in ("light", "dark"):
            page = show(which, width, scheme)
            assert axe_finds(page) == [], (width, scheme)
            page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_the_grade_book_shows_each_total_without_scrolling(show: Callable[..., Any], language: str) -> None:
    page = show(("gradebook", language), 390)
    frame = page.locator(".scroll", has=page.locator(".sortable")).bounding_box()
    rows = page.locator(".sortable tbody tr")
    assert rows.count() == 8
    for row in rows.all():
        box = row.locator("td.total-mark").bounding_box()
        assert frame["x"] <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"] + 1


def test_a_list_stays_in_its_box_in_whatever_language_its_entries_are(show: Callable[..., Any]) -> None:
    """The mark of an English entry in a Hebrew list stood outside of the window, on the other side."""
    page = show(("gradebook", "he"), 390)
    entry, text = page.locator(".warning li").first, page.locator(".warning li span").first
    assert entry.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert text.evaluate("one => getComputedStyle(one).direction") == "ltr"
    cells = page.locator("th[scope=row][dir=auto]")
    assert {cell.evaluate("one => getComputedStyle(one).textAlign") for cell in cells.all()} == {"right"}


def test_of_many_stopped_cells_three_are_shown_and_the_others_are_folded(
    chromium: Any, pages: dict[tuple[str, str], Path]
) -> None:
    page = chromium.new_page()
    page.goto(pages["feedback", "en"].as_uri())
    listed = page.locator("section.cells li")
    assert listed.count() > 4
    assert [one.is_visible() for one in listed.all()].count(True) == 3
    page.locator("section.cells summary").click()
    assert all(one.is_visible() for one in listed.all())
    page.close()
