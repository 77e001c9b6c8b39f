"""A hand-in from its first byte to the mark in the course's results folder."""

from __future__ import annotations

import hashlib
import json

import pytest
from served_course import ATTENTION, FINE_TUNING, Serve, Served, work

from autograder.course.load import load_course


@pytest.fixture(params=["the embedded database", "PostgreSQL"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """Everything here holds with either."""
    return request.getfixturevalue("postgresql").database() if request.param == "PostgreSQL" else None


def test_a_receipt_stands_for_bytes_on_the_disk_and_becomes_a_mark_of_the_course(served: Served) -> None:
    content = work(70)
    answer = served.hand_in("u1", content)
    assert answer.status_code == 201
    told = answer.json()
    assert told["sha256"] == hashlib.sha256(content).hexdigest() and told["attempt"] == 1
    assert served.site.blobs.path(told["sha256"]).read_bytes() == content
    served.settled()
    marks = load_course(served.folder).marks(served.clock())
    mark = marks.marks["u1", ATTENTION]
    assert mark.final == 70 and mark.handed_in.time == served.clock()
    assert marks.matchings[ATTENTION].conflicts == []


def test_two_people_of_one_name_have_each_their_own_mark(served: Served) -> None:
    served.hand_in("u3", work(50))
    served.hand_in("u4", work(90))
    served.settled()
    marks = load_course(served.folder).marks(served.clock()).marks
    assert (marks["u3", ATTENTION].final, marks["u4", ATTENTION].final) == (50, 90)


def test_the_page_uploads_gives_the_receipt_and_shows_the_result(served: Served) -> None:
    dana = served.entered("u1")
    page = served.upload(dana, work(70), name="../../etc/<b>nb</b>.ipynb")
    assert page.status_code == 200 and "/hand-in/" in str(page.url)
    assert "etc" not in page.text and "<b>nb" not in page.text
    served.settled()
    page = dana.get(str(page.url))
    assert "1 of 1 public checks passed" in page.text
    assert "This one counts" in page.text


def test_the_same_bytes_again_are_the_same_hand_in(served: Served) -> None:
    first, again = served.hand_in("u1", work(70)), served.hand_in("u1", work(70))
    assert again.status_code == 200 and again.json()["new"] is False
    assert again.json()["receipt"] == first.json()["receipt"]
    other = served.hand_in("u1", work(71)).json()
    assert other["attempt"] == 2 and other["receipt"] != first.json()["receipt"]


def test_the_last_counts_and_one_that_cannot_be_read_does_not(served: Served) -> None:
    for content in (work(90), work(60), b"no notebook"):
        served.hand_in("u1", content)
        served.settled()
    assert load_course(served.folder).marks(served.clock()).marks["u1", ATTENTION].final == 60


def test_the_best_of_a_pair_counts_for_both(served: Served) -> None:
    served.hand_in("u1", work(90), FINE_TUNING)
    served.settled()
    served.hand_in("u2", work(60), FINE_TUNING)
    served.settled()
    marks = load_course(served.folder).marks(served.clock()).marks
    assert (marks["u1", FINE_TUNING].final, marks["u2", FINE_TUNING].final) == (90, 90)
    assert marks["u3", FINE_TUNING].final is None


def test_the_best_is_the_best_after_its_own_lateness(served: Served) -> None:
    import datetime as dt

    served.hand_in("u1", work(85), FINE_TUNING)
    served.settled()
    served.clock.now = dt.datetime(2026, 3, 27, 12, 0, tzinfo=dt.UTC)  # a day late: 10 per cent, and it is another day
    served.hand_in("u1", work(95), FINE_TUNING)
    served.settled()
    assert load_course(served.folder).marks(served.clock()).marks["u1", FINE_TUNING].final == 85


def test_the_queue_is_fair_and_in_order(served: Served) -> None:
    served.graders.held.clear()
    for number in range(6):
        served.hand_in("u1", work(number))
    served.hand_in("u3", work(50))
    served.hand_in("u4", work(51))
    waiting = served.site.hand_ins.waiting()
    assert [(one.person, one.attempt) for one in waiting][:4] == [("u1", 1), ("u3", 1), ("u4", 1), ("u1", 2)]
    assert [served.site.hand_ins.place(one) for one in waiting] == list(range(8))
    served.graders.held.set()
    served.settled()
    graded = [(order.hand_in.members[0].id, order.hand_in.attempt) for order in served.graders.orders]
    assert graded.index(("u3", 1)) < graded.index(("u1", 4)) and graded.index(("u4", 1)) < graded.index(("u1", 4))
    assert [attempt for person, attempt in graded if person == "u1"] == [1, 2, 3, 4, 5, 6]


def test_waiting_for_a_result_ends_when_it_is_there(served: Served) -> None:
    header = served.bearer("u1")
    receipt = served.main.post(f"/api/hand-ins/{ATTENTION}", content=work(30), headers=header).json()["receipt"]
    told = served.main.get(f"/api/hand-in/{receipt}?wait=20", headers=header).json()
    assert told["state"] == "done" and any("public checks" in line for line in told["lines"])
    assert "hidden words" not in json.dumps(told)


def test_who_has_left_the_course_costs_nobody_a_mark(served: Served) -> None:
    served.graders.held.clear()
    served.hand_in("u1", work(70))
    people = served.folder / "people.csv"
    people.write_text("\n".join(line for line in people.read_text().splitlines() if not line.startswith("u1,")) + "\n")
    served.graders.held.set()
    served.settled()
    served.hand_in("u3", work(80))
    served.settled()
    assert load_course(served.folder).marks(served.clock()).marks["u3", ATTENTION].final == 80


def test_a_grader_that_dies_of_a_hand_in_does_not_stop_the_others(serve: Serve) -> None:
    served = serve()
    served.graders.dies = True
    served.hand_in("u1", work(70))
    served.settled()
    record = served.site.hand_ins.of_owner(ATTENTION, "u1")[0]
    assert "grader_failed" in record.document and len(served.graders.orders) == 3
    served.graders.dies = False
    served.hand_in("u3", work(80))
    served.settled()
    assert load_course(served.folder).marks(served.clock()).marks["u3", ATTENTION].final == 80
