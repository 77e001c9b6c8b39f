"""The audit log: each thing that somebody does to a course has its line, and what was refused has none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from served_course import ATTENTION, Served, form_of, work
from starlette.routing import Route
from starlette.testclient import TestClient

from autograder import cli
from autograder.server.audit import COMMAND, DEEDS, account
from autograder.server.routes import For

PAGE = f"/staff/{ATTENTION}"
STUDENT = f"{PAGE}/student/u1"


@pytest.fixture
def noted(served: Served) -> Callable[[], list[tuple[str, str, str]]]:
    """Who did what to what since it was asked the last time; all from here."""
    seen = 0

    def ask() -> list[tuple[str, str, str]]:
        nonlocal seen
        deeds = served.site.audit.last()[::-1]
        new, seen = deeds[seen:], len(deeds)
        assert all(deed["address"] == "127.0.0.1" for deed in new)
        assert all(deed["time"] == served.clock().isoformat() for deed in new)
        return [(deed["who"], deed["what"], deed["about"]) for deed in new]

    return ask


def number_of(staff: TestClient) -> str:
    """Of what is being graded again, once all of it is."""
    until = time.monotonic() + 60
    while "All are graded" not in (page := staff.get(f"{PAGE}/regrade").text):
        assert time.monotonic() < until
    return page.split('name="number" value="')[1].split('"')[0]


def deeds_of_staff(staff: TestClient, receipt: str) -> Iterator[tuple[str, str, dict[str, str], str, str]]:
    """Method, address and form of all that staff can do or carry away; what is noted, and a word of what about."""
    yield "POST", f"{STUDENT}/decide/extensions", {"extra": "2 days", "reason": "ill"}, "wrote extensions", "2 days"
    decided = {"exercise": "final", "points": "88", "reason": "oral"}
    yield "POST", f"{STUDENT}/decide/overrides", decided, "wrote overrides", "88"
    yield "POST", f"{PAGE}/regrade", {}, "began to grade again", "1 hand-ins"
    drop = {"number": number_of(staff), "do": "drop"}
    yield "POST", f"{PAGE}/regrade/end", drop, "dropped what was graded again", ATTENTION
    yield "POST", f"{PAGE}/regrade", {"receipt": receipt}, "began to grade again", ATTENTION
    publish = {"number": number_of(staff), "do": "publish"}
    yield "POST", f"{PAGE}/regrade/end", publish, "published what was graded again", ATTENTION
    yield "POST", f"{PAGE}/export", {"to": "csv"}, "fetched", f"{ATTENTION}_csv.zip"
    yield "GET", f"{PAGE}/grades.csv", {}, "fetched", f"{ATTENTION}.csv"
    yield "GET", f"{PAGE}/report.zip", {}, "fetched", f"{ATTENTION}_report.zip"
    yield "GET", "/staff/gradebook.csv", {}, "fetched", "gradebook.csv"
    yield "GET", f"/hand-in/{receipt}/file", {}, "fetched the file", receipt
    yield "POST", "/leave", {}, "left", ""


def matching(served: Served, method: str, path: str) -> Route:
    scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
    return next(one for one in served.app.routes if isinstance(one, Route) and one.matches(scope)[0].value == 2)


def test_each_thing_that_staff_do_is_noted_once(
    served: Served, noted: Callable[[], list[tuple[str, str, str]]]
) -> None:
    receipt = served.hand_in("u1", work(70)).json()["receipt"]
    served.settled()
    staff = served.entered("prof", staff=True)
    assert noted() == [("u1", "handed in", receipt), ("prof", "entered", "")]
    done: list[Route] = []
    for method, path, fields, what, about in deeds_of_staff(staff, receipt):
        data = {"form": form_of(staff.get(STUDENT).text), **fields} if method == "POST" else None
        answer = staff.request(method, path, data=data, follow_redirects=False)
        assert answer.status_code in (200, 303), (path, answer.text)
        ((who, noted_what, noted_about),) = noted()
        assert (who, noted_what) == ("prof", what) and about in noted_about, path
        done.append(matching(served, method, path))
    changing = [
        one
        for one in served.app.routes
        if isinstance(one, Route) and getattr(one, "whom", None) is For.STAFF and "POST" in (one.methods or ())
    ]
    assert all(one in done for one in changing)  # a new way to change something needs its line, and its row above
    text = served.entered("prof", staff=True).get("/staff/audit").text
    assert all(what in text for what in ("wrote overrides", "published what was graded again", "left"))


def test_what_was_refused_is_not_noted(served: Served, noted: Callable[[], list[tuple[str, str, str]]]) -> None:
    staff, dana = served.entered("prof", staff=True), served.entered("u1")
    noted()
    form = form_of(staff.get(STUDENT).text)
    refused = [
        staff.post(f"{STUDENT}/decide/overrides", data={"form": form, "exercise": "final", "points": "3"}),
        staff.post(f"{STUDENT}/decide/overrides", data={"exercise": "final", "points": "3", "reason": "no form"}),
        staff.post(f"{PAGE}/regrade/end", data={"form": form, "number": "1", "do": "publish"}),
        staff.post(f"{PAGE}/export", data={"form": form, "to": "csv"}),  # there is nothing yet
        dana.post(
            f"{STUDENT}/decide/overrides", data={"form": form, "exercise": "final", "points": "3", "reason": "x"}
        ),
        dana.get(f"{PAGE}/grades.csv"),
        served.client().post("/enter", data={"secret": "guessed"}),
        served.upload(dana, b""),
    ]
    assert [answer.status_code for answer in refused] == [422, 403, 409, 422, 403, 403, 403, 422]
    assert noted() == []


def test_students_come_hand_in_and_leave(served: Served, noted: Callable[[], list[tuple[str, str, str]]]) -> None:
    dana = served.entered("u1")
    receipt = str(served.upload(dana, work(70)).url).rsplit("/", 1)[1]
    served.upload(dana, work(70))
    dana.post("/leave", data={"form": form_of(dana.get("/").text)})
    assert noted() == [
        ("u1", "entered", ""),
        ("u1", "handed in", receipt),
        ("u1", "handed in again, the same", receipt),
        ("u1", "left", ""),
    ]


def test_links_that_are_made_and_taken_back_are_noted_without_them(
    served: Served, course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets = []
    for arguments in ([], ["--for", "u1", "--revoke"], ["--staff", "Prof. Levi"]):
        monkeypatch.setattr("sys.argv", ["autograder", "course", "tokens", "--course", str(course), *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 0
        secrets += [line.rsplit("/", 1)[1] for line in capsys.readouterr().out.splitlines() if "/enter/" in line]
    deeds = served.site.audit.last()[::-1]
    assert [(deed["who"], deed["what"], deed["about"], deed["address"]) for deed in deeds] == [
        (account(), "made links", "u1, u2, u3, u4", COMMAND),
        (account(), "took back links", "u1", COMMAND),
        (account(), "made links", "Prof. Levi", COMMAND),
    ]
    assert len(secrets) == 5 and not any(secret in str(deeds) for secret in secrets)


def test_only_deeds_that_the_page_can_translate_are_noted(served: Served) -> None:
    assert "wrote extensions" in DEEDS
    with pytest.raises(AssertionError):
        served.site.audit.note("prof", "did something else")
