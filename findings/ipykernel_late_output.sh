#!/bin/sh
# What a thread prints after its cell has ended stands in the cell that runs then.
#
# Version: ipykernel 7.4.0, nbclient 0.11.0, nbformat 5.10.4
# Guess: ipykernel keeps a thread's output with the cell that started the thread, as its release notes say of version
#        6.22 and 7.
# Behaviour: a line printed one second later, while the next cell runs, is an output of that next cell.
# Where it matters: outputs are no evidence of which cell printed.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    ipykernel==7.4.0 nbclient nbformat==5.10.4 || exit 2

cat > "$folder/try.py" <<'END'
import nbformat
from nbclient import NotebookClient

first = """import threading, time
def late():
    time.sleep(1)
    print("late")
threading.Thread(target=late).start()"""
second = "import time; time.sleep(3)"
cells = [nbformat.v4.new_code_cell(source) for source in (first, second)]
notebook = nbformat.v4.new_notebook(cells=cells)
NotebookClient(notebook, kernel_name="python3").execute()
print([[output.get("text", output.output_type) for output in cell.outputs] for cell in notebook.cells])
END

cat > "$folder/stated" <<'END'
[[], ['late\n']]
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
