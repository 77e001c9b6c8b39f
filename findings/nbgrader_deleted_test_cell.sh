#!/bin/sh
# A test cell that a student deleted does not come back: its points are gone, without a word.
#
# Version: nbgrader 0.9.6
# Guess: autograding puts the instructor's own tests where they stood, deleted or not: it does so for those that were changed.
# Behaviour: a test cell that was changed is overwritten, one that was deleted stays away. The command ends with 0, prints no name, and
#            the grade of that cell is None, which counts as 0 in the sum.
# Where it matters: a class that works in JupyterLab, where a cell is deleted with two keys: who loses points so looks like who was wrong.
#                   The kit's own engine asks its tests whatever cells are there.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    nbgrader==0.9.6 ipykernel || exit 2

cat > "$folder/try.py" <<'END'
import copy
import csv
import subprocess
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

course = Path("course")


def cell(source, name, points=None):
    about = {"schema_version": 3, "grade_id": name, "grade": points is not None, "solution": points is None}
    about |= {"locked": points is not None, "task": False} | ({} if points is None else {"points": points})
    return new_code_cell(source, metadata={"nbgrader": about})


def nbgrader(*command):
    return subprocess.run(["nbgrader", *command], cwd=course, capture_output=True, text=True)


def hand_in(student, change):
    notebook = nbformat.read(course / "source/ps1/work.ipynb", 4)
    change(notebook.cells)
    folder = course / "submitted" / student / "ps1"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "work.ipynb")


(course / "source/ps1").mkdir(parents=True)
cells = [
    cell("def one():\n    return 1", "one"),
    cell("assert one() == 1", "test_one", 2),
    cell("def two():\n    return 2", "two"),
    cell("assert two() == 2", "test_two", 3),
]
nbformat.write(new_notebook(cells=cells), course / "source/ps1/work.ipynb")
nbgrader("generate_assignment", "ps1", "--create")
hand_in("whole", lambda cells: None)
hand_in("deleted", lambda cells: cells.pop(1))
for student in ("whole", "deleted"):
    done = nbgrader("autograde", "ps1", "--student", student, "--create")
    graded = nbformat.read(course / "autograded" / student / "ps1/work.ipynb", 4)
    print(f"{student}: exit {done.returncode}, cells after grading:",
          *(one.metadata.nbgrader.grade_id for one in graded.cells))
    print("  named in what was printed:", "test_one" in done.stdout + done.stderr)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        found = book.find_submission_notebook("work", "ps1", student)
        print(f"  {found.score} of {found.max_score};", *(f"{grade.name} {grade.auto_score}" for grade in found.grades))
END

cat > "$folder/stated" <<'END'
whole: exit 0, cells after grading: one test_one two test_two
  named in what was printed: False
  5.0 of 5.0; test_one 2.0 test_two 3.0
deleted: exit 0, cells after grading: one two test_two
  named in what was printed: False
  3.0 of 5.0; test_one None test_two 3.0
END

(cd "$folder" && PATH="$folder/venv/bin:$PATH" venv/bin/python try.py) > "$folder/seen"
cat "$folder/seen"
if diff "$folder/stated" "$folder/seen" >/dev/null; then
    echo "== as stated"
else
    echo "== CHANGED; stated was:"
    cat "$folder/stated"
    exit 1
fi
