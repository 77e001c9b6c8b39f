"""Hints that contradict one another, or that nobody knows: no mark goes by the one that happens to fit."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from term import a_result, write_course, write_results

from autograder.people.spelling import asked_spellings, known_spellings, may_be_one_name

ON_TIME = "2026-03-15T20:00:00+02:00"
PEOPLE = "id,name,email,gradescope,moodle,pair,group\n"
TWO = PEOPLE + "0111,Dana Levi,dana@x.org,,501;777,Red,Blue\n0222,Noa Cohen,noa@x.org,9002,502,Blue,Red\n"


def finals(folder: Path, run, *strict: str) -> tuple[dict[str, str], str, int]:
    code, _, errors = run("gradebook", *strict)
    with (folder / "gradebook" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        marks = {row["name"]: row["01_tokenization final"] for row in csv.DictReader(file)}
    return {name: mark for name, mark in marks.items() if mark}, errors, code


@pytest.mark.parametrize(
    ("name", "written", "one"),
    [
        ("Dana Levi", "Dan Alevi", False),
        ("Dana Levi", "levi, dana", True),
        ("Dana Levi", "levidana", True),
        ("Dana Levi", "dana-levi", True),
        ("Dan Alevi", "dana-levi", False),
        ("Dan Alevi", "Dana_Levi", False),
        ("danalevi", "Dana Levi", True),
        ("Dana Bar-Lev", "Dana Bar Lev", True),
        ("Dana Bar-Lev", "Dana Barlev", True),
        ("Anna Bar", "An Nabar", False),
        (
            "\u05d3\u05b8\u05bc\u05e0\u05b8\u05d4 \u05dc\u05d5\u05d9",
            "\u200f\u05dc\u05d5\u05d9 \u05d3\u05e0\u05d4",
            True,
        ),
        ("\u05d3\u05e0 \u05d0\u05dc\u05d5\u05d9", "\u05d3\u05e0\u05d0 \u05dc\u05d5\u05d9", False),
        ("Maria Dana Levi", "Levi Maria Dana", True),
        ("Maria Dana Levi", "Dana Maria Levi", False),
    ],
)
def test_two_ways_of_writing_a_name(name: str, written: str, one: bool) -> None:
    assert bool(known_spellings(name) & asked_spellings(written)) is one


@pytest.mark.parametrize(
    ("name", "known", "may"),
    [
        ("Dana Cohen", "Noa Cohen", False),
        ("Jordan Smith", "Dan Levi", False),
        ("Dana Levi-Cohen", "Dana Levi", True),
        ("D. Levi", "Dana Levi", True),
        ("Dana Levy", "Dana Levi", True),
        ("dlevi", "Dana Levi", True),
        ("lina_301234564", "Lina Haddad", True),
        ("301234564", "Lina Haddad", True),
        ("דנה לוי", "Dana Levi", True),
        ("Robert Smith", "Bob Jones", False),
        ("", "Dana Levi", True),
    ],
)
def test_a_name_beside_an_id(name: str, known: str, may: bool) -> None:
    assert may_be_one_name(name, [known]) is may


KNOWN = [
    ({"system": "gradescope", "person_id": "111"}, "Dana Levi"),
    ({"system": "gradescope", "person_id": " \u200f0111"}, "Dana Levi"),
    ({"system": "gradescope", "person_id": "9002"}, "Noa Cohen"),
    ({"system": "moodle", "person_id": "777"}, "Dana Levi"),
    ({"system": "canvas", "person_id": "31337"}, "Dana Levi"),
    ({"system": "nbgrader", "person_id": "0111"}, "0111"),
]


@pytest.mark.parametrize(("hand_in", "student"), KNOWN)
def test_an_id_and_a_name_that_agree(hand_in: dict[str, str], student: str, tmp_path: Path, run) -> None:
    write_course(tmp_path, people=TWO)
    write_results(tmp_path, a_result("one", 80, student=student, time=ON_TIME, **hand_in))
    assert finals(tmp_path, run)[0] == {"Dana Levi" if student == "0111" else student: "80"}


CONTRADICTIONS = [
    ({"system": "gradescope", "person_id": "999"}, "Dana Levi", "whose gradescope id is not 999"),
    ({"system": "gradescope", "person_id": "0222"}, "Noa Cohen", "whose gradescope id is not 0222"),
    ({"system": "moodle", "person_id": "600"}, "Dana Levi", "whose moodle id is not 600"),
    (
        {"system": "gradescope", "person_id": "111"},
        "Noa Cohen",
        "the gradescope id 111 is Dana Levi's, the name Noa Cohen's",
    ),
    ({"system": "gradescope", "person_id": "111"}, "Maya Levi", "and the name there is “Maya Levi”"),
    (
        {"members": ({"name": "Ran Mizrahi", "email": "dana@x.org"},)},
        "x",
        "the e-mail dana@x.org is Dana Levi's, and the name",
    ),
    (
        {"members": ({"name": "Noa Cohen", "email": "dana@x.org"},)},
        "x",
        "the e-mail dana@x.org is Dana Levi's, the name",
    ),
]


@pytest.mark.parametrize(("hand_in", "student", "why"), CONTRADICTIONS)
def test_hints_that_contradict(hand_in: dict[str, object], student: str, why: str, tmp_path: Path, run) -> None:
    from autograder.results import Member

    if "members" in hand_in:
        hand_in = {"system": "gradescope", "members": tuple(Member(**m) for m in hand_in["members"])}  # type: ignore[attr-defined]
    write_course(tmp_path, people=TWO)
    write_results(tmp_path, a_result("one", 80, student=student, time=ON_TIME, **hand_in))  # type: ignore[arg-type]
    marks, errors, code = finals(tmp_path, run, "--strict")
    assert marks == {} and code == 1
    assert "conflict, no mark: one: " in errors and why in errors


def test_a_name_without_spaces_that_two_may_have(tmp_path: Path, run) -> None:
    write_course(tmp_path, people=PEOPLE + "1,Dana Levi,,,,Red,\n2,Dan Alevi,,,,Red,\n")
    write_results(
        tmp_path, a_result("danalevi", 80, time=ON_TIME), a_result("b", 70, student="Dan Alevi", time=ON_TIME)
    )
    marks, errors, _ = finals(tmp_path, run)
    assert marks == {"Dan Alevi": "70"} and "2 people are called “danalevi”" in errors


ONE_WORD = [
    ({}, "suharto", {"Suharto": "80"}, ""),
    ({"system": "canvas", "person_id": "31"}, "suharto", {"Suharto": "80"}, ""),
    ({"system": "moodle", "person_id": "501"}, "Suharto .", {"Suharto": "80"}, ""),  # Moodle asks for a last name
    ({"system": "moodle", "person_id": "501"}, "Suharto Suharto", {"Suharto": "80"}, ""),  # by the number
    ({"system": "moodle", "person_id": "502"}, "Suharto", {}, "the moodle id 502 is Dana Levi's, the name Suharto's"),
    ({"system": "moodle", "person_id": "501"}, "Bambang", {}, "and the name there is “Bambang”"),
    ({}, "Suharto Wijaya", {}, "1 result has no person"),
    ({}, "Dana", {}, "1 result has no person"),
    ({}, "Ayu", {}, "2 people are called “Ayu”"),
    ({}, "budi", {}, "“budi” is the name, id or login of each of Budi, Noa Cohen"),
    ({"system": "canvas", "person_id": "31"}, "budi", {"Budi": "80"}, ""),  # Canvas writes names there, and no logins
]


@pytest.mark.parametrize(("hand_in", "student", "marks", "says"), ONE_WORD)
def test_a_name_of_one_word(
    hand_in: dict[str, str], student: str, marks: dict[str, str], says: str, tmp_path: Path, run
) -> None:
    people = "id,name,login,moodle,pair\n1,Suharto,,501,\n2,Dana Levi,,502,\n3,Ayu,,,\n4,Ayu,,,\n5,Budi,,,\n6,Noa Cohen,budi,,\n"
    write_course(tmp_path, people=people)
    write_results(tmp_path, a_result("one", 80, student=student, time=ON_TIME, **hand_in))  # type: ignore[arg-type]
    found, errors, _ = finals(tmp_path, run)
    assert found == marks and says in errors, errors


def test_a_moodle_number_is_of_one_assignment(tmp_path: Path, run) -> None:
    """Names are hidden, and 501 is Dana in one assignment and Noa in the other."""
    people = (
        "id,name,moodle,pair\n1,Dana Levi,01_tokenization: 501; 3: Participant 502,\n"
        "2,Noa Cohen,01_tokenization: 502; 03_attention: 501,\n3,Ran Mizrahi,1:503,\n501,Maya Levi,,\n"
    )
    write_course(tmp_path, people=people)
    for name, points in (("01_tokenization", 80), ("03_attention", 60)):
        write_results(
            tmp_path,
            a_result("p501", points, assignment=name, student="Participant", system="moodle", person_id="501", time=ON_TIME),
            a_result("p503", 10, assignment=name, student="Participant", system="moodle", person_id="503", time=ON_TIME),
            a_result("ran", 20, assignment=name, student="Ran Mizrahi", system="moodle", person_id="777", time=ON_TIME),
        )  # fmt: skip
    run("gradebook")
    with (tmp_path / "gradebook" / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {row["name"]: (row["01_tokenization final"], row["03_attention final"]) for row in csv.DictReader(file)}
    # In the third assignment nothing is known of Ran's number: his name decides, and p503 is nobody's.
    assert table == {
        "Dana Levi": ("80", ""),
        "Noa Cohen": ("", "30"),
        "Ran Mizrahi": ("10", "10"),
        "Maya Levi": ("", ""),
    }
    code, _, errors = run("export", "results/03_attention", "--to", "moodle", "--out", "m.csv")
    assert "Participant 501,Noa Cohen,,,30," in (tmp_path / "m.csv").read_text(encoding="utf-8"), errors
    worksheet = "Identifier,Grade,Maximum grade\nParticipant 501,,50\nParticipant 502,,50\nParticipant 503,,50\n"
    (tmp_path / "w.csv").write_text(worksheet, encoding="utf-8")
    code, _, errors = run("export", "results/03_attention", "--to", "moodle", "--roster", "w.csv", "--out", "m.csv")
    expected = worksheet.replace("501,,", "501,30,")
    assert code == 0 and (tmp_path / "m.csv").read_text(encoding="utf-8") == expected, errors


def test_a_group_of_two_columns_in_a_solo_assignment(tmp_path: Path, run) -> None:
    write_course(tmp_path, people=TWO)
    write_results(tmp_path, a_result("Red", 80, time=ON_TIME))
    marks, errors, _ = finals(tmp_path, run)
    assert marks == {} and "“Red” is a group in each of the columns group, pair" in errors


def test_a_submission_that_is_not_there(tmp_path: Path, run) -> None:
    decided = "student,group,assignment,time,submission,reason\n0111,,1,,dana_final,we spoke\n"
    write_course(tmp_path, people=TWO, submissions=decided)
    write_results(tmp_path, a_result("Dana Levi", 80, time=ON_TIME), a_result("Noa Cohen", 70, time=ON_TIME))
    _, errors, code = finals(tmp_path, run, "--strict")
    assert "submissions.csv names what was not handed in: dana_final" in errors and code == 1


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            "Dana Levi,0111,dana@x.org,,,,\n",
            "people.csv:2: the name '0111' has no letter. Perhaps two columns are exchanged",
        ),
        (
            "1,Dana Levi,,,501,,\n2,Noa Cohen,,,44; 501,,\n",
            "people.csv:3: Noa Cohen has the same moodle id as Dana Levi in line 2",
        ),
        (
            "1,Dana Levi,,,1:501,,\n2,Noa Cohen,,,44; 1: 501,,\n",
            "people.csv:3: Noa Cohen has the same moodle id 1: as Dana Levi in line 2",
        ),
        ("1,Dana Levi,,,02_typo: 501,,\n", "people.csv: Dana Levi has a number of Moodle's in '02_typo', which is no"),
        (
            "1,Dana Levi,,,01: Dana,,\n",
            "people.csv:2: “01: Dana” is no number of Moodle's for an assignment. Write each",
        ),
        ("1,Dana Levi,,,,,\n01,Dana Levi,,,,,\n", "people.csv:3: Dana Levi has the same id as Dana Levi in line 2"),
    ],
)
def test_people_that_cannot_be(row: str, says: str, tmp_path: Path, run) -> None:
    write_course(tmp_path, people=PEOPLE + row)
    code, _, errors = run("gradebook")
    assert code == 2 and says in errors


ROSTER = "Student,ID,SIS User ID,SIS Login ID,Section,Tokenization (7)\nPoints Possible,,,,,100\n"
ROWS = [
    ('"Levi, Dana",5,0222,,S,\n"Cohen, Noa",6,,,S,\n', {}, "Dana Levi"),  # her name, Noa's id
    (
        '"Levi, Dana",5,0999,,S,\n"Cohen, Noa",6,222,,S,\n',
        {"Cohen, Noa": "70"},
        "has the id 999, which nobody has",
    ),  # a stranger
    ('"Levi, Dana",5,0111,noa@x.org,S,\n"Cohen, Noa",6,0222,,S,\n', {"Cohen, Noa": ""}, "Dana Levi"),  # Noa's login
    ('"Levi, Dana",5,111,twin@x.org,S,\n"Levi, Dana",6,,twin@x.org,S,\n', {"Levi, Dana": "80"}, ""),  # an id decides
    ('"Levi, Dana",5,A17,,S,\n"Cohen, Noa",6,B18,,S,\n', {"Levi, Dana": "80", "Cohen, Noa": "70"}, ""),  # other ids
    ('"Levi, Dana",5,111,dana@x.org,S,\n"Levi, Dana",6,,,S,\n', {"Levi, Dana": "80"}, ""),  # a namesake
]


@pytest.mark.parametrize(("rows", "expected", "named"), ROWS)
def test_rows_of_people(rows: str, expected: dict[str, str], named: str, tmp_path: Path, run) -> None:
    write_course(tmp_path, people=TWO)
    write_results(tmp_path, a_result("Dana Levi", 80, time=ON_TIME), a_result("Noa Cohen", 70, time=ON_TIME))
    (tmp_path / "roster.csv").write_text(ROSTER + rows, encoding="utf-8")
    code, _, errors = run(
        "export", "results/01_tokenization", "--to", "canvas", "--roster", "roster.csv", "--out", "out.csv"
    )
    got = {}
    if (tmp_path / "out.csv").exists():
        with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        got = {row["Student"]: row["Tokenization (7)"] for row in reversed(table)}
    assert code in (0, 2), errors
    assert named in errors
    for student, mark in expected.items():
        assert got.get(student, "") == mark, errors
    if "Levi, Dana" not in expected:
        assert not got.get("Levi, Dana"), errors
