"""Wrong marks for wrong people, silently: what must never happen again, one test for each way."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import KitError
from autograder.exports import export
from autograder.exports.out import Refused
from autograder.results import HandIn, Member, QuestionResult, Status, SubmissionResult


def result(submission: str, score: float, student: str = "", **hand_in: object) -> SubmissionResult:
    """A result out of 100."""
    return SubmissionResult(
        submission,
        student or submission.replace("_", " "),
        "03_attention",
        Status.GRADED,
        questions=[QuestionResult("softmax", score, 100.0)],
        hand_in=HandIn(**hand_in),  # type: ignore[arg-type]
    )


WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Group,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\r\n'
    '"Participant 12","Dana Levi",d@x.org,S,"Team Beta",,100.00,Yes,"Monday, 2 March 2026, 10:00 AM",-,\r\n'
    '"Participant 13","Noa Cohen",n@x.org,S,"Team Alpha",,100.00,Yes,-,-,"- see line 3\n- and ""4"""\r\n'
    '"Participant 14","Ran Mizrahi",r@x.org,S,"Team Alpha",7,100.00,No,-,-,+1 for style\r\n'
)


def moodle(tmp_path: Path, results: list[SubmissionResult], text: str = WORKSHEET, **more: object):
    (tmp_path / "worksheet.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    done = export(results, "moodle", tmp_path / "out.csv", roster=tmp_path / "worksheet.csv", **more)  # type: ignore[arg-type]
    return (tmp_path / "out.csv").read_bytes().decode("utf-8-sig"), done


def test_a_groups_number_is_no_participants(tmp_path: Path) -> None:
    teams = [
        result("Team_Alpha_12", 16, "Team Alpha", system="moodle", person_id="12"),
        result("Team_Beta_13", 6, "Team Beta", system="moodle", group="Team Beta", group_id="13"),
    ]
    text, done = moodle(tmp_path, teams)
    expected = WORKSHEET.replace('"Team Beta",,', '"Team Beta",6,')
    expected = expected.replace('"Team Alpha",,', '"Team Alpha",16,').replace('"Team Alpha",7,', '"Team Alpha",16,')
    assert text == expected  # and nothing else has changed, byte for byte
    assert "locked there: Ran Mizrahi" in done.lines[-1]


def test_a_version_number_is_no_participants(tmp_path: Path) -> None:
    text, done = moodle(tmp_path, [result("dana_levi_13", 16), result("noa_cohen_14", 6)])
    assert '"Dana Levi",d@x.org,S,"Team Beta",16,' in text and '"Noa Cohen",n@x.org,S,"Team Alpha",6,' in text
    assert done.lines == ["matched: 2 rows", "1 row has no result: Ran Mizrahi"] and not done.clean


def test_a_name_that_contradicts_the_number_is_a_conflict(tmp_path: Path) -> None:
    wrong = result("x", 50, "Dana Levi", system="moodle", person_id="13")
    with pytest.raises(Refused) as raised:
        moodle(tmp_path, [wrong])
    assert "the moodle id 13 is Noa Cohen's, the name Dana Levi's" in raised.value.lines[-1]
    stranger = result("y", 50, "Gal Azulay", system="moodle", person_id="13")
    with pytest.raises(Refused) as raised:
        moodle(tmp_path, [stranger])
    assert "the name there is “Gal Azulay”" in raised.value.lines[-1]
    text, _ = moodle(tmp_path, [result("z", 50, "נועה כהן", system="moodle", person_id="13")])
    assert '"Team Alpha",50,' in text  # another script says nothing against it


def test_scales_maxima_and_comments(tmp_path: Path) -> None:
    dana = [result("dana_levi", 80)]
    with pytest.raises(KitError, match=r"out of 100, and the roster says out of 10\. Give --scale"):
        moodle(tmp_path, dana, WORKSHEET.replace("100.00", "10.00"))
    text, _ = moodle(tmp_path, dana, WORKSHEET.replace("100.00", "10.00"), scale=True, comments=True)
    assert '"Team Beta",8,10.00,' in text and text.splitlines()[1].endswith("-,softmax: 80 of 100")
    with pytest.raises(KitError, match="a scale"):
        moodle(tmp_path, dana, WORKSHEET.replace('"Maximum Grade"', "Scale"))
    with pytest.raises(KitError, match="no number: the assignment has a scale"):
        moodle(tmp_path, dana, WORKSHEET.replace("100.00", "Good"))


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Attention (881),Quiz (882)\n"
    ",,,,,Manual Posting,(read only)\n"
    "    Points Possible,,,,,100.00,10.00\n"
    '"Levi, Dana",501,u501,+972501,S1,,9\n'
    '"O\'Brien, Noa",502,u502,@noa,S1,44,8\n'
    '"Mizrahi, Ran",503,u503,rmiz,-,EX,7\n'
    '"Student, Test",504,,abc,S1,,\n'
)


