"""The course's rules: dates to the second, also where the clocks change; attempts, pauses, what is shown when."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from served_course import ATTENTION, COURSE, Serve, work

from autograder.course.hand_in_rules import Counts, HandInRules, Shown
from autograder.course.late import Window
from autograder.course.settings import CourseAssignment, read_course
from autograder.errors import KitError
from autograder.server.admission import refusal

UTC = dt.UTC
PLAIN = CourseAssignment("03_attention", "3", Path("results"))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


def with_rules(**rules: object) -> CourseAssignment:
    return dataclasses.replace(PLAIN, hand_in=HandInRules(**rules))  # type: ignore[arg-type]


WINDOW = Window(at("2026-03-01T08:00:00"), at("2026-03-15T12:00:00"), at("2026-03-20T12:00:00"))


def test_a_hint_reads_as_its_instructor_wrote_it(serve: Serve, course: Path) -> None:
    course.write_text(
        course.read_text().replace('title = "3 Attention"', 'title = "3 Attention"\nbefore_due = "hints"')
    )
    served = serve()
    receipt = served.hand_in("u1", work(70)).json()["receipt"]
    served.settled()
    assert "each</em> row" in served.entered("u1").get(f"/hand-in/{receipt}").text.replace("<em>", "")
    lines = served.main.get(f"/api/hand-in/{receipt}", headers=served.bearer("u1")).json()["lines"]
    assert "  The hint of the axis: *each* row.\n  A second line." in lines


@pytest.mark.parametrize(
    ("now", "accepted"),
    [
        ("2026-03-01T07:59:59.999999", False),
        ("2026-03-01T08:00:00", True),
        ("2026-03-15T12:00:01", True),  # late, and accepted
        ("2026-03-20T12:00:00.999999", True),  # within the very second
        ("2026-03-20T12:00:01", False),
    ],
)
def test_a_date_holds_to_the_second(now: str, accepted: bool) -> None:
    assert (not refusal(PLAIN, WINDOW, [], at(now), UTC)) is accepted


def test_attempts_and_a_pause() -> None:
    first = at("2026-03-10T10:00:00")
    limited = with_rules(attempts=2, pause=dt.timedelta(minutes=10))
    assert not refusal(limited, WINDOW, [], first, UTC)
    assert "10 min" in refusal(limited, WINDOW, [first], first, UTC)
    assert refusal(limited, WINDOW, [first], first + dt.timedelta(seconds=599, microseconds=999_999), UTC)
    assert not refusal(limited, WINDOW, [first], first + dt.timedelta(minutes=10), UTC)
    assert "2" in refusal(limited, WINDOW, [first, first], first + dt.timedelta(days=1), UTC)


def test_a_pause_is_elapsed_time_when_the_clocks_are_put_back(tmp_path: Path) -> None:
    """In Jerusalem 01:30 happens twice on 25 October 2026: an hour lies between the two."""
    import zoneinfo

    zone = zoneinfo.ZoneInfo("Asia/Jerusalem")
    first = dt.datetime(2026, 10, 25, 1, 30, tzinfo=zone, fold=0).astimezone(UTC)
    second = dt.datetime(2026, 10, 25, 1, 30, tzinfo=zone, fold=1).astimezone(UTC)
    assert second - first == dt.timedelta(hours=1)
    window = Window(None, None, None)
    assert not refusal(with_rules(pause=dt.timedelta(hours=1)), window, [first], second, zone)
    assert refusal(with_rules(pause=dt.timedelta(minutes=61)), window, [first], second, zone)


@pytest.mark.parametrize(
    ("now", "status"),
    [
        # Due at 01:30 on the night on which the clocks are put back from 02:00 to 01:00: the later of the two.
        ("2026-10-24T22:30:00", 201),  # 01:30, the first time
        ("2026-10-24T23:30:00", 201),  # 01:30, the second time
        ("2026-10-24T23:30:01", 409),
    ],
)
def test_a_closing_date_in_the_hour_that_happens_twice(serve: Serve, course: Path, now: str, status: int) -> None:
    course.write_text(
        COURSE.replace("due = 2026-03-15T23:59:00", "due = 2026-10-24T12:00:00\nclosed = 2026-10-25T01:30:00")
    )
    served = serve()
    served.clock.now = at(now)
    assert served.hand_in("u1", work(50)).status_code == status


@pytest.mark.parametrize(
    ("due", "now", "said", "mark"),
    [  # the course's clock is two hours ahead of UTC in winter, three in summer
        ("2026-03-15T23:59:00", "2026-03-15T21:59:00.999999", "in time", 100),  # within the very second
        ("2026-03-15T23:59:00", "2026-03-15T21:59:01", "late by 1 s", 90),
        ("2026-03-15T23:59:00", "2026-03-16T21:59:00", "late by 1 d", 90),
        ("2026-03-15T23:59:00", "2026-03-16T21:59:01", "late by 1 d 1 s", 80),
        ("2026-10-25T01:30:00", "2026-10-24T22:30:01", "in time", 100),  # 01:30 has been once, and comes again
        ("2026-10-25T01:30:00", "2026-10-24T23:30:00.5", "in time", 100),
        ("2026-10-25T01:30:00", "2026-10-24T23:30:01", "late by 1 s", 90),
        ("2026-03-26T12:00:00", "2026-03-27T09:00:00", "late by 23 h", 90),  # noon to noon, an hour was skipped
        ("2026-03-26T12:00:00", "2026-03-27T09:00:01", "late by 23 h 1 s", 80),
        ("2026-10-24T12:00:00", "2026-10-25T10:00:00", "late by 1 d 1 h", 90),  # noon to noon, an hour came twice
        ("2026-10-24T12:00:00", "2026-10-25T10:00:01", "late by 1 d 1 h", 80),
    ],
)
def test_late_by_a_second_and_over_the_change_of_clocks(
    serve: Serve, course: Path, due: str, now: str, said: str, mark: float
) -> None:
    """A tenth a day, by the course's clock: what its author reads, what the page says and what the grade book has."""
    course.write_text(COURSE.replace("due = 2026-03-15T23:59:00", f"due = {due}"))
    served = serve()
    served.clock.now = at(now)
    receipt = served.hand_in("u1", work(100)).json()["receipt"]
    served.settled()
    lines = served.main.get(f"/api/hand-in/{receipt}", headers=served.bearer("u1")).json()["lines"]
    assert said in lines, lines
    assert f"({said})" in served.entered("u1").get(f"/hand-in/{receipt}").text
    assert served.site.course.marks().marks["u1", ATTENTION].final == mark


