"""The pages of a served course in Chromium: on a phone and a screen, by keyboard alone, in both directions, and by axe."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

pytest.importorskip("uvicorn")

import uvicorn
from served_course import ATTENTION, COURSE, PEOPLE, Graders, StillClock, work

from autograder import translation
from autograder.authoring.catalogue import kit_root
from autograder.server import course_now, pages
from autograder.server.app import make_app
from autograder.server.site import Site, open_site

PHONE, SCREEN = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
WIDER = """() => [...document.querySelectorAll("main *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < -1) && !one.closest(".scroll") && !one.matches(".skip");
}).map((one) => one.outerHTML.slice(0, 200))"""

REACHES = """() => [...document.querySelectorAll("body *")].map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
  .filter(([box]) => box.left < 0 || box.right > innerWidth).map(([box, html]) => [box.left, box.right, html])"""
"""Where a page is wider than its window: by what."""


@pytest.fixture(scope="module", params=["en", "he"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Served by uvicorn; in Hebrew with a translation of one word, for the direction is what is looked at."""
    folder = tmp_path_factory.mktemp("course")
    hebrew = translation.Translator("he", {"Who did what": "מי עשה מה"})
    patched = pytest.MonkeyPatch()
    for module in (pages, course_now):
        patched.setattr(
            module, "translator", lambda language: hebrew if language == "he" else translation.translator(language)
        )
    text = COURSE.replace('title = "3 Attention"', 'title = "3 Attention"\nbefore_due = "hints"')
    (folder / "course.toml").write_text(f'language = "{request.param}"\n{text}' if request.param != "en" else text)
    (folder / "people.csv").write_text(PEOPLE.replace("Omer Cohen", "עומר כהן"), encoding="utf-8")
    graders = Graders()
    opened = open_site(folder / "course.toml", kit=kit_root(), clock=StillClock(), start=graders.start, jobs=1)
    server = uvicorn.Server(uvicorn.Config(make_app(opened), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    opened.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield opened
    server.should_exit = True
    thread.join(30)
    patched.undo()


@pytest.fixture
def page(chromium: Any, site: Site) -> Iterator[Any]:
    """A page of a browser that nobody has used."""
    context = chromium.new_context(viewport=PHONE)
    made = context.new_page()
    made.set_default_timeout(60_000)
    made.said = []
    made.on("console", lambda message: made.said.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: made.said.append(str(error)))
    yield made
    context.close()


def enter(page: Any, site: Site, person: str, *, staff: bool = False) -> None:
    page.goto(f"{site.address}/enter/{site.tokens.make(person, 1, staff=staff)}")
    page.get_by_role("button", name="Enter as this person").click()


def upload(page: Any, site: Site, points: float) -> None:
    page.goto(f"{site.address}/assignment/{ATTENTION}")
    file = {"name": "03_attention.ipynb", "mimeType": "application/json", "buffer": work(points)}
    page.locator("#file").set_input_files([file])
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/hand-in/*")


def looks_well(page: Any) -> None:
    """Nothing sticks out on a phone or a screen, and axe finds nothing serious, light or dark."""
    from axe_playwright_python.sync_playwright import Axe

    for size in (PHONE, SCREEN):
        page.set_viewport_size(size)
        assert page.evaluate(WIDER) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"] + 1, page.evaluate(REACHES)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    page.set_viewport_size(PHONE)


@pytest.mark.browser
@pytest.mark.slow
def test_a_student_hands_in_on_a_phone(page: Any, site: Site) -> None:
    page.goto(site.address)
    looks_well(page)
    page.said.clear()  # that nobody is known is an answer of 401, which the browser notes
    page.goto(f"{site.address}/enter/{site.tokens.make('u1', 1)}")
    looks_well(page)
    page.get_by_role("button", name="Enter as this person").click()
    page.wait_for_url(f"{site.address}/")
    looks_well(page)
    page.goto(f"{site.address}/assignment/{ATTENTION}")
    looks_well(page)
    upload(page, site, 70)
    page.get_by_text("public checks passed").wait_for()  # it comes by itself
    looks_well(page)
    page.get_by_role("link", name="The whole page").click()
    page.get_by_text("The hint of the axis").wait_for(state="attached")
    assert "hidden words" not in page.content()
    page.goto(f"{site.address}/assignment/{ATTENTION}")
    page.get_by_text("the last one counts").wait_for()
    looks_well(page)
    assert page.said == []


@pytest.mark.browser
@pytest.mark.slow
def test_staffs_pages(page: Any, site: Site) -> None:
    site.tokens.make("u2", 1)
    enter(page, site, "u2")
    upload(page, site, 60)
    page.context.clear_cookies()
    enter(page, site, "prof", staff=True)
    for path in ("/", f"/staff/{ATTENTION}", f"/staff/{ATTENTION}/student/u2", "/staff/audit"):
        page.goto(site.address + path)
        looks_well(page)
    page.goto(f"{site.address}/staff/{ATTENTION}")
    page.get_by_role("button", name="Grade all again").click()
    page.get_by_text("All are graded").wait_for()  # by itself, too
    looks_well(page)
    page.get_by_role("button", name="Keep the old ones").click()
    page.wait_for_url(f"**/staff/{ATTENTION}")
    page.goto(f"{site.address}/staff/{ATTENTION}/student/u2")
    page.get_by_label("Reason", exact=True).fill("ill")
    page.get_by_label("or how much longer").fill("2 days")
    page.get_by_role("button", name="Extend").click()
    page.wait_for_url("**/student/u2")
    assert "2 days" in (site.course.path.parent / "extensions.csv").read_text(encoding="utf-8")
    assert page.said == []


@pytest.mark.browser
@pytest.mark.slow
def test_by_keyboard_alone(page: Any, site: Site) -> None:
    page.goto(f"{site.address}/enter/{site.tokens.make('u3', 1)}")

    def press_until(name: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            text = page.evaluate("document.activeElement.innerText || document.activeElement.id || ''")
            if name in text:
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
                return
        raise AssertionError(f"no way to {name!r} by the Tab key")

    press_until("Enter as this person")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.address}/")
    press_until("3 Attention")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/assignment/{ATTENTION}")
    press_until("file")
    file = {"name": "03_attention.ipynb", "mimeType": "application/json", "buffer": work(50)}
    page.locator("#file").set_input_files([file])
    press_until("Hand in")
    page.keyboard.press("Enter")
    page.wait_for_url("**/hand-in/*")
    page.get_by_text("public checks passed").wait_for()


@pytest.mark.browser
@pytest.mark.slow
def test_the_direction_is_the_languages(page: Any, site: Site) -> None:
    page.goto(site.address)
    hebrew = site.course.loaded().course.language == "he"
    assert page.evaluate("document.documentElement.dir") == ("rtl" if hebrew else "ltr")
