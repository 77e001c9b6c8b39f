"""What students see and when, what staff are told, and results that were changed by hand."""

from __future__ import annotations

import dataclasses
import json
import re
import zipfile
from pathlib import Path

import pytest
from term import COURSE, a_result, write_course, write_results

from autograder.grading.store import ResultStore
from autograder.messages import Message
from autograder.results import Member, Misconception, Timings

LATE = "2026-03-17T10:00:00+02:00"
OVERRIDES = (
    "student,assignment,exercise,points,delta,by,when,reason\n"
    "u1,1,decode,45,,Prof. Bar,2026-03-20,the test was <too> strict\n"
    "u2,1,final,,-2.5,Prof. Bar,2026-03-21,as agreed\n"
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    write_course(tmp_path, overrides=OVERRIDES)
    dana = a_result("dana_501", 80, student="Dana Levi", time=LATE, system="moodle", person_id="501")
    dana.notes = [Message("Only for staff.")]
    dana.questions[1].misconception = Misconception("Order of merges", "Merges apply in the order of training.")
    dana.questions[1].lent = ["encode"]
    noa = a_result("noa", 90, student="Noa Cohen", time=LATE)
    write_results(tmp_path, dana, noa)
    return tmp_path


def test_one_folder_a_person_and_nothing_to_staff(course: Path, run) -> None:
    code, output, errors = run("feedback", "--out", "out")
    assert code == 0, errors
    assert output == "feedback: out (2 pages)\n" and errors == ""
    pages = sorted(path.relative_to(course / "out").as_posix() for path in (course / "out").rglob("*.html"))
    assert pages == ["u1_Dana_Levi/01_tokenization.html", "u2_Noa_Cohen/01_tokenization.html"]
    page = (course / "out" / pages[0]).read_text(encoding="utf-8")
    assert "decode: changed to 45 by Prof. Bar on 2026-03-20 because the test was &lt;too&gt; strict" in page
    assert "late by 1 d 10 h" in page and "Taken off for lateness: 20 points" in page
    assert "<strong>75</strong> of 100 points" in page  # 50 + 45 − 20
    assert "Only for staff" not in page and "For whoever grades" not in page and "namespaces" not in page
    assert not re.search(r"(?:href|src)=(?![\"']?#)", page) and "Noa" not in page and "test_it" not in page
    assert "The final mark: changed by −2.5 points" in (course / "out" / pages[1]).read_text(encoding="utf-8")


def test_no_page_says_anything_of_anybody_else(tmp_path: Path, run) -> None:
    """Solo, a group with two hand-ins, members with different marks, remarks for staff: each page names its own person alone."""
    write_course(tmp_path, overrides=OVERRIDES)
    people = {
        "u1": ("Dana Levi", "dana@x.org", "501"),
        "u2": ("Noa Cohen", "noa@x.org", "502"),
        "u3": ("Ran Mizrahi", "ran@x.org", "503"),
        "u4": ("עדי כהן", "adi@x.org", "504"),
    }
    solo, pairs = [], []
    for key, (name, _, number) in people.items():
        others = ", ".join(f"{n} {m} {c}" for k, (n, m, c) in people.items() if k != key)
        one = a_result(f"{key}_{number}", 60, student=name, time=LATE, system="canvas", person_id=number)
        one.notes = [Message("looks like {others}", others=others)]
        solo.append(one)
    for key in ("u1", "u2"):
        name, email, _ = people[key]
        members = tuple(Member(people[k][0], None, people[k][1]) for k in ("u1", "u2"))
        pair = a_result(
            f"submission_{key}", 70, assignment="03_attention", student=name, time=LATE, system="gradescope"
        )
        pair.hand_in = dataclasses.replace(pair.hand_in, members=members)
        pair.notes = [Message("handed in by {name} {email}", name=name, email=email)]
        pairs.append(pair)
    write_results(tmp_path, *solo)
    write_results(tmp_path, *pairs)
    (tmp_path / "extensions.csv").write_text("student,assignment,extra,by,when,reason\nu2,3,2 days,P,d,ill\n")
    code, _, errors = run("feedback", "--out", "out")
    assert code == 0, errors
    pages = sorted((tmp_path / "out").rglob("*.html"))
    assert len(pages) == 6
    for path in pages:
        own = path.parent.name.split("_")[0]
        text = path.read_text(encoding="utf-8")
        assert people[own][0].split()[0] in text
        for key, (name, email, number) in people.items():
            if key == own:
                continue
            said = [word for word in (*name.split(), email, f"{key}_", f"_{key}", f"_{number}") if word in text]
            assert not said or set(said) <= set(people[own][0].split()), f"{path}: {said}"


def test_dates_and_what_is_shown(course: Path, run) -> None:
    run("feedback", "--out", "out")
    text = COURSE.replace('canvas = "Tokenization"', 'shown = "marks"')
    (course / "course.toml").write_text(text)
    assert run("feedback", "--out", "out")[1] == "feedback: out (2 pages)\n"
    page = (course / "out" / "u1_Dana_Levi" / "01_tokenization.html").read_text(encoding="utf-8")
    assert "Look again" not in page and "decode" in page and "<strong>75</strong>" in page
    (course / "course.toml").write_text(text.replace('shown = "marks"', "seen_from = 2999-01-01T08:00:00"))
    code, output, errors = run("feedback", "--out", "out")
    assert code == 0 and output == "feedback: out (0 pages)\n"
    assert errors == "kept back: 01_tokenization: students see it from 2999-01-01 08:00 on\n"
    assert not list((course / "out").rglob("*.html"))  # what was written too early is gone


def test_the_zip_for_moodle(course: Path, run) -> None:
    code, _, errors = run("feedback", "--out", "out", "--assignment", "1", "--moodle-zip", "moodle.zip")
    assert code == 0 and errors == "no number in Moodle is known of: Noa Cohen\n"
    with zipfile.ZipFile(course / "moodle.zip") as archive:
        (name,) = archive.namelist()
        # Moodle's rule: the path's first part by "_" is name, number, plugin type, plugin.
        assert name.split("/")[0].split("_")[1:4] == ["501", "assignsubmission", "file"]
        assert archive.read(name) == (course / "out" / "u1_Dana_Levi" / "01_tokenization.html").read_bytes()


def test_feedback_of_a_folder_without_a_course(course: Path, run) -> None:
    (course / "course.toml").unlink()
    code, _output, _ = run("feedback", "results/01_tokenization", "--out", "out")
    assert code == 0 and sorted(p.name for p in (course / "out").iterdir()) == ["dana_501", "noa"]
    assert "Only for staff" not in (course / "out" / "dana_501" / "dana_501.html").read_text(encoding="utf-8")


def test_the_report_shows_staff_whose_it_is_and_what_was_decided(course: Path, run) -> None:
    code, _, errors = run("report", "results/01_tokenization")
    assert code == 0 and "matched: 2 people" in errors
    page = (course / "results" / "01_tokenization" / "report" / "submissions" / "dana_501.html").read_text("utf-8")
    assert "Mark: <span" in page and "changed to 45 by Prof. Bar" in page and "Only for staff" in page
    assert run("report", "results/01_tokenization", "--strict")[0] == 1


def test_the_class_report_and_grades_csv_say_the_mark(course: Path, run) -> None:
    pair = a_result("pair", 80, assignment="03_attention", student="Alpha", time="2026-04-16T10:00:00+03:00")
    write_results(course, pair)
    (course / "extensions.csv").write_text("student,assignment,extra,by,when,reason\nu2,3,2 days,P,d,ill\n")
    for name, shown, mark in (
        ("01_tokenization", '<bdi dir="ltr">75&nbsp;/&nbsp;100</bdi>', ("dana_501", "80,100,75,100")),
        (
            "03_attention",
            "35&nbsp;/&nbsp;50</bdi> <bdi>Dana Levi</bdi>",
            ("pair", "80,100,35 (Dana Levi); 40 (Noa Cohen),50"),
        ),
    ):
        assert run("report", f"results/{name}")[0] == 0
        page = (course / "results" / name / "report" / "index.html").read_text(encoding="utf-8")
        assert ">Mark</th>" in page and shown in page
        table = (course / "results" / name / "grades.csv").read_text(encoding="utf-8-sig")
        assert table.startswith("submission,student,status,score,max_score,mark,max_mark,")
        assert any(line.startswith(mark[0]) and f"graded,{mark[1]}," in line for line in table.splitlines()), table
    (course / "course.toml").unlink()
    assert run("report", "results/01_tokenization")[0] == 0
    assert ">Mark</th>" not in (course / "results/01_tokenization/report/index.html").read_text(encoding="utf-8")


def test_explain(course: Path, run) -> None:
    code, output, errors = run("explain", "Dana Levi", "decode")
    assert code == 0, errors
    for said in (
        "decode of 01_tokenization: 30 of 50 points",
        "note: Only for staff.",
        "tried again with right versions of: encode",
        "not passed, 30 of 50 (hidden): it",
        "came back: Look again.",
        "recognised: Order of merges",
        "raw 80, overridden 95, late −20",
        "handed in 2026-03-17 10:00, says moodle",
        "late by 1 d 10 h: 2 × “standard”, 10 % of the maximum for each day that has begun, at most 30 %, grace 10 min",
        "override, line 2: decode 45 by Prof. Bar on 2026-03-20 because the test was <too> strict ← this exercise",
    ):
        assert said in output, output
    assert run("explain", "dana_501", "decode", "results/01_tokenization")[2].startswith("error: The course has no")
    code, _, errors = run("explain", "u1", "decod")
    assert code == 2 and "Did you mean 'decode'?" in errors
    code, _, errors = run("explain", "Dana Lev", "decode")
    assert code == 2 and "Did you mean 'Dana Levi'?" in errors
    (course / "course.toml").unlink()
    assert "decode of 01_tokenization" in run("explain", "dana_501", "decode", "results/01_tokenization")[1]


def test_a_result_changed_by_hand_is_refused_with_the_way_to_do_it(course: Path, run) -> None:
    folder = course / "results" / "01_tokenization"
    store = ResultStore(folder)
    store.write(a_result("ran", 50, student="Ran Mizrahi"), Timings())
    path = folder / "ran.json"
    assert run("report", folder)[0] == 0 and store.read("ran") is not None
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4))  # laid out anew, nothing changed
    assert run("report", folder)[0] == 0
    path.write_text(path.read_text().replace('"score": 50.0', '"score": 100.0'))
    for command in (("report", folder), ("export", folder, "--to", "csv", "--out", "x.csv"), ("gradebook",)):
        code, _output, errors = run(*command)
        assert code == 2 and errors.count("\n") == 1, errors
        assert "ran.json" in errors and "overrides.csv" in errors
    assert store.read("ran") is None and store.edited == {"ran"}  # so the next `grade` makes it anew


def test_no_page_links_anywhere(course: Path, run) -> None:
    run("gradebook")
    page = (course / "gradebook" / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"(?:href|src)=", page)
    assert "Distribution of the totals" in page and "At risk" in page
