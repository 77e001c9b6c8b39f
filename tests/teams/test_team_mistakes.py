"""What is said about each mistake of whoever marks a team project: the place, and what to do."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from team_gradebook import COURSE, formgrade, make_gradebook
from team_project import TeamProject, result

import autograder.teams
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.rubric import rubric_of
from autograder.errors import KitError
from autograder.startup import tools_on_path
from autograder.teams.gradebook import read_gradebook

ROOM = Path(autograder.teams.__file__).parent
SOURCES = {path.name: path for path in (*ROOM.glob("*.py"), ROOM.parent / "authoring" / "rubric.py")}
"""By name, the modules that refuse what people wrote for a team project."""


def read_everything(project: TeamProject) -> None:
    """All that the command reads, a gradebook and an assignment where a test has made them, and the marks."""
    if project.path("kit").exists():
        rubric_of(find_assignment("07_tiny", project.path("kit")))
    if project.path("gradebook.db").exists():
        read_gradebook(project.path("gradebook.db"), project.roster(), project.rubric)
    allowed = project.path("allowed.txt")
    project.roster(*(allowed.read_text().split() if allowed.exists() else ()))
    project.rows()


@dataclass(frozen=True)
class Mistake:
    """``change`` spoils a project; the error names ``place``, says ``message``, and ``mend`` says what to do."""

    name: str
    change: Callable[[TeamProject], object]
    place: str
    message: str
    mend: str


def rubric(name: str, old: str, new: str, message: str, mend: str) -> Mistake:
    return Mistake(name, lambda p: p.edit("rubric.toml", old, new), "rubric.toml:", message, mend)


def roster(name: str, old: str, new: str, place: str, message: str, mend: str) -> Mistake:
    return Mistake(name, lambda p: p.edit("teams.csv", old, new), place, message, mend)


def marks(name: str, old: str, new: str, place: str, message: str, mend: str) -> Mistake:
    return Mistake(name, lambda p: p.edit("marks.csv", old, new), place, message, mend)


FIRST = 'name = "report"\ntitle = "Report"\npoints = 6\n'
HALF = 'points = 3\nmeans = "Half of it."\nexample = "One figure without a claim."'
IN_THE_RUBRIC = [
    Mistake("no rubric", lambda p: p.path("rubric.toml").unlink(), "rubric.toml", "is missing", "docs/team_project.md"),
    Mistake("rubric no TOML", lambda p: p.edit("rubric.toml", "step = 0.5", "step = half"), "rubric.toml", "not valid TOML", "Mend that line"),
    rubric("unknown key", "step = 0.5", "steps = 0.5", "the key 'steps' is not known", "Did you mean 'step'?"),
    rubric("unknown key in a table", "[adjustment]\nmost", "[adjustment]\nmosts", "[adjustment] the key 'mosts'", "'most'"),
    rubric("unknown key in a criterion", "asks = \"Is it", "ask = \"Is it", "[criterion 1] the key 'ask'", "'asks'"),
    rubric("unknown key in a level", 'example = "One', 'exampel = "One', "[criterion 1, level 2] the key 'exampel'", "'example'"),
    rubric("no title", 'title = "Tiny project"\n', "", "'title' is missing", "title ="),
    rubric("empty title", '"Tiny project"', '" "', "'title' is empty", "title ="),
    rubric("points as a text", "points = 10", 'points = "10"', "'points' must be a number", "points = 5"),
    rubric("points infinite", "points = 10", "points = inf", "'points' must be a number", "points = 5"),
    rubric("step zero", "step = 0.5", "step = 0", "'step' must be a number, more than zero, and is 0", "step = 5"),
    rubric("sum", "points = 10", "points = 11", "add up to 10 points, and points is 11", "Change one"),
    rubric("weights", "rubric = 25", "rubric = 30", "the weights add up to 105", "add up to 100"),
    rubric("weights no table", "[weights]\nautomatic = 75\nrubric = 25", "weights = 75", "'weights' must be a table", "[weights]"),
    rubric("adjustment too large", "[adjustment]\nmost = 10", "[adjustment]\nmost = 101", "[adjustment] 'most' is 101", "at most 100"),
    rubric("half a member", "least = 2", "least = 1.5", "[team] 'least' must be a whole number, more than zero, and is 1.5", "least = 5"),
    rubric("team upside down", "least = 2", "least = 4", "at least 4 and at most 3", "Exchange"),
    rubric("no name", FIRST, FIRST.replace('"report"', '"The report"'), "'The report' is no name", "small letters"),
    rubric("reserved name", FIRST, FIRST.replace('"report"', '"final"'), "'final' is a column", "Choose another"),
    rubric("name twice", 'name = "demo"', 'name = "report"', "[criterion 2] the name 'report' is used twice", "of its own"),
    rubric("criterion off the step", FIRST, FIRST.replace("6", "6.25"), "6.25 points are no multiple of the step 0.5", "Change"),
    rubric("level off the step", HALF, HALF.replace("3", "3.2"), "[criterion 1, level 2] 3.2 is no multiple of the step 0.5", "Change"),
    rubric("levels rise", HALF, HALF.replace("3", "7"), "the levels have 6, 7, 0 points", "fall from 6 to 0"),
    rubric("two levels", f"[[criterion.level]]\n{HALF}\n", "", "the levels have 6, 0 points", "at least one between"),
    rubric("no example", 'example = "One figure without a claim."', "", "examples are missing", "one for full points"),
    Mistake("no criteria", lambda p: p.write("rubric.toml", 'title = "x"\nassignment = "x"\npoints = 5\n'), "rubric.toml", "there is no [[criterion]]", "[[criterion]]"),
]  # fmt: skip

IN_THE_ROSTER = [
    Mistake("no roster", lambda p: p.path("teams.csv").unlink(), "teams.csv", "cannot be read: No such file", "Check the path"),
    Mistake("not UTF-8", lambda p: p.write("teams.csv", "team,student,name,email\n1,1,דנה,\n".encode("cp1255")), "teams.csv", "not in UTF-8", "CSV UTF-8"),
    Mistake("UTF-16", lambda p: p.write("teams.csv", "team,student,name,email\n".encode("utf-16")), "teams.csv", "not in UTF-8", "CSV UTF-8"),
    Mistake("empty", lambda p: p.write("teams.csv", "\n\n"), "teams.csv", "is empty", "team, student, name, email"),
    Mistake("only a header", lambda p: p.write("teams.csv", "team,student,name,email\n"), "teams.csv", "names no student", "one line for each"),
    roster("quote not closed", "Dana Levi", '"Dana Levi', "teams.csv, line", "is no CSV", "again"),
    roster("no team", "team,student", "tema,student", "teams.csv", "no column “team”", "must name: team, student, name, email"),
    roster("column twice", "name,email,", "name,email,mail,", "teams.csv", "two columns for “email”: “email” and “mail”", "Rename"),
    roster("comma in a name", "Dana Levi", "Levi, Dana, M, A", "teams.csv, line 2", "has 10 cells and the header 7", "double quotes"),
    roster("no name", "101,Dana Levi", "101,", "teams.csv:2", "“name” is empty", "delete the line"),
    roster("rounded id", "101,Dana", "3.01235E+08,Dana", "teams.csv:2", "3.01235E+08 was rounded by a spreadsheet", "as text"),
    roster("no address", "dana@example.org", "dana", "teams.csv:2", "'dana' is no e-mail address", "leave it empty"),
    roster("twice in one team", "1,102,Omer", "1,0101,Omer", "teams.csv:3", "0101 is in line 2 already", "Delete"),
    roster("in two teams", "2,103,", "2,101,", "teams.csv:4", "in team 2 here and in team 1 in line 2", "Delete"),
    roster("one address for two", "omer@example.org", "DANA@example.org", "teams.csv:3", "102 and 101 have the same e-mail", "Correct one"),
    roster("adjustment no number", ",-5,", ",much,", "teams.csv:3", "'much' is no number", "like -5"),
    roster("adjustment too large", ",-5,", ",-10.5,", "teams.csv:3", "-10.5 is more than 10 points", "change `most`"),
    roster("adjustment without a reason", "Came to no meeting", "", "teams.csv:3", "without a reason", "“reason”"),
    roster("team of one", "1,102,Omer Cohen", "3,102,Omer Cohen", "teams.csv", "team 1 has 1 member (Dana Levi); a team has 2 to 3 members", "--allow-team 1"),
    roster("team of four", "יואב מזרחי,,,,\n", "יואב מזרחי,,,,\n2,106,Uri,,,,\n", "teams.csv", "team 2 has 4 members", "--allow-team 2"),
    roster("unknown submission", "noa@example.org,", "noa@example.org,noa_301", "teams.csv", "the submission 'noa_301'", "'noa_103'"),
    Mistake("submission of two teams", lambda p: (p.edit("teams.csv", "dana@example.org,", "dana@example.org,101"), p.edit("teams.csv", "noa@example.org,", "noa@example.org,101")), "teams.csv", "'101' to the teams 1 and 2", "Correct"),
    Mistake("allowed team unknown", lambda p: p.write("allowed.txt", "2 7"), "teams.csv", "no team '7'", "Known are: 1, 2"),
]  # fmt: skip

IN_THE_MARKS = [
    marks("team empty", "1,report", ",report", "marks.csv:2", "“team” is empty", "Fill it in"),
    marks("unknown team", "1,report", "12,report", "marks.csv:2", "there is no team '12' in", "Did you mean"),
    marks("unknown criterion", "1,report", "1,reports", "marks.csv:2", "no criterion 'reports'", "Did you mean 'report'?"),
    marks("points no number", "1,demo,4", "1,demo,four", "marks.csv:3", "'four' are no number", "like 4.5"),
    marks("too many points", "1,demo,4", "1,demo,4.5", "marks.csv:3", "4.5 points for Demonstration", "from 0 to 4"),
    marks("less than none", "1,demo,4", "1,demo,-1", "marks.csv:3", "-1 points", "from 0 to 4"),
    marks("off the step", "1,demo,4", "1,demo,3.7", "marks.csv:3", "3.7 points", "steps of 0.5"),
    marks("marked twice", "1,demo,4,,RS", "1,demo,4,,RS\n01,Demonstration,3,,rs", "marks.csv:4", "marked by rs in line 3 already", "different markers"),
]  # fmt: skip

IN_THE_STATEMENTS = [
    Mistake("large", lambda p: p.path("contribution.csv").write_bytes(b"x" * 1_000_001), "contribution.csv", "more than 1,000,000 bytes", "by hand"),
    Mistake("no column", lambda p: p.edit("contribution.csv", "share", "part"), "contribution.csv", "no column “share”", "must name"),
]  # fmt: skip

IN_THE_RESULTS = [
    Mistake("another assignment", lambda p: p.results.append(result("102", 1, assignment="03_attention")), "03_attention", "for 07_tiny", "that one"),
]  # fmt: skip


def gradebook(change: Callable[[Path], object], **made: object) -> Callable[[TeamProject], object]:
    return lambda project: change(make_gradebook(project.path("gradebook.db"), **made))  # type: ignore[arg-type]


def renamed(path: Path) -> None:
    with tools_on_path(), Gradebook(f"sqlite:///{path}", COURSE) as book:
        book.find_assignment("07_tiny").name = "ps1"
        book.db.commit()


def older(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("ALTER TABLE grade DROP COLUMN extra_credit")


IN_THE_GRADEBOOK = [
    Mistake("a folder", lambda p: p.path("gradebook.db").mkdir(), "gradebook.db", "There is no gradebook", "course folder"),
    Mistake("no database", lambda p: p.write("gradebook.db", "SQLite it is not, but long enough to be read" * 9), "gradebook.db", "cannot be read: file is not a database", "db upgrade"),
    Mistake("old database", gradebook(older), "gradebook.db", "cannot be read: no such column", "db upgrade"),
    Mistake("another course", gradebook(renamed), "gradebook.db", "no assignment 07_tiny", "It has: ps1"),
    Mistake("no cell", gradebook(lambda path: None, points={"report": 6}), "gradebook.db", "no cell 'demo'", 'tags=["manual"]'),
    Mistake("other points", gradebook(lambda path: None, points={"report": 5, "demo": 4}), "gradebook.db", "'report' has 5 points, in the rubric 6", "was built"),
    Mistake("extra credit", gradebook(lambda path: formgrade(path, "101", "report", 6, extra=1)), "gradebook.db", "7 points (with extra credit) for 'report' of 101", "from 0 to 6"),
    Mistake("gradebook off the step", gradebook(lambda path: formgrade(path, "101", "report", 5.1)), "gradebook.db", "5.1 points for 'report' of 101", "steps of 0.5"),
]  # fmt: skip


def kit(old: str, new: str, *, named: str = "07_tiny") -> Callable[[TeamProject], object]:
    """The tiny kit with the project's rubric and two cells that people mark, one passage of the master changed."""

    def make(project: TeamProject) -> None:
        from test_team_cells import write_kit

        write_kit(project.path("kit"))
        project.write(
            "kit/solutions/07_tiny/rubric.toml", project.path("rubric.toml").read_text().replace("07_tiny", named)
        )
        project.edit("kit/solutions/07_tiny/notebook.py", old, new)

    return make