def canvas(tmp_path: Path, results: list[SubmissionResult], text: str = CANVAS, **more: object):
    (tmp_path / "gradebook.csv").write_text(text, encoding="utf-8", newline="")
    roster = tmp_path / "gradebook.csv"
    done = export(results, "canvas", tmp_path / "out.csv", roster=roster, title="Attention", **more)  # type: ignore[arg-type]
    return (tmp_path / "out.csv").read_bytes().decode(), done


def without_quiz(text: str) -> str:
    return "".join(line.rpartition(",")[0] + "\n" for line in text.splitlines())


def test_canvas_gets_its_rows_back_byte_for_byte(tmp_path: Path) -> None:
    text, done = canvas(tmp_path, [result("levidana", 33.335, "levidana", system="canvas", person_id="501")])
    assert text == without_quiz(CANVAS).replace("+972501,S1,", "+972501,S1,33.34")
    assert done.lines == ["matched: 1 row", "2 rows have no result: Mizrahi, Ran; O'Brien, Noa"]
    text, _ = canvas(tmp_path, [result("levidana", 33, "levidana", system="canvas", person_id="501")], missing="0")
    assert [line.rpartition(",")[2] for line in text.splitlines()[3:]] == ["33", "0", "0", ""]


def test_every_member_of_a_group_gets_the_mark(tmp_path: Path) -> None:
    members = (Member("Dana Levi", "u501"), Member("Noa O'Brien", "u502"), Member("Gal Azulay", "u9"))
    group = result("sub_9001", 70, "Dana Levi and Noa O'Brien", system="gradescope", members=members)
    text, done = canvas(tmp_path, [group])
    assert [line.rpartition(",")[2] for line in text.splitlines()[3:]] == ["70", "70", "EX", ""]
    assert "a member has no row: Gal Azulay, of sub_9001" in done.lines
    text, _ = canvas(tmp_path, [result("s", 70, "Dana Levi and Noa O'Brien", system="gradescope")])
    assert [line.rpartition(",")[2] for line in text.splitlines()[3:5]] == ["70", "70"]


def test_ids_of_gradescope_beside_a_roster(tmp_path: Path) -> None:
    """Where the roster's ids are quite others, a name is enough; where they are Gradescope's, an unknown one speaks against it."""
    dana = result("s1", 60, "Dana Levi", system="gradescope", members=(Member("Dana Levi", "501"),))
    noa = result("s2", 70, "Noa O'Brien", system="gradescope", members=(Member("Noa O'Brien", "502"),))
    text, _ = canvas(tmp_path, [dana, noa])
    assert [line.rpartition(",")[2] for line in text.splitlines()[3:5]] == ["60", "70"]
    dana.hand_in = HandIn(system="gradescope", members=(Member("Dana Levi", "u501"),))
    text, done = canvas(tmp_path, [dana, noa])
    assert [line.rpartition(",")[2] for line in text.splitlines()[3:5]] == ["60", "44"]
    assert done.lines[-1] == "conflict, no mark: s2: the name is O'Brien, Noa's, whose gradescope id is not 502"


def test_matching_nobody_is_an_error_that_names_everybody(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="None of the results") as raised:
        canvas(tmp_path, [result("student-1", 1), result("student-2", 2)])
    assert raised.value.lines[1] == "2 results have no row: student-1; student-2"
    assert not (tmp_path / "out.csv").exists()


def test_unreadable_is_never_a_silent_nought(tmp_path: Path) -> None:
    lost = result("dana_levi", 0)
    lost.status = Status.UNREADABLE
    text, done = canvas(tmp_path, [lost])
    assert text == without_quiz(CANVAS) and "could not be graded: dana_levi" in done.lines[-1]
    text, _ = canvas(tmp_path, [lost], missing="0")
    assert "+972501,S1,0\n" in text


def test_semicolons_and_quotes_survive(tmp_path: Path) -> None:
    text = CANVAS.replace(",", ";").replace('"Levi; Dana"', '"Levi, ""D"" Dana"').replace("\n", "\r\n")
    out, _ = canvas(tmp_path, [result("x", 5, "levi", system="canvas", person_id="501")], text)
    assert '"Levi, ""D"" Dana";501;u501;+972501;S1;5\r\n' in out


def test_canvas_with_names_in_two_columns(tmp_path: Path) -> None:
    text = (
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,Attention (881)\n"
        "    Points Possible,,,,,,100\nLevi,Dana,501,u501,dana,S1,\n"
    )
    out, done = canvas(tmp_path, [result("dana_levi", 60)], text)
    assert out == text.replace("dana,S1,", "dana,S1,60") and done.clean


def test_accents_and_blind_marking(tmp_path: Path) -> None:
    text = WORKSHEET.replace("Dana Levi", "José Álvarez")
    out, _ = moodle(tmp_path, [result("jose", 60, "Alvarez, Jose")], text)
    assert '"Team Beta",60,' in out
    out, _ = moodle(tmp_path, [result("a", 61, "Jose Alvarez", system="moodle", person_id="12")], text)
    assert '"Team Beta",61,' in out
    out, _ = moodle(tmp_path, [result("Participant_12", 62, "Participant", system="moodle", person_id="12")])
    assert '"Team Beta",62,' in out
