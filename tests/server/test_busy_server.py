"""On the evening of a deadline: nobody waits for what is worked out for somebody else."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest
from served_course import ATTENTION, FINE_TUNING, Serve, Served, work

from autograder.course.load import LoadedCourse, load_course
from autograder.reports import read_results
from autograder.reports.reading import Known


def test_a_hand_in_does_not_wait_for_the_class_to_be_marked(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = served.entered("prof", staff=True)
    begun, go_on = threading.Event(), threading.Event()
    marks = LoadedCourse.marks

    def slow(self: LoadedCourse, *arguments: Any) -> Any:
        begun.set()
        assert go_on.wait(60)
        return marks(self, *arguments)

    monkeypatch.setattr(LoadedCourse, "marks", slow)
    pages: list[int] = []
    looking = threading.Thread(target=lambda: pages.append(staff.get(f"/staff/{ATTENTION}").status_code))
    looking.start()
    assert begun.wait(60)
    assert served.hand_in("u1", work(70)).status_code == 201
    served.settled()
    assert served.main.get("/api/me", headers=served.bearer("u1")).status_code == 200 and not pages
    go_on.set()
    looking.join()
    assert pages == [200]


def test_many_hand_in_at_the_same_moment(served: Served) -> None:
    headers = [served.bearer(f"u{number % 4 + 1}") for number in range(24)]
    begin, codes = threading.Barrier(24), []

    def hand_in(number: int) -> None:
        client = served.client()
        begin.wait()
        answer = client.post(f"/api/hand-ins/{ATTENTION}", content=work(number), headers=headers[number])
        codes.append((answer.status_code, answer.json()["receipt"]))

    threads = [threading.Thread(target=hand_in, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [code for code, _ in codes] == [201] * 24 and len({receipt for _, receipt in codes}) == 24
    served.settled()
    for person in ("u1", "u2", "u3", "u4"):
        assert [one.attempt for one in served.site.hand_ins.of_owner(ATTENTION, person)] == [1, 2, 3, 4, 5, 6]


def test_free_days_are_those_that_earlier_assignments_have_left(serve: Serve, course: Path) -> None:
    course.write_text(course.read_text().replace("free_days = 0", "free_days = 3"))
    served = serve()
    served.clock.now = dt.datetime(2026, 3, 17, 10, 0, tzinfo=dt.UTC)  # two days late
    served.hand_in("u1", work(70))
    served.settled()
    served.clock.now = dt.datetime(2026, 3, 28, 8, 0, tzinfo=dt.UTC)  # two days late again, and one is left
    receipt = served.hand_in("u1", work(80), FINE_TUNING).json()["receipt"]
    served.settled()
    page = served.entered("u1").get(f"/hand-in/{receipt}").text
    marks = load_course(served.folder).marks(served.clock()).marks
    assert (marks["u1", ATTENTION].lateness.free, marks["u1", FINE_TUNING].lateness.free) == (2, 1)
    assert marks["u1", FINE_TUNING].final == 70 and "mark: 70 of 100" in page


def test_result_files_that_are_as_they_were_are_not_read_anew(served: Served) -> None:
    for person in ("u1", "u3"):
        served.hand_in(person, work(50))
    served.settled()
    folder = served.folder / "results" / ATTENTION
    known: Known = {}
    first = read_results(folder, known=known)
    served.hand_in("u3", work(60))
    served.settled()
    again = read_results(folder, known=known)
    assert again[0] is first[0] and again[1].score == 60
    (folder / "u3.json").write_text((folder / "u3.json").read_text().replace('"score": 60', '"score": 99'))
    with pytest.raises(Exception, match="Changed by hand"):
        read_results(folder, known=known)
    with pytest.raises(Exception, match="Changed by hand"):  # and is so when it is read again
        read_results(folder, known=known)