def without_rubric(project: TeamProject) -> None:
    kit("# Tiny\n", "# Small\n")(project)
    project.path("kit/solutions/07_tiny/rubric.toml").unlink()


IN_THE_ASSIGNMENT = [
    Mistake("cells without a rubric", without_rubric, "notebook.py:75", "'report' is marked by people, and there is no rubric.toml", "docs/team_project.md"),
    Mistake("rubric of another", kit("# Tiny\n", "# Small\n", named="06_rag"), "rubric.toml", "is for '06_rag'", 'assignment = "07_tiny"'),
    Mistake("no such criterion", kit('id="report"', 'id="reports"'), "notebook.py:75", "no criterion 'reports'", "Did you mean 'report'?"),
    Mistake("points differ", kit("points=6", "points=7"), "notebook.py:75", "'report' has 7 points here and 6 in", "same number"),
]  # fmt: skip

MISTAKES = [
    *(*IN_THE_RUBRIC, *IN_THE_ROSTER, *IN_THE_MARKS, *IN_THE_STATEMENTS, *IN_THE_RESULTS),
    *(*IN_THE_GRADEBOOK, *IN_THE_ASSIGNMENT),
]


def provoke(mistake: Mistake, root: Path) -> KitError:
    project = TeamProject(root)
    mistake.change(project)
    with pytest.raises(KitError) as raised:
        read_everything(project)
    return raised.value