@pytest.mark.parametrize("door", ["the page", "hand_in()"])
def test_attempts_and_a_pause_hold_at_either_door(serve: Serve, course: Path, door: str) -> None:
    course.write_text(COURSE.replace('title = "3 Attention"', 'title = "3 Attention"\nattempts = 2\npause = "10 min"'))
    served = serve()

    def sent(points: int) -> str:
        if door == "the page":
            return served.upload(served.entered("u1"), work(points)).text
        answer = served.hand_in("u1", work(points)).json()
        return answer.get("said") or str(answer["lines"] + [answer["receipt"]])

    first, begin = sent(10), served.clock.now
    assert "next hand-in is possible" not in first
    served.clock.now = begin + dt.timedelta(seconds=599)
    assert "next hand-in is possible from 2026-03-10 12:10 on" in sent(20)
    served.clock.now = begin + dt.timedelta(minutes=10)
    assert "not handed in" not in sent(30)
    served.clock.now = begin + dt.timedelta(days=1)
    assert "All 2 hand-ins are used" in sent(40)
    assert [one.attempt for one in served.site.hand_ins.of_owner(ATTENTION, "u1")] == [1, 2]
    assert served.hand_in("u3", work(50)).status_code == 201  # the bound is each one's own


def test_an_extension_opens_it_for_its_person_alone(serve: Serve, course: Path) -> None:
    served = serve()
    served.clock.now = at("2026-03-24T12:00:00")  # it closed on the 22nd
    assert served.hand_in("u1", work(50)).status_code == 409
    (course.parent / "extensions.csv").write_text(
        "student,assignment,extra,by,when,reason\nu1,03_attention,9 days,prof,2026-03-20,reserve duty\n"
    )
    assert served.hand_in("u1", work(50)).status_code == 201
    assert served.hand_in("u3", work(50)).status_code == 409
    served.settled()
    assert served.site.course.marks().marks["u1", ATTENTION].final == 50


SHOWN_OF_70 = {
    Shown.NOTHING: (False, False, False, False),
    Shown.PUBLIC: (True, False, False, False),
    Shown.HINTS: (True, True, False, False),
    Shown.EVERYTHING: (False, True, True, True),
}
"""Public checks alone, the hint, points with hidden ones, what hidden checks say."""


