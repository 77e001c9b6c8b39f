"""people.csv from other systems' lists: filled, never written over; whoever contradicts is named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from term import write_course

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,HW 1 (77)\n"
    "    Points Possible,,,,,10.0\n"
    '"Levi, Dana",5001,0111,dana@x.org,S1,9\n'
    '"Cohen, Noa",5002,0222,noa@x.org,S1,\n'
    '"כהן, עדי",5003,0333,adi@x.org,S2,8\n'
    '"Student, Test",5999,,,S1,\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Group,Grade,Maximum grade,Last modified (submission),Last modified (grade)\n"
    "Participant 901,Dana Levi,dana@x.org,-,Team A,-,100,-,-\n"
    "Participant 902,Noa Cohen,noa@x.org,-,Team A,-,100,-,-\n"
    "Participant 903,Ran Mizrahi,ran@x.org,-,,-,100,-,-\n"
)
PARTICIPANTS = (
    '"First name",Surname,"ID number","Email address",Groups\n'
    'Dana,Levi,0111,dana@x.org,"Team A, Team B"\n'
    "Lina,Haddad,0444,lina@x.org,Team B\n"
)
GRADESCOPE = (
    "First Name,Last Name,SID,Email,Role,Section\n"
    "Dana,Levi,111,dana@x.org,Student,S1\n"
    "Noa,Cohen,G77,noa@x.org,Student,S1\n"
    "Bar,Prof,P1,bar@x.org,Instructor,\n"
)
NBGRADER = (
    "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score\n"
    "a1,,,0111,Levi,Dana,dana@x.org,3\n"
    "a2,,,0111,Levi,Dana,dana@x.org,4\n"
    "a1,,,new1,Nahas,Omer,,5\n"
)

BLACKBOARD = (
    '"Last Name","First Name","Username","Student ID","Last Access","Availability","HW 1 [Total Pts: 100 Score] |534283"\n'
    '"Levi","Dana","danal","0111","2026-11-20 10:00:00","Yes","9.00"\n'
    '"כהן","עדי","adi","","","No",""\n'
    '"Levi_PreviewUser","Bar","bar_previewuser","","","Yes",""\n'
)
BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,Email,HW 1 Points Grade <Numeric MaxPoints:100>,Sections,End-of-Line Indicator\n"
    "#0111,#danal,Levi,Dana,dana@x.org,9,S1,#\n"
    "#0222,#noac,Cohen,Noa,noa@x.org,,S2,#\n"
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    write_course(tmp_path)
    (tmp_path / "people.csv").unlink()
    (tmp_path / "course.toml").write_text('title = "T"\ntime_zone = "UTC"\n[assignment.01_tokenization]\n')
    return tmp_path


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: {k: v for k, v in row.items() if v and k != "id"} for row in csv.DictReader(file)}


def take(run, folder: Path, text: str, *more: str) -> tuple[int, str, str]:
    (folder / "list.csv").write_text(text, encoding="utf-8")
    return run("course", "import-people", "list.csv", *more)


def test_a_class_from_every_system(course: Path, run) -> None:
    code, output, errors = take(run, course, CANVAS)
    assert code == 0 and output == "people.csv, from canvas: 3 new, 0 changed, 0 kept otherwise, 0 conflicts\n", errors
    dana = {"name": "Dana Levi", "email": "dana@x.org", "login": "dana@x.org", "section": "S1", "canvas": "5001"}
    assert rows(course)["0111"] == dana and rows(course)["0333"]["name"] == "עדי כהן"
    code, output, errors = take(run, course, MOODLE, "--group", "team")
    assert "1 new, 2 changed" in output and "changed: Dana Levi: moodle 901, team Team A" in errors
    assert "not in the list, and kept: עדי כהן" in errors
    assert rows(course)["ran@x.org"]["moodle"] == "903" and rows(course)["0111"]["team"] == "Team A"
    take(run, course, MOODLE.replace("Participant 90", "Participant 80"))
    assert rows(course)["0111"]["moodle"] == "901; 801"
    code, output, errors = take(run, course, PARTICIPANTS, "--group", "pair", "--strict")
    assert "Dana Levi is in several groups: Team A, Team B" in errors and code == 1
    assert rows(course)["0444"] == {"name": "Lina Haddad", "email": "lina@x.org", "pair": "Team B"}
    code, output, errors = take(run, course, GRADESCOPE)
    assert "no students, left out: Bar Prof" in errors and "changed: Noa Cohen: gradescope G77" in errors
    assert "gradescope" not in rows(course)["0111"]  # 111 is 0111
    code, output, errors = take(run, course, NBGRADER)
    assert "1 new" in output and rows(course)["new1"]["name"] == "Omer Nahas"
    before = (course / "people.csv").read_bytes()
    assert take(run, course, CANVAS)[1].startswith("people.csv, from canvas: 0 new, 0 changed, 0 kept")
    assert (course / "people.csv").read_bytes() == before
    assert run("course", "check")[0] == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_blackboards_gradebook_as_csv_and_as_what_it_calls_xls(encoding: str, course: Path, run) -> None:
    text = BLACKBOARD if encoding != "utf-16" else BLACKBOARD.replace('","', '"\t"')
    (course / "list.csv").write_text(text, encoding=encoding)
    code, output, errors = run("course", "import-people", "list.csv")
    assert code == 0 and output.startswith("people.csv, from blackboard: 2 new, 0 changed"), errors
    assert "no students, left out: Bar Levi_PreviewUser" in errors
    assert rows(course) == {
        "0111": {"name": "Dana Levi", "login": "danal", "blackboard": "danal"},  # its hand-ins bear the username
        "adi": {"name": "עדי כהן", "login": "adi"},
    }
    assert run("course", "check")[0] == 0


def test_brightspaces_grades(course: Path, run) -> None:
    code, output, errors = take(run, course, BRIGHTSPACE)
    assert code == 0 and output.startswith("people.csv, from brightspace: 2 new, 0 changed"), errors
    dana = {"name": "Dana Levi", "email": "dana@x.org", "login": "danal", "section": "S1"}
    assert rows(course)["0111"] == dana  # its hand-ins bear another number, which the list does not have
    code, output, errors = take(run, course, BLACKBOARD, "--strict")
    assert code == 0 and "1 new, 1 changed, 0 kept otherwise, 0 conflicts" in output, errors
    before = (course / "people.csv").read_bytes()
    for heading, dana, noa in (("OrgDefinedId", "#0111", "#0222"), ("Username", "#danal", "#noac")):  # its "Key Field"
        less = f"{heading},Last Name,First Name,End-of-Line Indicator\n{dana},Levi,Dana,#\n{noa},Cohen,Noa,#\n"
        assert "0 new, 0 changed, 0 kept otherwise, 0 conflicts" in take(run, course, less)[1]
        assert (course / "people.csv").read_bytes() == before


def test_a_list_that_breaks_off(course: Path, run) -> None:
    (course / "list.csv").write_bytes(BLACKBOARD.encode("utf-16")[:-1])
    code, _, errors = run("course", "import-people", "list.csv")
    assert code == 2 and "list.csv cannot be read: it breaks off in the middle" in errors
    assert "list.csv cannot be read" in run("course", "import-people", "list.csv/list.csv")[2]


SWAPPED = MOODLE.replace("901", "X").replace("902", "901").replace("X", "902")


def test_moodles_numbers_of_one_assignment(course: Path, run) -> None:
    (course / "course.toml").write_text(
        'title = "T"\ntime_zone = "UTC"\n[assignment.01_tokenization]\n[assignment.03_attention]\n'
    )
    take(run, course, CANVAS)
    code, output, errors = take(run, course, MOODLE, "--assignment", "1")
    assert "changed: Dana Levi: moodle 01_tokenization: 901" in errors and code == 0
    code, output, errors = take(run, course, SWAPPED, "--assignment", "03_attention", "--strict")
    assert code == 0 and "0 new, 3 changed, 0 kept otherwise, 0 conflicts" in output, errors
    assert rows(course)["0111"]["moodle"] == "01_tokenization: 901; 03_attention: 902"
    assert rows(course)["0222"]["moodle"] == "01_tokenization: 902; 03_attention: 901"
    before = (course / "people.csv").read_bytes()
    assert "0 new, 0 changed, 0 kept" in take(run, course, SWAPPED, "--assignment", "3")[1]
    code, _, errors = take(run, course, MOODLE.replace("901", "905"), "--assignment", "3", "--strict")
    assert (
        code == 1
        and "kept: Dana Levi: moodle 01_tokenization: 901; 03_attention: 902, where the list says 03" in errors
    )
    code, _, errors = take(
        run,
        course,
        MOODLE.replace("Participant 902,Noa Cohen,noa@x.org", "Participant 901,Noa Cohen,"),
        "--assignment",
        "1",
    )
    assert "Noa Cohen: its ids and e-mail" not in errors and "Noa Cohen: its id or e-mail is Dana Levi's" in errors
    assert (course / "people.csv").read_bytes() == before
    assert run("course", "check")[0] == 0


def test_a_moodle_number_of_nobody_knows_which_assignment(course: Path, run) -> None:
    (course / "people.csv").write_text("id,name,moodle\n1,Dana Levi,901\n2,Dana,\n")
    lines = "Identifier,Full name\nParticipant 901,Dana\nParticipant 902,Dana Levi\n"
    code, _, errors = take(run, course, lines, "--strict")
    assert code == 1 and "line 2, Dana: its number 901 is Dana Levi's; say with --assignment of which" in errors
    assert rows(course)["2"] == {"name": "Dana"} and rows(course)["1"]["moodle"] == "901; 902"


def test_only_moodle_has_numbers_of_an_assignment(course: Path, run) -> None:
    code, _, errors = take(run, course, CANVAS, "--assignment", "1")
    assert code == 2 and "list.csv is a list of canvas, whose ids are the same in every assignment" in errors
    code, _, errors = take(run, course, MOODLE, "--assignment", "01_tokenisation")
    assert (
        code == 2
        and "There is no assignment '01_tokenisation' in course.toml. Did you mean '01_tokenization'?" in errors
    )


@pytest.mark.parametrize("first", ["", ".", "-", "_"])
def test_a_name_of_one_word(first: str, course: Path, run) -> None:
    """Systems that ask for two names are given a sign for the one that there is not."""
    (course / "people.csv").write_text("id,name\nu1,Suharto\nu2,Suharto Wijaya\nu3,Ayu\nu4,Ayu\n")
    head = '"Last Name","First Name","Username","Student ID"\n'
    lines = (
        f'"Suharto","{first}","s1",""\n"Ayu","{first}","s2",""\n"Budi","{first}","s3",""\n"Wijaya","{first}","s4",""\n'
    )
    code, _, errors = take(run, course, head + lines, "--strict")
    assert code == 1 and "line 3, Ayu: several people are called so" in errors
    assert rows(course)["u1"] == {"name": "Suharto", "login": "s1", "blackboard": "s1"}
    assert rows(course)["u2"] == {"name": "Suharto Wijaya"}
    assert rows(course)["s3"]["name"] == "Budi" and rows(course)["s4"]["name"] == "Wijaya"


WRITTEN = 'id;name;email;remark;section\r\n0111;Dana Levi;d.levi@home.org;"sits; in front";A\r\n\r\n9;Maya Levi;;;\r\n'


def test_what_stands_there_stays(course: Path, run) -> None:
    (course / "people.csv").write_bytes(WRITTEN.encode())
    code, _, errors = take(run, course, CANVAS, "--strict")
    assert code == 1
    assert "kept: Dana Levi: section A, where the list says S1" in errors
    assert "kept: Dana Levi: email d.levi@home.org, where the list says dana@x.org" in errors
    assert "not in the list, and kept: Maya Levi" in errors
    text = (course / "people.csv").read_bytes().decode()
    assert '0111;Dana Levi;d.levi@home.org;"sits; in front";A;dana@x.org;5001\r\n' in text and "9;Maya Levi;" in text


def test_nothing_is_written_by_a_dry_run_or_after_a_fault(course: Path, run) -> None:
    assert "nothing was written" in take(run, course, CANVAS, "--dry-run")[1] and not (course / "people.csv").exists()
    (course / "people.csv").write_text("id,name\n1,\n")
    code, _, errors = take(run, course, CANVAS)
    assert code == 2 and "people.csv:2: “name” is empty" in errors
    assert (course / "people.csv").read_text() == "id,name\n1,\n"


CONFLICTS = [
    # people.csv, a line of Canvas, what is said
    ("id,name\n0111,Noa Cohen\n", '"Levi, Dana",5001,0111,,S', "its id or e-mail is Noa Cohen's"),
    ("id,name,email\n0111,Dana Levi,\n0222,Noa Cohen,dana@x.org\n", '"Levi, Dana",5001,111,dana@x.org,S', "those of Dana Levi, Noa Cohen"),
    ("id,name,canvas\n0111,Dana Levi,7\n", '"Levi, Dana",5001,0111,,S', "Dana Levi has another canvas id, 7"),
    ("id,name,email\nu1,Dana Levi,dana@home.org\n", '"Levi, Dana",5001,0111,dana@x.org,S', "another e-mail, dana@home.org"),
    ("id,name\nu1,Dana Levi\nu2,Levi Dana\n", '"Levi, Dana",5001,0111,,S', "several people are called so"),
    ("id,name\nu1,Dana Levi\n", '"Levi, Dana",5001,0111,,S\n"Levi, Dana",5002,0112,,S', "several people are called so"),
    ("id,name\nu1,X Y\n", '"Levi, Dana",5001,0111,,S\n"Levi, D.",5002,111,,S', "another line of the list is the same person"),
    ("id,name\n0111,Dana Levi\n0222,Noa Cohen\n", '"Cohen, Noa",5,0222,,S\n"Levi, Dana",6,0999,,S', "Dana Levi has another id, 0111"),
]  # fmt: skip


@pytest.mark.parametrize(("people", "lines", "says"), CONFLICTS)
def test_a_conflict_takes_nothing(people: str, lines: str, says: str, course: Path, run) -> None:
    (course / "people.csv").write_text(people)
    head = "Student,ID,SIS User ID,SIS Login ID,Section\n"
    code, _, errors = take(run, course, head + lines + "\n", "--strict")
    assert code == 1 and "conflict, nothing taken: line " in errors and says in errors
    for one in rows(course).values():
        assert one.get("canvas", "") not in ("5001", "6") and one["name"] != "D. Levi"


def test_a_name_alone_where_nothing_speaks_against_it(course: Path, run) -> None:
    (course / "people.csv").write_text("id,name\nu1,Dana Levi\nu2,Dan Alevi\n")
    code, _, errors = take(run, course, CANVAS)
    assert code == 0 and rows(course)["u1"]["canvas"] == "5001" and "canvas" not in rows(course)["u2"], errors


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [
        ("a,b\n1,2\n", (), "list.csv is no list of people that is known by its columns. Name the system with --from"),
        (CANVAS.split("\n", 1)[0] + "\n", (), "list.csv names no student"),
        (CANVAS, ("--group", "team"), "list.csv has no groups"),
        (CANVAS, ("--from", "otter"), "'otter' is not one of"),
        (
            "OrgDefinedId,Username,End-of-Line Indicator\n#0111,#dana,#\n",
            (),
            "list.csv has no column with names. Download",
        ),
        (
            '"Last Name","First Name","Username","Student ID"\n"Levi_PreviewUser",Bar,b_previewuser,\n',
            (),
            "names no student",
        ),
    ],
)
def test_lists_that_cannot_be_read(text: str, more: tuple[str, ...], says: str, course: Path, run) -> None:
    code, _, errors = take(run, course, text, *more)
    assert code == 2 and says in errors and not (course / "people.csv").exists()


def test_without_a_course_the_file_is_named(tmp_path: Path, run) -> None:
    assert "Name it with --course, or the file with --people" in take(run, tmp_path, CANVAS)[2]
    assert take(run, tmp_path, CANVAS, "--people", "people.csv")[0] == 0 and len(rows(tmp_path)) == 3


def test_a_name_that_a_spreadsheet_would_run(course: Path, run) -> None:
    take(run, course, NBGRADER.replace("Omer", "=1+1"))
    assert rows(course)["new1"]["name"].startswith("'=1+1")
