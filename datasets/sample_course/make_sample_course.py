"""Makes the results of the sample course: eight invented people over all six assignments, really graded.

Run as ``python datasets/sample_course/make_sample_course.py``, which makes the results of the assignments whose tests are others now, or of those that are
named (tens of minutes for all: assignments 5 and 6 train and evaluate); with ``--stale`` it only names them. The tables beside it are written by hand and are not touched; README.md says who does what. Submissions are laid out as four course systems
hand them out, graded by `autograder grade`, and thrown away; the results stay.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nbformat import NotebookNode, writes

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment
from autograder.authoring.solution_marks import solution_source
from autograder.authoring.test_files import load_test_file
from autograder.release.student_notebook import student_notebook

FOLDER = Path(__file__).resolve().parent
CANVAS = {"u1": ("levidana", 501), "u2": ("cohenomer", 502), "u3": ("katznoa", 503), "u4": ("haddadlina", 504),
          "u5": ("mizrahiyoav", 505), "u6": ("azulaytamar", 506), "u7": ("peretzuri", 507), "u8": ("כהןעדי", 508)}  # fmt: skip
NAMES = {"u1": "Dana Levi", "u2": "Omer Cohen", "u3": "Noa Katz", "u4": "Lina Haddad", "u5": "Yoav Mizrahi",
         "u6": "Tamar Azulay", "u7": "Uri Peretz", "u8": "עדי כהן"}  # fmt: skip

# How much of an assignment each hands in, and when; what is not here was not handed in. 1.0 is every exercise, 0.5 the first half.
HANDED_IN: dict[str, dict[str, tuple[float, str]]] = {
    "01_tokenization": {
        "u1": (1.0, "2025-11-09 20:15:00"),
        "u2": (0.5, "2025-11-09 23:58:59"),
        "u3": (1.0, "2025-11-11 09:00:00"),  # two days late
        "u4": (0.75, "2025-11-09 22:00:00"),
        "u5": (0.5, "2025-11-10 00:05:00"),  # within the grace
        "u6": (1.0, "2025-11-08 12:00:00"),
        "u7": (0.25, "2025-11-20 12:00:00"),  # after closing
    },
    "02_positional_encoding": {
        "u1": (1.0, "2025-11-23 21:00:00"),
        "u2": (1.0, "2025-11-24 08:00:00"),
        "u3": (0.5, "2025-11-23 20:00:00"),
        "u4": (1.0, "2025-11-26 10:00:00"),  # extension
        "u5": (0.75, "2025-11-23 22:00:00"),
        "u8": (0.5, "2025-11-23 23:00:00"),
    },
    "03_attention": {
        "u1": (1.0, ""),
        "u2": (0.5, ""),
        "u3": (1.0, ""),
        "u4": (0.75, ""),
        "u6": (1.0, ""),
        "u7": (0.5, "LATE"),
        "u8": (1.0, ""),
    },
    "04_multi_head_attention": {
        "u1": (0.75, "2025-12-21 23:00:00"),
        "u2": (1.0, "2025-12-22 12:00:00"),
        "u4": (0.5, "2025-12-20 10:00:00"),
        "u6": (1.0, "2025-12-21 10:00:00"),
        "u7": (0.25, "2025-12-23 23:30:00"),
        "u8": (0.75, "2025-12-21 10:00:00"),
    },
    "05_fine_tuning": {
        "u1": (0.5, "2026-01-04 20:00:00"),
        "u3": (0.75, "2026-01-04 21:00:00"),
        "u4": (0.5, "2026-01-05 09:00:00"),
        "u6": (0.25, "2026-01-04 21:00:00"),
    },
    "06_rag_project": {
        "u1 u2 u3": (0.75, "2026-01-25 20:00:00"),
        "u4 u5": (0.5, "2026-01-25 22:00:00"),
        "u6 u7 u8": (0.25, "2026-01-27 10:00:00"),
    },
}


def notebook(assignment: Assignment, share: float) -> NotebookNode:
    """The student notebook with the first exercises answered; the project's system is not (it would run for minutes)."""
    answers = {str(c.exercise): solution_source(c.source) for c in assignment.master.cells if c.exercise}
    names = [e.name for e in assignment.exercises if e.name not in assignment.slow_exercises]
    answered = names[: max(1, round(share * len(names)))]
    made = student_notebook(assignment)
    for cell in made.cells:
        exercise = cell.metadata.get("exercise")
        if exercise in answered and cell.cell_type == "code" and not cell.source.startswith(("grader.check", "check(")):
            cell.source = answers[exercise]
    return made