@pytest.mark.parametrize("level", SHOWN_OF_70)
def test_what_is_shown_before_the_due_date(serve: Serve, course: Path, level: Shown) -> None:
    course.write_text(COURSE.replace('title = "3 Attention"', f'title = "3 Attention"\nbefore_due = "{level}"'))
    served = serve()
    dana = served.entered("u1")
    page = served.upload(dana, work(70))
    served.settled()
    text = dana.get(str(page.url)).text
    whole = dana.get(str(page.url) + "/feedback")
    both = text + (whole.text if whole.status_code == 200 else "")
    found = ("public checks passed" in text, "The hint of the axis" in both, "70 of" in text, "hidden words" in both)
    assert found == SHOWN_OF_70[level]
    assert "secret_title" not in both and "Secret title" not in both
    assert (whole.status_code == 200) is (level is not Shown.NOTHING)
    for address in ("/", f"/assignment/{ATTENTION}"):
        other = dana.get(address).text
        assert level is Shown.EVERYTHING or ("hidden words" not in other and "70 of" not in other)


@pytest.mark.parametrize(
    ("shown", "points", "checks"), [("feedback", True, True), ("marks", True, False), ("nothing", False, False)]
)
def test_what_is_shown_after_it(serve: Serve, course: Path, shown: str, points: bool, checks: bool) -> None:
    course.write_text(COURSE.replace('title = "3 Attention"', f'title = "3 Attention"\nshown = "{shown}"'))
    served = serve()
    dana = served.entered("u1")
    page = served.upload(dana, work(70))
    served.settled()
    served.clock.now = at("2026-03-15T21:59:01")  # a second after the due date in Jerusalem
    dana = served.entered("u1")
    text, whole = dana.get(str(page.url)).text, dana.get(str(page.url) + "/feedback")
    assert ("70 of 100" in text) is points
    assert ("hidden words" in whole.text) is checks
    assert "secret_title" not in whole.text


def test_until_seen_from_it_is_shown_as_before_the_due_date(serve: Serve, course: Path) -> None:
    course.write_text(COURSE.replace('title = "3 Attention"', 'title = "3 Attention"\nseen_from = 2026-03-25T08:00:00'))
    served = serve()
    dana = served.entered("u1")
    page = served.upload(dana, work(70))
    served.settled()
    served.clock.now = at("2026-03-20T12:00:00")
    dana = served.entered("u1")
    assert "70 of 100" not in dana.get(str(page.url)).text
    served.clock.now = at("2026-03-25T06:00:00")
    dana = served.entered("u1")
    assert "70 of 100" in dana.get(str(page.url)).text


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("attempts = 0", "no hand-in at all"),
        ("attempts = 1.5", "whole number"),
        ('counts = "lats"', "Did you mean 'last'"),
        ('before_due = "hint"', "Did you mean 'hints'"),
        ('before_due = "marks"', "before the due date"),
        ('pause = "soon"', "no length of time"),
        ("atempts = 3", "Did you mean 'attempts'"),
    ],
)
def test_a_rule_that_is_wrong_is_one_line(course: Path, lines: str, said: str) -> None:
    course.write_text(COURSE.replace('title = "3 Attention"', f'title = "3 Attention"\n{lines}'))
    with pytest.raises(KitError, match=said) as error:
        read_course(course)
    assert "course.toml:" in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('proxy_from = ["10.0.0.9"]', "", "only from addresses that are named"),
        ('proxy_from = ["10.0.0.9"]', 'proxy_from = ["ten"]', "no address"),
        ('proxy_header = "X-Remote-User"', 'proxy_header = "X Remote"', "no header's name"),
        ("most_mb = 0.1", "most_mb = 0", "no size"),
        ("most_mb = 0.1", "most_gb = 1", "most_mb"),
        ('staff = ["prof@example.org"]', 'staff = "prof"', "list of texts"),
    ],
)
def test_a_setting_of_the_server_that_is_wrong_is_one_line(course: Path, old: str, new: str, said: str) -> None:
    course.write_text(COURSE.replace(old, new))
    with pytest.raises(KitError, match=said):
        read_course(course)


def test_the_rules_are_read(course: Path) -> None:
    course.write_text(
        COURSE.replace(
            'title = "3 Attention"', 'title = "3 Attention"\nattempts = 5\npause = "10 min"\ncounts = "best"'
        )
    )
    read = read_course(course).assignments[0].hand_in
    assert read == HandInRules(5, dt.timedelta(minutes=10), Counts.BEST, Shown.PUBLIC)


def test_a_language_without_a_translation_is_said_at_the_start(course: Path, serve: Serve) -> None:
    course.write_text(f'language = "tlh"\n{COURSE}')
    with pytest.raises(KitError, match="no translation"):
        serve()
