#!/bin/sh
# nbgrader takes a test cell that writes a warning for one that failed.
#
# Version: nbgrader 0.9.6
# Guess: a test cell fails if it raises; what it writes to stderr, a DeprecationWarning or a progress bar, costs
#        nothing.
# Behaviour: anything on stderr gives the cell 0 points, though nothing has raised; the same text on stdout costs
#        nothing.
# Where it matters: a library that deprecates something in mid-term takes points from everybody. The nbgrader tree that
#        `autograder build` makes keeps stderr back while a case runs.
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


for name in ("stdout", "stderr"):
    print(name, points(new_output("stream", name=name, text="DeprecationWarning: use the other one\n")))
END

cat > "$folder/stated" <<'END'
stdout 10.0
stderr 0
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
