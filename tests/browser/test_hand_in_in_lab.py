"""`grader.hand_in()` in JupyterLab, over real HTTP to a served course with the kit's own judges: receipt, marks, and the same on the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import Lab
from test_student_in_lab import first_exercise, handed_out, picture, set_up_cells

pytest.importorskip("uvicorn")

import uvicorn

from autograder.authoring.catalogue import find_assignment, kit_root
from autograder.authoring.variants import load_variants
from autograder.isolation.levels import choose
from autograder.reports.tables import number
from autograder.server.app import make_app
from autograder.server.site import Site, open_site
from autograder.server.standing import result_of

pytestmark = pytest.mark.slow
NAME = "02_positional_encoding"
MISTAKE = "starts_at_one"
"""What the student has got wrong."""
COURSE = f"""\
title = "A served course"
time_zone = "Asia/Jerusalem"

[assignment.{NAME}]
title = "2 Positional encoding"
due = 2999-03-15T23:59:00
before_due = "everything"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("course")
    (folder / "course.toml").write_text(COURSE)
    (folder / "people.csv").write_text("id,name\nu1,Dana Levi\nu2,עומר כהן\n", encoding="utf-8")
    opened = open_site(folder / "course.toml", kit=kit_root(), isolation=choose("best", None).label, jobs=1)
    server = uvicorn.Server(uvicorn.Config(make_app(opened), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    opened.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield opened
    server.should_exit = True
    thread.join(60)


def answered(lab: Lab, cell: int, *answers: str) -> str:
    """Run a cell that asks, and answer in the box that JupyterLab shows below it."""
    lab.select(cell)
    lab.press("Control+Enter")
    for answer in answers:
        box = lab.page.wait_for_selector("input.jp-Stdin-input")
        box.fill(answer)
        box.press("Enter")
        box.wait_for_element_state("hidden")  # the next one may be there at once
    return lab.ended(cell)


def test_a_student_hands_in_and_reads_the_marks(lab: Lab, site: Site) -> None:
    """One answer is right, one has a known mistake, the others are left as they were given out."""
    assignment = find_assignment(NAME)
    mistake = next(one for one in load_variants(assignment) if one.name == MISTAKE)
    (wrong,) = mistake.exercises
    cells = handed_out(NAME, lab.folder)
    right, solution, answer, _ = first_exercise(assignment, cells)
    assert right != wrong
    place = next(n for n, cell in enumerate(cells) if cell["metadata"].get("exercise") == wrong)
    send = next(n for n, cell in enumerate(cells) if "grader.hand_in(" in "".join(cell["source"]))
    lab.open(f"{NAME}.ipynb")
    for cell in set_up_cells(cells[:answer]):
        lab.run(cell)
    for cell, text in ((answer, solution), (place, mistake.source)):
        lab.select(cell)
        lab.replace(text)
        lab.run(cell)
    lab.select(send)
    lab.press("b")
    lab.write("grader.hand_in(link=True)")
    assert "knows of no server of your course" in lab.run(send)
    secret = site.tokens.make("u1", 1)
    link = f"{site.address}/enter/{secret}"
    told = answered(lab, send + 1, link, "y")
    lab.cells.nth(send + 1).scroll_into_view_if_needed()
    picture(lab, "hand_in-in-lab")

    (record,) = site.hand_ins.of_owner(NAME, "u1")
    result = result_of(record)
    assert result is not None and f"Handing in for Dana Levi: {NAME}.ipynb" in told, told
    assert f"Receipt {record.receipt}" in told and f"{site.address}/hand-in/{record.receipt}" in told
    questions = {question.name: question for question in result.questions}
    assert questions[right].score == questions[right].max_score > 0
    assert questions[wrong].misconception is not None
    left = [one for one in result.questions if one.name not in (right, wrong)]
    assert left and all(one.score == 0 for one in left)
    points = f"{number(result.score)} of {number(result.max_score)} points"
    assert points in told and str(questions[wrong].misconception.hint).split(".")[0] in told
    assert secret not in told and secret not in (lab.folder / f"{NAME}.ipynb").read_text(encoding="utf-8")

    page = lab.page.context.browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(link)
    page.get_by_role("button", name="Enter as this person").click()
    page.wait_for_url(f"{site.address}/")
    page.goto(f"{site.address}/hand-in/{record.receipt}")
    page.get_by_text(points).wait_for()
    shown = page.locator("main").inner_text()
    lines = _lines_of_the_result(told)
    assert len(lines) > len(left) and all(_plain(line) in _plain(shown) for line in lines), (lines, shown)
    page.screenshot(
        path=str(Path(__file__).resolve().parents[2] / "build" / "browser" / "hand_in-page.png"), full_page=True
    )
    page.close()

    again = answered(lab, send, "y")  # the link is remembered, and the same work is the same hand-in
    assert "no new hand-in" in again and record.receipt in again
    assert len(site.hand_ins.of_owner(NAME, "u1")) == 1


def _lines_of_the_result(told: str) -> list[str]:
    """What stands below the address of the page and the place in the queue."""
    lines = told[told.index("Your page: ") :].splitlines()[1:]
    return [line for line in lines if line.strip() and "graded next" not in line and "in the queue" not in line]


def _plain(text: str) -> str:
    """Words alone: a page shows a hint's Markdown as it is meant, and breaks lines elsewhere."""
    return " ".join(text.replace("`", "").replace("*", "").split())
