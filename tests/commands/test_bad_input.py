"""Bad input: one line that names the place and the mend, exit code 2, and nothing half written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_kit import CONFIG, COUNTER_TESTS, MASTER, KitCopy

from autograder.authoring.catalogue import ROOT_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(on_kit_copy: Run) -> Run:
    return on_kit_copy


@pytest.fixture
def place(kit_copy: KitCopy) -> Path:
    """The current folder, with what some submissions are like: an empty folder, a folder without any, a text."""
    place = kit_copy.root.parent
    (place / "empty").mkdir()
    (place / "pictures").mkdir()
    (place / "pictures" / "cat.png").write_bytes(b"\x89PNG")
    (place / "notes.txt").write_text("not a notebook\n")
    (place / "class").mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", place / "class" / "dana.ipynb")
    return place


def files(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: an empty folder or a lock would be half written too."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts
    }


GRADE = ("grade", "07_tiny")
REFUSED = {
    "submissions missing": ((*GRADE, "nowhere", "--out", "r"), ("There is nothing at nowhere", "Check the path")),
    "submissions empty": ((*GRADE, "empty", "--out", "r"), ("The folder empty is empty", "Put the submissions in it")),
    "no notebook among them": ((*GRADE, "pictures", "--out", "r"), ("There is no notebook for", "It holds cat.png")),
    "a text": ((*GRADE, "notes.txt", "--out", "r"), ("notes.txt is neither a folder, nor a notebook", "Name a folder")),
    "typo in grade": (("grade", "07_tyni", "class", "--out", "r"), ("'07_tyni'", "Did you mean '07_tiny'?")),
    "typo in build": (("build", "tiny"), ("no assignment 'tiny'", "Did you mean '07_tiny'?")),
    "typo behind a right name": (("build", "07_tiny", "07_tinny"), ("'07_tinny'", "Did you mean '07_tiny'?")),
    "typo in verify": (("verify", "07-tiny"), ("'07-tiny'", "Did you mean '07_tiny'?")),
    "far from any name": (("build", "xylophone"), ("'xylophone'", "Known are: 07_tiny.")),
    "typo in a command": (("grad", "07_tiny"), ("no command 'grad'", "Did you mean 'grade'?")),
    "typo in an option": ((*GRADE, "class", "--outt", "r"), ("--outt", "`autograder grade --help` shows how")),
    "out not given": ((*GRADE, "class"), ("Missing option '--out'", "`autograder grade --help`")),
    "submissions not given": (GRADE, ("Missing argument 'SUBMISSIONS'", "`autograder grade --help`")),
    "out is a file": ((*GRADE, "class", "--out", "notes.txt"), ("'--out'", "'notes.txt' is a file")),
    "out below a file": ((*GRADE, "class", "--out", "notes.txt/r"), ("notes.txt/r cannot be written to", "--out")),
    "no jobs": ((*GRADE, "class", "--out", "r", "--jobs", "0"), ("'--jobs'", "`autograder grade --help`")),
    "unknown isolation": ((*GRADE, "class", "--out", "r", "--isolation", "none"), ("'none'", "'namespaces'")),
    "public is a file": (("build", "07_tiny", "--public", "notes.txt"), ("'--public'", "is a file")),
    "public in the kit": (("build", "07_tiny", "--public", "kit/public"), ("cannot be the public", "outside the kit")),
    "results missing": (("report", "nowhere"), ("no results folder nowhere", "autograder grade")),
    "results empty": (("report", "empty"), ("There are no results in empty", "autograder grade")),
    "results a file": (("report", "notes.txt"), ("no results folder notes.txt", "autograder grade")),
    "export of nothing": (("export", "empty", "--to", "csv", "--out", "x.csv"), ("no results in empty", "grade")),
    "export to nowhere": (("export", "empty", "--to", "blackboard", "--out", "x"), ("'blackboard'", "'canvas'")),
    "roster missing": (
        ("export", "empty", "--to", "canvas", "--out", "x.csv", "--roster", "none.csv"), ("'none.csv'", "--help")
    ),
}  # fmt: skip


@pytest.mark.parametrize("arguments, words", REFUSED.values(), ids=REFUSED.keys())
def test_refused(arguments: tuple[str, ...], words: tuple[str, str], run: Run, place: Path) -> None:
    before = files(place)
    code, output, errors = run(*arguments)
    assert code == 2
    assert errors.startswith("error: ") and errors.count("\n") == 1 and errors.endswith("\n"), errors
    assert all(word in errors for word in words), errors
    assert output == "" and files(place) == before


COUNTERS_TESTS = "autograder/tests/07_tiny/Counters.py"
BROKEN = {
    "mark not closed": (MASTER, "1.0, sums)\n    # END SOLUTION", "1.0, sums)", "notebook.py:31: a solution begins"),
    "exercise without tests": (COUNTER_TESTS, None, None, "notebook.py:48: the exercise 'Counter' has no tests"),
    "tests without exercise": (COUNTERS_TESTS, "", "points = 1\n", "Counters.py tests an exercise 'Counters' that"),
    "unknown setting": (CONFIG, "preimport", "pre_import", "assignment.toml:3: the key 'pre_import'"),
    "settings no TOML": (CONFIG, "number = 7", "number = = 7", "is not valid TOML"),
}


@pytest.mark.parametrize("command", [("build", "07_tiny"), ("verify",), (*GRADE, "class", "--out", "r")], ids=str)
@pytest.mark.parametrize("file, old, new, words", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_assignment(
    command: tuple[str, ...],
    file: str,
    old: str | None,
    new: str | None,
    words: str,
    kit_copy: KitCopy,
    run: Run,
    place: Path,
) -> None:
    if old is None:
        (kit_copy.root / file).unlink()
    elif not old:
        kit_copy.write(file, str(new))
    else:
        kit_copy.edit(file, old, str(new))
    before = files(place)
    code, output, errors = run(*command)
    assert code == 2 and output == ""
    assert errors.startswith("error: ") and errors.count("\n") == 1 and words in errors, errors
    assert files(place) == before


def test_unreadable_settings(kit_copy: KitCopy, run: Run, place: Path) -> None:
    (kit_copy.root / CONFIG).write_bytes(b'title = "\xff"\n')
    code, _, errors = run("build")
    assert code == 2 and "assignment.toml:1: the text is not UTF-8" in errors and errors.count("\n") == 1


def test_points_that_are_not_a_hundred(kit_copy: KitCopy, run: Run, place: Path) -> None:
    kit_copy.edit(COUNTER_TESTS, "points = 40", "points = 50")
    before = files(place)
    code, _, errors = run("build", "07_tiny")
    assert code == 2 and "add up to 110, not 100" in errors and errors.count("\n") == 1
    assert files(place) == before


def test_a_kit_that_is_none(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ROOT_VARIABLE, str(place / "empty"))
    code, _, errors = run("build")
    assert code == 2 and ROOT_VARIABLE in errors and "unset it" in errors


def test_an_export_that_cannot_be_written(run: Run, place: Path) -> None:
    from autograder.results import QuestionResult, Status, SubmissionResult

    result = SubmissionResult("dana", "Dana", "07_tiny", Status.GRADED, "", [QuestionResult("q", 1, 2)], "process", "k")
    (place / "results").mkdir()
    (place / "results" / "dana.json").write_text(json.dumps(result.to_gradescope()))
    before = files(place)
    for target in ("csv", "canvas", "moodle", "gradescope", "nbgrader"):
        code, _, errors = run("export", "results", "--to", target, "--out", "notes.txt/grades")
        assert code == 2 and errors.startswith("error: ") and errors.count("\n") == 1, errors
        assert "notes.txt" in errors
    code, _, errors = run("export", "results", "--to", "csv", "--out", "empty")
    assert code == 2 and "empty" in errors and errors.count("\n") == 1, errors
    assert files(place) == before


def test_errors_of_several_lines_are_said_in_one(run: Run, kit_copy: KitCopy, place: Path) -> None:
    kit_copy.edit(COUNTER_TESTS, "points = 40", 'raise ValueError("one\\ntwo\\nthree")\npoints = 40')
    code, _, errors = run("build", "07_tiny")
    assert code == 2 and "one two three. Mend that line." in errors.strip().split("\n")[-1]


@pytest.mark.parametrize(
    "arguments, code, words",
    [
        (("build", "03_atention"), 2, "error: There is no assignment '03_atention'. Did you mean '03_attention'?\n"),
        (("grade", "03_attention", "no_such_class", "--out", "r"), 2, "error: There is nothing at no_such_class."),
    ],
)
def test_the_real_command(arguments: tuple[str, ...], code: int, words: str, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != ROOT_VARIABLE}
    done = subprocess.run(
        [sys.executable, "-m", "autograder", *arguments],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(words) and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_is_no_traceback(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import autograder.commands.report as report

    def interrupted(*arguments: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(report.report, "callback", interrupted)
    code, _, errors = run("report", "empty")
    assert code == 130 and errors.strip().startswith("interrupted") and "\n" not in errors.strip()