def test_nothing_is_said_before_the_mistake(project) -> None:
    from test_team_cells import write_kit

    write_kit(project.path("kit"))
    make_gradebook(project.path("gradebook.db"))
    read_everything(project)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_mistake(mistake: Mistake, tmp_path: Path) -> None:
    error = provoke(mistake, tmp_path / "project")
    assert mistake.place in error.message, error.message
    assert mistake.message in error.message, error.message
    assert mistake.mend in error.mend, error.mend
    assert "\n" not in str(error) and error.exit_code == 2


def raise_statements() -> set[tuple[str, int]]:
    """File and line of every ``raise KitError(…)`` and ``raise ….error(…)`` in the room."""
    found = set()
    for path in SOURCES.values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            raised = node.exc if isinstance(node, ast.Raise) else None
            if isinstance(raised, ast.Call):
                name = getattr(raised.func, "id", "") or getattr(raised.func, "attr", "")
                if name in ("KitError", "error"):
                    found.add((path.name, node.lineno))
    return found


def raised_at(error: BaseException | None) -> Iterator[tuple[str, int]]:
    """Where an error, and the error that it came from, were raised."""
    while error is not None:
        frame = error.__traceback__
        while frame is not None:
            yield Path(frame.tb_frame.f_code.co_filename).name, frame.tb_lineno
            frame = frame.tb_next
        error = error.__cause__


ELSEWHERE = {"contributions.py": {"is no contribution statement", "cannot be read"}}
"""test_team_contributions.py has what students can write; a file that its owner may not read, root can."""


def test_every_error_of_the_room_is_provoked(tmp_path: Path) -> None:
    """A new rule needs a row in the table."""
    seen: set[tuple[str, int]] = set()
    for number, mistake in enumerate(MISTAKES):
        seen |= set(raised_at(provoke(mistake, tmp_path / str(number) / "project")))
    missing = []
    for name, line in sorted(raise_statements() - seen):
        text = "\n".join(SOURCES[name].read_text(encoding="utf-8").split("\n")[line - 1 : line + 2])
        if not any(known in text for known in ELSEWHERE.get(name, ())):
            missing.append((name, line, text))
    assert not missing
