#!/bin/sh
# nbformat gives the second of two cells with one id a new id, another one at each reading.
#
# Version: nbformat 5.11.1
# Guess: reading a notebook with two equal cell ids, as a copied cell has in some editors, gives both as they are, or
#        refuses it.
# Behaviour: the first keeps its id, the second gets one by chance, so that two readings of one file differ. Validation
#        does it, and says it validates.
# Where it matters: whatever is kept by cell id, as feedback and translations are, cannot rely on the id of a copied cell in a
#        student's notebook.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    nbformat==5.11.1 || exit 2

cat > "$folder/try.py" <<'END'
import json
import warnings

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

warnings.simplefilter("ignore")
notebook = new_notebook(cells=[new_code_cell("a = 1"), new_code_cell("a = 2")])
for cell in notebook.cells:
    cell.id = "same"
text = json.dumps(notebook)
one, other = ([cell.id for cell in nbformat.reads(text, as_version=4).cells] for _ in range(2))
print("the first:", one[0], other[0])
print("the second keeps its id:", one[1] == "same")
print("two readings agree:", one == other)
nbformat.validate(notebook)
print("validating changed it:", notebook.cells[1].id != "same")
END

cat > "$folder/stated" <<'END'
the first: same same
the second keeps its id: False
two readings agree: False
validating changed it: True
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
