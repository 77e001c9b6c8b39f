#!/bin/sh
# A copied answer cell is said to be an old version of the notebook, and the student's row says 0, as that of who was absent.
#
# Version: nbgrader 0.9.6
# Guess: a notebook in which two cells have one grade_id (copy and paste in JupyterLab) is refused with that reason, and a notebook that
#        was not graded has no score.
# Behaviour: the duplicate is a warning; the error, and the advice, is that the notebook is of an old version and wants `nbgrader update`. The
#            submission stands in the grade book, so that `nbgrader export` gives it 0.0; so it does with students
#            who handed in nothing.
# Where it matters: whoever reads grades.csv: not graded, absent and all wrong are the same 0.0.
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
hand_in("copied", lambda cells: cells.insert(1, nbformat.from_dict(copy.deepcopy(cells[0]) | {"id": "another"})))
for student in ("whole", "copied"):
    done = nbgrader("autograde", "ps1", "--student", student, "--create")
    said = done.stdout + done.stderr
    print(f"{student}: exit {done.returncode}; says \"exists multiple times\": {'exists multiple times' in said};",
          f"says \"use an old version\": {'use an old version' in said}")
with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
    book.add_student("absent")
nbgrader("export")
for row in csv.DictReader((course / "grades.csv").open()):
    print(row["student_id"], row["score"], "of", row["max_score"])
END

cat > "$folder/stated" <<'END'
whole: exit 0; says "exists multiple times": False; says "use an old version": False
copied: exit 1; says "exists multiple times": True; says "use an old version": True
whole 5.0 of 5.0
copied 0.0 of 5.0
absent 0.0 of 5.0
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