def write_nbgrader(folder: Path, assignment: Assignment) -> None:
    """submitted/STUDENT/ASSIGNMENT/ with timestamp.txt."""
    for person, (share, time) in HANDED_IN[assignment.name].items():
        place = folder / "submitted" / person / assignment.name
        place.mkdir(parents=True)
        (place / f"{assignment.name}.ipynb").write_text(writes(notebook(assignment, share)), encoding="utf-8")
        (place / "timestamp.txt").write_text(f"{time}.000000 Asia/Jerusalem\n")


def write_moodle(folder: Path, assignment: Assignment) -> None:
    """Folders as Moodle names them; the times stand in its worksheet, moodle_02.csv."""
    for person, (share, _) in HANDED_IN[assignment.name].items():
        place = folder / f"{NAMES[person]}_{int(person[1:]) + 9000}_assignsubmission_file"
        place.mkdir(parents=True)
        (place / f"{assignment.name}.ipynb").write_text(writes(notebook(assignment, share)), encoding="utf-8")


def write_canvas(folder: Path, assignment: Assignment) -> None:
    """Files as Canvas names them; of lateness it says only that."""
    folder.mkdir(parents=True, exist_ok=True)
    for person, (share, late) in HANDED_IN[assignment.name].items():
        name, number = CANVAS[person]
        mark = "LATE_" if late else ""
        path = folder / f"{name}_{mark}{number}_{number + 70000}_{assignment.name}.ipynb"
        path.write_text(writes(notebook(assignment, share)), encoding="utf-8")


def write_gradescope(folder: Path, assignment: Assignment) -> None:
    """submission_N folders, with members and times in submission_metadata.yml."""
    lines = ["---"]
    for number, (people, (share, time)) in enumerate(HANDED_IN[assignment.name].items(), start=4001):
        place = folder / f"submission_{number}"
        place.mkdir(parents=True)
        (place / f"{assignment.name}.ipynb").write_text(writes(notebook(assignment, share)), encoding="utf-8")
        lines += [f"submission_{number}:", "  :submitters:"]
        for person in people.split():
            lines += [f"  - :name: {NAMES[person]}", f"    :sid: '{person}'", f"    :email: {person}@example.org"]
        lines += [f"  :created_at: {time}.000000000 +02:00", "  :score: 0.0", "  :status: processed"]
        lines += ["  :results:", "    tests: []", "  :history: []"]
    (folder / "submission_metadata.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


SYSTEMS = {
    "01_tokenization": write_nbgrader,
    "02_positional_encoding": write_moodle,
    "03_attention": write_canvas,
    "04_multi_head_attention": write_nbgrader,
    "05_fine_tuning": write_nbgrader,
    "06_rag_project": write_gradescope,
}


def cases_now(name: str) -> dict[str, dict[str, float]]:
    """The points of each case of each exercise, as the tests have them."""
    exercises = find_assignment(name).exercises
    return {one.name: {case.title: case.points for case in load_test_file(one.tests).cases} for one in exercises}


def cases_then(name: str) -> list[dict[str, dict[str, float]]]:
    """The same, as each result has them."""
    found = []
    for path in sorted((FOLDER / "results" / name).glob("*.json")):
        questions = json.loads(path.read_text(encoding="utf-8"))["extra_data"]["questions"]
        found.append({q["name"]: {case["name"]: case["max_score"] for case in q["cases"]} for q in questions})
    return found


def stale() -> list[str]:
    """The assignments whose results were made by other tests: their cases or points are not today's."""
    return [name for name in SYSTEMS if any(then != cases_now(name) for then in cases_then(name) or [{}])]


def main(names: Sequence[str]) -> None:
    """Make the results of these assignments; of those that are stale, if none is named."""
    if "--stale" in names:
        print(*stale(), sep="\n")
        return
    for name in names or stale():
        assignment = find_assignment(name)
        out = FOLDER / "results" / name
        shutil.rmtree(out, ignore_errors=True)
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "downloads"
            folder.mkdir()
            SYSTEMS[name](folder, assignment)
            command = [sys.executable, "-m", "autograder", "grade", name, str(folder), "--out", str(out), "--no-report"]
            subprocess.run(command, check=True)
        for left_over in (*out.glob(".*"), out / "timings", out / "grades.csv"):
            shutil.rmtree(left_over) if left_over.is_dir() else left_over.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
