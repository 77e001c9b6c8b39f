"""What staff do on the pages is what they would do on the command line: one truth, two doors."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from served_course import ATTENTION, Served, form_of, work

from autograder.course.decide import add_decision
from autograder.course.load import load_course
from autograder.errors import KitError

PAGE = f"/staff/{ATTENTION}"


@pytest.fixture(params=["the embedded database", "PostgreSQL"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """Everything here holds with either."""
    return request.getfixturevalue("postgresql").database() if request.param == "PostgreSQL" else None


def published(served: Served, person: str) -> float:
    return json.loads((served.folder / "results" / ATTENTION / f"{person}.json").read_text())["score"]


def test_the_class_as_it_hands_in(served: Served) -> None:
    staff = served.entered("prof", staff=True)
    assert "0 handed in" in staff.get(PAGE).text
    served.graders.held.clear()
    served.hand_in("u1", work(70))
    part = staff.get(f"{PAGE}/part").text
    assert "waits to be graded" in part and "Waiting to be graded: 1" in part
    served.graders.held.set()
    served.settled()
    part = staff.get(f"{PAGE}/part").text
    assert "1 handed in" in part and ">70<" in part and "Waiting to be graded: 0" in part
    student = staff.get(f"{PAGE}/student/u1")
    assert "Dana Levi" in student.text and "the last one counts" in student.text
    feedback = staff.get(f"{PAGE}/student/u1/feedback")
    assert feedback.status_code == 200 and "70" in feedback.text


def test_everything_is_graded_again_beside_what_is_published_and_then_published(served: Served) -> None:
    staff, dana = served.entered("prof", staff=True), served.entered("u1")
    page = served.upload(dana, work(70))
    served.hand_in("u3", work(50))
    served.settled()
    served.graders.bonus = 20.0  # a test was changed
    begun = staff.post(f"{PAGE}/regrade", data={"form": form_of(staff.get(PAGE).text)})
    assert begun.status_code == 200
    for _ in range(500):
        compared = staff.get(f"{PAGE}/regrade").text
        if "All are graded" in compared:
            break
    assert "softmax: 70 → 90" in compared and "softmax: 50 → 70" in compared
    assert (published(served, "u1"), published(served, "u3")) == (70, 50)
    assert "90" not in dana.get(str(page.url)).text
    number = compared.split('name="number" value="')[1].split('"')[0]
    sent = {"form": form_of(compared), "number": number, "do": "publish"}
    assert staff.post(f"{PAGE}/regrade/end", data=sent).status_code == 200
    assert (published(served, "u1"), published(served, "u3")) == (90, 70)
    assert staff.post(f"{PAGE}/regrade/end", data=sent).status_code == 409  # once
    assert len(served.graders.started) == 2  # judges that read the tests anew
    assert load_course(served.folder).marks(served.clock()).marks["u1", ATTENTION].final == 90


def test_one_is_graded_again_and_the_old_one_kept(served: Served) -> None:
    staff = served.entered("prof", staff=True)
    receipt = served.hand_in("u1", work(70)).json()["receipt"]
    served.hand_in("u3", work(50))
    served.settled()
    served.graders.bonus = -30.0
    form = form_of(staff.get(f"{PAGE}/student/u1").text)
    assert staff.post(f"{PAGE}/regrade", data={"form": form, "receipt": "no such"}).status_code == 404
    staff.post(f"{PAGE}/regrade", data={"form": form, "receipt": receipt})
    for _ in range(500):
        compared = staff.get(f"{PAGE}/regrade").text
        if "All are graded" in compared:
            break
    assert "softmax: 70 → 40" in compared and "Noa Katz" not in compared
    number = compared.split('name="number" value="')[1].split('"')[0]
    staff.post(f"{PAGE}/regrade/end", data={"form": form, "number": number, "do": "drop"})
    assert published(served, "u1") == 70 and staff.get(f"{PAGE}/regrade").status_code == 404


def test_an_extension_and_an_override_stand_in_the_courses_own_tables(served: Served) -> None:
    staff = served.entered("prof", staff=True)
    served.hand_in("u1", work(70))
    served.settled()
    page = f"{PAGE}/student/u1"
    form = form_of(staff.get(page).text)
    answer = staff.post(
        f"{page}/decide/extensions", data={"form": form, "due": "2026-03-18T12:00", "reason": "ill, =1+1"}
    )
    assert answer.status_code == 200
    answer = staff.post(
        f"{page}/decide/overrides", data={"form": form, "exercise": "final", "points": "88,5", "reason": "oral exam"}
    )
    assert answer.status_code == 200
    with (served.folder / "extensions.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["student"], row["assignment"], row["due"], row["by"]) == ("u1", ATTENTION, "2026-03-18 12:00", "prof")
    marks = load_course(served.folder).marks(served.clock()).marks
    assert marks["u1", ATTENTION].final == 88.5
    assert marks["u1", ATTENTION].window.due == dt.datetime(2026, 3, 18, 10, 0, tzinfo=dt.UTC)
    assert served.site.course.marks().marks["u1", ATTENTION].final == 88.5
    assert "wrote overrides" in staff.get("/staff/audit").text
    gradebook = staff.get("/staff/gradebook.csv")
    assert "88.5" in gradebook.text and "attachment" in gradebook.headers["content-disposition"]
    assert "Dana Levi" in staff.get(f"{PAGE}/grades.csv").text


@pytest.mark.parametrize(
    ("table", "cells", "said"),
    [
        ("extensions", {"reason": "ill"}, "a new due date or a length"),
        ("extensions", {"due": "2026-03-01 08:00", "reason": "ill"}, "earlier"),
        ("extensions", {"extra": "soon", "reason": "ill"}, "no length of time"),
        ("overrides", {"exercise": "softmx", "points": "3", "reason": "x"}, "softmx"),
        ("overrides", {"exercise": "final", "reason": "x"}, "gives points or changes them"),
        ("overrides", {"exercise": "final", "points": "-1", "reason": "x"}, "less than none"),
        ("overrides", {"exercise": "final", "points": "3", "reason": ""}, "reason"),
    ],
)
def test_what_would_be_wrong_in_a_table_is_not_written(
    served: Served, table: str, cells: dict[str, str], said: str
) -> None:
    staff = served.entered("prof", staff=True)
    page = f"{PAGE}/student/u1"
    answer = staff.post(f"{page}/decide/{table}", data={"form": form_of(staff.get(page).text), **cells})
    assert answer.status_code == 422 and said in answer.text
    assert not (served.folder / f"{table}.csv").exists()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_a_table_that_is_there_keeps_every_byte_and_its_form(course: Path, end: str, mark: str, last: bool) -> None:
    """Excel's semicolons, byte order mark and line ends; columns in any order, and one that is nobody's."""
    path = course.parent / "overrides.csv"
    old = f"{mark}Reason;Delta;Student;note;assignment;exercise;by;when{end}good;+1;u2;x;3;all;prof;2026-03-01{end if last else ''}"
    path.write_bytes(old.encode())
    cells = {"student": "u1", "assignment": ATTENTION, "exercise": "all", "delta": "-2", "by": "prof; levi",
             "when": "2026-03-10", "reason": 'said "no"\nand more'}  # fmt: skip
    add_decision(load_course(course), "overrides", cells)
    new = path.read_bytes().decode()
    assert new.startswith(old) and new.removeprefix(old).count(end) == (1 if last else 2)
    read = load_course(course).decisions.overrides
    assert [(sorted(o.people), o.delta, o.reason) for o in read] == [
        (["u2"], 1, "good"),
        (["u1"], -2, 'said "no" and more'),
    ]
    with pytest.raises(KitError, match="no column “points”"):
        add_decision(load_course(course), "overrides", {**cells, "points": "3"})
    assert path.read_bytes().decode() == new


def test_a_course_that_is_wrong_for_a_while_stays_as_it_was_and_staff_read_why(served: Served) -> None:
    staff = served.entered("prof", staff=True)
    toml = served.folder / "course.toml"
    right = toml.read_text()
    toml.write_text(right.replace("percent = 10", "percent = ten"))
    assert served.hand_in("u1", work(70)).status_code == 201
    assert "not valid TOML" in staff.get("/").text
    toml.write_text(right.replace("A served course", "Another title"))
    page = staff.get("/").text
    assert "Another title" in page and "not valid TOML" not in page


def test_tables_report_and_exports_are_those_of_the_commands(served: Served, tmp_path: Path) -> None:
    from autograder.course.person_pages import person_marks
    from autograder.exports.targets import export
    from autograder.people.matching import matching_lines
    from autograder.reports import read_results, write_html_report

    staff = served.entered("prof", staff=True)
    form = form_of(staff.get(PAGE).text)
    empty = staff.post(f"{PAGE}/export", data={"form": form, "to": "canvas"})
    assert empty.status_code == 422 and "no results to export" in empty.text
    assert staff.get(f"{PAGE}/report.zip").status_code == 200 and staff.get("/staff/gradebook").status_code == 200
    for person in ("u1", "u3"):
        served.hand_in(person, work(70))
    served.settled()
    folder = served.folder / "results" / ATTENTION
    marks = load_course(served.folder).marks(served.clock())

    def files(content: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    write_html_report(
        read_results(folder), tmp_path / "report", title="3 Attention", people=person_marks(marks, ATTENTION),
        warnings=matching_lines(marks.matchings[ATTENTION]),
    )  # fmt: skip
    expected = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("report/**/*.html")}
    assert files(staff.get(f"{PAGE}/report.zip").content) == expected and len(expected) == 3
    for to, name in (("canvas", f"{ATTENTION}.csv"), ("moodle", f"{ATTENTION}.csv"), ("csv", f"{ATTENTION}.csv")):
        done = export(read_results(folder), to, tmp_path / f"{to}.csv", course=marks)
        got = staff.post(f"{PAGE}/export", data={"form": form, "to": to, "missing": "blank"})
        assert got.status_code == 200, got.text
        assert files(got.content)[name] == (tmp_path / f"{to}.csv").read_bytes()
        said = files(got.content).get("what_was_said.txt", b"").decode()
        assert said == "".join(f"{line}\n" for line in done.lines)
    got = files(staff.post(f"{PAGE}/export", data={"form": form, "to": "gradescope"}).content)
    assert json.loads(got[f"{ATTENTION}/u1/results.json"])["score"] == 70
    worksheet = b"Identifier,Full name,Email address,Grade\nParticipant 1,Dana Levi,u1@example.org,\n"
    filled = staff.post(f"{PAGE}/export", data={"form": form, "to": "moodle"}, files={"roster": ("w.csv", worksheet)})
    assert b"u1@example.org,70" in files(filled.content)[f"{ATTENTION}.csv"]
    assert b"without a row in the roster: Noa Katz" in files(filled.content)["what_was_said.txt"]
    wrong = staff.post(f"{PAGE}/export", data={"form": form, "to": "csv"}, files={"roster": ("w.csv", worksheet)})
    assert wrong.status_code == 422 and "of no use" in wrong.text
    assert staff.post(f"{PAGE}/export", data={"form": form, "to": "../../etc"}).status_code == 422
    assert "Dana Levi" in staff.get("/staff/gradebook").text
    assert f"{ATTENTION}_report.zip" in staff.get("/staff/audit").text
    assert not (served.folder / "gradebook").exists()
