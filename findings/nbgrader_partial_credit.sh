#!/bin/sh
# nbgrader gives full points for a partial credit that it cannot read as one.
#
# Version: nbgrader 0.9.6
# Guess: a test cell's last value is its points: 4 gives 4 of 10, np.float64(4.0) does so too, -3 gives none, 15
#        gives the 10 that there are.
# Behaviour: what is no plain number of zero or more is no partial credit, and then the cell counts as passed: NumPy 2
#        shows a number as np.float64(4.0), and that gives all 10 points, as -3 does. 15 ends grading with an error.
# Where it matters: test cells that compute a score; ours give points by cases, and an nbgrader tree built here ends in no
#        value.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    nbgrader==0.9.6 || exit 2

cat > "$folder/try.py" <<'END'
import sys
import warnings

warnings.simplefilter("ignore")

from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade


def points(*outputs):
    """What nbgrader gives for a test cell of 10 points that ended so."""
    cell = new_code_cell("…", outputs=list(outputs))
    cell.metadata["nbgrader"] = {
        "grade": True, "solution": False, "locked": True, "task": False, "points": 10, "grade_id": "a", "schema_version": 3
    }
    try:
        return determine_grade(cell)[0]
    except ValueError as error:
        return f"ValueError: {error}"


for shown in ("4", "4.0", "np.float64(4.0)", "tensor(4.)", "-3", "15"):
    print(f"{shown:16}", points(new_output("execute_result", data={"text/plain": shown})))
END

cat > "$folder/stated" <<'END'
4                4.0
4.0              4.0
np.float64(4.0)  10.0
tensor(4.)       10.0
-3               10.0
15               ValueError: partial credit cannot be greater than maximum points for cell
END

(cd "$folder" && venv/bin/python try.py) > "$folder/seen"
cat "$folder/seen"
if diff "$folder/stated" "$folder/seen" >/dev/null; then
    echo "== as stated"
else
    echo "== CHANGED; stated was:"
    cat "$folder/stated"
    exit 1
fi
